"""Codes in the cells of Datasette's own pages stand with their words, in the language of the page."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from typing import get_args

import pytest
from lxml import html

from reportscraper.browse.codes import meaning
from reportscraper.browse.language import LANGUAGES, speech
from reportscraper.forms import applicants, catalogue
from reportscraper.forms.rules import rules
from reportscraper.forms.shared import concepts
from reportscraper.model import BodyLevel, PageKind, Role, SectionKind, StatementKind
from reportscraper.places.functions import functions_known
from reportscraper.places.lineage import Effect, successions
from reportscraper.store.views import view_definitions

from .conftest import Get

HAN = re.compile("[\u3400-\u9fff]")
CODES = {
    ("level", ""): get_args(BodyLevel),
    ("severity", ""): ("error", "warning", "info"),
    ("kind", "page"): get_args(PageKind),
    ("kind", "entry_list"): get_args(PageKind),
    ("kind", "section"): get_args(SectionKind),
    ("kind", "statement_list"): get_args(StatementKind),
    ("kind", "figure_list"): ("none", "blank", "dash", "missing", "unreadable"),
    ("kind", "succession_list"): sorted({each.kind for each in successions()}),
    ("role", ""): get_args(Role),
    ("effect", ""): get_args(Effect),
    ("function", ""): [each.id for each in functions_known()],
    ("rule", ""): list(rules()),
    ("series", ""): [each.code for each in concepts().series],
    ("measure", ""): [each.code for each in concepts().measures],
    ("indicator", ""): [each.id for each in catalogue()],
    ("applicant", ""): [code for code, *_ in applicants()],
    ("denied_exactness", ""): ("exact", "sum", "approximate", "not_comparable"),
}


@pytest.mark.parametrize(("column", "table"), CODES)
def test_every_code_has_words_and_none_of_the_other_language(column: str, table: str) -> None:
    for code in CODES[column, table]:
        told = {language: meaning(column, code, speech(language), table) for language in LANGUAGES}
        assert HAN.search(told["zh"]), code
        assert not re.search("[a-z]{3}", told["zh"].replace("robots", "")), (code, told)
        assert not HAN.search(told["en"]) or code == "none", (code, told)


def test_what_is_no_code_stays_as_it_is() -> None:
    for column, value in (("body", "云溪县教育局"), ("message", "error"), ("level", "nothing"), ("unit", "件")):
        assert meaning(column, value, speech("zh")) == ""
    assert meaning("unit", "件", speech("en")) == "items"


@pytest.mark.parametrize(("language", "words"), [("zh", "其他单位"), ("en", "other body")])
def test_a_cell_says_its_code_and_what_it_means_in_the_language_of_the_page(
    get: Get, language: str, words: str
) -> None:
    answer = asyncio.run(get(f"/reports/report_summary?_lang={language}"))
    page = html.document_fromstring(answer.text)
    cells = {" ".join(each.text_content().split()) for each in page.xpath("//td[@class='col-level type-str']")}
    assert f"other {words}" in cells
    assert asyncio.run(get("/reports/report_summary.json?_shape=array")).json()[0]["level"] == "other"


def test_no_code_of_a_view_is_without_words(path: object) -> None:
    """Any column of a view whose texts all look like codes is known, so that a new one is not forgotten."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    plain = {"encoding", "command", "parser_version", "applicant_en", "name", "code", "fingerprint", "unit_en"}
    for view in view_definitions():
        cursor = connection.execute(f"SELECT * FROM {view} LIMIT 500")
        columns, rows = [each[0] for each in cursor.description], cursor.fetchall()
        for at, column in enumerate(columns):
            texts = {row[at] for row in rows if isinstance(row[at], str) and row[at]}
            if column in plain or not texts or not all(re.fullmatch("[a-z]+(?:_[a-z]+)*", text) for text in texts):
                continue
            lacking = {text for text in texts if not meaning(column, text, speech("zh"), view)} - {"number"}
            assert lacking == set(), (view, column)
    connection.close()
