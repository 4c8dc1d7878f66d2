import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from selfstudy import words
from selfstudy.desktop import theme
from selfstudy.desktop.gallery import gallery

PAGES = ("today", "library", "review", "record", "handover", "people")


@pytest.fixture
def window(qtbot):
    made = gallery()
    qtbot.addWidget(made)
    made.resize(1366, 768)
    return made


def shown(window, qapp):
    window.show()
    qapp.processEvents()
    qapp.processEvents()


def unnamed(interface):
    found = []
    if interface is None or not interface.isValid():
        return found
    role = interface.role()
    if interface.state().invisible:
        return found
    plain = role in (QAccessible.Role.Client, QAccessible.Role.Window, QAccessible.Role.Pane)
    if interface.state().focusable and not interface.text(QAccessible.Text.Name) and not plain:
        found.append((role, interface.object()))
    for place in range(min(interface.childCount(), 400)):
        found += unnamed(interface.child(place))
    return found


@pytest.mark.parametrize(
    ("width", "height", "zoom"),
    [(1366, 768, 1.0), (1093, 614, 1.0), (1366, 768, 1.25), (1366, 768, 2.0)],
)
def test_no_page_is_wider_than_its_window(qapp, qtbot, width, height, zoom):
    theme.apply(qapp, "light", zoom)
    window = gallery()
    qtbot.addWidget(window)
    window.resize(width, height)
    shown(window, qapp)
    wide = {}
    for key in PAGES:
        window.turn_to(key)
        qapp.processEvents()
        page = window._pages[key]
        needed, there = page.widget().minimumSizeHint().width(), page.viewport().width()
        if needed > there or window.width() != width:
            wide[key] = (needed, there, window.width())
    window.close()
    theme.apply(qapp, "light", 1.0)

    assert not wide


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_words_are_cut(qapp, qtbot, language):
    words.use(language)
    window = gallery()
    qtbot.addWidget(window)
    shown(window, qapp)
    cut = []
    for key in PAGES:
        window.turn_to(key)
        qapp.processEvents()
        for label in window._pages[key].findChildren(QLabel):
            if label.isVisible() and label.text():
                need = label.heightForWidth(label.width()) if label.wordWrap() else 0
                if need > label.height() or label.minimumSizeHint().width() > label.width():
                    cut.append((key, label.text(), label.size(), need))

    assert not cut


def test_everything_that_takes_the_keyboard_has_a_name(window, qapp):
    shown(window, qapp)
    QAccessible.setActive(True)
    found = []
    for key in PAGES:
        window.turn_to(key)
        qapp.processEvents()
        found += unnamed(QAccessible.queryAccessibleInterface(window))

    assert not found


@pytest.mark.parametrize("scheme", ["light", "dark", "contrast"])
def test_every_page_is_painted_in_every_scheme(window, qapp, scheme):
    shown(window, qapp)
    theme.apply(qapp, scheme, 1.0)
    for key in PAGES:
        window.turn_to(key)
        image = window.grab().toImage()
        corner = image.pixelColor(image.width() // 2, 4).name().upper()
        assert corner == theme.current().paper
    theme.apply(qapp, "light", 1.0)


def test_the_focus_can_be_seen_on_everything_that_takes_it(window, qapp):
    shown(window, qapp)
    blind = []
    for key in ("today", "library", "review", "record"):
        window.turn_to(key)
        for widget in window._pages[key].findChildren(QAbstractButton):
            if widget.isVisible() and widget.isEnabled() and widget.focusPolicy().value:
                widget.clearFocus()
                qapp.processEvents()
                before = picture(window, widget)
                widget.setFocus()
                qapp.processEvents()
                if picture(window, widget) == before:
                    blind.append((key, widget))

    assert not blind


def picture(window: QWidget, widget: QWidget):
    corner = widget.mapTo(window, QPoint(0, 0))
    return window.grab(QRect(corner, widget.size())).toImage()
