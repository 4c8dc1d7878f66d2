"""What people do to their data, one deed after another: each says aloud what it was told is saved.

A word is said only after the program acknowledged it; the tests hold the program to every word.
"""

from __future__ import annotations

import os
import shutil
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Self

from selfstudy import bootstrap
from selfstudy.bootstrap import Services
from selfstudy.content.library import Library
from selfstudy.domain.errors import ProfileLocked
from selfstudy.domain.question import right_response
from selfstudy.exchange.lock import Cost
from selfstudy.exchange.recovery_code import GROUP, bare
from selfstudy.hub.app import make_server
from selfstudy.hub.keeper import Hub
from selfstudy.services.packs.installing import Packs
from selfstudy.services.papers.order import Wish
from selfstudy.services.profiles import Profiles
from selfstudy.services.rescue.moving import move_data
from selfstudy.services.rescue.safety import rescue, restore
from selfstudy.settings import Settings, save_settings, sync_folder, write_whole
from tests.builders import LESSON
from tests.office import Office

Say = Callable[[str], None]
PIN, CHEAP = "203041", Cost(19 * 1024, 1)
PASSPHRASE = "mật khẩu dài"
NAME = "Lê Thị Mới"


def shelf_of(lessons: Path) -> Library:
    """A shelf that has been looked at already."""
    shelf = Library([lessons])
    shelf.refresh()
    return shelf


class Stage(Office):
    """An office whose homes are there already, with a shelf that is shared."""

    def __init__(self, folder: Path, shelf: Library) -> None:
        self._shelf = shelf
        super().__init__(folder)

    def __post_init__(self) -> None:
        self.shelf = self._shelf
        self.stick = self.folder / "stick"
        self.clock.move(days=1)
        self.card = next(iter(sorted(self.stick.glob("TheDonVi*"))), None)

    def at(self, computer: str) -> Services:
        """The one profile of a computer, opened as the program does."""
        (profile,) = bootstrap.profiles(self.computer(computer), self.clock, self.shelf).profiles()
        return self.open(computer, profile.id)

    def people(self, computer: str) -> Profiles:
        """The people of a computer, with secrets that cost little."""
        places = self.computer(computer)
        return bootstrap.profiles(places, self.clock, self.shelf, lambda: CHEAP)

    def open(self, computer: str, person: str) -> Services:
        """Open a profile, with its PIN if it has one."""
        people = self.people(computer)
        try:
            desk = people.open(person)
        except ProfileLocked:
            desk = people.open(person, people.locking(person).by_secret(PIN))
        self.desks.append(bootstrap.services(desk, self.computer(computer)))
        return self.desks[-1]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


def answer(stage: Stage, hanh: Services, say: Say, first: int, count: int) -> None:
    """Answer questions; the milliseconds tell one answer from another."""
    questions = stage.shelf.lesson(LESSON).questions
    for number in range(first, first + count):
        question = questions[number % len(questions)]
        stage.clock.move(seconds=20)
        hanh.study.answer(LESSON, question.id, right_response(question), "sure", number)
        say(f"answered {number}")


def quiz(stage: Stage, say: Say) -> None:
    """A lesson is read, its quiz answered; the lesson finishes in the middle of it."""
    hanh = stage.at("hanh")
    lesson = stage.shelf.lesson(LESSON)
    hanh.study.open_lesson(LESSON)
    hanh.study.read(LESSON, [s.id for s in lesson.sections], 150, "hanh-chinh:1")
    say("read 150")
    answer(stage, hanh, say, 1000, len(lesson.questions) + 2)


def intake(stage: Stage, say: Say) -> None:
    """A supervisor takes a folder in and gives receipts."""
    lan = stage.at("lan")
    lan.unit.intake([stage.stick / "in"], progress=lambda done, _total: say(f"taken {done}"))
    say(f"receipts {lan.unit.write_receipts(stage.stick / 'out')}")


def old_profile(stage: Stage, say: Say) -> None:
    """A profile of schema 0 is opened, and goes on."""
    hanh = stage.at("old")
    say("opened")
    answer(stage, hanh, say, 1000, 2)


def backup(stage: Stage, say: Say) -> None:
    """A copy of the whole profile, after one more answer."""
    hanh = stage.at("hanh")
    answer(stage, hanh, say, 1000, 1)
    say(f"backup {hanh.safety.backup().name}")


