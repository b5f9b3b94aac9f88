//! Facts that a document takes from what it stands on, and what its silence means.

use super::{Found, Search};
use crate::condition::{Evaluator, Evidence, Located, Silence};
use crate::model::{DocumentId, Support};
use crate::vocabulary::{Inherit, KindSet, Node, NodeId};
use smallvec::SmallVec;

/// What others ask for: mostly nothing.
type Demands = SmallVec<[Located; 2]>;

/// The documents that were asked.
type Searched = SmallVec<[DocumentId; 8]>;

/// What a document that another one stands on is to a fact of that one.
struct Part {
    /// The place of the fact in it.
    node: NodeId,
    /// Whether its statement fulfils the fact; else it is a demand.
    provides: bool,
    /// Whether the fact stays open where it was read in part and is silent.
    counts: bool,
}

impl Evaluator<'_> {
    /// Adds what a document inherits of a place from those that provide it; what others say of it are demands.
    /// `search` is open where the document itself leaves it open.
    ///
    /// A silence holds where the document that owes the fact was read in full there. A document that it stands on keeps
    /// it open only if that one owes it as well, if it is pointed to for this topic and might provide it, or if the topic was
    /// left to it (`approach programme`).
    pub(super) fn inherit(
        &self,
        document: DocumentId,
        node: NodeId,
        inherit: Inherit,
        found: &mut Found,
        search: &mut Search,
    ) {
        let field = self.world.vocabulary.node(node);
        let mut open = std::mem::take(&mut search.open);
        let (mut demands, mut searched) = (Demands::new(), Searched::from_slice(&[document]));
        let (mut reached, mut level) = (0, found.len());
        for support in self.world.model.ground(document) {
            if support.distance != reached {
                if inherit == Inherit::Nearest && found.len() > level {
                    break;
                }
                (reached, level) = (support.distance, found.len());
            }
            let Some(part) = self.part_of(support, node, inherit) else { continue };
            let before = found.len();
            let facts = self.own(support.document, part.node);
            match part.provides {
                true => found.extend(facts),
                false => demands.extend(facts.filter(|located| self.told(*located) == Some(true))),
            }
            if found.len() == before {
                open |= part.counts && !self.closed(support.document, part.node);
                searched.push(support.document);
            }
        }
        let told = !found.is_empty();
        open |= inherit != Inherit::No && self.might_lead(document, field);
        search.open = (!told || inherit == Inherit::Union) && open;
        search.silent = !told && !search.open;
        if !told {
            self.not_found(document, node, (&searched, demands), search);
            return;
        }
        for located in &found[..] {
            if self.told(*located) == Some(false) {
                continue;
            }
            let there = self.world.model.document(located.document).entry(located.entry).node;
            self.more(located.document, there, &[*located], search);
        }
        if !field.many {
            self.settle(inherit, found, search);
        }
    }

    /// What a document says that another one stands on is to a fact of that one; nothing where it is a tool for another
    /// topic, or a kind of document that has no such place.
    fn part_of(&self, support: &Support, node: NodeId, inherit: Inherit) -> Option<Part> {
        let vocabulary = self.world.vocabulary;
        let (field, kind) = (vocabulary.node(node), self.world.model.document(support.document).kind);
        let there = vocabulary.same_path(node, kind)?;
        let pointed = support.topics.meets(field.topic);
        let by_reference = vocabulary.pointed_kinds().contains(kind);
        let provides = inherit != Inherit::No && field.provided_by.contains(kind);
        let counts = field.owed_by.contains(kind) || pointed && (provides || !by_reference);
        (pointed || !by_reference).then_some(Part { node: there, provides, counts })
    }

    /// Keeps what was sought in vain. What a document of another kind owes
    /// is not shown here either, and nobody asks this one for it.
    fn not_found(
        &self,
        document: DocumentId,
        node: NodeId,
        (searched, demands): (&[DocumentId], Demands),
        search: &mut Search,
    ) {
        let (owed_by, kind) = (self.world.vocabulary.node(node).owed_by, self.world.model.document(document).kind);
        if owed_by != KindSet::NONE && !owed_by.contains(kind) {
            (search.open, search.silent) = (false, true);
            self.missing(document, node, searched, Silence::Elsewhere, search);
            return;
        }
        self.miss(document, node, searched, search);
        search.missed.extend(demands.into_iter().map(Evidence::Demand));
    }

    /// Whether a document that another one stands on keeps a silence of that one open where it was read in part.
    pub fn keeps_open(&self, document: DocumentId, below: DocumentId, node: NodeId) -> bool {
        let inherit = self.world.vocabulary.node(node).inherit;
        let supports = self.world.model.ground(document).iter().filter(|known| known.document == below);
        supports.filter_map(|support| self.part_of(support, node, inherit)).any(|part| part.counts)
    }

    /// Whether a reference that leads nowhere might lead to a document that owes a fact, or that is pointed to for its
    /// topic and might provide it.
    fn might_lead(&self, document: DocumentId, field: &Node) -> bool {
        let lost = self.world.model.unresolved(document);
        lost.kinds.meets(field.owed_by) || lost.kinds.meets(field.provided_by) && lost.topics.meets(field.topic)
    }
}
