"""The process that reads files; started by `worker.Worker`, of no use to people."""

from reportscraper.documents.jobs import main

main()
