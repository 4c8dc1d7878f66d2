"""No arguments: the desktop. Otherwise: the command line."""

from __future__ import annotations

import sys


def main() -> int:
    """Start, and return the exit code."""
    from selfstudy.desktop.app import run

    return run()


if __name__ == "__main__":
    sys.exit(main())
