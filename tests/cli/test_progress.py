from __future__ import annotations

import shutil

import pytest


def test_a_demonstration_is_taken_into_an_empty_home_and_again_changes_nothing(ask, demo):
    first = ask("progress", "import", demo, "--json").json
    again = ask("progress", "import", demo, "--json").json

    assert first["new"] > 20
    assert first["quarantined"] == first["unknown_people"] == 0
    assert first["restored"]
    assert again["new"] == again["quarantined"] == 0
    assert again["known"] == first["new"] + first["known"]
    assert again["restored"] == ""
    assert all({"name", "new", "known", "problem"} <= set(file) for file in first["files"])


def test_restoring_the_supervisor_first_is_said(ask, demo):
    assert "được khôi phục trước" in ask("progress", "import", demo).out


def test_a_dry_run_keeps_nothing(ask, supervisor, shelf, tmp_path):
    from selfstudy.services.demo.demo import Wanted, write_demo

    write_demo(shelf, tmp_path / "more", Wanted(6, 60))
    packets = sorted((tmp_path / "more").glob("KetQua_*"))

    looked = ask("progress", "import", *packets, "--dry-run", "--json").json
    taken = ask("progress", "import", *packets, "--json").json

    assert looked["dry"]
    assert looked["new"] == taken["new"] > 0
    assert taken["unknown_people"] == 2


def test_bad_files_are_listed_and_change_nothing(ask, supervisor, tmp_path):
    whole = next(supervisor.glob("KetQua_*")).read_bytes()
    bad = tmp_path / "bad"
    bad.mkdir()
    (bad / "cut.thoc").write_bytes(whole[:-50])
    (bad / "flipped.thoc").write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    (bad / "future.thoc").write_bytes(whole[:6] + b"\x09" + whole[7:])
    (bad / "else.thoc").write_bytes(b"something else")

    answer = ask("progress", "import", bad)
    told = ask("progress", "import", bad, "--json").json

    assert answer.code == 1
    assert told["quarantined"] == 4
    assert told["new"] == 0
    assert all(file["sentence"] for file in told["files"])
    assert len(answer.out.splitlines()) == 5


def test_one_good_file_among_bad_ones_is_no_failure(ask, supervisor, tmp_path):
    good = next(supervisor.glob("KetQua_*"))
    (tmp_path / "bad.thoc").write_bytes(good.read_bytes()[:-50])

    assert ask("progress", "import", good, tmp_path / "bad.thoc").code == 0


def test_a_name_that_no_system_can_hold_is_a_failure_and_no_bug(ask, supervisor, tmp_path):
    answer = ask("progress", "import", tmp_path / ("n" * 300))

    assert answer.code == 1
    assert answer.err == ""


def test_a_path_that_is_not_there_is_a_failure(ask, supervisor, tmp_path):
    assert ask("progress", "import", tmp_path / "nowhere").code == 1


def test_a_learner_exports_and_the_receipt_comes_back(ask, supervisor, home, tmp_path):
    learner, out = tmp_path / "learner", tmp_path / "usb"
    card = next(supervisor.glob("*.thdv"))
    ask("--home", learner, "unit", "join", card, "--person", "Lê Văn Tuấn", "--position", "P03")

    exported = ask("--home", learner, "progress", "export", "--out", out, "--json").json
    taken = ask("progress", "import", out, "--json").json
    admitted = ask("unit", "admit", "le van tuan")
    ask("unit", "receipts", "--out", tmp_path / "receipts")
    receipt = next((tmp_path / "receipts").glob("BienNhan_LeVanTuan*"))
    back = ask("--home", learner, "progress", "import", receipt, "--json").json

    assert exported["facts"] == taken["new"] == 1
    assert taken["unknown_people"] == 1
    assert admitted.code == 0
    assert back["new"] > 0
    assert back["quarantined"] == 0


def test_verify_opens_what_it_may_and_says_what_it_cannot(ask, supervisor, tmp_path):
    packet = next(supervisor.glob("KetQua_*"))

    here = ask("progress", "verify", packet, "--json")
    elsewhere = ask("--home", tmp_path / "stranger", "progress", "verify", packet)

    assert here.code == elsewhere.code == 0
    assert here.json["opened"]
    assert here.json["records"] > 0
    assert "niêm phong" in elsewhere.out


