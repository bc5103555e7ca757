"""`docs/functions.md`, made from `functions.toml`: `python -m reportscraper.places.functions_page > docs/functions.md`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from reportscraper.places.divisions import changes
from reportscraper.places.functions import UsualName, functions_known, name_successions, reforms

_SERIES = {"renamed": "joined, marked 并列为一个序列", "merged": "a break 断开", "split": "a break 断开"}


def functions_page() -> str:
    """Every function with its names by period, and which names followed which."""
    functions = (f"| `{each.id}` | {each.zh} | {each.en} | {_names(each.names)} |" for each in functions_known())
    successions = (
        f"| {'、'.join(each.before)} | {each.to} | {each.kind} | {_SERIES[each.kind]} | {reform.date} "
        f"| {reform.from_year}–{reform.to_year} | {reform.zh}<br>{reform.en} |"
        for each in name_successions()
        for reform in (reforms()[each.reform],)
    )
    lines = [
        "# What bodies are charged with 职能",
        "",
        "Every body has a function, told by its name: `function` in the views, `--function` in `compare`. Of several that a name has",
        "(教育体育局), the first counts. Governments, their offices, towns, subdistricts and zones have `government`; a name that tells",
        "nothing is `unknown`. Made from `src/reportscraper/places/functions.toml`; do not edit",
        "(`python -m reportscraper.places.functions_page > docs/functions.md`).",
        "",
        "| function | 职能 | English | usual names 常用名称 |",
        "|---|---|---|---|",
        *functions,
        "",
        "## What became of departments 机构沿革",
        "",
        "A series goes on over a change where the decision ended one department and founded one; where several were ended, it breaks:",
        "before and after are not the same body, and are never joined. Counties carried a decision out in the years given. Names that",
        "stand in no line are not joined.",
        "",
        "| before | after | kind | series | decided | in counties | decision |",
        "|---|---|---|---|---|---|---|",
        *successions,
        "",
        f"Divisions have {len(changes())} changes of their own since 2008 (`places/history.csv`): a county that became a city or district, was renamed or got",
        "another code is one series; merged and split ones break. `succession_list` has them all, body by body, with date and decree.",
        "",
        "## All education bureaus of a province, 2008–2025",
        "",
        "```sh",
        "reportscraper compare requests_received --function education --level department --province 浙江 --years 2008-2025",
        "```",
        "",
        "```sql",
        "SELECT county, body_now, body, year, value, exactness, doubt FROM series_value",
        "WHERE series = 'requests_received' AND function = 'education' AND level = 'department' AND province = '浙江省'",
        "  AND year BETWEEN 2008 AND 2025",
        "ORDER BY county_code, lineage_id, year;",
        "",
        "-- where one of these series breaks, and why",
        "SELECT body_now, year, kind, before, after, date, document FROM succession_list",
        "WHERE effect = 'break' AND is_after = 1 AND function = 'education' AND province = '浙江省';",
        "```",
        "",
        "In the browser every function has a page (`/reports/-/function/education`, narrowed by `?province=浙江省`): its bodies ranked year",
        "by year, medians, mergers and who is missing. The query *Bodies of one function over the years* (`function_over_the_years`) has it all.",
    ]
    return "\n".join(lines) + "\n"


def _names(names: Sequence[UsualName]) -> str:
    return "、".join(each.name + _period(each) for each in names)


def _period(name: UsualName) -> str:
    return f"（{name.since or ''}–{name.until or ''}）" if name.since or name.until else ""


if __name__ == "__main__":
    sys.stdout.write(functions_page())
