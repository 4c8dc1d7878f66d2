"""The look in one place: colours, type scale, the stylesheet, and the scheme in use."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, Literal, NamedTuple

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette, QPixmapCache
from PySide6.QtWidgets import QApplication, QWidget

from selfstudy.desktop import fonts
from selfstudy.settings import Places

Scheme = Literal["system", "light", "dark", "contrast"]
Role = Literal[
    "display", "title", "heading", "subheading", "body", "strong", "small", "caption", "figure",
    "reading", "question", "code",
]  # fmt: skip
Tone = Literal["accent", "success", "warning", "danger", "neutral"]


class Palette(NamedTuple):
    """Every colour there is; text tokens keep 4.5:1 on the grounds they are used on."""

    paper: str  # the page
    surface: str  # a card, a field
    side: str  # the sidebar
    sunk: str  # code, quiet grounds inside a card
    ink: str
    muted: str
    faint: str  # placeholders, disabled words
    line: str  # hairlines
    edge: str  # borders of controls
    hover: str
    track: str  # the empty part of a bar
    accent: str
    accent_strong: str  # under the pointer
    accent_soft: str
    on_accent: str
    success: str
    success_soft: str
    warning: str
    warning_soft: str
    danger: str
    danger_soft: str
    focus: str
    figure: str  # the card behind drawings, light in every scheme
    dark: bool = False

    def tone(self, tone: Tone) -> tuple[str, str]:
        """The words' colour and the ground of a tone."""
        if tone == "neutral":
            return self.muted, self.sunk
        return getattr(self, tone), getattr(self, f"{tone}_soft")


LIGHT: Final = Palette(
    paper="#F8F4EC", surface="#FFFDF9", side="#F1EBDF", sunk="#F3EDE2",
    ink="#29241E", muted="#645A4D", faint="#766C5F", line="#E7DFD0", edge="#94866E",
    hover="#F4EEE3", track="#E8E0D1",
    accent="#28497A", accent_strong="#1E3A63", accent_soft="#E5EAF1", on_accent="#FFFFFF",
    success="#2C6341", success_soft="#E4EEE0", warning="#8A4B0C", warning_soft="#FAEBD2",
    danger="#A02C2C", danger_soft="#F8E4DF", focus="#28497A", figure="#FFFDF9",
)  # fmt: skip
DARK: Final = Palette(
    paper="#1A1816", surface="#23201D", side="#151311", sunk="#2B2824",
    ink="#ECE5D9", muted="#B5AA9A", faint="#9B9183", line="#38332D", edge="#786E61",
    hover="#2C2824", track="#3B362F",
    accent="#9DB9E6", accent_strong="#B9CEF0", accent_soft="#2A3446", on_accent="#142036",
    success="#93C79F", success_soft="#26352A", warning="#E5B36F", warning_soft="#3B2F1D",
    danger="#F0A198", danger_soft="#422724", focus="#B9CEF0", figure="#FBF8F1", dark=True,
)  # fmt: skip
CONTRAST: Final = Palette(
    paper="#000000", surface="#000000", side="#000000", sunk="#1A1A1A",
    ink="#FFFFFF", muted="#FFFFFF", faint="#D6D6D6", line="#8C8C8C", edge="#FFFFFF",
    hover="#2A2A2A", track="#4D4D4D",
    accent="#FFD84A", accent_strong="#FFE68A", accent_soft="#332B00", on_accent="#000000",
    success="#7CF29A", success_soft="#00290E", warning="#FFB45C", warning_soft="#331D00",
    danger="#FF9C94", danger_soft="#3A0D0A", focus="#66D9FF", figure="#FFFFFF", dark=True,
)  # fmt: skip
PAPER: Final = LIGHT._replace(ink="#1A1A1A", muted="#4A4A4A", line="#B8B2A6")
PALETTES: Final = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}

_TYPE: Final[dict[str, tuple[str, int, int]]] = {
    "display": (fonts.READING, 34, 600),
    "title": (fonts.READING, 28, 600),
    "heading": (fonts.READING, 20, 600),
    "subheading": (fonts.INTERFACE, 15, 600),
    "body": (fonts.INTERFACE, 15, 400),
    "strong": (fonts.INTERFACE, 15, 500),
    "small": (fonts.INTERFACE, 13, 400),
    "caption": (fonts.INTERFACE, 12, 600),
    "figure": (fonts.READING, 30, 600),
    "reading": (fonts.READING, 18, 400),
    "question": (fonts.READING, 20, 600),
    "code": (fonts.CODE, 14, 400),
}
# For QApplication, whose `setStyle` would hand back a QStyle: making its enums takes 4 ms.
ARGUMENTS: Final = ("-style", "Fusion")
_WEIGHTS: Final = {400: QFont.Weight.Normal, 500: QFont.Weight.Medium, 600: QFont.Weight.DemiBold}
_TOKEN: Final = re.compile(r"\$(\w+)|\b(\d+)sp\b")


