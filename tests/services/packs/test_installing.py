from __future__ import annotations

import shutil

import pytest

from selfstudy.bootstrap import library
from selfstudy.content.pack import origin
from selfstudy.domain.errors import (
    BadSignature,
    CutFile,
    DamagedFile,
    DiskFull,
    NoSuchPublisher,
    NothingBefore,
    PackRefused,
    PublisherRefused,
    SelfStudyError,
)
from selfstudy.exchange.keys import KeyRing
from selfstudy.sentences import change_words, error_words
from selfstudy.services.packs.installing import Packs
from selfstudy.services.packs.packing import hand_over_key, make_pack
from selfstudy.services.packs.publishers import OWN_KEY, fingerprint
from selfstudy.settings import Places

MODULE = "XX01"


def tree(places):
    """Everything that is installed, with when it was written."""
    return sorted((str(p), p.stat().st_mtime_ns) for p in places.packs.rglob("*"))


def used(packs):
    return packs.library.refresh().modules[MODULE].version


@pytest.fixture
def installed(packs, academy):
    """Version 2 of a module, of a publisher who is trusted."""
    whole = academy.pack()
    packs.install(whole, trusting=True)
    return whole


# — trust ————————————————————————————————————————————————————————————————————————————————


def test_a_stranger_is_asked_about_and_nothing_is_installed(packs, places, academy):
    with pytest.raises(PublisherRefused) as caught:
        packs.install(academy.pack())

    assert not places.packs.exists()
    said = error_words(caught.value)
    assert "Trường Chính trị" in said
    assert packs.look(academy.pack()).publisher.fingerprint in said


def test_a_stranger_is_asked_about_once(packs, installed, academy):
    academy.next()

    assert packs.look(academy.pack()).doubt == ""
    assert packs.install(academy.pack()).version == 3
    (known,) = [p for p in packs.publishers.all() if p.standing == "trusted"]
    assert known.name == "Trường Chính trị"
    assert origin(packs.places.packs / "XX01-v3").publisher == known.key


def test_who_is_distrusted_is_refused_until_somebody_says_yes_again(packs, installed, academy):
    academy.next()
    key = packs.signed_by(installed).key
    packs.publishers.distrust(key)

    assert packs.look(academy.pack()).doubt == "distrusted"
    with pytest.raises(PublisherRefused):
        packs.install(academy.pack())
    assert used(packs) == 2
    assert packs.install(academy.pack(), trusting=True).version == 3
    assert packs.publishers.of(key).standing == "trusted"


def test_another_key_does_not_take_a_module_over_unless_somebody_says_so(
    packs, places, installed, academy, tmp_path
):
    other = tmp_path / "other.json"
    KeyRing.new().save(other)
    packs.publishers.trust(KeyRing.load(other).public.hex(), "Người khác")
    academy.next()
    forged = academy.pack(key=other, name="Người khác")

    preview = packs.look(forged)
    assert (preview.doubt, preview.first.name) == ("other_key", "Trường Chính trị")
    with pytest.raises(PublisherRefused) as caught:
        packs.install(forged)
    assert "Trường Chính trị" in error_words(caught.value)
    assert used(packs) == 2

    packs.publishers.trust(preview.publisher.key, module=MODULE)
    assert packs.install(forged).version == 3


def test_saying_yes_to_another_key_is_for_that_module_only(packs, installed, academy, tmp_path):
    other = tmp_path / "other.json"
    KeyRing.new().save(other)
    academy.next()

    packs.install(academy.pack(key=other), trusting=True)

    (key,) = [p for p in packs.publishers.all() if p.key == KeyRing.load(other).public.hex()]
    assert key.modules == (MODULE,)


def test_a_module_of_the_program_is_taken_over_by_nobody_unasked(packs, tmp_path):
    shutil.copytree(Places().lessons(), tmp_path / "lessons")
    module = next((tmp_path / "lessons").glob("CM03*"))
    text = (module / "module.toml").read_text(encoding="utf-8")
    (module / "module.toml").write_text(text.replace("version = 2", "version = 99"))
    make_pack(Places(tmp_path / "ward"), module, tmp_path / "a.thpack", name="Phường")
    packs.publishers.trust(packs.signed_by(tmp_path / "a.thpack").key, "Phường")

    preview = packs.look(tmp_path / "a.thpack")

    assert preview.doubt == "other_key"
    assert preview.first.standing == "shipped"


def test_the_key_that_the_old_one_named_is_trusted_as_the_old_one_was(
    packs, installed, academy, tmp_path
):
    new = tmp_path / "new.json"
    key = hand_over_key(academy.places, new)
    academy.next()
    later = academy.pack(key=new)

    assert packs.look(later).doubt == ""
    assert packs.install(later).version == 3
    assert packs.publishers.of(key).trusted
    assert origin(packs.places.packs / "XX01-v3").publisher == key


