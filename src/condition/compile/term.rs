//! Terms: facts, thresholds, calculations and aggregates, each with its type.

use super::{
    Aggregate, Arithmetic, Compiler, ExprId, ExprKind, Finding, Operator, Run, Term, Total, Typing, ValueType,
    arithmetic, dimension, nearest, quantity_of,
};

impl Compiler<'_, '_, '_> {
    /// A term and its type; `beside` is the type of what it is compared with.
    pub(super) fn term(&mut self, id: ExprId, beside: Option<&ValueType>) -> Typing<(Term, ValueType)> {
        let tree = self.tree;
        match &tree.expr(id).kind {
            ExprKind::Binary(operator, left, right) if arithmetic(*operator).is_some() => {
                self.arithmetic(*operator, *left, *right)
            }
            ExprKind::Call(name, arguments) => self.call(id, *name, *arguments),
            ExprKind::Word if self.text(id) == "as_of" => Ok((Term::AsOf, ValueType::Date)),
            ExprKind::Word if self.text(id).starts_with("limits.") => self.limit(id),
            ExprKind::Word | ExprKind::Own(_) => {
                if let Some(literal) = beside.and_then(|value| self.word_literal(id, value)) {
                    return Ok((Term::Literal(literal), beside.cloned().unwrap_or(ValueType::Text)));
                }
                if let Some(ValueType::Word(list)) = beside
                    && self.path(id).is_err()
                {
                    return Err(self.unknown_value(id, *list));
                }
                let typed = self.single(id)?;
                let value = self.value_type(&typed).clone();
                Ok((Term::Path(typed.path), value))
            }
            _ => {
                let literal = self.plain_literal(id, beside)?;
                let value = literal.value_type(beside);
                Ok((Term::Literal(literal), value))
            }
        }
    }

    fn limit(&mut self, id: ExprId) -> Typing<(Term, ValueType)> {
        let name = self.text(id).trim_start_matches("limits.").to_owned();
        match self.scope.limits.iter().find(|limit| limit.name == name) {
            Some(limit) => Ok((Term::Literal(limit.value.clone()), limit.value.value_type(None))),
            None => {
                let finding =
                    Finding::error("rules/condition", self.span(id), format!("this rule has no limit `{name}`"))
                        .at("not under `limits`");
                let near = nearest(&name, self.scope.limits.iter().map(|limit| limit.name.as_str()));
                Err(match near {
                    Some(near) => finding.help(format!("did you mean `limits.{near}`?")),
                    None => finding.help("name it under `limits` with its value and origin"),
                })
            }
        }
    }

    fn arithmetic(&mut self, operator: Operator, left: ExprId, right: ExprId) -> Typing<(Term, ValueType)> {
        let (left_term, left_type) = self.term(left, None)?;
        let (right_term, right_type) = self.term(right, None)?;
        let kind = arithmetic(operator).unwrap_or(Arithmetic::Add);
        let value = match (kind, dimension(&left_type), dimension(&right_type)) {
            (Arithmetic::Add | Arithmetic::Subtract, _, Some(_))
                if matches!(left_type, ValueType::Date | ValueType::Period) =>
            {
                ValueType::Date
            }
            (Arithmetic::Add | Arithmetic::Subtract, Some(one), Some(other)) => match (one, other) {
                (Some(one), Some(other)) if one != other => {
                    return Err(self.mismatch(left, &left_type, right, &right_type));
                }
                _ => left_type,
            },
            (Arithmetic::Multiply, Some(Some(one)), Some(Some(other))) => quantity_of(one.times(other)),
            (Arithmetic::Divide, Some(Some(one)), Some(Some(other))) => quantity_of(one.over(other)),
            (Arithmetic::Multiply | Arithmetic::Divide, Some(_), Some(_)) => ValueType::Quantity(None),
            _ => return Err(self.mismatch(left, &left_type, right, &right_type)),
        };
        Ok((Term::Arithmetic(kind, Box::new(left_term), Box::new(right_term)), value))
    }

    fn call(&mut self, id: ExprId, name: ExprId, arguments: Run) -> Typing<(Term, ValueType)> {
        let function = self.text(name).to_owned();
        let arguments: Vec<ExprId> = self.tree.run(arguments).collect();
        let aggregate = match function.as_str() {
            "sum" => Some(Aggregate::Sum),
            "min" => Some(Aggregate::Min),
            "max" => Some(Aggregate::Max),
            _ => None,
        };
        match (aggregate, &arguments[..]) {
            (Some(aggregate), [argument]) => return self.aggregate(aggregate, *argument),
            (Some(aggregate), [argument, term]) => return self.aggregate_of_some(aggregate, *argument, *term),
            _ => {}
        }
        let [argument] = arguments[..] else {
            return Err(Finding::error(
                "rules/condition",
                self.span(id),
                format!("`{function}` takes one argument, found {}", arguments.len()),
            )
            .at("here"));
        };
        match function.as_str() {
            "count" => self.count(argument),
            "start" | "end" => {
                let (term, value) = self.term(argument, None)?;
                if !matches!(value, ValueType::Date | ValueType::Period) {
                    return Err(Finding::error(
                        "rules/condition",
                        self.span(argument),
                        format!("`{function}` takes a date or a period"),
                    )
                    .at(format!("this is {}", self.say(&value))));
                }
                let term = Box::new(term);
                Ok((if function == "start" { Term::Start(term) } else { Term::End(term) }, ValueType::Date))
            }
            _ => {
                let known = ["count", "sum", "min", "max", "start", "end", "same_interest", "here"];
                let finding =
                    Finding::error("rules/condition", self.span(name), format!("no function is called `{function}`"))
                        .at("unknown function");
                Err(match nearest(&function, known.into_iter()) {
                    Some(near) => finding.help(format!("did you mean `{near}`?")),
                    None => finding.help(format!("the functions are {}", known.join(", "))),
                })
            }
        }
    }

    fn count(&mut self, argument: ExprId) -> Typing<(Term, ValueType)> {
        let (path, slot, body) = self.bound(argument)?;
        let body = match body {
            Some(body) => Some(Box::new(self.condition(body)?)),
            None => None,
        };
        self.scope.bound[slot as usize].open = false;
        Ok((Term::Count(path, slot, body), ValueType::Count))
    }

    fn aggregate(&mut self, aggregate: Aggregate, argument: ExprId) -> Typing<(Term, ValueType)> {
        let (path, slot, body) = self.bound(argument)?;
        let (term, value) = match body {
            Some(body) => {
                let (term, value) = self.term(body, None)?;
                (Some(term), value)
            }
            None => {
                let node = self.scope.bound[slot as usize].nodes[0];
                (None, self.scope.vocabulary.asked_as(node).clone())
            }
        };
        self.total(argument, Total { aggregate, path, slot, only: None, term, zero: self.zero(&value) }, value)
    }

    /// `sum(path as a (a condition), a term)`: of those that meet the condition.
    fn aggregate_of_some(&mut self, aggregate: Aggregate, some: ExprId, term: ExprId) -> Typing<(Term, ValueType)> {
        let (path, slot, body) = self.bound(some)?;
        let Some(body) = body else {
            return Err(Finding::error("rules/condition", self.span(some), "nothing says which of them are meant")
                .at("expected a name and a condition")
                .help("write `sum(path as a (condition), a.field)`, or `sum(path as a (a.field))` for all of them"));
        };
        let only = Some(self.condition(body)?);
        let (of_each, value) = self.term(term, None)?;
        self.total(term, Total { aggregate, path, slot, only, term: Some(of_each), zero: self.zero(&value) }, value)
    }

    fn total(&mut self, argument: ExprId, total: Total, value: ValueType) -> Typing<(Term, ValueType)> {
        self.scope.bound[total.slot as usize].open = false;
        if dimension(&value).is_none() {
            return Err(Finding::error(
                "rules/condition",
                self.span(argument),
                "only quantities can be added up or compared",
            )
            .at(format!("this is {}", self.say(&value))));
        }
        Ok((Term::Aggregate(Box::new(total)), value))
    }
}
