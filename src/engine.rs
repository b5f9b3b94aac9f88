//! Rulebook and documents to a report: pure, and the same whatever the order of files and the number of threads.

mod age;
mod calculated;
mod cite;
mod coverage;
mod decide;
mod decision;
pub mod diff;
mod draft;
mod fingerprint;
mod library;
mod merge;
mod past;
mod provenance;
mod question;
mod review;
mod ruling;
mod show;
mod terms;
pub mod trial;
mod weight;
pub mod why;

pub use coverage::{Coverage, Read, document_of};
pub use draft::AS_READ;
pub use fingerprint::digest;
pub use library::LIBRARY;
pub use review::{Reviewed, SetAside, Shelves, State};
pub use ruling::{Ruling, Says, Subject, Unread, YES_OR_NO, fingerprint as read_fingerprint};
pub use terms::{Brief, Briefs, Place, Terms};
pub use weight::Weight;

use crate::condition::{Evaluator, Evidence, Located, Silence, World};
use crate::equations::{self, Sheet};
use crate::finding::{Finding, Severity, Verdict};
use crate::measure::Day;
use crate::model::{self, Document, DocumentId, EntryId, Model};
use crate::rulebook::{Rule, Rulebook, Visit};
use crate::source::{Source, Span};
use crate::syntax::{self, Limits};
use crate::vocabulary::NodeId;
use library::Shelf;
use rayon::prelude::*;

/// What a check is asked for.
#[derive(Clone, Debug)]
pub struct Options {
    /// The day of judgement.
    pub as_of: Day,
    /// Rules to run, by id or family; all, where none is named.
    pub select: Vec<String>,
    /// Rules not to run, by id or family.
    pub ignore: Vec<String>,
    /// Which instruments count; all, where none is named.
    pub profile: Option<String>,
    /// What a text may cost.
    pub limits: Limits,
    /// Waivers, known findings, weights: what a reader sets.
    pub terms: Terms,
}

impl Options {
    /// Everything is asked, of documents as they stand on this day.
    pub fn on(as_of: Day) -> Self {
        let (select, ignore, profile, limits, terms) = Default::default();
        Options { as_of, select, ignore, profile, limits, terms }
    }
}

/// A file as it was read: its documents and the findings on its form.
#[derive(Clone, Debug, Default)]
pub struct Examined {
    /// The documents.
    pub documents: Vec<Document>,
    /// Findings of syntax and vocabulary.
    pub findings: Vec<Finding>,
}

/// What a check found.
#[derive(Debug)]
pub struct Report {
    /// The findings in the order of file, place and rule.
    pub findings: Vec<Finding>,
    /// The documents that were judged, in the order of their files, and how far each was read.
    pub coverage: Vec<Coverage>,
    /// How many findings weigh less than was asked for, or are known less well, and are not told.
    pub below: usize,
    /// How many documents were judged.
    pub documents: usize,
    /// How many files they stand in.
    pub files: usize,
    /// How many rules were asked.
    pub rules: usize,
    /// The day of judgement.
    pub as_of: Day,
    /// The profile whose instruments are the yardstick, where one is chosen for all.
    pub yardstick: Option<String>,
    /// What reviewers set aside, and what was known already.
    pub review: Reviewed,
}

impl Report {
    /// How many findings have this severity; questions on what was not read at all are not counted one by one.
    pub fn count(&self, severity: Severity) -> usize {
        let counts = |finding: &&Finding| finding.severity == severity && !finding.is_folded();
        self.findings.iter().filter(counts).count()
    }

    /// How many documents were not read in the text, so that topics of them are open.
    pub fn incomplete(&self) -> usize {
        self.coverage.iter().filter(|document| document.is_incomplete()).count()
    }

    /// The judged document in which a finding stands.
    pub fn document_of(&self, finding: &Finding) -> Option<&Coverage> {
        coverage::document_of(&self.coverage, finding.span()).map(|at| &self.coverage[at])
    }

    /// Takes all that was found as known: what is always told stays.
    pub fn know_all(&mut self) {
        let known = self.findings.iter().flat_map(Finding::each).map(|finding| finding.fingerprint).collect();
        self.review.hidden += review::hide(&mut self.findings, &known);
    }
}

/// So many documents are judged before the facts of those that are not needed any more are let go.
const AT_ONCE: usize = 512;

/// Checks files that lie in memory: the whole program as one function.
pub fn check(sources: &[Source], rulebook: &Rulebook, options: &Options) -> Report {
    let examined = sources.par_iter().map(|source| examine(source, rulebook, options.limits)).collect();
    judge(examined, rulebook, options)
}

