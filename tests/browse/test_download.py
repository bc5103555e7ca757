"""Files of whole datasets: as many rows as they say, the same as `export` writes, and nothing left open."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette
from lxml import html

from reportscraper.browse.pages.download import _AT_ONCE, _File
from reportscraper.export import datasets
from reportscraper.export.files import encoded
from reportscraper.export.rows import rows_of
from reportscraper.store import Reader
from reportscraper.store.publish import publish

from .conftest import Get, asked_of
from .test_site_pages import fetch


@pytest.mark.parametrize("name", list(datasets()))
def test_a_dataset_is_the_file_that_export_writes_and_says_how_long_it_is(get: Get, path: Path, name: str) -> None:
    answer = fetch(get, f"download/{name}.csv")
    with Reader.open(path) as reader:
        wanted = b"".join(encoded("csv", *rows_of(reader, datasets()[name])))
    assert answer.content == wanted
    rows = list(csv.reader(io.StringIO(answer.text, newline="")))
    assert int(answer.headers["x-row-count"]) == len(rows) - 1
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}.csv"'
    assert _File.open_now == 0


def test_a_view_is_a_name_as_well_and_every_format_holds_the_same(get: Get, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    lines = [json.loads(line) for line in fetch(get, "download/figure_list.jsonl").text.splitlines()]
    assert [line["value"] for line in lines] == [21, 22, 22]
    file = tmp_path / "a.parquet"
    answer = fetch(get, "download/figure_list.parquet")
    file.write_bytes(answer.content)
    table = parquet.read_table(file)
    assert table.to_pylist() == lines
    assert answer.headers["x-row-count"] == "3"


def test_a_spreadsheet_finds_no_formula_and_knows_the_charset(get: Get) -> None:
    assert fetch(get, "download/statements.csv?spreadsheet=1").content.startswith(b"\xef\xbb\xbf")
    assert not fetch(get, "download/statements.csv").content.startswith(b"\xef\xbb\xbf")


def test_more_rows_than_datasette_shows_are_all_there(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "reports.db"
    copy.write_bytes(path.read_bytes())
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute("""
          WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12345)
          INSERT INTO statement
          SELECT 1, 100 + i, 'overview', '培训', NULL, i, '次', '', 'count', '', 'x', 0, 1 FROM n
        """)
    answer = asked_of(copy, "/reports/-/download/statements.jsonl")
    assert len(answer.text.splitlines()) == int(answer.headers["x-row-count"]) == 12345 + 3


def test_a_reader_who_leaves_leaves_nothing_open(datasette: Datasette, get: Get) -> None:
    class GoneError(Exception): ...

    async def leave() -> None:
        async def send(message: Any) -> None:
            if message["type"] == "http.response.body":
                raise GoneError

        async def receive() -> Any:
            return {"type": "http.request", "body": b""}

        scope = {"type": "http", "method": "GET", "path": "/reports/-/download/figures.csv", "query_string": b""}
        with pytest.raises(GoneError):
            await datasette.app()(
                {**scope, "raw_path": scope["path"].encode(), "headers": [], "scheme": "http"}, receive, send
            )

    fetch(get, "")
    asyncio.run(leave())
    assert _File.open_now == 0


def test_too_many_at_once_are_asked_to_come_again(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_File, "open_now", _AT_ONCE)
    assert "Others are downloading" in fetch(get, "download/figures.csv", status=503).text


@pytest.mark.parametrize("address", ["download/nothing.csv", "download/sqlite_master.csv", "download/figures.xlsx"])
def test_what_is_no_dataset_is_said(get: Get, address: str) -> None:
    assert "This is not here" in fetch(get, address, status=404).text


def test_the_page_leads_to_every_file_and_to_a_published_database(path: Path, tmp_path: Path, get: Get) -> None:
    page = html.document_fromstring(fetch(get, "download").text)
    links = page.xpath("//table//a[@download]/@href")
    assert len(links) == 4 * len(datasets())
    assert not page.xpath("//a[contains(@href, '.db')]")
    copy = tmp_path / "reports.db"
    manifest = publish(path, copy, published_at="2026-02-01T00:00:00Z", parser_version="1", git_revision=None)
    served = asked_of(None, "/reports/-/download", immutables=[str(copy)]).text
    assert manifest.sha256 in served
    assert 'href="/reports.db"' in served


def test_tables_of_datasette_lead_to_all_of_their_rows(get: Get) -> None:
    def files(table: str) -> list[str]:
        page = html.document_fromstring(asyncio.run(get(f"/reports/{table}")).text)
        return [str(link) for link in page.xpath("//p[@class='whole']/a/@href")]

    assert files("figure_list") == [f"/reports/-/download/figure_list.{form}" for form in ("csv", "jsonl", "parquet")]
    assert files("county") == []
