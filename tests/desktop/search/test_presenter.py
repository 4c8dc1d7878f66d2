from __future__ import annotations

from dataclasses import replace

import pytest

from selfstudy.desktop.search.presenter import Line, SearchPresenter
from selfstudy.desktop.tasks import InlineTasks, Job
from selfstudy.domain.errors import DiskFull
from selfstudy.domain.search import Found, Hit
from selfstudy.words import use

COMMANDS = (
    Line("command", "settings", "Cài đặt"),
    Line("command", "backup", "Sao lưu và phục hồi dữ liệu"),
)
PEOPLE = (Line("person", "a1", "Nguyễn Thị Hạnh", "P03"), Line("person", "a2", "Lê Văn Đạt", "P01"))


@pytest.fixture(autouse=True)
def _vietnamese():
    use("vi")


def hit(kind, name, title="Tiêu đề", snippet="một ⟦đoạn⟧"):
    return Hit(kind, name, title, snippet, 1.0, "L1")


class FakeView:
    def __init__(self):
        self.states = []

    def show_state(self, state):
        self.states.append(state)


class FakeFinding:
    """Answers with what it was given, and builds an index of so many parts."""

    def __init__(self):
        self.found = ()
        self.asked = []
        self.parts = 0
        self.error = None

    def look(self, words):
        self.asked.append(words)
        if self.error is not None:
            raise self.error
        return self.found

    def refresh(self, progress, cancelled):
        if self.error is not None:
            raise self.error
        for number in range(self.parts):
            if cancelled():
                return number
            progress(number, self.parts)
        return self.parts


class Later(InlineTasks):
    """Keeps what was asked until it is let go."""

    def __init__(self):
        self.waiting = []

    def run(self, work, done, failed=None, lane="store"):
        job = Job()
        self.waiting.append(lambda: InlineTasks.run(self, work, done, failed, lane))
        return job

    def let_go(self):
        waiting, self.waiting = self.waiting, []
        for work in waiting:
            work()


def presenter_of(view, finding, tasks):
    return SearchPresenter(view, finding, tasks, commands=COMMANDS, people=lambda: PEOPLE)


@pytest.fixture
def finding():
    return FakeFinding()


@pytest.fixture
def view():
    return FakeView()


@pytest.fixture
def presenter(view, finding):
    return presenter_of(view, finding, InlineTasks())


def test_without_words_it_shows_where_one_can_go(presenter, view, finding):
    presenter.begin()

    assert view.states[-1].lines == COMMANDS
    presenter.seek("  … ")
    assert view.states[-1].lines == COMMANDS
    assert finding.asked == []


def test_kinds_in_which_something_is_called_so_come_before_others(presenter, view, finding):
    finding.found = (
        Found(hit("module", "CM03"), "30/2020"),
        Found(hit("question", "q1"), "30/2020"),
        Found(replace(hit("source", "ND30"), called=True), "30/2020"),
    )
    presenter.seek("30/2020")

    assert [line.key for line in view.states[-1].lines] == ["ND30", "CM03", "q1"]


def test_what_was_found_stands_in_groups_with_where_it_stands(presenter, view, finding):
    place = {"number": 2, "module": "Soạn thảo", "lesson": "L1"}
    finding.found = (
        Found(hit("question", "q1"), "thể thức", lesson_title="Thể thức", **place),
        Found(hit("lesson", "L1", "Thể thức", "Thể thức"), "thể thức", **place),
        Found(hit("source", "ND30"), "thể thức"),
    )
    presenter.seek(" thể   thức ")

    shown = view.states[-1]
    assert finding.asked == ["thể thức"]
    assert [line.kind for line in shown.lines] == ["lesson", "source", "question"]
    assert [line.note for line in shown.lines] == [
        "Soạn thảo · Bài 2", "", "Soạn thảo · Bài 2 · Thể thức",
    ]  # fmt: skip
    assert [line.snippet for line in shown.lines] == ["", "một ⟦đoạn⟧", "một ⟦đoạn⟧"]
    assert not shown.busy
    assert shown.meant == ""


def test_people_and_places_to_go_to_are_found_by_their_names(presenter, view):
    presenter.begin()

    presenter.seek("hanh")
    assert [line.key for line in view.states[-1].lines] == ["a1"]
    presenter.seek("sao lu")
    assert [(line.key, line.words) for line in view.states[-1].lines] == [("backup", "sao lu")]
    presenter.seek("saof luwu")
    assert [line.key for line in view.states[-1].lines] == ["backup"]


def test_it_tells_what_raw_telex_was_taken_for(presenter, view, finding):
    finding.found = (Found(hit("lesson", "L1"), "văn bản"),)
    presenter.seek("vawn barn")

    assert view.states[-1].meant == "văn bản"
    presenter.seek("")
    assert view.states[-1].meant == ""


def test_an_answer_to_words_typed_before_is_not_shown(view, finding):
    tasks = Later()
    presenter = presenter_of(view, finding, tasks)
    finding.found = (Found(hit("lesson", "L1"), "văn"),)

    presenter.seek("văn")
    presenter.seek("văn bản")
    assert view.states[-1].busy
    finding.found = ()
    tasks.waiting.reverse()
    tasks.let_go()

    assert view.states[-1].words == "văn bản"
    assert view.states[-1].lines == ()
    assert not view.states[-1].busy


def test_the_same_words_are_not_looked_for_twice(presenter, finding):
    presenter.seek("văn")
    presenter.seek("văn ")

    assert finding.asked == ["văn"]


def test_the_first_index_tells_how_far_it_is_and_looks_again_at_its_end(presenter, view, finding):
    finding.parts = 3
    presenter.seek("văn")
    presenter.begin()

    told = [state.indexing for state in view.states if state.indexing]
    assert told == [(0, 3), (1, 3), (2, 3)]
    assert view.states[-1].indexing is None
    assert finding.asked == ["văn", "văn", "văn"]  # as typed; after the index; with the people


def test_an_index_that_was_stopped_says_so_and_goes_on(view, finding):
    tasks = Later()
    presenter = presenter_of(view, finding, tasks)
    finding.parts = 3
    presenter.go_on()
    presenter.go_on()
    assert len(tasks.waiting) == 1

    presenter.stop()
    assert view.states[-1].stopped
    tasks.let_go()
    assert view.states[-1].stopped
    assert view.states[-1].indexing is None
    presenter.stop()

    presenter.go_on()
    assert not view.states[-1].stopped
    tasks.let_go()
    assert view.states[-1].indexing is None


def test_a_full_disk_is_told(presenter, view, finding):
    finding.error = DiskFull(folder="x")
    presenter.begin()
    assert view.states[-1].error == finding.error

    presenter.seek("văn")
    assert view.states[-1].error == finding.error
    finding.error = None
    presenter.seek("văn bản")
    assert view.states[-1].error is None
