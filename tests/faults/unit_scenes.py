"""What must be true after a deed on several computers, or for many people, was broken off."""

from __future__ import annotations

import contextlib
from collections import Counter
from pathlib import Path

from selfstudy.bootstrap import Services
from selfstudy.domain import wire
from selfstudy.domain.audience import to_unit
from selfstudy.domain.errors import NobodyListed
from selfstudy.domain.question import right_response
from selfstudy.domain.record import AttemptSubmitted, Restated
from selfstudy.services.carrying.verifying import examine
from selfstudy.services.needs.assigned import assignments
from selfstudy.services.needs.planning import Planning
from selfstudy.services.needs.rating import Rating
from selfstudy.services.needs.surveying import Surveying
from selfstudy.services.people.staff import Staff
from selfstudy.services.record.standing import NOT_RESULTS
from selfstudy.services.studying.testing import Testing
from selfstudy.store.facts import rows_of
from selfstudy.store.people import own_words
from tests.faults.deeds import PASSPHRASE, Stage
from tests.faults.expecting import Scene, expect_answers, expect_going_on, expect_sound, facts
from tests.faults.homes import STAFF
from tests.faults.unit_deeds import COMPETENCY, MODULE, NEWER, PAPER, YEAR, wanted


def told(services: Services) -> Counter[str]:
    """How often this supervisor said what in the unit's name."""
    desk = services.desk
    desk.seal()
    places = [p for p in desk.journal.sources(to_unit(desk.unit)) if p.source.chain == "u"]
    mine = [place for place in places if place.source.author == desk.ring.public]
    return Counter(
        wire.read_line(line).fact.kind for p in mine for _number, line in desk.journal.lines(p)
    )


def expect_whole(before: Counter[str], kind: str, count: int, *, said: bool) -> None:
    """What is one word to many was said to all of them, or (if nobody heard so) to none."""
    assert before[kind] in ({count} if said else {0, count}), (kind, before)


def after_linking(stage: Stage, said: list[str]) -> None:
    hanh, home = stage.at("hanh"), stage.at("alone")
    for word in said:
        if word.startswith(("asked", "vouched")):
            assert examine(stage.stick / word.split()[1], stage.computer("hanh").profiles).kind
    removed = home.desk.ring.public.hex() in {d.id for d in hanh.devices.list()[1:] if gone(d)}
    assert removed or "removed" not in said
    if home.desk.person != hanh.desk.person:
        assert "linked" not in said
        request, _code = home.devices.request(stage.stick, "Máy ở nhà")
        home.devices.take(Path(hanh.devices.link(request, stage.stick, "Máy cơ quan").path))
    assert (home.desk.person, home.desk.unit) == (hanh.desk.person, hanh.desk.unit)
    expect_answers(home.desk, said)
    expect_all_brought(home)
    expect_sound(home.desk)
    if not removed:
        hanh.devices.receive(Path(home.devices.exchange(stage.stick).path))
        hanh.devices.remove(home.desk.ring.public.hex())
    expect_answers(hanh.desk, said)
    expect_all_brought(hanh, home)
    expect_going_on(stage, hanh, said)
    expect_going_on(stage, home, said)


def gone(device: object) -> bool:
    return getattr(device, "state", "") == "removed"


def expect_all_brought(services: Services, home: Services | None = None) -> None:
    """What was told on a computer before it was linked is told again, each record once."""
    journal = (home or services).desk.journal
    founded = (home or services).desk.ring.identity
    before = [row for row in rows_of(journal, founded) if row.kind not in NOT_RESULTS]
    again = Counter((f.source, f.number) for f in facts(services.desk) if isinstance(f, Restated))
    assert again == Counter((row.place.sid.hex(), row.number) for row in before)
    assert before


def after_planning(stage: Stage, said: list[str]) -> None:
    lan = stage.at("unit")
    planning = Planning(lan.desk)
    everybody = len(planning.names())
    expect_sound(lan.desk)
    before = told(lan)
    expect_whole(before, "plan_assigned", everybody, said=f"told {everybody}" in said)
    expect_whole(before, "voided", everybody, said="taken back" in said)
    live = [one for parts in assignments(lan.desk).values() for one in parts if one.live]
    assert len(live) == before["plan_assigned"] - before["voided"]
    drafts = planning.drafts()
    assert live or drafts or "drafted" not in said
    done = planning.publish(drafts[0] if drafts else wanted(planning))
    assert len(done.decisions) == (0 if live and drafts else everybody)
    assert planning.drafts() == ()
    assert {len(view.plan.people) for view in planning.plans() if view.plan.state == "live"} == {
        everybody
    }
    expect_sound(lan.desk)


def after_listing(stage: Stage, said: list[str]) -> None:
    lan = stage.at("lan")
    staff = Staff(lan.desk)
    expect_sound(lan.desk)
    before = told(lan)
    expect_whole(before, "listed", STAFF, said=f"listed {STAFF}" in said)
    expect_whole(before, "voided", STAFF, said="undone" in said)
    assert len(staff.people()) == 1 + before["listed"] - before["voided"]
    assert lan.desk.papers.trail("staff_list") or f"listed {STAFF}" not in said
    with contextlib.suppress(NobodyListed):  # they are known already
        staff.take(staff.look(staff.open(stage.stick / "staff.csv")))
    assert len(staff.people()) == 1 + STAFF
    expect_sound(lan.desk)


