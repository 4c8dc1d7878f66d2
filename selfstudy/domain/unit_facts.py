"""What a supervisor or the academy says about a person or the unit: the unit chain's kinds."""

from __future__ import annotations

from typing import ClassVar

from selfstudy.domain.fact import UNIT, Chain, Fact, Int, Narrow


class Admitted(Fact, frozen=True, array_like=True):
    """A supervisor knows this person and key; the subject is the person."""

    kind: ClassVar[str] = "admitted"
    chain: ClassVar[Chain] = UNIT
    key: str
    name: str
    position: str = ""
    staff_code: str = ""
    same_as: str = ""
    replaces: str = ""

    def narrow(self) -> Narrow:
        """Key, position, name with the staff code behind a tab."""
        return Narrow(self.key, self.position, f"{self.name}\t{self.staff_code}")


class Listed(Fact, frozen=True, array_like=True):
    """A list of the unit's staff names this person; the subject is they, known by a key or not.

    `position` may be two codes with a plus between, `department` a path with ` / ` between. What
    a list says counts in the unit, whatever the person says of themselves.
    """

    kind: ClassVar[str] = "listed"
    chain: ClassVar[Chain] = UNIT
    name: str
    position: str = ""
    staff_code: str = ""
    department: str = ""
    replaces: str = ""

    def narrow(self) -> Narrow:
        """Position, department, name with the staff code behind a tab."""
        return Narrow(self.position, self.department, f"{self.name}\t{self.staff_code}")


class Departed(Fact, frozen=True, array_like=True):
    """From `day` (ISO) on the subject belongs to the unit no more; `to` is where they went."""

    kind: ClassVar[str] = "departed"
    chain: ClassVar[Chain] = UNIT
    day: str
    to: str = ""
    replaces: str = ""

    def narrow(self) -> Narrow:
        """The day, and where to."""
        return Narrow(self.day, "", self.to)


class Matched(Fact, frozen=True, array_like=True):
    """The subject is the same human as `person` (hex id), and is counted under that id.

    Voiding it takes them apart again.
    """

    kind: ClassVar[str] = "matched"
    chain: ClassVar[Chain] = UNIT
    person: str
    reason: str = ""
    replaces: str = ""

    def narrow(self) -> Narrow:
        """The person, and why."""
        return Narrow(self.person, "", self.reason)


class DeviceApproved(Fact, frozen=True, array_like=True):
    """A supervisor knows a new key (hex) as this person's; the subject is the person."""

    kind: ClassVar[str] = "device_approved"
    chain: ClassVar[Chain] = UNIT
    key: str
    seal_key: str = ""
    name: str = ""

    def narrow(self) -> Narrow:
        """The key and the device's name."""
        return Narrow(self.key, "", self.name)


class CompetencyRated(Fact, frozen=True, array_like=True):
    """A supervisor's rating (1 to 5) of a person in a competency."""

    kind: ClassVar[str] = "competency_rated"
    chain: ClassVar[Chain] = UNIT
    competency: str
    level: Int
    importance: Int = 0
    replaces: str = ""

    def narrow(self) -> Narrow:
        """Competency, level, importance."""
        return Narrow(object=self.competency, value=self.level, extra=self.importance)


class SurveyTyped(Fact, frozen=True, array_like=True):
    """What a person wrote of themselves on a paper form of `day` (ISO), typed in by a supervisor.

    It counts as their own word only where they told none of their own since that day.
    """

    kind: ClassVar[str] = "survey_typed"
    chain: ClassVar[Chain] = UNIT
    competency: str
    level: Int
    importance: Int = 0
    day: str = ""
    replaces: str = ""

    def narrow(self) -> Narrow:
        """Competency, day, level, importance."""
        return Narrow(self.competency, self.day, value=self.level, extra=self.importance)


class WishesTyped(Fact, frozen=True, array_like=True):
    """The words of a paper form of `day` (ISO): what a person wants to learn by competency, how.

    `form` and `time` are keys of what was ticked; everything is as the person wrote it.
    """

    kind: ClassVar[str] = "wishes_typed"
    chain: ClassVar[Chain] = UNIT
    day: str
    wishes: tuple[tuple[str, str], ...] = ()
    form: str = ""
    time: str = ""
    difficulties: str = ""
    proposals: str = ""
    replaces: str = ""

    def narrow(self) -> Narrow:
        """Day, form, time."""
        return Narrow(self.day, self.form, self.time)


class NeedClosed(Fact, frozen=True, array_like=True):
    """A need was met, or is reopened when `met` is 0."""

    kind: ClassVar[str] = "need_closed"
    chain: ClassVar[Chain] = UNIT
    need: str
    met: Int
    reason: str = ""

    def narrow(self) -> Narrow:
        """Need and outcome."""
        return Narrow(object=self.need, value=self.met)


