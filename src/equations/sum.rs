//! What sums run over: the members for which values are given.

use super::compute::Evaluation;
use super::index::Place;
use super::sheet::Sheet;
use super::trouble::Trouble;
use crate::model::{Formula, Function, TermKind};
use rustc_hash::FxHashSet;
use smol_str::SmolStr;

/// For which member of each index an expression is evaluated.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope(Vec<(SmolStr, SmolStr)>);

impl Scope {
    fn member(&self, index: &str) -> Option<&SmolStr> {
        // The innermost sum over an index is meant.
        self.0.iter().rev().find(|(name, _)| name == index).map(|(_, member)| member)
    }

    fn with(&self, index: &SmolStr, member: SmolStr) -> Scope {
        let mut inner = self.clone();
        inner.0.push((index.clone(), member));
        inner
    }

    /// The members of some indices; none where one of them has none.
    pub(super) fn members(&self, indices: &[SmolStr]) -> Box<[SmolStr]> {
        indices.iter().map(|index| self.member(index).cloned()).collect::<Option<_>>().unwrap_or_default()
    }

    /// `i = coal, j = pump`
    pub(super) fn named(&self, indices: &[SmolStr]) -> SmolStr {
        let named = indices.iter().filter_map(|index| Some(format!("{index} = {}", self.member(index)?)));
        named.collect::<Vec<_>>().join(", ").into()
    }
}

/// Where the members of an index are sought: an expression, and the definitions that it leads to.
struct Search<'f> {
    index: SmolStr,
    open: Vec<(&'f Formula, u32, Scope, SmolStr)>,
    seen: FxHashSet<(SmolStr, SmolStr)>,
    found: Vec<(usize, SmolStr)>,
    /// A symbol that has the index, for the message.
    example: SmolStr,
}

/// So many members are told apart in one expression.
const MOST_MEMBERS: usize = 10_000;

