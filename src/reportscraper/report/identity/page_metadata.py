"""What a page prints about itself beside its text: dates, issuer, site and codes, each with the source it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from reportscraper.documents.html.content import SIGNATURE, SIGNED_ON
from reportscraper.model import Document
from reportscraper.places.bodies import is_own_body, site_place
from reportscraper.report.identity.period import date_in_url
from reportscraper.text import find_date, simplify, squeeze

_DATE_LABELS = ("发布日期", "发布时间", "公开日期", "发文日期", "生成日期", "成文日期", "日期", "时间")
_AUTHOR_LABELS = (SIGNATURE, "编制单位", "编制机关", "填报单位", "报送单位", "供稿单位", "供稿", "撰稿", "作者", "单位")
_OFFICE = re.compile(
    "(?<=.)(局|[镇乡](?:人民政府|政府)?|街道(?:办事处)?|管委会|管理委员会)(?:党政|综合|政务|党政综合)?(?:办公室|办|[一-龥]{2,4}[科股室])$"
)
_ISSUER_LABELS = (
    *("发布机构", "发布单位", "发文机关", "发文单位", "公开责任部门", "责任部门", "责任单位", "公开单位", "公开机关"),
    *("信息提供单位", "信息来源", "文章来源", "稿件来源", "来源", "发布者", "发布人"),
)
# Names of 国办发〔2017〕47号 first; sites print them in any case.
_DATE_METAS = ("pubdate", "publishdate", "publishtime", "article:published_time")
_OF_SITE = re.compile("(?:政务|官方)?(?:门户)?网站?$|官网$")
_CREDIT_CODE = re.compile(r"(?<![0-9A-Z])1[0-9A-HJ-NPQRTUWXY]\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Z])")
_CREDIT_DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_SITE_CODE = re.compile(r"(?<![0-9a-z])(?:bm\d{8}|\d{10})(?!\d)")
_PRINTED_SITE_CODE = re.compile(r"网站标识码[:：]?((?:bm)?\d{8,10})(?!\d)")


class Sourced(Struct, frozen=True):
    """A value and the label, meta or place it was read from."""

    value: str
    source: str


def dates(document: Document, url: str | None) -> tuple[Sourced, ...]:
    """Dates of publication as YYYY-MM-DD, most trusted first: printed lines → PubDate → address."""
    return tuple(_dates(document, url))


def _dates(document: Document, url: str | None) -> Iterator[Sourced]:
    facts = dict(reversed(document.facts))
    printed = ((facts.get(label), label) for label in _DATE_LABELS)
    for text, source in (*printed, (_meta(document, _DATE_METAS), "PubDate")):
        date = find_date(text) if text else None
        if date:
            yield Sourced(date, source)
    in_url = date_in_url(url) if url else None
    if in_url:
        yield Sourced(in_url, "address")


def signed_on(document: Document) -> str | None:
    """The date of the signature as YYYY-MM-DD, hardly before the report was ready and no date of publication."""
    return next((date for label, text in document.facts if label == SIGNED_ON and (date := find_date(text))), None)


def author(document: Document) -> Sourced | None:
    """Who signs the text or is said to have written it (落款, 编制单位, 作者)."""
    written = squeeze(_meta(document, ("author",)) or "")
    by_meta = Sourced(written, "Author") if is_own_body(written) else None
    found = _body_labelled(document, _AUTHOR_LABELS) or by_meta
    return Sourced(without_office(found.value), found.source) if found else None


def without_office(name: str) -> str:
    """The bureau or town for which its office signs (民政局办公室, 石桥镇党政办)."""
    return _OFFICE.sub(r"\1", name)


def column(document: Document) -> str | None:
    """The innermost column that is one body's, of the path above the page or by the meta ColumnName."""
    names = (*reversed(document.breadcrumb), squeeze(_meta(document, ("columnname",)) or ""))
    return next(filter(is_own_body, names), None)


def issuer(document: Document) -> Sourced | None:
    """Who put the page on the site (发布机构, 来源, ContentSource): often the government's office, not the reporting body."""
    source = squeeze(_meta(document, ("contentsource",)) or "")
    by_meta = Sourced(source, "ContentSource") if is_own_body(source) else None
    return _body_labelled(document, _ISSUER_LABELS) or by_meta


def _body_labelled(document: Document, labels: Sequence[str]) -> Sourced | None:
    named = ((squeeze(value), label) for label in labels for printed, value in document.facts if printed == label)
    return next((Sourced(name, label) for name, label in named if is_own_body(name)), None)


def site_name(document: Document) -> str | None:
    """The name of the site: SiteName, else the end of the head's title where it names a place's site, or that of a body (某局网站)."""
    ends = (re.split(r"[_|\-—]", text)[-1].strip() for source, text in document.titles if source == "title")
    return _meta(document, ("sitename",)) or next(filter(None, map(_site, ends)), None)


def _site(name: str) -> str | None:
    plain = simplify(name)
    if site_place(plain):
        return name if plain.endswith(("政府", "网", "网站")) else None
    body = _OF_SITE.sub("", name)
    return body if body != name and is_own_body(body) else None


def credit_code(document: Document) -> str | None:
    """统一社会信用代码 of the issuing body, from its own cell or the head of the 索引号; only with a right check character."""
    values = (squeeze(value).upper() for _, value in (*document.facts, *document.metas))
    return next((code for value in values for code in _CREDIT_CODE.findall(value) if _checks(code)), None)


def _checks(code: str) -> bool:
    # GB 32100-2015: weights are powers of 3 modulo 31.
    total = sum(_CREDIT_DIGITS.index(digit) * pow(3, place, 31) for place, digit in enumerate(code[:17]))
    return _CREDIT_DIGITS[(31 - total % 31) % 31] == code[17]


def site_code(document: Document) -> str | None:
    """网站标识码: ten characters, the division code of the sponsor first."""
    printed = _meta(document, ("siteidcode",)) or dict(reversed(document.facts)).get("网站标识码", "")
    code = _SITE_CODE.search(squeeze(printed))
    if code:
        return code[0]
    lines = (_PRINTED_SITE_CODE.search(squeeze(block.text)) for block in document.blocks if "网站标识码" in block.text)
    return next((line[1] for line in lines if line), None)


def _meta(document: Document, names: Sequence[str]) -> str | None:
    found = {name.lower(): value for name, value in reversed(document.metas) if value.strip()}
    return next((found[name] for name in names if name in found), None)
