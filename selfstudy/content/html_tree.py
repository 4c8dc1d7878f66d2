"""Clean HTML as a tree of elements."""

from __future__ import annotations

from html.parser import HTMLParser
from xml.etree.ElementTree import Element, SubElement

VOID = frozenset({"br", "hr", "img"})


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("body")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = SubElement(self._open[-1], tag, {name: value or "" for name, value in attrs})
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        while len(self._open) > 1:
            if self._open.pop().tag == tag:
                break

    def handle_data(self, data: str) -> None:
        parent = self._open[-1]
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + data
        else:
            parent.text = (parent.text or "") + data


def tree(html: str) -> Element:
    """Build the elements under one root called `body`."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.root


def text_of(element: Element) -> str:
    """Join all the text inside, in order."""
    return "".join(element.itertext())


def classes(element: Element) -> list[str]:
    """Split the class attribute."""
    return (element.get("class") or "").split()
