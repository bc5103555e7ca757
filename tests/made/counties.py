"""The invented counties and bodies, read from ``counties.toml``."""

from __future__ import annotations

import functools
import zlib
from importlib import resources
from typing import Literal

import msgspec
from msgspec import Struct

from reportscraper.model import BodyLevel

_CODE_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


class Body(Struct, frozen=True, forbid_unknown_fields=True):
    """A reporting body; ``our`` is how it speaks of itself (我局, 我镇)."""

    name: str
    level: BodyLevel
    our: str


class County(Struct, frozen=True, forbid_unknown_fields=True):
    """A county: GB/T 2260 code, names, the CMS family of its site, and what its contact lines print."""

    code: str
    name: str
    province: str
    short: str
    family: Literal["jcms", "trs"]
    seed: str
    phone: str
    postcode: str
    bodies: tuple[Body, ...]

    @property
    def site_code(self) -> str:
        """网站标识码: division code and a serial of four digits."""
        return f"{self.code}0001"

    def credit_code(self, body: Body) -> str:
        """A made-up 统一社会信用代码: 11, division code, nine digits for the body, and the check character of GB 32100."""
        code = f"11{self.code}{zlib.crc32(body.name.encode()) % 10**9:09d}"
        total = sum(_CODE_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(code))
        return code + _CODE_SIGNS[-total % 31]


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    county: tuple[County, ...]


@functools.cache
def counties() -> tuple[County, ...]:
    """All sample counties."""
    data = resources.files(__package__).joinpath("counties.toml").read_bytes()
    return msgspec.toml.decode(data, type=_File).county
