"""Whatever a journal holds: each number is what its listed records add up to, and what is shown."""

from __future__ import annotations

import shutil
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from selfstudy.domain import wire
from selfstudy.domain.explained import Figure
from selfstudy.domain.moments import due_limit
from selfstudy.domain.record import (
    Answered,
    HoursRecognised,
    KeyAdded,
    LessonFinished,
    LessonOpened,
    Restated,
    Reviewed,
    SectionRead,
    Voided,
)
from selfstudy.services.unit.totals import year_totals
from selfstudy.store.facts import rows_of
from selfstudy.store.judged import waiting
from tests.builders import LESSON, STRANGER, a_ring, a_source, carried, segments_of, take
from tests.office import Office

DEVICE = a_ring(9)
OTHER = a_ring(10)
DAY = 24 * 60 * 60 * 1000
SECTIONS = ("hanh-chinh", "loai-khac", "khong-co")
few = settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
many = settings(few, max_examples=100)

lessons = st.sampled_from([LESSON, "CM77-01"])
questions = st.sampled_from([f"{LESSON}-q0{n}" for n in range(1, 9)] + ["CM77-01-q01"])
versions = st.sampled_from([1, 1, 1, 2])
scores = st.sampled_from([0, 500, 1000, 1000])
private = st.one_of(
    st.builds(lambda a, v: LessonOpened("CM03", a, v, "ab"), lessons, versions),
    st.builds(
        lambda a, v, parts, n: SectionRead("CM03", a, v, "ab", tuple(parts), n),
        lessons,
        versions,
        st.sets(st.sampled_from(SECTIONS)).map(sorted),
        st.integers(0, 900),
    ),
    st.builds(
        lambda q, v, s, ms: Answered(q[:7], q, v, "ab", "M2", ("A",), s, ms),
        questions,
        versions,
        scores,
        st.integers(0, 10**6),
    ),
    st.builds(
        lambda q, s, r: Reviewed(q[:7], q, 1, "ab", "M2", ("A",), s, 9000, r),
        questions,
        scores,
        st.integers(1, 4),
    ),
)
finishings = st.builds(
    lambda a, v, h: LessonFinished("CM03", a, v, "ab", 20, h, 7, 8),
    lessons,
    versions,
    st.sampled_from([0, 100, 150]),
)
jumps = st.integers(-20 * DAY, 400 * DAY).map(lambda ms: timedelta(milliseconds=ms))
deeds = st.lists(
    st.one_of(
        st.tuples(st.just("own"), st.one_of(private, finishings)),
        st.tuples(st.just("again"), st.one_of(private, finishings)),
        st.tuples(st.just("strange"), st.one_of(private, finishings)),
        st.tuples(st.just("clock"), jumps),
        st.tuples(st.just("void"), st.integers(0, 20)),
        st.tuples(st.just("void"), st.integers(0, 20)),
        st.tuples(st.just("repeat"), st.integers(0, 20)),
    ),
    max_size=14,
)
tails = st.lists(private, max_size=4)


@pytest.fixture(scope="module")
def unit(tmp_path_factory):
    """A unit of six who finished a lesson, one of them erased; everybody's computers closed."""
    folder = tmp_path_factory.mktemp("unit")
    office = Office(folder)
    lan = office.supervisor()
    for name in ("hanh", "tuan", "minh", "mai", "nam", "tam"):
        learner = office.learner(f"Người Tên {name.title()}", name)
        office.study(learner)
        office.hand_over(learner, lan)
        lan.unit.admit(learner.desk.profile.id)
    lan.erasure.erase_person(learner.desk.profile.id, "mật khẩu dài")
    ids = {d.desk.profile.name.split()[-1]: d.desk.profile.id for d in office.desks}
    office.close()
    return folder, ids


@pytest.fixture
def again(unit, tmp_path):
    """The unit as it began, for each example anew."""
    made = []

    def office():
        for one in made:
            one.close()
        made.clear()
        folder = tmp_path / "here"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(unit[0], folder)
        made.append(Office(folder))
        return made[0], unit[1]

    yield office
    for one in made:
        one.close()


