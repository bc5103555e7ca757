"""A chart as a file (SVG, PNG), which says what the page around it says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from reportscraper.errors import InputError, StoreError
from reportscraper.export.chart import COLOURS, Chart, Point, Trace, drawn
from reportscraper.export.files import atomic_write
from reportscraper.export.lettering import safe
from reportscraper.extras import missing
from reportscraper.forms.rules import DOUBT_SIGNS, in_chinese, phrase
from reportscraper.resources import read_text

HOLLOW = "Hollow: approximate, or said in the text only. 空心：近似值，或仅见于正文。"
FORMS = "Dashed: the official form changes. 虚线：官方表式变更。"

_WIDTH, _EDGE, _LEFT, _RIGHT, _NAMES = 900, 20, 66, 140, 170
_PANEL_WIDTH, _PANEL_HEIGHT, _PANELS = 200, 96, 4


class Observation(Struct, frozen=True):
    """One value of one body in one year; None where nothing was printed. See `chart.Point` for the rest."""

    body: str
    year: int
    value: int | float | None
    part: str = ""
    solid: bool = True
    doubt: str = ""
    form: str = ""


@cache
def style_sheet() -> str:
    """How charts look (`chart.css`), as pages load it."""
    return read_text("export/chart.css")


@cache
def _light_style() -> str:
    """The same with the colours written in: programs that draw pictures know no variables."""
    head, _, rules = style_sheet().partition("}\n")
    colours = dict(re.findall(r"(--[\w-]+): (#\w+);", head))
    return re.sub(r"var\((--[\w-]+)\)", lambda found: colours[found[1]], rules)


def picture(chart: Chart, title: str, above: Sequence[str] = (), below: Sequence[str] = ()) -> str:
    """The chart as an SVG document with its title, lines above it, and lines below it such as the source."""
    head = [f'<text x="{_EDGE}" y="34" font-size="17" font-weight="600">{safe(title)}</text>']
    head += [
        f'<text x="{_EDGE}" y="{56 + 18 * row}" font-size="12.5">{safe(line)}</text>' for row, line in enumerate(above)
    ]
    top = 62 + 18 * len(above)
    left = _NAMES if chart.kind == "dots" else _LEFT
    right = _RIGHT if chart.kind == "line" else _EDGE + 20
    inside, height = drawn(chart, (left, top, _WIDTH - left - right)), chart.drawn_height
    return _document("".join(head) + inside, top + height, below)


def panels(charts: Sequence[Chart], title: str, below: Sequence[str] = ()) -> str:
    """Many lines as a chart each, which is read more easily than a tangle."""
    made = [f'<text x="{_EDGE}" y="34" font-size="17" font-weight="600">{safe(title)}</text>']
    step, tall = (_WIDTH - 2 * _EDGE) // _PANELS, _PANEL_HEIGHT + 44
    for place, each in enumerate(charts):
        left, top = _EDGE + place % _PANELS * step, 58 + place // _PANELS * tall
        name = each.traces[0].name
        made.append(f'<text x="{left}" y="{top + 10}" font-size="12" font-weight="600">{safe(name)}</text>')
        made.append(drawn(each, (left, top + 16, _PANEL_WIDTH)))
        ends = ((left, "start", each.years[0]), (left + _PANEL_WIDTH, "end", each.years[-1]))
        made += [
            f'<text x="{x}" y="{top + tall - 14}" font-size="10.5" text-anchor="{side}">{year}</text>'
            for x, side, year in ends
        ]
    return _document("".join(made), 58 + -(-len(charts) // _PANELS) * tall, below)


def _document(inside: str, bottom: int, below: Sequence[str]) -> str:
    lines = [
        f'<text x="{_EDGE}" y="{bottom + 22 + 16 * row}" font-size="11">{safe(line)}</text>'
        for row, line in enumerate(below)
    ]
    height = bottom + 24 + 16 * len(lines)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" viewBox="0 0 {_WIDTH} {height}">'
        f'<style>{_light_style()}</style><rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>'
        f'<g class="plot">{inside}{"".join(lines)}</g></svg>'
    )


def draw(path: Path, title: str, unit: str, observations: Sequence[Observation]) -> None:
    """Draw a comparison over the years to ``path`` without a network, as SVG or PNG by its ending.

    Raises `InputError` for another ending, or for a PNG when the extra ``export`` is missing.
    """
    form = path.suffix.lower().removeprefix(".")
    if form not in ("svg", "png"):
        raise InputError(f"{path}: a chart is written as .svg or .png", f"{path}：图表只能存为 .svg 或 .png")
    made = _comparison(title, unit, observations)
    data = made.encode() if form == "svg" else _as_png(made)
    try:
        with atomic_write(path) as temporary:
            temporary.write_bytes(data)
    except OSError as error:
        raise StoreError(
            f"{path}: cannot be written: {error.strerror}", f"{path}：无法写入（{in_chinese(str(error.strerror))}）"
        ) from error


def _as_png(made: str) -> bytes:
    try:
        import vl_convert
    except ModuleNotFoundError as error:
        raise InputError(*missing("export", "a chart as a PNG file", "PNG 图表文件")) from error
    data: bytes = vl_convert.svg_to_png(made, scale=2)
    return data


def _comparison(title: str, unit: str, observations: Sequence[Observation]) -> str:
    seen = [each.year for each in observations] or [0]
    years = range(min(seen), max(seen) + 1)
    by_body: dict[str, dict[int, Point]] = {}
    for each in observations:
        points = by_body.setdefault(each.body, {})
        if each.value is not None:
            points[each.year] = Point(each.value, each.solid, each.part, each.form, each.doubt)
    chart = Chart([Trace(name, points) for name, points in by_body.items()], years, title, unit)
    doubts = {each.doubt for each in observations if each.value is not None}
    below = [] if all(each.solid for each in observations) else [HOLLOW]
    said = ((sign, phrase(f"doubt_{severity}")) for severity, sign in DOUBT_SIGNS.items() if severity in doubts)
    below += [f"{sign} {words.en} {words.zh}" for sign, words in said]
    heading = f"{title} ({unit})"
    if len(chart.traces) <= COLOURS:
        return picture(chart, heading, below=below)
    # One scale for all, so that panels may be set against each other.
    small = msgspec.structs.replace(chart, small=True, height=_PANEL_HEIGHT, most=chart.top)
    return panels([msgspec.structs.replace(small, traces=[each]) for each in chart.traces], heading, below)
