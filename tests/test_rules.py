"""The project's habits, each as a test that fails when one is broken."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.check import CHECKS

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "selfstudy"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

WITHOUT_QT = (
    r"selfstudy\.(domain|settings|words|sentences|content|store|exchange|services|bootstrap|hub"
    r"|cli)\b"
)
# What the first paint does without, and what the README explains.
# fmt: off
HEAVY = {
    "alembic", "asyncio", "concurrent.futures", "cryptography", "fsrs", "http", "markdown",
    "msgspec", "docx", "nh3", "openpyxl", "pymdownx", "reportlab", "selfstudy.desktop.charts",
    "selfstudy.desktop.widgets.table", "selfstudy.domain.people", "selfstudy.domain.progress",
    "selfstudy.domain.question", "sqlalchemy", "starlette", "tomllib", "urllib.request", "uvicorn",
    "xlrd", "xml",
}
GLOSSARY = {
    "module", "lesson", "question", "pack", "fact", "source", "record", "journal", "heads",
    "batch", "packet", "receipt", "intake", "handover", "hub", "learner", "supervisor",
    "unit", "position", "competency", "gap", "need", "plan", "follow-up", "progress",
}
# fmt: on


def sources() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def modules() -> list[str]:
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in sources()]
    return [name.removesuffix(".__init__") for name in names]


def found(pattern: str, paths: list[Path]) -> list[str]:
    """Where a pattern stands, as file:line: text."""
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(pattern, line)
    ]


def python(code: str, *arguments: str) -> str:
    """What a fresh Python prints; it must end well."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


# The tools


