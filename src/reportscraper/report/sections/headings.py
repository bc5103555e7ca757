"""Wordings of chapter headings (章节标题): which kind of chapter a line opens, and where the heading ends."""

from __future__ import annotations

import functools
import re
from typing import Literal

from msgspec import Struct

from reportscraper.model import SectionKind
from reportscraper.resources import load
from reportscraper.text import nfkc, simplify, squeeze, unquote

_CLOSED = ("情况", "概况", "概述", "综述", "状况", "事项", "措施", "打算", "思路", "重点", "统计表", "解释", "言")
WINDOW = 60
"""Characters in which any listed heading ends, white space included."""
_NUMBERING = re.compile(
    r"^[-—·#*>、,.\s]*(?:第?\s*[一二三四五六七八九十]{1,3}\s*(?:(?:部分|章)[、.,:。\s]*|[、.,:。\s]+)|\d{1,2}\s*[、.,:]+)?[、.,:\s]*"
)


class _ChapterWordings(Struct, frozen=True, forbid_unknown_fields=True):
    kind: SectionKind
    patterns: tuple[str, ...]
    official: str | None = None
    words: tuple[str, ...] = ()
    preface: bool = False
    named: str | None = None


class _NoiseLines(Struct, frozen=True, forbid_unknown_fields=True):
    lines: tuple[str, ...]
    ends: tuple[str, ...]


class _Wordings(Struct, frozen=True, forbid_unknown_fields=True):
    fragments: dict[str, str]
    rows: dict[Literal["patterns"], tuple[str, ...]]
    variants: dict[str, str]
    chapter: tuple[_ChapterWordings, ...]
    noise: _NoiseLines


class Match(Struct, frozen=True):
    """A heading at the start of a text: its kind and the length it takes there."""

    kind: SectionKind
    length: int
    trust: Literal["official", "known", "words"]
    """``official``: wording of the forms of 2019 and 2021; ``known``: a listed wording; ``words``: judged by a word in it."""
    closed: bool = True
    """Ends in a word headings end in (情况, 概述 …), so that prose may follow without a break."""
    preface: bool = False


@functools.cache
def _load_wordings() -> _Wordings:
    return load("report/sections/headings.toml", _Wordings)


def _compile_fragments(pattern: str) -> re.Pattern[str]:
    for name, fragment in _load_wordings().fragments.items():
        pattern = pattern.replace(f"<{name}>", fragment)
    return re.compile(pattern)


@functools.cache
def _chapter_patterns() -> tuple[tuple[_ChapterWordings, re.Pattern[str]], ...]:
    return tuple(
        (chapter, _compile_fragments(pattern)) for chapter in _load_wordings().chapter for pattern in chapter.patterns
    )


@functools.cache
def official() -> re.Pattern[str]:
    """The wordings of the forms of 2019 and 2021."""
    return _compile_fragments(
        "|".join(f"(?:{chapter.official})" for chapter in _load_wordings().chapter if chapter.official)
    )


@functools.cache
def _row_pattern() -> re.Pattern[str]:
    return re.compile("|".join(_load_wordings().rows["patterns"]))


@functools.cache
def _kind_by_word() -> dict[str, SectionKind]:
    return {word: chapter.kind for chapter in _load_wordings().chapter for word in chapter.words}


@functools.cache
def _word_pattern() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _kind_by_word()), key=len, reverse=True)))


@functools.cache
def noise() -> re.Pattern[str]:
    """Lines that belong to the page, not to the report: matched at the start of a tidied line."""
    return re.compile("|".join(_load_wordings().noise.lines))


@functools.cache
def ends() -> re.Pattern[str]:
    """Lines behind which no text of the report follows."""
    return re.compile("|".join(_load_wordings().noise.ends))


def fold(text: str) -> str:
    """The form headings are compared in: squeezed, simplified, without quotation marks, variant characters unified."""
    return _unify_variants(unquote(simplify(squeeze(text))))


@functools.lru_cache(1024)
def match_heading(text: str) -> Match | None:
    """The listed heading that ``text`` (already without numbering) begins with, the longest one; None when there is none.

    ``length`` counts characters of ``text`` as printed, white space within the heading included.
    """
    plain = [_fold_one(character) for character in text[:WINDOW]]
    folded = _unify_variants(simplify("".join(plain)))
    if not folded or _row_pattern().match(folded):
        return None
    best: tuple[int, _ChapterWordings] | None = None
    for chapter, pattern in _chapter_patterns():
        found = pattern.match(folded)
        if found and found.end() and (best is None or found.end() > best[0]):
            best = (found.end(), chapter)
    if best is None:
        return None
    end, chapter = best
    wording = official().match(folded)
    trust: Literal["official", "known"] = "official" if wording and wording.end() == end else "known"
    # The print of each folded character ends where that of the one which it was folded from does.
    ends_at = [position for position, each in enumerate(plain, 1) for _ in each]
    return Match(chapter.kind, ends_at[end - 1], trust, folded[:end].endswith(_CLOSED), chapter.preface)


@functools.lru_cache(8192)
def _fold_one(character: str) -> str:
    return unquote(squeeze(character))


def _unify_variants(text: str) -> str:
    for variant, usual in _load_wordings().variants.items():
        text = text.replace(variant, usual)
    return text


def judge_heading(text: str) -> Match | None:
    """A whole line, numbering cut off, judged as a heading of the house's own wording by its first telling word.

    The kind is ``other`` when no word tells; None when the line is a row of a statutory table.
    """
    folded = fold(text)
    if not folded or _row_pattern().match(folded):
        return None
    found = _word_pattern().search(folded)
    return Match(_kind_by_word()[found[0]] if found else "other", len(text), "words")


@functools.cache
def named_kinds() -> tuple[tuple[SectionKind, re.Pattern[str]], ...]:
    """Kind and the words that name it within a heading that may name several chapters."""
    return tuple(
        (chapter.kind, _compile_fragments(chapter.named)) for chapter in _load_wordings().chapter if chapter.named
    )


def unnumbered(text: str) -> str:
    """A heading line as headings are compared, without its numbering."""
    return fold(_NUMBERING.sub("", nfkc(text))).rstrip("。:;.、")


def heading_kind(text: str) -> SectionKind | None:
    """The kind of chapter a heading line opens, with or without its numbering; None when the wording is not listed."""
    plain = unnumbered(text)
    found = match_heading(plain)
    return found.kind if found and found.length >= len(plain) else None
