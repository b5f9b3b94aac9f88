//! How percentages are read: every way is tried, and what comes out a hundred times too large or too small is none.

use super::is_hundredth;
use crate::equations::dimension::{Derivation, Misfit};
use crate::equations::measured::{Derived, Measured};
use crate::equations::sheet::Sheet;
use crate::model::{Arithmetic, EntryId, Formula, Function, TermKind};
use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

/// With more percentages than these in an equation, all of them are read alike.
const APART: usize = 4;

/// An equation with more terms is not meant to be read.
const MOST_TERMS: usize = 2_000;

/// How the percentages of a document are read.
#[derive(Debug, Default)]
pub(in crate::equations) struct Percentages {
    of: FxHashMap<EntryId, Judged>,
    /// For each declaration an equation that reads it as a number up to 100, and one that reads it as a share.
    read: FxHashMap<EntryId, [Option<usize>; 2]>,
}

/// What is known of the percentages of one equation.
#[derive(Debug)]
pub(in crate::equations) struct Judged {
    /// The declarations of its percentages.
    pub symbols: Vec<EntryId>,
    /// The ways to read them with which it comes out: which of them are numbers up to 100.
    fits: Vec<Vec<EntryId>>,
    /// What is wrong where it comes out with none.
    pub fault: Option<Fault>,
}

/// Why an equation does not come out.
#[derive(Clone, Copy, Debug)]
pub(in crate::equations) enum Fault {
    /// A sum of shares and of numbers up to 100, with a symbol in it.
    Mixed(u32, u32),
    /// A part that comes out a hundred times too large or too small for another one.
    Hundred {
        /// The part that it is set against.
        one: u32,
        /// The part itself.
        other: u32,
        /// A percentage in the equation.
        symbol: u32,
        /// Whether that one is a number up to 100 where it comes nearest.
        counted: bool,
        /// Whether the part is too large.
        larger: bool,
    },
}

impl Percentages {
    /// Reads all equations.
    pub fn new(sheet: &Sheet<'_>) -> Percentages {
        let mut all = Percentages::default();
        for (at, formula) in sheet.document.formulas.iter().enumerate() {
            let Some(judged) = Judged::new(sheet, formula) else { continue };
            for symbol in &judged.symbols {
                let counted = |fit: &Vec<EntryId>| fit.contains(symbol);
                let ways = [judged.fits.iter().all(counted), !judged.fits.iter().any(counted)];
                let read = all.read.entry(*symbol).or_default();
                for (read, only) in read.iter_mut().zip(ways) {
                    *read = read.or(only.then_some(at)).filter(|_| !judged.fits.is_empty() || read.is_some());
                }
            }
            all.of.insert(formula.entry, judged);
        }
        all
    }

    /// What is known of an equation that has a percentage, or a fraction.
    pub fn of(&self, entry: EntryId) -> Option<&Judged> {
        self.of.get(&entry)
    }

    /// Whether a percentage is to be put in as a number up to 100.
    pub fn counts(&self, declaration: EntryId) -> bool {
        matches!(self.read.get(&declaration), Some([Some(_), None]))
    }

    /// Whether an equation comes out with the percentages as they are put in.
    pub fn settles(&self, entry: EntryId) -> bool {
        let Some(judged) = self.of.get(&entry) else { return true };
        let counts = |symbol: &&EntryId| self.counts(**symbol);
        let put: Vec<EntryId> = judged.symbols.iter().filter(counts).copied().collect();
        judged.fits.contains(&put)
    }

    /// A percentage that this equation reads as a number up to 100 and another one as a share.
    pub fn read_otherwise<'m>(&self, sheet: &Sheet<'m>, formula: &Formula) -> Option<(u32, &'m Formula)> {
        let judged = self.of.get(&formula.entry)?;
        let both = |symbol: &EntryId| match self.read.get(symbol) {
            Some([Some(_), Some(share)]) => Some((*symbol, *share)),
            _ => None,
        };
        let counted = |symbol: &&EntryId| !judged.fits.is_empty() && judged.fits.iter().all(|fit| fit.contains(symbol));
        let (symbol, share) = judged.symbols.iter().filter(counted).find_map(both)?;
        let at = percentages(sheet, formula).into_iter().find(|(_, declared)| *declared == symbol)?.0;
        Some((at, &sheet.document.formulas[share]))
    }
}

