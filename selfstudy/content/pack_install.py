"""How a pack is put in place: checked beside, then renamed; a crash leaves the old version."""

from __future__ import annotations

import errno
import os
import re
import secrets
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from selfstudy.content.checker import check_module
from selfstudy.content.framework import Framework
from selfstudy.content.pack_file import Pack
from selfstudy.content.problems import errors
from selfstudy.domain.errors import DiskFull, FolderReadOnly, PackRefused
from selfstudy.settings import make_folder, sync_folder

_NEW = ".new-"
_INSTALLED = re.compile(r"(.+)-v(\d{1,9})")


@dataclass(frozen=True, slots=True)
class Installed:
    """Where a pack's module stands now; `before` is the version it took the place of (0: none)."""

    folder: Path
    version: int
    before: int
    changed: bool


def install(pack: Pack, into: Path, framework: Framework | None = None) -> Installed:
    """Put a pack's module into its own folder below `into`; the same version again changes nothing.

    Raises PackRefused (its reason is a key of `words`), DiskFull, FolderReadOnly.
    """
    held = _held(into, pack.module)
    newest = max(held, default=0)
    place = into / f"{pack.module}-v{pack.version}"
    if newest > pack.version:
        raise PackRefused(
            name=pack.module, reason="problem.pack_older", version=pack.version, held=newest
        )
    framework = framework or Framework()
    if newest == pack.version and _whole(held[newest], framework):
        _clear(into, _versions(into, pack.module) - {place})
        return Installed(held[newest], newest, newest, changed=False)
    with _disk_errors(into):
        make_folder(into)
        _clear(into)
        temporary = into / f"{_NEW}{pack.module}-{secrets.token_hex(4)}" / place.name
        try:
            _write(pack, temporary)
            _check(pack, temporary, framework)
            shutil.rmtree(place, ignore_errors=True)  # the same version, if it was damaged
            temporary.replace(place)
            sync_folder(into)
        finally:
            shutil.rmtree(temporary.parent, ignore_errors=True)
        _clear(into, _versions(into, pack.module) - {place})
    return Installed(place, pack.version, newest, changed=True)


def _held(into: Path, module: str) -> dict[int, Path]:
    """The folders of a module by version."""
    found = _versions(into, module)
    return {_version(path)[1]: path for path in found if (path / "module.toml").is_file()}


def _versions(into: Path, module: str) -> set[Path]:
    """The folders of a module, also those whose removal was broken off."""
    return {path for path in into.glob(f"{module}-v*") if _version(path)[0] == module}


def _version(path: Path) -> tuple[str, int]:
    """Module and version of an installed folder, by its name; nothing for any other."""
    name = _INSTALLED.fullmatch(path.name)
    return (name[1], int(name[2])) if name is not None else ("", 0)


def _write(pack: Pack, folder: Path) -> None:
    folders = {folder, folder.parent}
    for name, content in pack.files:
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


def _clear(into: Path, older: Collection[Path] = ()) -> None:
    """Remove older versions, and what an installation left that was broken off.

    What is to go is hidden first: a version is there whole or not at all.
    """
    for path in older:
        with suppress(OSError):  # in use: another time
            path.replace(into / f"{_NEW}{path.name}-{secrets.token_hex(4)}")
    if older:
        sync_folder(into)
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
