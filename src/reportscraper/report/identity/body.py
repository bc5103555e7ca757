"""Whose report a page is: every source that names a body is one `BodyEvidence`, weighed once; what disagrees is told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, get_args

from msgspec import Struct

from reportscraper.documents.html.content import SIGNATURE
from reportscraper.forms.rules import finding, phrase
from reportscraper.model import Document, Finding, Section, Severity, TitleParts
from reportscraper.places.bodies import full_name, is_body, is_own_body, is_unusual, joint_names, level_of, site_place
from reportscraper.places.same_body import is_office_of, places_before, same_body
from reportscraper.places.title import names_report, parse_title
from reportscraper.report.identity import page_metadata
from reportscraper.report.identity.page_metadata import Sourced
from reportscraper.report.identity.surroundings import Surroundings
from reportscraper.text import simplify, squeeze

Source = Literal["title", "listed", "lead", "author", "list_column", "contact", "issuer", "column", "site"]
"""What may name the reporting body, the most trusted first."""
_WEIGHTS = {source: -place for place, source in enumerate(get_args(Source))}
_STATES: frozenset[Source] = frozenset({"title", "listed", "lead"})
"""Sources that speak of the report itself: two of them that name two bodies are an error. A publisher is often the government's office."""
_LISTED: frozenset[Source] = frozenset({"listed", "list_column"})
_GOVERNING = ("county_government", "office")
_BESIDE: frozenset[Source] = frozenset({"author", "list_column", "column"})
"""Sources beside the report's own words: another body there is told as a warning, unless it is the government, whose site it is."""

_PUBLISHES = re.compile("政务|政府|信息|数据|审批|媒体|网|宣传|公开|办公|电子|档案|新闻|秘书|督查|运维|综合|管理员")
"""In the names of bodies that put on the site what others report."""
_PUTS_ON_SITE = re.compile("媒体|数据|信息中心|网络|电视|广播|新闻|日报|档案")
"""Of these, those that put on the site what is hardly ever their own (融媒体中心)."""
_OF_COUNTY = re.compile("[一-鿿]{1,6}?(?:自治县|[县市区旗])$")
_OPENING = 6
"""Blocks of an article among which its whole title may stand, below the one that its page has."""
_NAME = "[\u4e00-\u9fff()、]{2,30}?"
_LEADS = (
    re.compile(
        rf"(?:由|[,。]|^)({_NAME})(?:综合|负责|组织|汇总)*(?:(?:根据|按照|依据|依照|遵照)(?:《|(?:政府信息公开)?(?:工作)?(?:条例|有关|相关|上级|国务院))|编制|编写)",
        re.M,
    ),
    re.compile(
        rf"(?:^|[。])({_NAME})20\d\d年度?(?:政府|政务)?信息公开(?:工作)?(?:年度)?报告(?:由|包括|共|分|是根据)", re.M
    ),
    re.compile(
        rf"\A(?:20\d\d年度?,?)?(?:在[^,。]{{2,30}}下,)?({_NAME})(?<!政府)(?:在[^,。]{{2,30}}下,|认真|严格|高度重视|深入|全面|积极|坚持|始终)"
    ),
    re.compile(rf"(?:[,。]|^)({_NAME})(?:现|特)(?:向社会)?(?:公布|公开|发布|编制)", re.M),
    re.compile(rf"[我本][^,。()]{{1,6}}\(({_NAME})\)"),
    re.compile(rf"现[将就对]?(?:公布)?(?:20\d\d年度?)?({_NAME})(?:20\d\d|二[〇零○]|关于|(?:政府|政务)信息公开)"),
)
_CONTACT = re.compile(rf"请(?:直接)?(?:与({_NAME})联系|联系:?({_NAME})(?=[,。(;]))")
_SAID: tuple[tuple[Source, Sequence[re.Pattern[str]]], ...] = (("lead", _LEADS), ("contact", (_CONTACT,)))
# The cover of 淮安市 2024 has no stop behind its last line: 淮安市人民政府本报告由淮安市人民政府办公室编制.
_REPORT_BY = re.compile("^(?:.*报告)?由")

