//! A condition with one operator turned, weakened or dropped: what the examples of a rule must notice.

use super::{Aggregate, Arithmetic, Comparison, Condition, Form, State, Term, Total};
use crate::source::Span;
use crate::syntax::Quantifier;

/// A condition in which one operator is another one.
#[derive(Clone, Debug)]
pub struct Mutant {
    /// The whole condition.
    pub condition: Condition,
    /// What was done, in words.
    pub what: &'static str,
    /// The part to which it was done, in the file of the rule.
    pub span: Span,
}

/// All ways to turn, weaken or drop one operator of a condition, in the order of its text.
pub fn mutants(condition: &Condition) -> Vec<Mutant> {
    let span = condition.span;
    let mut all: Vec<Mutant> =
        here(condition).into_iter().map(|(what, condition)| Mutant { condition, what, span }).collect();
    let around = |form: Form| Condition { form, span };
    match &condition.form {
        Form::All(parts) => all.extend(of_list(parts, |parts| around(Form::All(parts)))),
        Form::Any(parts) => all.extend(of_list(parts, |parts| around(Form::Any(parts)))),
        Form::Not(inner) => all.extend(inside(inner, |inner| around(Form::Not(Box::new(inner))))),
        Form::Here(inner) => all.extend(inside(inner, |inner| around(Form::Here(Box::new(inner))))),
        Form::Quantified { body: Some(body), .. } if matches!(body.form, Form::Predicate(..)) => {}
        Form::Quantified { quantifier, path, slot, body: Some(body) } => all.extend(inside(body, |body| {
            around(Form::Quantified {
                quantifier: *quantifier,
                path: path.clone(),
                slot: *slot,
                body: Some(body.into()),
            })
        })),
        Form::Compare(comparison, left, right) => {
            let (comparison, left, right) = (*comparison, left, right);
            all.extend(terms(left, span, &|left| around(Form::Compare(comparison, left, right.clone()))));
            all.extend(terms(right, span, &|right| around(Form::Compare(comparison, left.clone(), right))));
        }
        _ => {}
    }
    all
}

/// What can be done to the operator that stands on top.
fn here(condition: &Condition) -> Vec<(&'static str, Condition)> {
    let of = |form: Form| Condition { form, span: condition.span };
    let negated = || of(Form::Not(Box::new(condition.clone())));
    match &condition.form {
        Form::All(parts) => {
            let swapped = ("`and` read as `or`", of(Form::Any(parts.clone())));
            std::iter::once(swapped).chain(without_one(parts, |rest| of(Form::All(rest)))).collect()
        }
        Form::Any(parts) => {
            let swapped = ("`or` read as `and`", of(Form::All(parts.clone())));
            std::iter::once(swapped).chain(without_one(parts, |rest| of(Form::Any(rest)))).collect()
        }
        Form::Not(inner) => vec![("`not` dropped", (**inner).clone())],
        Form::Here(inner) => vec![("`here` dropped", (**inner).clone())],
        // A predicate is asked of one value, whatever quantifier carries it.
        Form::Quantified { body: Some(body), .. } if matches!(body.form, Form::Predicate(..)) => {
            vec![("a predicate turned into its opposite", negated())]
        }
        Form::Compare(comparison, left, right) => other_comparisons(*comparison)
            .iter()
            .map(|(what, other)| (*what, of(Form::Compare(*other, left.clone(), right.clone()))))
            .collect(),
        Form::Quantified { quantifier, path, slot, body } => {
            let mut all: Vec<(&'static str, Condition)> = other_quantifiers(*quantifier)
                .into_iter()
                .map(|(what, quantifier)| {
                    let (path, body) = (path.clone(), body.clone());
                    (what, of(Form::Quantified { quantifier, path, slot: *slot, body }))
                })
                .collect();
            if body.is_some() {
                let bare = Form::Quantified { quantifier: *quantifier, path: path.clone(), slot: *slot, body: None };
                all.push(("what is said of each one dropped", of(bare)));
            }
            all
        }
        Form::State(State::Stated, _) => vec![("`is stated` turned into its opposite", negated())],
        Form::State(State::Other, _) => vec![("`is other` turned into its opposite", negated())],
        Form::State(State::Shown, _) => vec![("`is shown` turned into its opposite", negated())],
        Form::State(State::Denied, _) => vec![("`is denied` turned into its opposite", negated())],
        Form::State(State::Silent, _) => vec![("`is silent` turned into its opposite", negated())],
        Form::State(..) => vec![("`is none` turned into its opposite", negated())],
        Form::Holds(_) | Form::Predicate(..) | Form::KindOf(..) | Form::Among(..) | Form::SameInterest(..) => {
            vec![("turned into its opposite", negated())]
        }
    }
}

/// Each part of `and` or `or` dropped; one that is left alone stands alone.
fn without_one(parts: &[Condition], around: impl Fn(Box<[Condition]>) -> Condition) -> Vec<(&'static str, Condition)> {
    let rest = |dropped: usize| {
        let kept = parts.iter().enumerate().filter(|(at, _)| *at != dropped).map(|(_, part)| part.clone());
        let kept: Vec<Condition> = kept.collect();
        match kept.len() {
            1 => kept.into_iter().next(),
            _ => Some(around(kept.into())),
        }
    };
    const WHICH: [&str; 4] =
        ["first part dropped", "second part dropped", "third part dropped", "a later part dropped"];
    let dropped = (0..parts.len()).filter_map(|at| Some((WHICH[at.min(WHICH.len() - 1)], rest(at)?)));
    dropped.collect()
}

fn other_comparisons(comparison: Comparison) -> &'static [(&'static str, Comparison)] {
    match comparison {
        Comparison::Equal => &[("`=` read as `!=`", Comparison::Unequal)],
        Comparison::Unequal => &[("`!=` read as `=`", Comparison::Equal)],
        Comparison::Less => &[("`<` read as `<=`", Comparison::AtMost), ("`<` read as `>`", Comparison::Greater)],
        Comparison::AtMost => &[("`<=` read as `<`", Comparison::Less), ("`<=` read as `>=`", Comparison::AtLeast)],
        Comparison::Greater => &[("`>` read as `>=`", Comparison::AtLeast), ("`>` read as `<`", Comparison::Less)],
        Comparison::AtLeast => &[("`>=` read as `>`", Comparison::Greater), ("`>=` read as `<=`", Comparison::AtMost)],
    }
}

