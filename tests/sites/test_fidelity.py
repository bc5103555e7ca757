"""Whether the simulated sites are as hard as real ones: the checks of docs/sites.md, and truth against answers."""

from __future__ import annotations

import concurrent.futures
import functools
import hashlib
import http.client
import itertools
import json
from collections import Counter
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup

from tests.made.site import Reply, Request

from .core import Tenant
from .entries import World
from .faults import Sent
from .fleet import make_fleet, serve, tenants
from .jiasule import Wall
from .negatives import negatives
from .profiles.p03 import PER_PAGE
from .profiles.p08 import LonsunWalled

WORLD = World(bodies=6, years=(2019, 2022))
MINE = tuple(name for name in tenants() if name[1] in "12345678" and not name[2:3].isdecimal())
OPEN = tuple(name for name in MINE if tenants()[name].state != "blocked")


@functools.cache
def tenant(name: str) -> Tenant:
    return make_fleet(WORLD, [name]).tenants[0]


def ask(site: Tenant, address: str, method: str = "GET", body: bytes = b"", **headers: str) -> Reply:
    parts = urlsplit(site.url(address))
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    answered = site.answer(Request(method, target, {"host": parts.netloc, **headers}, body))
    return answered.reply if isinstance(answered, Sent) else answered


def follow_links(site: Tenant) -> set[str]:
    """The articles that somebody finds who reads the list and follows every link that is no article."""
    queue, seen, found = [site.url(site.start)], set(), set()
    while queue:
        page = queue.pop()
        seen.add(page)
        soup = BeautifulSoup(ask(site, page).body, "lxml")
        for link in {urljoin(page, str(anchor["href"])).partition("#")[0] for anchor in soup.find_all("a", href=True)}:
            if urlsplit(link).path in site.by_path:
                found.add(urlsplit(link).path)
            elif urlsplit(link).netloc == site.host and link not in seen:
                queue.append(link)
    return found


@pytest.mark.parametrize(
    ("name", "first"),
    [("P1", 0), ("P3", 0), ("P4", 20), ("P4b", 20), ("P4c", 20), ("P6A", 14), ("P6B", 0), ("P7", 20), ("P7A", 0)],
)
def test_who_follows_links_gets_the_first_page_of_a_list_only(name: str, first: int) -> None:
    assert len(follow_links(tenant(name))) == first < len(tenant(name).items)


@pytest.mark.parametrize("name", ["P3static", "P8B"])
def test_who_follows_links_gets_everything_where_links_are(name: str) -> None:
    assert follow_links(tenant(name)) == set(tenant(name).by_path)


def test_the_list_items_of_p1_are_its_menu() -> None:
    soup = BeautifulSoup(ask(tenant("P1"), tenant("P1").start).body, "lxml")
    assert [item.get_text() for item in soup.find_all("li")] == ["首页", "政务动态", "政府信息公开", "高级搜索"]


def test_p5_is_not_what_it_says_it_is() -> None:
    site = tenant("P5")
    page = ask(site, next(page.url for page in site.truth().reports if page.carrier == "html"))
    assert b'charset="gb2312"' in page.body
    assert dict(page.headers)["Content-Type"] == "text/html"
    with pytest.raises(UnicodeDecodeError):
        page.body.decode("gb2312")
    assert "镕" in page.body.decode("gb18030")


def test_eight_at_once_are_put_in_the_penalty_box_and_one_after_the_other_are_not() -> None:
    fleet = make_fleet(World(bodies=6, years=(2019, 2022), second=0.2), ["P4"])
    host, start = fleet.tenants[0].host, fleet.tenants[0].start

    def status(port: int) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", start, headers={"Host": host})
        found = connection.getresponse()
        found.read()
        connection.close()
        return found.status

    with serve(fleet) as server:
        slow = [status(server.port) for _ in range(4)]
        server.hosts[host].in_flight = 7
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            fast = list(pool.map(lambda _: status(server.port), range(8)))
    assert 503 not in slow
    assert set(fast) == {503}


def _unit(site: Tenant, number: int) -> list[str]:
    query = f"?pageId=15019&tagId=&paramJson=%7B%22pageNo%22%3A{number}%2C%22pageSize%22%3A15%7D"
    answer = json.loads(ask(site, f"/api-gateway/jpaas-publish-server/front/page/build/unit{query}").body)
    return [str(a["href"]) for a in BeautifulSoup(answer["data"]["html"], "lxml").find_all("a", href=True)]


def test_a_short_page_of_p3_is_not_the_last() -> None:
    site = tenant("P3")
    pages = [_unit(site, number) for number in itertools.takewhile(lambda n: _unit(site, n), itertools.count(1))]
    assert len(pages[1]) < PER_PAGE == len(pages[2])
    listed = list(itertools.chain.from_iterable(pages))
    assert len(listed) == len(set(listed)) == len(site.items)


