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

# The schema's triggers take the basis of a county away with every change of its versions and findings, and its row with one of its bodies'
# places. Where the province, a body's place or this package is another one than last time, all totals of its points are others.
_CHANGED = """
SELECT code, county.province, summarised.province IS NOT county.province OR basis NOT IN ('', :basis)
FROM county LEFT JOIN summarised ON county_code = code
WHERE (summarised.province, basis) IS NOT (county.province, :basis) ORDER BY code
"""
_WAYS = "SELECT series_id, form, source, exactness, cells FROM series_part ORDER BY id"

_POINTS = """
SELECT point.series_id, report.year, body.id, point.value, point.part_id,
  EXISTS (SELECT 1 FROM finding WHERE finding.version_id = version.id AND finding.severity = 'error'
    AND EXISTS (SELECT 1 FROM series_doubt AS doubt WHERE doubt.version_id = version.id
      AND doubt.series_id = point.series_id AND doubt.severity = 'error'))
FROM body
CROSS JOIN report ON report.body_id = body.id
CROSS JOIN report_version AS version ON version.report_id = report.id AND version.is_current = 1
CROSS JOIN series_point AS point ON point.version_id = version.id
WHERE body.county_code = :county
"""
_STANDING = """
SELECT point.series_id, point.year, point.body_id, point.value, point.part_id, point.wrong
FROM (SELECT DISTINCT series_id, year FROM place_series WHERE place = :county) AS known
CROSS JOIN body ON body.county_code = :county
CROSS JOIN standing_point AS point ON point.series_id = known.series_id AND point.year = known.year AND point.body_id = body.id
"""

_LATE = "SELECT body_id, year, days_late FROM report_summary WHERE county_code = :county AND days_late > 0"
_LATE_BEFORE = """
SELECT late.body_id, late.year, late.days_late
FROM body CROSS JOIN late_report AS late ON late.body_id = body.id WHERE body.county_code = :county
"""

_RATES = """
INSERT INTO rate_sum
SELECT :measure, :year, county.province, body.level, sum(NOT wrong), sum(above) FILTER (WHERE NOT wrong), sum(below) FILTER (WHERE NOT wrong),
  sum(exactness = 'approximate'), sum(below < :fewest AND NOT wrong), sum(wrong)
FROM standing_rate AS rate
CROSS JOIN body ON body.id = rate.body_id
CROSS JOIN county ON county.code = body.county_code
WHERE rate.measure_id = :measure AND rate.year = :year
GROUP BY county.province, body.level
"""

_WHERE = "SELECT body.id, county.code, county.province, body.function, body.level FROM body JOIN county ON county.code = body.county_code"
_FIT = "SELECT id, exactness = 'not_comparable', exactness = 'approximate' FROM series_part"
_BY_VALUE = "SELECT body_id, value, part_id, wrong FROM standing_point WHERE series_id = ? AND year = ? ORDER BY value"

_LAST_FULL = """
SELECT max(year) FROM (SELECT year, sum(reports) AS reports, max(sum(reports)) OVER () AS most FROM coverage GROUP BY year)
WHERE 2 * reports >= most
"""
_STEADY = """
WITH value AS MATERIALIZED (
  SELECT point.body_id AS body_id, point.year AS year, point.series_id AS series_id, point.value AS value,
         part.exactness = 'approximate' AS approximate
  FROM (SELECT DISTINCT year FROM coverage WHERE year BETWEEN :last - :years + 1 AND :last AND year >= 2000) AS known
  CROSS JOIN series ON series.code IN (SELECT value FROM json_each(:series))
  CROSS JOIN standing_point AS point ON point.series_id = series.id AND point.year = known.year
    AND point.body_id BETWEEN :low AND :high
  CROSS JOIN series_part AS part ON part.id = point.part_id
  WHERE NOT point.wrong AND part.exactness <> 'not_comparable'
), fit AS MATERIALIZED (
  SELECT body_id, year FROM value GROUP BY body_id, year HAVING count(*) = json_array_length(:series)
), body_years AS MATERIALIZED (
  SELECT body_id, sum(1 << (year - 2000)) AS present FROM fit GROUP BY body_id
)
INSERT INTO steady_sum
SELECT :chart, body_years.present, value.year, value.series_id, count(*), sum(value.value), sum(value.approximate)
FROM fit CROSS JOIN body_years ON body_years.body_id = fit.body_id
CROSS JOIN value ON value.body_id = fit.body_id AND value.year = fit.year
WHERE true GROUP BY body_years.present, value.year, value.series_id
ON CONFLICT DO UPDATE SET reports = reports + excluded.reports, total = total + excluded.total,
  approximate = approximate + excluded.approximate
"""

