from __future__ import annotations

import json

import pytest

from selfstudy.content.pack import open_any, read_whole
from selfstudy.domain.errors import ProblemsInModule, UnreadableFile, UpdateRefused
from selfstudy.exchange.keys import KeyRing, verify
from selfstudy.services.packs.packing import hand_over_key, make_pack


def head(path):
    return open_any(read_whole(path), verify, path.name).head


def test_the_publishers_key_is_made_once_and_kept(places, academy, tmp_path):
    module = academy.written.module
    first = make_pack(places, module, tmp_path / "a.thpack")
    second = make_pack(places, module, tmp_path / "b.thpack")

    assert first.new_key is not None
    assert first.new_key.stat().st_mode & 0o077 == 0
    assert second.new_key is None
    assert (tmp_path / "a.thpack").read_bytes() == (tmp_path / "b.thpack").read_bytes()


def test_a_pack_is_signed_with_the_key_that_is_named(places, academy, tmp_path):
    ring = KeyRing.new()
    ring.save(tmp_path / "key.json")

    made = make_pack(
        places, academy.written.module, tmp_path / "a.thpack", key=tmp_path / "key.json"
    )

    assert made.publisher == ring.public.hex()
    assert made.new_key is None


def test_the_publishers_name_is_remembered(places, academy, tmp_path):
    module = academy.written.module
    make_pack(places, module, tmp_path / "a.thpack", name="Trường Chính trị")
    make_pack(places, module, tmp_path / "b.thpack")

    assert head(tmp_path / "b.thpack").publisher_name == "Trường Chính trị"


def test_a_module_with_errors_makes_no_pack_and_no_key(places, academy, tmp_path):
    academy.written.write("module.toml", 'id = "XX01"\n')

    with pytest.raises(ProblemsInModule):
        make_pack(places, academy.written.module, tmp_path / "a.thpack")

    assert not (tmp_path / "a.thpack").exists()
    assert not places.config.exists()


def test_a_key_that_is_none_is_refused(places, academy, tmp_path):
    (tmp_path / "key.json").write_text("{}")

    with pytest.raises(UnreadableFile):
        make_pack(places, academy.written.module, tmp_path / "a.thpack", key=tmp_path / "key.json")


def test_an_update_needs_a_whole_older_pack_of_the_same_module(places, academy, tmp_path):
    old = academy.pack()
    with pytest.raises(UpdateRefused) as caught:
        academy.pack(since=old)
    assert caught.value.details["reason"] == "packs.not_newer"

    academy.next()
    update = academy.pack(since=old)
    with pytest.raises(UnreadableFile):
        make_pack(places, academy.written.module, tmp_path / "a.thpack", since=update)

    for path in ("module.toml", "01-cac-loai.md", "questions/01-cac-loai.md"):
        text = (academy.written.module / path).read_text(encoding="utf-8")
        academy.written.write(path, text.replace("XX01", "YY01"))
    with pytest.raises(UpdateRefused) as caught:
        academy.pack(since=old)
    assert caught.value.details["reason"] == "packs.other_module"


def test_a_new_key_carries_the_old_ones_word(academy, tmp_path):
    old = head(academy.pack()).publisher
    new = tmp_path / "new.json"
    key = hand_over_key(academy.places, new)

    made = head(academy.pack(key=new))

    assert (made.publisher, made.succeeds) == (key, old)
    assert made.publisher_name == "Trường Chính trị"
    with pytest.raises(UnreadableFile):
        hand_over_key(academy.places, new)


@pytest.mark.parametrize("was", [["zz", "zz"], ["ab" * 32, "cd" * 64], "x", ["ab"]])
def test_a_word_that_does_not_hold_is_not_carried(academy, tmp_path, was):
    academy.pack()
    new = tmp_path / "new.json"
    hand_over_key(academy.places, new)
    about = tmp_path / "new-about.json"
    said = json.loads(about.read_text(encoding="utf-8"))
    about.write_text(json.dumps({**said, "was": was}), encoding="utf-8")

    assert head(academy.pack(key=new)).succeeds == ""


def test_what_is_said_of_a_key_may_be_lost(academy, tmp_path):
    academy.pack()
    for text in ("[", "[]"):
        (academy.places.config / "publisher-about.json").write_text(text)
        assert head(academy.pack(name="")).publisher_name == ""
