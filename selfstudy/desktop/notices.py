"""The few dialogs: a question with its own words, and what is shown when the program has a bug."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from selfstudy.desktop.widgets.buttons import GhostButton, PrimaryButton
from selfstudy.desktop.widgets.text import Body, Heading, Small
from selfstudy.words import t


class Notice(QDialog):
    """A title, a sentence or two, and buttons that say what they do. Enter is the first button."""

    def __init__(
        self, parent: QWidget | None, title: str, words: str, yes: str, no: str = ""
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(words)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(28, 24, 28, 24)
        self.body.setSpacing(12)
        heading, text = Heading(title), Body(words)
        heading.setMinimumWidth(420)
        self.body.addWidget(heading)
        self.body.addWidget(text)
        self.row = QHBoxLayout()
        self.row.setSpacing(10)
        self.row.addStretch(1)
        if no:
            refuse = GhostButton(no)
            refuse.clicked.connect(self.reject)
            self.row.addWidget(refuse)
        agree = PrimaryButton(yes)
        agree.setDefault(True)
        agree.clicked.connect(self.accept)
        self.row.addWidget(agree)
        self.body.addSpacing(8)
        self.body.addLayout(self.row)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)


class CrashNotice(Notice):
    """A bug: the answers are safe, here is the text to send, and how to go on."""

    def __init__(self, parent: QWidget | None, details: str, log: str) -> None:
        title, words = t("notice.crash_title"), t("notice.crash_text")
        super().__init__(parent, title, words, t("notice.crash_continue"))
        shown = QPlainTextEdit(details)
        shown.setReadOnly(True)
        shown.setAccessibleName(title)
        shown.setTabChangesFocus(True)
        shown.setMinimumHeight(140)
        self.body.insertWidget(2, shown)
        self.body.insertWidget(3, Small(t("notice.crash_log", path=log)))
        copy = GhostButton(t("notice.crash_copy"), "copy")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(details))
        self.row.insertWidget(0, copy)
