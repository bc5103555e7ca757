"""A county on Hanweb JCMS (profile P1 of docs/sites.md): lists in CDATA inside a script, more of them by POST."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from html import escape
from importlib.resources import files
from urllib.parse import quote, urlsplit

from tests.made.counties import County
from tests.made.items import Item, items_of
from tests.made.pdf import small_pdf
from tests.made.render import RUN_ON
from tests.made.site import (
    LIST_NAME,
    ROOT_NAME,
    Reply,
    Request,
    article_metas,
    cut,
    facts_table,
    html_reply,
    metas,
    neighbours,
    not_found,
    shell,
)

PER_PAGE = 15
GROUP = 3 * PER_PAGE

_ROOT = "/col/col1229110001/index.html"
_LIST = "/col/col1229114055/index.html"
_NEWS = "/col/col1229110002/index.html"
_PROXY = "/module/web/jpage/dataproxy.jsp"
_PARAMETERS = {
    "col": "1",
    "appid": "1",
    "webid": "3361",
    "path": "/",
    "columnid": "1229114055",
    "sourceContentType": "1",
    "unitid": "5528714",
    "webname": "云溪县人民政府",
    "permissiontype": "0",
}
_MENU = (("/", "首页"), (_NEWS, "政务动态"), (_ROOT, ROOT_NAME), ("/search/index.html?q=", "高级搜索"))
_ROBOTS = "User-agent: *\nDisallow: /search/\nDisallow: /manager/\n"

# 54 bytes, as servers answer when a header or a parameter is not to their liking.
EMPTY_STORE = b"<datastore>\n<recordset>\n\n\n</recordset>\n</datastore>\n\n\n"


class JcmsSite:
    """The site of one county in one edition."""

    start = _LIST
    fragile: frozenset[str] = frozenset()
    _pictures: frozenset[str] = frozenset()

    def __init__(self, county: County, edition: int, items: tuple[Item, ...] | None = None) -> None:
        self.county = county
        self._items = items_of(county, edition) if items is None else items
        self._details = {path_of(item): position for position, item in enumerate(self._items)}
        self._pictures = frozenset(item.picture for item in self._items if item.picture)
        self._files = {_file_name(item): item for item in self._items if _has_file(item)}

    def answer(self, request: Request) -> Reply:
        """The reply to a request."""
        path = request.path
        if path == _PROXY:
            return self._group(request)
        if path == "/module/download/downfile.jsp":
            return self._download(request.fields.get("filename", ""))
        if path.startswith("/attach/0/") or path in self._pictures:
            return self._file(path)
        if path in self._pictures:
            return Reply(
                files(__package__).joinpath("picture.png").read_bytes(), headers=(("Content-Type", "image/png"),)
            )
        if path in self._details:
            return html_reply(self._detail(self._details[path]))
        return self._column(path, request.headers.get("host", ""))

    def paths(self) -> tuple[str, ...]:
        """The paths of all article pages, newest first."""
        return tuple(self._details)

    def _column(self, path: str, host: str) -> Reply:
        if path == "/robots.txt":
            return Reply(_ROBOTS.encode(), headers=(("Content-Type", "text/plain"),))
        if path in ("/", "/index.html"):
            return html_reply(self._page("首页", f'<h2><a href="{_ROOT}">{ROOT_NAME}</a></h2>'))
        if path == _ROOT:
            return html_reply(self._page(ROOT_NAME, _root_pane()))
        if path == _NEWS:
            return html_reply(self._page("政务动态", "<ul><li>本栏目正在建设中</li></ul>"))
        return html_reply(self._list(host)) if path == _LIST else not_found()

    def _page(self, column: str, body: str, extra: Sequence[tuple[str, str]] = (), title: str = "") -> str:
        name = f"{self.county.name}人民政府 {title or column}"
        head = f'<meta charset="utf-8">\n<title>{escape(name)}</title>\n{metas(self.county, column, dict(extra))}'
        return shell(self.county, head=head, links=_MENU, body=body)

    def _list(self, host: str) -> str:
        """The column page: the first group in a script, the pager's settings beside it, no list item in the HTML."""
        records = self._records(1, GROUP, host)
        body = (
            f'<div class="place">当前位置：<a href="/">首页</a> &gt; <a href="{_ROOT}">{ROOT_NAME}</a>'
            f" &gt; {LIST_NAME}</div>\n"
            f'<div id="5528714">\n<script type="text/xml">{_datastore(records)}</script>\n</div>\n{self._pager()}'
        )
        return self._page(LIST_NAME, body, (("ColumnDescription", LIST_NAME),), title="列表")

    def _pager(self) -> str:
        total = len(self._items)
        parameters = ",".join(f"{name}:'{value}'" for name, value in _PARAMETERS.items())
        return (
            f"<script>\nvar param_5528714 = {{{parameters}}};\n"
            f"$('#5528714').jpage({{totalRecord:{total},perPage:{PER_PAGE},groupSize:3,barPosition:'bottom',"
            f"proxyUrl:'{_PROXY}',dataType:'script'}});\n</script>"
        )

    def _records(self, first: int, last: int, host: str) -> list[str]:
        """Records ``first`` to ``last``, counted from 1; a group after the first starts with the record before it."""
        start = max(first - 1, 1)
        chosen = list(enumerate(self._items, start=1))[start - 1 : last]
        return [_record(number, item, host) for number, item in chosen]

    def _group(self, request: Request) -> Reply:
        """A further group, for requests that come from the list page by script; others get the empty store."""
        reply = (("Content-Type", "application/xml; charset=utf-8"),)
        host = request.headers.get("host", "")
        fields = request.fields
        asked = (fields.get("startrecord", ""), fields.get("endrecord", ""))
        if not (_by_script(request, host) and _known(fields) and all(number.isdecimal() for number in asked)):
            return Reply(EMPTY_STORE, headers=reply)
        first, last = int(asked[0]), min(int(asked[1]), int(asked[0]) + 300)
        return Reply(_datastore(self._records(max(first, 1), last, host)).encode(), headers=reply)

    def _detail(self, position: int) -> str:
        item = self._items[position]
        frame = _layout if item.style is RUN_ON else _modern
        body = frame(self.county, item, self._article(item)) + _around(self._items, position)
        extra = article_metas(item, item.published_on)
        return self._page(LIST_NAME, body, tuple(extra.items()), title=item.title)

    def _article(self, item: Item) -> str:
        links = self._report_links(item) if item.lists_reports else ""
        attachment = _attachment(item) if _has_file(item) else ""
        picture = f'<p><img src="{item.picture}" width="794"></p>' if item.picture else ""
        return (
            '<!--<$[信息内容]>begin--><!--ZJEG_RSS.content.begin--><META name="ContentStart">'
            f"{item.article}{links}{picture}{attachment}"
            '<META name="ContentEnd"><!--ZJEG_RSS.content.end--><!--<$[信息内容]>end-->'
        )

    def _report_links(self, item: Item) -> str:
        same_year = (other for other in self._items if other.kind == "report" and other.year == item.year)
        return "".join(f'<p><a href="{path_of(other)}">{other.title}</a></p>' for other in same_year)

    def _download(self, name: str) -> Reply:
        return Reply(b"", 302, (("Location", f"/attach/0/{name}"),)) if name in self._files else not_found()

    def _file(self, path: str) -> Reply:
        if path in self._pictures:
            picture = files(__package__).joinpath("picture.png").read_bytes()
            return Reply(picture, headers=(("Content-Type", "image/png"),))
        item = self._files.get(path.rpartition("/")[2])
        if item is None:
            return not_found()
        data = small_pdf((f"Annual report {item.year}", f"Site {self.county.site_code}", f"Item {item.number}"))
        return Reply(data, headers=(("Content-Type", "application/octet-stream"),))


