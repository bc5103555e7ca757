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
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.store import YEARS, Clock, capture, cells, report, spent
from benchmarks.whole_runs import NATION
from reportscraper.crawl.entries import Entry
from reportscraper.export.partitioned import write_partitioned
from reportscraper.forms import catalogue
from reportscraper.model import BodyLevel, Finding, ListEntry, Outcome, Report, Section, Severity
from reportscraper.store import Query, Reader, Store, queries
from reportscraper.store.named_queries import page_queries
from reportscraper.store.publish import publish

PROVINCES = 31
GOAL = 0.1
MANY = 2_000
"""An answer of more rows streams: what it costs is told a row."""
NAMES = (
    "人民政府", "人民政府办公室", "发展和改革局", "教育局", "科学技术局", "公安局", "民政局", "司法局", "财政局", "人力资源和社会保障局",
    "自然资源局", "生态环境局", "住房和城乡建设局", "交通运输局", "水利局", "农业农村局", "商务局", "文化和旅游局", "卫生健康局",
    "退役军人事务局", "应急管理局", "审计局", "市场监督管理局", "统计局", "医疗保障局", "税务局", "信访局", "林业局", "白石镇人民政府", "河东街道办事处",
)  # fmt: skip
"""The bodies of a county."""
RULES = ("ch3_balance", "ch3_total", "total_jump", "prose_differs", "label_unmapped")
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
    "body": "县000教育局", "bodies": '["110000/县000教育局", "110000/县000公安局"]', "year": 2023, "first": 2008, "last": 2024, "from_year": 2022,
    "to_year": 2023, "series": "requests_received", "measure": "refusal_rate", "indicator": "requests_new", "indicators": '["requests_new"]',
    "applicant": "total", "words": "殡葬改革", "most": 50, "skip": 0, "few": 5, "since": "2025-01-01", "version": 17, "name": "教育局",
    "counties": '["110000"]', "file": "a.warc.gz", "offset": 17, "after": 0, "function": "education", "versions": "[17, 18, 19]", "lineage": 17, "least": 10,
    "chart": "outcomes", "county": "110000", "province": "省00", "place": "省00", "level": "department", "first_year": 2023, "last_year": 2023,
    "rule": "ch3_balance", "severity": "error", "review": "open", "kind": "problems", "order": "date", "split": 0,
}  # fmt: skip
OPTIONAL = (
    "county",
    "province",
    "place",
    "function",
    "level",
    "first_year",
    "last_year",
    "rule",
    "severity",
    "review",
    "kind",
    "order",
)
"""What only narrows: each is asked alone, and none of them."""
OPTIONAL_IN = {"year": ("coverage", "applications_by_body_and_year", "sums_that_do_not_add_up", "open_findings", "totals_of_function",
    "search", "search_sections", "findings_filtered", "api_versions"), "body": ("open_findings", "search", "search_sections", "revisions", "api_versions")}  # fmt: skip
LISTS = {
    "series_by_year": '["requests_received", "granted"]',
    "points_of_series": '["requests_received"]',
    "function_by_year": '["requests_received", "granted"]',
}
"""Questions that take a list of series."""
WHOLE_ALWAYS = {
    "function_over_the_years": ("function",),
    "totals_of_function": ("function",),
    "function_by_year": ("function",),
    "function_reports": ("function",),
    "grounds_of_refusal": ("province",),
}
"""What these are not asked without."""
NAMED_COUNTY = (
    "applications_by_body_and_year",
    "coverage",
    "sums_that_do_not_add_up",
    "neighbours_of_report",
    "series_of_body",
)
"""Questions that take a county by its name alone."""
ONE_BODY = ("body", "version", "file", "words")
"""A question that must name one of these is not of a place, unless it searches."""


def nation(count: int) -> Iterator[tuple[str, str, Report]]:
    """Code and province of a county with a report, body by body and year by year; the same on every machine."""
    dice, wanted = random.Random(1), cells()
    for number in range(count):
        body, at = divmod(number, len(YEARS))
        county, of_county = divmod(body, len(NAMES))
        province = county % PROVINCES
        made = report(dice, wanted, f"县{county:03}{NAMES[of_county]}", YEARS[at])
        rare = ["殡葬改革。" if dice.random() < 0.001 else "" for _ in CHAPTERS]
        texts = ("，".join(dice.choices(WORDS, k=60)) + "。" + more for more in rare)
        sections = tuple(Section(kind, kind, text) for kind, text in zip(CHAPTERS, texts, strict=True))  # type: ignore[arg-type]
        rule = dice.choice(RULES)
        severity: Severity = "error" if rule[0] == "c" else "warning"
        wrong = Finding(rule, severity, "Left 3, right 4.", (("requests_new", "total"),), 2, 3, 2)
        published = f"{YEARS[at] + 1}-{'05' if dice.random() < 0.1 else '01'}-20"
        level: BodyLevel = "township" if of_county > len(NAMES) - 3 else "department"
        given = {
            "sections": sections,
            "findings": (wrong,) if made.findings else (),
            "published_on": published,
            "body_level": level,
        }
        yield f"{110000 + county}", f"省{province:02}", msgspec.structs.replace(made, **given)


