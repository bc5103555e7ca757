"""What a title says: whose report (公开主体), of which year, and whether it is a report at all."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from msgspec import Struct

from reportscraper.model import PageKind, TitleParts
from reportscraper.places.bodies import clean_body, full_name, is_body, is_own_body, level_of, site_place
from reportscraper.resources import load
from reportscraper.text import ZEROS, han_year, simplify, squeeze, tidy, unquote

_YEAR_MARK = "\ue000"
_LONGEST_TITLE = 80

# 鎮(zhèn): copies made by a reading aid print the sound of a character behind it.
_READING_AID = re.compile("(?<=[\u4e00-\u9fff])\\([a-z\u00e0-\u01dcɡɑ]{1,7}\\)", re.I)
_FILE_ENDING = re.compile(r"\.(?:docx?|pdf|wps|html?|shtml|xlsx?|txt|ofd|rtf)$", re.I)
_STRONG = re.compile(r"[_|>»›→▎丨]+|(?<![\d年度])[-—–−]+|[-—–−]+(?!\d)|[-—–−]{2,}")
"""What parts a title from the names of sites and columns; a dash within 2020-2021年 does not."""
_WEAK = re.compile("[:;]")
_YEAR = re.compile(
    rf"(?<!\d)(?<![〔\[](?=\d{{4}}[〕\]]第?\d))(2[{ZEROS}]\d[\d{ZEROS}]|二[{ZEROS}][一二三四五六七八九{ZEROS}]{{2}})(?![\d])(?!年\d{{1,2}}月\d)(?:年(?!报)|度)*"
)
"""No year is that of a document's number (〔2021〕5号) or of a day (2022年1月5日)."""
_YEARS = re.compile(r"20\d\d年?度?(?:[-—–−~至到、,和与及]20\d\d(?!\d)年?度?|\(含20\d\d年?度?\))+")
_CUT = re.compile(r"\ue000(?:政府|政务)?信息公开[^…]{0,8}(?:…+|\.{2,}|。{2,})$")
_PATH = re.compile("(?:首页|当前位置|所在位置|您的位置|现在的位置).{0,8}[>＞»›→/|·\\\\]|(?:[^>＞»›→]+[>＞»›→]+){2}")
_HOME = re.compile(r"[^-—–。]{0,12}首页\s*[-—–]")
_BETWEEN = re.compile("[>＞»›→/|·\\\\]")
"""One of these stands in every path; without one, the search for several took as long as the text is long, squared."""
_BRACKETED = re.compile(r"[(【\[]([^()【】\[\]]+)[)】\]]")
_BODY_BEHIND = re.compile("(?<=[报告])[-—–−]+([\u4e00-\u9fff]{2,40})$")
_SIGNED_BEHIND = re.compile("(?<=[报告])(?:[—–−]+|-{2,})([\u4e00-\u9fff]{2,40}(?<!网)(?<!网站)(?<!政府)(?<!办公室))$")
"""A dash that is no hyphen sets off whose report it is; behind a hyphen the names of sites and columns stand."""
_GAP_BEHIND = re.compile("(?<=[报告])\\s+(?=[\u4e00-\u9fff]{2,40}$)")
"""A gap, where what stands behind is a body (2021年…年度报告 县水利局)."""
_ABOUT = re.compile("(?:关于)+(?P<handed_on>公布|发布|印发|公开|转发)?")
_OPENING = re.compile(
    "关于|政府信息|政务公开|政务信息|信息公开|法治政府|依法行政|(?:部门)?[预决]算|印发|召开|举办|\ue000"
)


class _KindRule(Struct, frozen=True, forbid_unknown_fields=True):
    kind: PageKind
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None = None

    def applies(self, text: str) -> bool:
        if not self.pattern.search(text):
            return False
        return self.unless is None or not self.unless.search(text)


class _KindsFile(Struct, frozen=True, forbid_unknown_fields=True):
    core: tuple[str, ...]
    behind: str
    before: tuple[_KindRule, ...]
    after: tuple[_KindRule, ...]


class _TitleSegment(Struct, frozen=True):
    """A part of a title between separators: ``printed`` and ``plain`` are equally long, ``plain`` has its years masked."""

    printed: str
    plain: str
    years: tuple[tuple[int, int], ...]
    """(position, year), in order."""


class _BodyAndYear(Struct, frozen=True):
    body: str | None
    year: int | None


@functools.cache
def _load_kinds() -> _KindsFile:
    return load("places/kinds.toml", _KindsFile)


@functools.cache
def _core_pattern() -> re.Pattern[str]:
    return re.compile("|".join(_load_kinds().core))


