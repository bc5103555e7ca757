"""The process that reads one file; started by `worker.read_apart`, of no use to people."""

from reportscraper.documents.worker import main

main()
