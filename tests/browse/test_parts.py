"""Reports that are read together with files: what stands in a file says so, what was recognised in pictures stands apart."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import msgspec
import pytest
from datasette.app import Datasette
from lxml import html

from reportscraper.model import Box, Figure, Indicator, Part, Proposal
from reportscraper.store import Store

from .conftest import capture, made, save, serving

BODY = quote("云溪县水利局", safe="")
FILE, PICTURE = "http://yunxi.example/附件.pdf", "http://yunxi.example/表.png"
INDICATORS = (
    Indicator("requests_new", "本年新收", "Requests received.", "件", ("2021",), "ch3"),
    Indicator("requests_carried_in", "上年结转", "Carried in.", "件", ("2021",), "ch3"),
    Indicator("ch2_fee_amount", "收费金额", "Fees.", "万元", ("2021",), "ch2"),
    Indicator("review_total", "行政复议总计", "Reconsiderations.", "件", ("2021",), "ch4"),
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Datasette]:
    """One report: fees on the page, requests on the page and in a file, reconsiderations in a picture; and its duplicate."""
    path = tmp_path_factory.mktemp("parts") / "reports.db"
    plain = made("云溪县水利局", 2022, "全年无诉讼。")
    report = msgspec.structs.replace(
        plain,
        findings=(),
        figures=(
            Figure("ch2_fee_amount", None, 1.5, "number", "1.5", "万元", 1, 2, 2),
            Figure("requests_carried_in", "total", 3, "number", "3", "件", 2, 5, 9),
            Figure("requests_new", "total", 22, "number", "22", "件", 4, 4, 9),
        ),
        parts=(Part(FILE, 2), Part(PICTURE, 4)),
        proposals=(
            Proposal("review_total", None, 6, "6", "件", 5, 2, 3, 0.987, True, Box(2, 10.4, 20.2, 40.5, 60.1)),
            Proposal("requests_new", "total", 27, "2７", "件", 5, 3, 4, 0.5),
        ),
    )
    with Store.open(path) as store:
        store.seed_indicators(INDICATORS)
        store.save_county("339901", "云溪县", province="浙江省")
        run = store.add_run("run", parser_version="1", started="2026-01-31T08:00:00Z")
        files = (capture(store, 11, FILE), capture(store, 12, PICTURE))
        save(store, run, 1, report, files)
        save(store, run, 2, report, files)
        store.finish_run(run, finished="2026-01-31T08:01:00Z", counts={})
    with serving(path) as datasette:
        yield datasette


def fetch(site: Datasette, path: str) -> html.HtmlElement:
    """A page as a tree."""
    answer: Any = asyncio.run(site.client.get(f"/reports/-/{path}"))
    assert answer.status_code == 200, answer.text[:500]
    return html.document_fromstring(answer.text)


def words(element: html.HtmlElement) -> str:
    """Text without the spaces of the template."""
    return " ".join(element.text_content().split())


REPORT = f"report/339901/{BODY}/2022"


def test_a_table_says_which_of_its_figures_stand_in_a_file(site: Datasette) -> None:
    page = fetch(site, REPORT)
    (note,) = page.xpath("//p[contains(@class, 'from-file')]")
    assert words(note) == f"Figures marked 附 were read from a file beside the page: {FILE} (archived copy)"
    assert note.xpath("a/@href")[-1] == "/reports/-/archive/a.warc.gz/1100"
    signs = {cell.get("id"): words(cell.find("a")) for cell in page.xpath("//td[starts-with(@id, 'f-')]")}
    assert signs["f-requests_new-total"] == "附22"
    assert signs["f-requests_carried_in-total"] == "3"
    assert signs["f-ch2_fee_amount-x"] == "1.5"


def test_tables_name_their_units_and_sources(site: Datasette) -> None:
    fees, requests = (words(each) for each in fetch(site, REPORT).xpath("//p[@class='source']"))
    assert fees == "Unit: ×10,000 yuan · Source: archived page, captured 2026-01-01 08:00 UTC"
    assert requests.startswith(
        "Unit: items · Source: archived page, captured 2026-01-01 08:00 UTC; archived file, captured"
    )


@pytest.mark.parametrize(
    ("cell", "heading", "place", "offset", "table"),
    [
        ("requests_new/total", "The archived file", "table 2, row 4, column 9", 1100, 2),
        ("requests_carried_in/total", "The archived page", "table 2, row 5, column 9", 100, 2),
        ("ch2_fee_amount/-", "The archived page", "table 1, row 2, column 2", 100, 1),
    ],
)
def test_a_figure_leads_to_its_cell_in_the_file(
    site: Datasette, cell: str, heading: str, place: str, offset: int, table: int
) -> None:
    page = fetch(site, f"cell/339901/{BODY}/2022/{cell}")
    assert words(page.get_element_by_id("archived")).startswith(heading)
    facts = {" ".join(row.find("dt").text_content().split()): words(row.find("dd")) for row in page.xpath("//dl/div")}
    assert facts[f"Place {'in the file' if offset == 1100 else 'on the page'}"] == place
    assert facts["Archive"].startswith(f"a.warc.gz, byte {offset},")
    assert facts.get("File beside the page") == (FILE if offset == 1100 else None)
    (source,) = page.xpath("//iframe/@src")
    assert source.startswith(f"/reports/-/archive/a.warc.gz/{offset}?table={table}&row=")


def test_recognised_figures_stand_apart(site: Datasette) -> None:
    page = fetch(site, REPORT)
    (block,) = page.xpath("//section[contains(@class, 'proposals')]")
    assert words(block.find("h2")) == "Recognised in pictures, not counted"
    rows = [[words(cell) for cell in row] for row in block.xpath(".//tbody/tr")]
    assert rows == [
        ["Reconsiderations 行政复议总计", "6", "items", "98.7 %", "✓ accepted", "picture"],
        ["Requests received 本年新收", "27", "items", "50.0 %", "not proven", "picture"],
    ]
    assert block.xpath(".//tbody//a/@href") == [
        "/reports/-/archive/a.warc.gz/1200?page=2&left=10&top=20&right=41&bottom=61#the-cell",
        "/reports/-/archive/a.warc.gz/1200?table=1&row=3&column=4#the-cell",
    ]
    outside = page.xpath("//table[contains(@class, 'drawn')]")
    assert not [table for table in outside if "行政复议总计" in table.text_content()]


def test_nowhere_do_recognised_figures_count(site: Datasette) -> None:
    answer = asyncio.run(site.client.get("/reports/-/cell/339901/" + BODY + "/2022/review_total/-"))
    assert answer.status_code == 404
    body = fetch(site, f"body/339901/{BODY}")
    assert "Administrative reviews" not in words(body)
    csv = asyncio.run(site.client.get(f"/reports/-/compare.csv?s=cell.review_total&b=339901/{BODY}")).text
    assert len(csv.strip().splitlines()) == 1


def test_other_addresses_of_a_report_are_named(site: Datasette) -> None:
    page = fetch(site, REPORT)
    facts = {words(row.find("dt")): row.find("dd") for row in page.xpath("//dl/div")}
    also = facts["Also published at"]
    assert words(also) == "http://yunxi.example/2.html · archived copy"
    assert also.xpath(".//a/@href") == ["http://yunxi.example/2.html", "/reports/-/archive/a.warc.gz/200"]
    assert facts["Read with"].xpath("a/@href") == [f"/reports/-/archive/a.warc.gz/{at}" for at in (1100, 1200)]
