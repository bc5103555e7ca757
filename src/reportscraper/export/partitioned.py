"""A data set in Parquet for DuckDB, Polars or Spark: a folder a dataset, in it one a province and year (``province=浙江省/year=2023``)."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from reportscraper.errors import StoreError
from reportscraper.export.datasets import Dataset, ExportColumn, datasets
from reportscraper.export.files import write
from reportscraper.forms.rules import in_chinese
from reportscraper.store import Reader

_BY_VERSION = ("reports", "figures", "series", "measures", "findings")
"""The datasets whose rows are of versions of reports."""
_KEYS = {"province", "year"}
_UNKNOWN = "unknown"

_PARTS = """
SELECT county.province AS province, report.year AS year
FROM report JOIN body ON body.id = report.body_id JOIN county ON county.code = body.county_code
GROUP BY county.province, report.year ORDER BY county.province, report.year
"""

_ROWS = """
FROM county CROSS JOIN body ON body.county_code = county.code
CROSS JOIN report ON report.body_id = body.id AND report.year = :year
CROSS JOIN report_version AS version ON version.report_id = report.id AND version.is_current = 1
CROSS JOIN "{view}" AS list ON list.version_id = version.id
WHERE county.province = :province
ORDER BY version.id
"""

_PARTS_APART = "SELECT DISTINCT province, year FROM finding_list WHERE version_id IS NULL ORDER BY province, year"
_ROWS_APART = """
FROM finding_list AS list WHERE version_id IS NULL AND province IS :province AND year IS :year ORDER BY finding_id
"""
"""What was found of sites, and of years without a report: rows of no version."""
_NO_YEAR = "__HIVE_DEFAULT_PARTITION__"
"""How the folder of rows without a year is called, by which its readers know NULL."""


def write_partitioned(reader: Reader, folder: Path) -> dict[str, int]:
    """Write every dataset that has rows of reports below ``folder`` and return how many rows each has; an older one is replaced whole.

    Raises `InputError` without the extra ``export``, `StoreError` when it cannot be written.
    """
    parts = [tuple(row) for row in reader.select(_PARTS).rows]
    with _replacing(folder) as made:
        return {name: _write_dataset(reader, datasets()[name], parts, made / name) for name in _BY_VERSION}


def _write_dataset(reader: Reader, dataset: Dataset, parts: Sequence[tuple[object, ...]], folder: Path) -> int:
    names = [name for name in reader.select(f'SELECT * FROM "{dataset.view}" LIMIT 0').columns if name not in _KEYS]  # noqa: S608
    shown = ", ".join(f'list."{name}"' for name in names)
    columns = [dataset.column(name) for name in names]
    if "county_code" not in names:
        shown, columns = f"county.code, {shown}", [ExportColumn("county_code"), *columns]
    sql = f"SELECT {shown} {_ROWS.format(view=dataset.view)}"
    count = 0
    for province, year in parts:
        _, rows = reader.stream(sql, {"province": str(province), "year": int(str(year))})
        path = folder / f"province={province or _UNKNOWN}" / f"year={year}" / "part-0.parquet"
        count += write(path, "parquet", columns, rows)
    for province, year in reader.select(_PARTS_APART).rows if dataset.view == "finding_list" else ():
        _, rows = reader.stream(f"SELECT {shown} {_ROWS_APART}", {"province": province, "year": year})
        path = folder / f"province={province or _UNKNOWN}" / f"year={_NO_YEAR if year is None else year}"
        count += write(path / "part-1.parquet", "parquet", columns, rows)
    return count


@contextmanager
def _replacing(folder: Path) -> Iterator[Path]:
    """A folder to write to, which takes the place of ``folder`` when all went well."""
    made, old = (folder.with_name(f".{folder.name}.{end}") for end in ("new", "old"))
    try:
        for each in (made, old):
            shutil.rmtree(each, ignore_errors=True)
        made.mkdir(parents=True)
        yield made
        if folder.exists():
            folder.rename(old)
        made.rename(folder)
    except OSError as error:
        raise StoreError(
            f"{folder}: cannot be written: {error.strerror}", f"{folder}：无法写入（{in_chinese(str(error.strerror))}）"
        ) from error
    finally:
        for each in (made, old):
            shutil.rmtree(each, ignore_errors=True)
