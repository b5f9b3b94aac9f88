//! From the vocabulary as written to the vocabulary as used: shared bodies are filled in, names resolved.

mod duties;
mod implications;
mod units;

use super::written::{Field, File, Ordered, Word};
use super::{
    Bounds, Inherit, Kind, KindId, List, ListId, Node, NodeId, NoneMeans, Points, STATES, ValueType, Vocabulary,
    WordId, WordName, conversion,
};
use crate::finding::Confidence;
use crate::measure::Unit;
use rustc_hash::FxHashMap;

/// What is wrong with the vocabulary, and at which place: `methodology.baseline.approach`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The path of the field, with the kind or block in front.
    pub place: String,
    /// What is wrong there.
    pub message: String,
}

/// Checks the vocabulary files. A vocabulary with problems is still usable: what is wrong is left out.
pub fn check(files: &[File]) -> (Vocabulary, Vec<Problem>) {
    let (units, mut problems) = units::read(files);
    let constants = conversion::read(files, &units, &mut problems);
    let mut checker = Checker {
        vocabulary: Vocabulary {
            language: files.iter().flat_map(|file| file.language.0.iter().cloned()).collect(),
            unread: files.iter().flat_map(|file| file.unread.0.iter().cloned()).collect(),
            units,
            ..Vocabulary::default()
        },
        blocks: files.iter().flat_map(|file| &file.blocks.0).map(|(name, body)| (name.as_str(), body)).collect(),
        shared_lists: FxHashMap::default(),
        path_numbers: FxHashMap::default(),
        inverses: Vec::new(),
        implying: Vec::new(),
        leads: Vec::new(),
        problems,
    };
    checker.vocabulary.constants(constants);
    let overlooked = files.iter().flat_map(|file| &file.overlooked);
    checker.vocabulary.overlooked = overlooked.filter_map(|unit| checker.unit("overlooked", unit)).collect();
    let by_thousands = files.iter().flat_map(|file| &file.by_thousands);
    checker.vocabulary.by_thousands = by_thousands.filter_map(|unit| checker.unit("by_thousands", unit)).collect();
    for (name, words) in files.iter().flat_map(|file| &file.lists.0) {
        let list = checker.list(words);
        if checker.shared_lists.insert(name, list).is_some() {
            checker.complain(name, "a list of this name exists already".to_owned());
        }
    }
    let mut kinds: Vec<&File> = files.iter().filter(|file| file.kind.is_some()).collect();
    kinds.sort_by_key(|file| &file.kind);
    checker.kinds(&kinds);
    let common: Vec<_> = files.iter().flat_map(|file| &file.common.0).collect();
    for (at, file) in kinds.iter().enumerate() {
        checker.document(KindId(at as u8), file, &common);
    }
    checker.inverses();
    checker.implications();
    checker.topics();
    checker.duties(files.iter().flat_map(|file| &file.duties.0));
    checker.leads();
    checker.vocabulary.parents = checker.vocabulary.nodes.iter().map(|node| node.parent).collect();
    (checker.vocabulary, checker.problems)
}

