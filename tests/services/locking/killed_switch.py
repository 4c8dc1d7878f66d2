"""A process that switches a profile's lock on or off in children that are killed at each step.

Arguments: home, where to copy it, profile id, data key (hex), on/off, lessons, and that each such
step is taken. Prints, for each of them, whether the profile then opens "plain" or "locked", and
"whole" for the one that came through.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from pathlib import Path

from selfstudy import bootstrap
from selfstudy.content.library import Library
from selfstudy.domain.audience import to_own_device
from selfstudy.domain.errors import ProfileLocked
from selfstudy.exchange.lock import Cost, new_lock
from selfstudy.exchange.recovery_code import GROUP, bare
from selfstudy.services.locking.locking import Prepared
from selfstudy.settings import Places
from tests.builders import paths
from tests.fakes import Clock

PIN, CODE = "203041", "23456-789CF-GHJKL-MNPQR-TVX23-4567M"
CHEAP = Cost(19 * 1024, 1)
STEPS = (
    (os, "fsync"), (os, "open"), (os, "rename"), (os, "replace"), (os, "unlink"), (os, "rmdir"),
    (os, "mkdir"), (Path, "replace"), (Path, "rename"), (Path, "unlink"), (Path, "mkdir"),
)  # fmt: skip


def people(home: Path):
    return bootstrap.profiles(Places(home), Clock(), SHELF, lambda: CHEAP)


def switch(home: Path, person: str, key: bytes, way: str, at: int) -> None:
    """Switch, and die before the step of that number."""
    locking = people(home).locking(person)
    lock = new_lock(person, key, PIN, CODE, CHEAP)
    count_down(at)
    if way == "on":
        locking.switch_on(Prepared(lock, key, CODE, 1), bare(CODE)[:GROUP])
    else:
        locking.by_secret = lambda _secret: key
        locking.switch_off(PIN)


def count_down(at: int) -> None:
    left = [at]

    def dying(step):
        def taken(*arguments, **named):
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return step(*arguments, **named)

        return taken

    for holder, name in STEPS:
        setattr(holder, name, dying(getattr(holder, name)))


def state_of(home: Path, person: str, key: bytes) -> str:
    """How a profile opens; its record of an answer must be there, and nothing half done beside."""
    try:
        desk, state = people(home).open(person), "plain"
    except ProfileLocked:
        desk, state = people(home).open(person, key), "locked"
    held_lines = paths(desk.journal, to_own_device(desk.person)).values()
    answers = sum(b"answered" in line for lines in held_lines for line in lines)
    unit, copied, folder = desk.profile.unit, desk.copied, desk.folder
    desk.close()
    left = {path.name for path in folder.iterdir()}
    assert (bool(unit), copied, answers) == (True, False, 1)
    assert not {n for n in left if n.endswith(".old") or n in {"changing", "changed"}}, left
    held = b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())
    assert (b"SQLite format" in held or b'"sign"' in held) == (state == "plain"), left
    return state


def main() -> None:
    home, copy, person, key, way = Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:6]
    for at in range(0, 500, int(sys.argv[7])):
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(home, copy)
        marked(copy, person)
        child = os.fork()
        if child == 0:
            switch(copy, person, bytes.fromhex(key), way, at)
            os._exit(0)
        _pid, status = os.waitpid(child, 0)
        state = "whole" if status == 0 else state_of(copy, person, bytes.fromhex(key))
        sys.stdout.write(f"{state}\n")
        if status == 0:
            return


def marked(home: Path, person: str) -> None:
    """The copy's marker knows the copy's file, as if it had always been there."""
    mark = next((home / "state").glob(f"{person}.mark"))
    number = (home / "data" / "profiles" / person / "journal.db").stat().st_ino
    mark.write_text(" ".join([*mark.read_text().split()[:-1], str(number)]))


SHELF = Library([Path(sys.argv[6])])

if __name__ == "__main__":
    main()
