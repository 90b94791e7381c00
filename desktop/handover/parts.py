"""The cards that the page of the giver and that of the receiver are made of."""

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from db.errors import KnownError
from db.handover.desk import HandoverRow, KeyRow, pass_key
from db.handover.situation import Checklist
from db.vocabulary import HandoverWay
from desktop import texts, theme
from desktop.naming.desk import holder_words
from desktop.naming.handover import checks
from desktop.naming.meetings import item_title, meeting_name
from desktop.operations import Operations
from desktop.texts import _, ngettext
from desktop.widgets.buttons import Button, IconButton
from desktop.widgets.cards import Card
from desktop.widgets.kept_text import KeptText
from desktop.widgets.labels import IconLabel, Label
from desktop.widgets.layouts import clear, column, divided, row
from desktop.widgets.looking import writes
from desktop.widgets.meeting_tab import OpenMeeting
from desktop.widgets.targets import OpenActions, OpenDuties

_ICON, _GAP = 18, 10
"""Of a check: the icon before it, and how far its words stand from that."""
MOST_NAMED = 4
"""Lines of a check that name where something is lacking; of more, the number."""


def fact_line(first: str, words: str, more: str = "", *, role: str = "text", width: int = 112) -> QWidget:
    """Return a line: a short word at the left, what it is about, and a second line under it."""
    line = QWidget()
    left = Label(first, 13, 600, role, wrap=True)
    left.setFixedWidth(theme.px(width))
    right = column(_from_left(Label(words, 14, 400, wrap=True)), spacing=0)
    if more:
        right.addWidget(_from_left(Label(more, 13, 400, "text2", wrap=True)))
    layout = row(left, spacing=12, margins=(0, 4, 0, 4))
    layout.setAlignment(left, Qt.AlignmentFlag.AlignTop)
    layout.addLayout(right, 1)
    line.setLayout(layout)
    return line


def _from_left(label: Label) -> Label:
    """Have a label begin at the left, whatever the script of the name in it: names stand under one another."""
    label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
    return label


class LinesCard(Card):
    """Lines under a title, with dividers between them; a sentence where there are none."""

    def __init__(
        self, title: str, nothing: str, *, link: str = "", clicked: Callable[[], object] | None = None
    ) -> None:
        outline = (
            3 if link else 0
        )  # a link keeps as much for the outline of its focus; the lines stand under one another
        super().__init__(title, spacing=4, margins=(16 - outline, 12, 16, 12))
        if self.title_label is not None:
            self.title_label.setContentsMargins(outline, 0, 0, 0)
        self.nothing = nothing
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self._lines.setContentsMargins(outline, 0, 0, 0)
        self.body.addLayout(self._lines)
        if link:
            self.link = Button(link, "link", clicked=clicked)
            self.body.addLayout(row(self.link, None, margins=(0, 4, 0, 0)))

    def set_lines(self, lines: Sequence[QWidget]) -> None:
        """Show these lines."""
        clear(self._lines)
        nothing = Label(self.nothing, 14, 400, "text2", wrap=True) if not lines else None
        self._lines.addWidget(nothing or divided(lines, spacing=0))


class ChecksCard(LinesCard):
    """What had better be settled before the desk goes on: a tick, or what to do and where."""

    open_requested = Signal(object)
    """Please show this target."""

    def __init__(self) -> None:
        super().__init__(_("Before you go"), "")

    def show_list(self, found: Checklist) -> None:
        """Show how far things are."""
        targets: dict[str, object] = {"late": OpenActions("overdue"), "not_agreed": OpenActions("not_agreed")}
        for key, turns in (("unanswered", found.unanswered), ("unclosed", found.unclosed)):
            if turns:
                targets[key] = OpenDuties(turns[0].id)
        named = {
            "minutes": [(meeting_name(of), OpenMeeting(of.id, "minutes")) for of in found.minutes],
            "papers": [
                (
                    f"{item_title(item.label)}  ·  {meeting_name(item.meeting)}",
                    OpenMeeting(item.meeting.id, "papers", item.id),
                )
                for item in found.without_paper
            ],
        }
        self.set_lines(
            [
                self._line(count, words, targets.get(key), named.get(key, ()))
                for key, count, words in checks(found)
            ]
        )  # fmt: skip

    def _line(
        self, count: int, words: str, target: object, named: Sequence[tuple[str, object]]
    ) -> QWidget:  # fmt: skip
        """Return a check; what lies in several places is named below it, each with its own way there."""
        name, role = ("warning", "warn_line") if count else ("check-circle-fill", "ok")
        first = row(IconLabel(name, role, _ICON), spacing=_GAP)
        first.addWidget(Label(words, 14, 500 if count else 400, wrap=True), 1)
        if count and target is not None:
            first.addWidget(self._show_button(words, target))
        lines = column(first, spacing=4, margins=(0, 4, 0, 4))
        under = theme.px(_ICON) + _GAP  # the words it belongs to
        shown = named if len(named) <= MOST_NAMED + 1 else named[:MOST_NAMED]
        for name, place in shown:
            one = row(spacing=_GAP, margins=(under, 0, 0, 0))
            one.addWidget(Label(name, 13, 400, "text2", wrap=True), 1)
            one.addWidget(self._show_button(name, place))
            lines.addLayout(one)
        if (more := len(named) - len(shown)) > 0:
            said = Label(ngettext("{n} more", "{n} more", more).format(n=texts.number(more)), 13, 400, "text2")
            lines.addLayout(row(said, margins=(under, 0, 0, 0)))
        line = QWidget()
        line.setMinimumHeight(theme.px(36))
        line.setLayout(lines)
        return line

    def _show_button(self, what: str, target: object) -> Button:
        show = Button(_("Show"), "small", clicked=partial(self.open_requested.emit, target))
        show.setAccessibleDescription(what)
        return show


