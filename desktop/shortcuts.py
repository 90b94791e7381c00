"""The keys of the window, and the sheet that lists them (F1)."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from desktop import theme
from desktop.key_names import key_names
from desktop.texts import N_, _
from desktop.widgets.badges import Key, KeyHint, working_keys
from desktop.widgets.dialogs import Dialog
from desktop.widgets.labels import Label

EVERYWHERE = (
    ("Ctrl 1…9", N_("go to a page"), False),
    ("Ctrl 0", N_("go to the tenth page"), False),
    ("Ctrl K", N_("find anything"), False),
    ("Ctrl F", N_("search this page"), False),
    ("Ctrl N", N_("begin something new here"), True),
    ("Ctrl P", N_("print"), False),
    ("Ctrl Z", N_("undo"), True),
    ("Ctrl Shift Z", N_("redo"), True),
    ("F2", N_("edit"), True),
    ("F6", N_("next panel"), False),
    ("Shift F6", N_("previous panel"), False),
    ("Alt ↑ ↓", N_("move up or down"), True),
    ("Esc", N_("close"), False),
    ("Ctrl O", N_("open another file"), False),
    ("Ctrl W", N_("close this file"), False),
    ("Ctrl Q", N_("leave Ronda"), False),
    ("F1", N_("help: this list of keys"), False),
)
"""Keys, what they do, and whether that changes the record."""


class ShortcutSheet(Dialog):
    """All keys at a glance: those of this page first, then those that work everywhere; `read_only`: without changes."""

    def __init__(
        self, page_title: str, page_hints: Sequence[KeyHint], parent: QWidget | None = None, *, read_only: bool = False
    ) -> None:
        super().__init__(_("Keys"), parent, width=720, scrolls=True)
        here = working_keys(page_hints, read_only=read_only)
        everywhere = [KeyHint(keys, _(text), changes) for keys, text, changes in EVERYWHERE]
        if here:
            self.add(Label(page_title, 16, 600), _grid(here), 8)
        self.add(Label(_("Everywhere"), 16, 600), _grid(working_keys(everywhere, read_only=read_only)))
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
