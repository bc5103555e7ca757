"""`docs/rules.md`, made from `rules.toml`: `python -m reportscraper.forms.rules_page > docs/rules.md`."""

from __future__ import annotations

import sys

from reportscraper.forms.rules import Words, phrases, rules


def rules_page() -> str:
    """`docs/rules.md`: every rule with its texts, in the order of `rules.toml`."""
    lines = [
        "# Findings",
        "",
        "What `reportscraper` says of reports and sites, by rule. Words in braces are filled in. An *error* means that a figure is wrong",
        "or lost, or that nothing could be had; a *warning*, that a reader must look before using the figures; *info* is worth knowing.",
        "Errors and warnings doubt the figures of the cells that they name; without cells those of their row or table, and without a place",
        "all of the report: `doubt` in `figure_list` and `series_value`. Where *figures stand* is said they doubt none.",
        "Made from `src/reportscraper/forms/rules.toml`; do not edit (`python -m reportscraper.forms.rules_page > docs/rules.md`).",
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


if __name__ == "__main__":
    sys.stdout.write(rules_page())
