"""The simulator as a process of its own, for benchmarks: ``python -m sites --names P1,P4 --counties 200 --bodies 40``.

Writes ``{"port": …}`` when it listens. At the end of standard input it writes what it saw, one JSON object a request, and
ends. Who crawls makes the same fleet from the same numbers, for the truth and the site files.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

import msgspec

from .entries import World
from .fleet import make_fleet, serve


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until standard input ends."""
    given = _parser().parse_args(arguments)
    world = World(
        seed=given.seed,
        bodies=given.bodies,
        years=(given.first, given.last),
        edition=given.edition,
        faults=not given.calm,
        second=given.second,
    )
    names = given.names.split(",") if given.names else ()
    with serve(make_fleet(world, names, given.counties or None), given.port) as server:
        _write({"port": server.port})
        sys.stdin.read()
    for hit in server.hits:
        _write(hit)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sites", description=__doc__)
    parser.add_argument("--names", default="", help="tenants, parted by commas; all without")
    parser.add_argument("--counties", type=int, default=0, help="how many, dealt out to the tenants in turn")
    for name in ("seed", "second"):
        default = getattr(World(), name)
        parser.add_argument(f"--{name}", type=type(default), default=default)
    parser.add_argument("--bodies", type=int, default=World().bodies)
    parser.add_argument("--first", type=int, default=World().years[0], help="first report year")
    parser.add_argument("--last", type=int, default=World().years[1], help="last report year")
    parser.add_argument("--edition", type=int, default=1)
    parser.add_argument("--calm", action="store_true", help="without faults")
    parser.add_argument("--port", type=int, default=0)
    return parser


def _write(value: object) -> None:
    sys.stdout.write(f"{msgspec.json.encode(value).decode()}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
