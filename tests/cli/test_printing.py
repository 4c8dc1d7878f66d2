from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_a_lesson_is_printed_as_a_pdf(tmp_path):
    """In a process of its own: it makes an application without a window, and lets it go."""
    out = tmp_path / "bai.pdf"
    command = [
        "--home",
        tmp_path,
        "lessons",
        "print",
        "CM03-01",
        "--out",
        out,
        "--answers",
        "--json",
    ]

    done = subprocess.run(
        [sys.executable, "-m", "selfstudy", *map(str, command)],
        cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["lesson"] == "CM03-01"
    assert answer["pages"] > 4
    assert out.read_bytes().startswith(b"%PDF-")


def test_a_lesson_that_is_not_there_is_one_sentence(ask, tmp_path):
    answer = ask("lessons", "print", "CM99-01", "--out", tmp_path / "a.pdf")

    assert answer.code == 1
    assert len(answer.err.strip().splitlines()) == 1
    assert not (tmp_path / "a.pdf").exists()
