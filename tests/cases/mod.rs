//! The investigation: each point of it is raised on its document by a rule that knows no names.

mod obligations;
mod speaks;

use crate::corpus::{corpus, options};
use tonne::engine::check;
use tonne::finding::{Finding, Severity};
use tonne::rulebook::shipped;

/// A point, the rule that raises it, the document that it is raised on, and whether as a finding or as a question.
const POINTS: &str = "
    the rulebook was written by the developer and the buyer who earns | authorship/takes-part-in-project | cases/prey-lang/KH005 | finding
    the baseline comes from the host government's countrywide figures | forest/host-government-figures | jcm/KH_AM004 | question
    a national rate is put on a local area | forest/national-rate-on-local-area | jcm/KH_AM004 | finding
    where the loss was predicted decides the credits | forest/predicted-place-missed | cases/prey-lang/monitoring-2018-2020 | finding
    where the loss was predicted decides the credits | forest/reduction-from-shifted-loss | cases/prey-lang/monitoring-2018-2020 | question
    the monitoring data contradict the project's own earlier analysis | forest/contradicts-earlier-analysis | cases/prey-lang/monitoring-2018-2020 | finding
    credits were released while total loss rose | forest/credits-while-loss-rises | cases/prey-lang/monitoring-2018-2020 | finding
    the two governments' committee approved the results without an independent judge | authorship/committee-approves-its-own | agreements/Japan-Cambodia | question
    the two governments' committee approved the results without an independent judge | authorship/committee-of-those-who-gain | agreements/Japan-Cambodia | question
    the community network was left out: no consent | safeguards/consent-missing | cases/prey-lang/KH005 | question
    the community network was left out: no grievance path | safeguards/grievance-mechanism-missing | cases/prey-lang/KH005 | question
    patrols, arrests and concessions: no rules for those who patrol | safeguards/enforcement-without-rules | cases/prey-lang/KH005 | question
    patrols, arrests and concessions: human rights unaddressed | safeguards/human-rights-missing | agreements/Japan-Cambodia | question
    patrols, arrests and concessions: the host's own policies as drivers unaddressed | forest/drivers-unaddressed | cases/prey-lang/KH005 | question
    additionality is eligibility only | additionality/eligibility-criteria-only | jcm/KH_AM004 | question
    additionality is eligibility only | additionality/eligibility-criteria-only | jcm/ID_AM020 | question
    solar without a financial test | renewable/no-financial-test | cases/jcm-corporate/solar | question
    solar without a financial test | renewable/no-financial-test | jcm/TH_AM001 | question
    solar without a financial test | renewable/no-financial-test | cases/jcm-corporate/mall | question
    the proponent is the user | authorship/written-by-user | jcm/ID_AM020 | finding
    the proponent is the user | authorship/written-by-user | jcm/TH_AM016 | finding
    the proponent is the user | authorship/takes-part-in-project | cases/jcm-corporate/lighting | finding
    the electricity is used by the company that earns the credits | renewable/self-consumption-savings-omitted | cases/jcm-corporate/solar | question
    the public subsidy pays for the buyer's own companies | additionality/subsidy-to-own-companies | cases/jcm-corporate/lighting | question
    the public subsidy pays for the buyer's own companies | additionality/subsidy-to-own-companies | cases/jcm-corporate/solar | question
    the public subsidy pays for the buyer's own companies | additionality/subsidy-to-own-companies | cases/jcm-corporate/factories | question
    no clause to suspend or cancel | agreement/no-termination | agreements/Japan-Cambodia | question
    expert review may not judge quality, and nothing else does | agreement/nobody-judges-quality | agreements/Japan-Cambodia | question
    the buyer's reliance on bought outcomes has no limit | portfolio/buyer-without-limit | countries/JP | question
    one credit could serve the state's target and a company's duty | portfolio/one-credit-two-duties | jcm/JCM | question
";

fn raised_by(finding: &Finding, rule: &str) -> bool {
    finding.code == rule || finding.also.iter().any(|also| also == rule)
}

fn verdict(finding: &Finding) -> &'static str {
    if finding.severity == Severity::Question { "question" } else { "finding" }
}

#[test]
fn every_point_of_the_investigation_is_raised() {
    let sources = corpus();
    let (rulebook, _) = shipped(Vec::new());
    let report = check(&sources, &rulebook, &options());
    let mut missing = Vec::new();
    for line in POINTS.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let [_, rule, document, expected] = line.split(" | ").collect::<Vec<_>>()[..] else {
            panic!("four columns: {line}")
        };
        let name = format!("methodologies/{document}.tonne");
        let on_document = |finding: &&Finding| *sources[finding.span().file.0 as usize].name == *name;
        let found: Vec<&str> =
            report.findings.iter().filter(on_document).filter(|one| raised_by(one, rule)).map(verdict).collect();
        if !found.contains(&expected) {
            missing.push(format!("{line}\n    found {found:?}"));
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}
