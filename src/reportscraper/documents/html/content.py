"""Which of a page's blocks are the article, and what is printed around it."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from msgspec import Struct

from reportscraper.documents.html.blocks import BlockWalk, Placed, Span
from reportscraper.places.bodies import is_own_body
from reportscraper.places.title import names_report
from reportscraper.resources import load
from reportscraper.text import ZEROS, simplify, squeeze

_INFORMATION_LINE = 300
SIGNATURE = "落款"
SIGNED_ON = "落款日期"
_SIGNING_LINES = 3
_DATE = rf"20\d\d[年./-]\d{{1,2}}[月./-]\d{{1,2}}日?|二[{ZEROS}][一-龥{ZEROS}]{{2}}年[一二三四五六七八九十]{{1,2}}月[一二三四五六七八九十]{{1,3}}日"
_SIGNED = re.compile(rf"\(?(?P<name>[一-龥、]{{2,30}}?)(?:供稿)?\)?(?P<date>{_DATE})?")
_DATED = re.compile(rf"\(?(?:{_DATE})\)?")
_NEXT_LABEL = re.compile("(?:^|\\s)[\u4e00-\u9fff]{2,6}\\s*[:：].*")
"""A label that tells nothing of the report ends the value before it too: 来源：统计局 责任编辑：…."""
_CODE_LABEL = "网站标识码"
_SITE_CODE = re.compile(rf"{_CODE_LABEL}\s*[:：]?\s*((?:bm)?\d{{8,10}})(?!\d)")


class _Words(Struct, frozen=True):
    signals: re.Pattern[str]
    ends: tuple[str, ...]
    fact_labels: frozenset[str]
    fact_line: re.Pattern[str]
    title_metas: tuple[str, ...]
    breadcrumb: re.Pattern[str]


@functools.cache
def words() -> _Words:
    """The word lists of ``forms/content.toml``."""
    data = load("documents/html/content.toml", dict[str, Any])
    labels = sorted(data["facts"], key=len, reverse=True)
    spaced = "|".join(r"\s*".join(label) for label in labels)
    return _Words(
        signals=re.compile("|".join(data["signals"])),
        ends=tuple(data["ends"]),
        fact_labels=frozenset(labels),
        fact_line=re.compile(rf"(?:^|(?<=[\s\[【(（|，,;；]))({spaced})\s*[:：]\s*"),
        title_metas=tuple(data["title_metas"]),
        breadcrumb=re.compile("|".join(data["breadcrumb"])),
    )


class Content(Struct, frozen=True):
    """The article's blocks and links as half-open ranges over those of the walk."""

    start: int
    end: int
    link_start: int
    link_end: int
    whole: bool = False
    """Nothing tells the article from the page around it, as on a cover page of one sentence."""


def choose(walk: BlockWalk) -> Content:
    """The smallest container that holds every signal of a report; the page between its first signal and its foot when none does."""
    marked = [index for index, placed in enumerate(walk.blocks) if _signals(placed)]
    if not marked:
        return _longest(walk)
    first, last = marked[0], marked[-1]
    holding = [span for span in walk.spans if span.start <= first and span.end > last]
    if holding:
        best = min(holding, key=lambda span: span.end - span.start)
        start, end = best.start, best.end
        links = (best.link_start, best.link_end)
    else:
        start, end, links = 0, len(walk.blocks), (0, len(walk.links))
    return Content(start, _foot(walk.blocks, last, end), *links)


def _signals(placed: Placed) -> bool:
    if placed.linked * 2 > len(placed.block.text) > 0:
        return False
    pattern = words().signals
    if placed.block.grid is None:
        return pattern.search(simplify(placed.block.text)) is not None
    return any(pattern.search(simplify(squeeze(cell.text))) for cell in placed.block.grid.cells[:8])


def _longest(walk: BlockWalk) -> Content:
    """Without signals: the container with most unlinked text, never one that leaves the body's larger half outside."""

    def weight(span: Span) -> int:
        return sum(len(p.block.text) - p.linked for p in walk.blocks[span.start : span.end])

    whole = Content(0, len(walk.blocks), 0, len(walk.links), whole=True)
    total = sum(len(p.block.text) - p.linked for p in walk.blocks)
    spans = [span for span in walk.spans if weight(span) * 2 >= total]
    if not spans:
        return whole
    best = min(spans, key=lambda span: span.end - span.start)
    return Content(best.start, best.end, best.link_start, best.link_end)


