//! Whole documents.

use super::FIXTURES;
use super::print::parsed;

#[test]
fn the_documents_of_the_language_page_are_read() {
    insta::assert_snapshot!(parsed(FIXTURES[0]), @r#"
    methodology "KH_AM004" {}
      version "1.1"
      title "Reducing deforestation and forest degradation through forest conservation in Cambodia"
      source "summary" {}
        title "JCM methodology page"
        url "jcm.go.jp/kh-jp/methodologies/97"
      source "decisions" {}
        title "Joint Committee decisions"
      source "chn" {}
        title "Climate Home News on the JCM"
        date 2025
      program "JCM"
      host KH
      sector land.redd
      mitigation reduction
      approved 2021-02-27 @ "decisions", "electronic decision"
      reading partial
      author "Conservation International" {} @ "chn"
        wrote methodology
      author "Mitsui & Co., Ltd." {} @ "chn"
        wrote methodology
      baseline {}
        approach historical
        scale national @ "summary"
        data "Forest reference level of Cambodia" {} @ "summary"
          publisher host_government
        options 2 @ "summary"
        strata forest_class
      additionality {}
        reading full
        approach eligibility_only
      leakage {}
        effect displacement {}
          treatment deducted
      equation (Equal ER[p] (Subtract RE[p] PE[p]))
      parameter RE[p] {}
        unit tCO2e
        origin calculated
      parameter PE[p] {}
        unit tCO2e
        origin calculated
    organisation "Mitsui & Co., Ltd." {}
      alias "Mitsui"
      country JP
    activity "KH005" {}
      title "Prey Lang Wildlife Sanctuary - Stung Treng REDD+"
      methodology "KH_AM004"
      agreement "Japan-Cambodia"
      participant "Mitsui & Co., Ltd." {}
        receives credits
      participant "Conservation International" {}
        role implementer
      finance {}
        public_subsidy none
    monitoring "KH005, 2018-2020" {}
      activity "KH005"
      period (To 2018-03-12 2020-12-31)
      stratum "evergreen" {}
        expected_loss 900:ha
        observed_loss 0:ha
        carbon 560:t(CO2e)/ha
      stratum "deciduous" {}
        expected_loss 100:ha
        observed_loss 950:ha
        carbon 180:t(CO2e)/ha
      requested 600_000:tCO2e
    ---
    "#);
    insta::assert_snapshot!(parsed(FIXTURES[1]), @r#"
    agreement "Switzerland-Ghana" {}
      signed 2020-11-23
      party CH {}
        role buyer
        authority "Federal Office for the Environment"
      party GH {}
        role host
        authority "Environmental Protection Agency"
      corresponding_adjustment {}
        applied_by host
        trigger first_transfer
        method averaging {} @ "Art. 10"
          when single_year_ndc
        method cumulative {} @ "Art. 10"
          when multi_year_ndc
      safeguards {}
        human_rights yes @ "preamble"
      suspension {} @ "Art. 19"
        notice 30:days
    review "Joint Committee, March 2026" {}
      of methodology, "Solar PV, made up" ~
      waive "quantification/project-emissions-assumed-zero" {}
        because "PV has no combustion; auxiliary use is metered net"
        by "Joint Committee"
        until 2028-12-31
      answer "safeguards/consultation-missing" {}
        yes
        because "held on 4 May 2025, minutes in annex 3"
    ---
    "#);
    insta::assert_snapshot!(parsed(FIXTURES[2]), @r#"
    methodology "Solar PV, made up" {}
      version "2.0"
      title "Netz-Solarstrom – „Méthode“ für Ω"
      source "tool" {}
        title "TOOL07"
        url "cdm.unfccc.int/methodologies/tools"
      sector [energy.renewable, energy.solar]
      uses "TOOL07" {}
        version "07"
      validity (To 2021-02-27 2031-02)
      uncertainty (To (- 10:%) 10:%)
      threshold 15:MW, 60:GWh/year
      factor 0.5:kg(N2O-N)/kg(N), 1_000:m^3
      summary long"\n    A text of several lines { with ( brackets [ and \"quotes\" #\n  methodology\n    " @ "p. 1"
      equation (Equal BE[y] (Multiply EG[y] EF_grid))
      equation (Equal ER[y] (Multiply (Subtract BE[y] PE[y]) (Power (Subtract 1 u) 2)))
      equation (Equal LE[y] (if (Greater EG[y] 10) sum(i, (Multiply "L%"[i] q[i, y])) max(0, (- x))))
      parameter EF_grid {} @ inferred 
        unit (Divide tCO2e MWh)
        origin "TOOL07"
        value 0.57:tCO2e/MWh @ "tool", "p. 9"
      parameter "MS%Bl"[j] {}
        unit (Divide t(CO2e) ha)
      additionality {} @ "p. 3" @ "tool", "§ 4"
        test barrier {}
          needed any_one
          grievance no
        test investment
      when (Every (as stratum s (And (In s.area (To 1:ha 9:ha)) (not (Is s.kind forest.dry)))))
    ---
    "#);
}

/// What mostly stands together is one token of the grammar; with other blanks it is several.
#[test]
fn blanks_and_comments_change_nothing() {
    for text in FIXTURES {
        for behind in [" ", "   # a note"] {
            let ends = |line: &str| line.ends_with('"') && !line.ends_with("\"\"\"");
            let lines = text.replace("@ \"", "@   \"");
            let lines = lines.lines().map(|line| format!("{line}{}\n", if ends(line) { behind } else { "" }));
            assert_eq!(parsed(&lines.collect::<String>()), parsed(text));
        }
    }
}

#[test]
fn a_text_is_the_same_whatever_it_begins_with() {
    for text in ["word", "7", "(a)", " blank", "", "“quoted”", "a \\\" b"] {
        let statement =
            format!("tool \"T\" {{ note \"{text}\" @ \"{text}\"\n note\"{text}\"@\"{text}\" \"{text}\" \n}}");
        let read = text.replace('\\', "").replace('"', "\\\"");
        let expected = format!(
            "tool \"T\" {{}}\n  note \"{read}\" @ \"{read}\"\n  note \"{read}\" @ \"{read}\", \"{read}\"\n---\n"
        );
        assert_eq!(parsed(&statement), expected);
    }
}
