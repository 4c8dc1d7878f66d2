"""run.py: what it says when something is missing, and that it repairs what it can."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="speaks of Linux")


def load(folder: Path):
    """run.py as it would stand in a folder, with no packages to install."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "run.py", folder)
    for name in ("requirements.txt", "requirements-dev.txt"):
        (folder / name).write_text("", encoding="utf-8")
    spec = importlib.util.spec_from_file_location("run_under_test", folder / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def run(tmp_path, monkeypatch):
    """A copy of run.py on a computer without apt, uv or any other command."""
    (tmp_path / "no commands").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "no commands"))
    return load(tmp_path / "Thư mục có dấu")


def ready(run, *marks: str) -> None:
    """Pretend that everything is installed; its Python only tells what it was asked."""
    run.PYTHON.parent.mkdir(parents=True)
    run.PYTHON.write_text('#!/bin/sh\necho "$QT_QPA_PLATFORM" "$@"\n', encoding="utf-8")
    run.PYTHON.chmod(0o755)
    run.STAMP.write_text("\n".join([run.stamp("app"), run.stamp("dev"), *marks]), encoding="utf-8")


def command(run, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    kept = {name: value for name, value in os.environ.items() if name not in hidden}
    return subprocess.run(
        [sys.executable, str(run.ROOT / "run.py"), *arguments],
        env={**kept, **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


# Sentences


def test_a_python_that_is_too_old_or_too_new_is_named_with_the_ones_that_do(run, monkeypatch):
    monkeypatch.setattr(run, "VERSIONS", ((2, 99),))

    with pytest.raises(run.Stop) as stop:
        run.another_python()

    here = "{}.{}".format(*sys.version_info[:2])
    assert all(
        "Python 3.11, 3.12 " in sentence and here in sentence for sentence in stop.value.args
    )


def test_another_python_of_the_computer_is_taken(run, monkeypatch, tmp_path):
    name = "python{}.{}".format(*sys.version_info[:2])
    (tmp_path / "no commands" / name).symlink_to(sys.executable)

    assert run.another_python() == [name]


@LINUX
def test_missing_system_libraries_are_named_in_one_command(run, monkeypatch):
    monkeypatch.setattr(run, "has_venv", lambda: False)
    monkeypatch.setattr(
        run, "QT_LIBRARIES", {"libnothing.so.9": "libnothing9", "libc.so.6": "libc6"}
    )
    monkeypatch.setattr(run, "WINDOW_LIBRARIES", {"libno-window.so.1": "libno-window1"})

    with pytest.raises(run.Stop) as stop:
        run.install_libraries(run.missing_packages(window=True))

    venv = "python{}.{}-venv".format(*sys.version_info[:2])
    line = f"sudo apt-get install -y {venv} libnothing9 libno-window1"
    assert all(sentence.endswith(line) for sentence in stop.value.args)


@LINUX
def test_without_a_window_no_window_library_is_asked_for(run, monkeypatch):
    monkeypatch.setattr(run, "QT_LIBRARIES", {"libc.so.6": "libc6"})
    monkeypatch.setattr(run, "WINDOW_LIBRARIES", {"libno-window.so.1": "libno-window1"})

    assert run.missing_packages(window=False) == []


def test_a_folder_that_cannot_be_written_is_told_and_not_a_traceback(run, capsys, monkeypatch):
    monkeypatch.setattr(run, "LOCK", run.ROOT / "is not there" / ".venv.lock")

    assert run.main([]) == 1

    told = capsys.readouterr().err.strip().splitlines()
    assert len(told) == 2
    assert told[0].startswith("Chưa thiết lập được Tự học: ")


def test_help_is_readable_on_a_console_that_knows_no_vietnamese(run):
    told = command(run, "--help", PYTHONIOENCODING="cp1252", PYTHONUTF8="0")

    assert told.returncode == 0
    assert "Set Tự học up" in told.stdout


# Starting


@LINUX
def test_without_a_display_the_tour_runs_offscreen_and_says_so(run):
    ready(run)

    told = command(run)

    pictures = run.ROOT / "out" / "tour"
    assert told.stdout.strip() == f"offscreen -m selfstudy tour --out {pictures}"
    assert [str(pictures) in line for line in told.stderr.splitlines()] == [True, True]


@LINUX
def test_with_a_display_the_program_starts_on_it(run):
    ready(run, "window")

    told = command(run, DISPLAY=":7")

    assert (told.stdout.strip(), told.stderr) == ("-m selfstudy", "")


@LINUX
def test_other_words_are_commands_of_the_program(run):
    ready(run)

    assert command(run, "lessons", "check").stdout.strip() == "offscreen -m selfstudy lessons check"


@LINUX
def test_tests_run_offscreen_and_leave_out_the_slow_ones(run):
    ready(run)

    assert command(run, "test", "-x", DISPLAY=":7").stdout.strip() == (
        "offscreen -m pytest -m not slow -x"
    )


def test_slow_tests_run_when_asked_for(run):
    assert run.pytest(["--slow", "-x"]) == ["-m", "pytest", "-x"]
    assert run.pytest(["-m", "slow"]) == ["-m", "pytest", "-m", "slow"]


# Setting up


def test_another_pin_or_a_vanished_python_asks_for_setting_up_again(run):
    ready(run)
    before = run.stamp("app")
    assert before in run.stamped()

    run.REQUIREMENTS["app"].write_text("six==1.17.0\n", encoding="utf-8")
    assert run.stamp("app") not in run.stamped()

    run.PYTHON.unlink()
    assert run.stamped() == set()


def test_a_set_up_that_was_cut_off_is_remembered_and_one_that_failed_is_not(run):
    with pytest.raises(KeyboardInterrupt), run.alone():
        raise KeyboardInterrupt
    with run.alone() as cut_off:
        assert cut_off

    with pytest.raises(run.Stop), run.alone():
        raise run.Stop("", "")
    with run.alone() as cut_off:
        assert not cut_off


@LINUX
def test_two_starts_do_not_set_up_at_the_same_time(run):
    import fcntl

    with run.alone(), run.LOCK.open() as second, pytest.raises(BlockingIOError):
        fcntl.flock(second, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_a_half_made_environment_is_made_again_and_a_missing_package_told(tmp_path, monkeypatch):
    run = load(tmp_path / "app")
    run.PYTHON.parent.mkdir(parents=True)
    run.PYTHON.write_bytes(b"")  # a copy that was cut off
    monkeypatch.setattr(run, "missing_packages", lambda **_: [])

    run.set_up("app", window=False)

    assert run.quiet([str(run.PYTHON), "-c", "import sys; sys.exit(sys.prefix == sys.base_prefix)"])
    assert run.stamp("app") in run.stamped()

    written = run.STAMP.stat().st_mtime_ns
    run.set_up("app", window=False)
    assert run.STAMP.stat().st_mtime_ns == written

    nothing = "not-to-be-had==1.0 --hash=sha256:" + "0" * 64
    run.REQUIREMENTS["app"].write_text(nothing, encoding="utf-8")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("UV_NO_INDEX", "1")
    with pytest.raises(run.Stop, match="check the network"):
        run.set_up("app", window=False)
    assert run.stamp("app") not in run.stamped()
