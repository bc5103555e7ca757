"""What every page shares: the database asked, permissions, the frame around the content, and the answer to a wrong address."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import parse_qsl, unquote, urlencode
from weakref import WeakKeyDictionary

from datasette.database import QueryInterrupted
from datasette.utils import tilde_decode
from datasette.utils.asgi import NotFound, Response

from reportscraper.browse.language import Language, language_of, remember, speech
from reportscraper.browse.links import Links
from reportscraper.export.datasets import ExportColumn
from reportscraper.export.files import encoded
from reportscraper.store import queries
from reportscraper.store.named_queries import page_queries

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.database import Database
    from datasette.utils.asgi import Request

Row = dict[str, Any]


class PageResponse(Protocol):
    """What Datasette sends: a `Response`, or something that is sent while it is made."""

    headers: dict[str, str]

    async def asgi_send(self, send: Any) -> None:
        """Send it."""


View = Callable[["PageRequest"], Awaitable[PageResponse]]

KEPT_FOR = 3600
"""Seconds for which caches may keep a page of a published copy."""
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
"""Scripts and styles come from the package alone; scraped text that slipped through as markup would find nothing to run."""


_MOST_KEPT = 200
_MOST_OF_PAGES = 8_000_000
"""Characters of the pages of a published copy that are kept: the front page takes 50 ms to make, and everybody asks for it."""
_pages: WeakKeyDictionary[Database, dict[tuple[str, str, str], tuple[float, str]]] = WeakKeyDictionary()
_kept: WeakKeyDictionary[Database, dict[tuple[str, str], tuple[Row | None, list[Row]]]] = WeakKeyDictionary()


class MissingError(Exception):
    """What the address names is not in the database; ``key`` is the text of `messages` that says what, with its fields."""

    def __init__(self, key: str, status: int = 404, **fields: object) -> None:
        super().__init__(key, fields)
        self.key, self.status, self.fields = f"missing.{key}", status, fields


class PageRequest:
    """One request for a page of one of our databases."""

    def __init__(self, datasette: Datasette, request: Request, database: Database) -> None:
        self.datasette = datasette
        self.request = request
        self.database = database
        self.say = speech(language_of(request))
        base = str(datasette.urls.database(database.name))
        self.links = Links(base, str(datasette.urls.static_plugins("reportscraper", "")))

    def part(self, name: str) -> str:
        """A part of the path, decoded."""
        return unquote(self.request.url_vars[name])

    def given(self, name: str, default: str = "") -> str:
        """A query parameter."""
        return str(self.request.args.get(name) or default).replace("\x00", "")

    def given_all(self, name: str) -> list[str]:
        """Every value of a repeated query parameter, each once."""
        return list(dict.fromkeys(value.replace("\x00", "") for value in self.request.args.getlist(name)))

    def whole(self, name: str, default: int = 0, *, most: int = 10**15) -> int:
        """A query parameter that is a whole number from 0 to ``most``; anything else is the default."""
        text = self.given(name)
        return min(int(text), most) if text.isascii() and text.isdigit() and len(text) < 16 else default

    async def ask(self, name: str, **values: object) -> list[Row]:
        """The rows of a query of the pages, or of one that is offered to people."""
        execute: Any = self.database.execute  # not typed
        answer = await execute(_sql(name), values, truncate=False)
        return [dict(row) for row in answer.rows]

    async def ask_each(self, name: str, values: Iterable[Mapping[str, object]]) -> list[Row]:
        """The rows of a query asked again and again, for cheap questions with many subjects."""
        sql, asked = _sql(name), list(values)

        def answer(connection: sqlite3.Connection) -> list[Row]:
            return [dict(row) for each in asked for row in connection.execute(sql, dict(each))]

        execute: Any = self.database.execute_fn  # not typed
        rows: list[Row] = await execute(answer)
        return rows

    async def one(self, name: str, **values: object) -> Row | None:
        """The first row of a page query, None when there is none."""
        return next(iter(await self.ask(name, **values)), None)

    async def ask_kept(self, name: str, **values: object) -> list[Row]:
        """The rows of a dear question, kept until the database changes."""
        stamp = await self.one("last_change")
        kept = _kept.setdefault(self.database, {})
        if len(kept) > _MOST_KEPT:
            kept.clear()
        key = (name, str(sorted(values.items())))
        if kept.get(key, (None, []))[0] != stamp:
            kept[key] = (stamp, await self.ask(name, **values))
        return kept[key][1]

    async def show(
        self, template: str, status: int = 200, headers: Mapping[str, str] = HEADERS, **context: Any
    ) -> Response:
        """A page made from a template."""
        frame = {
            "links": self.links,
            "database": self.database.name,
            "path": self.request.path,
            "t": self.say,
            "in_english": self.say.language == "en",
            "absolute": self._absolute,
            "in_other_language": in_language(self.request, self.say.other),
        }
        render: Any = self.datasette.render_template  # not typed
        body = await render(f"reportscraper/{template}.html", frame | context, self.request)
        return respond(body, status=status, headers=headers)

    def _absolute(self, path: str) -> str:
        """An address as others must write it."""
        made: Any = self.datasette.absolute_url  # not typed
        return str(made(self.request, path))


def in_language(request: Request, language: Language, name: str = "lang") -> str:
    """The address of a page in a language, which the parameter ``name`` says."""
    given = [(each, value) for each, value in parse_qsl(request.query_string) if each not in ("lang", "_lang")]
    return f"{request.path}?{urlencode([*given, (name, language)])}"


def _sql(name: str) -> str:
    return (page_queries().get(name) or queries()[name]).sql


def respond(
    body: str | bytes,
    *,
    status: int = 200,
    content_type: str = "text/html; charset=utf-8",
    headers: Mapping[str, str] = HEADERS,
) -> Response:
    """An answer; ``headers`` restrict what a browser may do with it."""
    make: Any = Response  # not typed
    made: Response = make(body, status=status, headers=dict(headers), content_type=content_type)
    return made


def respond_csv(
    name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, how: str = "attachment"
) -> Response:
    """Rows as a CSV file for spreadsheets: with a byte-order mark, and texts quoted with ' that would be taken for a formula."""
    made = encoded("csv", [ExportColumn(each) for each in columns], rows, for_spreadsheets=True)
    headers = {**HEADERS, "Content-Disposition": f'{how}; filename="{name}.csv"'}
    return respond(b"".join(made), headers=headers, content_type="text/csv; charset=utf-8")


