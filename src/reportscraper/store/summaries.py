"""What pages ask of all bodies at once: points side by side, totals and medians of places and functions, sums of rates and over the same
bodies, late reports, findings counted.

Worked out at the end of a run, of the counties that it changed and the series and years that they changed in; asked of the points
themselves, medians of the nation took 30 s of 270,000 reports. A test holds every row against the plain question.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from reportscraper.forms.loading import load_forms
from reportscraper.forms.rules import rules_that_spare_figures
from reportscraper.forms.series import FEWEST_CASES, measures
from reportscraper.store.rows import digest, json_text
from reportscraper.store.script import named_statements

STEADY_SUMS: Mapping[str, tuple[str, ...]] = {
    "requests": ("requests_received",),
    "outcomes": ("granted", "requests_closed", "denied", "unable"),
    "lost": (
        "reviews_corrected", "reviews_upheld", "reviews_other", "lawsuits_corrected", "lawsuits_upheld", "lawsuits_other",
    ),
}  # fmt: skip
"""Series that are summed over the bodies that report all of them, by the chart they are for."""

TABLES = ("summarised", "standing_point", "place_series", "rate_sum", "late_report", "steady_sum", "finding_count")

STEADY_YEARS = 8
"""Years up to the newest with at least half of the reports of the fullest; one that is being collected says little."""

_AT_ONCE = 5_000
"""Bodies whose sums are made together: all of the nation's at once would take 250 MB."""

_SQL = named_statements("summaries")

Rows = set[tuple[Any, ...]]


def refresh(connection: sqlite3.Connection) -> None:
    """Bring the summaries up to date with what the database holds: of the counties that have changed since they were summarised."""
    basis = _basis(connection)
    counties = connection.execute(_SQL["changed"], {"basis": basis}).fetchall()
    changed: set[tuple[int, int]] = set()
    for code, province, is_moved in counties:
        # Put the points of a county's standing versions in place of those of before; the series and years that are not as they were.
        before, now = _replace(
            connection, "standing_point", ("series_id", "year", "body_id"), _SQL["standing"], _SQL["points"], code
        )
        changed.update({point[:2] for point in (before | now if is_moved else before ^ now)})
        _replace(connection, "late_report", ("body_id", "year"), _SQL["late_before"], _SQL["late"], code)
        connection.execute("INSERT OR REPLACE INTO summarised VALUES (?, ?, ?)", (code, province, basis))
    if changed:
        where = _places_of_bodies(connection)
        fit = {part: how for part, *how in connection.execute(_SQL["fit"])}
        for series, year in sorted(changed):
            connection.execute("DELETE FROM place_series WHERE series_id = ? AND year = ?", (series, year))
            rows = place_rows(connection.execute(_SQL["by_value"], (series, year)), where, fit)
            insert = "INSERT INTO place_series VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
            connection.executemany(insert, ((place, series, year, *rest) for place, *rest in rows))
        made_of = connection.execute(
            "SELECT measures.id, series_id FROM measure_part JOIN measures ON code = measure"
        ).fetchall()
        for measure, year in sorted(
            {(measure, year) for measure, part in made_of for series, year in changed if series == part}
        ):
            connection.execute("DELETE FROM rate_sum WHERE measure_id = ? AND year = ?", (measure, year))
            connection.execute(_SQL["rates"], {"measure": measure, "year": year, "fewest": FEWEST_CASES})
        _refresh_steady_sums(connection)
    if counties:
        connection.execute("DELETE FROM finding_count")
        connection.execute(_SQL["findings"])


def is_outdated(connection: sqlite3.Connection) -> bool:
    """Whether the summaries follow from other forms and rules than those of this package."""
    sql = "SELECT EXISTS (SELECT 1 FROM summarised WHERE basis NOT IN ('', ?))"
    return bool(connection.execute(sql, (_basis(connection),)).fetchone()[0])


def _basis(connection: sqlite3.Connection) -> str:
    rules = (measures(), FEWEST_CASES, [(form.first_year, form.deadline, form.deadlines) for form in load_forms()])
    return digest((connection.execute(_SQL["ways"]).fetchall(), rules_that_spare_figures(), rules))


