"""Every page as it looks: on a desk, in a hand, to a screen reader, without scripts."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

import pytest
from playwright.sync_api import Page

from tests.made.counties import counties

from .conftest import NARROW, WIDE, Open
from .library import HOSTILE_BODY

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
GOVERNMENT, SCHOOLS = quote("云溪县人民政府"), quote("云溪县教育局")
WATER = quote("青岭县水利局")
BODIES = f"b=339921/{GOVERNMENT}&b=339921/{SCHOOLS}&b=529922/{WATER}"

MANY = "&".join(f"b={county.code}/{quote(body.name)}" for county in counties() for body in county.bodies)

PAGES = {
    "home": "",
    "county": "county/339921",
    "province": f"province/{quote('浙江省')}",
    "function": "function/education",
    "function-zh": f"function/government?level=department&province={quote('浙江省')}&lang=zh",
    "function-levels": "function/government?lang=en",
    "county-zh": "county/339921?lang=zh",
    "datasette-findings-zh": "../finding_list?_lang=zh",
    "series-zh": "series/requests_received?lang=zh",
    "series-rate": "series/refusal_rate?level=county_government",
    "body": f"body/339921/{GOVERNMENT}",
    "report-2017": f"report/339921/{GOVERNMENT}/2017",
    "report-2019": f"report/339921/{GOVERNMENT}/2019",
    "report-2021-with-errors": f"report/339921/{SCHOOLS}/2021",
    "report-hostile": f"report/339921/{quote(HOSTILE_BODY)}/2023",
    "cell": f"cell/339921/{GOVERNMENT}/2022/requests_new/total",
    "compare-empty": "compare",
    "compare-lines": f"compare?s=requests_received&s=normative_stock&s=rate.refusal_rate&{BODIES}",
    "compare-bars": f"compare?s=requests_received&chart=bar&{BODIES}",
    "compare-dots": f"compare?s=requests_received&chart=dots&{BODIES}",
    "compare-choosing": f"compare?s=requests_received&q={quote('青岭')}&{BODIES}",
    "compare-many": f"compare?s=requests_received&{MANY}",
    "diff-zh": f"diff/339921/{SCHOOLS}/2021?lang=zh",
    "diff-forms": f"diff/339921/{GOVERNMENT}/2019",
    "datasette-database": "../../reports",
    "datasette-table-zh": "../report_summary?_lang=zh",
    "datasette-query": "../open_findings",
    "datasette-row-zh": "../body/1?_lang=zh",
    "chart-zh": f"chart/compare/requests_received?{BODIES}&lang=zh",
    "chart-front": "chart/front/outcomes",
    "search": f"search?words={quote('复议')}",
    "search-nothing": f"search?words={quote('养老')}",
    "findings": "findings",
    "runs": "runs",
    "home-zh": "?lang=zh",
    "body-zh": f"body/339921/{GOVERNMENT}?lang=zh",
    "report-2021-zh": f"report/339921/{SCHOOLS}/2021?lang=zh",
    "cell-zh": f"cell/339921/{GOVERNMENT}/2022/requests_new/total?lang=zh",
    "compare-lines-zh": f"compare?s=requests_received&s=rate.refusal_rate&{BODIES}&lang=zh",
    "findings-zh": "findings?lang=zh",
}


NARROW_RULES = ("scrollable-region-focusable", "aria-required-children", "aria-required-parent", "list", "listitem")
"""What a style sheet for narrow screens can break; the other rules find on them what they find on wide ones."""


CORE = frozenset({"home-zh", "body", "report-2021-with-errors", "cell", "compare-lines-zh"})
"""Pages that the README's command looks at; the slow tests look at all, which takes a browser half a minute."""


def slow_but(core: Iterable[str], names: Iterable[str]) -> list[Any]:
    """All the names, those marked slow that are not of the core."""
    return [name if name in core else pytest.param(name, marks=pytest.mark.slow) for name in names]


