"""Two years of a body, and two versions of a report, against each other."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import msgspec
import pytest
from datasette.app import Datasette
from lxml import html

from reportscraper.browse.wording import signed
from reportscraper.model import Capture, Figure, Indicator
from reportscraper.store import Store

from .conftest import Get, made, page, save, serving

BODY = "云溪县教育局"


@pytest.fixture
def revised(path: Path, tmp_path: Path) -> Iterator[Datasette]:
    """The database with a second version of a report: another figure, another text."""
    copy = Path(shutil.copy(path, tmp_path))
    with Store.open(copy) as store, store.transaction():
        read = made(BODY, 2022, "组织培训两次，共四十人参加。")
        (figure,) = read.figures
        read = msgspec.structs.replace(read, figures=(msgspec.structs.replace(figure, value=31, raw="31"),))
        # The same page, fetched anew.
        again = store.add_capture(
            Capture(
                "http://yunxi.example/2.html",
                "http://yunxi.example/2.html",
                "GET",
                200,
                "text/html",
                "2026-02-02T08:00:00Z",
                f"{99:064x}",
                9,
                "a.warc.gz",
                9900,
                100,
            )
        )
        store.save_report(read, capture_id=again, county_code="339901", parser_version="1")
    with serving(copy) as datasette:
        yield datasette


def rows(root: html.HtmlElement) -> list[list[str]]:
    return [
        [" ".join(cell.text_content().split()) for cell in row]
        for row in root.xpath("//table[contains(@class, 'changes')]//tr[td and not(@class)]")
    ]


def test_a_count_that_holds_replaced_versions_says_so(path: Path, revised: Datasette) -> None:
    with serving(path) as plain:
        kept, both = (page(site, "?lang=en").xpath("//dl[@class='tiles']/div/dt/text()") for site in (plain, revised))
    assert (kept[3], both[3]) == ("figures", "figures (in 4 versions)")


@pytest.mark.parametrize(("language", "words"), [("en", "22 ≠ 23"), ("zh", "22 ≠ 23")])
def test_two_years_stand_beside_each_other_with_what_was_found(get: Get, language: str, words: str) -> None:
    answer = asyncio.run(get(f"/reports/-/diff/339901/{BODY}/2022?lang={language}"))
    root = html.document_fromstring(answer.text)
    ((_, before, after, by),) = rows(root)
    assert before.startswith("21")
    assert after.startswith("22")
    assert by == "+1 +4.8 %"
    assert words in root.xpath("string(//tr[@class='said'])")
    assert "ch3_row_sum" not in root.text_content()
    assert root.xpath("//table//td/a[1]/@href")[0] == f"/reports/-/cell/339901/{quote(BODY)}/2021/requests_new/total"
    assert root.xpath("string(//ins)") or root.xpath("string(//del)")


def test_a_revision_is_shown_word_by_word(revised: Datasette) -> None:
    answer = asyncio.run(revised.client.get(f"/reports/-/diff/339901/{BODY}/2022?from=v1&lang=en"))
    root = html.document_fromstring(answer.text)
    ((_, before, after, by),) = rows(root)
    assert (before[:2], after[:2], by.split()[0]) == ("22", "31", "+9")
    assert root.xpath("//table//td/a[1]/@href")[0].endswith("requests_new/total?version=1")
    assert "".join(root.xpath("//ins//text()")) == "两次，共四十人参加"
    report = asyncio.run(revised.client.get(f"/reports/-/report/339901/{BODY}/2022")).text
    (link,) = html.document_fromstring(report).xpath("//a[contains(@href, 'from=v1')]/@href")
    assert asyncio.run(revised.client.get(link)).status_code == 200


@pytest.mark.parametrize("question", ["?from=2001", "?from=v9", "?from=x", "?version=7", "?from=%00"])
def test_what_is_not_there_is_said_in_words(get: Get, question: str) -> None:
    answer = asyncio.run(get(f"/reports/-/diff/339901/{BODY}/2022{question}"))
    assert answer.status_code in (404, 200)
    assert "<h1>" in answer.text


def test_the_first_report_has_nothing_to_be_set_against(get: Get) -> None:
    assert asyncio.run(get(f"/reports/-/diff/339901/{BODY}/2021")).status_code == 404
    report = asyncio.run(get(f"/reports/-/report/339901/{BODY}/2021")).text
    assert "/diff/" not in report


def test_differences_bear_their_sign() -> None:
    assert [signed(each) for each in (3, -2.5, 0, None)] == ["+3", "−2.5", "±0", ""]


def test_paragraphs_beyond_what_a_page_holds_are_counted_and_linked(
    revised: Datasette, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportscraper.browse.pages.diff._MOST_TEXT", 5)
    address = f"diff/339901/{quote(BODY)}/2022?from=2021"
    first = page(revised, address)
    shown = first.xpath("//section[@aria-labelledby='text']/p[contains(@class, 'prose')]")
    (link,) = first.xpath("//section[@aria-labelledby='text']/p[@class='alert']/a")
    assert len(shown) == 1
    assert "1 more paragraph differs, of " in link.getparent().text_content()
    rest = page(revised, link.get("href").removeprefix("/reports/-/").replace("#text", ""))
    (other,) = rest.xpath("//section[@aria-labelledby='text']/p[contains(@class, 'prose')]")
    assert other.text_content() != shown[0].text_content()
    assert "From paragraph 2 of 2" in rest.xpath("string(//section[@aria-labelledby='text'])")
    assert not rest.xpath("//section[@aria-labelledby='text']/p[@class='alert']")


def test_what_only_one_form_asks_for_is_no_change(path: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(path, tmp_path))
    with Store.open(copy) as store, store.transaction():
        store.seed_indicators((Indicator("ch2_old", "旧表数字", "Of the old form.", "件", ("2014",), "ch2"),))
        read = made(BODY, 2018, "办理行政复议两件。")
        old = Figure("ch2_old", None, 5, "number", "5", "件", 2, 3, 4)
        read = msgspec.structs.replace(read, form="2014", figures=(*read.figures, old))
        save(store, 1, 9, read)
    with serving(copy) as site:
        root = page(site, f"diff/339901/{quote(BODY)}/2021?from=2018&lang=en")
    shown, apart = root.xpath("//table[contains(@class, 'changes')]")
    assert "Requests received" in shown.text_content()
    assert "5" in [each.strip() for each in apart.xpath(".//td//a/text()")]
    assert root.xpath("string(//details/summary)") == "1 figure that only one of the two forms asks for"
    assert root.xpath("string(//dl[@class='tiles']/div[1]/dd)") == "1"
