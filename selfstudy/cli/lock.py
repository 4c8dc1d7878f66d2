"""`lock …`: the secret of a profile, its recovery code, and going without."""

from __future__ import annotations

from pathlib import Path

from selfstudy.cli.asked import Asked, Groups, add_json, path_of, read_secret
from selfstudy.domain.errors import CodeMistyped, ProfileLocked, SecretRefused
from selfstudy.settings import write_whole
from selfstudy.words import t


def add(groups: Groups) -> None:
    """Add the commands."""
    group = groups.add_parser("lock", help=t("cli.help_lock"))
    group.set_defaults(run=status)
    add_json(group)
    commands = group.add_subparsers(metavar=t("cli.metavar_command"))
    for name, run, fresh, code in (
        ("status", status, False, False),
        ("on", switch_on, True, True),
        ("change", change, True, False),
        ("code", new_code, False, True),
        ("reset", reset, True, False),
        ("off", switch_off, False, False),
    ):
        command = commands.add_parser(name, help=t(f"cli.help_lock_{name}"))
        if fresh:
            command.add_argument(
                "--new-secret-file",
                metavar="FILE",
                type=path_of,
                help=t("cli.help_new_secret_file"),
            )
        if code:
            command.add_argument(
                "--code-out", metavar="FILE", type=path_of, help=t("cli.help_code_out")
            )
        if name == "reset":
            command.add_argument(
                "--code-file", metavar="FILE", type=path_of, help=t("cli.help_code_file")
            )
        add_json(command)
        command.set_defaults(run=run)


def status(asked: Asked) -> int:
    """Whether a secret is asked for, and which kind."""
    kind = asked.locking().kind()
    asked.say(f"cli.lock_{kind}" if kind else "cli.lock_none")
    asked.answer({"kind": kind})
    return 0


def switch_on(asked: Asked) -> int:
    """Set a secret, give the recovery code, then encrypt everything."""
    locking = asked.locking()
    if locking.is_locked:
        raise ProfileLocked(name=asked.profile()[:8])
    prepared = locking.prepare(_fresh(asked))
    typed = _confirmed(asked, prepared.code, prepared.group)
    key = locking.switch_on(prepared, typed)
    with asked.services(key=key) as services:
        aside = locking.left_in_clear(services.safety)
    asked.say("cli.lock_on")
    if aside:
        asked.say("cli.lock_aside", n=aside)
    asked.answer({"kind": locking.kind(), "aside": aside})
    return 0


def change(asked: Asked) -> int:
    """Another secret; the recovery code stays."""
    secret = asked.secret()
    asked.locking().change(secret, _fresh(asked))
    asked.say("cli.lock_changed")
    asked.answer({"changed": True})
    return 0


def new_code(asked: Asked) -> int:
    """Another recovery code; the secret stays."""
    locking = asked.locking()
    prepared = locking.prepare_code(asked.secret())
    locking.keep_code(prepared, _confirmed(asked, prepared.code, prepared.group))
    asked.say("cli.lock_coded")
    asked.answer({"changed": True})
    return 0


def reset(asked: Asked) -> int:
    """A new secret by the recovery code."""
    code = read_secret(asked.options.code_file, "cli.ask_code")
    asked.locking().reset(code, _fresh(asked))
    asked.say("cli.lock_changed")
    asked.answer({"changed": True})
    return 0


def switch_off(asked: Asked) -> int:
    """Decrypt everything."""
    asked.locking().switch_off(asked.secret())
    asked.say("cli.lock_off")
    asked.answer({"kind": None})
    return 0


def _fresh(asked: Asked) -> str:
    """The new secret, typed twice on a terminal. Raises SecretRefused when they differ."""
    path = asked.options.new_secret_file
    fresh = read_secret(path, "cli.ask_new_secret")
    if path is None and read_secret(None, "cli.ask_new_secret_again") != fresh:
        raise SecretRefused(reason="lock.refused_differ")
    return fresh


def _confirmed(asked: Asked, code: str, number: int) -> str:
    """Give the code away, and take back the group that proves it.

    A file counts as that proof where nobody sits at a terminal. Raises CodeMistyped.
    """
    from selfstudy.exchange.recovery_code import GROUP, bare

    path: Path | None = asked.options.code_out
    if path is not None:
        write_whole(path, f"{code}\n".encode(), 0o600)
        return bare(code)[GROUP * (number - 1) : GROUP * number]
    if not asked.at_terminal():
        raise CodeMistyped(reason="lock.code_nowhere")
    asked.show(t("cli.lock_code", code=code))
    return read_secret(None, "cli.ask_group", number=number)
