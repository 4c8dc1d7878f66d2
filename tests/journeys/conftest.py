"""Journeys drive the same windows as the desktop's tests, under the same guards."""

from tests.desktop.conftest import _dressed, _in_vietnamese, pytest_runtest_teardown

__all__ = ["_dressed", "_in_vietnamese", "pytest_runtest_teardown"]
