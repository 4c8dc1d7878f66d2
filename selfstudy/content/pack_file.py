"""How a module travels as one signed file (`.thpack`); `docs/pack-format.md` tells its bytes."""

from __future__ import annotations

import hashlib
import json
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from selfstudy.content.checker import MOST_FILES, check, module_files
from selfstudy.content.framework import read_sources
from selfstudy.content.module_file import MODULE_ID, read_module
from selfstudy.content.pack_paths import sound_path, told_apart
from selfstudy.domain.errors import (
    CutFile,
    DamagedFile,
    NewerFormat,
    PackRefused,
    ProblemsInModule,
    TooLarge,
    UnreadableFile,
)

MAGIC = b"TUHOC\x00"
VERSION = 1
KIND = 3
LARGEST_PACK = 64 * 1024 * 1024
LARGEST_HEAD = 1024 * 1024
LARGEST_RATIO = 100  # text and SVG shrink to a tenth; what grows a hundredfold is a bomb
LONGEST_CHANGES = 20_000

# The outer shell that every file of ours has: magic, version, kind, length of header and body.
_SHELL = struct.Struct(">6sBBIQ")
_HEADER = b'{"to":[]}'
_LENGTH = struct.Struct(">I")
_DIGEST = 32
_SIGNATURE = 64

Sign = Callable[[bytes], bytes]
Verify = Callable[[bytes, bytes, bytes], None]


@dataclass(frozen=True, slots=True)
class Pack:
    """A module as it was packed; `publisher` is its signing key and `digest` its own, in hex."""

    module: str
    version: int
    title: str
    title_en: str
    publisher: str
    changes: str
    files: tuple[tuple[str, bytes], ...]
    digest: str

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(len(content) for _, content in self.files)


def build(folder: Path, sign: Sign, publisher: bytes, today: date | None = None) -> bytes:
    """The pack of a module folder; the same folder and key always give the same bytes.

    `sign` makes an Ed25519 signature of a message, `publisher` is its public key. The text of
    `changes.md` tells what is new. Raises ProblemsInModule when the checker finds errors, TooLarge.
    """
    report = check(folder, today)
    if not report.ok:
        raise ProblemsInModule(folder=folder.name, count=len(report.errors))
    files = _files(folder)
    module, _ = read_module(folder, _registry(folder))
    if module is None or not told_apart(files) or not all(map(sound_path, files)):
        raise PackRefused(name=folder.name, reason="problem.pack_path")
    content = b"".join(files.values())
    if len(content) > LARGEST_PACK:
        raise TooLarge(name=folder.name, limit=LARGEST_PACK)
    packed = zlib.compress(content, 9)
    manifest = {
        "module": module.id,
        "version": module.version,
        "title": module.title,
        "title_en": module.title_en,
        "publisher": publisher.hex(),
        "changes": files.get("changes.md", b"").decode()[:LONGEST_CHANGES],
        "files": [
            [name, len(data), hashlib.sha256(data).hexdigest()] for name, data in files.items()
        ],
    }
    head = json.dumps(manifest, ensure_ascii=False, separators=(",", ":")).encode()
    length = _LENGTH.size + len(head) + len(packed) + _DIGEST + _SIGNATURE
    shell = _SHELL.pack(MAGIC, VERSION, KIND, len(_HEADER), length) + _HEADER
    signed = shell + _LENGTH.pack(len(head)) + head + packed
    digest = hashlib.sha256(signed).digest()
    return signed + digest + sign(digest)


def read_pack(path: Path, verify: Verify) -> Pack:
    """Open a pack file; one that is too large is not read."""
    try:
        if path.stat().st_size > LARGEST_PACK:
            raise TooLarge(name=path.name, limit=LARGEST_PACK)
        raw = path.read_bytes()
    except OSError:
        raise UnreadableFile(name=path.name) from None
    return open_pack(raw, verify, path.name)


def open_pack(raw: bytes, verify: Verify, name: str = "") -> Pack:
    """The pack in these bytes; limits come first, then digest, signature, and only then content.

    `verify(public key, signature, message)` raises when the signature does not hold.
    Raises UnreadableFile, NewerFormat, TooLarge, CutFile, DamagedFile, PackRefused.
    """
    if len(raw) > LARGEST_PACK:
        raise TooLarge(name=name, limit=LARGEST_PACK)
    start = _body_start(raw, name)
    end = len(raw) - _DIGEST - _SIGNATURE
    digest = raw[end : end + _DIGEST]
    if hashlib.sha256(raw[:end]).digest() != digest:
        raise DamagedFile(name=name)
    manifest, start = _manifest(raw[:end], start, name)
    verify(bytes.fromhex(manifest["publisher"]), raw[end + _DIGEST :], digest)
    _check_paths(manifest, name)
    return Pack(
        manifest["module"],
        manifest["version"],
        manifest["title"],
        manifest["title_en"],
        manifest["publisher"],
        manifest["changes"],
        _unpacked(manifest["files"], raw[start:end], name),
        digest.hex(),
    )


