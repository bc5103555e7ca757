"""What there is on this machine and in this installation, and what to do about what is not."""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Literal

from msgspec import Struct

from reportscraper import resources
from reportscraper.documents.office.convert import find_program
from reportscraper.errors import InputError
from reportscraper.extras import MODULES, Extra, how_to_add, is_installed
from reportscraper.fetch.descriptors import raise_limit
from reportscraper.runs.data_folder import DataFolder
from reportscraper.runs.operator import read_operator

_PYTHON, _SQLITE = (3, 11), (3, 38)
"""The SQLite of `->>`, which the views use."""
_BYTES = 10**9
_SOCKETS = 256 - 60
"""What is left of 256 open files beside those a run holds anyway."""
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

State = Literal["ok", "absent", "wrong"]
"""``absent`` is what one may do without; ``wrong`` is what must be mended."""


class Diagnosis(Struct, frozen=True):
    """One thing that was looked for. ``found`` is what is there; ``do`` and ``do_zh`` say what to do, "" when nothing."""

    id: str
    name: str
    name_zh: str
    state: State
    found: str
    do: str = ""
    do_zh: str = ""


class _Wanted(Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    name: str
    name_zh: str
    needed: bool = False
    do: str = ""
    do_zh: str = ""


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    check: tuple[_Wanted, ...]


Found = tuple[bool, str]
"""Whether it will do, and what is there."""


def examine(folder: DataFolder) -> list[Diagnosis]:
    """Everything that is looked for, in the order of ``runs/doctor.toml``. Nothing is left behind, nobody is asked."""
    return [_look(wanted, folder) for wanted in resources.load("runs/doctor.toml", _File).check]


def _look(wanted: _Wanted, folder: DataFolder) -> Diagnosis:
    do, do_zh = wanted.do, wanted.do_zh
    if wanted.id in MODULES:
        extra: Extra = wanted.id
        fine, found = is_installed(extra), ""
        do, do_zh = f"type: {how_to_add(extra)}", f"请输入: {how_to_add(extra)}"
    else:
        fine, found = _PROBES[wanted.id](folder)
    state: State = "ok" if fine else "wrong" if wanted.needed else "absent"
    return Diagnosis(wanted.id, wanted.name, wanted.name_zh, state, found, *(("", "") if fine else (do, do_zh)))


def _python(_: DataFolder) -> Found:
    return sys.version_info[:2] >= _PYTHON, f"{platform.python_version()} {sys.executable}"


def _sqlite(_: DataFolder) -> Found:
    return sqlite3.sqlite_version_info >= _SQLITE, sqlite3.sqlite_version


def _fts5(_: DataFolder) -> Found:
    try:
        with closing(sqlite3.connect(":memory:")) as memory:
            memory.execute("CREATE VIRTUAL TABLE f USING fts5 (t, content = '', tokenize = 'unicode61')")
    except sqlite3.OperationalError as error:
        return False, str(error)
    return True, ""


def _data(folder: DataFolder) -> Found:
    """Whether a file can be made in the folder, or the folder where it would be."""
    place = _nearest(folder.path)
    try:
        with tempfile.NamedTemporaryFile(dir=place, prefix=".reportscraper-doctor-"):
            pass
    except OSError as error:
        return False, f"{place.resolve()}: {error.strerror}"
    unwritable = [file for file in (folder.database, folder.archive) if file.exists() and not os.access(file, os.W_OK)]
    return not unwritable, ", ".join(map(str, unwritable)) or str(folder.path.resolve())


def enough_space(folder: DataFolder) -> Found:
    """Whether there is room on the disk of a data folder, and how much."""
    free = shutil.disk_usage(_nearest(folder.path)).free
    return free >= _BYTES, f"{free / 10**9:.1f} GB"


def _nearest(path: Path) -> Path:
    return next(each for each in (path.absolute(), *path.absolute().parents) if each.exists())


def _open_files(_: DataFolder) -> Found:
    sockets = raise_limit()
    return sockets >= _SOCKETS, str(sockets)


def _operator(folder: DataFolder) -> Found:
    try:
        said = read_operator(folder.operator)
    except InputError as error:
        return False, str(error)
    contact = os.environ.get("REPORTSCRAPER_CONTACT") or said.contact
    about = os.environ.get("REPORTSCRAPER_ABOUT") or said.about
    return bool(contact and about), " ".join(filter(None, (contact, about)))


def _libreoffice(_: DataFolder) -> Found:
    program = find_program()
    return program is not None, program or ""


def _fonts(_: DataFolder) -> Found:
    """Families with Chinese characters, as fontconfig tells them; without it nothing finds them either."""
    lister = shutil.which("fc-list")
    if lister is None:
        return False, "no fontconfig"
    try:
        command = [lister, ":lang=zh-cn", "family"]
        told = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as error:
        return False, str(error)
    families = sorted({line.partition(",")[0] for line in told.stdout.splitlines() if line})
    return bool(families), ", ".join(families[:2]) + (" …" if len(families) > 2 else "")


def _chromium(_: DataFolder) -> Found:
    program = next(filter(None, map(shutil.which, _BROWSERS)), None)
    return program is not None, program or ""


_PROBES: dict[str, Callable[[DataFolder], Found]] = {
    "python": _python,
    "sqlite": _sqlite,
    "fts5": _fts5,
    "data": _data,
    "space": enough_space,
    "open_files": _open_files,
    "operator": _operator,
    "libreoffice": _libreoffice,
    "fonts": _fonts,
    "chromium": _chromium,
}
