"""Run status page: when the sites were last visited, what came of it, and which pages are in trouble."""

from __future__ import annotations

import msgspec
from datasette.utils.asgi import Response

from reportscraper.browse.site import Site

_RUNS = 20
_PAGES = 50


async def runs(site: Site) -> Response:
    """The newest runs, the state of each county's site, and pages whose last visit brought nothing."""
    rows = await site.ask("runs", most=_RUNS)
    return await site.show(
        "runs",
        runs=[{**row, "counts": msgspec.json.decode(row["counts"], type=dict[str, int])} for row in rows],
        sites=await site.ask("site_status"),
        outcomes=await site.ask("run_outcomes"),
        trouble=await site.ask("pages_in_trouble", most=_PAGES),
    )
