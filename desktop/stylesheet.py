"""The style sheet of every plain control (`resources/style.qss`), filled in from a theme."""

from pathlib import Path
from string import Template
from typing import Final

from desktop.icons import svg
from desktop.theme import LIGHT, Theme
from resources import resource

# Drawings a style sheet can only take from a file: (icon, role of its colour).
_PICTURES: Final = (
    ("caret-down", "text2"),
    ("caret-up", "text2"),
    ("caret-left", "text2"),
    ("caret-right", "text2"),
    ("check-bold", "on_accent"),
    ("check", "text2"),
    ("minus-bold", "on_accent"),
    ("x", "text2"),
    ("warning", "warn_line"),
    ("x-circle", "danger"),
    ("info", "accent_text"),
    ("question", "accent_text"),
)


def write_pictures(theme: Theme, folder: Path) -> None:
    """Write the drawings the style sheet of `theme` refers to below `folder`."""
    place = folder / theme.name
    place.mkdir(exist_ok=True)
    for name, role in _PICTURES:
        (place / f"{name}.svg").write_bytes(svg(name, theme.value(role)))


def stylesheet(theme: Theme, folder: Path) -> str:
    """Return the style sheet of `theme`; its pictures are those `write_pictures` put below `folder`."""
    values: dict[str, object] = {role: theme.value(role) for role in LIGHT}
    values |= {f"p{size}": theme.px(size) for size in range(4, 49)}
    values |= {
        "medium": theme.families(500),
        "semibold": theme.families(600),
        "pictures": (folder / theme.name).as_posix(),
        "radio": (theme.px(14) + 2) // 2,
        "focus_on_accent": theme.value("text"),
        "toast": "#2E373B" if theme.dark else theme.value("text"),
        "on_toast": theme.value("text") if theme.dark else theme.value("surface"),
        "toast_hover": theme.value("line_mid") if theme.dark else theme.value("text2"),
    }
    return Template(resource("style.qss").read_text(encoding="utf-8")).substitute(values)
