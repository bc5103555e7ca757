"""One sentence of running text: which words belong to which number, and which figure is part of which."""

from __future__ import annotations

import functools
import re

from msgspec import Struct

from reportscraper.model import Statement
from reportscraper.report.prose.lexicon import VerbClass, any_of, lexicon
from reportscraper.report.prose.measures import UNNAMED, UNSAID, Context, MeasureMatch, usual_unit
from reportscraper.report.prose.statement_kind import Kind, NumberPlace, is_of_another_time, tell_kind
from reportscraper.report.prose.subjects import ProseText
from reportscraper.report.prose.tokens import Mark, Negation, Number, Token, Year, is_count, tokens
from reportscraper.report.prose.whose import (
    counts_other_cases,
    counts_requests_of_others,
    counts_something_else,
    is_bare_outcome,
    is_own_beside_others,
    of_others,
    own_name,
    sorts_papers,
    speaks_for_place,
)
from reportscraper.report.prose.wording import name_after, name_before, name_part, names_of_each, numbers_of_each
from reportscraper.report.prose.zeros import SpokenZero, read_label, read_zero

TOTAL = re.compile("共(?!享|公|同|场)|[合总累]计")
"""Words of a total."""
_DONE = re.compile("(公开|解读|办结|答复|回复|办理|落实|整改|完成|达标|覆盖|上网)(?![一-龥])")
"""What all of something underwent (政策文件 100% | 解读)."""
_IN_PRINT = re.compile("(?:公报|报纸|报刊|年鉴|汇编|专刊)[^。;]{0,60}(?:刊登|刊载|刊发|刊出|刊印|登载)")
_LABEL_OF_NONE = re.compile(r"(?P<label>[^,。；;\n:]{1,40})[:。] {0,2}$")
_ON_ITS_OWN = re.compile(f"{TOTAL.pattern}|全年|发布(?!会)")
"""What the year counts, not what the gazette printed of it."""
_OF_LAST_YEAR = re.compile("^上一?年度?(?!结转|转结)")
"""What the name of last year's figure begins with (上年度 | 受理): this year's behind it is of the same thing."""
_REACH = 60
"""How far before a number its name is looked for."""
_AHEAD = 40
"""How many tokens after another are looked at."""
_QUOTE = 40
"""The longest quote; a longer stretch is cut at its beginning."""
_OF_A_WHOLE: frozenset[VerbClass] = frozenset(("make", "repeal"))
_FINISHED = ("审结", "办结", "结案", "答复")
"""尚未审结 1 件 counts what is pending."""
_LEVELS = frozenset(("count", "cumulative"))
_REMEMBERED = _LEVELS | {"other_year"}
_DISPUTES = ("review", "litigation")
_NEW, _TRAINED = "requests_new", "training_attendance"
"""Those trained are counted where their training is (消防培训30次 | 培训人员1200人次; 招聘会12场 | 培训2300人次)."""
_ZERO = Kind("negative_statement")