def path_of(item: Item) -> str:
    """The article's path, without zero padding; look-alikes keep the number of the column they were written in."""
    column = "1229114055" if item.report else "1229114060"
    day = item.day
    return f"/art/{day.year}/{day.month}/{day.day}/art_{column}_{item.number}.html"


def _by_script(request: Request, host: str) -> bool:
    referer = urlsplit(request.headers.get("referer", "")).netloc
    script = request.headers.get("x-requested-with", "").lower() == "xmlhttprequest"
    return request.method == "POST" and script and bool(host) and referer == host


def _known(fields: dict[str, str]) -> bool:
    return all(fields.get(name) == _PARAMETERS[name] for name in ("columnid", "unitid"))


def _datastore(records: list[str]) -> str:
    """The XML that list page and proxy share."""
    wrapped = "\n".join(f"<record><![CDATA[{record}]]></record>" for record in records)
    following = f"{_PROXY}?page=2&amp;webid=3361&amp;path=/&amp;columnid=1229114055&amp;unitid=5528714"
    group = f'<nextgroup><![CDATA[<a href="{following}"></a>]]></nextgroup>'
    return f"<datastore>\n{group}\n<recordset>\n{wrapped}\n</recordset>\n</datastore>"


def _record(number: int, item: Item, host: str) -> str:
    """A list item: full title in the attribute, cut text; one has an absolute address, one a date over two lines."""
    path = path_of(item)
    href = f"http://{host}{path}" if number == 4 else path
    day = item.published_on if number != 7 else f"{item.published_on[:5]}\n{item.published_on[5:]}"
    link = f'<a href="{href}" title="{escape(item.title)}" target="_blank">{escape(cut(item.title))}</a>'
    return f"<li>{link}<span>{day}</span></li>"


