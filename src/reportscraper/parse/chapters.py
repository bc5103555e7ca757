"""Where the chapters (章节) of a report begin, however their headings are set: own line, run-in, numbered or not."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from reportscraper.model import SectionKind
from reportscraper.parse.headings import Match, judge_heading, match_heading
from reportscraper.text import han_number, nfkc

_HAN = "[一二三四五六七八九十⼀⼆⼋⼗]"
_BREAK = "[、.．,，:：。﹑､]"
_STYLES = {
    "han": re.compile(rf"{_HAN}{_HAN}?{_HAN}?(?:\s*(?:部分|章)[\s、.．,，:：。﹑､]*|[\s、.．,，:：。﹑､]+)"),
    "arabic": re.compile(rf"[0-9０-９][0-9０-９]?\s*{_BREAK}\s*(?![0-9０-９])"),
    "bracket": re.compile(rf"[（(㈠㈡㈢㈣㈤㈥㈦㈧](?:{_HAN}{{1,2}}\s*[)）])?\s*{_BREAK}?\s*"),
}
_ORNAMENT = re.compile(r"[-—–·#*>、,.\s]*")
_BEFORE = '。！？!?：:)）】」』”"》*#…|'
_RUN_IN = ("报告", "年报", "如下", "公告", "报告告")
_LISTING = "、，,；;"
_LISTED_ON = re.compile(r"\s*(?:[、，,；;]|和|及|以及|等|共?[五六七八]个?(?:部分|方面|章))")
_OPEN_END = re.compile(r"\s*$|[\s。：:；;（(]|20\d\d年")
_CONTINUED = re.compile("[及和与、,，]")
_AFTER = re.compile(r"[\s：:。．*#;；]*")
_PHRASE = re.compile("[^。：:；;]{2,45}")
_LEADERS = re.compile(r"[\s.。·…\d\-—]*$")
_TRAILING = " 。：:*#；;"
_CLOSINGS = "况況述言项項施算路点點表释釋件题題"
"""Last characters of headings that may stand without numbering."""
_LONGEST_LINE = 60
_LONGEST_RUN_IN = 30
_RANKS: dict[SectionKind, int] = {"overview": 1, "proactive": 2, "requests": 3, "review": 4, "problems": 5, "other": 6}

Line = str | None
"""A tidied line of text, or None where a table stands."""


class Chapter(Struct, frozen=True):
    """A heading in place: ``lines[line][start:end]`` is its print with numbering, text follows at ``after``."""

    line: int
    start: int
    end: int
    after: int
    kind: SectionKind
    number: int | None
    found: Match

    @property
    def listed(self) -> bool:
        """Whether the wording is a listed one, not judged by a word in it."""
        return self.found.trust != "words"

    @property
    def place(self) -> tuple[int, int]:
        """Its position in the document, for ordering."""
        return self.line, self.start


def find_chapters(lines: Sequence[Line]) -> list[Chapter]:
    """The chapters in order of print.

    Headings numbered 一、 decide where at least two kinds of them stand; otherwise the style (1. or （一） or none) that names most
    kinds does. Sub-lists that start again at 一, tables of contents and sentences that list the chapters are left out.
    """
    chapters = _settle(lines, list(_numbered(lines, "han")))
    sure = len(_kinds(chapters)) >= 2
    chapters = _filled_in(lines, chapters) if sure else _other_style(lines) or chapters
    return _prefaced(_annexed(lines, chapters))


def rank(kind: SectionKind) -> int | None:
    """The place of a kind among the six chapters of the form; None for those of older reports, which have no fixed place."""
    return _RANKS.get(kind)


def _kinds(chapters: Sequence[Chapter]) -> set[SectionKind]:
    return {chapter.kind for chapter in chapters if chapter.listed}


def _other_style(lines: Sequence[Line]) -> list[Chapter]:
    """Chapters set in another style than 一、; empty when none names enough kinds to be sure."""
    candidates: list[tuple[int, Callable[[], list[Chapter]]]] = [
        (2, lambda: _settle(lines, list(_numbered(lines, "arabic")))),
        (3, lambda: _settle(lines, list(_numbered(lines, "bracket")))),
        (2, lambda: _settle(lines, list(_bare(lines)))),
        (3, lambda: _settle(lines, list(_spaced(lines)))),
    ]
    best: list[Chapter] = []
    for least, find in candidates:
        chapters = find()
        if len(_kinds(chapters)) >= max(least, len(_kinds(best)) + 1):
            best = chapters
    return best


def _numbered(lines: Sequence[Line], style: str) -> Iterator[Chapter]:
    for index, line in enumerate(lines):
        if line:
            yield from _in_line(index, line, style)


def _in_line(index: int, line: str, style: str) -> Iterator[Chapter]:
    listed_up_to = -9
    opening = _opening(line)
    for number in _STYLES[style].finditer(line):
        start = number.start()
        first = start <= opening
        if not first and not _may_begin(line, start, number[0]):
            continue
        found = match_heading(line[number.end() : number.end() + 80])
        end = number.end() + found.length if found else 0
        if found and first and len(line) <= _LONGEST_LINE and "。" not in line[:-1] and _CONTINUED.match(line, end):
            found = None
        if found is None:
            if first and style == "han":
                yield from _own_wording(index, line, number)
            continue
        if _LISTED_ON.match(line, end) or start - listed_up_to <= 2:
            listed_up_to = end
        elif _ends(line, end, found) and (first or _bounded(line, start) or found.trust == "official"):
            yield _chapter(index, line, start, end, number[0], found)


def _opening(line: str) -> int:
    ornament = _ORNAMENT.match(line)
    position = ornament.end() if ornament else 0
    return position + (1 if line.startswith("第", position) else 0)


def _may_begin(line: str, start: int, number: str) -> bool:
    return _bounded(line, start) or ("、" in number and line[start - 1] not in _LISTING + "和及括含为即第十")


def _bounded(line: str, start: int) -> bool:
    before = line[max(0, start - 8) : start].rstrip()
    if not before or before[-1] in _LISTING:
        return not before
    return line[start - 1].isspace() or before[-1] in _BEFORE or before.endswith(_RUN_IN)


def _ends(line: str, end: int, found: Match) -> bool:
    if found.closed:
        return not line.startswith("的", end)
    return _OPEN_END.match(line, end) is not None


def _own_wording(index: int, line: str, number: re.Match[str]) -> Iterator[Chapter]:
    phrase = _PHRASE.match(line, number.end())
    if phrase is None:
        return
    whole = _LEADERS.match(line, phrase.end()) is not None
    if not whole and (len(phrase[0]) > _LONGEST_RUN_IN or line[phrase.end()] in "；;"):
        return
    found = judge_heading(phrase[0])
    if found:
        yield _chapter(index, line, number.start(), phrase.end(), number[0], found)


def _chapter(index: int, line: str, start: int, end: int, number: str, found: Match) -> Chapter:
    after = _AFTER.match(line, end)
    if line.startswith("第", start - 1):
        start -= 1
    plain = re.sub(r"[^一二三四五六七八九十\d]", "", nfkc(number))
    value = int(plain) if plain.isascii() and plain else han_number(plain)
    return Chapter(index, start, end, after.end() if after else end, found.kind, value, found)


def _bare(lines: Sequence[Line]) -> Iterator[Chapter]:
    """Headings without numbering that fill their line."""
    for index, line in enumerate(lines):
        if not line or len(line) > _LONGEST_LINE or line.rstrip(_TRAILING)[-1:] not in _CLOSINGS:
            continue
        ornament = _ORNAMENT.match(line)
        start = ornament.end() if ornament else 0
        found = match_heading(line[start:])
        if found and _AFTER.fullmatch(line, start + found.length):
            yield Chapter(index, start, start + found.length, len(line), found.kind, None, found)


_SPACED = re.compile(
    r"\s(?=总体情况\s|(?:行政机关)?主动公开政府信息|收到和处理政府|政府信息公开行政复议|因政府信息公开|(?:政府信息公开工作)?存在的?主要问题|其他需要报告)"
)


def _spaced(lines: Sequence[Line]) -> Iterator[Chapter]:
    """Official headings without numbering inside one run of text, set off by white space."""
    for index, line in enumerate(lines):
        for gap in _SPACED.finditer(f" {line or ''}"):
            found = match_heading((line or "")[gap.start() : gap.start() + 80])
            end = gap.start() + found.length if found else 0
            if line and found and found.trust == "official" and re.match(r"\s|$", line[end:]):
                yield _chapter(index, line, gap.start(), end, "", found)


def _settle(lines: Sequence[Line], found: list[Chapter]) -> list[Chapter]:
    """The chapters among candidates of one style."""
    return _without_contents(lines, _without_overtaken(list(_in_sequence(found))))


def _in_sequence(found: list[Chapter]) -> Iterator[Chapter]:
    previous, kind, in_list = 0, None, False
    for chapter in found:
        number = chapter.number or previous + 1
        if chapter.listed:
            # 一、存在的问题 二、改进措施 inside chapter 五
            if number < previous and chapter.kind == kind:
                continue
        elif in_list or number != previous + 1:
            in_list = in_list or number == 1
            continue
        previous, kind, in_list = number, chapter.kind, in_list and not chapter.listed
        yield chapter


def _without_overtaken(chapters: list[Chapter]) -> list[Chapter]:
    """Own wordings whose number a listed heading takes later were items of a list."""
    kept: list[Chapter] = []
    lowest = 99
    for chapter in reversed(chapters):
        number = chapter.number or 0
        if chapter.listed:
            lowest = number or lowest
        elif number >= lowest:
            continue
        kept.append(chapter)
    return kept[::-1]


def _without_contents(lines: Sequence[Line], chapters: list[Chapter]) -> list[Chapter]:
    """Drop a table of contents: three or more headings without text between them, all of which come again."""
    start = 0
    while start < len(chapters):
        end = start + 1
        kinds = {chapters[start].kind}
        while (
            end < len(chapters)
            and chapters[end].kind not in kinds
            and _nothing_between(lines, chapters[end - 1], chapters[end])
        ):
            kinds.add(chapters[end].kind)
            end += 1
        run, rest = chapters[start:end], chapters[end:]
        if len(run) >= 3:
            again = {chapter.kind for chapter in rest}
            # The last entry runs into the text when the first chapter follows at once.
            listed = [chapter for chapter in run if chapter.kind in again]
            if len(listed) >= len(run) - 1 and len(rest) >= len(run) - 1:
                return chapters[:start] + rest
        start = end
    return chapters


def _nothing_between(lines: Sequence[Line], one: Chapter, next_one: Chapter) -> bool:
    if one.line == next_one.line:
        between: list[Line] = [(lines[one.line] or "")[one.after : next_one.start]]
    else:
        head, tail = lines[one.line] or "", lines[next_one.line] or ""
        between = [head[one.after :], *lines[one.line + 1 : next_one.line], tail[: next_one.start]]
    return all(line is not None and _LEADERS.match(line) for line in between)


def _filled_in(lines: Sequence[Line], chapters: list[Chapter]) -> list[Chapter]:
    """Add official headings that lost their numbering, or are numbered 2、 for 二、, where their place is free."""
    missing = _RANKS.keys() - _kinds(chapters)
    extra = list(_bare(lines)) if missing else []
    if missing:
        extra += [chapter for chapter in _numbered(lines, "arabic") if chapter.number == rank(chapter.kind)]
    for kind in sorted(missing, key=_RANKS.__getitem__):
        start, end = _gap(chapters, _RANKS[kind])
        official = (one for one in extra if one.kind == kind and one.found.trust == "official")
        fitting = next((one for one in official if start < one.place < end), None)
        if fitting:
            chapters = sorted([*chapters, fitting], key=lambda one: one.place)
    before = (chapter for chapter in _bare(lines[: chapters[0].line]) if chapter.found.preface)
    return [*before, *chapters]


def _gap(chapters: Sequence[Chapter], own: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """Where a chapter of rank ``own`` may stand: behind all of lower rank and before all of higher."""
    ranked = [(rank(chapter.kind) or 0, chapter.place) for chapter in chapters if chapter.listed]
    start = max((place for other, place in ranked if 0 < other < own), default=(-1, 0))
    end = min((place for other, place in ranked if other > own), default=(sys.maxsize, 0))
    return start, end


def _annexed(lines: Sequence[Line], chapters: list[Chapter]) -> list[Chapter]:
    """Add the annex, which never has a chapter's number, behind the last chapter."""
    if not chapters or chapters[-1].kind == "annex":
        return chapters
    start = chapters[-1].line + 1
    rest: list[Line] = [None] * start + list(lines[start:])
    annex = next((chapter for chapter in _bare(rest) if chapter.kind == "annex"), None)
    return [*chapters, annex] if annex else chapters


def _prefaced(chapters: list[Chapter]) -> list[Chapter]:
    """引言 is the overview only where no other chapter is."""
    if not chapters or not chapters[0].found.preface or "overview" not in _kinds(chapters[1:]):
        return chapters
    first = chapters[0]
    lead = Chapter(first.line, first.start, first.end, first.after, "lead", first.number, first.found)
    return [lead, *chapters[1:]]
