"""What a wording counts: its name in the lexicon, and the indicator it stands for.

An indicator is given only when every word around the noun is known to leave its meaning alone: 直属机关主动公开政府信息 is not
主动公开政府信息, and 行政复议、行政诉讼案件 is neither of the two.
"""

from __future__ import annotations

import functools
import re
from typing import Literal

from msgspec import Struct

from reportscraper.report.prose.lexicon import (
    Channel,
    Measure,
    VerbClass,
    Zero,
    any_of,
    lexicon,
    measures_by_noun,
    verb_classes,
)
from reportscraper.report.prose.subjects import Subject

_IDLE = re.compile(r"[\s“”\"'‘’「」《》的]|各类|各种|各项|相关|有关|共(?!享|公|同|场)")
_COUNTED = re.compile(r"的?(?:总数量|数量|总数|总量|(?<![文案信])件数|条数|(?<=信息)[数件]|(?<=资讯)信息|(?<=申请)数)$")
_CARRIED = re.compile(r"(?P<came>(?:19|20)\d\d) ?年度?(?:结转|转结)|(?:结转|转结)[至到]?(?P<went>(?:19|20)\d\d) ?年度?")
_CARRIED_IN = re.compile("(?:结转)?上一?年度?的?(?:结转|转结)?(?:继续办理|办理)?的?(?:政府信息公开)?(?:申请|件)?")
_CARRIED_OUT = re.compile("(?:结转|转结|顺延)[至到]?下一?年度?(?:继续)?(?:办理|答复|办结|处理)?")
_APPLICANT = re.compile(
    "(?:自然人|公民|法人|(?:社会)?公众|群众|企业|个人|其他组织|社会组织|律师|申请人|[、和及或])+(?:提出|提交|递交)?(?=(?:政府|政务)?信息公开|依申请|申请公开)|(?:自然人|公民|法人)(?:自然人|公民|法人|其他组织|社会组织|[、和及或])*(?:提出|提交|递交)?的?(?=公开申请)"
)
"""Who applied (公民、法人和其他组织 | 政府信息公开申请)."""
_AND_REPLIED = re.compile("并(?:已|均)?(?:按时|按期|依法)?(?:答复|办结|办理)件?$")
_NO_OWNER = re.compile("公开|平台|政务|信息|[“”]")
_QUOTED = re.compile("(?:^|“)[^“”]{1,12}”")
"""The name of one account or site (微信公众号“…”), whose figure is not the whole channel's."""
_OF_DISPUTE = re.compile("^(?:行政)?(?:复议|诉讼)(?:案件)?(?:结果)?")
_OWN = re.compile("主动公开[一-龥]{1,8}政府信息")
"""Information of one body or trade: the same measure, but no figure of the whole report."""
_PUBLISHING: frozenset[VerbClass] = frozenset(("publish", "disclose"))
_TAKEN: frozenset[VerbClass] = frozenset(("receive", "handle", "reply"))
_INFORMATION = frozenset(("条", "篇", "则", "条次", "篇次"))
"""Units of pieces of information alone: 线上信息公开 15 条 are as many pieces made public there."""
_PUBLISHED = re.compile("公开|发布|信息|推送|更新|公布|网站|微[信博]")
_ON_LINE = re.compile("(线上|线下|网上|网络)(?:主动)?信息公开")
_CASES = frozenset(("件", "起", "宗", "件次", "例", "份", "项", "个"))
_OF_REQUESTS = re.compile(
    "申请|公开|(?:书面|口头|网[上络]|在线|线[上下]|信函|信件|邮寄|邮件|邮箱|传真|当面|现场|纸质)(?:方式|形式|渠道)?$"
)
_SUFFIXES = ("案件", "情况", "事项", "数", "件", "案")
_BECAUSE = "因[一-龥]{2,12}?引[起发]的?|以[一-龥]{1,8}?为被(?:申请|告|复议)人?的?"


class Context(Struct, frozen=True, gc=False):
    """What is known around a number: its unit, and what the text speaks of there."""

    unit: str = ""
    dispute: Literal["", "review", "litigation"] = ""
    subject: Subject = ""
    year: int | None = None
    """The year of the report."""
    decides: bool = False
    """The disputes are cases that the body decides or answers, whatever they are about."""
    in_review: bool = False
    """The chapter is on disputes about disclosure."""
    is_none: bool = False
    """The number is 0."""
    printed: bool = False
    """Told of what a gazette or a paper printed."""


