from __future__ import annotations

import ipaddress

import pytest

from reportscraper.errors import AddressError
from reportscraper.fetch.guard import Guard, is_public, parse_literal, unwrap

GUARD = Guard()
LOCAL = Guard(ports=frozenset({8080}), allow_loopback=True)

BAD_ADDRESSES = [
    "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "192.0.2.1",
    "198.18.0.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fc00::1", "fd12::1",
    "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::7f00:1", "2002:7f00:1::", "2002:c0a8:101::1",
    "2001:0:7f00:1::", "2001:0:808:808:0:0:80ff:fffe",
    # Python 3.11.2 and 3.11.7, 3.12.1 and 3.13.0 disagree about these.
    "192.0.0.9", "192.0.0.170", "192.88.99.1", "198.51.100.7", "203.0.113.9", "100::1", "2001:1::1", "2001:3::1", "2001:20::1",
    "2001:30::1", "3fff::1", "5f00::1", "64:ff9b:1::808:808", "::ffff:0:8.8.8.8", "fec0::1", "4000::1",
]  # fmt: skip


@pytest.mark.parametrize("address", BAD_ADDRESSES)
def test_addresses_that_are_never_contacted(address: str) -> None:
    with pytest.raises(AddressError, match="not a public address"):
        GUARD.check_address(ipaddress.ip_address(address), "www.a.gov.cn")


@pytest.mark.parametrize("address", ["8.8.8.8", "1.25.240.11", "2400:3200::1", "64:ff9b::808:808", "2002:808:808::1"])
def test_public_addresses_are_contacted(address: str) -> None:
    GUARD.check_address(ipaddress.ip_address(address), "www.a.gov.cn")


def test_loopback_is_contacted_only_when_the_site_allows_it_and_nothing_else_then() -> None:
    LOCAL.check_address(ipaddress.ip_address("127.0.0.1"), "127.0.0.1")
    LOCAL.check_address(ipaddress.ip_address("::1"), "::1")
    for disguise in ("::ffff:127.0.0.1", "64:ff9b::7f00:1", "10.0.0.1", "169.254.169.254"):
        with pytest.raises(AddressError):
            LOCAL.check_address(ipaddress.ip_address(disguise), disguise)


BAD_URLS = [
    "file:///etc/passwd", "ftp://a.gov.cn/", "gopher://a.gov.cn/", "data:text/html,x", "javascript:1", "//a.gov.cn/",
    "http://user@a.gov.cn/", "http://user:word@a.gov.cn/", "http://a.gov.cn:22/", "http://a.gov.cn:8080/", "http://a.gov.cn:x/",
    "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://127.1/", "http://0x7f.0.0.1/", "http://127.0.0.01/",
    "http://127.0.0.1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://169.254.169.254/latest/meta-data/",
    "http:///x", "http://a b/", "http://-a.gov.cn/", "http://[fe80::1%25eth0]/",
]  # fmt: skip


@pytest.mark.parametrize("url", BAD_URLS)
def test_urls_that_are_never_asked(url: str) -> None:
    with pytest.raises(AddressError):
        GUARD.check_url(url)


@pytest.mark.parametrize(
    "url",
    ["http://www.a.gov.cn/x", "https://a.gov.cn:443/", "http://a.gov.cn:80/", "http://8.8.8.8/", "http://政府.中国/"],
)
def test_urls_that_are_asked(url: str) -> None:
    GUARD.check_url(url)


def test_a_port_is_asked_only_when_named() -> None:
    LOCAL.check_url("http://127.0.0.1:8080/")
    with pytest.raises(AddressError, match="port 8081"):
        LOCAL.check_url("http://127.0.0.1:8081/")


def test_unwrap_lists_every_address_inside() -> None:
    assert [str(a) for a in unwrap(ipaddress.ip_address("2002:a00:1::"))] == ["2002:a00:1::", "10.0.0.1"]
    assert [str(a) for a in unwrap(ipaddress.ip_address("8.8.8.8"))] == ["8.8.8.8"]


def test_literals_are_canonical_or_none() -> None:
    assert str(parse_literal("[::1]")) == "::1"
    assert parse_literal("0177.0.0.1") is None
    assert parse_literal("www.a.gov.cn") is None
    assert is_public(ipaddress.ip_address("9.9.9.9"))
