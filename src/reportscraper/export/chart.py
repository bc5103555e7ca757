"""The one builder of charts: a comparison as a Vega-Lite specification, for the browser's pages and for pictures (SVG, PNG)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from reportscraper.errors import InputError, StoreError
from reportscraper.export.files import atomic_write
from reportscraper.export.safe import xml_text
from reportscraper.extras import missing
from reportscraper.forms.rules import DOUBT_SIGNS, doubt_line

VEGA_LITE = "6.4.1"
"""The Vega-Lite that pages ship and that `vl_convert` carries: one specification is drawn alike by both."""

PALETTE = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#5b4b9e", "#222222")
"""Okabe and Ito's colours, told apart with every common kind of colour blindness; the last two made darker for white paper."""

SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "triangle-right", "triangle-left")
"""Colour is never the only sign."""

CHARTS = ("line", "bar", "dots")
"""Kinds of chart that people choose from; ``multiples`` is a small chart a body, for more bodies than there are colours."""

HOLLOW = "Hollow: approximate, or said in the text only. 空心：近似值，或仅见于正文。"
_DOUBT_COLOURS = {"error": "#b3261e", "warning": "#8a5a00"}

_FONT = "'Noto Sans', 'Helvetica Neue', Arial, 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"
_PICTURE_WIDTH = 900
_INK, _GRID, _AXIS = "#1d232b", "#e3e7eb", "#8a949e"
_CONFIG: dict[str, Any] = {
    "font": _FONT,
    "view": {"stroke": None},
    "axis": {
        "labelColor": _INK,
        "titleColor": _INK,
        "gridColor": _GRID,
        "domainColor": _AXIS,
        "tickColor": _AXIS,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
    },
    "axisX": {"grid": False},
    "axisY": {"titleAngle": 0, "titleAlign": "left", "titleY": -10, "titleX": 0},
    "legend": {"labelFontSize": 12.5, "labelColor": _INK, "symbolSize": 90, "labelLimit": 260, "columns": 3},
    "line": {"strokeWidth": 2.2},
    "title": {"fontSize": 13, "color": _INK, "fontWeight": "normal"},
}
_YEAR_AXIS = {"labelAngle": 0, "labelOverlap": True}
_YEAR = {"field": "year", "type": "ordinal", "axis": _YEAR_AXIS}
_TOOLTIP = [{"field": "body"}, {"field": "year"}, {"field": "value", "format": ","}]


class ChartWords(Struct, frozen=True):
    """The words of a chart besides its data: what the years are, and what each severity of doubt says."""

    year: str
    doubts: Mapping[str, str]


_WORDS = ChartWords("Report year 报告年度", {severity: doubt_line(severity) for severity in DOUBT_SIGNS})


class Observation(Struct, frozen=True):
    """One value of one body in one year; None where nothing was printed.

    A line joins points of one ``part`` only. Points that are not ``solid``, such as approximate ones, are drawn hollow; those in
    ``doubt`` (error or warning) bear a sign.
    """

    body: str
    year: int
    value: int | float | None
    part: str = ""
    solid: bool = True
    doubt: str = ""


def specification(
    kind: str,
    observations: Sequence[Observation],
    unit: str,
    *,
    title: str = "",
    subtitle: Sequence[str] = (),
    bodies: Sequence[str] = (),
    years: range | None = None,
    words: ChartWords = _WORDS,
) -> dict[str, Any]:
    """The Vega-Lite specification of one indicator, with its data inside and nothing to load.

    Bodies and years are those observed unless given; a year without a value breaks the line. Title and subtitle are for a
    picture that leaves the page (`as_picture`).
    """
    # The renderer of pictures aborts the whole process over a character that SVG cannot hold.
    names = [xml_text(body) for body in bodies or dict.fromkeys(each.body for each in observations)]
    known = {(xml_text(each.body), each.year): each for each in observations}
    seen = [each.year for each in observations] or [0]
    rows = [
        _row(body, year, known.get((body, year)), words)
        for body in names
        for year in years or range(min(seen), max(seen) + 1)
    ]
    chart = _KINDS[kind](rows, names, unit, words.year)
    _mark_doubt(chart, rows, kind, words)
    if kind != "multiples":
        chart |= {"width": "container", "autosize": {"type": "fit-x", "contains": "padding"}}
    # A picture says what the page around it says, the chart's own title among it, at a width of its own.
    lines = [xml_text(line) for line in subtitle]
    lines[1:1] = [chart["title"]["text"]] if "title" in chart else []
    heading = {"text": xml_text(title), "subtitle": lines, "anchor": "start", "offset": 14, "fontSize": 16}
    picture = {"title": heading, "padding": 16} | ({"width": _PICTURE_WIDTH} if kind != "multiples" else {})
    return {
        "$schema": f"https://vega.github.io/schema/vega-lite/v{VEGA_LITE}.json",
        "background": "#ffffff",
        "data": {"values": rows},
        "config": _CONFIG,
        "usermeta": {"picture": picture},
        **chart,
    }


