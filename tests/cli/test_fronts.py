"""What the command line asks of the other front ends, each of them played here."""

from __future__ import annotations

from pathlib import Path

import pytest

from selfstudy.cli.asked import Fronts
from selfstudy.cli.main import run
from selfstudy.sentences import key_words


class Keeper:
    closed = False

    def hello(self):
        return {"name": "Máy chủ", "key": "aa", "seal_key": "bb"}

    def serve_unit(self, path):
        raise AssertionError(path)

    def cards(self):
        return {b"u": object()}

    def close(self):
        self.closed = True


@pytest.fixture
def played():
    """What was asked, and the front ends that note it."""
    asked: list[object] = []

    def window(home):
        asked.append(home)
        return 0

    def tour(out, languages, schemes):
        asked.append((out, tuple(languages), tuple(schemes)))
        return [out / "a.png"]

    def serve(_keeper, host, port, certificate, key):
        asked.append((host, port, certificate, key))

    return asked, Fronts(window, tour, lambda *_where: Keeper(), serve, lambda *_what: 1)


def test_a_home_alone_opens_the_window_there(played, tmp_path):
    asked, fronts = played

    assert run(["--home", str(tmp_path)], fronts) == 0
    assert asked == [tmp_path]


def test_the_tour_is_taken_in_every_language_and_look_unless_told(played, tmp_path, capsys):
    asked, fronts = played

    run(["tour", "--out", str(tmp_path)], fronts)
    run(["tour", "--out", str(tmp_path), "--only", "en", "--scheme", "dark"], fronts)

    assert asked == [
        (tmp_path, ("vi", "en"), ("light", "dark")),
        (tmp_path, ("en",), ("dark",)),
    ]
    assert str(tmp_path) in capsys.readouterr().out


def test_a_hub_is_served_where_it_is_told(played, tmp_path, capsys):
    asked, fronts = played

    assert run(["hub", "serve", "--data", str(tmp_path), "--port", "9000"], fronts) == 0
    assert asked == [("127.0.0.1", 9000, None, None)]
    assert "127.0.0.1:9000" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("key", "details", "words"),
    [
        ("error.TooLarge", {"name": "a", "limit": 128 * 1024 * 1024}, "128 MB"),
        ("error.TooLarge", {"name": "a", "limit": 2000}, "2000"),
        ("error.UnitCardRefused", {"reason": "expired"}, "thẻ đã hết hạn"),
        ("error.PackRefused", {"name": "a", "reason": "problem.pack_no_module"}, "module.toml"),
        ("error.NotEntitled", {}, "Khoá này chưa có quyền"),
        ("no.such_key", {"name": "tệp"}, "tệp"),
    ],
)
def test_details_that_are_codes_have_words(key, details, words):
    assert words in key_words(key, details).replace("\u00a0", " ")


def test_the_passphrase_is_typed_where_there_is_a_keyboard(monkeypatch):
    import argparse
    import getpass
    import sys

    from selfstudy.cli.asked import passphrase
    from selfstudy.domain.errors import UnreadableFile

    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(getpass, "getpass", lambda prompt: f"typed after {prompt}")
    nothing = argparse.Namespace(passphrase_file=None, passphrase_env=None)

    assert passphrase(nothing).startswith("typed after Cụm mật khẩu")
    with pytest.raises(UnreadableFile):
        passphrase(argparse.Namespace(passphrase_file=Path("not-there"), passphrase_env=None))
