"""What the links and buttons of a pager say, and whether one says that it leads to the next page."""

from __future__ import annotations

import re

from bs4 import Tag

from reportscraper.text import han_number, simplify, squeeze

NEXT = re.compile(
    r"^(?:下一?[页个]|后一?[页个]|下1页|下一?[组批]|(?:较早|更早|早期|较旧|更旧|旧)的?(?:文章|内容|信息|日志)?|next(?:page)?|older(?:posts|entries)?|>|»|›|→|⇒|▶|►|[向往]?[后下]翻页?|下一页[>›»→]*)$",
    re.IGNORECASE,
)
_NEXT_CLASS = re.compile(r"(?i)(?<![a-z])(?:next|page-?down)(?![a-z])")
_COUNTED_PAGE = re.compile(r"第([一二三四五六七八九十]{1,3})页")


def is_next(tag: Tag) -> bool:
    """Whether a link says by its relation, or without a word by its class or that of its icon, that it leads to the next page."""
    if "next" in (tag.get("rel") or ()):
        return True
    icons = tag.find_all(limit=2)
    return not label_of(tag) and any(_NEXT_CLASS.search(str(each.get("class") or "")) for each in (tag, *icons))


def label_of(anchor: Tag) -> str:
    """What a link of a pager says, without brackets: its text, its title or label, or the ``alt`` of its picture."""
    value = str(anchor.get("value") or "") if anchor.name == "input" else ""
    texts = (anchor.get_text(), value, str(anchor.get("title") or ""), str(anchor.get("aria-label") or ""))
    said = next((squeezed for text in texts if (squeezed := squeeze(text))), "")
    if not said and anchor.name == "input":
        said = squeeze(str(anchor.get("alt") or ""))
    if not said and (image := anchor.find("img", alt=True)) is not None:
        said = squeeze(str(image["alt"]))
    if (counted := _COUNTED_PAGE.fullmatch(said)) is not None:
        return f"第{han_number(counted[1])}页"
    return simplify(said).strip("[]【】〔〕()<>«»‹›←→") or said


def by_script(tag: Tag) -> bool:
    """Whether a link leads nowhere without a script."""
    return str(tag.get("href") or "javascript:").startswith(("javascript:", "#"))
