"""A Datasette plugin: labels, units, named queries and Chinese search for the databases of this package.

``datasette reports.db`` finds it by its entry point. Databases of others are left exactly as they are.
"""

from __future__ import annotations

from reportscraper.browse.plugin import (
    asgi_wrapper,
    extra_css_urls,
    extra_template_vars,
    forbidden,
    get_metadata,
    handle_exception,
    menu_links,
    prepare_connection,
    prepare_jinja2_environment,
    register_routes,
    render_cell,
    startup,
)

__all__ = [
    "asgi_wrapper",
    "extra_css_urls",
    "extra_template_vars",
    "forbidden",
    "get_metadata",
    "handle_exception",
    "menu_links",
    "prepare_connection",
    "prepare_jinja2_environment",
    "register_routes",
    "render_cell",
    "startup",
]
