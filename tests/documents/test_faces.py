"""Fonts that a page brings along may print any sign for a digit; those that it names, and those of icons, print none of its digits."""

from __future__ import annotations

import pytest

from reportscraper.documents.html.document import read_html

from .test_shown import OPAQUE, cell_of, line_of

_OWN = "@font-face{font-family:zz;src:url(data:font/woff;base64,d09G)}"


@pytest.mark.parametrize(
    "rules",
    [
        "body{font-family:zz}",
        "html{font:14px/1.5 zz}",
        "body{font-family:zz,'宋体',serif}",
        "div{font-family:serif}*{font-family:'ZZ'}",
        ":root{--f:zz}body{font-family:var(--f)}",
        "body{font-family:zz}td{font-family:inherit}",
    ],
)
def test_the_figures_of_a_page_in_a_font_of_its_own_cannot_be_told(rules: str) -> None:
    assert OPAQUE in cell_of("60", f"<style>{_OWN}{rules}</style>")


@pytest.mark.parametrize(
    "rules",
    [
        _OWN,
        _OWN + "body{font-family:'宋体',zz}",
        _OWN + ".icon{font-family:zz}",
        _OWN + "body{font-family:zz}td{font-family:'宋体'}",
        _OWN.replace("}", ";unicode-range:U+E000-F8FF}") + "body{font-family:zz,serif}",
        "@font-face{font-family:fs;src:local('FangSong')}body{font-family:fs}",
        "@font-face{font-family:'Source Han Sans';src:url(/f.woff2)}body{font-family:'Source Han Sans'}",
    ],
)
def test_other_fonts_leave_figures_as_they_stand(rules: str) -> None:
    assert cell_of("60", f"<style>{rules}</style>") == "60"


def test_prose_in_another_font_is_read_within_a_page_in_its_own() -> None:
    sheet = f"<style>{_OWN}body{{font-family:zz}}</style>"
    assert OPAQUE in line_of("收到60件", sheet)
    assert line_of('<b style="font-family:宋体">收到60件</b>', sheet) == "收到60件"


def test_a_title_in_type_of_its_own_keeps_its_year() -> None:
    page = f"<html><head><style>{_OWN}h1{{font-family:zz}}</style></head><body><h1>水利局2021年年度报告</h1><p>收到60件</p></body></html>"
    texts = [block.text for block in read_html(page).blocks]
    assert texts == ["水利局2021年年度报告", "收到60件"]
