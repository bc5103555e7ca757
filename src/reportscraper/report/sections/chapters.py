"""Which of the headings found in a report open its chapters (章节): one style of numbering, in sequence, without contents and lists."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from reportscraper.model import SectionKind
from reportscraper.report.sections.candidates import LEADERS, Chapter, Line, bare, numbered, spaced

_RANKS: dict[SectionKind, int] = {"overview": 1, "proactive": 2, "requests": 3, "review": 4, "problems": 5, "other": 6}


def find_chapters(lines: Sequence[Line]) -> list[Chapter]:
    """The chapters in order of print.

    Headings numbered 一、 decide where at least two kinds of them stand; otherwise the style (1. or （一） or none) that names most
    kinds does. Sub-lists that start again at 一, tables of contents and sentences that list the chapters are left out.
    """
    chapters = _filter_candidates(lines, list(numbered(lines, "han")))
    sure = len(_kinds(chapters)) >= 2
    chapters = _filled_in(lines, chapters) if sure else _other_style(lines) or chapters
    if chapters and chapters[-1].kind != "annex":
        # The annex never has a chapter's number.
        annexes = (chapter for chapter in bare(lines, chapters[-1].line + 1) if chapter.kind == "annex")
        chapters = [*chapters, *itertools.islice(annexes, 1)]
    if chapters and chapters[0].found.preface and "overview" in {chapter.kind for chapter in chapters[1:]}:
        # 引言 is the overview only where no other chapter is.
        chapters = [replace(chapters[0], kind="lead"), *chapters[1:]]
    return chapters


def rank(kind: SectionKind) -> int | None:
    """The place of a kind among the six chapters of the form; None for those of older reports, which have no fixed place."""
    return _RANKS.get(kind)


def _kinds(chapters: Sequence[Chapter]) -> set[SectionKind]:
    return {chapter.kind for chapter in chapters if chapter.listed}


def _other_style(lines: Sequence[Line]) -> list[Chapter]:
    """Chapters set in another style than 一、; empty when none names enough kinds to be sure."""
    styles = ((2, numbered(lines, "arabic")), (3, numbered(lines, "bracket")), (2, bare(lines)), (3, spaced(lines)))
    best: list[Chapter] = []
    for least, candidates in styles:
        chapters = _filter_candidates(lines, list(candidates))
        if len(_kinds(chapters)) >= max(least, len(_kinds(best)) + 1):
            best = chapters
    return best


def _filter_candidates(lines: Sequence[Line], found: list[Chapter]) -> list[Chapter]:
    """The chapters among candidates of one style."""
    chapters = _without_contents(lines, _without_overtaken(list(_in_sequence(found))))
    # In a report of the form of 2019 or 2021, lists inside a chapter may repeat the subjects of others (一、主动公开情况).
    official = {chapter.kind for chapter in chapters if chapter.found.trust == "official"}
    if len(official) < 4:
        return chapters
    return [chapter for chapter in chapters if chapter.found.trust == "official" or chapter.kind not in official]


def _in_sequence(found: list[Chapter]) -> Iterator[Chapter]:
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
    """Drop a table of contents: the first three or more headings without text between them, if all come again."""
    runs = _runs(lines, chapters)
    start, end = next(((start, end) for start, end in runs if end - start >= 3), (0, 0))
    run, rest = chapters[start:end], chapters[end:]
    again = {chapter.kind for chapter in rest}
    # The last entry runs into the text when the first chapter follows at once.
    repeated = sum(chapter.kind in again for chapter in run)
    if run and repeated >= len(run) - 1 and len(rest) >= len(run) - 1:
        return chapters[:start] + rest
    return chapters


def _runs(lines: Sequence[Line], chapters: Sequence[Chapter]) -> Iterator[tuple[int, int]]:
    """Ranges of chapters of different kinds with nothing between them."""
    start = 0
    kinds: set[SectionKind] = set()
    for index, chapter in enumerate(chapters):
        if index and (chapter.kind in kinds or not _nothing_between(lines, chapters[index - 1], chapter)):
            yield start, index
            start, kinds = index, set()
        kinds.add(chapter.kind)
    yield start, len(chapters)


def _nothing_between(lines: Sequence[Line], one: Chapter, next_one: Chapter) -> bool:
    if one.line == next_one.line:
        between: list[Line] = [(lines[one.line] or "")[one.after : next_one.start]]
    else:
        head, tail = lines[one.line] or "", lines[next_one.line] or ""
        between = [head[one.after :], *lines[one.line + 1 : next_one.line], tail[: next_one.start]]
    return all(line is not None and LEADERS.match(line) for line in between)


def _filled_in(lines: Sequence[Line], chapters: list[Chapter]) -> list[Chapter]:
    """Add official headings that lost their numbering, or are numbered 2、 for 二、, where their place is free."""
    missing = _RANKS.keys() - _kinds(chapters)
    extra = list(bare(lines)) if missing else []
    if missing:
        extra += [chapter for chapter in numbered(lines, "arabic") if chapter.number == rank(chapter.kind)]
    for kind in sorted(missing, key=_RANKS.__getitem__):
        # A chapter stands behind all of lower rank and before all of higher.
        ranked = [(rank(chapter.kind) or 0, chapter.place) for chapter in chapters if chapter.listed]
        start = max((place for other, place in ranked if 0 < other < _RANKS[kind]), default=(-1, 0))
        end = min((place for other, place in ranked if other > _RANKS[kind]), default=(sys.maxsize, 0))
        official = (one for one in extra if one.kind == kind and one.found.trust == "official")
        fitting = next((one for one in official if start < one.place < end), None)
        if fitting:
            chapters = sorted([*chapters, fitting], key=lambda one: one.place)
    before = (chapter for chapter in bare(lines[: chapters[0].line]) if chapter.found.preface)
    return [*before, *chapters]