def as_picture(spec: dict[str, Any]) -> dict[str, Any]:
    """The specification of a chart that leaves its page; `compare.js` does the same for "Save as PNG"."""
    picture: dict[str, Any] = spec["usermeta"]["picture"]
    return spec | picture


def draw(path: Path, title: str, unit: str, observations: Sequence[Observation]) -> None:
    """Draw a comparison over the years to ``path`` without a network, as SVG or PNG by its ending.

    Raises `InputError` for another ending or when the extra ``export`` is missing.
    """
    form = path.suffix.lower().removeprefix(".")
    if form not in ("svg", "png"):
        raise InputError(f"{path}: a chart is written as .svg or .png")
    try:
        import vl_convert
    except ModuleNotFoundError as error:
        raise InputError(missing("export", "a chart as a file")) from error
    kind = "line" if len({each.body for each in observations}) <= len(PALETTE) else "multiples"
    subtitle = [] if all(each.solid for each in observations) else [HOLLOW]
    spec = as_picture(specification(kind, observations, unit, title=f"{title} ({unit})", subtitle=subtitle))
    version = VEGA_LITE.rpartition(".")[0]
    if form == "svg":
        data = vl_convert.vegalite_to_svg(spec, vl_version=version).encode()
    else:
        data = vl_convert.vegalite_to_png(spec, vl_version=version, scale=2)
    try:
        with atomic_write(path) as temporary:
            temporary.write_bytes(data)
    except OSError as error:
        raise StoreError(f"{path}: cannot be written: {error.strerror}") from error


def _row(body: str, year: int, found: Observation | None, words: ChartWords) -> dict[str, Any]:
    if found is None:
        return {"body": body, "year": year, "value": None, "part": "", "solid": True}
    row = {"body": body, "year": year, "value": found.value, "part": xml_text(found.part), "solid": found.solid}
    return row | ({"doubt": words.doubts[found.doubt], "sign": DOUBT_SIGNS[found.doubt]} if found.doubt else {})


def _mark_doubt(chart: dict[str, Any], rows: Sequence[dict[str, Any]], kind: str, words: ChartWords) -> None:
    """Give the values that a finding speaks against a sign and a ring, and the chart a legend that says what the signs mean."""
    years = {row["year"] for row in rows if row["value"] is not None}
    seen = {
        row.get("doubt") for row in rows if row["value"] is not None and (kind != "dots" or row["year"] == max(years))
    }
    colours = {words.doubts[severity]: colour for severity, colour in _DOUBT_COLOURS.items()}
    known = {line: colour for line, colour in colours.items() if line in seen}
    if not known:
        return
    only = [{"filter": "isValid(datum.doubt)"}]
    scale = {"domain": list(known), "range": list(known.values())}
    legend = {
        "orient": "bottom",
        "direction": "vertical",
        "columns": 1,
        "title": None,
        "symbolType": "circle",
        "symbolFillColor": "transparent",
        "labelLimit": 420,
    }
    ring = {"field": "doubt", "type": "nominal", "scale": scale, "legend": legend}
    # The scales of the bodies' colours and shapes are left alone, or their legend would fall apart.
    plain = {"shape": {"value": "circle"}, "color": {"value": "transparent"}, "detail": {"field": "body"}}
    wrong = {"test": f"datum.sign === '{DOUBT_SIGNS['error']}'", "value": _DOUBT_COLOURS["error"]}
    colour = {"condition": wrong, "value": _DOUBT_COLOURS["warning"]}
    text = {"text": {"field": "sign", "type": "nominal"}, "color": colour}
    where = {"dx": -18} if kind == "dots" else {"dy": -16}
    layers = [
        {
            "transform": only,
            "mark": {"type": "point", "filled": False, "strokeWidth": 2, "opacity": 1, "size": 260},
            "encoding": {**plain, "stroke": ring},
        },
        {
            "transform": only,
            "mark": {"type": "text", "fontWeight": "bold", "fontSize": 13, **where},
            "encoding": plain | text,
        },
    ]
    inside = chart.get("spec", chart)
    drawn = inside.pop("layer", None) or [{"mark": inside.pop("mark")}]
    inside["layer"] = [*drawn, *layers]


