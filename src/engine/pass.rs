//! Every rule asked about every document, once.

use super::terms::Briefs;
use super::{Options, cite, decide, fingerprint, merge, order, outcome, show, weight};
use crate::condition::{Evaluator, Evidence, Located, Silence, World};
use crate::equations::{self, Sheet};
use crate::finding::{Finding, Verdict};
use crate::model::{DocumentId, EntryId, Model};
use crate::rulebook::Rulebook;
use crate::vocabulary::NodeId;
use rayon::prelude::*;

/// So many documents are judged before the facts of those that are not needed any more are let go.
const AT_ONCE: usize = 512;

/// What is asked.
#[derive(Clone, Copy)]
pub(super) struct Pass<'p> {
    pub rulebook: &'p Rulebook,
    pub briefs: &'p Briefs<'p>,
    pub options: &'p Options,
    /// How many documents are judged: the first ones.
    pub judged: usize,
}

impl Pass<'_> {
    /// What is found in the documents, besides what was found in reading them; in order, each with its name.
    pub(super) fn findings(&self, mut model: Model, read: Vec<Finding>) -> Vec<Finding> {
        let Pass { rulebook, briefs, options, judged } = *self;
        if judged > AT_ONCE {
            model.keep(&rulebook.followed_back(briefs.rules()));
        }
        let (phrases, places) = (show::Phrases::new(&rulebook.vocabulary), cite::Places::new(&rulebook.vocabulary));
        let mut told = merge::Told::after(read);
        let mut found: Vec<Vec<Finding>> = Vec::new();
        for start in (0..judged).step_by(AT_ONCE) {
            let documents = start..judged.min(start + AT_ONCE);
            let world = World { model: &model, vocabulary: &rulebook.vocabulary, as_of: options.as_of };
            let asked = Asked { world: &world, rulebook, briefs, places: &places };
            let next = documents.clone().into_par_iter().map(|at| asked.document(DocumentId(at as u32), &phrases));
            // What was found in the documents before is taken while these are judged.
            let before = std::mem::take(&mut found);
            (_, found) = rayon::join(|| told.take(before), || next.collect());
            model.forget(documents);
        }
        told.take(found);
        let mut findings = told.findings;
        order(&mut findings);
        fingerprint::number(&mut findings);
        findings
    }
}

/// What is asked of every document.
struct Asked<'a> {
    world: &'a World<'a>,
    rulebook: &'a Rulebook,
    briefs: &'a Briefs<'a>,
    /// Where documents name instruments.
    places: &'a cite::Places,
}

impl Asked<'_> {
    /// Asks all rules about one document.
    fn document(&self, id: DocumentId, phrases: &show::Phrases) -> Vec<Finding> {
        let Asked { world, rulebook, briefs, places } = *self;
        let document = world.model.document(id);
        let brief = briefs.of(document.file);
        let mut outcomes = Vec::new();
        let visits = &brief.visits[usize::from(document.kind.0)];
        let checks = visits.iter().any(|(_, visit)| visit.check.is_some());
        let sheet = checks.then(|| Sheet::new(world.model, world.vocabulary, id)).flatten();
        let bound = cite::bound(world, id, places, &rulebook.register);
        let kind = &rulebook.vocabulary.kind(document.kind).name;
        let (profile, register, as_of) = (brief.profile, &rulebook.register, world.as_of);
        let reach = cite::Reach { register, kind, bound: &bound, profile, as_of };
        let mut evaluator = Evaluator::new(world, Located { document: id, entry: EntryId::DOCUMENT });
        for (rule, visit) in visits.iter().filter(|(rule, _)| weight::speaks(rule, &reach)) {
            for entry in document.subjects(visit.node) {
                evaluator.turn_to(Located { document: id, entry });
                let found = outcome(&mut evaluator, (rule, visit), sheet.as_ref());
                outcomes.extend(found.filter(|outcome| !told_below(world, outcome)));
            }
        }
        let context = show::Context::new((world, rulebook), id, (&bound, profile), phrases);
        let mut findings = merge::findings(&context, outcomes);
        findings.iter_mut().for_each(|finding| brief.weigh(finding));
        let of_form = cite::unknown(document, places, &rulebook.register).into_iter();
        let of_values = equations::misfits(world.model, world.vocabulary, id);
        findings.extend(of_form.chain(of_values).map(fingerprint::linked));
        findings
    }
}

/// Whether what is not shown here is told at a document that this one stands on, which owes it as well: it is told
/// once, at the highest document that is judged.
fn told_below(world: &World<'_>, outcome: &decide::Outcome<'_>) -> bool {
    let missing = || {
        let decided = outcome.evidence.iter().take(outcome.deciding);
        decided.filter_map(|item| match item {
            Evidence::Missing { node, silence: Silence::Closed, searched, .. } => Some((*node, searched)),
            _ => None,
        })
    };
    let visited = |kind| outcome.rule.visits.iter().any(|visit| world.vocabulary.node(visit.node).kind == kind);
    let tells = |id: DocumentId| {
        let document = world.model.document(id);
        let owes = |node: NodeId| world.vocabulary.node(node).owed_by.contains(document.kind);
        document.judged
            && visited(document.kind)
            && missing().all(|(node, searched)| owes(node) && searched.contains(&id))
    };
    outcome.verdict == Verdict::NotShown
        && missing().next().is_some()
        && world.model.ground(outcome.subject.document).iter().any(|support| tells(support.document))
}
