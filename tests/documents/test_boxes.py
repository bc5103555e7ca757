"""Digits parted by boxes, boxes that are moved away, and the values of form fields, read as Chromium paints them."""

from __future__ import annotations

import pytest

from .test_shown import OPAQUE, cell_of


@pytest.mark.parametrize(
    "rule",
    [
        ".q::after{content:'  ';white-space:pre}", ".q::after{content:'\\00a0'}", ".q:after{content:'';padding-left:20px}",
        ".q::after{content:'';display:inline-block;width:30px}", ".q::after{content:'';display:block}",
    ],
)  # fmt: skip
def test_blanks_that_a_sheet_sets_behind_a_digit_part_it_from_the_next(rule: str) -> None:
    assert cell_of("<b class=q>1</b><b>2</b>", f"<style>{rule}</style>").split() == ["1", "2"]
    assert cell_of("<b class=q>12</b>", f"<style>{rule}</style>") == "12"
    assert cell_of("12", f"<style>{rule}</style>", "class=q") == "12"


@pytest.mark.parametrize(
    "style",
    [
        "display:flex", "display:flex;gap:0 2em", "display:inline-flex;justify-content:space-between", "display:grid",
        "display:table;border-spacing:20px",
    ],
)  # fmt: skip
def test_boxes_side_by_side_are_no_number(style: str) -> None:
    assert cell_of(f'<div style="{style}"><i>1</i><b style="margin-left:auto">2</b></div>').split() == ["1", "2"]
    assert cell_of(f'<div style="{style}">12</div>') == "12"


@pytest.mark.parametrize(
    "style", ["text-indent:-999em", "transform:translateX(-9999px)", "margin-top:-999px", "scale:0"]
)
def test_what_moves_boxes_leaves_the_text_of_a_line_where_it_stands(style: str) -> None:
    assert cell_of(f'60<span style="{style}">9</span>').replace(OPAQUE * 2, OPAQUE) == "609" + OPAQUE
    assert OPAQUE in cell_of(f'<span style="{style}">60</span>')
    assert cell_of(f'60<div style="{style}">9</div>') == "60"


def test_what_is_moved_over_another_cell_is_not_blank() -> None:
    assert OPAQUE in cell_of('<p style="margin-left:-400px">60</p>')
    assert cell_of('<p style="margin-left:-9999px">60</p>') == ""


@pytest.mark.parametrize(
    ("field", "seen"),
    [
        ('<input value="60">', "60"),
        ('<input value="60" style="border:none;width:60px;text-align:center;background:transparent">', "60"),
        ('<span style="color:#fff"><input value="60"></span>', "60"),
        ('<input value="60" hidden>', ""),
        ('<input value="60" style="display:none">', ""),
        ('<input value="60" style="color:#fff">', OPAQUE),
        ('<input value="60" style="color:#fff;background:#000">', "60"),
        ('<span style="color:#fff"><input value="60" style="color:inherit"></span>', OPAQUE),
        ('<input value="60" style="text-decoration:line-through">', OPAQUE),
        ('<input value="6000" style="width:12px">', OPAQUE),
        ('<input value="60" style="height:4px">', OPAQUE),
        ('<textarea style="color:white">60</textarea>', OPAQUE),
    ],
)
def test_the_value_of_a_field_is_seen_as_its_own_style_says(field: str, seen: str) -> None:
    assert cell_of(field) == seen


@pytest.mark.parametrize(
    ("inner", "head", "seen"),
    [
        ("60<b class=q>9</b>", "<style>@media (min-width:9999px) or (min-width:1px){.q{display:none}}</style>", None),
        ("60<b class=q>9</b>", "<style>.q{@media screen{display:none}}</style>", None),
        ("60<b class=q>9</b>", "<style title=a></style><style title=b>.q{display:none}</style>", None),
        ("60<b class=q>9</b>", "<link rel=stylesheet disabled href='data:text/css,.q%7Bdisplay:none%7D'>", "609"),
        ("<div class=q>60</div>", "<style>.q{text-indent:100%;overflow:hidden;white-space:nowrap}</style>", ""),
        ("60<i style='display:table-column'>9</i>", "", "60"),
        ("<i style='display:inline-block;contain:size;overflow:hidden'>60</i>", "", None),
        ("60<menu>9</menu>", "", "60\n9"),
        ("60<map>9</map>", "", "609"),
        ("60<math>9</math>", "", None),
        ("60<image>9</image>", "", None),
        ("60<title>9</title>", "", "60"),
        ("60<b hidden=until-found>9</b>", "", None),
        ("60<b id=k hidden>9</b>", "<script>k.hidden = false; k.textContent += ''</script>", None),
    ],
)
def test_what_browsers_show_of_rare_elements_and_sheets(inner: str, head: str, seen: str | None) -> None:
    read = cell_of(inner, head)
    assert OPAQUE in read if seen is None else read == seen
