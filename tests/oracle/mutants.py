"""Seeded mutants: a made-up report with some of its figures printed in the ways of `kinds`."""

from __future__ import annotations

import random
import re

from tests.census.style import Style, print_page
from tests.census.truths import true_report

from .kinds import KINDS, filled

KIND = "data-kind"
"""The attribute of a mutated cell that names its kind."""
_FIGURE = re.compile(r"<td([^<>]*)>(?:<p>)?(\d{1,9})(?:</p>)?</td>")
_A_PAGE = 20


def mutant(seed: int) -> bytes:
    """A page with twenty mutated figures, each of another kind; the same for the same seed."""
    chance = random.Random(seed)
    form = chance.choice(("2014", "2019", "2021"))
    page = print_page(true_report(form, f"oracle/{seed % 24}", dense=True), Style("oracle")).data.decode()
    figures = list(_FIGURE.finditer(page))
    chosen = chance.sample(figures, min(_A_PAGE, len(figures)))
    kinds = chance.sample(KINDS, len(chosen))
    pieces, at = [], 0
    for found, kind in sorted(zip(chosen, kinds, strict=True), key=lambda pair: pair[0].start()):
        content = filled(kind.cell, found[2], str(chance.randrange(1, 10)))
        pieces += [page[at : found.start()], f'<td{found[1]} {KIND}="{kind.name}">{content}</td>']
        at = found.end()
    scripts = [kind.script.replace("{n}", "17") for kind in kinds if kind.script]
    article = "".join((*pieces, page[at:], *(f"<script>{script}</script>" for script in scripts)))
    rules = "".join(kind.css for kind in kinds)
    return article.replace("</head>", f"<style>{rules}</style></head>", 1).encode()
