"""P12, P13 and P15 behave as the sites they stand for; see docs/sites.md."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from urllib.parse import urlencode, urlsplit

import pytest

from .asking import ask, links, make_tenant, soup
from .profiles.p15 import Cloned

# ----------------------------------------------------------------------------------------------------------------- P12


def test_intertid_searches_the_whole_site_without_a_channel_and_has_rows_without_an_address() -> None:
    tenant = make_tenant("P12A")
    form = "pageIndex=1&pageSize=200&siteId=184&channelIds={}&searchType=1&order=writeTime"
    own, all_of_it = (
        json.loads(ask(tenant, "/info_open/search", body=form.format(channel).encode()).body)["data"]
        for channel in ("37764", "")
    )
    assert own["totalElements"] == len(tenant.items)
    assert all_of_it["totalElements"] == len(tenant.items) + 2_000
    assert [row["title"] for row in own["data"] if not row["url"]]
    assert not [link for link in links(soup(tenant, tenant.start)) if "/doc/" in link or "index_" in link]
    statuses = [ask(tenant, f"/zfxxgk/ndbg/index_{n}.shtml").status for n in (1, 2)]
    assert statuses == [404, 200]


def test_shandong_ids_hold_the_day_of_entry() -> None:
    tenant = make_tenant("P12B")
    item = next(item for item in tenant.items if item.report)
    found = re.search(r"/channel_[0-9a-f]{24}/doc_([0-9a-f]{8})[0-9a-f]{16}\.html$", tenant.path_of(item))
    assert found is not None
    assert dt.datetime.fromtimestamp(int(found[1], 16), dt.UTC).date() == item.day
    assert any("-None<" in ask(tenant, tenant.path_of(entry)).body.decode() for entry in tenant.items[:9])
    assert not [link for link in links(soup(tenant, "/gongkai/")) if "channel_" in link]


def test_shandong_channels_show_four_entries_and_a_button_for_more() -> None:
    tenant = make_tenant("P12B")
    bodies = Counter(item.publisher for item in tenant.items)
    sites = {link.get_text(): f"/gongkai/{link['href']}" for link in soup(tenant, "/gongkai/").select("ul.sites a")}
    calls = set()
    for body, address in sites.items():
        [channel] = [link["href"] for link in soup(tenant, address).select("ul.tree a") if "年报" in link.get_text()]
        page = soup(tenant, f"{address}{channel}")
        assert len(page.select("ul.list a")) == min(bodies[body], 4)
        assert bool(page.select("a.load")) is (bodies[body] > 4)
        calls |= set(re.findall(r"\$\.(ajax|get)", str(page)))
    assert calls == {"ajax", "get"}


def test_shaanxi_articles_are_snowflakes() -> None:
    tenant = make_tenant("P12C")
    names = [re.fullmatch(r"/zwgk/zfxxgknb/zfnb/(\d{19})\.html", tenant.path_of(item)) for item in tenant.items]
    moments = [(int(name[1]) >> 22) + 1_288_834_974_657 for name in names if name]
    assert len(moments) == len(tenant.items)
    assert moments == sorted(moments, reverse=True)


def test_pc_lists_have_no_anchors() -> None:
    tenant = make_tenant("P12D")
    page = soup(tenant, tenant.start)
    assert not page.select("ul.list a")
    found = re.search(r"var dataList = (\[.*\]);", page.select("ul.list script")[0].get_text())
    assert found is not None
    assert len(json.loads(found[1])) == len(tenant.items)


def test_luzhou_takes_a_slash_away_and_prints_no_index_table() -> None:
    tenant = make_tenant("P12F")
    reply = ask(tenant, f"{tenant.start}/")
    assert (reply.status, dict(reply.headers)["Location"]) == (301, tenant.start)
    article = soup(tenant, tenant.path_of(next(item for item in tenant.items if item.report)))
    assert not article.select("table.xxgk_table_wza")
    assert "年 > " in article.select_one("div.position").get_text()  # type: ignore[union-attr]


# ----------------------------------------------------------------------------------------------------------------- P13


@pytest.mark.parametrize("name", ["P13A", "P13C", "P13D", "P13E", "P13G"])
def test_old_sites_write_gbk_whatever_they_say(name: str) -> None:
    tenant = make_tenant(name)
    body = ask(tenant, tenant.start).body
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")
    assert "政府信息公开年报" in body.decode("gb18030")


def test_asp_has_frames_jumps_and_error_pages_that_say_200() -> None:
    tenant = make_tenant("P13A")
    assert [frame["src"] for frame in soup(tenant, "/", "gb18030").find_all("frame")] == ["top.asp", "main.asp"]
    oldest = next(item for item in tenant.items if item.report and item.year == 2018)
    assert re.search(
        rb'window\.location="/upload/\d+/2018%20%C4%EA%B1%A8\.doc"', ask(tenant, tenant.path_of(oldest)).body
    )
    missing = ask(tenant, "/xxgk/none.asp")
    assert (missing.status, "无法找到该页" in missing.body.decode("gb18030")) == (200, True)


def test_asp_times_out_once() -> None:
    tenant = make_tenant("P13B")
    replies = [ask(tenant, "/xxgk/list.asp?class=12&page=2") for _ in range(2)]
    assert ["OLE DB" in reply.body.decode("gb18030") for reply in replies] == [True, False]
    assert replies[0].status == 200


def test_empire_counts_from_nought() -> None:
    tenant = make_tenant("P13E")
    first = ask(tenant, "/e/action/ListInfo/?classid=174&page=0").body
    assert first == ask(tenant, tenant.start).body
    assert "/e/action/ListInfo/?classid=174&page=1" in links(soup(tenant, tenant.start, "gb18030"))


def test_dede_says_its_total_in_the_address() -> None:
    tenant = make_tenant("P13D")
    further = [link for link in links(soup(tenant, tenant.start, "gb18030")) if "PageNo=2" in link]
    assert further == [f"list.php?tid=2&TotalResult={len(tenant.items)}&PageNo=2"]
    assert {path.rpartition(".")[2][:3] for path in map(tenant.path_of, tenant.items)} == {"HTM", "php"}


def test_webforms_turn_pages_for_the_form_they_sent_out() -> None:
    tenant = make_tenant("P13F")
    page = soup(tenant, tenant.start)
    hidden = {str(field["name"]): str(field["value"]) for field in page.find_all("input", type="hidden")}
    assert len(hidden["__VIEWSTATE"]) == 40_000
    turned = urlencode({**hidden, "__EVENTTARGET": "pager", "__EVENTARGUMENT": "2"}).encode()
    assert "第2页/共" in ask(tenant, tenant.start, body=turned).body.decode()
    forged = urlencode({"__VIEWSTATE": "x", "__EVENTTARGET": "pager", "__EVENTARGUMENT": "2"}).encode()
    assert ask(tenant, tenant.start, body=forged).status == 500
    assert ask(tenant, f"{tenant.start}&page=2").body == ask(tenant, tenant.start).body


def test_jsp_has_a_bare_address_and_a_new_session_in_every_link() -> None:
    tenant = make_tenant("P13G")
    assert re.fullmatch(r"http://127\.\d+\.\d+\.\d+:8082/", str(tenant.definition()["home"]))
    first, second = (links(soup(tenant, tenant.start, "gb18030")) for _ in range(2))
    assert not set(first) & set(second)
    strip = re.compile(r";jsessionid=[0-9A-F]{32}")
    assert [strip.sub("", link) for link in first] == [strip.sub("", link) for link in second]


# ----------------------------------------------------------------------------------------------------------------- P15


def test_splash_takes_three_jumps() -> None:
    tenant = make_tenant("P15A")
    assert b'http-equiv="refresh" content="3;url=portal/"' in ask(tenant, "/").body
    assert b"window.location.href='../main.html'" in ask(tenant, "/portal/").body
    assert [image["alt"] for image in soup(tenant, "/main.html").find_all("img", alt=True)] == ["政府信息公开"]
    assert not soup(tenant, "/main.html").find_all("a", string=re.compile("公开"))


def test_a_moved_domain_redirects_its_home_page_alone() -> None:
    tenant = make_tenant("P15B")
    old = str(tenant.definition()["home"])
    assert tenant.host not in old
    home, deep = ask(tenant, old), ask(tenant, f"{old}zwgk/xxgknb/")
    assert (home.status, dict(home.headers)["Location"], deep.status) == (301, f"http://{tenant.host}/", 404)
    parked = make_tenant("P15C")
    assert "域名出售" in ask(parked, str(parked.definition()["home"])).body.decode()
    assert parked.truth().reports == ()


def test_reports_live_on_other_hosts() -> None:
    for name, prefix in (("P15D", "www."), ("P15E", "xxgk.")):
        tenant = make_tenant(name)
        hosts = {urlsplit(page.url).netloc for page in tenant.truth().pages}
        assert len(hosts) == 1
        assert hosts.isdisjoint({tenant.host})
        assert hosts.pop().startswith(prefix)
        assert ask(tenant, f"http://{tenant.host}{tenant.start}").status == 404


def test_an_icon_has_no_words() -> None:
    tenant = make_tenant("P15E")
    icon = next(a for a in soup(tenant, "/").find_all("a") if "xxgk." in str(a["href"]))
    assert icon.get_text() == ""
    assert not icon.find_all("img", alt=True)


def test_a_namesake_differs_by_its_codes_alone() -> None:
    tenant = make_tenant("P15F")
    text = ask(tenant, "/").body.decode()
    assert tenant.county.name in text
    assert tenant.county.site_code not in text
    assert "川ICP备" in text


def test_a_clone_mirrors_the_paths_under_another_name() -> None:
    tenant = make_tenant("P15G")
    assert isinstance(tenant, Cloned)
    assert f"http://{tenant.clone}/zwgk/xxgknb/" in links(soup(tenant, "/"))
    assert "投注" in ask(tenant, f"http://{tenant.clone}/zwgk/xxgknb/").body.decode()


def test_scattered_reports_stand_on_three_hosts() -> None:
    tenant = make_tenant("P15H")
    thrice = [page for page in tenant.truth().reports if page.duplicates]
    assert thrice
    assert {len({urlsplit(url).netloc for url in (page.url, *page.duplicates)}) for page in thrice} == {3}
