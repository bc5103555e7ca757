"""The thresholds of the history checks: `history.toml` as values."""

from __future__ import annotations

from msgspec import Struct

from reportscraper.model import SectionKind


class SameFigures(Struct, frozen=True, forbid_unknown_fields=True):
    """When a table is taken for a copy."""

    least_cells: int
    least_share: float


class Jump(Struct, frozen=True, forbid_unknown_fields=True):
    """When a value is taken for a jump."""

    least_past: int
    most_past: int
    own_z: float
    least_peers: int
    peer_z: float
    least_spread: float
    least_change: int
    series: tuple[str, ...]


class Money(Struct, frozen=True, forbid_unknown_fields=True):
    """When an amount is taken for one in another unit: how many times the usual one it is."""

    own: float
    peers: float
    most_years: int
    least_peers: int


class Prose(Struct, frozen=True, forbid_unknown_fields=True):
    """When two texts are taken for one."""

    kinds: tuple[SectionKind, ...]
    least_length: int
    shingle: int
    similar: float
    same: float
    least_passage: int
    most_passages: int


class Growth(Struct, frozen=True, forbid_unknown_fields=True):
    """Which changes said in prose are held against last year's figures."""

    last_year: tuple[str, ...]
    otherwise: tuple[str, ...]
    reach: int
    rough: float


class Missing(Struct, frozen=True, forbid_unknown_fields=True):
    """When the newest year is expected of every body."""

    newest_share: float


class Thresholds(Struct, frozen=True, forbid_unknown_fields=True):
    """`history.toml`."""

    same_figures: SameFigures
    jump: Jump
    money: Money
    prose: Prose
    growth: Growth
    missing: Missing
    very_late_days: int
    """More days after its deadline than these, and a report is very late."""
