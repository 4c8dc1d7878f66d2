"""Packs: a module as one signed file, made, opened and put in place."""

from __future__ import annotations

from selfstudy.content.pack_file import Pack, build, open_pack, read_pack
from selfstudy.content.pack_install import Installed, install

__all__ = ["Installed", "Pack", "build", "install", "open_pack", "read_pack"]
