"""Choosing a position: a field to look for it, and the list below."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QVBoxLayout

from selfstudy.desktop import theme
from selfstudy.desktop.welcome.presenter import OTHER, Choice
from selfstudy.desktop.widgets.inputs import SearchField
from selfstudy.words import pick, t

_CODE: Final = int(Qt.ItemDataRole.UserRole)
_ROWS: Final = 4.5  # half a row shows that there are more


class PositionList(QFrame):
    """One of the framework's positions, or one that is not among them."""

    sought = Signal(str)
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.code = ""
        self._choices: tuple[Choice, ...] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.search = SearchField(t("welcome.position_search"))
        self.list = QListWidget()
        self.list.setAccessibleName(t("welcome.position"))
        self.list.setProperty("role", "choices")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setUniformItemSizes(True)
        column.addWidget(self.search)
        column.addWidget(self.list)
        self.setFocusProxy(self.search)
        self.search.sought.connect(self.sought)
        self.search.installEventFilter(self)
        self.list.installEventFilter(self)
        self.list.itemSelectionChanged.connect(self._chosen)
        self.list.itemActivated.connect(self.entered)
        self._settle()

    def show_choices(self, choices: tuple[Choice, ...]) -> None:
        """The positions found; the one chosen stays chosen while it is among them."""
        if choices == self._choices:
            return
        self._choices = choices
        kept = self.code
        self.list.blockSignals(True)  # noqa: FBT003 - Qt
        self.list.clear()
        for choice in choices:
            title = pick(choice.title, choice.title_en)
            words = t("welcome.alias", title=title, alias=choice.alias) if choice.alias else title
            self._add(choice.code, words)
        self._add(OTHER, t("welcome.other"))
        for row in range(self.list.count()):
            if self.list.item(row).data(_CODE) == kept:
                self.list.setCurrentRow(row)
        self.list.blockSignals(False)  # noqa: FBT003 - Qt
        self._chosen()
        self.setAccessibleDescription(t("welcome.positions_found", n=len(choices)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The first arrow down, from the field or in the list, chooses the first position."""
        down = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Down
        first = watched is self.search or not self.list.selectedItems()
        if down and first and event.type() == QEvent.Type.KeyPress:
            self.list.setFocus(Qt.FocusReason.TabFocusReason)
            self.list.setCurrentRow(max(0, self.list.currentRow()))
            return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self._choices is not None:
            self._settle()

    def _add(self, code: str, words: str) -> None:
        item = QListWidgetItem(words)
        item.setData(_CODE, code)
        item.setToolTip(words)
        item.setSizeHint(QSize(0, theme.px(36)))
        self.list.addItem(item)

    def _chosen(self) -> None:
        """What is marked is chosen; where only the keyboard stands is not."""
        self.code = next((str(item.data(_CODE)) for item in self.list.selectedItems()), "")

    def _settle(self) -> None:
        self.list.setFixedHeight(round(theme.px(36) * _ROWS) + 2)
        for row in range(self.list.count()):
            self.list.item(row).setSizeHint(QSize(0, theme.px(36)))
