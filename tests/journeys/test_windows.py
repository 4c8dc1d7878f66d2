"""The main job in real windows: learn, hand over by file and by hub, take in, confirm."""

from datetime import datetime, timedelta, timezone

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from selfstudy.desktop.program import Program
from selfstudy.domain.question import right_response
from selfstudy.hub.keeper import Hub
from selfstudy.settings import Places, Settings
from selfstudy.words import t
from tests.hub.wires import served

HANOI = timezone(timedelta(hours=7))
LESSON = "CM03-01"


class Watch:
    """A clock that moves on when it is told to."""

    def __init__(self):
        self.now = datetime(2026, 11, 22, 9, 0, tzinfo=HANOI)

    def __call__(self):
        return self.now

    def wait(self, **time):
        self.now += timedelta(**time)


class Person:
    """Somebody in front of a window."""

    def __init__(self, qtbot, home, watch):
        self.qtbot, self.watch = qtbot, watch
        self.program = Program(Places(home), Settings(sync_automatically=False), clock=watch)
        self.window = self.program.window
        qtbot.addWidget(self.window)
        self.program.begin()
        self.window.show()

    def page(self, key):
        self.qtbot.waitUntil(lambda: key in self.program.screens, timeout=20_000)
        return self.program.screens[key].page

    def go(self, key):
        self.program.show(key)
        return self.page(key)

    def start(self, name, position, card=""):
        page = self.page("welcome")
        self.qtbot.waitUntil(lambda: bool(self.program.profiles), timeout=20_000)
        page.begin_asked.emit(name, position, card)
        self.qtbot.waitUntil(lambda: self.program.live, timeout=20_000)

    @property
    def services(self):
        return self.program.services

    def drop(self, zone, *paths):
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
        none = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(zone, QDragEnterEvent(QPoint(9, 9), copy, mime, left, none))
        QApplication.sendEvent(zone, QDropEvent(QPointF(9, 9), copy, mime, left, none))

    def close(self):
        self.program.close()
        self.window.close()


@pytest.fixture
def watch():
    return Watch()


@pytest.fixture
def people(qtbot, tmp_path, watch):
    made = []

    def make(name):
        made.append(Person(qtbot, tmp_path / name, watch))
        return made[-1]

    yield make
    for person in made:
        person.close()


@pytest.fixture
def lan(people):
    lan = people("lan")
    lan.start("Trần Thị Lan", "P08")
    page = lan.go("unit")
    page.create_asked.emit("UBND phường Bến Thành", "bốn từ dễ nhớ", "bốn từ dễ nhớ", "")
    lan.qtbot.waitUntil(page.overview.isVisible, timeout=20_000)
    return lan


def study(person, lesson_id=LESSON):
    """Read a lesson to its end and answer all of its questions in the quiz window."""
    lesson = person.services.desk.library.lesson(lesson_id)
    person.program.open_lesson(lesson_id)
    page = person.page("lesson")
    person.qtbot.waitUntil(lambda: page.view.document().characterCount() > 1000, timeout=20_000)
    for section in lesson.sections:
        person.watch.wait(minutes=2)
        page.stayed.emit(120, f"{section.id}:1")
        page.section_read.emit(section.id, f"{section.id}:1")
    person.program.open_quiz(lesson_id)
    quiz = person.page("quiz")
    answered = set()
    while len(answered) < len(lesson.questions):
        person.qtbot.waitUntil(
            lambda: (
                quiz._state.question is not None
                and quiz._state.verdict is None
                and quiz._state.question.id not in answered
            ),
            timeout=20_000,
        )
        answered.add(quiz._state.question.id)
        person.watch.wait(seconds=20)
        quiz.submitted.emit(right_response(quiz._state.question), "sure")
        person.qtbot.waitUntil(lambda: quiz._state.verdict is not None, timeout=20_000)
        quiz.forward_asked.emit()
    person.qtbot.waitUntil(lambda: quiz._state.finished, timeout=20_000)


