"""What is wrong with a command line, said in the reader's language: click says it in English only.

Commands, options and help stay English; only the complaint is translated. One that is not known here is told as click tells it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import IO, Any

import click

from reportscraper.cli.language import languages, pick


def in_chinese(complaint: str) -> str:
    """A complaint of click in Chinese; empty where it is not known."""
    from reportscraper.resources import load

    for pattern, told in load("cli/usage.toml", dict[str, dict[str, str]])["chinese"].items():
        if found := re.fullmatch(pattern, complaint.strip(), re.DOTALL):
            parts = [part for part in found.groups() if part is not None]
            # What stands within may be a complaint again: Invalid value for 'YEAR': 'abcd' is not a valid integer.
            return told.format(*(in_chinese(part) or " ".join(part.split()) for part in parts))
    return ""


class UsageTold(click.UsageError):
    """A wrong command line, told as the reader asks for."""

    def __init__(self, error: click.UsageError, context: click.Context | None) -> None:
        super().__init__(error.format_message(), error.ctx)
        self._spoken_in = error.ctx or context

    def show(self, file: IO[Any] | None = None) -> None:
        """Print what is wrong, and where help is."""
        # The context, which knows the language that was chosen, is left by now.
        with self._spoken_in.scope(cleanup=False) if self._spoken_in is not None else nullcontext():
            self._print_complaint(file)

    def _print_complaint(self, file: IO[Any] | None) -> None:
        chinese = in_chinese(self.message)
        if languages() == ("en",) or not chinese:
            super().show(file)
            return
        if self.ctx is not None:
            command = f"{self.ctx.command_path} {self.ctx.help_option_names[-1]}"
            click.echo(self.ctx.get_usage(), file=file, err=True)
            click.echo(pick(f"Try '{command}' for help.", f"运行“{command}”查看说明。"), file=file, err=True)
        click.echo(pick(f"\nError: {self.message}", f"错误：{chinese}"), file=file, err=True)


@contextmanager
def telling_usage(context: click.Context | None = None) -> Iterator[None]:
    """Whoever types a command wrongly is told in their language, that of the ``context`` where an error has none of its own."""
    try:
        yield
    except UsageTold:
        raise
    except click.UsageError as error:
        raise UsageTold(error, context) from error
