from __future__ import annotations

import re
from urllib.parse import urljoin

import lxml.html
import pytest

from tests.made.counties import counties
from tests.made.items import items_of
from tests.made.site import Reply, Request
from tests.made.trs import TrsSite, path_of

COUNTY = counties()[1]


@pytest.fixture(scope="module")
def site() -> TrsSite:
    return TrsSite(COUNTY, 1)


def ask(site: TrsSite, target: str) -> Reply:
    return site.answer(Request("GET", target, {}))


def get(site: TrsSite, target: str) -> str:
    reply = ask(site, target)
    assert reply.status == 200, target
    return reply.body.decode()


def rows(page: str) -> list[tuple[str, str, str, str]]:
    return re.findall(r'<li><a href="([^"]+)" title="([^"]+)">([^<]+)</a><span>([^<]+)</span></li>', page)


def test_pages_of_the_list_hold_every_item_once(site: TrsSite) -> None:
    names = ["", *(f"index_{number}.html" for number in range(1, 5))]
    pages = [get(site, site.start + name) for name in names]
    assert [len(rows(page)) for page in pages] == [20, 20, 20, 20, 7]
    found = [urljoin(site.start, row[0]) for page in pages for row in rows(page)]
    assert found == [path_of(item) for item in items_of(COUNTY, 1)]
    assert ask(site, f"{site.start}index_5.html").status == 404


def test_the_pager_stands_in_a_script_alone(site: TrsSite) -> None:
    first, second = get(site, site.start), get(site, f"{site.start}index_1.html")
    assert 'createPageHTML(5, 0, "index", "html");' in first
    assert 'createPageHTML(5, 1, "index", "html");' in second
    hrefs = lxml.html.document_fromstring(first).xpath("//a/@href")
    assert not [href for href in hrefs if "index_" in href]
    assert get(site, f"{site.start}index.html") == first


def test_links_are_relative_and_cut(site: TrsSite) -> None:
    for row, item in zip(rows(get(site, site.start)), items_of(COUNTY, 1)[:20], strict=True):
        href, title, text, date = row
        assert re.fullmatch(r"\./20\d{4}/t20\d{6}_\d{7}\.html", href)
        assert (title, date) == (item.title, item.published_on)
        assert text == (item.title if len(item.title) <= 22 else f"{item.title[:22]}…")


def test_no_charset_in_the_header(site: TrsSite) -> None:
    assert dict(ask(site, site.start).headers) == {"Content-Type": "text/html"}
    assert '<meta charset="utf-8">' in get(site, site.start)


def test_migrated_articles_bear_the_day_of_the_move_everywhere_but_in_print(site: TrsSite) -> None:
    old = next(item for item in items_of(COUNTY, 1) if item.report and item.year == 2018)
    page = get(site, path_of(old))
    assert path_of(old).startswith(f"{site.start}202108/t20210803_")
    assert '<meta name="PubDate" content="2021-08-03 09:30">' in page
    assert f"发布时间：{old.published_on}" in page
    assert old.published_on.startswith("2019-")


def test_article_pages(site: TrsSite) -> None:
    for item in items_of(COUNTY, 1):
        page = get(site, path_of(item))
        document = lxml.html.document_fromstring(page)
        (inner,) = document.xpath("//div[@class='TRS_Editor']/div[@class='TRS_Editor']")
        assert "".join(item.article.split())[:40] in "".join(lxml.html.tostring(inner, encoding="unicode").split())
        assert f"<h1>{item.title}</h1>" in page
        assert f"<td>{item.publisher}</td>" in page


def test_index_table_names_the_issuing_body_by_credit_code(site: TrsSite) -> None:
    item = next(item for item in items_of(COUNTY, 1) if item.report)
    assert item.report is not None
    code = COUNTY.credit_code(item.report.body)
    assert f"<td>索引号：</td><td>{code}/{item.day.year}-" in get(site, path_of(item))


def test_the_right_rail_shows_other_years_of_the_same_body(site: TrsSite) -> None:
    item = next(item for item in items_of(COUNTY, 1) if item.report and item.year == 2022)
    rail = get(site, path_of(item)).partition('<div class="right">')[2].partition("</div>")[0]
    titles = re.findall(r'title="([^"]+)"', rail)
    assert len(titles) == 5
    assert item.title not in titles
    assert all(item.publisher in title for title in titles if "年度报告" in title and "县2" not in title)


def test_every_link_of_an_article_leads_somewhere(site: TrsSite) -> None:
    item = items_of(COUNTY, 1)[3]
    for href in lxml.html.document_fromstring(get(site, path_of(item))).xpath("//a/@href"):
        target = urljoin(path_of(item), href)
        assert href.startswith("javascript:") or target == "/search/" or ask(site, target).status == 200


def test_pdf_stands_beside_the_text(site: TrsSite) -> None:
    item = next(
        item for item in items_of(COUNTY, 1) if item.report and item.report.body.level == "office" and item.year == 2024
    )
    href = re.findall(r'href="(\./P0\d+\.pdf)"', get(site, path_of(item)))[0]
    reply = ask(site, urljoin(path_of(item), href))
    assert dict(reply.headers) == {"Content-Type": "application/pdf"}
    assert reply.body.startswith(b"%PDF-1.4")


@pytest.mark.parametrize(("carrier", "chapters"), [("workbook", 0), ("workbook_tables", 6)])
def test_a_report_in_a_workbook_prints_no_table_and_links_the_file(site: TrsSite, carrier: str, chapters: int) -> None:
    (item,) = (item for item in items_of(COUNTY, 1) if item.carrier == carrier)
    page = get(site, path_of(item))
    assert item.report is not None
    assert sum(section.heading in page for section in item.report.sections if section.heading) == chapters
    assert "自然人" not in page
    ((href, name),) = re.findall(r'href="(\./P0\d+\.xlsx)">([^<]+)</a>', page)
    assert name == f"{item.title}.xlsx"
    reply = ask(site, urljoin(path_of(item), href))
    assert dict(reply.headers) == {"Content-Type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
    assert reply.body.startswith(b"PK\x03\x04")
    assert reply.body == ask(TrsSite(COUNTY, 2), urljoin(path_of(item), href)).body


def test_the_way_from_the_home_page(site: TrsSite) -> None:
    address = "/"
    for text in ("政务公开", "政府信息公开", "政府信息公开年报"):
        page = get(site, address)
        address = urljoin(address, re.findall(rf'<li><a href="(\./[^"]+)">{text}</a></li>', page)[0])
    assert address == site.start


def test_the_second_edition_shifts_the_list(site: TrsSite) -> None:
    later = TrsSite(COUNTY, 2)
    new = set(later.paths()) - set(site.paths())
    assert len(new) == 1
    assert set(site.paths()) < set(later.paths())
    old = [row[0] for row in rows(get(site, f"{site.start}index_1.html"))]
    assert [row[0] for row in rows(get(later, f"{later.start}index_1.html"))][1:] == old[:-1]


@pytest.mark.parametrize(
    "name", ["index_x.html", "index_0x1.html", "index_99.html", "other.html", "202101/t20210101_1.html"]
)
def test_what_is_not_there(site: TrsSite, name: str) -> None:
    assert ask(site, site.start + name).status == 404


def test_robots_have_a_mark_and_a_crawl_rule(site: TrsSite) -> None:
    body = ask(site, "/robots.txt").body
    assert body.startswith(b"\xef\xbb\xbfUser-agent: *")
    assert b"Disallow: /search/\nCrawl-delay: 0.02" in body
