"""What packs and updates have around them: shell, head, digest, signature; limits come first."""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from selfstudy.content.module_file import MODULE_ID
from selfstudy.domain.errors import (
    BadSignature,
    CutFile,
    DamagedFile,
    NewerFormat,
    TooLarge,
    UnreadableFile,
)
from selfstudy.settings import unread

MAGIC = b"TUHOC\x00"
VERSION = 1
PACK, UPDATE = 3, 6
LARGEST_PACK = 64 * 1024 * 1024
LARGEST_HEAD = 1024 * 1024
LONGEST_CHANGES = 20_000
LONGEST_NAME = 120
SUCCESSION = b"tuhoc publisher 1"

# The outer shell that every file of ours has: magic, version, kind, length of header and body.
_SHELL = struct.Struct(">6sBBIQ")
_HEADER = b'{"to":[]}'
_LENGTH = struct.Struct(">I")
_DIGEST = 32
_SIGNATURE = 64

Sign = Callable[[bytes], bytes]
Verify = Callable[[bytes, bytes, bytes], None]


@dataclass(frozen=True, slots=True)
class Signer:
    """Who publishes: how to sign (Ed25519), the public key, the name that is claimed.

    `was` is the key that was used before and its signature over `succession` of this one.
    """

    sign: Sign
    public: bytes
    name: str = ""
    was: tuple[bytes, bytes] | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """What a pack says of itself; keys and its own `digest` in hex.

    `publisher_name` is only claimed; `succeeds` is the key whose holder named this one.
    """

    module: str
    version: int
    title: str
    title_en: str
    publisher: str
    changes: str
    digest: str
    publisher_name: str
    succeeds: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """A file whose digest and signature hold: its head, the rest of its manifest, its content."""

    kind: int
    head: Head
    manifest: Mapping[str, Any]
    content: bytes


def succession(public: bytes) -> bytes:
    """What the holder of an old key signs so that a new one is taken for theirs."""
    return SUCCESSION + public


def seal(kind: int, about: Mapping[str, Any], content: bytes, signer: Signer) -> bytes:
    """The bytes of a pack or an update; the same input always gives the same bytes."""
    manifest = {**about, "publisher": signer.public.hex()}
    if signer.name:
        manifest["publisher_name"] = signer.name[:LONGEST_NAME]
    if signer.was is not None:
        manifest["was"] = [part.hex() for part in signer.was]
    head = json.dumps(manifest, ensure_ascii=False, separators=(",", ":")).encode()
    length = _LENGTH.size + len(head) + len(content) + _DIGEST + _SIGNATURE
    shell = _SHELL.pack(MAGIC, VERSION, kind, len(_HEADER), length) + _HEADER
    signed = shell + _LENGTH.pack(len(head)) + head + content
    digest = hashlib.sha256(signed).digest()
    return signed + digest + signer.sign(digest)


def read_whole(path: Path) -> bytes:
    """The bytes of a file; one that is too large is not read. Raises UnreadableFile, TooLarge."""
    try:
        if path.stat().st_size > LARGEST_PACK:
            raise TooLarge(name=path.name, limit=LARGEST_PACK)
        return path.read_bytes()
    except OSError as error:
        raise unread(error, path.name) from None


def unseal(raw: bytes, verify: Verify, name: str = "") -> Sealed:
    """Open the shell: limits, then digest, head, signature; the content is not touched yet.

    `verify(public key, signature, message)` raises when the signature does not hold.
    Raises UnreadableFile, NewerFormat, TooLarge, CutFile, DamagedFile.
    """
    if len(raw) > LARGEST_PACK:
        raise TooLarge(name=name, limit=LARGEST_PACK)
    kind, start = _body_start(raw, name)
    end = len(raw) - _DIGEST - _SIGNATURE
    digest = raw[end : end + _DIGEST]
    if hashlib.sha256(raw[:end]).digest() != digest:
        raise DamagedFile(name=name)
    manifest, start = _manifest(raw[:end], start, name)
    public = bytes.fromhex(manifest["publisher"])
    was = [bytes.fromhex(part) for part in manifest.get("was", ())]
    try:
        verify(public, raw[end + _DIGEST :], digest)
        if was:
            verify(was[0], was[1], succession(public))
    except BadSignature:
        raise BadSignature(name=name) from None
    head = Head(
        manifest["module"],
        manifest["version"],
        manifest["title"],
        manifest["title_en"],
        manifest["publisher"],
        manifest["changes"],
        digest.hex(),
        " ".join(manifest.get("publisher_name", "").split()),
        was[0].hex() if was else "",
    )
    return Sealed(kind, head, manifest, raw[start:end])


def _body_start(raw: bytes, name: str) -> tuple[int, int]:
    """The kind, and where the body begins; told from the shell alone."""
    if raw[: len(MAGIC)] != MAGIC[: len(raw)] or not raw:
        raise UnreadableFile(name=name)
    if len(raw) > len(MAGIC) and raw[len(MAGIC)] > VERSION:
        raise NewerFormat(name=name, version=raw[len(MAGIC)])
    if len(raw) < _SHELL.size:
        raise CutFile(name=name, missing=_SHELL.size - len(raw))
    _, _, kind, header, length = _SHELL.unpack_from(raw)
    if kind not in {PACK, UPDATE}:
        raise UnreadableFile(name=name)
    if length > LARGEST_PACK or header > LARGEST_HEAD:
        raise TooLarge(name=name, limit=LARGEST_PACK)
    start = _SHELL.size + int(header)
    missing = start + length - len(raw)
    if missing > 0:
        raise CutFile(name=name, missing=missing)
    if missing < 0 or length < _LENGTH.size + _DIGEST + _SIGNATURE:
        raise DamagedFile(name=name)
    return int(kind), start


def _manifest(signed: bytes, start: int, name: str) -> tuple[dict[str, Any], int]:
    """What the file says of itself, and where the content begins."""
    (length,) = _LENGTH.unpack_from(signed, start)
    start += _LENGTH.size
    if length > LARGEST_HEAD:
        raise TooLarge(name=name, limit=LARGEST_HEAD)
    try:
        manifest = json.loads(signed[start : start + length])
    except (ValueError, RecursionError):
        raise DamagedFile(name=name) from None
    if not isinstance(manifest, dict) or not _sound_head(manifest):
        raise DamagedFile(name=name)
    return manifest, start + int(length)


def _sound_head(manifest: dict[str, Any]) -> bool:
    """Whether everything is there and of its type."""
    texts = [manifest.get(key) for key in ("title", "title_en", "changes")]
    module, name = manifest.get("module"), manifest.get("publisher_name", "")
    was = manifest.get("was", [])
    return (
        all(isinstance(text, str) and len(text) <= LONGEST_CHANGES for text in texts)
        and is_count(manifest.get("version"))
        and manifest["version"] > 0
        and isinstance(module, str)
        and MODULE_ID.fullmatch(module) is not None
        and is_hex(manifest.get("publisher"))
        and isinstance(name, str)
        and len(name) <= LONGEST_NAME
        and (was == [] or (isinstance(was, list) and len(was) == 2 and _is_statement(*was)))
    )


def _is_statement(key: object, signature: object) -> bool:
    return is_hex(key) and is_hex(signature, 2 * _SIGNATURE)


def is_hex(text: object, digits: int = 64) -> bool:
    """Whether something is a digest or key in hex."""
    known = "0123456789abcdef"
    return isinstance(text, str) and len(text) == digits and all(c in known for c in text)


def is_count(number: object) -> bool:
    """Whether something is a whole number from 0 to what a version or size may be."""
    return type(number) is int and 0 <= number < 1_000_000_000
