"""`unit waiting|retry|discard|match|undo`: what waits for a supervisor, and deciding about it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from selfstudy.cli.asked import Asked, Groups, add_json, made, path_of
from selfstudy.domain import vietnamese
from selfstudy.domain.errors import NobodyCalled
from selfstudy.sentences import problem_words
from selfstudy.words import moment, number, size, t

if TYPE_CHECKING:
    from selfstudy.bootstrap import Services
    from selfstudy.domain.people import UnknownPerson
    from selfstudy.domain.waiting import AsideFile, Decision


def add(commands: Groups) -> None:
    """Add the commands."""
    command = commands.add_parser("waiting", help=t("cli.help_unit_waiting"))
    add_json(command)
    command.set_defaults(run=waiting)

    command = commands.add_parser("retry", help=t("cli.help_unit_retry"))
    command.add_argument("files", metavar="FILE", nargs="*")
    add_json(command)
    command.set_defaults(run=retry)

    command = commands.add_parser("discard", help=t("cli.help_unit_discard"))
    command.add_argument("files", metavar="FILE", nargs="+")
    command.add_argument("--keep-in", metavar="DIR", type=path_of, help=t("cli.help_unit_keep_in"))
    command.add_argument("--yes", action="store_true", help=t("cli.help_unit_yes"))
    command.set_defaults(run=discard)

    command = commands.add_parser("match", help=t("cli.help_unit_match"))
    command.add_argument("person", metavar="PERSON", nargs="?")
    command.add_argument("same_as", metavar="SAME_AS", nargs="?")
    command.add_argument("--sure", action="store_true", help=t("cli.help_unit_sure"))
    command.set_defaults(run=match)

    command = commands.add_parser("undo", help=t("cli.help_unit_undo"))
    command.add_argument("person", metavar="PERSON")
    command.add_argument("number", metavar="NUMBER", type=int, nargs="?")
    add_json(command)
    command.set_defaults(run=undo)


def waiting(asked: Asked) -> int:
    """People, files, content and records that wait, each with what to do."""
    with asked.services() as services:
        people, files = services.unit.unknown(), services.unit.quarantine()
        unheld, behind = services.unit.unheld(), services.unit.behind()
    for person in people:
        asked.show(_person_words(person))
    for file in files:
        asked.show(_file_words(file))
    for lesson in unheld:
        asked.say("unit.unheld_line", lesson=lesson.lesson, version=lesson.version, n=lesson.people)
    for one in behind:
        asked.say("unit.behind_line", name=one.name, n=one.records)
    if not (people or files or unheld or behind):
        asked.say("unit.nothing_waits")
    asked.answer({
        "people": [
            {"id": p.id, "name": p.name, "staff_code": p.staff_code, "facts": p.facts,
             "sure": p.sure, "candidates": [c.id for c in p.candidates]}
            for p in people
        ],
        "files": [
            {"id": f.id, "name": f.name, "at": f.at.isoformat(), "what": f.what,
             "problem": f.problem, "waits_for": f.cause, "kept": f.kept, "size": f.size}
            for f in files
        ],
        "unheld": [asdict(lesson) for lesson in unheld],
        "behind": [asdict(one) for one in behind],
    })  # fmt: skip
    return 0


def _person_words(person: UnknownPerson) -> str:
    key = "sure" if person.sure else "alike" if person.candidates else "new"
    others = "; ".join(f"{other.name} ({other.id[:8]})" for other in person.candidates)
    said = t(f"cli.waiting_{key}", others=others)
    return t("cli.waiting_person", id=person.id[:8], name=person.name, n=person.facts, said=said)


def _file_words(file: AsideFile) -> str:
    said = problem_words(file)
    told = t("cli.waiting_file", id=file.id[:8], name=file.name, at=moment(file.at),
             size=size(file.size), said=said)  # fmt: skip
    return f"{told} {t(f'unit.waits_for_{file.cause}')}"


def retry(asked: Asked) -> int:
    """Try files set aside again."""
    with asked.services() as services:
        report = services.unit.retry(*asked.options.files)
    asked.say(
        "cli.retried", files=len(report.files), new=number(report.new, 0),
        left=sum(bool(file.problem) for file in report.files),
    )  # fmt: skip
    asked.answer({
        "files": len(report.files), "new": report.new,
        "left": [file.name for file in report.files if file.problem],
    })  # fmt: skip
    return 0


def discard(asked: Asked) -> int:
    """Drop files set aside, once that is confirmed; first written elsewhere if asked."""
    if not asked.options.yes:
        asked.say("cli.discard_confirm", n=len(asked.options.files))
        return 1
    with asked.services() as services:
        for file in asked.options.files:
            if asked.options.keep_in:
                services.unit.export_aside(file, made(asked.options.keep_in))
            services.unit.discard(file)
    asked.say("cli.discarded", n=len(asked.options.files))
    return 0


def match(asked: Asked) -> int:
    """Say that somebody is a person of the list, or so of everybody who surely is."""
    with asked.services() as services:
        if asked.options.sure:
            pairs = [(p.id, p.sure) for p in services.unit.unknown() if p.sure]
        else:
            wanted = (asked.options.person or "", asked.options.same_as or "")
            pairs = [(_called(services, wanted[0]), _called(services, wanted[1]))]
        services.unit.match(*pairs)
    asked.say("cli.matched", n=len(pairs))
    return 0


def undo(asked: Asked) -> int:
    """List what was decided about somebody, or take one decision back by its number."""
    chosen = asked.options.number
    with asked.services() as services:
        person = _called(services, asked.options.person)
        decisions, torn = services.unit.decisions(person), services.unit.contrary(person)
        if chosen is not None:
            if not 1 <= chosen <= len(decisions):
                raise NobodyCalled(name=str(chosen))
            services.unit.undo(decisions[chosen - 1].id)
    if chosen is not None:
        asked.say("unit.undone")
        return 0
    for place, decision in enumerate(decisions, start=1):
        asked.show(f"{place}. {decision_words(decision)}")
    for one in torn:
        asked.say(f"unit.contrary_{one.kind}", name=one.name)
        for said in one.decisions:
            words = " · ".join(said.said) or t("unit.somebody")
            asked.say("unit.said_by", at=moment(said.at), by=said.by, words=words)
    asked.answer([
        {"number": place, "kind": d.kind, "at": d.at.isoformat(), "by": d.by, "other": d.other}
        for place, d in enumerate(decisions, start=1)
    ])  # fmt: skip
    return 0


def decision_words(decision: Decision) -> str:
    """What was decided, when and by whom."""
    return t(
        f"unit.decision_{decision.kind}", name=decision.name,
        other=decision.other or t("unit.somebody"), by=decision.by, at=moment(decision.at),
    )  # fmt: skip


def _called(services: Services, wanted: str) -> str:
    """The id of the one person who answers to an id or a name. Raises NobodyCalled."""
    plain, start = vietnamese.fold(wanted), wanted.lower()
    names = {row.id: row.name for row in services.unit.people()}
    names |= {row.id: row.name for row in services.unit.unknown()}
    found = [
        person
        for person, name in names.items()
        if person.startswith(start) or vietnamese.fold(name) == plain
    ]
    if len(found) != 1 or not wanted:
        raise NobodyCalled(name=wanted)
    return found[0]
