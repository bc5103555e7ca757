"""A disk that fails SQLite at one call: a layer over SQLite's own (its "VFS"), put in by ctypes where Python links SQLite as a library."""

from __future__ import annotations

import _sqlite3
import contextlib
import ctypes
from collections.abc import Iterator
from ctypes import CFUNCTYPE, POINTER, c_char_p, c_int, c_int64, c_void_p
from typing import Any, ClassVar

import pytest

_FULL, _IOERR, _CANTOPEN = 13, 10, 14
WAYS = {
    "write": ("xWrite", _IOERR | 3 << 8),
    "full": ("xWrite", _FULL),
    "torn": ("xWrite", _IOERR | 3 << 8),  # half of it is written
    "sync": ("xSync", _IOERR | 4 << 8),
    "truncate": ("xTruncate", _IOERR | 6 << 8),
    "size": ("xFileSize", _IOERR | 7 << 8),
    "read": ("xRead", _IOERR | 1 << 8),
    "lock": ("xLock", _IOERR | 15 << 8),
    "map": ("xShmMap", _IOERR | 21 << 8),
    "open": ("xOpen", _CANTOPEN),
    "delete": ("xDelete", _IOERR | 10 << 8),
}
"""How a call fails: the call's name in SQLite, and the code that it answers."""


class _Methods(ctypes.Structure):
    """What SQLite does with an open file (``sqlite3_io_methods``)."""

    _fields_: ClassVar[list[tuple[str, Any]]] = [
        ("iVersion", c_int),
        ("xClose", c_void_p),
        ("xRead", CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)),
        ("xWrite", CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)),
        ("xTruncate", CFUNCTYPE(c_int, c_void_p, c_int64)),
        ("xSync", CFUNCTYPE(c_int, c_void_p, c_int)),
        ("xFileSize", CFUNCTYPE(c_int, c_void_p, c_void_p)),
        ("xLock", CFUNCTYPE(c_int, c_void_p, c_int)),
        *((name, c_void_p) for name in ("xUnlock", "xReserved", "xControl", "xSectorSize", "xCharacteristics")),
        ("xShmMap", CFUNCTYPE(c_int, c_void_p, c_int, c_int, c_int, c_void_p)),
        *((name, c_void_p) for name in ("xShmLock", "xShmBarrier", "xShmUnmap", "xFetch", "xUnfetch")),
    ]


class _File(ctypes.Structure):
    _fields_: ClassVar[list[tuple[str, Any]]] = [("methods", POINTER(_Methods))]


class _Vfs(ctypes.Structure):
    """Where SQLite finds its files (``sqlite3_vfs``)."""

    _fields_: ClassVar[list[tuple[str, Any]]] = [
        ("iVersion", c_int),
        ("szOsFile", c_int),
        ("mxPathname", c_int),
        ("pNext", c_void_p),
        ("zName", c_char_p),
        ("pAppData", c_void_p),
        ("xOpen", CFUNCTYPE(c_int, c_void_p, c_void_p, POINTER(_File), c_int, c_void_p)),
        ("xDelete", CFUNCTYPE(c_int, c_void_p, c_void_p, c_int)),
        *((f"x{number}", c_void_p) for number in range(14)),
    ]


class Disk:
    """Counts the calls of a way to fail; the one at ``at`` fails, or, ``lasting``, it and all later ones. ``met`` once it has."""

    def __init__(self, way: str, at: int = 0, *, lasting: bool = False) -> None:
        self.way, self.at, self.lasting, self.calls, self.met = way, at, lasting, 0, False
        self._call, self._code = WAYS[way]
        self._kept: dict[int, _Methods] = {}
        self._made: list[object] = []

    def _fails(self) -> bool:
        self.calls += 1
        fails = bool(self.at) and (self.calls == self.at or (self.lasting and self.calls > self.at))
        self.met = self.met or fails
        return fails

    def _failing(self, real: Any) -> Any:
        def call(*words: Any) -> int:
            if not self._fails():
                return int(real(*words))
            if self.way == "torn":
                file, data, length, offset = words
                real(file, data, length // 2, offset)
            return self._code

        made = type(real)(call)
        self._made.append((real, made))
        return made

    @contextlib.contextmanager
    def installed(self) -> Iterator[None]:
        """All connections that are opened meanwhile use it. Skips the test where SQLite cannot be reached."""
        library = ctypes.CDLL(getattr(_sqlite3, "__file__", None))
        if not hasattr(library, "sqlite3_vfs_find"):
            pytest.skip("SQLite is no library of its own here")
        library.sqlite3_vfs_find.restype = POINTER(_Vfs)
        usual = library.sqlite3_vfs_find(None)
        over = _Vfs.from_buffer_copy(usual.contents)
        over.zName = b"faulty"
        real_open = usual.contents.xOpen

        def opened(vfs: int, name: int, file: Any, flags: int, out: int) -> int:
            if self._call == "xOpen" and self._fails():
                return self._code
            answer = int(real_open(vfs, name, file, flags, out))
            if not answer and file.contents.methods and hasattr(_Methods, self._call):
                file.contents.methods = ctypes.pointer(self._methods(file.contents.methods))
            return answer

        over.xOpen = type(real_open)(opened)
        if self._call == "xDelete":
            over.xDelete = self._failing(usual.contents.xDelete)
        library.sqlite3_vfs_register(ctypes.byref(over), 1)
        try:
            yield
        finally:
            library.sqlite3_vfs_unregister(ctypes.byref(over))
            library.sqlite3_vfs_register(usual, 1)
            _ALIVE.append((self, over))

    def _methods(self, real: Any) -> _Methods:
        place = ctypes.addressof(real.contents)
        if place not in self._kept:
            self._kept[place] = _Methods.from_buffer_copy(real.contents)
            if self._kept[place].iVersion > 1 or self._call != "xShmMap":  # a journal is never shared
                setattr(self._kept[place], self._call, self._failing(getattr(real.contents, self._call)))
        return self._kept[place]


_ALIVE: list[object] = []
"""What SQLite may still hold a pointer to."""
