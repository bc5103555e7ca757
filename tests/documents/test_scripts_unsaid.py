"""Scripts that write without saying so: by bare ids, by names of fields, by switching sheets off and giving classes."""

from __future__ import annotations

import pytest

from .test_shown import OPAQUE, cell_of, line_of

BY_BARE_ID = [
    "total.append('7')", "total.replaceWith('9')", "window.total.innerHTML='9'", "document.all.total.innerText='9'",
    "total.insertAdjacentText('beforeend','7')", "total.remove()", "total.firstChild.deleteData(0,1)", "total.toggleAttribute('hidden')",
    "total.setAttribute('style','display:none')", "var e = total; e.innerHTML='9'", "Object.assign(total,{innerHTML:'9'})",
    "total.animate([{opacity:0}],{fill:'both'})", "var r=document.createRange();r.selectNodeContents(total);r.deleteContents()",
    "const {q} = window; globalThis.total.textContent = 9", "setTimeout(() => total.append(7), 9)",
]  # fmt: skip


@pytest.mark.parametrize("script", BY_BARE_ID)
def test_scripts_that_write_by_a_bare_id(script: str) -> None:
    assert OPAQUE in cell_of("<b id=total>60</b>", f"<script>{script}</script>")


@pytest.mark.parametrize(
    "script",
    [
        "var total = 0; document.write(total)",
        "function f(total) { x.innerHTML = total.length }",
        "document.title = x; y.innerHTML = page.total",
        "y.innerHTML = x.total; x.total()",
    ],
)
def test_a_name_of_the_script_s_own_is_no_element(script: str) -> None:
    assert cell_of("<b id=total>60</b>", f"<script>{script}</script>") == "60"


@pytest.mark.parametrize(
    "script",
    [
        "document.f.q.value='9'", "document.forms[0].elements[0].value='9'", "q.setRangeText('9',0,2)", "q.valueAsNumber=9",
        "document.forms.f.q.setAttribute('value','9')",
    ],
)  # fmt: skip
def test_a_field_that_a_script_fills(script: str) -> None:
    cell = '<form name=f><input name=q id=q value="60"></form>'
    assert OPAQUE in cell_of(cell, f"<script>{script}</script>")
    assert cell_of(cell, "<script>document.g.kw.value='9'</script>") == "60"


HIDING = "<style id=st>.gone{display:none}.js .h2{display:none}[data-theme=d] .h3{display:none}</style>"


@pytest.mark.parametrize(
    "script",
    [
        "document.getElementById('st').disabled=true", "st.media='print'", "document.styleSheets[0].deleteRule(0)",
        "document.querySelector('style').remove()", "document.styleSheets[0].disabled=true",
    ],
)  # fmt: skip
def test_a_sheet_that_a_script_switches_off_hides_nothing_for_sure(script: str) -> None:
    assert OPAQUE in cell_of("60<b class=gone>9</b>", f"{HIDING}<script>{script}</script>")
    assert cell_of("60<b class=gone>9</b>", f"{HIDING}<script>document.createElement('style')</script>") == "60"


@pytest.mark.parametrize(
    ("inner", "script"),
    [
        ("60<b class=h2>9</b>", "document.body.className='js'"),
        ("60<b class=h2>9</b>", "document.documentElement.classList.add('js')"),
        ("60<b class=h3>9</b>", "document.documentElement.dataset.theme='d'"),
        ("60<b class=h3>9</b>", "document.documentElement.setAttribute('data-theme','d')"),
        ("60<i>9</i>", "document.querySelector('td i').classList.add('gone')"),
        ("60<i class=gone>9</i>", "document.querySelector('td i').classList.remove('gone')"),
    ],
)
def test_classes_that_scripts_give_count_where_a_rule_hides_by_them(inner: str, script: str) -> None:
    assert OPAQUE in cell_of(inner, f"{HIDING}<script>{script}</script>")
    harmless = HIDING.replace("display:none", "font-weight:bold")
    assert OPAQUE not in cell_of(inner.replace("gone", "g"), f"{harmless}<script>{script}</script>")


def test_lines_beside_what_a_script_names_stay() -> None:
    script = "<script>count.innerHTML = 9; document.title = 1</script>"
    assert line_of("收到60件<i id=count>1</i>次", script) == "收到60件1" + OPAQUE + "次"
    assert line_of("<i id=title>2021</i>年收到60件", script) == "2021年收到60件"
