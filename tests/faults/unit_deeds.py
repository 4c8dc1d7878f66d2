"""What people do on several computers and for many people: each word was said to be saved."""

from __future__ import annotations

from pathlib import Path

from selfstudy.domain.plans import Plan, PlanItem
from selfstudy.domain.question import right_response
from selfstudy.domain.survey import Survey
from selfstudy.services.hours.recognising import Recognising
from selfstudy.services.needs.planning import Planning
from selfstudy.services.needs.rating import Rated, Rating
from selfstudy.services.needs.surveying import Surveying
from selfstudy.services.people.staff import Staff
from selfstudy.services.studying.testing import Testing
from tests.faults.deeds import PASSPHRASE, Say, Stage, answer

MODULE, COMPETENCY = "CM03", "M2"
PAPER = Survey(((COMPETENCY, "Soạn tờ trình"),), "mixed", "after_hours", "Bận việc", "Thêm máy")
YEAR = 400  # days after which a term of one year lets go
NEWER = ("Nguyễn Thị Hồng Hạnh", "P02", "CB900")


def link(stage: Stage, say: Say) -> None:
    """A second computer becomes somebody's own, is written on, and is lost."""
    home, hanh = stage.at("alone"), stage.at("hanh")
    request, _code = home.devices.request(stage.stick, "Máy ở nhà")
    say(f"asked {request.name}")
    packet = Path(hanh.devices.link(request, stage.stick, "Máy cơ quan").path)
    say(f"vouched {packet.name}")
    home.devices.take(packet)
    say("linked")
    answer(stage, home, say, 1000, 1)
    hanh.devices.receive(Path(home.devices.exchange(stage.stick).path))
    hanh.devices.remove(home.desk.ring.public.hex(), "Mất máy")
    say("removed")


def plan(stage: Stage, say: Say) -> None:
    """A plan is drafted, told to everybody of a list by name, and taken back."""
    planning = Planning(stage.at("unit").desk)
    draft = planning.keep_draft(wanted(planning))
    say("drafted")
    told = planning.publish(draft)
    say(f"told {len(told.decisions)}")
    planning.take_back(told)
    say("taken back")


def wanted(planning: Planning) -> Plan:
    """A plan for each of the roster, by name."""
    people = tuple(person for person, *_rest in planning.names())
    return Plan("", "Kế hoạch năm", "2026-12-31", (PlanItem(MODULE),), people=people)


def list_staff(stage: Stage, say: Say) -> None:
    """A list of the staff is taken, and taken back."""
    staff = Staff(stage.at("lan").desk)
    taken = staff.take(staff.look(staff.open(stage.stick / "staff.csv")))
    say(f"listed {taken.new}")
    staff.undo(*taken.decisions)
    say("undone")


def decide(stage: Stage, say: Say) -> None:
    """Words of a supervisor: a form on paper, levels, the unit's framework, hours."""
    lan = stage.at("unit")
    people = [person for person, *_rest in lan.unit.names()]
    today = stage.clock().date()
    Surveying(lan.desk).type_in(people[0], today.isoformat(), {COMPETENCY: Rated(2, 4)}, PAPER)
    say("typed")
    Rating(lan.desk).rate({person: {COMPETENCY: Rated(3)} for person in people})
    say("rated")
    lan.framework.take(lan.framework.look(stage.stick / "framework.xlsx"))
    say("framework")
    recognising = Recognising(lan.desk)
    given = recognising.given("Lớp văn thư", "16", "12/QĐ-UBND", f"{today:%d/%m/%Y}")
    recognising.recognise(people, given)
    say("recognised")


def change_keys(stage: Stage, say: Say) -> None:
    """The unit's card and appointments are renewed, and a sealing key replaced."""
    lan = stage.at("unit")
    say(f"card {lan.unit.renew(PASSPHRASE).number}")
    card = lan.unit.retire_seal_key(PASSPHRASE)
    say(f"card {card.number if card else 0}")


def let_go(stage: Stage, say: Say) -> None:
    """What is older than a year goes, and its files come once more."""
    stage.clock.move(days=YEAR)
    lan = stage.at("unit")
    lan.retention.keep_for(1)
    say("term")
    say(f"gone {lan.retention.apply().lines}")
    say(f"again {lan.unit.intake([stage.stick / 'in']).new}")


def photograph(stage: Stage, say: Say) -> None:
    """The codes of a packet are photographed in two parts, a day apart."""
    (half,) = stage.at("lan").unit.intake([stage.stick / "photos" / "1.png"]).files
    say(f"read {half.details['read']}")
    stage.close()
    stage.desks.clear()
    stage.clock.move(days=1)
    (whole,) = stage.at("lan").unit.intake([stage.stick / "photos" / "2.png"]).files
    say(f"taken {whole.new}")


def sit(stage: Stage, say: Say) -> None:
    """A test is answered and handed in, and somebody says anew who they are."""
    hanh = stage.at("hanh")
    testing = Testing(hanh.desk)
    for number, item in enumerate(testing.sit(MODULE, "post").quiz.items, 1):
        response = right_response(item.question)
        testing.answer(MODULE, "post", item.question.id, response, 5000)
        say(f"kept {number}")
    testing.hand_in(MODULE, "post")
    say("handed in")
    hanh.devices.tell(*NEWER)
    say("told")
