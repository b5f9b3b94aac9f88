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
mod pass;
mod past;
mod provenance;
mod question;
mod replaced;
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
pub use review::{Reviewed, SetAside, Shelves, State, said_by};
pub use ruling::{ANSWER, Ruling, Says, Subject, Unread, fingerprint as read_fingerprint};
pub use terms::{Brief, Briefs, Place, Terms};
pub use weight::Weight;

use crate::condition::{Evaluator, Located, World};
use crate::equations::Sheet;
use crate::finding::{Finding, Fingerprint, Severity, Verdict};
use crate::measure::Day;
use crate::model::{self, Document, DocumentId, Model};
use crate::rulebook::{Rule, Rulebook, Visit};
use crate::source::{FileId, Source, Span};
use crate::syntax::{self, Limits};
use crate::vocabulary::KindId;
use library::Shelf;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

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
    /// Whether a built-in document counts where one at hand would take its place.
    pub library_first: bool,
    /// Waivers, known findings, weights: what a reader sets.
    pub terms: Terms,
}

impl Options {
    /// Everything is asked, of documents as they stand on this day.
    pub fn on(as_of: Day) -> Self {
        let (select, ignore, profile, limits, library_first, terms) = Default::default();
        Options { as_of, select, ignore, profile, limits, library_first, terms }
    }
}

/// A file as it was read: its documents and the findings on its form.
#[derive(Clone, Debug, Default)]
pub struct Examined {
    /// The documents.
    pub documents: Vec<Document>,
    /// Findings of syntax and vocabulary.
    pub findings: Vec<Finding>,
    /// The kinds of the documents that were lost, because their kind or name could not be read.
    pub lost: Vec<KindId>,
    /// The file with the digest of its text, by which a built-in one is known; none where it could not be read.
    pub digest: Option<(FileId, Fingerprint)>,
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
    /// The files that were left out of the folders that were named.
    pub left_out: Vec<LeftOut>,
    /// How many rules were asked.
    pub rules: usize,
    /// The day of judgement.
    pub as_of: Day,
    /// The profile whose instruments are the yardstick, where one is chosen for all.
    pub yardstick: Option<String>,
    /// What reviewers set aside, and what was known already.
    pub review: Reviewed,
}

/// Files of documents that whoever read the folders did not take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// How many.
    pub files: usize,
    /// The ignore file that names them; none where they are hidden.
    pub by: Option<String>,
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
    told_already(&mut findings, &more);
    let lost = library::lost(&more, source, vocabulary);
    findings.extend(more);
    for finding in &mut findings {
        finding.fingerprint = fingerprint::of_text(finding, source);
    }
    Examined { documents, findings, lost, digest: Some((source.id, digest(&[&source.text]))) }
}

/// Drops the brackets that close nothing because another one closed a document too early: that is told as one error.
fn told_already(findings: &mut Vec<Finding>, more: &[Finding]) {
    for outside in more.iter().filter(|finding| finding.code == model::OUTSIDE) {
        let behind = |finding: &Finding| finding.span().start > outside.span().start;
        let stray = |finding: &Finding| finding.code == syntax::STRAY_CLOSER && behind(finding);
        if let Some(at) = findings.iter().position(stray) {
            findings.remove(at);
        }
    }
}

