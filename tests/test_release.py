"""What a release carries: a wheel that anybody builds alike, the list of its parts, the section of the changelog, licences."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from scripts.release import ROOT, bill_of_materials, licence_of, notes, project

LOCK = (ROOT / "requirements.lock").read_text("utf-8")
CHANGELOG = (ROOT / "CHANGELOG.md").read_text("utf-8")
SOURCE = ROOT / "src/reportscraper"


def test_the_list_of_parts_has_every_line_of_the_lock() -> None:
    made = bill_of_materials(LOCK, project())
    named = [f"{each['name']}=={each['version']}" for each in made["components"]]
    assert named == re.findall(r"^[\w.-]+==[^\s;]+", LOCK, re.MULTILINE)
    assert (made["bomFormat"], made["specVersion"]) == ("CycloneDX", "1.5")
    assert all(each["properties"] for each in made["components"])
    assert made == bill_of_materials(LOCK, project()), "the same whenever it is made"
    assert json.loads(json.dumps(made)) == made
    without = [each["name"] for each in made["components"] if not each.get("licenses") and licence_of(each["name"])]
    assert without == []


def test_the_lock_names_no_host_and_has_a_hash_for_each_part() -> None:
    assert not re.search(r"https?://|^--(?:index|find|extra)", LOCK, re.MULTILINE)
    for part in re.split(r"^(?=[\w.-]+==)", LOCK, flags=re.MULTILINE)[1:]:
        assert "--hash=sha256:" in part, part.splitlines()[0]


def test_the_notes_are_the_section_of_the_version() -> None:
    text = "# Changelog\n\n## 1.1.0 (2027-01-01)\n\n- b\n\n## 1.0.0\n\n- a\n"
    assert (notes(text, "v1.1.0"), notes(text, "1.0.0")) == ("- b\n", "- a\n")
    with pytest.raises(ValueError, match=r"no section on 1\.2\.0"):
        notes(text, "v1.2.0")
    assert "\n- " in notes(CHANGELOG, project()["version"])
    assert "unreleased" not in CHANGELOG


def test_the_version_stands_in_one_place_and_where_a_test_holds_it_there() -> None:
    version = project()["version"]
    assert CHANGELOG.partition("\n## ")[2].startswith(f"{version} (")
    told = [path for path in SOURCE.rglob("*.py") if f'"{version}"' in path.read_text("utf-8")]
    assert told == []
    pythons = [each.rpartition(" ")[2] for each in project()["classifiers"] if ":: 3." in each]
    assert pythons == ["3.11", "3.12", "3.13"]


def test_a_tag_that_is_not_the_version_is_refused() -> None:
    command = [sys.executable, str(ROOT / "scripts/release.py"), "notes", "v0.0.1"]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (told.returncode, "not the version" in told.stderr) == (1, True)


def test_packaged_tables_of_others_are_named_with_their_licences() -> None:
    notice = (ROOT / "NOTICE").read_text("utf-8")
    tables = [path.relative_to(ROOT).as_posix() for path in SOURCE.rglob("*.csv")]
    assert tables
    assert [name for name in tables if name not in notice] == []
    for path in SOURCE.rglob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            assert next(csv.reader(file)), path


def test_scripts_and_sheets_are_our_own_and_type_is_the_readers() -> None:
    """Nothing of others is packaged beside the tables: then its licence would have to be, too."""
    assert [path.name for path in SOURCE.rglob("*") if path.suffix in {".woff", ".woff2", ".ttf", ".otf"}] == []
    for path in (each for each in SOURCE.rglob("*") if each.suffix in {".js", ".css"}):
        text = path.read_text("utf-8")
        assert max(map(len, text.splitlines())) < 400, f"{path.name} is minified"
        assert not re.search(r"@license|@preserve|copyright|sourceMappingURL", text, re.IGNORECASE), path.name


@pytest.mark.slow
def test_two_builds_are_the_same_bytes(tmp_path: Path) -> None:
    """From two copies of the sources, made at different times by people with different habits."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    digests = []
    for name, moment, mask in (("one", 1_700_000_000, 0o022), ("other", 1_750_000_000, 0o077)):
        copy = tmp_path / name
        for file in listed.stdout.splitlines():
            if (ROOT / file).is_file():
                target = copy / file
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(ROOT / file, target)
                os.utime(target, (moment, moment))
        before = os.umask(mask)
        try:
            environment = os.environ | {"SOURCE_DATE_EPOCH": "1767225600"}
            command = [sys.executable, "-m", "hatchling", "build", "-d", str(tmp_path / f"dist-{name}")]
            subprocess.run(command, cwd=copy, env=environment, check=True, capture_output=True)
        finally:
            os.umask(before)
        made = sorted((tmp_path / f"dist-{name}").iterdir())
        digests.append({path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in made})
    assert len(digests[0]) == 2
    assert digests[0] == digests[1]
