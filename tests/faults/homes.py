"""Homes as they are before a deed: built once, copied for each time it is tried."""

from __future__ import annotations

import io
import re
import shutil
from dataclasses import replace
from pathlib import Path

from PIL import Image

from selfstudy.content.framework import Framework
from selfstudy.hub.keeper import Hub
from selfstudy.services.framework.workbook import write_framework
from selfstudy.services.intake.codes import Codes
from selfstudy.services.packs.installing import Packs
from selfstudy.services.packs.packing import make_pack
from selfstudy.services.people.staff import Staff
from selfstudy.services.rescue.moving import UNDER_WAY
from selfstudy.settings import MOVED, Places
from tests.content.conftest import write_lessons
from tests.faults.deeds import PASSPHRASE, Stage, answer, lock_up
from tests.office import Office, write_test

OLD = Path(__file__).parents[1] / "data" / "0" / "profile"
BEFORE = 3  # answers that were given before a deed begins, numbered from 1
STAFF, FEW = 120, 12  # people on lists of the staff: on the stick, and taken already


def build(folder: Path, address: str) -> None:
    """Everybody's homes, and what lies on the stick."""
    office = Office(folder)
    write_test(folder / "lessons")
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
    _photograph(office.desks[1].handover.codes(), office.stick / "photos")
    _pack_two_versions(folder, office)
    office.close()
    _receive(folder, office)
    shutil.copytree(OLD, folder / "old" / "data" / "profiles" / _id_of(OLD))
    (folder / "new").mkdir()
    shutil.copytree(folder / "hanh", folder / "locked")
    as_if_never_moved(folder / "locked")
    with Stage(folder, office.shelf) as stage:
        lock_up(stage, "locked")
    _damage(folder)


def _receive(folder: Path, office: Office) -> None:
    """The supervisor's computer after everybody's results came in, and lists for it."""
    shutil.copytree(folder / "lan", folder / "unit")
    as_if_never_moved(folder / "unit")
    with Stage(folder, office.shelf) as stage:
        lan = stage.at("unit")
        lan.unit.intake([stage.stick / "in"])
        lan.unit.admit(*(person.id for person in lan.unit.unknown()))
        staff = Staff(lan.desk)
        staff.take(staff.look(staff.open(_list(stage.stick / "few.csv", FEW))))
        _list(stage.stick / "staff.csv", STAFF)
        used = lan.desk.library.framework
        behaviours = tuple((level, f"Việc ở mức {level}.") for level in range(1, 6))
        same = replace(used.competencies[0], behaviours=behaviours)
        more = replace(same, code="M9", title="Lưu trữ điện tử")
        changed = replace(used.positions[0], required=(("M2", 3), ("M9", 2)))
        own = Framework((same, more), (changed, *used.positions[1:]))
        write_framework(own, stage.stick / "framework.xlsx")


def _list(path: Path, count: int) -> Path:
    """A list of the staff, each under a name of their own."""
    names = (f"Nguyễn {chr(65 + n // 26)} {chr(65 + n % 26)}" for n in range(count))
    rows = [f"{name};CB{n:03};Văn thư – lưu trữ" for n, name in enumerate(names, 1)]
    text = "\n".join(["Họ và tên;Mã cán bộ;Vị trí việc làm", *rows])
    path.write_text(text, encoding="utf-8-sig")
    return path


def _photograph(codes: Codes, into: Path) -> None:
    """Two photographs of a packet's codes: neither shows them all."""
    into.mkdir()
    middle = len(codes.pictures) // 2
    for number, shown in enumerate((codes.pictures[:middle], codes.pictures[middle:]), 1):
        images = [Image.open(io.BytesIO(picture)) for picture in shown]
        side = images[0].width
        photo = Image.new("1", (side * len(images), side), 1)
        for at, image in enumerate(images):
            photo.paste(image, (side * at, 0))
        photo.save(into / f"{number}.png")


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
