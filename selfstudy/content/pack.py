"""Packs of modules: made and opened whole, or as an update of another version; put in place."""

from __future__ import annotations

from selfstudy.content.pack_file import Pack, build, folder_files, open_pack, pack_of, read_pack
from selfstudy.content.pack_install import (
    Installed,
    Origin,
    all_editions,
    editions,
    in_use,
    install,
    older,
    origin,
    roll_back,
)
from selfstudy.content.pack_shell import (
    LARGEST_PACK,
    PACK,
    UPDATE,
    Head,
    Signer,
    Verify,
    read_whole,
    succession,
    unseal,
)
from selfstudy.content.pack_update import Update, build_update, update_of

__all__ = [
    "LARGEST_PACK",
    "PACK",
    "UPDATE",
    "Head",
    "Installed",
    "Origin",
    "Pack",
    "Signer",
    "Update",
    "Verify",
    "all_editions",
    "build",
    "build_update",
    "editions",
    "folder_files",
    "in_use",
    "install",
    "older",
    "open_any",
    "open_pack",
    "origin",
    "read_pack",
    "read_whole",
    "roll_back",
    "succession",
]


def open_any(raw: bytes, verify: Verify, name: str = "") -> Pack | Update:
    """The pack or update in these bytes. Raises what `unseal` raises, PackRefused."""
    sealed = unseal(raw, verify, name)
    return pack_of(sealed, name) if sealed.kind == PACK else update_of(sealed, name)
