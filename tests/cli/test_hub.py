from __future__ import annotations

import socket

import pytest


@pytest.mark.parametrize(
    "wrong",
    [
        ("--certificate", "not-there"),
        ("--database", "foo://x"),
        ("--database", "nonsense"),
        ("--host", "300.1.1.1"),
    ],
)
def test_what_a_hub_cannot_begin_with_is_one_sentence(ask, tmp_path, wrong):
    answer = ask("hub", "serve", "--data", tmp_path / "hub", *wrong)

    assert answer.code == 1
    assert "Traceback" not in answer.err
    assert "Dữ liệu" in answer.err.splitlines()[-1]


def test_a_file_that_is_no_certificate_is_said(ask, tmp_path):
    (tmp_path / "c").write_text("no certificate")

    assert (
        ask("hub", "serve", "--data", tmp_path / "hub", "--certificate", tmp_path / "c").code == 1
    )


def test_a_port_that_is_taken_is_said(ask, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        answer = ask("hub", "serve", "--data", tmp_path / "hub", "--port", port)

    assert answer.code == 1
    assert str(port) in answer.err


@pytest.mark.parametrize("port", ["0", "99999", "many"])
def test_a_port_that_cannot_be_is_wrong_usage(ask, tmp_path, port):
    with pytest.raises(SystemExit) as left:
        ask("hub", "serve", "--data", tmp_path / "hub", "--port", port)

    assert left.value.code == 2
