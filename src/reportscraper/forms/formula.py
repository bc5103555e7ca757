"""The small language identities are written in; parsed once at load, never evaluated as code.

    formula := sum relation sum  |  name "in" "{" sum ("," sum)* "}"
    sum     := term (("+" | "-") term)*
    term    := integer | name ["[" year "]"]
    year    := "Y" | "Y-1" | four digits
    relation:= "==" | "<=" | ">=" | ":="

``:=`` defines a derived value (a group sum that the official form does not print). A name ``row__column`` is a cell of
the applicant matrix; what a bare name stands for is decided by the scope of the identity that uses it.
"""

from __future__ import annotations

import re
from typing import Literal, get_args

from msgspec import Struct

Relation = Literal["==", "<=", ">=", ":=", "in"]

_TOKEN = re.compile(r"\s*(==|<=|>=|:=|[+\-{},]|[a-z][a-z0-9_]*|\d+|\[(?:Y|Y-1|\d{4})\])")


class Term(Struct, frozen=True):
    """One operand: a name, or a constant when ``name`` is empty. ``year`` is "", "Y", "Y-1" or four digits."""

    name: str
    constant: int = 0
    sign: Literal[1, -1] = 1
    year: str = ""


Sum = tuple[Term, ...]


class Formula(Struct, frozen=True):
    """``left`` stands in ``relation`` to ``right``; for "in", to any of ``right``, which has one member otherwise."""

    left: Sum
    relation: Relation
    right: tuple[Sum, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all operands, left to right, each as often as it stands there."""
        return tuple(term.name for side in (self.left, *self.right) for term in side if term.name)


def parse_formula(text: str) -> Formula:
    """The formula that ``text`` spells; ValueError names the text and the place that cannot be read."""
    return _FormulaReader(text).formula()


class _FormulaReader:
    def __init__(self, text: str) -> None:
        self._text, self._at = text, 0
        self._tokens: list[str] = []
        at, end = 0, len(text.rstrip())
        while at < end:
            match = _TOKEN.match(text, at)
            if match is None:
                raise self._make_error(f"{text[at:].strip()!r} is not understood")
            self._tokens.append(match[1])
            at = match.end()

    def formula(self) -> Formula:
        left, token = self._read_sum(), self._take_token()
        relation = next((each for each in get_args(Relation) if each == token), None)
        if relation is None:
            raise self._make_error("a relation is missing")
        if relation == "in":
            self._expect_token("{")
            right = [self._read_sum()]
            while self._next_token() == ",":
                self._take_token()
                right.append(self._read_sum())
            self._expect_token("}")
        else:
            right = [self._read_sum()]
        if self._next_token():
            raise self._make_error(f"{self._next_token()!r} is left over")
        return Formula(left, relation, tuple(right))

    def _read_sum(self) -> Sum:
        terms = [self._read_term(1)]
        while self._next_token() in ("+", "-"):
            terms.append(self._read_term(1 if self._take_token() == "+" else -1))
        return tuple(terms)

    def _read_term(self, sign: Literal[1, -1]) -> Term:
        token = self._take_token()
        if token.isdigit():
            return Term("", int(token), sign)
        if not token[:1].isalpha() or token == "in":  # noqa: S105 - a word of the grammar
            raise self._make_error("an operand is missing")
        year = self._take_token().strip("[]") if self._next_token().startswith("[") else ""
        return Term(token, 0, sign, year)

    def _next_token(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _take_token(self) -> str:
        token = self._next_token()
        self._at += 1
        return token

    def _expect_token(self, token: str) -> None:
        if self._take_token() != token:
            raise self._make_error(f"{token!r} is missing")

    def _make_error(self, what: str) -> ValueError:
        return ValueError(f"formula {self._text!r}: {what}")
