"""The named styles, one for each variation that docs/reports.md tells of, and random combinations of their parts."""

from __future__ import annotations

import random
from collections.abc import Collection

from reportscraper.model import FormId
from tests.made import markup, render
from tests.made.tables import TableModel, ragged_items, separate_blocks

from . import annexes, reprints, shapes, surroundings, wordings, writers
from .shapes import Shape, only
from .style import PLAIN_CELL, Style
from .truths import FORMS
from .wordings import reworded
from .writers import blank_as, inside

CHAPTERS: tuple[FormId, ...] = ("2019", "2021")
ITEMS: tuple[FormId, ...] = ("2019",)
ANNEX: tuple[FormId, ...] = ("2014",)
LOCAL: tuple[FormId, ...] = ("2008",)
LISTS: tuple[FormId, ...] = ("2008", "2014")

WORD = Style(
    "word",
    cell=writers.word_lines,
    paragraph=markup.word_paragraph,
    heading=markup.word_heading,
    rewrites=(writers.sizing_rows,),
)
RUN_ON = Style(
    "run on",
    cell=writers.word_lines,
    paragraph=markup.run_on_paragraph,
    heading=markup.run_on_paragraph,
    frame=render.layout_page,
)


def _ragged(table: TableModel) -> tuple[TableModel, ...]:
    return (ragged_items(table),)


