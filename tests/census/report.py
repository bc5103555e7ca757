"""Prints what becomes of every cell, by style and by damage: `python -m tests.census.report [PAGES]`."""

from __future__ import annotations

import sys
import time
from collections import defaultdict

from .census import Toll, census, combined_page, pages_of
from .compare import Tally
from .styles import STYLES

_HEAD = f"{'':44}{'cells':>9}{'right':>9}{'missing':>9}{'flagged':>9}{'wrong':>7}"


def line(name: str, tally: Tally) -> str:
    """A row of the report."""
    counts = tally.counts
    wide = sum(ord(character) > 0x2E7F for character in name)
    return (
        f"{name:{44 - wide}}{tally.cells:>9,}{counts['right']:>9,}{counts['missing']:>9,}"
        f"{counts['flagged']:>9,}{counts['wrong']:>7,}"
    )


def main(pages: int = 600) -> None:
    """Every named style, ``pages`` random combinations and as many damaged pages."""
    started, whole = time.perf_counter(), Tally()
    out = sys.stdout.write
    out(f"Styles\n{_HEAD}\n")
    for style in STYLES:
        tally = census(pages_of(style, 2))
        whole.add(tally)
        out(f"{line(style.name, tally)}{'' if style.plain else '   (not to be read with certainty)'}\n")
    mixed = census(combined_page("report", number) for number in range(pages))
    whole.add(mixed)
    out(f"{line('random combinations', mixed)}\n{line('all', whole)}\n")
    out(f"\nDamages, {pages} pages\n{_HEAD}\n")
    tolls: defaultdict[str, Toll] = defaultdict(Toll)
    for number in range(pages):
        toll = Toll()
        name = toll.take(f"report/{number}")
        tolls[name].tally.add(toll.tally)
        tolls[name].noticed += toll.noticed
        tolls[name].unnoticed += toll.unnoticed
        tolls[name].unnoticeable += toll.unnoticeable
    for name, toll in sorted(tolls.items()):
        out(f"{line(name, toll.tally)}\n")
    swaps = tolls["swap without headers"]
    out(
        f"swaps without headers: {swaps.noticed} carry a finding, {len(swaps.unnoticed)} do not; "
        f"{swaps.unnoticeable} fulfil every sum and cannot be noticed\n"
    )
    out(f"{time.perf_counter() - started:.0f} s\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
