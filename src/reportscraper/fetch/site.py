"""Which hosts belong to a site, and how they are talked to."""

from __future__ import annotations

from urllib.parse import urlsplit

from reportscraper.fetch import urls
from reportscraper.fetch.client import ConnectionPolicy
from reportscraper.fetch.guard import Guard, parse_literal
from reportscraper.fetch.proxy import Proxy
from reportscraper.sites.registry import Site


class HostScope:
    """The hosts of a site: those named, their subdomains, and government hosts that the site's own pages link to."""

    def __init__(self, site: Site, foreign_hosts: int) -> None:
        self._named = {urls.netloc(address) for address in (site.home, *site.starts)} | {
            host.lower() for host in site.hosts
        }
        self._domains = tuple({f".{name.removeprefix('www.')}" for name in self._named if _is_domain(name)})
        self._foreign: set[str] = set()
        self._foreign_hosts = foreign_hosts

    def adopt(self, url: str) -> bool:
        """Count the host of an address among the site's own, for its home page has moved there; False when it may not
        be one: only ``.gov.cn`` is taken at its word.
        """
        host = urls.netloc(url)
        if not host.endswith(".gov.cn"):
            return False
        self._named.add(host)
        return True

    def owns(self, url: str) -> bool:
        """Whether an address lies on a host of the site itself."""
        host = urls.netloc(url)
        return host in self._named or f".{host}".endswith(self._domains)

    def admits(self, url: str) -> bool:
        """Whether an address linked from the site's pages may be asked: its own, or one of few other ``.gov.cn``
        hosts.
        """
        if self.owns(url):
            return True
        host = urls.netloc(url)
        if not host.endswith(".gov.cn") or (host not in self._foreign and len(self._foreign) >= self._foreign_hosts):
            return False
        self._foreign.add(host)
        return True


def _is_domain(name: str) -> bool:
    return ":" not in name and parse_literal(name) is None and name.removeprefix("www.").count(".") >= 2


def connection_policy(site: Site, agent: str, proxy: Proxy | None = None) -> ConnectionPolicy:
    """How the site's hosts are talked to. Ports beyond 80 and 443 are those its own addresses name."""
    addresses = (site.home, *site.starts, *(f"http://{host}" for host in site.hosts))
    ports = frozenset(port for address in addresses if (port := urlsplit(address).port) is not None)
    guard = Guard(ports=ports, allow_loopback=site.allow_loopback)
    verification, strength = site.tls_policy
    return ConnectionPolicy(
        agent=agent,
        tls_verification=verification,
        tls_strength=strength,
        cookies=site.cookies,
        headers=site.headers,
        guard=guard,
        proxy=proxy,
    )