@functools.lru_cache(256)
def parse_title(title: str, *, site_name: str | None = None, published_on: str | None = None) -> TitleParts:
    """Read a title as printed.

    ``body`` keeps the printed characters (compatibility forms and white space apart); short names are completed from
    ``site_name`` (see `full_name`). ``year`` is the year of the statistics; where the title of a report has none and
    ``published_on`` (YYYY-MM-DD) is given, it is the year before. ``kind`` is ``other`` when the title does not tell.
    """
    title = set_off_body(title)
    kind = title_kind(title) or "other"
    segments = _split_title(title)
    readings = [reading for segment in segments for reading in _core_readings(segment, kind)]
    if readings:
        best = max(readings, key=lambda reading: (reading.year is not None) * 2 + (reading.body is not None))
        body = best.body or next((segment.printed for segment in segments if _names_department(segment)), None)
        year = best.year or next((year for segment in segments for _, year in segment.years), None)
    else:
        body, year = _without_core(segments, kind) if segments else (None, None)
    if body and (behind := _SIGNED_BEHIND.search(without_file_ending(squeeze(title)))) and is_own_body(behind[1]):
        body = _more_precise(body, behind[1])
    if year is None and kind == "report" and published_on:
        year = int(published_on[:4]) - 1
    return TitleParts(full_name(body, site_name) if body else None, year, kind)


# One page's title is asked for its kind again and again: as a title, as a part of one, as a candidate for the best; those of a list
# when it is read, and when its entries are visited.
@functools.lru_cache(2_048)
def title_kind(title: str) -> PageKind | None:
    """The kind of page a title names; None where it names none, so that other evidence may decide."""
    segments = _split_title(title)
    rules = _load_kinds()
    main = next((index for index, segment in enumerate(segments) if _core_pattern().search(segment.plain)), None)
    if main is None:
        kinds = (
            rule.kind for part in segments[:2] for rule in (*rules.before, *rules.after) if rule.applies(part.plain)
        )
        return next(kinds, None)
    plain = segments[main].plain
    # 一图读懂|…: the picture says so in front of the title; other names in front of it are columns.
    before = segments[main - 1].plain if main else ""
    if any(rule.kind == "digest" and rule.applies(before) for rule in rules.before):
        return "digest"
    return next((rule.kind for rule in rules.before if rule.applies(plain)), "report")


def holds_core(title: str) -> bool:
    """Whether a title has the words that name the report itself, of whatever kind the page is (…年度报告解读)."""
    return any(_core_pattern().search(segment.plain) for segment in _split_title(title))


def is_cut(title: str) -> bool:
    """Whether a template has cut a title behind its year (某县民政局2021年政府信息公开工作…)."""
    return any(_CUT.search(segment.plain) for segment in _split_title(title))


def set_off_body(title: str) -> str:
    """The title with a dash for the gap before a body behind it (…年度报告 县水利局)."""
    if (gap := _GAP_BEHIND.search(title)) and is_own_body(title[gap.end() :]):
        return f"{title[: gap.start()]}——{title[gap.end() :]}"
    return title


def names_report(text: str) -> bool:
    """Whether a line is nothing but the title of a report: it ends with the words that name one, or hands one on (关于印发…的通知).

    The body may stand behind a dash (…年度报告——某局).
    """
    plain = unquote(simplify(without_file_ending(squeeze(set_off_body(text[:200])))))
    if (behind := _BODY_BEHIND.search(plain)) and is_own_body(behind[1]):
        plain = plain[: behind.start()]
    if len(plain) > _LONGEST_TITLE or _title_line_pattern().search(_mask_years(plain)[0]) is None:
        return False
    return not plain.endswith("通知") or title_kind(text) == "report"


def without_file_ending(text: str) -> str:
    """A title without the ending of the file that it was taken from (….docx)."""
    return _FILE_ENDING.sub("", text)


@functools.cache
def _title_line_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{_core_pattern().pattern})(?:[(【\[][^()【】\[\]]*[)】\]]|{_load_kinds().behind}|{_YEAR_MARK})*$"
    )


def is_path(text: str) -> bool:
    """Whether a line is a path of columns (首页 > 政务公开 > 年报), which is no title though its last column may read like one."""
    return _HOME.match(text) is not None or (_BETWEEN.search(text) is not None and _PATH.search(text) is not None)


def main_part(title: str) -> str:
    """The part of a title that names the report, as printed but for white space, without site and column names beside it."""
    parts = [part for part in map(str.strip, _STRONG.split(tidy(title))) if part]
    return next((part for part in parts if title_kind(part) == "report"), tidy(title))


