from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from selfstudy.desktop.unit import wording
from selfstudy.domain.people import FileResult, IntakeReport

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
CUT = FileResult("KetQua (1).thoc", quarantined=1, problem="error.CutFile")
NEWER = FileResult("moi.thoc", quarantined=1, problem="error.NewerFormat")


def report(*files, dry=False, cancelled=False):
    return IntakeReport(files, dry, NOW, cancelled=cancelled)


def test_the_sum_says_new_known_and_set_aside():
    found = report(FileResult("a", new=37, known=12), CUT)

    assert wording.summary(found) == (
        "Đã tiếp nhận 2 tệp: 37 bản ghi mới, 12 đã có, 1 chưa nhận được."
    )


def test_a_dry_run_says_that_nothing_is_kept():
    assert "Chưa có gì được ghi" in wording.summary(report(FileResult("a", new=1), dry=True))


@pytest.mark.parametrize(("dry", "words"), [(True, "một phần"), (False, "được giữ lại")])
def test_work_that_was_stopped_says_so(dry, words):
    assert words in wording.summary(report(FileResult("a"), dry=dry, cancelled=True))


def test_a_folder_without_our_files_says_what_to_do():
    assert ".thoc" in wording.summary(report())


@pytest.mark.parametrize(
    ("file", "state"),
    [
        (CUT, "set_aside"),
        (replace(CUT, new=3), "in_part"),
        (FileResult("a", new=1, unknown_people=1), "unknown"),
        (FileResult("a", new=1, waiting=1), "waiting"),
        (FileResult("a", new=1, known=1), "new"),
        (FileResult("a", known=1), "known"),
        (FileResult("a"), "nothing"),
    ],
)
def test_a_file_has_one_state_and_a_sentence(file, state):
    assert wording.file_state(file) == state
    assert wording.file_words(file)


def test_a_photo_to_be_taken_again_is_not_called_set_aside():
    blurred = FileResult("meo.png", problem="intake.no_codes", details={"name": "meo.png"})

    assert wording.file_state(blurred) == "picture"
    assert "Hãy chụp thẳng" in wording.file_words(blurred)
    assert "chưa nhận" not in wording.summary(report(blurred))


def test_the_message_asks_those_whose_file_was_bad_and_nobody_else():
    named = FileResult("zalo.thoc", problem="intake.not_ours", carrier="Võ Thanh Yến")
    words = wording.message((CUT, NEWER, FileResult("ok.thoc", new=1), named))

    assert "KetQua (1).thoc: tệp bị thiếu phần cuối" in words
    assert "Võ Thanh Yến (zalo.thoc): kết quả thuộc đơn vị khác" in words
    assert "moi.thoc" not in words
    assert "ok.thoc" not in words


def test_without_bad_files_there_is_no_message():
    assert wording.message((FileResult("ok.thoc", new=1), NEWER)) == ""
