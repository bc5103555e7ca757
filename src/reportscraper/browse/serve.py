"""Serving a database with Datasette."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

from reportscraper.errors import ResourceError
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


def datasette_command(database: Path, *, host: str = "127.0.0.1", port: int = 8001) -> list[str]:
    """The command that serves a database.

    The file is named plainly, which Datasette opens with ``mode=ro``: readers then see each commit whole, also while a
    run writes. ``-i`` promises that nobody writes, and a run may begin at any time; it is for published copies.
    """
    how = ["-i"] if is_still(database) else []
    settings = [word for name, value in _SETTINGS.items() for word in ("--setting", name, value)]
    command = [sys.executable, "-m", "datasette", "serve", *how, str(database), "--host", host, "--port", str(port)]
    return [*command, *settings]


def serve(database: Path, *, port: int = 8001, open_browser: bool = False) -> int:
    """Serve until interrupted and return the exit status; the server ends with this process, however it is told to end.

    Raises `InputError` or `StoreError` for an unfit database, `ResourceError` when the port is taken.
    """
    Reader.open(database).close()
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError as error:
            raise ResourceError(
                f"port {port}: {error.strerror}; name another with --port 端口不可用，请用 --port 另选"
            ) from error
    command = datasette_command(database, port=port) + (["--open"] if open_browser else [])
    try:
        return subprocess.run(command, check=False).returncode  # noqa: S603 (our own interpreter, no shell)
    except KeyboardInterrupt:
        return 0
