r"""The outer shell of every file of ours: magic, format, kind, recipients, sizes; then the body.

``TUHOC\0 | format (1) | kind (1) | header length (4) | body length (8) | header | body``, numbers
big-endian. The header is JSON and in clear; the body is sealed when the header names recipients.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from selfstudy.domain.errors import (
    CutFile,
    DamagedFile,
    NewerFormat,
    NotForUs,
    TooLarge,
    UnreadableFile,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selfstudy.exchange.keys import KeyRing

MAGIC = b"TUHOC\0"
FORMAT = 1
PACKET, CARD, PACK, ROSTER, LINK, UPDATE, ERRATA = 1, 2, 3, 4, 5, 6, 7
START = len(MAGIC) + 2 + 4 + 8
MAX_HEADER = 64 * 1024
MAX_BODY = 128 * 1024 * 1024
NONCE = bytes(12)  # the content key is used once


@dataclass(frozen=True, slots=True)
class Shell:
    """What stands in clear: format, kind, recipients' wrapped keys, the length of the body."""

    format: int
    kind: int
    recipients: tuple[tuple[str, str], ...]
    start: int
    length: int


def enclose(kind: int, body: bytes, recipients: Sequence[bytes] = ()) -> bytes:
    """A file of ours. With recipients (sealing keys) the body is sealed to them alone."""
    wrapped: list[tuple[str, str]] = []
    key = b""
    if recipients:
        from selfstudy.exchange.keys import wrap

        key = secrets.token_bytes(32)
        wrapped = [(key_id(recipient), wrap(key, recipient).hex()) for recipient in recipients]
    header = json.dumps({"to": wrapped}, separators=(",", ":")).encode()
    length = len(body) + (16 if recipients else 0)
    start = (
        MAGIC + bytes((FORMAT, kind)) + len(header).to_bytes(4, "big") + length.to_bytes(8, "big")
    )
    if recipients:
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

        body = ChaCha20Poly1305(key).encrypt(NONCE, body, start + header)
    return start + header + body


def key_id(public: bytes) -> str:
    """How a recipient is named in clear: the first 8 bytes of the sealing key."""
    return public[:8].hex()


def shell(raw: bytes, name: str = "") -> Shell:
    """Read the outer shell and check its limits before any work.

    Raises UnreadableFile, NewerFormat, CutFile (with the missing bytes), TooLarge, DamagedFile.
    """
    if not raw.startswith(MAGIC):
        if MAGIC.startswith(raw):
            raise CutFile(name=name, missing=START - len(raw))
        raise UnreadableFile(name=name)
    if len(raw) > len(MAGIC) and raw[len(MAGIC)] > FORMAT:
        raise NewerFormat(name=name, version=raw[len(MAGIC)])
    if len(raw) < START:
        raise CutFile(name=name, missing=START - len(raw))
    header_length = int.from_bytes(raw[8:12], "big")
    length = int.from_bytes(raw[12:20], "big")
    if header_length > MAX_HEADER or length > MAX_BODY:
        raise TooLarge(name=name, limit=MAX_BODY)
    missing = START + header_length + length - len(raw)
    if missing > 0:
        raise CutFile(name=name, missing=missing)
    if missing < 0:
        raise DamagedFile(name=name, reason="length")
    try:
        header = json.loads(raw[START : START + header_length])
        recipients = tuple((str(key), str(wrapped)) for key, wrapped in header["to"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise DamagedFile(name=name, reason="header") from error
    return Shell(raw[6], raw[7], recipients, START + header_length, length)


def disclose(raw: bytes, kind: int, rings: Sequence[KeyRing] = (), name: str = "") -> bytes:
    """The body of a file of `kind`, opened with one of `rings` when it is sealed.

    Raises what `shell` raises, NotForUs, DamagedFile.
    """
    outer = shell(raw, name)
    if outer.kind != kind:
        raise UnreadableFile(name=name)
    body = raw[outer.start :]
    if not outer.recipients:
        return body
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    for ring in rings:
        held = {key_id(public): public for public in ring.opening}
        for recipient, wrapped in outer.recipients:
            if recipient not in held:
                continue
            key = ring.unwrap(_from_hex(wrapped, name), held[recipient])
            if key is None:
                raise DamagedFile(name=name, reason="key")
            try:
                return ChaCha20Poly1305(key).decrypt(NONCE, body, raw[: outer.start])
            except InvalidTag as error:
                raise DamagedFile(name=name, reason="seal") from error
    raise NotForUs(name=name)


def _from_hex(text: str, name: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError as error:
        raise DamagedFile(name=name, reason="header") from error
