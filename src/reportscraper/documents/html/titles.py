"""What a page prints for its title: metas, elements made for it, its head, and lines that read like one, joined where they are cut."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Sequence

from lxml.etree import _Element
from msgspec import Struct

from reportscraper.documents.html import content
from reportscraper.documents.html.blocks import BlockWalk, Placed
from reportscraper.documents.html.frames import only_filled
from reportscraper.model import Grid
from reportscraper.places.bodies import begins_name, is_body, is_own_body, is_whole_name, joint_names, site_place
from reportscraper.places.same_body import same_body
from reportscraper.places.title import is_path, names_report, parse_title, set_off_body, without_file_ending
from reportscraper.text import simplify, squeeze

_TITLE_SPAN = re.compile(r"ucaptitle|\b[\w-]*title\b|\b(?:bt|tit|biaoti|xxgk_bt)\b|\bh1\b", re.I)
_TITLE_ROWS = 6
_LONGEST_PART = 60
_MOST_PARTS = 4
_MOST_LINES = 3
_ENDS_TITLE = re.compile(
    r"[告报版稿文函示件知表)】\]》”载文]$|[报告][-—–]?20\d\d年?$|[报告](?i:new|hot)$|[报告][-—–]+[\u4e00-\u9fff]+$"
)
_ENDS_OTHERWISE = re.compile(
    r"公开.*(?:情况|报告|总结|年报|函|说明|汇报|小结|材料|公[示告布报]|统计表|解读)(?:[(【][^()【】]*[)】])*$"
    r"|20\d\d年?度?(?:年报|(?:年度|工作)*报告)$|20\d\d年?度?(?:政府|政务)?信息公开[^…]{0,8}(?:…+|\.{2,})$"  # cut by the template: …2021年政府信息公开工作…
)
_NO_TITLE = re.compile(
    r"[。？！;?!:：;；]|20\d\d[-./年]\d{1,2}[-./月]\d{1,2}|^\((?!20\d\d|\d{1,2}\))|^[一二三四五六七八九十]+[、.,]"
)
_BEFORE = re.compile(
    r"(?:(?:附件?[\d一二三四五]*|转[发载]自?|(?:原|信息)?(?:标题|名称)|题目|公[告示]|(?:20\d\d年)?年报)[:：]|[(【\[](?:转[发载]|标题|附件|公示|置顶)[)】\]])"
)
_BEHIND = re.compile(
    r"(?<=[报告])20\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?$|[(【\[]20\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?[)】\]]$"
    r"|(?<=[报告])(?:[-—–_]?\d{1,2}[.．]\d{1,2}|[-—–_]?(?:修[订改]|改|终)稿?)+$"
)
_MENU = re.compile(
    "(?<!信息)公开(?!条例)|动态|通知|公告|专栏|目录|栏目|首页|导航|门户|网站|平台|欢迎|搜索|互动|登录|正文|打印|返回|来源|发布|年报|年度报告|您"
)
_OFFICES = ("办公室", "办公厅", "办", "机关")
_YEAR_ALONE = re.compile(r"(?:20\d\d|二[〇○零ΟОOo0][一二三四五六七八九〇○零]{2})年?度?")


class _Line(Struct, frozen=True):
    """A short line of a page: as printed, and as it is compared."""

    printed: str
    plain: str
    is_heading: bool
    place: object
    """What it has in common with the lines of the same title: its table, or tag and class of its element."""


def find_titles(walked: BlockWalk, metas: Sequence[tuple[str, str]], head_title: str) -> tuple[tuple[str, str], ...]:
    """Candidates for the title with their source, best first. A part of a title that is cut gives way to the whole."""
    named = {name.lower(): value for name, value in reversed(metas)}
    found = [(f"meta:{name}", named[name]) for name in content.words().title_metas if name in named]
    for span in walked.spans:
        if 0 < span.end - span.start <= _MOST_PARTS and _is_of_titles(span.name):
            text = "".join(placed.block.text for placed in walked.blocks[span.start : span.end])
            if 4 <= len(text) <= 120 and not is_path(text):
                found.append(("element", text))
    if head_title:
        found.append(("title", head_title))
    lines = [*_lines(walked.blocks)]
    nameless = list[tuple[str, str]]()
    for line in itertools.islice(_title_lines(lines), _MOST_LINES):
        if line[0] == "joint":
            found.append(line)
            continue
        whole = squeeze(line[1])
        parts = [each for each in found if squeeze(each[1]) != whole and squeeze(each[1]) in whole]
        is_one = any(each and each.printed == line[1] for each in lines)
        told = [(part, parse_title(part[1])) for part in parts if is_one and names_report(part[1])]
        nameless += [part for part, title in told if title.year and title.body is None]
        found = [*(line if each in parts else each for each in found), line]
    found.extend(itertools.islice(_other_titles(lines), 0 if any(names_report(text) for _, text in found) else 1))
    return tuple(dict.fromkeys([*found, *nameless]))


@functools.lru_cache(1024)
def _is_of_titles(name: str) -> bool:
    """Whether an element is made for a title, by its id, classes and tag."""
    return _TITLE_SPAN.search(name) is not None


def _other_titles(lines: Sequence[_Line | None]) -> Iterator[tuple[str, str]]:
    """Lines that name a body, a year and 公开 in other words than titles do (…局2025年工作公开年度报告, …政府信息公开工作情况)."""
    for line in lines:
        if line and _ENDS_OTHERWISE.search(line.plain):
            parts = parse_title(line.plain)
            if parts.body and parts.year and is_body(parts.body):
                yield "heading" if line.is_heading else "line", line.printed


def _lines(blocks: Sequence[Placed]) -> Iterator[_Line | None]:
    """The lines that may be part of a title; None for what parts them."""
    for placed in blocks:
        block = placed.block
        if block.grid is not None:
            yield from _head_rows(block.grid)
            yield None
        elif not block.text:
            continue
        elif len(block.text) > 2 * _LONGEST_PART or placed.linked * 2 > len(block.text) or is_path(block.text):
            yield None
        else:
            holder = placed.holder
            place = (holder.tag, holder.get("class")) if isinstance(holder, _Element) else None
            yield _line(block.text, place, is_heading=block.bold or block.heading)


def _head_rows(grid: Grid) -> Iterator[_Line | None]:
    """The rows above a table, or of one that is nothing else, that hold one text each."""
    for row in grid.slots[:_TITLE_ROWS]:
        only = only_filled(row)
        if only is None:
            return
        for part in only.text.splitlines():
            yield _line(part, grid.number, is_heading=False)


def _line(text: str, place: object, *, is_heading: bool) -> _Line | None:
    plain = without_file_ending(simplify(squeeze(set_off_body(text))))
    if beside := _BEFORE.match(plain):
        plain = plain[beside.end() :]
    if plain[-1:].isdigit() or plain.endswith(("日", ")", "】", "]", "稿", "订", "改", "终")):
        plain = _BEHIND.sub("", plain)
    plain = plain.rstrip("_")
    name, _, rest = plain.partition(":")
    if not plain or len(plain) > _LONGEST_PART or _NO_TITLE.search(rest if is_own_body(name) else plain):
        return None
    return _Line(text, plain, is_heading, place)


def _title_lines(lines: Sequence[_Line | None]) -> Iterator[tuple[str, str]]:
    """(Source, title) of every line that ends as titles of reports do, with the lines before it that belong to it."""
    for end, last in enumerate(lines, 1):
        if last is None or not _ENDS_TITLE.search(last.plain):
            continue
        near = [*itertools.takewhile(lambda line: line is not None, reversed(lines[max(0, end - _MOST_PARTS) : end]))]
        parts = [line for line in reversed(near) if line is not None]
        widths = range(1, len(parts) + 1)
        width = next((width for width in widths if names_report("".join(line.plain for line in parts[-width:]))), 0)
        wider: int | None = width
        while width and wider:
            wider = next((w for w in widths[width:] if _belongs(parts[-w:-width], parts[-width:])), None)
            width = wider or width
        if width == 1 or (width and _tells(parts[-width:])):
            source = "heading" if all(line.is_heading for line in parts[-width:]) else "line"
            title = "".join(line.printed for line in parts[-width:])
            beside = [line.printed for line in parts[:-width] if _is_beside(line, parts[-width:])]
            yield source, title
            if beside:
                yield "joint", "、".join([*beside, title])


def _is_beside(line: _Line, parts: Sequence[_Line]) -> bool:
    """Whether a line above a title names one more body, which reports together with the title's (某县文旅局 / 某县体育局2022年…)."""
    if line.place != parts[0].place or not is_own_body(line.plain) or site_place(line.plain):
        return False
    body = parse_title("".join(each.plain for each in parts)).body
    return body is not None and not same_body(body, line.plain) and bool(joint_names(f"{line.plain}、{body}"))


