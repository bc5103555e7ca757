"""The simulator in a process of its own."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
from pathlib import Path

from .entries import World
from .fleet import make_fleet

TESTS = Path(__file__).parent.parent
ARGUMENTS = ("--names", "P4,P6A", "--counties", "3", "--bodies", "5", "--first", "2022", "--last", "2022", "--calm")


def test_it_says_where_it_listens_serves_the_same_fleet_and_tells_what_it_saw() -> None:
    fleet = make_fleet(World(bodies=5, years=(2022, 2022), faults=False), ["P4", "P6A"], 3)
    command = [sys.executable, "-m", "sites", *ARGUMENTS]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": str(TESTS)}
    )
    assert process.stdout is not None
    port = json.loads(process.stdout.readline())["port"]
    for tenant in fleet.tenants:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", tenant.start, headers={"Host": tenant.host})
        assert tenant.county.name in connection.getresponse().read().decode()
        connection.close()
    rest, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert [json.loads(line)["host"] for line in rest.splitlines()] == [tenant.host for tenant in fleet.tenants]
