"""Choices are passed on at once; the size of the data is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from selfstudy.desktop.settings_page.presenter import SettingsPresenter, folder_size
from selfstudy.desktop.tasks import InlineTasks
from selfstudy.domain.people import Profile
from selfstudy.settings import Settings


class FakeView:
    def __init__(self):
        self.states = []

    def show_state(self, state):
        self.states.append(state)


class FakeChoices:
    def __init__(self):
        self.settings = Settings()

    def change(self, **choices):
        self.settings = self.settings._replace(**choices)


@pytest.fixture
def view():
    return FakeView()


@pytest.fixture
def presenter(view, tmp_path):
    return SettingsPresenter(view, FakeChoices(), InlineTasks(), folder=tmp_path, version="1.2.3")


def test_the_data_is_measured(presenter, view, tmp_path):
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "journal.db").write_bytes(b"x" * 1000)
    (tmp_path / "settings.json").write_bytes(b"{}")

    presenter.reload(Profile("1", "Hạnh", "P02"), "Văn thư")

    assert view.states[-1].size == 1002
    assert view.states[-1].profile.name == "Hạnh"
    assert view.states[-1].position == "Văn thư"
    assert view.states[-1].version == "1.2.3"
    presenter.reload()
    assert view.states[-1].position == "Văn thư"


def test_a_file_that_goes_away_meanwhile_weighs_nothing(tmp_path, monkeypatch):
    (tmp_path / "stays").write_bytes(b"12345")
    (tmp_path / "goes").write_bytes(b"12345")
    stat = Path.stat

    def looked_at(path, **how):
        if path.name == "goes":
            raise PermissionError(path)
        return stat(path, **how)

    monkeypatch.setattr(Path, "stat", looked_at)

    assert folder_size(tmp_path) == 5


def test_a_language_waits_for_the_next_start(presenter, view):
    presenter.choose_language("en")

    assert presenter._choices.settings.language == "en"
    assert view.states[-1].restart_needed
    presenter.choose_language("vi")
    assert not view.states[-1].restart_needed


def test_theme_and_zoom_are_passed_on_at_once(presenter, view):
    presenter.choose_theme("dark")
    presenter.choose_zoom(1.25)

    assert presenter._choices.settings == Settings(theme="dark", zoom=1.25)
    assert view.states[-1].settings == presenter._choices.settings


@pytest.mark.parametrize(("asked", "kept"), [(9.0, 2.0), (0.1, 0.75), (1.5, 1.5)])
def test_zoom_stays_where_everything_can_be_read(presenter, asked, kept):
    presenter.choose_zoom(asked)

    assert presenter._choices.settings.zoom == kept