/// Reads one file. The text is not needed any more afterwards.
pub fn examine(source: &Source, rulebook: &Rulebook, limits: Limits) -> Examined {
    let vocabulary = &rulebook.vocabulary;
    let (tree, mut findings) = syntax::parse(source, &vocabulary.kind_words(), limits);
    let (documents, more) = model::read(&tree, &findings, vocabulary);
    findings.extend(more);
    for finding in &mut findings {
        finding.fingerprint = fingerprint::of_text(finding, source);
    }
    Examined { documents, findings }
}

/// Links what was read, asks every rule, and puts the findings in order.
pub fn judge(examined: Vec<Examined>, rulebook: &Rulebook, options: &Options) -> Report {
    let files = examined.len();
    let Gathered { mut model, judged, findings } = gather(examined, rulebook, options);
    let mut coverage = of_all(&model, judged, rulebook, options);
    let mut rulings = ruling::gather(&model.documents, &rulebook.vocabulary);
    rulings.extend(options.terms.rulings.iter().cloned());
    let about: &[Document] = if rulings.is_empty() { &[] } else { &model.documents };
    let shelves = review::Shelves::new(about, &rulebook.vocabulary);
    let briefs = Briefs::new(rulebook, options);
    if judged > AT_ONCE {
        model.keep(&rulebook.followed_back(briefs.rules()));
    }
    let (phrases, places) = (show::Phrases::new(&rulebook.vocabulary), cite::Places::new(&rulebook.vocabulary));
    let mut told = merge::Told::after(findings);
    let mut found: Vec<Vec<Finding>> = Vec::new();
    for start in (0..judged).step_by(AT_ONCE) {
        let documents = start..judged.min(start + AT_ONCE);
        let world = World { model: &model, vocabulary: &rulebook.vocabulary, as_of: options.as_of };
        let asked = Asked { world: &world, rulebook, briefs: &briefs, places: &places };
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
    let bench = review::Bench { shelves: &shelves, rulebook, briefs: &briefs, options };
    let ruled = !rulings.is_empty();
    let (mut findings, mut review) = review::apply(findings, rulings, &bench);
    if ruled {
        order(&mut findings);
        fingerprint::number(&mut findings);
    }
    review.hidden = review::hide(&mut findings, &options.terms.known);
    let mut findings = merge::join(findings);
    coverage::fold(&mut findings, &mut coverage);
    let below = options.terms.leave_out(&mut findings);
    let (documents, rules, as_of) = (judged, briefs.count(), options.as_of);
    let yardstick = options.profile.clone();
    Report { findings, coverage, below, documents, files, rules, as_of, yardstick, review }
}

/// How far the judged documents were read.
fn of_all(model: &Model, judged: usize, rulebook: &Rulebook, options: &Options) -> Vec<Coverage> {
    let world = World { model, vocabulary: &rulebook.vocabulary, as_of: options.as_of };
    let all = (0..judged as u32).into_par_iter().map(|at| coverage::of(&world, DocumentId(at)));
    let mut coverage: Vec<Coverage> = all.collect();
    coverage.sort_by_key(|document| document.span);
    coverage
}

/// Documents that know what they stand on.
struct Gathered {
    /// All documents: those that are judged, then those of the library.
    model: Model,
    /// How many of them are judged.
    judged: usize,
    /// What is to be said of their form and references.
    findings: Vec<Finding>,
}

/// Brings documents together with what they stand on.
fn gather(examined: Vec<Examined>, rulebook: &Rulebook, options: &Options) -> Gathered {
    let mut documents = Vec::new();
    let mut findings = Vec::new();
    for file in examined {
        documents.extend(file.documents);
        findings.extend(file.findings);
    }
    let judged = documents.len();
    findings.extend(past::apply(&mut documents, &rulebook.vocabulary, options.as_of));
    let shelf = Shelf::new();
    documents.extend(library::stood_upon(&documents, &shelf, rulebook, options.limits));
    decision::apply(&mut documents, rulebook, options.as_of);
    let elsewhere = shelf.names(&rulebook.vocabulary);
    let (model, problems) = model::link(documents, &elsewhere, &rulebook.vocabulary);
    findings.extend(problems.into_iter().map(fingerprint::linked));
    Gathered { model, judged, findings }
}

/// Documents with what they stand on, without a judgement: what equations are computed in.
pub fn linked(examined: Vec<Examined>, rulebook: &Rulebook, limits: Limits) -> Model {
    let mut documents: Vec<Document> = examined.into_iter().flat_map(|file| file.documents).collect();
    let shelf = Shelf::new();
    documents.extend(library::stood_upon(&documents, &shelf, rulebook, limits));
    model::link(documents, &[], &rulebook.vocabulary).0
}

/// Whether a name means a rule: its id, or its family.
pub fn names_rule(name: &str, id: &str) -> bool {
    id == name || id.strip_prefix(name.trim_end_matches('/')).is_some_and(|rest| rest.starts_with('/'))
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

/// How much a finding of a rule on a subject weighs; none where it finds nothing.
fn weighed(
    world: &World<'_>,
    rulebook: &Rulebook,
    profile: Option<&str>,
    (rule, visit): (&Rule, &Visit),
    subject: Located,
) -> Option<Weight> {
    let bound = cite::bound(world, subject.document, &cite::Places::new(world.vocabulary), &rulebook.register);
    let phrases = show::Phrases::new(world.vocabulary);
    let context = show::Context::new((world, rulebook), subject.document, (&bound, profile), &phrases);
    let sheet = visit.check.and_then(|_| Sheet::new(world.model, world.vocabulary, subject.document));
    let outcome = outcome(&mut Evaluator::new(world, subject), (rule, visit), sheet.as_ref())?;
    outcome.verdict.is_finding().then(|| weight::of(&outcome, &context))
}

/// Whether a rule speaks of a document, by what binds it and what was chosen as the yardstick.
fn speaks(world: &World<'_>, rule: &Rule, id: DocumentId, rulebook: &Rulebook, profile: Option<&str>) -> bool {
    if rule.speaks_where.is_empty() {
        return true;
    }
    let register = &rulebook.register;
    let bound = cite::bound(world, id, &cite::Places::new(world.vocabulary), register);
    let kind = &rulebook.vocabulary.kind(world.model.document(id).kind).name;
    weight::speaks(rule, &cite::Reach { register, kind, bound: &bound, profile, as_of: world.as_of })
}

/// The verdict on a subject: its conditions are asked, or its equations checked.
fn verdict_on(world: &World<'_>, visit: &Visit, subject: Located) -> Verdict {
    match visit.check {
        None => decide::verdict(&mut Evaluator::new(world, subject), visit),
        Some(check) => calculated::judgement(world, (visit, check), subject).verdict,
    }
}

/// The same of the subject that an evaluator has turned to, with what it rests on, where it is worth telling.
fn outcome<'r>(
    evaluator: &mut Evaluator<'_>,
    (rule, visit): (&'r Rule, &'r Visit),
    sheet: Option<&Sheet<'_>>,
) -> Option<decide::Outcome<'r>> {
    match visit.check {
        None => decide::outcome(evaluator, rule, visit),
        Some(check) => calculated::outcome(evaluator, (rule, visit, check), sheet),
    }
}

