"""What benchmarks of whole runs share: a server in a process of its own, counties on this machine, one run of them."""

from __future__ import annotations

import multiprocessing as mp
import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import msgspec
import structlog

from reportscraper.runs.data_folder import DataFolder
from reportscraper.runs.result import Progress, RunResult
from reportscraper.runs.run import run
from reportscraper.sites.registry import Site

NATION = 1_400_000
"""Reports of the nation, all years."""
SPAWN = mp.get_context("spawn")


def quiet() -> None:
    """No log lines on the terminal."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))


def resident() -> float:
    """Megabytes of this process."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 2**20


@contextmanager
def served(serve: Callable[..., None], *arguments: object) -> Iterator[tuple[Any, Connection]]:
    """A server process: what it sends first, such as its ports, and the line to it; it is told to end at the end."""
    here, there = SPAWN.Pipe()
    process = SPAWN.Process(target=serve, args=(there, *arguments))
    process.start()
    try:
        yield here.recv(), here
    finally:
        here.send("end")
        process.join(10)
        process.terminate()


def local_sites(ports: Sequence[int], *, pace: float = 0) -> list[Site]:
    """Counties on this machine, a port a county (330000, 330001 …)."""
    return [
        msgspec.convert(
            {
                "code": f"33{number:04}",
                "name": "云溪县",
                "province": "浙江省",
                "home": f"http://127.0.0.1:{port}/",
                "start": [f"http://127.0.0.1:{port}/nb/"],
                "hosts": [f"127.0.0.1:{port}"],
                "pace": pace,
                "allow_loopback": True,
            },
            Site,
        )
        for number, port in enumerate(ports)
    ]


def crawled(ports: Sequence[int], *, pace: float = 0, progress: Progress | None = None) -> tuple[RunResult, float]:
    """One run of counties on this machine, and its seconds by the clock."""
    sites = local_sites(ports, pace=pace)
    with tempfile.TemporaryDirectory() as folder:
        started = time.monotonic()
        result = run(sites, DataFolder(Path(folder)), contact="bench@example.org", progress=progress)
        return result, time.monotonic() - started