def export(stage: Stage, say: Say) -> None:
    """A packet on a stick, after one more answer."""
    hanh = stage.at("hanh")
    answer(stage, hanh, say, 1000, 1)
    made = hanh.handover.export(stage.stick)
    say(f"exported {Path(made.path).name} {made.digest}")


def go_back(stage: Stage, say: Say) -> None:
    """A backup is put in the place of its profile, which then goes on."""
    (path,) = stage.stick.glob("*.zip")
    restore(path, stage.computer("hanh").profiles)
    say("restored")
    answer(stage, stage.at("hanh"), say, 1000, 2)


def put_together(stage: Stage) -> None:
    """Rescue the damaged profile from what is left of it and its backups."""
    places = stage.computer("damaged")
    (folder,) = (path for path in places.profiles.iterdir() if not path.suffix)
    rescue(folder, places.state, [places.data / "backups"], stage.clock)


def mend(stage: Stage, say: Say) -> None:
    """A damaged profile is put together anew, and goes on."""
    put_together(stage)
    say("rescued")
    answer(stage, stage.at("damaged"), say, 1000, 2)


def move(stage: Stage, say: Say) -> None:
    """All data moves to another disk, and goes on there."""
    answer(stage, stage.at("hanh"), say, 1000, 1)
    stage.close()
    stage.desks.clear()
    move_data(stage.computer("hanh"), stage.folder / "hanh" / "disk")
    say("moved")
    answer(stage, stage.at("hanh"), say, 1001, 2)


def sync(stage: Stage, say: Say) -> None:
    """An answer, and an exchange with the hub of the unit."""
    hanh = stage.at("hanh")
    answer(stage, hanh, say, 1000, 1)
    say(f"unreceived {hanh.sync.now().unreceived}")


def be_hub(stage: Stage, say: Say) -> None:
    """A hub serves until somebody knocks at its second door."""
    keeper = Hub.open(stage.folder / "hub", stage.clock)
    server = make_server(keeper)
    with (
        socket.create_server(("127.0.0.1", 0)) as door,
        socket.create_server(("127.0.0.1", 0)) as end,
    ):
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
        thread.start()
        while not server.started:
            thread.join(0.005)
        say(f"ports {door.getsockname()[1]} {end.getsockname()[1]}")
        end.accept()[0].close()
        server.should_exit = True
        thread.join()
    keeper.close()


def first_run(stage: Stage, say: Say) -> None:
    """Somebody new at a computer makes a profile with the card of the unit."""
    people = bootstrap.profiles(stage.computer("new"), stage.clock, stage.shelf)
    made = people.create(NAME, "P02", stage.card)
    say(f"created {made.id}")
    answer(stage, stage.at("new"), say, 1000, 1)


def lock_up(stage: Stage, computer: str) -> None:
    """Put a profile under a PIN."""
    people = stage.people(computer)
    locking = people.locking(people.profiles()[0].id)
    prepared = locking.prepare(PIN)
    code = bare(prepared.code)[GROUP * (prepared.group - 1) :][:GROUP]
    locking.switch_on(prepared, code)


def lock(stage: Stage, say: Say) -> None:
    """A profile is encrypted, and goes on."""
    lock_up(stage, "hanh")
    say("locked")
    answer(stage, stage.at("hanh"), say, 1000, 2)


def unlock(stage: Stage, say: Say) -> None:
    """A profile is decrypted, and goes on."""
    people = stage.people("locked")
    people.locking(people.profiles()[0].id).switch_off(PIN)
    say("unlocked")
    answer(stage, stage.at("locked"), say, 1000, 2)


def erase(stage: Stage, say: Say) -> None:
    """A supervisor takes results in and erases one person, whose file comes once more."""
    lan = stage.at("lan")
    lan.unit.intake([stage.stick / "in"])
    say("taken 2")
    (hanh,) = [p for p in lan.unit.unknown() if p.name == "Nguyễn Thị Hạnh"]
    lan.erasure.erase_person(hanh.id, PASSPHRASE)
    say("erased")
    say(f"refused {sum(f.erased for f in lan.unit.intake([stage.stick / 'in']).files)}")


