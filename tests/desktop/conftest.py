"""Windows without a screen; no widget, timer or thread outlives its test."""

import os
import threading

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest

try:
    from PySide6.QtCore import QCoreApplication, QEvent, QTimer
    from PySide6.QtWidgets import QApplication
except ImportError:  # presenters are tested without Qt too
    QApplication = None

if QApplication is not None:
    from selfstudy import words
    from selfstudy.desktop import fonts, icons, theme
    from selfstudy.store.icons import read_icons

    @pytest.fixture(scope="session")
    def qapp_cls():
        return QApplication

    @pytest.fixture(scope="session")
    def qapp_args():
        return ["tests", *theme.ARGUMENTS]

    @pytest.fixture(scope="session", autouse=True)
    def _dressed(qapp):
        """One stylesheet per process: it costs more with every widget there is."""
        words.use("vi")
        theme.apply(qapp, "light", 1.0)
        icons.use(read_icons)
        fonts.load_reading()

    @pytest.fixture(autouse=True)
    def _in_vietnamese():
        words.use("vi")

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_teardown(item):
        result = yield
        if QApplication.instance() is not None:
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            _nothing_left()
        return result

    def _nothing_left():
        left = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
        assert not left, f"windows left open: {left}"
        timers = [t for w in QApplication.topLevelWidgets() for t in w.findChildren(QTimer)]
        running = [timer for timer in timers if timer.isActive()]
        assert not running, f"timers left running: {running}"
        names = {thread.name.split("_")[0] for thread in threading.enumerate()}
        assert not names & {"store", "side"}, f"threads left: {names}"
