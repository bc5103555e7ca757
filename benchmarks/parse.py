"""Speed of reading a page, against the floor and against peers: python -m benchmarks.parse [--rounds N] [--pages N]

A  a Word-pasted page of about 90 KB → `Report`, against the bare lxml parse and the bare BeautifulSoup parse of the same bytes; alone, in
   the frame of a site (navigation, scripts, style sheets, hidden pieces), and with 3,500 characters of prose, a figure in each 30;
B  the same page's tables and figures, from bytes, against the bare lxml parse; and where the time of A goes, stage by stage;
C  the share of cells that come out right on the same pages, and the time a page, beside pandas, trafilatura and BeautifulSoup.

Contestants take turns on the same page, each round in another order, for whoever runs behind BeautifulSoup finds the processor's caches cold; times
are of the processor, ratios are medians over the rounds. Every round has another page, so that what one page leaves in a cache helps the next as
little as it does on a site. Peers that are not installed are named as such (group ``bench``).
"""

from __future__ import annotations

import argparse
import gc
import itertools
import math
import re
import statistics
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator

from bs4 import BeautifulSoup
from lxml import html
from tests.census.census import combined_page
from tests.census.compare import judge
from tests.census.style import Page, Style, print_page
from tests.census.truths import FORMS, true_report
from tests.made import markup, render
from tests.made.forms import Key

from benchmarks import peers
from reportscraper import parse_report
from reportscraper.check.engine import Checker
from reportscraper.documents.charset import decode
from reportscraper.documents.html.document import read_document
from reportscraper.model import Section
from reportscraper.report.identity.identify import identify
from reportscraper.report.prose.read_prose import parse_prose
from reportscraper.report.sections.read_sections import read_sections
from reportscraper.report.tables.read_tables import read_tables

GOAL_LXML = 3.0
GOAL_SOUP = 0.25
GOAL_TABLES = 2.0

_OVERVIEW = re.compile(r"(?<=一、总体情况</strong></p>)(.*?)(?=<p><strong>　　二、)", re.DOTALL)
_OF_REQUESTS = re.compile(r"<p>　　（二）.*?</p>")
"""What the table of the page's own report would contradict."""
_TAG = re.compile(r"<[^>]*>|\s")
_PROSE = 2_850
"""Characters of the overview; the other chapters have the rest."""

Read = Callable[[bytes], object]