/// Links what was read, asks every rule, and puts the findings in order. Where reviewers answer, every rule is asked
/// again with what they say.
pub fn judge(examined: Vec<Examined>, rulebook: &Rulebook, options: &Options) -> Report {
    let files = examined.len();
    let Gathered { model, judged, findings } = gather(examined, rulebook, options);
    let rulings = ruling::all(&model.documents, options, &rulebook.vocabulary);
    let shelves = Shelves::of(&rulings, &model.documents, &rulebook.vocabulary);
    let briefs = Briefs::new(rulebook, options);
    let bench = review::Bench { shelves: &shelves, rulebook, briefs: &briefs, options };
    let mut hearing = review::Hearing::new(rulings, bench);
    let mut coverage = of_all(&model, judged, rulebook, options);
    let pass = pass::Pass { rulebook, briefs: &briefs, options, judged };
    let again = hearing.has_answers().then(|| (model.documents.clone(), findings.clone()));
    let before = pass.findings(model, findings);
    let after = again.and_then(|(documents, findings)| {
        let answered = hearing.put(documents, &before)?;
        Some(pass.findings(linked_again(answered, rulebook, options), findings))
    });
    let ruled = hearing.any();
    let (mut findings, mut review) = hearing.close(before, after);
    if ruled {
        order(&mut findings);
        fingerprint::number(&mut findings);
    }
    review.hidden = review::hide(&mut findings, &options.terms.known);
    let mut findings = merge::join(findings);
    coverage::fold(&mut findings, &mut coverage);
    let below = options.terms.leave_out(&mut findings);
    let (documents, rules, as_of) = (judged, briefs.count(), options.as_of);
    let (yardstick, left_out) = (options.profile.clone(), Vec::new());
    Report { findings, coverage, below, documents, files, left_out, rules, as_of, yardstick, review }
}

/// The documents with what reviewers answer, where they answer anything.
fn answered(gathered: &Gathered, rulebook: &Rulebook, options: &Options) -> Option<Model> {
    let documents = &gathered.model.documents;
    let rulings = ruling::all(documents, options, &rulebook.vocabulary);
    let shelves = Shelves::of(&rulings, documents, &rulebook.vocabulary);
    let briefs = Briefs::new(rulebook, options);
    let bench = review::Bench { shelves: &shelves, rulebook, briefs: &briefs, options };
    let mut hearing = review::Hearing::new(rulings, bench);
    if !hearing.has_answers() {
        return None;
    }
    let pass = pass::Pass { rulebook, briefs: &briefs, options, judged: gathered.judged };
    let before = pass.findings(linked_again(documents.clone(), rulebook, options), Vec::new());
    hearing.put(documents.clone(), &before).map(|answered| linked_again(answered, rulebook, options))
}

/// Documents that were changed, with what they stand on now.
fn linked_again(mut documents: Vec<Document>, rulebook: &Rulebook, options: &Options) -> Model {
    let mut more = library::stood_upon(&documents, (&Shelf::new(), &[]), rulebook, options.limits);
    decision::apply(&mut more, rulebook, options.as_of);
    documents.extend(more);
    model::link(documents, &[], &rulebook.vocabulary).0
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
    let (mut digests, mut lost) = (FxHashMap::default(), Vec::new());
    for file in examined {
        documents.extend(file.documents);
        findings.extend(file.findings);
        digests.extend(file.digest);
        lost.extend(file.lost);
    }
    let shelf = Shelf::new();
    let mut replaced = replaced::find(&documents, &digests, &shelf, (rulebook, options.limits, options.as_of));
    if options.library_first {
        findings.extend(replaced::keep_library(&mut documents, std::mem::take(&mut replaced)));
    }
    let judged = documents.len();
    findings.extend(past::apply(&mut documents, &rulebook.vocabulary, options.as_of));
    documents.extend(library::stood_upon(&documents, (&shelf, &lost), rulebook, options.limits));
    decision::apply(&mut documents, rulebook, options.as_of);
    let elsewhere = shelf.names(&rulebook.vocabulary);
    let (model, problems) = model::link(documents, &elsewhere, &rulebook.vocabulary);
    let problems = problems.into_iter().chain(replaced.iter().map(|replacement| replacement.told(&model)));
    findings.extend(problems.map(fingerprint::linked));
    Gathered { model, judged, findings }
}

/// Documents with what they stand on, without a judgement: what equations are computed in.
pub fn linked(examined: Vec<Examined>, rulebook: &Rulebook, limits: Limits) -> Model {
    let mut documents: Vec<Document> = examined.into_iter().flat_map(|file| file.documents).collect();
    let shelf = Shelf::new();
    documents.extend(library::stood_upon(&documents, (&shelf, &[]), rulebook, limits));
    model::link(documents, &[], &rulebook.vocabulary).0
}

/// Whether a name means a rule: its id, or its family.
pub fn names_rule(name: &str, id: &str) -> bool {
    id == name || id.strip_prefix(name.trim_end_matches('/')).is_some_and(|rest| rest.starts_with('/'))
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
