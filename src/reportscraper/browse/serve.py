"""Serving a database with Datasette."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

from reportscraper.browse.site import KEPT_FOR
from reportscraper.errors import ResourceError
from reportscraper.forms.rules import in_chinese
from reportscraper.store import Reader
from reportscraper.store.connection import is_still

_SETTINGS = {
    "allow_csv_stream": "off",  # it ends in silence where time is up; `pages.download` hands all rows out
    "default_page_size": "50",
    "facet_time_limit_ms": "500",
    "max_csv_mb": "0",
    "sql_time_limit_ms": "5000",
    "suggest_facets": "off",
    "truncate_cells_html": "200",
}


_PUBLIC = {
    "allow_facet": "on",
    "default_allow_sql": "off",
    "default_cache_ttl": str(KEPT_FOR),
    "facet_time_limit_ms": "200",
    "max_returned_rows": "1000",
    "sql_time_limit_ms": "2000",
}
"""What differs where anybody may ask: shorter answers, caches, and no SQL of the readers' own."""


def datasette_command(
    database: Path, *, host: str = "127.0.0.1", port: int = 8001, public: bool = False, sql: bool = True
) -> list[str]:
    """The command that serves a database; ``public``, to anybody, from a published copy, and without ``sql`` of the readers' own.

    The file is named plainly, which Datasette opens with ``mode=ro``: readers then see each commit whole, also while a
    run writes. ``-i`` promises that nobody writes, and a run may begin at any time; it is for published copies.
    """
    how = ["-i"] if public or is_still(database) else []
    named = _SETTINGS | (_PUBLIC if public else {}) | ({"default_allow_sql": "on"} if sql else {})
    settings = [word for name, value in named.items() for word in ("--setting", name, value)]
    command = [sys.executable, "-m", "datasette", "serve", *how, str(database), "--host", host, "--port", str(port)]
    return [*command, *settings]


def serve(
    database: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8001,
    public: bool = False,
    sql: bool = True,
    open_browser: bool = False,
) -> int:
    """Serve until interrupted and return the exit status; the server ends with this process, however it is told to end.

    ``public`` and ``sql`` as for `datasette_command`. Raises `InputError` or `StoreError` for an unfit database,
    `ResourceError` when the port is taken.
    """
    Reader.open(database).close()
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            raise ResourceError(
                f"port {port}: {error.strerror}; name another with --port",
                f"端口 {port} 不可用（{in_chinese(str(error.strerror))}），请用 --port 另选",
            ) from error
    command = datasette_command(database, host=host, port=port, public=public, sql=sql)
    command += ["--open"] if open_browser else []
    try:
        return subprocess.run(command, check=False).returncode  # noqa: S603 (our own interpreter, no shell)
    except KeyboardInterrupt:
        return 0
