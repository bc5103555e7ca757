"""The grid against the table algorithm of the HTML standard, written out step by step, and cases that pages really hold."""

from __future__ import annotations

import random
import re

import pytest
from lxml import html
from lxml.html import HtmlElement

from reportscraper.documents.html.css import UNSTYLED
from reportscraper.documents.html.grid import MAX_COLUMNS, MAX_ROWS, lay_out
from reportscraper.documents.html.shown import shown_around, shown_text
from reportscraper.model import Grid


def table(markup: str) -> HtmlElement:
    found = html.document_fromstring(f"<html><body>{markup}</body></html>").find(".//table")
    assert found is not None
    return found


def texts(grid: Grid) -> list[list[str | None]]:
    return [[None if cell is None else cell.text for cell in row] for row in grid.slots]


def laid_out(markup: str) -> list[list[str | None]]:
    return texts(lay_out(table(markup), 1))


class Reference:
    """ "Forming a table" of the HTML standard, with spans cut at the end of their row group as browsers show them."""

    def __init__(self) -> None:
        self.slots: dict[tuple[int, int], str] = {}
        self.width = self.height = self.current = 0
        self.growing: list[tuple[str, int, int]] = []

    def grow(self) -> None:
        for name, column, colspan in self.growing:
            for x in range(column, column + colspan):
                self.cover(x, self.current, name)

    def cover(self, x: int, y: int, name: str) -> None:
        """Where cells overlap, which the standard leaves open, the one that comes first in the markup is seen."""
        known = self.slots.get((x, y), name)
        self.slots[x, y] = min(known, name, key=lambda cell: int(cell[1:]))

    def row(self, cells: list[tuple[str, str | None, str | None]]) -> None:
        if self.height == self.current:
            self.height += 1
        x = 0
        self.grow()
        for name, rowspan_text, colspan_text in cells:
            while x < self.width and (x, self.current) in self.slots:
                x += 1
            if x == self.width:
                self.width += 1
            colspan = self.number(colspan_text, 1, 1000) or 1
            rowspan = self.number(rowspan_text, 1, 65534)
            grows = rowspan == 0
            rowspan = rowspan or 1
            self.width = max(self.width, x + colspan)
            self.height = max(self.height, self.current + rowspan)
            for column in range(x, x + colspan):
                for line in range(self.current, self.current + rowspan):
                    self.cover(column, line, name)
            if grows:
                self.growing.append((name, x, colspan))
            x += colspan
        self.current += 1

    def end_group(self, last: int) -> None:
        """Ends a row group whose last printed row is ``last``; what hangs below it is not shown."""
        self.growing = []
        self.slots = {place: name for place, name in self.slots.items() if place[1] <= last}
        self.current = self.height = last + 1

    @staticmethod
    def number(text: str | None, default: int, most: int) -> int:
        match = re.match(r"[ \t\n\f\r]*\+?(\d+)", text or "", re.ASCII)
        return default if match is None else min(int(match[1]), most)

    def rows(self) -> list[list[str | None]]:
        width = max((x for x, _ in self.slots), default=-1) + 1
        return [[self.slots.get((x, y)) for x in range(width)] for y in range(self.current)]


SPANS = (None, None, None, None, "1", "2", "3", "4", "0", "7", "-1", "二", "", " 2", "+2", "2.9", "3x")


def made_up(draw: random.Random) -> tuple[str, list[list[str | None]]]:
    """A random table as markup and as the reference lays it out."""
    reference, parts, serial = Reference(), ["<table>"], 0
    tags = [draw.choice(("tbody", "tbody", "thead", "")) for _ in range(draw.randint(1, 3))]
    for place, tag in enumerate(tags):
        if tag:
            parts.append(f"<{tag}>")
        for _ in range(draw.randint(0, 5)):
            cells, row = [], ["<tr>"]
            for _ in range(draw.randint(0, 6)):
                serial += 1
                rowspan, colspan = draw.choice(SPANS), draw.choice(SPANS)
                attributes = "" if rowspan is None else f' rowspan="{rowspan}"'
                attributes += "" if colspan is None else f' colspan="{colspan}"'
                name = draw.choice(("td", "th"))
                row.append(f"<{name}{attributes}>c{serial}</{name}>{draw.choice(('', ' ', '<!-- x -->'))}")
                cells.append((f"c{serial}", rowspan, colspan))
            reference.row(cells)
            parts.append("".join(row) + "</tr>")
        if tag:
            parts.append(f"</{tag}>")
        if tag or tags[place + 1 : place + 2] != [""]:
            reference.end_group(reference.current - 1)
    return "".join([*parts, "</table>"]), reference.rows()


