"""The database at the size of the nation, of made-up data: python -m benchmarks.nation [--reports 20000] [--folder F] [--parquet]

Counties of about 500 reports over 31 provinces (30 bodies × 17 years; 1,400,000 reports are 2,840 counties), 200 figures, six chapters, a finding in
three reports. Says how long loading and publishing take and how large the file is, asks every named query of the command line and of the pages
(median of three, warm), searches the chapters, writes the Parquet data set, and extrapolates what grows with the reports to 1,400,000. What is
slower than its goal is marked: 100 ms, a series over all bodies and years apart, which streams.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.store import YEARS, Clock, cells, load, report, spent
from benchmarks.whole_runs import NATION
from reportscraper.export.partitioned import write_partitioned
from reportscraper.model import Report, Section
from reportscraper.store import Reader, Store, queries
from reportscraper.store.named_queries import page_queries
from reportscraper.store.publish import publish

PROVINCES = 31
BODIES = 30
GOAL = 0.1
STREAMS = {
    "compare_series",
    "compare_measure",
    "compare_indicator",
    "applications_by_body_and_year",
    "new_since",
    "reports_by_body",
}
"""Questions about all bodies and years when nothing else is said: their answers stream."""
CHAPTERS = ("overview", "proactive", "requests", "review", "problems", "other")
WORDS = (
    "依法",
    "公开",
    "政府信息",
    "本单位",
    "全年",
    "群众",
    "平台",
    "政策解读",
    "土地征收",
    "办理",
    "答复",
    "完善",
    "监督",
    "保障",
    "培训",
)

GIVEN: dict[str, Any] = {
    "county": "", "province": "", "body": "县000局07", "bodies": '["110000/县000局07", "110000/县000局08"]', "year": 2023, "first_year": 2023, "last_year": 2023, "first": 2008,
    "last": 2024, "from_year": 2022, "to_year": 2023, "series": "requests_received", "measure": "refusal_rate", "indicator": "requests_new",
    "indicators": '["requests_new"]', "applicant": "total", "words": "殡葬改革", "most": 50, "skip": 0, "few": 5, "since": "2025-01-01", "version": 17,
    "name": "县000局07", "counties": '["110000"]', "kind": "", "rule": "", "severity": "", "review": "", "file": "a.warc.gz", "offset": 17, "after": 0, "function": "education", "place": "", "order": "", "level": "", "versions": "[17, 18, 19]", "lineage": 17, "chart": "outcomes",
}  # fmt: skip


LISTS = {"series_by_year": '["requests_received", "granted"]', "points_of_series": '["requests_received"]'}
"""Questions that take a list of series."""
OF_COUNTY = {"bodies_of_county", "body_named", "findings_of_body", "reports_of_body", "report_version_of"}
"""Questions of pages that name a county by its code."""


def nation(count: int) -> Iterator[tuple[str, str, Report]]:
    """Code and province of a county with a report, body by body and year by year; the same on every machine."""
    dice, wanted = random.Random(1), cells()
    for number in range(count):
        body, at = divmod(number, len(YEARS))
        county, of_county = divmod(body, BODIES)
        province = county % PROVINCES
        made = report(dice, wanted, f"县{county:03}局{of_county:02}", YEARS[at])
        rare = ["殡葬改革。" if dice.random() < 0.001 else "" for _ in CHAPTERS]
        texts = ("，".join(dice.choices(WORDS, k=60)) + "。" + more for more in rare)
        sections = tuple(Section(kind, kind, text) for kind, text in zip(CHAPTERS, texts, strict=True))  # type: ignore[arg-type]
        yield f"{110000 + county}", f"省{province:02}", msgspec.structs.replace(made, sections=sections)


def say(name: str, clock: Clock, share: float) -> None:
    """A line for something that grows with the reports."""
    print(
        f"{name:28}{clock.elapsed:9.1f} s, {clock.cpu:7.1f} s of CPU; the nation: {clock.elapsed / share / 60:6.0f} min",
        flush=True,
    )


def ask_all(path: Path) -> None:
    """Every named query, the slow ones marked."""
    slow = []
    with Reader.open(path) as reader:
        for name, query in sorted({**page_queries(), **queries()}.items()):
            given = {each.name: GIVEN.get(each.name, "") for each in query.params}
            if name in LISTS:
                given["series"] = LISTS[name]
            if name in OF_COUNTY:
                given["county"] = "110000"
            sizes = [0]

            def work(sql: str = query.sql, given: dict[str, Any] = given, sizes: list[int] = sizes) -> None:
                sizes[0] = sum(1 for _ in reader.stream(sql, given)[1])

            clocks = [spent(work) for _ in range(3)]
            taken, elapsed = (statistics.median(getattr(each, kind) for each in clocks) for kind in ("cpu", "elapsed"))
            if taken > GOAL and name not in STREAMS:
                slow.append(name)
            print(
                f"   {name:32}{taken * 1000:9.1f} ms of CPU {elapsed * 1000:9.1f} by the clock {sizes[0]:9,} rows{'  SLOW' if name in slow else ''}",
                flush=True,
            )
    print(f"slower than {GOAL * 1000:.0f} ms: {', '.join(slow) or 'none'}")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=20_000)
    parser.add_argument("--folder", type=Path, help="keep the database here; an existing one is asked only")
    parser.add_argument("--parquet", action="store_true", help="write the Parquet data set as well")
    options = parser.parse_args()
    folder = options.folder or Path(tempfile.mkdtemp(prefix="nation-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    path, share = folder / "reports.db", options.reports / NATION
    print(
        f"{options.reports:,} reports, {options.reports * len(cells()):,} figures, {options.reports * len(CHAPTERS):,} chapters"
    )
    if not path.exists():
        say("load", load(path, nation(options.reports), batch=500, scratch=True), share)
    size = path.stat().st_size
    print(f"{'size':28}{size / 1e6:9.0f} MB; the nation: {size / share / 1e9:.0f} GB", flush=True)
    started = time.perf_counter()
    Store.open(path).close()
    print(f"{'open for writing':28}{time.perf_counter() - started:9.2f} s", flush=True)
    ask_all(path)
    say(
        "publish",
        spent(
            lambda: publish(
                path, folder / "published" / "reports.db", published_at="t", parser_version="1", git_revision=None
            )
        ),
        share,
    )
    if options.parquet:
        with Reader.open(path) as reader:
            say("publish --parquet", spent(lambda: write_partitioned(reader, folder / "parquet")), share)
    if not options.folder:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
