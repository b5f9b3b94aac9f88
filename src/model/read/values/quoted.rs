//! Values that stand in quotation marks and need none: `approved "2021-02-27"`, `renewable "yes"`.

use super::shorten;
use crate::finding::Finding;
use crate::model::document::DocumentBuilder;
use crate::model::read::{Broken, Reader};
use crate::model::value::Value;
use crate::source::Span;
use crate::syntax::{ExprId, ExprKind, parse_expression};
use crate::vocabulary::{NodeId, ValueType};

impl Reader<'_, '_> {
    /// What stands between quotation marks in a place for bare values, read as if it stood bare. None where the place
    /// takes texts or words, which have their own findings, or where nothing can be read between the marks.
    pub(super) fn needlessly_quoted(
        &mut self,
        builder: &mut DocumentBuilder,
        id: ExprId,
        node: NodeId,
    ) -> Option<Value> {
        let expr = self.tree.expr(id);
        let ExprKind::Text { inner, escaped: false } = expr.kind else { return None };
        if !is_bare(&self.vocabulary.node(node).value) {
            return None;
        }
        let (tree, bare, broken) = parse_expression(self.tree.source, inner);
        let bare = bare.filter(|_| broken.is_empty())?;
        let mut findings = Vec::new();
        let (document, sources, symbols, units) = Default::default();
        let (vocabulary, broken, trials) = (self.vocabulary, &Broken::default(), self.trials);
        let (tree, told) = (&tree, &mut findings);
        let mut reader = Reader { tree, vocabulary, findings: told, broken, trials, document, sources, symbols, units };
        let value = reader.value(builder, bare, node);
        if findings.is_empty() {
            findings.push(needless_quotes(expr.span, self.tree.text(inner).trim()));
        }
        self.findings.append(&mut findings);
        Some(value)
    }
}

/// A value that is understood, but in quotation marks.
pub(super) fn needless_quotes(span: Span, text: &str) -> Finding {
    let text = shorten(text);
    Finding::error(
        "vocabulary/quoted-word",
        span,
        format!("`{text}` is of the language and stands without quotation marks"),
    )
    .at("in quotation marks here")
    .help(format!("write {text}"))
}

/// Whether values of a type stand without quotation marks and are no words of a list.
fn is_bare(value: &ValueType) -> bool {
    matches!(
        value,
        ValueType::YesNo
            | ValueType::Count
            | ValueType::Quantity(_)
            | ValueType::Quantities
            | ValueType::Money
            | ValueType::Date
            | ValueType::Period
            | ValueType::Country
    )
}
