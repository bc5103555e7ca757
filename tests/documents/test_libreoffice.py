"""Older files and prints of Word files, made and read with a real LibreOffice; `.ci/office` installs it and runs this."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportscraper.documents import files as door
from reportscraper.documents import read_file
from reportscraper.model import FormId
from reportscraper.report.read import parse_report

from . import books, words
from .printed import YEARS, true_report, wrong_cells, wrong_text
from .soffice import converted, needs_libreoffice, ruled
from .words import HANDS

_NOT_PRINTED_SO = {"tracked_changes", "ragged_split_tracked", "deleted_rows", "one_cell_frame"}
"""Deletions are printed struck out, and a frame gets rules that its file does not have."""


@pytest.mark.slow
@needs_libreoffice
@pytest.mark.parametrize("ending", ["doc", "rtf", "odt", "xls", "ods"])
def test_older_files_are_read_like_their_originals(ending: str, tmp_path: Path) -> None:
    true = true_report("2021")
    is_book = ending in {"xls", "ods"}
    source = tmp_path / ("report.xlsx" if is_book else "report.docx")
    source.write_bytes(books.write(true, books.BOOKS[0]) if is_book else words.write(true, HANDS[0]))
    report = parse_report(converted(source, ending))
    assert wrong_cells(true, report) == {}
    assert wrong_text(true, report) == []


@pytest.mark.slow
@needs_libreoffice
@pytest.mark.parametrize(
    "hand", [hand for hand in HANDS if hand.name not in _NOT_PRINTED_SO], ids=lambda hand: hand.name
)
@pytest.mark.parametrize("form", YEARS)
def test_prints_of_word_files(form: FormId, hand: words.Hand, tmp_path: Path) -> None:
    true = true_report(form)
    source = tmp_path / "report.docx"
    source.write_bytes(ruled(words.write(true, hand)))
    report = parse_report(converted(source, "pdf"))
    lost = wrong_cells(true, report)
    assert len(lost) <= (1 if form in {"2008", "2014"} else 0), "a row of a list that a page end cuts"
    assert all("→ None" in each or "missing" in each for each in lost.values())
    assert not lost or any(finding.severity == "warning" for finding in report.findings)
    assert (report.body, report.year, report.form) == (true.body.name, true.year, form)


def test_what_was_converted_is_told_apart_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    true = true_report("2021")
    made = {"old_office": words.write(true, HANDS[0]), "rtf": books.write(true, books.BOOKS[0])}
    monkeypatch.setattr(door, "convert", lambda _data, kind: made[kind])
    for data in (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), b"{\\rtf1 text}"):
        assert len([block for block in read_file(data).blocks if block.grid]) == 3
