"""One folder takes the place of another, which is kept; what a power cut broke off is finished."""

from __future__ import annotations

from pathlib import Path

from selfstudy.services.holding.latch import nobody_else
from selfstudy.settings import sync_folder, world_error

READY, BEFORE = ".ready", ".before"


def finish_interrupted(profiles: Path, state: Path) -> list[str]:
    """Put in their places the profiles whose rebuilding was cut off right before it; their ids."""
    found = []
    for ready in sorted(profiles.glob(f"*{READY}")) if profiles.is_dir() else ():
        folder = ready.with_suffix("")
        try:
            with nobody_else(folder, state):
                if ready.is_dir():
                    take_place(ready, folder)
                    found.append(folder.name)
        except OSError as error:
            raise world_error(error, profiles) from error
    return found


def take_place(ready: Path, folder: Path) -> str:
    """Put a whole folder in the place of another; where that one is kept now, or nothing."""
    kept = ""
    if folder.exists():
        beside = _beside(folder)
        folder.rename(beside)
        kept = str(beside)
    ready.rename(folder)
    sync_folder(folder.parent)
    return kept


def _beside(folder: Path) -> Path:
    """A name for what was there that nothing has yet: `….before`, `….before2`, ….

    None of them is ever replaced: an earlier one may hold the only copy of something.
    """
    number = 1
    while (
        place := folder.with_name(f"{folder.name}{BEFORE}{number if number > 1 else ''}")
    ).exists():
        number += 1
    return place
