"""Saying who really did the turns of a meeting, or one turn that is over: a line for each turn."""

import datetime as dt
import uuid
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from db.duties.closing import Doer, ToClose
from db.duties.finishing import DoneSheet, note_who_did, turn_sheet
from db.members.choices import NameChoice
from db.spells import last_day
from desktop import texts, theme
from desktop.clock import Clock
from desktop.naming.duties import duty_name
from desktop.naming.turns import duty_icon, history_words
from desktop.operations import Operations
from desktop.texts import _, ngettext, pgettext
from desktop.widgets.badges import Badge
from desktop.widgets.labels import IconLabel, Label
from desktop.widgets.name_field import NamesField, choice_word
from desktop.widgets.record_dialogs import RecordDialog

BADGE_WIDTH = 148


class DoneLine(NamesField):
    """Who did one turn: names with semicolons between; empty means that nobody did.

    Several are longer than a line: `whole` shows each by itself, in the direction of its own script.
    """

    def __init__(self, one: ToClose, sheet: DoneSheet, today: dt.date) -> None:
        super().__init__(name=_("Who did it: {duty}").format(duty=duty_name(one.duty)))
        self.one = one
        self._planned = "" if one.planned is None else sheet.name_of(one.planned)
        self.badge = Badge("")
        self.whole = Label("", 13, 400, "text2", wrap=True, parent=self)  # until it has its place below
        self.whole.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        own = sheet.standings.get(one.duty.id, {})
        self.set_choices(sheet.choices, {key: history_words(known, today) for key, known in own.items()})
        self.set_names([_word(sheet.choices, doer) for doer in one.suggested])
        self.setCursorPosition(0)
        self.setPlaceholderText(_("Nobody. It was {name}’s turn.").format(name=self._planned) if self._planned else "")
        self.textChanged.connect(lambda _text: self._judge())
        self._judge()

    def unknown(self) -> list[str]:
        """Return the names that nobody on record has."""
        return [typed for typed in self.names() if self._doer(typed) is None]

    def doers(self) -> tuple[Doer, ...]:
        """Return who did it, as far as they are known."""
        return tuple(doer for typed in self.names() if (doer := self._doer(typed)) is not None)

    def says_nothing(self) -> bool:
        """Return whether nobody had this turn and nobody did it: nothing is to be noted then."""
        return self.one.planned is None and not self.names()

    def _doer(self, typed: str) -> Doer | None:
        choice = self.choice_of(typed)
        return None if choice is None or choice.member_id is None else Doer(choice.member_id, choice.person_id)

    def _judge(self) -> None:
        """Say beside the field what this will be noted as."""
        doers = self.doers()
        planned = self.one.planned
        names = self.names()
        self.whole.setText("\n".join(names))
        self.whole.setVisible(len(names) > 1)
        if self.unknown():
            self.badge.show_as(_("Not on record"), "warn", "warning")
        elif not doers:
            word = pgettext("state of a turn", "Missed") if planned is not None else _("Not noted")
            self.badge.show_as(word, "danger" if planned is not None else "outline")
        elif len(doers) > 1:
            words = ngettext("Shared by {n}", "Shared by {n}", len(doers)).format(n=texts.number(len(doers)))
            self.badge.show_as(words, "soft", "users")
        elif planned is not None and doers[0].member_id != planned.member_id:
            self.badge.show_as(_("Done by another"), "soft", "user-check")
        elif planned is not None and doers[0].person_id not in (None, planned.person_id):
            self.badge.show_as(_("Another person"), "soft", "check")
        else:
            self.badge.show_as(pgettext("state of a turn", "Done"), "ok", "check")
        self.setAccessibleDescription(self.badge.text())


class DoneLines(QWidget):
    """A line for each turn: its duty, who did it, and what that is noted as."""

    changed = Signal()
    """Something else stands in a line."""

    def __init__(self, sheet: DoneSheet, today: dt.date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(2, 1)
        grid.setColumnMinimumWidth(3, theme.px(BADGE_WIDTH))
        self.lines = [DoneLine(one, sheet, today) for one in sheet.turns]
        for place, line in enumerate(self.lines):
            label = Label(duty_name(line.one.duty), 14, 500, elide=True)
            label.setBuddy(line)
            label.setMinimumWidth(theme.px(72))
            label.setMaximumWidth(theme.px(128))
            grid.addWidget(IconLabel(duty_icon(line.one.duty.key), "text2", 18), 2 * place, 0)
            grid.addWidget(label, 2 * place, 1)
            grid.addWidget(line, 2 * place, 2)
            grid.addWidget(line.whole, 2 * place + 1, 2, 1, 2)
            grid.addWidget(line.badge, 2 * place, 3, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            line.textChanged.connect(self.changed)

    def problem(self) -> str:
        """Return what keeps this from being noted, and put the keyboard there; nothing if all is well."""
        for line in self.lines:
            if unknown := line.unknown():
                line.setFocus()
                words = _("“{name}” is not on record. Choose a name from the list, or leave the line empty.")
                return words.format(name=unknown[0])
            if len(set(line.doers())) < len(line.doers()):
                line.setFocus()
                return _("The same name stands twice in one line.")
        return ""

    def done(self) -> dict[uuid.UUID, tuple[Doer, ...]]:
        """Return who did each duty; nobody means it was missed. What nobody had and nobody did is left out."""
        return {line.one.duty.id: line.doers() for line in self.lines if not line.says_nothing()}


class TurnDoneDialog(RecordDialog):
    """Asks who really did a turn that is over."""

    def __init__(self, operations: Operations, clock: Clock, sheet: DoneSheet, parent: QWidget | None = None) -> None:
        one = sheet.turns[0]
        last = last_day(sheet.ended)
        days = texts.date_long(sheet.begun)
        if last > sheet.begun:
            days = _("{first} to {last}").format(first=days, last=texts.date_long(last))
        title = _("Who did this turn?")
        lead = _("{duty}, {days}. The ledger counts what really happened.").format(duty=duty_name(one.duty), days=days)
        super().__init__(operations, title, parent, width=760, lead=lead)
        self._clock = clock
        self.lines = DoneLines(sheet, clock.today())
        hint = _("Several names: put a semicolon between them. Empty means that nobody did it.")
        self.lines.changed.connect(lambda: self.say(""))
        self.add(self.lines, Label(hint, 13, 400, "text3", wrap=True))
        self.set_primary(_("Note it"), self._save)

    @classmethod
    def ask(
        cls,
        operations: Operations,
        clock: Clock,
        turn_id: uuid.UUID,
        parent: QWidget,
        done: Callable[[], object] | None = None,
    ) -> None:
        """Look the turn up and open the dialog over `parent`."""

        def show(sheet: DoneSheet) -> None:
            if not sheet.turns:
                return
            dialog = cls(operations, clock, sheet, parent)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            if done is not None:
                dialog.accepted.connect(done)
            dialog.open()

        operations.read(turn_sheet, turn_id, done=show, failed=lambda _error: None)  # gone meanwhile

    def _save(self) -> None:
        if problem := self.lines.problem():
            self.say(problem)
            return
        one = self.lines.lines[0]
        if one.one.turn_id is not None:
            self.save(note_who_did, one.one.turn_id, doers=one.doers(), today=self._clock.today())


def _word(choices: Sequence[NameChoice], doer: Doer) -> str:
    own = [choice for choice in choices if choice.member_id == doer.member_id]
    exact = [choice for choice in own if choice.person_id == doer.person_id]
    return next((choice_word(choice) for choice in (*exact, *own)), "")
