"""Charts as files, drawn without a network."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from reportscraper.errors import InputError
from reportscraper.export.chart import KINDS, Chart, Point, Trace
from reportscraper.export.picture import HOLLOW, Observation, draw, picture

TWO = (
    Observation("云溪县教育局", 2021, 5),
    Observation("云溪县教育局", 2023, 9.5, solid=False),
    Observation("云溪县民政局", 2022, 3),
)


def test_few_bodies_are_lines_many_are_a_chart_each(tmp_path: Path) -> None:
    many = [Observation(f"云溪县{number}局", year, number) for number in range(9) for year in (2021, 2022)]
    draw(tmp_path / "a.svg", "x", "件", many[:16])
    draw(tmp_path / "b.svg", "x", "件", many)
    few, each = ((tmp_path / name).read_text("utf-8") for name in ("a.svg", "b.svg"))
    assert (few.count('class="plot '), each.count('class="plot small"')) == (1, 9)


@pytest.mark.parametrize("kind", KINDS)
def test_pictures_say_what_the_page_around_them_says(kind: str) -> None:
    traces = [Trace("甲局", {2021: Point(3)}), Trace("乙局", {2022: Point(8)})]
    svg = picture(Chart(traces, range(2021, 2023), unit="件", kind=kind), "收到申请 (件)", ["所有单位"], ["Source: us"])
    etree.fromstring(svg)
    for text in ("收到申请 (件)", "所有单位", "Source: us", "乙局", "2022"):
        assert text in svg
    assert "var(" not in svg


def test_charts_are_written_as_svg_and_png(tmp_path: Path) -> None:
    draw(tmp_path / "a.svg", "收到申请", "件", TWO)
    svg = (tmp_path / "a.svg").read_text("utf-8")
    assert svg.startswith("<svg")
    for text in ("收到申请 (件)", "云溪县教育局", "云溪县民政局", "2022", "#0060b8", HOLLOW):
        assert text in svg
    draw(tmp_path / "b.svg", "收到申请", "件", TWO[:1])
    assert "Hollow" not in (tmp_path / "b.svg").read_text("utf-8")
    draw(tmp_path / "a.PNG", "收到申请", "件", TWO)
    assert (tmp_path / "a.PNG").read_bytes().startswith(b"\x89PNG\r\n")


def test_markup_in_names_is_inert(tmp_path: Path) -> None:
    draw(tmp_path / "a.svg", "<script>alert(1)</script>", "件", [Observation("<img src=x onerror=alert(1)>", 2022, 1)])
    svg = (tmp_path / "a.svg").read_text("utf-8")
    assert "<script" not in svg
    assert "<img" not in svg


def test_control_characters_do_not_abort_the_program(tmp_path: Path) -> None:
    odd = [Observation("局\x1b[31m\ud800\uffff", 2022, 1), Observation("另", 2022, 1, part="\x01")]
    for name in ("a.svg", "a.png"):
        draw(tmp_path / name, "a\x1bb\x00", "件\x02", odd)
    assert "局\ufffd[31m" in (tmp_path / "a.svg").read_text("utf-8")


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"\.svg or \.png"):
        draw(tmp_path / "a.pdf", "x", "件", TWO)


def test_what_a_finding_speaks_against_has_a_sign_that_is_explained_in_both_languages(tmp_path: Path) -> None:
    doubted = [Observation("甲局", 2021, 3, doubt="error"), Observation("甲局", 2022, 4, doubt="warning")]
    both = ["! wrong, says a finding 核查有误", "? in doubt, says a finding 核查存疑"]
    for rows in (doubted, doubted[1:], list(TWO)):
        draw(tmp_path / "a.svg", "x", "件", rows)
        svg = (tmp_path / "a.svg").read_text("utf-8")
        signs = [each.doubt for each in rows if each.doubt]
        assert svg.count('class="ring"') == len(signs)
        assert [line in svg for line in both] == ["error" in signs, "warning" in signs], (
            "only what is drawn is explained"
        )
