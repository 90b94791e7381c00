"""The keys of the window, and the sheet that lists them (F1)."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from desktop import theme
from desktop.key_names import key_names
from desktop.texts import N_, _
from desktop.widgets.badges import Key, KeyHint
from desktop.widgets.dialogs import Dialog
from desktop.widgets.labels import Label

EVERYWHERE = (
    ("Ctrl 1…9", N_("go to a page")),
    ("Ctrl K", N_("find anything")),
    ("Ctrl F", N_("search this page")),
    ("Ctrl N", N_("begin something new here")),
    ("Ctrl P", N_("print")),
    ("Ctrl Z", N_("undo")),
    ("Ctrl Shift Z", N_("redo")),
    ("F2", N_("edit")),
    ("F6", N_("next panel")),
    ("Shift F6", N_("panel before")),
    ("Alt ↑ ↓", N_("move up or down")),
    ("Esc", N_("close")),
    ("Ctrl O", N_("open another file")),
    ("Ctrl W", N_("close this file")),
    ("Ctrl Q", N_("leave Ronda")),
    ("F1", N_("help: this list of keys")),
)


class ShortcutSheet(Dialog):
    """All keys at a glance: those of this page first, then those that work everywhere."""

    def __init__(self, page_title: str, page_hints: Sequence[KeyHint], parent: QWidget | None = None) -> None:
        super().__init__(_("Keys"), parent, width=720, scrolls=True)
        if page_hints:
            self.add(Label(page_title, 16, 600), _grid(page_hints), 8)
        self.add(Label(_("Everywhere"), 16, 600), _grid([KeyHint(keys, _(text)) for keys, text in EVERYWHERE]))
        self.set_close(_("Close"))
        self.resize(720, 480)


def _grid(hints: Sequence[KeyHint]) -> QWidget:
    grid = QWidget()
    layout = QGridLayout(grid)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setHorizontalSpacing(16)
    layout.setVerticalSpacing(10)
    half = (len(hints) + 1) // 2
    for place, hint in enumerate(hints):
        line, side = place % half, place // half * 2
        caps = QHBoxLayout()
        caps.setSpacing(3)
        for cap in key_names(hint.keys):
            caps.addWidget(Key(cap))
        caps.addStretch(1)
        layout.addLayout(caps, line, side)
        layout.addWidget(Label(hint.text, 14, 400, "text2"), line, side + 1, Qt.AlignmentFlag.AlignVCenter)
    for side in (0, 2):
        layout.setColumnMinimumWidth(side, theme.px(112))  # alike in every part of the sheet
        layout.setColumnStretch(side + 1, 1)
    return grid
