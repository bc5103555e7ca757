"""What people come for: walk from a figure to its source, compare, search, look at what is in doubt."""

from __future__ import annotations

import csv
import io
import itertools
import re
import sqlite3
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from reportscraper.runs.data_folder import DataFolder
from tests.made.counties import counties
from tests.made.samples import ADDED, REVISED, reports_of
from tests.made.truth import TrueReport

from .conftest import NARROW, WIDE, Open
from .library import ATTACK, DOCTORED, FILE, HOSTILE_BODY, PLAIN
from .test_looks import BODIES, GOVERNMENT, MANY, PAGES, SCHOOLS

YEARS = {(each.body.name, each.year): each for county in counties() for each in reports_of(county, 2)}


def address(report: TrueReport) -> str:
    """The page of a report."""
    return f"report/{report.county.code}/{quote(report.body.name)}/{report.year}"


@pytest.mark.parametrize(
    ("year", "indicator", "applicant"),
    [
        (2022, "requests_new", "total"),
        (2019, "denied_state_secret", "natural_person"),
        (2017, "staff_total", None),
        (2020, "review_total", None),
    ],
)
def test_a_figure_leads_to_the_cell_it_was_read_from(
    open_page: Open, year: int, indicator: str, applicant: str | None
) -> None:
    report = YEARS["云溪县人民政府", year]
    page = open_page(address(report))
    page.locator(f"#f-{indicator}-{applicant or 'x'} > a").first.click()
    true = report.figures[indicator, applicant]
    frame = page.frame_locator("iframe")
    cell = frame.locator("#the-cell")
    cell.wait_for()
    assert cell.evaluate("each => getComputedStyle(each).outlineStyle") == "solid"
    assert cell.inner_text().strip() == true.printed.strip()
    assert true.printed.strip() in page.locator("dt:text-is('Printed as') + dd").inner_text()
    big = page.locator(".big").inner_text()
    assert big.split()[0].replace(",", "") == f"{true.value:g}" if true.value is not None else "blank" in big
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.reload()
        page.locator("iframe").scroll_into_view_if_needed()
        expect(cell).to_be_in_viewport()
        assert cell.evaluate("each => each.getBoundingClientRect().top >= 0")


@pytest.mark.parametrize(("indicator", "applicant"), [("requests_new", "natural_person"), ("review_total", None)])
@pytest.mark.slow
def test_a_figure_of_a_page_without_markup_is_marked_in_its_line(
    open_page: Open, indicator: str, applicant: str | None
) -> None:
    report = YEARS[PLAIN]
    page = open_page(f"cell/{address(report).removeprefix('report/')}/{indicator}/{applicant or '-'}")
    cell = page.frame_locator("iframe").locator("mark#the-cell")
    assert cell.inner_text() == report.figures[indicator, applicant].printed.strip()
    page.locator("iframe").scroll_into_view_if_needed()
    expect(cell).to_be_in_viewport()
    assert "|" in page.frame_locator("iframe").locator("b").inner_text()


def test_a_pdf_is_shown_as_a_picture_with_its_cell_framed(
    open_page: Open, places: DataFolder, screenshots: Path
) -> None:
    with sqlite3.connect(places.database) as database:
        file, offset = database.execute("SELECT file, offset FROM capture WHERE url = ?", [FILE]).fetchone()
    database.close()
    page = open_page(f"archive/{file}/{offset}?table=1&row=2&column=2#the-cell")
    picture, cell = page.locator("img"), page.locator("#the-cell")
    assert picture.evaluate("each => each.complete && each.naturalWidth") == 1190
    shown, framed = picture.bounding_box(), cell.bounding_box()
    assert shown is not None
    assert framed is not None
    scale = shown["width"] / 595
    box = [(framed["x"] - shown["x"]) / scale, (framed["y"] - shown["y"]) / scale, framed["width"] / scale]
    assert box == pytest.approx([222, 182, 150], abs=1)
    expect(cell).to_be_in_viewport()
    page.screenshot(path=screenshots / "file-1280.png")


