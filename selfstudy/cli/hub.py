"""`hub serve`: the server that many computers sync with."""

from __future__ import annotations

from selfstudy.cli.asked import Groups


def add(groups: Groups) -> None:
    """Add the commands."""
