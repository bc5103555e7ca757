"""The packaged tables of divisions and sites, made anew from gathered files, and what differs from those that are shipped.

`python scripts/refresh_registry.py FOLDER` reads the public sources that lie in a folder (`registry_sources.py` names their files), or
gathered lines (`divisions.csv`, `homes.csv`, `columns.csv`, `zones.csv`), and prints the differences; `--write` puts them into the package.
"""

from __future__ import annotations

import argparse
import csv
import io
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from registry_sources import Row, divisions_of_areacodes, divisions_of_ministry, homes_of_public_debt

PACKAGE = Path(__file__).parents[1] / "src" / "reportscraper"

DIVISIONS = ("code", "name", "level", "parent", "kind", "name_en", "valid_from", "valid_to")
HOMES = ("code", "home", "agreement", "source", "checked_at", "site_code", "title", "family", "note")
COLUMNS = ("code", "kind", "url")
ZONES = ("code", "name", "parent")
TABLES = {
    "divisions": ("places/divisions.csv", DIVISIONS),
    "homes": ("sites/homes.csv", HOMES),
    "columns": ("sites/columns.csv", COLUMNS),
    "zones": ("sites/zones.csv", ZONES),
}

KINDS = {
    "annual_column": "county",
    "annual_column_body": "body",
    "annual_derived": "derived",
    "annual_column_of_article": "derived",
    "disclosure_root": "root",
}
"""What a gathered column is as a start; seen report pages and other columns are none."""
_DATE = re.compile(r" ?\((\d{4}-\d\d-\d\d)\)| [0-9a-f]{7}\b")
_CHECKED = {"china-public-debt": "2026-04-26", "stored report page": "2026-11-30"}
"""When the pages of a source were had, where its rows do not say so."""


def home_row(gathered: Row) -> Row:
    """A line of `homes.csv`: the sources by their names alone, the day when a machine last had the page apart."""
    sources = [_DATE.sub("", source).strip() for source in gathered["source"].split(";")]
    days = re.findall(r"\((\d{4}-\d\d-\d\d)\)", gathered["source"]) + [_CHECKED.get(each, "") for each in sources]
    return {
        "code": gathered["code"],
        "home": gathered["home"],
        "agreement": gathered["agreement"],
        "source": "; ".join(sources),
        "checked_at": gathered.get("checked_at") or max(days, default=""),
        "site_code": gathered.get("site_code", ""),
        "title": gathered.get("title", ""),
        "family": gathered["family"],
        "note": gathered.get("notes", gathered.get("note", "")).removeprefix("none"),
    }


def zone_home(gathered: Row) -> Row:
    """The line of `homes.csv` of a zone, whose home stands in `zones.csv`."""
    source = gathered["source"].partition("; home ")[2] or gathered["source"]
    return home_row({**gathered, "source": source, "agreement": "single", "family": ""})


def read_gathered(folder: Path, tables: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """The packaged tables as the files of a folder make them; a table of which there is no file is left out.

    What is or was a division is no zone: the list of zones is of 2023, with two districts that have ended since (500105, 500112).
    """
    given = {name: _read(folder / f"{name}.csv") for name in TABLES if (folder / f"{name}.csv").exists()}
    made: dict[str, list[Row]] = {}
    if "divisions" in given:
        made["divisions"] = given["divisions"]
    divisions = {row["code"] for row in given.get("divisions", tables["divisions"])}
    zones = [row for row in given.get("zones", []) if row["code"] not in divisions]
    if zones:
        made["zones"] = [{**row, "parent": row.get("prefecture") or row["parent"]} for row in zones]
    if "homes" in given:
        made["homes"] = [home_row(row) for row in given["homes"]]
        made["homes"] += [zone_home(row) for row in zones if row.get("home")]
    if "columns" in given:
        rows = [{**row, "kind": KINDS.get(row["kind"], row["kind"])} for row in given["columns"]]
        made["columns"] = [row for row in rows if row["kind"] in KINDS.values()]
    return {name: _sorted(rows, TABLES[name][1]) for name, rows in made.items()}


def read_sources(folder: Path, tables: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """The tables with what the public sources in a folder say, wherever in it their files lie."""
    made: dict[str, list[Row]] = {}
    for name, read in (("result.csv", divisions_of_areacodes), ("divisions_v1.json", divisions_of_ministry)):
        for path in folder.rglob(name):
            made["divisions"] = read(path, made.get("divisions", tables["divisions"]))
    for path in folder.rglob("gov-flat.json"):
        made["homes"] = homes_of_public_debt(path.parent, tables["homes"], made.get("divisions", tables["divisions"]))
    return {name: _sorted(rows, TABLES[name][1]) for name, rows in made.items()}


def differences(name: str, old: Iterable[Row], new: Iterable[Row]) -> Iterator[str]:
    """What a person must look at: lines new, gone and changed, by unit; a changed home or name as old → new."""
    before, after = _by_key(name, old), _by_key(name, new)
    for key in sorted(before.keys() | after.keys()):
        if key not in before:
            yield f"{name} + {_told(after[key])}"
        elif key not in after:
            yield f"{name} - {_told(before[key])}"
        else:
            changed = [field for field in TABLES[name][1] if before[key][field] != after[key][field]]
            for field in changed:
                yield f"{name} ~ {' '.join(key)} {field}: {before[key][field]} → {after[key][field]}"


def _by_key(name: str, rows: Iterable[Row]) -> dict[tuple[str, ...], Row]:
    """Rows by what stays: a division under each of its names, a column by its address, anything else by its code."""
    fields = {"divisions": ("code", "valid_from"), "columns": ("code", "url")}.get(name, ("code",))
    return {tuple(row[field] for field in fields): row for row in rows}


def _told(row: Row) -> str:
    return ",".join(row.values())


def _sorted(rows: Iterable[Row], fields: tuple[str, ...]) -> list[Row]:
    """By code; the names of one code in the order of their years."""
    kept = sorted({tuple(row[field] for field in fields) for row in rows})
    found = [dict(zip(fields, values, strict=True)) for values in kept]
    return sorted(found, key=lambda row: (row["code"], row.get("valid_from", "")))


def _read(path: Path) -> list[Row]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def _write(path: Path, rows: Iterable[Row], fields: tuple[str, ...]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fields, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main(arguments: list[str]) -> int:
    """Print the differences and, with ``--write``, put the new tables into the package; 1 when there are differences."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument(
        "folder", type=Path, help="folder of public sources or gathered CSV files 公开来源或收集文件所在目录"
    )
    parser.add_argument("--package", type=Path, default=PACKAGE, help="folder of the packaged tables 包内数据目录")
    parser.add_argument("--write", action="store_true", help="replace the packaged tables 写入包内")
    given = parser.parse_args(arguments)
    found: defaultdict[str, int] = defaultdict(int)
    tables = {
        name: _read(given.package / path) if (given.package / path).exists() else []
        for name, (path, _) in TABLES.items()
    }
    for name, rows in {**read_gathered(given.folder, tables), **read_sources(given.folder, tables)}.items():
        path, fields = TABLES[name]
        for line in differences(name, tables[name], rows):
            found[name] += 1
            print(line)
        if given.write:
            _write(given.package / path, rows, fields)
    counted = ", ".join(f"{name} {count}" for name, count in found.items()) or "none 无"
    print(f"differences 差异: {counted}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
