"""What fuzzing found, made small: bytes that once ended a reader that promises never to fail."""

from __future__ import annotations

import pytest

from reportscraper import parse_report

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
