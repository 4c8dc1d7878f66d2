"""Speaking with a hub over HTTP: one request, hard time-outs, nothing believed unread.

The system's proxy and certificates are used; no redirect is followed. What comes back is bytes of
ours or an error; a page that somebody on the way put in its place is told apart.
"""

from __future__ import annotations

import http.client
import json
import ssl
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from selfstudy.domain import errors
from selfstudy.domain.errors import CaptivePortal, HubRefused, HubUnreachable, SelfStudyError
from selfstudy.domain.record import KEY_SIZE
from selfstudy.exchange.envelope import FORMAT, MAGIC

SILENCE = 25.0  # seconds without a byte
TOTAL = 180.0  # seconds for everything, name look-up included
MAX_ANSWER = 32 * 1024 * 1024
MAX_REFUSAL = 4096
MAX_HELLO = 4096
PIECE = 256 * 1024  # of a pack in one request: 42 s on 50 kbit/s
LOGIN_WANTED = 511

REFUSALS: dict[str, type[SelfStudyError]] = {
    kind.__name__: kind
    for kind in (
        errors.BadSignature, errors.CutFile, errors.DamagedFile, errors.HubRefused,
        errors.NewerFormat, errors.NotEntitled, errors.TooLarge, errors.UnitCardRefused,
        errors.UnreadableFile,
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hello:
    """How a hub introduces itself; what a unit's card is to say of it."""

    address: str
    name: str
    key: bytes
    seal_key: bytes
    format: int


def exchange(address: str, body: bytes, stop: threading.Event | None = None) -> bytes:
    """Post a packet and return the hub's packet.

    Raises HubUnreachable, CaptivePortal, HubRefused or the error that the hub names.
    """
    headers = {"Content-Type": "application/octet-stream"}
    request = _request(address, "/v1/exchange", body, headers)
    raw = _within(lambda: _answer(request, address, MAX_ANSWER), address, stop)
    if not raw.startswith(MAGIC):
        raise CaptivePortal(address=address)
    return raw


def report(address: str, body: bytes, stop: threading.Event | None = None) -> None:
    """Post reports of errors. Raises what `exchange` raises; an older hub is not to be reached."""
    headers = {"Content-Type": "application/octet-stream"}
    request = _request(address, "/v1/errata", body, headers)
    raw = _within(lambda: _answer(request, address, MAX_HELLO), address, stop)
    if not raw.startswith(b'{"taken"'):
        raise CaptivePortal(address=address)


def hello(address: str, stop: threading.Event | None = None) -> Hello:
    """Ask a hub who it is. Raises what `exchange` raises."""
    request = _request(address, "/v1/hello", None, {})
    raw = _within(lambda: _answer(request, address, MAX_HELLO), address, stop)
    try:
        told = json.loads(raw)
        key, seal_key = bytes.fromhex(told["key"]), bytes.fromhex(told["seal_key"])
        found = Hello(address, str(told["name"])[:200], key, seal_key, int(told["format"]))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise CaptivePortal(address=address) from error
    if len(key) != KEY_SIZE or len(seal_key) != KEY_SIZE:
        raise HubRefused(reason="key", address=address)
    if found.format > FORMAT:
        raise errors.NewerFormat(name=address, version=found.format)
    return found


def fetch_piece(
    address: str, digest: bytes, start: int, size: int, stop: threading.Event | None = None
) -> bytes:
    """At most `PIECE` bytes of a hub's pack of `size` bytes, from `start` on.

    A proxy that does not know ranges sends the whole, of which the piece is taken.
    Raises what `exchange` raises.
    """
    length = min(PIECE, size - start)
    wanted = {"Range": f"bytes={start}-{start + length - 1}"}
    request = _request(address, f"/v1/packs/{digest.hex()}", None, wanted)
    raw = _within(lambda: _answer(request, address, max(size, MAX_REFUSAL)), address, stop)
    if len(raw) == length and (start or raw.startswith(MAGIC)):
        return raw
    if len(raw) != size or not raw.startswith(MAGIC):
        raise CaptivePortal(address=address)
    return raw[start : start + length]


def _request(
    address: str, path: str, body: bytes | None, headers: dict[str, str]
) -> urllib.request.Request:
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise HubUnreachable(address=address)
    return urllib.request.Request(  # noqa: S310 — the scheme was just looked at
        address.rstrip("/") + path, data=body, headers={**headers, "User-Agent": "TuHoc"}
    )


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows nobody: a redirect reaches the caller as the answer that it is."""

    def redirect_request(self, *_asked: object, **_named: object) -> None:
        """No other place is asked."""
        return


def _answer(request: urllib.request.Request, address: str, limit: int) -> bytes:
    opener = urllib.request.build_opener(_Stay)
    try:
        with opener.open(request, timeout=SILENCE) as answer:
            raw: bytes = answer.read(limit + 1)
            cut = bool(answer.length) and len(raw) <= limit
    except urllib.error.HTTPError as error:
        with error:
            raise _refusal(error, address) from error
    except (OSError, http.client.HTTPException, ssl.SSLError, ValueError) as error:
        raise HubUnreachable(address=address) from error
    if len(raw) > limit:
        raise errors.TooLarge(name=address, limit=limit)
    if cut:
        raise HubUnreachable(address=address)
    return raw


def _refusal(error: urllib.error.HTTPError, address: str) -> SelfStudyError:
    """What a status other than success means."""
    if error.code == LOGIN_WANTED:
        return CaptivePortal(address=address)
    if 300 <= error.code < 400:
        there = urlsplit(error.headers.get("Location", "")).hostname
        elsewhere = there is not None and there != urlsplit(address).hostname
        return (CaptivePortal if elsewhere else HubUnreachable)(address=address)
    try:
        told = json.loads(error.read(MAX_REFUSAL))
        name, details = str(told.pop("error")), {str(k): v for k, v in told.items()}
    except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError, AttributeError,
            RecursionError):  # fmt: skip
        return HubUnreachable(address=address)
    if name not in REFUSALS:
        return HubRefused(reason=name, address=address)
    return REFUSALS[name](**{"name": address, **details, "address": address})


def _within(work: Callable[[], bytes], address: str, stop: threading.Event | None) -> bytes:
    """The result of `work`, or HubUnreachable at the end of the time or when told to stop.

    The work is left behind in a daemon thread (a name look-up cannot be interrupted); whatever
    it still brings is dropped, which costs nothing: an exchange is safe to repeat.
    """
    found: list[bytes] = []
    failed: list[BaseException] = []
    done = threading.Event()

    def run() -> None:
        try:
            found.append(work())
        except BaseException as error:  # noqa: BLE001 — raised again by the one who waits
            failed.append(error)
        finally:
            done.set()

    threading.Thread(target=run, name="hub", daemon=True).start()
    end = time.monotonic() + TOTAL
    while not done.wait(0.05 if stop is not None else TOTAL):
        if time.monotonic() >= end or (stop is not None and stop.is_set()):
            raise HubUnreachable(address=address)
    if failed:
        raise failed[0]
    return found[0]
