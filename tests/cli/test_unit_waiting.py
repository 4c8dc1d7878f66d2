from __future__ import annotations

import json

import pytest

from selfstudy.services.people.staff import Staff
from tests.office import Office


@pytest.fixture
def spoiled(ask, supervisor, tmp_path):
    """A file that was damaged on its way lies in quarantine."""
    packet = min(supervisor.glob("*.thoc"))
    path = tmp_path / "spoiled.thoc"
    path.write_bytes(packet.read_bytes()[:-50] + bytes(50))
    ask("progress", "import", path)
    return path


def files(ask):
    return ask("unit", "waiting", "--json").json["files"]


def test_when_nothing_waits_it_is_said(ask, supervisor):
    answer = ask("unit", "waiting")

    assert (answer.code, answer.out.strip()) == (0, "Không có gì phải chờ")


def test_a_file_set_aside_is_listed_with_its_reason_and_what_mends_it(ask, spoiled):
    (file,) = files(ask)

    assert (file["name"], file["problem"], file["waits_for"]) == (
        "spoiled.thoc", "error.DamagedFile", "sender",
    )  # fmt: skip
    said = ask("unit", "waiting").out
    assert "không còn nguyên vẹn" in said
    assert "Cần người gửi xuất lại tệp." in said


def test_files_are_tried_again_all_or_by_name(ask, spoiled):
    (file,) = files(ask)

    answer = ask("unit", "retry", file["id"][:8], "--json")
    assert (answer.code, answer.json["left"]) == (0, ["spoiled.thoc"])
    assert "1 tệp còn để riêng" in ask("unit", "retry").out
    assert ask("unit", "retry", "zz").code == 1


def test_a_file_is_dropped_only_with_yes_and_may_be_written_out_first(ask, spoiled, tmp_path):
    (file,) = files(ask)
    answer = ask("unit", "discard", file["id"])
    assert answer.code == 1
    assert "--yes" in answer.out
    assert len(files(ask)) == 1

    answer = ask("unit", "discard", file["id"], "--yes", "--keep-in", tmp_path / "kept")

    assert answer.code == 0
    assert files(ask) == []
    assert (tmp_path / "kept" / "spoiled.thoc").read_bytes() == spoiled.read_bytes()


def roster(ask):
    return ask("unit", "people", "--json").json["people"]


def test_two_people_are_matched_and_taken_apart_again(ask, supervisor):
    before = roster(ask)
    one, other = before[0]["id"], before[1]["id"]

    assert ask("unit", "match", one, other).code == 0
    assert len(roster(ask)) == len(before) - 1
    listed = ask("unit", "undo", other, "--json").json
    number = next(line["number"] for line in listed if line["kind"] == "matched")
    assert "ghép" in ask("unit", "undo", other).out
    assert ask("unit", "undo", other, "99").code == 1
    assert ask("unit", "undo", other, number).code == 0

    assert json.dumps(roster(ask)) == json.dumps(before)


@pytest.mark.parametrize("nobody", ["", " "])
def test_where_one_person_waits_nothing_typed_means_nobody(ask, supervisor, nobody):
    (one, *others) = roster(ask)
    admitted = ask("unit", "undo", one["id"], "--json").json
    ask("unit", "undo", one["id"], admitted[0]["number"])
    waiting = ask("unit", "waiting", "--json").json["people"]
    assert [person["id"] for person in waiting] == [one["id"]]

    for command in (("admit", nobody), ("match", nobody, others[0]["id"]), ("undo", nobody)):
        assert ask("unit", *command).code == 1

    assert ask("unit", "waiting", "--json").json["people"] == waiting
    assert roster(ask) == others


def test_who_cannot_be_told_is_not_matched(ask, supervisor):
    assert ask("unit", "match", "Không Ai", "Cả").code == 1
    assert ask("unit", "match").code == 1
    assert ask("unit", "match", "--sure").code == 0


def test_what_supervisors_decided_differently_is_told_with_who_said_what(ask, tmp_path):
    office = Office(tmp_path)
    lan = office.supervisor()
    hanh = office.learner()
    office.hand_over(hanh, lan)
    minh = office.second_supervisor(lan)
    for supervisor, department in (lan, "Văn phòng"), (minh, "Phòng Kinh tế"):
        Staff(supervisor.desk).describe(hanh.desk.profile.id, "", "P02", "", department)
        office.clock.move(minutes=1)
    office.share(minh, lan)
    office.close()

    said = ask("--home", tmp_path / "lan", "unit", "undo", hanh.desk.profile.id).out

    assert "ghi khác nhau về vị trí hoặc phòng của Nguyễn Thị Hạnh" in said
    assert "Lê Văn Minh ghi: Nguyễn Thị Hạnh · Văn thư – lưu trữ · Phòng Kinh tế" in said
