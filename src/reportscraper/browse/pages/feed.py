"""Atom feed (RFC 4287) of new and revised reports, of the nation or of a county."""

from __future__ import annotations

from datasette.utils.asgi import Response
from lxml import etree

from reportscraper.browse.site import HEADERS, MissingError, PageRequest, respond
from reportscraper.export.safe import xml_text

_ATOM = "http://www.w3.org/2005/Atom"
_NAMES: dict[str | None, str] = {None: _ATOM}
_MOST = 100


async def feed(site: PageRequest) -> Response:
    """The newest hundred versions; ``county`` restricts them to one."""
    county = site.given("county")
    rows = await site.ask("reports_new", county=county, most=_MOST)
    if county and not rows:
        raise MissingError("county", county=county)
    root = etree.Element(f"{{{_ATOM}}}feed", nsmap=_NAMES)  # type: ignore[arg-type]
    root.set("{http://www.w3.org/XML/1998/namespace}lang", site.say.tag)
    base = f"{site.request.scheme}://{site.request.host}"
    of = f" {rows[0]['county']}" if county else ""
    _add(root, "title", f"{site.say.plain('site.name')}{of}")
    _add(root, "id", base + site.links.page("feed.atom", county=county))
    _add(root, "updated", max((row["fetched_at"] for row in rows), default="1970-01-01T00:00:00Z"))
    _link(root, "self", base + site.links.page("feed.atom", county=county))
    _link(root, "alternate", base + (site.links.county(county) if county else site.links.home()))
    _add(etree.SubElement(root, f"{{{_ATOM}}}author"), "name", "reportscraper")
    for row in rows:
        entry = etree.SubElement(root, f"{{{_ATOM}}}entry")
        address = base + site.links.report(row, version=row["version"])
        _add(entry, "title", site.say.plain("feed.title", body=row["body"], year=row["year"]))
        _add(entry, "id", address)
        _add(entry, "updated", row["fetched_at"])
        _link(entry, "alternate", address)
        key = "feed.revised" if row["version"] > 1 else "feed.new"
        date = row["published_on"] or site.say.plain("home.unknown_date")
        _add(
            entry,
            "summary",
            site.say.plain(key, n=row["version"], figures=row["figures"], date=date, title=row["title"] or ""),
        )
    data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return respond(data, headers=HEADERS, content_type="application/atom+xml; charset=utf-8")


def _add(parent: etree._Element, name: str, text: object) -> None:
    etree.SubElement(parent, f"{{{_ATOM}}}{name}").text = xml_text(str(text))


def _link(parent: etree._Element, rel: str, href: str) -> None:
    etree.SubElement(parent, f"{{{_ATOM}}}link", rel=rel, href=href)
