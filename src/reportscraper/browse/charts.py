"""Small lines drawn as SVG on the server; what the browser draws itself is specified by `export.chart`."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup
from msgspec import Struct

_WIDTH, _HEIGHT, _EDGE = 200, 56, 6


class Point(Struct, frozen=True):
    """A value of a year; None where nothing was printed."""

    year: int
    value: int | float | None
    doubt: str | None = None
    """error or warning when a finding speaks against it."""


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
    dots = Markup("").join(
        Markup('<circle cx="{:.1f}" cy="{:.1f}" r="{}" class="{}"/>').format(
            *each, 4 if point.doubt else 2.4, f"doubted-{point.doubt}" if point.doubt else ""
        )
        for point, each in zip(points, at, strict=True)
        if each
    )
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
