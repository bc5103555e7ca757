"""Findings page: what the checks found, filtered by severity, rule, county and year."""

from __future__ import annotations

from datasette.utils.asgi import Response

from reportscraper.browse.pages.report import places
from reportscraper.browse.site import PageRequest
from reportscraper.browse.wording import REVIEWS, SEVERITIES

_MOST = 50


async def findings(site: PageRequest) -> Response:
    """The findings that the address asks for, fifty at a time."""
    severity, review = site.given("severity"), site.given("review", "open")
    asked = {
        "severity": severity if severity in SEVERITIES else "",
        "rule": site.given("rule"),
        "county": site.given("county"),
        "year": site.whole("year"),
        "review": review if review in REVIEWS else "open",
    }
    skip = site.whole("skip")
    filters = asked | {"review": "" if asked["review"] == "all" else asked["review"]}
    rows = await site.ask("findings_filtered", **filters, most=_MOST, skip=skip)
    return await site.show(
        "findings",
        findings=[{**row, "cells": places(row["cells"])} for row in rows],
        found=rows[0]["found"] if rows else 0,
        skip=skip,
        most=_MOST,
        asked=asked,
        reviews=REVIEWS,
        severities=SEVERITIES,
        counts=await site.ask("finding_counts"),
        counties=await site.ask("counties"),
        years=[row["year"] for row in await site.ask("years")],
    )
