"""Reporting an error: the form, what would leave, and the reports of before."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLabel, QPushButton

from selfstudy import words
from selfstudy.desktop.errata import page as page_module
from selfstudy.desktop.errata.page import ErrataPage
from selfstudy.desktop.errata.presenter import ErrataPresenter
from selfstudy.desktop.tasks import InlineTasks
from selfstudy.domain.errata import Erratum, KeptErratum
from selfstudy.domain.errors import DiskFull, ErratumRefused
from selfstudy.domain.lesson import Lesson, Section

LESSON = Lesson(
    "CM03", "L1", 1, "Các loại văn bản", "", "", "", 25,
    (Section("a", "Mục A", 10), Section("b", "Mục B", 10)), "", (), (), (), "ff",
)  # fmt: skip


class FakeErrata:
    def __init__(self, *, hub=True):
        self.hub, self.reports, self.full = hub, {}, False

    def lesson(self, lesson_id):
        return LESSON

    def write(self, lesson_id, words, *, section="", question="", quote="", source="", named=False):
        if not words.strip():
            raise ErratumRefused(reason="errata.empty")
        if self.full:
            raise DiskFull(folder="D:")
        name = "Nguyễn Thị Hạnh" if named else ""
        return Erratum(
            f"r{len(self.reports)}", "CM03", 2, lesson_id, "ff", words, "2026-11-22", section,
            question, quote, source, name,
        )  # fmt: skip

    def keep(self, erratum, *, queued=False):
        self.reports[erratum.id] = KeptErratum(erratum, "queued" if queued else "kept")

    def all(self):
        return tuple(self.reports.values())

    def queue(self, report):
        self.keep(self.reports[report].erratum, queued=True)

    def withdraw(self, report):
        del self.reports[report]

    def has_hub(self):
        return self.hub

    def export(self, folder, reports=()):
        self.reports = {k: KeptErratum(v.erratum, "sent") for k, v in self.reports.items()}
        return folder / "BaoLoi_CM03.thbl"


@pytest.fixture(autouse=True)
def _vietnamese():
    words.use("vi")


@pytest.fixture
def open_form(qtbot):
    def opened(service=None, *place):
        service = service or FakeErrata()
        page = ErrataPage()
        qtbot.addWidget(page)
        presenter = ErrataPresenter(page, service, InlineTasks())
        page.changed.connect(presenter.preview)
        page.kept.connect(presenter.keep)
        page.queued.connect(presenter.queue)
        page.withdrawn.connect(presenter.withdraw)
        page.export_asked.connect(presenter.export)
        page.resize(1126, 768)
        page.show()
        presenter.open("L1", *place)
        return page, presenter, service

    return opened


def words_on(page):
    QCoreApplication.processEvents()
    return " | ".join(
        label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page)
    )


def write(page, text, qtbot):
    page.words.setPlainText(text)
    with qtbot.waitSignal(page.changed, timeout=2000):
        page.source.setText("Điều 8")


def button(page, words):
    QCoreApplication.processEvents()
    shown = (b for b in page.findChildren(QPushButton) if b.isVisibleTo(page))
    return next(b for b in shown if b.text() == words)


def test_the_form_opens_where_one_reads_and_keeps_nothing_by_itself(open_form):
    page, _presenter, service = open_form(None, "b", "", "có\n29 loại")

    assert page.section.key == "b"
    assert "« có 29 loại »" in words_on(page)
    assert not page.keep.isEnabled()
    assert service.reports == {}
    assert "Chưa có báo lỗi nào." in words_on(page)


def test_the_preview_is_exactly_what_would_leave_and_names_nobody(open_form, qtbot):
    page, presenter, _service = open_form(None, "a")
    write(page, "Nay là 30 loại.", qtbot)

    assert dict(presenter.state.preview) == {
        "Bài": "Các loại văn bản (L1, phiên bản 2)", "Mục": "Mục A", "Nội dung": "Nay là 30 loại.",
        "Căn cứ": "Điều 8", "Ngày": "2026-11-22", "Họ tên": "(không ghi tên)",
    }  # fmt: skip
    with qtbot.waitSignal(page.changed, timeout=2000):
        page.named.setChecked(True)
    assert dict(presenter.state.preview)["Họ tên"] == "Nguyễn Thị Hạnh"
    with qtbot.waitSignal(page.changed, timeout=2000):
        page.words.clear()
    assert presenter.state.preview == ()
    assert not page.keep.isEnabled()


def test_a_kept_report_is_listed_and_may_be_taken_back(open_form, qtbot):
    page, _presenter, service = open_form(None, "a", "q1", "có 29 loại")
    write(page, "Sai số", qtbot)
    page.keep.click()

    assert page.words.toPlainText() == ""
    assert "« có 29 loại »" not in words_on(page)
    assert "Giữ trên máy này" in [b._words for b in page.findChildren(page_module.Badge)]
    assert "Đã giữ trên máy này." in words_on(page)
    assert service.reports["r0"].erratum.question == "q1"

    button(page, "Gửi qua máy chủ").click()
    assert service.reports["r0"].state == "queued"
    button(page, "Rút lại").click()
    assert service.reports == {}


def test_a_ticked_report_is_queued_for_the_hub(open_form, qtbot):
    page, _, service = open_form()
    write(page, "Sai", qtbot)
    page.by_hub.setChecked(True)
    page.keep.click()

    assert service.reports["r0"].state == "queued"
    assert "Đã xếp gửi qua máy chủ" in words_on(page)


def test_without_a_hub_a_file_is_written(open_form, qtbot, monkeypatch, tmp_path):
    page, presenter, service = open_form(FakeErrata(hub=False))
    assert not page.by_hub.isVisible()
    assert "xuất tệp" in words_on(page)
    write(page, "Sai", qtbot)
    page.keep.click()
    assert service.reports["r0"].state == "kept"

    monkeypatch.setattr(page_module, "ask_folder", lambda *_asked: None)
    page.export.click()
    assert service.reports["r0"].state == "kept"
    monkeypatch.setattr(page_module, "ask_folder", lambda *_asked: Path(tmp_path))
    page.export.click()

    assert "BaoLoi_CM03.thbl" in words_on(page)
    assert not page.export.isVisible()
    button(page, "Bỏ khỏi danh sách").click()
    presenter.reload()
    assert presenter.state.mine == ()


def test_what_cannot_be_kept_says_so_and_stays_in_the_form(open_form, qtbot):
    page, presenter, service = open_form()
    write(page, "Sai", qtbot)
    service.full = True
    page.keep.click()

    assert page._error.isVisible()
    assert page.words.toPlainText() == "Sai"
    presenter.preview(page.written)
    assert page._error.isVisible()


def test_without_a_lesson_there_is_nothing_to_keep(qtbot):
    page = ErrataPage()
    qtbot.addWidget(page)
    presenter = ErrataPresenter(page, FakeErrata(), InlineTasks())
    presenter.preview(page.written)
    presenter.keep(page.written)
    assert presenter.state.turn == 0
