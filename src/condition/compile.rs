//! From an expression to a condition: every name is looked up, every comparison is typed.

use super::{Aggregate, Arithmetic, Comparison, Condition, Form, Hop, Literal, Path, Root, Slot, State, Term, Total};
use crate::finding::Finding;
use crate::measure::{Country, Interval, Quantity, Unit, parse_amount};
use crate::source::Span;
use crate::syntax::{ExprId, ExprKind, Operator, Quantifier, Run, Tree};
use crate::vocabulary::{NodeId, ValueType, Vocabulary, nearest};

mod figure;
mod literal;
mod messages;
mod named;
mod path;
mod term;

pub use figure::compile_figure;

/// A named threshold of a rule.
#[derive(Clone, Debug)]
pub struct Limit {
    /// Its name, without `limits.`.
    pub name: String,
    /// Its value.
    pub value: Literal,
}

/// What a condition may speak of.
#[derive(Debug)]
pub struct Scope<'v> {
    /// What may be said.
    pub vocabulary: &'v Vocabulary,
    /// The place that is visited: a document or a block of one.
    pub subject: NodeId,
    /// The thresholds of the rule.
    pub limits: &'v [Limit],
    /// The conditions that have a name.
    pub predicates: &'v [Predicate],
    /// In the condition of a predicate, the name that stands for what it is about.
    pub about: Option<Slot>,
    /// The names bound so far in this rule, with the place each stands for and whether it can be used here.
    pub bound: Vec<Bound>,
}

/// A condition that has a name.
#[derive(Clone, Debug)]
pub struct Predicate {
    /// Its name.
    pub name: String,
    /// What it may be asked of: documents, or facts with a body.
    pub of: Vec<NodeId>,
    /// What it means where it holds.
    pub means: String,
    /// The condition, as it is written.
    pub holds: String,
}

/// A bound name.
#[derive(Clone, Debug)]
pub struct Bound {
    /// The name.
    pub name: String,
    /// The places it may stand for, one for each kind of document.
    pub nodes: Box<[NodeId]>,
    /// Whether the quantifier that binds it is still open.
    pub open: bool,
}

/// Types an expression as a condition. The findings stand in the text of the rule: one for each part of `and` and `or`
/// that cannot be typed.
pub fn compile(tree: &Tree<'_>, expr: ExprId, scope: &mut Scope<'_>) -> Result<Condition, Vec<Finding>> {
    let mut compiler = Compiler { tree, scope, others: Vec::new(), depth: 0 };
    compiler.condition(expr).map_err(|last| {
        let mut all = std::mem::take(&mut compiler.others);
        all.push(last);
        all.sort_by_key(Finding::span);
        all
    })
}

/// Types an expression as a path, for `at:` and the places in messages; names bound anywhere in the rule may be used.
pub fn compile_path(tree: &Tree<'_>, expr: ExprId, scope: &mut Scope<'_>) -> Result<Path, Finding> {
    for bound in &mut scope.bound {
        bound.open = true;
    }
    Compiler { tree, scope, others: Vec::new(), depth: 0 }.path(expr).map(|found| found.path)
}

struct Compiler<'c, 's, 'v> {
    tree: &'c Tree<'s>,
    scope: &'c mut Scope<'v>,
    /// What is wrong besides the finding with which the typing ends.
    others: Vec<Finding>,
    /// In how many predicates this stands.
    depth: usize,
}

/// A path with what is known of its end.
struct Typed {
    path: Path,
    nodes: Box<[NodeId]>,
    /// The first repeating place on the way.
    repeats: Option<NodeId>,
}

type Typing<T> = Result<T, Finding>;

