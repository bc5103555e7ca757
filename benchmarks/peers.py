"""Other ways to get at the tables of a page, and one reader of their rows for all of them.

Each way gives tables as rows of texts. `cells_of_rows` is what a careful user would write on top: rows are found by the exact
official label, figures are taken by order. It knows nothing of reshaped tables, of other wordings, or of identities.
"""

from __future__ import annotations

import importlib
import io
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from bs4 import BeautifulSoup, Tag
from lxml import etree
from tests.made.forms import Key, annex_of, blocks_of, forms, matrix_rows

from reportscraper.model import FormId

Rows = list[list[str]]
Way = Callable[[bytes, str], list[Rows]]
"""(page, its encoding) → its tables."""
Printed = tuple[str, float | None]
"""Kind and value of a cell."""

_APPLICANTS = 7


def load(name: str) -> Any:
    """The module, None where it is not installed."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        return None


def ways() -> dict[str, Way | None]:
    """The peers by name; None where a library is not installed."""
    return {
        "pandas.read_html (lxml)": _by_pandas("lxml") if load("pandas") else None,
        "pandas.read_html (bs4)": _by_pandas("bs4") if load("pandas") and load("html5lib") else None,
        "trafilatura XML": _by_trafilatura if load("trafilatura") else None,
        "BeautifulSoup + own grid": by_soup,
    }


def _by_pandas(flavor: str) -> Way:
    pandas = load("pandas")

    def read(page: bytes, encoding: str) -> list[Rows]:
        try:
            frames = pandas.read_html(io.StringIO(_decoded(page, encoding)), flavor=flavor, header=None)
        except ValueError:  # pandas' way to say that there is no table
            return []
        return [[["" if pandas.isna(cell) else str(cell) for cell in row] for row in f.values.tolist()] for f in frames]

    return read


def _by_trafilatura(page: bytes, encoding: str) -> list[Rows]:
    found = load("trafilatura").extract(_decoded(page, encoding), output_format="xml", include_tables=True)
    if not found:
        return []
    root = etree.fromstring(found.encode())
    return [
        [["".join(map(str, cell.itertext())) for cell in row.iter("cell")] for row in table.iter("row")]
        for table in root.iter("table")
    ]


def _decoded(page: bytes, encoding: str) -> str:
    return page.decode(encoding, "replace")


def by_soup(page: bytes, encoding: str) -> list[Rows]:
    """Rows with spans laid out, as a script on BeautifulSoup does it."""
    soup = BeautifulSoup(page, "lxml", from_encoding=encoding)
    return [_grid(table) for table in soup.find_all("table") if table.find("table") is None]


def _grid(table: Tag) -> Rows:
    slots: dict[tuple[int, int], str] = {}
    rows = table.find_all("tr")
    for line, row in enumerate(rows):
        column = 0
        for cell in row.find_all(["td", "th"]):
            while (line, column) in slots:
                column += 1
            height, width = _span(cell, "rowspan"), _span(cell, "colspan")
            text = cell.get_text().strip()
            slots.update({(line + down, column + right): text for down in range(height) for right in range(width)})
            column += width
    width = 1 + max((column for _, column in slots), default=0)
    return [[slots.get((line, column), "") for column in range(width)] for line in range(len(rows))]


def _span(cell: Tag, name: str) -> int:
    digits = str(cell.get(name) or "")
    return min(max(int(digits), 1), 100) if digits.isdigit() else 1


def cells_of_rows(tables: Sequence[Rows], form: FormId) -> dict[Key, Printed]:
    """What the rows say of the cells of a form."""
    found: dict[Key, Printed] = {}
    lines = _lines(form)
    for table in tables:
        for row in table:
            labels = [_squeeze(cell) for cell in row]
            for place, label in reversed(list(enumerate(labels))):
                if label in lines:
                    found.update(_taken(lines[label], row[place + 1 :]))
                    break
        found.update(_review(table))
    return found


def _taken(keys: Sequence[Key], cells: Sequence[str]) -> Iterator[tuple[Key, Printed]]:
    figures = cells[-len(keys) :] if len(keys) in (1, _APPLICANTS) else cells[: len(keys)]
    if len(figures) == len(keys):
        yield from zip(keys, map(_read, figures), strict=True)


def _review(table: Rows) -> Iterator[tuple[Key, Printed]]:
    if len(table) >= 4 and "行政复议" in map(_squeeze, table[0]) and len(table[-1]) == 15:
        keys = [(name, None) for block in forms().review.blocks for name in block.ids]
        yield from zip(keys, map(_read, table[-1]), strict=True)


def _lines(form: FormId) -> dict[str, list[Key]]:
    annex = annex_of(form)
    lines: dict[str, list[Key]] = {}
    if annex:
        lines |= {_squeeze(row.label): [(row.id, None)] for row in annex.rows if row.id}
        return lines
    applicants = [applicant.id for applicant in forms().matrix.applicants]
    for block in blocks_of(form):
        lines |= {_squeeze(row.label): [(name, None) for name in row.ids] for row in block.rows}
    lines |= {_squeeze(row.label): [(row.id, who) for who in applicants] for row in matrix_rows(form)}
    return lines


def _squeeze(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _read(text: str) -> Printed:
    plain = _squeeze(text).replace(",", "")
    if not plain:
        return "blank", None
    if plain in ("/", "\\", "-", "--", "—", "——", "不涉及"):
        return "dash", None
    if plain == "无":
        return "none", 0
    try:
        return "number", float(plain)
    except ValueError:
        return "unreadable", None
