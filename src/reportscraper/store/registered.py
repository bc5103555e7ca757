"""What is known before anything is crawled: indicators, counties, bodies."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping

import msgspec

from reportscraper.model import BodyLevel, Indicator
from reportscraper.store import lineages
from reportscraper.store.base import Writer
from reportscraper.store.rows import json_text
from reportscraper.store.script import named_statements

_SQL = named_statements("registered")

# Asked for every page of every body of its county; most have none.
_decode_names = functools.lru_cache(10_000)(msgspec.json.Decoder(tuple[str, ...]).decode)


class RegisteredWriter(Writer):
    """Writes what the registry and the forms say."""

    def seed_indicators(self, catalogue: Iterable[Indicator]) -> None:
        """Make the indicators of the forms known: new ones get the next number, known ones their current labels."""
        with self.transaction():
            self._connection.executemany(
                _SQL["seed_indicator"],
                [
                    (each.id, each.zh, each.en, each.unit, json_text(each.forms), each.table, int(each.derived))
                    for each in catalogue
                ],
            )
        self._versions.forget_cached()

    def save_county(
        self,
        code: str,
        name: str,
        *,
        province: str = "",
        home: str | None = None,
        deadlines: Mapping[BodyLevel, str] | None = None,
        sample: bool | None = None,
    ) -> None:
        """Make a county known under its division code (GB/T 2260), with its own ``deadlines``, and whether it is made up (``sample``).

        None leaves what is known of these.
        """
        own = None if deadlines is None else json_text(deadlines)
        with self.transaction():
            before = self._connection.execute("SELECT name FROM county WHERE code = ?", (code,)).fetchone()
            self._connection.execute(
                _SQL["save_county"],
                {"code": code, "name": name, "province": province, "home": home, "own": own, "sample": sample},
            )
            if before not in (None, (name,)):
                lineages.place_bodies(self._connection, code)

    def sample_marks(self) -> dict[str, bool]:
        """Division code → whether the county is made up."""
        return {code: bool(sample) for code, sample in self._connection.execute("SELECT code, sample FROM county")}

    def deadlines(self, county_code: str) -> dict[BodyLevel, str]:
        """The county's own last days for publishing (MM-DD), by level of body."""
        found = self._connection.execute("SELECT deadlines FROM county WHERE code = ?", (county_code,)).fetchone()
        return msgspec.json.decode(found[0], type=dict[BodyLevel, str])

    def counties(self) -> list[str]:
        """The division codes of all counties."""
        return [code for (code,) in self._connection.execute("SELECT code FROM county ORDER BY code")]

    def save_body(
        self,
        county_code: str,
        name: str,
        *,
        level: BodyLevel = "other",
        credit_code: str | None = None,
        aliases: Iterable[str] = (),
    ) -> int:
        """Register a reporting body and return its number; reports that print an alias are filed under ``name``."""
        with self.transaction():
            self._connection.execute(
                _SQL["save_body"], (county_code, name, level, credit_code, json_text(tuple(aliases)))
            )
            self._versions.forget_cached()
            body_id = self._versions.body_id(county_code, name)
            lineages.place_body(self._connection, body_id)
            return body_id

    def known_names(self, county_code: str) -> list[tuple[str, ...]]:
        """Each body of a county that is registered or has a report: its name, then its aliases."""
        rows = self._connection.execute(_SQL["known_names"], (county_code,))
        return [(name, *_decode_names(aliases)) for name, aliases in rows]

    def years_elsewhere(self, county_code: str, name: str, url: str) -> set[int]:
        """The years of which a body has a report at another address than ``url``."""
        rows = self._connection.execute(_SQL["years_elsewhere"], (county_code, name, url))
        return {int(year) for (year,) in rows}