def _root_pane() -> str:
    """The five tabs of the unified layout."""
    names = ("政府信息公开指南", "政府信息公开制度", "法定主动公开内容")
    tabs = "".join(f'<li><a href="{_NEWS}">{name}</a></li>' for name in names)
    return f'<ul class="tabs">{tabs}<li><a href="{_LIST}">政府信息<br>公开年报</a></li></ul>'


def _modern(county: County, item: Item, content: str) -> str:
    return (
        f'<div class="place">当前位置：首页 &gt; {ROOT_NAME} &gt; {LIST_NAME}</div>\n'
        f"{facts_table(item, county, item.published_on)}\n"
        f'<h1 class="title">{escape(item.title)}</h1>\n<div class="info">发布日期：{item.published_on}　'
        f"信息来源：{item.publisher}　浏览次数：<script>document.write('')</script></div>\n"
        f'<div id="zoom" class="bt_content">{content}</div>\n'
    )


def _layout(_: County, item: Item, content: str) -> str:
    """The old template: everything in nested layout tables."""
    rows = (
        f'<td class="title" align="center">{escape(item.title)}</td>',
        f'<td align="center">发布日期：{item.published_on} 信息来源：{item.publisher} 字体：【大 中 小】</td>',
        f'<td class="bt_content"><div id="zoom">{content}</div></td>',
        '<td align="right">【打印本页】【关闭窗口】</td>',
    )
    inner = '<table width="98%" border="0">' + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"
    place = f"<td>当前位置：首页 &gt; {ROOT_NAME} &gt; {LIST_NAME}</td>"
    middle = f'<table border="0"><tr><td>{inner}</td></tr></table>'
    return f'<table width="1000" border="0"><tr>{place}</tr><tr><td>{middle}</td></tr></table>\n'


def _around(items: Sequence[Item], position: int) -> str:
    before, after = neighbours(items, position)
    pairs = (("上一篇", before), ("下一篇", after))
    links = (f'<p>{name}：<a href="{path_of(item)}">{escape(item.title)}</a></p>' for name, item in pairs if item)
    return f'<div class="around">{"".join(links)}</div>'


def _has_file(item: Item) -> bool:
    """Every fourth report of the county government: reading a file costs more than all else of a small crawl."""
    return item.report is not None and item.report.body.level == "county_government" and item.report.year % 4 == 0


def _file_name(item: Item) -> str:
    return hashlib.sha256(str(item.number).encode()).hexdigest()[:32] + ".pdf"


def _attachment(item: Item) -> str:
    address = f"/module/download/downfile.jsp?classid=0&showname={quote(item.title)}.pdf&filename={_file_name(item)}"
    return f'<p>附件：<a href="{escape(address)}">{escape(item.title)}.pdf</a></p>'
