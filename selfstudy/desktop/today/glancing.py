"""What the first Today shows, read before anything heavy is loaded."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from selfstudy.desktop.today.state import Glance
from selfstudy.domain.moments import due_limit
from selfstudy.store.glance import first_look


def glance_of(folder: Path, now: datetime) -> Glance:
    """What a profile's folder says at first sight."""
    found = first_look(folder / "journal.db", bytes.fromhex(folder.name), due_limit(now))
    return Glance(
        name_in(folder), found.title, found.title_en, found.module_title, found.module_title_en,
        found.number, found.of, found.lesson, found.started, found.due,
    )  # fmt: skip


def name_in(folder: Path) -> str:
    """The name in a profile's file, without loading what reads it whole; empty if unreadable."""
    import json

    try:
        return str(json.loads((folder / "profile.json").read_text(encoding="utf-8"))["name"])
    except (OSError, RecursionError, ValueError, KeyError, TypeError):
        return ""
