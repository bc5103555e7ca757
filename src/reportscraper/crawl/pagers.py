"""The further pages of a list, by every style a page can announce them in.

Each dialect is a function from a page to the requests it announces; the first that announces any is used. A dialect
that counts announces all pages at once; one that only says "next" announces one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import parse_qsl, urlsplit

from bs4 import BeautifulSoup, Tag

from reportscraper.crawl import words as crawl_words
from reportscraper.crawl.form_pagers import form_pages, next_form, postback
from reportscraper.crawl.handlers import DATA, bound_address
from reportscraper.crawl.length import Length, first_number, length_of
from reportscraper.crawl.listing import address_of, anchors, is_furniture, leading, linked
from reportscraper.crawl.options import option_addresses
from reportscraper.crawl.pager_labels import NEXT, by_script, is_next, label_of
from reportscraper.crawl.paging import number_of, page_parameter, with_number, with_query
from reportscraper.crawl.scripts import Script
from reportscraper.crawl.spelled import is_own, spelled
from reportscraper.crawl.trs_pagers import count_page, create_page_html, pager_object, record_count
from reportscraper.fetch import urls
from reportscraper.fetch.page import Page
from reportscraper.fetch.request import Request
from reportscraper.text import squeeze

_QUERY_COUNT = re.compile(r"\b(?:pageCount|totalPages?|pageTotal|page_count)[\"']?\s*[:=]\s*[\"']?(\d+)")
_PRINTED_COUNT = re.compile(r"共(\d{1,6})页|(?<!\d)\d{1,6}/(\d{1,6})页")
_BEFORE = re.compile(r"^(?:上一?页|前一?页)$")
_REVERSED = re.compile(r"/\d{1,4}\.s?html?$")
"""Addresses whose number alone is the page's: those that may be counted from the list's end."""
_LINK_HEADER = re.compile(r"<([^<>]+)>\s*;[^,<>]*\brel\s*=\s*[\"']?next\b")
_PAGE_OPTION = re.compile(r"第?([1-9]\d{0,2})页?")
_ARROWS = frozenset({">", "»", "›"})
_DISABLED = re.compile(r"(?i)disab|\bno\b|gray|\boff\b")
_IDLE = re.compile(r"(?i)#?|javascript:\s*(?:void\(0\)|;)?\s*;?")
_MORE = re.compile(r"(?:点击|展开|查看|显示|加载|浏览)(?:加载|查看|显示)?更多")
_BUTTONS = ["a", "button", "span", "li", "input", "div"]
_LONGEST_LABEL = 12
_MOST_LISTS = 3
_FEW, _SECOND = 3, 2
_DEPTH, _ROWS = 4, 3
_DIGITS = re.compile(r"\d+")
_LEADS = re.compile(r"onclick|data-")
_LAST = re.compile(r"^(?:[尾末]页|最后一?页|last)$", re.IGNORECASE)
_NUMBERED = re.compile(r"(.*?)([_-]?)(\d{1,4})(\.\w{2,6})")
_PLUGIN = re.compile(
    r"\bkkpager\.|\.(?:createPage|jqPaginator|bootstrapPaginator|pagination|paginator|paging|pager|page)\(\s*[{\d]"
)
"""Calls that make a pager."""


def further_pages(page: Page, soup: BeautifulSoup, most: int) -> tuple[Request, ...]:
    """The requests for the further pages that the page announces, at most ``most``."""
    for dialect in _DIALECTS:
        if found := tuple(islice(dialect(page, soup), most)):
            return found
    return ()


def _next_link(page: Page, soup: BeautifulSoup) -> list[Request]:
    """The link that says 下一页, and the one that says 上一页: the only safe way where pages are numbered from the end.

    A list of Boda's that grows by a page while it is walked gives every number another page; the page before the one
    at hand, asked for already in any other case, is then the one that was jumped over.
    """
    before = next(_linked(page, soup, _BEFORE), None)
    jumped_over = before if before is not None and _REVERSED.search(before) else None
    following = [*islice(dict.fromkeys(_linked(page, soup, NEXT)), _MOST_LISTS)]
    sent = (_LINK_HEADER.search(value) for name, value in page.exchange.headers if name.lower() == "link")
    by_header = (page.join(found[1]) for found in sent if found is not None)
    return [Request(url) for url in (*following, jumped_over, *by_header) if url is not None]


def _linked(page: Page, soup: BeautifulSoup, words: re.Pattern[str]) -> Iterator[str]:
    """Where links of these words lead, but to the page itself: the first, and those of further lists on the topic in the page."""
    script, is_first = Script(page.text), True
    named = soup.find_all("link", rel="next", href=True) if words is NEXT else []
    bound = soup.find_all(_BUTTONS) if words is NEXT and "click" in page.text else []
    for anchor in (*linked(soup, leading(script)), *named, *bound):
        if anchor.has_attr("disabled"):
            continue
        if words.match(label_of(anchor)) or (words is NEXT and is_next(anchor)):
            url = page.join(str(anchor["href"])) if anchor.name == "link" else address_of(anchor, page, script)
            if url is None and (made := bound_address({n: str(v) for n, v in anchor.attrs.items()}, script)):
                url = page.join(made)
            if url is not None and urls.key(url) != urls.key(page.url) and (is_first or _is_of_list(anchor)):
                yield url
                is_first = False


def _is_of_list(tag: Tag) -> bool:
    """Whether the nearest part of the page with several links around a pager shows entries on the topic."""
    around = next((each for each in islice(tag.parents, _DEPTH) if len(each.find_all("a", limit=_ROWS)) == _ROWS), None)
    return around is not None and crawl_words.matches("topic", around.get_text())


def _numbered_links(page: Page, soup: BeautifulSoup) -> list[Request]:
    """The numbers of a pager without 下一页, those of a selection of pages among them."""
    script = Script(page.text)
    found: dict[int, str] = {}
    labels = [(label_of(tag), tag) for tag in linked(soup, leading(script))]
    for label, tag in labels:
        if (number := _PAGE_OPTION.fullmatch(label)) and (url := address_of(tag, page, script)):
            found.setdefault(int(number[1]), url)
    for printed, text in option_addresses(soup, script):
        if (number := _PAGE_OPTION.fullmatch(squeeze(text))) and (url := page.join(printed)):
            found.setdefault(int(number[1]), url)
    if found.keys().isdisjoint({1, 2}):  # a window of a long pager: those that are called as the page at hand is
        own = _unnumbered(page.url)
        found = {number: url for number, url in found.items() if _unnumbered(url) == own}
    last = next(_linked(page, soup, _LAST), None)
    if last is not None and found:
        found |= _up_to(last, max(found), found[max(found)])
    return [Request(url) for number, url in sorted(found.items()) if number > 1 and urls.key(url) != urls.key(page.url)]


def _up_to(last: str, shown: int, url: str) -> dict[int, str]:
    """The pages between the highest number that a pager shows, at ``url``, and the one that 尾页 leads to, where both are called alike."""
    at, end = number_of(url), number_of(last)
    if at is None or end is None or with_number(Request(url), end).url != last:
        return {}
    return {shown + n - at: with_number(Request(url), n).url for n in range(at + 1, end + 1)}


def _last_link(page: Page, soup: BeautifulSoup) -> Iterable[Request]:
    """The pages up to the one that 尾页 leads to, which is called as the page at hand is, with a number."""
    url = next(_linked(page, soup, _LAST), None)
    found = _NUMBERED.fullmatch(urls.key(url)) if url is not None else None
    own = urls.key(page.url)
    folder, _, name = own.rpartition("/")
    if (
        url is None
        or found is None
        or found[1] + found[4] not in {own, f"{folder}/index{found[4]}"}
        or _DIGITS.search(name)
    ):
        return ()
    last, pages = int(found[3]), length_of(page).all_pages
    first = 1 if (pages == last + 1 if pages else name in {"", f"index{found[4]}"}) else 2
    stem = url[: len(url) - len(found[2] + found[3] + found[4])]
    return (Request(f"{stem}{found[2]}{number}{found[4]}") for number in range(first, last + 1))


def _unnumbered(url: str) -> str:
    return _DIGITS.sub("", urls.key(url))


def has_pager(length: Length, soup: BeautifulSoup) -> bool:
    """Whether elements of a page look as if they led to further pages of the list, whether or not it is known how.

    ``length`` is what the page says of the whole list; where it tells how many pages there are, no element is looked at.
    """
    if length.all_pages is not None:
        return length.all_pages > 1
    labels: dict[str, Tag] = {}
    for tag in (*soup.find_all(["a", "span", "li", "button", "option"]), *linked(soup)):
        if len(tag.get_text()) < _LONGEST_LABEL:
            labels.setdefault(label_of(tag), tag)
    second = labels.get("2")
    is_link = second is not None and (second.name == "a" or any(_LEADS.match(name) for name in second.attrs))
    if ("1" in labels and is_link) or "第2页" in labels:
        return True
    if any(_MORE.fullmatch(label) and by_script(tag) and _is_active(tag) for label, tag in labels.items()):
        return True
    following = next((tag for label, tag in labels.items() if NEXT.match(label) and label not in _ARROWS), None)
    if following is not None and _is_active(following):
        return True
    return any(_PLUGIN.search(script.get_text()) for script in soup.find_all("script", src=False))


def _is_active(tag: Tag) -> bool:
    """Whether a link that says 下一页 does anything: on the only page of a list it is printed all the same."""
    looks = " ".join(
        str(each.get("class") or "") + str(each.get("disabled") or "") for each in (tag, tag.parent) if each
    )
    does = [str(tag.get(name) or "") for name in ("href", "onclick", *DATA)]
    if tag.name == "button" and not _DISABLED.search(looks) and not tag.has_attr("disabled"):
        return True  # by a handler of a script, or the form around it
    return not _DISABLED.search(looks) and any(each and not _IDLE.fullmatch(each) for each in does)


def _query_count(page: Page, _soup: BeautifulSoup) -> Iterable[Request]:
    """A count of pages in a script (Lonsun ``pageCount:3``) or in print (共3页) beside an address that carries a page
    number.
    """
    counted = _QUERY_COUNT.search(page.text)
    printed = None if counted else _PRINTED_COUNT.search(squeeze(page.text))
    count = first_number(counted or printed)
    name = page_parameter(page.url) or ("pageIndex" if counted and "/public/column/" in page.url else None)
    if count is None or name is None:
        return ()
    current = dict(parse_qsl(urlsplit(page.url).query)).get(name, "1")
    first = int(current) + 1 if current.isdigit() else 2
    return (Request(with_query(page.url, name, str(n))) for n in range(first, count + (0 if current == "0" else 1)))


def _named_alike(page: Page, soup: BeautifulSoup) -> list[Request]:
    """The link, whatever it says, to the page that is called as the page at hand is, with the next number."""
    own = number_of(page.url) if _DIGITS.search(urls.key(page.url).rpartition("/")[2]) else None
    found: dict[int, str] = {}
    for tag in anchors(soup):
        url = page.join(str(tag["href"]))
        number = number_of(url) if url is not None and len(tag.get_text()) < _LONGEST_LABEL else None
        if url is not None and number is not None and is_own(url, page) and not is_furniture(tag):
            found.setdefault(number, url)
    if own is not None:
        is_label = own + 1 in found and len(found) <= _FEW
        return [Request(found[own + 1])] if is_label else []
    following = min(found, default=0)
    return [Request(found[following])] if 0 < following <= _SECOND else []


_DIALECTS = (
    create_page_html,
    pager_object,
    count_page,
    _next_link,
    next_form,
    postback,
    _query_count,
    _numbered_links,
    record_count,
    spelled,
    form_pages,
    _last_link,
    _named_alike,
)
