"""Download page, and the files it leads to: every dataset whole, sent while it is read, with the number of its rows ahead."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Iterator, MutableMapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from pathlib import Path
from typing import Any, get_args

from datasette.utils.asgi import Response

from reportscraper.browse.language import Speech
from reportscraper.browse.site import HEADERS, MissingError, PageRequest
from reportscraper.errors import InputError, StoreError
from reportscraper.export import Dataset, ExportColumn, Format, datasets, write
from reportscraper.export.files import STREAMED, encoded
from reportscraper.export.rows import count_of, rows_of
from reportscraper.store import Reader, tables
from reportscraper.store.publish import Manifest, manifest_path, read_manifest

FORMS: dict[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/x-ndjson",
    "parquet": "application/vnd.apache.parquet",
}
_PIECE = 1 << 20
_AT_ONCE = 4
"""Files sent at a time; each has a thread and a connection of its own. Who comes then is asked to come again."""

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


async def downloads(site: PageRequest) -> Response:
    """What can be taken home: each dataset in each format, and the database as a file where it is a published copy."""
    return await site.show(
        "download",
        datasets=[(each, _title(each, site.say)) for each in datasets().values()],
        forms=list(FORMS),
        manifest=_manifest(site),
    )


async def download(site: PageRequest) -> Streamed:
    """A dataset as a file, all of it: ``spreadsheet=1`` makes CSV that Excel opens as it is meant.

    Its header ``X-Row-Count`` says how many rows it has. A dataset is named by its own name or by that of its view.
    """
    form: Format = next(each for each in get_args(Format) if each == site.part("form"))
    wanted = site.part("dataset")
    dataset = datasets().get(wanted) or next(
        (each for each in datasets().values() if each.view == wanted and not each.cells), None
    )
    if dataset is None:
        raise MissingError("dataset", dataset=wanted)
    if _File.open_now >= _AT_ONCE:
        raise MissingError("busy", status=503)
    file = _File(Path(site.database.path or ""), dataset, form, for_spreadsheets=bool(site.given("spreadsheet")))
    try:
        count = await file.opened()
    except (InputError, StoreError) as error:
        await file.close()
        raise MissingError("download", status=503, error=error) from error
    named = {"X-Row-Count": str(count), "Content-Disposition": f'attachment; filename="{dataset.name}.{form}"'}
    return Streamed(file, {**HEADERS, **named}, FORMS[form])


class Streamed:
    """An answer that is sent while it is made."""

    def __init__(self, file: _File, headers: dict[str, str], content_type: str) -> None:
        self.headers = headers
        self._file = file
        self._content_type = content_type

    async def asgi_send(self, send: Send) -> None:
        """Send it. Whoever leaves before the end, or an error in between, breaks the answer off: it is never whole by mistake."""
        named = self.headers | {"Content-Type": self._content_type}
        headers = [[name.lower().encode("latin-1"), value.encode("latin-1")] for name, value in named.items()]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        async with aclosing(self._file.pieces()) as pieces:
            async for piece in pieces:
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


class _File:
    """A dataset being read, in a thread of its own: SQLite's connections stay in the thread that opened them."""

    open_now = 0

    def __init__(self, database: Path, dataset: Dataset, form: Format, *, for_spreadsheets: bool) -> None:
        self._database, self._dataset, self._form = database, dataset, form
        self._for_spreadsheets = for_spreadsheets
        self._thread = ThreadPoolExecutor(1)
        self._reader: Reader | None = None
        self._bytes: Iterator[bytes] = iter(())
        _File.open_now += 1

    async def opened(self) -> int:
        """How many rows there are; they are those of this moment, whatever is written meanwhile."""
        count: int = await self._within(self._open)
        return count

    async def pieces(self) -> AsyncGenerator[bytes]:
        """The bytes of the file."""
        try:
            while (piece := await self._within(lambda: next(self._bytes, None))) is not None:
                yield piece
        finally:
            await self.close()

    async def close(self) -> None:
        """Let the connection and the thread go."""
        _File.open_now -= 1
        if self._reader is not None:
            await self._within(self._reader.close)
        self._thread.shutdown(wait=False)

    async def _within(self, work: Callable[[], Any]) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def _open(self) -> int:
        self._reader = Reader.open(self._database)
        self._reader.hold()
        columns, rows = rows_of(self._reader, self._dataset)
        if self._form not in STREAMED:
            return self._written(columns, rows)
        self._bytes = encoded(self._form, columns, rows, for_spreadsheets=self._for_spreadsheets)
        return count_of(self._reader, self._dataset)

    def _written(self, columns: Sequence[ExportColumn], rows: Iterable[Sequence[object]]) -> int:
        """A format whose beginning is known at its end: written to a temporary file first."""
        folder = tempfile.TemporaryDirectory()
        path = Path(folder.name) / f"{self._dataset.name}.{self._form}"
        count = write(path, self._form, columns, rows)

        def pieces() -> Iterator[bytes]:
            with folder, path.open("rb") as file:
                while piece := file.read(_PIECE):
                    yield piece

        self._bytes = pieces()
        return count


def _title(dataset: Dataset, say: Speech) -> str:
    """What a dataset is called, as the title of its view says: ``Figures (统计数据)``; one that is wide by cells says so itself."""
    if dataset.cells:
        return say.plain("download.wide")
    english, _, chinese = tables()[dataset.view].title.rpartition(" (")
    return say.pick(english, chinese.removesuffix(")"))


def _manifest(site: PageRequest) -> Manifest | None:
    """What the database says of itself when it is a published copy that is served as one; Datasette then hands its file out."""
    database = Path(site.database.path or "")
    if site.database.is_mutable or not manifest_path(database).is_file():
        return None
    manifest = read_manifest(database)
    return manifest if manifest.size == database.stat().st_size else None
