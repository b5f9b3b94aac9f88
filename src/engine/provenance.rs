//! How well the facts are known that a finding rests on: concluded by the encoder, at second hand, younger than the document.

use super::age;
use super::decide::Outcome;
use super::show::Context;
use crate::condition::{Evidence, Located};
use crate::model::Citation;
use crate::vocabulary::WordId;
use smol_str::{SmolStr, format_smolstr};

/// So many of the facts that are known in one way only are named.
const MOST_NAMED: usize = 4;

/// What a reader must know of the facts behind a breach before quoting it.
pub fn notes(context: &Context<'_>, outcome: &Outcome<'_>) -> Vec<SmolStr> {
    let mut notes = Vec::new();
    let citations = || facts(outcome).filter_map(|fact| Some((fact, citation(context, fact)?)));
    if citations().any(|(_, citation)| citation.inferred) {
        notes.push(SmolStr::new_static(
            "it rests on a conclusion of whoever wrote this file; the source does not say it",
        ));
    }
    if citations().any(|(_, citation)| citation.answer.is_some()) {
        notes.push(SmolStr::new_static("it rests on a reviewer's answer, not on the document's words"));
    }
    let mut weak: Vec<(WordId, Vec<Located>)> = Vec::new();
    for (fact, citation) in citations() {
        let told = |extent: &WordId| !context.is_said_once(fact.document, *extent);
        let Some(extent) = citation.extent.filter(told) else { continue };
        match weak.iter_mut().find(|(other, _)| *other == extent) {
            Some((_, facts)) => facts.push(fact),
            None => weak.push((extent, vec![fact])),
        }
    }
    notes.extend(weak.iter().filter_map(|(extent, facts)| weakened(context, *extent, facts)));
    notes.extend(age::notes(outcome, context.adopted, context.world));
    notes
}

/// `known only from the press: the author of the methodology`
fn weakened(context: &Context<'_>, extent: WordId, facts: &[Located]) -> Option<SmolStr> {
    let caveat = context.world.vocabulary.caveat(extent)?;
    let mut said: Vec<&str> = Vec::new();
    for fact in facts {
        let node = context.world.model.document(fact.document).entry(fact.entry).node;
        let say = context.world.vocabulary.node(node).say.as_str();
        if said.len() < MOST_NAMED && !said.contains(&say) {
            said.push(say);
        }
    }
    Some(format_smolstr!("known only from {caveat}: {}", said.join(", ")))
}

/// The facts that decided, with the one that the rule points at.
fn facts<'o>(outcome: &'o Outcome<'_>) -> impl Iterator<Item = Located> + 'o {
    let decided = outcome.evidence.iter().filter_map(Evidence::fact);
    outcome.at.into_iter().filter(|at| *at != outcome.subject).chain(decided)
}

fn citation(context: &Context<'_>, fact: Located) -> Option<Citation> {
    context.world.model.document(fact.document).citation(fact.entry)
}
