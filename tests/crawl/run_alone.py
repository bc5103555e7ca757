"""A run in a process of its own, to be killed: ``python run_alone.py FOLDER SITES.json``."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import msgspec
import structlog

from reportscraper.runs.data_folder import DataFolder
from reportscraper.runs.run import run
from reportscraper.sites.registry import Site


def main(folder: str, sites: str) -> None:
    """Crawl the sites of a JSON file into a folder."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    read = msgspec.json.decode(Path(sites).read_bytes(), type=list[Site])
    try:
        run(read, DataFolder(Path(folder)), contact="tests")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main(*sys.argv[1:])
