"""What a text speaks of where it states a figure: requests for information (政府信息公开申请), other business, or disputes.

办结 12 件 is a figure of disclosure only where the sentence or the sub-chapter (（二）依申请公开情况) speaks of requests for information.
Any other application (行政许可申请, 工伤认定申请) is other business until the sentence ends, and so is whatever else was received or
handled before it (收到信访件 30 件). A body that decides on reconsideration (受理行政复议申请) counts cases against others, not its own.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from reportscraper.model import SectionKind, Statement
from reportscraper.report.prose.lexicon import any_of, lexicon

Subject = Literal["", "requests", "other"]

_CUE = re.compile("依申请|申请人要求|要求公开|要求主动公开|主动公开以外|申请|收费|费用|信息公开|方面(?=[,:])")
_OF_DISCLOSURE = re.compile(
    "公开|申请|信息|答复|办理|受理|处理|渠道|结果|内容|方式|数量|类型|来源|复议|诉讼|收费|解读|回应"
)
"""What 方面 may follow without turning to other business (住房保障方面, 收到申请 50 件)."""
_BEFORE = 16
"""How many characters before 申请 tell whose application it is."""
_OF_INFORMATION = re.compile(
    r"公开(?:的|类|工作|方面的?|受理|书面|网上|网络|在线|线上|线下|信函|当面)*[”\"》]?$|(?:政府|政务)信息(?:的|类|方面的?)?$|公开.{0,8}信息的$"
)
_OTHER_DISCLOSURE = re.compile("(?:[党村居厂校院警检狱司]务|财务|企业[一-龥]{0,4})(?:信息)?公开(?:的)?$")
"""What villages, parties and enterprises disclose is asked for under other rules."""
_FOR_INFORMATION = re.compile(r"[“\"]?(?:主动)?(?:要求|获取|查阅|查询|提供)?(?:公开|政府信息|相关政府信息|信息)")
_OF_TASKS = re.compile(
    r"(?:类|的)?[一二三四五六七八九十]?类?(?:政务服务|行政权力|行政审批|公共服务|权力|服务|政务|审批|办理)类?事项"
)
"""依申请政务服务事项 are what an office does when asked to, no requests for information."""
_PUBLISHED = re.compile("(?:专栏|专区|栏|目录|平台|网|指南|年报|条例|制度|查[阅询]|培训|大厅)")
"""信息公开 in the name of a place or a paper speaks of no requests."""
_KIND_OF = re.compile("(?:类|方面的?|领域的?)$")
"""A part of the requests, told by what was asked about (征地拆迁类申请 5 件)."""
_SUB_CHAPTER = re.compile(
    r"[ \t]*(?:(?P<_0>[一二三四五六七八九十]{1,3}、)|(?P<_1>\([一二三四五六七八九十]{1,3}\)|[㈠-㈩])|(?P<_2>\d{1,2}[.、](?!\d))|(?P<_3>\(\d{1,2}\)|[①-⑳]))"
)
_STOP = re.compile(r"[\n。;!?]+")
_MARK = re.compile(
    r"[ \t]*(?:[一二三四五六七八九十]{1,2}[是、]|\([一二三四五六七八九十]{1,3}\)|\d{1,2}[.、](?!\d)|\(\d{1,2}\)|[①-⑳]|首先|其次|再次|最后)"
)
"""What an item of a list within a line begins with."""
_OTHER_HEADING = re.compile("许可|审批|信访|热线|12345|确权|救助|工伤|登记|仲裁|投诉|建议|提案|政务服务|一网通办|营商")
"""Headings of sub-chapters on other business, within a chapter on requests."""
_HEADING = re.compile(r"[^。:;\n]{0,40}")
_OTHERS = re.compile(
    r"(?<!未)(?<!没有)(?:收到|接到|接收|新收|共收|受理|审理|审结|办结|办理|立案|审查)(?:了|各类|各项|各级|全县|全市|全区|群众|公民|当事人|不服[^,。;]{1,12}|的|\d+[件起宗])*行政复议(?!答复|决定|通知|文书)"
    r"|行政复议(?:案件|申请)?\d+[件起宗](?:\([^()]{0,30}\))?,?(?:已|共|均|依法|全部)*(?:审结|办结|结案|受理|立案|不予受理|调解|作出)"
    r"|(?:办理|代理|承办|应诉)[^,。;]{0,6}行政诉讼|行政应诉|复议机[关构](?!认定)|行政复议(?:局|委员会|办公室|体制|职责|中心)|(?:全县|全市|全区|县级|市级|区级|县政府|市政府|区政府)行政复议"
)
"""A body that receives and decides cases of reconsideration."""
_AGAINST_IT = re.compile("信息公开|依申请|针对|被申请|因.{0,20}引|(?:对|以)(?:我|本)")
_DECIDES = re.compile(
    "(?:受理|审理|审结|立案|审查)[^,。;]{0,12}行政复议|办理行政复议案件|行政复议[^,。;]{0,12}(?:受理|审理|审结|立案)|行政复议[^。;]{0,24}(?<!未)(?:审结|驳回) ?\\d|复议机[关构](?!认定)"
)
_TOGETHER = re.compile("共|合计|总计|总数|两项|以上")


class Passage:
    """Follows a text and knows what it speaks of: where a sentence begins, and at each number in it.

    Its words are looked through once. Sentences are entered and left in order.
    """

    def __init__(self, flat: str, section: SectionKind | None) -> None:
        self._flat = flat
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._subjects: list[Subject] = []
        """Of each word that tells a subject; empty for a mere hint."""
        for cue in _CUE.finditer(flat):
            is_hint = cue[0] == "信息公开"
            subject = None if is_hint else _tell_subject(flat, cue)
            if subject or (is_hint and not _PUBLISHED.match(flat, cue.end())):
                self._starts.append(cue.start())
                self._ends.append(cue.end())
                self._subjects.append(subject or "")
        self._default: Subject = "requests" if section == "requests" else ""
        self.in_review = section == "review"
        self._disputes = any(word in flat for word in ("复议", "应诉", "诉讼"))
        self._levels: list[Subject | None] = []
        self._carried: Subject = ""
        self._next = self._read_to = 0
        self._mixed = False
        self.subject: Subject = ""
        """What the sentence speaks of at the number that was read last."""
        self.decides = False
        """The disputes of the sentence are cases that the body decides or answers, whatever they are about."""
        self._begin_item(0)

    def enter(self, start: int, end: int) -> None:
        """A sentence begins."""
        flat = self._flat
        for stop in _STOP.finditer(flat, self._read_to, start):
            self._take_in_cues(stop.start())
            if self._carried == "other" and stop[0] != ";":
                self._carried = ""
            if "\n" in stop[0] or _MARK.match(flat, stop.end()):
                self._begin_item(stop.end())
        self._take_in_cues(start)
        self.subject, self._mixed, self._read_to = self._carried, False, start
        self.decides = self._disputes and decides_on_others(flat, start, end, in_chapter=self.in_review)

    def leave(self, end: int) -> None:
        """The sentence ends. The next one of the paragraph still speaks of its requests, one behind a semicolon of other business too."""
        self._take_in_cues(end)
        self._read_to = end

    def reach(self, position: int) -> Subject:
        """What the sentence speaks of at a number, after the words since the number before it."""
        since, self._read_to = self._read_to, position
        hinted = self._take_in_cues(position)
        if hinted and not self.subject:
            self.subject = "requests"
        self._mixed = self._mixed or self.subject == "other"
        if self._mixed and self.subject == "requests" and _TOGETHER.search(self._flat, since, position):
            return "other"
        return self.subject

    def turn_to_other_business(self) -> None:
        """What was read last is no application and no disclosure (收到信访件 30 件)."""
        self.subject, self._mixed = "other", True

    def turn_to_others(self) -> None:
        """What was read last are requests that others received, or a part of them: what was done with them is not the body's either."""
        self.subject, self._mixed, self._carried = "other", True, ""

    def last(self, start: int, stop: int, *, hints: bool = True) -> Subject | None:
        """What a stretch speaks of last; None when of nothing of the kind.

        ``hints`` are mentions of 信息公开 alone; they do not end other business.
        """
        if not self._starts:
            return None
        hinted: Subject | None = None
        for at in range(bisect_left(self._starts, stop) - 1, bisect_left(self._starts, start) - 1, -1):
            if self._ends[at] <= stop:
                if self._subjects[at]:
                    return self._subjects[at]
                hinted = "requests" if hints else None
        return hinted

    def _take_in_cues(self, stop: int) -> bool:
        """Takes in the cues up to ``stop``; whether one of them is a mere hint."""
        hinted = False
        while self._next < len(self._starts) and self._ends[self._next] <= stop:
            if subject := self._subjects[self._next]:
                self.subject = self._carried = subject
            hinted = hinted or not subject
            self._next += 1
        return hinted

    def _begin_item(self, start: int) -> None:
        """A line or an item of a list begins: a numbered one may be headed by its subject, others are of what stands above."""
        if heading := _SUB_CHAPTER.match(self._flat, start):
            level = int((heading.lastgroup or "_0")[1:])
            words = _HEADING.match(self._flat, heading.end())
            above = (self._levels + [None] * level)[:level]
            stop = words.end() if words else start
            told = self.last(heading.end(), stop, hints=False)
            is_other = told is None and _OTHER_HEADING.search(self._flat, heading.end(), stop) is not None
            self._levels = [*above, "other" if is_other else told]
        nearest = next((told for told in reversed(self._levels) if told), self._default)
        self._carried = "requests" if nearest == "requests" else ""


