"""`unit hours`, `unit posting`: recognised hours with their decision; a planned post looked at."""

from __future__ import annotations

from dataclasses import asdict

from selfstudy.cli.asked import Asked, Groups, add_json, path_of
from selfstudy.cli.named import people_called
from selfstudy.domain.days import read_day
from selfstudy.domain.hours import typed_hours
from selfstudy.words import day, number, t


def add(commands: Groups) -> None:
    """Add the commands."""
    hours = commands.add_parser("hours", help=t("cli.help_hours"))
    deeds = hours.add_subparsers(metavar=t("cli.metavar_command"), required=True)

    command = deeds.add_parser("add", help=t("cli.help_hours_add"))
    command.add_argument("people", metavar="PERSON", nargs="*")
    command.add_argument("--course", required=True)
    command.add_argument("--hours", metavar="TIET", required=True)
    command.add_argument("--decision", default="", help=t("cli.help_hours_decision"))
    command.add_argument("--day", metavar="DATE", required=True)
    command.add_argument("--form", default="in_person", choices=("in_person", "online", "blended"))
    command.add_argument("--list", metavar="FILE", type=path_of, help=t("cli.help_hours_list"))
    command.add_argument("--dry", action="store_true", help=t("cli.help_hours_dry"))
    add_json(command)
    command.set_defaults(run=give)

    command = deeds.add_parser("year", help=t("cli.help_hours_year"))
    add_json(command)
    command.set_defaults(run=year)

    command = deeds.add_parser("minimum", help=t("cli.help_hours_minimum"))
    command.add_argument("hours", metavar="TIET")
    command.add_argument("--scope", default="cong_chuc")
    command.add_argument("--since", metavar="DATE", required=True)
    command.add_argument("--basis", default="")
    command.set_defaults(run=minimum)

    command = commands.add_parser("posting", help=t("cli.help_posting"))
    command.add_argument("person", metavar="PERSON")
    command.add_argument("position", metavar="CODE[+CODE]")
    add_json(command)
    command.set_defaults(run=posting)


def give(asked: Asked) -> int:
    """Recognised hours for people named, or of an attendance list."""
    from selfstudy.services.hours.recognising import Recognising

    options = asked.options
    with asked.services() as services:
        service = Recognising(services.desk)
        given = service.given(
            options.course, options.hours, options.decision, options.day, options.form
        )
        attendants = service.attendance(options.list) if options.list else ()
        people = [*people_called(services, options.people)]
        people += [one.person for one in attendants if one.match == "found"]
        receivers = service.receivers(people, given)
        new = [one for one in receivers if not one.had]
        if not (options.dry and receivers):
            service.recognise(people, given)
    for one in attendants:
        if one.match != "found":
            asked.say(f"hours.match_{one.match}", row=one.place, name=one.name, n=len(one.others))
    key = "cli.hours_would" if options.dry else "cli.hours_given"
    asked.say(key, n=len(new), hours=number(given.hundredths / 100, 2), decision=given.decision)
    asked.answer({
        "given": [one.name for one in new], "had": [one.name for one in receivers if one.had],
        "unmatched": [asdict(one) for one in attendants if one.match != "found"],
        "written": 0 if options.dry else len(new),
    })  # fmt: skip
    return 0


def year(asked: Asked) -> int:
    """How everybody's year stands to its minimum."""
    from selfstudy.services.hours.duty import Duties

    with asked.services() as services:
        found = Duties(services.desk).year()
    for duty in found:
        asked.say("cli.duty_line", name=duty.name, hours=number(duty.pace.recognised, 2),
                  target=number(duty.pace.target), short=number(duty.pace.short))  # fmt: skip
    asked.answer([
        asdict(duty)
        | {"due": duty.due.isoformat(), "short": duty.pace.short}
        | {"pace": asdict(duty.pace) | {"reached": str(duty.pace.reached or "")}}
        for duty in found
    ])  # fmt: skip
    return 0


def minimum(asked: Asked) -> int:
    """The unit's own yearly minimum from a day on."""
    from selfstudy.services.hours.minimum import Minimum

    options = asked.options
    since = read_day(options.since)
    hundredths = 0 if options.hours == "0" else typed_hours(options.hours)
    with asked.services() as services:
        Minimum(services.desk).set(options.scope, hundredths, since, options.basis)
    asked.say("cli.minimum_set", hours=number(hundredths / 100), since=day(since))
    return 0


def posting(asked: Asked) -> int:
    """What lacks for a planned post, the shortest path, what leaving costs; nothing is kept."""
    from selfstudy.services.needs.posting import Postings

    with asked.services() as services:
        (person,) = people_called(services, [asked.options.person])
        found = Postings(services.desk).of(person, asked.options.position)
    for gap in found.gaps:
        level = t("posting.unmeasured") if gap.level is None else number(gap.level)
        asked.say("posting.gap_line", what=gap.competency, required=gap.required, level=level)
    for module in found.path:
        asked.say("posting.module_line", module=f"{module.module} {module.title}",
                  hours=number(module.hours), closes=", ".join(module.closes))  # fmt: skip
    for loss in found.losses or ():
        key = "posting.loss_one" if loss.others else "posting.loss_none"
        asked.say(key, what=loss.competency, level=number(loss.level))
    asked.say("posting.advice")
    asked.answer(asdict(found) | {"hours": found.hours})
    return 0