fn other_quantifiers(quantifier: Quantifier) -> [(&'static str, Quantifier); 2] {
    match quantifier {
        Quantifier::Any => [("`any` read as `every`", Quantifier::Every), ("`any` read as `no`", Quantifier::No)],
        Quantifier::Every => [("`every` read as `any`", Quantifier::Any), ("`every` read as `no`", Quantifier::No)],
        Quantifier::No => [("`no` read as `any`", Quantifier::Any), ("`no` read as `every`", Quantifier::Every)],
    }
}

/// The mutants of one part, each put back into the whole.
fn inside(part: &Condition, around: impl Fn(Condition) -> Condition) -> Vec<Mutant> {
    mutants(part).into_iter().map(|mutant| Mutant { condition: around(mutant.condition), ..mutant }).collect()
}

fn of_list(parts: &[Condition], around: impl Fn(Box<[Condition]>) -> Condition) -> Vec<Mutant> {
    let of_part = |(at, part): (usize, &Condition)| {
        let replaced = |other: Condition| {
            let mut parts: Vec<Condition> = parts.to_vec();
            parts[at] = other;
            around(parts.into())
        };
        inside(part, replaced)
    };
    parts.iter().enumerate().flat_map(of_part).collect()
}

/// The mutants of a term; `span` is the comparison that it stands in, as terms have no place of their own.
fn terms(term: &Term, span: Span, around: &dyn Fn(Term) -> Condition) -> Vec<Mutant> {
    let one = |what, term| Mutant { condition: around(term), what, span };
    match term {
        Term::Path(_) | Term::Literal(_) | Term::AsOf => Vec::new(),
        Term::Count(path, slot, body) => {
            let count = |body: Option<Box<Condition>>| Term::Count(path.clone(), *slot, body);
            let Some(body) = body else { return Vec::new() };
            let mut all = vec![one("what is counted weakened", count(None))];
            all.extend(inside(body, |body| around(count(Some(body.into())))));
            all
        }
        Term::Aggregate(total) => {
            let again = |other: Total| around(Term::Aggregate(other.into()));
            let (what, other) = match total.aggregate {
                Aggregate::Sum => ("`sum` read as `max`", Aggregate::Max),
                Aggregate::Min => ("`min` read as `max`", Aggregate::Max),
                Aggregate::Max => ("`max` read as `min`", Aggregate::Min),
            };
            let mut all = vec![one(what, Term::Aggregate(Total { aggregate: other, ..(**total).clone() }.into()))];
            if let Some(only) = &total.only {
                all.push(one(
                    "what is added up weakened",
                    Term::Aggregate(Total { only: None, ..(**total).clone() }.into()),
                ));
                all.extend(inside(only, |only| again(Total { only: Some(only), ..(**total).clone() })));
            }
            if let Some(inner) = &total.term {
                all.extend(terms(inner, span, &|inner| again(Total { term: Some(inner), ..(**total).clone() })));
            }
            all
        }
        Term::Arithmetic(operator, left, right) => {
            let (what, other) = match operator {
                Arithmetic::Add => ("`+` read as `-`", Arithmetic::Subtract),
                Arithmetic::Subtract => ("`-` read as `+`", Arithmetic::Add),
                Arithmetic::Multiply => ("`*` read as `/`", Arithmetic::Divide),
                Arithmetic::Divide => ("`/` read as `*`", Arithmetic::Multiply),
            };
            let join = |operator, left: Term, right: Term| Term::Arithmetic(operator, left.into(), right.into());
            let mut all = vec![one(what, join(other, (**left).clone(), (**right).clone()))];
            all.extend(terms(left, span, &|left| around(join(*operator, left, (**right).clone()))));
            all.extend(terms(right, span, &|right| around(join(*operator, (**left).clone(), right))));
            all
        }
        Term::Start(inner) => vec![one("`start` read as `end`", Term::End(inner.clone()))],
        Term::End(inner) => vec![one("`end` read as `start`", Term::Start(inner.clone()))],
    }
}
