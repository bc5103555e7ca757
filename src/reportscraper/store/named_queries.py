"""Questions with a name: one file of SQL each, `queries/` for people, command line and Datasette, `pages/` for the browser's pages and exports.

A file begins with a block of comments: a title, lines that say what the answer is, and a line ``:name  description`` a parameter.
Queries of `pages/` are not offered to people, so they may take lists as JSON. Bodies are named there by county code and name,
which stay the same when a database is built anew; ``:version`` 0 means the version that stands. ``{name}`` on a line of its own stands
for the SQL of `shared/name.sql`, which several queries begin with.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from msgspec import Struct

from reportscraper.resources import read_text

_PARAMETER = re.compile(r"  :(\w+)  (.+)")
_SHARED = re.compile(r"^\{(\w+)\}$", re.MULTILINE)
_EXAMPLE = re.compile(r"such as ([^;(]+)")


class Parameter(Struct, frozen=True):
    """A named parameter of a query. Left empty it does not restrict, unless the query says otherwise."""

    name: str
    description: str

    @property
    def is_needed(self) -> bool:
        """Whether nothing is found while it is empty."""
        return "; empty " not in self.description

    @property
    def example(self) -> str:
        """What its description names for one."""
        return found[1].strip() if (found := _EXAMPLE.search(self.description)) else "2023" * ("year" in self.name)


class Query(Struct, frozen=True):
    """A question people ask of the database, and the SQL that answers it."""

    name: str
    title: str
    description: str
    sql: str
    params: tuple[Parameter, ...] = ()


@cache
def queries() -> Mapping[str, Query]:
    """The queries that people ask, by name."""
    return _read_folder("queries")


@cache
def page_queries() -> Mapping[str, Query]:
    """The queries behind the browser's pages, by name."""
    return _read_folder("pages")


def read_query(name: str, text: str) -> Query:
    """A query from the text of its file. Raises `ValueError` for a file that does not say what it asks."""
    comments, _, sql = text.partition("\n\n")
    title, *lines = (line.removeprefix("--").removeprefix(" ") for line in comments.split("\n"))
    if not comments.startswith("-- ") or not lines or not sql.strip():
        raise ValueError(
            f"{name}.sql: begins with a title and a description in comments, then an empty line and the SQL"
        )
    params = tuple(Parameter(found[1], found[2]) for line in lines if (found := _PARAMETER.fullmatch(line)))
    description = " ".join(line for line in lines if not _PARAMETER.fullmatch(line))
    return Query(name, title, description, _SHARED.sub(_shared, sql.strip()), params)


def _shared(found: re.Match[str]) -> str:
    return read_text(f"store/shared/{found[1]}.sql").partition("\n\n")[2].strip()


def _read_folder(folder: str) -> dict[str, Query]:
    names = sorted(each.name for each in files("reportscraper").joinpath("store", folder).iterdir())
    read = (read_query(name.removesuffix(".sql"), read_text(f"store/{folder}/{name}")) for name in names)
    return {query.name: query for query in read}