def test_a_key_named_by_nobody_one_trusts_is_a_stranger(packs, academy, tmp_path):
    make_pack(academy.places, academy.written.module, tmp_path / "first.thpack")
    new = tmp_path / "new.json"
    hand_over_key(academy.places, new)

    assert packs.look(academy.pack(key=new)).doubt == "unknown"


def test_ones_own_packs_need_no_question(packs, places, academy):
    make_pack(places, academy.written.module, academy.folder / "own.thpack")

    assert packs.install(academy.folder / "own.thpack").publisher.standing == "own"


def test_what_was_decided_outlives_the_program_and_a_lost_file_only_asks_again(
    packs, places, installed, academy
):
    academy.next()
    again = Packs(places, library(places))
    assert again.look(academy.pack()).doubt == ""

    (places.config / "packs.json").write_text("[", encoding="utf-8")
    assert again.look(academy.pack()).doubt == "unknown"


def test_a_publisher_is_called_by_the_beginning_of_their_key(packs, installed):
    key = packs.signed_by(installed).key

    assert packs.publishers.called(fingerprint(key)).key == key
    assert packs.publishers.called("ab" * 32).standing == "unknown"
    for words in (key[:6], "zz" * 32, ""):
        with pytest.raises(NoSuchPublisher):
            packs.publishers.called(words)


def test_a_damaged_own_key_is_nobodys(packs, places):
    (places.config).mkdir(parents=True)
    (places.config / OWN_KEY).write_text("{}")

    assert {publisher.standing for publisher in packs.publishers.all()} == {"shipped"}


# — updates ——————————————————————————————————————————————————————————————————————————————


def test_an_update_makes_what_the_whole_pack_makes(packs, places, installed, academy, tmp_path):
    academy.next()
    update, whole = academy.pack(since=installed), academy.pack()

    done = packs.install(update)

    assert (done.before, done.version, done.changed) == (2, 3, True)
    other = Packs(Places(tmp_path / "other"), library(Places(tmp_path / "other")))
    other.install(whole, trusting=True)
    files = [
        {p.relative_to(each): p.read_bytes() for p in each.rglob("*") if p.is_file()}
        for each in (places.packs / "XX01-v3", other.places.packs / "XX01-v3")
    ]
    assert files[0] == files[1]
    assert update.stat().st_size < 4096


def test_the_same_update_again_changes_nothing(packs, places, installed, academy):
    academy.next()
    update = academy.pack(since=installed)
    packs.install(update)
    before = tree(places)

    assert not packs.install(update).changed
    assert tree(places) == before


def test_an_update_without_what_it_builds_on_names_the_pack_that_is_needed(packs, academy):
    old = academy.pack()
    academy.next()

    with pytest.raises(PackRefused) as caught:
        packs.install(academy.pack(since=old), trusting=True)
    said = error_words(caught.value)
    assert "XX01 bản 2" in said
    assert "gói đầy đủ của XX01 bản 3" in said


def test_an_update_of_another_text_under_the_same_number_is_refused(
    packs, places, installed, academy
):
    academy.next()
    update = academy.pack(since=installed)
    path = places.packs / "XX01-v2" / "01-cac-loai.md"
    path.write_bytes(path.read_bytes() + b"\nThem.\n")
    before = tree(places)

    with pytest.raises(PackRefused) as caught:
        packs.install(update)
    assert caught.value.details["reason"] == "packs.base_differs"
    assert tree(places) == before


def test_an_update_may_build_on_the_version_of_the_program(packs, tmp_path):
    shutil.copytree(Places().lessons(), tmp_path / "lessons")
    module = next((tmp_path / "lessons").glob("CM03*"))
    author = Places(tmp_path / "author")
    make_pack(author, module, tmp_path / "old.thpack")
    text = (module / "module.toml").read_text(encoding="utf-8")
    (module / "module.toml").write_text(text.replace("version = 2", "version = 3"))
    make_pack(author, module, tmp_path / "new.thpack", since=tmp_path / "old.thpack")

    assert packs.install(tmp_path / "new.thpack", trusting=True).before == 2
    assert packs.library.module("CM03").version == 3
    assert packs.roll_back("CM03").version == 2
    assert packs.library.module("CM03").version == 2


# — what changed, and back ———————————————————————————————————————————————————————————————


def test_a_preview_tells_what_would_change_and_changes_nothing(packs, places, installed, academy):
    academy.next()
    academy.written.write("changes.md", "Viết lại câu 1 cho rõ.")
    before = tree(places)

    preview = packs.look(academy.pack(since=installed))

    assert (preview.before, preview.version, preview.note) == (2, 3, "Viết lại câu 1 cho rõ.")
    assert change_words(preview.changes) == ["Sửa 1 câu hỏi"]
    assert tree(places) == before


def test_what_changed_can_be_asked_later_because_the_version_before_is_kept(
    packs, installed, academy
):
    academy.next()
    packs.install(academy.pack())

    assert [question.id for question in packs.changes(MODULE).questions()] == ["XX01-01-q01"]
    assert packs.brought()[MODULE] == (3, 2)