class ProseText(Struct, frozen=True, gc=False):
    """A text with what is known of it, and the statements found so far."""

    text: str
    flat: str
    printed: Sequence[int]
    """Where each character of ``flat`` stands in the text."""
    section: SectionKind | None
    year: int | None
    statements: list[Statement]
    passage: Passage
    places: str
    """The kinds of places that the report does not speak for as a whole: `places_of_others`."""
    owners: dict[int, str]
    """Of the statements that an organ's own name begins, the name (县教育局收到…)."""


def _tell_subject(flat: str, cue: re.Match[str]) -> Subject | None:
    """Whose business an application (申请) or a fee (收费) is; None when it does not tell."""
    if "要求" in cue[0] or "以外" in cue[0]:
        return "requests"
    if cue[0] == "依申请":
        return "other" if _OF_TASKS.match(flat, cue.end()) else "requests"
    before = flat[max(0, cue.start() - _BEFORE) : cue.start()]
    if cue[0] == "方面":
        return None if _OF_DISCLOSURE.search(re.split("[,。;:\n]", before)[-1]) else "other"
    if cue[0] in ("收费", "费用"):
        return None if _subject_patterns().plain_fee.search(before) else "other"
    if _OTHER_DISCLOSURE.search(before):
        return "other"
    if before.endswith("公开") or _OF_INFORMATION.search(before) or _FOR_INFORMATION.match(flat, cue.end()):
        return "requests"
    if flat.startswith(("人", "表", "书", "行政复议", "复议"), cue.end()):
        return None
    if _subject_patterns().applies_for.match(flat, cue.end()):
        return "other"
    return None if _subject_patterns().plain.search(before) or _KIND_OF.search(before) else "other"


