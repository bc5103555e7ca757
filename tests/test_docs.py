"""The documentation says everything that there is: made pages are up to date, nothing in them is without words, links lead somewhere."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest
from scripts.write_docs import DOCS, PAGES

ROOT = Path(__file__).parents[1]
NAVIGATION = (ROOT / "mkdocs.yml").read_text("utf-8").partition("\nnav:")[2]


@pytest.mark.parametrize("page", PAGES)
def test_a_made_page_is_up_to_date(page: str) -> None:
    assert (DOCS / page).read_text("utf-8") == PAGES[page](), "python scripts/write_docs.py"


@pytest.mark.parametrize("page", ["commands.md", "settings.md", "sql.md", "json.md", "api.md"])
def test_nothing_is_without_words(page: str) -> None:
    """Commands, options, keys, columns and parameters; what a query takes may be nothing."""
    told = (DOCS / page).read_text("utf-8")
    assert [line for line in told.partition("## Named queries")[0].splitlines() if line.endswith("|  |")] == []
    assert not re.search(r"```\n\n\n*(## |\Z)", told), "a command without a word"


def test_every_variable_of_the_environment_is_told() -> None:
    """Those of options, which the page is made of, and those that code reads by itself."""
    read = {
        each
        for path in (ROOT / "src").rglob("*.py")
        for each in re.findall(r"REPORTSCRAPER_[A-Z_]+", path.read_text("utf-8"))
    }
    assert read
    assert read - set(re.findall(r"REPORTSCRAPER_[A-Z_]+", (DOCS / "settings.md").read_text("utf-8"))) == set()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("备份与恢复 backup", ["备", "份", "与", "恢", "复", "backup"]),
        ("用run抓取。status --check", ["用", "run", "抓", "取", "status", "check"]),
    ],
)
def test_the_search_of_the_site_finds_chinese_words(text: str, words: list[str]) -> None:
    separator = re.search(r"separator: '(.+)'", (ROOT / "mkdocs.yml").read_text("utf-8"))
    assert separator
    assert [each for each in re.split(separator[1], text) if each] == words


def test_every_page_is_in_the_navigation() -> None:
    pages = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")}
    assert pages == set(re.findall(r"[\w/-]+\.md", NAVIGATION))


def test_every_link_between_pages_leads_somewhere() -> None:
    for page in DOCS.rglob("*.md"):
        links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
        assert [link for link in links if not (page.parent / link).exists()] == [], page


WRITTEN = sorted(path.name for path in DOCS.glob("*.md") if path.name not in PAGES)
"""Pages written by hand; those made from the code hold both languages."""
BOTH = {f"docs/{name}": (DOCS / name, DOCS / "zh" / name) for name in WRITTEN} | {
    "README.md": (ROOT / "README.md", ROOT / "README.zh-CN.md")
}


def commands(page: Path) -> set[str]:
    """What a page has a reader type: lines of its blocks, and commands within its text; remarks and prose differ by language."""
    text = page.read_text("utf-8")
    typed = (line for block in re.findall(r"(?ms)^```\w+\n(.*?)^```", text) for line in block.splitlines())
    named = re.findall(r"`((?:reportscraper|bash|deploy/|uv|pip) [^`\u3400-\u9fff]+)`", text)
    return {line.strip() for line in (*typed, *named) if not re.match(r"\s*(--|#|$)", line)}


def test_chinese_pages_are_those_of_the_english_ones() -> None:
    assert sorted(page.name for page in (DOCS / "zh").glob("*.md")) == WRITTEN


@pytest.mark.parametrize("name", BOTH)
def test_a_chinese_page_has_the_chapters_and_commands_of_the_english_one(name: str) -> None:
    english, chinese = BOTH[name]
    levels = [
        re.findall(r"(?m)^(#+) ", re.sub(r"(?ms)^```.*?^```", "", page.read_text("utf-8")))
        for page in (english, chinese)
    ]
    assert levels[0] == levels[1]
    assert commands(english) - commands(chinese) == set()
    rows = [len(re.findall(r"(?m)^\|", page.read_text("utf-8"))) for page in (english, chinese)]
    assert rows[0] == rows[1] or name == "docs/index.md", "a row of a table is missing"


def test_the_site_is_built_with_strict_links_and_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    if not importlib.util.find_spec("mkdocs"):
        pytest.skip("the group docs is not installed: uv sync --group docs")
    build = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr + done.stdout
    for page in tmp_path.rglob("*.html"):
        text = page.read_text("utf-8")
        assert re.findall(r'<(?:script|link|img|iframe)\b[^>]*?(?:src|href)="(?:https?:)?//[^"]+"', text) == [], page
        assert "mermaid" not in text, "the theme would load it from elsewhere"
    for sheet in tmp_path.rglob("*.css"):
        assert re.findall(r"url\([\"']?(?:https?:)?//", sheet.read_text("utf-8")) == [], sheet
