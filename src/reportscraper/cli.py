"""The command line: one command a verb. Exit codes: 0 done, 1 findings or partial, 2 usage, 3 nothing could be done."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportscraper.errors import InputError, ReportscraperError

if TYPE_CHECKING:
    from reportscraper.intake import Progress
    from reportscraper.model import Report
    from reportscraper.pipeline import Places, RunResult

DONE, PARTIAL, USAGE, NOTHING = 0, 1, 2, 3

_data = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("data"),
    show_default=True,
    help="Folder of the registry, the archive and the database.",
)
_browse = click.option("--browse", "then_browse", is_flag=True, help="Go on to serve the database in Datasette.")
_port = click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="Datasette's port.")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="reportscraper")
def main() -> None:
    """Crawl, read, check and compare the yearly disclosure reports of Chinese local governments.

    Exit codes: 0 done; 1 done in part, or with findings; 2 wrong usage; 3 nothing could be done.
    """


@main.command()
@_data
@_browse
@_port
@click.option(
    "--edition",
    type=click.IntRange(1, 2),
    default=1,
    show_default=True,
    help="State of the sample sites: in edition 2 one report has been revised and one added.",
)
def demo(data: Path, then_browse: bool, port: int, edition: int) -> None:
    """Crawl the built-in sample counties over HTTP on this machine into DATA/reports.db."""
    import msgspec

    from reportscraper import pipeline
    from reportscraper.demo.server import PORTS, serve
    from reportscraper.logs import log_to
    from reportscraper.sources.registry import Site

    places = pipeline.Places(data)
    with _errors(), log_to(places.log), serve(edition, ports=PORTS) as served, _progress() as progress:
        sites = [msgspec.convert(site.definition(), Site) for site in served.sites]
        result = pipeline.run(sites, places, contact="demo on loopback", refresh="all", progress=progress)
    _finish(result, places, then_browse=then_browse, port=port)


@main.command()
@_data
@_browse
@_port
@click.option(
    "--contact",
    envvar="REPORTSCRAPER_CONTACT",
    help="Your address, sent with every request so that a webmaster can write to you.",
)
@click.option(
    "--county", "codes", multiple=True, metavar="CODE", help="Only this county (GB/T 2260 code); may be repeated."
)
@click.option("--refresh", is_flag=True, help="Ask again for every page, not only for those that are due.")
def run(data: Path, then_browse: bool, port: int, contact: str | None, codes: tuple[str, ...], refresh: bool) -> None:
    """Crawl the counties of DATA/counties and store their reports in DATA/reports.db."""
    from reportscraper import pipeline
    from reportscraper.logs import log_to
    from reportscraper.sources.registry import load_registry

    places = pipeline.Places(data)
    with _errors(), log_to(places.log), _progress() as progress:
        sites = [site for site in load_registry(places.counties) if not codes or site.code in codes]
        unknown = set(codes) - {site.code for site in sites}
        if unknown:
            raise InputError(f"not in {places.counties}: {', '.join(sorted(unknown))}")
        if not sites:
            raise InputError(f"{places.counties}: no county files")
        if not contact:
            raise InputError("name an address with --contact or REPORTSCRAPER_CONTACT; it is sent with every request")
        result = pipeline.run(sites, places, contact=contact, refresh="all" if refresh else "due", progress=progress)
    _finish(result, places, then_browse=then_browse, port=port)


@main.command()
@_data
@click.option(
    "--all", "everything", is_flag=True, required=True, help="Read every archived page; there is no other way yet."
)
def parse(data: Path, everything: bool) -> None:  # noqa: ARG001
    """Read the archive anew into the database, without network."""
    from reportscraper import pipeline
    from reportscraper.logs import log_to
    from reportscraper.sources.registry import load_registry

    places = pipeline.Places(data)
    with _errors(), log_to(places.log), _progress() as progress:
        sites = load_registry(places.counties) if places.counties.is_dir() else []
        result = pipeline.rebuild(places, sites, progress=progress)
    _finish(result, places, then_browse=False, port=0)


@main.command()
@click.argument(
    "files", nargs=-1, required=True, metavar="FILE...", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--format", "form", type=click.Choice(["json", "jsonl", "text"]), default="json", show_default=True)
@click.option("--url", help="Address the page came from; dates and columns in it are evidence.")
@click.option("--content-type", help="The page's HTTP Content-Type header; its charset is evidence.")
def extract(files: tuple[Path, ...], form: str, url: str | None, content_type: str | None) -> None:
    """Read saved pages (HTML or text) and print one object for each FILE."""
    import msgspec

    from reportscraper.reading import parse_report

    reports = []
    with _errors():
        for file in files:
            try:
                data = file.read_bytes()
            except OSError as error:
                raise InputError(f"{file}: {error.strerror}") from error
            report = parse_report(data, url=url, content_type=content_type)
            reports.append(msgspec.structs.replace(report, source=str(file)))
            _print_report(reports[-1], form)
    sys.exit(_extract_code(reports))


@main.command()
@_data
@_port
def browse(data: Path, port: int) -> None:
    """Open DATA/reports.db in Datasette, read-only, on this machine."""
    from reportscraper.pipeline import Places

    with _errors():
        _serve(Places(data).database, port)


def _print_report(report: Report, form: str) -> None:
    import msgspec

    from reportscraper import screens

    if form == "text":
        click.echo("\n".join(screens.report_text(report)))
        return
    encoded = msgspec.json.encode(report)
    click.echo(encoded if form == "jsonl" else msgspec.json.format(encoded, indent=1))


def _extract_code(reports: list[Report]) -> int:
    if not any(report.is_report for report in reports):
        return NOTHING
    doubts = any(finding.severity == "error" for report in reports for finding in report.findings)
    return PARTIAL if doubts or not all(report.is_report for report in reports) else DONE


def _finish(result: RunResult, places: Places, *, then_browse: bool, port: int) -> None:
    from rich.console import Console

    from reportscraper import screens

    Console(width=None if sys.stdout.isatty() else 120, highlight=False).print(screens.run_table(result))
    for line in screens.problems(result):
        click.echo(line, err=True)
    click.echo(f"Database: {places.database}")
    if then_browse:
        _serve(places.database, port)
    else:
        click.echo(f"Browse it with: uv run reportscraper browse --data {places.folder}")
    if not result.totals["found"]:
        sys.exit(NOTHING)
    sys.exit(DONE if result.is_clean else PARTIAL)


def _serve(database: Path, port: int) -> None:
    try:
        from reportscraper.browse.serve import serve
    except ModuleNotFoundError as error:
        raise InputError("Datasette is not installed; add the extra: pip install 'reportscraper[browse]'") from error
    serve(database, port=port)


@contextmanager
def _errors() -> Iterator[None]:
    """Turn the errors this package raises on purpose into one line and an exit code."""
    try:
        yield
    except InputError as error:
        click.echo(f"reportscraper: {error}", err=True)
        sys.exit(USAGE)
    except ReportscraperError as error:
        click.echo(f"reportscraper: {error}", err=True)
        sys.exit(NOTHING)


@contextmanager
def _progress() -> Iterator[Progress]:
    """Progress on standard error: one moving line on a terminal, a plain line for each page elsewhere."""
    if not sys.stderr.isatty():
        yield lambda site, became, title: click.echo(f"{site} {became:>9} {title}", err=True)
        return
    from rich.console import Console
    from rich.progress import Progress as Bar
    from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.completed:>5} pages"),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda site, became, title: bar.update(task, advance=1, description=f"{site} {became} {title[:40]}")


if __name__ == "__main__":
    main()
