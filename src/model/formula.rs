//! Formulas in compact form: the text and its tree are let go, what an equation says is kept.

use super::document::EntryId;
use super::value::TextId;
use rust_decimal::Decimal;

/// An equation of a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula {
    /// The fact that it is the value of.
    pub entry: EntryId,
    /// Its terms, operands before what uses them; the last one is the whole. What nothing uses is of no meaning.
    pub terms: Box<[Term]>,
    /// The arguments of calls, by place in `terms`.
    pub arguments: Box<[u32]>,
}

/// A part of a formula, with the bytes of the file that it stands in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Term {
    /// From its first to after its last byte.
    pub span: (u32, u32),
    /// What it is; operands by place in [`Formula::terms`].
    pub kind: TermKind,
}

/// What a part of a formula is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TermKind {
    /// A symbol of the author's: `EG[i,y]`; what stands in its brackets is kept as text.
    Symbol(TextId, TextId),
    /// A number, with its unit where it has one.
    Number(Decimal, Option<TextId>),
    /// `-x`
    Negative(u32),
    /// Two operands.
    Binary(Arithmetic, u32, u32),
    /// A function of some arguments: where they begin in [`Formula::arguments`], and how many there are.
    Call(Function, u32, u32),
    /// `if c then x else y`
    If(u32, u32, u32),
    /// What could not be read.
    Unknown,
}

/// What stands between two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arithmetic {
    /// `=`: a definition where it is outermost, else a comparison.
    Equal,
    /// `!=`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
    /// `and`
    And,
    /// `or`
    Or,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `^`
    Power,
}

/// A function that formulas may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// `sum(i, x)`: of the last argument, over the others.
    Sum,
    /// The least argument.
    Min,
    /// The greatest argument.
    Max,
    /// The exponential function.
    Exp,
    /// The natural logarithm.
    Ln,
    /// The square root.
    Sqrt,
}

/// The functions by their names.
pub const FUNCTIONS: [(&str, Function); 6] = [
    ("sum", Function::Sum),
    ("min", Function::Min),
    ("max", Function::Max),
    ("exp", Function::Exp),
    ("ln", Function::Ln),
    ("sqrt", Function::Sqrt),
];

impl Function {
    /// The function of this name.
    pub fn named(name: &str) -> Option<Function> {
        FUNCTIONS.iter().find(|(known, _)| *known == name).map(|(_, function)| *function)
    }
}

impl Formula {
    /// A part.
    pub fn term(&self, at: u32) -> Term {
        self.terms[at as usize]
    }

    /// The two sides of a definition; none where the formula defines nothing.
    pub fn sides(&self) -> Option<(u32, u32)> {
        match self.terms.last()?.kind {
            TermKind::Binary(Arithmetic::Equal, left, right) => Some((left, right)),
            _ => None,
        }
    }

    /// The operands of a part, in the order of the text.
    pub fn operands(&self, at: u32) -> impl Iterator<Item = u32> + '_ {
        let (fixed, called): ([Option<u32>; 3], &[u32]) = match self.term(at).kind {
            TermKind::Symbol(..) | TermKind::Number(..) | TermKind::Unknown => ([None; 3], &[]),
            TermKind::Negative(inner) => ([Some(inner), None, None], &[]),
            TermKind::Binary(_, left, right) => ([Some(left), Some(right), None], &[]),
            TermKind::If(condition, then, or) => ([Some(condition), Some(then), Some(or)], &[]),
            TermKind::Call(function, start, count) => {
                let all = &self.arguments[start as usize..(start + count) as usize];
                // What a sum runs over is an index, no operand.
                let skipped = if function == Function::Sum { all.len().saturating_sub(1) } else { 0 };
                ([None; 3], &all[skipped..])
            }
        };
        fixed.into_iter().flatten().chain(called.iter().copied())
    }

    /// The parts below one and itself, in the order of the text, operands first.
    pub fn within(&self, root: u32) -> Vec<u32> {
        self.reached(root, |_| true)
    }

    /// The same without what stands under a sum, which has a value for each member only.
    pub fn outside_sums(&self, root: u32) -> Vec<u32> {
        self.reached(root, |kind| !matches!(kind, TermKind::Call(Function::Sum, ..)))
    }

    fn reached(&self, root: u32, enters: impl Fn(TermKind) -> bool) -> Vec<u32> {
        let mut wanted = vec![false; root as usize + 1];
        wanted[root as usize] = true;
        for at in (0..=root).rev() {
            if wanted[at as usize] && enters(self.term(at).kind) {
                self.operands(at).for_each(|operand| wanted[operand as usize] = true);
            }
        }
        (0..=root).filter(|at| wanted[*at as usize]).collect()
    }
}
