"""Starting the program beside a bare window, by turns, each in a process of its own."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Collection, Sequence
from pathlib import Path

from selfstudy.services.bench.figures import Figure

RUNS = 7
REST = 4.0  # seconds until a window has come to rest
BARE = """
import sys, time
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

class Window(QMainWindow):
    told = False
    def event(self, event):
        if not self.told and event.type() in (QEvent.Type.Paint, QEvent.Type.UpdateRequest):
            self.told = True
            QTimer.singleShot(0, tell)
        return super().event(event)

def tell():
    sys.stdout.write(f"{time.time():.6f}\\n")
    sys.stdout.flush()
    if "stay" not in sys.argv:
        app.quit()

app = QApplication(sys.argv)
window = Window()
window.resize(1366, 768)
window.show()
app.exec()
"""


def start_figures(home: Path, names: Collection[str]) -> list[Figure]:
    """Seconds from the process's start to the paint, medians of several runs; and memory."""
    bare, ours = [sys.executable, "-c", BARE], [sys.executable, "-m", "selfstudy"]
    plain = environment(home)
    found = []
    for name in ("window", "live"):
        if f"start.{name}" not in names:
            continue
        pairs = [
            (_start(bare, plain), _start(ours, plain | {"SELFSTUDY_BENCH": name}))
            for _run in range(RUNS + 1)
        ][1:]  # the first run warms the disk's cache for both
        floor, value = (statistics.median(column) for column in zip(*pairs, strict=True))
        found.append(Figure(f"start.{name}", value, "s", floor, value / floor))
    if "idle.rss" in names and Path("/proc/self/status").exists():
        floor = _resident([*bare, "stay"], plain)
        value = _resident(ours, plain)
        found.append(Figure("idle.rss", value, "MB", floor, value / floor))
    return found


def environment(home: Path) -> dict[str, str]:
    """What a process of the program is started with: this home, and no display where none is."""
    environment = dict(os.environ) | {"SELFSTUDY_HOME": str(home)}
    if sys.platform.startswith("linux") and not (
        environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")
    ):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    root = str(Path(__file__).resolve().parents[2])
    environment["PYTHONPATH"] = os.pathsep.join(
        part for part in (root, environment.get("PYTHONPATH", "")) if part
    )
    return environment


def _start(command: Sequence[str], environment: dict[str, str]) -> float:
    """Seconds until the process tells the moment of its paint."""
    started = time.time()
    done = subprocess.run(
        command, env=environment, capture_output=True, encoding="utf-8", check=True, timeout=60
    )
    return float(done.stdout.split()[-1]) - started


def _resident(command: Sequence[str], environment: dict[str, str]) -> float:
    """MB that a window holds once it has come to rest."""
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            time.sleep(REST)
            status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
        finally:
            process.terminate()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
