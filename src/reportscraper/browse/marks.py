"""The text of a chapter with the figures it states marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct


class Piece(Struct, frozen=True):
    """A stretch of a paragraph; ``statement`` is what it states, None for plain text."""

    text: str
    statement: Mapping[str, Any] | None = None


def paragraphs(text: str, statements: Sequence[Mapping[str, Any]]) -> list[list[Piece]]:
    """The paragraphs of a chapter as pieces, in order; together they are the text without its line ends.

    A statement whose quote is not what stands at its place (it belongs to another chapter of the same kind) is not marked,
    nor is one that begins inside another.
    """
    made: list[list[Piece]] = []
    begin = 0
    for line in text.split("\n"):
        end = begin + len(line)
        pieces, at = [], begin
        for said in sorted(statements, key=lambda each: (each["quote_start"], -each["quote_end"])):
            if at <= said["quote_start"] and said["quote_end"] <= end and stands_in(text, said):
                pieces.append(Piece(text[at : said["quote_start"]]))
                pieces.append(Piece(said["quote"], said))
                at = said["quote_end"]
        pieces.append(Piece(text[at:end]))
        made.append([piece for piece in pieces if piece.text])
        begin += len(line) + 1
    return made


def stands_in(text: str, statement: Mapping[str, Any]) -> bool:
    """Whether the words of a statement stand at its place in the text."""
    return bool(statement["quote"]) and text[statement["quote_start"] : statement["quote_end"]] == statement["quote"]
