"""Which addresses are contacted at all. Pure rules; `connect` enforces them at the moment of connecting.

The address tables are our own, after IANA's registries of special-purpose addresses (IPv4: 2025-10, IPv6: 2025-10):
``ipaddress.is_global`` differs between Python 3.11.2, 3.11.7, 3.12.1 and 3.13.0, and calls the NAT64 form of 127.0.0.1 and
every multicast group global.
"""

from __future__ import annotations

import ipaddress
import re
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import urlsplit

from msgspec import Struct

from reportscraper.errors import AddressError

Address = IPv4Address | IPv6Address

_NAT64 = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48"))
_NOT_PUBLIC_4 = tuple(
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    )
)  # fmt: skip
_GLOBAL_UNICAST_6 = ipaddress.IPv6Network("2000::/3")
_NOT_PUBLIC_6 = tuple(
    ipaddress.IPv6Network(network)
    for network in ("2001::/23", "2001:db8::/32", "2620:4f:8000::/48", "3ffe::/16", "3fff::/20")
)
# Hosts that C libraries read as IPv4 although they are not four plain decimal numbers: 2130706433, 0x7f.1, 0177.0.0.1,
# 127.1
_NUMERIC_HOST = re.compile(r"^(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+))*\.?$", re.IGNORECASE)
_HOST = re.compile(r"^(?=.{1,253}$)(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\.?$", re.IGNORECASE)


class Guard(Struct, frozen=True):
    """What one site may contact: public addresses on 80, 443 and ``ports``; this machine only with
    ``allow_loopback``.
    """

    ports: frozenset[int] = frozenset()
    allow_loopback: bool = False

    def check_url(self, url: str) -> None:
        """Raises AddressError when an address must not be asked whatever its host resolves to."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise AddressError(f"{url}: not an address") from error
        if parts.scheme not in {"http", "https"}:
            raise AddressError(f"{url}: only http and https are fetched")
        if parts.username is not None or parts.password is not None:
            raise AddressError(f"{url}: credentials are never sent")
        if port is not None and port not in {80, 443} | self.ports:
            raise AddressError(f"{url}: port {port} is not named by the site file")
        self._check_host(parts.hostname or "", url)

    def _check_host(self, host: str, url: str) -> None:
        literal = parse_literal(host)
        if literal is not None:
            self.check_address(literal, host)
        elif _NUMERIC_HOST.match(host):
            raise AddressError(f"{url}: a disguised numeric host")
        elif not _HOST.match(_ascii(host)):
            raise AddressError(f"{url}: not a host name")

    def check_address(self, address: Address, host: str) -> None:
        """Raises AddressError when an address, or one wrapped inside it, is not public."""
        for inner in unwrap(address):
            if inner.is_loopback and self.allow_loopback and inner == address:
                continue
            if not is_public(inner):
                raise AddressError(f"{host} leads to {address}, which is not a public address")


def parse_literal(host: str) -> Address | None:
    """The address a host spells in canonical form, None when it is a name or a disguise."""
    try:
        return ipaddress.ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return None


def unwrap(address: Address) -> list[Address]:
    """The address and every IPv4 address it carries: mapped, compatible, NAT64, 6to4, Teredo (server and client)."""
    found: list[Address] = [address]
    if isinstance(address, IPv6Address):
        found += [inner for inner in (address.ipv4_mapped, address.sixtofour) if inner is not None]
        found += address.teredo or ()
        embedded = IPv4Address(int(address) & 0xFFFF_FFFF)
        if any(address in network for network in _NAT64) or (int(address) >> 32 == 0 and int(address) > 1):
            found.append(embedded)
    return found


def is_public(address: Address) -> bool:
    """Whether an address is unicast and one that anyone may reach; of a wrapped one (`unwrap`) only the shell is judged."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _NOT_PUBLIC_4)
    if address in _NAT64[0]:
        return True
    return address in _GLOBAL_UNICAST_6 and not any(address in network for network in _NOT_PUBLIC_6)


def _ascii(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