def _by_body(bodies: Sequence[str], signs: Sequence[str]) -> dict[str, Any]:
    scale = {"domain": list(bodies), "range": [signs[index % len(signs)] for index in range(len(bodies))]}
    legend = {"orient": "top", "title": None, "offset": 26} if len(bodies) > 1 else None
    return {"field": "body", "type": "nominal", "scale": scale, "legend": legend}


def _value(unit: str) -> dict[str, Any]:
    axis = {"tickMinStep": 1 if unit != "%" else 0.1, "tickCount": 6}
    scale = {"zero": True, "nice": True}
    return {"field": "value", "type": "quantitative", "title": xml_text(unit), "scale": scale, "axis": axis}


def _line_layers(size: int) -> list[dict[str, Any]]:
    """Lines with points, and white upon the points that are not solid."""
    point = {"size": size, "filled": True}
    return [
        {"mark": {"type": "line", "point": point, "invalid": "break-paths-show-path-domains"}},
        {
            # Where no point stands alone the layer is empty: a picture that says nothing to who hears the page.
            "mark": {"type": "point", "filled": True, "size": size / 3, "opacity": 1, "aria": False},
            "transform": [{"filter": {"field": "solid", "equal": False}}],
            "encoding": {"color": {"value": "#ffffff"}},
        },
    ]


def _line(_: Sequence[dict[str, Any]], bodies: Sequence[str], unit: str, year: str) -> dict[str, Any]:
    encoding = {
        "x": {**_YEAR, "title": year},
        "y": _value(unit),
        "color": _by_body(bodies, PALETTE),
        "shape": _by_body(bodies, SHAPES),
        "detail": {"field": "part", "type": "nominal"},
        "tooltip": _TOOLTIP,
    }
    return {"height": 280, "encoding": encoding, "layer": _line_layers(70)}


def _multiples(_: Sequence[dict[str, Any]], bodies: Sequence[str], unit: str, __: str) -> dict[str, Any]:
    encoding = {
        "x": {**_YEAR, "title": None, "axis": {**_YEAR_AXIS, "labelOverlap": "greedy"}},
        "y": {**_value(unit), "title": None},
        "color": {"value": PALETTE[0]},
        "detail": {"field": "part", "type": "nominal"},
        "tooltip": _TOOLTIP,
    }
    header = {"title": None, "labelFontSize": 12, "labelAnchor": "start", "labelLimit": 180}
    return {
        "facet": {"field": "body", "type": "nominal", "header": header, "sort": list(bodies)},
        "columns": 4,
        "spec": {"width": 180, "height": 90, "encoding": encoding, "layer": _line_layers(45)},
    }


def _bar(_: Sequence[dict[str, Any]], bodies: Sequence[str], unit: str, year: str) -> dict[str, Any]:
    encoding = {
        "x": {**_YEAR, "title": year},
        "xOffset": {"field": "body", "type": "nominal", "sort": list(bodies)},
        "y": _value(unit),
        "color": _by_body(bodies, PALETTE),
        "tooltip": _TOOLTIP,
    }
    return {"height": 280, "mark": {"type": "bar"}, "encoding": encoding}


def _dots(rows: Sequence[dict[str, Any]], _: Sequence[str], unit: str, year: str) -> dict[str, Any]:
    latest = max((row["year"] for row in rows if row["value"] is not None), default=0)
    top = max((row["value"] for row in rows if row["value"] is not None and row["year"] == latest), default=0)
    return {
        "height": {"step": 30},
        "title": {"text": f"{year} {latest}", "anchor": "start"},
        "transform": [{"filter": {"field": "year", "equal": latest}}],
        "encoding": {
            "y": {"field": "body", "type": "nominal", "sort": "-x", "title": None, "axis": {"labelLimit": 220}},
            "x": {**_value(unit), "scale": {"zero": True, "domainMax": top * 1.12 or 1}},
            "tooltip": _TOOLTIP,
        },
        "layer": [
            {"mark": {"type": "rule", "color": "#b9c2cc"}, "encoding": {"x": {"datum": 0}, "x2": {"field": "value"}}},
            {"mark": {"type": "circle", "size": 130, "color": PALETTE[0], "opacity": 1}},
            {
                "mark": {"type": "text", "align": "left", "dx": 10},
                "encoding": {"text": {"field": "value", "type": "quantitative", "format": ","}},
            },
        ],
    }


_KINDS = {"line": _line, "bar": _bar, "dots": _dots, "multiples": _multiples}
