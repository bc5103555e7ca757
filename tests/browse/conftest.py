"""A database of three reports behind Datasette's own test client."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from datasette import hookimpl
from datasette.app import Datasette
from datasette.plugins import pm
from jinja2 import Environment, FileSystemBytecodeCache
from lxml import html

from reportscraper.model import Capture, Figure, Finding, Indicator, Report, Section, Statement
from reportscraper.store import Store


class CompiledTemplates:
    """A plugin of Datasette: what one instance compiled of its templates (a fifth of a second) serves all others."""

    __name__ = "compiled_templates"  # Datasette asks every plugin for its name

    def __init__(self, folder: Path) -> None:
        self.cache = FileSystemBytecodeCache(str(folder))

    @hookimpl
    def prepare_jinja2_environment(self, env: Environment) -> None:
        env.bytecode_cache = self.cache


@pytest.fixture(scope="session", autouse=True)
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Templates are compiled once for all tests of the room."""
    plugin = CompiledTemplates(tmp_path_factory.mktemp("templates"))
    pm.register(plugin)
    yield
    pm.unregister(plugin)


Get = Callable[[str], Awaitable[Any]]

INDICATORS = (Indicator("requests_new", "本年新收", "Requests received.", "件", ("2021",), "ch3"),)
HOSTILE = '<script>alert(1)</script>=HYPERLINK("http://x")'


@pytest.fixture(scope="session")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with two good reports and one whose texts are hostile; tests only read it."""
    path = tmp_path_factory.mktemp("browse") / "reports.db"
    with Store.open(path) as store:
        store.seed_indicators(INDICATORS)
        store.save_county("339901", "云溪县", province="浙江省", home="http://yunxi.example/")
        run = store.add_run("run", parser_version="1", started="2026-01-31T08:00:00Z")
        for number, (body, year, text) in enumerate(
            (
                ("云溪县教育局", 2021, "办理行政复议两件。"),
                ("云溪县教育局", 2022, "组织培训。"),
                (HOSTILE, 2022, f"殡葬信息 {HOSTILE}"),
            ),
            1,
        ):
            save(store, run, number, made(body, year, text))
        store.finish_run(run, finished="2026-01-31T08:01:00Z", counts={"new": 3})
    return path


def made(body: str, year: int, text: str) -> Report:
    """A report with one figure, one chapter, one statement and one finding."""
    return Report(
        source=None,
        is_report=True,
        kind="report",
        title=f"{body}{year}年政府信息公开工作年度报告",
        body=body,
        year=year,
        form="2021",
        published_on=f"{year + 1}-01-20",
        period=None,
        sections=(Section("overview", "一、总体情况", text),),
        figures=(Figure("requests_new", "total", year - 2000, "number", str(year - 2000), "件", 2, 3, 4),),
        statements=(Statement("overview", "培训", None, 1, "次", "", "培训1次", 0, 5),),
        findings=(Finding("ch3_row_sum", "error", "22 ≠ 23", (("requests_new", "total"),)),),
        attachments=(("javascript:alert(1)", "附件"),),
    )


def capture(store: Store, number: int, url: str) -> int:
    """The number of a capture made known to the database."""
    fetched = f"2026-01-{number:02}T08:00:00Z"
    kind = "application/pdf" if url.endswith(".pdf") else "text/html"
    taken = Capture(url, url, "GET", 200, kind, fetched, f"{number:064x}", 9, "a.warc.gz", number * 100, 100)
    return store.add_capture(taken)


def save(
    store: Store, run: int, number: int, report: Report, files: tuple[int, ...] = (), *, county: str = "339901"
) -> None:
    """File a report as a run does; ``files`` are the captures of its parts."""
    url = f"http://yunxi.example/{number}.html"
    capture_id = capture(store, number, url)
    store.save_page(url, county_code=county, capture_id=capture_id, kind="report", outcome="new", title=report.title)
    store.add_visit(run, url, county_code=county, role="detail", outcome="new", capture_id=capture_id)
    store.save_report(report, capture_id=capture_id, county_code=county, parser_version="1", part_captures=files)


@contextmanager
def serving(*paths: Path, **options: Any) -> Iterator[Datasette]:
    """Datasette on databases, its plugins loaded by entry point; afterwards all its connections are closed."""
    datasette = Datasette([str(path) for path in paths], **options)
    try:
        yield datasette
    finally:
        for database in datasette.databases.values():
            database.close()
        datasette.executor.shutdown()


def asked_of(database: Path | None, path: str, **options: Any) -> Any:
    """The answer of another Datasette on a database."""
    with serving(*filter(None, (database,)), **options) as datasette:
        return asyncio.run(datasette.client.get(path))


def page(site: Datasette, address: str) -> html.HtmlElement:
    """A page of the database `reports`, which must be there."""
    answer = asyncio.run(site.client.get(f"/reports/-/{address}"))
    assert answer.status_code == 200, answer.text[:300]
    return html.document_fromstring(answer.text)


def rows(root: html.HtmlElement, section: str) -> list[list[str]]:
    """The words of each cell of each row of the table in a section of a page."""
    found = root.xpath(f"//section[@aria-labelledby='{section}']//tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in found]


@pytest.fixture(scope="module")
def datasette(path: Path) -> Iterator[Datasette]:
    """Datasette on the database, its plugins loaded by entry point."""
    with serving(path) as datasette:
        yield datasette


@pytest.fixture(scope="module")
def get(datasette: Datasette) -> Get:
    """Fetches a path."""
    return datasette.client.get
