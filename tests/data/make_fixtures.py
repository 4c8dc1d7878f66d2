"""Writes tests/data/1: a file of every format of number 1, and what is in it (`expected.json`).

Run once, as `python -m tests.data.make_fixtures`, when a format gets its number; what was written
then is kept for ever. Keys are random, so a second run makes other bytes that say the same.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from datetime import date
from pathlib import Path

from selfstudy import bootstrap, words
from selfstudy.bootstrap import Services
from selfstudy.domain.question import right_response
from selfstudy.domain.record import (
    AppliedAtWork,
    AttemptStarted,
    AttemptSubmitted,
    CompetencyRated,
    HoursRecognised,
    KeyRemoved,
    NeedClosed,
    NeedStated,
    NoteWritten,
    PlanAssigned,
    Reviewed,
    SelfRated,
    SessionAttended,
    SurveyAnswered,
    TransferRated,
    Voided,
)
from selfstudy.exchange.keys import KeyRing
from selfstudy.exchange.recovery_code import GROUP, bare
from selfstudy.exchange.roster import Listed
from selfstudy.hub.keeper import Hub
from selfstudy.services.intake import codes
from selfstudy.services.intake.intake import Intake
from selfstudy.services.intake.roster import write_roster
from selfstudy.services.packs.packing import make_pack
from tests.builders import LESSON
from tests.formats.looking import CHEAP, held, plain, shown, told
from tests.office import Office

HERE = Path(__file__).parent / "1"
ROOT_WORDS = "mật khẩu dài"
SECRET = "con đò bến cũ"


class Making:
    """A unit with its people and their computers, and the folder of fixtures."""

    def __init__(self, folder: Path, into: Path) -> None:
        self.office = Office(folder)
        self.into = into
        self.expected: dict[str, object] = {}

    def keep(self, path: Path, name: str, rings: list[KeyRing] | None = None) -> Path:
        """A file that was written becomes a fixture; packets are told of."""
        kept = self.into / f"{name}{path.suffix}"
        shutil.move(path, kept)
        if rings is not None:
            self.expected[kept.name] = told(kept.read_bytes(), rings)
        return kept

    def keep_profile(self, services: Services, name: str) -> None:
        """The folder of a closed profile becomes a fixture."""
        self.expected[name] = {"held": held(services.desk), "shown": shown(services)}
        services.desk.close()
        copy_folder(services.desk.folder, self.into / name)

    def keys(self, services: Services, name: str) -> None:
        (self.into / "keys").mkdir(exist_ok=True)
        shutil.copy(services.desk.folder / "keys.json", self.into / "keys" / f"{name}.json")


def copy_folder(folder: Path, into: Path) -> None:
    """The files of a closed profile."""
    shutil.copytree(folder, into, ignore=shutil.ignore_patterns("*-wal", "*-shm", "open.json"))


def lived(office: Office, hanh: Services) -> None:
    """A learner with a fact of every kind that one says oneself."""
    office.study(hanh)
    question = office.shelf.lesson(LESSON).questions[0]
    response = right_response(question)
    asked = ("CM03-t1", "pre", "CM03", 2, "ab12")
    hanh.desk.write(
        Reviewed(LESSON, question.id, 2, "ab12", "M2", response, 1000, 3000, 3),
        AttemptStarted(*asked, (question.id,)),
        AttemptSubmitted(*asked, ((question.id, response, 1000),), 1000, 95),
        SurveyAnswered("CM03-s", "CM03", (("s1", 9), ("s2", 7)), "Bài viết dễ hiểu."),
        SelfRated("M2", 2, 4),
        NeedStated("n1", "M2", "Cần học cách viết tờ trình."),
        AppliedAtWork("CM03", "Đã sửa mẫu công văn của phòng."),
        NoteWritten(LESSON, "hanh-chinh:1", "Nhớ xem lại Điều 8."),
    )
    mistaken = hanh.desk.write(SelfRated("M2", 5))[0]
    hanh.desk.write(
        Voided(mistaken.source.hex(), mistaken.number, mistaken.digest.hex(), "chọn nhầm mức")
    )
    hanh.desk.write(KeyRemoved("ee" * 32, (), "máy cũ đã thanh lý"))


def answered_by_the_unit(lan: Services, person: bytes) -> None:
    """A supervisor says something of every kind about a learner."""
    lan.desk.write_about(
        person,
        CompetencyRated("M2", 3, 5),
        NeedClosed("n1", 1, "đã học xong"),
        PlanAssigned("p1", "CM03", "2026-12-31", "cần cho vị trí"),
        SessionAttended("b1", "CM03", "online", "2026-11-20", 400),
        HoursRecognised("CM03", 800, "15/QĐ-UBND", "2026-11-21"),
        TransferRated("CM03", (8, 7, 9, 8, 8, 7), "Văn bản đúng thể thức."),
    )
    mistaken = lan.desk.write_about(person, CompetencyRated("M2", 1))[0]
    lan.desk.write_about(
        person, Voided(mistaken.source.hex(), mistaken.number, mistaken.digest.hex(), "nhầm người")
    )


def make(folder: Path, into: Path) -> dict[str, object]:
    """The whole story; what is in its files."""
    m = Making(folder, into)
    office = m.office
    lan = office.supervisor()
    hub = Hub.open(folder / "hub", office.clock, "Máy chủ Sở Nội vụ")
    officer = hub.officer
    lan.unit.name_hub(
        "https://hub.example", officer.key, officer.seal_key, officer.name, ROOT_WORDS
    )
    first_card = lan.unit.write_card(office.stick)
    office.card = first_card

    nam = office.learner("Nguyễn Văn Nam", "nam")
    office.study(nam)
    office.hand_over(nam, lan)
    lan.unit.admit(nam.desk.profile.id)
    lan.unit.appoint(nam.desk.profile.id, ROOT_WORDS, date(2027, 6, 30))
    lan.unit.revoke(nam.desk.ring.public.hex(), ROOT_WORDS, "mất máy")
    lan.unit.retire_seal_key(ROOT_WORDS)
    office.card = lan.unit.write_card(office.stick)
    hub.serve_unit(office.card)
    m.expected["unit"] = lan.desk.unit.hex()

    office.clock.move(days=1)
    hanh = office.learner("Nguyễn Thị Hạnh", "hanh")
    lived(office, hanh)
    home = office.person("Nguyễn Thị Hạnh", "home")
    office.study(home, 60)
    request, code = home.devices.request(office.stick, "Máy ở nhà")
    m.expected["link_code"] = code
    link = Path(hanh.devices.link(request, office.stick, "Máy cơ quan").path)
    home.devices.take(link)
    exchange = Path(home.devices.exchange(office.stick).path)
    m.keep(request, "YeuCauLienKet")
    m.keep(link, "LienKet", [home.desk.ring])
    m.keep(exchange, "TraoDoi", [hanh.desk.ring])
    hanh.devices.receive(into / "TraoDoi.thoc")

    office.clock.move(hours=2)
    again = office.learner("Hạnh Nguyễn", "again")  # the same human, before their keys were found
    office.study(again)
    again.devices.claim(hanh.desk.person.hex(), "AB0001")
    office.clock.move(hours=1)
    quang = office.learner("Trương Quang Vinh", "quang")
    office.study(quang)

    hand_over(m, lan, hub, hanh, again, quang)
    hub.close()
    copy_folder(folder / "hub", into / "hub")
    m.keys(home, "home")
    locked(m, hanh)
    office.close()
    return m.expected


def hand_over(
    m: Making, lan: Services, hub: Hub, hanh: Services, again: Services, quang: Services
) -> None:
    """What learners hand over and the unit answers; a person is erased; other files are made."""
    office, into = m.office, m.into
    lan_ring = [lan.desk.ring]
    # The supervisor's profile as it is before anything of these people comes in.
    lan.safety.backup(into)
    m.keep(next(into.glob("SaoLuu_*.zip")), "SaoLuu")
    m.expected["SaoLuu.zip"] = {"held": held(lan.desk), "shown": shown(lan)}
    m.keys(lan, "lan")
    lan_profile = lan.desk.profile.id
    m.keep_profile(lan, "profile")
    lan = office.open("lan", lan_profile)

    packet = m.keep(Path(hanh.handover.export(office.stick).path), "KetQua", lan_ring)
    other = m.keep(Path(again.handover.export(office.stick).path), "KetQua_KhacMay", lan_ring)
    sheets = quang.handover.codes()
    sheet = codes._sheet(sheets, sheets.parts, 1, 1)
    sheet.save(into / "MaQR.png", optimize=True)
    assert len(sheets.parts) <= codes.ACROSS * codes.DOWN

    person = hanh.desk.person
    for path in (packet, other, into / "MaQR.png"):
        report = lan.unit.intake([path])
        assert not report.quarantined, report
        m.expected[f"intake {path.name}"] = {"new": report.new, "papers": report.papers}
        hub_report = Intake(hub).take_files([path])
        assert not hub_report.quarantined, hub_report
    lan.unit.admit(person.hex(), quang.desk.person.hex())
    lan.unit.match((again.desk.person.hex(), person.hex()))
    lan.unit.approve_device(person.hex(), again.desk.ring.public.hex())
    answered_by_the_unit(lan, person)
    listed = Listed(hanh.desk.person, hanh.desk.ring.public, "Nguyễn Thị Hạnh", "P02", "AB0001")
    m.keep(write_roster(lan.desk, [listed], office.stick, "Bến Thành"), "DanhSach")
    lan.unit.write_receipts(office.stick)
    for learner, name in ((hanh, "BienNhan"), (again, "BienNhan_KhacMay")):
        (paper,) = office.stick.glob(f"BienNhan*{learner.desk.person.hex()[:6]}*")
        m.keep(paper, name, [learner.desk.ring])
    hanh.handover.take([into / "BienNhan.thoc"])

    done = lan.erasure.erase_person(quang.desk.person.hex(), ROOT_WORDS, office.stick)
    m.keep(Path(done.path), "YeuCauXoa", lan_ring)
    report = Intake(hub).take_files([into / "YeuCauXoa.thoc"])
    m.expected["hub"] = {"held": held(hub), "gone": report.gone}
    shutil.copy(lan.desk.graves_file, into / "graves.json")
    m.expected["graves.json"] = len(json.loads((into / "graves.json").read_text())["tombstones"])
    card = lan.unit.write_card(office.stick)
    m.keep(card, "TheDonVi")
    made = hanh.archive.write(office.stick, private=True)
    m.keep(Path(made.path), "HoSo")
    m.expected["HoSo.zip"] = {"records": made.records, "segments": made.segments}
    packs = make_pack(
        hanh.packs.places,
        next((office.folder / "lessons").glob("CM03*")),
        office.stick / "CM03.thpack",
    )
    m.expected["CM03.thpack"] = {"publisher": packs.publisher}
    m.keep(packs.path, "CM03")
    m.keys(hanh, "hanh")
    m.keys(again, "again")


def locked(m: Making, hanh: Services) -> None:
    """The learner's profile and its backup under a secret, and the recovery code."""
    office, into = m.office, m.into
    m.expected["locked"] = {"held": held(hanh.desk), "shown": shown(hanh)}
    profile = hanh.desk.profile.id
    hanh.desk.close()
    people = bootstrap.profiles(office.computer("hanh"), office.clock, office.shelf, lambda: CHEAP)
    locking = people.locking(profile)
    prepared = locking.prepare(SECRET)
    typed = bare(prepared.code)[GROUP * (prepared.group - 1) :][:GROUP]
    key = locking.switch_on(prepared, typed)
    m.expected["recovery_code"] = prepared.code
    services = bootstrap.services(people.open(profile, key), office.computer("hanh"))
    services.safety.backup(into)
    m.keep(next(into.glob("SaoLuu_*.zip")), "SaoLuu_Khoa")
    services.desk.close()
    copy_folder(services.desk.folder, into / "locked")
    m.expected["locked"]["profile"] = profile


def main() -> None:
    words.use("vi")
    shutil.rmtree(HERE, ignore_errors=True)
    HERE.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder:
        expected = make(Path(folder), HERE)
    text = json.dumps(plain(expected), ensure_ascii=False, indent=1, sort_keys=True)
    (HERE / "expected.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
