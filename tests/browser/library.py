"""A data folder made without network: the sample counties' reports archived and read, one revised, one doctored, one hostile,
one saved as plain text; and a PDF file.
"""

from __future__ import annotations

from html import escape
from pathlib import Path

from lxml import html

from reportscraper.archive import Archive
from reportscraper.model import Exchange, ListEntry, Outcome, Role
from reportscraper.runs.data_folder import DataFolder
from reportscraper.runs.provenance import Provenance
from reportscraper.runs.rebuild import rebuild
from tests.made.counties import County, counties
from tests.made.render import STYLES, page
from tests.made.samples import reports_of
from tests.made.truth import TrueReport

DOCTORED = ("云溪县教育局", 2021)
"""One cell of this report was changed, so that its sums fail."""

PLAIN = ("青岭县水利局", 2020)
"""This report is archived as text without markup."""

FILE = "http://qingling.example/file.pdf"
PDF = Path(__file__).parent.parent / "browse" / "table.pdf"
"""A PDF file of one table, and the address it is archived under."""

HOSTILE_BODY = "云溪县档案局"
HOSTILE_TITLE = f"{HOSTILE_BODY}2023年政府信息公开工作年度报告"
ATTACK = '<script>alert("owned")</script><img src=x onerror=alert(1)>=HYPERLINK("http://evil.example/")'


def build(folder: Path) -> DataFolder:
    """Make the folder and read the archive into its database."""
    places = DataFolder(folder)
    with Archive.open(places.archive) as archive:
        for county in counties():
            before = reports_of(county, 1)
            for edition in (1, 2):
                for number, report in enumerate(reports_of(county, edition)):
                    if edition == 1 or report not in before:
                        _shelve(archive, county, number, report, edition)
        _append(archive, counties()[0], "hostile", HOSTILE_TITLE, _hostile(), "2024-01-20", edition=1)
        _append_file(archive, counties()[1])
    rebuild(places, [])
    return places


def _shelve(archive: Archive, county: County, number: int, report: TrueReport, edition: int) -> None:
    text = page(report, STYLES[number % len(STYLES)])
    if (report.body.name, report.year) == DOCTORED:
        text = _doctored(text, report)
    if (report.body.name, report.year) == PLAIN:
        text = _plain(text)
    name = f"{report.body.name}-{report.year}".encode().hex()
    _append(archive, county, name, report.title, text, report.published_on, edition=edition)


def _doctored(text: str, report: TrueReport) -> str:
    """The page with the row of new requests changed: the total is one more than its parts."""
    total = report.ledger["requests_new", "total"]
    before, label, after = text.partition("本年新收政府信息公开申请数量")
    return before + label + after.replace(f">{total}<", f">{total + 1}<", 1)


def _plain(page: str) -> str:
    """The text of a page, a row a line, cells divided by pipes."""
    root = html.document_fromstring(page)
    for row in root.xpath("//tr[not(.//table)]"):
        row.text = row.tail = "\n"
        for cell in row.findall("td") + row.findall("th"):
            cell[:], cell.text, cell.tail = [], " ".join(cell.text_content().split()), " | "
    for paragraph in root.xpath("//p[not(ancestor::td[not(.//table)])] | //h1 | //h2 | //div"):
        paragraph.tail = f"\n{paragraph.tail or ''}"
    return "\n".join(filter(str.strip, root.find("body").text_content().splitlines()))


def _hostile() -> str:
    attack = escape(ATTACK)
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{HOSTILE_TITLE}</title>
<script>document.title = "owned"</script><link rel="stylesheet" href="http://evil.example/a.css"></head>
<body onload="alert(1)"><h1>{HOSTILE_TITLE}</h1><div class="article_content"><p>一、总体情况</p>
<p>全年办理复议2件，收到政府信息公开申请7件。{attack}</p><p>javascript:alert(1) 与 '; DROP TABLE figure; -- 均为文字。</p>
<p>二、主动公开政府信息情况</p><p>无。</p><p>三、收到和处理政府信息公开申请情况</p><p>{attack}</p>
<p>四、政府信息公开行政复议、行政诉讼情况</p><p>无。</p><p>五、存在的主要问题及改进情况</p><p>无。</p>
<p>六、其他需要报告的事项</p><p><a href="javascript:alert(1)">附件{attack}.pdf</a><img src="http://evil.example/x.png"></p></div></body></html>"""


def _append(
    archive: Archive, county: County, name: str, title: str, text: str, published_on: str, *, edition: int
) -> None:
    home = f"http://{county.seed}.example/"
    url = f"{home}{name}.html"
    listed = ListEntry(url, title, published_on)
    kind = "text/html" if text.lstrip().startswith("<") else "text/plain"
    _take(archive, county, url, text.encode(), f"{kind}; charset=utf-8", edition, "detail", listed)


def _append_file(archive: Archive, county: County) -> None:
    _take(archive, county, FILE, PDF.read_bytes(), "application/pdf", 1, "attachment", None)


def _take(
    archive: Archive,
    county: County,
    url: str,
    data: bytes,
    content_type: str,
    edition: int,
    role: Role,
    listed: ListEntry | None,
) -> None:
    home = f"http://{county.seed}.example/"
    outcome: Outcome = "new" if edition == 1 else "revised"
    source = Provenance(county.code, county.name, county.province, home, role, outcome, listed)
    fetched = f"2026-0{edition}-15T08:00:00Z"
    headers = (("Content-Type", content_type),)
    archive.append(Exchange(url, url, "GET", 200, headers, data, fetched), source.context())
