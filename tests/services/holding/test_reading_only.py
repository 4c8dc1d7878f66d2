"""A profile on a folder that is for reading only, or on a full disk: it opens all the same.

The superuser may write anywhere, so the tests mount real file systems in a process of their own.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests.builders import answered

LOOK = textwrap.dedent("""
    import json, os, subprocess, sys
    from pathlib import Path
    from selfstudy.domain.errors import SelfStudyError
    from tests.builders import answered
    from tests.office import Office

    home, profile, how = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    data = home / "hanh" / "data"
    office = Office(home)
    if how == "read-only":
        subprocess.run(["mount", "--bind", str(data), str(data)], check=True)
        subprocess.run(["mount", "-o", "remount,bind,ro", str(data)], check=True)
    else:
        keep = home / "keep"
        subprocess.run(["cp", "-a", str(data), str(keep)], check=True)
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(data)], check=True)
        subprocess.run(f"cp -a {keep}/. {data}/", shell=True, check=True)
        filler = os.open(data / "filler", os.O_WRONLY | os.O_CREAT)
        try:
            while os.write(filler, bytes(4096)) == 4096:
                pass
        except OSError:
            pass
    services = office.open("hanh", profile)
    desk = services.desk
    said = {"reading": desk.reading.key, "answers": services.study.my_record().answers}
    lesson = services.study.open_lesson("CM03-01")
    services.study.read("CM03-01", [s.id for s in lesson.lesson.sections], 60, "")
    services.study.today()
    try:
        desk.write(answered("new"))
    except SelfStudyError as error:
        said["answering"] = error.key
    said["tended"] = services.safety.tend().problem is None
    said["export"] = Path(services.handover.export(home / "stick").path).exists()
    said["backup"] = services.safety.backup(home / "stick").exists()
    desk.close()
    print(json.dumps(said))
""")


@pytest.fixture(scope="module")
def apart() -> list[str]:
    """The command before a process that may mount: as the superuser, or as one in its own eyes."""
    for way in (["unshare", "-m"], ["unshare", "-rm"]):
        with contextlib.suppress(FileNotFoundError):
            if not subprocess.run([*way, "true"], check=False, capture_output=True).returncode:
                return way
    pytest.skip("this system does not let a test mount a file system of its own (unshare -m)")


@pytest.mark.parametrize(
    ("how", "key"), [("read-only", "error.FolderReadOnly"), ("full", "error.DiskFull")]
)
@pytest.mark.parametrize("killed", [False, True])
def test_lessons_and_record_open_and_an_answer_is_refused(office, apart, how, key, killed):
    office.supervisor()
    hanh = office.learner()
    hanh.desk.write(answered("q1"))
    if not killed:  # otherwise the log stays beside the file, as after kill -9
        hanh.desk.close()

    done = subprocess.run(
        [*apart, sys.executable, "-c", LOOK, str(office.folder), hanh.desk.profile.id, how],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)

    assert said == {
        "reading": key, "answers": 1, "answering": key, "tended": True, "backup": True,
        "export": True,
    }  # fmt: skip
