"""What is private is told by its person's choice alone, record by record, once."""

from __future__ import annotations

import re
import tempfile
import zipfile
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfstudy.domain import wire
from selfstudy.domain.audience import to_own_device
from selfstudy.domain.errors import HubUnreachable, NoSuchRecord, NoUnit
from selfstudy.domain.record import NoteWritten, Restated, Reviewed, Voided
from selfstudy.exchange.codes import join
from selfstudy.exchange.keys import KeyRing
from selfstudy.exchange.packet import read
from selfstudy.services.carrying.sync import Sync
from selfstudy.services.papers.order import Wish
from tests.builders import LESSON, answered, finished
from tests.office import Office

HUB = KeyRing(b"h" * 32, b"s" * 32)
NOTE = "Thể thức khác với mẫu cũ ở chỗ số và ký hiệu"


@pytest.fixture
def lan(office):
    return office.supervisor()


@pytest.fixture
def hanh(office, lan):
    learner = office.learner()
    office.study(learner)
    question = office.shelf.lesson(LESSON).questions[0]
    wrong = next(o.key for o in question.options if not o.right)
    learner.desk.write(
        replace_response(answered(question.id, 0), wrong),
        Reviewed(LESSON, question.id, 1, "ab", "M2", (wrong,), 0, 4000, 1),
        NoteWritten(LESSON, "hanh-chinh:1", NOTE),
    )
    return learner


def replace_response(fact, *response):
    return msgspec.structs.replace(fact, response=response)


def rows(learner):
    return [row for group in learner.handover.private() for row in group.rows]


def untold(learner, kind=""):
    return [row.id for row in rows(learner) if row.told_at is None and kind in ("", row.kind)]


def inside(path, lan):
    """The facts of a packet as its receiver reads them."""
    return lines_of(path.read_bytes(), lan.desk.ring)


def lines_of(raw, ring):
    packet = read(raw, [ring])
    return [
        (part.source, wire.read_line(line))
        for part in packet.sources
        for segment in part.segments
        for line in wire.unpack_lines(segment.blob)
    ]


def hand_over(office, learner, lan):
    path = Path(learner.handover.export(office.stick).path)
    told = inside(path, lan)
    lan.unit.intake([path])
    path.unlink()
    return told


def test_what_may_be_told_is_listed_by_lesson_with_its_score(office, hanh):
    (group,) = hanh.handover.private()

    assert group.title == office.shelf.lesson(LESSON).title
    assert [row.kind for row in group.rows[:3]] == ["note_written", "reviewed", "answered"]
    assert (group.rows[0].detail, group.rows[1].detail, group.rows[3].detail) == (
        NOTE,
        "0%",
        "100%",
    )
    answers = [row for row in group.rows if row.kind != "note_written"]
    assert group.score == round(1000 * (len(answers) - 2) / len(answers))
    assert len(group.untold) == len(group.rows) == len(answers) + 1


def test_a_note_alone_has_no_score(office, lan):
    nam = office.learner("Phạm Văn Nam", "nam")
    nam.desk.write(NoteWritten(LESSON, "", NOTE))

    (group,) = nam.handover.private()

    assert group.score is None


def test_a_ticked_record_is_in_the_preview_before_anything_is_written(office, lan, hanh):
    before = hanh.handover.preview()
    heads = hanh.desk.journal.heads(own(hanh))

    shown = hanh.handover.preview([untold(hanh, "reviewed")[0], untold(hanh, "note_written")[0]])

    assert hanh.desk.journal.heads(own(hanh)) == heads
    more = shown.facts[len(before.facts) :]
    assert shown.facts[: len(before.facts)] == before.facts
    assert [(fact.kind, fact.detail) for fact in more] == [("restated", "0%"), ("restated", NOTE)]
    assert {line.kind: line.count for line in shown.lines}["restated"] == 2
    assert shown.stays == before.stays


