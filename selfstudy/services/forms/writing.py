"""Files in place, all of them whole or none; formats by their names."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from selfstudy.domain.errors import NoSuchFormat
from selfstudy.services.forms.form import Form, Office, Page
from selfstudy.settings import make_folder, sync_folder, world_error, write_whole

FORMATS = ("xlsx", "docx", "pdf")
STAGE = ".TuHoc-"
LEFT_BEHIND = 3600  # seconds; a stage as old as that belongs to nobody any more


class Writer(Protocol):
    """Puts a form into a format."""

    def __call__(
        self, form: Form, office: Office, pages: Iterable[Page], step: Callable[[], None]
    ) -> bytes:
        """The file; `step` is called for each page."""
        ...


def writer(kind: str) -> Writer:
    """What writes a format. Raises NoSuchFormat."""
    from selfstudy.services.forms.document import document
    from selfstudy.services.forms.printed import printed
    from selfstudy.services.forms.workbook import workbook

    writers: dict[str, Writer] = dict(zip(FORMATS, (workbook, document, printed), strict=True))
    if kind not in writers:
        raise NoSuchFormat(format=kind, formats=", ".join(FORMATS))
    return writers[kind]


class Staged:
    """Files written beside their folder until all of them are there."""

    def __init__(self, folder: Path, stage: Path) -> None:
        self._folder, self._stage = folder, stage
        self.names: list[str] = []

    def put(self, name: str, content: bytes) -> None:
        """Write one. Raises DiskFull, FolderReadOnly."""
        write_whole(self._stage / name, content)
        self.names.append(name)

    def place(self) -> tuple[Path, ...]:
        """Put all in their folder; those of the same names are replaced."""
        for name in self.names:
            (self._stage / name).replace(self._folder / name)
        sync_folder(self._folder)
        return tuple(self._folder / name for name in self.names)


@contextmanager
def staged(folder: Path) -> Iterator[Staged]:
    """Several files for a folder; what is not placed is gone at the end.

    Raises DiskFull, FolderReadOnly.
    """
    try:
        make_folder(folder)
        _sweep(folder)
        stage = Path(tempfile.mkdtemp(prefix=STAGE, dir=folder))
    except OSError as error:
        raise world_error(error, folder) from error
    try:
        yield Staged(folder, stage)
    except OSError as error:
        raise world_error(error, folder) from error
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _sweep(folder: Path) -> None:
    """Remove what a run that was cut off left behind."""
    for stage in folder.glob(f"{STAGE}*"):
        if stage.is_dir() and time.time() - stage.stat().st_mtime > LEFT_BEHIND:
            shutil.rmtree(stage, ignore_errors=True)