class MeasureMatch(Struct, frozen=True, gc=False):
    """What is counted. ``start`` is where its words begin in the text; ``verbs`` are the classes of the verbs before the noun."""

    words: str = ""
    start: int = 0
    alias: str = ""
    indicator: str | None = None
    verbs: frozenset[VerbClass] = frozenset()
    open: bool = False
    """The words end with a verb or with 等, so that the noun may stand after the number (公开了 30 条信息)."""
    noun: str = ""
    """The words without the verb that is part of them (废止 | 规范性文件)."""
    part: bool = False
    """A verb alone that took its noun from the whole before it."""
    led: bool = False
    """The number follows a preposition (将 3 个专栏合并), so that its noun stands after it."""
    stop: int = 0
    """Where the words that stand after the number end; 0 when all of them stand before it."""

    def of_no_indicator(self) -> MeasureMatch:
        """The same thing counted, where the number is not the body's own of the year."""
        return MeasureMatch(self.words, self.start, self.alias, stop=self.stop)

    @property
    def is_verb(self) -> bool:
        """Whether this is a verb alone, which counts what the text does not say (发布 320 条)."""
        alone = self.open and not self.noun and self.verbs and self.verbs <= _PUBLISHING
        return bool(alone and "公开" not in self.words) or self.words in lexicon().act_verbs

    @property
    def measure(self) -> str:
        """The lexicon's name where the printed words are shorthand or scattered (公众号推送 → 政务微信公开信息), else the words."""
        return self.alias or self.words

    def of_other_business(self, unit: str) -> bool:
        """Whether this tells of things received or handled that are no requests for information (收到信访件 30 件)."""
        taken = bool(self.verbs & _TAKEN and self.noun) and unit in _CASES
        return taken and not _OF_REQUESTS.search(self.noun)


UNNAMED = MeasureMatch()
UNSAID = MeasureMatch(part=True)
"""What a verb alone counts."""


def usual_unit(measure: str) -> str:
    """The unit that what is counted has where none is printed (点击量450万): visits are counted in 次, requests and proposals in 件."""
    return next((unit for ending, unit in lexicon().usual_units.items() if measure.endswith(ending)), "")


@functools.lru_cache(4096)
def identify_measure(words: str, verbs: frozenset[VerbClass], context: Context) -> MeasureMatch:
    """The lexicon's name and indicator for a wording; both None when it is not known."""
    key = key_of(words, context)
    if found := exact(key, verbs, context):
        return found
    if key.endswith(_SUFFIXES):
        suffix = next(suffix for suffix in _SUFFIXES if key.endswith(suffix))
        if found := exact(key[: -len(suffix)], verbs, context):
            return found
    # 咨询信箱答复信息 are such replies, but pieces of information and no requests.
    if key.endswith("信息") and (found := exact(key[:-2], verbs, context)) and found.alias:
        return MeasureMatch(alias=found.alias)
    if context.unit in lexicon().pieces:
        if (line := _ON_LINE.fullmatch(key)) and context.unit in _INFORMATION:
            return MeasureMatch(alias=f"{line[1]}公开信息")
        if "”" in words and (account := _find_channel(key_of(_QUOTED.sub("", words), context))):
            return MeasureMatch(alias=account.name)
        if channel := _find_channel(key):
            # 网上 3 件 among requests are applications, 网上公开 3 件 are pieces of information.
            is_sure = context.subject != "requests" or _PUBLISHED.search(key) is not None
            return MeasureMatch(alias=channel.name if is_sure else "", indicator=channel.indicator if is_sure else None)
        if _OWN.fullmatch(key):
            return MeasureMatch(alias="主动公开政府信息")
    if context.unit in ("期", "期次") and (channel := _find_channel(key)) and channel.indicator:
        return MeasureMatch(alias=f"{key.removesuffix('信息')}期数")
    # The name of something of one office or channel (市政府网站 + 意见征集), which is no figure of the whole report.
    owner = None if _measure_patterns().heads.match(key) else _measure_patterns().owner_before.match(key)
    found = exact(key[owner.end() :], verbs, context) if owner else None
    return MeasureMatch(alias=f"{owner[0]}{found.alias}") if owner and found and found.alias else UNNAMED


@functools.lru_cache(4096)
def exact(key: str, verbs: frozenset[VerbClass], context: Context) -> MeasureMatch | None:
    """The measure or outcome that a key names, where its verbs, its unit and its subject fit; else None."""
    outcome = _outcome_by_word().get(_OF_DISPUTE.sub("", key))
    if outcome:
        is_own = not context.decides and is_of_disclosure(context)
        return MeasureMatch(indicator=outcome.get(context.dispute) if is_own else None)
    for measure in measures_by_noun().get(key, ()):
        fits = (not measure.verbs or measure.verbs & verbs) and (not measure.units or context.unit in measure.units)
        if fits and not (measure.whole and context.printed) and speaks_of(measure, context):
            return MeasureMatch(alias=measure.name if measure.alias else "", indicator=measure.indicator)
    return None


def speaks_of(measure: Measure | Zero, context: Context) -> bool:
    """Whether the text speaks of what the measure is about, or at least of nothing else."""
    if measure.about == "requests":
        return context.subject == "requests" or not (context.subject or measure.needs_subject)
    if measure.about == "disputes":
        return not context.decides and (is_of_disclosure(context) or not measure.needs_subject)
    return True


def is_of_disclosure(context: Context) -> bool:
    """Whether the disputes told of are about disclosure: the chapter is on them, the text speaks of requests, or there are none at all."""
    return context.in_review or context.subject == "requests" or context.is_none


