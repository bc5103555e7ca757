"""The text of a report, cut into its chapters: what stands under which heading, kept as printed and free of navigation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reportscraper.forms.rules import finding
from reportscraper.model import Block, Finding, Section, SectionKind
from reportscraper.places.title import names_report
from reportscraper.report.sections.candidates import Chapter, Line
from reportscraper.report.sections.chapters import find_chapters, rank
from reportscraper.report.sections.headings import ends, fold, noise
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


def read_sections(blocks: Sequence[Block]) -> tuple[tuple[Section, ...], tuple[Finding, ...]]:
    """Cut the blocks of a document into sections, in order of print.

    What stands before the first chapter is the section ``lead`` (left out when empty); a chapter without prose has an empty text.
    Tables are no text. Findings: ``section_order``, ``section_twice`` (warnings) and ``section_unlisted`` (info) for chapters
    whose heading is the house's own wording, so that their kind is a judgement.
    """
    lines = list(_lines(blocks))
    chapters = find_chapters(lines)
    sections = tuple(_sections(lines, chapters))
    return sections, tuple(_findings(lines, chapters))


def _lines(blocks: Sequence[Block]) -> Iterator[Line]:
    for block in blocks:
        if block.grid is not None:
            yield None
            continue
        for printed in block.text.split("\n"):
            line = tidy(printed).strip(" |")
            if line:
                drawn_row = line.count("|") > 1 and "。" not in line
                yield None if drawn_row else line


def _sections(lines: list[Line], chapters: list[Chapter]) -> Iterator[Section]:
    first = chapters[0] if chapters else None
    before = _span(lines, 0, 0, first)
    lead = [piece for piece in _clean(before, last=first is None) if not names_report(piece)]
    if lead:
        yield _section("lead", "", lead)
    for index, chapter in enumerate(chapters):
        following = chapters[index + 1] if index + 1 < len(chapters) else None
        pieces = _clean(_span(lines, chapter.line, chapter.after, following), last=following is None)
        yield _section(chapter.kind, _heading(lines, chapter), list(pieces))


def _heading(lines: list[Line], chapter: Chapter) -> str:
    return (lines[chapter.line] or "")[chapter.start : chapter.end].strip()


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
    return Section(kind, heading, text, tuple(spans), tuple(_subheadings(text)))


def _subheadings(text: str) -> Iterator[tuple[int, int, int]]:
    shifted = f"\n{text}"
    for match in _SUBHEADING.finditer(shifted):
        group = match.lastgroup or "_1"
        phrase = (_SHORT_PHRASE if group == "_4" else _PHRASE).match(shifted, match.end())
        end = phrase.end() if phrase else match.end()
        yield int(group[1:]), match.start(group) - 1, end - 1


def _findings(lines: list[Line], chapters: list[Chapter]) -> Iterator[Finding]:
    highest, seen = 0, set[str]()
    for chapter in chapters:
        heading = _heading(lines, chapter)
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
