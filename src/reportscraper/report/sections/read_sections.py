"""The text of a report, cut into its chapters: what stands under which heading, kept as printed and free of navigation.

And the chapters that a form asks for and a report does not print (缺章).
"""

from __future__ import annotations

import itertools
import re
import sys
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from reportscraper.forms import form_named, form_of_year
from reportscraper.forms.rules import Words, finding
from reportscraper.model import Block, Figure, Finding, FormId, Section, SectionKind
from reportscraper.places.title import names_report
from reportscraper.report.sections.candidates import (
    LEADERS,
    HeadingCandidate,
    Line,
    bare_headings,
    find_annex,
    numbered_headings,
    spaced_headings,
)
from reportscraper.report.sections.headings import ends, fold, match_heading, named_kinds, noise, unnumbered
from reportscraper.text import tidy

_LONGEST_NOISE = 80
_FOOTER = re.compile(r"\s[【\[(（]?(?:打印本页|关闭窗口|关闭本页|上一篇|下一篇)")
_HAN = "[一二三四五六七八九十]"
_SUBHEADING = re.compile(
    rf"[\n。；;！!：:，, ]\s*(?:(?P<_1>[（(]{_HAN}{{1,3}}[)）][、.．]?|[㈠-㈩])"
    r"|(?P<_2>[0-9０-９]{1,2}[.、．](?![0-9０-９]))|(?P<_3>[（(][0-9０-９]{1,2}[)）]|[①-⑳])"
    rf"|(?P<_4>{_HAN}{_HAN}?是|(?:首先|其次|再次|最后|第{_HAN})[,，、]))"
)
_PHRASE = re.compile(r"[^。：:；;\n]{1,40}(?=[。：:\n]|$)")
_SHORT_PHRASE = re.compile(r"[^。：:；;，,\n]{1,20}(?=[。：:\n]|$)")

_LONGEST = 40
"""Characters of a cell that may be a heading."""
_FEWEST = 2
"""Chapters that must be found at all: one alone may be a table with its title, or a file that holds part of a report."""


def read_sections(blocks: Sequence[Block]) -> tuple[tuple[Section, ...], tuple[Finding, ...]]:
    """Cut the blocks of a document into sections, in order of print.

    What stands before the first chapter is the section ``lead`` (left out when empty); a chapter without prose has an empty text.
    Tables are no text. Findings: ``section_order``, ``section_twice`` (warnings) and ``section_unlisted`` (info) for chapters
    whose heading is the house's own wording, so that their kind is a judgement.
    """
    lines: list[Line] = []
    for block in blocks:
        if block.grid is not None:
            lines.append(None)
            continue
        for printed in block.text.split("\n"):
            if line := tidy(printed).strip(" |"):
                is_drawn_row = line.count("|") > 1 and "。" not in line
                lines.append(None if is_drawn_row else line)
    chapters = find_chapters(lines)
    first = chapters[0] if chapters else None
    before = _pieces_between(lines, 0, 0, first)
    lead = [piece for piece in _without_navigation(before, last=first is None) if not names_report(piece)]
    sections = [_make_section("lead", "", lead)] if lead else []
    findings, highest, seen = [], 0, set[str]()
    for chapter, following in itertools.zip_longest(chapters, chapters[1:]):
        heading = (lines[chapter.line] or "")[chapter.start : chapter.end].strip()
        if not chapter.listed:
            findings.append(finding("section_unlisted", heading=heading, kind=chapter.kind))
        else:
            wording = chapter.kind if chapter.found.trust == "official" else fold(heading)
            if wording in seen:
                findings.append(finding("section_twice", heading=heading))
            seen.add(wording)
            place = rank(chapter.kind) or highest
            if place < highest:
                findings.append(finding("section_order", heading=heading))
            highest = max(highest, place)
        pieces = _without_navigation(
            _pieces_between(lines, chapter.line, chapter.after, following), last=following is None
        )
        sections.append(_make_section(chapter.kind, heading, list(pieces)))
    return tuple(sections), tuple(findings)


def _pieces_between(lines: list[Line], line: int, start: int, following: HeadingCandidate | None) -> Iterator[str]:
    last = following.line if following else len(lines)
    for index in range(line, min(last + 1, len(lines))):
        text = lines[index]
        if text is None:
            continue
        end = following.start if following and index == last else len(text)
        piece = text[start if index == line else 0 : end].strip()
        if piece:
            yield piece


def _without_navigation(pieces: Iterator[str], *, last: bool) -> Iterator[str]:
    for piece in pieces:
        footer = _FOOTER.search(piece)
        text = piece[: footer.start()] if footer else piece
        ended = len(text) <= _LONGEST_NOISE and ends().search(text) is not None
        if not ended and not (len(text) <= _LONGEST_NOISE and noise().match(text)):
            yield text
        if last and (ended or footer):
            return