impl Judged {
    fn new(sheet: &Sheet<'_>, formula: &Formula) -> Option<Judged> {
        if formula.terms.is_empty() || formula.terms.len() > MOST_TERMS {
            return None;
        }
        let mut symbols: Vec<EntryId> = percentages(sheet, formula).into_iter().map(|(_, symbol)| symbol).collect();
        symbols.sort_unstable();
        symbols.dedup();
        if symbols.is_empty() && !shares(sheet, formula).any(|_| true) {
            return None;
        }
        let (mut fits, mut fault): (Vec<Vec<EntryId>>, Option<Fault>) = Default::default();
        for points in ways(&symbols) {
            match wrong(sheet, formula, &points) {
                None => fits.push(points),
                Some(found)
                    if matches!((fault, found), (None, _) | (Some(Fault::Mixed(..)), Fault::Hundred { .. })) =>
                {
                    fault = Some(found);
                }
                Some(_) => {}
            }
        }
        let fault = fault.filter(|_| fits.is_empty());
        Some(Judged { symbols, fits, fault })
    }
}

/// All ways to read some percentages: which of them are numbers up to 100.
fn ways(symbols: &[EntryId]) -> Vec<Vec<EntryId>> {
    if symbols.len() > APART {
        return vec![Vec::new(), symbols.to_vec()];
    }
    let chosen = |way: usize| {
        let chosen = symbols.iter().enumerate().filter(|(at, _)| way >> at & 1 == 1);
        chosen.map(|(_, symbol)| *symbol).collect()
    };
    (0..1 << symbols.len()).map(chosen).collect()
}

/// The percentages of an equation: where each stands, and where it is declared.
fn percentages(sheet: &Sheet<'_>, formula: &Formula) -> Vec<(u32, EntryId)> {
    let declared = |at: u32| {
        let declared = sheet.lookup(formula, sheet.symbol(formula, at)?.0)?;
        let (unit, _) = declared.unit.as_ref()?;
        is_hundredth(*unit).then_some((at, declared.entry))
    };
    (0..formula.terms.len() as u32).filter_map(declared).collect()
}

/// The symbols in a unit that counts parts of a whole.
fn shares(sheet: &Sheet<'_>, formula: &Formula) -> impl Iterator<Item = u32> {
    (0..formula.terms.len() as u32).filter(move |at| is_share(sheet, formula, *at))
}

fn is_share(sheet: &Sheet<'_>, formula: &Formula, at: u32) -> bool {
    let unit = || sheet.lookup(formula, sheet.symbol(formula, at)?.0)?.unit.as_ref().map(|(_, text)| text);
    unit().is_some_and(|text| sheet.is_share(text))
}

/// What is wrong with an equation, if these percentages are numbers up to 100 and the others shares.
fn wrong(sheet: &Sheet<'_>, formula: &Formula, points: &[EntryId]) -> Option<Fault> {
    let derivation = Derivation::new(sheet, formula, Some(points));
    let mixed = sums(formula).into_iter().find_map(|(sum, leaves)| mixed(sheet, (formula, &derivation), sum, &leaves));
    let hundred = || {
        let apart = derivation.misfits.iter().rev().find_map(|misfit| match misfit {
            Misfit::Hundred(one, other, larger) => Some((*one, *other, *larger)),
            _ => None,
        });
        let (one, other, larger) = apart?;
        let symbols = percentages(sheet, formula);
        let counted = symbols.iter().find(|(_, declared)| points.contains(declared));
        let symbol = counted.or(symbols.first())?.0;
        Some(Fault::Hundred { one, other, symbol, counted: counted.is_some(), larger })
    };
    mixed.or_else(hundred)
}

