"""What must be true of homes after a deed in them was broken off."""

from __future__ import annotations

import contextlib
from pathlib import Path

from openpyxl import load_workbook

from selfstudy import bootstrap
from selfstudy.bootstrap import Services
from selfstudy.content.library import Library
from selfstudy.domain.errors import DatabaseDamaged, NotEntitled
from selfstudy.domain.record import Answered, SectionRead
from selfstudy.services.carrying.verifying import examine
from selfstudy.services.holding.desk import Desk
from selfstudy.services.packs.installing import Packs
from selfstudy.services.papers.order import Wish
from selfstudy.services.rescue.moving import move_data
from selfstudy.services.rescue.safety import restore, verify
from selfstudy.services.upkeep import records
from selfstudy.settings import Settings, load_settings
from tests.faults.deeds import NAME, PASSPHRASE, Stage, put_together
from tests.faults.expecting import Scene, expect_answers, expect_going_on, expect_sound, facts
from tests.faults.unit_scenes import UNIT_SCENES

OLD_RECORDS = 41  # of the profile of schema 0
HANH = "Nguyễn Thị Hạnh"


def after_quiz(stage: Stage, said: list[str]) -> None:
    hanh = stage.at("hanh")
    assert not hanh.desk.copied
    expect_sound(hanh.desk)
    expect_answers(hanh.desk, said)
    if "read 150" in said:
        assert any(isinstance(f, SectionRead) and f.seconds == 150 for f in facts(hanh.desk))
    expect_going_on(stage, hanh, said)


def after_intake(stage: Stage, said: list[str]) -> None:
    lan = stage.at("lan")
    expect_sound(lan.desk)
    files = sorted((stage.stick / "in").glob("*.thoc"))
    taken = max((int(w.split()[1]) for w in said if w.startswith("taken ")), default=0)
    for path in sorted((stage.stick / "out").glob("BienNhan*.thoc")):
        found = examine(path, stage.computer("lan").profiles)
        assert (found.kind, found.problems) == ("packet", [])
    receipts = [int(word.split()[1]) for word in said if word.startswith("receipts ")]
    if receipts:
        assert len(list((stage.stick / "out").glob("BienNhan*.thoc"))) == receipts[0] == len(files)
    again = lan.unit.intake(files)
    assert [f.new for f in again.files[:taken]] == [0] * taken
    assert not [f.problem for f in again.files if f.problem]
    assert sum(f.new for f in lan.unit.intake(files).files) == 0
    assert {p.name for p in lan.unit.unknown()} == {"Nguyễn Thị Hạnh", "Lê Văn Minh"}
    assert lan.unit.write_receipts(stage.stick / "out") == len(files)
    expect_sound(lan.desk)


def after_old_profile(stage: Stage, said: list[str]) -> None:
    old = stage.at("old")
    expect_sound(old.desk)
    assert records(old.desk) >= OLD_RECORDS
    expect_answers(old.desk, said, before=0)
    expect_going_on(stage, old, said)


def after_backup(stage: Stage, said: list[str]) -> None:
    hanh = stage.at("hanh")
    expect_answers(hanh.desk, said)
    folder = stage.computer("hanh").data / "backups"
    for path in folder.glob("*.zip"):
        verify(path)
    for word in said:
        if word.startswith("backup "):
            elsewhere = stage.folder / "elsewhere" / "data" / "profiles"
            restore(folder / word.split()[1], elsewhere)
            expect_answers(stage.at("elsewhere").desk, said)
    stage.clock.move(seconds=5)
    verify(hanh.safety.backup())
    assert [p.name for p in folder.iterdir() if p.suffix != ".zip"] == []
    expect_going_on(stage, hanh, said)


def after_export(stage: Stage, said: list[str]) -> None:
    hanh, lan = stage.at("hanh"), stage.at("lan")
    expect_answers(hanh.desk, said)
    made = hanh.handover.export(stage.stick)
    for path in stage.stick.glob("KetQua*.thoc"):
        assert not lan.unit.intake([path], dry=True).files[0].problem
    digests = {
        examine(p, stage.computer("lan").profiles).opened for p in stage.stick.glob("KetQua*")
    }
    assert digests == {True}
    for word in said:
        if word.startswith("exported "):
            assert (stage.stick / word.split()[1]).exists()
    assert not list(stage.stick.glob("*.part"))
    assert lan.unit.intake([Path(made.path)]).new > 0
    expect_going_on(stage, hanh, said)


