"""What fuzzing found, made small: bytes that once ended a reader that promises never to fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportscraper import parse_report
from reportscraper.archive import members, record
from reportscraper.archive.reader import scan
from reportscraper.errors import ArchiveError
from reportscraper.model import Exchange

REPORT = "<html><body><h1>某县2023年政府信息公开工作年度报告</h1>{}</body></html>"


@pytest.mark.parametrize("where", ["<style>td {{ width: {} }}</style>", '<p style="width: {}px">x</p>'])
def test_a_number_of_more_digits_than_python_reads(where: str) -> None:
    report = parse_report(REPORT.format(where.format("1" * 6_000) + "<table><tr><td>1</table>").encode())
    assert (report.is_report, report.reason) == (
        False,
        "a style holds a number of thousands of digits, so what is seen cannot be told",
    )


@pytest.mark.parametrize("where", ["<style>td {{ width: {} }}</style>", '<p style="width: {}">x</p>'])
def test_a_style_that_is_nested_without_end(where: str) -> None:
    report = parse_report(REPORT.format(where.format("calc(" * 5_000) + "<table><tr><td>1</table>").encode())
    assert (report.is_report, report.reason) == (
        False,
        "its styles are nested deeper than can be read, so what is seen cannot be told",
    )


def test_a_cell_outside_of_any_table_beside_one_within() -> None:
    page = REPORT.format("<td><table><td>7<tr><d style=padding:5pt>8<td>9")
    assert parse_report(page.encode()).kind


def test_a_turned_table_of_more_rows_than_columns() -> None:
    labels = "<td>补正后申请内容仍不明确<td>2<tr><td>（五）不予处理<td>信访举报投诉类申请"
    page = REPORT.format(
        f"<table><td>勾稽关系为{'<tr>' * 5}{labels}<td>（五）不予处理<td>信访举报投诉<td>（五）不予处理</table>"
    )
    report = parse_report(page.encode())
    assert (6, 2) in [(each.row, each.column) for each in report.findings if each.rule == "unmapped_label"]


def test_a_width_of_six_thousand_digits() -> None:
    page = REPORT.format(f'<table><tr><td style="width:80p{"9" * 6000}x">一、本年新收<td>3</table>')
    report = parse_report(page.encode())  # took minutes, tried from each digit to each
    assert report.is_report or report.reason


@pytest.mark.parametrize("kind", ["response", "metadata"])
@pytest.mark.parametrize(
    ("was", "became"),
    [
        (b"HTTP/1.1 200 OK", b"HTTP/1.1_200_OK"),
        (b"Content-Length: ", b"Content-Length: 9" + b"5" * 30),
        (b"Content-Length: ", b"Content-Length: -"),
    ],
)
def test_a_record_of_ours_that_somebody_wrote_otherwise(tmp_path: Path, kind: str, was: bytes, became: bytes) -> None:
    exchange = Exchange("http://a.example/", "http://a.example/", "GET", 200, (), b"body", "2026-01-02T03:04:05Z")
    written = (
        record.encode(exchange, {}, place="a")
        if kind == "response"
        else record.encode_note(b"{}", place="a", date="2026-01-02T03:04:05Z")
    )
    (tmp_path / "20260101-00001.warc.gz").write_bytes(members.pack(written.replace(was, became)))
    notes = list[bytes]()
    found = list(scan(tmp_path, on_note=notes.append))
    assert notes == ([b"{}"] if kind == "metadata" and was.startswith(b"HTTP") else [])
    assert [type(each) for each in found] == ([] if notes else [ArchiveError])
