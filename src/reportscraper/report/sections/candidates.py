"""Where headings of chapters may stand in a line: numbered in any style, bare, or set off by white space."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct

from reportscraper.model import SectionKind
from reportscraper.report.sections.headings import WINDOW, Match, judge_heading, match_heading, official
from reportscraper.text import han_number, nfkc

Style = Literal["han", "arabic", "bracket"]
Line = str | None
"""A tidied line of text, or None where a table stands."""

_HAN = "[一二三四五六七八九十⼀⼆⼋⼗]"
_BREAK = "[、.．,，:：。﹑､]"
_STYLES: dict[Style, re.Pattern[str]] = {
    "han": re.compile(rf"{_HAN}{_HAN}?{_HAN}?(?:\s*(?:部分|章)[\s、.．,，:：。﹑､]*|[\s、.．,，:：。﹑､]+)"),
    "arabic": re.compile(rf"[0-9０-９][0-9０-９]?\s*{_BREAK}\s*(?![0-9０-９])"),
    "bracket": re.compile(rf"[（(㈠㈡㈢㈣㈤㈥㈦㈧](?:{_HAN}{{1,2}}\s*[)）])?\s*{_BREAK}?\s*"),
}
_ORNAMENT = re.compile(r"[-—–·#*>、,.\s]*")
_BEFORE = '。！？!?：:)）】」』”"》*#…|'
# A heading may follow these without a break; pages print 报告告, too.
_RUN_IN = ("报告", "年报", "如下", "公告", "报告告")
_LISTING = "、，,；;"
_LISTED_ON = re.compile(r"\s*(?:[、，,；;]|和|及|以及|等|共?[五六七八]个?(?:部分|方面|章))")
_OPEN_END = re.compile(r"\s*$|[\s。：:；;（(]|20\d\d年")
_CONTINUED = re.compile("以?[及和与、,，]")
_NUMERALS = re.compile(rf"(?:{_HAN}[、及和])+")
_AFTER = re.compile(r"[\s：:。．*#;；]*")
_PHRASE = re.compile("[^。：:；;]{2,45}")
_STATEMENT = re.compile(
    r"(?<![\d０-９])(?!20\d\d年)[\d０-９]+|[未无没共]|收到(?!和|及|与|政府信息公开申请[^\d]{0,30}情况)|发生|不存在|不涉及"
)
_NOT_NUMERAL = re.compile(r"[^一二三四五六七八九十\d]")
LEADERS = re.compile(r"[\s.。·…\d\-—]*$")
"""Dots and a page number behind an entry of a table of contents."""
_ANNEX = re.compile(r"附[件表录]\s*[\d０-９一二三四五]{0,2}(?:\s*[:：]\s*|\s+|$)[^。；;]*")
_RESTART = re.compile(r"第?一\s*(?:[、.．]|部分|章)")
_TRAILING = " 。：:*#；;"
_CLOSINGS = "况況述言项項施算路点點表释釋件题題"
"""Last characters of headings that may stand without numbering."""
_LONGEST_LINE = 60
_LONGEST_RUN_IN = 30


class HeadingCandidate(Struct, frozen=True):
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


def numbered_headings(lines: Sequence[Line], style: Style) -> Iterator[HeadingCandidate]:
    """Numbered headings: anywhere in a line where the wording is listed, at its beginning also in the house's own words.

    Left out: numbers inside a sentence, headings that a list of headings goes on behind (…情况、三、…), rows of tables.
    """
    for index, line in enumerate(lines):
        if line:
            yield from _numbered_in_line(index, line, style)


def _numbered_in_line(index: int, line: str, style: Style) -> Iterator[HeadingCandidate]:
    listed_up_to = -9
    opening = -1
    for number in _STYLES[style].finditer(line):
        start = number.start()
        if opening < 0:
            ornament = _ORNAMENT.match(line)
            opening = ornament.end() if ornament else 0
            opening += line.startswith("第", opening)
        # 三、四、 before one heading that names two chapters.
        first = start <= opening or (start <= opening + 6 and _NUMERALS.fullmatch(line, opening, start) is not None)
        listing = "、" in number[0] and line[start - 1] not in _LISTING + "和及括含为即第十"
        if not first and not listing and not _is_bounded(line, start):
            continue
        found = match_heading(line[number.end() : number.end() + WINDOW])
        end = number.end() + found.length if found else 0
        begins = opening if first and start > opening else start
        if found and first and len(line) <= _LONGEST_LINE and "。" not in line[:-1]:
            if second := _second_heading(line, end):
                yield _make_candidate(index, line, begins, second, number[0], found)
                continue
            # 依申请公开政府信息办理及收费情况 goes on behind a listed wording, and is the house's own.
            if _CONTINUED.match(line, end) or not _ends_heading(line, end, found):
                found = None
        if found is None:
            if first and style == "han" and not _NUMERALS.match(line, number.end()):
                yield from _own_wording(index, line, number)
            continue
        if _LISTED_ON.match(line, end) or start - listed_up_to <= 2:
            listed_up_to = end
        elif _ends_heading(line, end, found) and (first or _is_bounded(line, start) or found.trust == "official"):
            yield _make_candidate(index, line, begins, end, number[0], found)


def _second_heading(line: str, end: int) -> int | None:
    """Where a heading that names a second chapter behind the first ends (…申请情况及行政复议、行政诉讼情况); None where none does."""
    joint = _CONTINUED.match(line, end)
    second = match_heading(line[joint.end() : joint.end() + WINDOW]) if joint else None
    if joint is None or second is None or not _OPEN_END.match(line, joint.end() + second.length):
        return None
    return joint.end() + second.length


def _is_bounded(line: str, start: int) -> bool:
    before = line[max(0, start - 8) : start].rstrip()
    if not before or before[-1] in _LISTING:
        return not before
    return line[start - 1].isspace() or before[-1] in _BEFORE or before.endswith(_RUN_IN)


def _ends_heading(line: str, end: int, found: Match) -> bool:
    if found.closed:
        return not line.startswith("的", end)
    return _OPEN_END.match(line, end) is not None


def _own_wording(index: int, line: str, number: re.Match[str]) -> Iterator[HeadingCandidate]:
    phrase = _PHRASE.match(line, number.end())
    if phrase is None:
        return
    whole = LEADERS.match(line, phrase.end()) is not None
    if not whole and (len(phrase[0]) > _LONGEST_RUN_IN or line[phrase.end()] in "；;"):
        return
    # A sentence that states something is an item of a list; as a heading it would be lost to the figures.
    found = None if _STATEMENT.search(phrase[0]) else judge_heading(phrase[0])
    if found:
        yield _make_candidate(index, line, number.start(), phrase.end(), number[0], found)


def _make_candidate(index: int, line: str, start: int, end: int, number: str, found: Match) -> HeadingCandidate:
    after = _AFTER.match(line, end)
    if line.startswith("第", start - 1):
        start -= 1
    plain = _NOT_NUMERAL.sub("", nfkc(number))
    value = int(plain) if plain.isascii() and plain else han_number(plain)
    return HeadingCandidate(index, start, end, after.end() if after else end, found.kind, value, found)


def bare_headings(lines: Sequence[Line], first: int = 0) -> Iterator[HeadingCandidate]:
    """Listed headings without numbering that fill their line, from line ``first`` on."""
    for index in range(first, len(lines)):
        line = lines[index]
        if not line or len(line) > _LONGEST_LINE or line.rstrip(_TRAILING)[-1:] not in _CLOSINGS:
            continue
        ornament = _ORNAMENT.match(line)
        start = ornament.end() if ornament else 0
        found = match_heading(line[start : start + WINDOW])
        if found and _AFTER.fullmatch(line, start + found.length):
            yield HeadingCandidate(index, start, start + found.length, len(line), found.kind, None, found)


def find_annex(lines: Sequence[Line], first: int) -> list[HeadingCandidate]:
    """The first annex from line ``first`` on, if any: a listed heading of one, or 附件：… with chapters of its own behind it (一、…)."""
    listed = next((one for one in bare_headings(lines, first) if one.kind == "annex"), None)
    end = len(lines) if listed is None else listed.line
    # A list of attached files (附件：1.…) has no chapters behind it.
    restart = max((index for index in range(first, len(lines)) if _RESTART.match(lines[index] or "")), default=first)
    for index in range(first, min(end, restart)):
        line = lines[index] or ""
        if len(line) <= _LONGEST_LINE and _ANNEX.fullmatch(line):
            return [HeadingCandidate(index, 0, len(line), len(line), "annex", None, Match("annex", len(line), "known"))]
    return [] if listed is None else [listed]


@functools.cache
def _gap_before_official() -> re.Pattern[str]:
    return re.compile(rf"\s(?={official().pattern})")


def spaced_headings(lines: Sequence[Line]) -> Iterator[HeadingCandidate]:
    """Official headings without numbering inside one run of text, set off by white space."""
    for index, line in enumerate(lines):
        if not line:
            continue
        # One character of white space in front makes the line's beginning a gap as well, at the position of the heading.
        for gap in _gap_before_official().finditer(f" {line}"):
            start = gap.start()
            found = match_heading(line[start : start + WINDOW])
            end = start + found.length if found else 0
            if found and found.trust == "official" and (end == len(line) or line[end].isspace()):
                yield _make_candidate(index, line, start, end, "", found)
