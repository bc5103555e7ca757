"""What lies where in a data folder."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct


class Places(Struct, frozen=True):
    """Where a data folder keeps what."""

    folder: Path

    @property
    def database(self) -> Path:
        """The SQLite database."""
        return self.folder / "reports.db"

    @property
    def archive(self) -> Path:
        """The folder of WARC files."""
        return self.folder / "archive"

    @property
    def log(self) -> Path:
        """The log, one JSON object a line."""
        return self.folder / "log.jsonl"

    @property
    def counties(self) -> Path:
        """The registry: one TOML file a county."""
        return self.folder / "counties"

    @property
    def reviews(self) -> Path:
        """What a person made of findings: a TOML file."""
        return self.folder / "reviews.toml"