@pytest.mark.parametrize("seed", range(10))
def test_equals_the_standard_on_generated_tables(seed: int) -> None:
    draw = random.Random(seed)
    for _ in range(400):
        markup, expected = made_up(draw)
        assert laid_out(markup) == expected, markup


def test_origin_and_spans_of_cells() -> None:
    grid = lay_out(table("<table><tr><td rowspan=2>a<td colspan=2>b<tr><td>c<td>d</table>"), 3)
    assert grid.number == 3
    assert [(c.text, c.row, c.column, c.rowspan, c.colspan) for c in grid.cells] == [
        ("a", 1, 1, 2, 1),
        ("b", 1, 2, 1, 2),
        ("c", 2, 2, 1, 1),
        ("d", 2, 3, 1, 1),
    ]
    assert grid.slots[1][0] is grid.slots[0][0]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<table></table>", []),
        ("<table><tr></tr></table>", [[]]),
        ("<table><td>a<td>b<tr><td>c</table>", [["a", "b"], ["c", None]]),
        ("<table><tr><td rowspan=9>a<td>b<tr><td>c</table>", [["a", "b"], ["a", "c"]]),
        ("<table><tr><td rowspan=0>a<td>b<tr><td>c<tr><td>d</table>", [["a", "b"], ["a", "c"], ["a", "d"]]),
        (
            "<table><tbody><tr><td rowspan=5>a<td>b</tbody><tbody><tr><td>c<td>d</tbody></table>",
            [["a", "b"], ["c", "d"]],
        ),
        ("<table><tr><td>a<td rowspan=2>b<tr><td colspan=2>c</table>", [["a", "b"], ["c", "b"]]),
        ("<table><tfoot><tr><td>sum</tfoot><tbody><tr><td>a</tbody></table>", [["a"], ["sum"]]),
        ("<table><caption>t</caption><colgroup><col></colgroup><tr><td>a</table>", [["a"]]),
        ("<table><form><tr><td>a<td>b</tr></form></table>", [["a", "b"]]),
        ("<table><tr><td>a</td><!-- x --><td>b</td></tr><!-- y --><tr><td>c</table>", [["a", "b"], ["c", None]]),
        ("<table><tr><td>a<table><tr><td>inner</table>z<td>b</table>", [["az", "b"]]),
    ],
)
def test_cases(markup: str, expected: list[list[str | None]]) -> None:
    assert laid_out(markup) == expected


def test_a_nested_table_is_a_grid_of_its_own() -> None:
    outer = table("<table><tr><td>a<td><table><tr><td>1<td>2</table></table>")
    inner = outer.find(".//table")
    assert inner is not None
    assert texts(lay_out(inner, 2)) == [["1", "2"]]
    # What the cell shows is not its own text, and it is not blank.
    assert texts(lay_out(outer, 1)) == [["a", "\ufffc"]]
    words = table("<table><tr><td>a<td><table><tr><td>甲<td>乙</table></table>")
    assert texts(lay_out(words, 1)) == [["a", ""]]


def test_limits() -> None:
    wide = lay_out(table("<table><tr>" + "<td>x" * 300 + "</table>"), 1)
    assert len(wide.slots[0]) == MAX_COLUMNS
    spanning = lay_out(table('<table><tr><td colspan="99999999" rowspan="99999999">x<tr><td>y</table>'), 1)
    assert [len(row) for row in spanning.slots] == [MAX_COLUMNS, MAX_COLUMNS]
    tall = lay_out(table("<table>" + "<tr><td>x" * (MAX_ROWS + 5) + "</table>"), 1)
    assert len(tall.slots) == MAX_ROWS


@pytest.mark.parametrize(
    "markup",
    [
        '<table><tr><td>a<td style="display:none">b</table>',
        '<table><tr><td>a<td style="color:red; DISPLAY : none">b</table>',
        "<table><tr><td>a<td hidden>b</table>",
        '<table><tr><td>a<td style="visibility: hidden">b</table>',
    ],
)
def test_hidden_cells_keep_their_slot_and_are_marked(markup: str) -> None:
    grid = lay_out(table(markup), 1)
    assert [(cell.text, cell.hidden) for cell in grid.cells] == [("a", False), ("b", True)]


