"""Further articles of reports (附表, 二) that were archived as pages of their own, before they were known to belong together."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from reportscraper.crawl.splits import is_piece, mark_of
from reportscraper.model import ListEntry
from reportscraper.runs.provenance import Provenance, Taken

_MOST_WAITING = 200
"""Of one county: their bytes are held until the first article comes."""

Listed = Callable[[str, str], Iterable[tuple[str, str]]]
"""Addresses and listed titles of the reports of a county that one column shows."""


def goes_on(source: Provenance) -> bool:
    """Whether a page, by its listed title, is a further article of a report."""
    return source.role == "detail" and source.listed is not None and mark_of(source.listed.title).further


class SplitPieces:
    """Puts such articles to the page of the first one, in whatever order they come."""

    def __init__(self, listed: Listed) -> None:
        self._listed = listed
        self._waiting: dict[str, list[Taken]] = {}

    def placed(self, taken: Taken) -> Taken:
        """An article that goes on from another as it is to be taken: as a file of that one's page where that is stored."""
        source, listed = taken.source, taken.source.listed
        if listed is None:
            return taken
        for url, title in self._listed(source.code, listed.column):
            if url != taken.exchange.url and is_piece(title, listed.title):
                linked = msgspec.structs.replace(listed, linked_from=url)
                return msgspec.structs.replace(taken, source=as_file(source, linked))
        waiting = self._waiting.setdefault(source.code, [])
        if len(waiting) < _MOST_WAITING:
            waiting.append(taken)
        return taken

    def further_of(self, taken: Taken) -> dict[str, Taken]:
        """The articles that came before their first one, which this page is, by address; they wait no longer."""
        source, waiting = taken.source, self._waiting.get(taken.source.code)
        if not waiting or source.listed is None:
            return {}
        listed = source.listed
        found = [
            each
            for each in waiting
            if each.source.listed is not None
            and each.source.listed.column == listed.column
            and is_piece(listed.title, each.source.listed.title)
        ]
        self._waiting[source.code] = [each for each in waiting if each not in found]
        return {each.exchange.url: each for each in found}


def as_file(source: Provenance, listed: ListEntry) -> Provenance:
    """The provenance of a page as that of a file of another."""
    return msgspec.structs.replace(source, role="attachment", listed=listed)
