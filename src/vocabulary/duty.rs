//! Who has to show a fact, whose statement fulfils it, and for which topics a reference points to a document.

use super::{KindId, NodeId, ValueType, Vocabulary, WordId};
use crate::finding::Confidence;

/// A set of kinds of document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KindSet(u32);

impl KindSet {
    /// Every kind.
    pub const ALL: KindSet = KindSet(u32::MAX);
    /// No kind.
    pub const NONE: KindSet = KindSet(0);

    /// Whether a kind is in the set.
    pub fn contains(self, kind: KindId) -> bool {
        self.0 & KindSet::one(kind).0 != 0
    }

    /// Whether two sets have a kind in common.
    pub fn meets(self, other: KindSet) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets together.
    pub fn and(self, other: KindSet) -> KindSet {
        KindSet(self.0 | other.0)
    }

    fn one(kind: KindId) -> KindSet {
        KindSet(1u32.checked_shl(kind.0.into()).unwrap_or_default())
    }
}

impl FromIterator<KindId> for KindSet {
    fn from_iter<I: IntoIterator<Item = KindId>>(kinds: I) -> KindSet {
        kinds.into_iter().fold(KindSet::NONE, |set, kind| set.and(KindSet::one(kind)))
    }
}

/// A set of topics: the blocks for which a document may point to another one. All other blocks are one topic together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Topics(u32);

impl Topics {
    /// Every topic.
    pub const ALL: Topics = Topics(u32::MAX);
    /// No topic.
    pub const NONE: Topics = Topics(0);
    /// What has no word of its own.
    pub const OTHER: Topics = Topics(1 << 31);

    /// The topic of a word among the words for topics; beyond the last bit it is one of the others.
    pub(super) fn named(words: &[WordId], word: Option<WordId>) -> Topics {
        let at = words.iter().position(|known| Some(*known) == word).filter(|at| *at < 31);
        at.map_or(Topics::OTHER, |at| Topics(1 << at))
    }

    /// Whether two sets have a topic in common.
    pub fn meets(self, other: Topics) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets together.
    pub fn and(self, other: Topics) -> Topics {
        Topics(self.0 | other.0)
    }

    /// What two sets have in common.
    pub fn of(self, other: Topics) -> Topics {
        Topics(self.0 & other.0)
    }
}

/// For which topics a reference points to the document that it names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Points {
    /// For none: it says only where the document belongs.
    #[default]
    Never,
    /// For all of them.
    Always,
    /// For those that a word in its body names.
    For(Box<str>),
}

impl Points {
    /// As the vocabulary writes it: `always`, or the word in the body.
    pub(super) fn of(written: Option<&str>) -> Points {
        match written {
            None => Points::Never,
            Some("always") => Points::Always,
            Some(word) => Points::For(word.into()),
        }
    }
}

impl Vocabulary {
    /// How well a fact is known whose source has this word for its extent.
    pub fn confidence(&self, word: WordId) -> Confidence {
        let known = self.confidences.iter().find(|(of, _)| *of == word);
        known.map_or(Confidence::High, |(_, confidence)| *confidence)
    }

    /// The kinds of document to which a word leaves the topic of the block that it stands in.
    pub fn leads_to(&self, node: NodeId, word: WordId) -> KindSet {
        let ValueType::Word(list) = self.node(node).value else { return KindSet::NONE };
        self.leads.iter().find(|(of, _)| *of == (list, word)).map_or(KindSet::NONE, |(_, kinds)| *kinds)
    }

    /// The kinds that provide a fact only where they are pointed to for its topic.
    pub fn pointed_kinds(&self) -> KindSet {
        self.pointed_kinds
    }

    /// Whether any word leaves its topic to other documents.
    pub fn has_leads(&self) -> bool {
        !self.leads.is_empty()
    }

    /// The topic that a word for one stands for.
    pub fn topic(&self, word: WordId) -> Topics {
        Topics::named(&self.topics, Some(word))
    }
}