def load(path: Path, source: Iterator[tuple[str, str, Report]]) -> Clock:
    """Fill a database as a first night does: pages, visits, entries and reports, one in fifty entries unread; the making up is left out."""
    clock, number = Clock(), 0
    with Store.open(path, scratch=True) as store:
        store.seed_indicators(catalogue())
        run = store.add_run("bench", parser_version="1", started="t")
        with store.loading():
            for county, together in groupby(source, key=itemgetter(0)):
                made = list(together)
                with clock, store.transaction():
                    store.save_county(county, f"县{int(county) - 110000:03}", province=made[0][1])
                    entries = []
                    for _, _, each in made:
                        number += 1
                        exchange, taken = capture(number), store.add_capture(capture(number))
                        listed = ListEntry(exchange.url, each.title or "", each.published_on)
                        store.add_visit(
                            run, exchange.url, county_code=county, role="detail", outcome="new", capture_id=taken
                        )
                        store.save_report(each, capture_id=taken, county_code=county, parser_version="1")
                        how: Outcome = "unreachable" if number % 500 == 0 else "new"
                        store.save_page(
                            exchange.url,
                            county_code=county,
                            capture_id=taken,
                            kind="report",
                            outcome=how,
                            title=each.title,
                            listed=listed,
                            read_by="1",
                        )
                        entries.append(
                            Entry(
                                exchange.url,
                                each.title or "",
                                "t",
                                "t",
                                kind="report",
                                body=each.body,
                                year=each.year,
                                state="listed_unread" if number % 50 == 0 else "report",
                            )
                        )
                    store.save_entries(county, entries, {}, run)
        with clock:
            store.finish_run(run, finished="t", counts={})
    return clock


def say(name: str, clock: Clock, share: float) -> None:
    """A line for something that grows with the reports."""
    print(
        f"{name:28}{clock.elapsed:9.1f} s, {clock.cpu:7.1f} s of CPU; the nation: {clock.elapsed / share / 60:6.0f} min",
        flush=True,
    )


def askings(query: Query) -> dict[str, dict[str, Any]]:
    """How a question is asked: with all it takes, without what only narrows, and with one of that at a time."""
    whole = {each.name: GIVEN[each.name] for each in query.params}
    if query.name in LISTS:
        whole["series"] = LISTS[query.name]
    if query.name in NAMED_COUNTY and "county" in whole:
        whole["county"] = "县000"
    narrowing = [name for name in whole if name in OPTIONAL or query.name in OPTIONAL_IN.get(name, ())]
    if any(name in whole and name not in narrowing for name in ONE_BODY) and "words" not in whole:
        narrowing = []
    narrowing = [name for name in narrowing if name not in WHOLE_ALWAYS.get(query.name, ())]
    nothing = whole | {name: 0 if name == "year" and query.name == "findings_filtered" else "" for name in narrowing}
    alone = {f"{name} alone": nothing | {name: whole[name]} for name in narrowing if len(narrowing) > 1}
    return {"": whole} | ({"unnarrowed": nothing} if narrowing else {}) | alone


def ask_all(path: Path) -> None:
    """Every named query in every way, by what it costs; those too slow for the nation marked."""
    slow = []
    with Reader.open(path) as reader:
        for name, query in sorted({**page_queries(), **queries()}.items()):
            for how, given in askings(query).items():
                sizes = [0]

                def work(sql: str = query.sql, given: dict[str, Any] = given, sizes: list[int] = sizes) -> None:
                    sizes[0] = sum(1 for _ in reader.stream(sql, given)[1])

                clocks = [spent(work) for _ in range(3)]
                taken, elapsed = (
                    statistics.median(getattr(each, kind) for each in clocks) for kind in ("cpu", "elapsed")
                )
                streams = sizes[0] > MANY
                mark = f"  {taken / sizes[0] * 1e6:.1f} µs a row" if streams else ""
                if taken > GOAL and not streams:
                    slow.append(f"{name} {how}".strip())
                    mark = "  SLOW"
                print(
                    f"   {f'{name} {how}':48}{taken * 1000:9.1f} ms of CPU {elapsed * 1000:9.1f} by the clock {sizes[0]:9,} rows{mark}",
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
        say("load", load(path, nation(options.reports)), share)
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
