#!/usr/bin/env python3
"""Set Tự học up and start it; this file needs nothing but Python.

python3 run.py                start the program (the first time: install it into .venv)
python3 run.py COMMAND ...    a command of the program, for instance: lessons check, tour, bench
python3 run.py test [...]     pass the tests; --slow adds the long ones, the rest goes to pytest
python3 run.py check          format, lint, types, contracts, dead code, spelling, tests, coverage

Packages come from wherever pip or uv of this computer take them. Nothing outside this folder
changes, except that root (or CI) installs the system libraries that a bare Debian lacks.
"""

# Older Pythons than the program's must be able to read this file, in order to be told so.
from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Iterator, Mapping, Sequence  # noqa: UP035 - 3.8 reads this

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
STAMP = VENV / "selfstudy.stamp"  # what has been set up, one line each
LOG = VENV / "setup.log"
LOCK = ROOT / ".venv.lock"  # held while setting up; not empty: a set-up was cut off
REQUIREMENTS = {"app": ROOT / "requirements.txt", "dev": ROOT / "requirements-dev.txt"}
VERSIONS = ((3, 13), (3, 12), (3, 11))
HERE = "{}.{}".format(*sys.version_info[:2])

# Library: Debian's package. What Qt's wheels expect from the system ...
QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
}
# ... and what its windows need besides.
WINDOW_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}


class Stop(Exception):
    """It cannot go on: one sentence in Vietnamese, the same in English."""


def say(vietnamese: str, english: str) -> None:
    """Print a sentence in both languages, one line each."""
    print(vietnamese, english, sep="\n", file=sys.stderr, flush=True)


def main(arguments: list[str]) -> int:
    """Do what was asked; the exit code says how it went."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a Windows console may not know Vietnamese
            stream.reconfigure(encoding="utf-8", errors="replace")
    if arguments[:1] in (["-h"], ["--help"]):
        print(__doc__)
        return 0
    try:
        if sys.version_info[:2] not in VERSIONS:
            return become([*another_python(), str(ROOT / "run.py"), *arguments], os.environ)
        developing = arguments[:1] in (["test"], ["check"])
        set_up("dev" if developing else "app", window=not developing and has_display() is True)
        return start(arguments)
    except Stop as stop:
        say(*stop.args)
    except (OSError, subprocess.CalledProcessError) as error:
        say(f"Chưa thiết lập được Tự học: {error}", f"Tự học could not be set up: {error}")
    except KeyboardInterrupt:
        say("Đã dừng; chạy lại lệnh này để làm tiếp.", "Stopped; run it again to go on.")
    return 1


# Starting


def start(arguments: list[str]) -> int:
    """Run the tests, the checks, or the program in the finished environment."""
    environment = dict(os.environ, PYTHONPATH=str(ROOT), PYTHONUTF8="1")
    if has_display() is False or arguments[:1] in (["test"], ["check"]):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    if arguments[:1] == ["test"]:
        os.chdir(ROOT)
        return become([str(PYTHON), *pytest(arguments[1:])], environment)
    if arguments[:1] == ["check"]:
        os.chdir(ROOT)
        return become([str(PYTHON), "tests/check.py", *arguments[1:]], environment)
    if not arguments and has_display() is False:
        arguments = ["tour", "--out", str(ROOT / "out" / "tour")]
        say(
            f"Máy này không có màn hình: chương trình tự đi một vòng, để lại ảnh ở {arguments[2]}",
            f"There is no display: the program tours itself, leaving pictures in {arguments[2]}",
        )
    return become([str(PYTHON), "-m", "selfstudy", *arguments], environment)


def pytest(arguments: list[str]) -> list[str]:
    """The tests as a command: the slow ones only with --slow."""
    rest = [argument for argument in arguments if argument != "--slow"]
    if rest == arguments and "-m" not in rest:
        rest = ["-m", "not slow", *rest]
    return ["-m", "pytest", *rest]


def become(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Go on as this command; Windows, which cannot, waits for it and leaves Ctrl+C to it."""
    if sys.platform != "win32":
        sys.stdout.flush()
        os.execvpe(command[0], list(command), dict(environment))
    with subprocess.Popen(command, env=dict(environment)) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue


