"""How a pack is put in place: checked beside, then renamed; a crash leaves the old version.

`CM03-v3` is a module in use, `CM03-v2` the version before it, which is kept; `.new-…` is what is
being put in place or taken away. Of one module in two versions the higher is in use.
"""

from __future__ import annotations

import errno
import json
import os
import secrets
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from selfstudy.content.checker import check_module
from selfstudy.content.framework import Framework
from selfstudy.content.module_file import edition_of
from selfstudy.content.pack_file import Pack
from selfstudy.content.pack_shell import Head
from selfstudy.content.problems import errors
from selfstudy.domain.errors import DiskFull, FolderReadOnly, NothingBefore, PackRefused
from selfstudy.settings import make_folder, sync_folder

_NEW = ".new-"
_ORIGIN = ".origin.json"


@dataclass(frozen=True, slots=True)
class Origin:
    """Who published an installed module: the key in hex, and the name that was claimed."""

    publisher: str
    name: str


@dataclass(frozen=True, slots=True)
class Installed:
    """Where a pack's module stands now; `before` is the version it took the place of (0: none)."""

    folder: Path
    version: int
    before: int
    changed: bool


def install(pack: Pack, into: Path, framework: Framework | None = None) -> Installed:
    """Put a pack's module into its own folder below `into`; the same version again changes nothing.

    The version before it is kept, whole. Raises PackRefused (its reason is a key of `words`),
    DiskFull, FolderReadOnly.
    """
    held = editions(into, pack.module)
    newest = max(held, default=0)
    place = into / f"{pack.module}-v{pack.version}"
    if newest > pack.version:
        raise older(pack.head, newest)
    framework = framework or Framework()
    if newest == pack.version and _whole(held[newest], framework):
        _settle(into, pack.module, place)
        return Installed(held[newest], newest, newest, changed=False)
    with _disk_errors(into):
        make_folder(into)
        _sweep(into)
        temporary = into / f"{_NEW}{pack.module}-{secrets.token_hex(4)}" / place.name
        try:
            _write(pack, temporary)
            _check(pack, temporary, framework)
            shutil.rmtree(place, ignore_errors=True)  # the same version, if it was damaged
            temporary.replace(place)
            sync_folder(into)
        finally:
            shutil.rmtree(temporary.parent, ignore_errors=True)
        _settle(into, pack.module, place)
    return Installed(place, pack.version, newest, changed=True)


def older(head: Head, held: int) -> PackRefused:
    """The refusal of a version older than the one held."""
    return PackRefused(
        name=head.module, reason="problem.pack_older", version=head.version, held=held
    )


def editions(into: Path, module: str) -> dict[int, Path]:
    """The folders of a module by version: the one in use is the highest, another is kept."""
    found = _versions(into, module)
    return {edition_of(path)[1]: path for path in found if (path / "module.toml").is_file()}


def all_editions(into: Path) -> dict[str, dict[int, Path]]:
    """The folders of every module that packs brought, by version."""
    found: dict[str, dict[int, Path]] = {}
    for path in into.glob("*-v*"):
        module, version = edition_of(path)
        if module and (path / "module.toml").is_file():
            found.setdefault(module, {})[version] = path
    return found


def in_use(into: Path, module: str) -> int:
    """The version in use of a module that packs brought; 0 when none did."""
    return max(editions(into, module), default=0)


def roll_back(into: Path, module: str, beneath: int = 0) -> tuple[int, int]:
    """Go back to the version before, kept here or, as version `beneath`, with the program.

    Returns the version left and the one in use now. The version left is removed; its pack brings
    it back. Raises NothingBefore when there is none before, DiskFull, FolderReadOnly.
    """
    used = in_use(into, module)
    before = max((v for v in (*editions(into, module), beneath) if v < used), default=0)
    if not before or beneath >= used:
        raise NothingBefore(name=module, reason="packs.no_before")
    with _disk_errors(into):
        _hide(into, [into / f"{module}-v{used}"])
    _sweep(into)
    return used, before


def origin(folder: Path) -> Origin | None:
    """Who published an installed module; None where nothing is noted of it."""
    try:
        noted = json.loads((folder / _ORIGIN).read_text(encoding="utf-8"))
        return Origin(str(noted["publisher"]), str(noted["name"]))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _versions(into: Path, module: str) -> set[Path]:
    """The folders of a module, also those whose removal was broken off."""
    return {path for path in into.glob(f"{module}-v*") if edition_of(path)[0] == module}


def _write(pack: Pack, folder: Path) -> None:
    folders = {folder, folder.parent}
    said = {"publisher": pack.head.publisher, "name": pack.head.publisher_name}
    noted = json.dumps(said, ensure_ascii=False).encode()
    for name, content in (*pack.files, (_ORIGIN, noted)):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        folders.add(path.parent)
        with path.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    for each in folders:
        sync_folder(each)


def _whole(folder: Path, framework: Framework) -> bool:
    """Whether an installed module still reads without an error."""
    module, problems = check_module(folder, {}, framework)
    return module is not None and not errors(problems)


def _check(pack: Pack, folder: Path, framework: Framework) -> None:
    module, problems = check_module(folder, {}, framework)
    found = errors(problems)
    if found or module is None:
        first = found[0]
        raise PackRefused(
            name=pack.module,
            reason="problem.pack_problems",
            count=len(found),
            file=first.file,
            line=first.line,
            problem=first.key,
        )
    if (module.id, module.version) != (pack.module, pack.version):
        raise PackRefused(name=pack.module, reason="problem.pack_module")


def _settle(into: Path, module: str, place: Path) -> None:
    """Leave the version before the one in `place` beside it, and no other."""
    left = sorted(_versions(into, module) - {place}, key=lambda path: edition_of(path)[1])
    with suppress(OSError):  # in use: another time
        _hide(into, left[:-1])
    _sweep(into)


def _hide(into: Path, folders: Collection[Path]) -> None:
    """Take versions out of use."""
    for path in folders:
        path.replace(into / f"{_NEW}{path.name}-{secrets.token_hex(4)}")
    if folders:
        sync_folder(into)


def _sweep(into: Path) -> None:
    """Remove what is hidden: taken out of use, or left by an installation that was broken off."""
    for leftover in into.glob(f"{_NEW}*"):
        shutil.rmtree(leftover, ignore_errors=True)


@contextmanager
def _disk_errors(into: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise DiskFull(folder=str(into)) from error
        if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST}:
            raise FolderReadOnly(folder=str(into)) from error
        raise