impl Compiler<'_, '_, '_> {
    fn text(&self, id: ExprId) -> &str {
        self.tree.text(self.tree.expr(id).span)
    }

    fn span(&self, id: ExprId) -> Span {
        self.tree.expr(id).span
    }

    fn condition(&mut self, id: ExprId) -> Typing<Condition> {
        Ok(Condition { form: self.form(id)?, span: self.span(id) })
    }

    fn form(&mut self, id: ExprId) -> Typing<Form> {
        let tree = self.tree;
        match &tree.expr(id).kind {
            ExprKind::Binary(Operator::And, left, right) => Ok(Form::All(self.chain(Operator::And, *left, *right)?)),
            ExprKind::Binary(Operator::Or, left, right) => Ok(Form::Any(self.chain(Operator::Or, *left, *right)?)),
            ExprKind::Not(inner) => Ok(Form::Not(Box::new(self.condition(*inner)?))),
            ExprKind::Binary(Operator::Is, left, right) => self.is(*left, *right),
            ExprKind::Binary(Operator::In, left, right) => self.among(*left, *right),
            ExprKind::Binary(operator, left, right) => match comparison(*operator) {
                Some(comparison) => self.compare(comparison, *left, *right),
                None => Err(self.no_condition(id)),
            },
            ExprKind::Quantified(quantifier, inner) => self.quantified(*quantifier, *inner),
            ExprKind::Several { quantifier, items, within, state } => {
                self.several(id, *quantifier, (*items, *within), *state)
            }
            ExprKind::Call(name, arguments) if self.text(*name) == "same_interest" => {
                self.same_interest(id, *arguments)
            }
            ExprKind::Call(name, arguments) if self.text(*name) == "here" => self.here(id, *arguments),
            ExprKind::Word | ExprKind::Own(_) => self.holds(id),
            _ => Err(self.no_condition(id)),
        }
    }

    /// `a and b and c` as one list.
    fn chain(&mut self, operator: Operator, left: ExprId, right: ExprId) -> Typing<Box<[Condition]>> {
        let mut operands = vec![right];
        let mut first = left;
        while let ExprKind::Binary(same, left, right) = self.tree.expr(first).kind
            && same == operator
        {
            operands.push(right);
            first = left;
        }
        operands.push(first);
        let (mut typed, mut wrong) = (Vec::with_capacity(operands.len()), None);
        for operand in operands.into_iter().rev() {
            match self.condition(operand) {
                Ok(condition) => typed.push(condition),
                Err(problem) => self.others.extend(wrong.replace(problem)),
            }
        }
        wrong.map_or(Ok(typed.into()), Err)
    }

    /// A path alone.
    fn holds(&mut self, id: ExprId) -> Typing<Form> {
        let typed = self.single(id)?;
        match self.value_type(&typed) {
            ValueType::YesNo => Ok(Form::Holds(typed.path)),
            _ => Err(Finding::error(
                "rules/condition",
                self.span(id),
                format!("`{}` alone is no condition", self.text(id)),
            )
            .at("not a yes/no fact")
            .help("compare it, or ask `is stated`")),
        }
    }

    fn is(&mut self, left: ExprId, right: ExprId) -> Typing<Form> {
        if let Some(state) = state(self.text(right)) {
            // Whether a block or a repeating fact is stated needs no name for each one.
            return Ok(Form::State(state, self.path(left)?.path));
        }
        let typed = self.single(left)?;
        if let Some(form) = self.predicate(&typed, right)? {
            return Ok(form);
        }
        if self.text(right) == "other" && self.is_document(&typed) {
            return Ok(Form::State(State::Other, typed.path));
        }
        match self.value_type(&typed).clone() {
            ValueType::Word(list) => {
                let word = self.word(right, list)?;
                Ok(Form::KindOf(typed.path, word))
            }
            _ => Err(Finding::error(
                "rules/condition",
                self.span(left),
                format!("`{}` has no words to be a kind of", self.text(left)),
            )
            .at("not a word of the vocabulary")
            .help("write `=` to compare it, or `is stated`, `is none`, `is not_required`")),
        }
    }

    fn among(&mut self, left: ExprId, right: ExprId) -> Typing<Form> {
        let typed = self.single(left)?;
        let ExprKind::List(run) = self.tree.expr(right).kind else {
            return Err(Finding::error("rules/condition", self.span(right), "expected a list after `in`")
                .at("not a list")
                .help("write `x in [a, b]`"));
        };
        let items: Vec<ExprId> = self.tree.run(run).collect();
        let value = self.value_type(&typed).clone();
        let mut literals = Vec::with_capacity(items.len());
        for item in items {
            let literal = self.literal(item, &typed)?;
            let found = literal.value_type(Some(&value));
            if !comparable(&value, &found) {
                return Err(self.mismatch(left, &value, item, &found));
            }
            literals.push(literal);
        }
        Ok(Form::Among(typed.path, literals.into()))
    }

    fn compare(&mut self, comparison: Comparison, left: ExprId, right: ExprId) -> Typing<Form> {
        // The side that is a path says how the other one is read.
        if !self.is_path(left) && self.is_path(right) {
            return self.compare(comparison.turned(), right, left);
        }
        let (left_term, left_type) = self.term(left, None)?;
        let (right_term, right_type) = self.term(right, Some(&left_type))?;
        if !comparable(&left_type, &right_type) {
            return Err(self.mismatch(left, &left_type, right, &right_type));
        }
        let ordered = !matches!(comparison, Comparison::Equal | Comparison::Unequal);
        if ordered
            && !matches!(
                left_type,
                ValueType::Count
                    | ValueType::Quantity(_)
                    | ValueType::Money
                    | ValueType::Date
                    | ValueType::Period
                    | ValueType::Version
            )
        {
            return Err(Finding::error(
                "rules/condition",
                self.span(left),
                format!("`{}` has no order", self.text(left)),
            )
            .at("neither a number nor a date")
            .help("compare with `=` or `!=`"));
        }
        Ok(Form::Compare(comparison, left_term, right_term))
    }

    fn quantified(&mut self, quantifier: Quantifier, inner: ExprId) -> Typing<Form> {
        let (path, slot, body) = self.bound(inner)?;
        let body = match body {
            Some(body) => Some(Box::new(self.condition(body)?)),
            None => None,
        };
        self.scope.bound[slot as usize].open = false;
        Ok(Form::Quantified { quantifier, path, slot, body })
    }

    /// `path as name (body)`: binds the name; the body is for the caller, who closes the name after it.
    fn bound(&mut self, id: ExprId) -> Typing<(Path, Slot, Option<ExprId>)> {
        let (path, name, body) = match self.tree.expr(id).kind {
            ExprKind::Bound { path, name, body } => (path, Some(name), body),
            _ => (id, None, None),
        };
        let typed = self.path(path)?;
        let name = name.map_or(String::new(), |name| self.text(name).to_owned());
        let slot = self.scope.bound.len();
        if slot >= usize::from(Slot::MAX) {
            return Err(
                Finding::error("rules/condition", self.span(id), "a rule binds too many names").at("one name too many")
            );
        }
        self.scope.bound.push(super::compile::Bound { name, nodes: typed.nodes, open: true });
        Ok((typed.path, slot as Slot, body))
    }

    fn here(&mut self, id: ExprId, arguments: Run) -> Typing<Form> {
        let arguments: Vec<ExprId> = self.tree.run(arguments).collect();
        let [inner] = arguments[..] else {
            let message = format!("`here` takes one condition, found {}", arguments.len());
            return Err(Finding::error("rules/condition", self.span(id), message).at("here"));
        };
        Ok(Form::Here(Box::new(self.condition(inner)?)))
    }

    fn same_interest(&mut self, id: ExprId, arguments: Run) -> Typing<Form> {
        let arguments: Vec<ExprId> = self.tree.run(arguments).collect();
        let [left, right] = arguments[..] else {
            return Err(Finding::error(
                "rules/condition",
                self.span(id),
                format!("`same_interest` takes two names, found {}", arguments.len()),
            )
            .at("here")
            .help("write `same_interest(a, b)`"));
        };
        Ok(Form::SameInterest(self.name_of_body(left)?, self.name_of_body(right)?))
    }

    fn name_of_body(&mut self, id: ExprId) -> Typing<Path> {
        let typed = self.single(id)?;
        match self.value_type(&typed) {
            ValueType::Organisation | ValueType::Country | ValueType::Text => Ok(typed.path),
            _ => Err(Finding::error(
                "rules/condition",
                self.span(id),
                format!("`{}` is no name of a body", self.text(id)),
            )
            .at("expected an organisation or a country")),
        }
    }
}