def _foot(blocks: Sequence[Placed], last: int, end: int) -> int:
    """Index of the first foot line after the last signal, or ``end``."""
    for index in range(last + 1, end):
        if squeeze(blocks[index].block.text).startswith(words().ends):
            return index
    return end


def facts(blocks: Sequence[Placed]) -> tuple[tuple[str, str], ...]:
    """Label and value pairs of index tables (索引号 …) and information lines (发布时间：… 来源：…), labels squeezed."""
    found: list[tuple[str, str]] = []
    labels = words().fact_labels
    for placed in blocks:
        if placed.block.grid is None:
            found.extend(_line_facts(placed.block.text))
            continue
        cells = placed.block.grid.cells
        if len(cells) > 40:
            continue
        for cell, after in pairwise(cells):
            label = squeeze(cell.text).rstrip(":：")
            if label in labels:
                found.append((label, after.text.strip()))
            else:
                found.extend(_line_facts(cell.text))
    return tuple(dict.fromkeys(found))


def _line_facts(text: str) -> list[tuple[str, str]]:
    if len(text) > _INFORMATION_LINE or not (":" in text or "：" in text or _CODE_LABEL in text):
        return []
    matches = list(words().fact_line.finditer(text))
    stops = [*(match.start() for match in matches[1:]), len(text)][: len(matches)]
    found = [
        (squeeze(match[1]), _NEXT_LABEL.sub("", text[match.end() : stop]).strip(" \u3000]】)）|，,;；"))
        for match, stop in zip(matches, stops, strict=True)
    ]
    footer = _SITE_CODE.search(text)
    return [*found, (_CODE_LABEL, footer[1])] if footer else found


def signature(
    before: Sequence[Placed], article: Sequence[Placed], behind: Sequence[Placed]
) -> tuple[tuple[str, str], ...]:
    """落款: who signs an article in its last lines, below its title, or with a date right behind it; nobody where several bodies stand.

    A line of these that is nothing but a date is its date.
    """
    last = [placed for placed in article if placed.block.text or placed.block.grid][-_SIGNING_LINES:]
    head = _next([*before[-2 * _SIGNING_LINES :], *article[:_SIGNING_LINES]], 3 * _SIGNING_LINES)
    titles = [at for at, placed in enumerate(head, 1) if names_report(placed.block.text)]
    # What stands below a title with nothing but lines of information (时间：…) between.
    below = [
        next((line for line in head[at:] if not words().fact_line.search(line.block.text)), head[-1]) for at in titles
    ]
    dates = ((SIGNED_ON, line) for line in _short_lines([*last, *head]) if _DATED.fullmatch(line))
    for lines, is_dated in ((last, False), (below, False), (_next(behind, _SIGNING_LINES), True)):
        names = {name for name, dated in _signatures(lines) if dated or not is_dated}
        if names:
            return (*((SIGNATURE, name) for name in names if len(names) == 1), *dates)
    return tuple(dates)


def _next(blocks: Sequence[Placed], most: int) -> list[Placed]:
    return [placed for placed in blocks[: 2 * most] if placed.block.text][:most]


def _short_lines(blocks: Sequence[Placed]) -> list[str]:
    return [squeeze(simplify(each.block.text[:60])) for each in blocks if each.linked * 2 <= len(each.block.text)]


def _signatures(blocks: Sequence[Placed]) -> Iterator[tuple[str, bool]]:
    """The lines that are nothing but the name of a body, and whether a date stands on one of them."""
    lines = _short_lines(blocks)
    dated = any(_DATED.fullmatch(line) for line in lines)
    for line in lines:
        if (signed := _SIGNED.fullmatch(line)) and is_own_body(signed["name"]):
            yield signed["name"], dated or signed["date"] is not None or line.startswith("(")


def breadcrumb(blocks: Sequence[Placed]) -> tuple[str, ...]:
    """Names of the columns above the page, outermost first (当前位置：首页 > 政府信息公开 > …)."""
    for placed in blocks:
        match = words().breadcrumb.search(placed.block.text)
        if match and len(placed.block.text) < 200:
            trail = placed.block.text[match.end() :].lstrip(" :：")
            return tuple(part for part in map(str.strip, re.split(r"[>＞»›\-—/\\|→]+", trail)) if part)
    return ()
