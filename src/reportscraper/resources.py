"""Files of data that lie beside the code (TOML, SQL): the one place where they are found and read."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import TypeVar

import msgspec

from reportscraper.errors import InputError

_T = TypeVar("_T")


def read_text(path: str) -> str:
    """A file of this package, by its path below it ("forms/2021.toml")."""
    return files("reportscraper").joinpath(path).read_text(encoding="utf-8")


def load(path: str, type: type[_T]) -> _T:  # noqa: A002
    """A TOML file of this package as a value of a type; a field of type `re.Pattern` is compiled from its text.

    Raises InputError, naming the file, when it is not such a value.
    """
    return decode_toml(read_text(path), type, path)


def decode_toml(text: str, type: type[_T], path: str) -> _T:  # noqa: A002
    """The text of a TOML file as `load` reads it; ``path`` names it in the error."""
    try:
        # Of the types that stand in our structs msgspec asks for patterns alone.
        return msgspec.toml.decode(text, type=type, dec_hook=lambda _, pattern: re.compile(pattern))
    except msgspec.DecodeError as error:
        raise InputError(f"{path}: {error}") from error
