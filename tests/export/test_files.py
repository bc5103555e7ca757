"""Files for other programs: every format says the same, text stays text, numbers stay numbers."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from reportscraper.errors import InputError, StoreError
from reportscraper.export import FORMATS, ExportColumn, Format, datasets, files, write
from reportscraper.export.safe import LONGEST_CELL, spreadsheet_text, workbook_text
from reportscraper.store import tables

COLUMNS = (ExportColumn("body"), ExportColumn("year", "integer"), ExportColumn("value", "number"))
ROWS = (("云溪县教育局", 2022, 7), ("云溪县民政局", 2022, 1646.5), ("云溪县水利局", 2023, None))

HOSTILE = (
    '=HYPERLINK("http://x")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＋1", "－1", "＠x", " =1", "　=1",
    "<script>alert(1)</script>", 'javascript:"', "a,b\"c\nd", "[link](javascript:x)",
)  # fmt: skip


def read(path: Path, form: Format) -> list[tuple[Any, ...]]:
    """The rows of a file without its header, as the format's own readers see them."""
    match form:
        case "csv":
            return [tuple(row) for row in csv.reader(io.StringIO(path.read_bytes().decode(), newline=""))][1:]
        case "jsonl":
            return [tuple(json.loads(line).values()) for line in path.read_text("utf-8").splitlines()]
        case "parquet":
            return [tuple(row.values()) for row in parquet.read_table(path).to_pylist()]
    book = openpyxl.load_workbook(path)
    rows = [tuple(cell.value for cell in row) for row in book.worksheets[0].iter_rows(min_row=2)]
    assert all(cell.data_type in "sn" for row in book.worksheets[0].iter_rows() for cell in row)
    return rows


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_says_the_same(tmp_path: Path, form: Format) -> None:
    path = tmp_path / "new" / f"figures.{form}"
    assert write(path, form, COLUMNS, ROWS) == 3
    expected: list[tuple[Any, ...]] = list(ROWS)
    if form == "csv":
        expected = [tuple("" if value is None else str(value) for value in row) for row in ROWS]
    assert read(path, form) == expected
    assert [each.name for each in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("form", FORMATS)
def test_hostile_text_comes_back_as_it_was(tmp_path: Path, form: Format) -> None:
    path = tmp_path / f"figures.{form}"
    write(path, form, (ExportColumn("text"),), [(text,) for text in HOSTILE])
    got = [row[0] for row in read(path, form)]
    if form == "xlsx":  # XML has one kind of line break
        got, wanted = [text.replace("_x000D_", "\r") for text in got], list(HOSTILE)
        assert [text.replace("\r", "").replace("\n", "") for text in got] == [
            text.replace("\r", "").replace("\n", "") for text in wanted
        ]
    else:
        assert got == list(HOSTILE)


@pytest.mark.parametrize("form", FORMATS)
def test_no_rows_make_a_file_all_the_same(tmp_path: Path, form: Format) -> None:
    path = tmp_path / f"figures.{form}"
    assert write(path, form, COLUMNS, ()) == 0
    assert read(path, form) == []


def test_a_csv_for_spreadsheets_holds_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    write(
        path,
        "csv",
        (ExportColumn("text"), ExportColumn("value", "number")),
        [(text, -5) for text in HOSTILE],
        for_spreadsheets=True,
    )
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbftext,value\r\n")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))[1:]
    assert {row[1] for row in rows} == {"-5"}
    assert all(row[0].startswith("'") for row in rows[:12])
    assert [row[0] for row in rows[12:]] == list(HOSTILE[12:])


@given(st.text())
def test_guarded_text_never_begins_like_a_formula(text: str) -> None:
    guarded = spreadsheet_text(text)
    assert guarded.removeprefix("'") == text.removeprefix("'") or guarded == f"'{text}"
    assert guarded.lstrip(" \u3000\u00a0")[:1] not in set("=+-@＝＋－＠\t\r\n")


@pytest.mark.parametrize("value", [-5, 0, 1.5, None])
def test_numbers_are_never_guarded(value: float | None) -> None:
    assert spreadsheet_text(value) is value
    assert workbook_text(value) is value


def test_what_a_workbook_cannot_hold_is_marked() -> None:
    assert workbook_text("a\x00b\x1fc\ud800") == "a\ufffdb\ufffdc\ufffd"
    assert workbook_text("x" * LONGEST_CELL) == "x" * LONGEST_CELL
    cut = workbook_text("x" * (LONGEST_CELL + 1))
    assert len(cut) == LONGEST_CELL
    assert cut.endswith(" …[cut: 32768 characters]")


def test_control_characters_do_not_break_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "figures.xlsx"
    write(path, "xlsx", (ExportColumn("text"),), [("a\x07b",)])
    assert read(path, "xlsx") == [("a\ufffdb",)]


def test_a_sheet_that_overflows_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_SHEET_ROWS", 3)
    with pytest.raises(InputError, match="a sheet holds 3 rows"):
        write(tmp_path / "x.xlsx", "xlsx", COLUMNS, ROWS)
    assert list(tmp_path.iterdir()) == []


def test_many_rows_are_written_in_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_BATCH", 7)
    rows = [(f"局{number}", number, number / 2) for number in range(50)]
    for form in FORMATS:
        assert write(tmp_path / f"x.{form}", form, COLUMNS, iter(rows)) == 50
    assert read(tmp_path / "x.parquet", "parquet") == read(tmp_path / "x.jsonl", "jsonl") == rows


def test_parquet_columns_have_their_types(tmp_path: Path) -> None:
    write(tmp_path / "x.parquet", "parquet", COLUMNS, ROWS)
    schema = parquet.read_schema(tmp_path / "x.parquet")
    assert [str(field.type) for field in schema] == ["string", "int64", "double"]


def test_a_failure_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    write(path, "csv", COLUMNS, ROWS)
    before = path.read_bytes()

    def broken():  # type: ignore[no-untyped-def]
        yield ROWS[0]
        raise StoreError("disk image is malformed")

    with pytest.raises(StoreError):
        write(path, "csv", COLUMNS, broken())
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="cannot be written"):
        write(tmp_path / "file" / "x.csv", "csv", COLUMNS, ROWS)


def test_datasets_are_views_with_known_columns() -> None:
    for dataset in datasets().values():
        columns = tables()[dataset.view].columns
        assert dataset.integers | dataset.numbers <= columns.keys(), dataset.name
        assert not dataset.integers & dataset.numbers
    assert {name for name, dataset in datasets().items() if dataset.shape == "wide"} == {"reports", "figures_wide"}
