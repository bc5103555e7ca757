"""What is known of a page from outside of it: what the list that leads to it says of body and year, and whose site it is on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from reportscraper.model import ListEntry
from reportscraper.places.bodies import full_name, is_own_body
from reportscraper.places.title import parse_title
from reportscraper.report.identity.period import year_in_column

_BETWEEN = re.compile(r"[>＞»›_|/]+")


class Surroundings(Struct, frozen=True):
    """A page's entry in a list, and the name of the site of its county, which completes short names."""

    listed: ListEntry | None = None
    site_name: str | None = None

    @property
    def _columns(self) -> list[str]:
        """The columns of the list, innermost first (2022年 > 教育局, or the page 2022年政府信息公开年报汇总 that links a file)."""
        names = _BETWEEN.split(self.listed.column) if self.listed else []
        return [name for name in map(str.strip, reversed(names)) if name]

    def titled_body(self, site_name: str | None) -> str | None:
        """The body that the title in the list names."""
        return parse_title(self.listed.title, site_name=site_name).body if self.listed else None

    def column_body(self, site_name: str | None) -> tuple[str, str] | None:
        """The body of the innermost column that is one body's, and the column."""
        # A column's suffix names the government that runs the site, not the body that reports.
        own = (name for name in self._columns if is_own_body(name) and not name.endswith("政府"))
        return next(((full_name(name, site_name), name) for name in own), None)

    def years(self) -> Iterator[tuple[int, str]]:
        """The years that the title in the list and its columns name, and where."""
        if self.listed and (titled := parse_title(self.listed.title).year):
            yield titled, self.listed.title
        for name in self._columns:
            if year := year_in_column(name):
                yield year, name


def facts_of_entry(listed: ListEntry, site_name: str) -> tuple[str | None, int | None]:
    """The body and the year that a list tells of an entry, by its title or its columns; None where it does not."""
    around = Surroundings(listed, site_name)
    column = around.column_body(site_name)
    body = around.titled_body(site_name) or (column[0] if column else None)
    return body, next((year for year, _ in around.years()), None)
