"""Figures said in running text: a sentence at a time, each number with what it counts.

The tokenizer (`tokens`) finds the numbers, `measures` names what stands around one, `zeros` reads the zeros said in words; here
they are put together: which words belong to which number, whether it is a count, a share, a change or another year's.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from reportscraper.model import SectionKind, Statement, StatementKind
from reportscraper.parse.lexicon import VerbClass, any_of, lexicon
from reportscraper.parse.measures import UNNAMED, Context, Named, name_after, name_before, name_part
from reportscraper.parse.tokens import Mark, Negation, Number, Token, Year, flatten, tokens
from reportscraper.parse.zeros import read_label, read_zero

_REACH = 60
"""How far before a number its name is looked for."""
_QUOTE = 40
"""The longest quote; a longer stretch is cut at its beginning."""
_OF_A_WHOLE: frozenset[VerbClass] = frozenset(("make", "repeal"))
_NO_LEVEL = frozenset(("share", "change", "other_year"))
"""Kinds whose value is no level of the indicator in the year of the report."""
_RATES = frozenset(("%", "‰", "个百分点", "百分点", "倍"))


def parse_prose(text: str, *, section: SectionKind | None = None, year: int | None = None) -> list[Statement]:
    """Every figure the text states, in reading order.

    ``measure`` is what is counted, in the words of the print; ``value`` is multiplied out (1.2万 → 12000) except for 万元 and 亿元,
    shares are as printed (66.9, unit %), a change is positive with its direction beside it. ``indicator`` is set where the lexicon is
    sure of it, never for shares and changes. ``year`` is the year of the report, so that figures of another year can be told.
    Dates, document numbers, ordinals and names that hold a numeral yield nothing; an ambiguous number yields nothing.
    """
    flat = flatten(text)
    reader = _Reader(flat, text, section, year)
    for start, end, sentence in _sentences(flat):
        reader.read(start, end, sentence)
    return reader.statements


def _sentences(flat: str) -> Iterator[tuple[int, int, list[Token]]]:
    """(start, end, tokens) of each sentence that may hold a figure."""
    start, found, worth = 0, [], False
    for token in tokens(flat):
        if isinstance(token, Mark) and token.sign == "。":
            if worth:
                yield start, token.start, found
            start, found, worth = token.end, [], False
            continue
        worth = worth or isinstance(token, Number | Negation)
        found.append(token)
    if worth:
        yield start, len(flat), found


class _Clause(Struct, gc=False):
    """Where the words of the next number may begin: after the last mark or figure; ``outer`` is the stretch before a bracket."""

    start: int
    left: int
    outer: tuple[int, int] | None = None


class _Reader:
    """Reads the sentences of one text. Within a sentence it remembers what was counted last, for parts and shares."""

    def __init__(self, flat: str, text: str, section: SectionKind | None, year: int | None) -> None:
        self.statements: list[Statement] = []
        self._flat = flat
        self._text = text
        self._section = section
        self._year = year
        self._whole = UNNAMED

    def read(self, start: int, end: int, sentence: list[Token]) -> None:
        """Adds the statements of a sentence."""
        self._whole, self._context, self._begin = UNNAMED, Context(requests=self._section == "requests"), start
        self._clause = _Clause(start, start)
        self._sentence, self._end = sentence, end
        position = 0
        while position < len(sentence):
            token = sentence[position]
            if isinstance(token, Mark):
                self._mark(token)
            elif isinstance(token, Negation):
                self._negation(token, position)
            elif isinstance(token, Number):
                position = self._number(token, position)
            position += 1

    def _mark(self, mark: Mark) -> None:
        clause = self._clause
        if mark.sign == "、":
            return
        if mark.sign == "(":
            self._clause = _Clause(mark.end, mark.end, (clause.left, mark.start))
        elif mark.sign == ")":
            outer = clause.outer if clause.outer and clause.outer[0] < clause.outer[1] else (clause.left, mark.start)
            self._clause = _Clause(mark.end, mark.end, outer)
        elif self._flat[mark.start] == ":" and _patterns().label.search(self._flat, clause.left, mark.start):
            return
        else:
            self._clause = _Clause(mark.end, mark.end)

    def _negation(self, negation: Negation, position: int) -> None:
        stop = self._end
        for token in self._sentence[position + 1 :]:
            if isinstance(token, Number) and token.unit:
                return
            if isinstance(token, Mark) and token.sign != "、":
                stop = token.start
                break
        zeros = read_zero(self._flat, negation, stop)
        if not zeros and stop == negation.end:
            self._none(negation)
        for zero in zeros:
            named = Named(zero.words, negation.start, zero.alias, zero.indicator)
            self._add(named, negation.start, zero.end, kind="negative_statement")

    def _none(self, negation: Negation) -> None:
        """收费情况：无 — the label before a 无 that stands alone is what is zero."""
        label = _patterns().none_label.search(self._flat, max(0, negation.start - _REACH), negation.start)
        if not label:
            return
        start, stop = label.span("label")
        known = [Named(zero.words, start, zero.alias, zero.indicator) for zero in read_label(self._flat, start, stop)]
        for named in known or [name_before(self._flat, start, stop, Context())]:
            if named.words:
                self._add(named, start, negation.end, kind="negative_statement")

    def _number(self, number: Number, position: int) -> int:
        """Adds what a number states; returns the position of the last token it used up."""
        clause = self._clause
        left = max(clause.left, number.start - _REACH)
        if not self._plausible(number, left):
            return position
        self._understand(number, left)
        group = self._group(number, position) if _patterns().respectively.search(self._flat, left, number.start) else [position]
        names = self._coordinated(left, number, len(group))
        if names and len(group) > 1:
            for index, named in zip(group, names, strict=True):
                self._state(self._numbers(index), named, left)
        elif names:
            for named in names:
                self._state(number, named, left)
        else:
            for index in group:
                self._state(self._numbers(index), self._name(number, left, position), left)
        self._clause.left = self._numbers(group[-1]).end
        return group[-1]

    def _numbers(self, index: int) -> Number:
        token = self._sentence[index]
        assert isinstance(token, Number)
        return token

    def _plausible(self, number: Number, left: int) -> bool:
        flat, words = self._flat, lexicon()
        before = flat[number.start - 1] if number.start else " "
        if before in "-~/№#" or (number.spelled and before in "每第") or flat.endswith(words.notes, left, number.start):
            return False
        if number.spelled and number.value == 1:
            return number.unit in ("名", "位") or bool(_patterns().countable.search(flat, number.end, min(self._end, number.end + 12)))
        if number.unit:
            return True
        closed = number.end == self._end or flat[number.end] in ",，。；;、)）\n :"
        stem = _patterns().before_bare.sub("", flat[left : number.start])
        return closed and (stem.endswith(words.bare) or bool(number.qualifier and stem))

    def _group(self, number: Number, position: int) -> list[int]:
        """Positions of the numbers that follow 分别 with nothing but punctuation between them."""
        group, end = [position], number.end
        for index in range(position + 1, len(self._sentence)):
            token = self._sentence[index]
            if isinstance(token, Number):
                if self._flat[end : token.start].strip(" 、,和及与"):
                    break
                group.append(index)
                end = token.end
        return group

    def _coordinated(self, left: int, number: Number, size: int) -> list[Named]:
        """The names before 分别 (as many as numbers follow) or before 各 and 均 (every one has the number); else none."""
        match = _patterns().each.search(self._flat, left, number.start)
        if not match:
            return []
        names, start = [], left
        for joint in (*_patterns().joint.finditer(self._flat, left, match.start()), None):
            end = joint.start() if joint else match.start()
            if end > start:
                names.append(name_before(self._flat, start, end, self._context))
            start = joint.end() if joint else end
        if not all(named.words for named in names) or len(names) < 2:
            return []
        return names if size in (1, len(names)) and (size > 1 or match["all"]) else []

    def _name(self, number: Number, left: int, position: int) -> Named:
        flat, context = self._flat, self._context
        named = name_before(flat, left, number.start, context)
        outer = self._clause.outer
        if not named.words and outer and left == self._clause.start:
            named = name_before(flat, *outer, context)
        if named.open:
            following = (token.start for token in self._sentence[position + 1 :] if not isinstance(token, Year))
            named = name_after(flat, number.end, next(following, self._end), named, context)
        if named.open and named.verbs & _OF_A_WHOLE and self._whole.words:
            named = name_part(named, self._whole, context)
        return named

    def _understand(self, number: Number, left: int) -> None:
        """Notes what the clause speaks of before its number is named."""
        span = self._flat[left : number.start]
        dispute, requests = self._context.dispute, self._context.requests or "申请" in span
        if "复议" in span or "诉讼" in span:
            dispute = "review" if span.rfind("复议") > span.rfind("诉讼") else "litigation"
        self._context = Context(number.unit, dispute, requests)

    def _state(self, number: Number, named: Named, left: int) -> None:
        kind, direction, named = self._kind(number, named, left)
        if not named.words and self._whole.words:
            named = Named(self._whole.measure, number.start)
        if not named.words and (cue := _patterns().cumulative.search(self._flat, left, number.start)):
            named = Named(cue[0], cue.start())
        if kind in _NO_LEVEL or (kind == "cumulative" and "累计" not in self._flat[left : number.start]):
            named = Named(named.words, named.start, named.alias)
        if kind not in ("share", "change") and named.words:
            self._whole = named
        before = _patterns().qualifier.search(self._flat, left, number.start)
        qualifier = (before[1] if before else "") + number.qualifier
        start = min(named.start, number.start) if named.start >= left or named.start < number.start else number.start
        end = number.end
        if named.start >= number.end:
            end = min(named.start + len(named.words), number.end + 24)
            start = number.start
        self._add(named, start, end, number=number, kind=kind, direction=direction, qualifier=qualifier)

    def _kind(self, number: Number, named: Named, left: int) -> tuple[StatementKind, Literal["", "up", "down"], Named]:
        flat, patterns = self._flat, _patterns()
        direction = patterns.direction.search(flat, left, number.start)
        compared = patterns.compare.search(flat, self._begin, number.start)
        if direction and (compared or number.unit in _RATES):
            return "change", "up" if direction["up"] else "down", self._changed(left, direction, compared)
        if number.unit in _RATES:
            return "share", "", self._share(named, left, number)
        risen = patterns.risen_from.search(flat, left, number.start)
        if risen:
            return "other_year", "", name_before(flat, left, risen.start(), self._context)
        if patterns.other_year.search(flat, self._clause.start, number.start) or self._elsewhen(number, left):
            return "other_year", "", named
        if self._cumulative(number):
            return "cumulative", "", named
        return "count", "", named

    def _elsewhen(self, number: Number, left: int) -> bool:
        """Whether the clause names a year that is not the report's; what was carried over is this year's whatever year it names."""
        years = [token.year for token in self._sentence if isinstance(token, Year) and left <= token.start < number.start]
        return bool(self._year and years) and years[-1] != self._year and "结转" not in self._flat[left : number.end + 6]

    def _changed(self, left: int, direction: re.Match[str], compared: re.Match[str] | None) -> Named:
        """What changed: the words before the comparison, else what was counted last."""
        cut = min(direction.start(), compared.start() if compared and compared.start() >= left else direction.start())
        named = name_before(self._flat, left, cut, self._context)
        base = named.measure or self._whole.measure
        words = direction["up"] or direction["down"]
        return Named(f"{base}{'同比' if compared else ''}{words}", named.start if named.words else cut)

    def _share(self, named: Named, left: int, number: Number) -> Named:
        if not named.words or "占" in self._flat[left : number.start]:
            return Named(f"{self._whole.measure}占比", number.start)
        return named

    def _cumulative(self, number: Number) -> bool:
        patterns = _patterns()
        match = patterns.cumulative.search(self._flat, self._clause.start, number.start)
        if not match:
            return False
        return match[0].startswith("历年") or not patterns.this_year.search(self._flat, self._begin, number.start)

    def _add(
        self,
        named: Named,
        start: int,
        end: int,
        *,
        number: Number | None = None,
        kind: StatementKind = "count",
        direction: Literal["", "up", "down"] = "",
        qualifier: str = "",
    ) -> None:
        start = max(start, end - _QUOTE)
        statement = Statement(
            section=self._section,
            measure=named.measure,
            indicator=named.indicator,
            value=number.value if number else 0,
            unit=number.unit if number else "",
            qualifier=qualifier,
            quote=self._text[start:end],
            start=start,
            end=end,
            kind=kind,
            direction=direction,
        )
        self.statements.append(statement)


class _Patterns(Struct, frozen=True):
    label: re.Pattern[str]
    none_label: re.Pattern[str]
    respectively: re.Pattern[str]
    each: re.Pattern[str]
    joint: re.Pattern[str]
    qualifier: re.Pattern[str]
    direction: re.Pattern[str]
    compare: re.Pattern[str]
    other_year: re.Pattern[str]
    risen_from: re.Pattern[str]
    cumulative: re.Pattern[str]
    this_year: re.Pattern[str]
    countable: re.Pattern[str]
    before_bare: re.Pattern[str]


@functools.cache
def _patterns() -> _Patterns:
    words = lexicon()
    channels = any_of(word for channel in words.channel for word in channel.words)
    return _Patterns(
        label=re.compile(rf"{channels}$"),
        none_label=re.compile(r"(?P<label>[^,，。；;\n:：]{1,40})[:：。]$"),
        respectively=re.compile("分别"),
        each=re.compile(r"分别[^,、]{0,4}$|(?P<all>[各均都])[为是有]?(?:共计)? ?$"),
        joint=re.compile("、|以及|和|与|及"),
        qualifier=re.compile(rf"({any_of(words.qualifiers_before)})[ 了有]*$"),
        direction=re.compile(rf"(?:(?P<up>{any_of(words.up)})|(?P<down>{any_of(words.down)}))(?:率|幅度?|了|约|近|超过|超|逾|达到?|为| )*$"),
        compare=re.compile(rf"{any_of(words.compare)}|[较比与](?:19|20)\d\d ?年"),
        other_year=re.compile(any_of(words.other_year)),
        risen_from=re.compile(r"[由从](?:去年|上年|(?:19|20)\d\d ?年)度?同?期?的? ?$"),
        cumulative=re.compile(any_of(words.cumulative)),
        this_year=re.compile(rf"(?:19|20)\d\d ?年(?!.{{0,8}}以来)|{any_of(words.this_year)}"),
        countable=re.compile(any_of(words.countable)),
        before_bare=re.compile(r"(?:[共计为是达到约近超过仅只有均：: ]|总计|合计)+$"),
    )
