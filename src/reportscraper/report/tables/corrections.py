"""Corrections that a report prints beside its tables (更正：本年新收应为 25 件): the figures that they name are in doubt.

They stand at the end of the article, in a chapter or above the tables. Right below a table they are a note on it (`notes.qualifies`).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from reportscraper.forms import Form, form_named
from reportscraper.forms.rules import finding
from reportscraper.model import Block, CellId, Figure, Finding, FormId
from reportscraper.report.tables.labels import normalise
from reportscraper.text import simplify, squeeze

# Each begins with a sign of its own, not with a set of signs: so the engine skips to them.
_MAY = re.compile(
    "更正|勘误|勘誤|订正|訂正|改正|误|誤|正确|正確|应当?當?[为為是\\d]|應当?當?[为為是\\d]|实际?際?[为為]|實际?際?[为為]"
)
_SENTENCE = re.compile(r"[^。;!\n]+")
_NUMBER = r"[“\"'‘]?\d[\d,.]*(?![\d年月日]|个?工作日|天|小时)"
_SAYS = re.compile(
    rf"(?:(?<![反相对适供响效])应当?(?:更正|改正|修改|订正)?(?:为|是)|(?:更正|订正|改正|勘误)[为成:]|实际?(?:应)?为|正确的?(?:数据|数字|数值|数量)?(?:应)?(?:为|是)){_NUMBER}"
    rf"|(?:误|错|漏|更正|勘误)[^。;]{{0,40}}(?:修改|调整|修正|更改|改)(?:为|成){_NUMBER}"
)
"""Says what a figure ought to be."""
_HEADED = re.compile(
    r"[\W\d一二三四五六七八九十附注]*(?:更正|勘误|订正)(?:说明|声明|启事|情况|通知|表)?[:(]|[\W\d]*(?:更正|勘误)(?:说明|声明|启事)"
)
"""What opens a paragraph of corrections."""
_WRONG = re.compile(
    r"(?:数据|数字|数值|数量|件数|金额|表[一二三123格中内]?|合计|总计|[”\"])[^,。;]{0,10}(?:有误|错误|误[写填录报印]|出错|不实|不准确)|笔误|误[写填录]为"
)
_INSTEAD = re.compile("以[^,。;]{1,24}为准|更正|勘误|应为|改为|重新[公发]布")
_ONLY_IF = re.compile("如有|如果|若|万一|如[^,。]{0,6}不一致|不符")
_NAMES_TABLE = re.compile("表|数据|报告|数字")
_WAS = re.compile(
    r"(\d[\d,.]*)[”\"'’]?(?:件|条|项|份|元|万元|个|次|人)?[”\"'’]?,?(?:系笔误|有误|错误)?,?(?:应|更正|改正|订正|修改|改)"
)
"""The number that is put right (表中 52 件应为 25 件)."""
_EMPTY = re.compile("^(?:本年度?|其中)|(?:数量|件数|总数|情况|金额|数)$")
_SHORTEST = 2


def corrections(
    blocks: Iterable[Block], figures: Sequence[Figure], form: Form, told: Collection[str] = ()
) -> Iterator[Finding]:
    """One finding for each correction that the text prints, with the figures it names: by their labels, by the number that is put
    right, else all. ``told`` are notes that have been told with their table.
    """
    seen = {squeeze(simplify(text)) for text in told}
    for block in blocks:
        if not block.text or not _MAY.search(block.text):
            continue
        plain = squeeze(simplify(block.text))
        if plain in seen:
            continue
        before = ""
        for sentence in _SENTENCE.findall(plain):
            if not _ONLY_IF.search(sentence) and _is_correction(
                sentence, is_first=not before, before=before, form=form
            ):
                cells = _cells_named(f"{before}{sentence}", figures, form)
                yield finding("correction_printed", cells=cells, text=sentence)
                before = ""
            else:
                before = sentence


def _is_correction(sentence: str, *, is_first: bool, before: str, form: Form) -> bool:
    if is_first and _HEADED.match(sentence):
        return True
    if _SAYS.search(sentence):
        about = f"{before}{sentence}"
        return bool(
            _HEADED.match(about)
            or _WRONG.search(about)
            or _NAMES_TABLE.search(sentence)
            or _lines_named(sentence, form)
        )
    return bool(
        _WRONG.search(sentence)
        and (_INSTEAD.search(sentence) or _lines_named(sentence, form))
        and _NAMES_TABLE.search(sentence)
    )


def _cells_named(text: str, figures: Sequence[Figure], form: Form) -> tuple[CellId, ...]:
    """The figures that a correction speaks of."""
    own = {figure.cell for figure in figures}
    lines = _lines_named(text, form)
    named = list[CellId]()
    for table in form.tables:
        rows, columns = lines.get((table.id, "row"), set()), lines.get((table.id, "column"), set())
        keys = [key for key in table.figures if key[0] in rows]
        keys = [key for key in keys if key[1] in columns] or keys
        named += [table.figures[key].cell for key in keys if table.figures[key].cell in own]
    if named:
        return tuple(named)
    wrong = {float(number.replace(",", "").rstrip(".")) for number in _WAS.findall(text)}
    valued = [figure.cell for figure in figures if figure.value is not None and figure.value in wrong]
    return tuple(valued or (figure.cell for figure in figures))


def _lines_named(text: str, form: Form) -> dict[tuple[str, str], set[str]]:
    """(Table, row or column) → the keys of the lines whose labels a text names; a label within a longer one that it names is not meant."""
    plain, found = re.sub(r"\W", "", text), dict[tuple[str, str], set[str]]()
    wordings = _wordings(form.id)
    spans = [(at, at + len(word), place, key) for word, place, key in wordings if (at := plain.find(word)) >= 0]
    for start, end, place, key in spans:
        if not any(a <= start and end <= b and b - a > end - start for a, b, _, _ in spans):
            found.setdefault(place, set()).add(key)
    return found


@functools.lru_cache(8)
def _wordings(form_id: FormId) -> tuple[tuple[str, tuple[str, str], str], ...]:
    """(Wording, (table, row or column), key) of every line, without what labels say beside the thing counted."""
    form = form_named(form_id)
    lines = [
        (line, (table.id, axis))
        for table in (form.tables if form else ())
        for axis, group in (("row", table.rows), ("column", table.columns))
        for line in group
    ]
    named = (
        (_EMPTY.sub("", _EMPTY.sub("", normalise(label))), place, line.key)
        for line, place in lines
        for label in (line.label, *line.variants)
    )
    return tuple(dict.fromkeys(each for each in named if len(each[0]) >= _SHORTEST))
