"""Whose report of which year a page is: every piece of evidence, in order of trust, and where they disagree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from msgspec import Struct

from reportscraper.documents.html.content import SIGNATURE
from reportscraper.forms.rules import finding
from reportscraper.model import Document, Finding, PageKind, Section, Severity, TitleParts
from reportscraper.places.title import is_cut, main_part, parse_title, title_kind
from reportscraper.report.identity import page_metadata as sources
from reportscraper.report.identity.body import Source, county_of, find_body
from reportscraper.report.identity.kind import find_kind
from reportscraper.report.identity.page_metadata import Sourced
from reportscraper.report.identity.period import Period, find_period, year_in_column, year_in_url, year_of_lead
from reportscraper.report.identity.surroundings import Surroundings

_MOST_DAYS_APART = 60
_NOWHERE = Surroundings()


class ReportIdentity(Struct, frozen=True):
    """Who reports on which year, when it was published, and what the evidence leaves open."""

    title: str | None
    body: str | None
    year: int | None
    kind: PageKind
    published_on: str | None
    period: tuple[str, str] | None
    issuer: str | None
    credit_code: str | None
    site_code: str | None
    findings: tuple[Finding, ...] = ()
    body_from: Source | None = None
    """What names the body; ``site`` where nothing else does."""


class _Dated(Struct, frozen=True):
    """Everything that may tell the year."""

    titles: Sequence[tuple[str, TitleParts]]
    period: Period | None
    around: Surroundings
    breadcrumb: tuple[str, ...]
    url: str | None
    dates: tuple[Sourced, ...]
    signed_on: str | None
    lead: tuple[int | None, bool]


def identify(
    document: Document, sections: Sequence[Section], *, url: str | None = None, around: Surroundings = _NOWHERE
) -> ReportIdentity:
    """Weigh the evidence of one page, and of the list that leads to it.

    Year: title → period of the statistics → list → column or address → year of publication − 1. Body: see `Source`. What is
    not from the title, and what disagrees, is a finding that names both values; pages of other kinds get no findings.
    """
    texts = tuple(dict.fromkeys(text for _, text in document.titles if text.strip()))
    kind = find_kind(document, sections, texts, around.listed)
    county = county_of(document, around)
    read = [(text, parse_title(text, site_name=county)) for text in texts]
    titles = _speaking(read, kind)
    dated = _Dated(
        titles=titles,
        period=find_period("\n".join(section.text for section in sections[:3])),
        around=around,
        breadcrumb=document.breadcrumb,
        url=url,
        dates=sources.dates(document, url),
        signed_on=sources.signed_on(document),
        lead=year_of_lead(sections[0].text[:800] if sections else ""),
    )
    year, findings = _year(dated)
    issuer = sources.issuer(document)
    verdict = find_body(document, sections, titles, around, county, issuer)
    findings += verdict.findings
    findings += _period_findings(dated.period)
    findings += _date_findings(year, dated)
    title = _best_title(read, titles, kind)
    return ReportIdentity(
        title=main_part(title) if title else None,
        body=verdict.body,
        year=year,
        kind=kind,
        published_on=dated.dates[0].value if dated.dates else None,
        period=dated.period.dates if dated.period else None,
        issuer=issuer.value if issuer else None,
        credit_code=sources.credit_code(document),
        site_code=sources.site_code(document),
        findings=tuple(findings) if kind == "report" else (),
        body_from=verdict.source,
    )


def _speaking(titles: Sequence[tuple[str, TitleParts]], kind: PageKind) -> list[tuple[str, TitleParts]]:
    """The titles that speak of the report, or of what else the page is; of a report that only its tables prove, those with a year.

    Others are names of the site or of what stands beside the page, and name no body.
    """
    reports = [each for each in titles if each[1].kind == "report"]
    reports += [each for each in titles if each not in reports and reports and is_cut(each[0])]
    of_kind = [each for each in titles if each[1].kind == kind != "other"]
    return reports or of_kind or [each for each in titles if each[1].year]


def _best_title(
    titles: Sequence[tuple[str, TitleParts]], speaking: Sequence[tuple[str, TitleParts]], kind: PageKind
) -> str | None:
    """The first title of the page's kind, one with a year before one without; any title, those ``speaking`` of the report first,
    when none is of the kind.
    """
    of_kind = [each for each in titles if title_kind(each[0]) == kind]
    with_year = [each for each in of_kind if each[1].year]
    return next((text for text, _ in (*with_year, *of_kind, *speaking, *titles)), None)


def _year(dated: _Dated) -> tuple[int | None, list[Finding]]:
    stated = dict.fromkeys(parts.year for _, parts in dated.titles if parts.year)
    period = dated.period.year if dated.period else None
    listed = dated.around.listed
    year = next(iter(stated), period)
    lead, is_reported = dated.lead
    if year is None:
        return _year_around(dated)
    findings = [finding("year_disagrees", year=year, other=other) for other in [*stated][1:]]
    if period and period != year:
        findings.append(finding("year_disagrees", wording="period", year=year, other=period))
    elif lead and is_reported and lead != year:
        findings.append(finding("year_disagrees", wording="lead", year=year, other=lead))
    other = parse_title(listed.title).year if listed else None
    if listed and other and other != year:
        findings.append(finding("year_disagrees", wording="list", year=year, other=other, title=listed.title))
    return year, findings


def _year_around(dated: _Dated) -> tuple[int | None, list[Finding]]:
    """The year where neither title nor text states it. Folders are named after either year, so a conflict is told."""
    listed = dated.around.listed
    if found := next(dated.around.years(), None):
        return found[0], [finding("from_list", value=found[0], where=found[1])]
    columns = (year_in_column(name) for name in reversed(dated.breadcrumb))
    column = next((year for year in columns if year), None) or (year_in_url(dated.url) if dated.url else None)
    dates = [*(each.value for each in dated.dates[:1]), *filter(None, [dated.signed_on])]
    published = int(dates[0][:4]) - 1 if dates else None
    if column and published and column != published:
        return column, [finding("year_disagrees", wording="column", year=column, other=published)]
    # Where the lead alone tells, or agrees with the date; else it may look back (2020年以来，…).
    if (lead := dated.lead[0]) and not column and (dated.lead[1] or published in (None, lead)):
        return lead, [finding("year_inferred", wording="lead", year=lead)]
    if year := column or published:
        return year, [finding("year_inferred", wording="" if column else "publication", year=year)]
    if listed and listed.listed_on:
        year = int(listed.listed_on[:4]) - 1
        return year, [finding("year_inferred", wording="list", year=year, date=listed.listed_on)]
    return None, [finding("year_missing")]


def _period_findings(period: Period | None) -> Iterator[Finding]:
    if period and period.dates is None:
        yield finding("period_defective", quote=period.quote)
    elif period and not period.whole:
        yield finding("period_partial", quote=period.quote)


def _date_findings(year: int | None, dated: _Dated) -> Iterator[Finding]:
    dates = dated.dates
    for other in dates[1:]:
        apart = dt.date.fromisoformat(dates[0].value) - dt.date.fromisoformat(other.value)
        if abs(apart.days) > _MOST_DAYS_APART:
            yield finding(
                "publication_disagrees",
                source=dates[0].source,
                date=dates[0].value,
                other_source=other.source,
                other=other.value,
            )
    if year and dates and not f"{year + 1}-01-01" <= dates[0].value <= f"{year + 2}-12-31":
        yield finding("publication_unusual", year=year, date=dates[0].value, source=dates[0].source)
    elif year and dated.signed_on and dated.signed_on[:4] <= f"{year}":
        # Signed before the year was nearly over: it may be the report on the year before.
        severity: Severity = "warning" if dated.signed_on < f"{year}-12" else "info"
        yield finding("publication_unusual", severity=severity, year=year, date=dated.signed_on, source=SIGNATURE)
