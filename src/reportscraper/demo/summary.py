"""What the demo says at its end: a comparison, a caught error, where to look; and whether all went as recorded."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from reportscraper.store import Reader

GOVERNMENTS = ("云溪县人民政府", "青岭县人民政府")
BROKEN = ("云溪县教育局", 2023)
"""The report whose printed total was made wrong."""
REPORTS = {1: 116, 2: 117}
"""How many reports the sites have in an edition."""

_SERIES = "requests_received"
_PRINTED = "SELECT applicant, value FROM figure_list WHERE body = :body AND year = :year AND indicator = 'requests_new'"
_PLANTED = {("ch3_balance", *BROKEN), ("ch3_row_sum", *BROKEN)}
_ERRORS = "SELECT rule, body, year FROM finding_list WHERE severity = 'error'"


class DemoComparison(Struct, frozen=True):
    """Requests received by two county governments: the years, and a row of values a body."""

    years: tuple[int, ...]
    values: dict[str, tuple[int | float | None, ...]]


def compare_governments(reader: Reader) -> DemoComparison:
    """The series of requests (收到申请) of the two county governments, through all forms."""
    rows = [row for row in reader.ask("compare_series", series=_SERIES).dicts() if row["body"] in GOVERNMENTS]
    years = tuple(sorted({row["year"] for row in rows}))
    found = {(row["body"], row["year"]): row["value"] for row in rows}
    return DemoComparison(years, {body: tuple(found.get((body, year)) for year in years) for body in GOVERNMENTS})


def caught_error(reader: Reader) -> dict[str, object]:
    """The broken sum, from what is printed: body, year, ``total`` and the sum of its ``parts``; empty when there is no such report."""
    body, year = BROKEN
    printed = {row["applicant"]: row["value"] for row in reader.select(_PRINTED, {"body": body, "year": year}).dicts()}
    total = printed.pop("total", None)
    if total is None:
        return {}
    parts = sum(value or 0 for value in printed.values())
    return {"body": body, "year": year, "total": f"{total:g}", "parts": f"{parts:g}"}


def differences(reader: Reader, edition: int) -> Iterator[str]:
    """What is not as it was recorded, one line each. A folder of edition 2 goes on to hold its report in edition 1."""
    reports = reader.select("SELECT count(*) AS reports FROM report").dicts()[0]["reports"]
    if not REPORTS[edition] <= reports <= REPORTS[2]:
        yield f"{reports} reports where {REPORTS[edition]} were recorded"
    errors = {(row["rule"], row["body"], row["year"]) for row in reader.select(_ERRORS).dicts()}
    yield from (f"the error {rule} of {body} {year} was not caught" for rule, body, year in sorted(_PLANTED - errors))
    yield from (f"an error {rule} of {body} {year} was not planted" for rule, body, year in sorted(errors - _PLANTED))
