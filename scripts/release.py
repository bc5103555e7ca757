"""What a release carries beside its wheel: ``python scripts/release.py sbom`` and ``python scripts/release.py notes v1.0.0``.

The list of parts (SBOM, CycloneDX 1.5 as JSON) is made from `requirements.lock`: every part with its version, the hashes under which it may
be installed, and its licence where it is installed here. The notes are the version's section of `CHANGELOG.md`. Both print to standard
output, and print the same whenever they are made from the same files.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
import uuid
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
_PART = re.compile(r"^([\w.-]+)==(\S+)((?:[^\n]*\\\n\s+--hash=sha256:[0-9a-f]{64})+)", re.MULTILINE)
_HASH = re.compile(r"sha256:([0-9a-f]{64})")
_LONGEST_NAME = 80
"""Characters; some packages put the whole text of their licence where its name belongs."""


def project() -> dict[str, Any]:
    """What `pyproject.toml` says of the project."""
    found: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return found


def bill_of_materials(lock: str, about: Mapping[str, Any]) -> dict[str, Any]:
    """The CycloneDX document of a project and the parts of its lock."""
    name, version = about["name"], about["version"]
    parts = [_part(*found.group(1, 2, 3)) for found in _PART.finditer(lock)]
    own = {
        "type": "application",
        "bom-ref": f"pkg:pypi/{name}@{version}",
        "name": name,
        "version": version,
        "licenses": [{"license": {"id": about["license"]}}],
        "purl": f"pkg:pypi/{name}@{version}",
    }
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{name} {version} {lock}')}",
        "version": 1,
        "metadata": {"component": own},
        "components": parts,
        "dependencies": [{"ref": own["bom-ref"], "dependsOn": sorted(each["bom-ref"] for each in parts)}],
    }


def _part(name: str, version: str, hashes: str) -> dict[str, Any]:
    address = f"pkg:pypi/{name}@{version}"
    part: dict[str, Any] = {"type": "library", "bom-ref": address, "name": name, "version": version, "purl": address}
    # One of these is the hash of the file that is installed, which one tells the platform.
    part["properties"] = [{"name": "sha256 of a distribution", "value": each} for each in _HASH.findall(hashes)]
    if licence := licence_of(name):
        part["licenses"] = [{"license": {"name": licence}}]
    return part


def licence_of(name: str) -> str:
    """The licence of an installed package by its own word; empty where it is not installed or says none."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return ""
    classified = [
        each.rpartition(" :: ")[2] for each in told.get_all("Classifier") or () if each.startswith("License ::")
    ]
    named = next(iter(told.get_all("License-Expression") or told.get_all("License") or ()), "")
    return named if 0 < len(named) <= _LONGEST_NAME and "\n" not in named else ", ".join(classified)


def notes(changelog: str, tag: str) -> str:
    """The section of a version. ValueError when there is none."""
    version = tag.removeprefix("v")
    found = re.search(rf"^## {re.escape(version)}\b[^\n]*\n(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL)
    if found is None or not found[1].strip():
        raise ValueError(f"CHANGELOG.md has no section on {version}")
    return found[1].strip() + "\n"


def main() -> None:
    """One of the two, by its name."""
    match sys.argv[1:]:
        case ["sbom"]:
            made = bill_of_materials((ROOT / "requirements.lock").read_text("utf-8"), project())
            sys.stdout.write(json.dumps(made, indent=1, ensure_ascii=False) + "\n")
        case ["notes", tag] if tag.removeprefix("v") == project()["version"]:
            sys.stdout.write(notes((ROOT / "CHANGELOG.md").read_text("utf-8"), tag))
        case ["notes", tag]:
            sys.exit(f"{tag} is not the version of pyproject.toml, {project()['version']}")
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
