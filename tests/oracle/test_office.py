"""What is read of Word files and workbooks is what LibreOffice prints of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..documents.soffice import SOFFICE
from .office import Printed, book_mutant, judged_prints, word_mutant

pytestmark = [pytest.mark.slow, pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")]
SEEDS = range(4)


def wrong(files: list[list[Printed]]) -> list[tuple[str, str | None, str, str]]:
    return [
        (each.figure.indicator, each.figure.applicant, each.figure.raw, each.printed)
        for file in files
        for each in file
        if each.verdict == "wrong"
    ]


@pytest.mark.parametrize(("mutant", "ending"), [(word_mutant, "docx"), (book_mutant, "xlsx")], ids=["word", "book"])
def test_no_figure_of_a_file_is_printed_otherwise(mutant: object, ending: str, tmp_path: Path) -> None:
    files = list(judged_prints([mutant(seed) for seed in SEEDS], ending, tmp_path))  # type: ignore[operator]
    assert wrong(files) == []
    assert sum(each.verdict == "same" for file in files for each in file) > 500
