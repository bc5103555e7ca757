"""The files that pages hand out, whatever became of them."""

from __future__ import annotations

import sqlite3

from msgspec import Struct

from reportscraper.model import Capture
from reportscraper.store.by_name import CAPTURE_COLUMNS, read_rows

_SAVE = """
INSERT INTO page_file (page_url, position, url, capture_id)
VALUES (:page_url, (SELECT count(*) + 1 FROM page_file WHERE page_url = :page_url), :url, :capture_id)
ON CONFLICT (page_url, url) DO UPDATE SET capture_id = max(capture_id, excluded.capture_id)
"""

_OF_PAGE = f"""
SELECT capture.id AS capture_id, {CAPTURE_COLUMNS}
FROM page_file JOIN capture ON capture.id = page_file.capture_id
WHERE page_url = ?
ORDER BY position
"""  # noqa: S608


class StoredFile(Struct, frozen=True):
    """The newest capture of a file that a page hands out."""

    capture_id: int
    capture: Capture

    @property
    def url(self) -> str:
        """Where the file was asked for."""
        return self.capture.url


def save_file(connection: sqlite3.Connection, page_url: str, url: str, capture_id: int) -> None:
    """Record that a page hands out a file; an older capture of it never replaces a newer one."""
    connection.execute(_SAVE, {"page_url": page_url, "url": url, "capture_id": capture_id})


def files_of(connection: sqlite3.Connection, page_url: str) -> list[StoredFile]:
    """The files of a page in the order in which they first came."""
    return list(read_rows(connection.execute(_OF_PAGE, (page_url,)), StoredFile))
