import threading

import pytest
from PySide6.QtCore import QThread

from selfstudy.desktop.qt_tasks import QtTasks
from selfstudy.domain.errors import DiskFull


@pytest.fixture
def tasks(qapp):
    made = QtTasks()
    yield made
    made.close()
    made.deleteLater()


def test_work_runs_elsewhere_and_comes_home(tasks, qtbot):
    seen = []

    tasks.run(threading.get_ident, lambda ident: seen.append((ident, QThread.currentThread())))

    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0][0] != threading.get_ident()
    assert seen[0][1] is QThread.currentThread()


def test_the_store_lane_keeps_the_order(tasks, qtbot):
    seen = []
    for number in range(50):
        tasks.run(lambda number=number: number, seen.append)

    qtbot.waitUntil(lambda: len(seen) == 50)
    assert seen == list(range(50))


def test_the_side_lane_does_not_hold_up_the_store(tasks, qtbot):
    gate, seen = threading.Event(), []
    tasks.run(gate.wait, lambda _: seen.append("side"), lane="side")
    tasks.run(lambda: "store", seen.append)

    qtbot.waitUntil(lambda: seen == ["store"])
    gate.set()
    qtbot.waitUntil(lambda: seen == ["store", "side"])


def test_an_expected_error_reaches_its_callback(tasks, qtbot):
    def full():
        raise DiskFull(folder="D:")

    seen = []
    tasks.run(full, seen.append, lambda error: seen.append(error.key))

    qtbot.waitUntil(lambda: bool(seen))
    assert seen == ["error.DiskFull"]


def test_a_bug_is_raised_on_the_screens_thread(tasks, qtbot):
    with qtbot.capture_exceptions() as raised:
        tasks.run(lambda: 1 // 0, print, print)
        qtbot.waitUntil(lambda: bool(raised))
    assert raised[0][0] is ZeroDivisionError


def test_an_expected_error_nobody_waits_for_is_raised_too(tasks, qtbot):
    def full():
        raise DiskFull(folder="D:")

    with qtbot.capture_exceptions() as raised:
        tasks.run(full, print)
        qtbot.waitUntil(lambda: bool(raised))
    assert raised[0][0] is DiskFull


def test_long_work_reports_and_the_last_report_always_arrives(tasks, qtbot):
    heard, results = [], []

    def work(report, _cancelled):
        for done in range(1, 1001):
            report(done, 1000)
        return "done"

    tasks.follow(work, results.append, progress=lambda done, of: heard.append((done, of)))

    qtbot.waitUntil(lambda: bool(results))
    assert heard[-1] == (1000, 1000)
    assert len(heard) < 100


def test_cancelled_work_can_stop_and_still_say_what_it_did(tasks, qtbot):
    started, results = threading.Event(), []

    def work(_report, cancelled):
        started.set()
        while not cancelled():
            threading.Event().wait(0.001)
        return "kept 3"

    job = tasks.follow(work, results.append)
    started.wait()
    job.cancel()

    qtbot.waitUntil(lambda: bool(results))
    assert results == ["kept 3"]


def test_nothing_arrives_after_closing(qapp, qtbot):
    tasks, gate, seen = QtTasks(), threading.Event(), []
    tasks.run(gate.wait, seen.append)
    for _ in range(5):
        tasks.run(lambda: "late", seen.append)
    gate.set()

    tasks.close()
    qapp.processEvents()
    tasks.run(lambda: "never", seen.append)
    qapp.processEvents()

    assert seen == []


def test_closing_stops_long_work(qapp):
    tasks, started = QtTasks(), threading.Event()

    def work(_report, cancelled):
        started.set()
        while not cancelled():
            threading.Event().wait(0.001)

    tasks.follow(work, print)
    started.wait()
    tasks.close()

    assert not [thread for thread in threading.enumerate() if thread.name.startswith("side")]


def test_what_waits_for_quiet_is_called_when_the_last_work_is_home(tasks, qtbot):
    gate, seen = threading.Event(), []
    tasks.when_quiet(lambda: seen.append("at once"))
    assert seen == ["at once"]
    tasks.run(gate.wait, lambda _: seen.append("side"), lane="side")
    tasks.when_quiet(lambda: seen.append("quiet"))
    assert seen == ["at once"]

    gate.set()

    qtbot.waitUntil(lambda: "quiet" in seen)
    assert seen == ["at once", "side", "quiet"]
