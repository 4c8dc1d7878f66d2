"""The survey of needs: kept by the learner, or typed in from paper by who supervises them.

What a learner keeps is theirs and travels to the unit; what came on paper is the supervisor's word
of what they read, and gives way to whatever the learner says later.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from typing import TypeVar

from selfstudy.domain.competency import training_needs
from selfstudy.domain.errors import DayRefused, NoSuchCompetency, TaskRatingRefused
from selfstudy.domain.moments import milliseconds
from selfstudy.domain.record import (
    Fact,
    NeedStated,
    SurveyAnswered,
    SurveyTyped,
    WishesTyped,
)
from selfstudy.domain.survey import (
    FORMS,
    LEAST,
    LONGEST,
    MOST,
    PROPOSALS,
    SURVEY,
    TASKS,
    TIMES,
    Asked,
    Survey,
    asked_of,
    ratings_of,
    tasks_of,
    values_of,
)
from selfstudy.domain.vietnamese import nfc
from selfstudy.services.needs.measuring import Measuring
from selfstudy.services.needs.rating import Rated, check_scale
from selfstudy.services.people.roll import Roll
from selfstudy.store.schema import source as source_table
from selfstudy.store.seen import Seen
from selfstudy.store.standing import standing_of, whole

WORDS = ("need_stated", "survey_answered", "wishes_typed")
OLDEST = date(2020, 1, 1)
Choice = TypeVar("Choice", bound=str)


class Surveying(Roll):
    """Reads and keeps surveys and ratings of tasks."""

    # — one's own ————————————————————————————————————————————————————————————————————————

    def mine(self) -> Survey:
        """What one said last."""
        return _survey(self._told(self._my_ids()))

    def keep(self, survey: Survey) -> Survey:
        """Keep what changed. Raises NoSuchCompetency; then nothing is kept."""
        survey = self._tidy(survey)
        told = self._told(self._my_ids())
        before = _survey([one for one in told if not isinstance(one, WishesTyped)])
        named = {one.competency: one.need for one in told if isinstance(one, NeedStated)}
        facts: list[Fact] = [
            NeedStated(named.get(code) or secrets.token_hex(8), code, survey.wish(code))
            for code in dict([*before.wishes, *survey.wishes])
            if survey.wish(code) != before.wish(code)
        ]
        if _how(survey) != _how(before):
            ticked = (("form", FORMS.index(survey.form)), ("time", TIMES.index(survey.time)))
            values = tuple((key, value) for key, value in ticked if value)
            facts.append(SurveyAnswered(SURVEY, "", values, survey.difficulties))
        if survey.proposals != before.proposals:
            facts.append(SurveyAnswered(PROPOSALS, "", (), survey.proposals))
        if facts:
            self.desk.write(*facts)
        return self.mine()

    # — of the people one supervises —————————————————————————————————————————————————————

    def of(self, person_id: str) -> Survey:
        """What a person said last, themselves or on paper. Raises NotEntitled."""
        self._supervise()
        return _survey(self._told(self._ids_of(person_id)))

    def of_everybody(self) -> dict[str, Survey]:
        """What everybody said last, by the id (hex) that they are counted under."""
        self._supervise()
        known = self.desk.my_authorities()
        by_human: dict[bytes, list[tuple[Seen, Fact]]] = {}
        for seen, fact in self._read():
            by_human.setdefault(known.root_of(seen.source.subject), []).append((seen, fact))
        return {human.hex(): _survey(self._in_order(told)) for human, told in by_human.items()}

    def type_in(
        self, person_id: str, day: str, ratings: Mapping[str, Rated], survey: Survey
    ) -> tuple[str, ...]:
        """Keep a paper form of a day (ISO). Returns the decisions, for `undo`.

        Raises NotEntitled, DayRefused, LevelRefused, NoSuchCompetency; then nothing is kept.
        """
        self._supervise()
        person = self._people([person_id])[person_id].person
        self._check_day(day)
        for code, rated in ratings.items():
            self._expect(code)
            check_scale(code, rated)
        survey = replace(self._tidy(survey), day=day)
        facts: list[tuple[bytes, Fact]] = [
            (person, SurveyTyped(code, rated.level, rated.importance, day))
            for code, rated in ratings.items()
        ]
        if not survey.empty:
            words = WishesTyped(
                day, survey.wishes, survey.form, survey.time, survey.difficulties, survey.proposals
            )
            facts.append((person, words))
        return self._say(facts)

    # — tasks, rated twice ———————————————————————————————————————————————————————————————

    def my_tasks(self, position: str = "") -> tuple[Asked, ...]:
        """The tasks of one's position, with the ratings that one gave last."""
        held = position or self.desk.profile.position
        return self._asked(held, self._told(self._my_ids()))

    def rate_tasks(self, asked: Iterable[Asked], position: str = "") -> tuple[Asked, ...]:
        """Keep ratings of tasks. Raises TaskRatingRefused; then nothing is kept."""
        asked, held = tuple(asked), position or self.desk.profile.position
        for one in asked:
            for value in (one.matters, one.done):
                if value and not LEAST <= value <= MOST:
                    raise TaskRatingRefused(value=str(value))
        values = values_of(asked)
        if values != values_of(self.my_tasks(held)):
            self.desk.write(SurveyAnswered(TASKS, held, values))
        return self.my_tasks(held)

    def task_needs(self, position: str) -> list[tuple[Asked, float, int]]:
        """What all that hold a position told of its tasks: mean need and how many, largest first.

        Raises NotEntitled.
        """
        self._supervise()
        known = self.desk.my_authorities()
        last: dict[bytes, list[Fact]] = {}
        for seen, fact in self._read():
            last.setdefault(known.root_of(seen.source.subject), []).append(fact)
        everybody = [self._asked(position, told) for told in last.values()]
        tasks = {one.task.id: Asked(one.task) for told in everybody for one in told}
        found = training_needs(rating for told in everybody for rating in ratings_of(told))
        return [(tasks[task], need, count) for task, need, count in found]

    def _asked(self, position: str, told: Iterable[Fact]) -> tuple[Asked, ...]:
        framework = self.desk.library.framework
        required = Measuring(self.desk).required(position)
        tasks = tasks_of(required, {one.code: one for one in framework.competencies})
        values: dict[str, int] = {}
        for one in told:
            if isinstance(one, SurveyAnswered) and one.survey == TASKS and one.module == position:
                values = dict(one.values)
        return asked_of(tasks, values)

    # — what both need ———————————————————————————————————————————————————————————————————

    def _my_ids(self) -> frozenset[bytes]:
        return self.desk.my_authorities().ids_of(self.desk.person) | {self.desk.person}

    def _ids_of(self, person_id: str) -> frozenset[bytes]:
        return self.desk.my_authorities().ids_of(self._people([person_id])[person_id].person)

    def _told(self, ids: Collection[bytes]) -> list[Fact]:
        return self._in_order(self._read(ids))

    def _read(self, ids: Collection[bytes] | None = None) -> list[tuple[Seen, Fact]]:
        """The words told of some or of everybody, whole, each with where it stands."""
        about = [] if ids is None else [source_table.c.subject.in_(sorted(ids))]
        journal = self.desk.journal
        found = standing_of(journal, WORDS, self.desk.my_authorities(), *about)
        return [(seen, whole(journal, seen)) for kind in WORDS for seen in found[kind]]

    def _in_order(self, told: Iterable[tuple[Seen, Fact]]) -> list[Fact]:
        """As it was said; a paper form was said on its day, whenever it was typed in."""

        def when(each: tuple[Seen, Fact]) -> tuple[int, bytes, int]:
            seen, fact = each
            if not isinstance(fact, WishesTyped):
                return seen.at, *seen.name
            written = datetime.combine(_day(fact.day), time.max, self.desk.clock().tzinfo)
            return min(seen.at, milliseconds(written)), *seen.name

        return [fact for _seen, fact in sorted(told, key=when)]

    def _tidy(self, survey: Survey) -> Survey:
        """What was written, as it is kept; empty wishes are none."""
        wishes = {code: _written(text) for code, text in survey.wishes}
        for code in wishes:
            self._expect(code)
        return replace(
            survey,
            wishes=tuple((code, text) for code, text in wishes.items() if text),
            difficulties=_written(survey.difficulties),
            proposals=_written(survey.proposals),
        )

    def _expect(self, code: str) -> None:
        if self.desk.library.framework.competency(code) is None:
            raise NoSuchCompetency(code=code)

    def _check_day(self, day: str) -> None:
        if not OLDEST < _day(day) <= self.desk.clock().date():
            raise DayRefused(day=day)