@pytest.mark.parametrize(
    "markup",
    [
        '<table style="display:none"><tr><td>a</table>',
        '<table><tr style="display:none"><td>a</table>',
        '<table><tbody style="display:none"><tr><td>a</table>',
        '<div style="display:none"><table><tr><td>a</table></div>',
    ],
)
def test_cells_in_hidden_elements_are_hidden(markup: str) -> None:
    assert [cell.hidden for cell in lay_out(table(markup), 1).cells] == [True]


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("12", "12"),
        (" 12 ", "12"),
        ("&nbsp;", ""),
        ("\u3000", ""),
        ("<span>1</span><span>2</span>", "12"),
        ("<span>1</span>\n <span>2</span>", "1 2"),
        ('<p class="MsoNormal"><span lang="EN-US">1<o:p></o:p></span><b>2</b></p>', "12"),
        ("<p>12</p><p>3</p>", "12\n3"),
        ("12<p>3</p>", "12\n3"),
        ("<p>12</p>3", "12\n3"),
        ("<span>12</span><p>3</p>", "12\n3"),
        ("<div>12</div><div>3</div>", "12\n3"),
        ("<span><p>12</p></span><p>3</p>", "12\n3"),
        ("1<br>2", "1\n2"),
        ("12<sup>1</sup>", "12"),
        ("<del>12</del>13", "13"),
        ("<p>12</p><p>&nbsp;</p>", "12"),
        ('12<span style="display:none">3</span>', "12"),
        ("12<span hidden>3</span>4", "124"),
        ("12<script>var a = 3</script><style>b{}</style>", "12"),
        ("1<!-- 2 -->3", "13"),
        ("商业<br/>企业", "商业\n企业"),
        ("<p>结</p>\n<p>果</p>", "结\n果"),
    ],
)
def test_cell_text(inner: str, expected: str) -> None:
    grid = lay_out(table(f"<table><tr><td>{inner}</td></tr></table>"), 1)
    assert grid.cells[0].text == expected
    # The careful way, taken when something in the table is hidden, reads the same.
    careful = lay_out(table(f"<table><tr><td>{inner}</td><td hidden>x</td></tr></table>"), 1)
    assert careful.cells[0].text == expected


def test_deep_markup_is_read_whole() -> None:
    deep = table("<table><tr><td>" + "<span>" * 200 + "7" + "</span>" * 200 + "</td></tr></table>")
    assert texts(lay_out(deep, 1)) == [["7"]]
    cell = html.fragment_fromstring("<td></td>", create_parent="div")
    for _ in range(5_000):
        cell.append(html.fragment_fromstring("<div></div>"))
        cell = cell[0]
    cell.text = "7"
    root = next(ancestor for ancestor in cell.iterancestors() if ancestor.getparent() is None)
    assert shown_text(root, shown_around(None, UNSTYLED), UNSTYLED).strip() == "7"


def test_a_cell_that_shows_a_picture_is_not_empty() -> None:
    shown = ("<img src='a.gif'>", "<canvas></canvas>", "<select><option>1<option>2</select>")
    empty = ("<input type='hidden' value='3'>", "<p><input hidden></p>", "<p>&#8203;</p>", "&#8203;&nbsp;", "<p></p>")
    cells = "".join(f"<td>{inner}</td>" for inner in (*shown, *empty))
    assert laid_out(f"<table><tr>{cells}</tr></table>") == [["\ufffc"] * 3 + [""] * 5]


@pytest.mark.parametrize("hidden", ["", "<td hidden>x</td>"])
@pytest.mark.parametrize(
    ("inner", "seen"),
    [
        ("<input value='3'>", "3"),
        ("<p><input type='number' value='12'></p>", "12"),
        ("<textarea>7</textarea>", "7"),
        ("3<select><option>1<option>2</select>", "3\ufffc"),
        ("12<input value='7'>", "12\n7"),
        ("<p>3<svg><text>9</text></svg></p>", "3\ufffc"),
        ("<input type='checkbox'>", "\ufffc"),
    ],
)
def test_a_field_is_read_as_it_is_seen(inner: str, seen: str, hidden: str) -> None:
    assert laid_out(f"<table><tr><td>{inner}</td>{hidden}</table>")[0][0] == seen


@pytest.mark.parametrize("hidden", ["", "<td hidden>x</td>"])
def test_spaces_of_the_source_are_one_space_across_elements(hidden: str) -> None:
    assert laid_out(f"<table><tr><td><b>1 </b> <i> 94</i></td>{hidden}</table>")[0][0] == "1 94"


def test_a_picture_beside_a_number_may_be_a_digit() -> None:
    cells = "<td><img src='9.gif'>12</td><td><img src='dot.gif' width=1 height=1>12</td><td>\u200b7\ufeff</td>"
    assert laid_out(f"<table><tr>{cells}</tr></table>") == [["\ufffc12", "12", "7"]]
    assert laid_out("<table><tr><td><img src='dot.gif'>受理申请</td></tr></table>") == [["受理申请"]]