def test_it_is_told_once_with_the_digest_of_its_record(office, lan, hanh):
    (chosen,) = untold(hanh, "note_written")
    shown = hanh.handover.preview([chosen])

    assert (hanh.handover.tell([chosen]), hanh.handover.tell([chosen])) == (1, 0)
    assert hanh.handover.preview([chosen]).lines == hanh.handover.preview().lines

    told = hand_over(office, hanh, lan)
    (again,) = [line.fact for _source, line in told if line.kind == "restated"]
    sid, _colon, number = chosen.partition(":")
    (place,) = [p for p in hanh.desk.journal.sources(own(hanh)) if p.sid.hex() == sid]
    assert again.digest == hanh.desk.journal.digest(place, int(number)).hex()
    assert wire.read_line(again.line.encode()).fact.text == NOTE
    lan.unit.admit(hanh.desk.profile.id)
    (read_there,) = [f for f in lan.unit.facts_behind(hanh.desk.profile.id) if f.kind == "restated"]
    (meant,) = [f for f in shown.facts if f.kind == "restated"]
    assert (read_there.what, read_there.detail) == (meant.what, meant.detail)
    (row,) = [row for row in rows(hanh) if row.id == chosen]
    assert row.told_at is not None


def own(learner):
    return to_own_device(learner.desk.person)


def test_the_unit_reads_a_score_and_never_an_option(office, lan, hanh):
    hanh.handover.tell(untold(hanh))
    hand_over(office, hanh, lan)
    lan.unit.admit(hanh.desk.profile.id)

    facts = lan.unit.facts_behind(hanh.desk.profile.id)

    told = [fact for fact in facts if fact.kind == "restated"]
    assert len(told) == len(rows(hanh))
    notes = {NOTE, ""}
    assert all(re.fullmatch(r"\d+%", f.detail) or f.detail in notes for f in told)
    options = {o.text for q in office.shelf.lesson(LESSON).questions for o in q.options}
    shown = {text for f in facts for text in (f.what, f.detail, f.code, f.why, f.by)}
    assert not shown & options
    (person,) = [p for p in lan.unit.people() if p.id == hanh.desk.profile.id]
    assert person.lessons_done == 1, "what is told adds no hours"


def test_what_was_told_may_be_taken_back_and_is_not_told_again(office, lan, hanh):
    chosen = untold(hanh, "note_written")
    assert hanh.handover.take_back(chosen) == 0
    hanh.handover.tell(chosen)
    hand_over(office, hanh, lan)

    assert (hanh.handover.take_back(chosen), hanh.handover.take_back(chosen)) == (1, 0)
    hand_over(office, hanh, lan)

    (row,) = [row for row in rows(hanh) if row.id == chosen[0]]
    assert row.taken_back
    assert hanh.handover.tell(chosen) == 0
    lan.unit.admit(hanh.desk.profile.id)
    (there,) = [f for f in lan.unit.facts_behind(hanh.desk.profile.id) if f.kind == "restated"]
    assert not there.counted


def test_what_its_person_took_back_is_not_offered(office, hanh):
    before = len(rows(hanh))
    (slip,) = hanh.desk.write(NoteWritten(LESSON, "", "nhầm"))
    assert len(rows(hanh)) == before + 1

    hanh.desk.append(
        hanh.desk.author(), [Voided(slip.source.hex(), slip.number, slip.digest.hex())], chain="p"
    )

    assert len(rows(hanh)) == before


def test_what_lost_its_words_with_its_term_cannot_be_told(office, hanh):
    hanh.desk.seal()
    office.clock.move(days=400)
    hanh.retention.keep_for(1)
    assert hanh.retention.apply().done
    hanh.desk.write(answered("q1", 500))

    (row,) = rows(hanh)

    assert (hanh.handover.tell([row.id]), untold(hanh)) == (1, [])


def test_what_was_restated_at_home_is_offered_once_as_what_it_tells(office, lan):
    nam = office.learner("Phạm Văn Nam", "nam")
    line = wire.line_of(5, 420, answered("q1", 500)).decode()
    noise = wire.line_of(5, 420, finished()).decode()
    twice = [Restated("aa" * 32, 1, "bb" * 32, line)] * 2
    others = [
        Restated("aa" * 32, 2, "bb" * 32, noise),
        Restated("aa" * 32, 3, "bb" * 32, "no line"),
    ]
    nam.desk.append(nam.desk.author(), [*twice, *others], chain="p")

    (row,) = rows(nam)
    assert (row.kind, row.score) == ("answered", 500)
    nam.handover.tell([row.id])

    told = [line.fact for _s, line in hand_over(office, nam, lan) if line.kind == "restated"]
    assert told == twice[:1]
    nam.desk.write(Restated("aa" * 32, 9, "bb" * 32, "no line"))
    assert rows(nam)[0].told_at is not None


