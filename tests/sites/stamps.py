"""Sockets that know when the kernel got what they read: a gap between requests is no shorter for a server that is busy."""

from __future__ import annotations

import socket
import struct
import time

_STAMPS = getattr(socket, "SO_TIMESTAMPNS", 35)  # named in Python from 3.13 on
_NANOSECONDS = struct.Struct("qq")


class StampedSocket(socket.socket):
    """A connection; ``arrived`` is when the last bytes that were read had come (monotonic, seconds)."""

    arrived = 0.0

    def recv(self, size: int, flags: int = 0) -> bytes:
        """What has come."""
        data, notes, _, _ = self.recvmsg(size, socket.CMSG_SPACE(_NANOSECONDS.size), flags)
        self.arrived = time.monotonic()
        for level, kind, note in notes:
            if (level, kind) == (socket.SOL_SOCKET, _STAMPS):
                seconds, nanoseconds = _NANOSECONDS.unpack(note)
                self.arrived += seconds - time.time() + nanoseconds / 1e9
        return data


class StampedListener(socket.socket):
    """A listener on 127.0.0.1 whose connections are stamped; ``accepted`` are those by the visitor's address."""

    def __init__(self, port: int) -> None:
        super().__init__(socket.AF_INET, socket.SOCK_STREAM)
        self.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.setsockopt(socket.SOL_SOCKET, _STAMPS, 1)
        self.bind(("127.0.0.1", port))
        self.accepted: dict[tuple[str, int], StampedSocket] = {}

    def accept(self) -> tuple[socket.socket, tuple[str, int]]:
        """The next connection."""
        plain, address = super().accept()
        stamped = StampedSocket(plain.family, plain.type, plain.proto, plain.detach())
        self.accepted[address] = stamped
        return stamped, address
