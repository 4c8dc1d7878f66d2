"""Plans, hours, postings, goals and the journal by command."""

from __future__ import annotations

from pathlib import Path

import pytest

from selfstudy.services.demo.demo import PASSPHRASE


@pytest.fixture
def lan(ask, tmp_path: Path) -> tuple[str, Path]:
    """A home with a supervisor of a unit."""
    home = tmp_path / "home"
    secret = tmp_path / "secret"
    secret.write_text(PASSPHRASE, encoding="utf-8")
    answer = ask(
        "--home", home, "unit", "create", "UBND phường Bến Thành", "--person", "Trần Thị Lan",
        "--position", "P08", "--passphrase-file", secret,
    )  # fmt: skip
    assert answer.code == 0
    return "--home", home


def test_a_plan_is_drafted_handed_out_shown_and_ended(ask, lan) -> None:
    assert ask(*lan, "plan", "propose", "--hours", "20", "--json").json["people"] == 1
    draft = ask(
        *lan, "plan", "draft", "CM09:20", "LL07", "--due", "31/12/2099", "--title", "Quý I",
        "--reason", "Theo kế hoạch", "--json",
    )  # fmt: skip
    plan = draft.json["id"]
    assert [item["seats"] for item in draft.json["items"]] == [20, 0]
    assert ask(*lan, "plan", "publish", plan, "--json").json["facts"] == 2
    shown = ask(*lan, "plan", "show", plan)
    assert "Đang thực hiện" in shown.out
    assert "CM09" in shown.out
    assert ask(*lan, "plan", "publish", plan).code == 1
    assert ask(*lan, "plan", "retire", plan).code == 0
    assert ask(*lan, "plan", "show", "--json").json[0]["plan"]["state"] == "retired"


def test_a_plan_for_a_module_that_is_not_there_is_one_sentence(ask, lan) -> None:
    answer = ask(*lan, "plan", "draft", "CM99")
    assert answer.code == 1
    assert "CM99" in answer.err


def test_hours_are_recorded_with_their_decision_and_looked_at_first(ask, lan) -> None:
    typed = ("--course", "Kỹ năng số", "--hours", "7,5", "--day", "20/11/2025", "--json")
    refused = ask(*lan, "unit", "hours", "add", "Trần Thị Lan", *typed)
    assert refused.code == 1
    assert "quyết định" in refused.err
    typed = (*typed, "--decision", "125/QĐ")
    dry = ask(*lan, "unit", "hours", "add", "tran thi lan", *typed, "--dry").json
    assert (dry["written"], dry["given"]) == (0, ["Trần Thị Lan"])
    assert ask(*lan, "unit", "hours", "add", "Trần Thị Lan", *typed).json["written"] == 1
    again = ask(*lan, "unit", "hours", "add", "Trần Thị Lan", *typed).json
    assert (again["written"], again["had"]) == (0, ["Trần Thị Lan"])


@pytest.mark.parametrize(
    ("name", "value"), [("--hours", "1.234"), ("--hours", "-2"), ("--day", "1/13/26")]
)
def test_what_cannot_be_hours_is_one_sentence(ask, lan, name: str, value: str) -> None:
    typed = {"--course": "A", "--hours": "8", "--decision": "1/QĐ", "--day": "1/2/25"}
    typed[name] = value
    flat = [f"{key}={words}" for key, words in typed.items()]
    answer = ask(*lan, "unit", "hours", "add", "Trần Thị Lan", *flat)
    assert (answer.code, len(answer.err.strip().splitlines())) == (1, 1)


def test_a_list_of_attendance_names_whom_it_could_not_match(ask, lan, tmp_path: Path) -> None:
    path = tmp_path / "ds.csv"
    path.write_text("STT;Họ và tên\n1;Trần Thị Lan\n2;Lê Văn An\n", encoding="utf-8")
    answer = ask(
        *lan, "unit", "hours", "add", "--list", path, "--course", "A", "--hours", "8",
        "--decision", "1/QĐ", "--day", "1/2/25",
    )  # fmt: skip
    assert answer.code == 0
    assert "Lê Văn An" in answer.out


def test_the_year_and_the_unit_s_own_minimum(ask, lan) -> None:
    assert ask(*lan, "unit", "hours", "year", "--json").json[0]["pace"]["target"] == 40
    ask(*lan, "unit", "hours", "minimum", "48", "--since", "1/1/2026", "--basis", "QĐ 1")
    assert ask(*lan, "unit", "hours", "year", "--json").json[0]["pace"]["target"] == 48
    assert "48" in ask(*lan, "unit", "hours", "year").out


def test_a_planned_post_is_looked_at(ask, lan) -> None:
    found = ask(*lan, "unit", "posting", "Trần Thị Lan", "P01", "--json").json
    assert found["target"] == "P01"
    assert found["gaps"]
    told = ask(*lan, "unit", "posting", "Trần Thị Lan", "P01")
    assert "tham khảo" in told.out
    assert ask(*lan, "unit", "posting", "Trần Thị Lan", "P77").code == 1


def test_goals_are_set_and_shown(ask, lan) -> None:
    ask(*lan, "goals", "week", "--minutes", "60")
    ask(*lan, "goals", "quarter", "--lessons", "6")
    found = ask(*lan, "goals", "--json").json["goals"]
    assert (found["week"]["minutes"], found["quarter"]["lessons"]) == (60, 6)
    assert "0/60 phút" in ask(*lan, "goals").out
    assert ask(*lan, "goals", "week", "--minutes", "-1").code == 1


def test_the_journal_of_what_was_applied(ask, lan) -> None:
    entry = ask(*lan, "applied", "add", "Dùng mẫu mới.", "--day", "1/2/25", "--json").json["id"]
    assert "chia sẻ" in ask(*lan, "applied", "share", entry).out
    assert ask(*lan, "applied", "list", "--json").json[0]["shared"]
    assert ask(*lan, "applied", "drop", entry).code == 0
    assert ask(*lan, "applied", "list").out == ""
    assert ask(*lan, "applied", "drop", entry).code == 1


def test_a_learner_without_a_unit_is_asked_nothing_and_learns_no_others_plans(
    ask, tmp_path: Path
) -> None:
    from selfstudy import bootstrap
    from selfstudy.settings import Places

    bootstrap.profiles(Places(tmp_path)).create("Phạm Văn Bình", "P02")
    assert ask("--home", tmp_path, "plan", "show", "--json").json == []
    assert ask("--home", tmp_path, "plan", "propose").code == 1
