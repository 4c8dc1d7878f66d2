"""`demo`: a unit that never was, made only of facts, to try everything with."""

from __future__ import annotations

from datetime import date

from selfstudy.cli.asked import Asked, Groups, add_json, add_out
from selfstudy.words import t


def add(groups: Groups) -> None:
    """Add the command."""
    command = groups.add_parser("demo", help=t("cli.help_demo"))
    command.add_argument(
        "--learners", type=int, default=5, metavar="N", help=t("cli.help_learners")
    )
    command.add_argument("--days", type=int, default=10, metavar="M", help=t("cli.help_days"))
    command.add_argument("--seed", type=int, default=1, metavar="S", help=t("cli.help_seed"))
    command.add_argument(
        "--until", type=date.fromisoformat, metavar="DATE", help=t("cli.help_demo_until")
    )
    add_out(command)
    add_json(command)
    command.set_defaults(run=demo)


def demo(asked: Asked) -> int:
    """Write one packet per learner, the unit card, the roster and the supervisor's profile."""
    from selfstudy.services.demo.demo import Wanted, write_demo

    options = asked.options
    wanted = Wanted(options.learners, options.days, options.seed, options.until)
    found = write_demo(asked.library(), options.out, wanted)
    asked.say(
        "cli.demo_made",
        n=found.facts,
        learners=found.learners,
        path=options.out,
        supervisor=found.supervisor,
    )
    asked.say("cli.demo_next", path=options.out, passphrase=found.passphrase)
    asked.answer(
        {
            "learners": found.learners,
            "facts": found.facts,
            "supervisor": found.supervisor,
            "files": [path.name for path in found.files],
            "passphrase": found.passphrase,
        }
    )
    return 0
