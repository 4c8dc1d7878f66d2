"""Places in a lesson's document: sections, stable anchors, and what a screen reader is told."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from PySide6.QtGui import (
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextListFormat,
)
from PySide6.QtGui import QTextDocument as Document

from selfstudy.content.lesson_text import Rendered

_FIXED: Final = int(QTextBlockFormat.LineHeightTypes.FixedHeight.value)


_BULLETS: Final = (
    QTextListFormat.Style.ListDisc,
    QTextListFormat.Style.ListCircle,
    QTextListFormat.Style.ListSquare,
)


class Places:
    """Where each section begins and ends, in blocks and in pixels."""

    def __init__(self, document: Document, rendered: Rendered) -> None:
        self._document = document
        wanted = {section.id for section in rendered.sections}
        found = [(number, id_) for number, id_ in headings(document, rendered) if id_ in wanted]
        self._starts = [number for number, _ in found]
        self._ids = [id_ for _, id_ in found]
        self._notes = len(rendered.notes)

    def anchor_of(self, block: int) -> str:
        """`section-id:paragraph` of a block; before the first section the id is empty."""
        index = bisect_right(self._starts, block) - 1
        if index < 0:
            return f":{block}" if block else ""
        return f"{self._ids[index]}:{block - self._starts[index]}"

    def block_of(self, anchor: str) -> int:
        """The block of an anchor; of one that is gone, the nearest there is."""
        id_, _, rest = anchor.rpartition(":") if ":" in anchor else (anchor, "", "0")
        offset = int(rest) if rest.isdigit() else 0
        last = self._document.blockCount() - 1
        if id_ not in self._ids:
            return 0 if id_ else min(offset, last)
        index = self._ids.index(id_)
        end = self._starts[index + 1] - 1 if index + 1 < len(self._starts) else last
        return min(self._starts[index] + offset, end)

    def ends(self) -> Iterator[tuple[str, float]]:
        """Each section and the height at which it ends; footnotes stand after the last."""
        layout = self._document.documentLayout()
        for id_, start in zip(self._ids, [*self._starts, -1][1:], strict=True):
            block = self._document.findBlockByNumber(start) if start >= 0 else self._last()
            rect = layout.blockBoundingRect(block)
            yield id_, rect.top() if start >= 0 else rect.bottom()

    def section_at(self, height: float) -> str:
        """The section that stands at a height; the first one above all."""
        layout = self._document.documentLayout()
        current = self._ids[0] if self._ids else ""
        for id_, start in zip(self._ids, self._starts, strict=True):
            if layout.blockBoundingRect(self._document.findBlockByNumber(start)).top() > height:
                break
            current = id_
        return current

    def _last(self) -> QTextBlock:
        block = self._document.lastBlock()
        for _ in range(self._notes + 1 if self._notes else 0):
            if block.previous().isValid():
                block = block.previous()
        return block


def headings(document: Document, rendered: Rendered) -> Iterator[tuple[int, str]]:
    """The block number and id of each heading, found in their order."""
    waiting = iter(rendered.headings)
    heading = next(waiting, None)
    block = document.begin()
    while heading is not None and block.isValid():
        if _same(block.text(), heading.title):
            yield block.blockNumber(), heading.id
            heading = next(waiting, None)
        block = block.next()


def set_reading_roles(document: Document, rendered: Rendered) -> None:
    """Tell headings as headings; take the height from the empty lines Qt puts after tables.

    Qt gives `h1`…`h6` its own sizes and ignores the style sheet's, so headings come as paragraphs.
    """
    levels = dict(
        zip((n for n, _ in headings(document, rendered)), rendered.headings, strict=False)
    )
    cursor = QTextCursor(document)
    block = document.begin()
    while block.isValid():
        heading = levels.get(block.blockNumber())
        if heading is not None:
            shape = block.blockFormat()
            shape.setHeadingLevel(heading.level)
            cursor.setPosition(block.position())
            cursor.setBlockFormat(shape)
        elif block.length() <= 1:
            _flatten(cursor, block)
        else:
            _dot_terms(cursor, block)
        block = block.next()


def take_bullets(document: Document) -> tuple[int, ...]:
    """The blocks that begin with a bullet; Qt draws none of them any more.

    Its own are a third of a line high and touch the text.
    """
    found = []
    block = document.begin()
    while block.isValid():
        list_ = block.textList()
        if list_ is not None:
            shape = list_.format()
            if shape.style() in _BULLETS:
                shape.setStyle(QTextListFormat.Style.ListStyleUndefined)
                list_.setFormat(shape)
            if shape.style() == QTextListFormat.Style.ListStyleUndefined:
                found.append(block.blockNumber())
        block = block.next()
    return tuple(found)


def _dot_terms(cursor: QTextCursor, block: QTextBlock) -> None:
    """Words of the glossary get dots under them, which the style sheet cannot say."""
    parts = block.begin()
    while not parts.atEnd():
        fragment = parts.fragment()
        letters = fragment.charFormat()
        if letters.anchorHref().startswith("term:"):
            letters.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
            cursor.setPosition(fragment.position())
            cursor.setPosition(
                fragment.position() + fragment.length(), QTextCursor.MoveMode.KeepAnchor
            )
            cursor.setCharFormat(letters)
        parts += 1


def _flatten(cursor: QTextCursor, block: QTextBlock) -> None:
    shape = block.blockFormat()
    shape.setLineHeight(1, _FIXED)
    shape.setTopMargin(0)
    shape.setBottomMargin(0)
    small = QFont()
    small.setPixelSize(1)
    letters = QTextCharFormat()
    letters.setFont(small)
    cursor.setPosition(block.position())
    cursor.setBlockFormat(shape)
    cursor.setBlockCharFormat(letters)


def _same(text: str, title: str) -> bool:
    return text == title or " ".join(text.split()) == title
