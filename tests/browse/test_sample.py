"""Pages of a database of made-up counties say so."""

from __future__ import annotations

from pathlib import Path

import pytest
from datasette.app import Datasette

from reportscraper.store import Store


@pytest.mark.parametrize("sample", [True, False])
@pytest.mark.parametrize(
    "page",
    [
        *(f"/reports/-/{page}" for page in ("", "compare", "search", "findings", "runs", "nowhere/x")),
        *(
            "/reports",
            "/reports/figure_list",
            "/reports/county/339921",
            "/-/versions",
            "/-/databases",
            "/reports/bodies",
        ),
    ],
)
def test_the_banner_stands_on_every_page_of_a_sample_and_nowhere_else(
    tmp_path: Path, page: str, *, sample: bool
) -> None:
    import asyncio

    path = tmp_path / "reports.db"
    with Store.open(path) as store:
        store.save_county("339921", "云溪县", sample=sample)

    async def get() -> str:
        datasette = Datasette([str(path)])
        await datasette.invoke_startup()
        text: str = (await datasette.client.get(page, follow_redirects=True)).text
        return text

    assert ("<strong>Sample data.</strong>" in asyncio.run(get())) is sample
