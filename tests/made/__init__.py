"""Made-up county sites with known truth: what `reportscraper demo` crawls, and the one generator of test reports.

Names, codes and figures are invented. `truth` says what every sample report holds, `serve` puts the sites on loopback.
"""

from __future__ import annotations

from tests.made.samples import truth
from tests.made.server import PORTS, Served, ServedSite, serve

__all__ = ["PORTS", "Served", "ServedSite", "serve", "truth"]