def test_the_archived_bytes_can_be_had(open_page: Open) -> None:
    page = open_page(PAGES["cell"])
    with page.expect_download() as download:
        page.get_by_role("link", name="download the page's bytes").click()
    data = Path(download.value.path()).read_bytes()
    assert data.startswith(b"<")
    assert "云溪县人民政府".encode() in data


def test_findings_stand_beside_their_cells(open_page: Open) -> None:
    page = open_page(address(YEARS[DOCTORED]))
    flag = page.locator("td.doubted-error .flag-error").first
    number = flag.inner_text().split()[-1]
    flag.click()
    finding = page.locator(f"#finding-{number}")
    expect(finding).to_be_visible()
    expect(finding).to_contain_text("Error")
    finding.locator("a").first.click()
    expect(page.locator("td:target")).to_have_count(1)


@pytest.mark.slow
def test_stated_figures_are_marked(open_page: Open) -> None:
    page = open_page(PAGES["report-2019"])
    said = {str(each.value) for each in YEARS["云溪县人民政府", 2019].statements if each.value}
    marked = {number for text in page.locator("mark.stated").all_inner_texts() for number in re.findall(r"\d+", text)}
    assert said <= marked
    page.locator("summary").first.click()
    expect(page.locator("details[open] td").first).to_be_visible()


@pytest.mark.slow
def test_years_lead_to_years(open_page: Open) -> None:
    page = open_page(address(YEARS["云溪县人民政府", 2019]))
    page.get_by_role("link", name="2020 →").click()
    expect(page.locator("h1")).to_have_text("云溪县人民政府 2020")
    page.get_by_role("link", name="← 2019").click()
    expect(page.locator("h1")).to_have_text("云溪县人民政府 2019")


@pytest.mark.slow
def test_both_versions_of_a_revised_report_can_be_seen(open_page: Open) -> None:
    report = YEARS[REVISED]
    cell = "#f-ch2_license_decisions-x"
    page = open_page(address(report))
    now = page.locator(cell).inner_text()
    page.locator("dt:text-is('Versions') + dd a").click()
    expect(page.locator("main")).to_contain_text("has since revised")
    before = page.locator(cell).inner_text()
    assert int(now.replace(",", "")) - int(before.replace(",", "")) == 7
    page.locator(f"{cell} > a").first.click()
    assert page.frame_locator("iframe").locator("#the-cell").inner_text().strip() == before.replace(",", "")


def test_a_comparison_is_built_and_taken_home(open_page: Open, screenshots: Path) -> None:
    page = open_page("compare")
    page.get_by_label("Requests received 收到申请").check()
    page.get_by_label("Name begins with").fill("教育局")
    page.get_by_role("button", name="Find").click()
    page.get_by_label("云溪县教育局").check()
    page.get_by_label("Name begins with").fill("青岭县水")
    page.get_by_role("button", name="Find").click()
    page.get_by_label("青岭县水利局").check()
    page.locator("select[name=first]").select_option("2020")
    page.get_by_label("Bars by year").check()
    page.get_by_role("button", name="Show comparison").click()
    page.locator(".comparison").first.wait_for()
    page.wait_for_load_state()
    assert page.locator(".chart .plot").count() == 1
    assert page.locator(".comparison thead th").all_inner_texts() == ["Body", "2020", "2021", "2022", "2023", "2024"]
    rows = page.locator(".comparison tbody tr").all_inner_texts()
    assert [row.split()[0] for row in rows] == ["云溪县教育局", "青岭县水利局"]
    true = YEARS["青岭县水利局", 2023].figures["requests_new", "total"].value
    assert rows[1].split()[4] == f"{true:,}"
    page.screenshot(path=screenshots / "comparison-built.png", full_page=True)

    with page.expect_download() as download:
        page.get_by_role("link", name="Download CSV").click()
    assert download.value.suggested_filename == "comparison.csv"
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    lines = {(line["body"], line["year"]): line for line in csv.DictReader(io.StringIO(text))}
    assert lines["青岭县水利局", "2023"]["value"] == str(true)
    assert {year for _, year in lines} <= {"2020", "2021", "2022", "2023", "2024"}

    with page.expect_download() as picture:
        page.get_by_role("button", name="PNG").click()
    assert Path(picture.value.path()).read_bytes().startswith(b"\x89PNG")
    picture.value.save_as(screenshots / "comparison-saved.png")
    assert picture.value.suggested_filename == "requests_received.png"

    permanent = page.get_by_role("link", name="Permanent link to this comparison").get_attribute("href")
    assert permanent is not None
    again = open_page(permanent.partition("/-/")[2])
    assert again.locator(".comparison tbody tr").all_inner_texts() == rows


