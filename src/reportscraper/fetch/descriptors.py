"""How many connections a run may hold: the system counts sockets among the open files of a process."""

from __future__ import annotations

import errno
import os
import resource
from pathlib import Path

_WANTED = 4_096
_KEPT = 40
"""For everything else: database, archive, log, name lookups, pipes of the processes that read files."""
_USED_UP = {errno.EMFILE, errno.ENFILE}


def raise_limit() -> int:
    """Raise the soft limit of open files as far as the hard one allows; returns how many sockets may be held, at least 1."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _WANTED if hard == resource.RLIM_INFINITY else min(_WANTED, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    limit = _WANTED if soft == resource.RLIM_INFINITY else min(_WANTED, soft)
    return max(1, limit - sum(1 for _ in Path("/dev/fd").iterdir()) - _KEPT)


def are_used_up(error: BaseException | None = None) -> bool:
    """Whether ``error``, or what caused it, is that no more files can be opened; without one, whether none can be now."""
    if error is None:
        try:
            os.close(os.dup(0))
        except OSError as refused:
            return refused.errno in _USED_UP
        return False
    while error is not None:
        if isinstance(error, OSError) and error.errno in _USED_UP:
            return True
        error = error.__cause__ or error.__context__
    return False
