"""Homes as they are before a deed: built once, copied for each time it is tried."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from selfstudy.hub.keeper import Hub
from selfstudy.services.packs.installing import Packs
from selfstudy.services.packs.packing import make_pack
from selfstudy.services.rescue.moving import UNDER_WAY
from selfstudy.settings import MOVED, Places
from tests.content.conftest import write_lessons
from tests.faults.deeds import PASSPHRASE, Stage, answer, lock_up
from tests.office import Office

OLD = Path(__file__).parents[1] / "data" / "0" / "profile"
BEFORE = 3  # answers that were given before a deed begins, numbered from 1


def build(folder: Path, address: str) -> None:
    """Everybody's homes, and what lies on the stick."""
    office = Office(folder)
    lan = office.supervisor()
    hub = Hub.open(folder / "hub", office.clock, "Máy chủ Sở Nội vụ")
    officer = hub.officer
    lan.unit.name_hub(address, officer.key, officer.seal_key, officer.name, PASSPHRASE)
    office.card = lan.unit.write_card(office.stick)
    hub.serve_unit(office.card)
    hub.close()
    hanh = office.learner()
    alone = office.person("Phạm Văn Bình", "alone")
    for services in (office.learner("Lê Văn Minh", "minh"), hanh, alone):
        office.study(services)
    answer(office, hanh, lambda _word: None, 1, 1)
    shutil.copy(hanh.safety.backup(folder / "kept"), office.stick / "hanh.zip")
    answer(office, hanh, lambda _word: None, 2, BEFORE - 1)
    (office.stick / "in").mkdir()
    (office.stick / "out").mkdir()
    for services in office.desks[1:]:
        if services is not alone:
            services.handover.export(office.stick / "in")
    _pack_two_versions(folder, office)
    office.close()
    shutil.copytree(OLD, folder / "old" / "data" / "profiles" / _id_of(OLD))
    (folder / "new").mkdir()
    shutil.copytree(folder / "hanh", folder / "locked")
    as_if_never_moved(folder / "locked")
    with Stage(folder, office.shelf) as stage:
        lock_up(stage, "locked")
    _damage(folder)


def _damage(folder: Path) -> None:
    """A computer whose journal lost its first page, with a backup from before the last answers."""
    shutil.copytree(folder / "hanh", folder / "damaged")
    data = folder / "damaged" / "data"
    (journal,) = data.glob("profiles/*/journal.db")
    name = f"SaoLuu_{journal.parent.name[:8]}_20261101_090000.zip"
    (data / "backups").mkdir(exist_ok=True)
    shutil.copy(folder / "stick" / "hanh.zip", data / "backups" / name)
    with journal.open("rb+") as file:
        file.write(bytes(1024))


def _id_of(profile: Path) -> str:
    found = re.search(r'"id": "([0-9a-f]{32})"', (profile / "profile.json").read_text())
    assert found is not None
    return found[1]


def _pack_two_versions(folder: Path, office: Office) -> None:
    written = write_lessons(folder / "authored")
    home = Places(folder / "home")
    first, second = office.stick / "older.thpack", office.stick / "newer.thpack"
    make_pack(home, written.module, first)
    Packs(home, office.shelf).install(first)
    written.change("module.toml", "version = 2", "version = 3")
    make_pack(home, written.module, second)
    make_pack(home, written.module, office.stick / "update.thpack", since=first)
    first.unlink()


def set_up(template: Path, root: Path, homes: tuple[str, ...]) -> None:
    """Homes of a scene, each as if it had always been where it is now."""
    root.mkdir()
    for home in homes:
        shutil.copytree(template / home, root / home)
        as_if_never_moved(root / home)


def as_if_never_moved(home: Path) -> None:
    """A marker that knows the copied file's number: to be a copy is another test's matter.

    So is a disk of another name.
    """
    for place in (home / "config" / MOVED, home / "state" / UNDER_WAY):
        if place.exists() and place.read_text().endswith("/disk/data"):
            place.write_text(str(home / "disk" / "data"))
    data = Places(home).data
    for marker in (home / "state").glob("*.mark"):
        journal = data / "profiles" / marker.stem / "journal.db"
        if journal.exists():
            *tokens, _number = marker.read_text().split()
            marker.write_text(" ".join([*tokens, str(journal.stat().st_ino)]))
