"""`plan …`: proposing, drafting, handing out and ending plans of the unit."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING

from selfstudy.cli.asked import Asked, Groups, add_json
from selfstudy.cli.named import people_called
from selfstudy.domain.days import read_day
from selfstudy.domain.hours import typed_hours
from selfstudy.domain.plans import Plan, PlanItem, PlanView
from selfstudy.words import day, number, t

if TYPE_CHECKING:
    from selfstudy.bootstrap import Services
    from selfstudy.services.needs.planning import Planning


def add(groups: Groups) -> None:
    """Add the commands."""
    plan = groups.add_parser("plan", help=t("cli.help_plan"))
    commands = plan.add_subparsers(metavar=t("cli.metavar_command"), required=True)

    command = commands.add_parser("propose", help=t("cli.help_plan_propose"))
    _add_budget(command)
    command.add_argument("--mandatory", metavar="MODULE", nargs="*", default=())
    _add_whom(command)
    add_json(command)
    command.set_defaults(run=propose)

    command = commands.add_parser("draft", help=t("cli.help_plan_draft"))
    command.add_argument("modules", metavar="MODULE[:SEATS]", nargs="+")
    command.add_argument("--id", metavar="PLAN", default="", help=t("cli.help_plan_id"))
    command.add_argument("--title", default="")
    command.add_argument("--due", metavar="DATE", default="", help=t("cli.help_plan_due"))
    command.add_argument("--reason", default="")
    _add_budget(command)
    _add_whom(command)
    add_json(command)
    command.set_defaults(run=draft)

    for name, run in (("publish", publish), ("retire", retire)):
        command = commands.add_parser(name, help=t(f"cli.help_plan_{name}"))
        command.add_argument("plan", metavar="PLAN")
        add_json(command)
        command.set_defaults(run=run)

    command = commands.add_parser("show", help=t("cli.help_plan_show"))
    command.add_argument("plan", metavar="PLAN", nargs="?", default="")
    add_json(command)
    command.set_defaults(run=show)


def _add_budget(command: argparse.ArgumentParser) -> None:
    command.add_argument("--hours", metavar="TIET", default="40", help=t("cli.help_plan_hours"))


def _add_whom(command: argparse.ArgumentParser) -> None:
    command.add_argument("--position", metavar="CODE", nargs="*", default=())
    command.add_argument("--person", metavar="PERSON", nargs="*", default=())


def _planning(services: Services) -> Planning:
    from selfstudy.services.needs.planning import Planning

    return Planning(services.desk)


def propose(asked: Asked) -> int:
    """Modules within the hours, with who would gain."""
    options = asked.options
    with asked.services() as services:
        people = people_called(services, options.person)
        found = _planning(services).propose(
            typed_hours(options.hours) / 100, options.mandatory, options.position, people
        )
    for each in found.modules:
        asked.say(
            "cli.plan_module", mark="x" if each.chosen else " ", module=each.module,
            title=each.title, hours=number(each.hours), n=len(each.people),
        )  # fmt: skip
    asked.say("cli.plan_hours", hours=number(found.hours), budget=number(found.budget))
    asked.answer(asdict(found) | {"hours": found.hours})
    return 0


def draft(asked: Asked) -> int:
    """Keep a draft on this computer."""
    options = asked.options
    with asked.services() as services:
        kept = _planning(services).keep_draft(
            Plan(
                options.id, options.title,
                read_day(options.due).isoformat() if options.due else "",
                tuple(_item(words) for words in options.modules),
                tuple(options.position), people_called(services, options.person),
                options.reason, typed_hours(options.hours) / 100,
            )
        )  # fmt: skip
    asked.say("cli.plan_kept", plan=kept.id)
    asked.answer(asdict(kept))
    return 0


def _item(words: str) -> PlanItem:
    module, _colon, seats = words.partition(":")
    return PlanItem(module, seats=int(seats) if seats.isdigit() else 0)


def publish(asked: Asked) -> int:
    """Hand a draft out."""
    from selfstudy.domain.errors import NoSuchPlan

    wanted = asked.options.plan
    with asked.services() as services:
        planning = _planning(services)
        found = next((one for one in planning.drafts() if one.id == wanted), None)
        if found is None:
            raise NoSuchPlan(plan=wanted)
        told = planning.publish(found)
    asked.say("cli.plan_published", plan=told.plan)
    asked.answer({"plan": told.plan, "facts": len(told.decisions)})
    return 0


def retire(asked: Asked) -> int:
    """End a live plan."""
    with asked.services() as services:
        told = _planning(services).retire(asked.options.plan)
    asked.say("cli.plan_retired", plan=told.plan)
    asked.answer({"plan": told.plan, "facts": len(told.decisions)})
    return 0


def show(asked: Asked) -> int:
    """Drafts and plans, with how far people are; or what one's own Today asks."""
    wanted = asked.options.plan
    with asked.services() as services:
        if not services.desk.is_supervisor():
            return _mine(asked, services)
        planning = _planning(services)
        views = [*(PlanView(one) for one in planning.drafts()), *planning.plans()]
    shown = [view for view in views if wanted in ("", view.plan.id)]
    for view in shown:
        plan = view.plan
        due = plan.due and day(read_day(plan.due))
        asked.say("cli.plan_line", plan=plan.id, state=t(f"plan.state_{plan.state}"),
                  title=plan.title or t("plan.untitled"), due=due or "–")  # fmt: skip
        for advance in view.modules:
            asked.say(
                "plan.counts", module=f"  {advance.module} {advance.title}",
                done=advance.count("done"), going=advance.count("going"), new=advance.count("new"),
            )  # fmt: skip
    asked.answer([asdict(view) for view in shown])
    return 0


def _mine(asked: Asked, services: Services) -> int:
    tasks = services.study.today().plans
    for task in tasks:
        due = day(task.due) if task.due else "–"
        asked.say("cli.plan_task", module=task.module, title=task.title, due=due,
                  done=task.done, of=task.lessons, reason=task.reason)  # fmt: skip
    asked.answer([asdict(task) | {"due": task.due and task.due.isoformat()} for task in tasks])
    return 0
