"""An unexpected error over a spoilt database is damage, and rescue mends that."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from selfstudy.domain.errors import DatabaseDamaged, SelfStudyError


@contextmanager
def suspecting(journal: Path, key: bytes | None) -> Iterator[None]:
    """Raise DatabaseDamaged for an unexpected error over a spoilt database; `key` is the data key.

    A flipped bit may leave a file that SQLite reads and that makes no sense.
    """
    try:
        yield
    except (OSError, SelfStudyError):
        raise
    except Exception as error:
        if is_spoilt(journal, key):
            raise DatabaseDamaged(path=str(journal), folder=str(journal.parent)) from error
        raise


def is_spoilt(journal: Path, key: bytes | None) -> bool:
    """Whether a database can be read and is not as this program leaves it; no byte is changed."""
    from selfstudy.exchange.keys import page_opener
    from selfstudy.exchange.lock import database_key
    from selfstudy.store.database import Database
    from selfstudy.store.health import NONSENSE, fit

    decipher = None if key is None else page_opener(database_key(key))
    damaged = DatabaseDamaged(path=str(journal))
    try:
        database = Database.for_reading(journal, damaged, decipher)
    except NONSENSE as error:
        return error is not damaged  # else it is too large to be looked at here
    try:
        return not fit(database)
    finally:
        database.close()
