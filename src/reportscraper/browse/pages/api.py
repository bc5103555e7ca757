"""The JSON API: bodies, reports, figures, series and search, a page at a time, and the OpenAPI document that describes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from datasette.utils.asgi import Response
from msgspec import Struct

from reportscraper.browse.site import HEADERS, PageRequest, Row, respond
from reportscraper.store.named_queries import Query, page_queries

_HEADERS = {**HEADERS, "Access-Control-Allow-Origin": "*"}
_JSON = "application/json; charset=utf-8"
_OWN = ("after", "most", "skip", "versions")
"""Parameters of the queries that paging fills in."""


class Endpoint(Struct, frozen=True):
    """A question that programs ask: its query, and how many of its rows, or of the reports of its rows, make a page at most."""

    name: str
    query: str
    most: int
    usual: int
    after: str = "version_id"
    """The column by which pages follow one another; empty where rows are ranked and counted off."""
    reports: str = ""
    """The query that finds the reports of a page, where these are counted and not the rows."""

    @property
    def asked(self) -> Query:
        """The query with its title and parameters."""
        return page_queries()[self.query]

    @property
    def filters(self) -> dict[str, str]:
        """What restricts it: names of parameters and what they say."""
        asked = (*page_queries()[self.reports].params, *self.asked.params) if self.reports else self.asked.params
        return {each.name: each.description for each in asked if each.name not in _OWN}


ENDPOINTS: Mapping[str, Endpoint] = {
    each.name: each
    for each in (
        Endpoint("bodies", "api_bodies", 1000, 100, "body_id"),
        Endpoint("reports", "api_reports", 1000, 100, reports="api_versions"),
        Endpoint("figures", "api_figures", 50, 10, reports="api_versions"),
        Endpoint("series", "api_series", 200, 50, reports="api_versions"),
        Endpoint("search", "search_sections", 100, 25, ""),
    )
}
_WHOLE = {"year", "after", "limit", "skip"}


class _RefusedError(Exception):
    """What is wrong with a question, as a sentence."""


async def api(site: PageRequest) -> Response:
    """The answer to a question: ``rows``, and under ``next`` the address of the rest, null at the end."""
    endpoint = ENDPOINTS.get(site.part("endpoint"))
    if endpoint is None:
        return _refuse(404, f"no such question; there are {', '.join(ENDPOINTS)}")
    try:
        given = _given(site, endpoint)
    except _RefusedError as refused:
        return _refuse(400, str(refused))
    most = min(int(given.pop("limit", endpoint.usual)), endpoint.most)
    if endpoint.after:
        rows, last = await _after(site, endpoint, given, most)
        rest = {"after": last} if last else None
    else:
        skip = int(given.pop("skip", 0))
        found = await site.ask(endpoint.query, **_filled(endpoint, given), most=most, skip=skip)
        total = found[0]["found"] if found else 0
        rest = {"skip": skip + most} if skip + most < total else None
        rows = [{name: value for name, value in row.items() if name != "found"} for row in found]
    address = site.links.api(endpoint.name, **{**given, "limit": most, **rest}) if rest else None
    return _answer({"rows": rows, "next": address})


async def _after(
    site: PageRequest, endpoint: Endpoint, given: Mapping[str, Any], most: int
) -> tuple[list[Row], int | None]:
    """A page of rows, and the number after which the next begins; None at the end."""
    values = {**_filled(endpoint, given), "after": given.get("after", 0), "most": most + 1}
    found = await _ask(site, endpoint.reports or endpoint.query, values)
    page, last = found[:most], found[most - 1][endpoint.after] if len(found) > most else None
    if not endpoint.reports:
        return page, last
    versions = msgspec.json.encode([row[endpoint.after] for row in page]).decode()
    return await _ask(site, endpoint.query, {**values, "versions": versions}), last


async def _ask(site: PageRequest, query: str, values: Mapping[str, Any]) -> list[Row]:
    return await site.ask(query, **{each.name: values[each.name] for each in page_queries()[query].params})


def _given(site: PageRequest, endpoint: Endpoint) -> dict[str, Any]:
    """What the address says. Raises _RefusedError for a name or a number that is none."""
    known = {*endpoint.filters, "limit", "lang", "after" if endpoint.after else "skip"}
    given: dict[str, Any] = {}
    for name in site.request.args:
        if name not in known:
            raise _RefusedError(f"no parameter {name}; there are {', '.join(sorted(known - {'lang'}))}")
        text = site.given(name)
        if name in _WHOLE and text:
            number = site.whole(name, -1)
            if number < (1 if name == "limit" else 0):
                raise _RefusedError(f"{name} is a whole number")
            given[name] = number
        elif text and name != "lang":
            given[name] = text
    if endpoint.query == "search_sections" and "words" not in given:
        raise _RefusedError("words are missing")
    return given


def _filled(endpoint: Endpoint, given: Mapping[str, Any]) -> dict[str, Any]:
    """Every filter of the query; one that was not given does not restrict."""
    nothing = {"year": 0} if endpoint.query == "search_sections" else {}
    return {name: given.get(name, nothing.get(name, "")) for name in endpoint.filters}


async def openapi(site: PageRequest) -> Response:
    """The description of the API (OpenAPI 3.1), with the columns that this database has."""
    columns = {name: await _columns(site, endpoint) for name, endpoint in ENDPOINTS.items()}
    return _answer(description(site.links.page("api"), columns))


async def _columns(site: PageRequest, endpoint: Endpoint) -> list[str]:
    values: dict[str, Any] = {each.name: "" for each in endpoint.asked.params}
    values |= {"words": "x", "year": 0, "versions": "[]", "after": 0, "most": 0, "skip": 0}
    execute: Any = site.database.execute  # not typed
    answer = await execute(endpoint.asked.sql, values)
    return [column[0] for column in answer.description if column[0] != "found"]


def description(base: str, columns: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The OpenAPI document; ``columns`` are those of each endpoint's rows."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Disclosure reports of Chinese county governments 政府信息公开工作年度报告",
            "version": "1",
            "description": "Figures as printed: null is a cell without a number, never zero; doubt says that a check speaks against it.",
        },
        "servers": [{"url": base}],
        "paths": {f"/{name}": {"get": _operation(each, columns[name])} for name, each in ENDPOINTS.items()},
    }


def _operation(endpoint: Endpoint, columns: Sequence[str]) -> dict[str, Any]:
    kept = endpoint.filters
    unit = "reports" if endpoint.reports else "rows"
    kept["limit"] = f"how many {unit} a page has, {endpoint.most} at most; {endpoint.usual} unless given"
    kept |= {"after": "as `next` says"} if endpoint.after else {"skip": "as `next` says"}
    row = {"type": "object", "properties": {column: {} for column in columns}, "required": list(columns)}
    answer = {
        "type": "object",
        "properties": {"rows": {"type": "array", "items": row}, "next": {"type": ["string", "null"]}},
        "required": ["rows", "next"],
    }
    return {
        "operationId": endpoint.name,
        "summary": endpoint.asked.title,
        "description": endpoint.asked.description,
        "parameters": [
            {
                "name": name,
                "in": "query",
                "description": text,
                "required": endpoint.query == "search_sections" and name == "words",
                "schema": {"type": "integer" if name in _WHOLE else "string"},
            }
            for name, text in kept.items()
        ],
        "responses": {
            "200": {"description": "A page of rows", "content": {"application/json": {"schema": answer}}},
            "400": {"description": "A parameter that is not known or no number; `error` says which"},
        },
    }


def _answer(value: object, status: int = 200) -> Response:
    return respond(msgspec.json.encode(value), status=status, headers=_HEADERS, content_type=_JSON)


def _refuse(status: int, error: str) -> Response:
    return _answer({"error": error}, status)