def after_going_back(stage: Stage, said: list[str]) -> None:
    """Whatever the backup lacked is merged in; what was there before is kept beside it too."""
    hanh = stage.at("hanh")
    profiles = stage.computer("hanh").profiles
    expect_sound(hanh.desk)
    expect_answers(hanh.desk, said)
    kept = list(profiles.glob("*.before"))
    assert kept or "restored" not in said
    assert all((beside / "journal.db").stat().st_size > 0 for beside in kept)
    expect_going_on(stage, hanh, said)
    stage.desks[-1].desk.close()
    restore(stage.stick / "hanh.zip", profiles)
    assert not list(profiles.glob("*.part"))
    hanh = stage.at("hanh")
    expect_sound(hanh.desk)
    expect_answers(hanh.desk, said)
    assert [f.milliseconds for f in facts(hanh.desk) if isinstance(f, Answered)].count(7777) == 1


def after_mending(stage: Stage, said: list[str]) -> None:
    try:
        damaged = stage.at("damaged")
    except DatabaseDamaged:
        assert "rescued" not in said
        put_together(stage)
        damaged = stage.at("damaged")
    expect_sound(damaged.desk)
    expect_answers(damaged.desk, said)
    folders = stage.computer("damaged").profiles
    assert [p.suffix for p in sorted(folders.iterdir())] == ["", ".before"]
    expect_going_on(stage, damaged, said)


def after_moving(stage: Stage, said: list[str]) -> None:
    """Where it was or where it is now: all is there, and what was broken off can be done again."""
    disk = stage.folder / "hanh" / "disk"
    hanh = stage.at("hanh")
    expect_answers(hanh.desk, said)
    hanh.desk.close()
    places = stage.computer("hanh")
    if "moved" not in said and places.data.parent != disk:
        move_data(places, disk)
    hanh = stage.at("hanh")
    assert hanh.desk.folder.is_relative_to(disk)
    assert not hanh.desk.copied or "moved" not in said
    assert [path.name for path in disk.iterdir()] == ["data"]
    assert "moved" not in said or not (places.state / "moving").exists()
    expect_sound(hanh.desk)
    expect_answers(hanh.desk, said)
    expect_going_on(stage, hanh, said)


def after_sync(stage: Stage, said: list[str]) -> None:
    hanh = stage.at("hanh")
    expect_sound(hanh.desk)
    expect_answers(hanh.desk, said)
    assert hanh.sync.now().unreceived == 0
    assert hanh.sync.now().unreceived == 0
    expect_going_on(stage, hanh, said)


def after_first_run(stage: Stage, said: list[str]) -> None:
    people = bootstrap.profiles(stage.computer("new"), stage.clock, stage.shelf)
    found = people.profiles()
    told = [word.split()[1] for word in said if word.startswith("created ")]
    assert [p.id for p in found] == told or not told
    if not found:
        people.create(NAME, "P02", stage.card)
    new, lan = stage.at("new"), stage.at("lan")
    expect_answers(new.desk, said, before=0)
    assert new.desk.card is not None
    expect_known_to(lan, new, stage)


def expect_known_to(lan: Services, learner: Services, stage: Stage) -> None:
    """The unit learns who somebody is, and can answer them."""
    path = Path(learner.handover.export(stage.stick).path)
    lan.unit.intake([path])
    (known,) = [p for p in lan.unit.unknown() if p.id == learner.desk.profile.id]
    assert known.name == learner.desk.profile.name
    assert lan.unit.write_receipts(stage.stick / "out")
    learner.handover.take(sorted((stage.stick / "out").glob("BienNhan*")))
    assert learner.handover.state().unreceived == 0
    expect_sound(learner.desk)


def after_joining(stage: Stage, said: list[str]) -> None:
    alone, lan = stage.at("alone"), stage.at("lan")
    expect_answers(alone.desk, said, before=0)
    assert alone.desk.unit == lan.desk.unit or "joined" not in said
    if alone.desk.unit != lan.desk.unit:
        alone.handover.join(stage.card)
    expect_known_to(lan, alone, stage)


def after_founding(stage: Stage, said: list[str]) -> None:
    alone = stage.at("alone")
    if "founded" not in said:
        with contextlib.suppress(NotEntitled):  # it was whole, only not said yet
            alone.unit.create("Phòng Tư pháp", PASSPHRASE)
    view = alone.unit.view()
    assert view is not None
    assert (view.is_root, view.is_supervisor, view.people) == (True, True, 1)
    assert alone.unit.write_card(stage.stick).exists()
    expect_sound(alone.desk)


def after_installing(stage: Stage, said: list[str]) -> None:
    home = stage.computer("home")
    shelf = Library([home.packs])
    version = shelf.module("CM03").version
    assert version == 3 if said else version in {2, 3}
    assert not shelf.problems
    assert Packs(home, shelf).install(stage.stick / "newer.thpack").version == 3
    assert sorted(p.name for p in home.packs.iterdir()) == ["CM03-v2", "CM03-v3"]


