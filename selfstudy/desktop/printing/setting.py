"""Sets a sheet as pages of a document: light colours, drawings as vectors, breaks where fit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QObject, QRect, QRectF, QSizeF
from PySide6.QtGui import (
    QBrush,
    QColor,
    QImage,
    QPainter,
    QPyTextObject,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextOption,
    QTextTable,
    QTextTableCellFormat,
)
from PySide6.QtSvg import QSvgRenderer

from selfstudy.content.lesson_style import TextLook, style_sheet
from selfstudy.desktop import fonts, theme
from selfstudy.desktop.printing.sheet import Sheet
from selfstudy.desktop.reading_figures import original
from selfstudy.desktop.reading_frames import Frame, frames_of, paint_bullets
from selfstudy.desktop.reading_look import TONES
from selfstudy.desktop.reading_places import take_bullets

PIXELS: Final = 15  # of running text, 96 to an inch: 11.25 points
_FIGURE: Final = int(QTextFormat.ObjectTypes.UserObject) + 1
_DRAWN: Final = int(QTextFormat.Property.UserProperty) + 1
_TALLEST: Final = 0.7  # of a page: a figure
_KEPT: Final = 0.5  # of a page: a box that stands on one page
_MOST_BREAKS: Final = 200
_AGAIN: Final = 40.0  # pixels under a heading that it does not stand without
_BEFORE: Final = QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore
_AFTER_WORDS: Final = QTextFormat.PageBreakFlag.PageBreak_Auto


class Setting:
    """One sheet, set for pages of one size in pixels, 96 to an inch."""

    def __init__(self, sheet: Sheet, page: QSizeF) -> None:
        fonts.load_reading()
        self.document = document = QTextDocument()
        document.setDocumentMargin(0)
        document.setUndoRedoEnabled(False)
        document.setIndentWidth(24)
        option = QTextOption()
        option.setUseDesignMetrics(True)
        document.setDefaultTextOption(option)
        document.setDefaultStyleSheet(style_sheet(_look()) + _OWN)
        document.setHtml(sheet.html)
        self._page = page
        self._drawings = _Drawings(document, sheet.folder, page)
        document.documentLayout().registerHandler(_FIGURE, self._drawings)
        self._drawings.take_over()
        self._frames = frames_of(document, sheet.frames)
        for frame in self._frames:
            _dress(frame)
        _shrink_empty(document)
        self._bullets = take_bullets(document)
        document.setPageSize(page)
        self._headings: set[int] = set()  # where a page was made to begin
        self._break_well()

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return self.document.pageCount()

    def draw(self, painter: QPainter, page: int) -> None:
        """Draw one page, its top left corner at the origin."""
        height = self._page.height()
        painter.save()
        painter.setClipRect(QRectF(0, 0, self._page.width(), height))
        painter.translate(0, -page * height)
        shown = QRectF(0, page * height, self._page.width(), height)
        self.document.drawContents(painter, shown)
        paint_bullets(painter, self.document, self._bullets, shown, QColor(theme.PAPER.ink))
        painter.restore()

    # — page breaks ——————————————————————————————————————————————————————————————————————

    def _break_well(self) -> None:
        """No heading at a page's foot, no small box cut in two, a figure with its caption."""
        for _ in range(_MOST_BREAKS):
            table = next(self._cut_boxes(), None)
            block = next(self._lonely(), None)
            if table is None and block is None:
                return
            if table is not None and (block is None or table.firstPosition() < block.position()):
                _begin_page(table, begin=True)
            elif block is not None:
                self._let_follow(block.position())
                self._headings.add(block.position())
                self._begin(block.position(), _BEFORE)

    def _let_follow(self, position: int) -> None:
        """What was made to begin a page goes with the heading above it that now does."""
        for frame in self._frames:
            if frame.table.firstPosition() > position:
                _begin_page(frame.table, begin=False)
        for later in [place for place in self._headings if place > position]:
            self._headings.remove(later)
            self._begin(later, _AFTER_WORDS)

    def _begin(self, position: int, policy: QTextFormat.PageBreakFlag) -> None:
        cursor = QTextCursor(self.document)
        cursor.setPosition(position)
        wanted = QTextBlockFormat()
        wanted.setPageBreakPolicy(policy)
        cursor.mergeBlockFormat(wanted)

    def _cut_boxes(self) -> Iterator[QTextTable]:
        """Boxes over a page's end that would stand on the next."""
        layout = self.document.documentLayout()
        for frame in self._frames:
            box = layout.frameBoundingRect(frame.table)
            outer = frame.table.parentFrame() is self.document.rootFrame()
            fits = box.height() < self._page.height() * _KEPT
            broken = frame.table.format().pageBreakPolicy() == _BEFORE
            if outer and fits and not broken and self._crosses(box.top(), box.bottom() - 1):
                yield frame.table

    def _lonely(self) -> Iterator[QTextBlock]:
        """Headings and figures whose next block begins on the next page."""
        layout = self.document.documentLayout()
        block = self.document.begin()
        while block.isValid():
            after = block.next()
            if (
                after.isValid()
                and _leads(block)
                and block.blockFormat().pageBreakPolicy() != _BEFORE
                and block != self.document.begin()
                and QTextCursor(block).currentTable() is None
            ):
                top = layout.blockBoundingRect(block).top()
                following = layout.blockBoundingRect(after)
                if self._crosses(top, following.top() + min(following.height(), _AGAIN)):
                    yield block
            block = after

    def _crosses(self, top: float, bottom: float) -> bool:
        height = self._page.height()
        return int(top // height) != int(bottom // height)


def _begin_page(table: QTextTable, *, begin: bool) -> None:
    shape = table.format()
    wanted = _BEFORE if begin else _AFTER_WORDS
    if shape.pageBreakPolicy() != wanted:
        shape.setPageBreakPolicy(wanted)
        table.setFormat(shape)


def _leads(block: QTextBlock) -> bool:
    """Whether a block says nothing without the next: a heading, a term, a figure."""
    words = block.charFormat().fontWeight() >= 600 and block.text().strip() != ""
    first = block.begin()
    drawn = not first.atEnd() and first.fragment().charFormat().objectType() == _FIGURE
    return words or drawn


class _Drawings(QPyTextObject):
    """Draws figures as vectors where their letter stands."""

    def __init__(self, parent: QObject, folder: str, page: QSizeF) -> None:
        super().__init__(parent)
        self._folder, self._page = folder, page
        self._document = parent
        self._known: dict[str, QSvgRenderer | QImage | None] = {}

    def take_over(self) -> None:
        """Put ours in the place of Qt's images, which are made of dots."""
        document = self._document
        if not isinstance(document, QTextDocument):
            return
        cursor = QTextCursor(document)
        for position, name in tuple(_images(document)):
            letters = QTextCharFormat()
            letters.setObjectType(_FIGURE)
            letters.setProperty(_DRAWN, name)
            cursor.setPosition(position)
            cursor.setPosition(position + 1, QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText("\ufffc", letters)

    def intrinsicSize(  # noqa: N802 - Qt
        self, _document: QTextDocument, _position: int, shape: QTextFormat
    ) -> QSizeF:
        """As wide as the page allows, never enlarged much, and never too tall."""
        drawing = self._drawing(str(shape.property(_DRAWN)))
        if drawing is None:
            return QSizeF(1, 1)
        size = QSizeF(
            drawing.defaultSize() if isinstance(drawing, QSvgRenderer) else drawing.size()
        )
        share = min(
            self._page.width() / max(1.0, size.width()),
            self._page.height() * _TALLEST / max(1.0, size.height()),
            1.0,
        )
        return QSizeF(size.width() * share, size.height() * share)

    def drawObject(  # noqa: N802 - Qt
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        _document: QTextDocument,
        _position: int,
        shape: QTextFormat,
    ) -> None:
        """Draw a figure into its place."""
        drawing = self._drawing(str(shape.property(_DRAWN)))
        if isinstance(drawing, QSvgRenderer):
            drawing.render(painter, QRectF(rect))
        elif drawing is not None:
            painter.drawImage(QRectF(rect), drawing)

    def _drawing(self, name: str) -> QSvgRenderer | QImage | None:
        if name not in self._known:
            self._known[name] = original(self._folder, name)
        return self._known[name]


def _images(document: QTextDocument) -> Iterator[tuple[int, str]]:
    block = document.begin()
    while block.isValid():
        parts = block.begin()
        while not parts.atEnd():
            fragment = parts.fragment()
            letters = fragment.charFormat()
            if letters.isImageFormat():
                for step in range(fragment.length()):
                    yield fragment.position() + step, letters.toImageFormat().name()
            parts += 1
        block = block.next()


def _dress(frame: Frame) -> None:
    """A box gets a pale ground and a stroke at its left; rows get a ground behind their head."""
    palette = theme.PAPER
    tone = TONES.get(frame.kind)
    ink, ground = palette.tone(tone) if tone else (palette.edge, palette.sunk)
    if frame.kind == "rows":
        for column in range(frame.table.columns()):
            cell = frame.table.cellAt(0, column)
            shape = QTextTableCellFormat(cell.format().toTableCellFormat())
            shape.setBackground(QBrush(QColor(palette.sunk)))
            cell.setFormat(shape)
        whole = frame.table.format()
        whole.setHeaderRowCount(1)
        frame.table.setFormat(whole)
        return
    cell = frame.table.cellAt(0, 0)
    shape = QTextTableCellFormat(cell.format().toTableCellFormat())
    if frame.kind != "quote":
        shape.setBackground(QBrush(QColor(ground)))
    shape.setLeftBorder(3)
    shape.setLeftBorderBrush(QBrush(QColor(ink)))
    shape.setLeftBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    cell.setFormat(shape)


def _shrink_empty(document: QTextDocument) -> None:
    """The empty lines that Qt puts after tables take no room."""
    cursor = QTextCursor(document)
    block = document.begin()
    while block.isValid():
        if block.length() <= 1:
            shape = block.blockFormat()
            shape.setLineHeight(1, int(QTextBlockFormat.LineHeightTypes.FixedHeight.value))
            shape.setTopMargin(0)
            shape.setBottomMargin(0)
            cursor.setPosition(block.position())
            cursor.setBlockFormat(shape)
        block = block.next()


def _look() -> TextLook:
    palette = theme.PAPER
    return TextLook(
        ink=palette.ink,
        muted=palette.muted,
        heading=palette.ink,
        accent=palette.ink,
        rule=palette.line,
        code_back=palette.sunk,
        mark_back=palette.warning_soft,
        note=palette.tone("accent")[0],
        tip=palette.tone("success")[0],
        warning=palette.tone("warning")[0],
        example=palette.tone("neutral")[0],
        quote=palette.muted,
        reading=fonts.READING,
        interface=fonts.INTERFACE,
        mono=fonts.CODE,
        pixels=PIXELS,
    )


_OWN: Final = (
    "a.term{text-decoration:none;}"
    "p.dt{margin-top:10px;}"
    "p.dd{font-size:13px;margin-left:18px;margin-bottom:4px;line-height:118%;}"
    "p.ask{font-size:14px;margin-bottom:4px;line-height:120%;}"
    "p.choice{font-size:13px;margin-left:18px;margin-bottom:3px;line-height:118%;}"
    "p.callnote,p.calltip,p.callwarning,p.callexample,p.check{margin-left:0px;}"
)
