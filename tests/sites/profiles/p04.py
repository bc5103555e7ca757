"""P4, a county portal on TRS WCM as Shanxi, Guizhou and Guangxi have them: the demo's site in three dialects of paging."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from reportscraper.demo import trs
from reportscraper.demo.items import Item
from reportscraper.demo.site import Reply, Request

from ..core import Tenant
from ..faults import Faults

TENANTS: dict[str, type[Tenant]] = {}