struct Checker<'f> {
    vocabulary: Vocabulary,
    blocks: FxHashMap<&'f str, &'f Ordered<Field>>,
    shared_lists: FxHashMap<&'f str, ListId>,
    path_numbers: FxHashMap<String, u16>,
    /// Places that are the inverse of a reference, which may stand in a kind that comes later.
    inverses: Vec<(NodeId, &'f str)>,
    /// Places whose value, or a word of them, answers another place.
    implying: Vec<(NodeId, &'f Field)>,
    /// The words that leave their topic to kinds of document, which are known only when all are read.
    leads: Vec<((ListId, WordId), &'f [String])>,
    problems: Vec<Problem>,
}

impl<'f> Checker<'f> {
    fn complain(&mut self, place: &str, message: String) {
        self.problems.push(Problem { place: place.to_owned(), message });
    }

    /// A unit of a list, or a complaint.
    fn unit(&mut self, place: &str, unit: &str) -> Option<Unit> {
        let parsed = self.vocabulary.units.parse(unit);
        parsed.map_err(|problem| self.complain(place, problem.to_string())).ok()
    }

    fn kinds(&mut self, files: &[&File]) {
        for (at, file) in files.iter().enumerate() {
            self.vocabulary.kinds.push(Kind {
                name: file.kind.clone().unwrap_or_default().into(),
                also: file.also.clone(),
                root: NodeId(at as u16),
            });
        }
        for (at, file) in files.iter().enumerate() {
            let name = file.kind.clone().unwrap_or_default();
            let value = self.label_type(&name, file.label.as_deref());
            self.vocabulary.nodes.push(Node {
                name: name.into(),
                many: true,
                say: file.say.as_str().into(),
                means: file.means.clone(),
                also: file.also.clone(),
                ..Node::new(KindId(at as u8), value)
            });
        }
    }

    fn document(&mut self, kind: KindId, file: &'f File, common: &[&'f (String, Field)]) {
        let root = self.vocabulary.kind(kind).root;
        for (name, field) in common.iter().copied() {
            self.field(root, name, field, 0);
        }
        for (name, field) in &file.fields.0 {
            self.field(root, name, field, 0);
        }
    }

    fn field(&mut self, parent: NodeId, name: &str, field: &'f Field, depth: usize) {
        let above = self.vocabulary.node(parent);
        let (kind, inherit_above) = (above.kind, above.inherit);
        let path = if above.path.is_empty() { name.to_owned() } else { format!("{}.{name}", above.path) };
        let place = format!("{}.{path}", self.vocabulary.kind(kind).name);
        if depth > 8 {
            self.complain(&place, "a block that holds itself".to_owned());
            return;
        }
        let id = NodeId(self.vocabulary.nodes.len() as u16);
        let next = self.path_numbers.len() as u16 + 1;
        let path_number = *self.path_numbers.entry(path.clone()).or_insert(next);
        let value = self.value_type(&place, field);
        let inherit = self.inherit(&place, field).unwrap_or(inherit_above);
        let none = self.none(&place, field);
        let bounds = Bounds::of(field, &value, &self.vocabulary.units);
        let bounds = bounds.map_err(|problem| self.complain(&place, problem)).unwrap_or_default();
        let past = self.past(&place, field);
        let (say, ask) = words(name, field);
        self.vocabulary.same_path_as(kind, path_number, id);
        self.vocabulary.nodes.push(Node {
            name: name.into(),
            path: path.into(),
            parent: Some(parent),
            many: field.many,
            open_list: field.open_list,
            unique: field.unique,
            inherit,
            bounds,
            none,
            ground: field.ground,
            points: Points::of(field.points.as_deref()),
            adoption: field.adoption,
            beside_none: field.beside_none,
            past,
            register: field.register,
            without: field.without.as_str().into(),
            say: say.into(),
            ask: ask.into(),
            means: field.means.clone(),
            also: field.also.clone(),
            path_number,
            ..Node::new(kind, value)
        });
        self.enter(parent, id, name, &field.also, &place);
        self.inverses.extend(field.inverse.as_deref().map(|reference| (id, reference)));
        self.implying.push((id, field));
        self.body(id, field, depth, &place);
    }

    /// What may stand in the body of a field.
    fn body(&mut self, id: NodeId, field: &'f Field, depth: usize, place: &str) {
        if let Some(block) = &field.block {
            match self.blocks.get(block.as_str()).copied() {
                Some(body) => body.0.iter().for_each(|(name, inner)| self.field(id, name, inner, depth + 1)),
                None => self.complain(place, format!("no block is called `{block}`")),
            }
        }
        for (name, inner) in &field.fields.0 {
            self.field(id, name, inner, depth + 1);
        }
    }

    /// Makes a field known in its parent's body under its word and its synonyms.
    fn enter(&mut self, parent: NodeId, id: NodeId, name: &str, also: &[String], place: &str) {
        let body = &mut self.vocabulary.nodes[parent.0 as usize];
        body.body.push(id);
        let mut taken = Vec::new();
        for word in std::iter::once(name).chain(also.iter().map(String::as_str)) {
            if body.children.insert(word.into(), id).is_some() {
                taken.push(word.to_owned());
            }
        }
        for word in taken {
            self.complain(place, format!("`{word}` is said twice in one body"));
        }
    }

    /// The type of a document's name.
    fn label_type(&mut self, kind: &str, label: Option<&str>) -> ValueType {
        match label {
            None | Some("text") => ValueType::Text,
            Some("country") => ValueType::Country,
            Some(other) => {
                self.complain(kind, format!("a document is named by a text or a country, not by `{other}`"));
                ValueType::Text
            }
        }
    }

    fn value_type(&mut self, place: &str, field: &'f Field) -> ValueType {
        let Some(name) = field.value.as_deref().or(field.label.as_deref()) else {
            return ValueType::Nothing;
        };
        match name {
            "text" => ValueType::Text,
            "word" => self.word_type(place, field),
            "yes_no" => ValueType::YesNo,
            "count" => ValueType::Count,
            "quantity" => self.quantity_type(place, field),
            "quantities" => ValueType::Quantities,
            "money" => ValueType::Money,
            "date" => ValueType::Date,
            "period" => ValueType::Period,
            "version" => ValueType::Version,
            "country" => ValueType::Country,
            "reference" => self.reference_type(place, field),
            "organisation" => ValueType::Organisation,
            "instrument" => ValueType::Instrument,
            "rule" => ValueType::Rule,
            "symbol" => ValueType::Symbol,
            "equation" => ValueType::Equation,
            "unit" => ValueType::Unit,
            "reviewed" => ValueType::Reviewed,
            other => {
                self.complain(place, format!("no type is called `{other}`"));
                ValueType::Text
            }
        }
    }

    fn word_type(&mut self, place: &str, field: &'f Field) -> ValueType {
        match &field.list {
            Some(name) => match self.shared_lists.get(name.as_str()) {
                Some(list) => ValueType::Word(*list),
                None => {
                    self.complain(place, format!("no list is called `{name}`"));
                    ValueType::Text
                }
            },
            None => ValueType::Word(self.list(&field.words)),
        }
    }

    fn quantity_type(&mut self, place: &str, field: &Field) -> ValueType {
        let Some(unit) = &field.unit else { return ValueType::Quantity(None) };
        match self.vocabulary.units.parse(unit) {
            Ok(parsed) => ValueType::Quantity(Some((parsed.dimension(), unit.as_str().into()))),
            Err(problem) => {
                self.complain(place, format!("{problem}"));
                ValueType::Quantity(None)
            }
        }
    }

    fn reference_type(&mut self, place: &str, field: &Field) -> ValueType {
        let mut kinds = Vec::new();
        for name in &field.to {
            match self.vocabulary.kind_named(name) {
                Some(kind) => kinds.push(kind),
                None => self.complain(place, format!("no kind of document is called `{name}`")),
            }
        }
        ValueType::Reference(kinds)
    }

    /// Finds the references that places are the inverse of: each names a document of the kind of its place.
    fn inverses(&mut self) {
        for (place, name) in std::mem::take(&mut self.inverses) {
            let own = self.vocabulary.node(place).kind;
            match self.reference(name) {
                Some(reference) if self.names(reference, own) => {
                    self.vocabulary.nodes[place.0 as usize].inverse = Some(reference);
                    self.vocabulary.nodes[reference.0 as usize].looked_back = true;
                }
                _ => {
                    let kind = self.vocabulary.kind(own).name.clone();
                    let place = format!("{kind}.{}", self.vocabulary.node(place).path);
                    self.complain(&place, format!("`{name}` is no reference that names a document of the kind {kind}"));
                }
            }
        }
    }

    /// The place of `monitoring.activity`.
    fn reference(&self, name: &str) -> Option<NodeId> {
        let (kind, path) = name.split_once('.')?;
        let root = self.vocabulary.kind(self.vocabulary.kind_named(kind)?).root;
        path.split('.').try_fold(root, |node, word| self.vocabulary.child(node, word))
    }

    /// Whether a fact at a place may name a document of a kind.
    fn names(&self, reference: NodeId, kind: KindId) -> bool {
        match &self.vocabulary.node(reference).value {
            ValueType::Reference(kinds) => kinds.contains(&kind),
            ValueType::Country => self.vocabulary.kind_named("country") == Some(kind),
            ValueType::Organisation => self.vocabulary.kind_named("organisation") == Some(kind),
            _ => false,
        }
    }

    fn inherit(&mut self, place: &str, field: &Field) -> Option<Inherit> {
        match field.inherit.as_deref()? {
            "none" => Some(Inherit::No),
            "nearest" => Some(Inherit::Nearest),
            "union" => Some(Inherit::Union),
            "strictest" => Some(Inherit::Strictest { highest: field.strictest.as_deref() == Some("highest") }),
            other => {
                self.complain(place, format!("`{other}` is no way to inherit: none, nearest, strictest or union"));
                None
            }
        }
    }

    fn none(&mut self, place: &str, field: &Field) -> NoneMeans {
        match field.none.as_deref() {
            None | Some("no_value") => NoneMeans::NoValue,
            Some("zero") => NoneMeans::Zero,
            Some("unlimited") => {
                if field.without.is_empty() {
                    self.complain(place, "a message needs words for no limit: without".to_owned());
                }
                NoneMeans::Unlimited
            }
            Some(other) => {
                self.complain(place, format!("`{other}` is no meaning of none: zero, unlimited or no_value"));
                NoneMeans::NoValue
            }
        }
    }

    /// Makes a list of words; a dotted word is a kind of the word before its last dot.
    fn list(&mut self, written: &'f Ordered<Word>) -> ListId {
        let mut list = List { words: Vec::new(), by_name: FxHashMap::default() };
        for (name, word) in &written.0 {
            let id = self.word(name);
            if STATES.contains(&name.as_str()) || list.by_name.insert(name.as_str().into(), id).is_some() {
                self.complain(name, "this word is taken already".to_owned());
            }
            if !word.leads_to.is_empty() {
                self.leads.push(((ListId(self.vocabulary.lists.len() as u16), id), &word.leads_to));
            }
            match word.confidence.as_str() {
                "" => {}
                "medium" => self.vocabulary.confidences.push((id, Confidence::Medium)),
                "low" => self.vocabulary.confidences.push((id, Confidence::Low)),
                other => self.complain(name, format!("`{other}` is no confidence: medium or low")),
            }
            if !word.caveat.is_empty() {
                self.vocabulary.caveats.push((id, word.caveat.as_str().into()));
            }
            list.words.push((id, word.clone()));
        }
        for (name, word) in &written.0 {
            let id = self.word(name);
            for also in &word.also {
                if list.by_name.insert(also.as_str().into(), id).is_some() {
                    self.complain(name, format!("its synonym `{also}` is taken already"));
                }
            }
        }
        self.vocabulary.lists.push(list);
        ListId(self.vocabulary.lists.len() as u16 - 1)
    }

    fn word(&mut self, name: &str) -> WordId {
        if let Some(id) = self.vocabulary.word_ids.get(name) {
            return *id;
        }
        let parent = name.rsplit_once('.').map(|(above, _)| self.word(above));
        let id = WordId(self.vocabulary.words.len() as u16);
        self.vocabulary.words.push(WordName { name: name.into(), parent });
        self.vocabulary.word_ids.insert(name.into(), id);
        id
    }
}

/// What a message says of a place, and what a question asks about it: as written, or made from its name.
fn words(name: &str, field: &Field) -> (String, String) {
    let say = if field.say.is_empty() { format!("the {}", name.replace('_', " ")) } else { field.say.clone() };
    let ask = if field.ask.is_empty() { format!("what does the document say about {say}?") } else { field.ask.clone() };
    (say, ask)
}