def _places_of_bodies(connection: sqlite3.Connection) -> dict[int, tuple[str, ...]]:
    """By body: its county, its province, the nation, and its function in the nation and its province, of its level and of all."""
    names: dict[str, str] = {}
    made = {}
    for body, code, province, function, level in connection.execute(_SQL["where"]):
        places = {code, province, ""}
        if function:
            places.update(f"{function}/{where}/{which}" for where in ("*", province) for which in ("*", level))
        # A name is kept once: 84,000 bodies have seven each.
        made[body] = tuple(names.setdefault(place, place) for place in places)
    return made


def place_rows(
    points: Iterable[tuple[int, float, int, int]],
    where: Mapping[int, Iterable[str]],
    fit: Mapping[int, Sequence[int]],
) -> Iterator[tuple[str, int, int, float | None, float | None, int, int]]:
    """Of the points of a series and year, the least value first: (place, apart, reports, total, median, approximate, wrong) by place.

    A point is one of every place of its body (``where``); ``fit`` says of its way whether it lies apart and is approximate.
    """
    values: tuple[dict[str, list[float]], ...] = (defaultdict(list), defaultdict(list))
    rough: tuple[Counter[str], ...] = (Counter(), Counter())
    wrong: tuple[Counter[str], ...] = (Counter(), Counter())
    for body, value, part, is_wrong in points:
        apart, approximate = fit[part]
        of_fit = values[apart]
        for place in where[body]:
            here = of_fit[place]
            if not is_wrong:
                here.append(value)
        if is_wrong:
            wrong[apart].update(where[body])
        elif approximate:
            rough[apart].update(where[body])
    for apart in (0, 1):
        for place, here in values[apart].items():
            count = len(here)
            middle = (here[(count - 1) // 2] + here[count // 2]) / 2 if here else None
            yield place, apart, count, sum(here) if here else None, middle, rough[apart][place], wrong[apart][place]


def untrue(connection: sqlite3.Connection) -> list[str]:
    """The summaries that are not what follows from the rows that they were made of. They are made anew beside the database for it.

    What all follows from the rules of another version of this package is made anew when the database is opened for writing, and not wrong.
    """
    bases = {basis for (basis,) in connection.execute("SELECT DISTINCT basis FROM summarised")} - {""}
    if len(bases) == 1 and is_outdated(connection):
        return []
    for name in TABLES:
        (made,) = connection.execute("SELECT sql FROM main.sqlite_master WHERE name = ?", (name,)).fetchone()
        connection.execute(
            made.replace("CREATE TABLE", "CREATE TEMP TABLE", 1)
        )  # a name means the temporary table first
    refresh(connection)
    differ = "SELECT EXISTS (SELECT * FROM main.{0} EXCEPT SELECT * FROM temp.{0}) OR EXISTS (SELECT * FROM temp.{0} EXCEPT SELECT * FROM main.{0})"
    found = [name for name in TABLES if connection.execute(differ.format(name)).fetchone()[0]]
    connection.rollback()
    for name in TABLES:
        connection.execute(f"DROP TABLE temp.{name}")
    return found


def _replace(
    connection: sqlite3.Connection, table: str, key: Sequence[str], was: str, wanted: str, county: str
) -> tuple[Rows, Rows]:
    """Make a county's rows of a table those that are ``wanted``, writing only what differs; the rows of before and of now."""
    before, now = (set(connection.execute(sql, {"county": county})) for sql in (was, wanted))
    which = " AND ".join(f"{name} = ?" for name in key)
    connection.executemany(f"DELETE FROM {table} WHERE {which}", [row[: len(key)] for row in before - now])  # noqa: S608
    new = sorted(now - before)
    if new:
        connection.executemany(f"INSERT INTO {table} VALUES (?{', ?' * (len(new[0]) - 1)})", new)  # noqa: S608
    return before, now


def _refresh_steady_sums(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM steady_sum")
    (last,) = connection.execute(_SQL["last_full"]).fetchone()
    (bodies,) = connection.execute("SELECT coalesce(max(id), 0) FROM body").fetchone()
    for chart, series in STEADY_SUMS.items():
        for low in range(1, bodies + 1, _AT_ONCE):
            given = {"chart": chart, "series": json_text(series), "last": last, "years": STEADY_YEARS}
            connection.execute(_SQL["steady"], given | {"low": low, "high": low + _AT_ONCE - 1})
