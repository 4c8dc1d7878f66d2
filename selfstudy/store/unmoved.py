"""Letting go of a database and leaving its log where it lies."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from selfstudy.store.cipher import driver, faults, give_key

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def unmoved(path: Path | None, key: bytes | None) -> Iterator[None]:
    """Whoever lets go of a file meanwhile leaves its log where it lies.

    The log may be of another day: rescue reads what is in both. SQLite moves it into the file
    when the last connection goes, and one that only reads is never able to.
    """
    with contextlib.ExitStack() as held:
        with contextlib.suppress(OSError, faults(key)):  # without a log there is nothing to hold
            if path is not None and Path(f"{path}-wal").stat().st_size:
                beside = driver(key).connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
                held.callback(beside.close)
                give_key(beside, key)
                beside.execute("PRAGMA schema_version").fetchall()
        yield
