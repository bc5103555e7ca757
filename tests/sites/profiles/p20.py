"""P20, lists that come as data: components that ask of themselves, objects by POST, strange names of fields, addresses that a script makes."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from tests.made.items import Item
from tests.made.site import Reply, Request

from ..core import Tenant
from ..paging import share
from .p18 import Mixed

_JSON = (("Content-Type", "application/json;charset=UTF-8"),)
_CHINA = dt.timezone(dt.timedelta(hours=8))

Rows = Callable[["Asked", Item], object]
Wrap = Callable[["Asked", Sequence[object], int], object]


class Asked(Mixed):
    """A shell whose ``script`` asks ``where`` for the ``rows`` of a page; ``wrap`` is what stands around them."""

    per_page = 10
    script: ClassVar[str]
    where: ClassVar[str]
    method: ClassVar[str] = "GET"
    numbered: ClassVar[str] = "page"
    needs: ClassVar[Mapping[str, str]] = {}
    row: ClassVar[Rows]
    wrap: ClassVar[Wrap]

    def content(self, number: int) -> str:
        """The shell."""
        return f"<p>{'本栏目公开年度报告。' * 30}</p>{self.script}"

    def fields(self, request: Request) -> dict[str, str]:
        """What a request says."""
        if request.body[:1] == b"{":
            return {name: str(value) for name, value in json.loads(request.body).items()}
        return request.fields

    def listed(self, fields: Mapping[str, str]) -> Sequence[Item]:
        """The entries that a request asks for."""
        return share(self.items, int(fields.get(self.numbered, "1")), self.per_page)

    def other(self, request: Request) -> Reply | None:
        """The interface's answer."""
        fields = self.fields(request) if request.path == self.where else {}
        if request.path != self.where or request.method != self.method or not self.needs.items() <= fields.items():
            return None
        kind = type(self)
        data = kind.wrap(self, [kind.row(self, item) for item in self.listed(fields)], len(self.items))
        return Reply(self.spelled(data).encode(), 200, _JSON)

    def spelled(self, data: object) -> str:
        """As JSON."""
        return json.dumps(data, ensure_ascii=False)


class Offset(Asked):
    """Batches are named by how many entries come before them."""

    numbered = "offset"

    def listed(self, fields: Mapping[str, str]) -> Sequence[Item]:
        """From the offset on."""
        start = int(fields.get(self.numbered, "0"))
        return self.items[start : start + self.per_page]


class Jsonp(Asked):
    """A call of the function that the request names."""

    def spelled(self, data: object) -> str:
        """Within the call."""
        return f"cb({super().spelled(data)})"


def _moment(item: Item) -> int:
    return int(dt.datetime.fromisoformat(f"{item.published_on}T09:00:00").replace(tzinfo=_CHINA).timestamp() * 1000)


def _by_id(site: Asked, item: Item) -> object:
    return {"id": item.number, "title": item.title, "addTime": item.published_on}


def _asked(name: str, base: type[Asked] = Asked, **more: object) -> type[Asked]:
    return type(name, (base,), {"__doc__": base.__doc__, "profile": name, "row": _by_id, **more})


def _records(site: Asked, rows: Sequence[object], total: int) -> object:
    return {"code": 200, "result": {"records": rows, "total": total, "current": 1}}


def _rows(site: Asked, rows: Sequence[object], total: int) -> object:
    return {"total": total, "rows": rows}


_LAYUI = """<table id=t></table><script>layui.use('table',function(){layui.table.render({elem:'#t',url:'/api/nb/list',page:true,
cols:[[{field:'title',title:'标题',templet:function(d){return '<a href="/a/'+d.id+'.html">'+d.title+'</a>'}}]]})})</script>"""
_EASYUI = """<table id=dg></table><script>$('#dg').datagrid({url:'/xx/query.action',pagination:true,queryParams:{lmid:'12'},
columns:[[{field:'f_bt',formatter:function(v,row){return "<a href='/a/"+row.f_id+".html'>"+v+"</a>"}}]]});</script>"""
_BOOTSTRAP = """<table data-toggle="table" data-url="/nb/data.json" data-side-pagination="server" data-pagination="true"></table>"""
_VUE = """<div id=app></div><script>new Vue({methods:{get(){axios.post('/api/portal/article/page',{columnId:'7',pageNum:this.n,pageSize:10})
.then(r=>{this.list=r.data.result.records})}}})</script>"""
_CONTEXT = """<div id=a></div><script>var ctx='/portal';var siteId='3';$.ajax({url:ctx+'/list.json',type:'POST',data:{siteId:siteId,pageIndex:n},
success:function(r){r.rows.forEach(function(o){h+='<a href="'+ctx+'/../a/'+o.id+'.html">'})}})</script>"""
_FETCH = """<div id=a></div><script>async function g(p){const r=await fetch(`/api/v1/columns/7/articles?page=${p}&size=10`);
(await r.json()).rows.map(i=>`<a href='/a/${i.id}.html'>${i.title}</a>`)}g(1)</script>"""

TENANTS: dict[str, type[Tenant]] = {
    "P20A": _asked("P20A", script=_LAYUI, where="/api/nb/list", wrap=lambda _, rows, total: {"code": 0, "count": total, "data": rows}),
    "P20B": _asked("P20B", Offset, script=_BOOTSTRAP, where="/nb/data.json", wrap=_rows,
                   row=lambda site, item: {"title": item.title, "url": site.path_of(item), "date": item.published_on}),
    "P20C": _asked("P20C", script=_EASYUI, where="/xx/query.action", method="POST", needs={"lmid": "12", "rows": "10"}, wrap=_rows,
                   row=lambda _, item: {"f_id": item.number, "f_bt": item.title, "f_rq": item.published_on}),
    "P20D": _asked("P20D", script=_VUE, where="/api/portal/article/page", method="POST", numbered="pageNum", needs={"columnId": "7"}, wrap=_records,
                   row=lambda site, item: {"articleTitle": item.title, "url": site.path_of(item), "publishTime": _moment(item)}),
    "P20E": _asked("P20E", script=_CONTEXT, where="/portal/list.json", method="POST", numbered="pageIndex", needs={"siteId": "3"}, wrap=_rows),
    "P20F": _asked("P20F", script=_FETCH, where="/api/v1/columns/7/articles", wrap=_rows),
    "P20G": _asked("P20G", Jsonp, where="/search.jsp", numbered="pageNo", wrap=lambda _, rows, total: {"data": {"docs": rows, "total": str(total)}},
                   script="<script>$.ajax({url:'/search.jsp',dataType:'jsonp',jsonp:'cb',data:{q:'nb',pageNo:1},success:f})</script>",
                   row=lambda site, item: {"DOCTITLE": item.title, "DOCPUBURL": site.path_of(item), "DOCRELTIME": item.published_on}),
    "P20H": _asked("P20H", where="/h/list.ashx", script="<script>$.get('/h/list.ashx?cid=7&page='+p,function(d){var l=JSON.parse(d.data)})</script>",
                   wrap=lambda _, rows, total: {"state": 1, "data": json.dumps(rows, ensure_ascii=False)},
                   row=lambda site, item: {"Title": item.title, "LinkUrl": site.path_of(item), "AddTime": f"/Date({_moment(item)})/"}),
}  # fmt: skip
