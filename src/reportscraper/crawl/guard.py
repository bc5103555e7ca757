"""Which addresses are contacted at all. Pure rules; `connect` enforces them at the moment of connecting.

``ipaddress.is_global`` alone is not enough: it calls the NAT64 form of 127.0.0.1 and every multicast group global.
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
    """A unicast address that anyone may reach."""
    return address.is_global and not (address.is_multicast or address.is_loopback or address.is_link_local)


def _ascii(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
