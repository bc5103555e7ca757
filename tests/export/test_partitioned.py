"""The data set in Parquet: what DuckDB reads from it is what the database says, and the questions of the docs have answers."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import duckdb
import pytest
from pyarrow import dataset as arrow

from reportscraper.export.partitioned import write_partitioned
from reportscraper.store import Reader
from tests.conftest import SampleCrawl

DOCS = Path(__file__).parents[2] / "docs" / "parquet.md"


@pytest.fixture(scope="module")
def written(sample_crawl: SampleCrawl, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int], Path]:
    """The sample's database, the rows of each dataset, and the folder."""
    database = tmp_path_factory.mktemp("sample") / "reports.db"
    shutil.copy(sample_crawl.folder / "reports.db", database)
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(
            "INSERT INTO finding (id, fingerprint, county_code, source, rule, severity, message, cells, message_zh)"
            " VALUES (999999, '0', '339921', 'site', 'list_short', 'warning', 'short', '[]', '短')"
        )  # of a site, and of no year
    folder = database.parent / "parquet"
    with Reader.open(database) as reader:
        return database, write_partitioned(reader, folder), folder


def test_duckdb_reads_what_the_database_says(written: tuple[Path, dict[str, int], Path]) -> None:
    database, counts, folder = written
    with Reader.open(database) as reader:
        for name, view in (("figures", "figure_list"), ("series", "series_value"), ("reports", "report_summary")):
            keys = "county, body, year" + (", indicator, applicant, value, doubt" if name == "figures" else "")
            source = f"read_parquet('{folder}/{name}/*/*/*.parquet', hive_partitioning = true)"
            read = duckdb.sql(f"SELECT {keys} FROM {source}").fetchall()
            stored = reader.select(f"SELECT {keys} FROM {view}").rows
            assert sorted(map(repr, read)) == sorted(
                map(
                    repr,
                    (
                        (*row[:5], None if row[5] is None else float(row[5]), *row[6:]) if name == "figures" else row
                        for row in stored
                    ),
                )
            )
            assert counts[name] == len(stored) > 0
    source = f"read_parquet('{folder}/findings/*/*/*.parquet', hive_partitioning = true)"
    assert duckdb.sql(f"SELECT count(*) FROM {source}").fetchall() == [(counts["findings"],)]
    keys = "SELECT province, year, rule, fingerprint FROM"
    with Reader.open(database) as reader:
        stored = reader.select(f"{keys} finding_list").rows
    assert sorted(map(repr, duckdb.sql(f"{keys} {source}").fetchall())) == sorted(map(repr, stored))
    assert len({row[1] for row in stored}) > 1


def test_folders_are_provinces_and_years(written: tuple[Path, dict[str, int], Path]) -> None:
    folder = written[2] / "figures"
    names = {str(path.relative_to(folder)) for path in folder.rglob("*.parquet")}
    assert all(re.fullmatch(r"province=[^/=]+/year=20\d\d/part-0\.parquet", name) for name in names)
    table = arrow.dataset(folder, partitioning="hive").to_table(filter=arrow.field("year") == 2022)
    assert set(table["year"].to_pylist()) == {2022}
    assert {code[:2] for code in table["county_code"].to_pylist()} == {"33", "52"}


def test_the_questions_of_the_docs_have_answers(written: tuple[Path, dict[str, int], Path]) -> None:
    questions = re.findall(r"```sql\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    assert len(questions) == 3
    for question in questions:
        assert duckdb.sql(question.replace("'parquet/", f"'{written[2]}/")).fetchall()


def test_an_older_data_set_is_replaced_whole(written: tuple[Path, dict[str, int], Path], tmp_path: Path) -> None:
    stale = tmp_path / "parquet" / "figures" / "province=别省" / "year=1999" / "part-0.parquet"
    stale.parent.mkdir(parents=True)
    stale.write_bytes(b"old")
    with Reader.open(written[0]) as reader:
        write_partitioned(reader, tmp_path / "parquet")
    assert not stale.exists()
    assert [path.name for path in tmp_path.iterdir()] == ["parquet"]