def test_nothing_is_told_without_a_unit_or_of_a_record_that_is_not_there(office, lan, hanh):
    alone = office.person("Phạm Văn Nam", "nam")
    alone.desk.write(answered())
    assert alone.handover.private() == ()
    with pytest.raises(NoUnit):
        alone.handover.tell(["ab:1"])

    heads = hanh.desk.journal.heads(own(hanh))
    with pytest.raises(NoSuchRecord):
        hanh.handover.tell([*untold(hanh), "ab:1"])
    assert hanh.desk.journal.heads(own(hanh)) == heads


def test_another_unit_is_told_anew(office, lan, hanh):
    hanh.handover.tell(untold(hanh))
    assert untold(hanh) == []
    mai = office.person("Đỗ Thị Mai", "mai")
    mai.unit.create("UBND phường Xuân Hòa", "mật khẩu dài")
    hanh.handover.join(mai.unit.write_card(office.stick))

    assert len(untold(hanh)) == len(rows(hanh))


# — whatever way out is taken ———————————————————————————————————————————————————————————————————


def a_private(index):
    """A private record that is known again wherever its words turn up."""
    word = f"RIENG-{index}-RIENG"
    made = (
        answered(word, 500),
        Reviewed(LESSON, word, 1, "ab", "M2", (word,), 0, 4000, 1),
        NoteWritten(LESSON, "", word),
    )
    return made[index % 3]


def markers(*texts):
    return {int(found) for text in texts for found in re.findall(r"RIENG-(\d+)-RIENG", text)}


def out_of(learner, lan, folder):
    """The private records that can be read in what leaves, way by way."""
    folder.mkdir()
    sent = []

    def tapped(_address, body, _stop):
        sent.append(body)
        raise HubUnreachable(address="tapped")

    with pytest.raises(HubUnreachable):
        Sync(learner.desk, tapped).now()
    raw = {
        "file": (Path(learner.handover.export(folder).path).read_bytes(), lan.desk.ring),
        "codes": (join(learner.handover.codes().parts), lan.desk.ring),
        "hub": (sent[0], HUB),
    }
    found = {way: markers(*(repr(f) for f in lines_of(*packet))) for way, packet in raw.items()}
    for way, files in (
        ("archive", [learner.archive.write(folder).path]),
        (
            "report",
            [
                path
                for form in ("F1", "F7")
                for path in learner.reporting.write(Wish(form), folder / f"{form}.xlsx").paths
            ],
        ),
    ):
        found[way] = set()
        for file in files:
            with zipfile.ZipFile(file) as opened:
                read_all = [
                    opened.read(name).decode(errors="replace") for name in opened.namelist()
                ]
            found[way] |= markers(*read_all)
    return found


@settings(max_examples=3)
@given(st.lists(st.lists(st.booleans(), min_size=1, max_size=4), min_size=1, max_size=3))
def test_nothing_private_leaves_untold_by_any_way_out_and_what_is_told_leaves_alone(rounds):
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder))
        try:
            lan = office.supervisor()
            lan.unit.name_hub("http://hub", HUB.public, HUB.seal_public, "Máy chủ", "mật khẩu dài")
            office.card = lan.unit.write_card(office.stick)
            hanh = office.learner()
            office.study(hanh)
            count, chosen = 0, set()
            for number, ticks in enumerate(rounds):
                hanh.desk.write(*(a_private(count + i) for i in range(len(ticks))))
                ids = {
                    min(markers(r.what + r.detail)): r.id
                    for r in rows(hanh)
                    if "RIENG" in r.what + r.detail
                }
                ticked = [ids[count + i] for i, on in enumerate(ticks) if on]
                hanh.handover.preview(ticked)
                before = out_of(hanh, lan, office.folder / f"before{number}")
                assert before == dict.fromkeys(before, chosen) | {"report": set()}

                hanh.handover.tell(ticked)

                chosen = chosen | {count + i for i, on in enumerate(ticks) if on}
                after = out_of(hanh, lan, office.folder / f"after{number}")
                assert after == dict.fromkeys(after, chosen) | {"report": set()}
                count += len(ticks)
        finally:
            office.close()
