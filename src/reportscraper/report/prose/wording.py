"""Which words name a number: those before it, those after it, those of the whole that it is part of, or a name of each (分别, 各)."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from msgspec import Struct

from reportscraper.report.prose.lexicon import VerbClass, any_of, lexicon, measures_by_noun, verb_classes
from reportscraper.report.prose.measures import (
    UNNAMED,
    Context,
    MeasureMatch,
    exact,
    heads,
    identify_measure,
    key_of,
    uncounted,
)
from reportscraper.report.prose.tokens import Number, Token

_KEPT: frozenset[VerbClass] = frozenset(("reply", "sort", "repeal", "handle"))
"""Verbs that are part of what is counted: 废止规范性文件 is not 规范性文件."""
_AFTER = 24
"""How far after a number its name is looked for."""
_CLOSING = 16
"""How far before a number the words between it and its name may begin (共计约为)."""
_LEADING = "将把对的县市区镇乡省州属中"
_PERSONS = ("名", "位", "人")
_MAY_BE_EACH_WORD = re.compile("[别各均都]")
_EACH_WORD = re.compile(r"分别[^,、]{0,4}$|(?P<all>[各均都])[为是有]?(?:共计)? ?$")
_JOINT_WORD = re.compile("、|以及|和|与|及")
_EACH_BODY = re.compile("各(?:级|个|有关|相关)?(?:乡镇|部门|单位|街道|县区|乡镇街道|科室)")
_AFTER_MORE = re.compile("^(?:领域|方面|类|形式|途径)的?(?=[一-龥]{2})")
"""Between 等 and what is counted (教育、医疗等领域 | 信息)."""
_JOINT_END = re.compile("[和及与并、]+$")
_DONE_WITH = re.compile(
    "(?<=[一-龥]{2})(?:合并|整合|纳入|列入|予以|整改|列为|作为|调整|移交|进行|均|都|已|全部|办理|公开|落实|归并|迁移|关停|落地).*$"
)
"""What was done with those counted (将 3 个专栏 | 合并)."""
_INSIDE = re.compile("[之当]?中的?$")
"""After the whole that the next number is a part of (5 件申请中的 | 3 件)."""
_PREDICATE = re.compile(
    "(?<=[一-龥]{2})(?:全部(?=[按办答依及在])|均|都|已|未|没|尚|仍|进行|(?:更新)?不?(?:按时|按期|及时|到位)|[发公]布$).*$"
)
"""What is said of those counted, behind their name (3 个单位 | 未按时公开)."""

_REFUSED = re.compile("^(?:申请)?(?:的?信息|的?内容|的?事项)(?=不属于)")
"""What was asked for is no part of the outcome that counts it (2 件 | 申请信息 | 不属于公开范围)."""


def name_before(flat: str, start: int, end: int, context: Context) -> MeasureMatch:
    """What the words between ``start`` and a number at ``end`` name; ``words`` is empty when they name nothing."""
    patterns = _wording_patterns()
    closes = end > start and flat[end - 1] in patterns.closer_ends
    closer = patterns.closers.search(flat, max(start, end - _CLOSING), end) if closes else None
    stop = closer.start() if closer else end
    position, verbs, verb = _skip_heads(flat, start, stop)
    if position >= stop or not _strip_marks(flat[position:stop]):
        words = flat[verb:stop] if verb is not None else ""
        known = exact(words, verbs, context) or UNNAMED if verbs & _KEPT else UNNAMED
        begin = stop if verb is None else verb
        led = stop > start and flat[stop - 1] in _LEADING and patterns.led.search(flat, max(start, stop - 8), stop)
        return MeasureMatch(words, begin, known.alias, known.indicator, verbs, open=True, led=bool(led))
    words, begin = flat[position:stop], position
    if words[-1] in _LEADING and (led := patterns.led.search(words)):
        return MeasureMatch(words[: led.start()], position, verbs=verbs, open=True, led=True)
    is_open = closer is not None and "等" in closer[0]
    each_body = closer is not None and "共" in closer[0] and _EACH_BODY.fullmatch(words) is not None
    verb_last = patterns.verb_end.search(flat, max(position, stop - 4), stop) is not None
    is_open = is_open or each_body or verb_last or words in lexicon().act_verbs
    item = words.rpartition("等")[2]
    if item and len(item) < len(words) and item[0] not in "级待":
        item = _AFTER_MORE.sub("", item)
        begin, more, _ = _skip_heads(flat, stop - len(item), stop)
        item = flat[begin:stop] or item
        return MeasureMatch(
            _clean_words(item), stop - len(item), identify_measure(item, verbs | more, context).alias, open=is_open
        )
    named = identify_measure(words, verbs, context)
    words = noun = _clean_words(words)
    if verb is not None and verbs & _KEPT:
        begin, words = verb, _clean_words(flat[verb:stop])
    return MeasureMatch(words, begin, named.alias, named.indicator, verbs, is_open, noun)


def name_after(flat: str, start: int, end: int, before: MeasureMatch, context: Context) -> MeasureMatch:
    """What the words after a number name (1 名兼职工作人员), together with those before it where they belong together (网站公开 2 条信息).

    ``before`` itself when nothing follows.
    """
    stop = min(end, start + _AFTER)
    if _wording_patterns().change.match(flat, start, stop):
        return before
    whole = _strip_marks(flat[start:stop])
    if whole and (known := exact(key_of(whole, context), before.verbs, context)):
        return MeasureMatch(whole, start, known.alias, known.indicator, stop=start + len(whole))
    if inside := _INSIDE.search(flat, start, stop):
        stop = inside.start()
    position, verbs, _ = _skip_heads(flat, start, stop)
    words = _REFUSED.sub("", _JOINT_END.sub("", _strip_marks(flat[position:stop])))
    words = (_DONE_WITH if before.led else _PREDICATE).sub("", words)
    if not words:
        return before
    joined = f"{before.words}{words}"
    named = identify_measure(joined, verbs | before.verbs, context) if before.words else UNNAMED
    if named.alias:
        return MeasureMatch(joined, before.start, named.alias, named.indicator, stop=position + len(words))
    if context.unit in _PERSONS:
        words = _wording_patterns().duty.sub("", words)
    named = identify_measure(words, verbs | before.verbs, context)
    return MeasureMatch(_clean_words(words), position, named.alias, named.indicator, stop=position + len(words))


def name_part(part: MeasureMatch, whole: MeasureMatch, context: Context) -> MeasureMatch:
    """A part told by its verb alone (其中废止 5 件) takes the noun of the whole it belongs to."""
    # 新制定 5 件，修改 4 件: the whole is a verb without a noun, and has none to give.
    noun = whole.noun or ("" if whole.open else whole.words)
    named = identify_measure(noun, part.verbs, context)
    return MeasureMatch(f"{part.words}{noun}", part.start, "", named.indicator if part.verbs else None, part=True)


def numbers_of_each(
    flat: str, left: int, number: Number, following: Sequence[Token]
) -> tuple[re.Match[str] | None, list[Number]]:
    """The word 分别, 各 or 均 right before a number, if any, and the numbers that belong to it: those after 分别 with nothing but
    punctuation between them.
    """
    group = [number]
    each = _EACH_WORD.search(flat, left, number.start) if _MAY_BE_EACH_WORD.search(flat, left, number.start) else None
    if each and not each["all"]:
        for token in following:
            if isinstance(token, Number):
                if flat[group[-1].end : token.start].strip(" 、,和及与"):
                    break
                group.append(token)
    return each, group


def names_of_each(flat: str, left: int, each: re.Match[str], size: int, context: Context) -> list[MeasureMatch]:
    """The names before 分别 (通知和公告分别为 3 条和 5 条), when there are as many as numbers, or before 各 and 均 (普法清单、执法清单各 3 份); else none."""
    names, start = [], left
    for joint in (*_JOINT_WORD.finditer(flat, left, each.start()), None):
        end = joint.start() if joint else each.start()
        names.append(name_before(flat, start, end, context))
        start = joint.end() if joint else end
    if len(names) < 2 or not all(named.words for named in names):
        return []
    return names if each["all"] or len(names) == size else []


def _skip_heads(flat: str, start: int, stop: int) -> tuple[int, frozenset[VerbClass], int | None]:
    """Where the name begins, the verb classes that stood before it, and where the first of those verbs began."""
    head, classes, nouns = heads(), verb_classes(), measures_by_noun()
    verbs: list[VerbClass] = []
    first, position = None, start
    while position < stop and (match := head.match(flat, position, stop)):
        if match.end() == stop and match[0] in nouns:
            break
        if verb := classes.get(match[0]):
            verbs.append(verb)
            first = position if first is None else first
        position = match.end()
    return position, frozenset(verbs), first


@functools.lru_cache(4096)
def _strip_marks(words: str) -> str:
    """The words without 数量, and without marks and spaces around them."""
    return uncounted(words.strip(" “”\"'‘’「」《》-—、的"))


@functools.lru_cache(4096)
def _clean_words(words: str) -> str:
    """The words as they are reported: without gaps in print, and without what only links a noun to its verb or its place."""
    patterns, words = _wording_patterns(), _strip_marks(words)
    if place := patterns.nameless.match(words):
        words = words[place.end() :]
    if words.count("“") != words.count("”"):
        words = words.replace("“", "").replace("”", "")
    if patterns.may_link.search(words):
        words = patterns.links.sub("", words)
    return words


class _WordingPatterns(Struct, frozen=True):
    closers: re.Pattern[str]
    closer_ends: frozenset[str]
    verb_end: re.Pattern[str]
    may_link: re.Pattern[str]
    links: re.Pattern[str]
    nameless: re.Pattern[str]
    """What stands before the name and is no part of it: a place of publication without a name, an occasion."""
    led: re.Pattern[str]
    change: re.Pattern[str]
    """A number that something rose or fell from names nothing behind it (较去年的 30 条 | 增长)."""
    duty: re.Pattern[str]


@functools.cache
def _wording_patterns() -> _WordingPatterns:
    words = lexicon()
    linked = (*words.publish_verbs, *words.disclose_verbs, *words.receive_verbs, *words.part_verbs)
    place = rf"{any_of(words.nameless)}[上中里”]?共?{any_of(words.disclose_verbs)}"
    begun = set(words.publish_verbs + words.make_verbs + words.disclose_verbs) - {"公开"}
    occasion = rf"{any_of(words.occasions)}[一-龥“”]{{1,16}}?{any_of(begun)}"
    government = "[省市县区州旗]?(?:人民)?政府"
    # 日均, 支出 and the 一是 of a list end like a word that closes a name, and are none.
    parts = {
        "为": "行认",
        "有": "所",
        "均": "日月年人户平",
        "是": "一二三四五六七八九十",
        "出": "支演展推派提发",
        "到": "收接",
    }
    closers = any_of(set(words.closers) - set(parts))
    guarded = "|".join(f"(?<![{before}]){word}" for word, before in parts.items())
    return _WordingPatterns(
        closers=re.compile(rf"(?:{guarded}|{closers})+$"),
        closer_ends=frozenset(word[-1] for word in words.closers),
        verb_end=re.compile(rf"{any_of(words.publish_verbs + words.disclose_verbs + words.receive_verbs)}$"),
        may_link=re.compile("[ 共]|[相有]关"),
        links=re.compile(
            rf"(?<=[一-龥]) (?=[一-龥])|(?<=[^公])共(?={any_of(linked)})|(?<=[^等])(?:相关|有关)的?(?=[一-龥]{{2}})"
        ),
        nameless=re.compile(rf"(?:{place}|{occasion})(?=[一-龥]{{2}})|{government}(?={any_of(words.of_government)})"),
        led=re.compile(r"(?:已|并|及时|拟)?(?:将|把|对)(?:全[县市区镇乡省州]|辖区|所属|其中)?(?:的)?$"),
        change=re.compile(rf" ?{any_of(word for word in (*words.up, *words.down) if len(word) > 1)}"),
        duty=re.compile(rf"(?<=[一-龥]{{2}}){any_of(words.duties)}$"),
    )
