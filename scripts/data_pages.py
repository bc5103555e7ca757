"""Pages of the documentation that are made of `rules.toml` and `functions.toml`; `write_docs.py` writes them."""

from __future__ import annotations

from reportscraper.forms.rules import Words, phrases, rules
from reportscraper.places.divisions import changes
from reportscraper.places.functions import functions_known, name_successions, reforms

_SERIES = {"renamed": "joined, marked 并列为一个序列", "merged": "a break 断开", "split": "a break 断开"}


def functions_page() -> str:
    """Every function with its names by period, and which names followed which."""
    functions = []
    for each in functions_known():
        periods = ((f"{known.since or ''}–{known.until or ''}", known.name) for known in each.names)
        names = "、".join(name + (f"（{period}）" if period != "–" else "") for period, name in periods)
        functions.append(f"| `{each.id}` | {each.zh} | {each.en} | {names} |")
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
        "(`python scripts/write_docs.py`).",
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


def rules_page() -> str:
    """`docs/rules.md`: every rule with its texts, in the order of `rules.toml`."""
    lines = [
        "# Findings",
        "",
        "What `reportscraper` says of reports and sites, by rule. Words in braces are filled in. An *error* means that a figure is wrong",
        "or lost, or that nothing could be had; a *warning*, that a reader must look before using the figures; *info* is worth knowing.",
        "Errors and warnings doubt the figures of the cells that they name; without cells those of their row or table, and without a place",
        "all of the report: `doubt` in `figure_list` and `series_value`. Where *figures stand* is said they doubt none.",
        "Made from `src/reportscraper/forms/rules.toml`; do not edit (`python scripts/write_docs.py`).",
        "",
        "| rule | severity | English | 中文 |",
        "|---|---|---|---|",
    ]
    for rule, known in rules().items():
        shown = f"{known.title.en} {known.title.zh}<br>`{rule}`" + "".join(
            f"<br>once `{alias}`" for alias in known.aliases
        )
        remark = f" *({known.note})*" if known.note else ""
        for wording in ("", *known.wordings):
            words = known.words(wording)
            for name, text in phrases().items():
                if f"{{{name}}}" in words.en:
                    words = Words(words.en.replace(f"{{{name}}}", text.en), words.zh.replace(f"{{{name}}}", text.zh))
            grave = ", ".join(known.severities) + ("; figures stand" if known.figures_stand else "")
            lines.append(f"| {shown} | {grave} | {words.en}{remark} | {words.zh} |")
            shown, remark = "", ""
    return "\n".join(lines) + "\n"