def _make_section(kind: SectionKind, heading: str, pieces: list[str]) -> Section:
    text, spans, start = "\n".join(pieces), [], 0
    for piece in pieces:
        spans.append((start, start + len(piece)))
        start += len(piece) + 1
    shifted = f"\n{text}"
    subheadings = []
    for match in _SUBHEADING.finditer(shifted):
        group = match.lastgroup or "_1"
        phrase = (_SHORT_PHRASE if group == "_4" else _PHRASE).match(shifted, match.end())
        end = phrase.end() if phrase else match.end()
        subheadings.append((int(group[1:]), match.start(group) - 1, end - 1))
    return Section(kind, heading, text, tuple(spans), tuple(subheadings))


def missing_chapters(
    form: FormId | None,
    year: int | None,
    sections: Sequence[Section],
    blocks: Iterable[Block],
    figures: Iterable[Figure],
) -> Iterator[Finding]:
    """A finding ``section_missing`` for each chapter of the form, else of the form of the year, that no heading of the report names.

    One heading may name two (收到和处理政府信息公开申请情况及行政复议、行政诉讼情况), and a heading may stand in the first cell of its table.
    For information where the chapter's table is printed all the same, or the form asked for no fixed headings.
    """
    known = form_named(form)
    if (known is None or not known.chapters) and year:
        known = form_named(form_of_year(year))
    printed = {section.kind for section in sections if section.heading}
    if known is None or len(printed & known.chapters.keys()) < _FEWEST or known.chapters.keys() <= printed:
        return
    plain = [unnumbered(section.heading) for section in sections if section.heading]
    printed |= {kind for kind, pattern in named_kinds() if any(pattern.search(each) for each in plain)}
    cells_told = (cell.text for block in blocks if block.grid for cell in block.grid.cells)
    in_tables = (match_heading(unnumbered(text)) for text in cells_told if len(text) <= _LONGEST)
    printed |= {found.kind for found in in_tables if found and found.trust == "official"}
    cells = {figure.cell for figure in figures}
    told = {
        table.section for table in known.tables if not cells.isdisjoint(each.cell for each in table.figures.values())
    }
    for kind, title in known.chapters.items():
        if kind not in printed:
            sure = known.fixed_chapters and kind not in told
            yield finding(
                "section_missing",
                severity="warning" if sure else "info",
                chapter=Words(f"“{title.zh}” ({title.en})", f"“{title.zh}”"),
            )


_RANKS: dict[SectionKind, int] = {"overview": 1, "proactive": 2, "requests": 3, "review": 4, "problems": 5, "other": 6}


def find_chapters(lines: Sequence[Line]) -> list[HeadingCandidate]:
    """The chapters in order of print.

    Headings numbered 一、 decide where at least two kinds of them stand; otherwise the style (1. or （一） or none) that names most
    kinds does. Sub-lists that start again at 一, tables of contents and sentences that list the chapters are left out.
    """
    chapters = _filter_candidates(lines, list(numbered_headings(lines, "han")))
    sure = len(_listed_kinds(chapters)) >= 2
    chapters = _filled_in(lines, chapters) if sure else _other_style(lines) or chapters
    if chapters and chapters[-1].kind != "annex":
        # The annex never has a chapter's number.
        chapters = [*chapters, *find_annex(lines, chapters[-1].line + 1)]
    if chapters and chapters[0].found.preface and "overview" in {chapter.kind for chapter in chapters[1:]}:
        # 引言 is the overview only where no other chapter is.
        chapters = [replace(chapters[0], kind="lead"), *chapters[1:]]
    return chapters


def rank(kind: SectionKind) -> int | None:
    """The place of a kind among the six chapters of the form; None for those of older reports, which have no fixed place."""
    return _RANKS.get(kind)


def _listed_kinds(chapters: Sequence[HeadingCandidate]) -> set[SectionKind]:
    return {chapter.kind for chapter in chapters if chapter.listed}


def _other_style(lines: Sequence[Line]) -> list[HeadingCandidate]:
    """Chapters set in another style than 一、; empty when none names enough kinds to be sure."""
    styles = (
        (2, numbered_headings(lines, "arabic")),
        (3, numbered_headings(lines, "bracket")),
        (2, bare_headings(lines)),
        (3, spaced_headings(lines)),
    )
    best: list[HeadingCandidate] = []
    for least, candidates in styles:
        chapters = _filter_candidates(lines, list(candidates))
        if len(_listed_kinds(chapters)) >= max(least, len(_listed_kinds(best)) + 1):
            best = chapters
    return best


