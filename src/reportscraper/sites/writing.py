"""Writing a county's file, and keeping the pages it was written from."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from reportscraper.errors import InputError, StoreError
from reportscraper.forms.rules import in_chinese
from reportscraper.model import Exchange
from reportscraper.sites.registry import Site, load_site


def write_site(folder: Path, site: Site) -> Path:
    """Write a county's file, leaving out what is as by default, and return its path.

    Raises InputError when the county has a file already, RegistryError when a value is refused, StoreError
    when nothing can be written.
    """
    path = folder / f"{site.code}.toml"
    lines = [f"# {site.name}. Every key is explained in sites/registry.py."]
    lines += [f"{name} = {_as_toml(value)}" for name, value in _non_defaults(site)]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
    except FileExistsError as error:
        raise InputError(f"{path}: the county has a file already", f"{path}：该县已有文件") from error
    except OSError as error:
        raise StoreError(
            f"{path}: {error.strerror}", f"{path}：无法写入（{in_chinese(str(error.strerror))}）"
        ) from error
    load_site(path)
    return path


def _non_defaults(told: msgspec.Struct) -> Iterable[tuple[str, object]]:
    defaults = {field.name: field.default for field in msgspec.structs.fields(told)}
    for name, value in msgspec.structs.asdict(told).items():
        if value != defaults[name] and value not in ((), {}):
            yield name, value


def _as_toml(value: object) -> str:
    """A value as TOML, on one line; its texts, numbers and truth values are written as in JSON."""
    if isinstance(value, msgspec.Struct):
        value = dict(_non_defaults(value))
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_as_toml(str(name))} = {_as_toml(each)}" for name, each in value.items()) + "}"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_as_toml, value))}]"
    return msgspec.json.encode(value).decode()


def save_pages(folder: Path, exchanges: Iterable[Exchange]) -> int:
    """Keep pages as test data: their bodies as they came, and ``pages.json`` with address, status and headers of each.

    Returns how many. Raises StoreError when they cannot be written.
    """
    told = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for number, exchange in enumerate(exchanges, 1):
            name = f"{number:03}.body"
            (folder / name).write_bytes(exchange.body)
            kept = ("url", "final_url", "method", "status", "headers", "fetched_at")
            told.append({"file": name, **{name: getattr(exchange, name) for name in kept}})
        (folder / "pages.json").write_bytes(msgspec.json.format(msgspec.json.encode(told), indent=1))
    except OSError as error:
        raise StoreError(
            f"{folder}: {error.strerror}", f"{folder}：无法写入（{in_chinese(str(error.strerror))}）"
        ) from error
    return len(told)