def _tells(parts: Sequence[_Line]) -> bool:
    """Whether lines are a title, and not 政府信息公开 above 年报, two columns."""
    title = parse_title("".join(line.plain for line in parts))
    return title.body is not None or title.year is not None


def _belongs(before: Sequence[_Line], parts: Sequence[_Line]) -> bool:
    """Whether lines are the beginning of the title below them: they complete its year, its body, or a name that is cut."""
    begin, title = ("".join(line.plain for line in lines) for lines in (before, parts))
    now, more = parse_title(title), parse_title(begin + title)
    alike = all(line.place == parts[0].place for line in before)
    if "…" in begin or ".." in begin:  # a title that its template has cut goes on nowhere
        return False
    if (_MENU.search(begin) and not begin.startswith("关于")) or names_report(begin) or (len(before) > 1 and not alike):
        return False
    is_whole = now.body is not None and is_whole_name(now.body)
    if _YEAR_ALONE.fullmatch(begin):
        headed = before[0].is_heading and parts[0].is_heading
        return now.year is None and (now.body is None or alike or headed or not is_whole)
    if now.year is None and more.year is not None:
        return True
    if more.body is None or not is_body(more.body) or (now.year is not None and more.year != now.year):
        return False
    if now.body is None:
        # The name of the site in the head of a page is no part of the title below it, though it may look so.
        return alike or title.startswith("人民政府") or (not begin.endswith("政府") and not site_place(begin))
    if not is_whole:
        return not begin.endswith("人民政府") or now.body in _OFFICES
    is_name = is_body(begin) and site_place(begin) != begin and not begin.startswith("中共")
    return not is_name and (len(begin) <= 2 or begins_name(begin) or begin.startswith("关于"))
