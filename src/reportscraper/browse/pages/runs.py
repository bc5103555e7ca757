"""Run status page: when the sites were last visited, what came of it, and which pages are in trouble."""

from __future__ import annotations

import msgspec
from datasette.utils.asgi import Response

from reportscraper.browse.site import PageRequest

_RUNS = 20
_PAGES = 50
_SITES = 100


async def runs(site: PageRequest) -> Response:
    """The newest runs, the state of each county's site, a hundred at a time, and pages whose last visit brought nothing."""
    rows = await site.ask("runs", most=_RUNS)
    found, skip = await site.ask("site_status"), site.whole("skip")
    sites = found[skip : skip + _SITES]
    counties = msgspec.json.encode([row["county_code"] for row in sites]).decode()
    return await site.show(
        "runs",
        runs=[{**row, "counts": msgspec.json.decode(row["counts"], type=dict[str, int])} for row in rows],
        sites=sites,
        found=len(found),
        skip=skip,
        most=_SITES,
        outcomes=await site.ask("run_outcomes", counties=counties),
        trouble=await site.ask("pages_in_trouble", most=_PAGES),
    )
