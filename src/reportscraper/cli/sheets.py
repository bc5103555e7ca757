"""Tables for the terminal in which no number is ever cut.

What does not fit goes on below, in a further table with the same first column, as printed statistics do it; words are folded onto
further lines. Chinese characters count as the two columns they fill.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from reportscraper.cli.language import say

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions

_BETWEEN, _EDGES = 3, 2
_LEAST_WORDS = 12
"""A column of words may be folded down to this width (or its own, where that is less)."""


class SheetColumn(Struct, frozen=True):
    """A column: ``words`` may be folded, ``number`` stands right; whatever is not words stays on one line."""

    heading: str
    number: bool = False
    words: bool = False
    folds: bool = False
    """Whether its heading may stand in several lines."""

    @property
    def head(self) -> str:
        """The heading in the lines it is printed in."""
        return printable(self.heading).replace(" ", "\n") if self.folds else printable(self.heading)


class TableSheet(Struct, frozen=True):
    """A table as values. The first column is repeated wherever the table goes on; ``total`` is a last row set apart."""

    columns: Sequence[SheetColumn]
    rows: Sequence[Sequence[str]]
    title: str = ""
    total: Sequence[str] = ()

    def __rich_console__(self, _: Console, options: ConsoleOptions) -> Iterator[Text | Table]:
        """What ``print`` of a rich console shows: tables no wider than the screen, unless a single column is."""
        for number, group in enumerate(self._column_groups(options.max_width)):
            title = say("sheet.continued", title=self.title) if number and self.title else self.title
            if title:
                yield Text(printable(title), style="bold", overflow="fold")
            yield self._make_table([0, *group])

    def _column_groups(self, width: int) -> list[list[int]]:
        """Numbers of the columns after the first that stand beside each other."""
        room = width - _EDGES - self._least_width(0)
        groups: list[list[int]] = [[]]
        left = room
        for index in range(1, len(self.columns)):
            needed = _BETWEEN + self._least_width(index)
            if needed > left and groups[-1]:
                groups.append([])
                left = room
            groups[-1].append(index)
            left -= needed
        return groups

    def _least_width(self, index: int) -> int:
        head, *texts = self._column_texts(index)
        width = max(map(cell_len, (*head.split("\n"), *texts)))
        return min(width, _LEAST_WORDS) if self.columns[index].words else width

    def _column_texts(self, index: int) -> list[str]:
        texts = (*(row[index] for row in self.rows), *self.total[index : index + 1])
        return [self.columns[index].head, *map(printable, texts)]

    def _make_table(self, shown: Sequence[int]) -> Table:
        table = Table(box=SIMPLE_HEAD, pad_edge=False, show_footer=bool(self.total))
        cells = [self._column_texts(index) for index in shown]
        for index, (heading, *texts) in zip(shown, cells, strict=True):
            column = self.columns[index]
            table.add_column(
                Text(heading),
                footer=Text(texts[-1]) if self.total else "",
                justify="right" if column.number else "left",
                no_wrap=not column.words,
                overflow="fold",
                min_width=self._least_width(index),
            )
        for number in range(1, len(self.rows) + 1):
            table.add_row(*(Text(column[number]) for column in cells))
        return table


def printable(text: str) -> str:
    """Scraped text without control characters that a terminal would obey."""
    return "".join(character if character.isprintable() else " " for character in text)