/// The first place that some visits come to.
fn first_subject<'v>(visits: &'v [Visit], world: &World<'_>) -> Option<(&'v Visit, Located)> {
    for (at, document) in world.model.documents.iter().enumerate() {
        for visit in visits.iter().filter(|visit| world.vocabulary.node(visit.node).kind == document.kind) {
            if let Some(entry) = document.subjects(visit.node).next() {
                return Some((visit, Located { document: DocumentId(at as u32), entry }));
            }
        }
    }
    None
}

/// By file, place and rule: never by thread or hash. What is sorted are the places, as findings are large and what
/// they hold lies scattered.
fn order(findings: &mut [Finding]) {
    let mut places: Vec<(Span, u32)> =
        findings.par_iter().enumerate().map(|(at, finding)| (finding.span(), at as u32)).collect();
    places.par_sort_unstable_by(|(left, one), (right, other)| {
        let (first, second) = (&findings[*one as usize], &findings[*other as usize]);
        left.cmp(right)
            .then_with(|| second.severity.cmp(&first.severity))
            .then_with(|| first.code.cmp(&second.code))
            .then_with(|| first.message.cmp(&second.message))
            .then_with(|| first.labels.cmp(&second.labels))
            .then(one.cmp(other))
    });
    // Each finding goes to its place along the circles of those that change places with one another.
    for start in 0..places.len() {
        let mut at = start;
        loop {
            let from = std::mem::replace(&mut places[at].1, at as u32) as usize;
            if from == start {
                break;
            }
            findings.swap(at, from);
            at = from;
        }
    }
}
