"""What is read is what Chromium paints: every number of every page, over plain pages and over mutants of ninety kinds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.census.census import pages_of
from tests.census.styles import STYLES

from ..documents.printed import CHROMIUM
from .judge import Case, judged, tally
from .kinds import KINDS
from .mutants import mutant
from .seen import See, eyes

FIXTURES = sorted((Path(__file__).parents[1] / "fixtures").glob("*.html"))
SEEDS = range(12)

pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")]


@pytest.fixture(scope="module")
def see() -> Iterator[See]:
    with eyes() as seeing:
        yield seeing


def told(case: Case) -> tuple[str | None, str, str, str]:
    return case.kind, case.figure.raw, case.figure.kind, case.seen


def test_there_are_more_than_sixty_kinds_each_named_once() -> None:
    assert len({kind.name for kind in KINDS}) == len(KINDS) > 60


@pytest.mark.parametrize("page", FIXTURES, ids=lambda page: page.stem)
def test_every_figure_of_a_fixture_is_seen_as_it_was_read(see: See, page: Path) -> None:
    cases = list(judged(page.read_bytes(), see))
    assert [told(case) for case in cases if case.verdict != "same"] == []
    assert len(cases) > 50


@pytest.mark.parametrize("style", STYLES[::6], ids=lambda style: style.name)
def test_no_style_of_the_census_is_seen_otherwise(see: See, style: object) -> None:
    for page in pages_of(style, 1):  # type: ignore[arg-type]
        assert [told(case) for case in judged(page.data, see) if case.verdict == "wrong"] == []


def test_no_mutant_is_read_otherwise_than_it_is_seen(see: See) -> None:
    cases = [case for seed in SEEDS for case in judged(mutant(seed), see)]
    assert [told(case) for case in cases if case.verdict == "wrong"] == []
    mutants = tally([case for case in cases if case.kind])
    assert mutants.total() > 200
    assert mutants["same"] > 100


def test_the_witness_notices_a_number_that_is_not_the_one_painted(see: See) -> None:
    """A check of the check: a cell whose figure a rule replaces is seen to differ from its source."""
    page = (
        FIXTURES[0].read_text("utf-8").replace("</head>", "<style>td{text-decoration:line-through}</style></head>", 1)
    )
    seen = see(page)
    assert all(letter.struck for cell in seen for letter in cell.letters)
    assert {cell.text for cell in seen} == {""}
