from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QPushButton

from selfstudy.desktop.notices import CrashNotice, Notice


def button(dialog, words):
    return next(b for b in dialog.findChildren(QPushButton) if b.text() == words)


def test_a_question_has_its_own_words(qtbot):
    asked = Notice(None, "Thay thẻ đơn vị?", "Thẻ cũ vẫn được giữ.", "Thay thẻ", "Giữ thẻ cũ")
    qtbot.addWidget(asked)
    asked.show()
    with qtbot.waitSignal(asked.accepted):
        qtbot.mouseClick(button(asked, "Thay thẻ"), Qt.MouseButton.LeftButton)


def test_a_question_can_be_refused(qtbot):
    asked = Notice(None, "Thay thẻ đơn vị?", "Thẻ cũ vẫn được giữ.", "Thay thẻ", "Giữ thẻ cũ")
    qtbot.addWidget(asked)
    asked.show()
    with qtbot.waitSignal(asked.rejected):
        qtbot.mouseClick(button(asked, "Giữ thẻ cũ"), Qt.MouseButton.LeftButton)


def test_a_fault_shows_its_text_and_copies_it(qtbot):
    notice = CrashNotice(None, "ZeroDivisionError: …", "/x/log.txt")
    qtbot.addWidget(notice)
    notice.show()

    qtbot.mouseClick(button(notice, "Sao chép nội dung lỗi"), Qt.MouseButton.LeftButton)

    assert notice.findChild(QPlainTextEdit).toPlainText() == "ZeroDivisionError: …"
    assert QGuiApplication.clipboard().text() == "ZeroDivisionError: …"
    assert "vẫn còn nguyên" in notice.accessibleDescription()
