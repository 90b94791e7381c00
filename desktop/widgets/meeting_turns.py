"""Who is on duty at a meeting, with how each turn stands and what can be done about it; shared by a meeting's tabs."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from db.changes import Changes
from db.duties.rota import TurnRow, meeting_turns
from db.duties.standard import ROLE_OF
from db.duties.turns import accept_turn
from db.errors import KnownError
from db.meetings.officers import OfficerRow, officers
from db.vocabulary import OPEN, TurnState
from desktop import texts, theme
from desktop.clock import Clock
from desktop.naming.duties import duty_name
from desktop.naming.turns import duty_icon, in_sentence, turn_badge
from desktop.operations import Operations
from desktop.sentences import sentence
from desktop.texts import _, ngettext
from desktop.widgets.badges import Badge
from desktop.widgets.dialogs import Dialog
from desktop.widgets.labels import IconLabel, Label
from desktop.widgets.layouts import clear, column, row
from desktop.widgets.sections import Choices, Link, MenuButton, hugging
from desktop.widgets.targets import OpenDuties
from desktop.widgets.turn_dialogs import DeclineTurnDialog, TurnNoteDialog
from desktop.widgets.turn_done import TurnDoneDialog
from desktop.widgets.turn_giving import GiveTurnDialog

KINDS = frozenset(
    {"duty", "duty_turn", "turn_credit", "meeting_officer", "meeting", "member", "person", "representative"}
)
"""Tables whose changes concern who is on duty."""


@dataclass(frozen=True, slots=True)
class OnDuty:
    """The turns of a meeting, and whom the meeting itself names."""

    turns: tuple[TurnRow, ...]
    officers: tuple[OfficerRow, ...]

    def instead(self, turn: TurnRow) -> str:
        """Return who is named at the meeting in place of who has the turn; nothing where nobody else is."""
        role = ROLE_OF.get(turn.duty.key)
        named = [row for row in self.officers if row.role is role and not row.by_turn]
        if turn.state not in OPEN or not named or {(row.member_id) for row in named} == {turn.member_id}:
            return ""
        return texts.list_of([row.name for row in named])


def on_duty(session: Session, meeting_id: uuid.UUID) -> OnDuty:
    """Return who is on duty at a meeting."""
    turns = meeting_turns(session, meeting_id)
    return OnDuty(tuple(turns), tuple(officers(session, meeting_id)) if turns else ())


def who_did(turn: TurnRow) -> tuple[str, str]:
    """Return who has or did a turn, in two parts: the person and the member."""
    if turn.done_by:
        people = texts.list_of([one.person or one.member for one in turn.done_by])
        members = list(dict.fromkeys(one.member for one in turn.done_by if one.person and one.person != one.member))
        return people, texts.list_of(members)
    if turn.member_id is None:
        return _("Nobody yet"), ""
    return (turn.person, turn.member) if turn.person and turn.person != turn.member else (turn.member, "")


class TurnLine(QWidget):
    """One turn: duty, who, how it stands, and a menu."""

    def __init__(self, turn: TurnRow, instead: str, choices: Choices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        first, second = who_did(turn)
        word, kind, icon = turn_badge(turn)
        duty = duty_name(turn.duty)
        name = hugging(first, 14, 600)
        name.setMinimumWidth(min(name.sizeHint().width(), theme.px(96)))
        member = Label(second, 13, 400, "text2", elide=True)
        line = row(name, member, spacing=8)
        line.setStretch(1, 1)
        words = column(Label(duty, 13, 400, "text2", elide=True), line, spacing=0)
        if instead:
            said = _("{name} is named at the meeting").format(name=instead)
            words.addWidget(Label(said, 13, 500, "warn", elide=True))
        if turn.note:
            words.addWidget(Label(turn.note, 13, 400, "text2", elide=True))
        badge = Badge(word, kind, icon)
        self.menu = MenuButton(_("What to do with the turn: {duty}").format(duty=duty), choices, small=True)
        whole = row(IconLabel(duty_icon(turn.duty.key), "text2", 18), spacing=10)
        whole.addLayout(words, 1)
        for part in (*(() if word == first else (badge,)), self.menu):
            whole.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(whole)
        self.setAccessibleName(f"{duty}: {', '.join(part for part in (first, second, word) if part)}")
        self.setMinimumHeight(theme.px(40))


class MeetingTurns(QWidget):
    """The turns of one meeting, each with what can be done about it."""

    open_requested = Signal(object)
    """Please show this target."""
    said = Signal(str)
    said_with_undo = Signal(str)
    """What was just done, which can be undone."""

    def __init__(self, operations: Operations, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._operations, self._clock = operations, clock
        self._duties: OnDuty | None = None
        self._may_change = True
        self.lines: list[TurnLine] = []
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(4)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def show_turns(self, duties: OnDuty, *, may_change: bool = True) -> None:
        """Show these turns."""
        if (duties, may_change) == (self._duties, self._may_change):
            return
        focused = next((place for place, line in enumerate(self.lines) if line.menu.hasFocus()), None)
        self._duties, self._may_change = duties, may_change
        clear(self._lines)
        self.lines = [TurnLine(turn, duties.instead(turn), self._choices(turn)) for turn in duties.turns]
        for line in self.lines:
            self._lines.addWidget(line)
        if not self.lines:
            self._lines.addWidget(Label(_("No turn is planned for this meeting."), 14, 400, "text2", wrap=True))
        if focused is not None and focused < len(self.lines):
            self.lines[focused].menu.setFocus()

    def _choices(self, turn: TurnRow) -> Choices:
        go: tuple[str, str, Callable[[], object]] = (
            "arrow-square-out", _("Show it in the rota"), lambda: self.open_requested.emit(OpenDuties(turn.id)),
        )  # fmt: skip
        if not self._may_change or self._operations.read_only:
            return (go,)
        choices: list[tuple[str, str, Callable[[], object]]] = []
        if turn.state not in OPEN:
            choices.append(("pencil-simple", _("Put right who did it…"), lambda: self._put_right(turn)))
        else:
            if turn.member_id is not None and turn.state is not TurnState.ACCEPTED:
                choices.append(("check", _("Accepted"), lambda: self._accept(turn)))
            if turn.member_id is not None and turn.state is not TurnState.DECLINED:
                choices.append(("prohibit", _("Declined…"), lambda: self._decline(turn)))
            choices.append(("user-plus", _("Give it to somebody else…"), lambda: self._give(turn)))
        choices.append(("note-pencil", _("Write a note…"), lambda: self._note(turn)))
        return (*choices, go)

    def _accept(self, turn: TurnRow) -> None:
        self._operations.write(
            accept_turn, turn.id, failed=self._refuse,
            done=lambda _changes: self.said_with_undo.emit(_("Noted: {name} takes the turn.").format(name=_who(turn))),
        )  # fmt: skip

    def _decline(self, turn: TurnRow) -> None:
        dialog = DeclineTurnDialog(self._operations, turn, self._clock.today(), self)
        self._open(dialog, _("The answer was noted."))

    def _note(self, turn: TurnRow) -> None:
        self._open(TurnNoteDialog(self._operations, turn, self), _("The note is kept."))

    def _give(self, turn: TurnRow) -> None:
        dialog = GiveTurnDialog(self._operations, turn, self._clock.today(), self)
        self._open(dialog, _("The turn was given to somebody else."))

    def _put_right(self, turn: TurnRow) -> None:
        words = _("Noted who did it.")
        TurnDoneDialog.ask(self._operations, self._clock, turn.id, self, lambda: self.said_with_undo.emit(words))

    def _open(self, dialog: Dialog, words: str) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.said_with_undo.emit(words))
        dialog.open()

    def _refuse(self, error: KnownError) -> None:
        self.said.emit(sentence(error))


class TurnsDialog(Dialog):
    """Who is on duty at a meeting, over whichever tab one is on."""

    def __init__(self, operations: Operations, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(_("On duty at this meeting"), parent, width=600)
        self.turns = MeetingTurns(operations, clock, self)
        self.add(self.turns)
        self.set_close(_("Close"))

    def show_turns(self, duties: OnDuty, *, may_change: bool) -> None:
        """Show these turns."""
        self.turns.show_turns(duties, may_change=may_change)
        if self.isVisible():
            self.fit()


class TurnsLink(QWidget):
    """One line that says who is on duty at a meeting, and opens the list of its turns."""

    open_requested = Signal(object)
    said = Signal(str)
    said_with_undo = Signal(str)

    def __init__(self, operations: Operations, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._operations, self._clock = operations, clock
        self._meeting_id: uuid.UUID | None = None
        self._duties: OnDuty | None = None
        self._may_change = True
        self.dialog: TurnsDialog | None = None
        self.link: Link | None = None
        self._row = row(spacing=0)
        self.setLayout(self._row)
        self.hide()
        operations.changed.connect(self._on_changed)

    def set_meeting(self, meeting_id: uuid.UUID, *, may_change: bool = True) -> None:
        """Show who is on duty at a meeting."""
        if meeting_id != self._meeting_id:
            self.hide()
        self._meeting_id, self._may_change = meeting_id, may_change
        self._look()

    def open_list(self) -> None:
        """Open the list of turns."""
        if self._duties is None:
            return
        self.dialog = TurnsDialog(self._operations, self._clock, self)
        self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog.finished.connect(self._on_closed)
        self.dialog.turns.open_requested.connect(self._leave_for)
        self.dialog.turns.said.connect(self.said)
        self.dialog.turns.said_with_undo.connect(self.said_with_undo)
        self.dialog.show_turns(self._duties, may_change=self._may_change)
        self.dialog.open()

    def _leave_for(self, target: object) -> None:
        if self.dialog is not None:
            self.dialog.accept()
        self.open_requested.emit(target)

    def _on_closed(self) -> None:
        self.dialog = None

    def _on_changed(self, changes: Changes) -> None:
        if self._meeting_id is not None and KINDS & changes.kinds:
            self._look()

    def _look(self) -> None:
        self._operations.read(
            on_duty, self._meeting_id, done=self._show, failed=lambda _error: None, key=(id(self), "on duty")
        )

    def _show(self, duties: OnDuty) -> None:
        self._duties = duties
        clear(self._row)
        self.link = Link(strip_words(duties.turns), clicked=self.open_list)
        self._row.addWidget(self.link)
        self.setVisible(bool(duties.turns))
        if self.dialog is not None:
            self.dialog.show_turns(duties, may_change=self._may_change)


def strip_words(turns: Sequence[TurnRow]) -> str:
    """Return who is on duty in one line: "On duty: Nana Ghomi (minutes), Eka Nigozi (chairing)"."""
    has = [turn for turn in turns if turn.done_by or (turn.member_id is not None and _stands(turn))]
    free = sum(turn.state in OPEN and turn not in has for turn in turns)
    who = [f"{who_did(turn)[0]} ({in_sentence(duty_name(turn.duty))})" for turn in has]
    said = _("On duty: {names}").format(names=", ".join(who)) if who else ""
    lacking = ngettext("{n} turn has nobody", "{n} turns have nobody", free).format(n=texts.number(free))
    return "  ·  ".join(part for part in (lacking if free else "", said) if part)


def _stands(turn: TurnRow) -> bool:
    return turn.state not in (TurnState.DECLINED, TurnState.MISSED)


def _who(turn: TurnRow) -> str:
    return turn.person or turn.member
