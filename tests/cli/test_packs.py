"""Packs by command: made, looked into, trusted once, updated by file and hub, taken back."""

from __future__ import annotations

import pytest

from selfstudy import bootstrap
from selfstudy.hub.keeper import Hub
from selfstudy.settings import Places
from tests.fakes import Clock
from tests.hub.wires import served
from tests.services.packs.conftest import Academy

MODULE = "XX01"


@pytest.fixture
def academy(tmp_path):
    return Academy(tmp_path / "press")


@pytest.fixture
def installed(ask, academy):
    """Version 2, whose publisher was trusted with it."""
    path = academy.pack()
    assert ask("lessons", "install", path, "--trust").code == 0
    return path


def test_a_stranger_is_named_with_the_way_to_trust_them(ask, academy, home):
    answer = ask("lessons", "install", academy.pack())

    assert answer.code == 1
    assert "Trường Chính trị" in answer.err
    assert "--trust" in answer.out
    assert not (home / "data" / "packs").exists()


def test_an_update_is_made_looked_into_and_installed(ask, academy, installed, tmp_path):
    academy.next()
    out = tmp_path / "new.thpack"
    key = academy.places.config / "publisher.json"
    module = academy.written.module

    made = ask("lessons", "pack", module, "--out", out, "--since", installed, "--key", key)
    told = ask(
        "lessons", "pack", module, "--out", out, "--since", installed, "--key", key, "--json"
    ).json
    looked = ask("lessons", "install", out, "--look")
    preview = ask("lessons", "install", out, "--look", "--json").json
    done = ask("lessons", "install", out)

    assert "cho bản 2" in made.out
    assert (told["base"], told["size"]) == (2, out.stat().st_size)
    assert "- Sửa 1 câu hỏi" in looked.out
    assert (preview["before"], preview["version"], preview["doubt"]) == (2, 3, "")
    assert preview["publisher"]["standing"] == "trusted"
    assert done.code == 0
    assert "- Sửa 1 câu hỏi" in done.out


def test_a_module_goes_back_and_an_older_pack_is_refused(ask, academy, installed):
    academy.next()
    assert ask("lessons", "install", academy.pack()).code == 0

    refused = ask("lessons", "install", installed)
    back = ask("lessons", "rollback", MODULE)
    again = ask("lessons", "rollback", MODULE, "--json")

    assert refused.code == 1
    assert "Trở lại bản trước" in refused.err
    assert "XX01 trở lại bản 2" in back.out
    assert again.code == 1


def test_what_cannot_be_done_with_a_pack_says_so_in_its_own_words(
    ask, academy, installed, tmp_path
):
    module, key = academy.written.module, academy.places.config / "publisher.json"
    again = ("lessons", "pack", module, "--out", tmp_path / "b.thpack", "--since", installed)

    assert "phiên bản" in ask(*again, "--key", key).err
    assert "Không trở lại được" in ask("lessons", "rollback", "ZZ99").err
    assert "lessons publishers" in ask("lessons", "trust", "hello").err


def test_publishers_are_listed_trusted_and_refused(ask, academy, tmp_path):
    pack = academy.pack()
    listed = ask("lessons", "publishers")
    trusted = ask("lessons", "trust", pack, "--automatic", "--json").json
    refused = ask("lessons", "distrust", trusted["fingerprint"][:14])
    found = {p["key"]: p for p in ask("lessons", "publishers", "--json").json}

    assert "có sẵn" in listed.out
    assert (trusted["name"], trusted["standing"]) == ("Trường Chính trị", "trusted")
    assert trusted["automatic"]
    assert "không nhận gói của “Trường Chính trị”" in refused.out
    assert found[trusted["key"]]["standing"] == "distrusted"
    assert ask("lessons", "install", pack).code == 1
    assert not ask("lessons", "trust", pack, "--no-automatic", "--json").json["automatic"]
    assert "Từ nay máy này nhận" in ask("lessons", "trust", trusted["key"], "--module", "X1").out
    assert ask("lessons", "trust", "nobody").code == 1


def test_somebody_at_the_keyboard_is_asked(ask, academy, monkeypatch):
    said = iter(["không", "c"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _words: next(said))

    assert ask("lessons", "install", academy.pack()).code == 1
    assert ask("lessons", "install", academy.pack()).code == 0
    assert ask("lessons", "install", academy.pack()).code == 0


def test_a_key_is_handed_over(ask, academy, installed, tmp_path):
    new, old = tmp_path / "new.json", academy.places.config / "publisher.json"

    answer = ask("lessons", "hand-over-key", "--key", old, "--out", new)
    academy.next()

    assert answer.code == 0
    assert ask("lessons", "install", academy.pack(key=new)).code == 0


def test_a_hub_hands_packs_on_and_a_learner_updates(ask, academy, installed, secret, tmp_path):
    data = tmp_path / "hub"
    academy.next()
    published = ask("hub", "publish", academy.pack(since=installed), academy.pack(), "--data", data)
    listed = ask("hub", "publish", "--data", data, "--json").json
    assert "XX01 bản 3: cập nhật từ bản 2" in published.out
    assert [(offer["base"], offer["version"]) for offer in listed] == [(0, 3), (2, 3)]

    hub = Hub.open(data, Clock())
    with served(hub) as address:
        bootstrap.profiles(Places()).create("Trần Thị Lan", "P02", None)
        card = tmp_path / "hub.json"
        ask("hub", "card", "--data", data, "--address", address, "--out", card)
        create = ("unit", "create", "UBND phường", "--passphrase-file", secret)
        assert ask(*create).code == 0
        assert ask("unit", "hub", card, "--passphrase-file", secret).code == 0
        assert ask("unit", "card", "--out", tmp_path).code == 0
        hub.serve_unit(next(tmp_path.glob("TheDonVi*")))
        synced = ask("sync")
        told = ask("sync", "--json").json
        nothing = ask("lessons", "update", "CM99")
        updated = ask("lessons", "update")
    hub.close()

    assert "Có 1 gói học liệu mới" in synced.out
    assert [(p["module"], p["version"]) for p in told["packs"]] == [(MODULE, 3)]
    assert "chưa báo gói" in nothing.out
    assert "Sửa 1 câu hỏi" in updated.out


def test_a_pack_is_withdrawn_from_a_hub_with_what_is_left(ask, academy, tmp_path):
    data = tmp_path / "hub"
    old = academy.pack()
    academy.next()
    ask("hub", "publish", old, academy.pack(), "--data", data)

    none = ask("hub", "withdraw", "ZZ99", "--data", data)
    one = ask("hub", "withdraw", MODULE, "--version", 3, "--data", data)
    rest = ask("hub", "withdraw", MODULE, "--data", data, "--json")

    assert (none.code, one.code, rest.code) == (1, 0, 0)
    assert "ZZ99" in none.err
    assert "Chưa có gì thay đổi" in none.err
    assert f"Đã thôi phát 1 gói của {MODULE} (bản 3)" in one.out
    assert f"Còn phát:\n{MODULE} bản 2" in one.out
    assert [gone["version"] for gone in rest.json["withdrawn"]] == [2]
    assert rest.json["left"] == []
