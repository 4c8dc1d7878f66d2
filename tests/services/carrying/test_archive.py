"""A record kept as an archive holds for anybody, and nothing in it can be changed unseen."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from selfstudy import words
from selfstudy.domain.errors import NotEntitled
from selfstudy.domain.record import NO_UNIT, Source
from selfstudy.domain.wire import seal_message
from selfstudy.exchange.cards import Officer, UnitCard, sign_card
from selfstudy.services.carrying.archive import Archive
from tests.builders import STRANGER
from tests.office import Office

VERIFIER = Path(__file__).parents[3] / "docs" / "verify_archive.py"


@pytest.fixture
def office(tmp_path):
    words.use("vi")
    office = Office(tmp_path)
    yield office
    office.close()


@pytest.fixture
def both(office):
    """A supervisor and a learner whose record was handed over, admitted and confirmed."""
    lan, hanh = office.supervisor(), office.learner()
    office.study(hanh)
    office.hand_over(hanh, lan)
    lan.unit.admit(hanh.desk.profile.id)
    office.answer_with_receipt(lan, hanh)
    return lan, hanh


def verify(path):
    """The verifier as a stranger runs it: another process, isolated, without our packages."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(VERIFIER), str(path)],
        capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout.decode()


def again(path, name, change):
    """The archive with one of its files changed."""
    into = path.with_name("changed.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(into, "w") as new:
        for entry in old.namelist():
            content = old.read(entry)
            new.writestr(entry, change(content) if entry == name else content)
    return into


def test_ones_own_record_holds_and_the_unit_confirms_it(both, tmp_path):
    _lan, hanh = both
    found = Archive(hanh.desk).write(tmp_path)

    code, said = verify(found.path)

    assert code == 0
    assert "Everything holds." in said
    assert "receipt of Trần Thị Lan (named in the unit's card): holds 2 of these records" in said
    assert "founding key of the person: lesson_finished 1, profile 1" in said
    assert "told by the unit, author Trần Thị Lan, a supervisor: admitted 1" in said
    assert "private" not in said


def test_private_records_are_in_it_only_when_asked_for(both, tmp_path):
    _lan, hanh = both
    without = Archive(hanh.desk).write(tmp_path)
    plain = zipfile.ZipFile(without.path).read("archive.json")
    with_private = Archive(hanh.desk).write(tmp_path, private=True)

    assert json.loads(plain)["sources"]
    assert all(source["chain"] != "p" for source in json.loads(plain)["sources"])
    assert with_private.records > without.records
    code, said = verify(with_private.path)
    assert code == 0
    assert "answered 8" in said


def test_a_supervisor_archives_what_the_unit_holds_of_a_person(both, tmp_path):
    lan, hanh = both
    found = Archive(lan.desk).write_of(tmp_path, hanh.desk.person, "Nguyễn Thị Hạnh")

    code, said = verify(found.path)

    assert code == 0
    assert "private" not in said
    with pytest.raises(NotEntitled):
        Archive(hanh.desk).write_of(tmp_path, lan.desk.person, "Trần Thị Lan")


def test_what_was_changed_is_found(both, tmp_path):
    _lan, hanh = both
    path = Path(Archive(hanh.desk).write(tmp_path).path)
    about = json.loads(zipfile.ZipFile(path).read("archive.json"))
    segment = next(s for source in about["sources"] for s in source["segments"] if s["count"] > 1)

    def other_minutes(content):
        assert b",2,800,8,8]" in content
        return content.replace(b",2,800,8,8]", b",9,800,8,8]")

    def one_less(content):
        return content.split(b"\n", 1)[1]

    def told(change):
        def changed(content):
            made = json.loads(content)
            change(made)
            return json.dumps(made).encode()

        return changed

    def other_author(made):
        made["sources"][0]["author"] = made["sources"][-1]["author"][::-1]

    def other_card(made):
        made["cards"][0]["signature"] = made["receipts"][0]["signature"]

    def other_receipt(made):
        made["receipts"][0]["signature"] = made["cards"][0]["signature"]

    def moved(made):
        first = next(s for source in made["sources"] for s in source["segments"])
        first["previous"] = "00" * 32

    for name, change in (
        (segment["file"], other_minutes),
        (segment["file"], one_less),
        ("archive.json", told(other_author)),
        ("archive.json", told(other_card)),
        ("archive.json", told(other_receipt)),
        ("archive.json", told(moved)),
    ):
        code, said = verify(again(path, name, change))
        assert (code, "WRONG:" in said) == (1, True), (name, change)


def resealed(path, change, ring=STRANGER):
    """The archive with another index, sealed by somebody else."""
    into = path.with_name("resealed.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(into, "w") as new:
        about = json.loads(old.read("archive.json"))
        change(about)
        told = json.dumps({**about, "signer": ring.public.hex()}).encode()
        sealed = {"archive.json": told, "archive.sig": ring.sign(b"tuhoc archive 0" + told).hex()}
        for entry in old.namelist():
            new.writestr(entry, sealed.get(entry, old.read(entry)))
    return into


def test_what_was_taken_out_added_or_said_beside_is_found(both, tmp_path):
    lan, hanh = both
    path = Path(Archive(hanh.desk).write(tmp_path).path)
    code, said = verify(path)
    assert (code, "sealed by the founding key of the person" in said) == (0, True)

    def last_segment(about):
        about["sources"][-1]["segments"].pop()

    def source(about):
        about["sources"].pop()

    def receipts(about):
        about["receipts"].clear()

    def name(about):
        about["name"] = "Người khác"

    def told(change):
        def changed(content):
            about = json.loads(content)
            change(about)
            return json.dumps(about).encode()

        return changed

    for change in (last_segment, source, receipts, name):
        code, said = verify(again(path, "archive.json", told(change)))
        assert (code, "the seal over the whole" in said) == (1, True), change
        code, said = verify(resealed(path, change))
        assert (code, "a key that nothing in here names" in said) == (1, True), change
    for beside in ("ghi-nhan.csv", "DOC-TOI.txt"):
        code, said = verify(again(path, beside, lambda content: content + b"x"))
        assert (code, f"{beside}: it was changed" in said) == (1, True)
    with zipfile.ZipFile(again(path, "", bytes), "a") as more:
        more.writestr("segments/more.jsonl", "[]")
    code, said = verify(path.with_name("changed.zip"))
    assert (code, "segments/more.jsonl: it was added" in said) == (1, True)

    of_unit = Archive(lan.desk).write_of(tmp_path, hanh.desk.person, "Nguyễn Thị Hạnh")
    assert "sealed by Trần Thị Lan, a supervisor" in verify(of_unit.path)[1]


def told_by(ring, subject, unit, chain, kind, content):
    """A source of one record, as `archive.json` has it, and the bytes of its segment."""
    source = Source(ring.public, subject, unit, chain, bytes(16))
    line = json.dumps([1, 420, kind, content], separators=(",", ":")).encode()
    end = hashlib.sha256(source.id + line).digest()
    file = f"segments/{source.id.hex()[:8]}.jsonl"
    segment = {
        "file": file, "first": 1, "count": 1, "previous": source.id.hex(), "end": end.hex(),
        "signature": ring.sign(seal_message(source.id, 1, 1, end)).hex(),
    }  # fmt: skip
    about = {"author": ring.public.hex(), "subject": subject.hex(), "unit": unit.hex()}
    return {**about, "chain": chain, "epoch": bytes(16).hex(), "segments": [segment]}, file, line


def with_source(path, source, file, line, ring):
    """The archive with one more source, sealed by `ring`."""
    made = resealed(path, lambda about: about["sources"].append(source), ring)
    with zipfile.ZipFile(made, "a") as more:
        more.writestr(file, line + b"\n")
    return made


HOURS = ("hours_recognised", ["CM03", 9900, "12/QĐ", "2026-01-01"])
KEY = ("key_added", [STRANGER.public.hex(), "", ""])


@pytest.mark.parametrize(("chain", "said"), [("s", HOURS), ("u", HOURS), ("s", KEY), ("u", KEY)])
def test_who_lays_in_a_record_of_their_own_or_vouches_for_themselves_seals_nothing(
    both, tmp_path, chain, said
):
    _lan, hanh = both
    path = Path(Archive(hanh.desk).write(tmp_path).path)
    forged = told_by(STRANGER, hanh.desk.person, hanh.desk.unit, chain, *said)

    code, answer = verify(with_source(path, *forged, STRANGER))

    assert (code, "sealed by a key that nothing in here names" in answer) == (1, True)


def test_hours_in_the_units_name_by_a_key_that_its_card_does_not_name_do_not_hold(both, tmp_path):
    _lan, hanh = both
    path = Path(Archive(hanh.desk).write(tmp_path).path)
    forged = told_by(STRANGER, hanh.desk.person, hanh.desk.unit, "u", *HOURS)

    code, said = verify(with_source(path, *forged, hanh.desk.ring))

    assert (code, "its author may not speak for the unit" in said) == (1, True)


def test_a_key_that_the_person_added_seals_and_one_whose_adding_nobody_vouches_for_does_not(
    both, tmp_path
):
    _lan, hanh = both
    path = Path(Archive(hanh.desk).write(tmp_path).path)
    added = told_by(hanh.desk.ring, hanh.desk.person, hanh.desk.unit, "s", *KEY)

    code, said = verify(with_source(path, *added, STRANGER))

    assert (code, "sealed by another key of the person" in said) == (0, True)


def test_an_archive_is_of_one_person_and_of_their_units_and_says_nothing_twice(both, tmp_path):
    lan, hanh = both
    path = Path(Archive(hanh.desk).write(tmp_path).path)
    of_lan = Path(Archive(lan.desk).write(tmp_path).path)
    theirs = json.loads(zipfile.ZipFile(of_lan).read("archive.json"))
    other = card_of_another_unit()

    def somebody_else(about):
        about["person"] = lan.desk.person.hex()

    def their_receipt(about):
        about["receipts"] += told_of(lan, hanh)

    def their_sources(about):
        about["sources"] += theirs["sources"]

    def twice(about):
        about["sources"].append(about["sources"][0])

    def segment_twice(about):
        segments = about["sources"][0]["segments"]
        segments.append(segments[0])

    def another_unit(about):
        about["cards"].append(other)

    for change, wrong in (
        (somebody_else, "it is about somebody else"),
        (their_receipt, "it is about somebody else"),
        (their_sources, "it is about somebody else"),
        (twice, "it is there twice"),
        (segment_twice, "a segment of it is there twice"),
        (another_unit, "no record in here is of that unit"),
    ):
        code, said = verify(resealed(path, change, hanh.desk.ring))
        assert (code, wrong in said) == (1, True), (change, said)


def told_of(lan, hanh):
    """A receipt of the unit about its supervisor, in the place of one about the learner."""
    kept = lan.unit.intake_door.receipt_for(hanh.desk.unit, lan.desk.person)
    return [{"body": base64.b64encode(kept.body).decode(), "signature": kept.signature.hex()}]


def card_of_another_unit():
    """A card that a stranger founded, with themselves as supervisor."""
    officer = Officer(STRANGER.public, STRANGER.seal_public, "Ai đó")
    signed = sign_card(UnitCard(STRANGER.public, 1, "Đơn vị khác", 0, 0, (officer,)), STRANGER)
    return {"body": base64.b64encode(signed.body).decode(), "signature": signed.signature.hex()}


def test_a_file_that_would_fill_the_memory_is_not_inflated(both, tmp_path):
    _lan, hanh = both
    path = Path(Archive(hanh.desk).write(tmp_path).path)
    made = tmp_path / "large.zip"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        with new.open("segments/large.jsonl", "w") as large:
            for _ in range(257):
                large.write(bytes(1024 * 1024))

    code, said = verify(made)

    assert (code, "segments/large.jsonl is too large" in said) == (2, True)


def test_an_archive_without_a_seal_is_verified_and_said_to_have_none(both, tmp_path):
    _lan, hanh = both
    path = Path(Archive(hanh.desk).write(tmp_path).path)

    def unsealed(content):
        about = json.loads(content)
        del about["signer"], about["files"]
        return json.dumps(about).encode()

    code, said = verify(again(path, "archive.json", unsealed))

    assert (code, "NOT SEALED" in said) == (0, True)


@pytest.mark.parametrize(
    "lines", [b"", b"[1", b"\xff\xfe", b"[" * 100_000, b"[1,2]", b'[1e400,0,"x",[]]']
)
def test_lines_that_are_none_do_not_hold_and_stop_nothing(both, tmp_path, lines):
    _lan, hanh = both
    path = Path(Archive(hanh.desk).write(tmp_path).path)
    first = next(n for n in zipfile.ZipFile(path).namelist() if n.endswith(".jsonl"))

    code, said = verify(again(path, first, lambda _content: lines))

    assert (code, f"WRONG: {first}" in said) == (1, True)


def test_a_damaged_archive_is_said_to_be_and_never_holds(both, tmp_path):
    _lan, hanh = both
    path = Path(Archive(hanh.desk).write(tmp_path).path)
    raw = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        place = next(e for e in archive.infolist() if e.filename.endswith(".jsonl")).header_offset
    for number in (place + 75, place + 90):
        damaged = tmp_path / "damaged.zip"
        damaged.write_bytes(raw[:number] + bytes([raw[number] ^ 0xFF]) + raw[number + 1 :])
        code, said = verify(damaged)
        assert (code, "damaged" in said) == (2, True)


def test_what_own_computers_confirm_to_each_other_is_in_no_archive(office, tmp_path):
    """It counts private records, and belongs to nobody else."""
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    office.study(hanh)
    laptop = office.person("Nguyễn Thị Hạnh", "laptop")
    request, _code = laptop.devices.request(office.stick, "Máy ở nhà")
    laptop.devices.take(Path(hanh.devices.link(request, office.stick, "Máy cơ quan").path))
    hanh.devices.receive(Path(laptop.devices.exchange(office.stick).path))
    assert hanh.desk.papers.receipts(NO_UNIT, hanh.desk.person)

    found = Archive(hanh.desk).write(tmp_path)

    assert json.loads(zipfile.ZipFile(found.path).read("archive.json"))["receipts"] == []


def test_something_else_is_no_archive(tmp_path):
    other = tmp_path / "a.zip"
    other.write_bytes(b"something else")
    assert verify(other)[0] == 2
    assert verify(tmp_path / "nothing.zip")[0] == 2


def test_the_table_is_for_people_and_no_spreadsheet_runs_it(office, tmp_path):
    hanh = office.person("=Nguyễn Thị Hạnh", "hanh")
    office.study(hanh)
    found = Archive(hanh.desk).write(tmp_path, private=True)

    raw = zipfile.ZipFile(found.path).read("ghi-nhan.csv").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(raw)))

    assert rows[0] == ["Thời điểm", "Loại", "Về", "Chi tiết", "Được tính", "Nguồn", "Số thứ tự"]
    assert len(rows) == found.records + 1
    assert not [field for row in rows for field in row if field[:1] in ("=", "+", "@")]


def test_the_archive_says_how_to_verify_it_and_the_trail_keeps_that_it_was_made(both, tmp_path):
    _lan, hanh = both
    found = Archive(hanh.desk).write(tmp_path)

    told = zipfile.ZipFile(found.path).read("DOC-TOI.txt").decode()

    assert f"python3 verify_archive.py {Path(found.path).name}" in told
    assert hanh.desk.papers.trail()[0].action == "archive"
