//! What was found where: many rules ask for the same places, and ask again where they tell why.

use super::fetch::{Found, Search};
use crate::model::DocumentId;
use crate::vocabulary::NodeId;
use std::cell::RefCell;
use std::rc::Rc;

/// A place of a document, and whether only that document is asked.
pub(super) type Place = (DocumentId, NodeId, bool);

/// What one evaluator has found so far.
#[derive(Debug, Default)]
pub(super) struct Memory {
    searches: RefCell<Searches>,
    /// The documents that were asked for what was not found: nearly always the same ones.
    asked: RefCell<Vec<Rc<[DocumentId]>>>,
}

#[derive(Debug, Default)]
struct Searches {
    /// The last search at each node, by its place in `all`.
    last: Vec<Option<u32>>,
    all: Vec<Remembered>,
}

/// A search and the one before it at the same node, which was in another document.
#[derive(Debug)]
struct Remembered {
    place: Place,
    found: Found,
    search: Search,
    before: Option<u32>,
}

/// So many places are sought in most documents.
const MANY: usize = 64;

/// So many lists of documents are looked through before a new one is made.
const MOST_ALIKE: usize = 4;

impl Memory {
    /// Tells what is remembered of a place; it is sought where nothing is.
    pub fn recall(&self, place: Place, seek: impl FnOnce() -> (Found, Search), tell: impl FnOnce(&Found, &Search)) {
        let known = self.searches.borrow().find(place);
        let at = known.unwrap_or_else(|| {
            let (found, search) = seek();
            self.searches.borrow_mut().keep(place, found, search)
        });
        let searches = self.searches.borrow();
        let remembered = &searches.all[at as usize];
        tell(&remembered.found, &remembered.search);
    }

    /// A list of documents, kept once for all searches that came by the same ones.
    pub fn shared(&self, documents: &[DocumentId]) -> Rc<[DocumentId]> {
        let mut asked = self.asked.borrow_mut();
        let alike = asked.iter().rev().take(MOST_ALIKE).find(|other| ***other == *documents);
        alike.cloned().unwrap_or_else(|| {
            asked.push(documents.into());
            asked[asked.len() - 1].clone()
        })
    }
}

impl Searches {
    fn find(&self, place: Place) -> Option<u32> {
        let mut at = *self.last.get(usize::from(place.1.0))?;
        while let Some(here) = at {
            let remembered = &self.all[here as usize];
            if remembered.place == place {
                return at;
            }
            at = remembered.before;
        }
        None
    }

    fn keep(&mut self, place: Place, found: Found, search: Search) -> u32 {
        let (node, at) = (usize::from(place.1.0), self.all.len() as u32);
        if self.last.len() <= node {
            self.last.resize(node + 1, None);
        }
        if self.all.is_empty() {
            self.all.reserve(MANY);
        }
        let before = self.last[node].replace(at);
        self.all.push(Remembered { place, found, search, before });
        at
    }
}