def main() -> None:
    """Print the three tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--pages", type=int, default=200)
    options = parser.parse_args()
    pages = [word_page(number) for number in range(options.rounds)]
    against_the_floor("Word-pasted page", pages)
    stages(pages)
    against_the_floor("Word-pasted page in the frame of a site", [framed(page) for page in pages])
    against_the_floor("Word-pasted page with much prose", [wordy(number) for number in range(options.rounds)])
    against_peers("as official forms print them", [official_page(number) for number in range(options.pages)])
    against_peers("in random styles", [combined_page("bench", number) for number in range(options.pages)])


def word_page(number: int) -> bytes:
    """A page of form 2021 pasted from Word."""
    return print_page(true_report("2021", f"bench/{number}"), Style("word", cell=markup.word_cell)).data


def framed(page: bytes) -> bytes:
    """The page within what a site prints around an article: 250 links of navigation, scripts and style sheets, hidden pieces."""
    links = "".join(
        f'<li class="n{number % 7}"><a href="/col/{number}/index.html" target="_blank"><span>栏目{number}</span></a></li>'
        for number in range(250)
    )
    above = f'<div class="top"><div style="display:none"><img src="/logo.png"></div><ul class="nav">{links}</ul></div>'
    below = '<div class="foot"><p>主办单位：云溪县人民政府办公室</p><a href="#" style="display: none">顶部</a></div>'
    head = f"<style>.a{{display:none}}</style><script>{'function f(x){return x<1;}' * 300}</script>"
    text = page.decode()
    for mark, piece in (("</head>", head + "</head>"), ("<body>", "<body>" + above), ("</body>", below + "</body>")):
        text = text.replace(mark, piece)
    return text.encode()


def wordy(number: int) -> bytes:
    """The page with the overviews of further reports behind its own, 3,500 characters in all."""
    head, own, rest = _OVERVIEW.split(word_page(number).decode(), maxsplit=1)
    pages = (word_page(1000 + 20 * number + more).decode() for more in itertools.count())
    further = (_OF_REQUESTS.sub("", _OVERVIEW.split(page, maxsplit=1)[1]) for page in pages)
    while len(_TAG.sub("", own)) < _PROSE:
        own += next(further)
    return f"{head}{own}{rest}".encode()


def official_page(number: int) -> Page:
    """A page in one of the demo's styles, all forms in turn."""
    drawn = render.STYLES[number % len(render.STYLES)]
    form = FORMS[number // len(render.STYLES) % len(FORMS)]
    style = Style(drawn.name, cell=drawn.cell, paragraph=drawn.paragraph, heading=drawn.heading, frame=drawn.frame)
    return print_page(true_report(form, f"official/{number}", dense=number % 3 == 0), style)


def against_the_floor(name: str, pages: list[bytes]) -> None:
    """Table A of some pages, and the first line of B."""
    contestants: dict[str, Read] = {
        "lxml.html.document_fromstring": html.document_fromstring,
        "BeautifulSoup(…, 'lxml')": lambda page: BeautifulSoup(page, "lxml"),
        "parse_report": parse_report,
        "tables and figures": _tables,
    }
    spent = _interleaved(contestants, pages)
    lxml, soup, report, tables = spent.values()
    size = statistics.mean(map(len, pages)) / 1024
    print(f"A. {name}, {size:.0f} KB, {len(pages)} rounds")
    for contestant, times in spent.items():
        print(f"   {contestant:32}{_middle(times) * 1000:8.2f} ms")
    print(f"   parse_report / lxml            {_ratio(report, lxml):8.2f}   (goal ≤ {GOAL_LXML})")
    print(f"   parse_report / BeautifulSoup   {_ratio(report, soup):8.2f}   (goal ≤ {GOAL_SOUP})")
    print(f"B. tables and figures / lxml      {_ratio(tables, lxml):8.2f}   (goal ≤ {GOAL_TABLES})")


def _tables(page: bytes) -> object:
    decoded = decode(page, None)
    document = read_document(decoded.text, decoded.utf8)
    return read_tables(document.blocks)


def _interleaved(contestants: dict[str, Read], pages: list[bytes]) -> dict[str, list[float]]:
    spent: dict[str, list[float]] = {name: [] for name in contestants}
    for read in contestants.values():
        read(pages[0])
    turns = deque(contestants.items())
    for page in pages:
        turns.rotate()
        for name, read in turns:
            gc.collect()  # each pays for its own garbage: BeautifulSoup's trees are circles
            started = time.process_time()
            read(page)
            spent[name].append(time.process_time() - started)
    return spent


def _ratio(times: list[float], floor: list[float]) -> float:
    return statistics.median(one / other for one, other in zip(times, floor, strict=True))


def _middle(times: list[float]) -> float:
    return statistics.median(times)


def stages(pages: list[bytes]) -> None:
    """Where the time of a page goes."""
    spent: dict[str, list[float]] = {}
    for page in pages:
        for name, seconds in _staged(page):
            spent.setdefault(name, []).append(seconds)
    whole = sum(map(_middle, spent.values()))
    print("   stages")
    for name, times in spent.items():
        print(f"   {name:32}{_middle(times) * 1000:8.2f} ms {_middle(times) / whole:6.0%}")


def _staged(page: bytes) -> Iterator[tuple[str, float]]:
    clock = _Clock()
    decoded = decode(page, None)
    yield "decode", clock.lap()
    html.document_fromstring(decoded.text)
    parse = clock.lap()
    yield "lxml parse (within document)", parse
    document = read_document(decoded.text, decoded.utf8)
    yield "rest of document, grids", max(clock.lap() - parse, 0.0)
    sections, _ = read_sections(document.blocks)
    yield "sections", clock.lap()
    identity = identify(document, sections)
    yield "title, body, year", clock.lap()
    _statements(sections)
    yield "statements in prose", clock.lap()
    tables = read_tables(document.blocks, year=identity.year)
    yield "tables and figures", clock.lap()
    if tables.form:
        Checker.load().findings(tables.figures, tables.form)
    yield "identities", clock.lap()


class _Clock:
    def __init__(self) -> None:
        self._last = time.process_time()

    def lap(self) -> float:
        """Seconds since the last lap."""
        now = time.process_time()
        seconds, self._last = now - self._last, now
        return seconds


def _statements(sections: tuple[Section, ...]) -> None:
    for section in sections:
        parse_prose(section.text, section=section.kind)


def against_peers(name: str, pages: list[Page]) -> None:
    """Table C over some pages."""
    cells = sum(len(page.cells) for page in pages)
    print(f"C. {len(pages)} pages {name}, {cells:,} cells")
    print(f"   {'':28}{'right':>8}{'absent':>8}{'wrong':>8}{'ms/page':>9}")
    clock, counts = _Clock(), Counter[str]()
    seconds = 0.0
    for page in pages:
        clock.lap()
        report = parse_report(page.data)
        seconds += clock.lap()
        verdicts = judge(page, report).counts
        told = verdicts["missing"] + verdicts["flagged"]
        counts.update(right=verdicts["right"], absent=told, wrong=verdicts["wrong"])
    _print_row("reportscraper (all of it)", counts, seconds / len(pages), cells=cells)
    for peer, way in peers.ways().items():
        if way is None:
            print(f"   {peer:28}{'not installed':>24}")
        else:
            _print_row(peer, *_score(way, pages), cells=cells)


def _score(way: peers.Way, pages: list[Page]) -> tuple[Counter[str], float]:
    counts, clock, seconds = Counter[str](), _Clock(), 0.0
    for page in pages:
        clock.lap()
        tables = way(page.data, _encoding(page))
        seconds += clock.lap()
        counts.update(_verdicts(page, peers.cells_of_rows(tables, page.report.form)))
    return counts, seconds / len(pages)


def _encoding(page: Page) -> str:
    return "utf-8" if b"utf-8" in page.data[:400] else "gb18030"


def _verdicts(page: Page, read: dict[Key, peers.Printed]) -> Iterator[str]:
    for key, true in page.cells.items():
        got = read.get(key)
        if got is None or got[0] == "unreadable":
            yield "right" if true is None or true.kind == "unreadable" else "absent"
        elif true is None:
            yield "wrong"
        else:
            yield "right" if got[0] == true.kind and _equal(got[1], true.value) else "wrong"


def _equal(read: float | None, true: float | None) -> bool:
    return read == true if read is None or true is None else math.isclose(read, true)


def _print_row(name: str, counts: Counter[str], seconds: float, *, cells: int) -> None:
    shares = "".join(f"{counts[verdict] / cells:8.1%}" for verdict in ("right", "absent", "wrong"))
    print(f"   {name:28}{shares}{seconds * 1000:9.1f}")


if __name__ == "__main__":
    main()
