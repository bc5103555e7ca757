"""P9 to P15 serve what their truth says; P9 to P11 behave as the sites they stand for. See docs/sites.md."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qs, unquote, urlencode, urljoin, urlsplit

import msgspec
import pytest
from bs4 import BeautifulSoup

from reportscraper.crawl.best_first import is_report_column
from reportscraper.fetch.page import Page, open_page
from reportscraper.fetch.request import Request
from reportscraper.model import Exchange

from .asking import ask, links, make_tenant, shows, soup
from .core import Tenant
from .entries import World
from .fleet import tenants
from .paging import count_pages, next_links, share
from .profiles.p09 import FREE_DOWNLOADS, Boda
from .profiles.p09 import PER_PAGE as BODA_PAGE
from .profiles.p10 import Epoint
from .profiles.p11 import REACHABLE, TrueCms

MINE = [name for name in tenants() if re.match(r"P(9|1[0-5])", name)]
READABLE = [name for name in MINE if not name.startswith(("P10", "P11B", "P14", "P15C"))]


def post_json(tenant: Tenant, path: str, data: object) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = json.loads(ask(tenant, path, body=json.dumps(data).encode()).body)
    return found


# ------------------------------------------------------------------------------------------------------------------ all


@pytest.mark.parametrize("name", MINE)
def test_the_same_world_is_the_same_site(name: str) -> None:
    one, other = make_tenant(name), make_tenant(name)
    assert one.truth() == other.truth()
    start = str(one.definition()["home"])
    assert ask(one, start) == ask(other, start)


@pytest.mark.parametrize("name", READABLE)
def test_every_page_of_the_truth_is_served_under_its_address_and_its_duplicates(name: str) -> None:
    tenant = make_tenant(name)
    for page in tenant.truth().pages:
        for url in (page.url, *page.duplicates):
            reply = ask(tenant, url)
            assert reply.status == 200, url
            assert page.carrier != "html" or shows(reply.body, page.title), url


@pytest.mark.parametrize("name", [name for name in MINE if name not in {"P11B"} and not name.startswith("P14")])
def test_files_hold_the_bytes_of_the_truth(name: str) -> None:
    tenant = make_tenant(name, World(bodies=8, years=(2018, 2022), faults=False))
    for page in tenant.truth().pages:
        for file, path in zip(page.files, (urlsplit(file.url) for file in page.files), strict=True):
            assert ask(tenant, file.url).body == tenant.file(f"{path.path}?{path.query}" if path.query else path.path)


@pytest.mark.parametrize("name", MINE)
def test_what_does_not_exist_is_no_list(name: str) -> None:
    assert ask(make_tenant(name), "/no/such/thing.html").body.count("政府信息公开工作年度报告".encode()) == 0


def test_lists_are_cut_into_pages() -> None:
    items = make_tenant("P12E").items[:7]
    assert [len(share(items, number, 3)) for number in (1, 2, 3, 4)] == [3, 3, 1, 0]
    assert (count_pages(items, 3), count_pages((), 3)) == (3, 1)
    assert links(BeautifulSoup(next_links(2, 3, "{}.html"), "lxml")) == ["1.html", "3.html", "3.html"]
    assert "下一页" not in next_links(3, 3, "{}.html")


# ------------------------------------------------------------------------------------------------------------------ P9


def test_boda_numbers_its_pages_from_the_end() -> None:
    tenant = make_tenant("P9")
    assert isinstance(tenant, Boda)
    pages = count_pages(tenant.listed, BODA_PAGE)
    assert pages > 4
    first = soup(tenant, tenant.start)
    after, last = (first.select_one(f"span.{kind}.p_fun a")["href"] for kind in ("p_next", "p_last"))  # type: ignore[index]
    assert (after, last) == (f"zfxxgknb/{pages - 1}.htm", "zfxxgknb/1.htm")
    numbers, address = [], tenant.url(tenant.start)
    while True:
        page = soup(tenant, address)
        numbers += re.findall(r"/info/2381/(\d+)\.htm", " ".join(str(a) for a in page.select("ul.list a")))
        further = page.select_one("span.p_next a")
        if further is None:
            break
        address = urljoin(address, str(further["href"]))
    assert numbers == [str(item.number) for item in tenant.listed]


def test_boda_counts_anew_when_the_list_grows() -> None:
    tenant = make_tenant("P9B")
    assert isinstance(tenant, Boda)
    before = list(tenant.listed)
    assert len(before) % BODA_PAGE == 0
    second = soup(tenant, tenant.start).select_one("span.p_next a")
    assert second is not None
    shown = soup(tenant, urljoin(tenant.url(tenant.start), str(second["href"])))
    expected = [str(item.number) for item in before[2 * BODA_PAGE - 1 : 3 * BODA_PAGE - 1]]
    assert re.findall(r"/info/2381/(\d+)\.htm", " ".join(map(str, shown.select("ul.list a")))) == expected


def test_boda_townships_are_columns_and_giant_tables_are_giant() -> None:
    tenant = make_tenant("P9")
    columns = [item for item in tenant.items if "/xz/" in tenant.path_of(item)]
    assert {item.year % 2 for item in columns} == {0}
    assert {item.report.body.level for item in columns if item.report} <= {"township", "subdistrict"}
    assert is_report_column(page_of(tenant, tenant.path_of(columns[0])))
    giants = [ask(tenant, tenant.path_of(item)).body for item in tenant.items if item.report and not item.number % 3]
    assert max(body.count(b"<td></td>") for body in giants) >= 200


def page_of(tenant: Tenant, path: str) -> Page:
    reply = ask(tenant, path)
    url = tenant.url(path)
    exchange = Exchange(url, url, "GET", reply.status, reply.headers, reply.body, "2024-01-01T00:00:00Z")
    return open_page(Request(url), exchange)


def test_boda_asks_for_a_captcha_after_the_fifth_download() -> None:
    tenant = make_tenant("P9", World(bodies=30, years=(2018, 2024)))
    paths = [path for item in tenant.items for path in tenant.files_of(item) if "download.jsp" in path]
    replies = [ask(tenant, path) for path in paths]
    assert [reply.body.startswith(b"%PDF") for reply in replies] == [n < FREE_DOWNLOADS for n in range(len(paths))]
    assert "验证码" in replies[FREE_DOWNLOADS].body.decode()
    assert dict(replies[0].headers)["Content-Type"] == "application/x-download"
    assert all(".pdf" not in path for path in paths)


# ----------------------------------------------------------------------------------------------------------------- P10


def test_epoint_shows_one_shell_for_every_address() -> None:
    tenant = make_tenant("P10")
    shells = {ask(tenant, path).body for path in ("/", "/robots.txt", tenant.start, tenant.path_of(tenant.items[0]))}
    assert len(shells) == 1
    assert not links(soup(tenant, "/"))


def test_epoint_gives_its_list_to_who_brings_the_key() -> None:
    tenant = make_tenant("P10")
    assert isinstance(tenant, Epoint)
    path = "/EWB-FRONT/rest/lightfrontaction/getgovinfolist"
    given = {"deptcode": "001001", "categorynum": "003017002", "pageIndex": 0, "pageSize": 15, "siteGuid": tenant.guid}
    assert tenant.guid in ask(tenant, "/js/ajaxReq.js").body.decode()
    assert post_json(tenant, path, given | {"siteGuid": "other"})["custom"]["code"] == 0
    answers = [post_json(tenant, path, given | {"pageIndex": index})["custom"] for index in range(3)]
    assert [answer["code"] for answer in answers] == [1, 1, 0]
    assert post_json(tenant, path, given | {"pageIndex": 2})["custom"]["code"] == 1
    assert answers[0]["total"] == len(tenant.items)
    rows = answers[0]["data"]
    assert isinstance(rows, list)
    assert [row["realtitle"] for row in rows] == [item.title for item in tenant.items[:15]]


def test_epoint_wraps_its_parameters_at_some_counties_and_hides_the_list_in_a_frame() -> None:
    tenant = make_tenant("P10B")
    assert isinstance(tenant, Epoint)
    path = "/EWB-FRONT/rest/lightfrontaction/getgovinfolist"
    given = {"categorynum": "003017002", "pageIndex": 0, "siteGuid": tenant.guid}
    assert post_json(tenant, path, {"params": given})["custom"]["code"] == 1
    assert "{params:{" in ask(tenant, "/js/ajaxReq.js").body.decode()
    start = msgspec.convert(tenant.definition()["start"], list[str])[0]
    query = parse_qs(urlsplit(start).query)
    assert unquote(query["specialurl"][0]).startswith("/govxxgk/11")
    assert unquote(query["righttitle"][0]) == "信息公开年度报告"


def test_epoint_reports_are_mostly_files() -> None:
    tenant = make_tenant("P10", World(bodies=30, years=(2018, 2024)))
    carriers = [page.carrier for page in tenant.truth().reports]
    assert 0.6 < carriers.count("pdf") / len(carriers) < 0.8
    item = next(item for item in tenant.items if tenant.carrier_of(item) == "pdf")
    guid = tenant.path_of(item).rpartition("=")[2]
    data = post_json(tenant, "/EWB-FRONT/rest/lightfrontaction/getGovInfoDetail", {"infoGuid": guid})["custom"]["data"]
    assert isinstance(data, dict)
    assert (data["infotype"], data["infocontent"]) == ("pdf", "")
    assert data["pdflist"] == [{"attachname": f"{item.title}.pdf", "attachurl": tenant.files_of(item)[0]}]


# ----------------------------------------------------------------------------------------------------------------- P11


def group(tenant: Tenant, start: int, size: int = 20, referer: str | None = None) -> bytes | None:
    query = urlencode({"startrecord": start, "perpage": size, "columnId": "4039_446643", "callback": "cb"})
    came_from = tenant.url(tenant.start) if referer is None else referer
    reply = ask(tenant, f"/TrueCMS/messageController/getMessage.do?{query}", referer=came_from)
    return reply.body if reply.status == 200 else None


def test_truecms_lists_sixty_by_twenty_for_its_own_pages() -> None:
    tenant = make_tenant("P11")
    assert isinstance(tenant, TrueCms)
    assert group(tenant, 1, referer="") is None
    assert group(tenant, REACHABLE + 1) is None
    found = group(tenant, 21, size=100)
    assert found is not None
    assert found.startswith(b"cb({")
    store = json.loads(found[3:-1])["result"]
    assert store.count("<record>") == 20
    assert f"<totalrecord>{len(tenant.listed)}</totalrecord>" in store
    assert len(tenant.listed) > REACHABLE
    assert not [link for link in links(soup(tenant, tenant.start)) if "/art/" in link]


def test_truecms_gathers_the_reports_of_a_year_on_one_page() -> None:
    tenant = make_tenant("P11")
    found: set[str] = set()
    for year in {report.year for report in tenant.truth().reports}:
        page = soup(tenant, f"/zwgk/xxgknb/{year}hz.html")
        links = [str(a["href"]) for a in page.select("table.gathered a")]
        truth = [report for report in tenant.truth().reports if report.year == year]
        assert {tenant.url(link) for link in links} == {url for page in truth for url in (page.url, *page.duplicates)}
        assert all(link.startswith(f"/wzxxgknb/{year + 1}/") for link in links if link.endswith(".pdf"))
        assert "正在更新" in page.get_text()
        found |= set(links)
    assert any(link.endswith(".pdf") for link in found)
    assert any(link.startswith("http://bm.") for link in found)


def test_truecms_from_abroad_is_a_shell_of_known_length() -> None:
    for path in ("/", "/robots.txt", "/zwgk/xxgknb/xxgknb.html"):
        reply = ask(make_tenant("P11B"), path)
        assert (reply.status, len(reply.body)) == (403, 7_737)