_OWN_UNIT = re.compile(
    "(?<!自)(?:我|本)(局|委(?!托|任|派)|街道|办事处|镇|乡(?!村)|苏木|管委会|开发区|中心|院|校|馆|站|队|厅|公司)|(?<!自)我(办(?!法|理|公|事)|部(?!门|分)|所(?!在|有|属|以|谓|说)|处(?!理|于|在|罚)|会(?!议|计))"
)
# 区委、区政府的领导, 全县教育系统 and 我市民政工作 are said by bureaus as well.
_OWN_COUNTY = re.compile(
    "(?:我|本)(?:县|市(?!场)|区(?!域|间)|旗|州|省)(?!教育|民政|系统)|全(?:县|市|区|旗|州|省)(?:各|上下|行政机关|政府)|(?<![照据向经对由受为给委、报])[县市区旗州](?:人民)?政府(?:高度|认真|严格|深入|坚持|全面|始终|积极|根据|依照|按照|主动公开|编制)"
)
_APART = re.compile(r"(\S*(?:局|委员会|委|办公室|中心))\s+([一-鿿]{2,12}局)(?=\s*(?:关于|20\d\d|二))")
_OF_TOWN = ("镇", "乡", "街道", "苏木")
_ALIKE = {"办事处": "街道", "管委会": "委"}


class BodyEvidence(Struct, frozen=True):
    """A body that a source names, and ``where`` it says so: a label, a title or a column as printed."""

    source: Source
    body: str
    where: str = ""


class BodyVerdict(Struct, frozen=True):
    """The body that weighs most, what named it, and what is to be told of it."""

    body: str | None
    source: Source | None
    findings: tuple[Finding, ...] = ()


def find_body(
    document: Document,
    sections: Sequence[Section],
    titles: Sequence[tuple[str, TitleParts]],
    around: Surroundings,
    county: str | None,
    issuer: Sourced | None,
) -> BodyVerdict:
    """Whose report a page is. ``titles`` are those that speak of the report, with what they say, the best first.

    ``county`` is the name of the site that completes short names (`county_of`), ``issuer`` whom the page says it comes from.

    Evidence that does not fit what the text calls its own body is put aside: 我局 is never the county government.
    """
    named = list(_gather(document, sections, titles, around, county, issuer))
    text = simplify(squeeze("".join([*(title for title, _ in titles), *(section.text for section in sections)])))
    units = list(dict.fromkeys(match[0] for match in _OWN_UNIT.finditer(text)))
    fitting = [each for each in named if each.source in _STATES or _fits(each.body, units)]
    if not fitting:
        return BodyVerdict(None, None, (finding("body_missing"),))
    best = max(fitting, key=lambda each: _WEIGHTS[each.source])
    place = site_place(county) if county else None
    findings = [*_told(best, _speaks_for_county(sections, place) if not units else None, place)]
    agreeing = (each for each in fitting if each.source != "title" and same_body(best.body, each.body, place))
    if best.source == "title" and _stands_beside(best.where, document) and not any(agreeing):
        findings.append(finding("body_inferred", wording="line", severity="warning", body=best.body, line=best.where))
    findings += [_disagreement(best, other) for other in fitting if _disagree(best, other, place)][:1]
    if best.source in _STATES and not _fits(best.body, units) and _is_of_another_kind(best.body, units):
        quote = "、".join(units)
        source = phrase(f"source_{best.source}")
        findings.append(
            finding("body_disagrees", wording="self", severity="warning", source=source, body=best.body, quote=quote)
        )
    alike = [other.body for other in fitting if other.source == best.source and other.body.endswith(best.body)]
    body = max((name for name in alike if not joint_names(name)), key=len, default=best.body)
    if joined := next(filter(None, map(_joined, [best, *named])), ()):
        # As printed, and with a mark where the print has none: 某县文旅局某县体育局.
        body = "、".join(joined) if squeeze(body) == "".join(joined) else body
        findings.append(finding("body_joint", body=body, names="、".join(joined)))
    if best.source in _STATES and is_unusual(body):
        findings.append(finding("body_unusual", body=body, source=phrase(f"source_{best.source}")))
    return BodyVerdict(body, best.source, tuple(findings))