class Sentence:
    """Reads one sentence. It remembers what was counted last (``whole``), for parts, shares and changes of it."""

    def __init__(self, page: ProseText, start: int, end: int) -> None:
        self._page, self._flat, self._start, self._end = page, page.flat, start, end
        self._tokens: list[Token] = list(tokens(page.flat, start, end))
        # Without a report's year the latest of several in a sentence is taken for it (2021年收到9件，2022年收到12件).
        years = {token.year for token in self._tokens if isinstance(token, Year)}
        self._year = page.year or (max(years) if len(years) > 1 else None)
        self._context = Context(year=self._year)
        self._whole, self._whole_unit = UNNAMED, ""
        self._disputed: float = 0
        """How many disputes were counted last; no part of them is more."""
        self._seen: Year | None = None
        self._negated: Negation | None = None
        self._clause = self._left = start
        """Where the clause began, and where the words of the next number may begin: after the last mark or figure."""
        self._outer: tuple[int, int] | None = None
        """The stretch before the colon or the bracket that was read last."""

    def read(self) -> None:
        """Adds the statements of the sentence."""
        self._page.passage.enter(self._start, self._end)
        position = 0
        while position < len(self._tokens):
            token = self._tokens[position]
            if isinstance(token, Mark):
                self._pass_mark(token)
            elif isinstance(token, Number):
                position = self._read_number(token, position)
            elif isinstance(token, Negation):
                self._read_negation(token, position)
            else:
                self._seen = token
            position += 1
        self._page.passage.leave(self._end)

    def _pass_mark(self, mark: Mark) -> None:
        if mark.sign == "、":
            if self._flat.endswith(")", 0, mark.start):
                self._outer = None
            return
        if mark.sign == ":" and _sentence_patterns().label.search(
            self._flat, max(self._left, mark.start - 16), mark.start
        ):
            return
        before = (max(self._left, mark.start - _REACH), mark.start)
        if mark.sign in "(:":
            self._outer = before
        elif mark.sign != ")":
            self._outer = None
        elif self._outer is None or self._outer[0] >= self._outer[1]:
            self._outer = before
        self._clause = self._left = mark.end

    def _read_negation(self, negation: Negation, position: int) -> None:
        self._negated = negation
        stop = self._end
        for token in self._tokens[position + 1 : position + _AHEAD]:
            if isinstance(token, Number) and token.unit and not self._is_none(negation, token):
                return
            if isinstance(token, Mark) and token.sign != "、":
                stop = token.start
                break
        if stop == negation.end:
            self._read_lone_negation(negation)
            return
        for zero in read_zero(self._flat, negation, stop, self._context_of(negation.end, stop)):
            named = _name_zero(zero, negation.start)
            named = named.of_no_indicator() if self._is_anothers(negation) else named
            self._add_statement(named, None, _ZERO, "", negation.start, zero.end)

    def _is_anothers(self, negation: Negation) -> bool:
        """Whether a zero is said of others, or of another time."""
        place = NumberPlace(self._start, self._clause, self._left)
        is_past = is_of_another_time(self._flat, place, negation.start, seen=self._seen, year=self._year)
        return is_past or of_others(self._flat, self._clause, negation.start)

    def _is_none(self, negation: Negation, number: Number) -> bool:
        """Whether a one belongs to the negation: 未发生一起 says that there was none, 信息不存在 1 件 does not."""
        near = 0 <= number.start - negation.end <= 3 and not self._flat.endswith("存在", 0, negation.end)
        unfinished = near and self._flat.startswith(_FINISHED, negation.end)
        return near and number.value == 1 and not number.qualifier and not unfinished

    def _read_lone_negation(self, negation: Negation) -> None:
        """收费情况：无 — the label before a 无 that stands alone is what is zero."""
        label = _LABEL_OF_NONE.search(self._flat, max(0, negation.start - _REACH), negation.start)
        if not label:
            return
        start, stop = label.span("label")
        named = name_before(self._flat, start, stop, Context())
        unknown = [SpokenZero(named.words, "", None, negation.end)] if named.words else []
        for zero in read_label(self._flat, start, stop, self._context_of(start, stop)) or unknown:
            self._add_statement(_name_zero(zero, start), None, _ZERO, "", start, negation.end)

    def _read_number(self, number: Number, position: int) -> int:
        """Adds what a number states; returns the position of the last token it used up."""
        left = max(self._left, number.start - _REACH)
        denied = self._negated is not None and self._is_none(self._negated, number)
        if denied or not is_count(self._flat, number, left, self._end):
            return position
        span = self._flat[left : number.start]
        self._note_context(number, span)
        following = self._tokens[position + 1 : position + _AHEAD]
        each, group = numbers_of_each(self._flat, left, number, following)
        names = names_of_each(self._flat, left, each, len(group), self._context) if each else []
        if not names:
            names = [self._name_number(number, left, position)] * len(group)
        if each and each["all"]:
            group = [number] * len(names)
        for member, named in zip(group, names, strict=True):
            self._state_number(member, named, left)
        named = names[0]
        is_other = named.of_other_business(number.unit) or counts_other_cases(named.noun)
        if is_other and not (named.indicator or "").startswith(_DISPUTES):
            self._page.passage.turn_to_other_business()
        elif not named.indicator and not named.alias and counts_requests_of_others(named.words):
            self._page.passage.turn_to_others()
        self._left = max(group[-1].end, names[-1].stop)
        return self._tokens.index(group[-1], position) if len(group) > 1 else position

    def _note_context(self, number: Number, span: str) -> None:
        """Notes what the words before a number speak of, before it is named."""
        known = self._context
        dispute, printed = known.dispute, known.printed
        review, suit = span.rfind("复议"), max(span.rfind("诉讼"), span.rfind("应诉"))
        if review != suit:
            dispute = "review" if review > suit else "litigation"
        if not printed and ("刊" in span or "登" in span):
            printed = _IN_PRINT.search(self._flat, max(self._start, number.start - _REACH), number.start) is not None
        printed = printed and _ON_ITS_OWN.search(span) is None
        subject = self._page.passage.reach(number.start)
        passage = self._page.passage
        self._context = Context(
            number.unit, dispute, subject, known.year, passage.decides, passage.in_review, number.value == 0, printed
        )

    def _context_of(self, start: int, stop: int) -> Context:
        """What is known of a stretch that says a zero."""
        passage = self._page.passage
        subject = passage.last(start, stop) or passage.subject
        return Context(subject=subject, year=self._year, decides=passage.decides, in_review=passage.in_review)

    def _name_number(self, number: Number, left: int, position: int) -> MeasureMatch:
        flat, context = self._flat, self._context
        if speaks_for_place(flat, self._clause, number.start, self._page.places):
            self._page.passage.turn_to_others()
            return name_before(flat, left, number.start, context).of_no_indicator()
        owner = own_name(flat, self._start, left, number.start) if left == self._clause else ""
        if owner and (named := name_before(flat, left + len(owner), number.start, context)).indicator:
            self._page.owners[len(self._page.statements)] = owner
            return named
        named = name_before(flat, left, number.start, context)
        if sorts_papers(flat, self._start, number.start, named.words):
            return MeasureMatch(named.words, named.start)
        if not named.words and self._outer and left == self._clause:
            named = name_before(flat, *self._outer, context)
            if flat.startswith(("含", "包括", "包含", "连同"), self._outer[1] + 1):
                named = named.of_no_indicator()  # 申请（含咨询）45 件: others are counted with them
            if named.words in ("其他", "其它"):  # 其他（抖音短视频）1 个: the bracket says what they are
                named = name_before(flat, self._outer[1] + 1, left - 1, context)
        if named.open:
            following = self._tokens[position + 1 : position + _AHEAD]
            stop = next((token.start for token in following if not isinstance(token, Year)), self._end)
            named = name_after(flat, number.end, stop, named, context)
        if self._is_part(named, number):
            return name_part(named, self._whole, context)
        return UNSAID if named.is_verb else named

    def _is_part(self, named: MeasureMatch, number: Number) -> bool:
        """Whether the words are a verb alone, said of what was counted before in the same unit."""
        if not self._whole.words or number.unit != self._whole_unit:
            return False
        words = lexicon()
        alone = named.words in words.part_verbs or named.words in words.act_verbs
        return bool(named.open and named.verbs & _OF_A_WHOLE and not named.noun) or alone

    def _state_number(self, number: Number, named: MeasureMatch, left: int) -> None:
        kind = tell_kind(
            self._flat, number, NumberPlace(self._start, self._clause, left), seen=self._seen, year=self._year
        )
        named = self._of_kind(kind, named, number, left)
        span = (self._start, number.start, number.end, self._end)
        in_review = self._page.passage.in_review
        if named.indicator and counts_something_else(self._flat, span, named.indicator, in_review=in_review):
            named = named.of_no_indicator()
        if named.indicator and 0 < number.value <= self._disputed and is_bare_outcome(named.words, named.indicator):
            named = named.of_no_indicator()
        elif named.indicator:
            self._disputed = number.value if named.indicator.startswith(_DISPUTES) else 0
        is_told = kind.kind != "count" or any(each.indicator == _NEW for each in self._page.statements[-3:])
        if not (named.indicator or is_told) and is_own_beside_others(self._flat, self._clause, span, self._year):
            named = MeasureMatch("收到政府信息公开申请", named.start, indicator=_NEW)
        before = self._whole
        if named.indicator == _TRAINED and not before.indicator and ("培训" in before.words or "会" in before.words):
            named = named.of_no_indicator()
        if kind.kind in _REMEMBERED and named.words and not named.part:
            self._whole, self._whole_unit = named, number.unit
        patterns, at = _sentence_patterns(), number.start
        may_be = at > left and self._flat[at - 1] in patterns.qualifier_ends
        loose = patterns.qualifier.search(self._flat, max(left, at - 6), at) if may_be else None
        qualifier = (loose[1] if loose else "") + number.qualifier
        start, end = number.start if named is UNSAID else min(named.start, number.start), number.end
        if named.start >= number.end:
            end = max(end, named.stop)
        self._add_statement(named, number, kind, qualifier, start, end)

    def _of_kind(self, kind: Kind, named: MeasureMatch, number: Number, left: int) -> MeasureMatch:
        """The name, given the kind: a share, a change or a bare number is of what was counted last when it names nothing itself."""
        if kind.kind == "change":
            base = name_before(self._flat, left, kind.start, self._context)
            return MeasureMatch(
                (base.measure or self._whole.measure) + kind.words, base.start if base.words else kind.start
            )
        if kind.kind == "share":
            return self._name_share(named, number, left)
        if kind.kind == "other_year" and kind.start >= 0:
            named = name_before(self._flat, left, kind.start, self._context)
        if not named.words and named is not UNSAID:
            is_sum = self._flat.endswith(("合计", "总计"), left, number.start)
            whole = self._whole.measure if kind.kind == "other_year" else _OF_LAST_YEAR.sub("", self._whole.measure)
            return MeasureMatch("" if is_sum else whole or kind.words, number.start)
        if kind.kind in _LEVELS and not kind.not_years:
            return named
        over_years = "历年累计" if kind.words.startswith("历年") and named.words else ""
        return MeasureMatch(f"{over_years}{named.words}", named.start, named.alias)

    def _name_share(self, named: MeasureMatch, number: Number, left: int) -> MeasureMatch:
        """占 23.5% is the share of what stands before 占, else of what was counted last; 答复率 100% names itself."""
        cut = self._flat.find("占", left, number.start)
        if named.words and cut < 0:
            done = _DONE.match(self._flat, number.end, self._end)
            return MeasureMatch(f"{named.measure}{done[1]}率" if done else named.measure, named.start)
        base = name_before(self._flat, left, cut, self._context) if cut > left else UNNAMED
        return MeasureMatch(f"{base.measure or self._whole.measure}占比", base.start if base.words else max(cut, left))

    def _add_statement(
        self, named: MeasureMatch, number: Number | None, kind: Kind, qualifier: str, start: int, end: int
    ) -> None:
        printed = self._page.printed
        end = printed[end - 1] + 1
        start = max(printed[start], end - _QUOTE)
        statement = Statement(
            section=self._page.section,
            measure=named.measure,
            indicator=named.indicator,
            value=number.value if number else 0,
            unit=number.unit or usual_unit(named.measure) if number else "",
            qualifier=qualifier,
            quote=self._page.text[start:end],
            start=start,
            end=end,
            kind=kind.kind,
            direction=kind.direction,
        )
        self._page.statements.append(statement)


def _name_zero(zero: SpokenZero, start: int) -> MeasureMatch:
    return MeasureMatch(zero.words, start, zero.alias, zero.indicator)


class _SentencePatterns(Struct, frozen=True):
    label: re.Pattern[str]
    qualifier: re.Pattern[str]
    qualifier_ends: frozenset[str]


@functools.cache
def _sentence_patterns() -> _SentencePatterns:
    words = lexicon()
    channels = any_of(word for channel in words.channel for word in channel.words)
    return _SentencePatterns(
        label=re.compile(rf"{channels}$"),
        qualifier=re.compile(rf"({any_of(words.qualifiers_before)})[ 了有]*$"),
        qualifier_ends=frozenset((" ", "了", "有", *(word[-1] for word in words.qualifiers_before))),
    )
