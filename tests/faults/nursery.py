"""A process that has imported the program, and forks a traced child for each deed asked of it."""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.faults.seen import Run, TracingForbidden

MOST = 120  # seconds: a child that stands still is ended, and the test with it


class Nursery:
    """Where traced children come from; one deed at a time."""

    def __init__(self, lessons: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.nursery", str(lessons)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def start(self, deed: str, root: Path, **how: object) -> Iterator[str]:
        """Begin a deed; what it says, as it says it. The end of it is in `self.run`."""
        pickle.dump((deed, root, how), self._process.stdin)
        self._process.stdin.flush()
        while isinstance(found := pickle.load(self._process.stdout), str):
            yield found
        self.run: Run = found
        if self.run.forbidden:
            raise TracingForbidden(self.run.forbidden)
        assert not self.run.error, self.run.error

    def do(self, deed: str, root: Path, **how: object) -> Run:
        """A deed from its beginning to its end. `how`: kill_at, record, after."""
        for _word in self.start(deed, root, **how):
            pass
        return self.run

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait(30)
        self._process.stdout.close()


def _serve(lessons: Path) -> None:
    from tests import once
    from tests.faults.deeds import shelf_of
    from tests.faults.performing import perform
    from tests.faults.tracing import Tracer

    once.cheap_passphrases()
    shelf = shelf_of(lessons)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a deed prints is no answer

    def tell(found: str | Run) -> None:
        pickle.dump(found, answers)
        answers.flush()

    while True:
        try:
            deed, root, how = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        tracer = Tracer(root, heard=tell, **how)
        signal.alarm(MOST)
        try:
            run = tracer.follow(partial(perform, deed, root, shelf))
        except (TracingForbidden, OSError) as error:
            run = Run(forbidden=f"this system does not let a test trace its own child: {error}")
        signal.alarm(0)
        tell(run)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        _serve(Path(sys.argv[1]))