class Look(QObject):
    """What is in use, and word of its change; painted widgets read it when they paint."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.scheme: Scheme = "light"
        self.palette: Palette = LIGHT
        self.zoom = 1.0


@cache
def look() -> Look:
    """The one look of this process."""
    return Look()


def current() -> Palette:
    """The colours in use."""
    return look().palette


def colour(token: str) -> QColor:
    """A colour of the palette in use, by token."""
    return QColor(getattr(look().palette, token))


def zoom() -> float:
    """How much larger than 100 % words and controls are."""
    return look().zoom


def px(size: float) -> int:
    """A size in pixels at the zoom in use."""
    return max(1, round(size * look().zoom))


def font(role: Role) -> QFont:
    """The face, size and weight of a role at the zoom in use."""
    family, size, weight = _TYPE[role]
    made = QFont(family)
    made.setPixelSize(px(size))
    made.setWeight(_WEIGHTS[weight])
    made.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    return made


def scheme_named(name: str) -> Scheme:
    """The scheme that a setting names; an unknown name follows the system."""
    named: dict[str, Scheme] = {"light": "light", "dark": "dark", "contrast": "contrast"}
    return named.get(name, "system")


def resolve(app: QApplication, scheme: Scheme) -> Palette:
    """The palette of a scheme; `system` follows the desktop where it says something."""
    if scheme != "system":
        return PALETTES[scheme]
    hints = app.styleHints()
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return CONTRAST
    return DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT


def apply(app: QApplication, scheme: Scheme = "system", zoom: float = 1.0) -> Palette:
    """Dress the whole application; again with another scheme or zoom whenever they change."""
    now, palette = look(), resolve(app, scheme)
    first = not app.styleSheet()
    if first:
        fonts.load_start()
        app.styleHints().colorSchemeChanged.connect(lambda _scheme: _follow(app))
    elif (now.palette, now.zoom) == (palette, zoom):
        now.scheme = scheme
        return palette
    now.scheme, now.palette, now.zoom = scheme, palette, zoom
    QPixmapCache.clear()
    app.setFont(font("body"))
    app.setPalette(qt_palette(palette))
    app.setStyleSheet(stylesheet(palette, zoom))
    now.changed.emit()
    return palette


def restyle(widget: QWidget, **properties: object) -> None:
    """Set properties that the stylesheet looks at and let it look again."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return  # it was never drawn, and will look then
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    QCoreApplication.sendEvent(widget, QEvent(QEvent.Type.StyleChange))


def stylesheet(palette: Palette, zoom: float) -> str:
    """`theme.qss` with its $tokens filled and its `sp` sizes scaled."""
    values = {name: str(value) for name, value in palette._asdict().items()}
    values |= {"interface": fonts.INTERFACE, "serif": fonts.READING, "mono": fonts.CODE}

    def fill(found: re.Match[str]) -> str:
        return values[found[1]] if found[1] else f"{round(int(found[2]) * zoom)}px"

    return _TOKEN.sub(fill, _template())


def qt_palette(palette: Palette) -> QPalette:
    """What Qt's own painting uses where the stylesheet is silent."""
    role, made = QPalette.ColorRole, QPalette()
    for part, token in (
        (role.Window, "paper"), (role.WindowText, "ink"), (role.Base, "surface"),
        (role.AlternateBase, "hover"), (role.Text, "ink"), (role.Button, "surface"),
        (role.ButtonText, "ink"), (role.BrightText, "danger"), (role.Highlight, "accent"),
        (role.HighlightedText, "on_accent"), (role.Link, "accent"), (role.LinkVisited, "accent"),
        (role.PlaceholderText, "faint"), (role.ToolTipBase, "ink"), (role.ToolTipText, "paper"),
        (role.Light, "surface"), (role.Midlight, "hover"), (role.Mid, "line"), (role.Dark, "edge"),
        (role.Shadow, "edge"), (role.Accent, "accent"),
    ):  # fmt: skip
        made.setColor(part, QColor(getattr(palette, token)))
    for part in (role.Text, role.WindowText, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, part, QColor(palette.faint))
    return made


def _follow(app: QApplication) -> None:
    if look().scheme == "system":
        apply(app, "system", look().zoom)


@cache
def _template() -> str:
    return Places.resource("theme.qss").read_text(encoding="utf-8")
