"""An archive elsewhere: a folder that fsspec reaches by a URL (``s3://bucket/archive``), read as a folder of this machine is."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, BinaryIO, cast

from reportscraper.errors import InputError
from reportscraper.extras import missing

_BLOCK = 2**18
"""Bytes that are asked for at a time: a record has some 10 KB."""


class RemoteFile:
    """A file of a `RemoteFolder`."""

    def __init__(self, system: Any, path: str) -> None:
        self._system = system
        self._path = path
        self.name = path.rpartition("/")[2]

    def open(self, mode: str = "rb") -> BinaryIO:
        """The file, to be read at any place."""
        return cast("BinaryIO", self._system.open(self._path, mode, block_size=_BLOCK))

    @contextmanager
    def copied(self) -> Iterator[Path]:
        """A copy on this machine, to be read from end to end."""
        with tempfile.TemporaryDirectory(prefix="reportscraper-") as folder:
            path = Path(folder) / self.name
            self._system.get_file(self._path, str(path))
            yield path


class RemoteFolder:
    """A folder that is reached by a URL. Raises InputError when fsspec, or what it needs for this kind of URL, is not installed."""

    def __init__(self, url: str) -> None:
        try:
            import fsspec

            self._system, self._path = fsspec.core.url_to_fs(url)
        except (ImportError, ValueError) as error:
            raise InputError(
                *(f"{url}: {error}; {told}" for told in missing("s3", "such an archive", "此类存档"))
            ) from error

    def __truediv__(self, name: str) -> RemoteFile:
        return RemoteFile(self._system, f"{self._path.rstrip('/')}/{name}")

    def glob(self, pattern: str) -> Iterator[RemoteFile]:
        """Its files by a pattern of their names."""
        names = (path.rpartition("/")[2] for path in self._system.ls(self._path, detail=False))
        return (self / name for name in names if fnmatch(name, pattern))


Folder = Path | RemoteFolder


def folder_at(location: str) -> Folder:
    """The folder at a path of this machine, which others may share, or at a URL."""
    return RemoteFolder(location) if "://" in location else Path(location)
