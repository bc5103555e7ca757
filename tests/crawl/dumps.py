"""What a run has read, to be compared with another run's."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

# By names instead of numbers: numbers tell the order of arrival, and two sites arrive side by side.
_TABLES = {
    "page": "SELECT url, county_code, kind, title, listed_title, listed_on, list_column, reason FROM page",
    "version": "SELECT v.url, v.number, v.is_current, v.title, v.form, v.published_on, b.name, r.year, v.reading_hash "
    "FROM report_version v JOIN report r ON r.id = v.report_id JOIN body b ON b.id = r.body_id",
    "figure": "SELECT county, body, year, version, indicator, applicant, value, kind, raw, table_number, row_number, column_number, "
    "capture_sha256 FROM figure_list",
    "section": "SELECT v.url, s.position, s.kind, s.heading, s.text FROM section s JOIN report_version v ON v.id = s.version_id",
    "statement": "SELECT v.url, s.position, s.measure, s.value, s.quote FROM statement s JOIN report_version v ON v.id = s.version_id",
    "finding": "SELECT county, body, year, rule, severity, message, cells FROM finding_list",
    "attachment": "SELECT v.url, a.position, a.url, a.text FROM attachment a JOIN report_version v ON v.id = a.version_id",
    "body": "SELECT county_code, name, level, registered FROM body",
    "file": "SELECT DISTINCT visit.url, sha256 FROM visit JOIN capture ON capture.id = capture_id WHERE role = 'attachment' AND status = 200",
}


def dump(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """The rows of the tables that hold what was read, in an order of their own."""
    with closing(sqlite3.connect(f"file:{folder / 'reports.db'}?mode=ro", uri=True)) as connection:
        return {name: sorted(connection.execute(sql).fetchall(), key=repr) for name, sql in _TABLES.items()}
