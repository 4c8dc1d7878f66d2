from __future__ import annotations

import ast
import string
from datetime import date
from pathlib import Path

import pytest

import selfstudy.content
from selfstudy import words
from selfstudy.content.problems import Problem, in_reading_order

CONTENT = Path(selfstudy.content.__file__).parent
SERVICES = CONTENT.parent / "services"
SOURCES = sorted(
    [
        *CONTENT.rglob("*.py"),
        *(SERVICES / "framework").glob("*.py"),
        *(SERVICES / "authoring").glob("*.py"),
    ]
)
KEYS = {key for key in words.load("vi") if key.startswith("problem.")}


def strings():
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def told():
    """The keys given to error(…), warning(…) and _note(…) as they stand in the sources."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            first = node.args[0] if node.args else None
            if node.func.attr in {"error", "warning", "_note"} and isinstance(first, ast.Constant):
                yield f"problem.{first.value}"


def test_every_problem_has_its_sentence_and_every_sentence_its_problem():
    used = {key for text in strings() for key in (text, f"problem.{text}") if key in KEYS}

    assert set(told()) <= KEYS
    assert used == KEYS - {"problem.pack_here"}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_sentence_can_be_filled(language):
    for key, text in words.load(language).items():
        if key.startswith("problem."):
            names = [name for _, name, _, _ in string.Formatter().parse(text) if name]
            values = {n: date(2027, 2, 28) if n in {"until", "since"} else n for n in names}
            assert "problem" not in text.format(**values)


def test_problems_stand_in_reading_order_and_once():
    late, early = Problem("a", 9, "k"), Problem("a", 2, "k", severity="warning")
    other = Problem("b", 1, "k", {"x": 1})

    assert in_reading_order([other, late, early, late]) == (early, late, other)
