"""`bench [NAME …]`: our figures beside the physical floor of this machine."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

from selfstudy.cli.asked import Asked, Groups, path_of
from selfstudy.settings import write_whole
from selfstudy.words import number, t


def add(groups: Groups) -> None:
    """Add the command."""
    command = groups.add_parser("bench", help=t("cli.help_bench"))
    command.add_argument("names", metavar="NAME", nargs="*", help=t("cli.help_bench_names"))
    command.add_argument(
        "--json", metavar="FILE", type=path_of, dest="into", help=t("cli.help_bench_json")
    )
    command.add_argument("--scale", type=float, default=1.0, help=t("cli.help_bench_scale"))
    command.set_defaults(run=bench)


def bench(asked: Asked) -> int:
    """Measure, and show a table."""
    from selfstudy.services.bench.bench import EVERYTHING, Bench

    wanted = asked.options.names
    names = [n for n in EVERYTHING if not wanted or any(n.startswith(w) for w in wanted)]
    if not names:
        asked.say("cli.bench_nothing", names=", ".join(EVERYTHING))
        return 1

    def told(name: str) -> None:
        print(t("cli.bench_doing", name=name), file=sys.stderr, flush=True)

    figures = Bench(asked.library(), frozenset(names), asked.options.scale, told).run()
    print(f"{'':24}{'':>12}  {t('cli.bench_floor'):>12}  {t('cli.bench_ratio'):>8}")
    for figure in figures:
        floor = "" if figure.floor is None else _shown(figure.floor)
        ratio = "" if figure.ratio is None else number(figure.ratio, 2)
        value = f"{_shown(figure.value):>12}  {floor:>12}  {ratio:>8}"
        print(f"{figure.name:24}{value}  {figure.unit}")
    if asked.options.into is not None:
        text = json.dumps([asdict(figure) for figure in figures], indent=1)
        write_whole(asked.options.into, text.encode())
    return 0


def _shown(value: float) -> str:
    return number(value, 0 if value >= 100 else 3)
