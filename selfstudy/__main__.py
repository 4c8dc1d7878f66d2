"""No arguments: the desktop. Otherwise: the command line. Knows every front end, imports late."""

from __future__ import annotations

import gc
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from selfstudy.cli.asked import Keeper
    from selfstudy.content.library import Library
    from selfstudy.hub.keeper import Hub

BUG = 2
HUB_LIBRARIES = frozenset({"anyio", "psycopg", "starlette", "uvicorn"})


def main(arguments: Sequence[str] | None = None) -> int:
    """Start, and return the exit code: 0, 1 for an expected failure, 2 for a bug or wrong usage."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    if not given and has_screen():
        return _open_window(None)
    _speak_utf8()
    from selfstudy.cli.asked import Fronts
    from selfstudy.cli.main import run

    try:
        return run(given, Fronts(_open_window, _tour, _open_hub, _serve_hub, _print))
    except Exception:  # noqa: BLE001 — the one place where a bug of a command becomes its exit code
        traceback.print_exc()
        return BUG


def has_screen() -> bool:
    """Whether there is something to show a window on; only Linux does without."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _open_window(home: Path | None) -> int:
    if not has_screen():
        from selfstudy.domain.errors import NoDisplay

        raise NoDisplay
    gc.disable()  # the program's sweeper collects; until then it would cost 10 ms
    from selfstudy.desktop.app import run

    return run(home)


def _tour(out: Path, languages: Sequence[str], schemes: Sequence[str]) -> list[Path]:
    from selfstudy.desktop.tour import tour

    return tour(out, languages, schemes)


def _print(library: Library, lesson: str, out: Path, answers: bool) -> int:  # noqa: FBT001
    from selfstudy.bootstrap import local_now
    from selfstudy.desktop.printing.pages import print_without_display
    from selfstudy.desktop.printing.sheet import sheet_of
    from selfstudy.domain.validity import legal_day

    sheet = sheet_of(library, lesson, legal_day(local_now()), answers=answers)
    return print_without_display(sheet, out)


def _open_hub(folder: Path, name: str, url: str) -> Keeper:
    from selfstudy.bootstrap import local_now
    from selfstudy.hub.keeper import Hub

    try:
        return Hub.open(folder, local_now, name, url)
    except ModuleNotFoundError as error:
        raise _missing(error) from error


def _serve_hub(
    keeper: Keeper, host: str, port: int, certificate: Path | None, key: Path | None
) -> None:
    try:
        import uvicorn  # noqa: F401 — said to be missing before anything is begun

        from selfstudy.hub.app import serve
    except ModuleNotFoundError as error:
        raise _missing(error) from error
    serve(cast("Hub", keeper), host, port, certificate, key)


def _missing(error: ModuleNotFoundError) -> Exception:
    """A part that is installed apart is an expected failure; anything else missing is a bug."""
    from selfstudy.domain.errors import PartMissing

    return PartMissing(part="hub") if error.name in HUB_LIBRARIES else error


def _speak_utf8() -> None:
    """Vietnamese on any console, whatever code page it was started with."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    sys.exit(main())
