from __future__ import annotations

import pytest

from selfstudy import bootstrap
from selfstudy.settings import Places


@pytest.fixture
def hanh(shelf):
    """Somebody with a position and no unit."""
    return bootstrap.profiles(Places(), shelf=shelf).create("Nguyễn Thị Hạnh", "P03")


@pytest.fixture
def person(ask, supervisor):
    """The first of the unit's people."""
    people = ask("unit", "people", "--json").json["people"]
    return people[0]


def line(answer, code="M2"):
    return next(one for one in answer.json if one["competency"] == code)


def test_what_a_position_requires_is_shown_and_one_rates_oneself(ask, hanh):
    before = ask("needs", "show", "--json")
    assert line(before)["level"] is None

    rated = ask("needs", "rate", "M2", 2, "--importance", 5)
    assert rated.code == 0
    assert "Đã lưu M2 mức 2 cho Nguyễn Thị Hạnh" in rated.out

    found = line(ask("needs", "show", "--json"))
    assert (found["required"], found["level"], found["gap"], found["own"]) == (3, 2, 1, 2)
    assert "CM03" in found["modules"]
    shown = ask("needs", "show").out.splitlines()
    assert shown[0].startswith("M2 ")  # what is lacking comes first
    assert "CM03" in "".join(shown[1:4])


def test_one_may_compare_oneself_with_another_position(ask, hanh):
    assert line(ask("needs", "show", "--position", "P08", "--json"))["required"] == 4
    assert ask("needs", "rate", "M2", 3, "--json").json[0]["supervisor"] is None


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("M2", 6), "1 đến 5"),
        (("M2", 0), "1 đến 5"),
        (("M2", 3, "--importance", 9), "1 đến 5"),
        (("Z9", 3), "Z9"),
    ],
)
def test_what_cannot_be_kept_is_told_in_one_sentence_and_nothing_is(ask, hanh, arguments, words):
    answer = ask("needs", "rate", *arguments)

    assert answer.code == 1
    assert words in answer.err
    assert line(ask("needs", "show", "--json"))["own"] is None


def test_a_supervisor_rates_and_sees_the_positions_ranked(ask, person):
    name = person["name"]
    rated = ask("unit", "rate", name, "M2", 1, "--importance", 5)
    assert rated.code == 0
    assert name in rated.out

    found = ask("unit", "needs", "--json").json
    assert found["rated"] == 1
    lacks = [one["competency"] for each in found["positions"] for one in each["lacks"]]
    assert "M2" in lacks
    assert "M2" in ask("unit", "needs").out
    cells = ask("unit", "heat", "--json").json
    assert cells[""]["M2"]["measured"] >= 1
    assert "Toàn đơn vị M2" in ask("unit", "heat").out


def test_groups_under_five_are_told_to_nobody(ask, person):
    ask("unit", "rate", person["name"], "M2", 1)

    for command in ("needs", "heat"):
        answer = ask("unit", command, "--shared")
        assert answer.code == 1
        assert "5" in answer.err
        assert person["name"] not in answer.out


def test_groups_of_five_are_told_without_names(ask, person):
    people = ask("unit", "people", "--json").json["people"]
    for one in people:
        ask("unit", "rate", one["id"], "M2", 1)
    assert len(people) == 5

    told = ask("unit", "needs", "--shared")
    assert told.code == 0
    assert "Toàn đơn vị: M2" in told.out
    assert set(ask("unit", "heat", "--shared", "--json").json) == {""}
    assert set(ask("unit", "needs", "--shared", "--json").json) == {""}


def test_nobody_is_rated_off_the_scale_or_in_what_is_no_competency(ask, person):
    for code, level in (("M2", 6), ("Z9", 3)):
        answer = ask("unit", "rate", person["name"], code, level)
        assert answer.code == 1
        assert answer.err.count("\n") == 1
    assert ask("unit", "needs", "--json").json["rated"] == 0


def test_a_position_that_is_none_is_told(ask, hanh):
    answer = ask("needs", "show", "--position", "P99")
    assert answer.code == 1
    assert "P99" in answer.err


def test_a_learner_sees_no_unit(ask, hanh):
    assert ask("unit", "needs").code == 1