def _day(written: str) -> date:
    """A day (ISO); long ago where it is none."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return OLDEST


def _written(text: str) -> str:
    return nfc(text.encode("utf-8", "replace").decode()).strip()[:LONGEST]


def _how(survey: Survey) -> tuple[str, str, str]:
    return survey.form, survey.time, survey.difficulties


def _survey(told: Iterable[Fact]) -> Survey:
    """What was said last of each part; a paper form says all of it at once."""
    found, wishes = Survey(), dict[str, str]()
    for one in told:
        if isinstance(one, NeedStated) and one.competency:
            wishes[one.competency] = one.text
        elif isinstance(one, SurveyAnswered) and one.survey == SURVEY:
            ticked = dict(one.values)
            found = replace(
                found,
                form=_nth(FORMS, ticked.get("form", 0)),
                time=_nth(TIMES, ticked.get("time", 0)),
                difficulties=one.comment,
                day="",
            )
        elif isinstance(one, SurveyAnswered) and one.survey == PROPOSALS:
            found = replace(found, proposals=one.comment, day="")
        elif isinstance(one, WishesTyped):
            wishes = dict(one.wishes)
            form = one.form if one.form in FORMS else ""
            ticked_time = one.time if one.time in TIMES else ""
            found = Survey((), form, ticked_time, one.difficulties, one.proposals, one.day)
    return replace(found, wishes=tuple((code, text) for code, text in wishes.items() if text))


def _nth(choices: tuple[Choice, ...], place: int) -> Choice:
    return choices[place] if 0 <= place < len(choices) else choices[0]
