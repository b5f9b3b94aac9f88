//! Who owes a fact and who provides it, and for which topics references point.

use super::{Checker, Problem};
use crate::vocabulary::written::Duty;
use crate::vocabulary::{KindSet, ListId, Points, Topics, ValueType};

impl<'f> Checker<'f> {
    /// The words for topics are those that references may point for; a place belongs to the topic of its outermost block.
    pub(super) fn topics(&mut self) {
        let vocabulary = &mut self.vocabulary;
        let mut lists: Vec<ListId> = Vec::new();
        for node in &vocabulary.nodes {
            let Points::For(word) = &node.points else { continue };
            match node.children.get(word).map(|child| &vocabulary.node(*child).value) {
                Some(ValueType::Word(list)) => lists.push(*list),
                _ => self.problems.push(Problem {
                    place: format!("{}.{}", vocabulary.kind(node.kind).name, node.path),
                    message: format!("`{word}` is no field with words in its body"),
                }),
            }
        }
        for (word, _) in lists.into_iter().flat_map(|list| &vocabulary.lists[list.0 as usize].words) {
            if !vocabulary.topics.contains(word) {
                vocabulary.topics.push(*word);
            }
        }
        let pointing = vocabulary.nodes.iter().filter(|node| node.points != Points::Never);
        let kinds = pointing.filter_map(|node| match &node.value {
            ValueType::Reference(kinds) => Some(kinds.clone()),
            _ => None,
        });
        vocabulary.pointed_kinds = kinds.flatten().collect();
        for at in 0..vocabulary.nodes.len() {
            let outermost = vocabulary.nodes[at].path.split('.').next().unwrap_or_default();
            let word = vocabulary.word_ids.get(outermost).copied();
            vocabulary.nodes[at].topic = Topics::named(&vocabulary.topics, word);
        }
    }

    /// Who owes a fact and who provides it, in the places of this path and all below them; the longer path counts.
    pub(super) fn duties(&mut self, written: impl Iterator<Item = &'f (String, Duty)>) {
        let mut written: Vec<&(String, Duty)> = written.collect();
        let kinds: Vec<String> = self.vocabulary.kinds.iter().map(|kind| kind.name.to_string()).collect();
        // The shorter paths come first, and of two of one length the one for all kinds.
        written.sort_by_key(|(path, _)| match of_kind(path, &kinds) {
            Some((_, path)) => (path.split('.').count(), true),
            None => (path.split('.').count(), false),
        });
        for (path, duty) in written {
            let mut met = false;
            let (kind, below) = of_kind(path, &kinds).map_or((None, path.as_str()), |(kind, path)| (Some(kind), path));
            let owed = duty.owed_by.as_ref().map(|kinds| self.kind_set(path, kinds));
            let provided = duty.provided_by.as_ref().map(|kinds| self.kind_set(path, kinds));
            for node in &mut self.vocabulary.nodes {
                let rest = node.path.strip_prefix(below);
                let elsewhere = kind.is_some_and(|kind| *kinds[usize::from(node.kind.0)] != *kind);
                if elsewhere || rest.is_none_or(|rest| !rest.is_empty() && !rest.starts_with('.')) {
                    continue;
                }
                met = true;
                node.owed_by = owed.unwrap_or(node.owed_by);
                node.provided_by = provided.unwrap_or(node.provided_by);
            }
            if !met {
                self.complain(path, "no kind of document has a place of this path".to_owned());
            }
        }
    }

    pub(super) fn leads(&mut self) {
        for (word, kinds) in std::mem::take(&mut self.leads) {
            let name = self.vocabulary.word(word.1).to_owned();
            let kinds = self.kind_set(&name, kinds);
            self.vocabulary.leads.push((word, kinds));
        }
    }

    fn kind_set(&mut self, place: &str, names: &[String]) -> KindSet {
        let mut kinds = Vec::new();
        for name in names {
            match self.vocabulary.kind_named(name) {
                Some(kind) => kinds.push(kind),
                None => self.complain(place, format!("no kind of document is called `{name}`")),
            }
        }
        kinds.into_iter().collect()
    }
}

/// The kind before a path and the rest of it, where the path begins with a kind.
fn of_kind<'p>(path: &'p str, kinds: &[String]) -> Option<(&'p str, &'p str)> {
    path.split_once('.').filter(|(kind, _)| kinds.iter().any(|known| known == kind))
}
