"""Colour, type and measure by role, light and dark, as the style guide lists them.

Pages never name a colour value: they ask `theme.color("accent")` or `theme.font(13, 600)` when they paint, so a
change of theme or text size shows at once. The theme in force is kept on the `QApplication` by `Appearance`, the
only thing that changes it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal

from PySide6.QtCore import QObject, Qt, QTemporaryDir, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from resources import resource

Choice = Literal["system", "light", "dark"]
CHOICES: Final[tuple[Choice, ...]] = ("system", "light", "dark")
TEXT_PERCENTS: Final = (100, 115, 130)

LIGHT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "window": "#F3F5F4",
        "sidebar": "#E7ECEA",
        "surface": "#FFFFFF",
        "sunken": "#F6F8F7",
        "select": "#E1EEF0",
        "hover": "#EDF2F1",
        "line": "#DCE3E0",
        "line_mid": "#C2CCC8",
        "line_strong": "#7F8D88",
        "text": "#17211E",
        "text2": "#43504B",
        "text3": "#5A6762",
        "accent": "#14606C",
        "accent_hover": "#0F4E58",
        "on_accent": "#FFFFFF",
        "accent_text": "#14606C",
        "accent_soft": "#D9EAED",
        "action": "#66458A",
        "action_soft": "#EFE8F5",
        "warn": "#774700",
        "warn_soft": "#FCF1DA",
        "warn_line": "#B06F0A",
        "danger": "#A12D2A",
        "danger_soft": "#FBE7E4",
        "ok": "#2A6844",
        "ok_soft": "#DFF0E5",
        "mark": "#C27C12",
        "shadow": "#0F1A17",
    }
)
DARK: Final[Mapping[str, str]] = MappingProxyType(
    {
        "window": "#15191B",
        "sidebar": "#101416",
        "surface": "#1C2225",
        "sunken": "#20272A",
        "select": "#1D3A40",
        "hover": "#252D30",
        "line": "#2E373B",
        "line_mid": "#414C50",
        "line_strong": "#74827F",
        "text": "#E6ECEA",
        "text2": "#BAC6C3",
        "text3": "#96A3A0",
        "accent": "#1F7684",
        "accent_hover": "#23808F",
        "on_accent": "#FFFFFF",
        "accent_text": "#72C6D2",
        "accent_soft": "#1B3A41",
        "action": "#C9AEE8",
        "action_soft": "#33293F",
        "warn": "#EBC075",
        "warn_soft": "#372C18",
        "warn_line": "#B98527",
        "danger": "#F1A099",
        "danger_soft": "#402523",
        "ok": "#8CCFA5",
        "ok_soft": "#1E3728",
        "mark": "#E0A545",
        "shadow": "#000000",
    }
)

# Where each weight is a family of its own (Linux), it is found by that name; elsewhere by the family and the weight.
_FAMILIES: Final[Mapping[int, tuple[str, ...]]] = MappingProxyType(
    {
        400: ("Source Sans 3",),
        500: ("Source Sans 3 Medium", "Source Sans 3"),
        600: ("Source Sans 3 Semibold", "Source Sans 3"),
        700: ("Source Sans 3",),
    }
)
_OTHER_SCRIPTS: Final = ("Noto Sans Georgian", "Noto Sans Armenian", "Noto Sans Arabic", "Noto Sans Ethiopic")
_FONT_PREFIXES: Final = ("SourceSans3-", "NotoSans")
_APPEARANCE: Final = "ronda_appearance"
_DRESSED: Final = "ronda_dressed"


@dataclass(frozen=True, slots=True)
class Theme:
    """One look: the colours, and how much larger than the style guide's pixels text is drawn."""

    dark: bool = False
    text_percent: int = 100

    @property
    def name(self) -> str:
        """Return "dark" or "light"."""
        return "dark" if self.dark else "light"

    def value(self, role: str) -> str:
        """Return the colour of `role` as #RRGGBB."""
        return (DARK if self.dark else LIGHT)[role]

    def color(self, role: str, alpha: int = 255) -> QColor:
        """Return the colour of `role`; `alpha` is 0 (clear) to 255. Shared: never change it."""
        return _color(self.value(role), alpha)

    def px(self, size: float) -> int:
        """Return a measure of the style guide in pixels at the person's text size."""
        return round(size * self.text_percent / 100)

    def font(self, px: int = 14, weight: int = 400, *, italic: bool = False) -> QFont:
        """Return the typeface at `px` of the style guide; `weight` is 400, 500, 600 or 700. Shared: never change it."""
        return _font(self.px(px), weight, italic)

    def families(self, weight: int) -> str:
        """Return the families of `weight` as a style sheet writes them."""
        return ", ".join(f'"{name}"' for name in (*_FAMILIES[weight], *_OTHER_SCRIPTS))

    def palette(self) -> QPalette:
        """Return the palette for what the style sheet does not reach."""
        palette = QPalette()
        role = QPalette.ColorRole
        for target, name in (
            (role.Window, "window"),
            (role.Base, "surface"),
            (role.AlternateBase, "sunken"),
            (role.Button, "surface"),
            (role.Text, "text"),
            (role.WindowText, "text"),
            (role.ButtonText, "text"),
            (role.BrightText, "danger"),
            (role.Highlight, "accent"),
            (role.HighlightedText, "on_accent"),
            (role.Accent, "accent"),
            (role.PlaceholderText, "text3"),
            (role.Link, "accent_text"),
            (role.LinkVisited, "accent_text"),
            (role.ToolTipBase, "text"),
            (role.ToolTipText, "surface"),
            (role.Light, "surface"),
            (role.Midlight, "hover"),
            (role.Mid, "line_mid"),
            (role.Dark, "line_strong"),
            (role.Shadow, "shadow"),
        ):
            palette.setColor(target, self.color(name))
        for target in (role.Text, role.WindowText, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, target, self.color("text3"))
        return palette


