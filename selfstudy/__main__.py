"""No arguments: the desktop. Otherwise: the command line."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

BUG = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Start, and return the exit code: 0, 1 for an expected failure, 2 for a bug or wrong usage."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    if not given:
        return _open_window(None)
    _speak_utf8()
    from selfstudy.cli.asked import Windows
    from selfstudy.cli.main import run

    try:
        return run(given, Windows(_open_window, _tour))
    except Exception:  # noqa: BLE001 — the one place where a bug of a command becomes its exit code
        traceback.print_exc()
        return BUG


def _open_window(home: Path | None) -> int:
    from selfstudy.desktop.app import run

    return run(home)


def _tour(out: Path, languages: Sequence[str], schemes: Sequence[str]) -> list[Path]:
    from selfstudy.desktop.tour import tour

    return tour(out, languages, schemes)


def _speak_utf8() -> None:
    """Vietnamese on any console, whatever code page it was started with."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    sys.exit(main())