def join(stage: Stage, say: Say) -> None:
    """Somebody who studied alone joins a unit."""
    alone = stage.at("alone")
    alone.handover.join(stage.card)
    say("joined")
    answer(stage, alone, say, 1000, 1)


def found(stage: Stage, say: Say) -> None:
    """Somebody founds a unit."""
    alone = stage.at("alone")
    alone.unit.create("Phòng Tư pháp", PASSPHRASE)
    say("founded")


def install(stage: Stage, say: Say) -> None:
    """A newer version of a module is put in place of an older one."""
    packs = Packs(stage.computer("home"), stage.shelf)
    say(f"installed {packs.install(stage.stick / 'newer.thpack').version}")


def update(stage: Stage, say: Say) -> None:
    """An update is put onto the version that it names, and taken back again."""
    home = stage.computer("home")
    packs = Packs(home, Library([home.packs]))
    say(f"installed {packs.install(stage.stick / 'update.thpack').version}")
    say(f"back {packs.roll_back('CM03').version}")


def sheets(stage: Stage, say: Say) -> None:
    """Forms: one for each person into a folder, and one in the place of another."""
    lan = stage.at("lan")
    say(f"wrote {len(lan.reporting.write(Wish('F8', 'pdf', each=True), stage.stick / 'f').paths)}")
    for _twice in range(2):
        say(f"wrote {len(lan.reporting.write(Wish('F1'), stage.stick / 'F1.xlsx').paths)}")


def settings(stage: Stage, say: Say) -> None:
    """Choices are kept, one after another."""
    for zoom in (1.1, 1.2, 1.3):
        save_settings(stage.computer("home").settings_file, Settings(zoom=zoom))
        say(f"zoom {zoom}")


# What a careless program would do: the harness must find it out


def write_and_hope(stage: Stage, say: Say) -> None:
    """A file written without a sync."""
    (stage.folder / "a.txt").write_bytes(b"x" * 2000)
    say("written")


def write_in_place(stage: Stage, say: Say) -> None:
    """A file that is half there for a while under its own name."""
    with (stage.folder / "a.txt").open("wb", buffering=0) as file:
        for _part in range(3):
            file.write(b"x" * 1000)
        os.fsync(file.fileno())
    sync_folder(stage.folder)
    say("written")


def rename_and_hope(stage: Stage, say: Say) -> None:
    """A file put in place before its bytes are on the disk."""
    (stage.folder / "a.part").write_bytes(b"x" * 2000)
    (stage.folder / "a.part").replace(stage.folder / "a.txt")
    sync_folder(stage.folder)
    say("written")


def write_well(stage: Stage, say: Say) -> None:
    """A file as it should be written."""
    write_whole(stage.folder / "b" / "a.txt", b"x" * 2000)
    say("written")


def do_everything(stage: Stage, say: Say) -> None:
    """Every kind of call that changes a file, and none that matters outside."""
    folder = stage.folder
    say("begun")
    with (folder / "a").open("wb") as file:
        file.write(b"a" * 5000)
        file.flush()
        file.seek(100)
        file.write(b"b" * 10)
        file.truncate(4000)
    shutil.copyfile(folder / "a", folder / "copied")
    handle = os.open(folder / "a", os.O_RDWR | os.O_APPEND)
    os.writev(handle, [b"c" * 3, b"d" * 4])
    os.posix_fallocate(handle, 0, 6000)
    os.fdatasync(handle)
    other = os.open(folder / "a", os.O_WRONLY)
    os.pwrite(other, b"e", 7)
    os.close(other)
    os.close(handle)
    (folder / "deep").mkdir()
    (folder / "deep" / "down").mkdir()
    (folder / "a").rename(folder / "deep" / "moved")
    os.link(folder / "deep" / "moved", folder / "linked")
    (folder / "gone").write_bytes(b"gone")
    (folder / "gone").unlink()
    (folder / "left").mkdir()
    (folder / "left" / "behind").mkdir()
    shutil.rmtree(folder / "left")
    os.truncate(folder / "linked", 50)
    thread = threading.Thread(target=(folder / "by a thread").write_bytes, args=(b"t",))
    thread.start()
    thread.join()
    Path("/dev/null").write_bytes(b"elsewhere")