ITEM_SHAPES: dict[str, Shape] = {
    "ch2 in five tables": only("ch2", separate_blocks),
    "ch2 broken below a title": only("ch2", shapes.broken_after_title),
    "ch2 titles beside": only("ch2", shapes.titles_beside),
    "ch2 serial numbers": only("ch2", shapes.serial_numbers),
    "ch2 spans lost": only("ch2", shapes.spans_lost),
    "ch2 rows across": only("ch2", shapes.rows_across),
}
MATRIX_SHAPES: dict[str, Shape] = {
    "ch3 two pages, header repeated": only("ch3", shapes.cut(14, repeat_header=True)),
    "ch3 two pages, no header": only("ch3", shapes.cut(15, repeat_header=False)),
    "ch3 three pages": only("ch3", shapes.cut(9, 20, repeat_header=True)),
    "ch3 group label cut in two": only("ch3", shapes.cut(16, repeat_header=False, split_label=True)),
    "ch3 group label cut, header repeated": only("ch3", shapes.cut(21, repeat_header=True, split_label=True)),
    "ch3 serial numbers": only("ch3", shapes.serial_numbers),
    "ch3 spans lost": only("ch3", shapes.spans_lost),
    "ch3 blank headers": only("ch3", shapes.blank_headers),
    "ch3 total on top": only("ch3", shapes.total_on_top),
    "ch3 subtotal column": only("ch3", shapes.subtotal_column),
    "ch3 numbering apart": only("ch3", shapes.numbering_apart),
    "ch3 labels repeated": only("ch3", shapes.labels_repeated),
    "ch3 groups repeated": only("ch3", shapes.groups_repeated),
    "ch3 one label column": only("ch3", shapes.one_label_column),
    "ch3 two header rows": only("ch3", shapes.no_applicants_row),
    "ch3 empty corner": only("ch3", shapes.empty_corner),
}
TURNED_SHAPES: dict[str, Shape] = {
    "ch3 on its side": only("ch3", shapes.on_its_side),
}
REVIEW_SHAPES: dict[str, Shape] = {
    "ch4 in two tables": only("ch4", shapes.review_apart),
    "ch4 outcomes down": only("ch4", shapes.outcomes_down),
    "ch4 blocks in rows": only("ch4", shapes.blocks_in_rows),
    "ch4 blocks in numbered rows": only("ch4", shapes.blocks_in_rows_titled),
    "ch4 listed": only("ch4", shapes.review_listed),
    "ch4 blank headers": only("ch4", shapes.blank_headers),
    "ch4 spans lost": only("ch4", shapes.spans_lost),
    "ch4 with a label column": only("ch4", shapes.counted),
}
ANNEX_SHAPES: dict[str, Shape] = {
    "annex serial numbers": only("stat", shapes.serial_numbers),
    "annex local rows": only("stat", annexes.local_rows),
    "annex two pages, header repeated": only("stat", shapes.cut(20, repeat_header=True)),
    "annex two pages, no header": only("stat", shapes.cut(20, repeat_header=False)),
    "annex unit in label": only("stat", annexes.unit_in_label),
    "annex numbering apart": only("stat", annexes.numbers_in_front),
    "annex by chapter": only("stat", annexes.chapters_apart),
}
LOCAL_SHAPES: dict[str, Shape] = {
    "fujian annex": only("stat", annexes.fujian),
    "annex two periods": only("stat", annexes.two_periods),
    "annex starred codes": only("stat", annexes.starred_codes),
}
WORDINGS: dict[str, wordings.Wording] = {
    "labels without numbering": wordings.without_numbering,
    "labels spaced": wordings.spaced,
    "labels broken": wordings.broken,
    "labels vertical": wordings.vertical,
    "labels half width": wordings.half_width,
    "labels with wide digits": wordings.wide_digits,
    "labels in square quotes": wordings.square_quotes,
    "labels in straight quotes": wordings.straight_quotes,
    "labels in reversed quotes": wordings.reversed_quotes,
    "labels with other points": wordings.other_points,
    "labels with 其它": wordings.other_it,
    "labels in Kangxi radicals": wordings.kangxi,
    "labels in CJK radicals": wordings.supplement,
    "labels in Traditional print": wordings.traditional,
    "labels with invisible characters": wordings.invisible,
    "labels indented": wordings.indented,
    "labels with a note": wordings.noted,
    "labels with a slip": wordings.slip,
}
REPRINTS: dict[str, reprints.Reprint] = {
    "plus signs": reprints.habit(signs="plus"),
    "changes in words": reprints.habit(signs="words"),
    "both changes": reprints.respelled(reprints.both_changes),
    "thousands": reprints.thousands(","),
    "wide thousands": reprints.counts(reprints.wide_thousands),
    "thousands by wide comma": reprints.thousands("，"),
    "thousands by no-break space": reprints.thousands("\xa0"),
    "wide digits": reprints.counts(reprints.wide),
    "invisible in numbers": reprints.counts(reprints.zero_width),
    "padded numbers": reprints.counts(reprints.padded),
    "decimals": reprints.counts(reprints.with_point),
    "units in cells": reprints.counts(reprints.with_unit),
    "wide units in cells": reprints.counts(reprints.with_wide_unit),
    "round figures": reprints.counts(reprints.about),
    "Han numerals": reprints.counts(reprints.han),
    "money in 元": reprints.money_in_cell("元"),
    "money in 万元": reprints.money_in_cell("万元"),
    "blank zeros": reprints.BLANKS,
    "blank totals": reprints.habit(blank_totals=True),
    "无": reprints.nothings("无"),
    "暂无": reprints.nothings("暂 无"),
    "slash": reprints.dashes("/"),
    "wide slash": reprints.dashes("／"),
    "backslash": reprints.dashes("\\"),
    "hyphens": reprints.dashes("--"),
    "long dash": reprints.dashes("——"),
    "not concerned": reprints.dashes("不涉及"),
}
UNREADABLE: dict[str, reprints.Reprint] = {
    "digits set apart": reprints.counts(reprints.set_apart),
    "ranges": reprints.unreadable_as(lambda n: f"{n}-{n + 5}", every=9),
    "two numbers": reprints.unreadable_as(lambda n: f"{n} / {n + 2}", every=9),
    "two numbers on two lines": reprints.unreadable_as(lambda n: f"{n + 10}\n{n}", every=9),
    "footnote marks": reprints.unreadable_as(lambda n: f"{n}①", every=7),
    "broken characters": reprints.unreadable_as(lambda n: f"{n}\ufffd", every=7),
    "about in words": reprints.unreadable_as(lambda n: f"{n}左右", every=7),
    "percentages": reprints.unreadable_as(lambda n: f"{n}%", every=7),
}
CELLS: dict[str, writers.CellWriter] = {
    "blank as no-break space": blank_as("&nbsp;"),
    "blank as wide space": blank_as("\u3000"),
    "blank as paragraph": blank_as("<p></p>"),
    "blank as o:p": blank_as('<span lang="EN-US"><o:p></o:p></span>'),
    "blank as break": blank_as("<br />"),
    "blank as zero-width space": blank_as("&#8203;"),
    "digits over spans": inside(writers.digit_spans),
    "comments in cells": inside(writers.commented),
    "hidden pieces in cells": inside(writers.hidden_pieces),
    "deep cells": inside(writers.deep),
    "emphasised cells": inside(writers.emphasised),
    "linked figures": inside(writers.linked),
    "editor": markup.editor_cell,
    "word cells": writers.word_lines,
}
REWRITES: dict[str, writers.Rewrite] = {
    "no tbody": writers.without_tbody,
    "thead": writers.headed,
    "rows outside tbody": writers.rows_outside,
    "unclosed cells": writers.unclosed("td"),
    "unclosed cells and rows": writers.unclosed("td", "tr"),
    "upper case": writers.upper_case,
    "wrapped tables": writers.wrapped,
    "scrolled tables": writers.scrolled,
    "hidden cells": writers.hidden_cells,
    "commented rows": writers.commented_rows,
    "junk spans": writers.junk_spans,
    "sizing rows": writers.sizing_rows,
    "windows lines": writers.windows_lines,
    "one table": writers.one_table,
    "header cells": writers.header_cells,
}
DECOYS: dict[str, surroundings.Decoy] = {
    "index table": surroundings.index_table,
    "related links": surroundings.related_links,
    "contact table": surroundings.contact_table,
    "hidden copy": surroundings.copy_hidden,
    "shown copy": surroundings.copy_shown,
    "last year captioned": surroundings.last_year_captioned,
    "last year first": surroundings.last_year_first,
    "last year hidden": surroundings.last_year_hidden,
}


