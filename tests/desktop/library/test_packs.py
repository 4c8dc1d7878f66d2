"""Packs in the library: real packs of a real publisher, on the page as it is drawn."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from selfstudy import words
from selfstudy.content.library import Library
from selfstudy.desktop.library.packs_presenter import PacksPresenter, PacksState, Shelf
from selfstudy.desktop.library.page import LibraryPage
from selfstudy.desktop.library.presenter import LibraryPresenter
from selfstudy.desktop.packs_wiring import LearnerPacks
from selfstudy.desktop.tasks import InlineTasks, Job
from selfstudy.domain.errors import HubUnreachable
from selfstudy.exchange.packet import PackOffer
from tests.office import Office
from tests.services.packs.conftest import Academy

MODULE = "XX01"
OFFER = PackOffer(MODULE, 3, 2, 1500, bytes(32), bytes(32), "Soạn thảo văn bản", "Drafting")


@pytest.fixture
def academy(tmp_path):
    return Academy(tmp_path / "press")


@pytest.fixture
def hanh(tmp_path):
    office = Office(tmp_path)
    office.shelf = Library([tmp_path / "lessons", office.computer("hanh").packs])
    yield office.person("Nguyễn Thị Hạnh", "hanh")
    for services in office.desks:
        services.desk.close()


@pytest.fixture
def page(qtbot):
    made = LibraryPage()
    qtbot.addWidget(made)
    made.resize(1126, 768)
    return made


@pytest.fixture
def presenter(page, hanh):
    library = LibraryPresenter(page, hanh.study, InlineTasks())
    made = PacksPresenter(page, LearnerPacks(hanh), InlineTasks(), library.reload)
    library.open_module(MODULE)
    library.reload()
    made.reload()
    return made


@pytest.fixture
def updated(presenter, academy):
    """Version 2, then version 3 with one changed question."""
    old = academy.pack()
    presenter.look(old)
    presenter.install()
    academy.next()
    academy.written.write("changes.md", "Viết lại câu 1 cho rõ.")
    presenter.look(academy.pack(since=old))
    presenter.install()
    return presenter


def said(widget):
    labels = widget.findChildren(QLabel)
    return " | ".join(label.text() for label in labels if label.isVisibleTo(widget))


def test_nothing_is_said_while_there_is_nothing_to_say(page, presenter):
    assert not page.packs.isVisibleTo(page)


def test_a_stranger_is_shown_with_their_key_before_anything_is_installed(page, presenter, academy):
    presenter.look(academy.pack())

    words_shown = said(page.packs)
    assert "Soạn thảo văn bản" in words_shown
    assert "XX01 · bản 2" in words_shown
    assert "Trường Chính trị · chưa rõ" in words_shown
    assert presenter.state.preview.publisher.fingerprint in words_shown
    assert page.packs.preview.install.text() == "Tin người này và cài"
    assert MODULE not in page.rows

    page.packs.preview.put_away.emit()
    presenter.put_away()
    assert not page.packs.isVisibleTo(page)


def test_what_was_installed_is_told_and_there(page, presenter, academy):
    presenter.look(academy.pack())
    presenter.install()

    assert "Đã cài XX01 bản 2" in said(page.packs)
    assert MODULE in page.rows
    assert not page.packs.preview.isVisibleTo(page)
    presenter.look(academy.pack())
    assert "đã có trên máy" in said(page.packs)
    presenter.install()
    assert "không có gì thay đổi" in said(page.packs)


def test_an_update_says_what_changes_before_and_after_and_until_it_was_seen(page, updated):
    row = page.rows[MODULE]
    assert "Sửa 1 câu hỏi" in said(page.packs)
    assert "Viết lại câu 1 cho rõ." in said(page.packs)
    assert "Bản 3 có gì mới" in said(row)
    assert "Có bản mới" in row.head.accessibleDescription()

    row.news.close_it.click()
    updated.see(MODULE)

    assert "có gì mới" not in said(row)
    assert "Có bản mới" not in row.head.accessibleDescription()
    assert row.back.isVisibleTo(row)


def test_a_module_goes_back_when_that_was_confirmed(page, updated):
    updated.ask_back(MODULE)
    assert "Trở lại bản 2 của học phần XX01" in said(page.packs)
    assert not page.packs.preview.install.isVisibleTo(page)

    updated.go_back()

    assert "XX01 đã trở lại bản 2" in said(page.packs)
    assert updated.state.shelf.standings[MODULE].version == 2
    assert not page.rows[MODULE].back.isVisibleTo(page.rows[MODULE])


def test_who_does_not_want_to_go_back_keeps_the_version(page, updated):
    updated.ask_back(MODULE)
    updated.put_away()
    updated.go_back()

    assert updated.state.shelf.standings[MODULE].version == 3
    updated.ask_back("CM03")
    assert updated.state.going_back is None


def test_what_is_refused_is_told_and_changes_nothing(page, presenter, academy):
    path = academy.pack()
    path.write_bytes(path.read_bytes()[:-5])

    presenter.look(path)

    assert "thiếu" in said(page.packs)
    assert presenter.state.preview is None
    presenter.install()
    assert MODULE not in page.rows


def test_another_publisher_is_named_beside_the_first(page, updated, academy, tmp_path):
    from selfstudy.exchange.keys import KeyRing

    other = tmp_path / "other.json"
    KeyRing.new().save(other)
    academy.next("Đâu là", "Văn bản nào là")

    updated.look(academy.pack(key=other, name="Người khác"))

    assert "do Trường Chính trị phát hành; gói này do Người khác ký" in said(page.packs)


def test_offers_of_the_hub_are_rows_that_can_be_fetched(page, presenter, qtbot):
    state = PacksState(shelf=Shelf(offers=(OFFER,), hub=True))
    page.show_packs(state)
    assert "cập nhật lên bản 3" in page.packs.rows[0].accessibleName() + said(page.packs)

    with qtbot.waitSignal(page.packs.fetched) as asked:
        page.packs.rows[0].click()
    assert asked.args == [OFFER]

    page.show_packs(PacksState(doing="fetching", fetched=0.5))
    assert page.packs.bar.isVisibleTo(page.packs)
    assert page.packs.rows == []


def test_without_a_hub_a_fetch_says_so(page, presenter):
    presenter.fetch(OFFER)

    assert presenter.state.error is not None
    assert presenter.state.doing == ""


def test_with_a_hub_one_may_let_a_publisher_in_unasked(page, presenter, academy, hanh):
    presenter.look(academy.pack())
    preview = presenter.state.preview
    page.show_packs(PacksState(preview=preview, shelf=Shelf(hub=True)))
    page.packs.preview.automatic.setChecked(True)
    page.packs.preview.installed.connect(presenter.install)

    page.packs.preview.install.click()

    assert hanh.packs.publishers.of(preview.publisher.key).automatic


def test_only_one_thing_is_done_at_a_time(presenter, academy):
    presenter.state = PacksState(doing="fetching")
    presenter.look(academy.pack())

    assert presenter.state.doing == "fetching"
    assert presenter.state.preview is None


def test_it_is_said_in_english_too(page, presenter, academy):
    words.use("en")
    presenter.look(academy.pack())

    assert "Publisher: Trường Chính trị · unknown" in said(page.packs)
    words.use("vi")


class Waiting:
    """Fetches that end when the test says so."""

    def __init__(self):
        self.calls = []

    def follow(self, work, done, failed=None, progress=None, lane="side"):
        self.calls.append((done, failed))
        return Job()


def test_a_fetch_may_be_stopped_and_what_it_still_says_is_not_heard(page):
    tasks = Waiting()
    presenter = PacksPresenter(page, None, tasks, lambda: None)
    presenter.fetch(OFFER)
    assert page.packs.stop.isVisibleTo(page.packs)

    presenter.stop()
    (done, failed), *_rest = tasks.calls
    failed(HubUnreachable(address="x"))
    done("a.thpack")

    assert (presenter.state.doing, presenter.state.error) == ("", None)
    assert presenter._job.cancelled()
    presenter.stop()
    assert not page.packs.isVisibleTo(page)
