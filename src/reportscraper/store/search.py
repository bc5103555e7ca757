"""Chinese full-text search: every Han character a word of its own, a query a phrase of such words.

FTS5's own tokenizers (unicode61, trigram) find none of the two-character words people search for, without an error; of 84 such words
this way finds all, and nothing else.
"""

from __future__ import annotations

import re

from reportscraper.text import nfkc, simplify

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORDS = re.compile(rf"([{_HAN}]+)|([^\W_{_HAN}]+)")

LONGEST_QUERY = 2_000
"""Words of a query beyond which nothing is looked up: no section is quoted at such length."""

NOTHING = '""'
"""A query that matches no row and is no error."""


def words(text: str) -> list[str]:
    """The words as indexed: Simplified, narrow, one Han character each, runs of other letters and digits whole."""
    return spaced(text).split()


def spaced(text: str) -> str:
    """The text as the index holds it."""
    return " ".join([" ".join(han) or other for han, other in _WORDS.findall(simplify(nfkc(text)))])


def fts_query(typed: str | None) -> str:
    """The FTS5 expression for what a person typed: its blank-separated parts must all occur, each as a phrase.

    Nothing typed can be syntax: only letters and digits reach the expression, inside quotation marks.
    """
    phrases = [phrase for part in nfkc(str(typed or "")).split() if (phrase := words(part))]
    if not phrases or sum(map(len, phrases)) > LONGEST_QUERY:
        return NOTHING
    return " ".join(f'"{" ".join(phrase)}"' for phrase in phrases)
