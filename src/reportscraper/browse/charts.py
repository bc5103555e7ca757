"""A chart of a page with what stands around it: why its line breaks, what its signs mean, and how to take it home."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup
from msgspec import Struct

from reportscraper.browse.language import Speech
from reportscraper.browse.series import SeriesEntry
from reportscraper.browse.site import PageRequest
from reportscraper.browse.wording import DOUBTS, form_name, number
from reportscraper.export.chart import COLOURS, Chart, Point, Trace, drawn
from reportscraper.export.picture import picture
from reportscraper.forms.rules import DOUBT_SIGNS


class ChartFigure(Struct, frozen=True):
    """A chart and its surroundings.

    ``address`` names it below ``chart/``, with its question; ``page`` is where it stands; ``rows`` are its numbers, the heads first.
    """

    address: str
    title: str
    chart: Chart
    notes: tuple[str, ...]
    page: str
    rows: Sequence[Sequence[Any]]

    @property
    def name(self) -> str:
        """What its files are called."""
        return self.address.partition("?")[0].rpartition("/")[2]

    def file(self, form: str) -> str:
        """Its address in another form."""
        path, mark, question = self.address.partition("?")
        return f"{path}.{form}{mark}{question}"

    def embedded(self, language: str) -> str:
        """Its address on a page of others, in a language."""
        return f"{self.address}{'&' if '?' in self.address else '?'}lang={language}"

    @property
    def svg(self) -> Markup:
        """The drawing; what is filled in was escaped by the drawer."""
        return Markup(drawn(self.chart))  # noqa: S704

    def as_file(self, say: Speech) -> str:
        """The drawing as a document that says where it comes from."""
        unit = f" ({self.chart.unit})" if self.chart.unit else ""
        return picture(self.chart, self.title + unit, below=[*self.notes, say.plain("compare.source")])


def form_rules(traces: Sequence[Trace], say: Speech) -> dict[int, str]:
    """The years from which a line is of another official form, and what that form is called."""
    return {
        year: say.plain("drawing.form", form=form_name(after, say.language)) for year, _, after, _ in _changes(traces)
    }


def notes_on(chart: Chart, say: Speech, why: str = "") -> tuple[str, ...]:
    """What a reader must know: where lines break and why (``why`` tells what the forms count), and the signs that are drawn."""
    made: dict[str, None] = {}
    if chart.kind == "line":
        changes = sorted(_changes(chart.traces))
        dashed = [
            f"{year}: {form_name(before, say.language)} → {form_name(after, say.language)}"
            for year, before, after, is_joined in changes
            if is_joined
        ]
        if dashed:
            made[say.plain("drawing.dashed", forms="; ".join(dashed))] = None
        for year, before, after, is_joined in changes:
            if not is_joined:
                made[
                    say.plain(
                        "drawing.apart",
                        year=year,
                        before=form_name(before, say.language),
                        after=form_name(after, say.language),
                        last=year - 1,
                    )
                ] = None
        if why and any(not is_joined for *_, is_joined in changes):
            made[why] = None
    points = [point for trace in chart.traces for point in trace.points.values()]
    if any(not point.solid for point in points):
        made[say.plain("drawing.hollow")] = None
    for severity, words in DOUBTS.items():
        if any(point.doubt == severity for point in points):
            made[f"{DOUBT_SIGNS[severity]} {say.pick(words.en, words.zh)}"] = None
    if chart.kind == "line" and any(_has_gap(trace) for trace in chart.traces):
        made[say.plain("drawing.gap")] = None
    if len(chart.traces) > COLOURS:
        made[say.plain("drawing.rest", most=COLOURS)] = None
    return tuple(made)


def _has_gap(trace: Trace) -> bool:
    return bool(trace.points) and len(trace.points) <= max(trace.points) - min(trace.points)


def _changes(traces: Sequence[Trace]) -> set[tuple[int, str, str, bool]]:
    """Years in which some line goes on in another form: year, the forms before and after, and whether the line goes on."""
    return {
        (year, before.form, after.form, before.part == after.part)
        for trace in traces
        for year, after in trace.points.items()
        if (before := trace.points.get(year - 1)) and before.form and after.form and before.form != after.form
    }


def told(say: Speech, head: str, value: str, remarks: Sequence[str] = (), href: str = "") -> str:
    """What a reader is told of a point, a line each."""
    return "\n".join([head, value, *filter(None, remarks), *([say.plain("drawing.follow")] if href else [])])


def entry_point(site: PageRequest, entry: SeriesEntry, head: str, unit: str, remark: str = "", part: str = "") -> Point:
    """A value of a body as a point that leads to where it comes from. What is not comparable is joined to its own form only, what is
    not exact is hollow; ``part`` and a ``remark`` are the caller's.
    """
    say, row = site.say, entry.row
    form = row["form"] or ""
    doubt = DOUBTS.get(entry.doubt or "")
    remarks = (
        remark,
        str(say.name("exactness", entry.fit)),
        say.plain("drawing.of_form", form=form_name(form, say.language)) if form else "",
        f"{DOUBT_SIGNS[entry.doubt]} {say.pick(doubt.en, doubt.zh)}" if doubt and entry.doubt else "",
    )
    href = site.links.cell(row, *entry.place) if entry.place else site.links.report(row)
    return Point(
        entry.value or 0,
        entry.exactness in ("exact", "sum") and entry.source != "statement",
        part + (form if entry.exactness == "not_comparable" else ""),
        form,
        entry.doubt or "",
        told(say, head, f"{number(entry.value)} {say.unit(unit, entry.value)}", remarks, href),
        href,
    )