def _joined(evidence: BodyEvidence) -> tuple[str, ...]:
    """The bodies that report together by a title: one name joins them, or a gap parts two names of bureaus (某县文旅局 体育局)."""
    if evidence.source not in _STATES:
        return ()
    if names := joint_names(evidence.body):
        return names
    parts = _APART.match(simplify(evidence.where))
    names = joint_names("、".join(parts.groups())) if parts else ()
    return names if names and evidence.body.endswith(names[-1]) else ()


def _stands_beside(line: str, document: Document) -> bool:
    """Whether a mere line away from the article's beginning names a body, and a whole title of the page names none."""
    if any(source != "line" for source, text in document.titles if text == line):
        return False
    opening = squeeze("".join(block.text for block in document.blocks[:_OPENING]))
    whole = [parse_title(text) for source, text in document.titles if source != "line" and names_report(text)]
    return squeeze(line) not in opening and any(title.year and title.body is None for title in whole)


def county_of(document: Document, around: Surroundings) -> str | None:
    """The name of the site that completes short names: the page's own where it is a county's, else the registered one."""
    own = page_metadata.site_name(document)
    return own if own and site_place(own) else around.site_name or own


def _gather(
    document: Document,
    sections: Sequence[Section],
    titles: Sequence[tuple[str, TitleParts]],
    around: Surroundings,
    county: str | None,
    issuer: Sourced | None,
) -> Iterator[BodyEvidence]:
    for title, parts in titles:
        if parts.body:
            yield BodyEvidence("title", parts.body, title)
    if around.listed and (body := around.titled_body(county)):
        yield BodyEvidence("listed", body, around.listed.title)
    leads = ["\n".join(map(squeeze, simplify(section.text[:800]).splitlines())) for section in sections[:2]]
    for source, wordings in _SAID:
        if body := _body_of_lead(leads, wordings):
            yield BodyEvidence(source, full_name(body, county))
    if found := around.column_body(county):
        yield BodyEvidence("list_column", *found)
    site = squeeze(page_metadata.site_name(document) or "")
    place = site_place(site)
    for source, said in (("author", page_metadata.author(document)), ("issuer", issuer)):
        if said is None:
            continue
        level = level_of(said.value)
        # A government's office that publishes on the government's own site says no more than the site does; the government's signature does.
        signs = level == "county_government" and said.source == SIGNATURE
        if signs or not (place and said.value.startswith(place) and level in _GOVERNING):
            yield BodyEvidence(source, full_name(said.value, county), said.source)
    if column := page_metadata.column(document):
        yield BodyEvidence("column", full_name(column, county), column)
    if place or is_body(site):
        yield BodyEvidence("site", full_name(place) if place else site, site)


def _body_of_lead(leads: Sequence[str], wordings: Sequence[re.Pattern[str]]) -> str | None:
    """由…编制 or the subject of the first sentence, 某局根据《…条例》…; for want of better, whom to ask: 请与…联系."""
    for wording in wordings:
        for lead in leads:
            for match in wording.finditer(lead):
                name = page_metadata.without_office(_REPORT_BY.sub("", match[match.lastindex or 1]))
                if is_own_body(name) and not name.startswith(("本", "我")):
                    return name
    return None


def _fits(body: str, units: Sequence[str]) -> bool:
    """Whether a body is of a kind that the text calls its own: 我局 fits a bureau, 我街道 a subdistrict; without such words any does."""
    plain = simplify(body)
    own = [unit[1:] for unit in units]
    return not own or any(unit in plain or _ALIKE.get(unit, unit) in plain for unit in own)


