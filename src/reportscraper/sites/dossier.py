"""All that is known of one unit: its names over time, its site, and what was seen of it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from reportscraper.places.divisions import Change, division_of, forerunners
from reportscraper.sites.nation import Listed, Nation
from reportscraper.sites.registry import Site
from reportscraper.sites.table import units


class Dossier(Struct, frozen=True):
    """One unit as `sources show` prints it; ``site`` is None where no home is known."""

    listed: Listed
    kind: str
    """县, 市辖区, 县级市 …; empty for zones."""
    above: tuple[str, ...]
    """Province and prefecture."""
    former_names: tuple[str, ...]
    changes: tuple[Change, ...]
    """How other units came to be this one, the latest first."""
    site: Site | None

    def facts(self) -> Iterator[tuple[str, str]]:
        """Label (English and Chinese) and value of what is known of the site."""
        site = self.site
        if site is None:
            return
        checked = f"{site.checked_at} by {site.checked_by}" if site.checked_at else ""
        told = (
            ("disclosure 政务公开", " ".join(site.roots)),
            ("system 系统", "" if site.family == "auto" else site.family),
            ("agreement 佐证", f"{site.agreement} ({site.source})" if site.source else site.agreement),
            ("checked 核对", checked),
            ("site code 网站标识码", site.site_code_seen or site.site_code),
            ("title 标题", site.title_seen),
            ("verified by a person 人工核对", "yes 是" if site.is_verified else "no 否"),
            ("note 备注", site.note),
        )
        yield from ((label, value) for label, value in told if value)
        if self.listed.own_file:
            yield "file 文件", f"counties/{site.code}.toml"


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
