"""What every test gets: a home of its own, no network, nothing left behind."""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from selfstudy.exchange import keys
from tests import once

if TYPE_CHECKING:
    from collections.abc import Iterator

pytest_plugins = ["tests.postgresql"]

ROOT = Path(__file__).resolve().parents[1]

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if os.environ.get("LC_ALL") in {"C", "POSIX"}:
    os.environ["LC_ALL"] = "C.UTF-8"  # Qt warns of anything less
os.environ["PYTHONPATH"] = str(ROOT)  # processes that tests start find the package too

once.folders_in_memory()
once.cheap_passphrases()
once.lessons_read_once()
once.statements_compiled_once()

hypothesis.settings.register_profile("here", deadline=None)  # a busy machine is no defect
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, so that no test meets a person's own data."""
    folder = tmp_path / "home"
    monkeypatch.setenv("SELFSTUDY_HOME", str(folder))
    return folder


@pytest.fixture
def costly_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passphrases cost what they cost people, as the files of people were made."""
    for name, value in once.COSTLY.items():
        monkeypatch.setattr(keys, name, value)


# The network: this computer only


@pytest.fixture(scope="session", autouse=True)
def only_this_computer() -> Iterator[None]:
    """Refuse every connection that would leave the computer."""
    patch = pytest.MonkeyPatch()
    connect = socket.socket.connect

    def connect_here(self: socket.socket, address: object) -> None:
        if self.family != getattr(socket, "AF_UNIX", None) and not is_local(address):
            message = f"a test tried to reach {address}"
            raise ConnectionRefusedError(message)
        connect(self, address)  # type: ignore[arg-type]

    patch.setattr(socket.socket, "connect", connect_here)
    yield
    patch.undo()


def is_local(address: object) -> bool:
    """Whether an address is one of this computer's own."""
    host = str(address[0]) if isinstance(address, tuple) else ""
    if host in {"localhost", ""}:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


# Nothing left behind


@pytest.fixture(autouse=True)
def nothing_left_behind(home: Path) -> Iterator[None]:
    """Fail a test that leaves a thread running or a window open."""
    before = set(threading.enumerate())
    yield
    threads = [t.name for t in set(threading.enumerate()) - before if not t.daemon]
    windows = []
    if "PySide6.QtWidgets" in sys.modules:
        from PySide6.QtWidgets import QApplication

        windows = [repr(w) for w in QApplication.topLevelWidgets() if w.isVisible()]
        for widget in QApplication.topLevelWidgets():
            widget.hide()
    assert not threads, f"threads left running: {threads}"
    assert not windows, f"windows left open: {windows}"


@pytest.hookimpl(hookwrapper=True, tryfirst=True)
def pytest_runtest_teardown() -> Iterator[None]:
    """Deliver deleteLater after each test: pytest-qt never does, and widgets would pile up."""
    yield
    if "PySide6.QtCore" in sys.modules:
        from PySide6.QtCore import QCoreApplication, QEvent

        if QCoreApplication.instance() is not None:
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
