//! Open verdicts become questions: one for each missing fact, whatever number of rules wait for it.

use super::decide::Outcome;
use super::show::Context;
use crate::condition::{Evaluator, Evidence, Located, Silence};
use crate::finding::{Finding, Severity, Verdict};
use crate::model::{DocumentId, EntryId, Value};
use crate::vocabulary::NodeId;

/// The fact that a question asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Asked {
    Missing(DocumentId, NodeId),
    Unresolved(Located),
    Unrelated(Located, Located),
    Conflict(Located, Located),
    Other(Located),
}

/// The questions of a document, each with the rules that wait for its answer.
pub fn questions(context: &Context<'_>, open: Vec<Outcome<'_>>) -> Vec<Finding> {
    let mut groups: Vec<(Asked, Vec<Outcome<'_>>)> = Vec::new();
    for outcome in open {
        let asked = asked(context, &outcome);
        match groups.iter_mut().find(|(other, _)| *other == asked) {
            Some((_, waiting)) => waiting.push(outcome),
            None => groups.push((asked, vec![outcome])),
        }
    }
    groups.into_iter().map(|(asked, waiting)| question(context, asked, waiting)).collect()
}

/// The first fact that is open.
fn asked(context: &Context<'_>, outcome: &Outcome<'_>) -> Asked {
    let open = outcome.evidence.iter().find_map(|item| match item {
        Evidence::Missing { node, document, silence: Silence::Open, searched, .. } => {
            Some(Asked::Missing(*document, outermost(context, *node, searched)))
        }
        Evidence::Unresolved(located) => Some(Asked::Unresolved(*located)),
        Evidence::Unrelated(one, other) => Some(Asked::Unrelated(*one, *other)),
        _ => None,
    });
    // What is compared and not said leaves a question too, even where the silence is closed.
    let silent = || {
        outcome.evidence[..outcome.deciding].iter().find_map(|item| match item {
            Evidence::Missing { node, document, searched, .. } => {
                Some(Asked::Missing(*document, outermost(context, *node, searched)))
            }
            Evidence::Conflict(all) => conflict(context, all),
            _ => None,
        })
    };
    let stated = || {
        outcome.evidence.iter().find_map(|item| match item {
            Evidence::Fact(located) => Some(Asked::Other(*located)),
            _ => None,
        })
    };
    open.or_else(silent).or_else(stated).unwrap_or(Asked::Other(outcome.subject))
}

/// Two facts that disagree.
fn conflict(context: &Context<'_>, all: &[Located]) -> Option<Asked> {
    let (first, rest) = all.split_first()?;
    let show = |located: Located| Evaluator::new(context.world, located).show(located);
    let other = rest.iter().find(|other| show(**other) != show(*first)).or(rest.first())?;
    Some(Asked::Conflict(*first, *other))
}

/// Where nobody speaks of a whole block, the question is about the block.
fn outermost(context: &Context<'_>, node: NodeId, searched: &[DocumentId]) -> NodeId {
    let vocabulary = context.world.vocabulary;
    let spoken = |block: NodeId| {
        searched.iter().any(|id| {
            let document = context.world.model.document(*id);
            vocabulary.same_path(block, document.kind).is_some_and(|there| document.at(there).next().is_some())
        })
    };
    vocabulary.ancestry(node).into_iter().find(|block| !spoken(*block)).unwrap_or(node)
}

fn question(context: &Context<'_>, asked: Asked, mut waiting: Vec<Outcome<'_>>) -> Finding {
    waiting.sort_by(|left, right| {
        right.rule.severity.cmp(&left.rule.severity).then_with(|| left.rule.id.cmp(&right.rule.id))
    });
    let first = &waiting[0];
    let mut finding = context.finding(first, Severity::Question);
    finding.verdict = Verdict::Unproven;
    finding.message = words(context, asked);
    finding.notes.truncate(1);
    let primary = place(context, asked);
    finding.labels.retain(|label| label.span != primary.span);
    finding.labels.insert(0, primary);
    if let Asked::Conflict(_, other) = asked {
        let span = context.world.model.document(other.document).span(other.entry);
        finding.labels.retain(|label| label.span != span);
        finding.labels.insert(1, crate::finding::Label { span, text: "and this disagrees".to_owned() });
    }
    finding.labels.truncate(2);
    finding.cites = context.cites(first.rule);
    let mut also: Vec<String> =
        waiting.iter().skip(1).map(|outcome| outcome.rule.id.clone()).filter(|id| *id != finding.code).collect();
    also.sort();
    also.dedup();
    finding.also = also;
    finding
}

fn words(context: &Context<'_>, asked: Asked) -> String {
    let show = |located: Located| Evaluator::new(context.world, located).show(located);
    let say = |located: Located| {
        let node = context.world.model.document(located.document).entry(located.entry).node;
        context.world.vocabulary.node(node).say.clone()
    };
    let ask = |located: Located| {
        let entry = context.world.model.document(located.document).entry(located.entry);
        (entry.value == Value::Unknown).then(|| context.world.vocabulary.node(entry.node).ask.clone())
    };
    match asked {
        Asked::Unresolved(located) | Asked::Other(located) if ask(located).is_some() => {
            ask(located).unwrap_or_default()
        }
        Asked::Missing(_, node) => context.world.vocabulary.node(node).ask.clone(),
        Asked::Unresolved(located) => format!("what does `{}` say?", show(located)),
        Asked::Conflict(one, other) => {
            format!("which holds for {}: `{}` or `{}`?", say(one), show(one), show(other))
        }
        Asked::Unrelated(one, other) => format!("are `{}` and `{}` one interest?", show(one), show(other)),
        Asked::Other(located) => {
            format!("what does {} mean in full? `{}` does not decide", say(located), show(located))
        }
    }
}

fn place(context: &Context<'_>, asked: Asked) -> crate::finding::Label {
    let model = context.world.model;
    let (span, text) = match asked {
        Asked::Missing(document, node) => {
            let found = model.document(document);
            let at = context.block_around(found, node).unwrap_or(EntryId::DOCUMENT);
            (found.span(at), format!("not said here: {}", context.world.vocabulary.node(node).say))
        }
        Asked::Unresolved(located) => {
            (model.document(located.document).span(located.entry), "what it says is not known here".to_owned())
        }
        Asked::Unrelated(located, _) | Asked::Conflict(located, _) | Asked::Other(located) => {
            (model.document(located.document).span(located.entry), "this does not decide".to_owned())
        }
    };
    crate::finding::Label { span, text }
}
