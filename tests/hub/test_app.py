"""The hub's web service looks before it works, and says by name what is wrong."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import anyio
import pytest

from selfstudy.domain.errors import DatabaseBusy, UnreadableFile
from selfstudy.exchange import hub_client
from selfstudy.exchange.envelope import PACKET, enclose
from selfstudy.exchange.packet import Packet, write
from selfstudy.hub import patience
from selfstudy.hub.app import make_app, serve
from selfstudy.hub.keeper import Hub
from tests.fakes import Clock
from tests.hub.wires import served, wait_for_workers


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    made = Hub.open(tmp_path / "hub", Clock(), "Máy chủ thử")
    yield made
    made.close()


@pytest.fixture
def address(hub: Hub) -> Iterator[str]:
    with served(hub) as where:
        yield where


def told(address: str, method: str, path: str, body: bytes = b"", **headers: str):
    """Status and JSON of an answer."""
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=10)
    connection.request(method, path, body or None, headers)
    answer = connection.getresponse()
    found = answer.status, json.loads(answer.read())
    connection.close()
    return found


def test_anybody_may_ask_a_hub_who_it_is(hub, address):
    hello = hub_client.hello(address)

    assert (hello.name, hello.key, hello.seal_key) == (
        "Máy chủ thử", hub.ring.public, hub.ring.seal_public,
    )  # fmt: skip
    assert told(address, "GET", "/health") == (200, {"well": True})


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/", 404), ("GET", "/v1/exchange", 405), ("POST", "/v1/hello", 405)],
)
def test_other_addresses_are_not_there(address, method, path, status):
    found = told(address, method, path)

    assert found == (status, {"error": "HubRefused", "reason": "question"})


@pytest.mark.parametrize(
    "body", [b"", b"TUHOC", b"<html>", enclose(PACKET, b"junk"), enclose(9, b""), b"TUHOC\0\x09\1"]
)
def test_what_is_no_packet_is_refused_by_name(hub, address, body):
    status, answer = told(address, "POST", "/v1/exchange", body)

    assert status == 422
    assert answer["error"] in {"UnreadableFile", "CutFile", "DamagedFile", "NewerFormat"}


def test_a_packet_that_asks_nothing_or_is_sealed_to_another_is_refused(hub, address):
    carrier = hub.carrier()
    plain = write(Packet(carrier, bytes(16), 0), hub.ring)
    other = write(Packet(carrier, bytes(16), 0), hub.ring, [some_key()])

    assert told(address, "POST", "/v1/exchange", plain)[1]["reason"] == "question"
    assert told(address, "POST", "/v1/exchange", other)[1]["reason"] == "key"


def some_key() -> bytes:
    from selfstudy.exchange.keys import KeyRing

    return KeyRing.new().seal_public


def test_a_body_beyond_the_limit_is_refused_before_it_is_read(address):
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as wire:
        wire.sendall(
            b"POST /v1/exchange HTTP/1.1\r\nHost: hub\r\nContent-Length: 99999999999\r\n\r\n"
        )
        begin = time.monotonic()
        answer = wire.recv(4096)

    assert b" 422 " in answer.splitlines()[0]
    assert time.monotonic() - begin < 5


@pytest.mark.parametrize("begun", [b"", b"POST /v1/exchange HTTP/1.1\r\nHost: x\r\nX-"])
def test_whoever_connects_and_asks_nothing_is_closed_and_stops_nobody(hub, monkeypatch, begun):
    monkeypatch.setattr(patience, "HEAD_SECONDS", 0.3)
    with served(hub) as address, contextlib.ExitStack() as stack:
        host, _colon, port = address.removeprefix("http://").partition(":")
        silent = [
            stack.enter_context(socket.create_connection((host, int(port)), 10)) for _ in range(210)
        ]
        for one in silent:
            one.sendall(begun)
        for one in silent:
            assert one.recv(1) == b"", "closed by the hub"

        assert told(address, "GET", "/health") == (200, {"well": True})


def test_a_connection_may_ask_again_after_a_while(hub, monkeypatch):
    monkeypatch.setattr(patience, "HEAD_SECONDS", 0.05)
    with served(hub) as address:
        connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=10)
        for _ in range(3):
            connection.request("GET", "/v1/hello")
            assert connection.getresponse().read()
            threading.Event().wait(0.1)
        connection.close()


class Body:
    """A request as a server would hand it over, in small parts, perhaps never ending."""

    def __init__(self, parts: list[bytes], announced: bytes | None = None) -> None:
        self.parts = parts
        headers = [] if announced is None else [(b"content-length", announced)]
        self.scope = {
            "type": "http", "http_version": "1.1", "method": "POST", "path": "/v1/exchange",
            "raw_path": b"", "query_string": b"", "root_path": "", "headers": headers,
        }  # fmt: skip
        self.said: list[dict[str, object]] = []

    async def receive(self) -> dict[str, object]:
        if not self.parts:
            await anyio.sleep_forever()
        return {"type": "http.request", "body": self.parts.pop(0), "more_body": True}

    async def send(self, message: dict[str, object]) -> None:
        self.said.append(message)

    def answer(self, app) -> tuple[object, dict[str, object]]:
        anyio.run(app, self.scope, self.receive, self.send)
        return self.said[0]["status"], json.loads(self.said[1]["body"])


def test_a_body_that_grows_past_the_limit_or_never_ends_is_left(hub):
    app = make_app(hub, limit=10, seconds=0.1)

    grown = Body([b"12345"] * 3).answer(app)
    slow = Body([b"12345"]).answer(app)
    strange = Body([], b"much").answer(app)

    assert grown == (422, {"limit": 10, "name": "", "error": "TooLarge"})
    assert slow == (408, {"error": "HubRefused", "reason": "slow"})
    assert strange[1]["error"] == "TooLarge"


class Broken:
    """A keeper whose disk fails."""

    def exchange(self, _raw: bytes) -> bytes:
        raise DatabaseBusy(path="/srv/secret/place")


def test_what_is_wrong_inside_is_not_told_outside():
    app = make_app(Broken())

    async def once(body: Body) -> None:
        await app(body.scope, body.receive, body.send)

    body = Body([])
    body.receive = _whole
    anyio.run(once, body)
    wait_for_workers()

    assert body.said[0]["status"] == 503
    assert b"secret" not in body.said[1]["body"]


async def _whole() -> dict[str, object]:
    return {"type": "http.request", "body": b"x", "more_body": False}


def test_only_a_unit_card_is_served(hub, tmp_path):
    stray = tmp_path / "stray.thdv"
    stray.write_bytes(b"nothing")

    with pytest.raises(UnreadableFile):
        hub.serve_unit(stray)


def test_a_hub_whose_port_is_taken_lets_go_of_its_database(hub):
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(SystemExit):
        serve(hub, port=taken.getsockname()[1])

    assert hub.database._single is None
