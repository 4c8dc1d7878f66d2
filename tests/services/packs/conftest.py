from __future__ import annotations

import pytest

from selfstudy.bootstrap import library
from selfstudy.services.packs.installing import Packs
from selfstudy.services.packs.packing import make_pack
from selfstudy.settings import Places
from tests.content.conftest import write_lessons


class Academy:
    """A publisher with a computer of their own, and a module that they go on writing."""

    def __init__(self, folder, name="Trường Chính trị"):
        self.places = Places(folder / "academy")
        self.folder = folder
        self.name = name
        self.written = write_lessons(folder / "authored")
        self.written.module = self.written.module.rename(folder / "authored" / "XX01-thu")
        for path in ("module.toml", "01-cac-loai.md", "questions/01-cac-loai.md"):
            text = (self.written.module / path).read_text(encoding="utf-8")
            self.written.write(path, text.replace("CM03", "XX01"))
        assert not list(self.written.root.glob("CM03*"))
        self.version = 2

    def pack(self, since=None, key=None, name=None):
        kind = "update" if since else "pack"
        out = self.folder / f"{kind}-v{self.version}-{key.stem if key else 'own'}.thpack"
        said = self.name if name is None else name
        make_pack(self.places, self.written.module, out, since=since, key=key, name=said)
        return out

    def next(self, old="Văn bản nào là", new="Đâu là"):
        """Change one question; the version rises."""
        self.written.change("questions/01-cac-loai.md", old, new)
        self.written.change(
            "module.toml", f"version = {self.version}", f"version = {self.version + 1}"
        )
        self.version += 1


@pytest.fixture
def academy(tmp_path):
    return Academy(tmp_path)


@pytest.fixture
def places(tmp_path):
    return Places(tmp_path / "home")


@pytest.fixture
def packs(places):
    return Packs(places, library(places))
