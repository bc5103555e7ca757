"""Form folders exchanged for a test: everything that was derived from the forms is forgotten before and after."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reportscraper.forms.loading import FOLDERS


@contextmanager
def folder(path: Path) -> Iterator[None]:
    """The package's forms and those of the folder."""
    FOLDERS.append(path)
    _forget()
    try:
        yield
    finally:
        FOLDERS.remove(path)
        _forget()


def _forget() -> None:
    for name, module in list(sys.modules.items()):
        if name.startswith("reportscraper"):
            for value in list(vars(module).values()):
                if hasattr(value, "cache_clear"):
                    value.cache_clear()
