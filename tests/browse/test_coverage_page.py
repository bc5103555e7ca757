"""The coverage table of a large collection: fifty counties at a time, by province, by name."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from datasette.app import Datasette
from lxml import html

from reportscraper.store import Store

from .conftest import INDICATORS, made, save, serving

FIRST, SECOND = "浙江省", "贵州省"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Datasette]:
    """Sixty counties of one province, three of another; one of them has a report."""
    path = tmp_path_factory.mktemp("coverage") / "reports.db"
    with Store.open(path) as store:
        store.seed_indicators(INDICATORS)
        for number in range(60):
            store.save_county(f"3399{number:02}", f"云{number:02}县", province=FIRST)
        for number in range(3):
            store.save_county(f"5299{number:02}", f"青{number:02}县", province=SECOND)
        store.save_county("339901", "云01县", province=FIRST)
        run = store.add_run("run", parser_version="1", started="2026-01-31T08:00:00Z")
        save(store, run, 1, made("云01县教育局", 2022, "无。"))
        store.finish_run(run, finished="2026-01-31T08:01:00Z", counts={})
    with serving(path) as datasette:
        yield datasette


def fetch(site: Datasette, **asked: object) -> html.HtmlElement:
    """The front page as a tree."""
    answer: Any = asyncio.run(site.client.get(f"/reports/-/?{urlencode(asked)}"))
    assert answer.status_code == 200, answer.text[:500]
    return html.document_fromstring(answer.text)


def shown(page: html.HtmlElement) -> list[str]:
    """The counties of the coverage table."""
    return [link.text_content() for link in page.xpath("//table[@class='heat']/tbody/tr/th/a")]


def test_fifty_counties_are_shown_at_a_time(site: Datasette) -> None:
    page = fetch(site)
    names = shown(page)
    assert (len(names), names[0], names[-1]) == (50, "云00县", "云49县")
    assert "1–50 of 63 counties" in page.xpath("//nav[@class='pager']")[0].text_content()
    (after,) = page.xpath("//a[@rel='next']/@href")
    assert after == "/reports/-/?skip=50#coverage"
    rest = shown(fetch(site, skip=50))
    assert (len(rest), rest[-1]) == (13, "青02县")


def test_a_province_is_chosen(site: Datasette) -> None:
    page = fetch(site, province=SECOND)
    assert shown(page) == ["青00县", "青01县", "青02县"]
    options = [" ".join(option.text_content().split()) for option in page.xpath("//select[@name='province']/option")]
    assert options == ["all 63 counties", f"{FIRST} (60)", f"{SECOND} (3)"]
    assert page.xpath("//option[@selected]/@value") == [SECOND]
    assert not page.xpath("//nav[@class='pager']")


def test_a_province_of_several_pages_stays_chosen(site: Datasette) -> None:
    (after,) = fetch(site, province=FIRST).xpath("//a[@rel='next']/@href")
    assert after == f"/reports/-/?skip=50&province={quote(FIRST)}#coverage"


@pytest.mark.parametrize(("words", "found"), [("云01", ["云01县"]), ("529902", ["青02县"]), (" 青02县 ", ["青02县"])])
def test_a_county_is_found_by_the_beginning_of_its_name_or_code(site: Datasette, words: str, found: list[str]) -> None:
    assert shown(fetch(site, words=words)) == found


def test_a_county_that_is_not_there_is_said_so(site: Datasette) -> None:
    page = fetch(site, words="<b>南", province=SECOND)
    empty = " ".join(page.xpath("//section[@aria-labelledby='coverage']/p[@class='empty']")[0].text_content().split())
    assert empty == ("No county of which the name or code begins with “<b>南” is known in 贵州省. Show all counties")
    assert shown(page) == []


def test_shares_stand_in_their_year(site: Datasette) -> None:
    (row,) = fetch(site, words="云01").xpath("//table[@class='heat']/tbody/tr")
    assert [" ".join(cell.text_content().split()) for cell in row] == ["云01县 浙江省 339901", "1", "100 percent"]