impl<'m> Evaluation<'_, 'm> {
    /// The members that a symbol's own equation is asked for.
    pub(super) fn scope(&self, formula: &Formula, place: &Place) -> Scope {
        let left = formula.sides().and_then(|(left, _)| self.sheet.running(formula, left));
        let indices = left.map(|(_, indices)| indices).unwrap_or_default();
        Scope(indices.into_iter().zip(place.members.iter().cloned()).collect())
    }

    /// The symbol at a part of a formula, for the members that are meant there: an index that stands for none of them
    /// is one itself (`C[t-1]`).
    pub(super) fn place(&self, formula: &Formula, at: u32, scope: &Scope) -> Option<Place> {
        let (symbol, indices) = self.sheet.running(formula, at)?;
        let members = indices.into_iter().map(|index| scope.member(&index).cloned().unwrap_or(index)).collect();
        Some(Place { symbol, members })
    }

    /// What an expression needs a value of.
    pub(super) fn needs(&self, formula: &'m Formula, root: u32, scope: &Scope) -> Result<Vec<Place>, Trouble> {
        let mut needs = Vec::new();
        for at in formula.outside_sums(root) {
            self.spend(1, formula)?;
            if let Some(over) = self.sheet.sum_over(formula, at) {
                let Some(summed) = formula.operands(at).last() else { continue };
                for scope in self.scopes(formula, summed, (&over, scope))? {
                    needs.extend(self.needs(formula, summed, &scope)?);
                    if needs.len() > MOST_MEMBERS {
                        let left = self.sheet.left(formula).unwrap_or_default();
                        return Err(Trouble::Long(left));
                    }
                }
            } else if !matches!(formula.term(at).kind, TermKind::Call(Function::Sum, ..)) {
                needs.extend(self.place(formula, at, scope));
            }
        }
        Ok(needs)
    }

    /// An expression for every combination of members of some indices.
    pub(super) fn scopes(
        &self,
        formula: &'m Formula,
        root: u32,
        (indices, scope): (&[SmolStr], &Scope),
    ) -> Result<Vec<Scope>, Trouble> {
        let mut scopes = vec![scope.clone()];
        for index in indices {
            let mut inner = Vec::new();
            for scope in &scopes {
                let members = self.members_of((formula, root), index, scope)?;
                inner.extend(members.into_iter().map(|member| scope.with(index, member)));
                if inner.len() > MOST_MEMBERS {
                    return Err(Trouble::Long(self.sheet.left(formula).unwrap_or_default()));
                }
            }
            scopes = inner;
        }
        Ok(scopes)
    }

    /// Counts what is looked at; what would look at too much is given up.
    fn spend(&self, parts: usize, formula: &Formula) -> Result<(), Trouble> {
        let left = self.search.get().checked_sub(parts);
        self.search.set(left.ok_or_else(|| Trouble::Long(self.sheet.left(formula).unwrap_or_default()))?);
        Ok(())
    }

    /// The members of an index in an expression, in the order in which values are given for them.
    fn members_of(
        &self,
        (formula, root): (&'m Formula, u32),
        index: &SmolStr,
        scope: &Scope,
    ) -> Result<Vec<SmolStr>, Trouble> {
        let (seen, found) = Default::default();
        let open = vec![(formula, root, scope.clone(), index.clone())];
        let mut search = Search { index: index.clone(), open, seen, found, example: SmolStr::default() };
        while let Some((formula, root, scope, index)) = search.open.pop() {
            for at in formula.within(root) {
                self.spend(1, formula)?;
                self.seek(&mut search, (formula, at), &scope, &index)?;
            }
        }
        search.found.sort_unstable();
        let mut known: FxHashSet<SmolStr> = FxHashSet::default();
        let members: Vec<SmolStr> = search.found.into_iter().map(|(_, member)| member).collect();
        let members: Vec<SmolStr> = members.into_iter().filter(|member| known.insert(member.clone())).collect();
        match members.is_empty() {
            true => Err(Trouble::Members(search.index, search.example)),
            false => Ok(members),
        }
    }

    /// The members of an index that one symbol has, by its values or by its equation.
    fn seek(
        &self,
        search: &mut Search<'m>,
        (formula, at): (&'m Formula, u32),
        scope: &Scope,
        index: &SmolStr,
    ) -> Result<(), Trouble> {
        let Some((symbol, indices)) = self.sheet.running(formula, at) else { return Ok(()) };
        let Some(nth) = indices.iter().position(|name| name == index) else { return Ok(()) };
        if search.example.is_empty() {
            search.example = symbol.clone();
        }
        let given = self.members.get(&symbol);
        self.spend(given.map_or(0, Vec::len), formula)?;
        let fits = |place: &Place| {
            let others = indices.iter().zip(&place.members).filter(|(name, _)| *name != index);
            others.into_iter().all(|(name, member)| scope.member(name).is_none_or(|wanted| wanted == member))
        };
        let fitting = given.into_iter().flatten().filter(|(_, place)| fits(place));
        search.found.extend(fitting.map(|(order, place)| (*order, place.members[nth].clone())));
        if given.is_some() || self.value(&Place::whole(symbol.clone())).is_some() {
            return Ok(());
        }
        let Some(definition) = self.definition(&symbol)? else { return Ok(()) };
        let Some((left, right)) = definition.sides() else { return Ok(()) };
        let Some((_, own)) = self.sheet.running(definition, left) else { return Ok(()) };
        if let Some(own_index) = own.get(nth)
            && search.seen.insert((symbol, own_index.clone()))
        {
            let inner = own.iter().zip(&indices);
            let inner = inner.filter_map(|(own, outer)| Some((own.clone(), scope.member(outer)?.clone())));
            search.open.push((definition, right, Scope(inner.collect()), own_index.clone()));
        }
        Ok(())
    }
}

impl Sheet<'_> {
    /// The indices that a sum runs over; none where a part is no sum or does not say.
    pub(super) fn sum_over(&self, formula: &Formula, at: u32) -> Option<Vec<SmolStr>> {
        super::index::sum_over(self, formula, at)
    }
}
