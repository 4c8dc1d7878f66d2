"""Which files a module's folder holds: however deep it is, links listed and never followed."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

MOST_FILES = 2000
MOST_FOLDERS = 500
TEXT_KINDS = frozenset({".toml", ".md"})
IGNORED = frozenset({"thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class Found:
    """The files of a folder in order; `closed` are folders that could not be looked into.

    Looking stops soon after more than a module may hold was found.
    """

    files: tuple[Path, ...]
    closed: tuple[Path, ...] = ()

    @property
    def too_many(self) -> bool:
        """Whether these are more than a module may hold."""
        return len(self.files) > MOST_FILES


def look(folder: Path) -> Found:
    """Every file below a folder; hidden ones and those of file managers are left out."""
    files: list[Path] = []
    closed: list[Path] = []
    folders = [folder]
    looked = 0
    while folders and len(files) <= MOST_FILES and looked <= MOST_FOLDERS:
        here = folders.pop()
        looked += 1
        try:
            with os.scandir(here) as entries:
                for entry in entries:
                    if entry.name.startswith(".") or entry.name.lower() in IGNORED:
                        continue
                    is_folder = entry.is_dir(follow_symlinks=False)
                    (folders if is_folder else files).append(here / entry.name)
        except OSError:
            closed.append(here)
    if folders:
        closed.append(folders[-1])
    return Found(tuple(sorted(files)), tuple(sorted(closed)))


def module_files(folder: Path) -> list[Path]:
    """Every file that belongs to a module, in order."""
    return list(look(folder).files)


def is_file(path: Path) -> bool:
    """Whether a file stands there that may be read; where one may not look, there is none."""
    try:
        return path.is_file()
    except OSError:
        return False
