"""The file of reviews, and what it does to findings."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportscraper.errors import InputError
from reportscraper.model import Finding
from reportscraper.store import Reader, Review, Store, read_reviews

from .samples import COUNTY, MakeCapture, cell, make_report

ENTRY = '[[review]]\nfinding = "0123456789abcdef"\nverdict = "source_error"\nnote = "打印错误"\n'


def test_reviews_are_read(tmp_path: Path) -> None:
    path = tmp_path / "reviews.toml"
    assert read_reviews(path) == ()
    path.write_text(ENTRY, "utf-8")
    assert read_reviews(path) == (Review("0123456789abcdef", "source_error", "打印错误"),)
    path.write_text("", "utf-8")
    assert read_reviews(path) == ()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (ENTRY.replace("source_error", "fine"), "fine"),
        (ENTRY.replace("0123456789abcdef", "xyz"), "finding"),
        (ENTRY.replace('note = "打印错误"', 'note = ""'), "note"),
        (ENTRY.replace("note", "remark"), "remark"),
        (ENTRY + ENTRY, "reviewed twice"),
        ("[[review]", "reviews.toml"),
    ],
)
def test_a_bad_file_is_refused_by_name(tmp_path: Path, text: str, complaint: str) -> None:
    path = tmp_path / "reviews.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match=complaint) as caught:
        read_reviews(path)
    assert "reviews.toml" in str(caught.value)


def test_a_reviewed_finding_is_open_no_more_and_survives_a_revision(
    store: Store, path: Path, capture: MakeCapture
) -> None:
    wrong = (Finding("ch3_row_sum", "error", "12 ≠ 13", (("requests_new", "total"),)),)
    store.save_report(
        make_report(cell("requests_new", 12), findings=wrong),
        capture_id=capture(),
        county_code=COUNTY,
        parser_version="1",
    )
    with Reader.open(path) as reader:
        (row,) = reader.ask("open_findings").dicts()
        assert reader.select("SELECT errors FROM series_value").rows == ((1,),)
    store.save_reviews([Review(row["fingerprint"], "accepted", "合计含转办件")])
    store.save_report(
        make_report(cell("requests_new", 14), findings=wrong),
        capture_id=capture(),
        county_code=COUNTY,
        parser_version="1",
    )
    with Reader.open(path) as reader:
        assert reader.ask("open_findings").rows == ()
        (found,) = reader.select("SELECT review, review_note, rule FROM finding_list").rows
        assert found == ("accepted", "合计含转办件", "ch3_row_sum")
        assert reader.select("SELECT value, errors FROM series_value").rows == ((14, 0),)
    store.save_reviews([])
    with Reader.open(path) as reader:
        assert len(reader.ask("open_findings").rows) == 1
