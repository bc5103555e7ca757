"""What the package ships to browsers is what it says."""

from __future__ import annotations

import re
from pathlib import Path

import reportscraper.browse

STATIC = Path(reportscraper.browse.__file__).parent / "static"


def test_nothing_of_ours_is_loaded_from_elsewhere() -> None:
    for path in (*STATIC.glob("*.css"), *STATIC.glob("*.js")):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"(?:url\(|from |import )\s*[\"']?(?:https?:)?//", text), path.name


def test_templates_have_no_inline_scripts_styles_or_handlers() -> None:
    for path in (STATIC.parent / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|\|\s*safe", text), path.name
        for tag in re.findall(r"<script[^>]*>", text):
            # What other plugins bid Datasette put at the end of its own pages.
            assert "src=" in tag or "{% if body_script.module %}" in tag, path.name
