"""Settings of the lock: each step by its widgets, the sheet, and what can go wrong."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from selfstudy.desktop.locking import page as page_module
from selfstudy.desktop.locking.page import LockingPage
from selfstudy.desktop.locking.paper import sheet, write_sheet
from selfstudy.desktop.locking.presenter import LockingPresenter
from selfstudy.desktop.tasks import InlineTasks
from selfstudy.domain.errors import CodeMistyped, DiskFull, FolderReadOnly, WrongSecret

PIN, WORDS = "203041", "con đò bến cũ"
CODE = "23456-789CF-GHJKL-MNPQR-TVX23-4567M"


class Prepared:
    code, group = CODE, 2

    def expect(self, typed):
        if typed != "789CF":
            raise CodeMistyped(reason="lock.code_group", group=2)


class Lock:
    """Remembers what it was asked, as the service would do it."""

    def __init__(self):
        self.secret = ""
        self.done = []

    def kind(self):
        return ("pin" if self.secret.isdigit() else "passphrase") if self.secret else None

    def prepare(self, secret):
        self.fresh = secret
        return Prepared()

    def switch_on(self, prepared, typed):
        self.done.append(("on", typed))
        self.secret = self.fresh
        return b"key"

    def _expect(self, secret):
        if secret != self.secret:
            raise WrongSecret(what="lock.try_now", wait=0)

    def switch_off(self, secret):
        self._expect(secret)
        self.secret = ""

    def change(self, secret, fresh):
        self._expect(secret)
        self.secret = fresh
        return b"key"

    def prepare_code(self, secret):
        self._expect(secret)
        return Prepared()

    def keep_code(self, prepared, typed):
        self.done.append(("code", typed))


class Frame:
    """Closes and opens nothing; the disk may be full."""

    def __init__(self):
        self.error, self.aside, self.looked = None, 0, 0

    def closed(self, work, done, failed):
        InlineTasks().run(self._work(work), lambda _key: done(), failed)

    def _work(self, work):
        def worked():
            if self.error is not None:
                raise self.error
            return work()

        return worked

    def left_in_clear(self, _locking):
        self.looked += 1
        return self.aside


@pytest.fixture
def lock():
    return Lock()


@pytest.fixture
def frame():
    return Frame()


@pytest.fixture
def shown(qtbot, lock, frame):
    page = LockingPage()
    qtbot.addWidget(page)
    page.resize(1126, 768)
    presenter = LockingPresenter(page, lock, InlineTasks(), frame)
    page.step_asked.connect(presenter.turn_to)
    page.begun.connect(presenter.begin)
    page.changed.connect(presenter.change)
    page.renewed.connect(presenter.renew)
    page.removed.connect(presenter.remove)
    page.confirmed.connect(presenter.confirm)
    page.cancelled.connect(presenter.cancel)
    presenter.reload()
    page.show()
    qtbot.waitExposed(page)
    yield page, presenter
    page.hide()


@pytest.fixture
def locked(shown, lock):
    lock.secret = PIN
    shown[1].reload()
    return shown


def words_of(widget):
    return " | ".join(
        label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)
    )


def test_it_says_what_a_pin_and_a_passphrase_protect_and_what_is_lost(shown):
    said = words_of(shown[0])

    assert "Ngăn người dùng chung máy này mở hồ sơ" in said
    assert "Ngăn cả người lấy được ổ đĩa" in said
    assert "Họ và tên trong danh sách chọn người" in said
    assert "không ai mở lại được" in said


def test_a_lock_is_set_by_keyboard_and_switched_on_when_a_group_came_back(
    shown, qtbot, lock, frame
):
    page, presenter = shown

    qtbot.keyClicks(page.secret, PIN)
    qtbot.keyClick(page.secret, Qt.Key.Key_Return)
    qtbot.waitUntil(page.again.hasFocus)
    qtbot.keyClicks(page.again, PIN)
    qtbot.keyClick(page.again, Qt.Key.Key_Return)
    assert "MNPQR" in words_of(page)
    assert "nhóm thứ 2" in words_of(page)
    assert page.secret.text() == ""

    qtbot.keyClicks(page.typed, "nope")
    page.confirm.click()
    assert "chưa khớp" in words_of(page)
    assert lock.done == []

    page.typed.setText("789CF")
    qtbot.keyClick(page.typed, Qt.Key.Key_Return)

    assert lock.done == [("on", "789CF")]
    assert frame.looked == 1
    assert presenter.state.step == "on"
    assert "Hồ sơ đã khoá và mã hoá" in words_of(page)
    assert "MNPQR" not in words_of(page), "the code is shown once"


def test_one_types_at_once_and_escape_leads_back_but_not_from_the_code(shown, qtbot):
    page, presenter = shown
    assert page.focusWidget() is page.secret

    with qtbot.waitSignal(page.back_asked):
        qtbot.keyClick(page, Qt.Key.Key_Escape)
    presenter.turn_to("renew")
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert presenter.state.step == "off"
    page.begun.emit(PIN, PIN)
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert presenter.state.step == "code"


def test_secrets_that_differ_are_told(shown):
    page, presenter = shown
    page.secret.setText(PIN)
    page.again.setText(WORDS)

    page.begin.click()

    assert "hai lần nhập khác nhau" in words_of(page)
    assert presenter.state.step == "off"
    assert page.secret.text() == PIN, "what was typed can be mended"


def test_a_code_that_is_shown_stays_when_the_screen_is_visited_again(shown):
    page, presenter = shown
    presenter.begin(PIN, PIN)

    presenter.reload()

    assert presenter.state.step == "code"
    page.cancel.click()
    assert presenter.state.step == "off"
    presenter.confirm("789CF")
    assert presenter.state.step == "off", "a code that was given up confirms nothing"


def test_what_does_not_fit_on_the_disk_leaves_it_as_it_was(shown, frame, lock):
    page, presenter = shown
    presenter.begin(PIN, PIN)
    frame.error = DiskFull(folder="D:")

    presenter.confirm("789CF")

    assert presenter.state.step == "code"
    assert not presenter.state.busy
    assert lock.secret == ""
    assert page.confirm.isEnabled()


def test_folders_that_stay_in_clear_are_told(shown, frame):
    page, presenter = shown
    frame.aside = 2
    presenter.begin(PIN, PIN)

    presenter.confirm("789CF")

    assert "Còn 2 bản chép cũ" in words_of(page)


def test_the_secret_is_changed(locked, qtbot, lock):
    page, presenter = locked
    assert "Bằng mã PIN" in words_of(page)

    page.asks["change"].click()
    page.current.setText("999998")
    page.fresh.setText(WORDS)
    page.fresh_again.setText(WORDS)
    page.change.click()
    assert "Mã khoá chưa đúng" in words_of(page)
    assert presenter.state.step == "change"

    page.current.setText(PIN)
    qtbot.keyClick(page.fresh_again, Qt.Key.Key_Return)

    assert lock.secret == WORDS
    assert "Đã đổi mã" in words_of(page)
    assert "Bằng cụm mật khẩu" in words_of(page)


def part(page, name, kind):
    return page.findChild(kind, name)


def test_a_new_code_is_shown_and_confirmed(locked, lock, frame):
    page, _presenter = locked

    page.asks["renew"].click()
    part(page, "renew_secret", QLineEdit).setText(PIN)
    part(page, "renew_go", QPushButton).click()
    page.typed.setText("789CF")
    page.confirm.click()

    assert lock.done == [("code", "789CF")]
    assert frame.looked == 0
    assert "Mã khôi phục mới đã có hiệu lực" in words_of(page)


def test_the_lock_is_taken_off_with_the_secret(locked, lock):
    page, presenter = locked

    page.asks["remove"].click()
    part(page, "remove_secret", QLineEdit).setText("999998")
    part(page, "remove_go", QPushButton).click()
    assert lock.secret == PIN
    part(page, "remove_secret", QLineEdit).setText(PIN)
    part(page, "remove_go", QPushButton).click()

    assert lock.secret == ""
    assert presenter.state.step == "off"
    assert "Đã bỏ khoá" in words_of(page)


def test_thinking_better_of_it_changes_nothing(locked, lock):
    page, presenter = locked
    page.asks["change"].click()
    page.current.setText(PIN)

    presenter.cancel()

    assert presenter.state.step == "on"
    assert page.current.text() == ""
    assert lock.secret == PIN


def test_one_goes_back_to_the_settings(shown, qtbot):
    with qtbot.waitSignal(shown[0].back_asked):
        shown[0].back.click()


# The sheet


@pytest.mark.parametrize(("chosen", "wanted"), [("ma", "ma.pdf"), ("ma.pdf", "ma.pdf")])
def test_the_sheet_is_saved_where_the_person_wants(
    shown, qtbot, monkeypatch, tmp_path, chosen, wanted
):
    page, presenter = shown
    presenter.begin(PIN, PIN)
    monkeypatch.setattr(page_module, "ask_new_file", lambda *_asked: tmp_path / chosen)

    with qtbot.waitSignal(page.sheet_asked) as asked:
        page.save.click()

    assert asked.args == [tmp_path / wanted]
    page.show_saved(tmp_path / wanted)
    assert "hãy xoá tệp này" in words_of(page)


def test_without_a_place_no_sheet_is_saved(shown, qtbot, monkeypatch):
    page, presenter = shown
    presenter.begin(PIN, PIN)
    monkeypatch.setattr(page_module, "ask_new_file", lambda *_asked: None)

    with qtbot.assertNotEmitted(page.sheet_asked):
        page.save.click()


def test_the_sheet_carries_the_code_whose_it_is_and_what_returns(tmp_path, qapp):
    said = sheet("Nguyễn <b> Hạnh", CODE, date(2026, 11, 23))

    assert all(group in said for group in CODE.split("-"))
    assert "Nguyễn &lt;b&gt; Hạnh" in said
    assert "23/11/2026" in said
    assert "lấy lại được từ đơn vị hoặc máy chủ" in said
    write_sheet(tmp_path / "ma.pdf", "Nguyễn Thị Hạnh", CODE, date(2026, 11, 23))
    raw = (tmp_path / "ma.pdf").read_bytes()
    assert raw.startswith(b"%PDF")
    assert raw.rstrip().endswith(b"%%EOF")
    assert raw.count(b"/Type /Page\n") == 1


def test_a_sheet_that_cannot_be_written_is_told(tmp_path, qapp):
    (tmp_path / "folder").write_bytes(b"")

    with pytest.raises(FolderReadOnly):
        write_sheet(tmp_path / "folder" / "ma.pdf", "Hạnh", CODE, date(2026, 11, 23))