@dataclass
class Told:
    """A listed record with what its line says."""

    row: object
    fact: object


def told(desk, explained):
    """The counted records of a number, each with the fact that its line tells."""
    places = {}
    for one in {desk.person, *desk.my_authorities().roots, *desk.my_authorities().keys}:
        for row in rows_of(desk.journal, one):
            places[row.place.sid.hex()[:12], row.number] = row.place
    found = []
    for row in explained.records:
        if row.counted:
            line = desk.journal.line(places[row.source, row.number], row.number)
            found.append(Told(row, wire.stated(wire.read_line(line)).fact))
    return found


def oldest_first(found):
    return sorted(found, key=lambda one: (one.row.at, one.row.source, one.row.number))


def do(office, hanh, todo):
    """Everything that somebody, or somebody else in their name, may have done."""
    desk, saved = hanh.desk, []
    strange = []
    for number, (deed, what) in enumerate(todo):
        if deed == "own":
            saved += desk.write(what)
        elif deed == "clock":
            office.clock.now = min(max(office.clock() + what, START), LATEST)
        elif deed == "again":
            line = wire.line_of(desk.now() - 5000, 420, what).decode()
            saved += desk.write(Restated("ab" * 32, number % 3 + 1, "cd" * 32, line))
        elif deed == "strange":
            strange.append(what)
        elif saved:
            one = saved[what % len(saved)]
            if deed == "void":
                desk.write(Voided(one.source.hex(), one.number, one.digest.hex()))
            else:
                place = next(
                    row.place
                    for row in rows_of(desk.journal, desk.person)
                    if (row.place.source.id, row.number) == (one.source, one.number)
                )
                line = desk.journal.line(place, one.number).decode()
                desk.write(Restated(one.source.hex(), one.number, one.digest.hex(), line))
    source = a_source(STRANGER, desk.person, desk.unit, "p")
    put(desk, source, STRANGER, strange)


def put(desk, source, ring, facts, at=0):
    if facts:
        lines = [wire.line_of(desk.now() - 10_000 + n, 420, fact) for n, fact in enumerate(facts)]
        cuts = range(2, len(lines) + 1)
        parts = segments_of(source, ring, lines, cuts)
        take(desk.journal, carried(source, *parts[at:]))
        desk.know_again()


START = Office.__dataclass_fields__["clock"].default_factory().now - timedelta(days=40)
LATEST = START + timedelta(days=800)


somebody = given(deeds, tails, tails, tails, st.booleans())


@few
@somebody
def test_a_learners_numbers_are_what_their_records_add_up_to(
    again, todo, common, left, right, known
):
    a_learners_numbers_add_up(again, todo, common, left, right, known)


@pytest.mark.slow
@many
@somebody
def test_so_they_are_whatever_a_learner_does(again, todo, common, left, right, known):
    a_learners_numbers_add_up(again, todo, common, left, right, known)


def a_learners_numbers_add_up(again, todo, common, left, right, known):
    office, ids = again()
    hanh = office.open("hanh", ids["Hanh"])
    desk = hanh.desk
    if known:
        desk.write(KeyAdded(DEVICE.public.hex()))
        desk.know_again()
    fork = a_source(DEVICE, desk.person, desk.unit, "p")
    put(desk, fork, DEVICE, common + left)
    put(desk, fork, DEVICE, common + right)
    put(desk, a_source(DEVICE, desk.person, desk.unit, "p", 1), DEVICE, left, at=1)  # with a gap
    do(office, hanh, todo)

    as_the_record_shows(hanh)
    as_answers_add_up(hanh)
    as_a_lesson_adds_up(hanh, office.shelf.lesson(LESSON))
    as_today_shows(hanh)
    nothing_is_left_out(desk, hanh.explaining.explain)


