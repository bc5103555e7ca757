"""The queries in files: each says what it asks, and each can be prepared against the schema of today."""

from __future__ import annotations

import importlib
import pkgutil
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

import reportscraper.store
from reportscraper.store import Query, Store, prepare, queries
from reportscraper.store.named_queries import page_queries, read_query
from reportscraper.store.views import view_definitions

NAMED = {**queries(), **page_queries()}
STATEMENT = re.compile(r"\s*(SELECT|WITH|INSERT|UPDATE|DELETE)\b")
LISTS = {"bodies", "counties", "indicators", "series"}


def statements_in_modules() -> dict[str, str]:
    """The SQL that modules of the room hold in constants and in `statements/`, by module and name."""
    modules = [
        importlib.import_module(f"reportscraper.store.{each.name}")
        for each in pkgutil.iter_modules(reportscraper.store.__path__)
    ]
    held = [
        (f"{module.__name__.rpartition('.')[2]}.{name}", value)
        for module in modules
        for name, value in vars(module).items()
    ]
    held += [
        (f"{group}.{name}", sql) for group, value in held if isinstance(value, dict) for name, sql in value.items()
    ]
    return {name: sql for name, sql in held if isinstance(sql, str) and STATEMENT.match(sql) and "{" not in sql}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """A database as this code makes it, with nothing in it."""
    path = tmp_path_factory.mktemp("empty") / "reports.db"
    Store.open(path).close()
    connection = sqlite3.connect(path)
    prepare(connection)
    yield connection
    connection.close()


def explain(connection: sqlite3.Connection, sql: str) -> int:
    """Prepare a statement, and count the steps of its program; fails for a table, column, function or word that is not there."""
    named = set(re.findall(r"(?<![:\w]):([a-z_0-9]+)", sql))
    values: dict[str, str] | list[None] = dict.fromkeys(named, "[]") if named else [None] * sql.count("?")
    return len(connection.execute(f"EXPLAIN {sql}", values).fetchall())


@pytest.mark.parametrize("name", list(NAMED))
def test_every_query_can_be_prepared(empty: sqlite3.Connection, name: str) -> None:
    assert explain(empty, NAMED[name].sql) > 1


@pytest.mark.parametrize("name", list(view_definitions()))
def test_every_view_can_be_prepared(empty: sqlite3.Connection, name: str) -> None:
    assert explain(empty, f"SELECT * FROM {name}") > 1


@pytest.mark.parametrize("name", list(statements_in_modules()))
def test_every_statement_of_the_room_can_be_prepared(empty: sqlite3.Connection, name: str) -> None:
    assert explain(empty, statements_in_modules()[name]) > 1


def test_a_misspelt_column_is_found(empty: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such column: county_cod"):
        explain(empty, NAMED["counties"].sql.replace("code", "county_cod"))


@pytest.mark.parametrize("name", list(NAMED))
def test_parameters_and_columns_are_those_declared(empty: sqlite3.Connection, name: str) -> None:
    query = NAMED[name]
    assert set(re.findall(r"(?<![:\w]):([a-z_]+)", query.sql)) == {each.name for each in query.params}
    values = {each.name: "[]" if each.name in LISTS else 1 for each in query.params}
    columns = [column[0] for column in empty.execute(query.sql, values).description]
    assert len(columns) == len(set(columns))


def test_no_name_is_taken_twice() -> None:
    assert not page_queries().keys() & queries().keys()


def test_a_query_is_read_from_its_file() -> None:
    text = "-- Bodies\n-- Every body,\n-- sorted.\n--   :name  a part of it\n\n-- why so\nSELECT :name\n"
    read = read_query("bodies", text)
    assert read == Query("bodies", "Bodies", "Every body, sorted.", "-- why so\nSELECT :name", read.params)
    assert [(each.name, each.description) for each in read.params] == [("name", "a part of it")]


def test_what_several_queries_begin_with_stands_in_each() -> None:
    text = read_query("x", "-- Title\n-- What it is.\n\n{search_hits}\nSELECT * FROM placed\n").sql
    assert text.startswith("WITH scope AS MATERIALIZED (")
    assert text.endswith(")\nSELECT * FROM placed")


@pytest.mark.parametrize("text", ["SELECT 1", "-- Title\n\nSELECT 1", "-- Title\n-- What it is.\n\n", ""])
def test_a_file_that_does_not_say_what_it_asks_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"x\.sql: begins with a title"):
        read_query("x", text)


def test_no_sql_stands_in_toml() -> None:
    room = Path(reportscraper.store.__file__).parent
    assert not [path.name for path in room.glob("*.toml") if re.search(r"\bSELECT\b", path.read_text("utf-8"))]


def test_every_file_of_statements_is_read_by_a_module() -> None:
    read = {name.rpartition(".")[0] for name in statements_in_modules()}
    for path in (Path(reportscraper.store.__file__).parent / "statements").glob("*.sql"):
        names = re.findall(r"^-- name: (\w+)$", path.read_text("utf-8"), re.MULTILINE)
        assert len(names) == len(set(names)), path.name
        module, _, table = path.stem.partition("_") if path.stem.startswith("seal_") else (path.stem, "", "")
        assert f"{module}._{table.upper() or 'SQL'}" in read, path.name


def test_every_statement_that_a_module_asks_for_is_in_its_file() -> None:
    for path in Path(reportscraper.store.__file__).parent.glob("*.py"):
        asked = set(re.findall(r"_SQL\[\"(\w+)\"\]", path.read_text("utf-8")))
        module = importlib.import_module(f"reportscraper.store.{path.stem}")
        assert asked == set(getattr(module, "_SQL", ())), path.name