_FINDINGS = """
INSERT INTO finding_count
SELECT finding.severity, finding.rule, finding.report_year, count(*),
       count(DISTINCT coalesce('v' || finding.version_id, 'b' || finding.body_id || '/' || finding.year))
FROM finding
LEFT JOIN report_version AS version ON version.id = finding.version_id
LEFT JOIN review ON review.fingerprint = finding.fingerprint
WHERE (finding.version_id IS NULL OR version.is_current = 1) AND review.verdict IS NULL
GROUP BY finding.severity, finding.rule, finding.report_year
"""

Rows = set[tuple[Any, ...]]


def refresh(connection: sqlite3.Connection) -> None:
    """Bring the summaries up to date with what the database holds: of the counties that have changed since they were summarised."""
    rules = (measures(), FEWEST_CASES, [(form.first_year, form.deadline, form.deadlines) for form in load_forms()])
    basis = digest((connection.execute(_WAYS).fetchall(), rules_that_spare_figures(), rules))
    counties = connection.execute(_CHANGED, {"basis": basis}).fetchall()
    changed: set[tuple[int, int]] = set()
    for code, province, is_moved in counties:
        changed.update(_refresh_points(connection, code, is_moved=is_moved))
        _replace(connection, "late_report", ("body_id", "year"), _LATE_BEFORE, _LATE, code)
        connection.execute("INSERT OR REPLACE INTO summarised VALUES (?, ?, ?)", (code, province, basis))
    if changed:
        where = _places_of_bodies(connection)
        fit = {part: how for part, *how in connection.execute(_FIT)}
        for series, year in sorted(changed):
            connection.execute("DELETE FROM place_series WHERE series_id = ? AND year = ?", (series, year))
            rows = place_rows(connection.execute(_BY_VALUE, (series, year)), where, fit)
            insert = "INSERT INTO place_series VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
            connection.executemany(insert, ((place, series, year, *rest) for place, *rest in rows))
        made_of = connection.execute(
            "SELECT measures.id, series_id FROM measure_part JOIN measures ON code = measure"
        ).fetchall()
        for measure, year in sorted(
            {(measure, year) for measure, part in made_of for series, year in changed if series == part}
        ):
            connection.execute("DELETE FROM rate_sum WHERE measure_id = ? AND year = ?", (measure, year))
            connection.execute(_RATES, {"measure": measure, "year": year, "fewest": FEWEST_CASES})
        _refresh_steady_sums(connection)
    if counties:
        connection.execute("DELETE FROM finding_count")
        connection.execute(_FINDINGS)


def _places_of_bodies(connection: sqlite3.Connection) -> dict[int, tuple[str, ...]]:
    """By body: its county, its province, the nation, and its function in the nation and its province, of its level and of all."""
    names: dict[str, str] = {}
    made = {}
    for body, code, province, function, level in connection.execute(_WHERE):
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
    """The summaries that are not what follows from the rows that they were made of. They are made anew beside the database for it."""
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


def _refresh_points(connection: sqlite3.Connection, county: str, *, is_moved: bool) -> set[tuple[int, int]]:
    """Put the points of a county's standing versions in place of those of before; the series and years that are not as they were."""
    before, now = _replace(connection, "standing_point", ("series_id", "year", "body_id"), _STANDING, _POINTS, county)
    return {point[:2] for point in (before | now if is_moved else before ^ now)}


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
    (last,) = connection.execute(_LAST_FULL).fetchone()
    (bodies,) = connection.execute("SELECT coalesce(max(id), 0) FROM body").fetchone()
    for chart, series in STEADY_SUMS.items():
        for low in range(1, bodies + 1, _AT_ONCE):
            given = {"chart": chart, "series": json_text(series), "last": last, "years": STEADY_YEARS}
            connection.execute(_STEADY, given | {"low": low, "high": low + _AT_ONCE - 1})
