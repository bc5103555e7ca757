"""The script that makes the packaged tables anew says what differs, and writes only when it is told to."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "reportscraper"


def refresh(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts" / "refresh_registry.py"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_shipped_tables_are_as_the_script_writes_them(tmp_path: Path) -> None:
    for path in (*(PACKAGE / "sites").glob("*.csv"), PACKAGE / "places" / "divisions.csv"):
        shutil.copy(path, tmp_path)
    done = refresh(tmp_path)
    assert (done.returncode, done.stdout) == (0, "differences 差异: none 无\n")


def test_differences_are_told_line_by_line_and_written_when_asked(tmp_path: Path) -> None:
    for folder in ("sites", "places"):
        (tmp_path / folder).mkdir()
        for path in (PACKAGE / folder).glob("*.csv"):
            shutil.copy(path, tmp_path / folder)
    gathered = tmp_path / "gathered"
    gathered.mkdir()
    with (tmp_path / "places" / "divisions.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["code"] != "659013"]
    next(row for row in rows if row["code"] == "330683")["name"] = "剡溪市"
    rows.append({**rows[-1], "code": "659099", "name": "新镇市"})
    with (gathered / "divisions.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    (gathered / "homes.csv").write_text(
        "code,home,site_code,source,agreement,notes,family\n"
        "330683,https://www.shengzhou.gov.cn/,3306830001,china-public-debt 9b01b30 (2027-01-02),two,,hanweb\n",
        encoding="utf-8",
    )
    done = refresh(gathered, "--package", tmp_path)
    assert done.returncode == 1
    assert "divisions + 659099,新镇市" in done.stdout
    assert "divisions - 659013,草湖市" in done.stdout
    assert "divisions ~ 330683 1995 name: 嵊州市 → 剡溪市" in done.stdout
    assert "homes ~ 330683 home: http://www.szzj.gov.cn/ → https://www.shengzhou.gov.cn/" in done.stdout
    assert "homes ~ 330683 checked_at: 2026-11-30 → 2027-01-02" in done.stdout
    assert "330682" not in done.stdout
    refresh(gathered, "--package", tmp_path, "--write")
    assert len((tmp_path / "sites" / "homes.csv").read_text("utf-8").splitlines()) == 2
    assert "剡溪市" in (tmp_path / "places" / "divisions.csv").read_text("utf-8")
