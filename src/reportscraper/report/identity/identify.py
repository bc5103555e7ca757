"""Whose report of which year a page is: every piece of evidence, in order of trust, and where they disagree."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from reportscraper.forms.rules import finding
from reportscraper.model import Document, Finding, PageKind, Section, SectionKind, TitleParts
from reportscraper.places.bodies import full_name, is_body, is_own_body, site_place
from reportscraper.places.same_body import is_office_of, same_body
from reportscraper.places.title import main_part, names_report, parse_title, title_kind
from reportscraper.report.identity import page_metadata as sources
from reportscraper.report.identity.page_metadata import Sourced
from reportscraper.report.identity.period import Period, find_period, year_in_column, year_in_url
from reportscraper.report.sections.headings import heading_kind
from reportscraper.text import simplify, squeeze

_SIX: frozenset[SectionKind] = frozenset({"overview", "proactive", "requests", "review", "problems", "other"})
_EARLIER: frozenset[SectionKind] = frozenset({"overview", "proactive", "requests", "fees", "review"})
_MARKS = (
    "第二十条第",
    "本年新收政府信息公开申请数量",
    "勾稽关系为",
    "结转下年度继续办理",
    "本年制发件数",
    "未经复议直接起诉",
    "全文电子化",
)
_BY = re.compile(
    "(?:由|[,。]|^)([\u4e00-\u9fff()、]{2,30}?)(?:综合|负责|组织|汇总)*(?:(?:根据|按照|依据|依照|遵照)《|编制|编写)"
)
_CONTACT = re.compile("请(?:直接)?与([\u4e00-\u9fff()]{2,30}?)联系")
# The cover of 淮安市 2024 has no stop behind its last line: 淮安市人民政府本报告由淮安市人民政府办公室编制.
_REPORT_BY = re.compile("^(?:.*报告)?由")
_LIST_LENGTH = 3
_MOST_DAYS_APART = 60


class Identity(Struct, frozen=True):
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


class _Evidence(Struct, frozen=True):
    """Everything on the page that may tell whose report it is."""

    document: Document
    sections: Sequence[Section]
    url: str | None
    titles: tuple[str, ...]
    parts: tuple[TitleParts, ...]
    """What each title says, short bodies completed."""
    period: Period | None
    dates: tuple[Sourced, ...]
    issuer: Sourced | None
    site: str | None


def identify(document: Document, sections: Sequence[Section], *, url: str | None = None) -> Identity:
    """Weigh the evidence of one page.

    Year: title → period of the statistics → column or address → year of publication − 1. Body: title → lead → issuer → column.
    What is not from the title, and what disagrees, is a finding that names both values; pages of other kinds get no findings.
    A page whose titles do not tell is a report when its headings or its tables are those of one (`docs/sites.md`, look-alikes).
    """
    evidence = _gather(document, sections, url)
    kind = _kind(evidence)
    title = _best_title(evidence, kind)
    year, year_findings = _year(evidence)
    body, body_findings = _body(evidence)
    findings = [
        *year_findings,
        *body_findings,
        *_period_findings(evidence.period),
        *_date_findings(year, evidence.dates),
    ]
    return Identity(
        title=main_part(title) if title else None,
        body=body,
        year=year,
        kind=kind,
        published_on=evidence.dates[0].value if evidence.dates else None,
        period=evidence.period.dates if evidence.period else None,
        issuer=evidence.issuer.value if evidence.issuer else None,
        credit_code=sources.credit_code(document),
        site_code=sources.site_code(document),
        findings=tuple(findings) if kind == "report" else (),
    )


def _gather(document: Document, sections: Sequence[Section], url: str | None) -> _Evidence:
    site = sources.site_name(document)
    titles = tuple(dict.fromkeys(text for _, text in document.titles if text.strip()))
    return _Evidence(
        document=document,
        sections=sections,
        url=url,
        titles=titles,
        parts=tuple(parse_title(title, site_name=site) for title in titles),
        period=find_period("\n".join(section.text for section in sections[:3])),
        dates=sources.dates(document, url),
        issuer=sources.issuer(document),
        site=site,
    )


def _kind(evidence: _Evidence) -> PageKind:
    named = next((kind for kind in map(title_kind, evidence.titles) if kind), None)
    headed = [section for section in evidence.sections if section.heading]
    listed = {section.kind for section in headed if heading_kind(section.heading) == section.kind}
    if named in (None, "report") and len(listed) < 2 and _is_list(evidence.document):
        return "index"
    if named:
        return named
    proven = len(listed & _SIX) >= 4 or len(listed & _EARLIER) >= 3 or _statutory_marks(evidence.document) >= 2
    return "report" if proven else "other"


def _is_list(document: Document) -> bool:
    return len({href for href, text in document.links if names_report(text)}) >= _LIST_LENGTH


def _statutory_marks(document: Document) -> int:
    cells = "".join(cell.text for block in document.blocks if block.grid for cell in block.grid.cells)
    plain = simplify(squeeze(cells + "".join(block.text for block in document.blocks)))
    return sum(mark in plain for mark in _MARKS)


def _best_title(evidence: _Evidence, kind: PageKind) -> str | None:
    """The first title of the page's kind, one with a year before one without; any title when none is of the kind."""
    named = [title for title in evidence.titles if title_kind(title) == kind]
    with_year = [
        title
        for title, parts in zip(evidence.titles, evidence.parts, strict=True)
        if parts.year and title_kind(title) == kind
    ]
    return next(iter((*with_year, *named, *evidence.titles)), None)


