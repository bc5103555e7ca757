"""The pages on a small database that holds a hostile report: what they say, and that nothing scraped can act."""

from __future__ import annotations

import asyncio
import csv
import io
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import msgspec
import pytest
from lxml import etree, html

from reportscraper.forms import catalogue
from reportscraper.forms.rules import finding
from reportscraper.store import Store

from .conftest import HOSTILE, Get, asked_of, made

BODY = quote("云溪县教育局", safe="")
BAD = quote(HOSTILE, safe="")
PAGES = [
    "",
    "county/339901",
    f"body/339901/{BODY}",
    f"body/339901/{BAD}",
    f"report/339901/{BODY}/2021",
    f"report/339901/{BAD}/2022",
    f"cell/339901/{BAD}/2022/requests_new/total",
    f"compare?s=cell.requests_new&b=339901/{BAD}&b=339901/{BODY}&q={BAD}",
    f"search?words={quote('殡葬信息')}",
    f"search?words={BAD}",
    "findings",
    "runs",
]
ATTACKS = [
    HOSTILE,
    "'; DROP TABLE figure --",
    '" OR "" = "',
    "NEAR(a b)",
    "a* AND b",
    "javascript:alert(1)",
    "{{ 7 * 7 }}",
    "\x00",
    "x" * 3_000,
    "%s%n",
    "../../etc/passwd",
]


def fetch(get: Get, path: str, status: int = 200) -> Any:
    """The answer to a page's address."""
    answer = asyncio.run(get(f"/reports/-/{path}"))
    assert answer.status_code == status, answer.text[:500]
    return answer


def elements(text: str) -> list[html.HtmlElement]:
    """All elements of a page."""
    return [each for each in html.document_fromstring(text).iter() if isinstance(each.tag, str)]


@pytest.mark.parametrize("address", PAGES)
def test_scraped_text_cannot_act(get: Get, address: str) -> None:
    answer = fetch(get, address)
    assert "<script>alert" not in answer.text
    for element in elements(answer.text):
        assert not [name for name in element.attrib if name.startswith("on") or name == "style"]
        for name in ("href", "src", "action"):
            assert not element.get(name, "").strip().lower().startswith(("javascript:", "data:")), element.get(name)
        if element.tag == "script":
            assert element.get("type") == "application/json" or element.get("src", "").startswith("/-/static-plugins/")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_a_hostile_name_in_a_chart_is_only_text(get: Get) -> None:
    query = f"b=339901/{BAD}&b=339901/{BODY}"
    page = html.document_fromstring(fetch(get, f"compare?s=cell.requests_new&{query}").text)
    (plot,) = page.find_class("plot")
    assert "<script>alert(1)</script>" in plot.text_content()
    assert not plot.xpath(".//script")
    svg = etree.fromstring(fetch(get, f"chart/compare/cell.requests_new.svg?{query}").content)
    assert "<script>alert(1)</script>" in "".join(svg.itertext())
    assert not svg.xpath("//*[local-name()='script']")


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize(
    "page",
    [
        "search?words={}",
        "search?words=复议&county={0}&year={0}&kind={0}&skip={0}",
        "findings?severity={0}&rule={0}&county={0}&year={0}&review={0}&skip={0}",
        "compare?s={0}&b={0}&q={0}&first={0}&last={0}&chart={0}&applicant={0}",
        "compare.csv?s={0}&s=cell.requests_new&b={0}&b=339901/云溪县教育局&first={0}",
        f"report/339901/{BODY}/2021?version={{}}",
    ],
)
def test_whatever_is_typed_is_only_looked_for(get: Get, page: str, attack: str) -> None:
    path, _, query = page.partition("?")
    parameters = [part.split("=", 1) for part in query.split("&")]
    filled = urlencode([(name, value.format(attack)) for name, value in parameters])
    answer = fetch(get, f"{path}?{filled}")
    assert "<script>alert" not in answer.text
    assert "49" not in answer.text.partition("{{ 7 * 7 }}")[2][:3]


def test_csv_files_hold_no_formulas(get: Get) -> None:
    hostile = quote('=cmd|"/c calc"!A0', safe="")
    answer = fetch(get, f"compare.csv?s=cell.requests_new&b=339901/{BAD}&b=339901/{BODY}&b={hostile}")
    assert answer.headers["content-disposition"] == 'attachment; filename="comparison.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [(row["body"], row["year"], row["value"], row["unit"], row["printed_as"]) for row in rows] == [
        (HOSTILE, "2022", "22", "件", "number"),
        ("云溪县教育局", "2021", "21", "件", "number"),
        ("云溪县教育局", "2022", "22", "件", "number"),
    ]
    assert not [value for row in rows for value in row.values() if value[:1] in set("=+-@")]


