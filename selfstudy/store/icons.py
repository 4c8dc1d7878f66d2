"""Line icons as SVG text, from the SQLite file that the package `lucide` carries."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path


def read_icons(names: Iterable[str]) -> dict[str, str]:
    """The SVG text of each icon there is; colour is `currentColor`, the box 24 × 24."""
    wanted = tuple(names)
    marks = ",".join("?" * len(wanted))
    select = f"SELECT name, svg FROM icons WHERE name IN ({marks})"  # noqa: S608 - marks only
    with closing(sqlite3.connect(f"{_file().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        return dict(database.execute(select, wanted).fetchall())


def _file() -> Path:
    spec = find_spec("lucide")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("lucide")
    return Path(spec.origin).parent / "data" / "lucide-icons.db"
