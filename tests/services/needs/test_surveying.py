"""Surveys of needs: told in the program, typed in from paper, and tasks rated twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from selfstudy.bootstrap import Services
from selfstudy.domain.errors import (
    DayRefused,
    LevelRefused,
    NoSuchCompetency,
    NotEntitled,
    TaskRatingRefused,
)
from selfstudy.domain.record import NeedStated, SurveyAnswered, SurveyTyped, WishesTyped
from selfstudy.domain.survey import Survey
from selfstudy.services.needs.measuring import Measuring
from selfstudy.services.needs.rating import Rated, Rating
from selfstudy.services.needs.surveying import Surveying
from selfstudy.services.upkeep import records
from tests.office import Office
from tests.services.needs.test_rating import CODE, OTHER, hanh, lan, line, office

__all__ = ["hanh", "lan", "office"]

WHOLE = Survey(
    ((CODE, "Soạn tờ trình"),), "mixed", "after_hours", "Hay bị gọi giữa giờ", "Thêm một máy"
)


def told(services: Services) -> int:
    return records(services.desk)


def test_a_survey_is_kept_once_and_only_what_changed_is_told_again(office: Office) -> None:
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    surveying = Surveying(hanh.desk)
    assert surveying.mine() == Survey()
    assert surveying.keep(WHOLE) == WHOLE
    before = told(hanh)
    assert surveying.keep(WHOLE) == WHOLE
    assert told(hanh) == before
    assert surveying.keep(replace(WHOLE, proposals="Thêm hai máy")).proposals == "Thêm hai máy"
    assert told(hanh) == before + 1


def test_a_need_keeps_its_identity_while_its_words_change_and_is_withdrawn_by_no_words(
    office: Office,
) -> None:
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    surveying = Surveying(hanh.desk)
    surveying.keep(WHOLE)
    surveying.keep(replace(WHOLE, wishes=((CODE, "  Soạn công văn "),)))
    stated = [fact for _seen, fact in surveying._read() if isinstance(fact, NeedStated)]
    assert len({fact.need for fact in stated}) == 1
    assert surveying.mine().wish(CODE) == "Soạn công văn"
    assert surveying.keep(replace(WHOLE, wishes=())).wishes == ()


def test_a_wish_for_an_unknown_competency_keeps_nothing(office: Office) -> None:
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    with pytest.raises(NoSuchCompetency):
        Surveying(hanh.desk).keep(replace(WHOLE, wishes=(("Z9", "gì đó"),)))
    assert Surveying(hanh.desk).mine() == Survey()


def test_what_no_form_offers_is_nothing_ticked(office: Office) -> None:
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    hanh.desk.write(SurveyAnswered("F2", "", (("form", 9), ("time", -1)), "bận"))
    hanh.desk.write(NeedStated("n", "", "lạ"), SurveyAnswered("khác", "", ()))
    assert Surveying(hanh.desk).mine() == Survey(difficulties="bận")


def test_a_supervisor_reads_what_was_handed_over(
    office: Office, lan: Services, hanh: Services
) -> None:
    Surveying(hanh.desk).keep(WHOLE)
    office.hand_over(hanh, lan)
    assert Surveying(lan.desk).of(hanh.desk.person.hex()) == WHOLE
    assert Surveying(lan.desk).of_everybody() == {hanh.desk.person.hex(): WHOLE}


def test_a_paper_form_stands_in_until_the_learner_speaks_and_is_the_supervisor_s_word(
    office: Office, lan: Services, hanh: Services
) -> None:
    person = hanh.desk.person.hex()
    day = office.clock.now.date().isoformat()
    office.clock.move(days=3)
    Surveying(lan.desk).type_in(person, day, {CODE: Rated(2, 4)}, WHOLE)
    own = line(lan, hanh).found.own[CODE]
    assert (own.level, own.importance, own.paper) == (2, 4, day)
    assert Surveying(lan.desk).of(person) == replace(WHOLE, day=day)

    Rating(hanh.desk).rate_myself({CODE: Rated(4)})
    Surveying(hanh.desk).keep(replace(WHOLE, form="self"))
    office.hand_over(hanh, lan)
    own = line(lan, hanh).found.own[CODE]
    assert (own.level, own.paper) == (4, "")
    assert Surveying(lan.desk).of(person).form == "self"


def test_a_paper_that_is_older_than_the_learner_s_own_word_gives_way_to_it(
    office: Office, lan: Services, hanh: Services
) -> None:
    person = hanh.desk.person.hex()
    day = office.clock.now.date().isoformat()
    office.clock.move(days=3)
    Rating(hanh.desk).rate_myself({CODE: Rated(4)})
    Surveying(hanh.desk).keep(WHOLE)
    office.hand_over(hanh, lan)
    office.clock.move(days=1)
    typed = replace(WHOLE, difficulties="cũ")
    Surveying(lan.desk).type_in(person, day, {CODE: Rated(2), OTHER: Rated(3)}, typed)
    found = line(lan, hanh).found.own
    assert (found[CODE].level, found[OTHER].level) == (4, 3)
    assert Surveying(lan.desk).of(person).difficulties == WHOLE.difficulties


def test_a_paper_typed_in_is_undone(lan: Services, hanh: Services) -> None:
    person = hanh.desk.person.hex()
    day = lan.desk.today()
    decisions = Surveying(lan.desk).type_in(person, day, {CODE: Rated(2)}, WHOLE)
    assert len(decisions) == 2
    Surveying(lan.desk).undo(*decisions)
    assert line(lan, hanh).found.own == {}
    assert Surveying(lan.desk).of(person) == Survey()


@pytest.mark.parametrize("day", ["", "1/13/26", "2026-13-01", "1999-01-01", "2999-01-01"])
def test_a_paper_of_no_day_keeps_nothing(lan: Services, hanh: Services, day: str) -> None:
    with pytest.raises(DayRefused):
        Surveying(lan.desk).type_in(hanh.desk.person.hex(), day, {CODE: Rated(2)}, WHOLE)
    assert line(lan, hanh).found.own == {}


def test_a_paper_with_what_cannot_be_keeps_nothing(lan: Services, hanh: Services) -> None:
    person, day = hanh.desk.person.hex(), lan.desk.today()
    surveying = Surveying(lan.desk)
    with pytest.raises(LevelRefused):
        surveying.type_in(person, day, {OTHER: Rated(1), CODE: Rated(9)}, WHOLE)
    with pytest.raises(NoSuchCompetency):
        surveying.type_in(person, day, {"Z9": Rated(2)}, WHOLE)
    assert line(lan, hanh).found.own == {}


def test_nobody_but_a_supervisor_types_papers_or_reads_others(
    lan: Services, hanh: Services
) -> None:
    surveying, person = Surveying(hanh.desk), lan.desk.person.hex()
    for asked in (
        lambda: surveying.type_in(person, hanh.desk.today(), {}, WHOLE),
        lambda: surveying.of(person),
        surveying.of_everybody,
        lambda: surveying.task_needs("P02"),
    ):
        with pytest.raises(NotEntitled):
            asked()


def test_a_paper_that_a_learner_types_about_themselves_counts_for_nothing(
    office: Office, lan: Services, hanh: Services
) -> None:
    day = hanh.desk.today()
    forged = (SurveyTyped(CODE, 5, 5, day), WishesTyped(day, ((CODE, "x"),), "mixed"))
    hanh.desk.write_about(hanh.desk.person, *forged)
    office.hand_over(hanh, lan)
    assert line(lan, hanh).found.own == {}
    assert Surveying(lan.desk).of(hanh.desk.person.hex()) == Survey()


def test_a_paper_of_a_newer_program_with_unknown_ticks_shows_none(
    lan: Services, hanh: Services
) -> None:
    person = hanh.desk.person
    lan.desk.write_about(person, WishesTyped("hôm qua", (), "khác", "khác", "bận"))
    found = Surveying(lan.desk).of(person.hex())
    assert (found.form, found.time, found.difficulties) == ("", "", "bận")


def test_a_level_off_the_scale_on_paper_counts_for_nothing(lan: Services, hanh: Services) -> None:
    lan.desk.write_about(hanh.desk.person, SurveyTyped(CODE, 7), SurveyTyped(OTHER, 2))
    found = line(lan, hanh).found.own
    assert (set(found), found[OTHER].paper) == ({OTHER}, lan.desk.today())


def test_tasks_are_those_of_the_levels_required_and_are_rated_twice(
    office: Office, lan: Services, hanh: Services
) -> None:
    surveying = Surveying(hanh.desk)
    tasks = surveying.my_tasks()
    assert [one.task.id for one in tasks] == ["M2.4.1", "M2.4.2", "C1.3.1"]
    rated = [replace(tasks[0], matters=7, done=3), replace(tasks[1], matters=2), tasks[2]]
    found = surveying.rate_tasks(rated)
    assert [one.need for one in found] == [4, None, None]
    before = told(hanh)
    assert surveying.rate_tasks(found) == found
    assert told(hanh) == before

    office.hand_over(hanh, lan)
    ((task, need, count),) = Surveying(lan.desk).task_needs("P02")
    assert (task.task.id, need, count) == ("M2.4.1", 4, 1)
    assert Surveying(lan.desk).task_needs("P99") == []


def test_a_task_rated_off_the_scale_keeps_nothing(hanh: Services) -> None:
    surveying = Surveying(hanh.desk)
    first, *others = surveying.my_tasks()
    with pytest.raises(TaskRatingRefused):
        surveying.rate_tasks([replace(first, matters=8, done=1), *others])
    hanh.desk.write(SurveyAnswered("tasks", "P02", (("M2.4.1/matters", 9), ("M2.4.1/done", 4))))
    assert (surveying.my_tasks()[0].matters, surveying.my_tasks()[0].done) == (0, 4)


def test_a_learner_takes_back_a_rating_of_themselves(
    office: Office, lan: Services, hanh: Services
) -> None:
    rating = Rating(hanh.desk)
    rating.rate_myself({CODE: Rated(2), OTHER: Rated(3)})
    rating.rate_myself({CODE: Rated(4)})
    found = rating.rate_myself({CODE: None})
    assert set(found.found.own) == {OTHER}
    office.hand_over(hanh, lan)
    assert set(line(lan, hanh).found.own) == {OTHER}


def test_a_supervisor_takes_a_rating_back(lan: Services, hanh: Services) -> None:
    rating, person = Rating(lan.desk), hanh.desk.person.hex()
    rating.rate({person: {CODE: Rated(2), OTHER: Rated(3)}})
    rating.rate({person: {CODE: Rated(4)}})
    assert rating.rate({person: {CODE: None}})
    assert set(line(lan, hanh).found.rated) == {OTHER}
    assert rating.rate({person: {CODE: None}}) == ()


def test_another_position_may_be_looked_at(office: Office) -> None:
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    Rating(hanh.desk).rate_myself({CODE: Rated(2)})
    found = Measuring(hanh.desk).mine("P05")
    assert {need.competency: need.gap for need in found.needs.needs} == {"M2": 0, "C1": None}
