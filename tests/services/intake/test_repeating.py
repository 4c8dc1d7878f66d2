"""Taking the same files again, in any order, changes nothing and ends alike everywhere."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from selfstudy.exchange.roster import Listed
from selfstudy.services.intake.roster import write_roster
from tests.builders import dump, finished
from tests.office import Office

BESIDE = ("trail", "meta", "word", "stale")  # the log, local marks and numbers


@pytest.fixture
def files(office: Office) -> list[Path]:
    """All that reaches a supervisor: results early and late, a roster, cards, a cut file."""
    lan = office.supervisor()
    hanh, minh = office.learner(), office.learner("Lê Văn Minh", "minh")
    listed = [Listed(hanh.desk.person, hanh.desk.ring.public, "Nguyễn Thị Hạnh", "P02", "CB1")]
    found = [office.card, write_roster(lan.desk, listed, office.folder, "An Bình")]
    for number, learner in enumerate((hanh, minh)):
        for part in range(2):
            learner.desk.write(finished(f"CM03-0{part + 1}"))
            path = office.folder / f"{number}-{part}.thoc"
            path.write_bytes(Path(learner.handover.export(office.stick).path).read_bytes())
            found.append(path)
            office.clock.move(minutes=5)
    cut = office.folder / "cut.thoc"
    cut.write_bytes(found[-1].read_bytes()[:-40])
    lan.unit.name_hub("https://h", b"k" * 32, b"s" * 32, "Máy chủ", "mật khẩu dài")
    newer = lan.unit.write_card(office.folder)
    return [*found, cut, newer]


def seen(supervisor) -> tuple[object, ...]:
    """What a supervisor is told, apart from when files came."""
    unit = supervisor.unit
    aside = {(file.id, file.problem) for file in unit.quarantine()}
    return unit.people(), unit.unknown(), unit.view(), aside


def test_every_file_again_in_any_order_is_a_no_op(office, files):
    lan = office.desks[0]
    lan.unit.intake(files)
    lan.desk.fold()
    before, told = dump(lan.desk.database, BESIDE), seen(lan)

    for seed in range(6):
        again = random.Random(seed).sample(files, len(files))
        report = lan.unit.intake(again)
        lan.desk.fold()

        assert (report.new, report.papers) == (0, 0)
        assert dump(lan.desk.database, BESIDE) == before
    assert seen(lan) == told


def test_what_was_written_here_for_others_is_known_when_its_folder_is_taken_again(office):
    lan, hanh = office.supervisor(), office.learner()
    hanh.handover.export(office.stick)
    lan.unit.intake([office.stick])
    lan.unit.write_receipts(office.stick)
    before = dump(lan.desk.database, BESIDE)

    looked, taken = (lan.unit.intake([office.stick], dry=dry) for dry in (True, False))
    hanh.handover.take([office.stick])

    assert looked.quarantined == taken.quarantined == 0
    assert lan.unit.quarantine() == hanh.unit.quarantine() == ()
    assert dump(lan.desk.database, BESIDE) == before
    assert not any("BienNhan" in line.text for line in lan.desk.papers.trail("import"))


def test_what_somebody_else_wrote_for_others_is_set_aside_still(office):
    lan, hanh = office.supervisor(), office.learner()
    minh = office.learner("Lê Văn Minh", "minh")
    path = Path(minh.handover.export(office.stick).path)

    hanh.handover.take([path])
    lan.unit.intake([path])

    assert [file.problem for file in hanh.unit.quarantine()] == ["error.NotForUs"]
    assert lan.unit.quarantine() == ()


@pytest.mark.parametrize("seed", range(5))
def test_in_whatever_order_files_come_first_everything_ends_alike(office, files, seed):
    lan = office.desks[0]
    shutil.copytree(office.folder / "lan", office.folder / "again")
    again = office.open("again", lan.desk.profile.id)
    whole_last = sorted(files, key=lambda path: path.name != "cut.thoc")
    lan.unit.intake(whole_last)

    mixed = random.Random(seed)
    for path in mixed.sample(files, len(files)) + mixed.sample(files, 3):
        again.unit.intake([path])

    assert seen(again) == seen(lan)
