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

_CHINESE = tuple(
    (re.compile(pattern, re.DOTALL), told)
    for pattern, told in (
        (r"No such command '(.+?)'\.", "没有命令“{}”"),
        (r"Missing command\.", "缺少命令"),
        (r"No such option: (\S+?)\.?|No such option '(.+?)'\.", "没有选项“{}”"),
        (r"(.+) Did you mean (?:one of: )?'?(.+?)'?\?", "{}，是否指 {}？"),
        (r"(.+) \(Possible options: (.+)\)", "{}，是否指 {}？"),
        (r"Missing argument '(.+?)'\.", "缺少参数“{}”"),
        (r"Missing option '(.+?)'\.", "缺少选项“{}”"),
        (r"Missing option '(.+?)'\. Choose from:\s*(.+)", "缺少选项“{}”，可选：{}"),
        (r"Got unexpected extra arguments? \((.+)\)", "多余的参数：{}"),
        (r"Option '(.+?)' requires an argument\.", "选项“{}”须带值"),
        (r"Option '(.+?)' requires (\d+) arguments\.", "选项“{}”须带 {} 个值"),
        (r"Option '(.+?)' does not take a value\.", "选项“{}”不带值"),
        (r"Invalid value for '(.+?)': (.+)", "“{}”的值有误：{}"),
        (r"Invalid value: (.+)", "值有误：{}"),
        (r"'(.*?)' is not a valid integer\.", "“{}”不是整数"),
        (r"'(.*?)' is not a valid float\.", "“{}”不是数字"),
        (r"'(.*?)' is not one of (.+)\.", "“{}”不在可选值之中：{}"),
        (r"(\S+) is not in the range (.+)\.", "{} 超出范围 {}"),
        (r"(?:Directory|File|Path) '(.*?)' does not exist\.", "“{}”不存在"),
        (r"File '(.*?)' is a directory\.", "“{}”是文件夹"),
        (r"Directory '(.*?)' is a file\.", "“{}”是文件，不是文件夹"),
        (r"(?:Directory|File|Path) '(.*?)' is not readable\.", "“{}”不可读取"),
        (r"(?:Directory|File|Path) '(.*?)' is not writable\.", "“{}”不可写入"),
    )
)


def in_chinese(complaint: str) -> str:
    """A complaint of click in Chinese; empty where it is not known."""
    for pattern, told in _CHINESE:
        if found := pattern.fullmatch(complaint.strip()):
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