@pytest.mark.parametrize("name", CHECKS)
def test_check(name):
    done = subprocess.run(
        [sys.executable, *CHECKS[name]],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert done.returncode == 0, f"{name}:\n{done.stdout[-6000:]}{done.stderr[-2000:]}"


# How it is written


def test_every_package_says_what_it_may_import():
    silent = [
        str(path.relative_to(ROOT))
        for path in PACKAGE.rglob("__init__.py")
        if "May import:" not in path.read_text(encoding="utf-8")
    ]

    assert silent == []


def test_no_file_grows_past_400_lines():
    long = [path for path in sources() if len(path.read_text(encoding="utf-8").splitlines()) > 400]

    assert long == []


def test_dialogs_have_buttons_with_our_own_words():
    stock = r"StandardButton|QMessageBox\.(question|warning|information|critical|about)\b"

    assert found(stock, sources()) == []


def test_colours_stand_in_the_theme_only():
    written = r"""["'(: ]#[0-9a-fA-F]{6,8}\b|\brgba?\(\s*\d"""
    made = r"""QColor\(\s*(\d|["'])|GlobalColor\.(?!transparent)"""
    elsewhere = [path for path in sources() if path != PACKAGE / "desktop" / "theme.py"]

    assert found(f"{written}|{made}", elsewhere) == []


def test_only_the_theme_sets_style_sheets():
    elsewhere = [path for path in sources() if path != PACKAGE / "desktop" / "theme.py"]

    assert found(r"\bsetStyleSheet\(", elsewhere) == []


def test_tests_use_real_parts():
    mocks = r"unittest[.]mock|from unittest import[ ]mock|\bMagic[M]ock\b|pytest_[m]ock"

    assert found(mocks, sorted((ROOT / "tests").rglob("*.py"))) == []


def test_screens_are_all_kept_apart_by_the_contract():
    screens = {
        ".".join(page.parent.relative_to(ROOT).parts)
        for page in (PACKAGE / "desktop").glob("*/page.py")
        if page.with_name("presenter.py").exists()
    }
    contracts = PROJECT["tool"]["importlinter"]["contracts"]
    apart = {m for c in contracts if c["type"] == "independence" for m in c["modules"]}

    assert screens - apart == set()


# What it imports


def test_what_is_not_a_page_works_without_qt():
    names = [
        name
        for name in modules()
        if re.match(WITHOUT_QT, name) or re.search(r"desktop\.(tasks|\w+\.presenter)$", name)
    ]
    code = """
import importlib, sys

class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"PySide6", "shiboken6"}:
            raise ImportError("Qt is not here")

sys.meta_path.insert(0, NoQt())
for name in sys.argv[1:]:
    importlib.import_module(name)
print(len(sys.argv) - 1)
"""

    assert int(python(code, *names)) == len(names) > 10


def test_the_desktop_starts_without_heavy_libraries():
    code = "import sys, selfstudy.desktop.app; print(*sys.modules)"

    loaded = set(python(code).split())

    assert "PySide6.QtWidgets" in loaded
    assert loaded & HEAVY == set()


def test_calls_that_return_nothing_keep_the_count_of_references_to_none(qapp):
    from PySide6.QtWidgets import QWidget

    widget = QWidget()
    before = sys.getrefcount(None)

    for _ in range(1000):
        widget.update()
        widget.setEnabled(True)
    lost = before - sys.getrefcount(None)
    widget.deleteLater()

    assert lost < 100  # PySide6 6.12.0 loses 2,000 on Python 3.11, and soon aborts


# What is committed


def tracked() -> list[Path]:
    if not (shutil.which("git") and (ROOT / ".git").exists()):
        pytest.skip("not a git checkout")
    done = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    text = {
        "",
        ".cfg",
        ".css",
        ".in",
        ".json",
        ".md",
        ".py",
        ".qss",
        ".sh",
        ".toml",
        ".txt",
        ".yml",
    }
    paths = [ROOT / name for name in done.stdout.split("\0") if name]
    return [path for path in paths if path.suffix in text and path.is_file()]


def test_no_file_names_a_registry_or_a_path_of_one_machine():
    registry = r"[i]ndex-url|p[y]pi\.org|python[h]osted|npm[j]s|://[^ \"]*/(simpl[e]|package[s])/"
    machine = r"(^|[\s\"'=(])/(roo[t]|wor[k]|hom[e]/\w+|User[s]/\w+)/|/tm[p]/[a-z]"

    assert found(f"{registry}|{machine}", tracked()) == []


def test_every_package_is_pinned_once_with_a_hash_for_program_and_tests_alike():
    program, tests = (pins(ROOT / f"requirements{kind}.txt") for kind in ("", "-dev"))
    project = PROJECT["project"]
    wanted = project["dependencies"]
    developed = [
        *wanted,
        *project["optional-dependencies"]["hub"],
        *PROJECT["dependency-groups"]["dev"],
    ]

    assert missing(wanted, program) == []
    assert missing(developed, tests) == []
    assert {name: tests.get(name) for name in program} == program


def pins(path: Path) -> dict[str, str]:
    """Name and version of each pinned package; each must have a hash."""
    entries = re.split(r"\n(?=\w)", path.read_text(encoding="utf-8").strip())
    assert all("--hash=sha256:" in entry for entry in entries), path
    pairs = [re.match(r"([\w.-]+)(?:\[[\w,-]+\])?==(\S+)", entry).groups() for entry in entries]
    assert len(dict(pairs)) == len(pairs), path
    return {canonicalize_name(name): version for name, version in pairs}


def missing(wanted: list[str], pinned: dict[str, str]) -> list[str]:
    """The requirements that no pinned version satisfies."""
    requirements = [Requirement(text) for text in wanted]
    return [
        str(requirement)
        for requirement in requirements
        if not requirement.specifier.contains(pinned.get(canonicalize_name(requirement.name), "0"))
    ]


def test_the_readme_explains_every_word_of_the_glossary():
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8").lower()
    rows = " ".join(line.split("|")[1] for line in text.splitlines() if line.count("|") > 2)

    assert {word for word in GLOSSARY if word not in rows} == set()


def test_tests_run_without_a_display_and_with_the_package_they_stand_beside():
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"
    assert Path(find_spec("selfstudy").origin).parent == PACKAGE
