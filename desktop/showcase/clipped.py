"""What looks wrong in a window: words and buttons cut off, parts that stand outside of what holds them."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QCheckBox, QLabel, QPushButton, QWidget

from desktop.widgets.badges import KeyHints
from desktop.widgets.labels import Label

_SLACK = 1


def findings(window: QWidget) -> list[str]:
    """Return a sentence for each thing in `window` that looks cut off."""
    shown = [*in_sight(window)]
    found = [
        *(finding for label in shown if isinstance(label, QLabel) for finding in _label(label)),
        *(finding for button in shown if isinstance(button, QPushButton | QCheckBox) for finding in _button(button)),
        *(finding for widget in shown for finding in _place(widget, window)),
        *(finding for area in shown if isinstance(area, QAbstractScrollArea) for finding in _sideways(area)),
    ]
    return list(dict.fromkeys(found))


def in_sight(window: QWidget) -> Iterator[QWidget]:
    """Yield what is visible in `window`, in the order of its making; what hides is not gone into, nor other windows.

    Of all that a window holds, pages not shown included, that is a small part.
    """
    for child in window.children():
        if isinstance(child, QWidget) and child.isVisible() and not child.isWindow():
            yield child
            yield from in_sight(child)


def _label(label: QWidget) -> Iterator[str]:
    assert isinstance(label, QLabel)
    # Subclasses paint in their own way, and know their own room.
    text = label.text()
    if not text or type(label) not in (QLabel, Label) or (isinstance(label, Label) and label.elides()):
        return
    room, metrics = label.contentsRect(), QFontMetrics(label.font())
    if label.wordWrap():
        wanted = label.heightForWidth(label.width())
        if wanted > label.height() + _SLACK:
            yield f"“{_short(text)}” needs {wanted} pixels of height and has {label.height()}."
    elif "<" not in text:
        wanted = metrics.horizontalAdvance(text)
        if wanted > room.width() + _SLACK:
            yield f"“{_short(text)}” needs {wanted} pixels of width and has {room.width()}."
    if metrics.height() > label.height() + 4:
        yield f"“{_short(text)}” needs {metrics.height()} pixels of height and has {label.height()}."


def _button(button: QWidget) -> Iterator[str]:
    assert isinstance(button, QAbstractButton)
    wanted = button.minimumSizeHint().width()
    if button.text() and wanted > button.width() + _SLACK:
        what = "box" if isinstance(button, QCheckBox) else "button"
        yield f"The {what} “{_short(button.text())}” needs {wanted} pixels of width and has {button.width()}."


def _place(widget: QWidget, window: QWidget) -> Iterator[str]:
    parent = widget.parentWidget()
    if parent is None or widget.isWindow() or _scrolled(widget, window) or isinstance(parent, KeyHints):
        return
    if not parent.rect().adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK).contains(widget.geometry()):
        place = widget.mapTo(window, QPoint(0, 0))
        name = widget.accessibleName() or (widget.text() if isinstance(widget, QLabel | QAbstractButton) else "")
        what = f"{type(widget).__name__} “{_short(name)}”" if name else type(widget).__name__
        yield f"{what} at {place.x()}, {place.y()} stands outside of the {type(parent).__name__} that holds it."


def _sideways(area: QWidget) -> Iterator[str]:
    assert isinstance(area, QAbstractScrollArea)
    hidden = area.horizontalScrollBar().maximum()
    if hidden > _SLACK and area.viewport().width() > 0:
        name = area.accessibleName() or type(area.parentWidget()).__name__
        yield f"{type(area).__name__} “{_short(name)}” is {hidden} pixels too narrow for what it holds."


def _scrolled(widget: QWidget, window: QWidget) -> bool:
    """Return whether the widget may stand outside of view because it can be scrolled to."""
    above = widget.parentWidget()
    while above is not None and above is not window:
        if isinstance(above, QAbstractScrollArea):
            return True
        above = above.parentWidget()
    return False


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:59] + "…"
