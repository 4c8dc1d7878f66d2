"""What a computer shows to be linked with another: its public keys, its name, signed by itself."""

from __future__ import annotations

import base64
import hashlib

import msgspec

from selfstudy.domain.errors import BadSignature, DamagedFile
from selfstudy.domain.record import KEY_SIZE, Int
from selfstudy.exchange.envelope import LINK, disclose, enclose
from selfstudy.exchange.keys import KeyRing, may_seal_to, verified

MESSAGE = b"tuhoc link 0"
MOST_NAME = 80  # characters of a device's name
GROUPS, LETTERS = 4, 4


class LinkRequest(msgspec.Struct, frozen=True):
    """A computer's keys, what its person and it are called, and when it asked (ms since 1970)."""

    key: bytes
    seal_key: bytes
    person: str
    device: str
    at: Int

    @property
    def code(self) -> str:
        """Four groups of four letters that both screens show: SHA-256 over both keys."""
        digest = hashlib.sha256(MESSAGE + self.key + self.seal_key).digest()
        letters = base64.b32encode(digest).decode()[: GROUPS * LETTERS]
        return "-".join(letters[i : i + LETTERS] for i in range(0, len(letters), LETTERS))


_encode = msgspec.json.Encoder().encode
_request = msgspec.json.Decoder(LinkRequest).decode
_signed = msgspec.json.Decoder(tuple[bytes, bytes]).decode


def link_file(request: LinkRequest, ring: KeyRing) -> bytes:
    """The bytes of a request. It is public and grants nothing."""
    body = _encode(request)
    return enclose(LINK, _encode((body, ring.sign(MESSAGE + body))))


def open_link_file(raw: bytes, name: str = "") -> LinkRequest:
    """A request that was signed with the key it names.

    Raises what `disclose` raises, DamagedFile, BadSignature.
    """
    try:
        body, signature = _signed(disclose(raw, LINK, name=name))
        request = _request(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DamagedFile(name=name, reason="link") from error
    if len(request.key) != KEY_SIZE or not may_seal_to(request.seal_key):
        raise DamagedFile(name=name, reason="link")
    if not verified(request.key, signature, MESSAGE + body):
        raise BadSignature(name=name)
    short = (request.person[:MOST_NAME], request.device[:MOST_NAME])
    return msgspec.structs.replace(request, person=short[0], device=short[1])
