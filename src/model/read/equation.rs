//! Whether what stands behind `equation` is one: a symbol, `=`, and one expression that can be calculated.

use super::Reader;
use super::values::shorten;
use crate::finding::Finding;
use crate::measure::parse_amount;
use crate::model::formula::{FUNCTIONS, Function};
use crate::model::value::Value;
use crate::source::Span;
use crate::syntax::{ExprId, ExprKind, Operator, Statement};
use crate::vocabulary::NodeId;
use rustc_hash::FxHashSet;

/// The word under which symbols are declared.
const PARAMETER: &str = "parameter";

/// How an equation is written.
const FORM: &str = "write the symbol that the equation yields, `=`, and how it is calculated: ER = BE - PE";

impl<'s> Reader<'_, 's> {
    /// An equation, a word that stands in its place (`none`), or what is none, which is told.
    pub(super) fn equation(&mut self, statement: &Statement, node: NodeId) -> Value {
        let values: Vec<ExprId> = self.tree.run(statement.values).collect();
        if let [id] = values[..]
            && let ExprKind::Word = self.tree.expr(id).kind
            && let Some(state) = super::state(self.tree.text(self.tree.expr(id).span))
        {
            return state;
        }
        let problem = match values[..] {
            [] if statement.uncomma.is_none() => return self.no_value(statement, node),
            _ => self.parts_problem(&values).or_else(|| self.form_problem(&values, statement)),
        };
        let Some(problem) = problem else { return Value::Formula };
        // What the syntax has told of this equation is not told twice.
        if !self.broken.within(statement.head) {
            self.findings.push(problem);
        }
        Value::Unknown
    }

    /// The first part that no equation can have.
    fn parts_problem(&self, values: &[ExprId]) -> Option<Finding> {
        let mut parts: Vec<ExprId> = values.iter().flat_map(|value| self.parts(*value)).collect();
        parts.sort_unstable_by_key(|part| self.tree.expr(*part).span.start);
        parts.into_iter().find_map(|part| self.part_problem(part))
    }

    /// The parts of an expression that are calculated with: neither indices nor what a sum runs over.
    fn parts(&self, root: ExprId) -> Vec<ExprId> {
        let (mut open, mut parts) = (vec![root], Vec::new());
        while let Some(at) = open.pop() {
            parts.push(at);
            match self.tree.expr(at).kind {
                ExprKind::Negative(inner) => open.push(inner),
                ExprKind::Binary(_, left, right) => open.extend([left, right]),
                ExprKind::If(condition, then, or) => open.extend([condition, then, or]),
                ExprKind::Call(name, run) => {
                    let sum = self.function(name) == Some(Function::Sum);
                    let over = if sum { run.end.saturating_sub(run.start + 1) } else { 0 };
                    open.extend(self.tree.run(run).skip(over as usize));
                }
                _ => {}
            }
        }
        parts
    }

    fn function(&self, name: ExprId) -> Option<Function> {
        Function::named(self.tree.text(self.tree.expr(name).span))
    }

    fn part_problem(&self, part: ExprId) -> Option<Finding> {
        let expr = self.tree.expr(part);
        match expr.kind {
            ExprKind::Word | ExprKind::Text { .. } | ExprKind::Negative(_) | ExprKind::If(..) => None,
            ExprKind::Index(base, _) if matches!(self.tree.expr(base).kind, ExprKind::Word | ExprKind::Text { .. }) => {
                None
            }
            ExprKind::Number { digits, unit } => self.number_problem(digits, unit),
            ExprKind::Call(name, run) if run.start < run.end => self.call_problem(name, expr.span),
            ExprKind::Binary(Operator::In | Operator::Is | Operator::To, ..) => Some(self.strange(expr.span)),
            ExprKind::Binary(..) => None,
            _ => Some(self.strange(expr.span)),
        }
    }

    fn strange(&self, span: Span) -> Finding {
        let message = format!("`{}` cannot stand in an equation", shorten(self.tree.text(span)));
        Finding::error("vocabulary/not-an-equation", span, message).at("nothing that is calculated with").help(FORM)
    }

    /// A number that is too long, or a symbol behind it that is taken for its unit.
    fn number_problem(&self, digits: Span, unit: Option<Span>) -> Option<Finding> {
        if let Err(problem) = parse_amount(self.tree.text(digits)) {
            return Some(super::values::unreadable_number(digits, &problem));
        }
        let unit = unit?;
        let text = self.tree.text(unit);
        let end = text.find(|each: char| each != '_' && !each.is_alphanumeric()).unwrap_or(text.len());
        let name = &text[..end];
        if self.declares(name) {
            let symbol = Span::new(unit.file, unit.start, unit.start + end as u32);
            return Some(self.no_operator(digits, symbol, symbol));
        }
        let problem = self.vocabulary.units.parse(text).err()?;
        let finding = Finding::error("vocabulary/unknown-unit", unit, format!("{problem}")).at("this unit");
        Some(match name {
            "" => finding,
            _ => finding
                .help(format!("if `{name}` is a symbol, write the operator: {} * {name}", self.tree.text(digits))),
        })
    }

    fn call_problem(&self, name: ExprId, whole: Span) -> Option<Finding> {
        if self.function(name).is_some() {
            return None;
        }
        let span = self.tree.expr(name).span;
        let text = self.tree.text(span);
        if self.declares(text) {
            let behind = Span::new(span.file, span.end, whole.end);
            return Some(self.no_operator(span, behind, behind));
        }
        let message =
            format!("there is no function `{text}`; there are {}", FUNCTIONS.map(|(name, _)| name).join(", "));
        let finding = Finding::error("vocabulary/unknown-function", span, message).at("followed by what it is of");
        Some(finding.help(format!("if `{text}` is a symbol, write the operator: {text} * (…)")))
    }

    /// What is no single `symbol = term`, though each of its parts may stand in one.
    fn form_problem(&self, values: &[ExprId], statement: &Statement) -> Option<Finding> {
        let tree = self.tree;
        let end = statement.head.end;
        let start = values.first().map_or(end, |first| tree.expr(*first).span.start);
        let all = Span::new(statement.head.file, start, end);
        let wrong = |message: String, label: &str| {
            Finding::error("vocabulary/not-an-equation", all, message).at(label).help(FORM)
        };
        if let Some(gap) = statement.uncomma {
            let after = values.iter().find(|value| tree.expr(**value).span.start >= gap.end)?;
            let before = values.iter().rev().find(|value| tree.expr(**value).span.end <= gap.start)?;
            let [before, after] = [self.edge(*before, false), self.edge(*after, true)];
            let finding = self.no_operator(before, after, if gap.is_empty() { after } else { gap });
            let line = tree.text(Span::new(gap.file, statement.head.start, before.start));
            return Some(match line.trim_end_matches(' ').ends_with('\n') {
                true => finding.help("the line above ends with an operator, so that the equation goes on here"),
                false => finding,
            });
        }
        let [root] = values[..] else {
            let message = format!("expected one equation, found {} values with commas between them", values.len());
            return Some(wrong(message, "which of them is it?"));
        };
        let ExprKind::Binary(Operator::Equal, left, _) = tree.expr(root).kind else {
            let message = format!("`{}` sets no symbol equal to anything", shorten(tree.text(all)));
            return Some(wrong(message, "expected `=` in it"));
        };
        let left = tree.expr(left);
        let symbol = matches!(left.kind, ExprKind::Word | ExprKind::Text { .. } | ExprKind::Index(..));
        let found = shorten(tree.text(left.span));
        (!symbol).then(|| wrong(format!("expected a symbol before `=`, found `{found}`"), "defines no symbol"))
    }

    /// The operand that stands first in an expression, or last.
    fn edge(&self, value: ExprId, first: bool) -> Span {
        let mut at = value;
        loop {
            at = match self.tree.expr(at).kind {
                ExprKind::Binary(_, left, _) if first => left,
                ExprKind::Binary(_, _, right) if !first => right,
                ExprKind::Negative(inner) | ExprKind::If(_, _, inner) if !first => inner,
                _ => return self.tree.expr(at).span,
            };
        }
    }

    fn no_operator(&self, before: Span, after: Span, at: Span) -> Finding {
        let [before, after] = [before, after].map(|span| shorten(self.tree.text(span)));
        let message = format!("expected an operator between `{before}` and `{after}`");
        let help = "a product is written with `*`; write `+`, `-`, `*`, `/` or `^` between the two";
        Finding::error("syntax/expected-operator", at, message).at("here").help(help)
    }

    /// Whether the document declares a symbol of this name.
    fn declares(&self, name: &str) -> bool {
        let base = name.rsplit_once('_').map_or(name, |(base, _)| base);
        let symbols = self.symbols.get_or_init(|| self.declared_symbols(self.document));
        symbols.contains(name) || symbols.contains(base)
    }

    /// The symbols that a document declares, in options too, without their indices.
    fn declared_symbols(&self, at: u32) -> FxHashSet<&'s str> {
        let tree = self.tree;
        let inside = &tree.statements[at as usize..tree.statements[at as usize].end as usize];
        let declared = inside.iter().filter(|statement| tree.text(statement.word) == PARAMETER);
        let name = |id: ExprId| match tree.expr(id).kind {
            ExprKind::Index(base, _) => base,
            _ => id,
        };
        let names = declared.flat_map(|statement| tree.run(statement.values)).map(name);
        names.map(|id| tree.text(tree.expr(id).span).trim_matches('"')).collect()
    }
}
