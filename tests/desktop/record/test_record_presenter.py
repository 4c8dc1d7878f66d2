"""The record by year, and form F1."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from selfstudy.desktop.record.presenter import RecordPresenter, RecordState
from selfstudy.desktop.tasks import InlineTasks
from selfstudy.domain.errors import DatabaseBusy, FolderReadOnly
from selfstudy.domain.period import Period, calendar_year
from selfstudy.domain.progress import Hours, MyRecord, RecordRow
from selfstudy.services.carrying.archive import Archived
from selfstudy.services.papers.order import Wish, Written

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
ROW = RecordRow(
    NOW, "CM03", "Soạn thảo", "CM03-01", "Các loại văn bản", "self_study", 1.0, "self_study",
    "9/10", "",
)  # fmt: skip


class FakeView:
    def __init__(self):
        self.states = []

    def show_state(self, state):
        self.states.append(state)


class FakeStudy:
    def __init__(self):
        self.asked = []
        self.broken = False

    def my_record(self, year=None):
        if self.broken:
            raise DatabaseBusy(path="journal.db")
        self.asked.append(year)
        hours = Hours(year or 2026, 27.5, 16, 40)
        return MyRecord("Hạnh", "Phường", "Văn thư", hours, (ROW,), 1, 10, 9, 32, (2026, 2025))


class FakeReporting:
    def __init__(self):
        self.written = []

    def write(self, wish, path):
        if path.parent.name == "readonly":
            raise FolderReadOnly(folder=str(path.parent))
        self.written.append((wish, path))
        return Written((path,), 1)


class FakeArchive:
    def write(self, folder, *, private):
        if folder.name == "readonly":
            raise FolderReadOnly(folder=str(folder))
        return Archived(str(folder / "HoSo.zip"), 12 if private else 7, 2, 900)


@pytest.fixture
def view():
    return FakeView()


@pytest.fixture
def presenter(view):
    return RecordPresenter(
        view, FakeStudy(), FakeReporting(), FakeArchive(), InlineTasks(), clock=lambda: NOW
    )


def test_it_begins_with_this_year(presenter, view):
    presenter.reload()

    assert view.states[0].busy
    assert view.states[-1].year == 2026
    assert view.states[-1].rows == (ROW,)
    assert presenter._study.asked == [2026]


@pytest.mark.parametrize("year", [2025, None])
def test_another_year_is_read_anew(presenter, view, year):
    presenter.choose_year(year)

    assert presenter._study.asked == [year]
    assert view.states[-1].year == year


@pytest.mark.parametrize(
    ("year", "period"),
    [(2025, calendar_year(2025)), (None, Period(date(2025, 1, 1), date(2026, 12, 31)))],
)
def test_form_f1_is_written_for_the_year_or_all_the_years_shown(presenter, view, year, period):
    presenter.choose_year(year)

    presenter.export("/usb/F1.xlsx")

    assert any(state.exporting for state in view.states)
    wish = Wish("F1", "xlsx", period=period, own=True)
    assert presenter._reporting.written == [(wish, Path("/usb/F1.xlsx"))]
    assert view.states[-1].exported == str(Path("/usb/F1.xlsx"))
    assert not view.states[-1].exporting


def test_a_form_that_cannot_be_written_says_so(presenter, view):
    presenter.export("/readonly/F1.xlsx")

    assert isinstance(view.states[-1].error, FolderReadOnly)
    assert not view.states[-1].exporting


def test_a_failure_keeps_what_was_shown(presenter, view):
    presenter.reload()
    presenter._study.broken = True

    presenter.reload()

    assert isinstance(view.states[-1].error, DatabaseBusy)
    assert view.states[-1].rows == (ROW,)


def test_a_record_is_empty_only_when_nothing_was_ever_done():
    nothing = MyRecord("Hạnh", "", "", Hours(2026, 0, 0), (), 0, 0, 0, 0)

    assert RecordState(record=nothing).empty
    assert not RecordState(record=replace(nothing, answers=3)).empty
    assert not RecordState().empty
    assert RecordState().rows == ()


def test_its_own_clock_knows_the_year():
    presenter = RecordPresenter(
        FakeView(), FakeStudy(), FakeReporting(), FakeArchive(), InlineTasks()
    )

    assert presenter.state.year >= 2026


def test_the_record_is_archived_with_or_without_private_facts(presenter, view, tmp_path):
    for private, records in ((False, 7), (True, 12)):
        presenter.archive(tmp_path, private=private)
        assert view.states[-2].exporting
        assert view.states[-1].archived.records == records
        assert not view.states[-1].exporting


def test_a_folder_that_refuses_an_archive_is_told(presenter, view, tmp_path):
    presenter.archive(tmp_path / "readonly", private=False)

    assert view.states[-1].error.key == "error.FolderReadOnly"
    assert view.states[-1].archived is None
