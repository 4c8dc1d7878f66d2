"""`backup`, `restore`, `rescue`, `doctor` and `move` as a script meets them."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from selfstudy import bootstrap
from selfstudy.settings import Places
from tests.builders import answered, finished


def study(person, *facts):
    """Facts told by a person, and everything closed again."""
    desk = bootstrap.profiles(Places()).open(person)
    desk.write(*facts)
    desk.close()


@pytest.fixture
def hanh():
    """Somebody with five records."""
    person = bootstrap.profiles(Places()).create("Nguyễn Thị Hạnh", "P02").id
    study(person, finished(), *(answered(f"q{number}") for number in range(3)))
    return person


@pytest.fixture
def journal(hanh):
    return Places().profiles / hanh / "journal.db"


def levels(answer):
    return {each["code"]: each["level"] for each in answer.json["findings"]}


def test_backups_are_listed_with_what_is_known_of_each(ask, hanh):
    none = ask("backup", "--list")
    path = ask("backup", "--json").json["path"]

    shown, told = ask("backup", "--list"), ask("backup", "--list", "--json")

    assert none.code == 0
    assert len(none.out.splitlines()) == 1
    assert none.out != shown.out
    assert path in shown.out
    assert "đã kiểm tra" in shown.out
    (found,) = told.json
    assert (found["path"], found["problem"]) == (path, "")
    assert found["checked"] is not None
    assert found["size"] > 0


def test_a_backup_that_is_not_what_was_read_back_counts_as_unread_and_is_refused(ask, hanh):
    path = Path(ask("backup", "--json").json["path"])
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    (told,) = ask("backup", "--list", "--json").json
    refused = ask("restore", path)

    assert (told["path"], told["checked"]) == (str(path), None)
    assert refused.code == 1
    assert path.name in refused.err


def test_the_second_place_is_kept_made_and_used_by_a_rescue(ask, hanh, journal, tmp_path):
    second = tmp_path / "usb" / "sao lưu"

    chosen = ask("backup", "--second", second, "--json")
    again = ask("backup", "--second", second)

    assert chosen.json == {"second": str(second)}
    assert str(second) in again.out
    assert second.is_dir()
    path = ask("backup", "--out", second, "--json").json["path"]
    journal.write_bytes(b"")
    assert ask("rescue", "--json").json["backups"] == [Path(path).name]


def test_a_preview_of_going_back_changes_nothing(ask, hanh, journal):
    path = ask("backup", "--json").json["path"]
    study(hanh, answered("later"))
    before = journal.read_bytes()

    told, shown = ask("restore", path, "--preview", "--json"), ask("restore", path, "--preview")

    assert (told.code, shown.code) == (0, 0)
    assert told.json["profile"] == hanh
    assert told.json["records"] == 5
    assert (told.json["only_backup"], told.json["only_present"]) == (0, 1)
    assert len(shown.out.splitlines()) == 1
    assert [found.name for found in journal.parents[1].iterdir()] == [hanh]
    assert journal.read_bytes()[:1024] == before[:1024]


def test_going_back_loses_nothing_and_says_so(ask, hanh):
    path = ask("backup", "--json").json["path"]
    study(hanh, answered("later"))

    told = ask("restore", path, "--json")

    assert told.code == 0
    assert told.json["records"] >= 6
    assert (told.json["gaps"], told.json["damaged"]) == ([], 0)
    assert (told.json["name"], told.json["keys"]) == ("Nguyễn Thị Hạnh", "kept")


def test_a_damaged_profile_is_put_together_from_its_remains_and_a_backup_elsewhere(
    ask, hanh, journal, tmp_path
):
    path = ask("backup", "--out", tmp_path / "stick", "--json").json["path"]
    raw = bytearray(journal.read_bytes())
    raw[1024:] = os.urandom(len(raw) - 1024)
    journal.write_bytes(raw)
    refused = ask("progress", "rebuild")

    told = ask("rescue", "--from", tmp_path / "stick", "--json")

    assert refused.code == 1
    assert str(journal) in refused.err
    assert told.code == 0
    assert told.json["records"] == 5
    assert told.json["backups"] == [Path(path).name]
    assert Path(told.json["kept"]).is_dir()
    assert ask("progress", "rebuild").code == 0


def test_a_rescue_tells_a_person_what_it_found(ask, hanh, journal):
    (journal.parent / "profile.json").unlink()

    done = ask("rescue", "--profile", hanh[:8])

    assert done.code == 0
    assert "Nguyễn Thị Hạnh" in done.out
    assert ask("progress", "rebuild").code == 0


def test_a_place_that_is_not_there_is_said_before_anything_is_put_together(ask, hanh, tmp_path):
    answer = ask("rescue", "--profile", hanh[:8], "--from", tmp_path / "gone")

    assert (answer.code, "gone" in answer.err) == (1, True)
    assert not list(tmp_path.rglob("*.before"))


def test_a_backup_that_is_not_there_is_told_from_one_that_is_none(ask, hanh, tmp_path):
    (tmp_path / "SaoLuu.zip").write_bytes(b"")

    assert "Không tìm thấy SaoLuu_1.zip" in ask("restore", tmp_path / "SaoLuu_1.zip").err
    assert "không phải tệp của Tự học" in ask("restore", tmp_path / "SaoLuu.zip").err


def test_a_profile_that_is_not_there_is_named(ask, hanh):
    answer = ask("doctor", "--profile", "ffff")

    assert answer.code == 1
    assert "ffff" in answer.err
    assert ask("doctor", "--profile", hanh[:8], "--json").json["folder"].endswith(hanh)


def test_the_doctor_finds_a_sound_folder_sound(ask, hanh):
    path = ask("backup", "--json").json["path"]

    told, shown = ask("doctor", "--json"), ask("doctor")

    assert (told.code, shown.code) == (0, 0)
    assert told.json["sound"]
    assert told.json["repaired"] == []
    assert set(levels(told).values()) <= {"good", "note"}
    assert len(shown.out.splitlines()) == len(told.json["findings"]) + 1
    assert all(each["words"] in shown.out for each in told.json["findings"])
    assert Path(path).exists()


def test_the_doctor_says_what_is_damaged_with_exit_code_1(ask, hanh, journal):
    journal.write_bytes(journal.read_bytes()[:2048])

    told, shown = ask("doctor", "--json"), ask("doctor")

    assert (told.code, shown.code) == (1, 1)
    assert levels(told)["damaged"] == "bad"
    assert "[cần làm]" in shown.out
    assert "Traceback" not in shown.err


@pytest.mark.skipif(os.name == "nt", reason="modes of files")
def test_the_doctor_repairs_what_is_safe_and_only_when_told(ask, hanh, journal):
    ask("backup")
    journal.parent.chmod(0o755)
    (journal.parent / "left.part").write_bytes(b"x")

    looked = ask("doctor", "--json")
    repaired = ask("doctor", "--repair", "--json")

    assert (looked.code, levels(looked)["too_open"]) == (1, "bad")
    assert repaired.code == 0
    assert set(repaired.json["repaired"]) == {"closed", "cleared"}
    assert journal.parent.stat().st_mode & 0o777 == 0o700
    assert not (journal.parent / "left.part").exists()
    assert ask("doctor", "--repair").code == 0


def test_all_data_is_moved_and_used_from_there(ask, hanh, journal, tmp_path):
    place = tmp_path / "ổ D" / "Tự học"

    told = ask("move", "--to", place, "--json")

    assert told.code == 0, told.err
    assert told.json == {"data": str(Places().data)}
    assert Places().profiles != journal.parents[1]
    assert ask("doctor", "--json").json["folder"] == str(Places().profiles / hanh)
    assert ask("progress", "rebuild").code == 0


def test_a_folder_that_holds_data_is_not_moved_over(ask, hanh, tmp_path):
    (tmp_path / "đầy" / "data").mkdir(parents=True)

    answer = ask("move", "--to", tmp_path / "đầy")

    assert answer.code == 1
    assert "đã có dữ liệu" in answer.err


def test_where_data_cannot_be_moved_to_it_stays(ask, hanh, tmp_path):
    (tmp_path / "tệp").write_bytes(b"")

    answer = ask("move", "--to", tmp_path / "tệp" / "trong")

    assert answer.code == 1
    assert len(answer.err.splitlines()) == 1
    assert ask("progress", "rebuild").code == 0


def test_records_of_a_time_that_is_not_yet_are_noted(ask, hanh):
    later = datetime.now(UTC) + timedelta(days=40)
    desk = bootstrap.profiles(Places(), lambda: later).open(hanh)
    desk.write(answered("future"))
    desk.close()
    ask("backup")

    told = ask("doctor", "--json")

    assert told.code == 0
    assert levels(told)["future"] == "note"
