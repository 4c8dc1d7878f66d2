"""What the files of a module may be: of a known kind, named for every system, no links away."""

from __future__ import annotations

import stat
from pathlib import Path

from selfstudy.content.image_rules import IMAGE_KINDS, check_image
from selfstudy.content.module_files import MOST_FILES, TEXT_KINDS, look
from selfstudy.content.pack_paths import sound_path
from selfstudy.content.problems import Findings
from selfstudy.content.text_file import foreign_encoding, foreign_word, read_text

DEEPEST = 6


def check_files(folder: Path, found: Findings) -> None:
    """Note what is wrong with the files of a module, used or not."""
    there = look(folder)
    if there.too_many:
        found.error("too_many_files", limit=MOST_FILES)
        return
    for path in there.closed:
        file = _findings(folder, path, found)
        deep = len(path.relative_to(folder).parts) >= DEEPEST
        file.error("folder_too_deep" if deep else "closed_folder")
    names: dict[str, str] = {}
    for path in there.files:
        file = _findings(folder, path, found)
        relative = path.relative_to(folder).as_posix()
        other = names.setdefault(relative.casefold(), relative)
        if other != relative:
            file.error("same_file_name", other=other)
        _check_file(path, relative, file)


def _check_file(path: Path, relative: str, found: Findings) -> None:
    try:
        mode = path.lstat().st_mode
    except OSError:
        found.error("unreadable")
        return
    kind = path.suffix.lower()
    if stat.S_ISLNK(mode):
        found.error("symlink")
    elif not stat.S_ISREG(mode) or kind not in TEXT_KINDS | IMAGE_KINDS:
        found.error("unexpected_file", kind=kind or path.name)
    elif relative.count("/") >= DEEPEST:
        found.error("folder_too_deep")
    else:
        if not sound_path(relative):
            found.error("file_name")
        if kind in IMAGE_KINDS:
            check_image(path, found)
        else:
            _check_words(path, found)


def _check_words(path: Path, found: Findings) -> None:
    """Note the first word of an old encoding in a text that is not of that encoding as a whole."""
    text = read_text(path, Findings(found.file, [])) or ""
    if not foreign_encoding(text)[0]:
        encoding, line = foreign_word(text)
        if encoding:
            found.error("foreign_encoding", line, encoding=encoding)


def _findings(folder: Path, path: Path, found: Findings) -> Findings:
    """The findings of a file, named as reports do."""
    relative = path.relative_to(folder).as_posix()
    return Findings(f"{folder.name}/{relative}", found.problems)