def has_display() -> bool | None:
    """Whether Linux has a screen to show windows on; None where nobody needs to ask."""
    if not sys.platform.startswith("linux"):
        return None
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


# Setting up


def set_up(wanted: str, *, window: bool) -> None:
    """Bring .venv to what is wanted; once it is there, only the stamp is compared."""
    marks = {stamp(wanted)} | ({"window"} if window else set())
    if marks <= stamped():
        return
    with alone() as cut_off:
        if marks <= stamped():  # another start has done it meanwhile
            return
        install_libraries(missing_packages(window=window))
        if stamp(wanted) not in stamped():
            say(
                "Đang thiết lập Tự học, chỉ lần này, có thể mất vài phút …",
                "Setting Tự học up, only this once; it can take some minutes …",
            )
            make_environment(afresh=cut_off)
            install(wanted)
            quiet([str(PYTHON), "-m", "compileall", "-q", str(ROOT / "selfstudy")])
            marks.add(stamp("app"))  # a developer's packages include the program's
        STAMP.write_text("\n".join(sorted(marks | stamped())), encoding="utf-8")


def stamp(wanted: str) -> str:
    """What .venv is made from: the kind of Python, and the pinned packages."""
    digest = hashlib.sha256(f"{HERE} {sysconfig.get_platform()}".encode())
    digest.update(REQUIREMENTS[wanted].read_bytes())
    return f"{wanted} {digest.hexdigest()}"


def stamped() -> set[str]:
    """What has been set up here, as far as .venv still stands."""
    if not (PYTHON.exists() and STAMP.exists()):
        return set()
    return set(STAMP.read_text(encoding="utf-8").splitlines())


@contextmanager
def alone() -> Iterator[bool]:
    """Keep a second start waiting; yields whether the last set-up was cut off."""
    with LOCK.open("a+", encoding="utf-8") as file:
        hold(file)
        file.seek(0)
        cut_off = bool(file.read())
        file.write("unfinished\n")
        file.flush()
        try:
            yield cut_off
        except (Stop, OSError):  # it ended by itself, so what stands is whole
            file.truncate(0)
            raise
        file.truncate(0)


def hold(file: IO[str]) -> None:
    """Lock a file until it is closed or this process ends, however it ends."""
    while True:
        try:
            if sys.platform == "win32":
                import msvcrt

                file.seek(0)
                msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)  # waits ten seconds, then fails
            else:
                import fcntl

                fcntl.flock(file, fcntl.LOCK_EX)
        except OSError:
            continue
        return


def make_environment(*, afresh: bool) -> None:
    """Make .venv, unless a whole one of this Python stands there."""
    need = "sys" if shutil.which("uv") else "sys, pip"
    probe = f"import {need}; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    if not afresh and PYTHON.exists() and quiet([str(PYTHON), "-c", probe]):
        return
    if VENV.exists():
        shutil.rmtree(VENV)
    python = getattr(sys, "_base_executable", None) or sys.executable
    if quiet(["uv", "venv", "--no-project", "--python", python, str(VENV)]):
        return
    if not has_venv():
        raise Stop(
            "Python trên máy thiếu phần venv; hãy cài bản Python 3.13 đầy đủ từ python.org.",
            "This Python lacks its venv part; please install a full Python 3.13 from python.org.",
        )
    subprocess.run([python, "-m", "venv", str(VENV)], check=True)


