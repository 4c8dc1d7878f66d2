"""What an application needs before its first window: theme, fonts, icons, Qt's words."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from selfstudy.desktop import icons, qt_words, theme


def dress(
    app: QApplication, icon_reader: icons.Reader, scheme: theme.Scheme = "system", zoom: float = 1.0
) -> None:
    """Dress the application once, before its first window."""
    theme.apply(app, scheme, zoom)
    icons.use(icon_reader)
    qt_words.install(app)
