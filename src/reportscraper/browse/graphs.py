"""Charts with axes, drawn as SVG on the server; `charts` has the small ones without."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from markupsafe import Markup
from msgspec import Struct

from reportscraper.browse.wording import number

_WIDTH, _HEIGHT = 380, 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 84, 14, 26
_APART = 14


class Mark(Struct, frozen=True):
    """A value of a year. One that is not ``solid``, such as an approximate one, is hollow; one ``apart`` is joined to no other."""

    value: float
    solid: bool = True
    apart: bool = False


class Trace(Struct, frozen=True):
    """A line: what it is called at its end, and its marks by year. A year without one breaks it."""

    name: str
    marks: Mapping[int, Mark]


def lines(years: Sequence[int], traces: Sequence[Trace], label: str) -> Markup:
    """A chart of up to four lines from zero up; ``label`` says in words what it shows."""
    top = _round_up(max((mark.value for trace in traces for mark in trace.marks.values()), default=0))
    step = (_WIDTH - _LEFT - _RIGHT) / max(1, len(years) - 1)
    across = {year: _LEFT + place * step for place, year in enumerate(years)}
    body = _scale(top) + _join(
        Markup('<text x="{:.0f}" y="{}" class="tick middle">{}</text>').format(x, _HEIGHT - 6, year)
        for place, (year, x) in enumerate(across.items())
        if (len(years) - 1 - place) % (1 + len(years) // 7) == 0
    )
    ends: list[float] = []
    order = sorted(range(len(traces)), key=lambda each: -_last(traces[each]))
    for place in order:
        trace = traces[place]
        at = {year: (across[year], _down(mark.value, top), mark) for year, mark in sorted(trace.marks.items())}
        drawn = Markup("")
        for year, (x, y, mark) in at.items():
            after = at.get(year + 1)
            if after and not mark.apart and not after[2].apart:
                drawn += Markup('<line x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}"/>').format(x, y, *after[:2])
        for x, y, mark in at.values():
            hollow = "" if mark.solid and not mark.apart else "hollow"
            drawn += Markup('<circle cx="{:.1f}" cy="{:.1f}" r="3.4" class="{}"/>').format(x, y, hollow)
        if at:
            x, y, _ = at[max(at)]
            ends.append(max(y + 4, ends[-1] + _APART if ends else 0))
            drawn += Markup('<text x="{:.1f}" y="{:.1f}">{}</text>').format(x + 8, ends[-1], trace.name)
        body += Markup('<g class="trace trace-{}">{}</g>').format(place, drawn)
    return _frame(body, label)


def bars(counts: Sequence[tuple[str, int]], label: str) -> Markup:
    """A histogram: how many there are of each step, with the number above its bar."""
    top = max((count for _, count in counts), default=0) or 1
    step = (_WIDTH - 20) / max(1, len(counts))
    body = Markup("")
    for place, (name, count) in enumerate(counts):
        x, y = 10 + place * step, _down(count, top)
        body += Markup('<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>').format(
            x + 1, y, step - 2, _HEIGHT - _BOTTOM - y
        )
        for text, height in ((number(count), y - 3), (name, _HEIGHT - 8)):
            body += Markup('<text x="{:.1f}" y="{:.1f}" class="tick middle">{}</text>').format(
                x + step / 2, height, text
            )
    return _frame(body, label)


def _frame(body: Markup, label: str) -> Markup:
    return Markup('<svg class="graph" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        _WIDTH, _HEIGHT, label, body
    )


def _scale(top: float) -> Markup:
    return _join(
        Markup(
            '<line class="grid" x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}"/><text x="{}" y="{:.1f}" class="tick end">{}</text>'
        ).format(_LEFT, _WIDTH - _RIGHT, y, y, _LEFT - 6, y + 4, number(value))
        for value in (0, top / 2, top)
        for y in (_down(value, top),)
    )


def _down(value: float, top: float) -> float:
    return _HEIGHT - _BOTTOM - value / top * (_HEIGHT - _BOTTOM - _TOP)


def _last(trace: Trace) -> float:
    return trace.marks[max(trace.marks)].value if trace.marks else 0


def _round_up(most: float) -> float:
    """The next of 1, 2, 4, 5, 10 times a power of ten, so that its half reads well too."""
    if most <= 0:
        return 1
    power = float(10 ** math.floor(math.log10(most)))
    return next(step * power for step in (1, 2, 4, 5, 6, 8, 10) if step * power >= most)


def _join(parts: object) -> Markup:
    return Markup("").join(parts)  # type: ignore[arg-type]
