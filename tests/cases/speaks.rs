//! The other side of the investigation: a world, made up, in which each of its points is answered. No point is raised
//! there, and each is as soon as its one answer is taken away.

use super::{POINTS, raised_by};
use crate::corpus::options;
use std::collections::BTreeSet;
use tonne::engine::check;
use tonne::rulebook::{Rulebook, shipped};
use tonne::source::{FileId, Source};

const SPEAKS: &str = r#"
program "Bilateral, made up" {
  methodology_approval joint_committee
  additionality { reading full; approach tests; test investment }
  safeguards { human_rights yes }
  serves national_target, company_duty
  single_use yes
}
agreement "AQ-BV, made up" {
  program "Bilateral, made up"
  party AQ { role buyer }
  party BV { role host }
  committee { members host_government, buyer_government, independent_body; approves methodologies; independent_review yes }
  safeguards { human_rights yes; grievance { available yes; independent yes } }
  termination { notice 12 months }
}
country AQ { ndc { itmo_limit 20 % } }
organisation "Institute, made up" { reading full; nature institute }
organisation "Developer, made up" { reading full; nature company }
organisation "Company, made up" { reading full; nature company }
methodology "Forest rules, made up" {
  program "Bilateral, made up"
  sector land.redd
  author "Institute, made up" { role proponent }
  additionality { reading full; approach tests; test investment }
  baseline { scale national; allocation risk; data "National figures, made up" { publisher host_government }; review { independent yes } }
}
activity "Forest, made up" {
  reading full
  methodology "Forest rules, made up"
  agreement "AQ-BV, made up"
  sector land.redd
  participant "Developer, made up" { role implementer }
  driver logging { addressed yes }
  safeguards { affects_communities yes; consent { obtained yes }; enforcement { used yes; rules yes }; grievance { available yes; independent yes } }
}
monitoring "Forest, made up, 2024" {
  reading full
  activity "Forest, made up"
  requested 10_000 tCO2e
  loss_trend falling
  stratum "dense" { most_expected yes; most_observed yes; earlier_share 80 %; expected_loss 90 ha; observed_loss 40 ha; carbon 500 tCO2e/ha }
  stratum "thin" { most_expected no; most_observed no; earlier_share 20 %; expected_loss 10 ha; observed_loss 5 ha; carbon 200 tCO2e/ha }
}
methodology "Sun rules, made up" {
  reading full
  program "Bilateral, made up"
  sector energy.renewable.solar
  author "Institute, made up" { role proponent }
  additionality { reading full; approach tests; test investment }
}
activity "Sun, made up" {
  reading full
  methodology "Sun rules, made up"
  agreement "AQ-BV, made up"
  sector energy.renewable.solar
  host BV
  self_consumption yes
  participant "Company, made up" { country BV; parent_country BV; receives subsidy }
  finance { grantor_country AQ }
  additionality { investment { revenue bill_savings } }
  safeguards { affects_communities no; grievance { available yes; independent yes } }
}
"#;

/// A rule of the investigation, a line of the world, and what it says instead where the point is to be raised.
const ANSWERS: &str = r#"
authorship/takes-part-in-project | participant "Developer, made up" | participant "Institute, made up"
forest/host-government-figures | review { independent yes } | review { independent no }
forest/national-rate-on-local-area | allocation risk | allocation rate
forest/predicted-place-missed | "thin" { most_expected no; most_observed no | "thin" { most_expected no; most_observed yes
forest/reduction-from-shifted-loss | expected_loss 10 ha; observed_loss 5 ha | expected_loss 10 ha; observed_loss 40 ha
forest/contradicts-earlier-analysis | earlier_share 80 % | earlier_share 10 %
forest/credits-while-loss-rises | loss_trend falling | loss_trend rising
authorship/committee-approves-its-own | approves methodologies; independent_review yes | approves methodologies; independent_review no
authorship/committee-of-those-who-gain | buyer_government, independent_body; approves methodologies; independent_review yes | buyer_government; approves methodologies; independent_review no
safeguards/consent-missing | consent { obtained yes } | consent { obtained no }
safeguards/grievance-mechanism-missing | available yes; independent yes | available yes; independent no
safeguards/enforcement-without-rules | used yes; rules yes | used yes; rules no
safeguards/human-rights-missing | human_rights yes | human_rights no
forest/drivers-unaddressed | driver logging { addressed yes } | driver logging { addressed no }
additionality/eligibility-criteria-only | approach tests; test investment } | approach eligibility_only }
renewable/no-financial-test | approach tests; test investment } | approach tests; test barrier }
authorship/written-by-user | role proponent } | role proponent, user }
renewable/self-consumption-savings-omitted | revenue bill_savings | revenue electricity_sales
additionality/subsidy-to-own-companies | country BV; parent_country BV | country AQ; parent_country BV
agreement/no-termination | termination { notice 12 months } | termination { reading full }
agreement/nobody-judges-quality | approves methodologies; independent_review yes | approves methodologies; independent_review no
portfolio/buyer-without-limit | itmo_limit 20 % | itmo_limit none
portfolio/one-credit-two-duties | single_use yes | single_use no
"#;

/// The rules of the investigation that are raised on a text, as findings or as questions.
fn raised(text: &str, rulebook: &Rulebook) -> BTreeSet<&'static str> {
    let source = Source { id: FileId(0), name: "speaks.tonne".into(), text: text.into() };
    let report = check(&[source], rulebook, &options());
    let form = report.findings.iter().find(|finding| rulebook.rule(&finding.code).is_none());
    assert!(form.is_none(), "{form:?}");
    points().into_iter().filter(|rule| report.findings.iter().any(|finding| raised_by(finding, rule))).collect()
}

/// The rules that raise a point.
fn points() -> BTreeSet<&'static str> {
    POINTS.lines().filter_map(|line| line.split(" | ").nth(1)).collect()
}

#[test]
fn the_points_of_the_investigation_are_not_raised_on_what_speaks() {
    let (rulebook, _) = shipped(Vec::new());
    assert_eq!(raised(SPEAKS, &rulebook), BTreeSet::new());
}

#[test]
fn each_point_is_raised_where_its_answer_is_taken_away() {
    let (rulebook, _) = shipped(Vec::new());
    let answers: Vec<Vec<&str>> = ANSWERS.trim().lines().map(|line| line.split(" | ").collect()).collect();
    assert_eq!(answers.iter().map(|answer| answer[0]).collect::<BTreeSet<_>>(), points());
    let mut quiet = Vec::new();
    for answer in answers {
        assert!(SPEAKS.contains(answer[1]), "{answer:?}");
        if !raised(&SPEAKS.replace(answer[1], answer[2]), &rulebook).contains(answer[0]) {
            quiet.push(answer[0]);
        }
    }
    assert!(quiet.is_empty(), "{quiet:?}");
}
