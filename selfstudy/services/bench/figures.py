"""A measured figure beside its floor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """Value and floor in `unit`; ratio is value ÷ floor for times, sizes and rates alike."""

    name: str
    value: float
    unit: str
    floor: float | None = None
    ratio: float | None = None


def percentile(values: Sequence[float], percent: int) -> float:
    """The nearest value below which `percent` of all lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


def durations(name: str, ours: Sequence[float], bare: Sequence[float], percent: int) -> Figure:
    """A percentile of durations (s), told in ms."""
    value, floor = percentile(ours, percent) * 1000, percentile(bare, percent) * 1000
    return Figure(name, value, "ms", floor, value / floor)


def rate_figure(name: str, value: float, floor: float) -> Figure:
    """Facts in a second."""
    return Figure(name, value, "facts/s", floor, value / floor)
