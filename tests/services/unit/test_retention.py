from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from selfstudy.domain.audience import to_unit
from selfstudy.domain.survey import Survey
from selfstudy.domain.wire import read_line, stated
from selfstudy.exchange.cards import read_receipt
from selfstudy.exchange.packet import Packet, read, write
from selfstudy.services.holding.holder import Holder
from selfstudy.services.initiative.applied import AppliedJournal
from selfstudy.services.intake.intake import Intake
from selfstudy.services.needs.surveying import Surveying
from selfstudy.services.rescue.gathering import Gathering
from selfstudy.store.database import Database
from selfstudy.store.facts import rows_of
from selfstudy.store.salvage import salvage
from tests.builders import finished
from tests.fakes import VIETNAM


@pytest.fixture
def lan(office):
    return office.supervisor()


@pytest.fixture
def hanh(office, lan):
    made = office.learner()
    office.study(made)
    made.desk.seal()
    return made


def test_everything_is_kept_until_a_term_is_chosen(office, lan, hanh):
    office.clock.move(days=400)

    assert hanh.retention.years == 0
    assert hanh.retention.preview().lines == 0
    assert not hanh.retention.apply().done


def test_old_practice_loses_its_answers_and_keeps_what_it_counts_for(office, lan, hanh):
    office.clock.move(days=400)
    before = hanh.study.my_record()
    hanh.retention.keep_for(1)

    looked = hanh.retention.preview()
    done = hanh.retention.apply()

    assert looked.lines > 0
    assert (done.done, done.lines) == (True, looked.lines)
    assert not hanh.retention.apply().done
    assert hanh.study.my_record() == before
    (line,) = hanh.desk.papers.trail("retention")
    assert '"years": 1' in line.text


def test_what_no_receipt_confirms_stays_whole(office, lan, hanh):
    office.clock.move(days=400)
    hanh.retention.keep_for(1)
    without = hanh.retention.preview().lines

    office.hand_over(hanh, lan)
    lan.unit.admit(hanh.desk.profile.id)
    office.answer_with_receipt(lan, hanh)

    assert hanh.retention.preview().lines == without + 1  # the lesson that was finished
    hanh.retention.apply()
    assert office.hand_over(hanh, lan) == 0


def test_a_supervisor_lets_go_of_the_units(office, lan, hanh):
    office.hand_over(hanh, lan)
    lan.unit.admit(hanh.desk.profile.id)
    people = lan.unit.people()
    office.clock.move(days=400)
    lan.retention.keep_for(1)

    lan.retention.apply()

    assert [row.lessons_done for row in lan.unit.people()] == [row.lessons_done for row in people]
    assert lan.retention.preview().lines == 0


def test_the_last_of_february_has_a_term_too(office, lan):
    office.clock.now = datetime(2028, 2, 29, 9, 0, tzinfo=VIETNAM)

    assert lan.retention.preview(1).before == datetime(2027, 2, 28, 9, 0, tzinfo=VIETNAM)


@pytest.fixture
def let_go(office, lan, hanh):
    """Who let go of what the unit confirmed, and has learned more since."""
    office.hand_over(hanh, lan)
    lan.unit.admit(hanh.desk.profile.id)
    office.answer_with_receipt(lan, hanh)
    office.clock.move(days=400)
    hanh.retention.keep_for(1)
    assert hanh.retention.apply().done
    hanh.desk.write(finished("CM03-07"))
    hanh.desk.seal()
    return hanh


@pytest.fixture
def newcomer(office, lan, tmp_path):
    """A holder of the unit who never had anything."""
    database = Database(tmp_path / "new.db")
    holder = Holder(database, lan.desk.ring, office.clock, "–")
    holder.take_card(lan.desk.card, lan.desk.signed_card(lan.desk.unit))
    yield holder
    holder.close()


def kinds(holder, person):
    return [row.object for row in rows_of(holder.journal, person, ("lesson_finished",))]


def test_a_new_holder_places_what_is_left_and_confirms_none_of_it(let_go, newcomer):
    desk = let_go.desk
    raw = write(
        Packet(
            desk.carrier(), desk.unit, desk.now(), tuple(desk.journal.since({}, to_unit(desk.unit)))
        ),
        desk.ring,
    )
    result = Intake(newcomer).accept(read(raw))

    assert (result.waiting, result.quarantined) == (0, 0)
    assert kinds(newcomer, desk.person) == ["CM03-07"]
    receipt = Intake(newcomer).receipt_for(desk.unit, desk.person)
    assert read_receipt(receipt).heads == ()


def test_a_rescue_places_what_is_left(let_go, tmp_path):
    desk = let_go.desk
    path, person, unit = desk.folder / "journal.db", desk.person, desk.unit
    desk.close()
    holder = Holder(Database(tmp_path / "new.db"), desk.ring, desk.clock, "–")
    holder.person = person
    gathering = Gathering(holder, person, unit)

    gathering.take(salvage(path))

    assert kinds(holder, person) == ["CM03-07"]
    assert gathering.finish().restated == 0
    holder.close()


def test_what_people_told_in_words_is_gone_after_its_term_and_every_list_still_opens(
    office, lan, hanh
):
    Surveying(hanh.desk).keep(Survey((("M2", "viết báo cáo"),), difficulties="ít thời gian"))
    entry = AppliedJournal(hanh.desk).keep("soạn công văn", "CM03")
    AppliedJournal(hanh.desk).share(entry.id)
    office.hand_over(hanh, lan)
    lan.unit.admit(hanh.desk.person.hex())
    office.answer_with_receipt(lan, hanh)
    assert Surveying(lan.desk).of(hanh.desk.person.hex()).wishes
    office.clock.move(days=400)

    for one in (lan, hanh):
        one.retention.keep_for(1)
        assert one.retention.apply().done

    assert Surveying(lan.desk).of(hanh.desk.person.hex()) == Survey()
    assert Surveying(lan.desk).of_everybody()[hanh.desk.person.hex()] == Survey()
    assert Surveying(hanh.desk).mine() == Survey()
    assert AppliedJournal(hanh.desk).entries() == ()


def test_what_was_let_go_before_two_computers_are_linked_is_not_told_again(office, lan):
    old, new = office.learner(), office.person("Nguyễn Thị Hạnh", "moi")
    office.study(new)
    new.desk.seal()
    office.clock.move(days=400)
    new.retention.keep_for(1)
    assert new.retention.apply().done
    new.desk.write(finished("CM03-09"))

    request, _code = new.devices.request(office.stick, "Máy mới")
    new.devices.take(Path(old.devices.link(request, office.stick).path))

    lines = [new.desk.journal.line(row.place, row.number) for row in restated(new)]
    assert lines
    assert all(stated(read_line(line)).kind for line in lines)


def restated(services):
    return rows_of(services.desk.journal, services.desk.person, ["restated"])
