"""CPU and speed of reading an archive anew: python -m benchmarks.rebuild [--pages 2000] [--workers 1 2] [--folder F] [--profile]

Writes an archive of made-up reports of all forms, in the styles of the demo (49 KB a page on average, a body's years one after the other,
40 bodies a county), and runs `parse --all` on it with each number of workers: CPU of all processes a page (parse, checks, rows, history),
pages a second, memory, and whether the tables are the same. Extrapolates to the 1.4 million reports of the nation.
"""

from __future__ import annotations

import argparse
import contextlib
import cProfile
import ctypes
import datetime as dt
import os
import pstats
import resource
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from tests.census.style import Style, print_page
from tests.census.truths import YEARS
from tests.made import render
from tests.made.counties import counties
from tests.made.prints import Habit
from tests.made.truth import make_report, with_habit

from benchmarks.whole_runs import NATION
from reportscraper.archive.writer import Archive
from reportscraper.model import Exchange, ListEntry
from reportscraper.runs.data_folder import DataFolder
from reportscraper.runs.provenance import Provenance
from reportscraper.runs.rebuild import rebuild
from reportscraper.store.hashes import table_hashes
from reportscraper.text import utc

BODIES_A_COUNTY = 40
COURSE = sorted((year, form) for form, years in YEARS.items() for year in years)
LEVELS = ("局", "委员会", "镇人民政府", "街道办事处", "中心")


def write_archive(folder: DataFolder, count: int) -> int:
    """So many pages, body by body and year by year, each with what its list said; returns their bytes."""
    size, number = 0, 0
    with Archive.open(folder.archive) as archive:
        while number < count:
            body_number, at = divmod(number, len(COURSE))
            county_number, of_county = divmod(body_number, BODIES_A_COUNTY)
            (year, form), base = COURSE[at], counties()[county_number % 2]
            body = base.bodies[of_county % len(base.bodies)]
            drawn = render.STYLES[body_number % len(render.STYLES)]
            report = with_habit(make_report(f"{body_number}/{year}", base, body, year, form), Habit())
            style = Style(
                drawn.name, cell=drawn.cell, paragraph=drawn.paragraph, heading=drawn.heading, frame=drawn.frame
            )
            old, new = body.name, f"{base.name}第{of_county}{LEVELS[of_county % len(LEVELS)]}"
            page = print_page(report, style).data.decode().replace(old, new).encode()
            host = f"www.county{county_number}.example"
            listed = ListEntry(f"http://{host}/art/{number}.html", report.title.replace(old, new), f"{year + 1}-01-20")
            code = f"{330100 + county_number}"
            source = Provenance(code, base.name, "浙江省", f"http://{host}/", "detail", "new", listed)
            archive.append(exchange(listed.url, page, number), source.context())
            size, number = size + len(page), number + 1
    return size


def exchange(url: str, page: bytes, number: int) -> Exchange:
    """How a page was fetched, a second after the one before."""
    moment = dt.datetime(2025, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=number)
    headers = (("Content-Type", "text/html; charset=utf-8"),)
    return Exchange(url, url, "GET", 200, headers, page, utc(moment), 0.1)


def adopt_orphans() -> None:
    """Workers are begun by a server process that outlives this one's interest in it: let it come back here, so that its time counts."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER


def measured(folder: DataFolder, workers: int, *, profiled: bool) -> tuple[float, float, float]:
    """Seconds by the clock and of all processes' CPU, and the most MB that one process held, of a rebuild in a process of its own."""
    started, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    child = os.fork()
    if not child:
        with cProfile.Profile(builtins=False) if profiled else contextlib.nullcontext() as profile:
            rebuild(folder, [], workers=workers)
        if profile:
            pstats.Stats(profile).sort_stats("tottime").print_stats(45)
            pstats.Stats(profile).sort_stats("cumtime").print_stats(70)
        sys.stdout.flush()
        os._exit(0)
    os.waitpid(child, 0)
    seconds = time.perf_counter() - started
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, after.ru_maxrss / 1024


def main() -> None:
    """Print a line for each number of workers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=2_000)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, os.cpu_count() or 1])
    parser.add_argument("--folder", type=Path, help="keep the archive here; one that is there is used again")
    parser.add_argument("--profile", action="store_true", help="where the time of one process goes")
    options = parser.parse_args()
    folder = DataFolder(options.folder or Path(tempfile.mkdtemp(prefix="rebuild-bench-")))
    if not folder.archive.is_dir():
        size = write_archive(folder, options.pages)
        print(f"{options.pages:,} pages of {size / options.pages / 1024:.0f} KB", flush=True)
    adopt_orphans()
    hashes, before = [], 0.0
    for workers in options.workers:
        for path in folder.path.glob("reports.db*"):
            path.unlink()
        seconds, processor, memory = measured(folder, workers, profiled=options.profile)
        with closing(sqlite3.connect(folder.database)) as connection:
            hashes.append(table_hashes(connection))
        each = processor / options.pages * 1000
        hours = seconds / options.pages * NATION / 3600
        speed = f", {before / seconds:.2f} times as fast" if before else ""
        before = before or seconds
        print(
            f"{workers} workers: {each:.2f} ms of CPU a page, {options.pages / seconds:.0f} pages a second{speed}, "
            f"at most {memory:.0f} MB; {NATION:,} pages: {hours:.1f} h"
        )
    print("the same tables" if all(each == hashes[0] for each in hashes) else "TABLES DIFFER")


if __name__ == "__main__":
    main()