def test_exactly_one_version_before_is_kept(packs, places, installed, academy):
    for _ in range(2):
        academy.next("Đâu là" if academy.version > 2 else "Văn bản nào là", "Đâu là")
        packs.install(academy.pack())

    assert sorted(path.name for path in places.packs.iterdir()) == ["XX01-v3", "XX01-v4"]
    assert used(packs) == 4


def test_rolling_back_brings_the_version_before_and_its_pack_the_later_one(
    packs, installed, academy
):
    academy.next()
    packs.install(academy.pack())
    assert packs.brought()[MODULE] == (3, 2)

    done = packs.roll_back(MODULE)

    assert (done.left, done.version, used(packs)) == (3, 2, 2)
    assert packs.publishers.held_back(MODULE) == 3
    assert packs.brought()[MODULE] == (2, 0)
    with pytest.raises(NothingBefore) as caught:
        packs.roll_back(MODULE)
    assert caught.value.details["reason"] == "packs.no_before"
    assert packs.install(academy.pack()).version == 3
    assert packs.brought()[MODULE] == (3, 2)


def test_an_older_version_is_refused_and_the_way_back_is_named(packs, places, installed, academy):
    academy.next()
    packs.install(academy.pack())
    before = tree(places)

    with pytest.raises(PackRefused) as caught:
        packs.install(installed)
    assert "Trở lại bản trước" in error_words(caught.value)
    assert tree(places) == before


def test_a_module_that_nothing_was_before_does_not_go_back(packs, installed):
    assert packs.brought() == {MODULE: (2, 0)}
    assert packs.changes(MODULE) is None
    with pytest.raises(PackRefused):
        packs.roll_back(MODULE)
    with pytest.raises(PackRefused):
        packs.roll_back("CM03")


# — what is not a sound pack —————————————————————————————————————————————————————————————


@pytest.mark.parametrize("kind", ["pack", "update"])
def test_every_kth_flipped_byte_is_refused_and_changes_nothing(
    packs, places, installed, academy, tmp_path, kind
):
    academy.next()
    path = academy.pack(since=installed if kind == "update" else None)
    raw, before = path.read_bytes(), tree(places)
    step = max(1, len(raw) // 120)
    for at in range(0, len(raw), step):
        flipped = bytearray(raw)
        flipped[at] ^= 0x10
        (tmp_path / "f.thpack").write_bytes(flipped)
        with pytest.raises(SelfStudyError) as caught:
            packs.install(tmp_path / "f.thpack")
        assert error_words(caught.value)
        assert tree(places) == before
    assert used(packs) == 2
    assert packs.install(path).version == 3


@pytest.mark.parametrize("at", [-1, -80])
def test_forged_and_damaged_are_told_apart(packs, installed, at):
    raw = bytearray(installed.read_bytes())
    raw[at] ^= 1
    installed.write_bytes(raw)

    with pytest.raises(BadSignature if at == -1 else DamagedFile) as caught:
        packs.install(installed)
    assert caught.value.details["name"] == installed.name


def test_a_cut_update_tells_how_much_is_missing(packs, installed, academy):
    academy.next()
    path = academy.pack(since=installed)
    path.write_bytes(path.read_bytes()[:-300])

    with pytest.raises(CutFile) as caught:
        packs.install(path)
    assert caught.value.details["missing"] == 300


# — what a clever stranger would try —————————————————————————————————————————————————————


def test_a_new_key_in_the_name_of_a_stolen_one_is_refused(packs, installed, academy, tmp_path):
    new = tmp_path / "new.json"
    hand_over_key(academy.places, new)
    packs.publishers.distrust(packs.signed_by(installed).key)
    academy.next()

    assert packs.look(academy.pack(key=new)).doubt == "distrusted"
    with pytest.raises(PublisherRefused):
        packs.install(academy.pack(key=new))


def test_an_id_that_differs_by_case_alone_is_refused(packs, places, installed, academy):
    for path in ("module.toml", "01-cac-loai.md", "questions/01-cac-loai.md"):
        text = (academy.written.module / path).read_text(encoding="utf-8")
        academy.written.write(path, text.replace("XX01", "xx01"))
    before = tree(places)

    with pytest.raises(PackRefused) as caught:
        packs.install(academy.pack())
    assert "XX01" in error_words(caught.value)
    assert tree(places) == before


def test_a_base_that_cannot_be_read_is_not_what_was_published(packs, places, installed, academy):
    academy.next()
    (places.packs / "XX01-v2" / "glossary.toml").unlink()
    (places.packs / "XX01-v2" / "glossary.toml").symlink_to("nowhere")

    with pytest.raises(PackRefused) as caught:
        packs.install(academy.pack(since=installed))
    assert caught.value.details["reason"] == "packs.base_differs"


def test_no_room_for_a_preview_is_told(packs, installed, academy, monkeypatch):
    academy.next()

    def full(*_):
        raise OSError(28, "no space")

    monkeypatch.setattr("tempfile.TemporaryDirectory", full)
    with pytest.raises(DiskFull):
        packs.look(academy.pack())
