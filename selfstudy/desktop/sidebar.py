"""The way round the program: pages by group, and at the foot whether the work is safe."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from selfstudy.desktop import icons, theme
from selfstudy.desktop.theme import Tone
from selfstudy.desktop.widgets.surfaces import Picture
from selfstudy.desktop.widgets.text import Small, Strong, reveal
from selfstudy.words import number, t

WIDE, NARROW, _MARGIN = 240, 72, 12


class NavItem(QRadioButton):
    """A page in the sidebar: icon, words, and how much waits there."""

    def __init__(self, icon: str, words: str, place: int) -> None:
        super().__init__()
        self._icon, self.words, self.count, self.narrow = icon, words, 0, False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._place, self._by_key = place, False
        self.show_count(0)

    def show_count(self, count: int) -> None:
        """How much waits there; nothing is shown for none."""
        self.count = count
        said = t("frame.badge", page=self.words, n=count) if count else self.words
        self.setAccessibleName(said)
        tip = t("frame.shortcut", page=said, number=self._place) if self._place <= 9 else said
        self.setToolTip(tip)
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        reason = Qt.FocusReason
        self._by_key = event.reason() not in (
            reason.MouseFocusReason,
            reason.ActiveWindowFocusReason,
            reason.OtherFocusReason,
        )
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._by_key = True
        super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(48), theme.px(42))

    def hitButton(self, pos: object) -> bool:
        return self.rect().contains(pos)  # type: ignore[call-overload,no-any-return]

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, palette = QPainter(self), theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, here = QRectF(self.rect()), self.isChecked()
        painter.setPen(Qt.PenStyle.NoPen)
        if here or self.underMouse():
            painter.setBrush(QColor(palette.accent_soft if here else palette.hover))
            painter.drawRoundedRect(box.adjusted(2, 1, -2, -1), 9, 9)
        if self.hasFocus() and self._by_key:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(palette.focus), 2))
            painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), 9, 9)
        side, ink = theme.px(20), "accent" if here else "muted"
        left = (box.width() - side) / 2 if self.narrow else theme.px(14)
        icons.paint(painter, self._icon, ink, QRectF(left, box.center().y() - side / 2, side, side))
        end = self._paint_count(painter, box)
        if self.narrow:
            return
        face = theme.font("subheading" if here else "strong")
        face.setPixelSize(theme.px(14))
        painter.setFont(face)
        painter.setPen(QColor(palette.accent if here else palette.ink))
        room = box.adjusted(left + side + theme.px(12), 0, -end, 0)
        elide = Qt.TextElideMode.ElideRight
        words = painter.fontMetrics().elidedText(self.words, elide, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_count(self, painter: QPainter, box: QRectF) -> float:
        """Draw how much waits; the room it took at the right end comes back."""
        if not self.count:
            return theme.px(8)
        palette, face = theme.current(), theme.font("caption")
        if self.narrow:
            side = theme.px(9)
            painter.setPen(QPen(QColor(palette.side), 2))
            painter.setBrush(QColor(palette.accent))
            at = box.center()
            painter.drawEllipse(QRectF(at.x() + theme.px(5), at.y() - theme.px(14), side, side))
            return 0
        words = number(min(self.count, 999), 0) + ("+" if self.count > 999 else "")
        face.setPixelSize(theme.px(12))
        height = theme.px(20)
        width = max(height, QFontMetrics(face).horizontalAdvance(words) + theme.px(12))
        end = theme.px(10)
        pill = QRectF(box.right() - end - width, box.center().y() - height / 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.accent))
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setPen(QColor(palette.on_accent))
        painter.setFont(face)
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, words)
        return width + end + theme.px(6)


class StatusCard(QAbstractButton):
    """One sentence about whether the work is safe; pressing it opens the page that explains."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 12, 12, 12)
        self._row.setSpacing(10)
        self._picture = Picture("cloud-off", "muted", 18)
        self._narrow = False
        self._title, self._note = Strong(), Small()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._note)
        self._row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addLayout(words, 1)
        for part in (self._title, self._note):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_status(self, title: str, note: str, tone: Tone, icon: str) -> None:
        """What it says now; hidden while it says nothing."""
        self._title.setText(title)
        self._note.setText(note)
        self.show_narrow(narrow=self._narrow)
        self._picture.show_icon(icon, "muted" if tone == "neutral" else tone)
        self.setAccessibleName(f"{title} {note}".strip())
        self.setToolTip(self.accessibleName())
        reveal(self, visible=bool(title))

    def show_narrow(self, *, narrow: bool) -> None:
        """The picture alone, or with its words."""
        self._narrow = narrow
        reveal(self._title, visible=not narrow)
        reveal(self._note, visible=not narrow and bool(self._note.text()))
        centre, top = Qt.AlignmentFlag.AlignCenter, Qt.AlignmentFlag.AlignTop
        self._row.setAlignment(self._picture, centre if narrow else top)
        self._row.setStretch(0, int(narrow))
        self._row.setStretch(1, int(not narrow))

    def sizeHint(self) -> QSize:
        return self._row.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._row.minimumSize()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, palette = QPainter(self), theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.hasFocus()
        painter.setPen(
            QPen(QColor(palette.focus if focused else palette.line), 2 if focused else 1)
        )
        painter.setBrush(QColor(palette.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 10, 10)


class Sidebar(QFrame):
    """All pages in groups; `chosen` carries the key of the page that was asked for."""

    chosen = Signal(str)
    status_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sidebar")
        self.setAccessibleName(t("frame.navigation"))
        self._items: dict[str, NavItem] = {}
        self._groups: dict[str, tuple[QLabel, QVBoxLayout, QWidget]] = {}
        self._narrow = False
        self._buttons = QButtonGroup(self)
        self.status = StatusCard()
        self.status.clicked.connect(self.status_pressed)
        self._brand = QLabel(t("app.name"))
        self._brand.setObjectName("brand")
        self._head = head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(Picture("book-open", "accent", 24))
        head.addWidget(self._brand, 1)
        self._pages = QVBoxLayout()
        self._pages.setSpacing(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, 26, _MARGIN, 16)
        column.setSpacing(16)
        column.addLayout(head)
        column.addWidget(self._scrolling(self._pages), 1)
        column.addWidget(self.status)
        self._settle()

    def add(self, key: str, icon: str, words: str, group: str) -> None:
        """Add a page at the end of its group."""
        item = NavItem(icon, words, len(self._items) + 1)
        item.narrow = self._narrow
        item.clicked.connect(lambda: self.chosen.emit(key))
        self._items[key] = item
        self._buttons.addButton(item)
        self._group(group).addWidget(item)
        QWidget.setTabOrder(item, self.status)

    def mark(self, key: str) -> None:
        """Show which page is open."""
        if key in self._items:
            self._items[key].setChecked(True)

    def focus_page(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Put the keyboard on the page that is open."""
        button = self._buttons.checkedButton()
        if button is not None:
            button.setFocus(reason)

    def show_count(self, key: str, count: int) -> None:
        """How much waits on a page."""
        self._items[key].show_count(count)

    def show_page(self, key: str, *, visible: bool) -> None:
        """Offer a page or not; a group without pages has no name."""
        self._items[key].setVisible(visible)
        self._name_groups()

    def offers(self, key: str) -> bool:
        """Whether a page is for this person now."""
        return not self._items[key].isHidden()

    def show_narrow(self, *, narrow: bool) -> None:
        """Icons alone, or with words."""
        self._narrow = narrow
        for item in self._items.values():
            item.narrow = narrow
            item.update()
        reveal(self._brand, visible=not narrow)
        self.status.show_narrow(narrow=narrow)
        self._name_groups()
        self._settle()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_narrow"):
            self._settle()

    def _settle(self) -> None:
        self.setFixedWidth(theme.px(NARROW if self._narrow else WIDE))
        left = 0 if self._narrow else theme.px(14)  # alone, the picture stands in the middle
        self._head.setContentsMargins(left, 0, 0, theme.px(12))

    def _group(self, name: str) -> QVBoxLayout:
        if name not in self._groups:
            label, ground = QLabel(name), QWidget()
            label.setProperty("role", "group")
            column = QVBoxLayout(ground)
            column.setSpacing(2)
            column.setContentsMargins(0, 0, 0, 14)
            column.addWidget(label)
            column.addSpacing(4)
            self._groups[name] = (label, column, ground)
            self._pages.insertWidget(self._pages.count() - 1, ground)
        self._name_groups()
        return self._groups[name][1]

    def _name_groups(self) -> None:
        for name, (label, _, ground) in self._groups.items():
            pages = ground.findChildren(NavItem)
            reveal(ground, visible=any(not page.isHidden() for page in pages) or not pages)
            reveal(label, visible=bool(name) and not self._narrow)

    def _scrolling(self, pages: QVBoxLayout) -> QScrollArea:
        inner = QWidget()
        inner.setLayout(pages)
        pages.setContentsMargins(0, 0, 0, 0)
        pages.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        return area
