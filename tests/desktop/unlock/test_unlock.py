"""The unlock screen: what it asks, what it says, and that it keeps nothing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from selfstudy.desktop.tasks import InlineTasks
from selfstudy.desktop.unlock.page import UnlockPage
from selfstudy.desktop.unlock.presenter import UnlockPresenter, UnlockState
from selfstudy.domain.errors import CodeMistyped, SelfStudyError, TooEarly, WrongSecret

PIN, WORDS, CODE = "203041", "con đò bến cũ", "23456-789CF"


class Lock:
    """Opens by one secret and one code."""

    def __init__(self):
        self.asked = []
        self.error: SelfStudyError = WrongSecret(what="lock.try_now", wait=0)

    def by_secret(self, secret):
        self.asked.append(secret)
        if secret != PIN:
            raise self.error
        return b"key"

    def reset(self, typed, fresh):
        self.asked.append((typed, fresh))
        if typed != CODE:
            raise CodeMistyped(reason="lock.code_check")
        return b"key"


class Drawn:
    def __init__(self):
        self.states = []

    def show_state(self, state):
        self.states.append(state)


class Held(InlineTasks):
    """Work that is let go by hand."""

    def __init__(self):
        self.work = []

    def run(self, work, done, failed=None, lane="store"):
        self.work.append(lambda: InlineTasks.run(self, work, done, failed, lane))


@pytest.fixture
def lock():
    return Lock()


@pytest.fixture
def opened():
    return []


def presenter_of(view, lock, opened, tasks=None):
    return UnlockPresenter(
        view, lambda: lock, tasks or InlineTasks(), name="Nguyễn Thị Hạnh", opened=opened.append
    )


@pytest.fixture
def shown(qtbot, lock, opened):
    page = UnlockPage("Nguyễn Thị Hạnh")
    qtbot.addWidget(page)
    page.resize(1366, 768)
    presenter = presenter_of(page, lock, opened)
    page.secret_given.connect(presenter.try_secret)
    page.forgotten.connect(presenter.forget)
    page.back_asked.connect(presenter.go_back)
    page.code_given.connect(presenter.reset)
    page.show()
    qtbot.waitExposed(page)
    yield page, presenter
    page.stop()
    page.hide()


def words_of(widget):
    return " | ".join(
        label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)
    )


def test_the_right_secret_opens_once_and_a_second_press_does_nothing(lock, opened):
    tasks = Held()
    presenter = presenter_of(Drawn(), lock, opened, tasks)

    presenter.try_secret(PIN)
    presenter.try_secret(PIN)
    presenter.reset(CODE, WORDS, WORDS)
    assert presenter.state.busy
    for work in tasks.work:
        work()

    assert opened == [b"key"]
    assert lock.asked == [PIN]


def test_nothing_typed_is_no_try(lock, opened):
    presenter_of(Drawn(), lock, opened).try_secret("")

    assert lock.asked == []


def test_new_secrets_that_differ_are_told_before_anything_is_asked(lock, opened):
    presenter = presenter_of(Drawn(), lock, opened)
    presenter.forget()

    presenter.reset(CODE, WORDS, WORDS + "x")

    assert lock.asked == []
    assert presenter.state.step == "code"
    assert presenter.state.error.details == {"reason": "lock.refused_differ"}


def test_it_says_whose_profile_it_is_and_the_keyboard_stands_in_the_field(shown, qtbot):
    page, _presenter = shown

    assert "Nguyễn Thị Hạnh" in words_of(page)
    qtbot.waitUntil(page.secret.hasFocus)
    assert page.secret.echoMode() == QLineEdit.EchoMode.Password


def test_typing_the_secret_and_enter_opens(shown, qtbot, opened):
    page, _presenter = shown

    qtbot.keyClicks(page.secret, PIN)
    qtbot.keyClick(page.secret, Qt.Key.Key_Return)

    assert opened == [b"key"]


def test_a_wrong_secret_is_one_sentence_and_the_field_is_empty_again(shown, qtbot, opened):
    page, _presenter = shown

    qtbot.keyClicks(page.secret, "999998")
    page.open.click()

    assert "Mã khoá chưa đúng" in words_of(page)
    assert page.secret.text() == ""
    assert page.open.isEnabled()
    assert opened == []


def test_while_it_must_wait_the_button_waits_too_and_comes_back(shown, qtbot, lock):
    page, presenter = shown
    lock.error = TooEarly(wait=2)

    presenter.try_secret("999998")

    assert "chờ 2 giây" in words_of(page)
    assert not page.open.isEnabled()
    qtbot.keyClicks(page.secret, PIN)
    qtbot.keyClick(page.secret, Qt.Key.Key_Return)
    assert lock.asked == ["999998"], "Enter does not get past a button that waits"
    page._wait.setInterval(1)
    qtbot.waitUntil(page.open.isEnabled)


def test_who_forgot_types_the_code_and_a_new_secret(shown, qtbot, lock, opened):
    page, _presenter = shown

    page.forgot.click()
    qtbot.waitUntil(page.code.hasFocus)
    qtbot.keyClicks(page.code, "XX")
    page.fresh.setText(WORDS)
    page.again.setText(WORDS)
    page.reset.click()
    assert "gõ nhầm" in words_of(page)
    assert page.code.text() == "XX", "what was typed can be mended"

    page.code.setText(CODE)
    qtbot.keyClick(page.again, Qt.Key.Key_Return)

    assert lock.asked[-1] == (CODE, WORDS)
    assert opened == [b"key"]


def test_one_can_go_back_from_the_code(shown):
    page, presenter = shown
    page.forgot.click()

    page.back.click()

    assert presenter.state == UnlockState("Nguyễn Thị Hạnh")
    assert page.secret.isVisible()
    assert not page.code.isVisible()


def test_enter_leads_from_field_to_field_and_escape_back(shown, qtbot, lock):
    page, presenter = shown
    page.forgot.click()

    qtbot.keyClick(page.code, Qt.Key.Key_Return)
    assert page.focusWidget() is page.fresh
    qtbot.keyClick(page.fresh, Qt.Key.Key_Return)
    assert page.focusWidget() is page.again
    assert not lock.asked

    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert presenter.state.step == "secret"
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert presenter.state.step == "secret"


def test_left_it_keeps_nothing_that_was_typed(shown):
    page, _presenter = shown
    page.secret.setText(PIN)
    page.code.setText(CODE)

    page.stop()

    assert [field.text() for field in (page.secret, page.code)] == ["", ""]


def test_others_may_come_to_their_own_profile(shown, qtbot):
    page, _presenter = shown

    with qtbot.waitSignal(page.others_asked):
        page.others.click()


def test_what_is_typed_can_be_seen_and_hidden(shown):
    from selfstudy.desktop.widgets.secrets import Seeing

    page, _presenter = shown
    seeing = next(each for each in page.findChildren(Seeing) if each.isVisible())

    seeing.click()
    assert page.secret.echoMode() == QLineEdit.EchoMode.Normal
    seeing.click()
    assert page.secret.echoMode() == QLineEdit.EchoMode.Password
