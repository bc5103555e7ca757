"""The script that makes the packaged tables anew says what differs, and writes only when it is told to."""

from __future__ import annotations

import csv
import json
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


def package(folder: Path) -> Path:
    """A package of three units, one of which has ended."""
    tables = {
        "places/divisions.csv": (
            "code,name,level,parent,kind,name_en,valid_from,valid_to\n"
            "330000,浙江省,province,,省级,Zhejiang Province,1981,\n"
            "330600,绍兴市,prefecture,330000,地级市,Shaoxing City,1983,\n"
            "330682,上虞市,county,330600,县级市,Shangyu City,1992,2013\n"
            "330683,嵊州市,county,330600,县级市,Shengzhou City,1995,\n"
        ),
        "sites/homes.csv": (
            "code,home,agreement,source,checked_at,site_code,title,family,note\n"
            "330600,http://www.sx.gov.cn/,hand,hand,,,,,\n"
            "330683,http://www.szzj.gov.cn/,two,china-public-debt; gov-relation,2026-04-26,,,hanweb,\n"
        ),
    }
    for name, text in tables.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_the_list_of_the_ministry_tells_new_units_and_new_names(tmp_path: Path) -> None:
    source = tmp_path / "wheel" / "data"
    source.mkdir(parents=True)
    counties = {"上虞区": "330604000000", "剡溪市": "330683000000"}
    cities = {"绍兴市": {"code": "330600000000", "counties": counties}}
    told = {
        "meta": {"fetched_at": "2027-09-11 23:22:44"},
        "provinces": {"浙江省": {"code": "330000000000", "cities": cities}},
    }
    (source / "divisions_v1.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    done = refresh(tmp_path / "wheel", "--package", package(tmp_path / "package"))
    assert done.stdout.splitlines() == [
        "divisions + 330604,上虞区,county,330600,市辖区,,2027,",
        "divisions ~ 330683 1995 valid_to:  → 2027",
        "divisions + 330683,剡溪市,county,330600,县级市,,2027,",
        "differences 差异: divisions 3",
    ]


def test_areacodes_tell_the_years(tmp_path: Path) -> None:
    source = tmp_path / "areacodes"
    source.mkdir()
    (source / "result.csv").write_text(
        "\ufeff代码,一级行政区,二级行政区,名称,级别,状态,启用时间,变更/弃用时间,新代码\n"
        "330000,浙江省,,浙江省,省级,在用,1981,,\n"
        "330600,浙江省,绍兴市,绍兴市,地级,在用,1983,,\n"
        "330604,浙江省,绍兴市,上虞区,县级,在用,2013,,\n"
        "330622,浙江省,绍兴市,上虞县,县级,弃用,1981,1992,330682\n"
        "330682,浙江省,绍兴市,上虞市,县级,弃用,1992,2012,330604\n"
        "330683,浙江省,绍兴市,嵊州市,县级,在用,1995,,\n",
        encoding="utf-8",
    )
    done = refresh(source, "--package", package(tmp_path / "package"))
    assert done.stdout.splitlines() == [
        "divisions + 330604,上虞区,county,330600,市辖区,,2013,",
        "differences 差异: divisions 1",
    ], "what ended after the last year of the list stays"


def test_homes_of_another_address_are_told_and_those_of_a_person_stay(tmp_path: Path) -> None:
    source = tmp_path / "debt"
    source.mkdir()
    homes = {"浙江省/绍兴市": "http://other.gov.cn/", "浙江省/绍兴市/嵊州市": "https://www.shengzhou.gov.cn/"}
    flat = [{"key": key, "url": url} for key, url in homes.items()]
    (source / "gov-flat.json").write_text(json.dumps(flat), encoding="utf-8")
    had = [{"key": key, "checkedAt": "2027-04-26T15:00:55Z"} for key in homes]
    (source / "gov-access-results.json").write_text(json.dumps(had), encoding="utf-8")
    done = refresh(tmp_path / "debt", "--package", package(tmp_path / "package"))
    assert "homes ~ 330683 home: http://www.szzj.gov.cn/ → https://www.shengzhou.gov.cn/" in done.stdout
    assert "homes ~ 330683 agreement: two → single" in done.stdout
    assert "330600" not in done.stdout