def test_the_end_of_a_list_is_404_on_p7_and_a_stub_on_p4() -> None:
    last = -(-len(tenant("P7").items) // 20)
    assert [ask(tenant("P7"), f"/zwgk/xxgknb/index_{n}.html").status for n in (last, last + 1)] == [200, 404]
    p4 = tenant("P4")
    pages = -(-len(p4.items) // 20)
    stub = ask(p4, f"{p4.start}index_{pages}.html")
    assert (stub.status, 300 <= len(stub.body) <= 400) == (200, True)
    assert ask(p4, f"{p4.start}index_{pages + 1}.html").status == 404
    assert ask(p4, f"{p4.start}index.html/").status == 404


def test_the_interface_of_p7_says_more_than_it_lists_and_counts_from_one() -> None:
    site = tenant("P7A")
    pages = [json.loads(ask(site, f"/gkmlpt/api/all/2629?page={n}&sid=754001").body) for n in (0, 1)]
    assert pages[0] == pages[1]
    assert pages[1]["total"] == len(site.items) < pages[1]["classify"]["post_count"]
    assert Counter(row["type"] for row in pages[1]["articles"])["url"] > 0


@pytest.mark.parametrize("header", ["referer", "x-requested-with"])
def test_the_proxy_of_p1_wants_to_be_asked_by_its_page(header: str) -> None:
    site = tenant("P1")
    headers = {"referer": site.url(site.start), "x-requested-with": "XMLHttpRequest"}
    address = "/module/web/jpage/dataproxy.jsp?startrecord=46&endrecord=90&perpage=15"
    body = b"columnid=1229114055&unitid=5528714"
    assert ask(site, address, "POST", body, **headers).body.count(b"<record>") > 1
    headers.pop(header)
    assert len(ask(site, address, "POST", body, **headers).body) == 54


def test_groups_of_p1_overlap_by_one_record() -> None:
    site = tenant("P1")
    first = ask(site, site.start).body.decode()
    headers = {"referer": site.url(site.start), "x-requested-with": "XMLHttpRequest"}
    address = "/module/web/jpage/dataproxy.jsp?startrecord=46&endrecord=90&perpage=15"
    second = ask(site, address, "POST", b"columnid=1229114055&unitid=5528714", **headers).body.decode()
    assert first.count("<record>") == 45
    assert site.path_of(site.items[44]) in first
    assert site.path_of(site.items[44]) in second


def test_every_class_of_look_alike_stands_in_the_fleet_twenty_times() -> None:
    pages = [page for truth in make_fleet(WORLD, OPEN).truths().values() for page in truth.negatives]
    kinds = Counter(page.kind for page in pages)
    assert set(kinds) == {negative.kind for negative in negatives()}
    assert min(kinds.values()) >= 20


@pytest.mark.parametrize("name", OPEN)
def test_what_the_truth_names_is_there(name: str) -> None:
    site = tenant(name)
    for page in site.truth().pages:
        if page.carrier in {"html", "image", "cover"}:
            assert ask(site, page.url).status == 200, page.url
        for url in page.duplicates:
            assert ask(site, url).status == 200, url
        for file in page.files:
            reply = ask(site, file.url)
            while reply.status == 302:
                reply = ask(site, dict(reply.headers)["Location"])
            assert hashlib.sha256(reply.body).hexdigest() == file.sha256


@pytest.mark.parametrize("name", MINE)
def test_no_address_makes_a_site_stumble(name: str) -> None:
    site = tenant(name)
    for address in (
        "/",
        "/nothing",
        "/public/column/1",
        "/gkmlpt/api/all/9",
        "/search/x",
        "/module/xxgk/search.jsp",
        "/%00?a=%ff",
    ):
        assert 200 <= ask(site, address).status < 600


def test_the_same_site_says_the_same_every_time() -> None:
    def digest(name: str) -> str:
        site = make_fleet(WORLD, [name]).tenants[0]
        addresses = [site.start, *(page.url for page in site.truth().pages[:10])]
        return hashlib.sha256(b"".join(ask(site, address).body for address in addresses)).hexdigest()

    assert [digest(name) for name in OPEN] == [digest(name) for name in OPEN]


def test_the_wall_opens_for_who_does_its_sum() -> None:
    site = make_fleet(WORLD, ["P8Awall"]).tenants[0]
    assert isinstance(site, LonsunWalled)
    wall: Wall = site.wall
    first = ask(site, "/")
    assert (first.status, "__jsluid_h=" in dict(first.headers)["Set-Cookie"]) == (521, True)
    second = ask(site, "/", cookie="__jsluid_h=1")
    assert (second.status, b"go({" in second.body) == (521, True)
    solved = _solve(wall.riddle())
    assert ask(site, "/", cookie=f"__jsluid_h=1; __jsl_clearance_s={solved}").status == 200


def _solve(riddle: dict[str, object]) -> str:
    bts, chars, ha = riddle["bts"], str(riddle["chars"]), str(riddle["ha"])
    assert isinstance(bts, list)
    tries = (f"{bts[0]}{a}{b}{bts[1]}" for a, b in itertools.product(chars, repeat=2))
    return next(text for text in tries if hashlib.new(ha, text.encode()).hexdigest() == riddle["ct"])


def test_year_directories_of_p5_move_from_one_crawl_to_the_next() -> None:
    before, after = (make_fleet(World(bodies=6, years=(2019, 2022), edition=n), ["P5"]).tenants[0] for n in (1, 2))
    moved = {page.url for page in before.truth().pages} - {page.url for page in after.truth().pages}
    assert {urlsplit(url).path.split("/")[3] for url in moved} == {"2020_old"}
    assert ask(after, f"{after.start}2020_old/").status == 404
    assert ask(before, f"{before.start}2020_old/").status == 200


def test_fragments_of_p2_are_gbk_under_a_header_that_says_utf_8() -> None:
    reply = ask(tenant("P2"), "/module/xxgk/search.jsp", "POST", b"infotypeId=1&currpage=1")
    assert "utf-8" in dict(reply.headers)["Content-Type"]
    assert "共1页" in reply.body.decode("gbk")


def test_a_missing_year_of_p2_is_an_empty_shell_with_200() -> None:
    site = tenant("P2")
    page = next(page for page in site.truth().reports)
    reply = ask(site, page.url.replace(f"fbtime={page.year}", "fbtime=2009"))
    assert (reply.status, len(reply.body) < 300) == (200, True)
