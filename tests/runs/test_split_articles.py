"""Reports that a list shows in several articles are one report each, in whatever order they are listed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reportscraper.crawl.splits import TitleEnd
from reportscraper.runs.rebuild import rebuild

from .small_site import SmallSite, html, report_page, serving

FIGURES = "SELECT indicator, applicant, value, raw FROM figure_list ORDER BY 1, 2"
TEXT, TABLES = "/nb/1.html", "/nb/2.html"


@pytest.mark.parametrize("order", [(TEXT, TABLES), (TABLES, TEXT)])
@pytest.mark.parametrize("marks", [("", "附表"), ("（一）", "（二）"), ("（图文版）", "（附件表格）")])
def test_text_and_tables_apart_are_one_report(order: tuple[str, str], marks: tuple[str, str], tmp_path: Path) -> None:
    title, whole = report_page(2021)
    page = whole.body.decode()
    named = re.sub("<title>.*?</title>", f"<title>{title}{marks[1]}</title>", page)
    articles = {TEXT: title + marks[0], TABLES: title + marks[1]}
    with serving(SmallSite(tmp_path / "split")) as site, serving(SmallSite(tmp_path / "whole")) as model:
        model.pages.update({"/nb/": model.list_of({TEXT: title}), TEXT: whole})
        model.run()
        site.pages["/nb/"] = site.list_of({path: articles[path] for path in order})
        site.pages[TEXT] = html(re.sub(r"(?s)<table.*?</table>", "", page))
        site.pages[TABLES] = html(re.sub(r"(?s)<p.*?</p>", "", named))
        result = site.run()
        assert (result.counts["found"], result.counts["stored"], result.problems) == (1, 2, [])
        assert site.rows("SELECT count(*) FROM report_version") == [(1,)]
        assert site.rows(FIGURES) == model.rows(FIGURES)
        assert {str(url).partition(str(site.port))[2] for (url,) in site.rows("SELECT url FROM part")} == {TABLES}
        stored = site.rows(FIGURES)
        rebuild(site.folder, [])
        assert site.rows(FIGURES) == stored
        site.asked.clear()
        again = site.run()
        assert (again.counts["found"], again.problems, site.states()) == (
            0,
            [],
            dict.fromkeys((TEXT, TABLES), "report"),
        )


@pytest.mark.parametrize("order", [(TEXT, TABLES), (TABLES, TEXT)])
def test_articles_archived_as_pages_of_their_own_are_joined_when_the_archive_is_read_anew(
    order: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    title, whole = report_page(2021)
    page = whole.body.decode()
    articles = {TEXT: title, TABLES: f"{title}附表"}
    with serving(SmallSite(tmp_path / "split")) as site, serving(SmallSite(tmp_path / "whole")) as model:
        model.pages.update({"/nb/": model.list_of({TEXT: title}), TEXT: whole})
        model.run()
        site.pages["/nb/"] = site.list_of({path: articles[path] for path in order})
        site.pages[TEXT] = html(re.sub(r"(?s)<table.*?</table>", "", page))
        site.pages[TABLES] = html(page.replace(f"<title>{title}", f"<title>{title}附表"))
        with monkeypatch.context() as before:  # as an earlier version took them
            before.setattr("reportscraper.crawl.crawler.pieces_of", lambda _items: {})
            before.setattr("reportscraper.runs.split_pieces.mark_of", TitleEnd)
            site.run()
        assert site.rows("SELECT count(*) FROM report_version") == [(2,)]
        assert rebuild(site.folder, []).problems == []
        assert site.rows("SELECT count(*) FROM report_version") == [(1,)]
        assert site.rows(FIGURES) == model.rows(FIGURES)
        assert {str(url).partition(str(site.port))[2] for (url,) in site.rows("SELECT url FROM part")} == {TABLES}
        assert site.states() == dict.fromkeys((TEXT, TABLES), "report")
