from __future__ import annotations

import io
import sys

import pytest

from selfstudy import bootstrap
from selfstudy.exchange.keys import KeyRing
from selfstudy.exchange.lock import Cost
from selfstudy.exchange.packet import Carrier, Packet, write
from selfstudy.exchange.recovery_code import GROUP, bare
from selfstudy.services import profiles as profiles_module
from selfstudy.services.holding.desk import keys_of
from selfstudy.settings import Places

PIN, WORDS = "203041", "con đò bến cũ"


@pytest.fixture(autouse=True)
def _cheap(monkeypatch):
    """A try costs nothing here; what it costs is tested where it is measured."""
    plain = profiles_module.Profiles.__init__

    def cheap(self, places, library, clock, _cost=None):
        plain(self, places, library, clock, lambda: Cost(19 * 1024, 1))

    monkeypatch.setattr(profiles_module.Profiles, "__init__", cheap)


@pytest.fixture
def hanh():
    return bootstrap.profiles(Places()).create("Nguyễn Thị Hạnh", "P02")


@pytest.fixture
def kept(tmp_path):
    """Files that a script keeps its secrets in."""

    def keep(name, text):
        (tmp_path / name).write_text(text + "\n", encoding="utf-8")
        return tmp_path / name

    return keep


@pytest.fixture
def locked(ask, hanh, kept, tmp_path):
    told = ask("lock", "on", "--new-secret-file", kept("new", PIN), "--code-out", tmp_path / "code")
    assert told.code == 0, told.err
    return kept("pin", PIN)


def test_a_script_locks_a_profile_and_works_in_it(ask, locked, tmp_path, monkeypatch):
    assert ask("lock", "--json").json == {"kind": "pin"}

    answer = ask("backup", "--json", "--secret-file", locked)
    assert answer.code == 0
    monkeypatch.setenv("SELFSTUDY_SECRET_FILE", str(locked))
    assert ask("backup", "--out", tmp_path / "stick").code == 0
    assert ask("progress", "rebuild").code == 0


def test_without_the_secret_it_says_where_to_give_it(ask, locked):
    answer = ask("backup")

    assert answer.code == 1
    assert "--secret-file" in answer.err
    assert len(answer.err.splitlines()) == 1


def test_a_wrong_secret_is_one_sentence_and_waits_after_three(ask, locked, kept):
    wrong = kept("wrong", "999998")

    told = [ask("backup", "--secret-file", wrong) for _ in range(4)]

    assert [answer.code for answer in told] == [1, 1, 1, 1]
    assert "chưa đúng" in told[0].err
    assert "giây" in told[2].err
    assert "Chưa thử được ngay" in told[3].err


def test_a_secret_file_that_cannot_be_read_is_named(ask, locked, tmp_path):
    assert "nothing" in ask("backup", "--secret-file", tmp_path / "nothing").err


def test_the_secret_is_never_an_argument(ask, locked):
    with pytest.raises(SystemExit):
        ask("lock", "change", "--secret", PIN)


def test_changing_resetting_and_recoding_by_files(ask, locked, kept, tmp_path):
    words, again = kept("words", WORDS), tmp_path / "again"

    assert ask("lock", "change", "--secret-file", locked, "--new-secret-file", words).code == 0
    assert ask("lock", "--json").json == {"kind": "passphrase"}
    assert ask("lock", "code", "--secret-file", words, "--code-out", again).code == 0
    old = ask("lock", "reset", "--code-file", tmp_path / "code", "--new-secret-file", locked)
    assert old.code == 1
    assert "không phải của hồ sơ này" in old.err
    assert ask("lock", "reset", "--code-file", again, "--new-secret-file", locked).code == 0
    assert ask("lock", "off", "--secret-file", locked).code == 0
    assert ask("backup").code == 0


def test_a_profile_is_locked_once(ask, locked):
    assert ask("lock", "on", "--new-secret-file", locked, "--code-out", locked).code == 1


def test_a_script_without_a_place_for_the_code_is_told_so(ask, hanh, kept):
    answer = ask("lock", "on", "--new-secret-file", kept("new", PIN))

    assert answer.code == 1
    assert "--code-out" in answer.err
    assert ask("lock", "--json").json == {"kind": None}


def test_a_locked_backup_opens_by_the_secret_of_then_or_of_now_or_by_the_recovery_code(
    ask, locked, kept, tmp_path
):
    path = ask("backup", "--json", "--secret-file", locked).json["path"]
    words = kept("words", WORDS)
    assert ask("lock", "change", "--secret-file", locked, "--new-secret-file", words).code == 0

    assert "--secret-file" in ask("restore", path).err
    wrong = ask("restore", path, "--secret-file", kept("wrong", "199807"))
    assert wrong.code == 1
    assert "lúc sao lưu" in wrong.err
    for right in (locked, words, tmp_path / "code"):
        assert ask("restore", path, "--secret-file", right).code == 0
    assert ask("backup", "--secret-file", words).code == 0, "the newer lock stays"