def as_the_record_shows(hanh):
    explain = hanh.explaining.explain
    for year in (None, 2026, 2027):
        record = hanh.study.my_record(year)
        shown = {
            "lessons": record.lessons_done,
            "answers": record.answers,
            "minutes": record.active_minutes,
            "right": record.answers_right / record.answers if record.answers else None,
        }
        for key, value in shown.items():
            assert explain(Figure(key)).value == (
                None if value is None else pytest.approx(value)
            ), key
    for year in (2026, 2027, 2028):
        found = explain(Figure("self_study", year=year))
        assert found.value == pytest.approx(hanh.study.hours(year).self_study)
        assert found.value == pytest.approx(sum(row.adds for row in found.records if row.counted))


def as_answers_add_up(hanh):
    desk, explain = hanh.desk, hanh.explaining.explain
    counted = told(desk, explain(Figure("answers")))
    assert explain(Figure("answers")).value == len(counted)
    right_ones = sum(one.fact.score >= 1000 for one in counted)
    assert explain(Figure("right")).value == (right_ones / len(counted) if counted else None)
    seconds = 0.0
    for one in told(desk, explain(Figure("minutes"))):
        if isinstance(one.fact, SectionRead):
            seconds += one.fact.seconds
        else:
            seconds += min(300, one.fact.milliseconds / 1000)
    assert explain(Figure("minutes")).value == round(seconds / 60)

    finished = {}
    for one in oldest_first(told(desk, explain(Figure("lessons")))):
        finished.setdefault((one.fact.lesson, one.fact.version), one)
    assert explain(Figure("lessons")).value == len(finished)


def as_a_lesson_adds_up(hanh, shelf):
    desk, explain = hanh.desk, hanh.explaining.explain
    today = hanh.study.today()
    progress = hanh.study.progress_of(shelf)
    found = explain(Figure("lesson", LESSON))
    read, marks, done = set(), {}, False
    for one in oldest_first(told(desk, found)):
        if isinstance(one.fact, SectionRead):
            read |= set(one.fact.sections) & {s.id for s in shelf.sections}
        elif isinstance(one.fact, LessonFinished):
            done = True
        elif isinstance(one.fact, Answered | Reviewed):
            assert one.fact.question not in marks, "one answer of each question decides"
            marks[one.fact.question] = one.fact.score >= 1000
    share = len(read) / len(shelf.sections) * 2 / 3 + sum(marks.values()) / 8 / 3
    assert found.value == pytest.approx(1.0 if done else min(0.99, share))
    assert found.value == pytest.approx(progress.fraction)
    assert found.value == pytest.approx(sum(r.adds for r in found.records if r.counted))
    card = next(card for card in today.modules if card.id == "CM03")
    assert explain(Figure("module", "CM03")).value == pytest.approx(card.fraction)


def as_today_shows(hanh):
    desk, explain, today = hanh.desk, hanh.explaining.explain, hanh.study.today()
    due = explain(Figure("due"))
    adding = [row for row in due.records if row.adds]
    assert due.value == today.due == len(adding)
    assert len({row.code for row in adding}) == len(adding)
    limit = due_limit(desk.clock())
    with desk.database.read() as connection:
        memory = desk.journal.folds.memory(connection, desk.person)
    assert {row.code for row in adding} == {
        row.question for row in memory if row.memory.due < limit and row.lesson == LESSON
    }

    last = desk.clock().date()
    for back in range(0, 91, 30):
        of = (last - timedelta(days=back)).isoformat()
        assert explain(Figure("day", of)).value == today.days[-1 - back]
    assert explain(Figure("unreceived")).value == today.handed.unreceived
    assert len(explain(Figure("unreceived")).records) == today.handed.results


def nothing_is_left_out(desk, explain):
    """Every record of a kind is listed, counted or not, and each once."""
    for key, kinds in (
        ("answers", ("answered", "reviewed")),
        ("minutes", ("section_read", "answered", "reviewed")),
        ("lessons", ("lesson_finished",)),
    ):
        listed = [(r.source, r.number, r.why == "waiting") for r in explain(Figure(key)).records]
        held = [
            (row.place.sid.hex()[:12], row.number, False)
            for row in rows_of(desk.journal, desk.person, ["restated", *kinds])
            if row.kind != "restated" or retold(desk, row) in kinds
        ]
        held += [
            (one.row.place.sid.hex()[:12], one.row.number, True)
            for one in waiting(desk.journal, desk.person, kinds)
        ]
        assert sorted(listed) == sorted(held), key


