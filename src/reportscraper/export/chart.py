"""Charts of a comparison as SVG or PNG: a line a body over the years, drawn by Vega-Lite without a network."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from reportscraper.errors import InputError, StoreError
from reportscraper.export.files import replacing
from reportscraper.export.safe import xml_text

# Okabe and Ito's colours, told apart by everybody; more bodies than colours are drawn in grey small multiples.
_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
_FONT = "Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, sans-serif"
_HOLLOW = "Hollow: approximate, said in the text only, or from a report with errors"
_ENCODING: dict[str, Any] = {
    "x": {"field": "year", "type": "ordinal", "title": None, "axis": {"labelAngle": 0, "labelOverlap": "greedy"}},
    "y": {
        "field": "value",
        "type": "quantitative",
        "title": None,
        "axis": {"tickCount": 5, "gridColor": "#e5e5e5"},
    },
}


class Observation(Struct, frozen=True):
    """One value of one body in one year; doubtful or approximate ones are drawn hollow."""

    body: str
    year: int
    value: int | float
    solid: bool = True


def draw(path: Path, title: str, unit: str, observations: Sequence[Observation]) -> None:
    """Draw a comparison to ``path``, as SVG or PNG by its ending. Years without a value break the line.

    Raises `InputError` for another ending or when the extra ``export`` is missing.
    """
    form = path.suffix.lower().removeprefix(".")
    if form not in ("svg", "png"):
        raise InputError(f"{path}: a chart is written as .svg or .png")
    try:
        import vl_convert
    except ModuleNotFoundError as error:
        raise InputError("charts need the extra: pip install 'reportscraper[export]'") from error
    spec = specification(title, unit, observations)
    data = vl_convert.vegalite_to_svg(spec).encode() if form == "svg" else vl_convert.vegalite_to_png(spec, scale=2)
    try:
        with replacing(path) as temporary:
            temporary.write_bytes(data)
    except OSError as error:
        raise StoreError(f"{path}: cannot be written: {error.strerror}") from error


def specification(title: str, unit: str, observations: Sequence[Observation]) -> dict[str, Any]:
    """The Vega-Lite specification of a comparison, with its data inside."""
    # The renderer aborts the whole process over a character that SVG cannot hold.
    observations = [msgspec.structs.replace(each, body=xml_text(each.body)) for each in observations]
    bodies = list(dict.fromkeys(each.body for each in observations))
    chart = _lines(bodies) if len(bodies) <= len(_COLOURS) else _multiples()
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "title": {
            "text": xml_text(f"{title} ({unit})"),
            "subtitle": "" if all(each.solid for each in observations) else _HOLLOW,
            "anchor": "start",
            "fontSize": 16,
            "subtitleFontSize": 12,
            "offset": 12,
        },
        "data": {"values": _values(observations)},
        "config": {"font": _FONT, "view": {"stroke": None}, "axis": {"labelFontSize": 12, "titleFontSize": 12}},
        "background": "white",
        **chart,
    }


def _values(observations: Sequence[Observation]) -> list[dict[str, Any]]:
    """A row a body and year of the span, with null where nothing is known, so that lines break there."""
    known = {(each.body, each.year): each for each in observations}
    years = [each.year for each in observations]
    made = []
    for body in dict.fromkeys(each.body for each in observations):
        for year in range(min(years), max(years) + 1):
            each = known.get((body, year))
            solid = each is None or each.solid
            made.append({"body": body, "year": year, "value": each.value if each else None, "solid": solid})
    return made


def _layers(colour: dict[str, Any]) -> list[dict[str, Any]]:
    hollow = {
        "fill": {"condition": {"test": "!datum.solid", "value": "white"}, **colour},
        "stroke": colour,
    }
    return [
        {"mark": {"type": "line", "strokeWidth": 2}, "encoding": {"color": colour}},
        {"mark": {"type": "point", "size": 45, "opacity": 1}, "encoding": hollow},
    ]


def _lines(bodies: Sequence[str]) -> dict[str, Any]:
    scale = {"domain": bodies, "range": _COLOURS[: len(bodies)]}
    colour = {
        "field": "body",
        "type": "nominal",
        "scale": scale,
        "title": None,
        "legend": {"orient": "bottom", "columns": 3, "labelLimit": 400},
    }
    return {"width": 640, "height": 320, "encoding": _ENCODING, "layer": _layers(colour)}


def _multiples() -> dict[str, Any]:
    inner = {"width": 180, "height": 90, "encoding": _ENCODING, "layer": _layers({"value": _COLOURS[0]})}
    header = {"title": None, "labelFontSize": 12, "labelAnchor": "start", "labelLimit": 180}
    return {"facet": {"field": "body", "type": "nominal", "header": header, "sort": None}, "columns": 4, "spec": inner}
