"""The reading column: a lesson's text, its figures, links and cards, and where the reader is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import unquote

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHideEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QMenu, QTextBrowser, QWidget

from selfstudy.content.lesson_style import style_sheet
from selfstudy.content.lesson_text import Rendered
from selfstudy.desktop import (
    fonts,
    icons,
    reading_figures,
    reading_found,
    reading_frames,
    reading_look,
    theme,
)
from selfstudy.desktop.reading_links import LinkCards, Said
from selfstudy.desktop.reading_places import Places, set_reading_roles, take_bullets
from selfstudy.words import t

ZOOMS: Final = (0.8, 0.9, 1.0, 1.1, 1.25, 1.4, 1.6, 1.8, 2.0)
_MARGIN: Final = 28
_SETTLED: Final = 250  # ms until what stands in view counts as seen
_GLIMPSE: Final = 48  # after a jump, the last line of the section before does not count
_EMPTY: Final = Rendered("", (), (), ())


class ReadingView(QTextBrowser):
    """Shows one rendered lesson; knows no service and no lesson rule."""

    section_passed = Signal(str)
    section_entered = Signal(str)
    question_asked = Signal(str)
    lesson_asked = Signal(str)
    zoom_chosen = Signal(float)
    used = Signal()
    report_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        fonts.load_reading()
        self.setObjectName("readingView")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.DefaultContextMenu)
        self._rendered = _EMPTY
        self._own: QTextDocument | None = None
        self._folder = ""
        self._zoom = 1.0
        self._places = Places(self.document(), _EMPTY)
        self._frames: tuple[reading_frames.Frame, ...] = ()
        self._bullets: tuple[int, ...] = ()
        self._wanted = ""
        self._found = ""
        self._moving = False
        self._seen = (0, 0)
        self._section = ""
        self._passed: set[str] = set()
        self._room, self._figures = 0, set[QUrl]()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLED)
        self._settle.timeout.connect(self._look_round)
        self.links = LinkCards(self)
        self.links.question_asked.connect(self.question_asked)
        self.links.lesson_asked.connect(self.lesson_asked)
        self.anchorClicked.connect(self._follow)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        theme.look().changed.connect(self._redress)
        self._dress()

    # What is shown

    def show_lesson(
        self,
        rendered: Rendered,
        folder: str,
        meanings: Mapping[str, str],
        sources: Mapping[str, tuple[str, str]],
    ) -> None:
        """Show a lesson from its top; `sources` gives a title and a sentence for each id."""
        self._rendered, self._folder = rendered, folder
        self.links.know(Said(meanings, sources, dict(rendered.notes)))
        self._passed = set()
        self._wanted = self._found = ""
        self._rebuild()
        self._seen = (0, 0)
        self._move_to(0)

    def set_zoom(self, zoom: float) -> None:
        """Set the reader's own zoom, keeping the place."""
        zoom = min(max(zoom, ZOOMS[0]), ZOOMS[-1])
        if zoom == self._zoom:
            return
        place = self.anchor()
        self._zoom = zoom
        self._fit()
        self._rebuild()
        self.go_to(place)

    @property
    def zoom(self) -> float:
        """The reader's own zoom."""
        return self._zoom

    def step_zoom(self, step: int) -> None:
        """One step larger or smaller; 0 goes back to 100 %."""
        nearest = min(range(len(ZOOMS)), key=lambda i: abs(ZOOMS[i] - self._zoom))
        chosen = ZOOMS[max(0, min(len(ZOOMS) - 1, nearest + step))] if step else 1.0
        self.set_zoom(chosen)
        self.zoom_chosen.emit(self._zoom)

    # Where the reader is

    def anchor(self) -> str:
        """A place that outlives zoom, theme and width: `section-id:paragraph`."""
        if self._wanted:
            return self._wanted
        if not self.verticalScrollBar().value():
            return ""  # the top; and what is not laid out yet has any block there
        block = self.cursorForPosition(QPoint(_MARGIN + 4, 10)).block()
        return self._places.anchor_of(block.blockNumber())

    def go_to(self, anchor: str) -> None:
        """Bring a place that `anchor` gave, or a section's id, to the top."""
        number = self._places.block_of(anchor) if anchor else 0
        self._wanted = self._places.anchor_of(number)
        if not number:
            self._move_to(0)
            return
        block = self.document().findBlockByNumber(number)
        top = self.document().documentLayout().blockBoundingRect(block).top()
        above = block.blockFormat().topMargin() if block.blockFormat().headingLevel() else 6
        self._move_to(max(0, round(top - min(above, 16))))

    def seek(self, words: str) -> bool:
        """Light up words and go to where they stand best; whether they are there."""
        number = reading_found.place_of(self.document(), words)
        self._found = words if number is not None else ""
        self.setExtraSelections(reading_found.lights(self.document(), self._found))
        if number is not None:
            self.go_to(self._places.anchor_of(number))
        return number is not None

    def _move_to(self, value: int) -> None:
        self._moving = True
        self.verticalScrollBar().setValue(value)
        self._moving = False
        self._soon()

    def _scrolled(self, _value: int) -> None:
        self.links.close()
        if not self._moving:
            self._wanted = ""
            self.used.emit()
        self._soon()

    def _soon(self) -> None:
        if self.isVisible():
            self._settle.start()

    def _look_round(self) -> None:
        """Tell which sections ended within what was seen without a jump."""
        if not self.isVisible() or not self._rendered.html:
            return
        top = self.verticalScrollBar().value()
        bottom = top + self.viewport().height()
        before_top, before_bottom = self._seen
        joined = top <= before_bottom + 1 and bottom >= before_top - 1
        start = min(top, before_top) if joined else top + _GLIMPSE
        self._seen = (top, bottom)
        for section, end in self._places.ends():
            if start <= end <= bottom and section not in self._passed:
                self._passed.add(section)
                self.section_passed.emit(section)
        section = self._places.section_at(top + self.viewport().height() // 3)
        if section != self._section:
            self._section = section
            self.section_entered.emit(section)

    # Links and cards

    def _follow(self, url: QUrl) -> None:
        self.used.emit()
        self.links.follow(unquote(url.toString()))

    # Dress

    def _dress(self) -> None:
        palette = theme.qt_palette(theme.current())
        self.setPalette(palette)
        self._fit()

    def _redress(self) -> None:
        place = self.anchor()
        self._dress()
        self._rebuild()
        self.go_to(place)

    def _rebuild(self) -> None:
        self._figures.clear()
        document = QTextDocument(self)
        document.setDocumentMargin(_MARGIN)
        document.setIndentWidth(theme.px(26))
        document.setUndoRedoEnabled(False)
        document.setDefaultStyleSheet(style_sheet(reading_look.text_look(self._zoom)))
        document.setHtml(self._rendered.html)
        set_reading_roles(document, self._rendered)
        self._bullets = take_bullets(document)
        old, self._own = self._own, document
        self._places = Places(document, self._rendered)
        self._frames = reading_frames.frames_of(document, self._rendered.frames)
        self.setDocument(document)
        self.setExtraSelections(reading_found.lights(document, self._found))
        if old is not None:
            old.deleteLater()
        self.links.close()

    def _fit(self) -> bool:
        """Centre the column; whether its width changed."""
        column = reading_look.column(self._zoom) + 2 * _MARGIN
        spare = max(0, (self.width() - column) // 2)
        margins = self.viewportMargins()
        if (margins.left(), margins.right()) == (spare, spare):
            return False
        self.setViewportMargins(spare, 0, spare, 0)
        return True

    # Qt's own events

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Figures of the module's own folder; nothing else is ever opened."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return None
        self._room = self._column()
        self._figures.add(name if isinstance(name, QUrl) else QUrl(name))
        return self._figure(name)

    def _figure(self, name: QUrl | str) -> QImage:
        address = unquote(name.toString() if isinstance(name, QUrl) else name)
        ratio = self.devicePixelRatioF()
        shown = reading_figures.figure(self._folder, address, self._room, ratio)
        return shown or reading_figures.nothing()

    def _column(self) -> int:
        """How wide a figure may be."""
        width = self.viewport().width() - 2 * _MARGIN
        return min(width, reading_look.column(self._zoom)) if width > 0 else 640

    def _redraw_figures(self) -> None:
        """Draw the figures for the column as it is now: a document keeps what it once loaded."""
        if self._room != (room := self._column()) and self._figures:
            self._room = room
            for name in self._figures:
                kind = QTextDocument.ResourceType.ImageResource.value
                self.document().addResource(kind, name, self._figure(name))
            self.document().markContentsDirty(0, self.document().characterCount())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frames first, the text over them."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        above = self.verticalScrollBar().value()
        painter.translate(0, -above)
        clip = QRectF(event.rect()).translated(0, above)
        reading_frames.paint(painter, self.document(), self._frames, clip)
        reading_frames.paint_bullets(painter, self.document(), self._bullets, clip)
        painter.end()
        super().paintEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the column centred and the reader's place."""
        place = self.anchor()
        refit = self._fit()
        super().resizeEvent(event)
        self._redraw_figures()
        if refit or event.oldSize().width() != event.size().width():
            self.go_to(place)

    def showEvent(self, event: QShowEvent) -> None:
        """What stands in view counts from now; Qt would show its cursor instead of the place."""
        place = self.anchor()
        self._moving = True
        super().showEvent(event)
        self.go_to(place)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing counts while hidden."""
        self._settle.stop()
        self.links.close()
        super().hideEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel zoom."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a card for the link under the pointer after a moment."""
        super().mouseMoveEvent(event)
        self.links.point_at(event.position().toPoint())
        self.used.emit()

    def leaveEvent(self, event: QEvent) -> None:
        """No link is pointed at."""
        self.links.close()
        super().leaveEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The card goes with the focus."""
        self.links.close()
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes the card, then puts the lights out; any key shows that someone is here."""
        self.used.emit()
        if event.key() == Qt.Key.Key_Escape and self.links.close():
            return
        if event.key() == Qt.Key.Key_Escape and self._found:
            self._found = ""
            self.setExtraSelections([])
            return
        super().keyPressEvent(event)

    def focusNextPrevChild(self, onward: bool) -> bool:  # noqa: FBT001, N802 - Qt
        """Tab goes from link to link of what stands in view, then on: it never moves the page."""
        base = super().focusNextPrevChild
        return self.links.step(base, onward=onward) or QWidget.focusNextPrevChild(self, onward)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Copy and select all, in our words."""
        self.menu().popup(event.globalPos())

    def menu(self) -> QMenu:
        """What can be done with the text; goes when it closes."""
        menu = QMenu(self)
        copy = menu.addAction(icons.icon("copy"), t("lesson.copy"), self.copy)
        copy.setEnabled(self.textCursor().hasSelection())
        menu.addAction(t("lesson.select_all"), self.selectAll)
        chosen = self.textCursor().selectedText().replace("\u2029", " ")
        report = menu.addAction(icons.icon("flag"), t("errata.report_selection"))
        report.triggered.connect(lambda: self.report_asked.emit(chosen))
        report.setEnabled(bool(chosen))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu
