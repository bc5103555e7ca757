"""Runs of many pages: each printed, parsed and judged. The tests and the report for the closing note are made of these."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reportscraper import parse_report

from .compare import Tally, judge
from .damage import damaged_page
from .style import Page, Style, print_page
from .styles import combined
from .truths import true_report


def pages_of(style: Style, prints: int) -> Iterator[Page]:
    """A style's pages: so many prints of each of its forms, every second of them dense."""
    for form in style.forms:
        for number in range(prints):
            yield print_page(true_report(form, f"census/{number}", dense=number % 2 == 0), style)


def combined_page(seed: str, number: int) -> Page:
    """A page in a random combination; the same for the same seed and number."""
    form, style = combined(f"{seed}/{number}")
    return print_page(true_report(form, f"combined/{number % 24}", dense=number % 2 == 0), style)


def census(pages: Iterable[Page]) -> Tally:
    """All pages parsed and judged."""
    tally = Tally()
    for page in pages:
        tally.add(judge(page, parse_report(page.data)))
    return tally


class Toll:
    """What damages did: cells by verdict, and how the swaps without headers ended."""

    def __init__(self) -> None:
        self.tally = Tally()
        self.noticed = 0
        self.unnoticed: list[str] = []
        self.unnoticeable = 0

    def take(self, seed: str) -> str:
        """One damaged page; returns the name of its damage."""
        damaged = damaged_page(seed)
        report = parse_report(damaged.page.data)
        self.tally.add(judge(damaged.as_printed, report))
        if damaged.swapped and not damaged.is_noticeable:
            self.unnoticeable += 1
        elif damaged.swapped:
            swapped = {key for pair in damaged.swapped for key in pair}
            told = (finding for finding in report.findings if finding.severity != "info")
            if any(swapped & set(finding.cells) or not finding.cells for finding in told):
                self.noticed += 1
            else:
                self.unnoticed.append(damaged.page.name)
        return damaged.damage
