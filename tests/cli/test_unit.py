from __future__ import annotations

import json
import threading

import pytest


@pytest.fixture
def founded(ask, secret):
    answer = ask(
        "unit", "create", "UBND phường An Bình Đông", "--person", "Trần Thị Lan",
        "--position", "P08", "--passphrase-file", secret, "--json",
    )  # fmt: skip
    assert answer.code == 0
    return answer.json


def test_a_unit_is_founded_by_somebody_new(founded):
    assert founded["name"] == "UBND phường An Bình Đông"
    assert founded["is_root"]
    assert founded["is_supervisor"]


def test_a_passphrase_is_asked_for(ask, monkeypatch):
    monkeypatch.setenv("WORDS", "")
    answer = ask("unit", "create", "X", "--person", "Lan", "--passphrase-env", "WORDS")

    assert answer.code == 1
    assert "cụm mật khẩu" in answer.err


def test_a_passphrase_may_come_from_the_environment(ask, monkeypatch):
    monkeypatch.setenv("WORDS", "mot hai ba bon")

    assert ask("unit", "create", "X", "--person", "Lan", "--passphrase-env", "WORDS").code == 0


def test_a_wrong_passphrase_changes_nothing(ask, supervisor, tmp_path):
    wrong = tmp_path / "wrong"
    wrong.write_text("khong phai", encoding="utf-8")
    person = ask("unit", "people", "--json").json["people"][0]["id"]

    answer = ask("unit", "appoint", person, "--passphrase-file", wrong)

    assert answer.code == 1
    assert "không mở được khoá gốc" in answer.err


def test_a_listed_person_is_appointed_by_name(ask, supervisor, secret):
    person = ask("unit", "people", "--json").json["people"][0]

    answer = ask(
        "unit", "appoint", person["name"], "--until", "31/12/2027", "--passphrase-file", secret,
        "--json",
    )  # fmt: skip

    assert answer.code == 0
    assert person["name"] in answer.json["supervisors"]
    assert answer.json["card_number"] == 2


def test_nobody_is_appointed_by_a_name_that_nobody_has(ask, supervisor, secret):
    answer = ask("unit", "appoint", "Ai Đó", "--passphrase-file", secret)

    assert answer.code == 1
    assert "Ai Đó" in answer.err


def test_people_are_listed_by_given_name(ask, supervisor):
    from selfstudy.domain.vietnamese import name_key

    names = [person["name"] for person in ask("unit", "people", "--json").json["people"]]

    assert len(names) == 5
    assert names == sorted(names, key=name_key)
    assert names[0] in ask("unit", "people").out


def test_a_hub_is_put_on_the_card_and_synced_with(ask, supervisor, secret, tmp_path):
    pytest.importorskip("uvicorn")
    import socket

    from selfstudy.bootstrap import local_now
    from selfstudy.hub.app import make_server
    from selfstudy.hub.keeper import Hub

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data, card = tmp_path / "hub", tmp_path / "hub.json"
    address = f"http://127.0.0.1:{port}"
    told = ask(
        "hub", "card", "--data", data, "--name", "Máy chủ", "--address", address, "--out", card
    )
    put = ask("unit", "hub", card, "--passphrase-file", secret, "--json")
    ask("unit", "card", "--out", tmp_path / "cards")
    served = ask("hub", "unit", next((tmp_path / "cards").iterdir()), "--data", data, "--json")

    assert told.code == 0
    assert put.json["hub"] == address
    assert served.json["name"] == put.json["name"]

    nobody = ask("sync")
    keeper = Hub.open(data, local_now)
    server = make_server(keeper, port=port)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            thread.join(0.02)
        synced = ask("sync", "--json")
    finally:
        server.should_exit = True
        thread.join()
        keeper.close()

    assert nobody.code == 1
    assert address in nobody.err
    assert synced.code == 0, synced.err
    assert synced.json["hub"] == address


def test_a_hub_file_that_is_none_is_refused(ask, supervisor, secret, tmp_path):
    (tmp_path / "hub.json").write_text(json.dumps({"key": "zz"}))

    assert ask("unit", "hub", tmp_path / "hub.json", "--passphrase-file", secret).code == 1


def test_a_missing_part_is_named_in_one_sentence(ask, tmp_path, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "uvicorn", None)

    answer = ask("hub", "serve", "--data", tmp_path / "hub")

    assert answer.code == 1
    assert "selfstudy[hub]" in answer.err
