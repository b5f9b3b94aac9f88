//! The sources that a document lists, and how far each of them was read.

use crate::syntax::{Statement, Tree};
use crate::vocabulary::{EXTENT, NodeId, SOURCE, ValueType, Vocabulary, WordId};
use rustc_hash::FxHashMap;

/// The sources of a document by name.
#[derive(Debug, Default)]
pub(super) struct Sources {
    /// What weakens all that was read in a source, where something does.
    extents: FxHashMap<String, Option<WordId>>,
    /// The same of the first source, which a citation without a name means.
    first: Option<WordId>,
    /// Whether it was told that the document cites and lists none.
    pub(super) asked_for: bool,
}

impl Sources {
    /// The sources listed in the document at a place of the tree.
    pub(super) fn new(tree: &Tree<'_>, at: u32, root: NodeId, vocabulary: &Vocabulary) -> Self {
        let mut sources = Sources::default();
        let node = vocabulary.child(root, SOURCE).and_then(|source| vocabulary.child(source, EXTENT));
        for child in tree.children(Some(at)) {
            let statement = &tree.statements[child as usize];
            if tree.text(statement.word) != SOURCE {
                continue;
            }
            let name = tree.run(statement.values).next().and_then(|id| tree.string(id));
            let Some(name) = name else {
                sources.asked_for = true; // what is wrong with it is told there
                continue;
            };
            let extent = node.and_then(|node| extent(tree, child, node, vocabulary));
            if sources.extents.is_empty() {
                sources.first = extent;
            }
            sources.extents.entry(name.into_owned()).or_insert(extent);
        }
        sources
    }

    /// The sources of a text that is a part of a document: they are listed elsewhere.
    pub(super) fn elsewhere() -> Self {
        Sources { asked_for: true, ..Sources::default() }
    }

    /// Whether a source of this name is listed.
    pub(super) fn has(&self, name: &str) -> bool {
        self.extents.contains_key(name)
    }

    /// Whether none is listed.
    pub(super) fn is_empty(&self) -> bool {
        self.extents.is_empty()
    }

    /// The names.
    pub(super) fn names(&self) -> impl ExactSizeIterator<Item = &str> {
        self.extents.keys().map(String::as_str)
    }

    /// What weakens what was read in a source, or in the first one where none is named.
    pub(super) fn extent(&self, name: Option<&str>) -> Option<WordId> {
        name.map_or(self.first, |name| self.extents.get(name).copied().flatten())
    }
}

/// The word for the extent of a source, where the vocabulary says that it weakens what was read there.
fn extent(tree: &Tree<'_>, source: u32, node: NodeId, vocabulary: &Vocabulary) -> Option<WordId> {
    let said = |statement: &&Statement| tree.text(statement.word) == EXTENT;
    let statement = tree.children(Some(source)).map(|child| &tree.statements[child as usize]).find(said)?;
    let word = tree.run(statement.values).next().map(|id| tree.text(tree.expr(id).span))?;
    let ValueType::Word(list) = vocabulary.node(node).value else { return None };
    let word = vocabulary.word_in(list, word)?;
    vocabulary.caveat(word).map(|_| word)
}
