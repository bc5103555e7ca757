"""What a command does not need is not imported: nobody waits for a crawler to read help or a comparison."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"lxml", "httpx", "sqlite_utils", "openpyxl", "docx", "bs4", "structlog", "pdfplumber", "pypdfium2", "scipy"}
RUN = """
import sys
from reportscraper.cli import main
main(sys.argv[1:], standalone_mode=False)
"""
SHOW = """
import atexit, sys
atexit.register(lambda: print(*sorted({name.partition(".")[0] for name in sys.modules}), sep="\\n", file=sys.stderr))
"""


def imported(*args: str) -> set[str]:
    """The packages that a command has imported when it ends."""
    done = subprocess.run([sys.executable, "-c", SHOW + RUN, *args], capture_output=True, text=True, check=False)
    return set(done.stderr.splitlines())


def test_help_imports_neither_parser_nor_crawler_nor_store() -> None:
    found = imported("--help")
    assert "click" in found
    assert found & (HEAVY | {"sqlite3", "rich", "msgspec"}) == set()


@pytest.mark.parametrize("command", [("search", "公开"), ("compare", "requests_received"), ("findings",), ("status",)])
def test_what_reads_the_database_imports_neither_parser_nor_crawler(command: tuple[str, ...], data: Path) -> None:
    found = imported(*command, "--data", str(data))
    assert "sqlite3" in found
    assert found & HEAVY == set()


def test_reading_a_page_imports_neither_crawler_nor_store() -> None:
    page = Path(__file__).parents[1] / "fixtures" / "lost-tables-2022.txt"
    found = imported("extract", str(page))
    assert "lxml" in found
    assert found & (HEAVY - {"lxml"}) == set()
