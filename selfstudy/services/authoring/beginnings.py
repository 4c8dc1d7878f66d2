"""A new module or lesson to write into: sound from the start, with the gaps named."""

from __future__ import annotations

from pathlib import Path

from selfstudy.content.lesson_text import slug
from selfstudy.content.module_file import MODULE_ID, MOST_LESSONS, lesson_files, question_file
from selfstudy.content.problems import Findings
from selfstudy.content.text_file import read_toml
from selfstudy.domain.errors import AlreadyThere, CodeRefused, TextTooLong, UnreadableFile
from selfstudy.domain.vietnamese import nfc
from selfstudy.settings import write_whole

LONGEST_TITLE = 120

MODULE = """\
# Lý lịch của học phần. Mỗi mục một dòng; chữ nằm trong dấu ngoặc kép.
id = "{id}"
version = 1
title = "{title}"
title_en = ""
area = "{area}"
hours = 1
summary = ""
summary_en = ""
positions = []
competencies = {{ }}
outcomes = [
  {{ id = "o1", text = "Sau học phần, người học làm được việc gì?" }},
]
prerequisites = []
sources = []
"""
GLOSSARY = """\
# Thuật ngữ của học phần: "từ" = "nghĩa, viết cho người mới vào nghề".
[terms]
"""
LESSON = """\
---
id: {id}
title: {title}
title_en:
summary:
summary_en:
minutes: 25
sources:
---

## Mục thứ nhất {{#muc-mot}}

Viết nội dung ở đây.

## Tóm tắt {{#tom-tat}}

- Một ý cần nhớ.
"""
QUESTIONS = """\
# Câu hỏi: {title}

## {id}-q01 · single
khó: 1
mức: nhớ
nguồn:
năng lực:
kết quả: o1

Viết câu hỏi ở đây?

[x] Phương án đúng
    > Vì sao đúng.
[ ] Phương án sai
    > Vì sao sai.
"""


def new_module(root: Path, code: str, title: str) -> Path:
    """A folder for a module, with its first lesson. Returns the folder.

    Raises CodeRefused, TextTooLong, AlreadyThere, DiskFull, FolderReadOnly.
    """
    code, title = code.strip().upper(), _title(title)
    if not MODULE_ID.fullmatch(code):
        raise CodeRefused(code=code)
    folder = root / f"{code}-{slug(title)}".rstrip("-")[:80].rstrip("-")
    if folder.exists() or any(root.glob(f"{code}-*")):
        raise AlreadyThere(name=code)
    area = "LL" if code.startswith("LL") else "CM"
    write_whole(folder / "glossary.toml", GLOSSARY.encode())
    (folder / "figures").mkdir(exist_ok=True)
    _write_lesson(folder, code, 1, "Bài thứ nhất")
    text = MODULE.format(id=code, title=_quoted(title), area=area)
    write_whole(folder / "module.toml", text.encode())
    return folder


def new_lesson(folder: Path, title: str) -> Path:
    """The next lesson of a module with its question file. Returns the lesson's file.

    Raises UnreadableFile, TextTooLong, AlreadyThere, DiskFull, FolderReadOnly.
    """
    title = _title(title)
    table = read_toml(folder / "module.toml", Findings("", []))
    code = table.text("id", required=False) if table is not None else ""
    if not MODULE_ID.fullmatch(code):
        raise UnreadableFile(name="module.toml")
    taken = [int(path.name[:2]) for path in lesson_files(folder)]
    number = max(taken, default=0) + 1
    if number > MOST_LESSONS:
        raise AlreadyThere(name=f"{MOST_LESSONS}")
    return _write_lesson(folder, code, number, title)


def _write_lesson(folder: Path, code: str, number: int, title: str) -> Path:
    path = folder / f"{number:02}-{slug(title)[:80].rstrip('-') or 'bai'}.md"
    if path.exists() or question_file(path).exists():
        raise AlreadyThere(name=path.name)
    lesson = f"{code}-{number:02}"
    write_whole(question_file(path), QUESTIONS.format(id=lesson, title=title).encode())
    write_whole(path, LESSON.format(id=lesson, title=title).encode())
    return path


def _title(title: str) -> str:
    tidy = " ".join(nfc(title).split())
    if len(tidy) > LONGEST_TITLE or not tidy:
        raise TextTooLong(limit=LONGEST_TITLE)
    return tidy


def _quoted(text: str) -> str:
    return text.replace("\\", "").replace('"', "”")
