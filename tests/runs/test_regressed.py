"""A good report is never replaced by a worse one: it stays current, the finding tells, and the page is asked for again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reportscraper.runs.rebuild import rebuild

from .small_site import Page, SmallSite, html, report_page, serving

PATH = "/nb/1.html"
FIGURES = "SELECT county, body, year, version, indicator, applicant, value, raw FROM figure_list ORDER BY 1, 2, 3, 5, 6"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[SmallSite]:
    with serving(SmallSite(tmp_path)) as made:
        title, made.pages[PATH] = report_page(2021)
        made.pages["/nb/"] = made.list_of({PATH: title})
        yield made


def edited(change: Callable[[str], str]) -> Callable[[SmallSite], Page]:
    return lambda site: html(change(site.pages[PATH].body.decode()))


def titled(text: str) -> Callable[[SmallSite], Page]:
    """A page under the report's own title."""

    def make(site: SmallSite) -> Page:
        title = re.findall("<title>(.*?)</title>", site.pages[PATH].body.decode())[0]
        return html(f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{text}</body></html>")

    return make


WORSE: dict[str, Callable[[SmallSite], Page]] = {
    "shell": lambda _: html("<html><body><div id='app'></div><script src='/a.js'></script><a href='/'>.</a></body></html>"),
    "titled shell": titled("<div id='app'></div>"),
    "busy": lambda _: html("<html><title>提示</title><body><p>服务忙，请稍候片刻再访问</p></body></html>"),
    "titled busy": titled("<p>服务忙，请稍候片刻再访问</p>"),
    "cut to a third": edited(lambda text: text[: len(text) // 3]),
    "cut to two thirds": edited(lambda text: text[: len(text) * 2 // 3]),
    "no tables": edited(lambda text: re.sub("(?s)<table.*?</table>", "", text)),
    "one table lost": edited(lambda text: re.sub("(?s)<table.*?</table>", "", text, count=1)),
    "a row lost": edited(lambda text: re.sub("(?s)(.*)<tr.*?</tr>", r"\1", text, count=1)),
    "blank tables": edited(lambda text: re.sub(r"(<td[^>]*>(?:<[^>]*>)*)\d+(?=<)", r"\1", text)),
    "another body's": lambda _: report_page(2021, body=2, seed="other")[1],
    "another year's": lambda _: report_page(2019, body=3, seed="other")[1],
    "404": lambda _: html("<h1>404</h1>", 404),
    "empty": lambda _: Page(b""),
}  # fmt: skip


@pytest.mark.parametrize("name", WORSE)
def test_the_good_version_stays_and_the_page_is_asked_for_again(site: SmallSite, name: str) -> None:
    site.run()
    before, good = site.rows(FIGURES), site.pages[PATH]
    assert len(before) == 200
    site.pages[PATH] = WORSE[name](site)
    result = site.run(refresh="all")
    assert site.rows(FIGURES) == before
    [told] = site.rows("SELECT severity, body, year, message_zh FROM finding_list WHERE rule = 'regressed'")
    assert told[:3] == ("warning", None, None)
    assert len(result.problems) == 1
    assert PATH in result.problems[0]
    assert site.states()[PATH] == "report"
    assert site.rows("SELECT count(*) FROM report_summary") == [(1,)]
    assert site.run().problems == result.problems, "asked for on the next run"
    assert PATH in site.asked
    assert rebuild(site.folder, []).problems == []
    assert site.rows(FIGURES) == before, "the archive read anew comes to the same"
    site.pages[PATH] = good
    result = site.run(refresh="all")
    assert result.problems == []
    assert site.rows(FIGURES) == before
    assert site.rows("SELECT count(*) FROM finding_list WHERE rule = 'regressed'") == [(0,)]


def test_a_correction_is_no_loss(site: SmallSite) -> None:
    site.run()
    changed = re.sub(
        r"(<td[^>]*>)(\d)(?=<)", lambda match: f"{match[1]}{int(match[2]) + 1}", site.pages[PATH].body.decode(), count=1
    )
    site.pages[PATH] = html(changed.replace("</body>", "<p>更正说明：表一数据已更正。</p></body>"))
    result = site.run(refresh="all")
    assert (result.counts["revised"], result.problems) == (1, [])


def test_an_address_that_the_list_gives_to_another_report_is_followed(site: SmallSite) -> None:
    site.run()
    title, site.pages[PATH] = report_page(2022)
    site.pages["/nb/"] = site.list_of({PATH: title})
    result = site.run(refresh="all")
    assert (result.counts["new"], result.problems) == (1, [])
    assert site.rows("SELECT year FROM report_summary ORDER BY 1") == [(2021,), (2022,)]
