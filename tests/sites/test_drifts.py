"""A site that changes overnight: the first run after it reads all the same, or says that it does not."""

from __future__ import annotations

import pytest

from reportscraper.runs.closing import list_findings, search_findings

from .crawling import crawl, scores
from .drifts import Skin, drifted, drifts
from .entries import World
from .fleet import Fleet
from .places import make_county

WORLD = World(bodies=5, years=(2021, 2023))
SOME = (Skin(container="table split in two"), Skin(pager="unknown call"), Skin(place="years"))
COUNTY = 401


def lost_and_told(skin: Skin) -> tuple[int, list[str]]:
    """How many reports of the changed site are lost, and what is said of its lists."""
    fleet = Fleet(WORLD, [drifted(skin)(WORLD, make_county(COUNTY, WORLD.bodies))])
    result = crawl(fleet)
    [score], [summary] = scores(fleet, result).values(), result.summaries.values()
    assert score.wrong == ()
    told = [finding.message for column in summary.columns for finding in list_findings(column)]
    told += [finding.message for finding in search_findings(summary)]
    told += [failure.note for failure in summary.failures] + ([summary.stopped] if summary.stopped else [])
    told += [listed.reason.en for listed in summary.account.listed.values() if listed.met == "failed"]
    return len(score.missing), told


@pytest.mark.parametrize("skin", SOME, ids=str)
def test_a_change_is_harmless_or_told(skin: Skin) -> None:
    lost, told = lost_and_told(skin)
    assert not lost or told


@pytest.mark.slow
def test_every_change_is_harmless_or_told_and_most_are_harmless() -> None:
    made = list(drifts())
    found = {skin: lost_and_told(skin) for skin in made}
    assert len(made) >= 50
    assert [skin for skin, (lost, told) in found.items() if lost and not told] == []
    assert [skin for skin, (lost, told) in found.items() if told and not lost] == []
    assert sum(not lost for lost, _ in found.values()) >= 0.85 * len(made)