def test_restoring_and_looking_count_wrong_secrets_as_opening_does(ask, locked, kept):
    path = ask("backup", "--json", "--secret-file", locked).json["path"]
    wrong = kept("wrong", "199807")

    told = [ask("restore", path, "--secret-file", wrong).err for _ in range(2)]
    told.append(ask("doctor", "--secret-file", wrong).err)

    assert "Hãy chờ 1 giây" not in told[1]
    assert "Hãy chờ 1 giây" in told[2]
    assert ask("restore", path, "--secret-file", wrong).err.startswith("Chưa thử được ngay")


class Terminal(io.StringIO):
    """Somebody sits here."""

    def isatty(self):
        return True


@pytest.fixture
def seated(monkeypatch, capsys):
    """A person at a terminal who types what is next."""
    import getpass

    typed, asked = [], []

    def answer(prompt):
        asked.append(prompt)
        following = typed.pop(0)
        return following() if callable(following) else following

    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr(getpass, "getpass", answer)
    return typed, asked


def test_at_a_terminal_the_code_is_shown_and_a_group_typed_back(ask, hanh, seated, monkeypatch):
    from selfstudy.cli import lock as module

    typed, asked = seated
    shown = []
    confirmed = module._confirmed

    def watched(given, code, number):
        shown.append(code)
        typed.append(bare(code)[GROUP * (number - 1) : GROUP * number])
        return confirmed(given, code, number)

    monkeypatch.setattr(module, "_confirmed", watched)
    typed += [PIN, PIN]

    answer = ask("lock", "on")

    assert answer.code == 0, answer.err
    assert shown[0] in answer.out
    assert "nhóm thứ" in asked[-1]
    typed.append(PIN)
    assert ask("backup").code == 0


def test_two_new_secrets_that_differ_change_nothing(ask, hanh, seated):
    typed, _asked = seated
    typed += [PIN, "304150"]

    answer = ask("lock", "on")

    assert answer.code == 1
    assert "khác nhau" in answer.err
    assert ask("lock", "--json").json == {"kind": None}


def test_what_a_restore_set_aside_in_clear_is_told_of(ask, hanh, kept, tmp_path):
    path = ask("backup", "--json").json["path"]
    assert ask("restore", path).code == 0

    answer = ask(
        "lock", "on", "--new-secret-file", kept("new", PIN), "--code-out", tmp_path / "code"
    )

    assert answer.code == 0, answer.err
    assert "Còn 1 bản chép cũ" in answer.out


def test_the_doctor_looks_inside_a_locked_profile_with_its_secret(ask, locked):
    assert ask("backup", "--secret-file", locked).code == 0

    outside, inside = ask("doctor", "--json"), ask("doctor", "--json", "--secret-file", locked)

    assert (outside.code, inside.code) == (0, 0)
    seen, whole = ({each["code"] for each in told.json["findings"]} for told in (outside, inside))
    assert whole - seen >= {"records", "pages"}
    assert seen - whole == {"locked_unseen"}


def test_verifying_says_who_is_locked_and_opens_it_with_the_secret(ask, locked, tmp_path):
    packet = ask("progress", "export", "--out", tmp_path, "--secret-file", locked, "--json")
    assert packet.code == 1, "without a unit nothing leaves"
    people = bootstrap.profiles(Places())
    (profile,) = people.profiles()
    seal_key = keys_of(
        people.places.profiles / profile.id, people.locking(profile.id).by_secret(PIN)
    ).seal_public
    ring = KeyRing.new()
    raw = write(
        Packet(Carrier(ring.public, ring.seal_public, "Lan"), bytes(16), 5), ring, [seal_key]
    )
    path = tmp_path / "a.thoc"
    path.write_bytes(raw)

    without = ask("progress", "verify", path)
    told = ask("progress", "verify", path, "--json").json
    opened = ask("progress", "verify", path, "--secret-file", locked, "--json").json

    assert (without.code, told["opened"], told["locked"]) == (0, False, [profile.name])
    assert profile.name in without.out
    assert "--secret-file" in without.out
    assert (opened["opened"], opened["carrier"], opened["locked"]) == (True, "Lan", [])


def test_a_secret_that_nobody_here_needs_stops_no_verifying(ask, locked, tmp_path):
    path = tmp_path / "a.thoc"
    path.write_bytes(b"something else")
    stranger = ("--home", tmp_path / "stranger", "progress", "verify", path)
    alone = ask(*stranger, "--secret-file", locked)
    assert alone.code == 1
    bootstrap.profiles(Places(tmp_path / "stranger")).create("Phạm Văn Nam", "P02")

    assert ask(*stranger, "--secret-file", locked).code == 1
