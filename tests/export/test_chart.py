"""Charts: one specification for pages and pictures, drawn by one Vega-Lite, without a network."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
import vl_convert

import reportscraper.browse
from reportscraper.errors import InputError
from reportscraper.export.chart import (
    CHARTS,
    HOLLOW,
    PALETTE,
    VEGA_LITE,
    Observation,
    as_picture,
    draw,
    specification,
)

TWO = (
    Observation("云溪县教育局", 2021, 5),
    Observation("云溪县教育局", 2023, 9.5, solid=False),
    Observation("云溪县民政局", 2022, 3),
)
ROWS = (
    Observation("甲局", 2021, 3),
    Observation("甲局", 2022, None),
    Observation("乙局", 2022, 8, part="2014"),
)


def chart(kind: str, rows: tuple[Observation, ...] = ROWS) -> dict[str, Any]:
    return specification(kind, rows, "件", bodies=tuple(dict.fromkeys(each.body for each in rows)))


def test_pages_and_pictures_are_drawn_by_one_vega_lite() -> None:
    vendor = Path(reportscraper.browse.__file__).parent / "static" / "vendor" / "vendor.toml"
    shipped = {each["package"]: each["version"] for each in tomllib.loads(vendor.read_text("utf-8"))["file"]}
    assert shipped["vega-lite"] == VEGA_LITE
    assert VEGA_LITE.rpartition(".")[0] in vl_convert.get_vegalite_versions()
    assert chart("line")["$schema"].endswith(f"/v{VEGA_LITE}.json")


def test_years_without_a_value_break_the_line() -> None:
    values = specification("line", TWO, "件")["data"]["values"]
    assert [(each["body"][-3:], each["year"], each["value"], each["solid"]) for each in values] == [
        ("教育局", 2021, 5, True),
        ("教育局", 2022, None, True),
        ("教育局", 2023, 9.5, False),
        ("民政局", 2021, None, True),
        ("民政局", 2022, 3, True),
        ("民政局", 2023, None, True),
    ]


def test_years_and_bodies_may_be_given() -> None:
    spec = specification("line", TWO[:1], "件", bodies=("云溪县民政局", "云溪县教育局"), years=range(2020, 2022))
    assert [(each["body"][-3:], each["year"], each["value"]) for each in spec["data"]["values"]] == [
        ("民政局", 2020, None),
        ("民政局", 2021, None),
        ("教育局", 2020, None),
        ("教育局", 2021, 5),
    ]


@pytest.mark.parametrize("kind", list(CHARTS))
def test_specifications_hold_the_rows_and_nothing_to_load(kind: str) -> None:
    spec = chart(kind)
    assert spec["data"] == {
        "values": [
            {"body": "甲局", "year": 2021, "value": 3, "part": "", "solid": True},
            {"body": "甲局", "year": 2022, "value": None, "part": "", "solid": True},
            {"body": "乙局", "year": 2021, "value": None, "part": "", "solid": True},
            {"body": "乙局", "year": 2022, "value": 8, "part": "2014", "solid": True},
        ]
    }
    assert "url" not in str(spec["data"])
    assert spec["encoding"]["tooltip"]


def test_bodies_differ_in_colour_and_in_shape() -> None:
    encoding = chart("line")["encoding"]
    assert encoding["color"]["scale"] == {"domain": ["甲局", "乙局"], "range": list(PALETTE[:2])}
    assert len(set(encoding["shape"]["scale"]["range"])) == 2
    assert encoding["detail"] == {"field": "part", "type": "nominal"}


def test_dots_show_the_latest_year_with_a_number() -> None:
    spec = chart("dots")
    assert spec["title"]["text"] == "Report year 报告年度 2022"
    assert spec["transform"] == [{"filter": {"field": "year", "equal": 2022}}]
    assert spec["encoding"]["x"]["scale"]["domainMax"] == pytest.approx(8.96)


def test_one_body_needs_no_legend() -> None:
    assert chart("line", ROWS[:1])["encoding"]["color"]["legend"] is None


def test_few_bodies_are_lines_many_are_small_multiples(tmp_path: Path) -> None:
    assert "layer" in specification("line", TWO, "件")
    many = [Observation(f"云溪县{number}局", 2022, number) for number in range(9)]
    spec = specification("multiples", many, "件")
    assert spec["facet"]["field"] == "body"
    assert spec["columns"] == 4
    draw(tmp_path / "a.svg", "x", "件", many[:8])
    draw(tmp_path / "b.svg", "x", "件", many)
    lines, multiples = ((tmp_path / name).read_text("utf-8") for name in ("a.svg", "b.svg"))
    assert "Report year" in lines
    assert "Report year" not in multiples


@pytest.mark.parametrize("kind", [*CHARTS, "multiples"])
def test_pictures_say_what_the_page_around_them_says(kind: str) -> None:
    spec = specification(kind, ROWS, "件", title="收到申请", subtitle=("Requests (件)", "Source: us"))
    title = as_picture(spec)["title"]
    latest = ["Report year 报告年度 2022"] if kind == "dots" else []
    assert (title["text"], title["subtitle"]) == ("收到申请", ["Requests (件)", *latest, "Source: us"])
    assert spec.get("title", {}).get("text") == ("Report year 报告年度 2022" if kind == "dots" else None)
    svg = vl_convert.vegalite_to_svg(as_picture(spec), vl_version=VEGA_LITE.rpartition(".")[0])
    for text in ("收到申请", "Source: us", "甲局" if kind != "dots" else "乙局"):
        assert text in svg


def test_charts_are_written_as_svg_and_png(tmp_path: Path) -> None:
    draw(tmp_path / "a.svg", "收到申请", "件", TWO)
    svg = (tmp_path / "a.svg").read_text("utf-8")
    assert svg.startswith("<svg")
    for text in ("收到申请 (件)", "云溪县教育局", "云溪县民政局", "2022", PALETTE[0], HOLLOW):
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
    draw(tmp_path / "a.svg", "a\x1bb\x00", "件\x02", odd)
    assert "局\ufffd[31m" in (tmp_path / "a.svg").read_text("utf-8")


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"\.svg or \.png"):
        draw(tmp_path / "a.pdf", "x", "件", TWO)


def test_what_a_finding_speaks_against_has_a_sign_that_the_legend_explains_in_both_languages() -> None:
    doubted = (Observation("甲局", 2021, 3, doubt="error"), Observation("甲局", 2022, 4, doubt="warning"), ROWS[2])
    for kind in (*CHARTS, "multiples"):
        spec = specification(kind, doubted, "件")
        signs = [each["sign"] for each in spec["data"]["values"] if "sign" in each]
        assert signs == ["!", "?"]
        ring, text = spec.get("spec", spec)["layer"][-2:]
        assert text["encoding"]["text"]["field"] == "sign"
        named = ring["encoding"]["stroke"]["scale"]["domain"]
        both = ["! wrong, says a finding 核查有误", "? in doubt, says a finding 核查存疑"]
        assert named == (both[1:] if kind == "dots" else both), "only what is drawn is explained"
        vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE.rpartition(".")[0])


def test_a_chart_without_doubt_has_no_sign() -> None:
    for kind in (*CHARTS, "multiples"):
        assert "doubt" not in str(chart(kind))
