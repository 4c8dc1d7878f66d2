"""Private records are listed, looked at and told from the command line, as a person chooses."""

from __future__ import annotations

import pytest

from selfstudy import bootstrap
from selfstudy.domain.record import Answered
from selfstudy.settings import Places


@pytest.fixture
def learner(ask, demo, shelf):
    """A home of one learner of the unit who practised a question, rightly and wrongly."""
    people = bootstrap.profiles(Places())
    profile = people.create("Nguyễn Thị Hạnh", "P03", next(demo.glob("*.thdv")))
    lesson = shelf.modules()[0].lessons[0]
    question = lesson.questions[0].id
    desk = people.open(profile.id)
    desk.write(
        *(Answered(lesson.id, question, 1, "ab", "M2", ("A",), score, 4000) for score in (0, 1000))
    )
    desk.close()
    return lesson.id


def test_without_a_choice_what_may_be_told_is_listed(ask, learner):
    (group,) = ask("progress", "share", "--json").json

    assert group["lesson"] == learner
    assert len(group["records"]) == 2
    assert {record["told_at"] for record in group["records"]} == {None}
    assert learner in ask("progress", "share").out


def test_a_look_tells_nothing_and_a_choice_is_told_once(ask, learner):
    (group,) = ask("progress", "share", "--json").json
    wanted = group["records"][0]["id"]

    looked = ask("progress", "share", "--record", wanted, "--dry-run", "--json").json
    assert [set(fact) for fact in looked] == [{"what", "detail"}]
    assert "không gọi về được" in ask("progress", "share", "--lesson", learner, "--dry-run").out
    assert (
        ask("progress", "share", "--record", wanted[:9] + wanted[64:], "--json").json["records"]
        == 1
    )
    assert ask("progress", "share", "--record", wanted, "--json").json["records"] == 0
    assert ask("progress", "share", "--lesson", learner, "--json").json["records"] == 1
    assert "đã gửi" in ask("progress", "share").out


def test_what_was_told_is_taken_back(ask, learner):
    ask("progress", "share", "--lesson", learner)

    told = ask("progress", "share", "--lesson", learner, "--take-back", "--json").json

    assert told["records"] == 2
    assert "không tính" in ask("progress", "share").out


@pytest.mark.parametrize("choice", [("--record", "ab:1"), ("--lesson", "CM99-01")])
def test_what_is_not_there_is_named_and_nothing_is_told(ask, learner, choice):
    answer = ask("progress", "share", *choice)

    assert answer.code == 1
    assert choice[1] in answer.err
    assert ask("progress", "share", "--lesson", learner, "--json").json["records"] == 2


def test_without_a_unit_nobody_is_told(ask):
    bootstrap.profiles(Places()).create("Phạm Văn Nam", "P03")

    assert ask("progress", "share").code == 1


def test_somebody_who_practised_nothing_has_nothing_to_tell(ask, demo):
    bootstrap.profiles(Places()).create("Phạm Văn Nam", "P03", next(demo.glob("*.thdv")))

    assert "Chưa có bản ghi riêng" in ask("progress", "share").out
