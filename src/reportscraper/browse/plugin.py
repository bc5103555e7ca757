"""The hooks. Which databases are ours is settled once, when Datasette starts."""

from __future__ import annotations

import re
import sqlite3
import traceback
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from importlib import import_module
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from jinja2 import Environment
from markupsafe import Markup
from pluggy import HookimplMarker

from reportscraper.browse.codes import meaning
from reportscraper.browse.dress import (
    DressLoader,
    asked_for,
    called,
    dress,
    example,
    means,
    refusal,
    said,
    unfilled,
    whole_table,
)
from reportscraper.browse.language import Language, Speech, language_of, remember, speech
from reportscraper.browse.links import Links
from reportscraper.browse.metadata import database_metadata
from reportscraper.browse.series import style
from reportscraper.browse.site import PageRequest
from reportscraper.browse.wording import (
    DOUBTS,
    cell_anchor,
    cell_link,
    cell_name,
    form_name,
    grouped,
    han,
    moment,
    number,
    rule_name,
    sample_note,
    signed,
    web_address,
)
from reportscraper.forms.naming import brief
from reportscraper.forms.rules import DOUBT_SIGNS, in_chinese
from reportscraper.store import is_current, prepare
from reportscraper.store.named_queries import page_queries

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request, Response

hookimpl = HookimplMarker("datasette")

_STYLES = "/-/static-plugins/reportscraper/reportscraper.css"
_HAN = re.compile("[\u3400-\u9fff]")
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"']+")

_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 16 << 20,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 200_000,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 200,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 50,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 1_000,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
}
"""What one statement of a reader may be; the longest chapter of a report has some 200,000 bytes."""
_POLICY = (
    b"default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    b"object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
"""For Datasette's own pages, which have scripts and styles in them; ours say more strictly what they load (`site.HEADERS`)."""

_spoken: ContextVar[Language] = ContextVar("_spoken", default="en")
"""The language of the page that is being made: cells are asked for without their request."""

_ours: WeakKeyDictionary[Datasette, frozenset[str]] = WeakKeyDictionary()


def _names(datasette: Datasette) -> frozenset[str]:
    return _ours.get(datasette, frozenset())


def _shown(datasette: Datasette, database: str | None) -> frozenset[str]:
    """Which of our databases a page is about: a page of the whole instance is about all."""
    return _names(datasette) & {database} if database else _names(datasette)


@hookimpl
def startup(datasette: Datasette) -> Callable[[], Awaitable[None]]:
    """Find out which databases are ours, and let Datasette not print a trace with all values for every address that is not there.

    It takes half a second an address, and fills the log of a server with what robots try.
    """
    handler: Any = import_module("datasette.handle_exception")
    handler.rich = None

    async def find() -> None:
        found = {name for name, each in datasette.databases.items() if await each.execute_fn(is_current)}
        _ours[datasette] = frozenset(found)

    return find


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Awaitable[Any]]]]:
    """The pages that people look at."""
    from reportscraper.browse.routes import all_routes

    return all_routes(_names)


@hookimpl(trylast=True)
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Let nobody's query take all memory, and Datasette's search box find Chinese words.

    Last, so that our ``escape_fts`` replaces Datasette's own.
    """
    for limit, most in _LIMITS.items():
        conn.setlimit(limit, most)
    if is_current(conn):
        prepare(conn)


@hookimpl
def get_metadata(datasette: Datasette, key: str | None) -> dict[str, Any]:
    """Titles, descriptions, facets, sort order and named queries of our databases."""
    return {"databases": {name: database_metadata(key) for name in _names(datasette)}}


@hookimpl
def extra_css_urls(datasette: Datasette, database: str | None) -> list[str]:
    """The style sheet, on pages of our databases and on those of the whole instance."""
    return [datasette.urls.path(_STYLES)] if _shown(datasette, database) else []


@hookimpl
def extra_template_vars(
    datasette: Datasette, database: str | None, table: str | None, request: Request | None
) -> Callable[[], Awaitable[dict[str, Any]]]:
    """On pages of our databases and of the whole instance: our frame, the note on samples, how to have all of a table, its words."""

    async def more() -> dict[str, Any]:
        say = speech(language_of(request))
        given: dict[str, Any] = {
            "sample_note": await _note(datasette, database, say),
            "whole_table": whole_table(Links(str(datasette.urls.database(database))), table or "", say)
            if database in _names(datasette)
            else "",
        }
        shown = sorted(_shown(datasette, database))
        if shown and request is not None:
            tables = str(datasette.urls.database(shown[0]))
            given["dress"] = dress(say, tables, str(datasette.urls.static_plugins("reportscraper", "")), request)
        return given

    return more


async def _note(datasette: Datasette, database: str | None, say: Speech) -> Markup:
    """That counties are made up, where some are."""
    counties: list[str] = []
    for name in sorted(_shown(datasette, database)):
        execute: Any = datasette.databases[name].execute  # not typed
        found = await execute(page_queries()["sample_counties"].sql)
        counties += [row["county"] for row in found.rows]
    return sample_note(dict.fromkeys(counties), say)


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[Any], Any]:
    """Datasette's own pages say what a browser may load for them and remember the language that was chosen, too."""

    from datasette.utils.asgi import Request

    def wrap(app: Any) -> Any:
        async def answer(scope: Any, receive: Any, send: Any) -> None:
            make: Any = Request  # not typed
            asked = make(scope, receive) if scope["type"] == "http" else None
            _spoken.set(language_of(asked))

            async def careful(event: Any) -> None:
                if event["type"] == "http.response.start" and _names(datasette):
                    named = {name.lower() for name, _ in event["headers"]}
                    chosen = remember(asked) if asked else ""
                    if chosen and b"set-cookie" not in named:
                        event = {**event, "headers": [*event["headers"], (b"set-cookie", chosen.encode())]}
                    if b"content-security-policy" not in named:
                        more = ((b"content-security-policy", _POLICY), (b"x-content-type-options", b"nosniff"))
                        event = {**event, "headers": [*event["headers"], *more]}
                await send(event)

            await app(scope, receive, careful)

        return answer

    return wrap


