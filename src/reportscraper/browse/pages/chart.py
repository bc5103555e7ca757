"""A chart alone: to be framed by other sites, as a picture, as CSV."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from datasette.utils.asgi import Response

from reportscraper.browse.charts import ChartFigure
from reportscraper.browse.pages.compare import comparison_figure
from reportscraper.browse.pages.front import front_figure
from reportscraper.browse.pages.function import function_figure
from reportscraper.browse.pages.indicator import series_figure
from reportscraper.browse.site import HEADERS, PageRequest, respond, respond_csv
from reportscraper.export.picture import style_sheet

_FRAMED = {
    **HEADERS,
    "Content-Security-Policy": HEADERS["Content-Security-Policy"].replace(
        "frame-ancestors 'self'", "frame-ancestors *"
    ),
}
_MADE_BY: Mapping[str, Callable[[PageRequest, str], Awaitable[ChartFigure]]] = {
    "compare": comparison_figure,
    "front": front_figure,
    "function": function_figure,
    "series": series_figure,
}


async def chart(site: PageRequest) -> Response:
    """The chart on a page that others may frame."""
    figure = await _figure(site)
    return await site.show("chart", headers=_FRAMED, figure=figure)


async def chart_svg(site: PageRequest) -> Response:
    """The chart as a picture."""
    figure = await _figure(site)
    headers = {**HEADERS, "Content-Disposition": f'inline; filename="{figure.name}.svg"'}
    return respond(figure.as_file(site.say), headers=headers, content_type="image/svg+xml; charset=utf-8")


async def chart_csv(site: PageRequest) -> Response:
    """The numbers of the chart."""
    figure = await _figure(site)
    heads, *rows = figure.rows
    return respond_csv(figure.name, heads, rows, how="inline")


async def chart_style(_: PageRequest) -> Response:
    """How charts look."""
    return respond(style_sheet(), content_type="text/css; charset=utf-8")


async def _figure(site: PageRequest) -> ChartFigure:
    return await _MADE_BY[site.part("of")](site, site.part("name"))