def test_the_front_page_shows_how_far_the_collection_reaches(get: Get) -> None:
    page = html.document_fromstring(fetch(get, "").text)
    (row,) = page.xpath("//table[contains(@class, 'heat')]/tbody/tr")
    assert [" ".join(cell.text_content().split()) for cell in row] == [
        "云溪县 浙江省 339901",
        "2",
        "50 percent",
        "100 percent",
    ]
    assert [cell.get("class") for cell in row][2:] == ["shade shade-3", "shade shade-5"]
    assert "3 reports of 2 bodies, report years 2021–2022" in " ".join(page.text_content().split())
    assert page.xpath("//ol[@class='feed']/li[1]/a/@href") == [f"/reports/-/report/339901/{BAD}/2022"]
    (kind,) = page.xpath("//a[contains(@href, 'rule=')]")
    assert kind.get("href") == "/reports/-/findings?rule=ch3_row_sum&severity=error"
    assert kind.text_content() == "Applicants do not add up", "what was found is said in words"


def test_a_body_has_its_years(get: Get) -> None:
    page = html.document_fromstring(fetch(get, f"body/339901/{BODY}").text)
    assert page.xpath("//table[@class='side']/thead//th//text()") == ["Series", "Unit", "2021", "2022"]
    late = page.xpath("//section[@aria-labelledby='punctuality']//tbody/tr[1]/td/text()")
    assert late[:3] == ["2023-01-20", "2023-01-31", "in time"]


def test_a_report_shows_figures_findings_and_stated_numbers(get: Get) -> None:
    page = html.document_fromstring(fetch(get, f"report/339901/{BODY}/2022").text)
    (cell,) = page.xpath("//td[@id='f-requests_new-total']")
    assert cell.xpath("a[1]/@href") == [f"/reports/-/cell/339901/{BODY}/2022/requests_new/total"]
    assert cell.xpath("a[1]/text()") == ["22"]
    assert "doubted-error" in cell.get("class")
    assert cell.xpath("a[@class='flag flag-error']/@href") == ["#finding-1"]
    (finding,) = page.xpath("//li[@id='finding-1']")
    assert "22 ≠ 23" in finding.text_content()
    assert finding.xpath("span[@class='also']/a/@href") == ["#f-requests_new-total"]
    assert page.xpath("//a[@rel='prev']/@href") == [f"/reports/-/report/339901/{BODY}/2021"]
    assert page.xpath("//a[@rel='next']") == []
    assert page.xpath("//p[@class='prose']/@lang") == ["zh-Hans"]


def test_a_file_that_is_no_web_address_is_named_not_linked(get: Get) -> None:
    page = html.document_fromstring(fetch(get, f"report/339901/{BODY}/2022").text)
    (item,) = page.xpath("//section[@aria-labelledby='files']//li")
    assert " ".join(item.text_content().split()) == "附件 javascript:alert(1)"
    assert item.xpath("a") == []


def test_a_cell_tells_where_it_comes_from(get: Get) -> None:
    page = html.document_fromstring(fetch(get, f"cell/339901/{BODY}/2022/requests_new/total").text)
    facts = {row.findtext("dt"): " ".join(row.find("dd").text_content().split()) for row in page.xpath("//dl/div")}
    assert facts["Printed as"] == "22"
    assert facts["Place on the page"] == "table 2, row 3, column 4"
    assert facts["Captured"] == "2026-01-02 08:00 UTC"
    assert facts["Archive"].startswith("a.warc.gz, byte 200, 100 bytes")
    assert facts["SHA-256"] == f"{2:064x}"
    (frame,) = page.xpath("//iframe")
    assert frame.get("sandbox") == ""
    assert frame.get("src") == "/reports/-/archive/a.warc.gz/200?table=2&row=3&column=4#the-cell"


def test_a_page_that_is_not_in_the_archive_is_said_so(get: Get) -> None:
    text = fetch(get, "archive/a.warc.gz/200", status=404).text
    assert "The archived page cannot be shown" in text
    assert f"{2:064x}" in text
    assert "The database knows no capture" in fetch(get, "archive/b.warc.gz/200", status=404).text
    assert "There is no page" in fetch(get, "archive/..%2f..%2fetc%2fpasswd/x", status=404).text


