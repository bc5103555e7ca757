"""All that is known of one unit: its names over time, its site, and what was seen of it."""

from __future__ import annotations

from msgspec import Struct

from reportscraper.places.divisions import DivisionChange, division_of, forerunners
from reportscraper.sites.nation import ListedUnit, Nation
from reportscraper.sites.registry import Site
from reportscraper.sites.table import units


class Dossier(Struct, frozen=True):
    """One unit as `sources show` prints it; ``site`` is None where no home is known."""

    listed: ListedUnit
    kind: str
    """县, 市辖区, 县级市 …; empty for zones."""
    above: tuple[str, ...]
    """Province and prefecture."""
    former_names: tuple[str, ...]
    changes: tuple[DivisionChange, ...]
    """How other units came to be this one, the latest first."""
    site: Site | None

    def facts(self) -> dict[str, str]:
        """What is known of the site, by what it is."""
        site = self.site
        if site is None:
            return {}
        checked = f"{site.checked_at} by {site.checked_by}" if site.checked_at else ""
        told = {
            "disclosure": " ".join(site.roots),
            "system": "" if site.family == "auto" else site.family,
            "agreement": f"{site.agreement} ({site.source})" if site.source else site.agreement,
            "checked": checked,
            "site_code": site.site_code_seen or site.site_code,
            "title": site.title_seen,
            "verified": "yes" if site.is_verified else "no",
            "note": site.note,
            "file": f"counties/{site.code}.toml" if self.listed.own_file else "",
        }
        return {label: value for label, value in told.items() if value}


def dossier(nation: Nation, code: str) -> Dossier:
    """What is known of the unit of a code. KeyError for a code of none."""
    [listed] = nation.listed([code])
    division = division_of(code)
    above = []
    parent = listed.parent
    while parent:
        above.append(units()[parent].name)
        parent = units()[parent].parent
    is_of_table = code in units() and listed.name == units()[code].name
    changes = forerunners(code) if is_of_table else ()
    former = dict.fromkeys(change.old_name for change in changes if change.old_name != listed.name)
    return Dossier(
        listed,
        division.kind if division is not None and is_of_table else "",
        tuple(reversed(above)),
        tuple(former),
        changes,
        nation.site(code),
    )
