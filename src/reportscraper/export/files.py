"""Rows as files. Each is written under a temporary name and renamed when whole."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import Any, Literal, get_args

import msgspec

from reportscraper.errors import InputError, StoreError
from reportscraper.export.datasets import Column
from reportscraper.export.safe import spreadsheet_text, workbook_text

Format = Literal["csv", "jsonl", "parquet", "xlsx"]
FORMATS: tuple[Format, ...] = get_args(Format)
"""File formats, which are also the file names' endings."""

Row = Sequence[Any]

_BATCH = 50_000
_SHEET_ROWS = 1_048_576


def write(
    path: Path, form: Format, columns: Sequence[Column], rows: Iterable[Row], *, for_spreadsheets: bool = False
) -> int:
    """Write rows to ``path`` and return how many there were.

    ``for_spreadsheets`` makes CSV safe and readable for spreadsheet programs: a byte order mark, and an apostrophe before
    text that would be taken for a formula. A workbook needs neither, its cells say that they are text. Raises `InputError`
    when a library of the extra ``export`` is missing or a workbook would overflow, `StoreError` when the disk does.
    """
    counted = _Counter(rows)
    try:
        with atomic_write(path) as temporary:
            if form == "csv":
                _csv(temporary, columns, counted, for_spreadsheets=for_spreadsheets)
            else:
                _WRITERS[form](temporary, columns, counted)
    except OSError as error:
        raise StoreError(f"{path}: cannot be written: {error.strerror}") from error
    return counted.count


class _Counter:
    """Counts rows as they pass."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self.count += 1
            yield row


@contextmanager
def atomic_write(path: Path) -> Iterator[Path]:
    """A path to write to, which takes the place of ``path`` when all went well."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        yield temporary
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _csv(path: Path, columns: Sequence[Column], rows: Iterable[Row], *, for_spreadsheets: bool) -> None:
    with path.open("w", encoding="utf-8-sig" if for_spreadsheets else "utf-8", newline="") as file:
        # With another line ending a lone carriage return in a text would not be quoted, and the row would break there.
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([column.name for column in columns])
        if for_spreadsheets:
            writer.writerows([spreadsheet_text(value) for value in row] for row in rows)
        else:
            writer.writerows(rows)


def _jsonl(path: Path, columns: Sequence[Column], rows: Iterable[Row]) -> None:
    names = [column.name for column in columns]
    encoder = msgspec.json.Encoder()
    with path.open("wb") as file:
        for batch in _batches(rows):
            file.write(encoder.encode_lines([dict(zip(names, row, strict=True)) for row in batch]))


def _parquet(path: Path, columns: Sequence[Column], rows: Iterable[Row]) -> None:
    try:
        import pyarrow as arrow
        from pyarrow import parquet
    except ModuleNotFoundError as error:
        raise _missing("pyarrow") from error
    types = {"text": arrow.string(), "integer": arrow.int64(), "number": arrow.float64()}
    schema = arrow.schema([(column.name, types[column.type]) for column in columns])
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in _batches(rows):
            arrays = [
                arrow.array(values, types[column.type])
                for column, values in zip(columns, zip(*batch, strict=True), strict=True)
            ]
            writer.write_table(arrow.Table.from_arrays(arrays, schema=schema))


def _xlsx(path: Path, columns: Sequence[Column], rows: Iterable[Row]) -> None:
    try:
        from openpyxl import Workbook
        from openpyxl.cell import WriteOnlyCell
    except ModuleNotFoundError as error:
        raise _missing("openpyxl") from error
    book = Workbook(write_only=True)
    sheet = book.create_sheet(path.name.removeprefix(".").partition(".")[0][:31])
    sheet.freeze_panes = "A2"

    def as_cell(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        cell = WriteOnlyCell(sheet, workbook_text(value))
        cell.data_type = "s"  # openpyxl takes text that begins with = for a formula
        return cell

    header = [column.name for column in columns]
    try:
        for number, row in enumerate(chain([header], rows), 1):
            if number > _SHEET_ROWS:
                raise InputError(f"a sheet holds {_SHEET_ROWS:,} rows at most: export to CSV or Parquet")
            sheet.append([as_cell(value) for value in row])
    finally:
        sheet.close()
    book.save(path)


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    source = iter(rows)
    while batch := list(islice(source, _BATCH)):
        yield batch


def _missing(library: str) -> InputError:
    return InputError(f"{library} is not installed; add the extra: .venv/bin/pip install -e '.[export]'")


_WRITERS: dict[Format, Callable[[Path, Sequence[Column], Iterable[Row]], None]] = {
    "jsonl": _jsonl,
    "parquet": _parquet,
    "xlsx": _xlsx,
}
