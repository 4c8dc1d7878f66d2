"""Doing a deed by its name."""

from __future__ import annotations

from pathlib import Path

from selfstudy.content.library import Library
from selfstudy.domain.errors import DiskFull
from tests.faults import deeds, unit_deeds
from tests.faults.deeds import Say, Stage


def perform(deed: str, root: Path, shelf: Library, say: Say) -> None:
    """Do a deed, and close everything as the program does."""
    where = unit_deeds if hasattr(unit_deeds, deed) else deeds
    with Stage(root, shelf) as stage:
        try:
            getattr(where, deed)(stage, say)
        except DiskFull:
            say("full")