def _filter_candidates(lines: Sequence[Line], found: list[HeadingCandidate]) -> list[HeadingCandidate]:
    """The chapters among candidates of one style."""
    chapters = _without_contents(lines, _without_overtaken(list(_in_sequence(found))))
    # In a report of the form of 2019 or 2021, lists inside a chapter may repeat the subjects of others (一、主动公开情况).
    official = {chapter.kind for chapter in chapters if chapter.found.trust == "official"}
    if len(official) < 4:
        return chapters
    return [chapter for chapter in chapters if chapter.found.trust == "official" or chapter.kind not in official]


def _in_sequence(found: list[HeadingCandidate]) -> Iterator[HeadingCandidate]:
    previous, kind, in_list = 0, None, False
    for chapter in found:
        number = chapter.number or previous + 1
        if chapter.listed:
            # 一、存在的问题 二、改进措施 inside chapter 五
            if number < previous and chapter.kind == kind:
                continue
        elif in_list or not (number == previous + 1 or (previous == 0 and number == 2)):
            # 二 may be the first where 引言 or a lost heading counts as 一.
            in_list = in_list or number == 1
            continue
        previous, kind, in_list = number, chapter.kind, in_list and not chapter.listed
        yield chapter


def _without_overtaken(chapters: list[HeadingCandidate]) -> list[HeadingCandidate]:
    """Own wordings whose number a listed heading takes later were items of a list."""
    kept: list[HeadingCandidate] = []
    lowest = 99
    for chapter in reversed(chapters):
        number = chapter.number or 0
        if chapter.listed:
            lowest = number or lowest
        elif number >= lowest:
            continue
        kept.append(chapter)
    return kept[::-1]


def _without_contents(lines: Sequence[Line], chapters: list[HeadingCandidate]) -> list[HeadingCandidate]:
    """Drop a table of contents: the first three or more headings without text between them, if all come again."""
    runs = _runs_of_headings(lines, chapters)
    start, end = next(((start, end) for start, end in runs if end - start >= 3), (0, 0))
    run, rest = chapters[start:end], chapters[end:]
    again = {chapter.kind for chapter in rest}
    # The last entry runs into the text when the first chapter follows at once.
    repeated = sum(chapter.kind in again for chapter in run)
    if run and repeated >= len(run) - 1 and len(rest) >= len(run) - 1:
        return chapters[:start] + rest
    return chapters


def _runs_of_headings(lines: Sequence[Line], chapters: Sequence[HeadingCandidate]) -> Iterator[tuple[int, int]]:
    """Ranges of chapters of different kinds with nothing between them."""
    start = 0
    kinds: set[SectionKind] = set()
    for index, chapter in enumerate(chapters):
        if index and (chapter.kind in kinds or not _nothing_between(lines, chapters[index - 1], chapter)):
            yield start, index
            start, kinds = index, set()
        kinds.add(chapter.kind)
    yield start, len(chapters)


def _nothing_between(lines: Sequence[Line], one: HeadingCandidate, next_one: HeadingCandidate) -> bool:
    if one.line == next_one.line:
        between: list[Line] = [(lines[one.line] or "")[one.after : next_one.start]]
    else:
        head, tail = lines[one.line] or "", lines[next_one.line] or ""
        between = [head[one.after :], *lines[one.line + 1 : next_one.line], tail[: next_one.start]]
    return all(line is not None and LEADERS.match(line) for line in between)


def _filled_in(lines: Sequence[Line], chapters: list[HeadingCandidate]) -> list[HeadingCandidate]:
    """Add official headings that lost their numbering, or are numbered 2、 or （二） for 二、, where their place is free."""
    missing = _RANKS.keys() - _listed_kinds(chapters)
    extra = list(bare_headings(lines)) if missing else []
    if missing:
        extra += [
            chapter
            for chapter in (*numbered_headings(lines, "arabic"), *numbered_headings(lines, "bracket"))
            if chapter.number == rank(chapter.kind)
        ]
    for kind in sorted(missing, key=_RANKS.__getitem__):
        # A chapter stands behind all of lower rank and before all of higher.
        ranked = [(rank(chapter.kind) or 0, chapter.place) for chapter in chapters if chapter.listed]
        start = max((place for other, place in ranked if 0 < other < _RANKS[kind]), default=(-1, 0))
        end = min((place for other, place in ranked if other > _RANKS[kind]), default=(sys.maxsize, 0))
        official = (one for one in extra if one.kind == kind and one.found.trust == "official")
        fitting = next((one for one in official if start < one.place < end), None)
        if fitting:
            chapters = sorted([*chapters, fitting], key=lambda one: one.place)
    before = (chapter for chapter in bare_headings(lines[: chapters[0].line]) if chapter.found.preface)
    return [*before, *chapters]