def after_deciding(stage: Stage, said: list[str]) -> None:
    lan = stage.at("unit")
    everybody = len(lan.unit.names())
    expect_sound(lan.desk)
    before = told(lan)
    expect_whole(before, "wishes_typed", 1, said="typed" in said)
    assert before["survey_typed"] == before["wishes_typed"]
    expect_whole(before, "competency_rated", everybody, said="rated" in said)
    expect_whole(before, "competency_described", 2, said="framework" in said)
    expect_whole(before, "position_described", before["competency_described"] // 2, said=True)
    expect_whole(before, "hours_recognised", everybody, said="recognised" in said)
    person = lan.unit.names()[0][0]
    if "typed" in said:
        assert Surveying(lan.desk).of(person).wishes == PAPER.wishes
    if "rated" in said:
        levels = {one.found.rated[COMPETENCY].level for one in Rating(lan.desk).grid()}
        assert levels == {3}
    if "recognised" in said:
        assert {row.recognised for row in lan.unit.people()} == {16}
    lan.framework.take(lan.framework.look(stage.stick / "framework.xlsx"))
    (version,) = lan.framework.view().versions
    assert version.parts == 3
    expect_sound(lan.desk)


def after_changing_keys(stage: Stage, said: list[str]) -> None:
    """What the supervisor sees of keys is what the others hear; what was sealed before opens."""
    lan, hanh = stage.at("unit"), stage.at("hanh")
    expect_sound(lan.desk)
    old = Path(hanh.handover.export(stage.stick).path)
    number = lan.unit.keys().number
    assert number >= max((int(word.split()[1]) for word in said), default=2)
    lan.unit.write_receipts(stage.stick / "out")
    hanh.handover.take(sorted((stage.stick / "out").glob("BienNhan*")))
    heard, seen = ({a.until for a in one.desk.my_authorities().appointments} for one in (hanh, lan))
    assert heard == seen
    assert hanh.desk.card == lan.desk.card
    if len(said) < 2:
        lan.unit.renew(PASSPHRASE)
    (officer,) = lan.desk.card.supervisors
    assert officer.seal_key == lan.desk.ring.seal_public
    stage.study(hanh)
    for path in (old, Path(hanh.handover.export(stage.stick).path)):
        assert not lan.unit.intake([path]).files[0].problem
    expect_sound(lan.desk)


def after_letting_go(stage: Stage, said: list[str]) -> None:
    stage.clock.move(days=YEAR)
    lan = stage.at("unit")
    expect_sound(lan.desk)
    done = {row.name: row.lessons_done for row in lan.unit.people() if row.lessons_done}
    assert done == {"Nguyễn Thị Hạnh": 1, "Lê Văn Minh": 1}
    assert lan.retention.years or "term" not in said
    if "gone 2" in said:
        assert not lan.retention.preview().lines
        assert len(lan.desk.papers.trail("retention")) == 1
    lan.retention.keep_for(1)
    lan.retention.apply()
    again = lan.unit.intake([stage.stick / "in"])
    assert (again.new, [file.problem for file in again.files]) == (0, ["", ""])
    assert done == {row.name: row.lessons_done for row in lan.unit.people() if row.lessons_done}
    expect_sound(lan.desk)


def after_photographing(stage: Stage, said: list[str]) -> None:
    lan = stage.at("lan")
    expect_sound(lan.desk)
    photos = [stage.stick / "photos" / f"{number}.png" for number in (1, 2)]
    stage.clock.move(days=1)
    if "taken 2" not in said:
        lan.unit.intake(photos[1:] if said else photos)
    (hanh,) = lan.unit.unknown()
    assert (hanh.name, hanh.facts) == ("Nguyễn Thị Hạnh", 2)
    assert lan.unit.intake(photos).new == 0
    expect_sound(lan.desk)


def after_sitting(stage: Stage, said: list[str]) -> None:
    hanh = stage.at("hanh")
    testing = Testing(hanh.desk)
    expect_sound(hanh.desk)
    sitting = testing.sit(MODULE, "post")
    kept = [item for item in sitting.quiz.items if item.response]
    assert len(kept) >= sum(word.startswith("kept") for word in said)
    assert sitting.tested or "handed in" not in said
    for item in sitting.quiz.items:
        if not item.response:
            response = right_response(item.question)
            testing.answer(MODULE, "post", item.question.id, response, 5000)
    tested = testing.hand_in(MODULE, "post").tested
    assert tested is not None
    assert tested.score == 1
    assert sum(isinstance(f, AttemptSubmitted) for f in facts(hanh.desk)) == 1
    assert hanh.devices.told() == NEWER or "told" not in said
    hanh.devices.tell(*NEWER)
    last = own_words(hanh.desk.journal, hanh.desk.person, hanh.desk.my_authorities())[-1]
    assert (last.name, last.position, last.staff_code) == NEWER
    assert hanh.desk.profile.name == NEWER[0]
    expect_going_on(stage, hanh, [])


UNIT_SCENES = (
    Scene("link", ("alone", "hanh", "stick"), after_linking),
    Scene("plan", ("unit", "stick"), after_planning),
    Scene("list_staff", ("lan", "stick"), after_listing),
    Scene("decide", ("unit", "stick"), after_deciding),
    Scene("change_keys", ("unit", "hanh", "stick"), after_changing_keys),
    Scene("let_go", ("unit", "stick"), after_letting_go),
    Scene("photograph", ("lan", "stick"), after_photographing),
    Scene("sit", ("hanh", "stick"), after_sitting),
)
