"""Addresses of the pages. Bodies are named by county code and name, so an address holds when a database is built anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from reportscraper.documents.packed import packed_in


class Links:
    """Makes the addresses of one database's pages.

    ``tables`` is the path of the database, without a slash at the end; ``static`` that of the package's files, with one.
    """

    def __init__(self, tables: str, static: str = "") -> None:
        self.tables = tables
        self._static = static

    def home(self) -> str:
        """The front page."""
        return self._path()

    def page(self, name: str, **params: Any) -> str:
        """A page by its address, such as ``compare`` or ``county/339921``; parameters that are empty are left out, lists are repeated."""
        return self._path(*name.split("/")) + _query(params)

    def county(self, code: str) -> str:
        """The bodies of a county."""
        return self._path("county", code)

    def province(self, name: str) -> str:
        """The counties of a province."""
        return self._path("province", name)

    def series(self, code: str) -> str:
        """What a series is, and how its values are spread."""
        return self._path("series", code)

    def function(self, code: str, **params: Any) -> str:
        """The bodies charged with one thing, of all provinces or of one."""
        return self._path("function", code) + _query(params)

    def body(self, row: Mapping[str, Any]) -> str:
        """The page of a body; a row with ``county_code`` and ``body``."""
        return self._path("body", row["county_code"], row["body"])

    def report(self, row: Mapping[str, Any], year: int | None = None, version: int = 0) -> str:
        """The page of a report; a row with ``county_code``, ``body`` and ``year``."""
        return self._path("report", row["county_code"], row["body"], year or row["year"]) + _query({"version": version})

    def diff(self, row: Mapping[str, Any], base: str = "", version: int = 0, skip: int = 0) -> str:
        """A report against another: ``base`` is a year, or ``v`` and the number of a version; else the year before."""
        return self._path("diff", row["county_code"], row["body"], row["year"]) + _query(
            {"from": base, "version": version, "skip": skip}
        )

    def cell(self, row: Mapping[str, Any], indicator: str, applicant: str | None, version: int = 0) -> str:
        """Where a figure of a report comes from."""
        place = (row["county_code"], row["body"], row["year"], indicator, applicant or "-")
        return self._path("cell", *place) + _query({"version": version})

    def archived(self, row: Mapping[str, Any], /, **place: int) -> str:
        """An archived page; a row with ``file`` and ``offset``, and an address that names the member of a zip archive."""
        fragment = "#the-cell" if place else ""
        member = packed_in(str(row.get("file_url") or row.get("url") or ""))[1]
        return self._path("archive", row["file"], row["offset"]) + _query({**place, "member": member}) + fragment

    def raw(self, row: Mapping[str, Any]) -> str:
        """The archived bytes as a download."""
        return self._path("archive", row["file"], row["offset"], "bytes")

    def download(self, dataset: str, form: str, **params: Any) -> str:
        """A dataset whole, as a file of a format."""
        return self._path("download", f"{dataset}.{form}") + _query(params)

    def api(self, question: str, **params: Any) -> str:
        """A question that programs ask."""
        return self._path("api", question) + _query(params)

    def chart(self, address: str) -> str:
        """A chart alone, by its address below ``chart/``."""
        return f"{self.tables}/-/chart/{address}"

    def question(self, name: str, /, **params: Any) -> str:
        """A question that is offered to people, in Datasette, filled in with what is asked of it."""
        return f"{self.tables}/{quote(name)}" + (f"?{urlencode(params)}" if params else "")

    def static(self, path: str) -> str:
        """A file shipped with the package."""
        return self._static + path

    def _path(self, *parts: object) -> str:
        return f"{self.tables}/-/" + "/".join(quote(str(part), safe="") for part in parts)


def _query(params: Mapping[str, Any]) -> str:
    given = {name: value for name, value in params.items() if value}
    return f"?{urlencode(given, doseq=True)}" if given else ""