class PlanAssigned(Fact, frozen=True, array_like=True):
    """A module to study by a date (ISO), with the reason: for a person, or about the unit.

    About the unit it is for everybody there, or for those of `positions` (codes with spaces).
    `title` is the plan's, `order` the module's place in it; seats 0: as many as it is for.
    """

    kind: ClassVar[str] = "plan_assigned"
    chain: ClassVar[Chain] = UNIT
    plan: str
    module: str
    due: str
    reason: str = ""
    state: str = "live"
    replaces: str = ""
    title: str = ""
    module_title: str = ""
    positions: str = ""
    seats: Int = 0
    hundredths: Int = 0
    order: Int = 0

    def narrow(self) -> Narrow:
        """Plan, module, state."""
        return Narrow(self.plan, self.module, self.state)


class SessionAttended(Fact, frozen=True, array_like=True):
    """Attendance of a session in person or online; `day` is an ISO date."""

    kind: ClassVar[str] = "session_attended"
    chain: ClassVar[Chain] = UNIT
    session: str
    module: str
    form: str
    day: str
    hundredths: Int

    def narrow(self) -> Narrow:
        """Session, module, form, hundredths of a tiết."""
        return Narrow(self.session, self.module, self.form, value=self.hundredths)


class HoursRecognised(Fact, frozen=True, array_like=True):
    """Recognised tiết with the decision that recognises them; `day` is an ISO date."""

    kind: ClassVar[str] = "hours_recognised"
    chain: ClassVar[Chain] = UNIT
    module: str
    hundredths: Int
    decision: str
    day: str
    form: str = "in_person"

    def narrow(self) -> Narrow:
        """Module, decision, day, hundredths of a tiết."""
        return Narrow(self.module, self.decision, self.day, value=self.hundredths)


class HoursRuled(Fact, frozen=True, array_like=True):
    """The unit's yearly minimum of recognised tiết for a scope from a day (ISO); 0: none."""

    kind: ClassVar[str] = "hours_ruled"
    chain: ClassVar[Chain] = UNIT
    scope: str
    hundredths: Int
    since: str
    basis: str
    replaces: str = ""

    def narrow(self) -> Narrow:
        """Scope, basis, the day, hundredths of a tiết."""
        return Narrow(self.scope, self.basis, self.since, value=self.hundredths)


class TransferRated(Fact, frozen=True, array_like=True):
    """A supervisor's six marks (1 to 10) on use at work."""

    kind: ClassVar[str] = "transfer_rated"
    chain: ClassVar[Chain] = UNIT
    module: str
    marks: tuple[Int, ...]
    evidence: str = ""

    def narrow(self) -> Narrow:
        """The module."""
        return Narrow(self.module)


class CompetencyDescribed(Fact, frozen=True, array_like=True):
    """A competency of the unit's own framework; the subject is the unit.

    `behaviours` are (level 1 to 5, what can be observed); `version` labels what was said together;
    a state other than live takes the competency out of the framework.
    """

    kind: ClassVar[str] = "competency_described"
    chain: ClassVar[Chain] = UNIT
    code: str
    version: str
    title: str
    title_en: str = ""
    group: str = ""
    behaviours: tuple[tuple[Int, str], ...] = ()
    state: str = "live"

    def narrow(self) -> Narrow:
        """Code, version, state."""
        return Narrow(self.code, self.version, self.state)


class PositionDescribed(Fact, frozen=True, array_like=True):
    """A position of the unit's own framework, and the level that each competency requires.

    The subject is the unit; `scope` says whose minimum of hours holds.
    """

    kind: ClassVar[str] = "position_described"
    chain: ClassVar[Chain] = UNIT
    code: str
    version: str
    title: str
    title_en: str = ""
    required: tuple[tuple[str, Int], ...] = ()
    aliases: tuple[str, ...] = ()
    scope: str = "cong_chuc"
    state: str = "live"

    def narrow(self) -> Narrow:
        """Code, version, state."""
        return Narrow(self.code, self.version, self.state)


class Appointed(Fact, frozen=True, array_like=True):
    """The unit's root names a supervisor's key (hex) from and until a moment (ms since 1970)."""

    kind: ClassVar[str] = "appointed"
    chain: ClassVar[Chain] = UNIT
    key: str
    name: str
    since: Int
    until: Int
    role: str = "supervisor"

    def narrow(self) -> Narrow:
        """Key, role, name, from and until."""
        return Narrow(self.key, self.role, self.name, value=self.since, extra=self.until)
