"""The views: `views.sql`, with the figure columns of the wide view and the rates made from what the forms say."""

from __future__ import annotations

import re
from functools import cache

from reportscraper.forms.loading import load_forms
from reportscraper.forms.rules import rules_that_spare_figures
from reportscraper.forms.series import Rate, SummaryColumn, measures, parts, series_catalogue, summary_columns
from reportscraper.resources import read_text
from reportscraper.store.script import statements

_COMMENTS = re.compile(r"^--.*\n", re.MULTILINE)
_WHO = re.compile(r"/\* who in (.+?) \*/")
_DUE = re.compile(r"/\* due in (.+?) \*/")
_PART = re.compile(r"[a-z0-9_]+(/[a-z0-9_]+)?")

# A body that never reported is itself the body of today. Asked as a query of its own, so that counting rows need not ask it.
_WHO_SQL = r"""body.id AS body_id,
  body.lineage_id AS lineage_id,
  coalesce(now.name, body.name) AS body_now,
  coalesce((SELECT past.code FROM division_past AS past WHERE past.unit = lineage.unit
    AND \1 BETWEEN past.first_year AND past.last_year), lineage.unit, county.code) AS county_code_then,
  body.function AS function"""

_LINEAGE = """LEFT JOIN lineage ON lineage.id = body.lineage_id
LEFT JOIN body AS now ON now.id = lineage.body_id"""

_POINT = (
    "(SELECT {what} FROM series_point AS point WHERE point.version_id = version.id AND point.series_id = {series}"
    " AND point.part_id IN ({ways}))"
)
_SUM = "CASE WHEN count(value) = {count} THEN sum(value) END"
_CELL = (
    "(SELECT {value} FROM figure WHERE version_id = version.id"
    " AND applicant_id = (SELECT id FROM applicant WHERE code IS {applicant})"
    " AND indicator_id IN (SELECT id FROM indicator WHERE code IN ({codes})))"
)


@cache
def view_definitions() -> dict[str, str]:
    """Every view's name and its CREATE statement, without comments and final semicolon, as SQLite keeps it."""
    columns = "".join(f"{_column_sql(column)} AS {column.name},\n  " for column in summary_columns())
    fits = ",\n  ".join(f"{_fit_sql(column)} AS {column.name}_exactness" for column in summary_columns())
    rates = "\n  UNION ALL\n  ".join(_rate_sql(measure) for measure in measures())
    standing = "\n  UNION ALL\n  ".join(_standing_rate_sql(number, each) for number, each in enumerate(measures(), 1))
    script = _COMMENTS.sub("", read_text("store/views.sql"))
    script = (
        script.replace("/* summary columns */\n  ", columns)
        .replace("/* exactness */", fits)
        .replace("/* measure rates */", rates)
        .replace("/* standing rates */", standing)
        .replace("/* measure parts */", _measure_parts())
    )
    script = _DUE.sub(_due_sql, _WHO.sub(_WHO_SQL, script).replace("/* lineage */", _LINEAGE))
    script = script.replace("/* sparing rules */", ", ".join(f"'{rule}'" for rule in rules_that_spare_figures()))
    # The third word is the name: CREATE VIEW name.
    return {statement.split(maxsplit=3)[2]: statement.removesuffix(";") for statement in statements(script)}


def _due_sql(match: re.Match[str]) -> str:
    """The last day on which a report was in time, as `forms.deadlines.due_date` has it, and how many days later it was published."""
    nation = [form for form in load_forms() if not form.province]
    year = match[1]
    usual = " ".join(
        f"WHEN {year} >= {form.first_year} THEN CASE body.level "
        + "".join(f"WHEN '{level}' THEN '{day}' " for level, day in form.deadlines.items())
        + f"ELSE '{form.deadline}' END"
        if form.deadlines
        else f"WHEN {year} >= {form.first_year} THEN '{form.deadline}'"
        for form in reversed(nation)
    )
    due = f"({year} + 1) || '-' || coalesce(county.deadlines ->> body.level, CASE {usual} ELSE '{nation[0].deadline}' END)"
    return f"{due} AS deadline,\n  CAST(max(0, julianday(version.published_on) - julianday({due})) AS INTEGER) AS days_late"


def _column_sql(column: SummaryColumn) -> str:
    """The value of the column's series; without a point, which a report of no known form has not, that of the forms' cells."""
    sources = [_sum_sql(parts) for parts in column.sources]
    return f"coalesce({', '.join([_POINT.format(what='value', **_joined(column)), *sources])})"


def _fit_sql(column: SummaryColumn) -> str:
    """How well that value fits those of other forms."""
    what = "(SELECT exactness FROM series_part WHERE id = point.part_id)"
    return _POINT.format(what=what, **_joined(column))


