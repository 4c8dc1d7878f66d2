import subprocess
import sys

import pytest

from selfstudy.desktop.tasks import InlineTasks
from selfstudy.domain.errors import DiskFull


def full():
    raise DiskFull(folder="D:")


def test_inline_work_is_done_at_once():
    seen = []
    InlineTasks().run(lambda: 2 + 2, seen.append)
    assert seen == [4]


def test_an_expected_error_reaches_its_callback():
    seen = []
    InlineTasks().run(full, seen.append, lambda error: seen.append(error.key))
    assert seen == ["error.DiskFull"]


def test_an_expected_error_without_callback_is_raised():
    with pytest.raises(DiskFull):
        InlineTasks().run(full, print)


def test_a_bug_is_raised():
    with pytest.raises(ZeroDivisionError):
        InlineTasks().run(lambda: 1 // 0, print, print)


def test_an_error_in_done_is_not_taken_for_an_error_of_the_work():
    def done(_):
        raise DiskFull(folder="D:")

    with pytest.raises(DiskFull):
        InlineTasks().run(lambda: 1, done, lambda error: pytest.fail("failed was called"))


def test_long_work_reports_and_knows_whether_it_was_cancelled():
    heard, results = [], []

    def work(report, cancelled):
        report(1, 2)
        return cancelled()

    tasks = InlineTasks()
    job = tasks.follow(work, results.append, progress=lambda done, of: heard.append((done, of)))
    tasks.follow(work, results.append)
    job.cancel()

    assert heard == [(1, 2)]
    assert results == [False, False]
    assert job.cancelled()


def test_tasks_know_no_qt():
    code = "import sys, selfstudy.desktop.tasks; sys.exit('PySide6' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
