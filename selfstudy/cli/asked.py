"""What a command is given, and how it answers."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

from selfstudy.domain.errors import ChooseProfile, NoProfile, SecretMissing, UnreadableFile
from selfstudy.settings import Places, load_settings, make_folder, world_error
from selfstudy.words import t

if TYPE_CHECKING:
    from selfstudy.bootstrap import Services
    from selfstudy.content.library import Library
    from selfstudy.services.holding.desk import Desk
    from selfstudy.services.locking.locking import Locking


# argparse has no other name for what `add_subparsers` gives
Groups: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001

_COMMANDS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class UnitServed(Protocol):
    """The unit of a card that a hub was given."""

    @property
    def unit(self) -> bytes:
        """Its id."""
        ...

    @property
    def name(self) -> str:
        """Its name."""
        ...


class Keeper(Protocol):
    """A hub, as far as commands ask it for something."""

    def hello(self) -> dict[str, object]:
        """Who it is."""
        ...

    def serve_unit(self, path: Path) -> UnitServed:
        """Keep a unit's records from now on."""
        ...

    def cards(self) -> Mapping[bytes, object]:
        """The units it keeps."""
        ...

    def publish(self, path: Path) -> object:
        """Put a pack on its shelf."""
        ...

    def withdraw(self, module: str, version: int = 0) -> list[dict[str, object]]:
        """Take a module's packs off its shelf, or those of one version; which they were."""
        ...

    def on_shelf(self) -> list[dict[str, object]]:
        """The packs on its shelf: module, version, base, size, publisher."""
        ...

    def begin_receipt_epoch(self) -> bytes:
        """Begin receipts anew."""
        ...

    def close(self) -> None:
        """Let go of its database."""
        ...


@dataclass(frozen=True)
class Fronts:
    """The other front ends. No front end knows another: `__main__` knows them all."""

    window: Callable[[Path | None], int]
    tour: Callable[[Path, Sequence[str], Sequence[str]], list[Path]]
    hub: Callable[[Path, str, str], Keeper]
    serve: Callable[[Keeper, str, int, Path | None, Path | None], None]
    paper: Callable[[Library, str, Path, bool], int]


@dataclass(frozen=True)
class Asked:
    """One call of the command line."""

    options: argparse.Namespace
    places: Places
    fronts: Fronts

    def say(self, key: str, **values: object) -> None:
        """A sentence for people; silent where a script asked for JSON."""
        if not getattr(self.options, "json", False):
            print(plainly(t(key, **values)))

    def show(self, text: str) -> None:
        """A line for people; silent where a script asked for JSON."""
        if not getattr(self.options, "json", False):
            print(plainly(text))

    def answer(self, found: object) -> None:
        """JSON on standard output, where a script asked for it."""
        if getattr(self.options, "json", False):
            print(json.dumps(found, ensure_ascii=False, indent=1))

    def library(self) -> Library:
        """The modules of this computer."""
        from selfstudy import bootstrap

        return bootstrap.library(self.places)

    def profile(self) -> str:
        """The profile that is meant: named, opened last, or the only one.

        Raises NoProfile, ChooseProfile, UnreadableFile (no such profile).
        """
        from selfstudy.services.holding.desk import expect_profile, profiles_in

        found = profiles_in(self.places.profiles)
        wanted = self.options.profile
        if wanted:
            fitting = [p.id for p in found if p.id.startswith(wanted.lower())]
            if len(fitting) != 1:
                raise UnreadableFile(name=wanted)
            return fitting[0]
        if not found:
            expect_profile(self.places.profiles)
            raise NoProfile
        last = load_settings(self.places.settings_file).last_profile
        if len(found) > 1 and last not in {p.id for p in found}:
            raise ChooseProfile(names=", ".join(f"{p.name} ({p.id[:8]})" for p in found))
        return last if len(found) > 1 else found[0].id

    def locking(self, profile: str | None = None) -> Locking:
        """The lock of the profile that is meant."""
        from selfstudy import bootstrap

        return bootstrap.profiles(self.places).locking(profile or self.profile())

    def has_secret(self) -> bool:
        """Whether a file with a secret was named with the command."""
        return bool(self._secret_file())

    def secret(self, ask: str = "cli.ask_secret") -> str:
        """The secret of a locked profile. Raises UnreadableFile, SecretMissing."""
        named = self._secret_file()
        return read_secret(Path(named) if named else None, ask)

    def _secret_file(self) -> str:
        return str(self.options.secret_file or os.environ.get("SELFSTUDY_SECRET_FILE") or "")

    @staticmethod
    def at_terminal() -> bool:
        """Whether somebody sits at the other end and can be asked."""
        return sys.stdin.isatty()

    @contextlib.contextmanager
    def services(self, profile: str | None = None, key: bytes | None = None) -> Iterator[Services]:
        """Everything for the profile that is meant, closed at the end.

        A locked one asks for its secret, unless its data key is there. Raises SecretMissing.
        """
        from selfstudy import bootstrap
        from selfstudy.services.rescue.suspect import suspecting

        wanted = profile or self.profile()
        people = bootstrap.profiles(self.places)
        locking = people.locking(wanted)
        if key is None and locking.is_locked:
            key = locking.by_secret(self.secret())
        desk = people.open(wanted, key)
        try:
            self._warn(desk)
            made = bootstrap.services(desk, self.places)
            locking.seal_copies(made.safety)
            with suspecting(desk.guard.journal, key):
                yield made
        finally:
            desk.close()

    @staticmethod
    def _warn(desk: Desk) -> None:
        """What the window would say on opening: it may be said once only."""
        from selfstudy.sentences import error_words

        if desk.reading is not None:
            told = t("rescue.reading", why=error_words(desk.reading))
        elif desk.guard.behind:
            told = t("rescue.behind", n=sum(map(len, desk.guard.behind.values())))
        else:
            return
        print(plainly(told), file=sys.stderr)


