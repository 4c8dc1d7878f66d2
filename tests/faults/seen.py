"""What is seen of a deed while it is traced: its calls, its words, its end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class TracingForbidden(Exception):
    """This system does not let a process trace its own child."""


class Change(NamedTuple):
    """One call that changed something below the root, or a word that was said.

    `kind` is write, truncate, create, rename, link, unlink, mkdir, rmdir, sync or say; paths are
    relative to the root.
    """

    kind: str
    path: str
    other: str = ""
    offset: int = 0
    content: bytes = b""


@dataclass
class Run:
    """What became of a traced process."""

    changes: int = 0  # calls counted: where it can be killed
    recorded: list[Change] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    killed: bool = False
    error: str = ""
    forbidden: str = ""  # why nothing was traced at all
