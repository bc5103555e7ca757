"""Charts: small lines drawn as SVG on the server, and specifications for Vega-Lite, which the browser draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup
from msgspec import Struct

PALETTE = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#5b4b9e", "#222222")
"""Okabe and Ito's colours, told apart with every common kind of colour blindness; the last two made darker for white paper."""

SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "triangle-right", "triangle-left")
"""Colour is never the only sign."""

CHARTS = {"line": "Lines over the years", "bar": "Bars by year", "dots": "Ranked dots, latest year"}
FONT = "'Noto Sans', 'Helvetica Neue', Arial, 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"

_WIDTH, _HEIGHT, _EDGE = 200, 56, 6


class Point(Struct, frozen=True):
    """A value of a year; None where nothing was printed."""

    year: int
    value: int | float | None


def sparkline(points: Sequence[Point], label: str) -> Markup:
    """A small line chart from zero up, broken where a year has no number. ``label`` says in words what it shows."""
    top = max((point.value for point in points if point.value is not None), default=0) or 1
    low = min(0, min((point.value for point in points if point.value is not None), default=0))
    step = (_WIDTH - 2 * _EDGE) / max(1, len(points) - 1)
    at = [
        None
        if point.value is None
        else (_EDGE + index * step, _HEIGHT - _EDGE - (point.value - low) / (top - low) * (_HEIGHT - 2 * _EDGE))
        for index, point in enumerate(points)
    ]
    lines = Markup("").join(
        Markup('<polyline points="{}"/>').format(" ".join(f"{x:.1f},{y:.1f}" for x, y in run)) for run in _runs(at)
    )
    dots = Markup("").join(Markup('<circle cx="{:.1f}" cy="{:.1f}" r="2.4"/>').format(*each) for each in at if each)
    return Markup(
        '<svg class="spark" lang="zh-Hans" viewBox="0 0 {} {}" role="img" aria-label="{}"><line x1="0" x2="{}" y1="{}" y2="{}"/>{}{}</svg>'
    ).format(_WIDTH, _HEIGHT, label, _WIDTH, _HEIGHT - _EDGE, _HEIGHT - _EDGE, lines, dots)


def _runs(at: Sequence[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    """The stretches without a gap that hold two points or more."""
    runs: list[list[tuple[float, float]]] = [[]]
    for each in at:
        if each is None:
            runs.append([])
        else:
            runs[-1].append(each)
    return [run for run in runs if len(run) > 1]


def comparison(
    kind: str,
    rows: Sequence[Mapping[str, Any]],
    bodies: Sequence[str],
    unit: str,
    *,
    title: str = "",
    subtitle: Sequence[str] = (),
) -> dict[str, Any]:
    """A Vega-Lite specification of one indicator. ``rows`` have ``body``, ``year``, ``value`` (None is a gap) and ``part``:
    a line joins points of the same part only. Title and subtitle are for a picture that leaves the page.
    """
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "background": "#ffffff",
        "width": "container",
        "autosize": {"type": "fit-x", "contains": "padding"},
        "data": {"values": list(rows)},
        "config": _CONFIG,
        "usermeta": {"title": {"text": title, "subtitle": list(subtitle), "anchor": "start", "offset": 14}},
        **_KINDS[kind](rows, bodies, unit),
    }


def _colour(bodies: Sequence[str]) -> dict[str, Any]:
    colours = [PALETTE[index % len(PALETTE)] for index in range(len(bodies))]
    legend = {"orient": "top", "columns": 3, "title": None, "offset": 26}
    return {
        "field": "body",
        "type": "nominal",
        "scale": {"domain": list(bodies), "range": colours},
        "legend": legend if len(bodies) > 1 else None,
    }


def _shape(bodies: Sequence[str]) -> dict[str, Any]:
    shapes = [SHAPES[index % len(SHAPES)] for index in range(len(bodies))]
    return {**_colour(bodies), "scale": {"domain": list(bodies), "range": shapes}}


def _value(unit: str) -> dict[str, Any]:
    axis = {"tickMinStep": 1 if unit != "%" else 0.1, "tickCount": 6}
    return {
        "field": "value",
        "type": "quantitative",
        "title": unit,
        "scale": {"zero": True, "nice": True},
        "axis": axis,
    }


_YEAR = {"field": "year", "type": "ordinal", "title": "Report year", "axis": {"labelAngle": 0, "labelOverlap": True}}
_TOOLTIP = [{"field": "body"}, {"field": "year"}, {"field": "value", "format": ","}]


def _line(_: Sequence[Mapping[str, Any]], bodies: Sequence[str], unit: str) -> dict[str, Any]:
    return {
        "height": 280,
        "mark": {"type": "line", "point": {"size": 70, "filled": True}, "invalid": "break-paths-show-path-domains"},
        "encoding": {
            "x": _YEAR,
            "y": _value(unit),
            "color": _colour(bodies),
            "shape": _shape(bodies),
            "detail": {"field": "part", "type": "nominal"},
            "tooltip": _TOOLTIP,
        },
    }


def _bar(_: Sequence[Mapping[str, Any]], bodies: Sequence[str], unit: str) -> dict[str, Any]:
    return {
        "height": 280,
        "mark": {"type": "bar"},
        "encoding": {
            "x": _YEAR,
            "xOffset": {"field": "body", "type": "nominal", "sort": list(bodies)},
            "y": _value(unit),
            "color": _colour(bodies),
            "tooltip": _TOOLTIP,
        },
    }


def _dots(rows: Sequence[Mapping[str, Any]], _: Sequence[str], unit: str) -> dict[str, Any]:
    latest = max((row["year"] for row in rows if row["value"] is not None), default=0)
    top = max((row["value"] for row in rows if row["value"] is not None and row["year"] == latest), default=0)
    return {
        "height": {"step": 30},
        "title": {"text": f"Report year {latest}", "anchor": "start"},
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


_KINDS = {"line": _line, "bar": _bar, "dots": _dots}
_INK, _GRID = "#1d232b", "#e3e7eb"
_CONFIG: dict[str, Any] = {
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "labelColor": _INK,
        "titleColor": _INK,
        "gridColor": _GRID,
        "domainColor": "#8a949e",
        "tickColor": "#8a949e",
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
    },
    "axisX": {"grid": False},
    "axisY": {"titleAngle": 0, "titleAlign": "left", "titleY": -10, "titleX": 0},
    "legend": {"labelFontSize": 12.5, "labelColor": _INK, "symbolSize": 90, "labelLimit": 260},
    "line": {"strokeWidth": 2.2},
    "title": {"fontSize": 13, "color": _INK, "fontWeight": "normal"},
}
