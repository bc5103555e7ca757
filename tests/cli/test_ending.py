"""How commands end: what stands in their way, faults of ours, Ctrl-C, SIGTERM, and what a run says twice."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reportscraper.cli import looking, main, reading
from reportscraper.store import Reader
from tests.runs.small_site import SmallSite, report_page, serving

FIXTURE = Path(__file__).parents[1] / "fixtures" / "lost-tables-2022.txt"
BUFFERED = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
"""The environment of those who did not ask that every line be written at once."""


def ask(*words: object) -> Result:
    result = CliRunner().invoke(main, [*map(str, words)])
    assert not result.exception or isinstance(result.exception, SystemExit), result.exc_info
    return result


@pytest.fixture
def shut() -> Iterator[Path]:
    """A folder in which nothing can be written, for the superuser either."""
    folder = Path(tempfile.mkdtemp())
    user = os.geteuid()
    folder.chmod(0o555)
    "".encode("idna")  # modules that are loaded late may lie where the other user may not read
    if user == 0:
        os.seteuid(65534)
    try:
        yield folder
    finally:
        if user == 0:
            os.seteuid(0)
        folder.chmod(0o755)
        shutil.rmtree(folder)


@pytest.mark.parametrize(
    "verb",
    [
        ("run", "--contact", "t"),
        ("parse", "--all"),
        ("demo",),
        ("sources", "new", "http://x.example/", "--contact", "t"),
    ],
    ids=lambda verb: verb[0],
)
def test_a_folder_that_cannot_be_written_is_said_in_a_line(verb: tuple[str, ...], shut: Path) -> None:
    result = ask(*verb, "--data", shut)
    assert result.exit_code == 3, result.output
    assert str(shut) in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_full_disk_is_said_in_a_line(data: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no full disk here")
    command = [sys.executable, "-c", "from reportscraper.cli import main; main()", "findings", "--data", str(data)]
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False, env=BUFFERED)
    assert ended.returncode == 3
    assert "No space left on device" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("place", ["data", "none"])
def test_a_fault_of_ours_is_a_line_and_a_trace_in_the_log(
    place: str, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError("of ours\nindeed")

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(looking, "open_database", fail)
    folder = tmp_path / "data"
    if place == "data":
        shutil.copytree(data, folder)
    result = ask("findings", "--data", folder)
    log = folder / "log.jsonl" if place == "data" else tmp_path / "reportscraper.log.jsonl"
    assert result.exit_code == 70
    assert result.stderr.startswith("reportscraper: a fault of ours: ValueError: of ours indeed")
    assert str(log) in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert json.loads(log.read_text("utf-8").splitlines()[-1])["exception"][0]["exc_type"] == "ValueError"


@pytest.mark.parametrize(
    ("sent", "code", "interrupts"),
    [
        (signal.SIGINT, 130, "default_int_handler"),
        (signal.SIGTERM, 143, "default_int_handler"),
        (signal.SIGTERM, 143, "SIG_IGN"),  # as a shell's script starts what it puts in the background
    ],
)
def test_a_run_that_is_stopped_says_so(sent: signal.Signals, code: int, interrupts: str, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes connections and says nothing
        home = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        (tmp_path / "counties").mkdir()
        text = (
            f'code = "330683"\nname = "云溪县"\nprovince = "浙江省"\nhome = "{home}"\npace = 0\nallow_loopback = true\n'
        )
        (tmp_path / "counties" / "330683.toml").write_text(text, "utf-8")
        start = f"import signal; signal.signal(signal.SIGINT, signal.{interrupts}); from reportscraper.cli import main; main()"
        command = [sys.executable, "-c", start, "run", "--contact", "t", "--data", str(tmp_path)]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as child:
            asked, _ = silent.accept()
            with asked:
                child.send_signal(sent)
                _, said = child.communicate(timeout=60)
            assert child.returncode == code
    assert "run again to go on" in said
    assert "1 of 1 sites" in said
    assert "Traceback" not in said
    with closing(sqlite3.connect(tmp_path / "reports.db")) as connection:
        [(finished, counts)] = connection.execute("SELECT finished, counts FROM run").fetchall()
    assert finished
    assert json.loads(counts)["sites_left"] == 1
    [row] = json.loads(ask("missing", "--data", tmp_path, "--json").stdout)
    assert (row["county"], row["cause"], row["rule"]) == ("云溪县", "not_crawled", "site_unfinished")
    assert "not crawled to its end" in ask("status", "--data", tmp_path).stdout


def test_a_shell_that_ignores_interrupts_finds_them_ignored_and_not_held_back(data: Path) -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        assert ask("search", "复议", "--data", data).exit_code == 0
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
        assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_busy_port_is_said(data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        result = ask("browse", "--data", data, "--port", port)
        assert result.exit_code == 3
        assert f"port {port}" in result.stderr


@pytest.mark.parametrize("verb", ["browse", pytest.param("demo", marks=pytest.mark.slow)])
def test_a_server_ends_with_the_command(verb: str, data: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    words = ["browse", "--data", str(data)] if verb == "browse" else ["demo", "--browse", "--data", str(tmp_path)]
    command = [sys.executable, "-c", "from reportscraper.cli import main; main()", *words, "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
        deadline = time.monotonic() + 180
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/-/versions.json", timeout=60).close()
                break
            except OSError:
                time.sleep(0.2)
        child.terminate()
        assert child.wait(60) == 143
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=60)


def test_a_name_in_gbk_and_a_file_that_cannot_be_read_end_nothing(tmp_path: Path) -> None:
    strange = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + "年报.txt".encode("gbk")))
    shutil.copy(FIXTURE, strange)
    (gone := tmp_path / "gone.txt").symlink_to("/proc/self/mem")
    for form in ("jsonl", "json", "text"):
        result = ask("extract", "--format", form, strange, gone, FIXTURE)
        assert result.exit_code == 1
        assert "年报.txt" in result.stdout
        assert str(FIXTURE) in result.stdout
        assert "gone.txt" in result.stderr


def test_a_device_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_LARGEST", 2**20)
    result = ask("extract", "--format", "jsonl", "/dev/zero", FIXTURE)
    assert result.exit_code == 1
    assert "/dev/zero: more than 1 MB" in result.stderr
    assert json.loads(result.stdout)["source"] == str(FIXTURE)


def test_a_closed_output_is_no_fault() -> None:
    command = f'"{sys.executable}" -c "from reportscraper.cli import main; main()" extract "{FIXTURE}" >&-'
    ended = subprocess.run(command, shell=True, stderr=subprocess.PIPE, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[SmallSite]:
    """A site whose list shows two reports of which one is not there, and a file that describes it."""
    site = SmallSite(tmp_path / "data")
    title, site.pages["/nb/1.html"] = report_page(2022)
    site.pages["/nb/"] = site.list_of({"/nb/1.html": title, "/nb/2.html": report_page(2021)[0]})
    with serving(site):
        netloc = f"127.0.0.1:{site.port}"
        text = (
            f'code = "330683"\nname = "云溪县"\nprovince = "浙江省"\nhome = "http://{netloc}/"\n'
            f'start = ["http://{netloc}/nb/"]\npace = 0\nallow_loopback = true\n'
        )
        site.folder.counties.mkdir(parents=True)
        (site.folder.counties / "330683.toml").write_text(text, "utf-8")
        yield site


def test_a_fault_that_stands_is_told_by_one_run_and_then_by_status(site: SmallSite) -> None:
    def run(*words: object) -> tuple[int, list[str], list[str]]:
        result = ask("run", "--json", "--contact", "t", "--data", site.folder.path, *words)
        (told,) = json.loads(result.stdout)["sites"]
        return result.exit_code, told["problems"], told["new_problems"]

    code, problems, new = run()
    assert (code, problems) == (1, new)
    assert problems
    code, again, new = run()
    assert (code, again, new) == (0, problems, [])
    assert ask("status", "--data", site.folder.path).exit_code == 1
    site.pages["/nb/"] = site.list_of({f"/nb/{number}.html": report_page(2023 - number)[0] for number in (1, 2, 3)})
    code, _, new = run()
    assert code == 1
    assert len(new) == 1
    assert "/nb/3.html" in new[0]
    assert run()[0] == 0


def test_a_bad_file_stops_its_own_county_only(site: SmallSite) -> None:
    site.pages["/nb/"] = site.list_of({"/nb/1.html": report_page(2022)[0]})
    (site.folder.counties / "320106.toml").write_text('code = "320106"\ncharset = "undefined"\n', "utf-8")
    result = ask("run", "--contact", "t", "--data", site.folder.path)
    assert result.exit_code == 1
    assert "320106.toml" in result.stderr
    with Reader.open(site.folder.database) as reader:
        assert [row["reports"] for row in reader.ask("site_status").dicts()] == [1]
    named = ask("run", "--contact", "t", "--data", site.folder.path, "--county", "320106")
    assert named.exit_code == 2
    assert "320106.toml" in named.stderr
    listed = ask("sources", "list", "--data", site.folder.path)
    assert listed.exit_code == 1
    assert "云溪县" in listed.stdout
    assert ask("parse", "--all", "--data", site.folder.path).exit_code == 1


def test_a_site_that_cannot_be_reached_gets_no_file_and_its_true_cause_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    named = ("--code", "330683", "--name", "云溪县")
    for words in ((), named):
        result = ask(
            "sources", "new", f"http://127.0.0.1:{port}/", "--loopback", "--contact", "t", "--data", tmp_path, *words
        )
        assert result.exit_code == 3
        assert "no file is written" in result.stderr
        assert "onnect" in result.stderr
        assert not (tmp_path / "counties").exists()


@pytest.mark.parametrize(
    "words",
    [("report", "教育局", "2022"), ("search", "申请"), ("findings",), ("sources", "list"), ("findings", "--csv")],
)
def test_whoever_has_read_enough_ends_it_quietly(words: tuple[str, ...], data: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-c", "from reportscraper.cli import main; main()", *words, "--data", str(data)]
    ended = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, text=True, check=False, env=BUFFERED)
    os.close(writing)
    assert ended.returncode == 141
    assert "rror" not in ended.stderr
    assert "Traceback" not in ended.stderr