def retold(desk, row):
    return wire.stated(wire.read_line(desk.journal.line(row.place, row.number))).kind


unit_deeds = st.lists(
    st.one_of(
        st.tuples(st.just("finish"), st.sampled_from(["Hanh", "Tuan", "other"]), finishings),
        st.tuples(st.just("hours"), st.sampled_from(["Hanh", "Tuan"]), st.integers(0, 3)),
        st.tuples(st.just("match"), st.just("Tuan"), st.just("Hanh")),
        st.tuples(st.just("undo"), st.integers(0, 9), st.none()),
        st.tuples(st.just("clock"), st.timedeltas(timedelta(), timedelta(days=70)), st.none()),
    ),
    max_size=10,
)


def decide(lan, ids, decided, sources, deed, who, what):
    """What may happen in a unit."""
    if deed == "finish":
        sources[who].append(what)
    elif deed == "hours":
        person = bytes.fromhex(ids[who])
        lan.desk.write_about(person, HoursRecognised("CM03", 100 * what, f"QĐ {what}", "2026"))
    elif deed == "match" and "matched" not in decided:
        decided += lan.unit.match((ids[who], ids[what]))
        decided.append("matched")
    elif deed == "undo" and decided:
        chosen = [one for one in decided if one != "matched"]
        lan.unit.undo(*chosen)
        decided.clear()
    elif deed == "clock":
        lan.desk.clock.now = min(lan.desk.clock() + who, LATEST)


def as_the_year_adds_up(lan):
    desk, explain = lan.desk, lan.explaining.explain
    for year in (2026, 2027):
        totals = year_totals(desk, year)
        shown = (totals.learners, totals.lessons, totals.self_study, totals.recognised)
        keys = ("people", "lessons", "self_study", "recognised")
        for key, value in zip(keys, shown, strict=True):
            found = explain(Figure(f"year_{key}", year=year))
            if totals.learners is None:
                assert (found.value, found.records) == (None, ())
                continue
            adds = sum(row.adds for row in found.records if row.counted)
            assert found.value == pytest.approx(value)
            assert found.value == pytest.approx(adds + totals.kept[key])


@few
@given(unit_deeds)
def test_a_units_numbers_are_what_the_records_of_its_people_add_up_to(again, todo):
    a_units_numbers_add_up(again, todo)


@pytest.mark.slow
@many
@given(unit_deeds)
def test_so_they_are_whatever_happens_in_a_unit(again, todo):
    a_units_numbers_add_up(again, todo)


def a_units_numbers_add_up(again, todo):
    office, ids = again()
    lan = office.open("lan", ids["Lan"])
    desk, decided, sources = lan.desk, [], defaultdict(list)
    rings = {"Hanh": None, "Tuan": None, "other": OTHER}
    for deed, who, what in todo:
        decide(lan, ids, decided, sources, deed, who, what)
    for who, facts in sources.items():
        person = OTHER.identity if rings[who] else bytes.fromhex(ids[who])
        key = office.open(who.lower(), ids[who]).desk.ring if not rings[who] else OTHER
        put(desk, a_source(key, person, desk.unit, "s", 3), key, facts)

    explain, view = lan.explaining.explain, lan.unit.view()
    for person in lan.unit.people():
        shown = {
            "lessons": person.lessons_done,
            "self_study": person.self_study,
            "recognised": person.recognised,
            "records": person.facts,
            "last": person.last_at.timestamp() if person.last_at else None,
        }
        for key, value in shown.items():
            found = explain(Figure(key, person=person.id))
            assert found.value == (None if value is None else pytest.approx(value)), key
            if key != "last":
                adds = sum(row.adds for row in found.records if row.counted)
                assert found.value == pytest.approx(adds)
        for one in explain(Figure("records", person=person.id)).records:
            assert one.kind not in ("answered", "section_read"), "practice stays with the learner"
    assert explain(Figure("people")).value == view.people
    assert explain(Figure("unknown")).value == view.unknown
    as_the_year_adds_up(lan)
