"""What supervisors and learners are shown of what the unit said: the same everywhere."""

from __future__ import annotations

from selfstudy.services.hours.minimum import unit_rules
from selfstudy.services.needs.assigned import assignments, my_tasks
from selfstudy.services.needs.measuring import Measuring
from selfstudy.services.needs.planning import Planning
from selfstudy.services.needs.surveying import Surveying
from tests.rules.spoken import plans
from tests.rules.truth import Holding
from tests.rules.world import DeskSeat, World


def check_plans(seat: DeskSeat, held: Holding) -> None:
    """What stands of the unit's plans is what the records say."""
    told = {key: [part.digest for part in parts] for key, parts in assignments(seat.desk).items()}
    expected = {
        key: [word.digest.hex() for word in last]
        for key, last in plans(held, seat.desk.unit).items()
    }
    assert told == expected, f"{seat.name}: plans"


def check_said(world: World) -> None:
    """All supervisors of a unit see the same people, plans, needs and rules, learners theirs."""
    for unit in (world.unit, world.other):
        keepers = [s for s in world.supervisors(unit) if s.desk.is_supervisor()]
        members = [s for s in world.seats.values() if s.desk.unit == unit]
        gaps = {o.origin.subject.hex() for s in members for o in s.holding().values() if o.footings}
        gaps |= {part.source.subject.hex() for seat in members for part in seat.past}
        seen = [said_of_people(keeper, gaps) for keeper in keepers]
        assert all(each == seen[0] for each in seen), [keeper.name for keeper in keepers]
        for keeper in keepers:
            for seat in members:
                check_asked(world, seat, keeper)


def said_of_people(seat: DeskSeat, gaps: set[str]) -> list[object]:
    """What a supervisor's screens are made of; of whom the past was let go, nobody knows all."""
    services, desk = seat.services, seat.desk
    people = [person for person in services.unit.people() if person.id not in gaps]
    who = {person.id for person in people}
    words = Surveying(desk).of_everybody()
    return [
        [(p.id, p.name, p.roles, p.department, p.staff_code, p.left, p.disputed) for p in people],
        [(view.plan, view.disputed) for view in Planning(desk).plans()],
        [one for one in Measuring(desk).unit() if one.person in who],
        [words.get(one) for one in sorted(who)],
        desk.library.framework,
        unit_rules(desk),
    ]


def check_asked(world: World, seat: DeskSeat, keeper: DeskSeat) -> None:
    """A learner is asked for what their supervisor sees them asked for, and for nothing else."""
    known = keeper.desk.my_authorities()
    me, key = seat.desk.person, seat.desk.ring.public
    human = known.root_of(me).hex()
    here = {known.root_of(bytes.fromhex(p.id)).hex() for p in keeper.services.unit.people()}
    believed = key in known.keys.get(me, frozenset()) and key not in world.unsure
    if not believed or human not in here:
        return
    asked = {
        (view.plan.id, module.module)
        for view in Planning(keeper.desk).plans()
        for module in view.modules
        if view.plan.state == "live"
        and human in {known.root_of(bytes.fromhex(one.person)).hex() for one in module.people}
    }
    mine = {(task.plan, task.module) for task in my_tasks(seat.desk, ())}
    assert mine == asked, f"{seat.name} is asked for other things than {keeper.name} says"
    assert unit_rules(seat.desk) == unit_rules(keeper.desk), seat.name
    assert seat.desk.library.framework == keeper.desk.library.framework, seat.name