def test_search_marks_what_it_finds(get: Get) -> None:
    page = html.document_fromstring(fetch(get, f"search?words={quote('复议')}").text)
    assert page.xpath("//ol[@class='hits']//mark//text()") == ["复议"]
    assert page.xpath("//p[@class='count']")[0].text_content() == "1 chapter holds “复议”."
    assert page.xpath("//ol[@class='hits']//h2/a/@href") == [f"/reports/-/report/339901/{BODY}/2021"]
    traditional = html.document_fromstring(fetch(get, f"search?words={quote('復議')}").text)
    assert traditional.xpath("//ol[@class='hits']//mark//text()") == ["复议"]
    assert (
        "No chapter holds “养老”"
        in html.document_fromstring(fetch(get, f"search?words={quote('养老')}").text).text_content()
    )


def test_findings_are_filtered(get: Get) -> None:
    def rows(query: str) -> list[str]:
        page = html.document_fromstring(fetch(get, f"findings?{query}").text)
        return [row.xpath("td[2]")[0].text_content().strip() for row in page.xpath("//main//tbody/tr")]

    assert len(rows("")) == 3
    assert rows("year=2021") == ["云溪县教育局, 2021"]
    assert rows("severity=warning") == []
    assert rows("rule=ch3_row_sum&county=339901&year=2021") == ["云溪县教育局, 2021"]
    assert rows("review=accepted") == []
    assert len(rows("severity=nonsense&review=nonsense")) == 3


def test_runs_say_what_came_of_them(get: Get) -> None:
    page = html.document_fromstring(fetch(get, "runs").text)
    cells = [cell.text_content().strip() for cell in page.xpath("//section[@aria-labelledby='recent']//tbody/tr/td")]
    assert cells == ["2026-01-31 08:00 UTC", "2026-01-31 08:01 UTC", "run", "1", "3", "3 new"]


@pytest.mark.parametrize(
    "address",
    ["nothing", "county/1", "body/339901/x", f"report/339901/{BODY}/2001", f"cell/339901/{BODY}/2022/ch2_fee_amount/-"],
)
def test_what_is_not_there_is_said_in_words(get: Get, address: str) -> None:
    answer = fetch(get, address, status=404)
    assert "This is not here" in answer.text


@pytest.mark.parametrize("address", [*PAGES, "nothing"])
def test_pages_are_in_english_with_chinese_marked(get: Get, address: str) -> None:
    text = asyncio.run(get(f"/reports/-/{address}")).text
    assert text.count('<html lang="en">') == 1
    unmarked = [
        str(piece)
        for piece in html.document_fromstring(text).xpath(
            "//body//text()[not(ancestor::*[@lang='zh-Hans']) and not(ancestor::script)"
            " and not(ancestor::option) and not(ancestor::select)]"
        )
        if any("\u4e00" <= character <= "\u9fff" for character in piece)
    ]
    assert unmarked == []


@pytest.mark.parametrize("path_of_page", ["", "compare.csv", "archive/a.warc.gz/100/bytes"])
def test_who_may_not_see_the_database_may_not_see_its_pages(path: Path, path_of_page: str) -> None:
    assert (
        asked_of(path, f"/reports/-/{path_of_page}", metadata={"databases": {"reports": {"allow": False}}}).status_code
        == 403
    )


def test_pages_move_with_the_base_address(path: Path) -> None:
    text = asked_of(path, "/reports/-/", settings={"base_url": "/county/"}).text
    page = html.document_fromstring(text)
    assert {address[:8] for address in page.xpath("//@href") if address.startswith("/")} == {"/county/"}


def test_another_folder_of_the_archive_can_be_named(path: Path, tmp_path: Path) -> None:
    set_up = {"plugins": {"reportscraper": {"archive": str(tmp_path)}}}
    assert "No such file" in asked_of(path, "/reports/-/archive/a.warc.gz/100", metadata=set_up).text


