"""Score `parse_prose` against figures read off real pages: uv run python benchmarks/gold_figures.py DIRECTORY [--misses]

DIRECTORY holds figures.jsonl: one page a line, each figure with a quote, a value, a unit and a measure.
"""

from __future__ import annotations

import argparse
import json
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

from reportscraper import text as plain
from reportscraper.model import Statement
from reportscraper.parse.prose import parse_prose


def squeeze(text: str) -> str:
    return re.sub(r"[\W_]", "", plain.simplify(unicodedata.normalize("NFKC", text)))


def same(one: str, other: str) -> bool:
    one, other = squeeze(one), squeeze(other)
    return bool(one and other) and (one in other or other in one)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    count: Counter[str] = Counter()
    for line in (options.directory / "figures.jsonl").read_text("utf-8").splitlines():
        page = json.loads(line)["figures"]
        for figure in page:
            score(figure, {float(other["value"]) for other in page} | {-float(o["value"]) for o in page}, count, options.misses)
    print({k: v for k, v in count.items()})
    for name, part, whole in (("value", "value", "gold"), ("value+unit", "right", "gold"), ("measure/right", "measure", "right"), ("measure|name/right", "either", "right"), ("false", "false", "found")):
        print(f"{name:20} {count[part]:5} / {count[whole]:5} = {count[part] / count[whole]:.2%}")


def score(figure: dict[str, Any], page: set[float], count: Counter[str], misses: bool) -> None:
    found = parse_prose(figure["quote"])
    count["gold"] += 1
    count["found"] += len(found)
    false = [s for s in found if float(s.value) not in page]
    count["false"] += len(false)
    values = [s for s in found if abs(s.value) == abs(figure["value"])]
    right = [s for s in values if s.unit == figure["unit"]]
    measured = [s for s in right if same(s.measure, figure["measure"])]
    from reportscraper.parse import measures
    names = [n for s in right for n in [NAMES.get(s.indicator or "")] if n and same(n, figure["measure"])]
    count["value"] += bool(values)
    count["right"] += bool(right)
    count["measure"] += bool(measured)
    count["either"] += bool(measured or names)
    if misses:
        show = lambda ss: " | ".join(f"{s.measure}={s.value}{s.unit} {s.kind} {s.indicator}" for s in ss)
        if not right:
            print("VALUE  ", figure["quote"], "→", figure["value"], figure["unit"], figure["measure"], "::", show(found))
        elif not (measured or names):
            print("MEASURE", figure["quote"], "→", figure["measure"], "::", show(right))
        if false:
            print("FALSE  ", figure["quote"], "::", show(false))

from reportscraper.parse.lexicon import lexicon
NAMES = {m.indicator: m.name for m in reversed((*lexicon().measure, *lexicon().channel)) if m.indicator}

if __name__ == "__main__":
    main()
