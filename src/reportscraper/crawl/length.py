"""How long a list says it is, in print or in its script: entries, pages, entries a page."""

from __future__ import annotations

import re

from msgspec import Struct

from reportscraper.fetch.page import Page, visible_text
from reportscraper.text import squeeze

_PAGES = re.compile(
    r"共(?:有|计)?(\d{1,6})页|(?:页次|页码|当前页)[:]?第?\d{1,6}/(\d{1,6})|(?<![\d/])\d{1,6}/(\d{1,6})页|总页数[:]?(\d{1,6})|共(\d{1,6})頁"
    r"|(?<![\d/])\d{1,4}/(\d{1,4})(?=首页|上一?页|下一?页|[尾末]页)|(?:首页|下一?页|[尾末]页)\d{1,4}/(\d{1,4})(?![\d/])"
)
_ENTRIES = re.compile(
    r"共(?:有|计|找到)?(\d{1,7})(?:条|篇|项|个)(?:记录|信息|数据|内容|文章|结果)?|(?:总记录数?|总条数|记录总数|总数|信息总数)[:]?(\d{1,7})"
)
_SCRIPT_PAGES = re.compile(
    r"\b(?:pageCount|totalPages?|pageTotal|page_count|total_pages?|countPage|m_nPageCount|pages|[mM]ax[pP]ages?|[lL]ast[pP]age|allPages?|PageCount|pagecount)[\"']?\s*[:=]\s*[\"']?(\d{1,6})\b"
)
_SCRIPT_ENTRIES = re.compile(
    r"\b(?:recordCount|totalCount|totalRecords?|total_count|record_count|m_nRecordCount|rowCount|totalRows?|totalNum|countAll)"
    r"[\"']?\s*[:=]\s*[\"']?(\d{1,7})\b"
)
_TOTAL = re.compile(r"\btotal[\"']?\s*[:=]\s*[\"']?(\d{1,7})\b")
"""Only beside a number of entries a page: other things have totals."""
_SCRIPT_SIZE = re.compile(
    r"\b(?:prepage|perPage|pageSize|page_size|per_page|m_nPageSize|pagesize|limit|pageRows|items_per_page)[\"']?\s*[:=]\s*[\"']?(\d{1,4})\b"
)
_SIZE = re.compile(r"每页(?:显示)?(\d{1,4})(?:条|篇|项)|(\d{1,4})条/页")
_LAYPAGE = re.compile(r"laypage\s*(?:\.render)?\s*\(\s*\{([^{}]{0,600})")
_KKPAGER = re.compile(r"kkpager\.\w{1,20}\(\s*\{[^{}]{0,400}?\btotal\s*:\s*[\"']?(\d{1,6})")
_CREATE_PAGE = re.compile(r"\.createPage\(\s*\{[^{}]{0,400}?\bpageNum\s*:\s*[\"']?(\d{1,6})")
_OF_PAGER = re.compile(
    r"<\w{1,10}\b(?=[^<>]{0,500}\b(?:class|id)\s*=\s*[\"'][^\"'<>]{0,100}pag)[^<>]{1,500}>", re.IGNORECASE
)
_TOLD = re.compile(
    r"(?i)\b(?:data-)?(?:total|count|total-?count|total-?records?|record-?count)\s*=\s*[\"'](\d{1,7})[\"']"
)
_TOLD_SIZE = re.compile(r"(?i)\b(?:data-)?(?:size|page-?size|per-?page|limit)\s*=\s*[\"'](\d{1,4})[\"']")
_PAGINATION = re.compile(r"\.pagination\(\s*[\"']?(\d{1,7})[\"']?\s*,")
_COUNT = re.compile(r"\bcount[\"']?\s*:\s*[\"']?(\d{1,7})")
_ALONE = re.compile(
    r">[\s(（\[]*共(?:有|计|找到)?\s*(\d{1,7})\s*(?:条|篇|项)(?:记录|信息|数据|内容|文章)?[\s)）\]。]*<"
)
_INLINE = re.compile(r"</?(?:b|strong|span|em|font|i)\b[^<>]*>", re.IGNORECASE)
_NEAR = 40
_BEFORE = 12
_COUNTER = re.compile("访问|访客|浏览|点击|流量|在线|信访|留言|来信|办件")
"""What other numbers of a page count."""
_BEGINS = re.compile(r"(?:^|[^\u4e00-\u9fff，,、]|[首上下末尾前后一\d]页)$")
_ENDS = re.compile(r"$|[^\u4e00-\u9fff，。；、：,.;:!]|上|下|首|第|每|当前|页|共")
"""What stands around a number of entries that is the list's own: nothing that names what is counted, and no sentence."""


class Length(Struct, frozen=True):
    """What a page says of the whole list; None where it says nothing."""

    entries: int | None = None
    pages: int | None = None
    size: int | None = None

    @property
    def all_pages(self) -> int | None:
        """How many pages there are, as told or as entries and size make it."""
        if self.pages is None and self.entries is not None and self.size:
            return -(-self.entries // self.size)
        return self.pages


def length_of(page: Page) -> Length:
    """How long a list is by what its page prints and by the variables of its script, the print first.

    A printed number of entries counts only beside something about pages: 共1234条政策 is a boast of the site's.
    """
    shown = squeeze(visible_text(page.text))
    printed_pages = first_number(_PAGES.search(shown))
    found = next(
        (
            match
            for match in _ENTRIES.finditer(shown)
            if not _COUNTER.search(shown[max(0, match.start() - _BEFORE) : match.end()])
            and (
                (_BEGINS.search(shown[max(0, match.start() - 2) : match.start()]) and _ENDS.match(shown, match.end()))
                or re.search("页|記錄|记录", shown[max(0, match.start() - _NEAR) : match.end() + _NEAR])
            )
        ),
        None,
    )
    laypage = _LAYPAGE.search(page.text)
    counted = _COUNT.search(laypage[1]) if laypage else None
    pager = " ".join(_OF_PAGER.findall(page.text)) if "total" in page.text or "count" in page.text else ""
    size = _first(
        first_number(_SCRIPT_SIZE.search(page.text)),
        first_number(_SIZE.search(shown)),
        first_number(_TOLD_SIZE.search(pager)),
    )
    total = first_number(_TOTAL.search(page.text)) if size else None
    return Length(
        entries=_first(
            first_number(found),
            first_number(_ALONE.search(_INLINE.sub("", page.text))) if "共" in page.text else None,
            first_number(_SCRIPT_ENTRIES.search(page.text)),
            first_number(counted),
            first_number(_PAGINATION.search(page.text)),
            first_number(_TOLD.search(pager)),
            total,
        ),
        pages=_first(
            printed_pages,
            first_number(_SCRIPT_PAGES.search(page.text)),
            first_number(_KKPAGER.search(page.text)),
            first_number(_CREATE_PAGE.search(page.text)),
        ),
        size=size,
    )


def _first(*numbers: int | None) -> int | None:
    return next((number for number in numbers if number is not None), None)


def first_number(match: re.Match[str] | None) -> int | None:
    """The first group of a match that holds anything, as a number."""
    return int(next(group for group in match.groups() if group)) if match is not None else None
