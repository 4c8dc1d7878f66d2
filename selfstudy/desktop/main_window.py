"""The frame: the sidebar, the pages and a place for remarks; no rules and no services."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from selfstudy.desktop import theme
from selfstudy.desktop.sidebar import Sidebar
from selfstudy.desktop.theme import Tone
from selfstudy.desktop.widgets.surfaces import Banner, Toast
from selfstudy.words import t

_COLLAPSE: Final = 1100  # pixels of width, at 100 %, under which the sidebar keeps its icons only

# key, icon, and the heading in the sidebar that it stands under
PAGES = (
    ("today", "sun", "nav.learning"),
    ("library", "library", "nav.learning"),
    ("review", "repeat-2", "nav.learning"),
    ("record", "scroll-text", "nav.learning"),
    ("needs", "target", "nav.learning"),
    ("handover", "send", "nav.learning"),
    ("unit", "users", "nav.managing"),
    ("author", "pen-line", "nav.managing"),
    ("search", "search", ""),
    ("settings", "settings", ""),
    ("lesson", "", ""),
    ("quiz", "", ""),
    ("test", "", ""),
    ("explained", "", ""),
    ("changes", "", ""),
    ("framework", "", ""),
    ("renewing", "", ""),
    ("errata", "", ""),
    ("welcome", "", ""),
    ("unlock", "", ""),
    ("locking", "", ""),
    ("rescue", "", ""),
)


class MainWindow(QMainWindow):
    """Pages are added once and live as long as the window."""

    page_chosen = Signal(str)
    status_pressed = Signal()
    closing = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(t("app.name"))
        self.sidebar = Sidebar()
        self.sidebar.chosen.connect(self.show_page)
        self.sidebar.status_pressed.connect(self.status_pressed)
        self._stack = QStackedWidget()
        self._pages: dict[str, QWidget] = {}
        self._bare = False
        shell = QWidget()
        shell.setObjectName("shell")
        row = QHBoxLayout(shell)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        self._notice = Banner(tone="warning")
        self._notice.pressed.connect(self._notice_pressed)
        self._pressed: Callable[[], None] = lambda: None
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self._notice)
        column.addWidget(self._stack, 1)
        row.addLayout(column, 1)
        self.setCentralWidget(shell)
        self._toast: Toast | None = None
        self.resize(1366, 768)

    def add_page(
        self, key: str, icon: str, page: QWidget, group: str = "", words: str = ""
    ) -> None:
        """Add a page under the name of its group; without an icon it is not in the sidebar.

        Its name there is the sentence `nav.<key>`, unless words are given.
        """
        self._pages[key] = page
        self._stack.addWidget(page)
        if icon:
            number = len(self._shortcuts()) + 1
            self.sidebar.add(key, icon, words or t(f"nav.{key}"), group)
            if number <= 9:
                keys = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
                keys.setObjectName("page")
                keys.activated.connect(lambda: self._jump(key))
            if key == "search":
                QShortcut(QKeySequence("Ctrl+K"), self).activated.connect(lambda: self._jump(key))

    def show_page(self, key: str) -> None:
        """Open a page and tell that it was chosen."""
        self.turn_to(key)
        self.page_chosen.emit(key)

    def _jump(self, key: str) -> None:
        """Open a page by its keys, if it is offered now; the keyboard stands on its name."""
        if self._bare or not self.sidebar.offers(key):
            return
        self.sidebar.mark(key)
        self.sidebar.focus_page(Qt.FocusReason.ShortcutFocusReason)
        self.show_page(key)

    def turn_to(self, key: str) -> None:
        """Open a page without telling anyone."""
        self._stack.setCurrentWidget(self._pages[key])
        if self._toast is not None:
            self._toast.raise_()  # a stack puts the page that it turns to above all else
        self.sidebar.mark(key)

    @property
    def page(self) -> str:
        """The key of the page that is open."""
        shown = self._stack.currentWidget()
        return next((key for key, page in self._pages.items() if page is shown), "")

    def set_badge(self, key: str, n: int) -> None:
        """How much waits on a page."""
        self.sidebar.show_count(key, n)

    def offer_page(self, key: str, *, offered: bool) -> None:
        """Show a page in the sidebar or keep it from people whom it does not concern."""
        self.sidebar.show_page(key, visible=offered)

    def show_status(
        self, title: str, note: str = "", tone: Tone = "neutral", icon: str = "cloud-off"
    ) -> None:
        """The sentence at the foot of the sidebar."""
        self.sidebar.status.show_status(title, note, tone, icon)

    def show_bare(self, *, bare: bool) -> None:
        """Without the sidebar: the welcome, the lock, an exam."""
        self._bare = bare
        self.sidebar.setVisible(not bare)

    def warn(self, words: str, action: str = "", pressed: Callable[[], None] | None = None) -> None:
        """A sentence above every page that stays until it is taken back with no words."""
        self._pressed = pressed or (lambda: None)
        self._notice.show_words(words, "warning", action)

    def _notice_pressed(self) -> None:
        self._pressed()

    def say(self, words: str, undo: str = "", undone: Callable[[], None] | None = None) -> None:
        """A remark that goes by itself, with an undo where there is one."""
        if self._toast is None:
            self._toast = Toast(self._stack)
        self._toast.say(words, undo, undone)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_bare"):
            self._make_room()

    def _make_room(self) -> None:
        self.sidebar.show_narrow(narrow=self.width() < _COLLAPSE * theme.zoom())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._bare:
            self.sidebar.focus_page()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)

    def _shortcuts(self) -> list[QShortcut]:
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        return self.findChildren(QShortcut, "page", direct)