def after_updating(stage: Stage, said: list[str]) -> None:
    home = stage.computer("home")
    shelf = Library([home.packs])
    version = shelf.module("CM03").version
    assert version in ({2, 3}, {2, 3}, {2})[len(said)]
    assert not shelf.problems
    packs = Packs(home, shelf)
    assert packs.install(stage.stick / "update.thpack").version == 3
    assert packs.roll_back("CM03").version == 2


def after_locking(stage: Stage, said: list[str]) -> None:
    hanh = stage.at("hanh")
    locked = hanh.desk.key is not None
    assert locked or "locked" not in said
    expect_plain(hanh.desk, plain=not locked)
    expect_sound(hanh.desk)
    expect_answers(hanh.desk, said)
    expect_going_on(stage, hanh, said)


def after_unlocking(stage: Stage, said: list[str]) -> None:
    hanh = stage.at("locked")
    locked = hanh.desk.key is not None
    assert not (locked and "unlocked" in said)
    expect_plain(hanh.desk, plain=not locked)
    expect_sound(hanh.desk)
    expect_answers(hanh.desk, said)
    expect_going_on(stage, hanh, said)


def expect_plain(desk: Desk, *, plain: bool) -> None:
    """The folder holds one journal and one pair of keys, both in clear or neither."""
    assert (desk.folder / "journal.db").read_bytes().startswith(b"SQLite format 3") == plain
    assert (b'"sign"' in (desk.folder / "keys.json").read_bytes()) == plain
    left = {p.name for p in desk.folder.iterdir()} & {"changing", "changed", "journal.db.old"}
    assert not left


def after_erasing(stage: Stage, said: list[str]) -> None:
    lan = stage.at("lan")
    expect_sound(lan.desk)
    files = sorted((stage.stick / "in").glob("*.thoc"))
    found = {p.name: p for p in lan.unit.unknown()}
    if "taken 2" in said:
        assert "Lê Văn Minh" in found
    assert "erased" not in said or HANH not in found
    lan.unit.intake(files)
    found = {p.name: p for p in lan.unit.unknown()}
    if HANH in found:
        assert "erased" not in said
        assert found[HANH].facts == found["Lê Văn Minh"].facts
        lan.erasure.erase_person(found[HANH].id, PASSPHRASE)
        lan.unit.intake(files)
    assert {p.name for p in lan.unit.unknown()} == {"Lê Văn Minh"}
    expect_sound(lan.desk)


def after_settings(stage: Stage, said: list[str]) -> None:
    found = load_settings(stage.computer("home").settings_file)
    told = [float(word.split()[1]) for word in said]
    upto = [1.0, 1.1, 1.2, 1.3]
    assert found.zoom in upto[len(told) : len(told) + 2]
    assert found == Settings(zoom=found.zoom)


def after_sheets(stage: Stage, said: list[str]) -> None:
    folder, book = stage.stick / "f", stage.stick / "F1.xlsx"
    found = [path for path in folder.glob("*") if not path.name.startswith(".")]
    for path in found:
        content = path.read_bytes()
        assert content.startswith(b"%PDF")
        assert content.rstrip().endswith(b"%%EOF")
    if said[:1] not in ([], ["full"]):
        assert said[0] == f"wrote {len(found)}"
    if book.exists() or len(said) > 1:
        assert load_workbook(book).sheetnames
    lan = stage.at("lan")
    expect_sound(lan.desk)
    assert len(lan.reporting.exports()) >= sum(word.startswith("wrote") for word in said)
    assert lan.reporting.write(Wish("F8", "pdf", each=True), folder).paths


SCENES = (
    Scene("quiz", ("hanh", "stick"), after_quiz),
    Scene("intake", ("lan", "stick"), after_intake),
    Scene("old_profile", ("old", "stick"), after_old_profile),
    Scene("backup", ("hanh", "stick"), after_backup),
    Scene("export", ("hanh", "lan", "stick"), after_export),
    Scene("go_back", ("hanh", "stick"), after_going_back),
    Scene("mend", ("damaged", "stick"), after_mending),
    Scene("move", ("hanh", "stick"), after_moving),
    Scene("first_run", ("new", "lan", "stick"), after_first_run),
    Scene("join", ("alone", "lan", "stick"), after_joining),
    Scene("found", ("alone", "stick"), after_founding),
    Scene("lock", ("hanh", "stick"), after_locking),
    Scene("unlock", ("locked", "stick"), after_unlocking),
    Scene("erase", ("lan", "stick"), after_erasing),
    Scene("install", ("home", "stick"), after_installing),
    Scene("update", ("home", "stick"), after_updating),
    Scene("sheets", ("lan", "stick"), after_sheets),
    Scene("settings", ("home", "stick"), after_settings),
    *UNIT_SCENES,
)
