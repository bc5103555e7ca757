"""Stated figures marked in the text."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from reportscraper.browse.pages.report import paragraphs, stands_in


def said(text: str, quote: str, start: int | None = None) -> dict[str, Any]:
    """A statement of a quote in a text."""
    begin = text.index(quote) if start is None else start
    return {"quote": quote, "quote_start": begin, "quote_end": begin + len(quote)}


def test_words_are_marked_in_their_paragraph() -> None:
    text = "全年公开120条。\n收到申请7件，办结7件。"
    first, second = said(text, "公开120条"), said(text, "办结7件")
    made = paragraphs(text, [second, first])
    assert [[(piece.text, piece.statement) for piece in paragraph] for paragraph in made] == [
        [("全年", None), ("公开120条", first), ("。", None)],
        [("收到申请7件，", None), ("办结7件", second), ("。", None)],
    ]


def test_words_that_stand_elsewhere_are_not_marked() -> None:
    text = "收到申请7件。"
    assert not stands_in(text, said(text, "申请7件", start=0))
    assert [piece.statement for (piece,) in paragraphs(text, [said(text, "申请7件", start=0)])] == [None]
    assert not stands_in(text, {"quote": "", "quote_start": 0, "quote_end": 0})


def test_a_statement_inside_another_is_left_to_it() -> None:
    text = "信函申请2件、网络申请3件"
    outer, inner = said(text, text), said(text, "申请2件")
    (pieces,) = paragraphs(text, [inner, outer])
    assert [piece.statement for piece in pieces] == [outer]


def test_a_quote_over_two_paragraphs_is_not_marked() -> None:
    text = "申请\n7件"
    assert [[piece.statement for piece in each] for each in paragraphs(text, [said(text, text)])] == [[None], [None]]


@given(st.text("甲乙1件\n", max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(1, 6)), max_size=6))
def test_the_pieces_are_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    statements = [
        {"quote": text[start : start + length], "quote_start": start, "quote_end": start + length}
        for start, length in spans
    ]
    made = paragraphs(text, statements)
    assert "\n".join("".join(piece.text for piece in pieces) for pieces in made) == text
