"""Addresses of the pages."""

from __future__ import annotations

from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st

from reportscraper.browse.links import Links

LINKS = Links("/base/reports", "/base/static/")
ROW = {"county_code": "339901", "body": "云溪县教育局", "year": 2022, "file": "a.warc.gz", "offset": 7}


def test_every_page_has_its_address() -> None:
    name = "%E4%BA%91%E6%BA%AA%E5%8E%BF%E6%95%99%E8%82%B2%E5%B1%80"
    assert LINKS.home() == "/base/reports/-/"
    assert LINKS.county("339901") == "/base/reports/-/county/339901"
    assert LINKS.body(ROW) == f"/base/reports/-/body/339901/{name}"
    assert LINKS.report(ROW) == f"/base/reports/-/report/339901/{name}/2022"
    assert LINKS.report(ROW, 2021, version=2) == f"/base/reports/-/report/339901/{name}/2021?version=2"
    assert LINKS.cell(ROW, "requests_new", "total") == f"/base/reports/-/cell/339901/{name}/2022/requests_new/total"
    assert LINKS.cell(ROW, "ch2_fee_amount", None).endswith("/ch2_fee_amount/-")
    assert LINKS.archived(ROW) == "/base/reports/-/archive/a.warc.gz/7"
    assert LINKS.archived(ROW, table=2, row=3, column=4).endswith("/7?table=2&row=3&column=4#the-cell")
    assert LINKS.raw(ROW) == "/base/reports/-/archive/a.warc.gz/7/bytes"
    assert LINKS.static("pages.css") == "/base/static/pages.css"


def test_lists_are_repeated_and_what_is_empty_left_out() -> None:
    assert (
        LINKS.page("compare", s=["a", "b"], q="", first=0, chart="bar") == "/base/reports/-/compare?s=a&s=b&chart=bar"
    )
    assert LINKS.page("search") == "/base/reports/-/search"


@given(st.text(min_size=1))
def test_any_name_comes_back(name: str) -> None:
    if name.encode("utf-8", "ignore").decode() != name:
        return
    address = LINKS.body({"county_code": "1", "body": name})
    assert address.count("/") == 6
    assert unquote(address.rpartition("/")[2]) == name