def _joined(column: SummaryColumn) -> dict[str, str]:
    """The number of the column's series, and the ways of tables to values of it that can be compared."""
    number = [each.code for each in series_catalogue()].index(column.series) + 1
    ways = (
        str(part.id)
        for part in parts()
        if part.series_id == number and part.source == "table" and part.exactness != "not_comparable"
    )
    return {"series": str(number), "ways": ", ".join(ways)}


def _sum_sql(cells: tuple[str, ...]) -> str:
    """The sum of the parts, NULL unless every one is a number: a blank is not a zero."""
    for cell in cells:
        if not _PART.fullmatch(cell):
            raise ValueError(f"not an indicator or indicator/applicant: {cell!r}")
    codes, _, applicants = zip(*(cell.partition("/") for cell in cells), strict=True)
    if len(set(applicants)) != 1:
        raise ValueError(f"parts of a sum belong to one applicant: {cells}")
    value = "value" if len(cells) == 1 else _SUM.format(count=len(cells))
    applicant = f"'{applicants[0]}'" if applicants[0] else "NULL"
    return _CELL.format(value=value, applicant=applicant, codes=", ".join(f"'{code}'" for code in codes))


_RATE = (
    "SELECT '{code}' AS measure, version.id AS version_id, version.url AS url, report.year AS year, report.body_id AS body_id,"
    " {above} AS above, {below} AS below, {exactness} AS exactness,"
    " (SELECT min(severity) FROM series_doubt AS doubt WHERE doubt.version_id = version.id AND doubt.series_id IN ({series})) AS doubt"
    " FROM report JOIN report_version AS version ON version.report_id = report.id AND version.is_current = 1 {joins}"
    " WHERE {comparable} AND {below} > 0"
)
_STANDING_RATE = (
    "SELECT '{code}' AS measure, {number} AS measure_id, {first}.year AS year, {first}.body_id AS body_id,"
    " {above} AS above, {below} AS below, {exactness} AS exactness, {wrong} AS wrong"
    " FROM {joins} WHERE {first}.series_id = {first_series} AND {comparable} AND {below} > 0"
)

_EXACTNESS = ("exact", "sum", "approximate")
"""From best to worst: a rate is as exact as the worst of its parts."""


def _measure_parts() -> str:
    """A row a measure and series that it is made of, with the side or sides of the fraction that it stands on."""
    return ", ".join(
        f"('{measure.code}', {number}, {code in measure.above:d}, {code in measure.below:d})"
        for measure in measures()
        for code, number in _series_of(measure).items()
    )


def _rate_sql(measure: Rate) -> str:
    """The parts of one measure for every current version that has them all in comparable form.

    Report and version stand inside, so that a year or a measure asked for narrows this and not only what comes of it.
    """
    numbers = _series_of(measure)
    joins = (
        f"JOIN series_point AS {code} ON {code}.version_id = version.id AND {code}.series_id = {number}"
        f" JOIN series_part AS {code}_part ON {code}_part.id = {code}.part_id"
        for code, number in numbers.items()
    )
    return _RATE.format(joins=" ".join(joins), series=", ".join(map(str, numbers.values())), **_fraction(measure))


def _standing_rate_sql(number: int, measure: Rate) -> str:
    """The same of the points that lie side by side by year, for whoever asks for those of all bodies at once."""
    (first, first_series), *others = _series_of(measure).items()
    points = (
        f"CROSS JOIN standing_point AS {code} ON {code}.series_id = {series} AND {code}.year = {first}.year AND {code}.body_id = {first}.body_id"
        for code, series in others
    )
    ways = (f"CROSS JOIN series_part AS {code}_part ON {code}_part.id = {code}.part_id" for code in _series_of(measure))
    return _STANDING_RATE.format(
        number=number,
        first=first,
        first_series=first_series,
        joins=" ".join([f"standing_point AS {first}", *points, *ways]),
        wrong=" OR ".join(f"{code}.wrong" for code in _series_of(measure)),
        **_fraction(measure),
    )


def _series_of(measure: Rate) -> dict[str, int]:
    """The series that a measure is made of, with their numbers."""
    numbers = {series.code: at for at, series in enumerate(series_catalogue(), 1)}
    return {code: numbers[code] for code in (*measure.above, *measure.below)}


def _fraction(measure: Rate) -> dict[str, str]:
    """Dividend and divisor, whether they can be compared and how exact they are, of points and ways that are named by their series."""
    codes = _series_of(measure)
    above, below = (" + ".join(f"{code}.value" for code in side) for side in (measure.above, measure.below))
    parts = ", ".join(f"{code}_part.exactness" for code in codes)
    worst = " ".join(f"WHEN '{each}' IN ({parts}) THEN '{each}'" for each in reversed(_EXACTNESS[1:]))
    return {
        "code": measure.code,
        "above": above,
        "below": below,
        "comparable": " AND ".join(f"{code}_part.exactness <> 'not_comparable'" for code in codes),
        "exactness": f"CASE {worst} ELSE '{_EXACTNESS[0]}' END",
    }
