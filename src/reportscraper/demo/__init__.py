"""The sample: two made-up county sites, recorded as WARC files and replayed on this machine, and what is said of the result.

Names, codes and figures are invented. The files are recorded by ``python -m tests.made.record``.
"""
