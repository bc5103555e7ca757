"""Records the sample of ``reportscraper demo``: ``python -m tests.made.record [FOLDER]``; the same answers on every machine and day.

``python -m tests.made.record --picture`` draws ``picture.png`` anew, for which it needs Chromium and Chinese type.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path

import msgspec

from reportscraper.archive import members, record
from reportscraper.demo.replay import recorded_sites as site_files
from reportscraper.model import Exchange
from reportscraper.runs.data_folder import DataFolder
from reportscraper.runs.run import run
from reportscraper.sites.registry import Site
from tests.made import recorded
from tests.made.server import serve_sites

FETCHED = {1: "2026-04-07T08:00:00Z", 2: "2026-07-06T08:00:00Z"}
"""When the editions were recorded, as their archives say."""

Key = tuple[str, str, bytes]
"""Method, address and form of a request."""


def exchanges(edition: int) -> dict[Key, list[Exchange]]:
    """Every request of a crawl of an edition with its answers, at the addresses of the site files."""
    homes = {site.code: site.home.rstrip("/") for site in site_files()}
    with tempfile.TemporaryDirectory() as folder, serve_sites(recorded.recorded_sites(edition)) as served:
        sites = [msgspec.convert(site.definition(), Site) for site in served.sites]
        run(sites, DataFolder(Path(folder)), contact="recording", refresh="all")
        bases = {site.county.code: site.base for site in served.sites}
        found: dict[Key, list[Exchange]] = {}
        for code, request, reply in sorted(served.answers, key=lambda each: each[0]):  # keeps each county's order
            if (
                reply.status == 404
            ):  # asked for under a new name each time, to see how a site says that there is no page
                continue
            served_at, home = (address.partition("//")[2].encode() for address in (bases[code], homes[code]))
            url = homes[code] + request.target
            exchange = Exchange(
                url=url,
                final_url=url,
                method=request.method,
                status=reply.status,
                headers=reply.headers,
                body=reply.body.replace(served_at, home),
                fetched_at=FETCHED[edition],
                request_body=request.body,
            )
            answers = found.setdefault((request.method, url, request.body), [])
            if exchange not in answers[-1:]:
                answers.append(exchange)
        return found


def warc(file: str, given: Mapping[Key, list[Exchange]], fetched: str) -> bytes:
    """A WARC file of exchanges."""

    def parts() -> Iterator[bytes]:
        yield members.pack(record.encode_info(file, fetched))
        for number, exchange in enumerate(each for answers in given.values() for each in answers):
            yield members.pack(record.encode(exchange, {}, place=f"{file}#{number}"))

    return b"".join(parts())


def write(folder: Path) -> None:
    """Record both editions into a folder; the second file holds what differs from the first."""
    first, second = exchanges(1), exchanges(2)
    changed = {key: answers for key, answers in second.items() if _told(answers) != _told(first.get(key, []))}
    for edition, given in ((1, first), (2, changed)):
        file = f"edition-{edition}.warc.gz"
        data = warc(file, given, FETCHED[edition])
        (folder / file).write_bytes(data)
        print(f"{file}: {sum(map(len, given.values()))} answers, {len(data):,} bytes")  # noqa: T201


def _told(answers: list[Exchange]) -> list[tuple[int, bytes]]:
    return [(each.status, each.body) for each in answers]


def draw_picture() -> None:
    """Draw the report whose tables stand in a picture."""
    import io

    from PIL import Image

    from tests.documents.pictured import SCENES, camera, picture_of, without_prose

    with camera() as shoot:
        data = picture_of(without_prose(recorded.true_report(recorded.PICTURED)), SCENES[0], shoot, 96)
    with Image.open(io.BytesIO(data)) as picture:
        picture.convert("L").quantize(4).save(Path(__file__).with_name("picture.png"), optimize=True)


if __name__ == "__main__":
    if sys.argv[1:] == ["--picture"]:
        draw_picture()
    else:
        write(Path(sys.argv[1]) if sys.argv[1:] else Path(str(files("reportscraper.demo"))))
