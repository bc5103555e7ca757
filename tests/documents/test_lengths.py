"""A label is the label of the row in which it is seen, and an empty box that is drawn may be a digit."""

from __future__ import annotations

import pytest

from reportscraper.documents.html.document import read_html

from .test_shown import OPAQUE, cell_of


def label_of(inner: str, head: str = "", attributes: str = "") -> str:
    """What is read of a label in its cell."""
    page = f"<html><head>{head}</head><body><table><tr><td {attributes}>{inner}</td><td>60</td></tr>"
    document = read_html(page + "<tr><td>行政许可<td>2</tr>" * 8 + "</table></body></html>")
    grid = next(block.grid for block in document.blocks if block.grid is not None)
    cell = grid.slots[0][0]
    assert cell is not None
    return cell.text


@pytest.mark.parametrize(
    "style",
    [
        "position:relative;left:300px", "position:relative;top:30px", "position:relative;top:-2em", "position:absolute;top:40px",
        "transform:translateY(40px)", "transform:translate(0,100%)", "translate:0 30px", "margin-top:-60px", "margin-left:-90px",
        "margin-left:400px", "text-indent:400px;white-space:nowrap",
    ],
)  # fmt: skip
@pytest.mark.parametrize("tag", ["p", "span", "div"])
def test_a_label_that_is_seen_in_another_row_or_cell_is_not_its_rows(tag: str, style: str) -> None:
    assert label_of(f'<{tag} style="{style}">行政强制</{tag}>') == OPAQUE
    assert label_of(f"<{tag} class=q>行政强制</{tag}>", f"<style>.q{{{style}}}</style>") == OPAQUE


@pytest.mark.parametrize(
    "style",
    [
        "text-indent:2em", "position:relative;top:1px", "position:relative", "margin:0 auto", "padding-left:20px", "margin-left:-5.25pt",
        "position:absolute;top:50%;transform:translateY(-50%)", "border:1px solid #000", "transform:translateZ(0)",
    ],
)  # fmt: skip
def test_a_label_in_its_place_is_read(style: str) -> None:
    assert label_of(f'<span style="{style}">行政强制</span>') == "行政强制"


def test_a_label_cell_that_is_moved() -> None:
    assert label_of("行政强制", attributes='style="position:relative;top:40px"') == OPAQUE


@pytest.mark.parametrize("style", ["transform:translateY(40px)", "position:relative;top:-34px", "translate:0 30px"])
def test_figures_of_a_row_that_is_moved_over_another_are_not_read(style: str) -> None:
    for attribute in (f'style="{style}"', "class=q"):
        rows = f"<table><tr {attribute}><td>行政强制</td><td>60</td></tr>" + "<tr><td>行政许可<td>2</tr>" * 8
        page = f"<html><head><style>.q{{{style}}}</style></head><body>{rows}</table></body></html>"
        grid = next(block.grid for block in read_html(page).blocks if block.grid is not None)
        assert [cell and cell.text for cell in grid.slots[0]] == ["行政强制", "60" + OPAQUE]
        assert [cell and cell.text for cell in grid.slots[1]] == ["行政许可", "2"]


@pytest.mark.parametrize("content", ["（上年）", "不含", "attr", "万"])
def test_words_that_a_sheet_prints_beside_a_label_make_it_another(content: str) -> None:
    assert label_of("<i class=q>行政强制</i>", f"<style>.q::after{{content:'{content}'}}</style>") == OPAQUE


@pytest.mark.parametrize("content", ["·", "", ">", "*"])
def test_marks_that_a_sheet_prints_beside_a_label_do_not(content: str) -> None:
    assert label_of("<i class=q>行政强制</i>", f"<style>.q::before{{content:'{content}'}}</style>") == "行政强制"


@pytest.mark.parametrize(
    "style",
    [
        "border-left:2px solid #000;display:inline-block;height:14px", "display:inline-block;width:0;height:14px;border-right:2px solid",
        "display:inline-block;width:6px;height:10px;border:2px solid #000;border-radius:5px", "background:#000;width:2px;height:14px",
    ],
)  # fmt: skip
def test_an_empty_box_that_is_drawn_may_be_a_digit(style: str) -> None:
    assert OPAQUE in cell_of(f'<span style="{style}"></span>0')
    assert OPAQUE in cell_of("<b class=q></b>0", f"<style>.q{{{style}}}</style>")
    assert OPAQUE in cell_of("<b class=q>0</b>", f"<style>.q::before{{content:'';{style}}}</style>")


@pytest.mark.parametrize(
    "style",
    ["border-bottom:1px solid #000", "border:none", "border-left:0 solid", "width:4px;height:4px;background:#999"],
)
def test_an_empty_box_that_is_a_line_below_or_a_dot_is_no_digit(style: str) -> None:
    assert cell_of(f'<span style="{style}"></span>60') == "60"
