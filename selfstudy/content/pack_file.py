"""How a module travels as one signed file (`.thpack`); `docs/pack-format.md` tells its bytes."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from selfstudy.content.checker import check
from selfstudy.content.framework import read_sources
from selfstudy.content.module_file import read_module
from selfstudy.content.module_files import MOST_FILES, module_files
from selfstudy.content.pack_paths import sound_path, told_apart
from selfstudy.content.pack_shell import (
    LARGEST_PACK,
    LONGEST_CHANGES,
    PACK,
    Head,
    Sealed,
    Signer,
    Verify,
    is_count,
    is_hex,
    read_whole,
    seal,
    unseal,
)
from selfstudy.domain.errors import (
    DamagedFile,
    PackRefused,
    ProblemsInModule,
    TooLarge,
    UnreadableFile,
)

LARGEST_RATIO = 100  # text and SVG shrink to a tenth; what grows a hundredfold is a bomb

Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Pack:
    """A module as it was packed: what it says of itself, and its files by path."""

    head: Head
    files: tuple[tuple[str, bytes], ...]

    @property
    def module(self) -> str:
        """The module's id."""
        return self.head.module

    @property
    def version(self) -> int:
        """The module's version."""
        return self.head.version

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(len(content) for _, content in self.files)


def build(folder: Path, signer: Signer, today: date | None = None) -> bytes:
    """The pack of a module folder; the same folder and key always give the same bytes.

    The text of `changes.md` tells what is new. Raises ProblemsInModule when the checker finds
    errors, PackRefused, TooLarge.
    """
    about, files = described(folder, today)
    listed = [[name, len(data), hashlib.sha256(data).hexdigest()] for name, data in files.items()]
    packed = zlib.compress(b"".join(files.values()), 9)
    return seal(PACK, {**about, "files": listed}, packed, signer)


def described(folder: Path, today: date | None) -> tuple[dict[str, Any], dict[str, bytes]]:
    """What is said of a sound module folder, and its files. Raises what `build` raises."""
    report = check(folder, today)
    if not report.ok:
        raise ProblemsInModule(folder=folder.name, count=len(report.errors))
    files = folder_files(folder)
    module, _ = read_module(folder, _registry(folder))
    if module is None or not told_apart(files) or not all(map(sound_path, files)):
        raise PackRefused(name=folder.name, reason="problem.pack_path")
    if sum(map(len, files.values())) > LARGEST_PACK:
        raise TooLarge(name=folder.name, limit=LARGEST_PACK)
    about = {
        "module": module.id,
        "version": module.version,
        "title": module.title,
        "title_en": module.title_en,
        "changes": files.get("changes.md", b"").decode()[:LONGEST_CHANGES],
    }
    return about, files


def folder_files(folder: Path) -> dict[str, bytes]:
    """Every file by its path; the registry beside the modules comes along as the module's own."""
    paths = {path.relative_to(folder).as_posix(): path for path in module_files(folder)}
    registry = folder.resolve().parent / "sources.toml"
    if "sources.toml" not in paths and registry.is_file():
        paths["sources.toml"] = registry
    return {name: paths[name].read_bytes() for name in sorted(paths)}


def tree_digest(files: Files) -> str:
    """One digest (hex) of all files with their paths, however they travelled."""
    listed = [[name, hashlib.sha256(files[name]).hexdigest()] for name in sorted(files)]
    said = json.dumps(listed, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def read_pack(path: Path, verify: Verify) -> Pack:
    """Open a pack file; one that is too large is not read."""
    return open_pack(read_whole(path), verify, path.name)


def open_pack(raw: bytes, verify: Verify, name: str = "") -> Pack:
    """The pack in these bytes. Raises what `unseal` raises, PackRefused."""
    sealed = unseal(raw, verify, name)
    if sealed.kind != PACK:
        raise UnreadableFile(name=name)
    return pack_of(sealed, name)


def pack_of(sealed: Sealed, name: str) -> Pack:
    """The pack that was sealed: its limits and paths first, and only then its content."""
    listed = sealed.manifest.get("files")
    if not isinstance(listed, list) or not all(map(_sound_entry, listed)):
        raise DamagedFile(name=name)
    check_paths([path for path, _, _ in listed], name)
    most = max(1024, len(sealed.content) * LARGEST_RATIO)
    check_sizes((size for _, size, _ in listed), name, most)
    return Pack(sealed.head, _unpacked(listed, sealed.content, name))


def check_paths(paths: list[str], name: str) -> None:
    """Raise TooLarge or PackRefused unless these may be the files of a module."""
    if len(paths) > MOST_FILES:
        raise TooLarge(name=name, limit=MOST_FILES)
    if not all(map(sound_path, paths)) or not told_apart(paths):
        raise PackRefused(name=name, reason="problem.pack_path")
    if "module.toml" not in paths:
        raise PackRefused(name=name, reason="problem.pack_no_module")


def check_sizes(sizes: Iterable[int], name: str, most: int = LARGEST_PACK) -> None:
    """Raise TooLarge when files together are more than a pack may hold."""
    if sum(sizes) > min(LARGEST_PACK, most):
        raise TooLarge(name=name, limit=LARGEST_PACK)


def _registry(folder: Path) -> dict[str, Any]:
    registry = folder.resolve().parent / "sources.toml"
    return read_sources(registry) if registry.is_file() else {}


def _sound_entry(entry: object) -> bool:
    return (
        isinstance(entry, list)
        and len(entry) == 3
        and isinstance(entry[0], str)
        and is_count(entry[1])
        and is_hex(entry[2])
    )


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
