"""Reports of past years, made to measure."""

from __future__ import annotations

from collections.abc import Mapping

from reportscraper.model import BodyLevel, FormId, PastReport, SeriesPoint

BODY = "云溪县教育局"

APPLICANTS = (
    "natural_person",
    "commercial_enterprise",
    "research_institution",
    "social_welfare_org",
    "legal_service_org",
    "other_org",
    "total",
)


def past(
    year: int,
    values: Mapping[tuple[str, str | None], int | float] | None = None,
    *,
    body: str = BODY,
    level: BodyLevel = "department",
    form: FormId | None = "2021",
    published_on: str | None = None,
    series: Mapping[str, int | float] | None = None,
    overview: str = "",
) -> PastReport:
    """A report of a year."""
    return PastReport(
        body,
        level,
        year,
        form,
        published_on,
        values or {},
        {code: SeriesPoint(value, ((code, None),)) for code, value in (series or {}).items()},
        {"overview": overview},
    )
