//! Values, equations and conditions: each as the tree it gives.

use super::print::{condition, parsed};

#[test]
fn values_are_read() {
    let table = [
        ("historical", "historical"),
        ("land.redd", "land.redd"),
        ("_x1", "_x1"),
        ("η_grid", "η_grid"),
        ("Präfektur", "Präfektur"),
        (r#""a \"b\" \\""#, r#""a \"b\" \\""#),
        (r#""""#, r#""""#),
        ("\"\"\"a \"quoted\"\n b\"\"\"", "long\"a \\\"quoted\\\"\\n b\""),
        ("07", "07"),
        ("600_000 tCO2e", "600_000:tCO2e"),
        ("10%", "10:%"),
        ("10 %/year", "10:%/year"),
        ("3 kg(N2O-N)/kg(N)", "3:kg(N2O-N)/kg(N)"),
        ("560 t(CO2e)/ha", "560:t(CO2e)/ha"),
        ("5 m^2", "5:m^2"),
        ("5 m^-2", "5:m^-2"),
        ("12m^-1", "12:m^-1"),
        ("5 °C", "5:°C"),
        ("0.57 tCO2e/MWh", "0.57:tCO2e/MWh"),
        ("12 USD", "12:USD"),
        ("%/year", "%/year"),
        ("2021-02-27", "2021-02-27"),
        ("2021-02", "2021-02"),
        ("2021-2", "(Subtract 2021 2)"),
        ("$5", "$5"),
        ("€/MWh", "€/MWh"),
        ("2005..2014", "(To 2005 2014)"),
        ("2018-03-12..2020-12-31", "(To 2018-03-12 2020-12-31)"),
        ("-10 %..10 %", "(To (- 10:%) 10:%)"),
        ("jan..dec", "(To jan dec)"),
        ("[a, b]", "[a, b]"),
        ("[a,\n b, # why\n]", "[a, b]"),
        ("[]", "[]"),
        ("a\u{a0}+\u{2003}b", "(Add a b)"),
    ];
    for (text, tree) in table {
        assert_eq!(condition(text), tree, "{text}");
    }
}

#[test]
fn operators_bind_in_their_order() {
    let table = [
        ("a + b * c", "(Add a (Multiply b c))"),
        ("a - b - c", "(Subtract (Subtract a b) c)"),
        ("a / b * c", "(Multiply (Divide a b) c)"),
        ("a ^ b ^ c", "(Power a (Power b c))"),
        ("-a ^ b", "(- (Power a b))"),
        ("a ^ -b * c", "(Multiply (Power a (- b)) c)"),
        ("-a * b", "(Multiply (- a) b)"),
        ("+5 %", "5:%"),
        ("(a + b) * c", "(Multiply (Add a b) c)"),
        ("a - -b", "(Subtract a (- b))"),
        ("a or b and c", "(Or a (And b c))"),
        ("not a and b", "(And (not a) b)"),
        ("not a = b", "(not (Equal a b))"),
        ("a and not b or c", "(Or (And a (not b)) c)"),
        ("a = b + 1", "(Equal a (Add b 1))"),
        ("a in 1..3", "(In a (To 1 3))"),
        ("a in [b, c] or d", "(Or (In a [b, c]) d)"),
        ("a not in [b]", "(not (In a [b]))"),
        ("a is stated", "(Is a stated)"),
        ("a is not none", "(not (Is a none))"),
        ("a <= 10 % and a != b", "(And (AtMost a 10:%) (Unequal a b))"),
        ("a < 10 and b >= 2 or c > 1", "(Or (And (Less a 10) (AtLeast b 2)) (Greater c 1))"),
        ("44/12", "(Divide 44 12)"),
        ("0.5*EF", "(Multiply 0.5 EF)"),
        ("a\n  + b\n  and c", "(And (Add a b) c)"),
    ];
    for (text, tree) in table {
        assert_eq!(condition(text), tree, "{text}");
    }
}

#[test]
fn paths_calls_and_quantifiers_are_read() {
    let table = [
        ("RE[p]", "RE[p]"),
        ("RE [p, t]", "RE[p, t]"),
        ("x[i][j + 1]", "x[i][(Add j 1)]"),
        (r#""MS%Bl" [j]"#, r#""MS%Bl"[j]"#),
        ("min(a, b)", "min(a, b)"),
        ("now()", "now()"),
        ("sum(i, q[i] * 2)", "sum(i, (Multiply q[i] 2))"),
        ("count(additionality.test) = 0", "(Equal count(additionality.test) 0)"),
        ("any additionality.test as t (t is barrier)", "(Any (as additionality.test t (Is t barrier)))"),
        ("every a as t(t.n = 2) and b", "(And (Every (as a t (Equal t.n 2))) b)"),
        ("no a as t (t)", "(No (as a t t))"),
        ("no a", "(No a)"),
        ("any own a.b as t (t)", "(Any (as (own a.b) t t))"),
        ("own a.b is stated", "(Is (own a.b) stated)"),
        ("own", "own"),
        ("no", "no"),
        ("a = no", "(Equal a no)"),
        ("no and a", "(And no a)"),
        ("not", "not"),
        ("sum(s as x (x.a * x.b))", "sum((as s x (Multiply x.a x.b)))"),
        ("max(s as x)", "max((as s x))"),
        ("if a > 1 then b else c + 1", "(if (Greater a 1) b (Add c 1))"),
        ("if a then b else if c then d else e", "(if a b (if c d e))"),
        ("as_of - 5 years", "(Subtract as_of 5:years)"),
        ("any x as a (any y as b (a = b))", "(Any (as x a (Any (as y b (Equal a b)))))"),
        ("if x = 10 then 1 else 2", "(if (Equal x 10) 1 2)"),
    ];
    for (text, tree) in table {
        assert_eq!(condition(text), tree, "{text}");
    }
}

#[test]
fn wrong_expressions_keep_what_can_be_read() {
    let table = [
        "a * * b",
        "a +",
        "a < b < c",
        "a = b = c",
        "a == b && c",
        "a × b − c ≤ d",
        "2005–2014",
        "()",
        "(a, b)",
        "[a b]",
        "1,000",
        "[1,000, 2]",
        "[1,2]",
        "1.2.3",
        "“a”",
        "a and",
        "a and and b",
        "if a",
        "if a than b else c",
        "a as",
        "any a as (b)",
        "a ? b",
        ".5",
        "tCO₂",
        "!a",
        "",
        "# only a comment",
        "a; b",
        "a { b }",
        "a )",
        "(a",
        "[a,,b]",
        "min(a,)",
        "а.b",
        "x y",
        "a @ \"b\"",
        "in x",
        "'a'",
        "/ a",
        "a // b",
        "a,",
        "\"open",
        "2021-02-2",
        "a ≠ b <> c",
        "else",
        "a or or",
    ];
    let told: String =
        table.iter().map(|text| format!("{text}\n  {}\n", condition(text).replace('\n', "\n  "))).collect();
    insta::assert_snapshot!(told, @r#"
    a * * b
      (Multiply a b)
      1:5 syntax/expected-value expected a value after `*`, found `*`
    a +
      (Add a ?)
      1:3 syntax/expected-value expected a value after `+`
    a < b < c
      (Less (Less a b) c)
      1:1 syntax/chained-comparison `a < b < c` compares more than once
    a = b = c
      (Equal (Equal a b) c)
      1:1 syntax/chained-comparison `a = b = c` compares more than once
    a == b && c
      (And (Equal a b) c)
      1:3 syntax/operator-spelling `==` is written `=` here
      1:8 syntax/operator-spelling `&&` is written `and` here
    a × b − c ≤ d
      (AtMost (Subtract (Multiply a b) c) d)
      1:3 syntax/operator-spelling `×` is written `*` here
      1:7 syntax/operator-spelling `−` is written `-` here
      1:11 syntax/operator-spelling `≤` is written `<=` here
    2005–2014
      (To 2005 2014)
      1:5 syntax/operator-spelling `–` is written `..` here
    ()
      ?
      1:1 syntax/expected-value expected a value between `(` and `)`
    (a, b)
      [a, b]
      1:1 syntax/list-in-parentheses `(a, b)` holds more than one value
    [a b]
      [a, b]
      1:3 syntax/missing-comma expected a comma between these values
    1,000
      ?
      1:1 syntax/comma-in-number `1,000` can be read as one number or as several
    [1,000, 2]
      [?, 2]
      1:2 syntax/comma-in-number `1,000` can be read as one number or as several
    [1,2]
      [1, 2]
    1.2.3
      ?
      1:1 syntax/dots-in-number `1.2.3` has more than one point
    “a”
      "a"
      1:1 syntax/quotation-marks the text “a” does not stand in straight quotation marks
    a and
      (And a ?)
      1:3 syntax/expected-value expected a value after `and`
    a and and b
      (And a b)
      1:7 syntax/expected-value expected a value after `and`, found `and`
    if a
      (if a ? ?)
      1:4 syntax/expected-joint expected `then` after `a`
    if a than b else c
      (if a ? ?)
      1:6 syntax/expected-joint expected `then`, found `than`
    a as
      (as a ?)
      1:3 syntax/expected-name expected a name after `as`
    any a as (b)
      (Any (as a ? b))
      1:7 syntax/expected-name expected a name after `as`
    a ? b
      a
      1:3 syntax/unexpected unexpected `?` after `a`
    .5
      5
      1:1 syntax/unexpected unexpected `.`
    tCO₂
      tCO
      1:4 syntax/unexpected unexpected `₂` after `tCO`
    !a
      a
      1:1 syntax/unexpected unexpected `!`

      none
      1:1 syntax/expected-value expected a condition
    # only a comment
      none
      1:1 syntax/expected-value expected a condition
    a; b
      a
      1:2 syntax/unexpected unexpected `;` after `a`
    a { b }
      a
      1:3 syntax/unexpected unexpected `{` after `a`
    a )
      a
      1:3 syntax/stray-closer this `)` closes nothing
    (a
      a
      1:1 syntax/unclosed-bracket this `(` is never closed
    [a,,b]
      [a, ?, b]
      1:4 syntax/expected-value expected a value after `,`, found `,`
    min(a,)
      min(a)
      1:7 syntax/expected-value expected a value after `,`, found `)`
    а.b
      а.b
      1:1 syntax/foreign-letter the word `а.b` holds `а` (U+0430), a letter of another script
    x y
      x
      1:3 syntax/unexpected unexpected `y` after `x`
    a @ "b"
      a
      1:3 syntax/unexpected unexpected `@` after `a`
    in x
      in
      1:4 syntax/unexpected unexpected `x` after `in`
    'a'
      "a"
      1:1 syntax/quotation-marks the text 'a' does not stand in straight quotation marks
    / a
      a
      1:1 syntax/expected-value expected a value, found `/`
    a // b
      (Divide a b)
      1:4 syntax/expected-value expected a value after `/`, found `/`
    a,
      a
      1:2 syntax/unexpected unexpected `,` after `a`
    "open
      "open"
      1:1 syntax/unterminated-text the text `open` does not end on its line
    2021-02-2
      ?
      1:1 syntax/loose-date `2021-02-2` is not a full date
    a ≠ b <> c
      (Unequal (Unequal a b) c)
      1:1 syntax/chained-comparison `a ≠ b <> c` compares more than once
      1:3 syntax/operator-spelling `≠` is written `!=` here
      1:7 syntax/operator-spelling `<>` is written `!=` here
    else
      else
    a or or
      (Or a ?)
      1:6 syntax/expected-value expected a value after `or`, found `or`
    "#);
}

#[test]
fn statements_hold_several_values() {
    let told = parsed(
        "a b, c\na [b, c]\na b c\na of \"x\" \"y\"\na b,\n  c\na x -\n  y\na (b\n c)\na; b\na = b\na: \"x\"\n  - b\n1,000 x\na 1,000 t\na 0,95\na 1,000,000, 2\na 1, 2\n",
    );
    insta::assert_snapshot!(told, @r#"
    a b, c
    a [b, c]
    a b, c ~
    a of, "x", "y" ~
    a b, c
    a (Subtract x y)
    a [b, c]
    a
    b
    a b
    a "x"
     (- b)
     ?
    a ?
    a ?
    a ?, 2
    a 1, 2
    ---
    9:5 syntax/missing-comma expected a comma between these values
    12:3 syntax/needless-sign no `=` stands between a word and its value
    13:2 syntax/needless-sign no `:` stands between a word and its value
    14:3 syntax/expected-word expected a word at the beginning of the statement, found `-`
    15:1 syntax/expected-word expected a word at the beginning of the statement, found `1`
    16:3 syntax/comma-in-number `1,000 t` can be read as one number or as several
    17:3 syntax/comma-in-number `0,95` can be read as one number or as several
    18:3 syntax/comma-in-number `1,000` can be read as one number or as several
    "#);
}