/// The state that a word behind `is` asks for.
fn state(word: &str) -> Option<State> {
    Some(match word {
        "stated" => State::Stated,
        "shown" => State::Shown,
        "denied" => State::Denied,
        "silent" => State::Silent,
        "none" => State::None,
        "not_required" => State::NotRequired,
        _ => return None,
    })
}

fn comparison(operator: Operator) -> Option<Comparison> {
    Some(match operator {
        Operator::Equal => Comparison::Equal,
        Operator::Unequal => Comparison::Unequal,
        Operator::Less => Comparison::Less,
        Operator::AtMost => Comparison::AtMost,
        Operator::Greater => Comparison::Greater,
        Operator::AtLeast => Comparison::AtLeast,
        _ => return None,
    })
}

fn arithmetic(operator: Operator) -> Option<Arithmetic> {
    Some(match operator {
        Operator::Add => Arithmetic::Add,
        Operator::Subtract => Arithmetic::Subtract,
        Operator::Multiply => Arithmetic::Multiply,
        Operator::Divide => Arithmetic::Divide,
        _ => return None,
    })
}

/// The dimension of a type that measures: known, or any.
fn dimension(value: &ValueType) -> Option<Option<crate::measure::Dimension>> {
    match value {
        ValueType::Count => Some(Some(Unit::ONE.dimension())),
        ValueType::Quantity(Some((dimension, _))) => Some(Some(*dimension)),
        ValueType::Quantity(None) | ValueType::Money => Some(None),
        _ => None,
    }
}

fn quantity_of(dimension: Option<crate::measure::Dimension>) -> ValueType {
    ValueType::Quantity(dimension.map(|dimension| (dimension, "".into())))
}

fn comparable(left: &ValueType, right: &ValueType) -> bool {
    if let (Some(left), Some(right)) = (dimension(left), dimension(right)) {
        return left.is_none() || right.is_none() || left == right;
    }
    let dates = |value: &ValueType| matches!(value, ValueType::Date | ValueType::Period);
    let texts = |value: &ValueType| {
        matches!(
            value,
            ValueType::Text
                | ValueType::Organisation
                | ValueType::Reference(_)
                | ValueType::Instrument
                | ValueType::Symbol
                | ValueType::Rule
        )
    };
    left == right
        || dates(left) && dates(right)
        || texts(left) && texts(right)
        || matches!((left, right), (ValueType::Word(_), ValueType::Word(_)))
}
