"""Fleets of simulated sites: the profiles asked for, on invented counties, served together."""

from __future__ import annotations

import contextlib
import functools
import importlib
import pkgutil
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec

from reportscraper.sites.registry import Site

from . import profiles
from .core import SiteTruth, Tenant
from .entries import World
from .faults import NO_FAULTS, Faults, FaultyHost
from .places import make_county
from .server import Server, serving

_A_PROFILE = 20
_FIRST_FREE = 23 * _A_PROFILE


@functools.cache
def tenants() -> Mapping[str, type[Tenant]]:
    """Every tenant of every profile module by its name (``P4A``), in order."""
    found: dict[str, type[Tenant]] = {}
    for module in sorted(pkgutil.iter_modules(profiles.__path__), key=lambda entry: entry.name):
        loaded = importlib.import_module(f"{profiles.__name__}.{module.name}")
        found |= getattr(loaded, "TENANTS", {})
    return found


class Fleet:
    """Some tenants and the hosts they answer for; ``faults`` take the place of those of their profiles."""

    def __init__(self, world: World, chosen: Sequence[Tenant], faults: Faults | None = None) -> None:
        self.world = world
        self.tenants = tuple(chosen)
        self._faults = faults

    @property
    def sites(self) -> list[Site]:
        """The tenants as the registry describes them."""
        return [msgspec.convert(tenant.definition(), Site) for tenant in self.tenants]

    def truths(self) -> dict[str, SiteTruth]:
        """What each site holds, by its division code."""
        return {truth.code: truth for truth in (tenant.truth() for tenant in self.tenants)}

    def hosts(self, clock: Callable[[], float] = time.monotonic) -> dict[str, FaultyHost]:
        """The hosts behind their faults."""
        world = self.world
        return {
            name: FaultyHost(
                name,
                tenant.answer,
                self._faults_of(tenant),
                seed=world.seed,
                second=world.second,
                clock=clock,
            )
            for tenant in self.tenants
            for name in tenant.hosts
        }

    def _faults_of(self, tenant: Tenant) -> Faults:
        if not self.world.faults:
            return NO_FAULTS
        return self._faults or tenant.faults


def make_fleet(
    world: World, names: Sequence[str] = (), counties: int | None = None, faults: Faults | None = None
) -> Fleet:
    """A fleet of the tenants named (all without names), each on a county of its own; ``counties`` deals them out in turn.

    A tenant's first county is its own whoever else is in the fleet and whatever tenants are added to other profiles.
    """
    known = tenants()
    order = list(names) or list(known)
    made = []
    for position in range(counties or len(order)):
        name = order[position % len(order)]
        number = _own_county(name) if position < len(order) else _FIRST_FREE + position - len(order)
        made.append(known[name](world, make_county(number, world.bodies)))
    return Fleet(world, made, faults)


def _own_county(name: str) -> int:
    """Twenty numbers are set aside for each profile."""
    profile = _profile_of(name)
    among = [each for each in tenants() if _profile_of(each) == profile]
    return _A_PROFILE * profile + among.index(name)


def _profile_of(name: str) -> int:
    found = re.match(r"P(\d+)", name)
    if found is None:
        raise ValueError(f"{name!r} names no profile")
    return int(found[1])


@contextlib.contextmanager
def serve(fleet: Fleet, port: int = 0) -> Iterator[Server]:
    """Serve a fleet on 127.0.0.1 until the block ends."""
    with serving(Server(fleet.hosts()), port) as server:
        yield server
