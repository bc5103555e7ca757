"""Cell page: where one figure comes from, down to the archived byte, with the page it was read from beside it."""

from __future__ import annotations

from datasette.utils.asgi import Response

from reportscraper.browse.pages.report import cells_of, doubts_of, remarks_of, report_row, sources_of
from reportscraper.browse.site import MissingError, Site

_PAGES = ("text/", "application/xhtml", "application/xml", "application/json")


async def cell(site: Site) -> Response:
    """The page of one figure."""
    head = await report_row(site)
    indicator, applicant = site.part("indicator"), site.part("applicant")
    place = (indicator, None if applicant == "-" else applicant)
    found = next((each for each in await cells_of(site, head["version_id"]) if each.place == place), None)
    if found is None:
        raise MissingError("figure", body=head["body"], year=head["year"], indicator=indicator, applicant=applicant)
    remarks = await remarks_of(site, head["version_id"])
    doubts = (await doubts_of(site, head["version_id"], remarks)).get(place, ())
    remarks = [each for each in remarks if place in each.cells or each in doubts]
    sources = await sources_of(site, head)
    return await site.show(
        "cell",
        report=head,
        cell=found,
        source=sources[found.part],
        is_file=not (sources[found.part]["content_type"] or "text/")
        .lower()
        .startswith(_PAGES),  # as far as its server says
        remarks=remarks,
        shown_version=site.whole("version"),
    )
