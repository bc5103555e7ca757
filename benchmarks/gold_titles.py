"""Score titles and headings against facts read off real pages: `python benchmarks/gold_titles.py DIRECTORY`.

The directory holds ``titles.jsonl`` (one page a line: title, kind, body, year, first_heading, county) and ``headings.txt`` (count TAB wording).
Kind is scored on every line that has a title or a first heading: from the title where it decides, else from the heading. Body is
scored where the title holds it, literally or as the place whose government it is: as it is written down, and as the body that it is (the facts
leave out the city before a county, and 人民政府, as they please). Year is scored where the title holds one. Misses are printed.
"""

from __future__ import annotations

import json
import operator
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from reportscraper import parse_title
from reportscraper.places.same_body import same_body
from reportscraper.places.title import title_kind
from reportscraper.report.sections.headings import heading_kind, judge_heading
from reportscraper.text import nfkc, squeeze

_NO_CHAPTER = re.compile(r"[(（㈠-㈩①-⑳]|\d+\s*[.、]|第[一二三四五六七八九十],|[一二三四五六七八九十](?:是|\))")
_BRACKET = re.compile(r"^\([一二三四五六七八九十]\)")


def main(directory: Path) -> None:
    """Print the scores and every miss."""
    pages = [json.loads(line) for line in (directory / "titles.jsonl").read_text("utf-8").splitlines()]
    _score_kind(pages)
    titled = [page for page in pages if page["title"]]
    reports = [page for page in titled if page["kind"] == "report"]
    dated = [page for page in reports if re.search("20[0-9]{2}", page["title"])]
    _score("year", [(page["title"], page["year"], parse_title(page["title"]).year) for page in dated])
    bodies = [(page["title"], page["body"], parse_title(page["title"]).body) for page in reports if _holds_body(page)]
    _score("body as written", bodies)
    _score("body", bodies, same_body)
    _score_headings(directory / "headings.txt")


def _score_kind(pages: list[dict[str, Any]]) -> None:
    told = [page for page in pages if page["title"] or page["first_heading"]]
    print(f"{len(pages) - len(told)} of {len(pages)} lines have neither title nor heading")
    pairs = [(page, page["kind"] == "report", _is_report(page)) for page in told]
    right = sum(expected and found for _, expected, found in pairs)
    found_all, expected_all = sum(found for _, _, found in pairs), sum(expected for _, expected, _ in pairs)
    print(
        f"kind report: F1 {2 * right / (found_all + expected_all):.4f} ({right} right of {expected_all}, {found_all} found)"
    )
    for page, expected, found in pairs:
        if expected != found:
            print(f"  {page['kind']}: {page['title']} / {page['first_heading']}")


def _is_report(page: dict[str, Any]) -> bool:
    kind = title_kind(page["title"]) if page["title"] else None
    heading = _BRACKET.sub("", nfkc(page["first_heading"] or ""))
    return kind == "report" if kind else heading_kind(heading) is not None


def _holds_body(page: dict[str, Any]) -> bool:
    body, title = squeeze(page["body"] or ""), squeeze(page["title"])
    place = body.removesuffix("人民政府")
    return bool(body) and (body in title or (place in title and place.endswith(("省", "市", "县", "区", "旗", "州"))))


def _score(name: str, triples: list[tuple[str, Any, Any]], agree: Callable[[Any, Any], bool] = operator.eq) -> None:
    misses = [triple for triple in triples if triple[2] is None or not agree(triple[1], triple[2])]
    print(f"{name}: {1 - len(misses) / len(triples):.4f} ({len(triples) - len(misses)} of {len(triples)})")
    for title, expected, found in misses:
        print(f"  {title}: expected {expected}, found {found}")


def _score_headings(file: Path) -> None:
    wordings = [line.split("\t")[1] for line in file.read_text("utf-8").splitlines()]
    chapters = [wording for wording in wordings if not _NO_CHAPTER.match(wording)]
    own = [wording for wording in chapters if heading_kind(wording) is None]
    print(f"headings: {len(chapters) - len(own)} of {len(chapters)} listed, the others judged by a word")
    for wording in own:
        judged = judge_heading(re.sub("^[一二三四五六七八九十]+、", "", nfkc(wording)))
        print(f"  {wording}: {judged.kind if judged else None}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
