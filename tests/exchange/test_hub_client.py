"""The client of a hub tells a hub from a portal, and never waits for ever."""

from __future__ import annotations

import contextlib
import http.server
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from selfstudy.domain.errors import (
    CaptivePortal,
    HubRefused,
    HubUnreachable,
    NewerFormat,
    NotEntitled,
    TooLarge,
)
from selfstudy.exchange import hub_client
from selfstudy.exchange.envelope import MAGIC

Reply = Callable[[http.server.BaseHTTPRequestHandler], None]
KEYS = {"key": "11" * 32, "seal_key": "22" * 32}


@contextlib.contextmanager
def answering(reply: Reply) -> Iterator[str]:
    """A server that answers everything alike; its address."""

    class Desk(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            reply(self)

        do_POST = do_GET  # noqa: N815 — http.server's name

        def log_message(self, *_said):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Desk) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def page(status: int, body: bytes, **headers: str) -> Reply:
    def reply(desk: http.server.BaseHTTPRequestHandler) -> None:
        desk.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            desk.send_header(name, value)
        desk.end_headers()
        desk.wfile.write(body)

    return reply


def refusal(status: int, **told: object) -> Reply:
    return page(status, json.dumps(told).encode())


def test_the_bytes_of_a_hub_are_returned():
    with answering(page(200, MAGIC + b"rest")) as address:
        assert hub_client.exchange(address, b"question") == MAGIC + b"rest"
        assert hub_client.exchange(address + "/", b"question") == MAGIC + b"rest"


@pytest.mark.parametrize(
    "reply",
    [
        page(200, b"<html>Log in to this network</html>"),
        page(200, b""),
        page(302, b"", Location="http://login.example/"),
        page(511, b"<html></html>"),
    ],
)
def test_a_page_of_the_network_is_told_from_a_hub(reply):
    with answering(reply) as address, pytest.raises(CaptivePortal) as found:
        hub_client.exchange(address, b"question")

    assert found.value.details["address"] == address


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (refusal(422, error="NotEntitled", what="key"), NotEntitled),
        (refusal(422, error="HubRefused", reason="unit"), HubRefused),
        (refusal(422, error="Unheard"), HubRefused),
        (refusal(422, error="DatabaseDamaged"), HubRefused),
        (refusal(422, error="TooLarge", limit=3), TooLarge),
        (page(500, b"<html>Oh</html>"), HubUnreachable),
        (page(500, b"[1]"), HubUnreachable),
        (refusal(404, other=1), HubUnreachable),
    ],
)
def test_what_a_hub_refuses_comes_back_as_the_same_error(reply, kind):
    with answering(reply) as address, pytest.raises(kind) as found:
        hub_client.exchange(address, b"question")

    assert found.value.details["address"] == address


def test_a_redirect_is_not_followed_even_to_the_same_host():
    seen = []

    def reply(desk):
        seen.append(desk.path)
        page(307, b"", Location="/elsewhere")(desk)

    with answering(reply) as address, pytest.raises(HubUnreachable):
        hub_client.exchange(address, b"question")

    assert seen == ["/v1/exchange"]


def test_an_answer_beyond_the_limit_is_not_read(monkeypatch):
    monkeypatch.setattr(hub_client, "MAX_ANSWER", 100)

    with answering(page(200, MAGIC + bytes(200))) as address, pytest.raises(TooLarge):
        hub_client.exchange(address, b"question")


def test_an_answer_that_is_cut_is_no_answer():
    def reply(desk):
        desk.send_response(200)
        desk.send_header("Content-Length", "1000")
        desk.end_headers()
        desk.wfile.write(MAGIC)

    with answering(reply) as address, pytest.raises(HubUnreachable):
        hub_client.exchange(address, b"question")


def test_nobody_at_the_address_is_unreachable():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    with pytest.raises(HubUnreachable):
        hub_client.exchange(f"http://127.0.0.1:{port}", b"question")


@pytest.mark.parametrize("address", ["file:///etc/hosts", "ftp://x/", "hub", "", "http://"])
def test_only_http_is_spoken(address):
    with pytest.raises(HubUnreachable):
        hub_client.exchange(address, b"question")


def test_a_hub_that_keeps_silent_is_left_when_the_time_is_up(monkeypatch):
    monkeypatch.setattr(hub_client, "TOTAL", 0.2)
    over = threading.Event()

    with answering(lambda _desk: over.wait(5) and None) as address:
        begin = time.monotonic()
        with pytest.raises(HubUnreachable):
            hub_client.exchange(address, b"question")
        took = time.monotonic() - begin
        over.set()

    assert took < 3


def test_closing_the_program_does_not_wait_for_a_hub():
    stop, over = threading.Event(), threading.Event()

    def reply(_desk):
        stop.set()
        over.wait(5)

    with answering(reply) as address:
        begin = time.monotonic()
        with pytest.raises(HubUnreachable):
            hub_client.exchange(address, b"question", stop)
        took = time.monotonic() - begin
        over.set()

    assert took < 3


def test_a_hub_says_who_it_is():
    with answering(refusal(200, name="Máy chủ", format=0, **KEYS)) as address:
        told = hub_client.hello(address)

    assert (told.name, told.address) == ("Máy chủ", address)
    assert (told.key, told.seal_key) == (b"\x11" * 32, b"\x22" * 32)


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (page(200, b"<html></html>"), CaptivePortal),
        (page(200, b"[]"), CaptivePortal),
        (refusal(200, name="x", format=0, key="11", seal_key="22"), HubRefused),
        (refusal(200, name="x", format=7, **KEYS), NewerFormat),
    ],
)
def test_who_does_not_say_it_well_is_no_hub(reply, kind):
    with answering(reply) as address, pytest.raises(kind):
        hub_client.hello(address)


WHOLE = MAGIC + b"a pack of some bytes"


def ranged(desk: http.server.BaseHTTPRequestHandler) -> None:
    first, last = map(int, desk.headers["Range"].removeprefix("bytes=").split("-"))
    page(206, WHOLE[first : last + 1])(desk)


def fetched(address: str, start: int) -> bytes:
    return hub_client.fetch_piece(address, b"\x01" * 32, start, len(WHOLE))


def test_a_piece_of_a_pack_is_fetched(monkeypatch):
    monkeypatch.setattr(hub_client, "PIECE", 10)
    with answering(ranged) as address:
        parts = [fetched(address, start) for start in (0, 10, 20)]

    assert b"".join(parts) == WHOLE


def test_where_a_proxy_knows_no_ranges_the_piece_is_taken_of_the_whole(monkeypatch):
    monkeypatch.setattr(hub_client, "PIECE", 10)
    with answering(page(200, WHOLE)) as address:
        assert fetched(address, 10) == WHOLE[10:20]


@pytest.mark.parametrize("body", [b"<html>Log in</html>", b"x" * len(WHOLE), b"x" * 10, b""])
def test_a_page_in_the_place_of_a_pack_is_a_portals(monkeypatch, body):
    monkeypatch.setattr(hub_client, "PIECE", 10)
    with answering(page(200, body)) as address, pytest.raises(CaptivePortal):
        fetched(address, 0)


def test_reports_are_taken_or_a_page_is_told_from_a_hub():
    with answering(page(200, b'{"taken":1}')) as address:
        hub_client.report(address, b"x")
    with answering(page(200, b"<html>")) as address, pytest.raises(CaptivePortal):
        hub_client.report(address, b"x")
    with answering(page(404, b"Not Found")) as address, pytest.raises(HubUnreachable):
        hub_client.report(address, b"x")
