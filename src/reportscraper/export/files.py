"""Rows as files. Each is written under a temporary name and renamed when whole."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import Any, Literal, get_args

import msgspec

from reportscraper.errors import InputError, StoreError
from reportscraper.export.datasets import ExportColumn
from reportscraper.export.safe import spreadsheet_text, workbook_text
from reportscraper.extras import missing
from reportscraper.forms.rules import in_chinese

Format = Literal["csv", "jsonl", "parquet", "xlsx"]
FORMATS: tuple[Format, ...] = get_args(Format)
"""File formats, which are also the file names' endings."""
STREAMED: tuple[Format, ...] = ("csv", "jsonl")
"""Those that can be sent while they are written."""

Row = Sequence[Any]

_BATCH = 5_000
_ROW_GROUP = 50_000
_SHEET_ROWS = 1_048_576


def write(
    path: Path, form: Format, columns: Sequence[ExportColumn], rows: Iterable[Row], *, for_spreadsheets: bool = False
) -> int:
    """Write rows to ``path`` and return how many there were.

    ``for_spreadsheets`` makes CSV safe and readable for spreadsheet programs: a byte order mark, and an apostrophe before
    text that would be taken for a formula. A workbook needs neither, its cells say that they are text. Raises `InputError`
    when a library of the extra ``export`` is missing or a workbook would overflow, `StoreError` when the disk does.
    """
    counted = _Counter(rows)
    try:
        with atomic_write(path) as temporary:
            if form in STREAMED:
                with temporary.open("wb") as file:
                    file.writelines(encoded(form, columns, counted, for_spreadsheets=for_spreadsheets))
            else:
                _WRITERS[form](temporary, columns, counted)
    except OSError as error:
        raise StoreError(
            f"{path}: cannot be written: {error.strerror}", f"{path}：无法写入（{in_chinese(str(error.strerror))}）"
        ) from error
    return counted.count


def encoded(
    form: Format, columns: Sequence[ExportColumn], rows: Iterable[Row], *, for_spreadsheets: bool = False
) -> Iterator[bytes]:
    """Rows as the bytes of a file of a format of `STREAMED`, a piece after the other; ``for_spreadsheets`` as for `write`."""
    names = [column.name for column in columns]
    if form == "jsonl":
        encoder = msgspec.json.Encoder()
        for batch in _batches(rows):
            yield encoder.encode_lines([dict(zip(names, row, strict=True)) for row in batch])
        return
    text = io.StringIO(newline="")
    # With another line ending a lone carriage return in a text would not be quoted, and the row would break there.
    writer = csv.writer(text, lineterminator="\r\n")
    text.write("\ufeff" if for_spreadsheets else "")
    writer.writerow(names)
    for batch in _batches(rows):
        if for_spreadsheets:
            writer.writerows([spreadsheet_text(value) for value in row] for row in batch)
        else:
            writer.writerows(batch)
        yield text.getvalue().encode()
        text.seek(0)
        text.truncate()
    yield text.getvalue().encode()


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


def _parquet(path: Path, columns: Sequence[ExportColumn], rows: Iterable[Row]) -> None:
    try:
        import pyarrow as arrow
        from pyarrow import parquet
    except ModuleNotFoundError as error:
        raise InputError(*missing("export", "Parquet", "Parquet")) from error
    types = {"text": arrow.string(), "integer": arrow.int64(), "number": arrow.float64()}
    schema = arrow.schema([(column.name, types[column.type]) for column in columns])
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in _batches(rows, _ROW_GROUP):
            arrays = [
                arrow.array(values, types[column.type])
                for column, values in zip(columns, zip(*batch, strict=True), strict=True)
            ]
            writer.write_table(arrow.Table.from_arrays(arrays, schema=schema))


def _xlsx(path: Path, columns: Sequence[ExportColumn], rows: Iterable[Row]) -> None:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

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
                raise InputError(
                    f"a sheet holds {_SHEET_ROWS:,} rows at most: export to CSV or Parquet",
                    f"一个工作表最多 {_SHEET_ROWS:,} 行，请导出为 CSV 或 Parquet",
                )
            sheet.append([as_cell(value) for value in row])
    finally:
        sheet.close()
    book.save(path)


def _batches(rows: Iterable[Row], size: int = _BATCH) -> Iterator[list[Row]]:
    source = iter(rows)
    while batch := list(islice(source, size)):
        yield batch


_WRITERS: dict[Format, Callable[[Path, Sequence[ExportColumn], Iterable[Row]], None]] = {
    "parquet": _parquet,
    "xlsx": _xlsx,
}