def test_a_lesson_is_studied_handed_over_taken_in_and_confirmed_without_a_network(
    people, lan, tmp_path, qtbot
):
    usb = tmp_path / "usb"
    usb.mkdir()
    lan.page("unit").card_asked.emit(usb)
    qtbot.waitUntil(lambda: bool(list(usb.glob("*.thdv"))), timeout=20_000)
    card = next(usb.glob("*.thdv"))
    hanh = people("hanh")
    hanh.start("Nguyễn Thị Hạnh", "P03", str(card))
    study(hanh)

    handover = hanh.go("handover")
    qtbot.waitUntil(lambda: hanh.services.handover.state().unreceived == 1, timeout=20_000)
    handover.export_asked.emit(usb)
    qtbot.waitUntil(lambda: bool(list(usb.glob("KetQua_*.thoc"))), timeout=20_000)
    unit = lan.go("unit")
    unit.section_asked.emit("intake")
    lan.drop(unit.intake.zone, usb)
    qtbot.waitUntil(unit.intake.accept.isVisible, timeout=20_000)
    assert lan.services.unit.unknown() == (), "a dry run keeps nothing"
    QTest.mouseClick(unit.intake.accept, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(unit.intake.receipts.isVisible, timeout=20_000)
    waiting = lan.services.unit.unknown()
    assert [person.name for person in waiting] == ["Nguyễn Thị Hạnh"]
    unit.admitted.emit(waiting[0].id)
    qtbot.waitUntil(lambda: not lan.services.unit.unknown(), timeout=20_000)
    qtbot.waitUntil(unit.intake.receipts.isEnabled, timeout=20_000)
    unit.receipts_asked.emit(usb)
    qtbot.waitUntil(lambda: bool(list(usb.glob("BienNhan_*.thoc"))), timeout=20_000)
    hanh.drop(handover.receive.zone, next(usb.glob("BienNhan_*.thoc")))
    qtbot.waitUntil(lambda: hanh.services.handover.state().unreceived == 0, timeout=20_000)

    state = hanh.services.handover.state()
    assert (state.results, state.receiver) == (1, "Trần Thị Lan")
    row = next(p for p in lan.services.unit.people() if p.name == "Nguyễn Thị Hạnh")
    module = lan.services.desk.library.module("CM03")
    a_lesson = round(module.hours / len(module.lessons), 2)
    assert (row.lessons_done, row.self_study, row.known) == (1, a_lesson, True)


def test_what_was_read_survives_closing_the_window(people, lan, tmp_path, qtbot, watch):
    hanh = people("hanh")
    hanh.start("Nguyễn Thị Hạnh", "P03")
    hanh.program.open_lesson(LESSON)
    page = hanh.page("lesson")
    qtbot.waitUntil(lambda: page.view.document().characterCount() > 1000, timeout=20_000)
    page.stayed.emit(25, "khai-niem:2")
    hanh.close()

    again = people("hanh")
    again.program.open_profile(next((tmp_path / "hanh" / "data" / "profiles").iterdir()).name)
    qtbot.waitUntil(lambda: again.program.live, timeout=20_000)
    found = again.services.study.open_lesson(LESSON)

    assert (found.progress.anchor, found.progress.active_seconds) == ("khai-niem:2", 25)


def test_the_keyboard_alone_answers_a_question(people, qtbot):
    hanh = people("hanh")
    hanh.start("Nguyễn Thị Hạnh", "P03")
    hanh.program.open_quiz(LESSON)
    quiz = hanh.page("quiz")
    qtbot.waitUntil(lambda: quiz._state.question is not None, timeout=20_000)
    assert quiz._state.question.kind == "numeric"

    QTest.keyClicks(hanh.window.focusWidget(), "29")
    QTest.keyClick(hanh.window.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: quiz._state.verdict is not None, timeout=20_000)

    assert quiz._state.verdict.right
    assert hanh.services.study.my_record().answers == 1


def test_with_a_network_the_same_work_travels_through_a_hub(people, lan, tmp_path, qtbot, watch):
    hub = Hub.open(tmp_path / "hub", watch, "Máy chủ Sở Nội vụ", "")
    with served(hub) as address:
        officer = hub.officer
        lan.services.unit.name_hub(
            address, officer.key, officer.seal_key, officer.name, "bốn từ dễ nhớ"
        )
        card = lan.services.unit.write_card(tmp_path)
        hub.serve_unit(card)
        hanh = people("hanh")
        hanh.start("Nguyễn Thị Hạnh", "P03", str(card))
        study(hanh)

        hanh.go("handover").sync_asked.emit()
        qtbot.waitUntil(lambda: hanh.services.handover.state().unreceived == 0, timeout=20_000)
        lan.go("handover").sync_asked.emit()
        qtbot.waitUntil(lambda: bool(lan.services.unit.unknown()), timeout=20_000)

        assert hanh.services.handover.state().receiver == "Máy chủ Sở Nội vụ"
        assert [person.name for person in lan.services.unit.unknown()] == ["Nguyễn Thị Hạnh"]


def test_without_a_network_sync_is_a_calm_sentence(people, lan, tmp_path, qtbot, watch):
    hub = Hub.open(tmp_path / "hub", watch, "Máy chủ", "")
    officer = hub.officer
    nobody = "http://127.0.0.1:9"
    lan.services.unit.name_hub(nobody, officer.key, officer.seal_key, officer.name, "bốn từ dễ nhớ")
    hub.close()
    page = lan.go("handover")

    qtbot.waitUntil(page.safety.sync.isVisible, timeout=20_000)
    QTest.mouseClick(page.safety.sync, Qt.MouseButton.LeftButton)
    said = page.safety._said
    qtbot.waitUntil(said.isVisible, timeout=20_000)

    assert said._words.text() == t("error.HubUnreachable", address=nobody)
    assert lan.services.unit.people()
