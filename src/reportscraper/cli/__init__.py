"""The command line: one command a verb, no logic. Only this package prints.

Exit codes: 0 done, 1 findings or partial, 2 usage, 3 nothing could be done.
"""

from __future__ import annotations

import click

from reportscraper.cli.comparing import compare, diff, findings, missing
from reportscraper.cli.crawling import demo, parse, run
from reportscraper.cli.publishing import export, publish
from reportscraper.cli.reading import browse, extract
from reportscraper.cli.showing import report, search
from reportscraper.cli.sources import sources, status


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="reportscraper")
def main() -> None:
    """Crawl, read, check and compare the yearly disclosure reports of Chinese local governments.

    Exit codes: 0 done; 1 done in part, or with findings; 2 wrong usage; 3 nothing could be done.
    """


_COMMANDS = (
    demo,
    run,
    parse,
    extract,
    browse,
    compare,
    report,
    search,
    diff,
    findings,
    missing,
    publish,
    export,
    sources,
    status,
)
for _command in _COMMANDS:
    main.add_command(_command)

__all__ = ["main"]