def read_secret(path: Path | None, ask: str, **places: object) -> str:
    """A secret from a file or the keyboard, never from an argument, which others can read.

    Raises UnreadableFile, SecretMissing.
    """
    if path is not None:
        try:
            return path.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise UnreadableFile(name=path.name) from error
    if not sys.stdin.isatty():
        raise SecretMissing
    import getpass

    return getpass.getpass(t(ask, **places) + " ")


def made(folder: Path) -> Path:
    """The folder, made now if it was not there. Raises DiskFull, FolderReadOnly."""
    try:
        make_folder(folder)
    except OSError as error:
        raise world_error(error, folder) from error
    return folder


def path_of(text: str) -> Path:
    """A path as it was typed; none is not the folder that one happens to be in."""
    if not text.strip():
        raise argparse.ArgumentTypeError(t("cli.no_path"))
    return Path(text)


def plainly(text: str) -> str:
    """What others wrote, without the signs that command a terminal or turn the text around."""
    return _COMMANDS.sub("", text)


def add_json(parser: argparse.ArgumentParser) -> None:
    """The switch for scripts."""
    parser.add_argument("--json", action="store_true", help=t("cli.help_json"))


def add_out(parser: argparse.ArgumentParser, what: str = "DIR", *, required: bool = True) -> None:
    """Where something is written."""
    parser.add_argument(
        "--out", metavar=what, type=path_of, required=required, help=t("cli.help_out")
    )


def add_passphrase(parser: argparse.ArgumentParser) -> None:
    """Where a passphrase comes from; never the command line itself, which others can read."""
    source = parser.add_mutually_exclusive_group()
    source.add_argument(
        "--passphrase-file", metavar="FILE", type=path_of, help=t("cli.help_passphrase_file")
    )
    source.add_argument("--passphrase-env", metavar="NAME", help=t("cli.help_passphrase_env"))


def passphrase(options: argparse.Namespace) -> str:
    """The passphrase from a file, the environment, or the keyboard. Raises UnreadableFile."""
    if options.passphrase_file is not None:
        try:
            text: str = options.passphrase_file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UnreadableFile(name=options.passphrase_file.name) from error
        return text.strip()
    if options.passphrase_env is not None:
        return os.environ.get(options.passphrase_env, "").strip()
    if not sys.stdin.isatty():
        return ""
    import getpass

    return getpass.getpass(t("cli.ask_passphrase") + " ")
