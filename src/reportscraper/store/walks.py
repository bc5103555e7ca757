"""What earlier nights found in a site's lists, for `reportscraper.crawl.remembered`."""

from __future__ import annotations

import datetime as dt
import sqlite3
import zlib

import msgspec

from reportscraper.crawl.remembered import Walk, is_good
from reportscraper.store.connection import atomic

_FOUND = "SELECT walked_at, found FROM walk WHERE county_code = ? AND url = ? AND basis = ?"
_KEEP = "INSERT OR REPLACE INTO walk (county_code, url, walked_at, basis, found) VALUES (?, ?, ?, ?, ?)"
_decode_walk = msgspec.msgpack.Decoder(Walk).decode


class StoredWalks:
    """The walks of a county's site; those of another ``basis`` (a changed site file, another version of this package) do not count."""

    def __init__(self, connection: sqlite3.Connection, county_code: str, basis: str, now: dt.datetime) -> None:
        self._connection = connection
        self._of = county_code
        self._basis = basis
        self._now = now

    def of(self, url: str) -> Walk | None:
        """See `Walks.of`."""
        found = self._connection.execute(_FOUND, (self._of, url, self._basis)).fetchone()
        is_good_still = found is not None and is_good(found[0], f"{self._of} {url}", self._now)
        return _decode_walk(zlib.decompress(found[1])) if is_good_still else None

    def keep(self, url: str, walk: Walk) -> None:
        """See `Walks.keep`."""
        found = zlib.compress(msgspec.msgpack.encode(walk), 6)
        with atomic(self._connection):
            self._connection.execute(_KEEP, (self._of, url, walk.walked_at, self._basis, found))