def _is_of_another_kind(body: str, units: Sequence[str]) -> bool:
    """Whether all the words in which a text calls its own body are of another level: 我局 of a county or a town, 我镇 of a bureau."""
    level = level_of(body)
    of_town = all(unit.endswith(_OF_TOWN) for unit in units)
    of_bureau = all(unit[1:] in ("局", "厅", "委") for unit in units)
    return (
        level == "county_government"
        or (level == "department" and of_town)
        or (level in ("township", "subdistrict") and of_bureau)
    )


def _speaks_for_county(sections: Sequence[Section], place: str | None) -> str | None:
    """The words in which the lead speaks for a whole county: 我县, 本市, 县人民政府; 本市 does not speak for a county of another kind."""
    found = _OWN_COUNTY.search(simplify(squeeze("".join(section.text[:800] for section in sections[:2]))))
    return found[0] if found and (not place or simplify(place)[-1] in found[0]) else None


def _is_elsewhere(body: str, place: str | None) -> bool:
    """Whether a body is of another county than the one whose site prints it; renamed ones (某县, 某区) are one."""
    if not place or not _OF_COUNTY.match(place) or place[:-1] in body:
        return False
    counties = [name for name in places_before(body) if _OF_COUNTY.fullmatch(name)]
    return bool(counties) and not (place.endswith("市") and any(name[-1] in "县区旗" for name in counties))


def _told(best: BodyEvidence, speaks_for_county: str | None, place: str | None) -> Iterator[Finding]:
    if best.source not in ("title", "site") and _is_elsewhere(simplify(best.body), place and simplify(place)):
        source, site = phrase(f"source_{best.source}"), place or ""
        yield finding(
            "body_inferred", wording="elsewhere", severity="warning", body=best.body, source=source, place=site
        )
    elif best.source in _LISTED:
        yield finding("from_list", wording="body", value=best.body, where=best.where)
    elif best.source == "site" and speaks_for_county and level_of(best.body) == "county_government":
        yield finding("body_inferred", wording="self", body=best.body, quote=speaks_for_county)
    elif best.source == "site":
        yield finding("body_inferred", wording="site", severity="warning", body=best.body)
    elif best.source == "author":
        yield finding("body_inferred", wording="author", body=best.body, source=best.where)
    elif best.source == "issuer":
        severity: Severity = "warning" if _PUTS_ON_SITE.search(simplify(best.body)) else "info"
        yield finding("body_inferred", wording="issuer", severity=severity, body=best.body, source=best.where)
    elif best.source == "column":
        yield finding("body_inferred", wording="column", body=best.body)
    elif best.source != "title":
        yield finding("body_inferred", body=best.body)


def _disagree(best: BodyEvidence, other: BodyEvidence, county: str | None) -> bool:
    joined = (*_joined(best), *_joined(other))
    if any(same_body(name, each.body, county) for name in joined for each in (best, other)):
        return False  # told as joint
    if other.source not in _STATES | _BESIDE and not (
        other.source in ("issuer", "contact")
        and level_of(best.body) == "county_government"
        and level_of(other.body) in ("department", "township", "subdistrict")
        and not _PUBLISHES.search(simplify(other.body).removesuffix("人民政府"))
    ):
        return False
    if other.source in _BESIDE and level_of(other.body) in _GOVERNING:
        return False
    return not (same_body(best.body, other.body, county) or is_office_of(other.body, best.body, county))


def _disagreement(best: BodyEvidence, other: BodyEvidence) -> Finding:
    return finding(
        "body_disagrees",
        severity="error" if other.source in _STATES else "warning",
        source=phrase(f"source_{best.source}"),
        body=best.body,
        other_source=phrase(f"source_{other.source}"),
        other=other.body,
    )