def test_series_say_how_well_they_fit_and_lead_to_the_cell(get: Get) -> None:
    query = f"s=requests_received&s=rate.refusal_rate&b=339901/{BODY}&first=2021&last=2022"
    rows = list(csv.DictReader(io.StringIO(fetch(get, f"compare.csv?{query}").text.removeprefix("\ufeff"))))
    assert [(row["indicator"], row["year"], row["value"], row["exactness"], row["source"]) for row in rows] == [
        ("requests_received", "2021", "21", "exact", "table"),
        ("requests_received", "2022", "22", "exact", "table"),
    ]
    page = html.document_fromstring(fetch(get, f"compare?{query}").text)
    first, second = page.xpath("//section[@class='comparison']")
    assert first.xpath(".//tbody//td/a[1]/@href") == [
        f"/reports/-/cell/339901/{BODY}/{year}/requests_new/total" for year in (2021, 2022)
    ]
    assert [" ".join(cell.text_content().split()) for cell in second.xpath(".//tbody//td")] == [
        "·no number printed"
    ] * 2
    assert "None of these bodies printed a number" in second.text_content()


def test_a_doubted_number_is_marked_and_leads_to_the_finding(get: Get) -> None:
    report = fetch(get, f"report/339901/{BODY}/2022").text
    (anchor,) = html.document_fromstring(report).xpath("//li[@id='finding-1']/span[@id]/@id")
    for address in (
        f"compare?s=requests_received&b=339901/{BODY}",
        f"compare?s=cell.requests_new&b=339901/{BODY}",
        f"body/339901/{BODY}",
    ):
        page = html.document_fromstring(fetch(get, address).text)
        (_, mark) = page.xpath("//table[@class='side']//td/a[contains(@class, 'doubt')]")
        assert mark.get("href") == f"/reports/-/report/339901/{BODY}/2022#{anchor}"
        assert mark.get("title") == "wrong, says a finding"
        assert mark.getprevious().text_content() == "22"
        assert "in doubt, says a finding" in page.text_content()
    chart = html.document_fromstring(fetch(get, f"compare?s=requests_received&b=339901/{BODY}").text)
    assert len(chart.find_class("ring")) == 2
    assert "! wrong, says a finding" in chart.find_class("signs")[0].text_content()
    assert all("! wrong, says a finding" in each.text for each in chart.xpath("//*[local-name()='title'][parent::a]"))
    rows = list(csv.DictReader(io.StringIO(fetch(get, f"compare.csv?s=requests_received&b=339901/{BODY}").text[1:])))
    assert [(row["year"], row["doubt"]) for row in rows] == [("2021", "error"), ("2022", "error")]
    spark = html.document_fromstring(fetch(get, f"body/339901/{BODY}").text).xpath("//*[@class='plot small']")[0]
    assert "2022: 22 (wrong, says a finding)" in spark.get("aria-label")


def test_what_doubts_a_whole_table_is_said_once_above_it(path: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(path, tmp_path))
    with Store.open(copy) as store, store.transaction():
        store.seed_indicators(catalogue())
        told = finding("other_year_caption", table=2, years="2020")
        read = made("云溪县教育局", 2022, "组织培训。")
        extra = msgspec.structs.replace(read.figures[0], indicator="result_granted", row=5)
        read = msgspec.structs.replace(read, figures=(*read.figures, extra), findings=(*read.findings, told))
        store.save_report(read, capture_id=2, county_code="339901", parser_version="1")
    page = html.document_fromstring(asked_of(copy, f"/reports/-/report/339901/{BODY}/2022").text)
    (note,) = page.xpath("//p[@class='alert']")
    assert "In doubt as a whole: warning" in note.text_content()
    (leads_to,) = note.xpath("a/@href")
    assert "captioned 2020" in page.xpath(f"//li[@id='{leads_to[1:]}']")[0].text_content()
    (plain,) = page.xpath("//td[@id='f-result_granted-total']")
    assert "doubted-warning" in plain.get("class")
    cell = asked_of(copy, f"/reports/-/cell/339901/{BODY}/2022/result_granted/total").text
    assert "captioned 2020" in cell
    assert "22 ≠ 23" not in cell


def test_more_than_a_page_can_show_is_cut_and_said_so(get: Get) -> None:
    series = "&".join(
        f"s={code}" for code in ("granted", "denied", "unable", "staff", "reviews", "lawsuits", "penalties")
    )
    bodies = "&".join(f"b=339901/{number}" for number in range(25))
    text = fetch(get, f"compare?{series}&{bodies}").text
    assert "The first 6 of 7 indicators are shown." in text
    assert "The first 24 of 25 bodies are shown." in text