def test_values_of_a_comparison_lead_to_their_source(open_page: Open) -> None:
    page = open_page(f"compare?s=requests_received&{BODIES}")
    page.locator(".comparison tbody td a").last.click()
    expect(page.frame_locator("iframe").locator("#the-cell")).to_have_count(1)


@pytest.mark.slow
def test_a_break_between_forms_breaks_the_line(open_page: Open) -> None:
    page = open_page(f"compare?s=normative_stock&b=339921/{GOVERNMENT}")
    plot = page.locator(".plot")
    assert plot.locator(".rule").count() == 1
    across = [
        line.evaluate("each => [each.x1.baseVal.valueInSpecifiedUnits, each.x2.baseVal.valueInSpecifiedUnits]")
        for line in plot.locator(".trace > line").all()
    ]
    gaps = [(before[1], after[0]) for before, after in itertools.pairwise(across) if before[1] != after[0]]
    assert len(gaps) == 1, "no line leads from one form to the next"
    assert "count different things" in page.locator(".signs").inner_text()
    assert "≠" in page.locator(".comparison tbody").inner_text()


@pytest.mark.parametrize("size", [None, pytest.param(NARROW, marks=pytest.mark.slow)], ids=["wide", "narrow"])
def test_two_characters_are_found(open_page: Open, size: dict[str, int] | None) -> None:
    page = open_page("", **({"size": size} if size else {}))
    page.get_by_label("Search bodies and the text of all reports").fill("复议")
    page.get_by_role("button", name="Search").click()
    assert re.fullmatch(r"\d+ chapters hold “复议”\.", page.get_by_role("status").inner_text())
    assert set(page.locator(".hits mark").all_inner_texts()) == {"复议"}
    page.get_by_label("Year").select_option("2018")
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**year=2018**")
    assert {each.rpartition(", ")[2] for each in page.locator(".hits h2 a").all_inner_texts()} == {"2018"}


@pytest.mark.slow
def test_findings_are_filtered(open_page: Open) -> None:
    page = open_page("findings")
    page.get_by_label("Severity").select_option("error")
    page.get_by_role("button", name="Filter").click()
    page.wait_for_url("**severity=error**")
    kinds = set(page.locator("tbody td:first-child").all_inner_texts())
    assert kinds == {"Error"}
    assert {each.split(", ")[0] for each in page.locator("tbody td:nth-child(2)").all_inner_texts()} == {DOCTORED[0]}


@pytest.mark.slow
def test_a_year_without_a_report_is_a_gap(open_page: Open) -> None:
    page = open_page(f"body/339921/{SCHOOLS}")
    expect(page.locator(".multiples svg").nth(5)).to_be_attached()
    home = open_page("")
    shares = home.locator(".heat tbody tr:nth-child(2) td.shade").all_inner_texts()
    assert [each.split()[0] for each in shares] == ["100"] * 8
    assert YEARS[ADDED].year == 2024


def test_a_hostile_report_is_only_text(open_page: Open) -> None:
    page = open_page(f"report/339921/{quote(HOSTILE_BODY)}/2023")
    assert ATTACK in page.locator("main").inner_text()
    assert page.title() != "owned"
    assert page.locator("main a[href^='javascript']").count() == 0
    page.get_by_role("link", name="archived copy").click()
    page.wait_for_url("**/archive/**")
    assert page.locator("script, img, link, a[href]").count() == 0
    assert page.title() == "存档网页 (archived page)"
    found = open_page(f"search?words={quote(ATTACK)}")
    # One report, three chapters of it.
    assert found.locator(".hits li").count() == 1
    assert found.locator(".hits .where").count() == 3


