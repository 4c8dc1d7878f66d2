from __future__ import annotations

import shutil

import pytest

from selfstudy.bootstrap import library
from selfstudy.domain.errors import BadSignature, DamagedFile, ProblemsInModule, UnreadableFile
from selfstudy.exchange.keys import KeyRing
from selfstudy.services.packs import Packs
from selfstudy.settings import Places


@pytest.fixture
def places(tmp_path):
    return Places(tmp_path / "home")


@pytest.fixture
def packs(places):
    return Packs(places, library(places))


@pytest.fixture
def module(tmp_path):
    shutil.copytree(Places().lessons(), tmp_path / "lessons")
    return next((tmp_path / "lessons").glob("CM03*"))


def test_the_publishers_key_is_made_once_and_kept(packs, module, tmp_path):
    first = packs.pack(module, tmp_path / "a.thpack")
    second = packs.pack(module, tmp_path / "b.thpack")

    assert first.new_key is not None
    assert first.new_key.stat().st_mode & 0o077 == 0
    assert second.new_key is None
    assert (tmp_path / "a.thpack").read_bytes() == (tmp_path / "b.thpack").read_bytes()


def test_a_pack_is_signed_with_the_key_that_is_named(packs, module, tmp_path):
    ring = KeyRing.new()
    ring.save(tmp_path / "key.json")

    made = packs.pack(module, tmp_path / "a.thpack", tmp_path / "key.json")

    assert made.publisher == ring.public.hex()
    assert made.new_key is None


def test_a_module_with_errors_makes_no_pack_and_no_key(packs, places, module, tmp_path):
    (module / "module.toml").write_text('id = "CM03"\n', encoding="utf-8")

    with pytest.raises(ProblemsInModule):
        packs.pack(module, tmp_path / "a.thpack")

    assert not (tmp_path / "a.thpack").exists()
    assert not places.config.exists()


def test_a_pack_is_installed_once(packs, module, tmp_path):
    packs.pack(module, tmp_path / "a.thpack")

    first = packs.install(tmp_path / "a.thpack")
    again = packs.install(tmp_path / "a.thpack")

    assert first.changed
    assert (again.changed, again.before) == (False, first.version)


@pytest.mark.parametrize(("at", "error"), [(-1, BadSignature), (-80, DamagedFile)])
def test_a_flipped_byte_refuses_a_pack(packs, places, module, tmp_path, at, error):
    packs.pack(module, tmp_path / "a.thpack")
    raw = bytearray((tmp_path / "a.thpack").read_bytes())
    raw[at] ^= 1
    (tmp_path / "a.thpack").write_bytes(raw)

    with pytest.raises(error):
        packs.install(tmp_path / "a.thpack")
    assert not places.packs.exists()


def test_a_key_that_is_none_is_refused(packs, module, tmp_path):
    (tmp_path / "key.json").write_text("{}")

    with pytest.raises(UnreadableFile):
        packs.pack(module, tmp_path / "a.thpack", tmp_path / "key.json")
