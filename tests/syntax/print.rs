//! Trees and findings as short text.

use std::fmt::Write;

use tonne::finding::Finding;
use tonne::source::{LineIndex, Source};
use tonne::syntax::{ExprId, ExprKind, Limits, Run, Tree, parse, parse_expression};

use super::{KINDS, source};

/// An expression, fully bracketed.
pub fn expression(tree: &Tree<'_>, id: ExprId) -> String {
    let one = |id: ExprId| expression(tree, id);
    let text = |span| tree.text(span).to_owned();
    match &tree.expr(id).kind {
        ExprKind::Word | ExprKind::Date => text(tree.expr(id).span),
        ExprKind::Text { .. } => format!("{:?}", tree.string(id).unwrap_or_default()),
        ExprKind::LongText { .. } => format!("long{:?}", tree.string(id).unwrap_or_default()),
        ExprKind::Number { digits, unit: None } => text(*digits),
        ExprKind::Number { digits, unit: Some(unit) } => format!("{}:{}", tree.text(*digits), tree.text(*unit)),
        ExprKind::List(run) => format!("[{}]", list(tree, *run)),
        ExprKind::Negative(x) => format!("(- {})", one(*x)),
        ExprKind::Not(x) => format!("(not {})", one(*x)),
        ExprKind::Own(x) => format!("(own {})", one(*x)),
        ExprKind::Binary(operator, a, b) => format!("({operator:?} {} {})", one(*a), one(*b)),
        ExprKind::Call(name, run) => format!("{}({})", one(*name), list(tree, *run)),
        ExprKind::Index(base, run) => format!("{}[{}]", one(*base), list(tree, *run)),
        ExprKind::Quantified(quantifier, x) => format!("({quantifier:?} {})", one(*x)),
        ExprKind::Bound { path, name, body } => {
            let body = body.map_or(String::new(), |body| format!(" {}", one(body)));
            format!("(as {} {}{body})", one(*path), one(*name))
        }
        ExprKind::If(a, b, c) => format!("(if {} {} {})", one(*a), one(*b), one(*c)),
        ExprKind::Several { quantifier, items, within, state } => {
            let within = within.map_or(String::new(), |block| format!(" in {}", one(block)));
            format!("({quantifier:?} of [{}]{within} is {})", list(tree, *items), one(*state))
        }
        ExprKind::Missing => "?".to_owned(),
    }
}

fn list(tree: &Tree<'_>, run: Run) -> String {
    tree.run(run).map(|id| expression(tree, id)).collect::<Vec<_>>().join(", ")
}

/// The statements, indented; `~` marks values without commas, `!` a body without its end.
pub fn statements(tree: &Tree<'_>) -> String {
    let mut out = String::new();
    for statement in &tree.statements {
        out.push_str(&"  ".repeat(statement.depth.into()));
        out.push_str(tree.text(statement.word));
        let values = list(tree, statement.values);
        if !values.is_empty() {
            let _ = write!(out, " {values}");
        }
        if statement.uncomma.is_some() {
            out.push_str(" ~");
        }
        if let Some(body) = statement.body {
            out.push_str(if body.close.is_some() { " {}" } else { " {!" });
        }
        for citation in &tree.citations[statement.citations.start as usize..statement.citations.end as usize] {
            let inferred = if citation.inferred { " inferred" } else { "" };
            let _ = write!(out, " @{inferred} {}", list(tree, citation.parts));
        }
        out.push('\n');
    }
    out
}

/// `line:col code message` of each finding, with its help behind `=`.
pub fn findings(source: &Source, findings: &[Finding]) -> String {
    let lines = LineIndex::new(&source.text);
    let mut out = String::new();
    for finding in findings {
        let position = lines.position(&source.text, finding.span().start);
        let _ = writeln!(out, "{}:{} {} {}", position.line, position.column, finding.code, finding.message);
    }
    out
}

/// Statements and findings of a text.
pub fn parsed(text: &str) -> String {
    let source = source(text);
    let (tree, found) = parse(&source, KINDS, Limits::default());
    format!("{}---\n{}", statements(&tree), findings(&source, &found))
}

/// A condition and its findings.
pub fn condition(text: &str) -> String {
    let source = source(text);
    let span = tonne::source::Span::new(source.id, 0, text.len() as u32);
    let (tree, id, found) = parse_expression(&source, span);
    let read = id.map_or("none".to_owned(), |id| expression(&tree, id));
    match found.is_empty() {
        true => read,
        false => format!("{read}\n{}", findings(&source, &found).trim_end()),
    }
}
