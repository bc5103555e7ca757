"""Ways to print a figure in a cell so that what stands in the markup and what a reader sees may be two things.

Each kind gives the content of a cell (``{n}`` the figure, ``{a}`` and ``{b}`` its halves, ``{x}`` a digit that is not the figure's), the
rule of the page's ``<style>`` that it needs, and a script. Class names are the kind's own, so that kinds do not meet.
"""

from __future__ import annotations

from msgspec import Struct


class Kind(Struct, frozen=True):
    """One way: its name, the content of the cell, rules and script of the page."""

    name: str
    cell: str
    css: str = ""
    script: str = ""


def filled(content: str, figure: str, digit: str) -> str:
    """The content of a cell with this figure; ``digit`` is the one that does not belong to it."""
    half = len(figure) // 2
    parts = {"{n}": figure, "{a}": figure[:half], "{b}": figure[half:], "{x}": digit}
    for mark, text in parts.items():
        content = content.replace(mark, text)
    return content


_PLAIN = (
    Kind("plain", "{n}"),
    Kind("paragraph", "<p>{n}</p>"),
    Kind("halves in spans", "<span>{a}</span><span>{b}</span>"),
    Kind("halves bold and not", "<b>{a}</b>{b}"),
    Kind("halves in fonts", '<font face="宋体">{a}</font><font face="仿宋" color="#333">{b}</font>'),
    Kind("halves of two languages", '<span lang="en-US">{a}</span><span lang="zh-CN">{b}</span>'),
    Kind("spaces around", "&nbsp;&nbsp;{n}&nbsp;"),
    Kind("zero width", "{a}&#8203;{b}"),
    Kind("comment within", "{a}<!-- {x} -->{b}"),
    Kind("line break before", "<br>{n}"),
    Kind("spread letters", '<span style="letter-spacing:2px">{n}</span>'),
    Kind("wide digits", "{n}<span></span>"),
    Kind("empty halves", "<p>&nbsp;</p><p>{n}</p>"),
    Kind("underlined", "<u>{n}</u>"),
    Kind("grey", '<span style="color:#777">{n}</span>'),
    Kind("white on black", '<div style="background:#000;color:#fff">{n}</div>'),
)
_HIDDEN = (
    Kind("display none inline", '{n}<span style="display:none">{x}</span>'),
    Kind("display none by class", '{n}<span class="k1">{x}</span>', ".k1{display:none}"),
    Kind("display none by id", '{n}<span id="k2{x}">{x}</span>', "[id^=k2]{display:none}"),
    Kind("display none by child", '<i class="k3">{n}<b>{x}</b></i>', ".k3>b{display:none}"),
    Kind("display none of the last", '<i class="k4"><b>{n}</b><b>{x}</b></i>', ".k4 b:last-child{display:none}"),
    Kind("display none for the screen", '{n}<b class="k5">{x}</b>', "@media screen{.k5{display:none}}"),
    Kind("display none in print alone", '{n}<b class="k6">{x}</b>', "@media print{.k6{display:none}}"),
    Kind("important", '{n}<b class="k7" style="display:inline">{x}</b>', ".k7{display:none!important}"),
    Kind("shown again", '<b class="k8">{n}</b>', ".k8{display:none} td .k8{display:inline}"),
    Kind("hidden attribute", "{n}<span hidden>{x}</span>"),
    Kind("visibility", '{n}<span style="visibility:hidden">{x}</span>'),
    Kind("visibility of the first", '<span style="visibility:hidden">{x}</span>{n}'),
    Kind("opacity", '{n}<span style="opacity:0">{x}</span>'),
    Kind("size nought", '{n}<span style="font-size:0">{x}</span>'),
    Kind("one pixel", '{n}<span style="font-size:1px">{x}</span>'),
    Kind("white on white", '{n}<span style="color:#fff">{x}</span>'),
    Kind("white by name", '{n}<font color="white">{x}</font>'),
    Kind("transparent", '{n}<span style="color:transparent">{x}</span>'),
    Kind("off the left", '{n}<span style="position:absolute;left:-999em">{x}</span>'),
    Kind("indented away", '{n}<div style="text-indent:-999em;overflow:hidden">{x}</div>'),
    Kind("no height", '{n}<div style="height:0;overflow:hidden">{x}</div>'),
    Kind("no width", '{n}<span style="display:inline-block;width:0;overflow:hidden">{x}</span>'),
    Kind("clipped", '{n}<span style="position:absolute;clip:rect(0,0,0,0)">{x}</span>'),
    Kind("clip path", '{n}<span style="clip-path:inset(100%);display:inline-block">{x}</span>'),
    Kind("scaled away", '{n}<span style="display:inline-block;transform:scale(0)">{x}</span>'),
    Kind("noscript", "{n}<noscript>{x}</noscript>"),
    Kind("template", "{n}<template>{x}</template>"),
    Kind("closed details", "{n}<details><summary></summary>{x}</details>"),
    Kind("video", "{n}<video width=1 height=1>{x}</video>"),
    Kind("canvas", "{n}<canvas width=1 height=1>{x}</canvas>"),
    Kind("frame", "{n}<iframe width=1 height=1>{x}</iframe>"),
    Kind("script element", "{n}<script>var k={x}</script>"),
    Kind("style element", "{n}<style>.k{x}{}</style>"),
    Kind("covered", '<span style="position:relative">{n}<i class="k9"></i></span>',
         ".k9{position:absolute;right:0;top:0;width:.6em;height:1.2em;background:#fff}"),
)  # fmt: skip
_MARKED = (
    Kind("struck element", "<s>{x}</s>{n}"),
    Kind("deleted", "<del>{x}</del>{n}"),
    Kind("struck by style", '<span style="text-decoration:line-through">{x}</span>{n}'),
    Kind("struck by rule", '<span class="k10">{x}</span>{n}', ".k10{text-decoration:line-through}"),
    Kind("struck from above", '<span class="k11"><b>{x}</b></span>{n}', ".k11{text-decoration-line:line-through}"),
    Kind("raised", "{n}<sup>{x}</sup>"),
    Kind("raised by style", '{n}<span style="vertical-align:super;font-size:70%">{x}</span>'),
    Kind("raised by length", '{n}<span style="vertical-align:6px;font-size:60%">{x}</span>'),
    Kind("raised by place", '{n}<span style="position:relative;top:-.5em;font-size:60%">{x}</span>'),
    Kind("lowered", "{n}<sub>{x}</sub>"),
    Kind("footnote", '{n}<a href="#note"><sup>{x}</sup></a>'),
    Kind("ruby", "<ruby>{n}<rt>{x}</rt></ruby>"),
    Kind("smaller", '{n}<span style="font-size:60%">{x}</span>'),
)
_ARRANGED = (
    Kind("two lines", "{n}<br>{x}"),
    Kind("two paragraphs", "<p>{n}</p><p>{x}</p>"),
    Kind("two divisions", "<div>{n}</div><div>{x}</div>"),
    Kind("far apart", '{n}<span style="margin-left:4em">{x}</span>'),
    Kind("padded apart", '{n}<span style="padding-left:3em">{x}</span>'),
    Kind("floats", '<span style="float:left">{n}</span><span style="float:right">{x}</span>'),
    Kind("floated first", '{n}<span style="float:left">{x}</span>'),
    Kind("blocks by rule", '<i class="k12">{n}</i><i class="k12">{x}</i>', ".k12{display:block}"),
    Kind(
        "reversed row", '<div class="k13"><i>{a}</i><i>{b}</i></div>', ".k13{display:flex;flex-direction:row-reverse}"
    ),
    Kind("ordered", '<div style="display:flex"><i style="order:2">{a}</i><i style="order:1">{b}</i></div>'),
    Kind("right to left", '<bdo dir="rtl">{n}</bdo>'),
    Kind("right to left by style", '<span style="direction:rtl;unicode-bidi:bidi-override">{n}</span>'),
    Kind("upside down", '<span style="display:inline-block;transform:rotate(180deg)">{n}</span>'),
    Kind("mirrored", '<span style="display:inline-block;transform:scaleX(-1)">{n}</span>'),
    Kind("table within", "<table><tr><td>{n}</td><td>{x}</td></tr></table>"),
    Kind("list", "<ol><li>{n}</li></ol>"),
    Kind("fraction", "<math><mfrac><mn>{n}</mn><mn>{x}</mn></mfrac></math>"),
)
_WRITTEN = (
    Kind("before", '<span class="k14">{n}</span>', '.k14::before{content:"1"}'),
    Kind("after", '<span class="k15">{n}</span>', '.k15::after{content:"0"}'),
    Kind("after by attribute", '<span class="k16" data-k="{x}">{n}</span>', ".k16::after{content:attr(data-k)}"),
    Kind("after by counter", '<span class="k17">{n}</span>', ".k17{counter-increment:k}.k17::after{content:counter(k)}"),
    Kind("content replaced", '<span class="k18">{n}</span>', '.k18{display:none} td{} .k18+i::before{content:"7"}'),
    Kind("document.write", "{n}<script>document.write('{x}')</script>"),
    Kind("written alone", "<script>document.write('{n}')</script>"),
    Kind("filled by id", '<span id="k19"></span>', script="var k=document.getElementById('k19');if(k)k.innerHTML='{n}'"),
    Kind("field", '<input value="{n}" size=4>'),
    Kind("hidden field", '{n}<input type="hidden" value="{x}">'),
    Kind("field beside", '{n}<input value="{x}" size=2>'),
    Kind("choice", "<select><option>{x}<option selected>{n}</select>"),
    Kind("text area", "<textarea cols=4 rows=1>{n}</textarea>"),
    Kind("button", "{n}<button>{x}</button>"),
    Kind("picture", '{n}<img width=12 height=12 alt="{x}" src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw==">'),
    Kind("picture alone", '<img width=30 height=14 src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw==">'),
    Kind("drawing", "<svg width=30 height=14><text x=0 y=12>{n}</text></svg>"),
    Kind("masked", '<span style="-webkit-text-security:disc">{n}</span>'),
)  # fmt: skip

KINDS = (*_PLAIN, *_HIDDEN, *_MARKED, *_ARRANGED, *_WRITTEN)
"""All kinds."""
