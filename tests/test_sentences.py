from __future__ import annotations

from selfstudy.domain.errors import DiskFull, UnitCardRefused
from selfstudy.domain.people import FileResult
from selfstudy.sentences import error_words, key_words, problem_words


def test_no_error_has_no_words():
    assert error_words(None) == ""
    assert problem_words(FileResult("a.thoc")) == ""


def test_a_code_among_the_details_is_said_in_words():
    assert "thẻ đã hết hạn" in error_words(UnitCardRefused(reason="expired"))


def test_a_detail_that_nobody_gave_leaves_its_place_empty():
    assert error_words(DiskFull())


def test_a_problem_names_its_file_even_when_the_details_do_not():
    assert "a.thoc" in problem_words(FileResult("a.thoc", problem="error.CutFile"))


def test_a_problem_of_a_newer_program_still_has_a_sentence():
    assert "a.thoc" in problem_words(FileResult("a.thoc", problem="intake.never_heard_of"))


def test_a_count_among_the_details_is_written_as_people_write_it():
    assert "12.345 bản ghi" in key_words("rescue.damaged", {"n": 12345})