def _year(evidence: _Evidence) -> tuple[int | None, list[Finding]]:
    stated = dict.fromkeys(parts.year for parts in evidence.parts if parts.kind == "report" and parts.year)
    period = evidence.period.year if evidence.period else None
    if not stated:
        return (period, []) if period else _year_around(evidence)
    first, *others = stated
    findings = [finding("year_disagrees", year=first, other=other) for other in others]
    if period and period != first:
        findings.append(finding("year_disagrees", wording="period", year=first, other=period))
    return first, findings


def _year_around(evidence: _Evidence) -> tuple[int | None, list[Finding]]:
    """The year where neither title nor text states it. Folders are named after either year, so a conflict is told."""
    columns = (year_in_column(name) for name in reversed(evidence.document.breadcrumb))
    column = next((year for year in columns if year), None) or (year_in_url(evidence.url) if evidence.url else None)
    published = int(evidence.dates[0].value[:4]) - 1 if evidence.dates else None
    if column and published and column != published:
        return column, [finding("year_disagrees", wording="column", year=column, other=published)]
    year = column or published
    if year is None:
        return None, [finding("year_missing")]
    return year, [finding("year_inferred", wording="" if column else "publication", year=year)]


def _body(evidence: _Evidence) -> tuple[str | None, list[Finding]]:
    by_lead = _body_of_lead(evidence.sections, _BY)
    bodies = [parts for parts in evidence.parts if parts.body]
    named = next((parts.body for parts in sorted(bodies, key=lambda parts: parts.kind != "report")), None)
    if named is None:
        return _body_around(evidence, by_lead or _body_of_lead(evidence.sections, _CONTACT))
    county = site_place(evidence.site) if evidence.site else None
    if by_lead and not (same_body(named, by_lead, county) or is_office_of(by_lead, named, county)):
        return named, [finding("body_disagrees", body=named, other=by_lead)]
    return named, []


def _body_around(evidence: _Evidence, by_lead: str | None) -> tuple[str | None, list[Finding]]:
    issuer = evidence.issuer
    column = next((name for name in reversed(evidence.document.breadcrumb) if is_own_body(name)), None)
    if by_lead:
        body, told = by_lead, finding("body_inferred", body=by_lead)
    elif issuer:
        body = issuer.value
        told = finding("body_inferred", wording="issuer", body=body, source=issuer.source)
    elif column:
        body, told = column, finding("body_inferred", wording="column", body=column)
    else:
        return None, [finding("body_missing")]
    return full_name(body, evidence.site), [told]


def _body_of_lead(sections: Sequence[Section], wording: re.Pattern[str]) -> str | None:
    """由…编制 or the subject of the first sentence, 某局根据《…条例》…; for want of better, whom to ask: 请与…联系."""
    for section in sections[:2]:
        for match in wording.finditer(squeeze(section.text[:800])):
            name = _REPORT_BY.sub("", match[1])
            if is_body(name) and not name.startswith(("本", "我")):
                return name
    return None


def _period_findings(period: Period | None) -> Iterator[Finding]:
    if period and period.dates is None:
        yield finding("period_defective", quote=period.quote)
    elif period and not period.whole:
        yield finding("period_partial", quote=period.quote)


def _date_findings(year: int | None, dates: Sequence[Sourced]) -> Iterator[Finding]:
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