@functools.lru_cache(64)
def _split_title(title: str) -> tuple[_TitleSegment, ...]:
    printed = without_file_ending(_READING_AID.sub("", squeeze(title)))
    parts = map(unquote, filter(None, _STRONG.split(printed)))
    return tuple(_TitleSegment(part, *_mask_years(simplify(part))) for part in parts)


def _mask_years(plain: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    # A range of years, or several, is no year: masked all the same, so that it is no part of a name.
    plain = _YEARS.sub(lambda match: _YEAR_MARK * len(match[0]), plain)
    years = tuple((match.start(), han_year(match[1]) or 0) for match in _YEAR.finditer(plain))
    return _YEAR.sub(lambda match: _YEAR_MARK * len(match[0]), plain), years


def _names_department(segment: _TitleSegment) -> bool:
    # A site's suffix names the government that runs the site, not the body that reports.
    is_site = level_of(segment.plain) == "county_government" or segment.plain.endswith(("网", "网站"))
    return not (segment.years or is_site or _core_pattern().search(segment.plain)) and is_own_body(segment.printed)


def _core_readings(segment: _TitleSegment, kind: PageKind) -> list[_BodyAndYear]:
    readings, start = [], 0
    for match in _core_pattern().finditer(segment.plain):
        before = [year for position, year in segment.years if position < match.end()]
        after = [year for position, year in segment.years if position >= match.end()]
        year = before[-1] if before else next(iter(after), None)
        body = _more_precise(_body_before(segment, start, match, kind), _body_beside(segment, start, match.end()))
        if body and kind != "report" and not is_body(body):
            body = None
        readings.append(_BodyAndYear(body, year))
        start = match.end()
    return readings


def _body_before(segment: _TitleSegment, start: int, core: re.Match[str], kind: PageKind) -> str | None:
    end = _end_of_name(segment.plain, core.start())
    for weak in _WEAK.finditer(segment.plain, start, end):
        start = weak.end() if _printed_between(segment, weak.end(), end) else start
    parts, is_handed_on = list[str](), False
    for about in _ABOUT.finditer(segment.plain, start, end):
        parts.append(_printed_between(segment, start, about.start()))
        start, is_handed_on = about.end(), is_handed_on or about["handed_on"] is not None
    parts.append(_printed_between(segment, start, end))
    if len(parts) == 1:
        body = clean_body(parts[0])
        # 某局2021年工作总结和2022年…: the name ends at the first year, unless what follows completes it (某县2022年民政局).
        first = segment.printed[start : segment.plain.find(_YEAR_MARK, start, end)]
        if body and not is_body(body) and is_own_body(first):
            return clean_body(first)
        return f"{body}政府" if body in ("县", "市", "区") and core[0].startswith("政府") else body
    # 某办公室关于公布某市…年度报告的通知: the report is the one handed on, the notice the one of the office.
    if is_handed_on and kind == "report":
        parts.reverse()
    return next(filter(None, map(clean_body, parts)), None)


def _end_of_name(plain: str, end: int) -> int:
    """…人民政府信息公开…: 政府 belongs to the name and to the fixed words as well."""
    return end + 2 if plain[:end].endswith("人民") and plain.startswith("政府", end) else end


def _body_beside(segment: _TitleSegment, start: int, end: int) -> str | None:
    """The body in brackets behind a title, or in front of it: …年度报告(县水利局), 【水利局】某县…年度报告."""
    behind = (match for match in _BRACKETED.finditer(segment.printed, end) if is_body(match[1]))
    if (found := next(behind, _BRACKETED.match(segment.printed, start))) and is_own_body(found[1]):
        return found[1]
    return None


def _more_precise(before: str | None, behind: str | None) -> str | None:
    """某县…年度报告(县水利局): the note names the body, the place before it only where it is."""
    if before and behind and site_place(before):
        return full_name(behind, before)
    return before or behind


def _printed_between(segment: _TitleSegment, start: int, end: int) -> str:
    return "".join(
        printed
        for printed, plain in zip(segment.printed[start:end], segment.plain[start:end], strict=True)
        if plain != _YEAR_MARK
    )


def _without_core(segments: Sequence[_TitleSegment], kind: PageKind) -> tuple[str | None, int | None]:
    main = segments[0]
    year = next((year for segment in segments for _, year in segment.years), None)
    start = len(main.plain) - len(main.plain.lstrip(_YEAR_MARK))
    opening = _OPENING.search(main.plain, start)
    end = _end_of_name(main.plain, opening.start()) if opening else len(main.plain)
    for weak in _WEAK.finditer(main.plain, start, end):
        start = weak.end()
    body = clean_body(main.printed[start:end])
    return body if body and is_body(body) and (opening or kind == "other") else None, year
