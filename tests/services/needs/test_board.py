"""The needs of a unit on a board, and of a person in lines."""

from __future__ import annotations

import pytest

from selfstudy.bootstrap import Services
from selfstudy.domain.errors import NobodyInUnit, NoSuchPosition, NotEntitled, TooFewPeople
from selfstudy.domain.record import Departed
from selfstudy.domain.survey import Survey
from selfstudy.services.needs.lines import by_urgency
from selfstudy.services.needs.rating import Rated
from tests.office import Office
from tests.services.needs.test_rating import CODE, OTHER, hanh, lan, office

__all__ = ["hanh", "lan", "office"]


def test_a_board_counts_who_is_rated_and_where_to_talk(
    office: Office, lan: Services, hanh: Services
) -> None:
    hanh.needs.rate({CODE: Rated(4)})
    office.hand_over(hanh, lan)
    needs, person = lan.unit_needs, hanh.desk.person.hex()
    board = needs.rate(needs.board(), {person: {CODE: Rated(1, 5), OTHER: Rated(3)}})
    assert (board.rated, board.rated_themselves, len(board.people)) == (1, 1, 2)
    (apart,) = board.disagreements
    assert (apart.name, apart.competency, apart.own, apart.rated) == (
        "Nguyễn Thị Hạnh", CODE, 4, 1,
    )  # fmt: skip
    assert board.cells["P02"][CODE].measured == 1
    assert board.lines[0].lacks[0].competency == CODE
    assert [one.person for one in board.behind("P02", CODE)] == [person]
    assert board.behind("", "Z9") == board.behind("P05", CODE) == ()
    assert needs.board().cells == board.cells
    with pytest.raises(TooFewPeople):
        board.shared()


def test_the_board_follows_a_rating_that_is_taken_back(lan: Services, hanh: Services) -> None:
    needs, person = lan.unit_needs, hanh.desk.person.hex()
    board = needs.rate(needs.board(), {person: {CODE: Rated(1)}})
    assert needs.rate(board, {person: {CODE: None}}).rated == 0


def test_a_paper_form_stands_on_the_board_until_it_is_undone(lan: Services, hanh: Services) -> None:
    needs, person = lan.unit_needs, hanh.desk.person.hex()
    survey = Survey(difficulties="bận")
    board, decisions = needs.type_in(
        needs.board(), person, lan.desk.today(), {CODE: Rated(2)}, survey
    )
    assert board.rated_themselves == 1
    assert needs.survey(person).difficulties == "bận"
    assert needs.undo(board, person, decisions).rated_themselves == 0


def test_a_unit_that_everybody_left_is_told_in_one_sentence(lan: Services) -> None:
    lan.desk.write_about(lan.desk.person, Departed(lan.desk.today()))
    lan.desk.know_again()
    with pytest.raises(NobodyInUnit):
        lan.unit_needs.board()


def test_a_learner_sees_no_board(hanh: Services) -> None:
    with pytest.raises(NotEntitled):
        hanh.unit_needs.board()


def test_one_s_own_needs_tell_what_helps_with_or_without_a_unit(office: Office) -> None:
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    view = hanh.needs.rate({CODE: Rated(1), OTHER: Rated(3)})
    assert [line.code for line in view.lines] == [CODE, OTHER]
    lacking, enough = view.lines
    assert [one.module for one in lacking.helps] == [office.shelf.modules()[0].id]
    assert enough.helps == ()
    assert by_urgency(view.lines) == (lacking,)
    assert hanh.needs.view("P05").lines[0].need.required == 2
    with pytest.raises(NoSuchPosition):
        hanh.needs.view("P02+P99")


def test_the_positions_and_competencies_to_choose_from_are_the_framework_s(
    office: Office, lan: Services
) -> None:
    assert [one.code for one in lan.needs.positions()] == ["P02", "P05"]
    assert [one.code for one in lan.needs.competencies()] == [CODE, OTHER]
    assert lan.unit_needs.positions() == lan.needs.positions()


def test_what_the_screen_of_one_s_own_needs_keeps_comes_back(office: Office) -> None:
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    kept = hanh.needs.keep_survey(Survey(proposals="Thêm máy"))
    assert hanh.needs.view().survey == kept
    tasks = hanh.needs.tasks()
    assert hanh.needs.rate_tasks(tasks) == tasks


def test_the_tasks_of_a_unit_are_asked_by_position(lan: Services, hanh: Services) -> None:
    assert lan.unit_needs.tasks("P02") == []
    one = lan.unit_needs.board().people[0]
    assert [line.code for line in lan.unit_needs.lines(one)] == [CODE, OTHER]
