"""An update: a pack that carries only what changed against one version, named by its digest."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from selfstudy.content.module_files import MOST_FILES
from selfstudy.content.pack_file import (
    LARGEST_RATIO,
    Files,
    Pack,
    check_paths,
    check_sizes,
    described,
    tree_digest,
)
from selfstudy.content.pack_paths import sound_path
from selfstudy.content.pack_shell import UPDATE, Head, Sealed, Signer, is_count, is_hex, seal
from selfstudy.domain.errors import DamagedFile, PackRefused, TooLarge, UpdateRefused

PIECE = 8 * 1024  # of a changed file, packed by itself
BEFORE, AFTER = 6 * 1024, 14 * 1024  # of the base file around a piece: what zlib may repeat from
REACH = 23 * 1024  # farther back deflate does not see to the end of a piece
_LENGTH = struct.Struct(">H")


@dataclass(frozen=True, slots=True)
class Update:
    """What changed: `files` are path, bytes and packed content.

    `base` is the version that it builds on, `base_tree` the digest of all its files, `tree` that
    of all files of the result.
    """

    head: Head
    base: int
    base_tree: str
    tree: str
    files: tuple[tuple[str, int, bytes], ...]
    removed: tuple[str, ...]

    def onto(self, base: Files, name: str = "") -> Pack:
        """The whole new version from the files of the base, or from itself.

        Raises PackRefused when these are other files, DamagedFile, TooLarge.
        """
        digest = tree_digest(base)
        if digest == self.tree:
            return Pack(self.head, tuple(sorted(base.items())))
        if digest != self.base_tree:
            raise PackRefused(
                name=name,
                reason="packs.base_differs",
                module=self.head.module,
                base=self.base,
                version=self.head.version,
            )
        files = {path: content for path, content in base.items() if path not in self.removed}
        check_paths(sorted({*files, *(path for path, _, _ in self.files)}), name)
        for path, size, packed in self.files:
            old = base.get(path, b"")
            if size > len(old) + max(1024, len(packed) * LARGEST_RATIO):
                raise TooLarge(name=name, limit=size)
            files[path] = _grown(packed, old, size, name)
        check_sizes(map(len, files.values()), name)
        if tree_digest(files) != self.tree:
            raise DamagedFile(name=name)
        return Pack(self.head, tuple(sorted(files.items())))


def build_update(folder: Path, base: Pack, signer: Signer, today: date | None = None) -> bytes:
    """An update from a pack to a module folder as it is now.

    Raises what `pack_file.build` raises, PackRefused when the folder is not a newer version.
    """
    about, files = described(folder, today)
    if about["module"] != base.module:
        raise UpdateRefused(name=folder.name, reason="packs.other_module", module=base.module)
    if about["version"] <= base.version:
        raise UpdateRefused(name=folder.name, reason="packs.not_newer", held=base.version)
    old = dict(base.files)
    packed = {
        path: _shrunk(content, old.get(path, b""))
        for path, content in files.items()
        if old.get(path) != content
    }
    about |= {
        "base": [base.version, tree_digest(old)],
        "tree": tree_digest(files),
        "files": [[path, len(files[path]), len(part)] for path, part in packed.items()],
        "removed": sorted(old.keys() - files.keys()),
    }
    return seal(UPDATE, about, b"".join(packed.values()), signer)


def update_of(sealed: Sealed, name: str) -> Update:
    """The update that was sealed, in shape and within limits. Raises DamagedFile and others."""
    manifest = sealed.manifest
    if not _sound(manifest):
        raise DamagedFile(name=name)
    listed, removed = manifest["files"], manifest["removed"]
    paths = [path for path, _, _ in listed]
    if len(listed) + len(removed) > 2 * MOST_FILES:
        raise TooLarge(name=name, limit=MOST_FILES)
    if len(set(paths)) < len(paths) or not all(map(sound_path, paths)):
        raise PackRefused(name=name, reason="problem.pack_path")
    check_sizes((size for _, size, _ in listed), name)
    if sum(length for _, _, length in listed) != len(sealed.content):
        raise DamagedFile(name=name)
    files, at = [], 0
    for path, size, length in listed:
        files.append((path, size, sealed.content[at : at + length]))
        at += length
    base, base_tree = manifest["base"]
    return Update(sealed.head, base, base_tree, manifest["tree"], tuple(files), tuple(removed))


def _sound(manifest: Mapping[str, Any]) -> bool:
    base, files, removed = (manifest.get(key) for key in ("base", "files", "removed"))
    return (
        isinstance(base, list)
        and len(base) == 2
        and is_count(base[0])
        and is_hex(base[1])
        and is_hex(manifest.get("tree"))
        and isinstance(files, list)
        and all(map(_sound_entry, files))
        and isinstance(removed, list)
        and all(isinstance(path, str) for path in removed)
    )


def _sound_entry(entry: object) -> bool:
    return (
        isinstance(entry, list)
        and len(entry) == 3
        and isinstance(entry[0], str)
        and is_count(entry[1])
        and is_count(entry[2])
    )


def _shrunk(new: bytes, old: bytes) -> bytes:
    """A file in pieces, each deflated with what stands about there in the old one."""
    parts = []
    for at in range(0, len(new), PIECE):
        packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zdict=_near(old, new, at))
        part = packer.compress(new[at : at + PIECE]) + packer.flush()
        parts.append(_LENGTH.pack(len(part)) + part)
    return b"".join(parts)


def _grown(packed: bytes, old: bytes, size: int, name: str) -> bytes:
    """What `_shrunk` made small, never more than the size that was stated."""
    new, at = bytearray(), 0
    try:
        while len(new) < size:
            wanted = min(PIECE, size - len(new))
            unpacker = zlib.decompressobj(-15, zdict=_near(old, new, len(new)))
            (length,) = _LENGTH.unpack_from(packed, at)
            at += _LENGTH.size + length
            part = unpacker.decompress(packed[at - length : at], wanted + 1)
            if len(part) != wanted or not unpacker.eof or unpacker.unused_data:
                raise DamagedFile(name=name)
            new += part
    except (zlib.error, struct.error):
        raise DamagedFile(name=name) from None
    if at != len(packed):
        raise DamagedFile(name=name)
    return bytes(new)


def _near(old: bytes, new: bytes | bytearray, at: int) -> bytes:
    """What the piece at a place may repeat: the old file around there, then the new one so far."""
    around = old[max(0, at - BEFORE) : at + AFTER]
    return around + bytes(new[max(0, at - (REACH - len(around))) : at])
