"""`device …` and the unit's keys on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def secret(tmp_path):
    path = tmp_path / "passphrase"
    path.write_text("mot hai ba bon nam", encoding="utf-8")
    return path


@pytest.fixture
def unit(ask, tmp_path, secret):
    """A unit at one computer, somebody who belongs to it at another; how to call each."""
    homes = {name: tmp_path / name for name in ("lan", "hanh", "laptop")}

    def at(name, *arguments):
        return ask("--home", homes[name], *arguments)

    at("lan", "unit", "create", "UBND phường", "--person", "Trần Thị Lan", "--position", "P08",
       "--passphrase-file", secret)  # fmt: skip
    card = at("lan", "unit", "card", "--out", tmp_path, "--json").json["path"]
    at("hanh", "unit", "join", card, "--person", "Nguyễn Thị Hạnh", "--position", "P02")
    at("laptop", "unit", "join", card, "--person", "Nguyễn Thị Hạnh", "--position", "P02")
    return at


def handed(unit, tmp_path, who):
    path = unit(who, "progress", "export", "--out", tmp_path, "--json").json["path"]
    assert unit("lan", "progress", "import", path).code == 0


def test_two_computers_are_linked_exchange_and_part(unit, tmp_path):
    asked = unit("laptop", "device", "request", "--out", tmp_path, "--name", "Ở nhà", "--json").json
    seen = unit("hanh", "device", "look", asked["path"])
    assert asked["code"] in seen.out
    again = unit("hanh", "device", "look", asked["path"], "--json")
    assert again.err == ""
    assert again.json["code"] == asked["code"]
    packet = unit("hanh", "device", "link", asked["path"], "--out", tmp_path, "--json").json["path"]
    assert unit("laptop", "device", "take", packet).code == 0

    back = unit("laptop", "device", "exchange", "--out", tmp_path, "--json").json["path"]
    assert unit("hanh", "device", "receive", back, "--json").json["new"] > 0
    devices = unit("hanh", "device", "list", "--json").json
    assert [d["name"] for d in devices] == ["", "Ở nhà"]
    assert "máy này" in unit("hanh", "device", "list").out

    assert unit("hanh", "device", "remove", "Ở nhà").code == 0
    assert unit("hanh", "device", "remove", "nothing").code == 1
    refused = unit("hanh", "device", "receive", back)
    assert refused.code in {0, 1}
    assert "Traceback" not in refused.err

    gone = unit("hanh", "device", "notice", "Ở nhà", "--out", tmp_path, "--json").json["path"]
    assert "MayDaGo" in unit("hanh", "device", "notice", "Ở nhà", "--out", tmp_path).out
    assert "đã được gỡ" not in unit("laptop", "device", "list").out
    assert unit("laptop", "device", "receive", gone).code == 0
    told = unit("laptop", "device", "list")
    assert "đã được gỡ khỏi hồ sơ" in told.out
    here = [d for d in unit("laptop", "device", "list", "--json").json if d["here"]]
    assert [d["state"] for d in here] == ["removed"]


def test_somebody_who_lost_everything_is_approved(unit, tmp_path):
    handed(unit, tmp_path, "hanh")
    assert unit("lan", "unit", "admit", "Nguyễn Thị Hạnh").code == 0
    assert unit("laptop", "device", "claim", "--staff-code", "").code == 0
    handed(unit, tmp_path, "laptop")
    told = unit("lan", "unit", "devices", "--json")
    assert told.err == ""
    waiting = told.json
    assert [w["claimed"] for w in waiting] == [True]
    assert "Nguyễn Thị Hạnh" in unit("lan", "unit", "devices").out
    person, key = waiting[0]["candidates"][0], waiting[0]["key"]

    assert unit("lan", "unit", "approve-device", person, key).code == 0
    unit("lan", "unit", "receipts", "--out", tmp_path)
    paper = next(Path(tmp_path).glob(f"BienNhan*{person[:6]}*"))
    assert unit("laptop", "device", "take", paper).code == 0

    assert unit("lan", "unit", "remove-device", person, key).code == 0
    assert unit("lan", "unit", "remove-device", person, "ff" * 32).code == 1
    assert unit("lan", "unit", "remove-device", "Không Ai", key).code == 1


def test_the_units_keys_are_renewed_and_retired(unit, secret, tmp_path):
    renewed = unit("lan", "unit", "renew", "--passphrase-file", secret, "--json").json
    assert renewed["card"] == 2
    assert "Thẻ số 3" in unit("lan", "unit", "retire-key", "--passphrase-file", secret).out
    assert unit("lan", "unit", "retire-key", "--person", "Không Ai",
                "--passphrase-file", secret).code == 1  # fmt: skip
    assert unit("hanh", "unit", "renew", "--passphrase-file", secret).code == 1
    (tmp_path / "empty").write_text("")
    assert unit("lan", "unit", "renew", "--passphrase-file", tmp_path / "empty").code == 1
    gone = unit("lan", "unit", "retire-key", "--person", "Trần Thị Lan", "--passphrase-file",
                secret, "--json")  # fmt: skip
    assert gone.json["card"] == 4


def test_a_hub_begins_its_receipts_anew(ask, tmp_path):
    assert ask("hub", "new-epoch", "--data", tmp_path / "hub").code == 0
