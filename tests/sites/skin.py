"""Parts that most templates share: crumbs, the line under the title, the right-hand rail, links to the neighbours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from tests.made.items import Item
from tests.made.site import cut, facts_table, neighbours

from .core import Carrier, Tenant

Href = Callable[[Item], str]
"""Where a link to an entry leads, as the template writes it."""

_RAIL = 5


def crumb(*names: str) -> str:
    """当前位置, the names of the columns from the home page on."""
    return f'<div class="position">当前位置：{" &gt; ".join(("首页", *names))}</div>'


def anchor(item: Item, href: Href, *, length: int = 22) -> str:
    """A list's link: the text cut, the full title in the attribute."""
    return f'<a href="{escape(href(item))}" title="{escape(item.title)}" target="_blank">{escape(cut(item.title, length))}</a>'


def rows(items: Sequence[Item], href: Href, *, date: str = "<span>{}</span>") -> str:
    """List items with their dates."""
    return "\n".join(f"<li>{anchor(item, href)}{date.format(item.published_on)}</li>" for item in items)


def rail(tenant: Tenant, item: Item, href: Href) -> str:
    """相关信息: the same publisher's reports of other years."""
    others = [other for other in tenant.items if other.publisher == item.publisher and other.number != item.number]
    return f'<div class="right"><h3>相关信息</h3><ul>{rows(others[:_RAIL], href)}</ul></div>'


def around(tenant: Tenant, item: Item, href: Href) -> str:
    """上一篇 and 下一篇."""
    before, after = neighbours(tenant.items, tenant.items.index(item))
    pairs = (("上一篇", before), ("下一篇", after))
    links = (
        f'<p>{name}：<a href="{escape(href(other))}">{escape(other.title)}</a></p>' for name, other in pairs if other
    )
    return f'<div class="around">{"".join(links)}</div>'


def detail(tenant: Tenant, item: Item, inner: str, href: Href, *, columns: Sequence[str], printed: str = "") -> str:
    """An article in its frame: crumbs, index table, title, information line, content, rail, neighbours."""
    return (
        f"{crumb(*columns, '正文')}\n{facts_table(item, tenant.county, item.published_on)}\n"
        f'<h1>{escape(item.title)}</h1>\n<div class="info">发布时间：{printed or item.published_on} '
        f"来源：{item.publisher} 浏览次数：<script>document.write('')</script></div>\n"
        f"{inner}\n{rail(tenant, item, href)}\n{around(tenant, item, href)}"
    )


def file_links(tenant: Tenant, item: Item, name: str = "") -> str:
    """附件, as most templates print them below the article."""
    paths = tenant.files_of(item)
    links = (f'<a href="{escape(path)}">{escape(name or item.title)}.{path[-4:].lstrip(".")}</a>' for path in paths)
    return f'<p class="appendix">附件：{"".join(links)}</p>' if paths else ""


def report_links(tenant: Tenant, item: Item, href: Href) -> str:
    """What a 汇总 page lists: the reports of its year."""
    if not item.lists_reports:
        return ""
    same = (other for other in tenant.items if other.report is not None and other.year == item.year)
    return "".join(f'<p><a href="{escape(href(other))}">{escape(other.title)}</a></p>' for other in same)


def carried(carrier: Carrier, item: Item, article: str) -> str:
    """An article as its carrier shows it: whole, with its tables as pictures, or as one sentence that points to a file."""
    if carrier == "cover":
        return f"<p>\u3000\u3000现将{escape(item.publisher)}{item.year}年政府信息公开工作年度报告予以公布，全文见附件。</p>"
    return as_pictures(article) if carrier == "image" else article


def as_pictures(article: str) -> str:
    """An article whose tables are pictures."""
    parts = article.split("<table")
    kept = [part.partition("</table>")[2] for part in parts[1:]]
    pictures = (f'<p><img src="./W02024011{n}.jpg" alt="">{part}</p>' for n, part in enumerate(kept, start=1))
    return parts[0] + "".join(pictures)
