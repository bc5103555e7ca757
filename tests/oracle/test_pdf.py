"""What is read of a PDF is what a picture of its page shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..documents.printed import CHROMIUM, printer
from .judge import judged, tally
from .mutants import mutant
from .pdf import inked, judged_print
from .seen import eyes

FIXTURES = sorted((Path(__file__).parents[1] / "fixtures" / "pdf").glob("*.pdf"))
SEEDS = range(4)

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("file", FIXTURES, ids=lambda file: file.stem)
def test_figures_have_ink_and_blanks_have_none(file: Path) -> None:
    cases = list(inked(file.read_bytes()))
    assert [(each.figure.indicator, each.figure.raw, each.marks) for each in cases if not each.agrees] == []
    # Of cells set to their tops without a rule the reader takes few, and tells the tables it misses.
    assert len(cases) > (5 if "to_the_top" in file.stem else 20)


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
def test_no_mutant_is_printed_otherwise_than_it_is_read() -> None:
    with eyes() as see:
        seen = {seed: list(judged(mutant(seed), see)) for seed in SEEDS}
    with printer() as print_page:
        cases = [case for seed in SEEDS for case in judged_print(seed, seen[seed], print_page)]
    wrong = [(case.kind, case.figure.raw, case.figure.kind, case.seen) for case in cases if case.verdict == "wrong"]
    assert wrong == []
    assert tally(cases)["same"] > 300
