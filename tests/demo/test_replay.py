"""The recorded sites: what the files hold, how a request is answered, and that recording anew gives the same answers."""

from __future__ import annotations

import socket
import urllib.error
import urllib.request
from urllib.parse import urlsplit

import pytest

from reportscraper.archive import record as records
from reportscraper.demo.replay import CODES, recorded_answers, recorded_sites, replay
from reportscraper.errors import InputError
from tests.made.record import exchanges
from tests.made.recorded import BROKEN, true_report


def asked(url: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(url) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def test_the_site_files_are_of_made_up_counties() -> None:
    sites = recorded_sites()
    assert tuple(site.code for site in sites) == CODES
    assert all(site.sample and site.allow_loopback for site in sites)
    assert {urlsplit(site.home).hostname for site in sites} == {"127.0.0.1"}


def test_recorded_pages_are_served_and_no_others() -> None:
    with replay() as sites:
        for site, recorded in zip(sites, recorded_sites(), strict=True):
            host, served = (urlsplit(each.home).netloc for each in (recorded, site))
            [page, *_] = recorded_answers(1)[host]["GET", urlsplit(recorded.start[0]).path, b""]
            assert asked(site.start[0]) == (200, page.body.replace(host.encode(), served.encode()))
            assert asked(f"{site.home}nowhere.html")[0] == 404


def test_a_taken_port_is_replaced_in_the_pages_too() -> None:
    recorded = urlsplit(recorded_sites()[0].home)
    with socket.socket() as taken:
        if taken.connect_ex(("127.0.0.1", recorded.port or 0)):  # nobody listens there
            taken.close()
            holder = socket.create_server(("127.0.0.1", recorded.port or 0))
        else:
            holder = taken
        with holder, replay() as sites:
            served = urlsplit(sites[0].home).netloc
            page = asked(sites[0].start[0])[1]
    assert served != recorded.netloc
    assert recorded.netloc.encode() not in page
    assert f"http://{served}/art/".encode() in page


def test_a_folder_gets_the_addresses_again_that_it_has_seen_or_a_refusal() -> None:
    with replay() as sites:
        seen = {site.code: site.home for site in sites}
    with socket.create_server(("127.0.0.1", 0)) as other:
        seen[CODES[0]] = f"http://127.0.0.1:{other.getsockname()[1]}/"
        with pytest.raises(InputError, match="is taken by another program"), replay(1, seen):
            pass
    with replay(1, seen) as sites:
        assert {site.code: site.home for site in sites} == seen


def test_a_page_that_failed_once_fails_once() -> None:
    answers = recorded_answers(1)[urlsplit(recorded_sites()[1].home).netloc]
    failing = next(path for (_, path, _), given in answers.items() if given[0].status == 500)
    with replay() as sites:
        assert [asked(sites[1].home.rstrip("/") + path)[0] for path in (failing,) * 3] == [500, 200, 200]


def test_the_report_with_the_broken_sum_is_recorded() -> None:
    title = true_report(BROKEN).title
    pages = [given[-1].body for given in recorded_answers(1)["127.0.0.1:18861"].values()]
    assert any(f"<title>云溪县人民政府 {title}</title>".encode() in page for page in pages)


@pytest.mark.slow
@pytest.mark.parametrize("edition", [1, 2])
def test_recording_anew_gives_the_same_answers(edition: int) -> None:
    recorded = recorded_answers(edition)
    for (method, url, form), anew in exchanges(edition).items():
        address = urlsplit(url)
        kept = recorded[address.netloc][method, address._replace(scheme="", netloc="").geturl(), form]
        assert [(e.status, records.payload_digest(e.body)) for e in kept] == [
            (e.status, records.payload_digest(e.body)) for e in anew
        ], url