def decides_on_others(flat: str, start: int, end: int, *, in_chapter: bool) -> bool:
    """Whether a sentence speaks of a body that decides on reconsideration, or answers suits of every kind (行政应诉).

    Its cases are not about its own disclosure. In the chapter on disputes about disclosure (``in_chapter``) only its deciding tells so.
    """
    if in_chapter:
        return _DECIDES.search(flat, start, end) is not None and _AGAINST_IT.search(flat, start, end) is None
    found = _OTHERS.search(flat, start, end)
    return found is not None and _AGAINST_IT.search(flat, start, found.end()) is None


class _SubjectPatterns(Struct, frozen=True):
    plain: re.Pattern[str]
    """What may stand before 申请 and says nothing of what was applied for: nothing, a verb, who applied and how."""
    plain_fee: re.Pattern[str]
    applies_for: re.Pattern[str]


@functools.cache
def _subject_patterns() -> _SubjectPatterns:
    words = lexicon()
    plain = any_of((*words.receive_verbs, *words.plain_of_requests, *words.subjects, *words.times))
    # 办理的申请 are any; 居住证办理申请 are those for a residence permit.
    done = rf"(?:^|[^一-龥A-Za-z”\"]|{any_of(words.fillers)}|[年内未共]){any_of((*words.handle_verbs, *words.reply_verbs))}"
    counted = rf"[\d一二两三四五六七八九十百千万几余]\s?{any_of(words.units)}"
    return _SubjectPatterns(
        # 消防验收申请, 房屋征收申请: no 收 of one's own.
        plain=re.compile(rf"(?:^|[^一-龥A-Za-z”\"]|(?<![验征回没]){plain}|{done}|{counted})[了过的“\" ]*$"),
        plain_fee=re.compile(rf"(?:^|[^一-龥A-Za-z”\"]|{any_of(words.plain_of_fees)})[了过的“\" ]*$"),
        applies_for=re.compile(rf"{any_of(words.applied_for)}"),
    )
