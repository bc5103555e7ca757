"""Charts: what is drawn, and that it is drawn without a network."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportscraper.errors import InputError
from reportscraper.export.chart import Observation, draw, specification

TWO = (
    Observation("云溪县教育局", 2021, 5),
    Observation("云溪县教育局", 2023, 9.5, solid=False),
    Observation("云溪县民政局", 2022, 3),
)


def test_years_without_a_value_break_the_line() -> None:
    values = specification("收到申请", "件", TWO)["data"]["values"]
    assert [(each["body"][-3:], each["year"], each["value"], each["solid"]) for each in values] == [
        ("教育局", 2021, 5, True),
        ("教育局", 2022, None, True),
        ("教育局", 2023, 9.5, False),
        ("民政局", 2021, None, True),
        ("民政局", 2022, 3, True),
        ("民政局", 2023, None, True),
    ]


def test_doubtful_values_are_explained() -> None:
    assert specification("收到申请", "件", TWO)["title"]["subtitle"].startswith("Hollow: ")
    title = specification("收到申请", "件", TWO[:1])["title"]
    assert (title["text"], title["subtitle"]) == ("收到申请 (件)", "")


def test_few_bodies_are_lines_many_are_small_multiples() -> None:
    assert "layer" in specification("x", "件", TWO)
    many = [Observation(f"云溪县{number}局", 2022, number) for number in range(8)]
    spec = specification("x", "件", many)
    assert spec["facet"]["field"] == "body"
    assert spec["columns"] == 4


def test_charts_are_written_as_svg_and_png(tmp_path: Path) -> None:
    draw(tmp_path / "a.svg", "收到申请", "件", TWO)
    svg = (tmp_path / "a.svg").read_text("utf-8")
    assert svg.startswith("<svg")
    for text in ("收到申请 (件)", "云溪县教育局", "云溪县民政局", "2022", "#0072B2"):
        assert text in svg
    draw(tmp_path / "a.PNG", "收到申请", "件", TWO)
    assert (tmp_path / "a.PNG").read_bytes().startswith(b"\x89PNG\r\n")


def test_markup_in_names_is_inert(tmp_path: Path) -> None:
    draw(tmp_path / "a.svg", "<script>alert(1)</script>", "件", [Observation("<img src=x onerror=alert(1)>", 2022, 1)])
    svg = (tmp_path / "a.svg").read_text("utf-8")
    assert "<script" not in svg
    assert "<img" not in svg


def test_control_characters_do_not_abort_the_program(tmp_path: Path) -> None:
    draw(tmp_path / "a.svg", "a\x1bb\x00", "件", [Observation("局\x1b[31m\ud800\uffff", 2022, 1)])
    assert "局\ufffd[31m" in (tmp_path / "a.svg").read_text("utf-8")


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"\.svg or \.png"):
        draw(tmp_path / "a.pdf", "x", "件", TWO)
