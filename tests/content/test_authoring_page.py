"""What the authors' page shows as an example is a module that can be used."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from selfstudy.content.checker import check
from selfstudy.settings import Places

PAGE = Path(__file__).resolve().parents[2] / "docs" / "authoring.md"


@pytest.fixture
def example(tmp_path):
    """The module of the page, beside the shipped registries."""
    shipped = Places(tmp_path).lessons()
    root = tmp_path / "lessons"
    shutil.copytree(shipped / "framework", root / "framework")
    for name in ("sources.toml", "hours.toml", "hard_words.toml"):
        shutil.copy(shipped / name, root / name)
    text = PAGE.read_text(encoding="utf-8")
    blocks = re.findall(r"Tệp `(CM99[^`]+)`:\n\n```\n(.*?)\n```", text, re.DOTALL)
    tables = re.findall(r"```toml\n(.*?)\n```", text, re.DOTALL)
    module = root / "CM99-hoc-phan-thu"
    found = {name.partition("/")[2]: block for name, block in blocks}
    found["module.toml"] = next(table for table in tables if table.startswith('id = "CM99"'))
    found["glossary.toml"] = next(table for table in tables if "[terms]" in table)
    for name, block in found.items():
        path = module / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block + "\n", encoding="utf-8")
    return module


def test_the_example_has_no_error_and_only_the_reminders_that_the_page_tells_of(example):
    report = check(example)

    assert [p.key for p in report.errors] == []
    assert (report.lessons, report.questions) == (1, 3)
    assert {p.key.removeprefix("problem.") for p in report.warnings} == {
        "few_questions", "few_kinds", "hours_and_minutes",
    }  # fmt: skip
