"""Short and other names of the bodies of a county that are known already: a report is filed under one name, and the join is told."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence

import msgspec

from reportscraper.forms.rules import finding
from reportscraper.model import Report
from reportscraper.places.bodies import level_of
from reportscraper.places.same_body import is_short_for, is_spelling_of


def with_known_body(
    report: Report, known: Sequence[tuple[str, ...]], county: str, years_of: Callable[[str], Container[int]]
) -> Report:
    """The report of the one known body whose name its own is short for or another spelling of, with a finding ``body_joined``.

    ``known`` are the bodies of the county whose site prints it, each with its aliases behind its name. Names made of first
    characters (财金局, 财政金融局) are one body's only where it has no other report of the year: ``years_of`` gives those it has at
    other addresses. A name that is known as it stands, or fits several bodies, stays.
    """
    body = report.body
    if body is None or any(body in names for names in known):
        return report
    spelled = [names[0] for names in known if any(is_spelling_of(body, name, county) for name in names)]
    short = [
        names[0]
        for names in known
        if any(is_short_for(*pair, county) for name in names for pair in ((body, name), (name, body)))
    ]
    found = spelled or [name for name in short if report.year not in years_of(name)]
    if len(found) != 1:
        return report
    told = finding("body_joined", body=body, known=found[0])
    return msgspec.structs.replace(
        report, body=found[0], body_level=level_of(found[0]), findings=(*report.findings, told)
    )
