"""Commands that hand the data on: publish, export."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from reportscraper.cli.common import DONE, county_option, data_option, reporting_errors
from reportscraper.cli.language import say
from reportscraper.errors import InputError

_FORMATS = ("csv", "jsonl", "parquet", "xlsx")


@click.command()
@data_option
@click.option(
    "--to",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to; DATA/published/reports.db unless given.",
)
@click.option(
    "--parquet", "partitioned", is_flag=True, help="Write a Parquet data set by province and year beside it, too."
)
def publish(data: Path, target: Path | None, partitioned: bool) -> None:
    """Write a read-only copy of the database, with checksum and manifest, for Datasette to serve while a crawl runs.

    The copy replaces an older one at once and whole. Serve it with: datasette -i DATA/published/reports.db
    """
    from reportscraper.runs.data_folder import DataFolder
    from reportscraper.runs.result import parser_version, utc_now
    from reportscraper.store.publish import manifest_path
    from reportscraper.store.publish import publish as write

    folder = DataFolder(data)
    target = target or folder.published
    with reporting_errors():
        manifest = write(
            folder.database,
            target,
            published_at=utc_now(),
            parser_version=parser_version(),
            git_revision=_git_revision(),
        )
    counts = manifest.counts
    click.echo(f"{target}: {manifest.size:,} {say('publish.bytes')}, sha256 {manifest.sha256}")
    shown = {f"{kind}s": f"{counts[kind]:,}" for kind in ("report", "figure", "finding")}
    click.echo(say("publish.counts", **shown))
    click.echo(f"{say('publish.manifest')}: {manifest_path(target)}")
    if partitioned:
        from reportscraper.export.partitioned import write_partitioned
        from reportscraper.store import Reader

        with reporting_errors(), Reader.open(target) as reader:
            rows = write_partitioned(reader, target.with_name("parquet"))
        click.echo(f"{target.with_name('parquet')}: " + ", ".join(f"{count:,} {name}" for name, count in rows.items()))


@click.command()
@data_option
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the files; DATA/export unless given.",
)
@click.option(
    "--format", "form", type=click.Choice(_FORMATS), default="csv", show_default=True, help="Format of the files."
)
@county_option
@click.option("--dataset", "names", multiple=True, metavar="NAME", help="Only this dataset; may be repeated.")
@click.option("--spreadsheet", is_flag=True, help="Make CSV safe for spreadsheets: no text can be taken for a formula.")
@click.option(
    "--dictionary",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write only the data dictionary, to this file; needs no database.",
)
def export(
    data: Path,
    folder: Path | None,
    form: str,
    county: str,
    names: tuple[str, ...],
    spreadsheet: bool,
    dictionary: Path | None,
) -> None:
    """Export the data as CSV, JSON Lines, Parquet or XLSX, a file a dataset, with a data dictionary beside them.

    Datasets: figures, series, measures, statements, sections, findings (long: a row a value), reports and figures_wide (wide:
    a row a report).
    """
    from reportscraper.cli.looking import county_code, open_database
    from reportscraper.export import datasets, write
    from reportscraper.export.dictionary import dictionary_text
    from reportscraper.export.rows import rows_of

    with reporting_errors():
        if dictionary:
            _write_text(dictionary, dictionary_text())
            sys.exit(DONE)
        known = datasets()
        if unknown := set(names) - known.keys():
            there, wrong = ", ".join(known), ", ".join(sorted(unknown))
            raise InputError(f"no dataset {wrong}; there are {there}", f"没有数据集 {wrong}；可用：{there}")
        if spreadsheet and form != "csv":
            raise InputError(
                "--spreadsheet is for CSV; the other formats say themselves what is text",
                "--spreadsheet 只用于 CSV，其他格式本身标明文本",
            )
        folder = folder or data / "export"
        with open_database(data) as reader:
            county = county_code(reader, county)
            for name in names or known:
                dataset = known[name]
                columns, rows = rows_of(reader, dataset, county)
                path = folder / f"{dataset.name}.{form}"
                count = write(path, form, columns, rows, for_spreadsheets=spreadsheet)  # type: ignore[arg-type]
                click.echo(f"{path}: {count:,} {say('publish.rows')}, {len(columns)} {say('publish.columns')}")
        _write_text(folder / "data-dictionary.md", dictionary_text())
        click.echo(f"{folder / 'data-dictionary.md'}: {say('publish.dictionary')}")


def _write_text(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        from reportscraper.forms.rules import in_chinese

        raise InputError(
            f"{path}: cannot be written: {error.strerror}", f"{path}：无法写入（{in_chinese(str(error.strerror))}）"
        ) from error


def _git_revision() -> str | None:
    """The revision of the checkout this runs from; None outside of one, and where another project's checkout is around it."""
    here = Path(__file__)
    if _ask_git(here.parent, "ls-files", "--error-unmatch", here.name) is None:
        return None
    return _ask_git(here.parent, "rev-parse", "HEAD")


def _ask_git(folder: Path, *words: str) -> str | None:
    import subprocess

    try:
        made = subprocess.run(  # noqa: S603 - words of this module only
            ["git", *words],  # noqa: S607
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=10,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return made.stdout.strip() or None
