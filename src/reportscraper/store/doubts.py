"""Which findings doubt which figures: table ``figure_finding``, from what findings say of cells and places."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from reportscraper.forms.rules import rules_that_spare_figures
from reportscraper.store.rows import json_text

# A finding doubts the figures of its cells; without cells those at its place, be it a cell, a row or a table; without a place all.
_OF_CELLS = """
INSERT INTO figure_finding (version_id, indicator_id, applicant_id, finding_id)
SELECT figure.version_id, figure.indicator_id, figure.applicant_id, finding.id
FROM finding CROSS JOIN json_each(finding.cells) AS cell
CROSS JOIN indicator ON indicator.code = cell.value ->> 0
CROSS JOIN applicant ON applicant.code IS cell.value ->> 1
CROSS JOIN figure ON figure.version_id = finding.version_id AND figure.indicator_id = indicator.id AND figure.applicant_id = applicant.id
WHERE finding.version_id = :version AND finding.severity <> 'info' AND finding.rule NOT IN (SELECT value FROM json_each(:sparing))
ON CONFLICT DO NOTHING
"""

_OF_PLACE = """
INSERT INTO figure_finding (version_id, indicator_id, applicant_id, finding_id)
SELECT figure.version_id, figure.indicator_id, figure.applicant_id, finding.id
FROM finding CROSS JOIN figure ON figure.version_id = finding.version_id
WHERE finding.version_id = :version AND finding.severity <> 'info' AND finding.rule NOT IN (SELECT value FROM json_each(:sparing))
  AND finding.cells = '[]'
  AND figure.place >> 20 = coalesce(finding.table_number, figure.place >> 20)
  AND (figure.place >> 8) & 4095 = coalesce(finding.row_number, (figure.place >> 8) & 4095)
  AND figure.place & 255 = coalesce(finding.column_number, figure.place & 255)
ON CONFLICT DO NOTHING
"""


def link(connection: sqlite3.Connection, versions: Iterable[int]) -> None:
    """Link the findings on versions to the figures that they doubt. Findings and figures that go take their links along."""
    sparing = json_text(rules_that_spare_figures())
    asked = [{"version": version, "sparing": sparing} for version in versions]
    for statement in (_OF_CELLS, _OF_PLACE):
        connection.executemany(statement, asked)


def link_all(connection: sqlite3.Connection) -> None:
    """Link every finding of the database."""
    found = connection.execute("SELECT DISTINCT version_id FROM finding WHERE version_id IS NOT NULL").fetchall()
    link(connection, [version for (version,) in found])
