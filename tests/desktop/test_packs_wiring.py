"""What goes on with a hub behind the work."""

from __future__ import annotations

import socket
import time

import pytest

from selfstudy.desktop.packs_wiring import sync_behind
from selfstudy.desktop.qt_tasks import QtTasks
from selfstudy.desktop.tasks import InlineTasks
from tests.office import Office


@pytest.fixture
def office(tmp_path):
    made = Office(tmp_path)
    yield made
    made.close()


@pytest.fixture
def silent():
    """A hub that takes a question and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        yield f"http://127.0.0.1:{door.getsockname()[1]}"


def test_nobody_waits_for_a_network_in_order_to_leave(office, silent, qapp):
    lan = office.supervisor()
    hub = lan.desk.ring
    lan.unit.name_hub(silent, hub.public, hub.seal_public, "Máy chủ", "mật khẩu dài")
    tasks = QtTasks(qapp)
    started = time.monotonic()

    sync_behind(lan, tasks, lambda _handed: None)
    lan.stop_talking()
    tasks.close()

    assert time.monotonic() - started < 10


def test_without_a_hub_nothing_is_asked(office):
    alone = office.person("Phạm Văn Bình", "alone")
    told = []

    sync_behind(alone, InlineTasks(), told.append)

    assert told == []
