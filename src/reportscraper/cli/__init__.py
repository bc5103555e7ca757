"""The command line: one command a verb, no logic. Only this package prints.

Exit codes: 0 done, 1 done in part or with something new to say, 2 usage, 3 nothing could be done, 70 a fault of ours, 130 Ctrl-C,
143 SIGTERM.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from reportscraper.cli.ending import ending_in_order
from reportscraper.cli.language import let_through_chinese, speaking
from reportscraper.cli.usage import telling_usage

_HOMES = {
    "demo": "crawling",
    "doctor": "examining",
    "run": "crawling",
    "parse": "crawling",
    "estimate": "examining",
    "extract": "reading",
    "browse": "reading",
    "compare": "comparing",
    "report": "showing",
    "search": "showing",
    "diff": "comparing",
    "findings": "found",
    "missing": "found",
    "publish": "publishing",
    "export": "publishing",
    "sources": "sources",
    "verify": "keeping",
    "backup": "keeping",
    "restore": "keeping",
    "status": "sources",
}
"""The module of each command, which is imported when the command is asked for."""


class _Commands(click.Group):
    def make_context(self, *args: Any, **more: Any) -> click.Context:
        let_through_chinese()
        with telling_usage():
            return super().make_context(*args, **more)

    def invoke(self, ctx: click.Context) -> object:
        with ending_in_order(ctx), telling_usage(ctx):
            return super().invoke(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return sorted(_HOMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _HOMES:
            return None
        command: click.Command = getattr(import_module(f"reportscraper.cli.{_HOMES[cmd_name]}"), cmd_name)
        return speaking(command)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="reportscraper")
def main() -> None:
    """Crawl, read, check and compare the yearly disclosure reports of Chinese local governments.

    Exit codes: 0 done; 1 done in part, or with something new to say; 2 wrong usage; 3 nothing could be done; 70 a fault of
    ours, whose trace is in the log; 130 Ctrl-C; 143 SIGTERM.
    """


speaking(main, is_first=True)

__all__ = ["main"]