def _files(folder: Path) -> dict[str, bytes]:
    """Every file by its path; the registry beside the modules comes along as the module's own."""
    paths = {path.relative_to(folder).as_posix(): path for path in module_files(folder)}
    registry = folder.resolve().parent / "sources.toml"
    if "sources.toml" not in paths and registry.is_file():
        paths["sources.toml"] = registry
    return {name: paths[name].read_bytes() for name in sorted(paths)}


def _registry(folder: Path) -> dict[str, Any]:
    registry = folder.resolve().parent / "sources.toml"
    return read_sources(registry) if registry.is_file() else {}


def _body_start(raw: bytes, name: str) -> int:
    """Where the body begins; told from the shell alone, before anything else is read."""
    if raw[: len(MAGIC)] != MAGIC[: len(raw)] or not raw:
        raise UnreadableFile(name=name)
    if len(raw) > len(MAGIC) and raw[len(MAGIC)] > VERSION:
        raise NewerFormat(name=name, version=raw[len(MAGIC)])
    if len(raw) < _SHELL.size:
        raise CutFile(name=name, missing=_SHELL.size - len(raw))
    _, _, kind, header, length = _SHELL.unpack_from(raw)
    if kind != KIND:
        raise UnreadableFile(name=name)
    if length > LARGEST_PACK or header > LARGEST_HEAD:
        raise TooLarge(name=name, limit=LARGEST_PACK)
    start = _SHELL.size + int(header)
    missing = start + length - len(raw)
    if missing > 0:
        raise CutFile(name=name, missing=missing)
    if missing < 0 or length < _LENGTH.size + _DIGEST + _SIGNATURE:
        raise DamagedFile(name=name)
    return start


def _manifest(signed: bytes, start: int, name: str) -> tuple[dict[str, Any], int]:
    """What the pack says of itself, checked for shape and limits, and where the content begins."""
    (length,) = _LENGTH.unpack_from(signed, start)
    start += _LENGTH.size
    if length > LARGEST_HEAD:
        raise TooLarge(name=name, limit=LARGEST_HEAD)
    try:
        manifest = json.loads(signed[start : start + length])
    except (ValueError, RecursionError):
        raise DamagedFile(name=name) from None
    if not _sound_manifest(manifest):
        raise DamagedFile(name=name)
    sizes = [size for _, size, _ in manifest["files"]]
    packed = len(signed) - start - length
    if len(sizes) > MOST_FILES:
        raise TooLarge(name=name, limit=MOST_FILES)
    if sum(sizes) > min(LARGEST_PACK, max(1024, packed * LARGEST_RATIO)):
        raise TooLarge(name=name, limit=LARGEST_PACK)
    return manifest, start + int(length)


def _sound_manifest(manifest: object) -> bool:
    """Whether everything is there and of its type."""
    if not isinstance(manifest, dict):
        return False
    texts = [manifest.get(key) for key in ("title", "title_en", "changes")]
    module, version, files = (manifest.get(key) for key in ("module", "version", "files"))
    return (
        all(isinstance(text, str) and len(text) <= LONGEST_CHANGES for text in texts)
        and type(version) is int
        and version > 0
        and isinstance(module, str)
        and MODULE_ID.fullmatch(module) is not None
        and _is_hex(manifest.get("publisher"))
        and isinstance(files, list)
        and all(map(_sound_entry, files))
    )


def _sound_entry(entry: object) -> bool:
    return (
        isinstance(entry, list)
        and len(entry) == 3
        and isinstance(entry[0], str)
        and type(entry[1]) is int
        and entry[1] >= 0
        and _is_hex(entry[2])
    )


def _is_hex(text: object) -> bool:
    digits = "0123456789abcdef"
    return isinstance(text, str) and len(text) == 64 and all(c in digits for c in text)


def _check_paths(manifest: dict[str, Any], name: str) -> None:
    paths = [path for path, _, _ in manifest["files"]]
    if not all(map(sound_path, paths)) or not told_apart(paths):
        raise PackRefused(name=name, reason="problem.pack_path")
    if "module.toml" not in paths:
        raise PackRefused(name=name, reason="problem.pack_no_module")


def _unpacked(listed: list[list[Any]], packed: bytes, name: str) -> tuple[tuple[str, bytes], ...]:
    total = sum(size for _, size, _ in listed)
    unpacking = zlib.decompressobj()
    try:
        content = unpacking.decompress(packed, total + 1)
    except zlib.error:
        raise DamagedFile(name=name) from None
    if len(content) != total or not unpacking.eof or unpacking.unused_data:
        raise DamagedFile(name=name)
    files, at = [], 0
    for path, size, digest in listed:
        data = content[at : at + size]
        if hashlib.sha256(data).hexdigest() != digest:
            raise DamagedFile(name=name)
        files.append((path, data))
        at += size
    return tuple(files)