def view(page: View, ours: Callable[[Datasette], frozenset[str]]) -> Callable[..., Awaitable[PageResponse]]:
    """A Datasette view of a page: finds the database, asks whether it may be seen, and answers wrong addresses in words."""

    async def answer(datasette: Datasette, request: Request) -> PageResponse:
        wanted = tilde_decode(request.url_vars["database"])
        database = next((each for each in datasette.databases.values() if each.route == wanted), None)
        if database is None or database.name not in ours(datasette):
            raise NotFound(speech(language_of(request)).plain("site.no_database"))
        await datasette.ensure_permissions(request.actor, [("view-database", database.name), "view-instance"])
        site = PageRequest(datasette, request, database)
        key = (request.path, request.query_string, site.say.language)
        if (body := _kept_page(database, key)) is not None:
            return _headed(respond(body), site)
        try:
            made: PageResponse = await page(site)
            _keep_page(database, key, made)
        except MissingError as missing:
            made = await site.show("missing", status=missing.status, message=site.say(missing.key, **missing.fields))
        except QueryInterrupted:
            made = await site.show("missing", status=503, message=site.say("site.too_long"))
        return _headed(made, site)

    return answer


def _headed(made: PageResponse, site: PageRequest) -> PageResponse:
    """The answer with what it says of its language, and how long it may be kept."""
    made.headers |= {"Content-Language": site.say.tag, "Vary": "Accept-Language, Cookie"}
    # A published copy is another file when it changes.
    if not site.database.is_mutable and getattr(made, "status", 200) == 200:
        made.headers["Cache-Control"] = f"public, max-age={KEPT_FOR}"
    if chosen := remember(site.request):
        made.headers["Set-Cookie"] = chosen
    return made


def _kept_page(database: Database, key: tuple[str, str, str]) -> str | None:
    """A page of a published copy that was made within the hour; pages of a database that runs write to are made every time."""
    made_at, body = _pages.get(database, {}).get(key, (0.0, None))
    return body if time.monotonic() - made_at < KEPT_FOR else None


def _keep_page(database: Database, key: tuple[str, str, str], made: PageResponse) -> None:
    """Keep a page as `respond` makes it; nothing else, such as files, feeds and errors."""
    if database.is_mutable or not isinstance(made, Response) or (made.status, made.headers) != (200, dict(HEADERS)):
        return
    body = made.body
    if not isinstance(body, str) or not made.content_type.startswith("text/html"):
        return
    kept = _pages.setdefault(database, {})
    while kept and sum(len(text) for _, text in kept.values()) + len(body) > _MOST_OF_PAGES:
        del kept[next(iter(kept))]
    kept[key] = time.monotonic(), body
