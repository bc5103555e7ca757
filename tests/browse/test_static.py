"""What the package ships to browsers is what it says."""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path

import reportscraper.browse

STATIC = Path(reportscraper.browse.__file__).parent / "static"
VENDOR = STATIC / "vendor"


def test_vendored_files_are_those_named() -> None:
    files = tomllib.loads((VENDOR / "vendor.toml").read_text(encoding="utf-8"))["file"]
    assert {file["name"] for file in files} == {path.name for path in VENDOR.glob("*.js")}
    for file in files:
        assert hashlib.sha256((VENDOR / file["name"]).read_bytes()).hexdigest() == file["sha256"], file["name"]
        assert "Redistribution and use" in (VENDOR / f"{file['package']}.LICENSE").read_text(encoding="utf-8")


def test_nothing_of_ours_is_loaded_from_elsewhere() -> None:
    for path in (*STATIC.glob("*.css"), *STATIC.glob("*.js")):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"(?:url\(|from |import )\s*[\"']?(?:https?:)?//", text), path.name


def test_templates_have_no_inline_scripts_styles_or_handlers() -> None:
    for path in (STATIC.parent / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|\|\s*safe", text), path.name
        for tag in re.findall(r"<script[^>]*>", text):
            assert "src=" in tag or 'type="application/json"' in tag, path.name
