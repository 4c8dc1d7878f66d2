"""XML read without surprises: no doctype, no entities, limits on depth and size, lines kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from selfstudy.content.problems import Findings

DEEPEST = 200
MOST_ELEMENTS = 500_000


@dataclass(slots=True)
class Node:
    """An element: its name without namespace, attributes, children and text in written order."""

    name: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    parts: list[Node | str] = field(default_factory=list)

    @property
    def children(self) -> Iterator[Node]:
        """The elements directly inside."""
        return (part for part in self.parts if isinstance(part, Node))

    def all(self, name: str) -> list[Node]:
        """The elements of this name directly inside."""
        return [child for child in self.children if child.name == name]

    def first(self, name: str) -> Node | None:
        """The first element of this name directly inside."""
        return next((child for child in self.children if child.name == name), None)

    def inside(self, name: str) -> Iterator[Node]:
        """Every element of this name at any depth, in written order."""
        waiting = list(self.children)[::-1]
        while waiting:
            node = waiting.pop()
            if node.name == name:
                yield node
            waiting += list(node.children)[::-1]

    @property
    def text(self) -> str:
        """All text inside, elements apart by a space."""
        pieces: list[str] = []
        waiting: list[Node | str] = [self]
        while waiting:
            part = waiting.pop()
            if isinstance(part, str):
                pieces.append(part)
            else:
                waiting += part.parts[::-1]
        return "".join(pieces)

    def told(self, name: str) -> str:
        """The text of the first element of this name, trimmed."""
        found = self.first(name)
        return found.text.strip() if found else ""


class _Stop(Exception):
    """Nothing more is read."""


class _Builder:
    def __init__(self) -> None:
        self.root: Node | None = None
        self._open: list[Node] = []
        self._count = 0
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._said
        self.parser.StartDoctypeDeclHandler = self._doctype

    def _doctype(self, *_: object) -> None:
        raise _Stop

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > MOST_ELEMENTS or len(self._open) >= DEEPEST:
            raise _Stop
        bare = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        node = Node(name.rpartition(":")[2], self.parser.CurrentLineNumber, bare)
        if self._open:
            self._open[-1].parts.append(node)
        else:
            self.root = node
        self._open.append(node)

    def _end(self, _: str) -> None:
        self._open.pop()

    def _said(self, text: str) -> None:
        self._open[-1].parts.append(text)


def parse(raw: bytes, found: Findings) -> Node | None:
    """The root element, or None with the line where reading stopped."""
    builder = _Builder()
    try:
        builder.parser.Parse(raw, True)  # noqa: FBT003
    except _Stop:
        found.error("import_unsafe", builder.parser.CurrentLineNumber)
        return None
    except (expat.ExpatError, LookupError, ValueError):
        found.error("import_broken", max(1, builder.parser.CurrentLineNumber))
        return None
    return builder.root
