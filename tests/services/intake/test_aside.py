from __future__ import annotations

import json

import pytest

from selfstudy.domain.errors import NoSuchFile, NotEntitled
from selfstudy.exchange.envelope import MAGIC
from selfstudy.services.intake import aside
from selfstudy.store.aside import Aside
from tests.builders import LESSON, a_segment, a_source, carried, finished, lines_of, take
from tests.services.intake.test_intake import exported, packet, put, segments


@pytest.fixture
def lan(office):
    return office.supervisor()


@pytest.fixture
def hanh(office, lan):
    learner = office.learner()
    office.study(learner)
    return learner


def cut_file(office, learner, name="A.thoc", end=-100):
    return put(office, exported(office, learner).read_bytes()[:end], name)


def test_a_file_set_aside_says_what_it_is_when_it_came_and_what_was_taken_of_it(office, lan):
    source, (one, two, three, four) = segments(lan)
    spoiled = type(two)(
        two.first, two.count, two.previous, two.end, bytes(64), two.blob
    )  # its signature does not hold
    path = put(office, packet(lan, carried(source, one, spoiled, three, four)))

    lan.unit.intake([path])

    (file,) = lan.unit.quarantine()
    assert (file.problem, file.what, file.cause) == ("error.BadSignature", "packet", "sender")
    assert (file.name, file.at, file.size) == (path.name, office.clock(), path.stat().st_size)
    assert file.kept == 1


def test_a_file_for_another_unit_is_taken_by_itself_when_the_card_comes(office, lan):
    source, parts = segments(lan)
    path = put(office, packet(lan, carried(source, *parts)))
    office.clock.move(days=731)
    lan.unit.intake_door.take_files([path])
    assert lan.unit.quarantine()[0].cause == "card"
    assert lan.unit.mend() is None, "nothing has come"

    office.clock.move(days=-731)
    report = lan.unit.mend()

    assert (report.new, lan.unit.quarantine()) == (4, ())
    assert lan.unit.mend() is None
    assert json.loads(lan.desk.papers.trail("import")[0].text)["files"][0]["new"] == 4


def test_a_file_of_a_newer_program_is_tried_when_the_program_is_another(
    office, lan, hanh, monkeypatch
):
    raw = exported(office, hanh).read_bytes()
    lan.unit.intake([put(office, raw[: len(MAGIC)] + b"\xff" + raw[len(MAGIC) + 1 :], "moi.thoc")])
    (file,) = lan.unit.quarantine()
    assert (file.problem, file.cause) == ("error.NewerFormat", "program")

    monkeypatch.setattr(aside, "__version__", "9.9.9")
    report = lan.unit.mend()

    assert report.files[0].problem == "error.NewerFormat"
    assert lan.unit.mend() is None, "once for each version"


def test_the_next_intake_tries_again_what_waited(office, lan, hanh):
    source, parts = segments(lan)
    path = put(office, packet(lan, carried(source, *parts)))
    office.clock.move(days=731)
    lan.unit.intake_door.take_files([path])
    office.clock.move(days=-731)

    lan.unit.intake([exported(office, hanh)])

    assert lan.unit.quarantine() == ()


def test_another_reason_takes_the_place_of_the_first(office, lan, hanh):
    path = cut_file(office, hanh)
    lan.unit.intake([path])
    (file,) = lan.unit.quarantine()
    Aside(lan.desk.database).tell_again(bytes.fromhex(file.id), "error.NotForUs", {})

    lan.unit.retry(file.id)

    assert lan.unit.quarantine()[0].problem == "error.CutFile"


def test_a_whole_file_among_those_tried_takes_its_beginning_with_it(office, lan, hanh):
    whole = exported(office, hanh)
    raw = whole.read_bytes()
    door = lan.unit.intake_door
    lan.unit.intake([put(office, raw[:-100], "A.thoc")])
    lan.desk.papers.set_aside("whole", "error.CutFile", {}, raw, 0)

    report = aside.take_again(door, Aside(lan.desk.database).files())

    assert len(report.files) == 1
    assert lan.unit.quarantine() == ()


def test_a_file_is_discarded_by_a_supervisor_and_the_trail_says_so(office, lan, hanh):
    lan.unit.intake([cut_file(office, hanh)])
    (file,) = lan.unit.quarantine()
    with pytest.raises(NotEntitled):
        hanh.unit.discard(file.id)

    lan.unit.discard(file.id[:8])

    assert lan.unit.quarantine() == ()
    (line,) = lan.desk.papers.trail("discarded")
    (told,) = json.loads(line.text)["files"]
    assert (line.who, told["name"], told["digest"]) == ("Trần Thị Lan", "A.thoc", file.id)
    for unknown in (file.id, "", "zz"):
        with pytest.raises(NoSuchFile):
            lan.unit.discard(unknown)


def test_a_file_is_written_out_as_it_came_and_never_over_another(office, lan, hanh):
    path = cut_file(office, hanh)
    lan.unit.intake([path])
    (file,) = lan.unit.quarantine()

    first = lan.unit.export_aside(file.id, office.folder)
    second = lan.unit.export_aside(file.id, office.folder)

    assert first.name == "A.thoc"
    assert second != first
    assert first.read_bytes() == second.read_bytes() == path.read_bytes()


def test_what_its_sender_can_send_again_is_dropped_first_and_it_is_said(
    office, lan, hanh, monkeypatch
):
    monkeypatch.setattr(
        Aside, "shrink", lambda self, last, shrink=Aside.shrink: shrink(self, last, 2)
    )
    card = office.card.read_bytes()
    lan.unit.intake([put(office, card[:-9], "the.thdv")])
    for n in range(3):
        office.clock.move(minutes=1)
        lan.unit.intake([cut_file(office, hanh, f"{n}.thoc", -100 - n)])

    assert [file.name for file in lan.unit.quarantine()] == ["the.thdv", "2.thoc"]
    assert lan.unit.dropped() == 2
    names = [json.loads(line.text)["files"][0]["name"] for line in lan.desk.papers.trail("dropped")]
    assert names == ["1.thoc", "0.thoc"]


def test_the_quarantine_is_small_in_bytes_too(office, lan):
    for n in range(4):
        lan.desk.papers.set_aside(f"{n}", "error.CutFile", {}, bytes([n]) * 100, n)

    dropped = Aside(lan.desk.database).shrink(lambda _file: False, most_bytes=250)

    assert [file.name for file in dropped] == ["0", "1"]


def test_results_of_a_lesson_that_is_not_installed_count_as_claimed_and_are_listed(office, lan):
    ring = office.learner("Lê Văn Minh", "minh").desk.ring
    source = a_source(ring, ring.identity, lan.desk.unit)
    facts = [finished("CM99-01"), finished(LESSON)]
    take(lan.desk.journal, carried(source, a_segment(source, ring, lines_of(facts))))

    (lacking,) = lan.unit.unheld()

    assert (lacking.lesson, lacking.version, lacking.people) == ("CM99-01", 1, 1)
    row = next(fact for fact in lan.unit.facts_behind(ring.identity.hex()) if "99" in fact.what)
    assert row.checked == "unheld"


def test_whose_records_wait_for_earlier_ones_is_said(office, lan):
    source, (one, two, three, four) = segments(lan)
    lan.unit.intake([put(office, packet(lan, carried(source, four, three)))])

    (behind,) = lan.unit.behind()
    assert behind.records == 2

    lan.unit.intake([put(office, packet(lan, carried(source, one, two)))])
    assert lan.unit.behind() == ()


def test_a_file_that_is_none_of_ours_any_more_has_no_kind():
    assert aside._kind(b"nothing") == ""