def install(wanted: str) -> None:
    """Install the pinned packages: with uv where there is one, else with pip."""
    options = ["--require-hashes", "--only-binary", ":all:", "-r", str(REQUIREMENTS[wanted])]
    # As pip does by itself: uncompiled, every start would take twice as long.
    if shown(["uv", "pip", "install", "--compile-bytecode", "--python", str(PYTHON), *options]):
        return
    pip = [str(PYTHON), "-m", "pip"]
    if has_venv() and not quiet([*pip, "--version"]):  # uv makes environments without pip
        quiet([str(PYTHON), "-m", "ensurepip"])
    pip += ["install", "--disable-pip-version-check", "--no-input", "--no-deps"]
    if shown([*pip, *options]):
        return
    if sys.platform == "win32" and len(str(VENV)) > 85:  # Windows stops at 260 characters
        raise Stop(
            f"Đường dẫn quá dài đối với Windows; hãy chuyển {ROOT} tới chỗ ngắn hơn.",
            f"The path is too long for Windows; please move {ROOT} to a shorter one.",
        )
    raise Stop(
        f"Chưa cài được các gói phần mềm; hãy kiểm tra mạng rồi chạy lại (chi tiết: {LOG}).",
        f"The packages could not be installed; check the network and try again (see {LOG}).",
    )


def quiet(command: Sequence[str]) -> bool:
    """Run a command without a word; whether it is there and went well."""
    if not shutil.which(command[0]):
        return False
    nowhere = subprocess.DEVNULL
    return subprocess.run(command, stdout=nowhere, stderr=nowhere, check=False).returncode == 0


def shown(command: Sequence[str]) -> bool:
    """Run a command in sight, its complaints in a log; whether it is there and went well."""
    if not shutil.which(command[0]):
        return False
    with LOG.open("ab") as log:
        complaints = None if os.environ.get("CI") else log
        done = subprocess.run(command, stdout=sys.stderr, stderr=complaints, check=False)
    return done.returncode == 0


# The system around it


def has_venv() -> bool:
    """Whether this Python can make environments; Debian's needs a package more."""
    return all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))


def missing_packages(*, window: bool) -> list[str]:
    """Debian's names of what this computer lacks, the program's own packages aside."""
    if not sys.platform.startswith("linux"):
        return []
    import ctypes

    missing = [] if has_venv() or shutil.which("uv") else [f"python{HERE}-venv"]
    for library, package in {**QT_LIBRARIES, **(WINDOW_LIBRARIES if window else {})}.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    return missing


def install_libraries(packages: Sequence[str]) -> None:
    """Install Debian packages where this user may; else say which command does."""
    if not packages or apt_install(packages):
        return
    fix = "sudo apt-get install -y " + " ".join(packages)
    raise Stop(
        f"Máy thiếu vài gói hệ thống; trên Debian hay Ubuntu, hãy chạy: {fix}",
        f"Some system packages are missing; on Debian or Ubuntu, please run: {fix}",
    )


def apt_install(packages: Sequence[str]) -> bool:
    """Install Debian packages without a question; whether that was allowed and went well."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if not shutil.which("apt-get") or not (root or os.environ.get("CI")):
        return False
    names = " ".join(packages)
    say(f"Đang cài gói hệ thống: {names}", f"Installing system packages: {names}")
    apt = [*([] if root else ["sudo", "-n"]), "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    quiet([*apt, "update"])
    return quiet([*apt, "install", "-y", "--no-install-recommends", *packages])


def another_python() -> list[str]:
    """A Python of this computer that the program runs on; installed where this user may."""
    for attempt in (1, 2):
        for version in VERSIONS:
            name = "{}.{}".format(*version)
            probe = f"import sys; sys.exit(sys.version_info[:2] != {version})"
            for command in (["python" + name], ["py", "-" + name]):
                if quiet([*command, "-c", probe]):
                    return command
            if attempt == 2 and apt_install([f"python{name}", f"python{name}-venv"]):
                return ["python" + name]
    raise Stop(
        f"Tự học cần Python 3.11, 3.12 hoặc 3.13, máy đang có {HERE};"
        " hãy cài từ python.org (Debian, Ubuntu: sudo apt-get install python3.11).",
        f"Tự học needs Python 3.11, 3.12 or 3.13, this is {HERE};"
        " please install one from python.org (Debian, Ubuntu: sudo apt-get install python3.11).",
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
