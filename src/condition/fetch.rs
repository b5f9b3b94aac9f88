//! Facts along a path: where they are said, or where they were sought in vain.

mod inherit;

use super::evaluate::{Evaluator, Located};
use super::{Evidence, Hop, Known, Path, Root, Silence, Silences};
use crate::model::{Back, Document, DocumentId, EntryId, Reading, Value};
use crate::vocabulary::{Inherit, NodeId};
use rust_decimal::Decimal;
use smallvec::{SmallVec, smallvec};

/// The facts at the end of a path: mostly none or one, and two take no more room than one.
pub type Found = SmallVec<[Located; 2]>;

/// What a search found besides the facts themselves.
#[derive(Debug, Default)]
pub(super) struct Search {
    /// Somewhere nothing was said, and that proves nothing.
    pub open: bool,
    /// Nothing was said, and only the silence of the document that owes it, which was read in full, speaks against it.
    pub silent: bool,
    /// Two documents at the same distance disagree.
    pub conflict: bool,
    /// Whether to keep what was sought in vain.
    record: bool,
    /// What was sought in vain.
    pub missed: SmallVec<[Evidence; 1]>,
}

/// So many documents that name one are looked at, and so many by one of them: there, each asks about all the others.
const MOST_NAMING: usize = 4_096;
const MOST_BESIDE: usize = 128;

