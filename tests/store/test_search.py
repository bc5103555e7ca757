"""Chinese words of any length are found, and nothing typed is syntax."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportscraper.store.search import LONGEST_QUERY, NOTHING, fts_query, spaced, words

TEXTS = {
    1: "因政府信息公开被申请行政复议 2 件，行政诉讼 1 件。",
    2: "举办业务培训三次，覆盖12345热线和GOV网站。",
    3: "開展行政復議與殯葬信息公開",
    4: "⾏政复议案卷评查，Ｔ１２３。",
}


@pytest.fixture(scope="module")
def index() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5 (text, content = '', tokenize = 'unicode61')")
    connection.executemany(
        "INSERT INTO t (rowid, text) VALUES (?, ?)", [(n, spaced(text)) for n, text in TEXTS.items()]
    )
    yield connection
    connection.close()


def find(index: sqlite3.Connection, typed: str) -> list[int]:
    return [row[0] for row in index.execute("SELECT rowid FROM t WHERE t MATCH ? ORDER BY rowid", (fts_query(typed),))]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("复议", [1, 3, 4]),
        ("行政复议", [1, 3, 4]),
        ("復議", [1, 3, 4]),
        ("诉讼", [1]),
        ("殡葬信息", [3]),
        ("府信", [1]),
        ("议", [1, 3, 4]),
        ("复议 诉讼", [1]),
        ("复议　诉讼", [1]),
        ("政复 培训", []),
        ("复诉", []),
        ("12345热线", [2]),
        ("gov", [2]),
        ("t123", [4]),
        ("T１２３", [4]),
    ],
)
def test_words_are_found(index: sqlite3.Connection, typed: str, found: list[int]) -> None:
    assert find(index, typed) == found


@pytest.mark.parametrize("typed", ["", " ", "。；", '"', '""', "*", "-", "()", "^", "\x00", None])
def test_nothing_is_found_for_nothing(index: sqlite3.Connection, typed: str | None) -> None:
    assert fts_query(typed) == NOTHING
    assert find(index, typed or "") == []


@pytest.mark.parametrize(
    "typed", ['复议" OR "诉讼', "复议*", "text:复议", "NEAR(复议 诉讼)", "复议 NOT 诉讼", "-复议", "复议\x00诉讼"]
)
def test_syntax_is_text(index: sqlite3.Connection, typed: str) -> None:
    query = fts_query(typed)
    assert query.count('"') % 2 == 0
    assert find(index, typed) in ([], [1], [1, 3, 4])


@given(st.text(max_size=60))
def test_anything_can_be_typed(index: sqlite3.Connection, typed: str) -> None:
    assert set(find(index, typed)) <= {1, 2, 3, 4}


@given(st.text(alphabet="复议行政诉讼公开信息，。 12ab", min_size=2, max_size=30), st.data())
def test_every_stretch_of_a_text_finds_it(typed: str, data: st.DataObject) -> None:
    found = words(typed)
    first = data.draw(st.integers(0, len(found)))
    last = data.draw(st.integers(first, len(found)))
    if first == last:
        return
    with sqlite3.connect(":memory:") as connection:
        connection.execute("CREATE VIRTUAL TABLE t USING fts5 (text, content = '', tokenize = 'unicode61')")
        connection.execute("INSERT INTO t (rowid, text) VALUES (7, ?)", (spaced(typed),))
        query = f'"{" ".join(found[first:last])}"'
        rows = connection.execute("SELECT rowid FROM t WHERE t MATCH ?", (query,)).fetchall()
    connection.close()
    assert rows == [(7,)]


@pytest.mark.parametrize(
    "typed", ["复" * LONGEST_QUERY, "复 " * LONGEST_QUERY, "a" * 10_000, "复" * 10_000, '" ' * 5_000]
)
def test_long_queries_are_answered(index: sqlite3.Connection, typed: str) -> None:
    started = time.perf_counter()
    assert find(index, typed) == [] or typed.startswith("复 ")
    assert time.perf_counter() - started < 2


def test_what_is_indexed_is_pinned() -> None:
    # The index is contentless: taking a section out needs the very words that were put in. Change this and it must be rebuilt.
    assert spaced("（一）行政復議：１２件，GOV-网站 ⺠") == "一 行 政 复 议 12 件 GOV 网 站 民"
