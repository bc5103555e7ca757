"""The text of a report, cut into its chapters: what stands under which heading, kept as printed and free of navigation.

And the chapters that a form asks for and a report does not print (缺章).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from reportscraper.forms import form_named, form_of_year
from reportscraper.forms.rules import Words, finding
from reportscraper.model import Block, Figure, Finding, FormId, Section, SectionKind
from reportscraper.places.title import names_report
from reportscraper.report.sections.candidates import Chapter, Line
from reportscraper.report.sections.chapters import find_chapters, rank
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
    before = _span(lines, 0, 0, first)
    lead = [piece for piece in _clean(before, last=first is None) if not names_report(piece)]
    sections = [_section("lead", "", lead)] if lead else []
    headings = [(lines[chapter.line] or "")[chapter.start : chapter.end].strip() for chapter in chapters]
    for chapter, heading, following in zip(chapters, headings, [*chapters[1:], None], strict=False):
        pieces = _clean(_span(lines, chapter.line, chapter.after, following), last=following is None)
        sections.append(_section(chapter.kind, heading, list(pieces)))
    return tuple(sections), tuple(_findings(chapters, headings))


def _span(lines: list[Line], line: int, start: int, following: Chapter | None) -> Iterator[str]:
    last = following.line if following else len(lines)
    for index in range(line, min(last + 1, len(lines))):
        text = lines[index]
        if text is None:
            continue
        end = following.start if following and index == last else len(text)
        piece = text[start if index == line else 0 : end].strip()
        if piece:
            yield piece


def _clean(pieces: Iterator[str], *, last: bool) -> Iterator[str]:
    for piece in pieces:
        footer = _FOOTER.search(piece)
        text = piece[: footer.start()] if footer else piece
        ended = len(text) <= _LONGEST_NOISE and ends().search(text) is not None
        if not ended and not (len(text) <= _LONGEST_NOISE and noise().match(text)):
            yield text
        if last and (ended or footer):
            return


def _section(kind: SectionKind, heading: str, pieces: list[str]) -> Section:
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


def _findings(chapters: Sequence[Chapter], headings: Sequence[str]) -> Iterator[Finding]:
    highest, seen = 0, set[str]()
    for chapter, heading in zip(chapters, headings, strict=True):
        if not chapter.listed:
            yield finding("section_unlisted", heading=heading, kind=chapter.kind)
            continue
        wording = chapter.kind if chapter.found.trust == "official" else fold(heading)
        if wording in seen:
            yield finding("section_twice", heading=heading)
        seen.add(wording)
        place = rank(chapter.kind) or highest
        if place < highest:
            yield finding("section_order", heading=heading)
        highest = max(highest, place)


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
    printed |= _in_tables(blocks)
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


def _in_tables(blocks: Iterable[Block]) -> set[SectionKind]:
    kinds: set[SectionKind] = set()
    for block in blocks:
        for cell in block.grid.cells if block.grid else ():
            if len(cell.text) > _LONGEST:
                continue
            found = match_heading(unnumbered(cell.text))
            if found and found.trust == "official":
                kinds.add(found.kind)
    return kinds