def test_verify_knows_every_file_of_ours(ask, supervisor):
    kinds = {
        path.suffix: ask("progress", "verify", path, "--json").json["kind"]
        for path in supervisor.iterdir()
        if path.suffix != ".zip"
    }

    assert kinds == {".thoc": "packet", ".thdv": "card", ".thds": "roster"}


def test_verify_fails_for_a_file_that_was_changed(ask, supervisor, tmp_path):
    whole = next(supervisor.glob("KetQua_*")).read_bytes()
    (tmp_path / "a.thoc").write_bytes(whole[:-9])
    (tmp_path / "b.thoc").write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    (tmp_path / "c.txt").write_text("no")

    for name in ("a.thoc", "b.thoc", "c.txt", "not-there"):
        answer = ask("progress", "verify", tmp_path / name)
        assert answer.code == 1, name


def test_rebuilding_gives_the_same_figures(ask, supervisor):
    before = ask("unit", "people", "--json").json
    rebuilt = ask("progress", "rebuild", "--json").json

    assert rebuilt["facts"] > 20
    assert ask("unit", "people", "--json").json == before


def test_a_backup_is_restored(ask, supervisor, home, tmp_path):
    made = ask("backup", "--out", tmp_path / "safe", "--json").json
    shutil.rmtree(home)

    answer = ask("restore", made["path"])

    assert answer.code == 0
    assert "Trần Thị Lan" in answer.out
    assert len(ask("unit", "people", "--json").json["people"]) == 5


def test_a_damaged_backup_is_refused(ask, tmp_path):
    (tmp_path / "no.zip").write_bytes(b"PK no")

    assert ask("restore", tmp_path / "no.zip").code == 1


def test_a_record_is_archived_for_oneself_and_by_the_supervisor(ask, supervisor, tmp_path):
    own = ask("progress", "archive", "--out", tmp_path / "own", "--json").json
    people = ask("unit", "people", "--json").json
    name = people["people"][0]["name"] if isinstance(people, dict) else people[0]["name"]
    other = ask("progress", "archive", "--person", name, "--out", tmp_path / "other", "--json").json
    nobody = ask("progress", "archive", "--person", "ai đó", "--out", tmp_path / "none")

    assert (tmp_path / "own").joinpath(own["path"].rsplit("/", 1)[-1]).exists()
    assert other["records"] > 0
    assert nobody.code == 1


def test_results_become_sheets_of_codes(ask, supervisor, tmp_path):
    learner, out = tmp_path / "learner", tmp_path / "sheets"
    card = next(supervisor.glob("*.thdv"))
    ask("--home", learner, "unit", "join", card, "--person", "Lê Văn Tuấn", "--position", "P03")

    made = ask("--home", learner, "progress", "codes", "--out", out, "--json").json

    assert made["codes"] >= 1
    assert made["facts"] == 1
    assert next(out.glob("MaQR_LeVanTuan_*.pdf")).read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("nothing", ["", " "])
def test_no_path_is_not_the_folder_one_happens_to_be_in(
    ask, supervisor, monkeypatch, tmp_path, nothing
):
    monkeypatch.chdir(supervisor)

    for command in (
        ("progress", "import", nothing),
        ("progress", "archive", "--out", nothing),
        ("--home", nothing, "doctor"),
    ):
        with pytest.raises(SystemExit) as stopped:
            ask(*command)
        assert stopped.value.code == 2


def test_a_zip_and_a_file_that_is_not_there_are_told_as_that_and_nothing_else(ask, demo, tmp_path):
    gone = ask("progress", "verify", tmp_path / "gone.thoc")
    packed = ask("progress", "verify", shutil.make_archive(tmp_path / "packed", "zip", demo))

    assert (gone.code, gone.out.startswith("Không tìm thấy gone.thoc")) == (1, True)
    assert (packed.code, "verify_archive.py" in packed.out) == (1, True)
    assert len(gone.out.splitlines()) == len(packed.out.splitlines()) == 1
