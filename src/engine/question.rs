//! Open verdicts become questions: one for each missing fact, whatever number of rules wait for it.

use super::cite;
use super::decide::Outcome;
use super::show::Context;
use super::weight;
use crate::condition::{Evidence, Located, Silence};
use crate::finding::{Asks, Confidence, Finding, Label, Question, Severity, Verdict};
use crate::model::{DocumentId, EntryId, Value};
use crate::vocabulary::{Node, NodeId, ValueType, Vocabulary};
use smallvec::{SmallVec, smallvec};
use smol_str::{SmolStr, format_smolstr};

/// The fact that a question asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Asked {
    Missing(DocumentId, NodeId),
    Unresolved(Located),
    Unrelated(Located, Located),
    Conflict(Located, Located),
    Other(Located),
}

/// The outcomes that wait for one answer: mostly a single one.
type Waiting<'o> = SmallVec<[&'o Outcome<'o>; 2]>;

/// The questions of a document, each with the rules that wait for its answer.
pub fn questions(context: &Context<'_>, open: &[&Outcome<'_>]) -> Vec<Finding> {
    let mut groups: Vec<(Asked, Waiting<'_>)> = Vec::with_capacity(open.len());
    for outcome in open {
        let asked = asked(context, outcome);
        match groups.iter_mut().find(|(other, _)| *other == asked) {
            Some((_, waiting)) => waiting.push(outcome),
            None => groups.push((asked, smallvec![*outcome])),
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
        Evidence::Unrelated(..) => unrelated(context, outcome),
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
    let facts = || outcome.evidence.iter().filter_map(Evidence::fact);
    // What is said not to be known is asked before what is known, and a fact before the document as a whole.
    let unknown = |at: &Located| context.world.model.document(at.document).entry(at.entry).value == Value::Unknown;
    let stated = || {
        let of_document = |at: &Located| at.entry != EntryId::DOCUMENT;
        facts().find(unknown).or_else(|| facts().find(of_document)).or_else(|| facts().next()).map(Asked::Other)
    };
    open.or_else(silent).or_else(stated).unwrap_or(Asked::Other(outcome.subject))
}

/// Of several pairs of names of which nobody knows whether they are one interest, the one that comes first by name:
/// in what order they are written decides nothing.
fn unrelated(context: &Context<'_>, outcome: &Outcome<'_>) -> Option<Asked> {
    let pairs = outcome.evidence.iter().filter_map(|item| match item {
        Evidence::Unrelated(one, other) => Some((*one, *other)),
        _ => None,
    });
    let (one, other) = pairs.min_by_key(|(one, other)| (context.value(*one), context.value(*other)))?;
    Some(Asked::Unrelated(one, other))
}

/// Two facts that disagree.
fn conflict(context: &Context<'_>, all: &[Located]) -> Option<Asked> {
    let (first, rest) = all.split_first()?;
    let show = |located: Located| context.value(located);
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
    // Who speaks of a place speaks of all blocks around it.
    let mut outermost = node;
    while let Some(block) = vocabulary.around(outermost).filter(|block| !spoken(*block)) {
        outermost = block;
    }
    outermost
}

fn question(context: &Context<'_>, asked: Asked, mut waiting: Waiting<'_>) -> Finding {
    waiting.sort_by(|left, right| {
        right.rule.severity.cmp(&left.rule.severity).then_with(|| left.rule.id.cmp(&right.rule.id))
    });
    let (first, others) = waiting.split_first().expect("a question has a rule that waits for it");
    let (at, text) = place(context, asked);
    let primary = Label { span: context.span(at), text };
    let second = match asked {
        Asked::Conflict(_, other) => {
            Some(Label { span: context.span(other), text: SmolStr::new_static("and this disagrees") })
        }
        _ => context.beside(first, primary.span),
    };
    // Where one rule waits for the same in several places, the name does not depend on which of them comes first.
    let alike = waiting.iter().filter(|outcome| outcome.rule.id == first.rule.id);
    let silent = matches!(asked, Asked::Missing(..));
    let name = |outcome: &&Outcome<'_>| context.fingerprint(outcome, if silent { outcome.subject } else { at });
    let fingerprint = alike.map(name).min().unwrap_or_default();
    let open = waiting.iter().filter(|outcome| !outcome.applies);
    let unsure: Vec<SmolStr> = open.map(|outcome| outcome.rule.id.clone()).collect();
    let mut also: Vec<SmolStr> = others.iter().map(|outcome| outcome.rule.id.clone()).collect();
    also.retain(|id| *id != first.rule.id);
    also.sort();
    also.dedup();
    Finding {
        code: first.rule.id.clone(),
        verdict: Verdict::Unproven,
        severity: Severity::Question,
        ground: Some(weight::ground(first, context)),
        confidence: Confidence::High,
        message: words(context, asked),
        help: None,
        labels: std::iter::once(primary).chain(second).collect(),
        notes: context.notes(first, 1),
        cites: cite::show(first, context),
        also,
        joined: Vec::new(),
        question: Some(Box::new(what(context, asked, &waiting))),
        defect: None,
        unsure,
        draft: false,
        fingerprint,
    }
}

/// What is asked for.
fn what(context: &Context<'_>, asked: Asked, waiting: &[&Outcome<'_>]) -> Question {
    let vocabulary = context.world.vocabulary;
    let place = written(context, asked);
    // Which of several blocks is meant, no path says.
    let around = |node: NodeId| std::iter::successors(vocabulary.around(node), |block| vocabulary.around(*block));
    let alone = |node: &NodeId| around(*node).all(|block| vocabulary.node(block).value == ValueType::Nothing);
    let yes_no = |node: NodeId| vocabulary.node(node).value == ValueType::YesNo;
    Question {
        topic: topic(context, asked),
        write: write(context, asked, waiting),
        place: place.filter(alone).map(|node| vocabulary.node(node).path.as_ref().into()).unwrap_or_default(),
        at: context.span(self::place(context, asked).0),
        asks: match asked {
            Asked::Unrelated(..) => Asks::Word,
            Asked::Missing(..) | Asked::Other(_) | Asked::Conflict(..) if place.is_some_and(yes_no) => Asks::YesNo,
            _ => Asks::Statement,
        },
        gravest: waiting.iter().map(|outcome| outcome.rule.severity).max().unwrap_or(Severity::Info),
        folded: false,
    }
}

/// What somebody who can show what is not shown would write; without a place where it could stand in several blocks.
pub fn not_shown(context: &Context<'_>, outcome: &Outcome<'_>) -> Option<Question> {
    if outcome.verdict != Verdict::NotShown {
        return None;
    }
    let silent = outcome.evidence.iter().find_map(|item| match item {
        Evidence::Missing { node, document, silence: Silence::Closed, searched, .. } => {
            Some(Asked::Missing(*document, outermost(context, *node, searched)))
        }
        _ => None,
    });
    let open = || Question {
        topic: None,
        write: String::new(),
        place: SmolStr::default(),
        at: context.span(outcome.subject),
        asks: Asks::Statement,
        gravest: outcome.rule.severity,
        folded: false,
    };
    Some(silent.map_or_else(open, |asked| what(context, asked, &[outcome])))
}

/// The topic that a question is about, where the document says nothing of it at all.
fn topic(context: &Context<'_>, asked: Asked) -> Option<SmolStr> {
    let Asked::Missing(id, node) = asked else { return None };
    let vocabulary = context.world.vocabulary;
    let document = context.world.model.document(id);
    let is_topic = vocabulary.around(node).is_none() && !vocabulary.node(node).body.is_empty();
    (is_topic && document.at(node).next().is_none()).then(|| vocabulary.node(node).say.clone())
}

/// So many fields of a block are named in the statement that answers a question.
const MOST_FIELDS: usize = 3;

/// The statement that answers a question: `crediting { period …; renewable yes|no }`.
fn write(context: &Context<'_>, asked: Asked, waiting: &[&Outcome<'_>]) -> String {
    let vocabulary = context.world.vocabulary;
    let Some(node) = written(context, asked) else { return String::new() };
    match asked {
        Asked::Missing(..) => {
            let missing = waiting.iter().flat_map(|outcome| &outcome.evidence).filter_map(|item| match item {
                Evidence::Missing { node, .. } => Some(*node),
                _ => None,
            });
            let mut fields: Vec<NodeId> = Vec::new();
            for below in missing.filter_map(|missing| field_below(vocabulary, node, missing)) {
                if fields.len() < MOST_FIELDS && !fields.contains(&below) {
                    fields.push(below);
                }
            }
            statement(vocabulary, node, &fields)
        }
        _ => statement(vocabulary, node, &[]),
    }
}

/// The place of the statement that answers a question; none where no statement of this document does.
fn written(context: &Context<'_>, asked: Asked) -> Option<NodeId> {
    match asked {
        Asked::Missing(_, node) => Some(node),
        Asked::Other(at) | Asked::Conflict(at, _) if at.entry != EntryId::DOCUMENT => {
            Some(context.world.model.document(at.document).entry(at.entry).node)
        }
        _ => None,
    }
}

/// The field directly in a block that leads to a place below it.
fn field_below(vocabulary: &Vocabulary, block: NodeId, place: NodeId) -> Option<NodeId> {
    let mut ways = std::iter::successors(Some(place), |at| vocabulary.parent(*at));
    ways.find(|at| vocabulary.parent(*at) == Some(block))
}

/// A statement whose value is left to be filled in.
fn blank(node: &Node) -> String {
    let value = match node.value {
        ValueType::Nothing => " { … }",
        ValueType::YesNo => " yes|no",
        _ => " …",
    };
    format!("{}{value}", node.name)
}

/// A statement at a place, in the blocks around it, with some fields in its body.
fn statement(vocabulary: &Vocabulary, node: NodeId, fields: &[NodeId]) -> String {
    let here = vocabulary.node(node);
    let own = match fields {
        [] => blank(here),
        fields => {
            let head = if here.value == ValueType::Nothing { here.name.to_string() } else { blank(here) };
            let named: Vec<String> = fields.iter().map(|field| blank(vocabulary.node(*field))).collect();
            format!("{head} {{ {} }}", named.join("; "))
        }
    };
    let around = std::iter::successors(vocabulary.around(node), |block| vocabulary.around(*block));
    around.fold(own, |inner, block| {
        let block = vocabulary.node(block);
        let label = if block.value == ValueType::Nothing { "" } else { " …" };
        format!("{}{label} {{ {inner} }}", block.name)
    })
}

fn words(context: &Context<'_>, asked: Asked) -> SmolStr {
    let show = |located: Located| context.value(located);
    let node = |located: Located| context.world.model.document(located.document).entry(located.entry).node;
    let say = |located: Located| &context.world.vocabulary.node(node(located)).say;
    let ask = |node: NodeId| context.world.vocabulary.node(node).ask.clone();
    let unknown = |at: Located| context.world.model.document(at.document).entry(at.entry).value == Value::Unknown;
    let is_country =
        |at: Located| matches!(context.world.model.document(at.document).entry(at.entry).value, Value::Country(_));
    match asked {
        Asked::Missing(_, node) => ask(node),
        Asked::Unresolved(located) | Asked::Other(located) if unknown(located) => ask(node(located)),
        Asked::Unresolved(located) if is_country(located) => {
            format_smolstr!("what are the facts about `{}`?", show(located))
        }
        Asked::Unresolved(located) => format_smolstr!("what does `{}` say?", show(located)),
        Asked::Conflict(one, other) => {
            format_smolstr!("which holds for {}: `{}` or `{}`?", say(one), show(one), show(other))
        }
        Asked::Unrelated(one, other) => {
            format_smolstr!("are `{}` and `{}` one interest?", show(one), show(other))
        }
        Asked::Other(located) => {
            format_smolstr!("what exactly is {}? `{}` is too general to decide", say(located), show(located))
        }
    }
}

/// Where a question points, and what it says there.
fn place(context: &Context<'_>, asked: Asked) -> (Located, SmolStr) {
    match asked {
        Asked::Missing(document, node) => {
            let found = context.world.model.document(document);
            let entry = context.block_around(found, node).unwrap_or(EntryId::DOCUMENT);
            let text = context.phrases.silence(context.world.vocabulary, node, Verdict::Unproven);
            (Located { document, entry }, text)
        }
        Asked::Unresolved(located) => (located, SmolStr::new_static("what it says is not known here")),
        Asked::Unrelated(located, _) | Asked::Conflict(located, _) | Asked::Other(located) => {
            (located, SmolStr::new_static("this does not decide"))
        }
    }
}
