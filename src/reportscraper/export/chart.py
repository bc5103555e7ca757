"""The one drawer of charts: values over the years as SVG, for the pages and for files (SVG, PNG), without a script or a network.

On a page a chart is as wide as its place: what lies across is in per cent, what lies up and beside it in pixels, so that no text
shrinks on a phone. Colours stand in `chart.css`. A file is the same drawing at a width of its own, with colours and words in it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from reportscraper.export.lettering import LINE, apart, han, linked, safe, short, text_width, wrapped
from reportscraper.forms.rules import DOUBT_SIGNS

COLOURS = 8
"""Lines with a colour and a name of their own; more are grey."""
KINDS = ("line", "bar", "dots")
"""Kinds of chart that people choose from."""

_MARKERS = (
    "M-3.6 0a3.6 3.6 0 1 0 7.2 0a3.6 3.6 0 1 0-7.2 0z",
    "M-3.3-3.3h6.6v6.6h-6.6z",
    "M0-4.4 4.2 3.2H-4.2z",
    "M0-4.8 4.4 0 0 4.8-4.4 0z",
    "M0 4.4 4.2-3.2H-4.2z",
    "M-1.4-4.2h2.8v2.8h2.8v2.8H1.4v2.8h-2.8V1.4h-2.8v-2.8h2.8z",
    "M4.4 0-3.2 4.2V-4.2z",
    "M-4.4 0 3.2 4.2V-4.2z",
)
"""A shape for each colour, which is never the only sign; grey lines have the first."""
_TOP, _BOTTOM, _ROW, _LEGEND = 22, 24, 28, 18
_SCALE = (1, 2, 4, 5, 6, 8, 10)


class Point(Struct, frozen=True):
    """A value of a year. One that is not ``solid``, such as an approximate one, is hollow.

    Lines join points of one ``part`` only, dashed where the official ``form`` changes. ``doubt`` (error or warning) gives it a
    ring; ``told`` is what a reader is told of it, a line each; ``href`` leads to where it comes from.
    """

    value: float
    solid: bool = True
    part: str = ""
    form: str = ""
    doubt: str = ""
    told: str = ""
    href: str = ""


class Trace(Struct, frozen=True):
    """A line: what it is called at its end, its points by year, and the page of whatever it is about."""

    name: str
    points: Mapping[int, Point]
    href: str = ""

    @property
    def last(self) -> float:
        """The newest value; less than any for a line without one."""
        return self.points[max(self.points)].value if self.points else -math.inf

    def called_until(self, year: int) -> list[str]:
        """The lines of its name, with its years where it does not reach the end: the name stands there, and would tell of a value."""
        first, last = min(self.points, default=year), max(self.points, default=year)
        return wrapped(self.name) + [f"{first}\u2013{last}" if first < last else str(last)] * (last < year)


class Chart(Struct, frozen=True):
    """What is drawn: up to eight traces in colour, more in grey. ``label`` says in words what it shows.

    ``rules`` are upright lines before a year and what they say; ``steps`` stand below the bars instead of years; a ``small`` chart has
    neither scale nor names.
    """

    traces: Sequence[Trace]
    years: Sequence[int]
    label: str = ""
    unit: str = ""
    kind: str = "line"
    rules: Mapping[int, str] = {}
    steps: Sequence[str] = ()
    small: bool = False
    height: int = 300
    most: float = 0
    """What the scale reaches at least, so that charts beside each other have the same."""

    @property
    def legend_rows(self) -> int:
        """Rows of names above bars, two in a row; a single nameless line needs none."""
        return -(-len(self.traces) // 2) if self.kind == "bar" and not self.steps else 0

    @property
    def drawn_height(self) -> int:
        """Pixels up and down; ranked dots take a row each."""
        if self.kind != "dots":
            return self.height + self.legend_rows * _LEGEND
        latest = max((year for trace in self.traces for year in trace.points), default=0)
        return _TOP + _ROW * sum(latest in trace.points for trace in self.traces) + 4

    @property
    def newest(self) -> int:
        """The last year drawn, where the names of lines stand."""
        return max(self.years, default=0)

    @property
    def top(self) -> float:
        """Where the scale ends: the next of 1, 2, 4, 5, 10 times a power of ten, so that its half reads well too."""
        most = max([self.most, *(each.value for trace in self.traces for each in trace.points.values())])
        if self.small or most <= 0:
            return most if most > 0 else 1
        power = float(10 ** math.floor(math.log10(most)))
        return next(step * power for step in _SCALE if step * power >= most)

    @property
    def low(self) -> float:
        """Where it begins: at zero, unless a value is below."""
        return min([0, *(each.value for trace in self.traces for each in trace.points.values())])


def drawn(chart: Chart, box: tuple[int, int, int] | None = None) -> str:
    """The chart as an SVG element: as wide as its place or, within a file, with its plot in a ``box`` (left, top, width)."""
    if chart.kind == "dots":
        inside = _dots(chart)
    else:
        inside = _frame(chart) + (_bars(chart) if chart.kind == "bar" else _lines(chart))
    has_links = any(trace.href or any(each.href for each in trace.points.values()) for trace in chart.traces)
    role = "group" if has_links else "img"
    names = f"plot {' '.join(_sizes(chart))}"
    size = ' x="{}" y="{}" width="{}"'.format(*box) if box else ""
    return f'<svg class="{names}" height="{chart.drawn_height}"{size} role="{role}" aria-label="{safe(chart.label)}">{inside}</svg>'


def histogram(counts: Sequence[tuple[str, int]], label: str) -> Chart:
    """How many there are of each step, as bars with the number above."""
    bars = {at: Point(count) for at, (_, count) in enumerate(counts)}
    steps = [name for name, _ in counts]
    return Chart((Trace("", bars),), range(len(counts)), label, kind="bar", steps=steps, height=220)


def _sizes(chart: Chart) -> Iterator[str]:
    """Classes that say how much room is needed left for numbers or names, right for names, and below for years."""
    longest = max((text_width(line) for each in chart.traces for line in each.called_until(chart.newest)), default=0)
    if chart.small:
        yield "small"
        return
    if chart.kind == "dots":
        yield "names"
        return
    if len(short(chart.top)) > 6:
        yield "wide"
    if chart.kind == "line":
        yield f"room-{min(3, 1 + longest // 42)}"
    yield "few" if len(chart.years) <= 7 else "many"


def _x(chart: Chart, year: int, within: float = 0.5) -> str:
    """How far across a year stands, in per cent; ``within`` its part of a bar chart."""
    at, count = list(chart.years).index(year), len(chart.years)
    if chart.kind == "bar":
        return f"{100 * (at + within) / count:.2f}%"
    return f"{2 + 96 * at / (count - 1) if count > 1 else 50:.2f}%"


def _y(chart: Chart, value: float) -> float:
    up, down = (6, 6) if chart.small else (_TOP, _BOTTOM)
    tall = chart.height - down - up
    return chart.drawn_height - down - (value - chart.low) / (chart.top - chart.low) * tall


def _frame(chart: Chart) -> str:
    """The scale, the years and the rules."""
    low, top = chart.low, chart.top
    if chart.small:
        return f'<line class="grid" x2="100%" y1="{_y(chart, low):.1f}" y2="{_y(chart, low):.1f}"/>'
    made = (
        [
            f'<text class="unit"{han(chart.unit)} x="-40" y="{10 + chart.legend_rows * _LEGEND}">{safe(chart.unit)}</text>'
        ]
        if chart.unit
        else []
    )
    for value in dict.fromkeys((low, 0, top / 4, top / 2, top * 3 / 4, top)):
        y, name = _y(chart, value), "grid" if value else "grid base"
        made.append(f'<line class="{name}" x2="100%" y1="{y:.1f}" y2="{y:.1f}"/>')
        if value in (low, 0, top / 2, top):
            made.append(f'<text class="tick end" x="-8" y="{y + 4:.1f}">{short(value)}</text>')
    for back, year in enumerate(reversed(chart.years)):
        seldom = "" if chart.steps else "t1" if back % 2 else "t2" if back % 4 else ""
        name = chart.steps[year] if chart.steps else str(year)
        made.append(
            f'<text class="tick middle {seldom}" x="{_x(chart, year)}" y="{chart.drawn_height - 6}">{name}</text>'
        )
    for year, name in chart.rules.items() if chart.kind == "line" else ():
        if year in chart.years and year - 1 in chart.years:
            x = f"{(float(_x(chart, year)[:-1]) + float(_x(chart, year - 1)[:-1])) / 2:.2f}%"
            line = f'<line x1="{x}" x2="{x}" y1="{_TOP - 8}" y2="{chart.height - _BOTTOM}"/>'
            made.append(
                f'<g class="rule">{line}<text class="middle"{han(name)} x="{x}" y="{_TOP - 11}">{safe(name)}</text></g>'
            )
    return "".join(made)


def _lines(chart: Chart) -> str:
    named = sorted((each for each in chart.traces[:COLOURS] if each.points), key=lambda each: -each.last)
    labels = apart(
        [(_y(chart, each.last), len(each.called_until(chart.newest))) for each in named], chart.height - _BOTTOM
    )
    at = {id(each): y for each, y in zip(named, labels, strict=True)}
    groups = []
    for place, trace in enumerate(chart.traces):
        parts, ordered = [], sorted(trace.points.items())
        for (year, one), (after, other) in pairwise(ordered):
            if after == year + 1 and one.part == other.part:
                kind = ' class="link"' if one.form != other.form else ""
                ends = f'x1="{_x(chart, year)}" y1="{_y(chart, one.value):.1f}" x2="{_x(chart, after)}"'
                parts.append(f'<line{kind} {ends} y2="{_y(chart, other.value):.1f}"/>')
        shape = _MARKERS[place if place < COLOURS else 0]
        parts += [_marked(point, _x(chart, year), _y(chart, point.value), shape) for year, point in ordered]
        if ordered and not chart.small:
            parts.append(_name(trace, chart.newest, _y(chart, trace.last), at.get(id(trace))))
        groups.append((place, "".join(parts)))
    return _traces(groups)


def _name(trace: Trace, newest: int, y: float, at: float | None) -> str:
    """The name at the end of a line, led to where another name made it give way; that of a grey one shows when it is looked at."""
    lines = trace.called_until(newest)
    top = y if at is None else at
    text = "".join(
        f'<tspan x="100%" dx="14" y="{top + 4 + row * LINE:.1f}">{safe(line)}</tspan>' for row, line in enumerate(lines)
    )
    leader = (
        f'<svg x="100%"><line class="leader" x1="3" y1="{y:.1f}" x2="11" y2="{top:.1f}"/></svg>'
        if at is not None and newest in trace.points
        else ""
    )
    return leader + linked(trace.href, f'<text class="name"{han(trace.name)}>{text}</text>')


def _bars(chart: Chart) -> str:
    groups = []
    share = 0.84 / max(1, len(chart.traces))
    for place, trace in enumerate(chart.traces):
        parts = []
        if chart.legend_rows:
            at, row = 50 * (place % 2), 10 + place // 2 * _LEGEND
            swatch = f'<svg x="{at}%" y="{row - 8}"><rect width="9" height="9"/></svg>'
            parts.append(
                swatch
                + linked(trace.href, f'<text{han(trace.name)} x="{at}%" dx="16" y="{row}">{safe(trace.name)}</text>')
            )
        for year, point in trace.points.items():
            left, base, y = 0.08 + place * share, _y(chart, 0), _y(chart, point.value)
            wide = f"{100 * (share - 0.01) / len(chart.years):.2f}%"
            hollow = "" if point.solid else ' class="hollow"'
            size = f'width="{wide}" y="{min(y, base):.1f}" height="{abs(base - y):.1f}"'
            bar = f'<rect{hollow} x="{_x(chart, year, left)}" {size}/>'
            middle = _x(chart, year, left + share / 2)
            parts.append(_marked(point, middle, min(y, base), bar=bar))
            if chart.steps:
                parts.append(f'<text class="tick middle" x="{middle}" y="{y - 4:.1f}">{short(point.value)}</text>')
        groups.append((place, "".join(parts)))
    return _traces(groups)


def _dots(chart: Chart) -> str:
    """The newest year with a value, the greatest first."""
    latest = max((year for trace in chart.traces for year in trace.points), default=0)
    here = [(place, trace) for place, trace in enumerate(chart.traces) if latest in trace.points]
    top = max((trace.points[latest].value for _, trace in here), default=1) or 1
    made = [f'<text class="tick"{han(chart.unit)} y="10">{latest} {safe(chart.unit)}</text>']
    groups = []
    for row, (place, trace) in enumerate(sorted(here, key=lambda each: -each[1].points[latest].value)):
        point = trace.points[latest]
        x, y = f"{86 * max(0.0, point.value) / top:.2f}%", _TOP + 12 + row * _ROW
        lines = wrapped(trace.name)
        top_line = y + 4 - LINE * (len(lines) - 1) / 2
        name = "".join(
            f'<tspan x="-12" y="{top_line + at * LINE:.1f}">{safe(line)}</tspan>' for at, line in enumerate(lines)
        )
        parts = [
            linked(trace.href, f'<text class="end"{han(trace.name)}>{name}</text>'),
            f'<line class="leader" x2="{x}" y1="{y}" y2="{y}"/>',
        ]
        parts += [_marked(point, x, y, _MARKERS[0]), f'<text x="{x}" dx="12" y="{y + 4}">{short(point.value)}</text>']
        groups.append((place, "".join(parts)))
    return "".join(made) + _traces(groups)


def _marked(point: Point, x: str, y: float, shape: str = "", bar: str = "") -> str:
    """A point with its ring and its sign, leading to where it comes from, and its words."""
    hollow = "" if point.solid else " hollow"
    ring = (
        f'<circle class="ring" r="8"/><text class="middle" y="-11">{DOUBT_SIGNS[point.doubt]}</text>'
        if point.doubt
        else ""
    )
    path = f'<path d="{shape}"/>' if shape else ""
    mark = f'<svg class="point {point.doubt}{hollow}" x="{x}" y="{y:.1f}">{path}{ring}</svg>'
    told = f"<title{han(point.told)}>{safe(point.told)}</title>" if point.told else ""
    return linked(point.href, f"{told}{bar}{mark}", ' tabindex="-1"') if point.href else f"<g>{told}{bar}{mark}</g>"


def _traces(groups: Iterable[tuple[int, str]]) -> str:
    """The lines by their place; grey ones first, so that colours lie above them."""
    ordered = sorted(groups, key=lambda each: each[0] < COLOURS)
    named = ((f"c{place}" if place < COLOURS else "rest", inside) for place, inside in ordered)
    return "".join(f'<g class="trace {name}">{inside}</g>' for name, inside in named)
