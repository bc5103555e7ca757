"""What lies where in a data folder."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct


class DataFolder(Struct, frozen=True):
    """Where a data folder keeps what."""

    path: Path

    @property
    def database(self) -> Path:
        """The SQLite database."""
        return self.path / "reports.db"

    @property
    def published(self) -> Path:
        """The read-only copy of the database."""
        return self.path / "published" / self.database.name

    @property
    def archive(self) -> Path:
        """The folder of WARC files."""
        return self.path / "archive"

    @property
    def log(self) -> Path:
        """The log, one JSON object a line."""
        return self.path / "log.jsonl"

    @property
    def counties(self) -> Path:
        """The registry: one TOML file a county."""
        return self.path / "counties"

    @property
    def proposals(self) -> Path:
        """County files that a machine has written and no person has looked at."""
        return self.path / "proposals"

    @property
    def operator(self) -> Path:
        """Who crawls, where it is not said with every command: a TOML file."""
        return self.path / "operator.toml"

    @property
    def evidence(self) -> Path:
        """What runs saw of sites: a line a unit."""
        return self.path / "evidence.csv"

    @property
    def reviews(self) -> Path:
        """What a person made of findings: a TOML file."""
        return self.path / "reviews.toml"