@pytest.mark.parametrize("name", slow_but(CORE, PAGES))
def test_pages_fit_the_screen_and_are_accessible(open_page: Open, screenshots: Path, name: str) -> None:
    page = open_page(PAGES[name], size=WIDE)
    page.evaluate(AXE)
    assert page.locator("h1").count() == 1
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.screenshot(path=screenshots / f"{name}-{size['width']}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        assert violations(page, *([] if size == WIDE else NARROW_RULES)) == []


def test_a_phone_shows_labels_with_their_groups_and_totals_first(open_page: Open) -> None:
    page = open_page(f"{PAGES['report-2021-with-errors']}?lang=zh", size=NARROW)
    secret = page.locator(".drawn-ch3 tbody tr", has_text="属于国家秘密")
    for cell in (secret.locator("th[scope=row]"), secret.locator("td").last):
        box = cell.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= NARROW["width"]
    assert secret.locator("th[scope=row]").inner_text().split() == ["（三）不予公开", "1.属于国家秘密"]
    wide = open_page(PAGES["report-2021-with-errors"])
    assert not wide.locator(".drawn-ch3 .group").first.is_visible()


@pytest.mark.parametrize("media", ["screen", "print"])
@pytest.mark.parametrize("name", ["county", "body", "function"])
def test_a_sign_of_doubt_hides_no_number(open_page: Open, name: str, media: Literal["screen", "print"]) -> None:
    address = PAGES[name] if name != "body" else f"body/339921/{SCHOOLS}"
    page = open_page(address)
    page.emulate_media(media=media)
    hidden = """() => [...document.querySelectorAll('.side td .doubt')].map(sign => {
        const [one, other] = [sign, sign.previousElementSibling].map(each => each.getBoundingClientRect());
        return Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1 && other.bottom > one.top && one.bottom > other.top;
    })"""
    found = page.evaluate(hidden)
    assert found
    assert not any(found)


def violations(page: Page, *rules: str) -> list[tuple[str, str, list[str]]]:
    """What axe finds that is moderate or worse, with all its rules or some: rule, impact, the first elements."""
    options = {"iframes": False, "resultTypes": ["violations"], **({"runOnly": list(rules)} if rules else {})}
    result: dict[str, Any] = page.evaluate(
        # The editor of SQL is a program of others within Datasette.
        "options => axe.run({exclude: [['.CodeMirror']]}, options)",
        options,
    )
    return [
        (each["id"], each["impact"], [node["html"][:200] for node in each["nodes"][:3]])
        for each in result["violations"]
        if each["impact"] != "minor"
    ]


CHARTS = ("home", "series", "compare", "chart", "function")
"""Pages with charts that are looked into."""


@pytest.mark.parametrize("name", [name for name in PAGES if not name.startswith((*CHARTS, "datasette"))])
def test_only_charts_have_scripts(site: str, name: str) -> None:
    with urllib.request.urlopen(site + PAGES[name], timeout=60) as answer:
        assert b"<script" not in answer.read()


def test_a_comparison_says_the_same_without_scripts(open_page: Open) -> None:
    def words(page: Page) -> list[str]:
        return page.locator(".comparison table, .builder, .plot .name, .signs").all_inner_texts()

    plain = open_page(PAGES["compare-lines"], scripts=False)
    drawn = open_page(PAGES["compare-lines"])
    assert words(plain) == words(drawn)
    assert plain.locator(".plot .point").count() == drawn.locator(".plot .point").count() > 20
    assert not plain.get_by_role("button", name="PNG").first.is_visible()


def test_pages_can_be_printed(open_page: Open, screenshots: Path) -> None:
    page = open_page(PAGES["report-2019"])
    page.emulate_media(media="print")
    assert not page.locator(".masthead nav").is_visible()
    assert page.locator(".drawn-ch3").is_visible()
    page.screenshot(path=screenshots / "report-2019-print.png", full_page=True)


def test_the_keyboard_reaches_everything(open_page: Open) -> None:
    page = open_page(PAGES["body"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    wanted = {"scroll", page.locator("thead a").first.get_attribute("href")}
    for _ in range(200):
        page.keyboard.press("Tab")
        wanted.discard(page.evaluate("document.activeElement.getAttribute('href') || document.activeElement.className"))
        if not wanted:
            return
    assert wanted == set()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "name",
    slow_but({"body"}, ["home", "home-zh", "body", "report-2021-with-errors", "cell", "compare-lines-zh", "findings"]),
)
def test_pages_are_readable_by_day_and_by_night(open_page: Open, screenshots: Path, name: str, scheme: str) -> None:
    page = open_page(PAGES[name], scheme=scheme)
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper == ("rgb(255, 255, 255)" if scheme == "light" else "rgb(18, 23, 29)")
    page.evaluate(AXE)
    assert violations(page, "color-contrast") == []
    page.screenshot(path=screenshots / f"{name}-{scheme}.png", full_page=True)


def test_squares_of_provinces_are_printed_with_their_colours(open_page: Open) -> None:
    page = open_page(PAGES["home"])
    page.emulate_media(media="print")
    squares = page.locator(".tilemap li, .heat td[class*=shade-]")
    ways = squares.evaluate_all("all => all.map(each => getComputedStyle(each).printColorAdjust)")
    assert len(ways) > 31
    assert set(ways) == {"exact"}  # else light letters stand on white


def test_charts_are_printed_on_white_with_their_names_and_signs(open_page: Open, screenshots: Path) -> None:
    page = open_page(PAGES["compare-lines"], scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    ink = page.locator(".plot .name").first.evaluate("each => getComputedStyle(each).fill")
    assert ink == "rgb(29, 35, 43)"
    assert page.locator(".signs").first.is_visible()
    assert not page.locator(".take").first.is_visible()
    page.screenshot(path=screenshots / "compare-print.png", full_page=True)