@pytest.mark.slow
def test_tables_of_datasette_are_one_step_away(open_page: Open) -> None:
    page = open_page("")
    page.get_by_role("link", name="Tables and SQL").click()
    summary = page.get_by_role("link", name="report_summary").first
    summary.wait_for()
    assert (summary.get_attribute("href") or "").endswith("/report_summary")


def test_the_point_under_the_pointer_is_told_and_its_line_stands_out(open_page: Open) -> None:
    page = open_page(f"compare?s=requests_received&{BODIES}")
    point = page.locator(".trace.c0 > a[aria-label*=' 2021;']")
    box = point.locator("path").first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2 + 3, box["y"] + box["height"] / 2 - 3)
    tip = page.locator(".tip")
    expect(tip).to_be_visible()
    told = tip.inner_text()
    true = YEARS["云溪县人民政府", 2021].figures["requests_new", "total"].value
    assert told.startswith("云溪县人民政府, 2021")
    assert f"{true} items" in told
    assert "the same thing in every form" in told
    others = page.locator(".trace.c1")
    expect(others).to_have_css("opacity", "0.22")
    page.mouse.move(5, 5)
    expect(tip).to_be_hidden()
    expect(others).to_have_css("opacity", "1")


@pytest.mark.slow
def test_a_chart_is_walked_with_the_keyboard(open_page: Open) -> None:
    page = open_page(f"compare?s=requests_received&{BODIES}")
    page.locator(".trace.c2 > a:not([tabindex])").focus()
    tip = page.locator(".tip")
    expect(tip).to_contain_text("青岭县水利局")
    expect(page.locator(".trace.c0")).to_have_css("opacity", "0.22")
    latest = tip.locator("strong").inner_text()
    for key in ("ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
    assert tip.locator("strong").inner_text() < latest
    page.keyboard.press("Enter")
    page.wait_for_url("**/cell/529922/**")
    assert "青岭县水利局" in page.locator(".crumbs").inner_text()


@pytest.mark.slow
def test_a_finger_sees_what_a_point_is_before_it_follows_it(open_page: Open) -> None:
    page = open_page(f"compare?s=requests_received&{BODIES}", size=NARROW, touch=True)
    page.locator(".trace.c0 .point").nth(4).tap()
    tip = page.locator(".tip")
    expect(tip).to_contain_text("云溪县人民政府")
    box = tip.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    tip.get_by_role("link").tap()
    page.wait_for_url("**/cell/339921/**")


@pytest.mark.slow
def test_more_than_eight_bodies_are_grey_and_named_when_pointed_at(open_page: Open) -> None:
    page = open_page(f"compare?s=requests_received&{MANY}")
    assert page.locator(".trace:is(.c0, .c1, .c2, .c3, .c4, .c5, .c6, .c7)").count() == 8
    grey = page.locator(".trace.rest").first
    name = grey.locator(".name")
    expect(name).to_have_css("opacity", "0")
    grey.locator("a:not([tabindex])").focus()
    expect(name).to_have_css("opacity", "1")
    assert "grey" in page.locator(".signs").inner_text()


@pytest.mark.slow
def test_a_count_is_turned_into_a_rate_and_back(open_page: Open) -> None:
    page = open_page(f"compare?s=not_held&{BODIES}")
    page.locator(".ways a").click()
    page.wait_for_url("**s=per.not_held**")
    values = [
        each
        for each in page.locator(".comparison tbody td").all_inner_texts()
        if each.strip(" ·–").replace(".", "").isdigit()
    ]
    assert values
    assert all(0 <= float(each) <= 100 for each in values)
    page.locator(".ways a").click()
    page.wait_for_url("**s=not_held**")


def test_a_chart_is_framed_by_another_page(open_page: Open) -> None:
    page = open_page(f"compare?s=requests_received&{BODIES}")
    page.locator(".embed summary").click()
    code = page.locator(".embed code").inner_text()
    (source,) = re.findall('src="([^"]+)"', code)
    page.set_content(code)
    frame = page.frame_locator("iframe")
    frame.locator(".plot").wait_for()
    assert "chart/compare/requests_received" in source
    assert frame.locator("h1").inner_text() == "Requests received 收到申请"