_PROPERTY: Final = "ronda_theme"
_PLAIN: Final = Theme()


# Kept, because a page asks for them a thousand times while it paints, and a new font has to be looked up by Qt.
@cache
def _color(value: str, alpha: int) -> QColor:
    color = QColor(value)
    color.setAlpha(alpha)
    return color


@cache
def _font(px: int, weight: int, italic: bool) -> QFont:
    font = QFont([*_FAMILIES[weight], *_OTHER_SCRIPTS])
    font.setPixelSize(px)
    font.setWeight(QFont.Weight(weight))
    font.setItalic(italic)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def current() -> Theme:
    """Return the theme in force; light at 100 % before an `Appearance` has set one."""
    app = QApplication.instance()
    found = app.property(_PROPERTY) if app is not None else None
    return found if isinstance(found, Theme) else _PLAIN


def color(role: str, alpha: int = 255) -> QColor:
    """Return the colour of `role` in the theme in force."""
    return current().color(role, alpha)


def font(px: int = 14, weight: int = 400, *, italic: bool = False) -> QFont:
    """Return the typeface at `px` of the style guide and the person's text size."""
    return current().font(px, weight, italic=italic)


def px(size: float) -> int:
    """Return a measure of the style guide in pixels at the person's text size."""
    return current().px(size)


def follow(dress: Callable[[], object]) -> None:
    """Call `dress`, a widget's method, whenever another theme comes into force.

    A widget hears of a `StyleChange` each time something around it is put into something else: too often to dress.
    """
    app = QApplication.instance()
    found = app.property(_APPEARANCE) if app is not None else None
    if isinstance(found, Appearance):
        found.changed.connect(dress)


def dress(window: QWidget) -> None:
    """Put the style sheet on a window or a pop-up that no other window is the parent of; on all that is in it.

    The style sheet is each window's own, not the application's: with one of the application, Qt looks at everything
    inside a part again each time that part is put into another, and to build a page takes three times as long.
    """
    app = QApplication.instance()
    found = app.property(_APPEARANCE) if app is not None else None
    if isinstance(found, Appearance):
        found.dress(window)


@cache
def load_fonts() -> None:
    """Make the fonts of the window known to Qt, under the names `Theme.font` asks for."""
    for path in sorted(resource("fonts").glob("*.ttf")):
        if path.name.startswith(_FONT_PREFIXES):
            QFontDatabase.addApplicationFont(str(path))


class Appearance(QObject):
    """Keeps the application in the theme and text size a person chose, or in the system's light or dark.

    Built once at the start; whatever it changes shows in open windows at once.
    """

    changed = Signal(object)
    """The `Theme` now in force."""

    def __init__(
        self, app: QApplication, *, choice: Choice = "system", text_percent: int = 100, everywhere: bool = True
    ) -> None:
        """Dress whatever is made, or (not `everywhere`) the windows that are given to `dress`, which is quicker."""
        super().__init__(app)
        self._app = app
        self._choice: Choice = choice
        self._text_percent = text_percent
        self._everywhere = everywhere
        self._begun = False
        self._sheet = ""
        self._pictures = QTemporaryDir()
        app.setProperty(_APPEARANCE, self)
        if not everywhere and app.styleSheet():
            app.setStyleSheet("")
        app.setStyle("Fusion")
        load_fonts()
        app.styleHints().colorSchemeChanged.connect(self._on_system_changed)
        self._apply()

    @property
    def choice(self) -> Choice:
        """What the person chose: "system", "light" or "dark"."""
        return self._choice

    @property
    def text_percent(self) -> int:
        """The text size, 100 being the style guide's pixels."""
        return self._text_percent

    def choose(self, choice: Choice) -> None:
        """Follow the system, or stay light or dark."""
        self._choice = choice
        self._apply()

    def set_text_percent(self, text_percent: int) -> None:
        """Draw text at `text_percent` of the style guide's pixels."""
        self._text_percent = text_percent
        self._apply()

    def dress(self, window: QWidget) -> None:
        """Put the style sheet on a window, as `theme.dress` says."""
        if self._everywhere or window.property(_DRESSED):
            return
        window.setProperty(_DRESSED, True)
        window.setStyleSheet(self._style_sheet())

    def _on_system_changed(self, _scheme: Qt.ColorScheme) -> None:
        if self._choice == "system":
            self._apply()

    def _is_dark(self) -> bool:
        if self._choice == "system":
            return self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self._choice == "dark"

    def _apply(self) -> None:
        theme = Theme(dark=self._is_dark(), text_percent=self._text_percent)
        if self._begun and theme == current():
            return
        self._begun = True
        self._app.setProperty(_PROPERTY, theme)
        self._app.setPalette(theme.palette())
        self._app.setFont(theme.font(14))
        self._sheet = ""
        if self._everywhere:
            self._app.setStyleSheet(self._style_sheet())
        for window in self._app.topLevelWidgets():
            if window.property(_DRESSED):
                window.setStyleSheet(self._style_sheet())
        self.changed.emit(theme)

    def _style_sheet(self) -> str:
        """Return the style sheet of the theme in force; made when it is first asked for."""
        if not self._sheet:
            from desktop.stylesheet import stylesheet, write_pictures

            folder = Path(self._pictures.path())
            write_pictures(current(), folder)
            self._sheet = stylesheet(current(), folder)
        return self._sheet