/// What is added up, taken from each other or compared in a formula: the whole with all its addends.
fn sums(formula: &Formula) -> Vec<(u32, Vec<u32>)> {
    let last = formula.terms.len() as u32 - 1;
    let mut inner = vec![false; formula.terms.len()];
    let mut sums = Vec::new();
    for at in formula.within(last).into_iter().rev() {
        let sides = formula.sides().is_some() && at == last;
        if inner[at as usize] || sides || !is_sum(formula, at) {
            continue;
        }
        let (mut open, mut leaves) = (vec![at], Vec::new());
        while let Some(part) = open.pop() {
            let adds = part == at || is_addition(formula, part);
            inner[part as usize] |= adds;
            if adds { open.extend(formula.operands(part)) } else { leaves.push(part) }
        }
        sums.push((at, leaves));
    }
    sums
}

fn is_addition(formula: &Formula, at: u32) -> bool {
    matches!(
        formula.term(at).kind,
        TermKind::Binary(Arithmetic::Add | Arithmetic::Subtract, ..) | TermKind::Negative(_)
    )
}

/// Whether a part compares two others.
fn compares(formula: &Formula, at: u32) -> bool {
    use Arithmetic::{AtLeast, AtMost, Equal, Greater, Less, Unequal};
    matches!(formula.term(at).kind, TermKind::Binary(Equal | Unequal | Less | AtMost | Greater | AtLeast, ..))
}

fn is_sum(formula: &Formula, at: u32) -> bool {
    let least_or_most = matches!(formula.term(at).kind, TermKind::Call(Function::Min | Function::Max, ..));
    least_or_most || compares(formula, at) || is_addition(formula, at)
}

/// A sum whose bare numbers count otherwise than the percentages and fractions in it.
fn mixed(
    sheet: &Sheet<'_>,
    (formula, derivation): (&Formula, &Derivation<'_, '_>),
    sum: u32,
    leaves: &[u32],
) -> Option<Fault> {
    let numbers = leaves.iter().filter_map(|leaf| match derivation.get(*leaf) {
        Derived::Plain(number) => Some(number.abs()),
        _ => None,
    });
    let numbers: Vec<Decimal> = numbers.collect();
    if numbers == [Decimal::ONE] && compares(formula, sum) {
        return None; // one per cent, or the whole
    }
    let counts = size_of(&numbers)?;
    // Beside a fraction a two may be meant; ten and more are per cent.
    let large = numbers.iter().any(|number| *number >= Decimal::TEN);
    let size = |leaf: &u32| match derivation.get(*leaf) {
        Derived::Known(found) if found.unit.dimension().is_ratio() && found.percent => Some(hundreds(found)),
        Derived::Known(_) if is_share(sheet, formula, *leaf) && large => Some(0),
        _ => None,
    };
    let other = leaves.iter().find(|leaf| size(leaf).is_some_and(|size| Some(size) != counts))?;
    let symbol = formula.within(*other).into_iter().rev().find(|at| sheet.symbol(formula, *at).is_some());
    Some(Fault::Mixed(sum, symbol.unwrap_or(*other)))
}

/// What the bare numbers of a sum count: nothing where there is none; shares (0), per cent (1), or some this and some that.
fn size_of(numbers: &[Decimal]) -> Option<Option<i8>> {
    let numbers: Vec<&Decimal> = numbers.iter().filter(|number| !number.is_zero()).collect();
    let above = numbers.iter().any(|number| **number > Decimal::ONE);
    let whole = numbers.iter().any(|number| **number == Decimal::ONE);
    let hundred = numbers.iter().any(|number| **number == Decimal::ONE_HUNDRED);
    match numbers.is_empty() {
        true => None,
        false if above && whole && !hundred => Some(None),
        false => Some(Some(above.into())),
    }
}

/// How many hundreds a pure number is larger than the share that it stands for.
fn hundreds(found: Measured) -> i8 {
    let (mut number, mut size) = (found.number.abs(), found.points);
    while !number.is_zero() && number <= Decimal::new(1, 2) {
        (number, size) = (number * Decimal::ONE_HUNDRED, size.saturating_sub(1));
    }
    while number >= Decimal::ONE_HUNDRED {
        (number, size) = (number / Decimal::ONE_HUNDRED, size.saturating_add(1));
    }
    size
}