class KeysCard(Card):
    """Passwords and keys: what they are and where they are kept, never their value; ticked once passed on."""

    add_requested = Signal()
    edit_requested = Signal(object)
    """A `KeyRow`."""
    ticked = Signal(uuid.UUID, bool)

    def __init__(self, title: str, lead: str, *, editable: bool) -> None:
        super().__init__(title, spacing=4)
        self._editable = editable
        self._on_the_way: dict[uuid.UUID, bool] = {}
        """Ticks that are not on record yet, such as on a full disk: what is shown meanwhile."""
        self.boxes: list[QCheckBox] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.body.addWidget(Label(lead, 13, 400, "text2", wrap=True))
        self.body.addLayout(self._lines)
        if editable:
            self.add_button = Button(_("Add a key"), "small", "plus", clicked=self.add_requested.emit)
            writes(self.add_button)
            self.body.addLayout(row(self.add_button, None, margins=(0, 4, 0, 0)))

    def show_keys(self, rows: Sequence[KeyRow], *, handover: int) -> None:
        """Show the list; those passed on in the handover of this count are ticked."""
        clear(self._lines)
        self.boxes = []
        if rows:
            ticked = {key.id: key.passed_in == handover for key in rows} | self._on_the_way
            self._lines.addWidget(divided((self._line(key, ticked[key.id]) for key in rows), spacing=0))
        else:
            words = _("None are listed yet. A mailbox, an account, a stamp, a cupboard: what would be missed?")
            asked = _("None are listed. Ask whether there are any.")
            self._lines.addWidget(Label(words if self._editable else asked, 14, 400, "text2", wrap=True))

    def record(
        self, operations: Operations, key_id: uuid.UUID, *, handover: int | None,
        refused: Callable[[KnownError], object],
    ) -> None:  # fmt: skip
        """Put a tick on record once the disk takes it; `refused` is told what does not pass."""
        settle = partial(self._settle, key_id)
        operations.keep(
            pass_key, key_id, handover=handover, subject=("key", key_id), done=settle,
            failed=partial(settle, tell=refused),
        )  # fmt: skip

    def _settle(self, key_id: uuid.UUID, result: Any, *, tell: Callable[[Any], object] | None = None) -> None:
        self._on_the_way.pop(key_id, None)
        if tell is not None:
            tell(result)

    def _tick(self, key_id: uuid.UUID, passed: bool) -> None:
        self._on_the_way[key_id] = passed
        self.ticked.emit(key_id, passed)

    def _line(self, key: KeyRow, passed: bool) -> QWidget:
        box = QCheckBox()
        box.setAccessibleName(key.name)
        box.setAccessibleDescription(key.kept_where)
        box.setToolTip(_("Passed on"))
        box.setChecked(passed)
        writes(box)
        box.toggled.connect(partial(self._tick, key.id))
        self.boxes.append(box)
        words = column(Label(key.name, 14, 500, wrap=True), spacing=0)
        if key.kept_where:
            words.addWidget(Label(key.kept_where, 13, 400, "text2", wrap=True))
        layout = row(box, spacing=8, margins=(0, 4, 0, 4))
        layout.addLayout(words, 1)
        if self._editable:
            edit = IconButton("pencil-simple", _("Change “{name}”").format(name=key.name))
            edit.clicked.connect(partial(self._edit, key))
            writes(edit)
            layout.addWidget(edit)
        line = QWidget()
        line.setLayout(layout)
        return line

    def _edit(self, key: KeyRow, _checked: bool = False) -> None:
        self.edit_requested.emit(key)


class WorriesField(KeptText):
    """Free text that keeps itself, without blank lines around it."""

    def __init__(self, operations: Operations, *, name: str) -> None:
        asks = _("What should the next holder keep an eye on? Whom to ring, what is promised.")
        super().__init__(operations, name=name, placeholder=asks, height=112)

    def sizeHint(self) -> QSize:
        """Ask for no more than it needs: it takes what is left, and nothing is scrolled for its sake."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def text(self) -> str:
        return super().text().strip()


def hands_lines(rows: Sequence[HandoverRow]) -> list[QWidget]:
    """Return how the desk changed hands, a line each."""
    lines = []
    for one in rows:
        words = (
            _("From {giver} to {taker}") if one.way is HandoverWay.GIVEN else _("Taken back from {giver} by {taker}")
        ).format(
            giver=holder_words(one.from_name, one.from_office) or _("somebody"),
            taker=holder_words(one.to_name, one.to_office),
        )  # fmt: skip
        lines.append(fact_line(texts.date_short_year(_day(one.at)), words, one.reason))
    return lines


def _day(moment: dt.datetime) -> dt.date:
    return moment.astimezone().date()
