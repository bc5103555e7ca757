from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportscraper.forms.formula import Formula, Term, parse_formula


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("a == b", Formula((Term("a"),), "==", ((Term("b"),),))),
        ("a+b<=c_1", Formula((Term("a"), Term("b")), "<=", ((Term("c_1"),),))),
        ("\n a\n>= 0 ", Formula((Term("a"),), ">=", ((Term("", 0),),))),
        ("x := y + 12", Formula((Term("x"),), ":=", ((Term("y"), Term("", 12)),))),
        (
            "s[Y] == s[Y-1] + n[2019] - r[Y]",
            Formula(
                (Term("s", year="Y"),),
                "==",
                ((Term("s", year="Y-1"), Term("n", year="2019"), Term("r", sign=-1, year="Y")),),
            ),
        ),
        (
            "n in {a__total, a__total + b}",
            Formula((Term("n"),), "in", ((Term("a__total"),), (Term("a__total"), Term("b")))),
        ),
        ("inner == index", Formula((Term("inner"),), "==", ((Term("index"),),))),
    ],
)
def test_formulas(text: str, formula: Formula) -> None:
    assert parse_formula(text) == formula


def test_names_stand_in_order_and_as_often_as_printed() -> None:
    assert parse_formula("a + b == a + 3 + c").names == ("a", "b", "a", "c")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "an operand is missing"),
        ("a", "a relation is missing"),
        ("a ==", "an operand is missing"),
        ("a == b c", "'c' is left over"),
        ("a == b == c", "'==' is left over"),
        ("a = b", "'= b' is not understood"),
        ("a == b * 2", "'\\* 2' is not understood"),
        ("a == b[Y-2]", "'\\[Y-2\\]' is not understood"),
        ("n in a", "'{' is missing"),
        ("n in {a, b", "'}' is missing"),
        ("n in {}", "an operand is missing"),
        ("__import__('os') == 0", "is not understood"),
        ("A == B", "is not understood"),
    ],
)
def test_anything_else_is_refused_with_the_place(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        parse_formula(text)


@given(st.text("ab=<>:+-{},[]Y1 in", max_size=20) | st.text(max_size=20))
def test_any_text_is_a_formula_or_refused(text: str) -> None:
    try:
        formula = parse_formula(text)
    except ValueError:
        return
    assert formula.relation in {"==", "<=", ">=", ":=", "in"}
    assert formula.left
    assert all(formula.right)
