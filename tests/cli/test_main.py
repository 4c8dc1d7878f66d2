from __future__ import annotations

import os
import subprocess
import sys

import pytest


def test_a_wrong_command_is_wrong_usage(ask):
    with pytest.raises(SystemExit) as left:
        ask("fly")

    assert left.value.code == 2


def test_help_is_in_the_language_asked_for(ask, capsys):
    with pytest.raises(SystemExit) as left:
        ask("--language", "en", "--help")

    assert left.value.code == 0
    assert "offline self-study" in capsys.readouterr().out


def test_an_expected_failure_is_one_sentence_and_exit_1(ask):
    answer = ask("backup")

    assert answer.code == 1
    assert answer.out == ""
    assert answer.err.startswith("Máy này chưa có hồ sơ nào.")
    assert len(answer.err.splitlines()) == 1


def test_a_bug_is_exit_2_and_told_whole(ask, monkeypatch):
    from selfstudy.cli import safety

    def broken(_asked):
        raise ZeroDivisionError

    monkeypatch.setattr(safety, "backup", broken)

    answer = ask("backup")

    assert answer.code == 2
    assert "ZeroDivisionError" in answer.err


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="others always have a screen")
@pytest.mark.parametrize("asked", [[], ["--language", "vi"]])
def test_without_a_screen_it_says_so_and_names_the_tour(asked, ask, monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)

    answer = ask(*asked)

    assert answer.code == 1
    assert "selfstudy tour --out DIR" in answer.err
    assert len(answer.err.splitlines()) == 1


def test_global_options_may_stand_anywhere(ask, tmp_path):
    answer = ask("unit", "people", "--home", tmp_path / "other", "--language", "en")

    assert answer.code == 1
    assert "no profile on this computer" in answer.err


def test_of_several_profiles_one_must_be_named(ask, demo, tmp_path):
    card = next(demo.glob("*.thdv"))
    for name in ("Lê Văn Tuấn", "Võ Thị Hạnh"):
        assert ask("unit", "join", card, "--person", name, "--position", "P03").code == 0

    unsure = ask("progress", "export", "--out", tmp_path)
    mine = unsure.err.partition("Lê Văn Tuấn (")[2][:8]
    sure = ask("--profile", mine, "progress", "export", "--out", tmp_path)
    unknown = ask("--profile", "zz", "progress", "export", "--out", tmp_path)

    assert unsure.code == 1
    assert "Võ Thị Hạnh" in unsure.err
    assert sure.code == 0
    assert unknown.code == 1


def test_vietnamese_reaches_a_console_that_does_not_speak_it(home):
    done = subprocess.run(
        [sys.executable, "-m", "selfstudy", "lessons", "list"],
        env=os.environ | {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"},
        capture_output=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "Soạn thảo văn bản" in done.stdout.decode("utf-8")


def test_a_reader_that_leaves_early_is_no_bug(home):
    command = [sys.executable, "-m", "selfstudy", "search", "văn bản", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        told = process.stderr.read().decode()
        process.wait()

    assert "Traceback" not in told
