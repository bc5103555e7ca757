"""publish and export, and the data dictionary."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import openpyxl
import pytest
from pyarrow import parquet

from reportscraper.cli import publishing
from reportscraper.export import datasets
from reportscraper.export.dictionary import dictionary_text
from reportscraper.forms import catalogue
from reportscraper.forms.series import measures, series_catalogue
from reportscraper.store.publish import verify

from .conftest import Invoke

DICTIONARY = Path(__file__).parent.parent.parent / "docs" / "data-dictionary.md"


def test_a_snapshot_is_published(invoke: Invoke, tmp_path: Path) -> None:
    target = tmp_path / "public" / "reports.db"
    result = invoke("publish", "--to", target)
    assert result.exit_code == 0
    manifest = verify(target)
    assert manifest.sha256 in result.stdout
    assert (manifest.counts["report"], manifest.years) == (6, (2020, 2022))
    assert manifest.parser_version


def test_another_project_s_revision_is_not_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert publishing._ask_git(tmp_path, "rev-parse", "HEAD") is None
    monkeypatch.setattr(publishing, "__file__", str(tmp_path / "publishing.py"))
    assert publishing._git_revision() is None


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_dataset_is_exported_with_a_dictionary(invoke: Invoke, tmp_path: Path) -> None:
    result = invoke("export", "--to", tmp_path)
    assert result.exit_code == 0
    assert {each.name for each in tmp_path.iterdir()} == {*(f"{name}.csv" for name in datasets()), "data-dictionary.md"}
    assert "figures.csv: 9 rows" in result.stdout
    wide = rows(tmp_path / "figures_wide.csv")
    assert [(row["body"], row["year"], row["requests_new/total"]) for row in wide[:4]] == [
        ("云溪县教育局", "2020", "4"),
        ("云溪县教育局", "2021", "8"),
        ("云溪县教育局", "2022", "13"),
        ("云溪县白石镇人民政府", "2020", "1"),
    ]
    assert wide[4]["requests_new/total"] == ""
    assert [row["doubted"] for row in wide[:4]] == ["", "", "requests_new/total", ""]
    assert [row["doubted"] for row in rows(tmp_path / "reports.csv")] == ["0", "0", "1", "0", "0", "0"]
    long = rows(tmp_path / "figures.csv")
    assert {row["kind"] for row in long} == {"number", "dash"}
    assert [(row["year"], row["value"]) for row in long if row["doubt"] == "error"] == [("2022", "13")]
    assert sum(row["value"] != "" for row in wide for row in [{"value": row["result_granted/total"]}]) == 1


@pytest.mark.parametrize("form", ["jsonl", "parquet", "xlsx"])
def test_other_formats_hold_the_same_rows(invoke: Invoke, tmp_path: Path, form: str) -> None:
    invoke("export", "--to", tmp_path, "--dataset", "series")
    assert invoke("export", "--to", tmp_path, "--dataset", "series", "--format", form).exit_code == 0
    path = tmp_path / f"series.{form}"
    match form:
        case "jsonl":
            found = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        case "parquet":
            found = parquet.read_table(path).to_pylist()
        case _:
            header, *values = openpyxl.load_workbook(path).worksheets[0].values
            found = [dict(zip(header, row, strict=True)) for row in values]
    assert [(row["series"], row["doubt"]) for row in found if row["doubt"]] == [("requests_received", "error")]
    plain = rows(tmp_path / "series.csv")
    assert [(row["series"], str(row["year"]), float(row["value"])) for row in found] == [
        (row["series"], row["year"], float(row["value"])) for row in plain
    ]


def test_a_csv_for_spreadsheets(invoke: Invoke, tmp_path: Path) -> None:
    assert invoke("export", "--to", tmp_path, "--dataset", "findings", "--spreadsheet").exit_code == 0
    assert (tmp_path / "findings.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    result = invoke("export", "--to", tmp_path, "--format", "xlsx", "--spreadsheet")
    assert (result.exit_code, "--spreadsheet is for CSV" in result.stderr) == (2, True)


def test_an_unknown_dataset_is_refused(invoke: Invoke, tmp_path: Path) -> None:
    result = invoke("export", "--to", tmp_path, "--dataset", "everything")
    assert result.exit_code == 2
    assert "there are figures, series" in result.stderr


def test_the_dictionary_in_the_documentation_is_this_version_s(invoke: Invoke, tmp_path: Path) -> None:
    assert invoke("export", "--dictionary", tmp_path / "d.md").exit_code == 0
    written = (tmp_path / "d.md").read_text("utf-8")
    assert written == dictionary_text()
    assert DICTIONARY.read_text("utf-8") == written, "run: reportscraper export --dictionary docs/data-dictionary.md"


def test_the_dictionary_leaves_nothing_out() -> None:
    text = dictionary_text()
    for indicator in catalogue():
        assert f"| `{indicator.id}` |" in text
    for entry in (*series_catalogue(), *measures()):
        assert f"| `{entry.code}` | {entry.zh} |" in text
    for name in datasets():
        assert f"| `{name}` |" in text
    assert all(line.count("|") - line.count("\\|") == header for header, line in _table_lines(text))


def _table_lines(text: str) -> list[tuple[int, str]]:
    """Every line of every table with the number of bars its header has."""
    found, bars = [], 0
    for line in text.splitlines():
        if not line.startswith("|"):
            bars = 0
            continue
        bars = bars or line.count("|")
        found.append((bars, line))
    return found


def test_a_data_set_by_province_and_year_is_published_beside_it(invoke: Invoke, tmp_path: Path) -> None:
    result = invoke("publish", "--parquet", "--to", tmp_path / "reports.db")
    assert result.exit_code == 0
    assert re.search(r"parquet: \d+ reports, \d+ figures", result.output)
    assert list((tmp_path / "parquet" / "figures").rglob("province=*/year=*/part-0.parquet"))