@hookimpl(tryfirst=True)
def handle_exception(
    datasette: Datasette, request: Request, exception: Exception
) -> Callable[[], Awaitable[Response | None]] | None:
    """Addresses that are not there, questions that fail and faults of the program, in our frame and in words; these go into the log."""
    from datasette.utils.asgi import Base400
    from datasette.views.base import DatasetteError

    path = request.path.partition("?")[0]
    if path.endswith((".json", ".csv")) or not _names(datasette):
        return None
    is_asked = isinstance(exception, (Base400, DatasetteError))
    status: int = getattr(exception, "status", 500) if is_asked else 500
    said = str(getattr(exception, "message", "") or (exception.args[0] if exception.args else ""))
    if is_asked and status == 500:
        status = 400  # Datasette says so of a column to sort by that is not there
    if not is_asked:
        traceback.print_exception(exception)
    if getattr(exception, "message_is_html", False):
        said = Markup(said).striptags()  # noqa: S704
    return _refused(datasette, request, status, said)


@hookimpl(tryfirst=True)
def forbidden(datasette: Datasette, request: Request, message: str) -> Callable[[], Awaitable[Response | None]] | None:
    """What may not be seen, such as SQL of one's own on a public server, in our frame and in words."""
    return _refused(datasette, request, 403, message)


def _refused(
    datasette: Datasette, request: Request, status: int, said: str
) -> Callable[[], Awaitable[Response | None]] | None:
    """The page that says why there is no other; None where it is about a database of others."""
    path = request.path.partition("?")[0]
    first = path.removeprefix(datasette.urls.path("/")).partition("/")[0]
    known = {str(datasette.urls.database(name)): name for name in _names(datasette)}
    name = known.get(str(datasette.urls.path(f"/{first}"))) or (
        next(iter(known.values())) if len(datasette.databases) <= 2 else None
    )
    if name is None:
        return None

    async def answer() -> Response | None:
        site = PageRequest(datasette, request, datasette.databases[name])
        kind = {404: "heading", 403: "forbidden_heading", 500: "fault_heading"}.get(status, "failed_heading")
        told = {404: "address", 403: "forbidden", 500: "fault"}.get(status, "failed")
        message = site.say(f"missing.{told}", status=status, error=site.say.pick(said, in_chinese(said)))
        try:
            note = await _note(datasette, name, site.say)
        except sqlite3.Error:  # the fault may be the database's
            note = Markup("")
        return await site.show(
            "missing", status=status, message=message, heading=site.say(f"missing.{kind}"), sample_note=note
        )

    return answer


@hookimpl
def menu_links(datasette: Datasette) -> list[dict[str, str]]:
    """The ways in, for every database of ours."""
    return [
        {"href": datasette.urls.path(f"{datasette.urls.database(name)}/-/{page}"), "label": f"{label} ({name})"}
        for name in sorted(_names(datasette))
        for page, label in (
            ("", "Front page"),
            ("compare", "Compare"),
            ("search", "Search"),
            ("findings", "Findings"),
            ("download", "Download"),
        )
    ]


@hookimpl
def render_cell(
    row: sqlite3.Row | None, value: object, column: str, table: str | None, database: str, datasette: Datasette
) -> Markup | None:
    """Numbers marked so that they line up, web addresses as links that give nothing away, codes with their words, Chinese marked; all escaped.

    The body of a row that names a report leads to the report's page. Long texts are left to Datasette.
    """
    if database not in _names(datasette):
        return None
    if isinstance(value, (int, float)):
        return Markup('<span class="number">{}</span>').format(value)
    if not isinstance(value, str):
        return None
    if column == "body" and row is not None and {"county_code", "year"} <= set(row.keys()):
        address = Links(str(datasette.urls.database(database))).report(dict(row))
        return Markup('<a href="{}">{}</a>').format(address, han(value))
    if told := meaning(column, value, speech(_spoken.get()), table or ""):
        return Markup('{} <small class="means">{}</small>').format(han(value), han(told))
    if _WEB_ADDRESS.fullmatch(value):
        return Markup('<a href="{0}" rel="noopener noreferrer nofollow">{0}</a>').format(value)
    longest: int = datasette.setting("truncate_cells_html")  # type: ignore[no-untyped-call]
    return han(value) if len(value) <= longest and _HAN.search(value) else None


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Datasette) -> None:
    """Put Datasette's templates into our frame and words; give ours what they ask for."""
    env.filters |= {
        "han": han,
        "figure": number,
        "moment": moment,
        "web_address": web_address,
        "asked_for": asked_for,
        "said": said,
        "called": called,
        "means": means,
        "unfilled": unfilled,
        "refusal": refusal,
        "example": example,
    }
    env.globals |= {
        "doubts": DOUBTS,
        "doubt_signs": DOUBT_SIGNS,
        "exactness_signs": style().signs,
        "brief": brief,
        "cell_anchor": cell_anchor,
        "cell_link": cell_link,
        "cell_name": cell_name,
        "form_name": form_name,
        "grouped": grouped,
        "rule_name": rule_name,
        "signed": signed,
    }
    if env.loader is not None:
        env.loader = DressLoader(env.loader, lambda: bool(_names(datasette)))
