"""Which page answers which address. All lie under ``/DATABASE/-/``, where no table can be."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from datasette.utils.asgi import Response
from datasette.views.index import IndexView

from reportscraper.browse.pages.api import api, openapi
from reportscraper.browse.pages.archive import archived, archived_bytes
from reportscraper.browse.pages.body import body
from reportscraper.browse.pages.chart import chart, chart_csv, chart_style, chart_svg
from reportscraper.browse.pages.compare import compare, compare_csv
from reportscraper.browse.pages.diff import diff
from reportscraper.browse.pages.download import download, downloads
from reportscraper.browse.pages.feed import feed
from reportscraper.browse.pages.finding import findings
from reportscraper.browse.pages.function import function
from reportscraper.browse.pages.home import home
from reportscraper.browse.pages.indicator import indicator
from reportscraper.browse.pages.place import county, province
from reportscraper.browse.pages.report import cell, report
from reportscraper.browse.pages.runs import runs
from reportscraper.browse.pages.searching import search, search_csv
from reportscraper.browse.site import MissingError, PageRequest, PageResponse, View, respond, view

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request


async def nothing(_: PageRequest) -> Response:
    """The answer to an address that names no page."""
    raise MissingError("address")


_REPORT = "(?P<county>[^/]+)/(?P<body>[^/]+)/(?P<year>[0-9]{4})"
_CHART = "chart/(?P<of>compare|front|function|series)/(?P<name>[a-z_]+(?:[.][a-z0-9_]+)?)"
_PAGES: dict[str, View] = {
    "": home,
    "province/(?P<province>[^/]+)": province,
    "county/(?P<county>[^/]+)": county,
    "series/(?P<series>[a-z_]+)": indicator,
    "function/(?P<function>[a-z_]+)": function,
    "body/(?P<county>[^/]+)/(?P<body>[^/]+)": body,
    f"report/{_REPORT}": report,
    f"diff/{_REPORT}": diff,
    f"cell/{_REPORT}/(?P<indicator>[^/]+)/(?P<applicant>[^/]+)": cell,
    "archive/(?P<file>[^/]+)/(?P<offset>[0-9]{1,18})": archived,
    "archive/(?P<file>[^/]+)/(?P<offset>[0-9]{1,18})/bytes": archived_bytes,
    "chart[.]css": chart_style,
    f"{_CHART}[.]svg": chart_svg,
    f"{_CHART}[.]csv": chart_csv,
    _CHART: chart,
    "compare": compare,
    "compare.csv": compare_csv,
    "download": downloads,
    "download/(?P<dataset>[a-z_]+).(?P<form>csv|jsonl|parquet)": download,
    "api/openapi[.]json": openapi,
    "api/(?P<endpoint>[a-z]+)": api,
    "feed[.]atom": feed,
    "search": search,
    "search.csv": search_csv,
    "findings": findings,
    "runs": runs,
    ".*": nothing,
}


def all_routes(
    ours: Callable[[Datasette], frozenset[str]],
) -> list[tuple[str, Callable[..., Awaitable[PageResponse | None]]]]:
    """Datasette's routes of the pages; ``ours`` tells which databases have them."""
    pages = [
        (rf"/(?P<database>[^/]+)/-/{path.replace('.csv', '[.]csv').replace('+).(', '+)[.](')}$", view(page, ours))
        for path, page in _PAGES.items()
    ]

    # The instance's own front page leads to ours when there is nothing else to see.
    async def front(datasette: Datasette, request: Request, send: Callable[..., Awaitable[None]]) -> Response | None:
        names = [name for name in datasette.databases if name != "_internal"]
        if len(names) == 1 and names[0] in ours(datasette):
            return respond("", status=302, headers={"Location": f"{datasette.urls.database(names[0])}/-/"})
        index: Any = IndexView  # not typed
        answer: Response | None = await index.as_view(datasette)(request, send)
        return answer

    return [("/$", front), *pages]
