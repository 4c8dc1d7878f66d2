"""The wheel: what a computer gets that has no checkout."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (built,) = folder.glob("selfstudy-*.whl")
    return built


def files(top: str) -> set[str]:
    """Everything under a folder of the checkout that an editor wrote, by its path."""
    return {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / top).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".part"
    }


def test_the_wheel_carries_the_program_its_resources_and_its_lessons_and_nothing_else(wheel):
    with ZipFile(wheel) as archive:
        carried = {name for name in archive.namelist() if ".dist-info/" not in name}

    shipped = {f"selfstudy/_data/{name}" for name in files("resources") | files("lessons")}
    assert carried == files("selfstudy") | shipped


def test_the_unpacked_wheel_works_without_the_checkout(wheel, tmp_path):
    with ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    elsewhere = os.environ | {"PYTHONPATH": str(tmp_path / "site")}

    listed = subprocess.run(
        [sys.executable, "-m", "selfstudy", "lessons", "list"],
        cwd=tmp_path,
        env=elsewhere,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert listed.returncode == 0, listed.stderr
    assert "CM03-01" in listed.stdout
