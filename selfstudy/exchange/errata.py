"""Reports of errors as a file (`.thbl`): unsigned on purpose, so that they name nobody.

A digest tells a damaged file; only what the reader chose to write says who they are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from selfstudy.domain.errata import Erratum, sound
from selfstudy.domain.errors import DamagedFile, TooLarge
from selfstudy.exchange.envelope import ERRATA, disclose, enclose

if TYPE_CHECKING:
    from selfstudy.exchange.keys import KeyRing

MESSAGE = b"tuhoc errata 0"
MOST = 500  # reports in one file
LARGEST = 1024 * 1024  # bytes of a file


_encode = msgspec.json.Encoder().encode
_errata = msgspec.json.Decoder(tuple[Erratum, ...]).decode
_pair = msgspec.json.Decoder(tuple[bytes, bytes]).decode


def errata_file(errata: Sequence[Erratum], recipients: Sequence[bytes] = ()) -> bytes:
    """The bytes of reports, sealed to `recipients` (a hub) when there are any."""
    body = _encode(tuple(errata))
    return enclose(ERRATA, _encode((body, _digest(body))), recipients)


def open_errata_file(
    raw: bytes, rings: Sequence[KeyRing] = (), name: str = ""
) -> tuple[Erratum, ...]:
    """The reports of a file. Raises what `disclose` raises, TooLarge, DamagedFile."""
    if len(raw) > LARGEST:
        raise TooLarge(name=name, limit=LARGEST)
    try:
        body, digest = _pair(disclose(raw, ERRATA, rings, name))
        found = _errata(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DamagedFile(name=name, reason="errata") from error
    if digest != _digest(body) or len(found) > MOST or not all(map(sound, found)):
        raise DamagedFile(name=name, reason="errata")
    return found


def _digest(body: bytes) -> bytes:
    return hashlib.sha256(MESSAGE + body).digest()