def _named() -> list[Style]:
    styles = [
        Style("plain"),
        WORD,
        RUN_ON,
        Style("plain in GBK", encoding="gbk"),
        Style("word in gb2312", cell=writers.word_lines, encoding="gb2312"),
        Style("layout page", frame=render.layout_page),
        Style("site frame", frame=surroundings.titled_frame),
        Style("300 KB", cell=writers.word_lines, frame=surroundings.stuffed(surroundings.titled_frame, 200)),
        Style("heavy cells", rewrites=(writers.heavy,), encoding="gbk"),
        Style("ch2 ragged", ITEMS, shapes=(only("ch2", _ragged),)),
        Style("ch2 services split", ITEMS, shapes=(only("ch2", shapes.services_split),)),
        Style("all spans lost", CHAPTERS, shapes=(shapes.spans_lost,)),
        Style("all serial numbers", shapes=(only("ch2", shapes.serial_numbers), only("ch3", shapes.serial_numbers))),
        Style("last year unnamed", decoys=(surroundings.last_year_unnamed,), plain=False),
        Style("struck out", cell=inside(writers.struck_out), plain=False),
        Style("superscript notes", cell=inside(writers.footnoted), plain=False),
        Style("pictures", cell=inside(writers.pictured), plain=False),
        Style("form fields", cell=inside(writers.fielded), plain=False),
        Style("hidden rows", rewrites=(writers.hidden_rows,)),
    ]
    for forms, group in (
        (CHAPTERS, {**ITEM_SHAPES, **MATRIX_SHAPES, **TURNED_SHAPES, **REVIEW_SHAPES}),
        (LISTS, ANNEX_SHAPES),
        (LOCAL, LOCAL_SHAPES),
    ):
        styles += [Style(name, forms, shapes=(shape,)) for name, shape in group.items()]
    styles += [Style(name, shapes=(reworded(change),)) for name, change in WORDINGS.items()]
    styles += [Style(name, reprints=(reprint,)) for name, reprint in REPRINTS.items()]
    styles += [Style(name, reprints=(reprint,), plain=False) for name, reprint in UNREADABLE.items()]
    styles += [Style(name, reprints=(reprints.BLANKS,), cell=cell) for name, cell in CELLS.items()]
    styles += [Style(name, rewrites=(rewrite,)) for name, rewrite in REWRITES.items()]
    styles += [Style(name, decoys=(decoy,)) for name, decoy in DECOYS.items()]
    return styles


STYLES: tuple[Style, ...] = tuple(_named())


def combined(seed: str) -> tuple[FormId, Style]:
    """A form, and a style that takes a part of every kind or leaves it; the same for the same seed."""
    draw = random.Random(seed)
    form = draw.choices(FORMS, weights=(1, 1, 3, 3))[0]
    wording = _maybe(draw, WORDINGS)
    parts = [*_shapes(draw, form), *wording, *_maybe(draw, REPRINTS)]
    cell, rewrite, decoy = _maybe(draw, CELLS), _maybe(draw, REWRITES), _maybe(draw, DECOYS)
    encoding = draw.choice(("utf-8", "gbk", "gb2312"))
    frame = draw.choice((render.plain_page, render.layout_page, surroundings.titled_frame))
    named = [*parts, *cell, *rewrite, *decoy]
    catalogue = {**ITEM_SHAPES, **MATRIX_SHAPES, **REVIEW_SHAPES, **ANNEX_SHAPES, **LOCAL_SHAPES}
    return form, Style(
        f"{seed}: {form}, {', '.join(named)}, {frame.__name__}, {encoding}",
        (form,),
        reprints=tuple(REPRINTS[name] for name in parts if name in REPRINTS),
        shapes=(
            *(catalogue[name] for name in parts if name in catalogue),
            *(reworded(WORDINGS[name]) for name in wording),
        ),
        cell=CELLS[cell[0]] if cell else PLAIN_CELL,
        rewrites=tuple(REWRITES[name] for name in rewrite),
        decoys=tuple(DECOYS[name] for name in decoy),
        frame=frame,
        encoding=encoding,
    )


def _shapes(draw: random.Random, form: FormId) -> list[str]:
    if form in CHAPTERS:
        return [*_maybe(draw, ITEM_SHAPES), *_maybe(draw, MATRIX_SHAPES), *_maybe(draw, REVIEW_SHAPES)]
    return _maybe(draw, {**ANNEX_SHAPES, **LOCAL_SHAPES} if form == "2008" else ANNEX_SHAPES)


def _maybe(draw: random.Random, names: Collection[str]) -> list[str]:
    return [draw.choice(list(names))] if draw.random() < 0.6 else []
