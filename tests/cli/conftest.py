"""The command line as a script meets it: arguments in, an exit code and two streams out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from selfstudy import words
from selfstudy.__main__ import main
from selfstudy.content.library import Library
from selfstudy.services.demo.demo import PASSPHRASE, Wanted, write_demo
from selfstudy.settings import Places


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture(autouse=True)
def _in_vietnamese():
    words.use("vi")
    yield
    words.use("vi")


@pytest.fixture
def ask(capsys):
    """Call the command line."""

    def call(*arguments: object) -> Answer:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        told = capsys.readouterr()
        return Answer(code, told.out, told.err)

    return call


@pytest.fixture(scope="session")
def shelf() -> Library:
    return Library([Places().lessons()])


@pytest.fixture(scope="session")
def demo(shelf, tmp_path_factory) -> Path:
    """A unit of four learners and sixty days."""
    folder = tmp_path_factory.mktemp("demo")
    write_demo(shelf, folder, Wanted(4, 60))
    return folder


@pytest.fixture
def supervisor(ask, demo) -> Path:
    """A home into which the demonstration was taken."""
    assert ask("progress", "import", demo).code == 0
    return demo


@pytest.fixture
def secret(tmp_path) -> Path:
    path = tmp_path / "secret"
    path.write_text(PASSPHRASE + "\n", encoding="utf-8")
    return path