def _find_channel(key: str) -> Channel | None:
    """The one channel the words speak of, when beside it they say no more than that information was published."""
    patterns = _measure_patterns()
    found = patterns.channels.search(key)
    if not found or patterns.not_owner.match(key):
        return None
    channel = _channel_by_word()[found[0]]
    if not patterns.generic.fullmatch(key, found.end()):
        of_one_kind = patterns.one_kind.fullmatch(key, found.end())
        return Channel(f"{channel.name}（{of_one_kind['kind']}）", channel.words) if of_one_kind else None
    if found.start() and not patterns.owner.fullmatch(key, 0, found.start()):
        others_site = "网站" in channel.name and not _NO_OWNER.search(key, 0, found.start())
        owner = key[: found.start()] if others_site and not patterns.heads.match(key) else ""
        return Channel(f"{owner}{channel.name[2 * bool(owner) :]}", channel.words)
    return channel


def heads() -> re.Pattern[str]:
    """Words that may stand before a name and are no part of it."""
    return _measure_patterns().heads


def key_of(words: str, context: Context) -> str:
    """The wording as it is looked up: without fillers and gaps, years of carrying over told by their distance."""
    if "转" in words or "顺延" in words:
        words = uncounted(_IDLE.sub("", _CARRIED.sub(functools.partial(_say_distance, context.year), words)))
        if _CARRIED_IN.fullmatch(words):
            return "上年结转"
        if _CARRIED_OUT.fullmatch(words):
            return "结转下年"
    key = uncounted(_IDLE.sub("", words))
    if applicant := _APPLICANT.match(key):
        key = key[applicant.end() :]
    return _AND_REPLIED.sub("", key) if "并" in key else key


def _say_distance(year: int | None, match: re.Match[str]) -> str:
    """2021年结转 and 结转2023年 as a report on 2022 says them without years; as printed where other years are named."""
    came, went = match.group("came", "went")
    if came:
        return match[0] if year and int(came) != year - 1 else "上年结转"
    return match[0] if year and int(went) != year + 1 else "结转下年"


@functools.lru_cache(4096)
def uncounted(words: str) -> str:
    """The words without 数量 and the like, which count nothing by themselves; these alone where nothing else is said."""
    return _COUNTED.sub("", words) or words if words.endswith(("量", "数", "件", "息")) else words


_OWNER = r"[一-龥]{0,8}?(?:人民政府|政府(?!信息)|街道|苏木|[省市县区州旗乡镇局厅委办])"
"""Whose channel it is: an administrative name of a few characters."""


class _MeasurePatterns(Struct, frozen=True):
    heads: re.Pattern[str]
    """What stands before a name and is no part of it."""
    channels: re.Pattern[str]
    generic: re.Pattern[str]
    one_kind: re.Pattern[str]
    """Published there, but information of one kind only (微信公众号发布 | 教育信息), which the name tells."""
    not_owner: re.Pattern[str]
    owner: re.Pattern[str]
    owner_before: re.Pattern[str]


@functools.cache
def _measure_patterns() -> _MeasurePatterns:
    words = lexicon()
    heads = (*words.subjects, *words.times, *words.fillers, *verb_classes())
    channels = [word for channel in words.channel for word in channel.words]
    a_year = r"(?:19|20)\d\d ?年"
    numbering = (
        r"全[省市县区州旗](?:各级)?(?:行政机关|各部门|各行政机关|政府系统)",
        rf"[较比与](?:{a_year}|上一?年|去年)度?同?期?的?(?:相比)?",
        rf"{a_year}度?(?!度?(?:结转|转结))",
        r"[一二三四五六七八九十]{1,2}[是、]|\d{1,2}[.、]",
        r"[两二三四五六七八九十]大(?:方面|类|领域)?",
        r"[\d一二两三四五六七八九十]{1,2}个?(?:(?:方面|部分|类别)的?|$)",
        r"出(?=[\d一二两三四五六七八九十]{1,2}个?(?:方面|部分|类别|$))",
        r"(?:[之当]?中|其余)$",
        r"[ “”\"、:]",
    )
    return _MeasurePatterns(
        heads=re.compile(rf"{_BECAUSE}|(?!{any_of(words.not_heads)})(?:{'|'.join(numbering)}|{any_of(heads)})"),
        channels=re.compile(any_of(channels)),
        one_kind=re.compile(
            rf"(?:{any_of(words.generic)})*?(?:{any_of(words.disclose_verbs)}|推送|更新)(?P<kind>[一-龥]{{2,6}}?信息)"
        ),
        generic=re.compile(rf"(?>{any_of(words.generic)}*)"),
        not_owner=re.compile(any_of(words.not_owners)),
        owner=re.compile(rf"(?:{any_of((*words.subjects, *words.fillers))}|{_OWNER})+"),
        owner_before=re.compile(rf"(?:{any_of((*words.subjects, *channels))}|{_OWNER})+"),
    )


@functools.cache
def _channel_by_word() -> dict[str, Channel]:
    return {word: channel for channel in lexicon().channel for word in channel.words}


@functools.cache
def _outcome_by_word() -> dict[str, dict[str, str | None]]:
    outcomes = [(word, outcome) for outcome in lexicon().outcome for word in outcome.words]
    return {word: {"review": outcome.review, "litigation": outcome.litigation} for word, outcome in outcomes}
