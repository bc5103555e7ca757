"""Text that spreadsheets and workbooks take for text.

A spreadsheet takes a cell of a CSV file that begins with = + - @ (in any width), a tab or a line break for a formula, and
scraped text may begin with anything. Numbers stay numbers: only text columns are guarded.
"""

from __future__ import annotations

import re
from typing import Any

# Leading blanks are skipped by spreadsheets before they look for a formula.
_FORMULA = re.compile(r"[\s\u00a0\u3000\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r\n]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

LONGEST_CELL = 32_767
"""Characters that a cell of a workbook can hold."""


def spreadsheet_text(value: Any) -> Any:
    """The value; a text that would be taken for a formula gets an apostrophe in front."""
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


def xml_text(text: str) -> str:
    """The text without characters that XML cannot hold, each replaced by U+FFFD."""
    return _CONTROL.sub("\ufffd", text)


def workbook_text(value: Any) -> Any:
    """The value; text without characters that XML cannot hold, cut with a note where a cell of a workbook would overflow."""
    if not isinstance(value, str):
        return value
    clean = xml_text(value)
    if len(clean) <= LONGEST_CELL:
        return clean
    note = f" …[cut: {len(clean)} characters]"
    return clean[: LONGEST_CELL - len(note)] + note
