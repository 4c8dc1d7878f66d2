import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTextBrowser,
    QTextEdit,
    QToolButton,
)

from selfstudy.desktop import qt_words
from selfstudy.words import load

ENGLISH = {text.replace("&", "") for key, text in load("en").items() if key.startswith("qt.")} - {
    "Tab"
}


@pytest.fixture
def _translated(qapp):
    translator = qt_words.install(qapp)
    yield
    qapp.removeTranslator(translator)
    translator.deleteLater()


@pytest.mark.usefixtures("_translated")
@pytest.mark.parametrize("kind", [QLineEdit, QTextEdit, QPlainTextEdit, QTextBrowser])
def test_context_menus_are_in_vietnamese(qtbot, kind):
    field = kind()
    qtbot.addWidget(field)
    menu = field.createStandardContextMenu()
    said = [action.text().split("\t")[0].replace("&", "") for action in menu.actions()]
    menu.deleteLater()

    assert "Sao chép" in said
    assert not set(said) & ENGLISH


@pytest.mark.usefixtures("_translated")
def test_shortcuts_keep_their_keys(qtbot):
    field = QLineEdit()
    qtbot.addWidget(field)
    menu = field.createStandardContextMenu()
    assert any(action.text().endswith("\tCtrl+C") for action in menu.actions())
    menu.deleteLater()


@pytest.mark.usefixtures("_translated")
def test_dialog_buttons_are_in_vietnamese(qtbot):
    every = QDialogButtonBox.StandardButton(0x7FFFC00)
    box = QDialogButtonBox(every)
    qtbot.addWidget(box)
    assert not {button.text().replace("&", "") for button in box.buttons()} & ENGLISH


@pytest.mark.usefixtures("_translated")
@pytest.mark.parametrize(
    "accept", [QFileDialog.AcceptMode.AcceptOpen, QFileDialog.AcceptMode.AcceptSave]
)
def test_file_dialogs_are_in_vietnamese(qtbot, tmp_path, accept):
    dialog = QFileDialog(None, "Chọn tệp", str(tmp_path))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAcceptMode(accept)
    qtbot.addWidget(dialog)
    dialog.show()
    kinds = (QLabel, QPushButton, QToolButton)
    said = {w.text().replace("&", "") for kind in kinds for w in dialog.findChildren(kind)}
    said |= {tool.toolTip() for tool in dialog.findChildren(QToolButton)}

    assert not said & ENGLISH


@pytest.mark.usefixtures("_translated")
def test_what_is_unknown_stays_as_it_is(qapp):
    assert QCoreApplication.translate("Anything", "Some new sentence") == "Some new sentence"