impl Evaluator<'_> {
    /// Collects the facts at the end of a path into `found`.
    pub(super) fn fetch(&self, path: &Path, found: &mut Found) -> Search {
        self.search(path, found, false)
    }

    /// The same, keeping what was sought in vain.
    pub(super) fn fetch_recording(&self, path: &Path, found: &mut Found) -> Search {
        self.search(path, found, true)
    }

    fn search(&self, path: &Path, found: &mut Found, record: bool) -> Search {
        let mut search = Search { record, ..Search::default() };
        let start = match path.root {
            Root::Subject => self.subject,
            Root::Document => Located { entry: EntryId::DOCUMENT, ..self.subject },
            Root::Slot(slot) => match self.slot(slot) {
                Some(located) => located,
                None => return Search { open: true, ..search },
            },
        };
        let Some((last, way)) = path.hops.split_last() else {
            found.push(start);
            return search;
        };
        self.go(start, (last, way), path.own, found, &mut search);
        // Where only what is said counts, a silence leaves it open.
        search.open |= search.silent && self.silences == Silences::Ignored;
        search
    }

    /// Goes along the steps of a path.
    fn go(&self, start: Located, (last, way): (&Hop, &[Hop]), own: bool, found: &mut Found, search: &mut Search) {
        if way.is_empty() {
            self.hop(start, last, own, found, search);
            return;
        }
        let mut here: Found = smallvec![start];
        for hop in way {
            let mut next = Found::new();
            for located in here {
                self.hop(located, hop, own, &mut next, search);
            }
            here = next;
        }
        for located in here {
            self.hop(located, last, own, found, search);
        }
    }

    /// One step of a path, perhaps through a reference.
    fn hop(&self, located: Located, hop: &Hop, own: bool, found: &mut Found, search: &mut Search) {
        let from = if hop.follows { self.follow(located) } else { Some(located) };
        match from {
            Some(from) => self.step(from, &hop.nodes, own, found, search),
            // The source itself says that there is no such document: nothing stands in it.
            None if self.told(located) == Some(false) => {}
            None => {
                search.open = true;
                if search.record {
                    search.missed.push(Evidence::Unresolved(located));
                }
            }
        }
    }

    /// The document that a fact names; a document that was found backwards is there already.
    pub(super) fn follow(&self, located: Located) -> Option<Located> {
        if located.entry == EntryId::DOCUMENT {
            return Some(located);
        }
        let target = self.world.model.target(located.document, located.entry)?;
        Some(Located { document: target, entry: EntryId::DOCUMENT })
    }

    fn step(&self, from: Located, nodes: &[NodeId], own: bool, found: &mut Found, search: &mut Search) {
        let document = self.world.model.document(from.document);
        let vocabulary = self.world.vocabulary;
        let of_kind = nodes.iter().copied().find(|node| vocabulary.node(*node).kind == document.kind);
        // An inherited fact lies in a document of another kind, under the same path.
        let same = || nodes.first().and_then(|node| vocabulary.same_path(*node, document.kind));
        let Some(node) = of_kind.or_else(same) else {
            search.open = true;
            return;
        };
        if from.entry == EntryId::DOCUMENT {
            self.look_up(from.document, node, own, found, search);
            return;
        }
        let before = found.len();
        found.extend(document.within(node, from.entry).map(|entry| Located { entry, ..from }));
        let spoken = found.len() > before;
        let may_go_on = self.may_go_on(document, node, &found[before..]);
        if !spoken || may_go_on {
            let (at, full) = self.deepest_within(from, node);
            search.open |= !full;
            search.silent |= !spoken && full && !self.denied(from.document, at);
            if search.record && !(spoken && full) {
                let silence = if full { Silence::Closed } else { Silence::Open };
                search.missed.push(Evidence::Missing {
                    node,
                    document: from.document,
                    at,
                    silence,
                    searched: self.memory.shared(&[from.document]),
                });
            }
        }
    }

    /// A fact of a document, its own or what it inherits: as it is remembered.
    fn look_up(&self, document: DocumentId, node: NodeId, own: bool, found: &mut Found, search: &mut Search) {
        let seek = || self.seek(document, node, own);
        self.memory.recall((document, node, own), seek, |there, remembered| {
            found.extend_from_slice(there);
            search.open |= remembered.open;
            search.silent |= remembered.silent;
            search.conflict |= remembered.conflict;
            if search.record {
                search.missed.extend(remembered.missed.iter().cloned());
            }
        });
    }

    /// A fact of a document: its own, or what it inherits.
    fn seek(&self, document: DocumentId, node: NodeId, own: bool) -> (Found, Search) {
        let (mut found, mut search) = (Found::new(), Search { record: true, ..Search::default() });
        let field = self.world.vocabulary.node(node);
        if let Some(reference) = field.inverse {
            self.look_back(document, node, reference, &mut found, &mut search);
            return (found, search);
        }
        found.extend(self.own(document, node));
        let spoken = !found.is_empty();
        if field.register {
            return (found, search);
        }
        let inherit = if own { Inherit::No } else { field.inherit };
        if spoken && matches!(inherit, Inherit::No | Inherit::Nearest) {
            self.more(document, node, &found, &mut search);
            return (found, search);
        }
        let (block, full) = if spoken { (EntryId::DOCUMENT, true) } else { self.deepest(document, node) };
        let denied = !spoken && self.denied(document, block);
        search.open = !full && !denied;
        search.silent = !denied && !search.open;
        if denied || own || self.is_damaged(document) {
            // A block that is said not to exist answers for all below. A damaged text may say itself what it would inherit.
            self.miss(document, node, &[document], &mut search);
        } else {
            self.inherit(document, node, inherit, &mut found, &mut search);
        }
        (found, search)
    }

    /// The documents that name one. The documents at hand are never the whole world: that there are no others is known
    /// only where the document says how many they are. Where several versions of one document name it, none of them is
    /// taken for the one that counts, but the document that is visited counts itself.
    fn look_back(&self, document: DocumentId, node: NodeId, reference: NodeId, found: &mut Found, search: &mut Search) {
        let naming = self.world.model.naming(document, reference);
        let beside = self.world.model.refers(self.subject.document, document);
        let most = if beside { MOST_BESIDE } else { MOST_NAMING };
        // A damaged text may be another version of one that is not understood beside it.
        let sound = |back: &&Back| !self.is_damaged(back.from);
        let counts = |back: &&Back| !back.twin || back.from == self.subject.document;
        let there = |back: &Back| Located { document: back.from, entry: EntryId::DOCUMENT };
        found.extend(naming.iter().take(most).filter(sound).filter(counts).map(there));
        let stated = self.own(document, node).next().map(|entry| self.known(entry));
        let all = match stated {
            Some(Known::Quantity(all)) => all.amount,
            _ => Decimal::MAX,
        };
        // Those beyond the most that are looked at are not known, whatever number is stated.
        let lost = !naming.iter().take(most).all(|back| sound(&back));
        search.open = lost || naming.len() > most || Decimal::from(found.len()) < all;
        if search.open || found.is_empty() {
            self.miss(document, node, &[document], search);
        }
    }

    /// Whether a list ends with what is said: the source itself says that there is none.
    fn ended(&self, list: &[Located]) -> bool {
        list.iter().any(|located| self.told(*located) == Some(false))
    }

    /// Whether a list may hold more than is said, where it was not read in full; in a damaged text any list may.
    fn may_go_on(&self, document: &Document, node: NodeId, list: &[Located]) -> bool {
        let field = self.world.vocabulary.node(node);
        field.many && document.is_damaged() || field.open_list && !self.ended(list)
    }

    /// Notes that a list may hold more than is said.
    pub(super) fn more(&self, document: DocumentId, node: NodeId, list: &[Located], search: &mut Search) {
        let goes_on = self.may_go_on(self.world.model.document(document), node, list);
        if goes_on && !self.closed(document, node) {
            search.open = true;
            self.miss(document, node, &[document], search);
        }
    }

    /// Keeps what was sought in vain, with what the search proves so far.
    pub(super) fn miss(&self, document: DocumentId, node: NodeId, searched: &[DocumentId], search: &mut Search) {
        let silence = if search.open { Silence::Open } else { Silence::Closed };
        self.missing(document, node, searched, silence, search);
    }

    pub(super) fn missing(
        &self,
        document: DocumentId,
        node: NodeId,
        searched: &[DocumentId],
        silence: Silence,
        search: &mut Search,
    ) {
        let (at, _) = self.deepest(document, node);
        let searched = self.memory.shared(searched);
        search.missed.push(Evidence::Missing { node, document, at, silence, searched });
    }

    /// Of several values for a fact that has one: the strictest, or a conflict.
    pub(super) fn settle(&self, inherit: Inherit, found: &mut Found, search: &mut Search) {
        if let Inherit::Strictest { highest } = inherit {
            // What is not required here may be required by another document: that one is stricter.
            let required = |located: &Located| self.value(*located) != Value::NotRequired;
            let strictest = found.iter().copied().filter(required).reduce(|best, next| match self.order(next, best) {
                Some(std::cmp::Ordering::Greater) if highest => next,
                Some(std::cmp::Ordering::Less) if !highest => next,
                _ => best,
            });
            let strictest = strictest.or(found.first().copied());
            found.clear();
            found.extend(strictest);
            return;
        }
        // One value that is unknown disagrees with nothing.
        let agree = found.iter().skip(1).all(|other| self.same_value(found[0], *other));
        search.conflict = !agree;
        if agree {
            found.truncate(1);
        }
    }

    pub(super) fn own(&self, document: DocumentId, node: NodeId) -> impl Iterator<Item = Located> {
        let entries = self.world.model.document(document).at(node);
        entries.map(move |entry| Located { document, entry })
    }

    /// Whether what a document does not say at a place is said not to be there: its deepest block was read in full.
    pub fn closed(&self, document: DocumentId, node: NodeId) -> bool {
        let (_, full) = self.deepest(document, node);
        full
    }

    /// The deepest block on the way to a place that the document has, and whether all of its kind were read in full.
    pub(super) fn deepest(&self, document: DocumentId, node: NodeId) -> (EntryId, bool) {
        let facts = self.world.model.document(document);
        let full = |entry: EntryId| says_all(facts, entry);
        let mut above = self.world.vocabulary.parent(node);
        while let Some(block) = above {
            let mut blocks = facts.at(block);
            if let Some(first) = blocks.next() {
                return (first, full(first) && blocks.all(full));
            }
            above = self.world.vocabulary.parent(block);
        }
        (EntryId::DOCUMENT, full(EntryId::DOCUMENT))
    }

    /// Whether a block is said not to exist, or not to be needed. What a damaged text says of it beside that may be lost.
    fn denied(&self, document: DocumentId, block: EntryId) -> bool {
        let document = self.world.model.document(document);
        let denied = matches!(document.entry(block).value, Value::None | Value::NotRequired);
        denied && !document.is_damaged()
    }

    fn deepest_within(&self, from: Located, node: NodeId) -> (EntryId, bool) {
        let document = self.world.model.document(from.document);
        let mut above = self.world.vocabulary.parent(node);
        while let Some(block) = above {
            if let Some(entry) = document.within(block, from.entry).next() {
                return (entry, says_all(document, entry));
            }
            above = self.world.vocabulary.parent(block);
        }
        (from.entry, says_all(document, from.entry))
    }
}

/// Whether what a block does not hold is said not to be there: it was read in full, or there is no such block.
/// A block that could not be told says nothing, however well the rest was read.
fn says_all(document: &Document, block: EntryId) -> bool {
    let block = document.entry(block);
    match block.value {
        Value::None | Value::NotRequired => !document.is_damaged(),
        Value::Unknown => false,
        _ => block.reading == Reading::Full,
    }
}
