"""Every check of the project, one after another: `python3 run.py check`."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

CHECKS: dict[str, Sequence[str]] = {
    "format": ("-m", "ruff", "format", "--check", "."),
    "lint": ("-m", "ruff", "check", "."),
    "types": ("-m", "mypy"),
    "contracts": ("-c", "from importlinter.cli import lint_imports_command as c; c()"),
    "dead code": ("-m", "vulture"),
    "dependencies": ("-m", "deptry", "."),
    "spelling": ("-m", "codespell_lib"),
}
PERFECT = "selfstudy/domain/*,selfstudy/store/*,selfstudy/exchange/*"


def main(arguments: Sequence[str]) -> int:
    """Run all of them to the end, then name the ones that failed."""
    tests = [
        "-m",
        "pytest",
        "--cov",
        "--cov-report=",
        "--cov-fail-under=0",
        "--deselect=tests/test_rules.py::test_check",
    ]
    if "--slow" not in arguments:
        tests += ["-m", "not slow"]
    report = ("-m", "coverage", "report", "--skip-covered")
    steps = {
        **CHECKS,
        "tests": [*tests, *(argument for argument in arguments if argument != "--slow")],
        "coverage": report,
        "coverage of the core": (*report, "--fail-under=100", f"--include={PERFECT}"),
    }
    failed = []
    for name, command in steps.items():
        print(f"\n== {name}", flush=True)
        if subprocess.run([sys.executable, *command], check=False).returncode:
            failed.append(name)
    print(f"\nFailed: {', '.join(failed)}" if failed else "\nEverything passed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
