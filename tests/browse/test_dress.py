"""Datasette's own pages: in our frame, in both languages, and their errors too; databases of others as ever."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from pathlib import Path

import datasette as installed
import pytest
from lxml import html

from reportscraper.browse import dress as dressed
from reportscraper.browse.dress import Dress, asked_for, chinese, said, templates, translated
from reportscraper.browse.language import speech
from reportscraper.browse.links import Links
from reportscraper.browse.metadata import cookbook
from reportscraper.store import queries, tables

from .conftest import Get, serving

TEMPLATES = Path(installed.__file__).parent / "templates"
PAGES = (
    "",
    "/report_summary",
    "/finding_list",
    "/body/1",
    "/open_findings",
    "?sql=select+1+as+one",
    "/applicant?_sort=id",
)


@pytest.mark.parametrize("template", sorted(templates().words.keys() | templates().said.keys()))
def test_every_word_stands_in_the_template_of_this_datasette(template: str) -> None:
    source = (TEMPLATES / template).read_text("utf-8")
    for marked in (*templates().words.get(template, {}), *templates().said.get(template, {})):
        assert marked in source, marked
    for marked, key in templates().words.get(template, {}).items():
        assert f'dress.t("{key}") if dress else "{marked.strip("<>%{} " + chr(34))}"' in translated(template, source)


def test_every_table_query_and_column_has_a_chinese_name() -> None:
    known = chinese()
    assert set(known.tables) == set(tables())
    assert set(known.queries) == set(queries())
    frame = Dress(speech("zh"), Links(""), "", "")
    columns = {name: text for table in tables().values() for name, text in table.columns.items()}
    lacking = {
        name
        for table in tables().values()
        for name, text in table.columns.items()
        if not re.search("[\u3400-\u9fff]", said(text, frame, name))
    }
    assert lacking == set()
    asked = {each.name for query in queries().values() for each in query.params}
    assert {name for name in asked if re.search("[a-z]", asked_for(name, "zh"))} == set()
    assert set(known.columns) - set(columns) - asked == set()


def test_questions_are_offered_on_the_front_page_with_what_to_fill_in(get: Get) -> None:
    offered = cookbook()
    assert len(offered) >= 15
    for language in ("en", "zh"):
        page = html.document_fromstring(asyncio.run(get(f"/reports/-/?lang={language}")).text)
        shown = page.xpath("//section[@aria-labelledby='questions']//li")
        assert [each.xpath("string(a)") for each in shown] == [
            each.title if language == "en" else chinese().queries[each.name][0] for each in offered
        ]
        sign = ", " if language == "en" else "、"
        assert [" ".join(each.xpath("string(small)").split()) for each in shown] == [
            sign.join(asked_for(given.name, language) for given in each.params) for each in offered
        ]
        assert shown[0].xpath("a/@href") == ["/reports/totals_of_function?function=education&province=&year="]
    page = html.document_fromstring(asyncio.run(get("/reports/who_asks?place=&_lang=zh")).text)
    assert "谁在申请公开" in page.xpath("string(//h1)")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_pages_of_datasette_wear_our_frame_in_the_readers_language(get: Get, page: str, language: str) -> None:
    answer = asyncio.run(get(f"/reports{page}{'&' if '?' in page else '?'}_lang={language}"))
    assert answer.status_code == 200
    root = html.document_fromstring(answer.text)
    assert root.get("lang") == ("en" if language == "en" else "zh-Hans")
    assert root.xpath("//header[@class='masthead']//nav/a[@class='language']/@href")
    assert len(root.xpath("//h1")) == 1
    assert f"reportscraper-lang={language}" in answer.headers["set-cookie"]
    if language == "zh":
        said = root.xpath("//h1 | //h2 | //h3[not(a)] | //input[@type='submit']/@value | //label | //button")
        words = [str(each) if isinstance(each, str) else each.text_content() for each in said]
        names = r"SQL|CSV|JSON|SQLite|body: 1|body|^\s*(?:SQL)?\s*$|_?[a-z]+(?:_[a-z]+)+"
        assert [each for each in words if re.search("[A-Za-z]{3,}", re.sub(names, "", each))] == []


@pytest.mark.parametrize(
    ("address", "language", "told", "shown"),
    [
        ("/counties_by_refusal", "en", "Fill in year above, then run it. No rows", "2023"),
        ("/growth", "zh", "请先在上方填写：序列代码、起始年度、截止年度，再运行。没有数据", "requests_received"),
        ("/counties_by_refusal?year=1999", "en", "No rows", "2023"),
        ("/search", "en", "Fill in words above, then run it. No rows", "行政复议 培训"),
    ],
)
def test_a_question_that_lacks_a_word_says_which(get: Get, address: str, language: str, told: str, shown: str) -> None:
    answer = asyncio.run(get(f"/reports{address}{'&' if '?' in address else '?'}_lang={language}"))
    page = html.fromstring(answer.text)
    assert " ".join(page.find_class("zero-results")[0].text_content().split()) == told
    assert shown in page.xpath("//form//input/@placeholder")


def test_another_language_leaves_the_rows_as_they_are(get: Get) -> None:
    page = html.document_fromstring(asyncio.run(get("/reports/report_summary?year=2022&_lang=en")).text)
    (other,) = page.xpath("//a[@class='language']/@href")
    again = html.document_fromstring(asyncio.run(get(other)).text)
    rows = [len(each.xpath("//table[contains(@class, 'rows-and-columns')]/tbody/tr")) for each in (page, again)]
    assert rows == [2, 2]


def test_tables_are_called_by_their_titles(get: Get) -> None:
    assert "年度报告，一行一份" in asyncio.run(get("/reports?_lang=zh")).text
    page = asyncio.run(get("/reports/report_summary?_lang=zh")).text
    assert "每份报告的现行版本" in page
    assert "官方表式，以首次采用的报告年度命名" in page
    assert "Reports, one row each" in asyncio.run(get("/reports?_lang=en")).text


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/reports/nothing_here", 404),
        ("/nothing", 404),
        ("/reports/body/99", 404),
        ("/reports/body?_sort=nothing", 400),
        ("/reports?sql=delete+from+body", 400),
    ],
)
@pytest.mark.parametrize(("language", "words"), [("en", "This is not here"), ("zh", "没有此页")])
def test_errors_are_said_in_our_frame(get: Get, address: str, status: int, language: str, words: str) -> None:
    answer = asyncio.run(get(f"{address}{'&' if '?' in address else '?'}_lang={language}"))
    assert answer.status_code == status
    root = html.document_fromstring(answer.text)
    assert root.find_class("masthead")
    assert (words in root.xpath("string(//h1)")) == (status == 404)
    assert "<script" not in answer.text


def test_an_address_that_is_not_there_leaves_no_trace_in_the_log(get: Get, capfd: pytest.CaptureFixture[str]) -> None:
    assert asyncio.run(get("/reports/nothing_here")).status_code == 404
    assert capfd.readouterr() == ("", "")


def test_programs_get_errors_as_ever(get: Get) -> None:
    answer = asyncio.run(get("/reports/nothing_here.json"))
    assert answer.status_code == 404
    assert answer.json()["ok"] is False


def test_databases_of_others_look_as_ever(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT)")
    connection.close()
    with serving(path, other) as datasette:
        page = asyncio.run(datasette.client.get("/other/thing?_lang=zh")).text
        assert "masthead" not in page
        assert ">0 records<" in page
        assert "masthead" in asyncio.run(datasette.client.get("/reports/body?_lang=zh")).text
        assert "masthead" not in asyncio.run(datasette.client.get("/other/nothing")).text


def test_what_datasette_paints_white_has_our_paper_by_night_too() -> None:
    ours = (Path(dressed.__file__).parent / "static" / "reportscraper.css").read_text("utf-8")
    theirs = (TEMPLATES.parent / "static" / "app.css").read_text("utf-8")
    plain = re.sub(r"/\*.*?\*/", "", theirs, flags=re.DOTALL)
    light = re.findall(r"([^{}]+)\{[^{}]*background(?:-color)?:\s*(?:#fff|#eee|#fafafa|white)\s*;", plain)
    names = {name for each in light for name in re.findall(r"\.([a-z-]+)", each.splitlines()[-1])}
    assert {"zero-results", "dropdown-menu"} <= names
    assert {name for name in names if not re.search(rf"\.dressed [^{{]*{name}\b", ours)} == set()


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/reports?sql=select+nope", 400, "没有名为 nope 的列"),
        ("/reports?sql=select+'", 400, "无法识别“'”"),
        ("/reports?sql=delete+from+body", 400, "只能使用 SELECT 语句"),
        ("/reports/body?_sort=nothing", 400, "不能按 nothing 排序"),
        ("/reports/figure_list?_where=nope", 400, "没有名为 nope 的列"),
        ("/elsewhere/-/compare", 404, "这个地址没有页面"),
        ("/reports/report_summary?_next=zz", 500, "生成此页时程序出错"),
    ],
)
def test_a_chinese_page_says_in_chinese_what_was_refused(get: Get, address: str, status: int, words: str) -> None:
    answer = asyncio.run(get(f"{address}{'&' if '?' in address else '?'}lang=zh"))
    assert answer.status_code == status
    root = html.document_fromstring(answer.text)
    assert root.get("lang") == "zh-Hans"
    assert root.xpath("//header[@class='masthead']")
    assert words in root.text_content()


def test_a_fault_of_the_program_is_told_and_logged(get: Get, capsys: pytest.CaptureFixture[str]) -> None:
    page = html.document_fromstring(asyncio.run(get("/reports/report_summary?_next=zz&_lang=en")).text)
    assert "The program failed" in page.xpath("string(//h1)")
    assert "ValueError: invalid literal for int()" in capsys.readouterr().err
    assert asyncio.run(get("/reports/report_summary.json?_next=zz")).json()["status"] == 500


def test_sql_that_is_off_is_said_in_words(path: Path) -> None:
    for language, words in (("en", "is not open on this server"), ("zh", "本服务器不开放这一功能")):
        with serving(path, settings={"default_allow_sql": False}) as site:
            answer = asyncio.run(site.client.get(f"/reports?sql=select+1&_lang={language}"))
        assert (answer.status_code, words in answer.text) == (403, True)
