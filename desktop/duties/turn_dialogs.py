"""Smaller questions about one turn: an answer that is no, through whom it is done, who really did it."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget
from sqlalchemy.orm import Session

from db import history
from db.changes import Changes
from db.duties.closing import Doer, close_term_turn, get_turn, reopen_turn
from db.duties.keeping import OPEN
from db.duties.rota import TurnRow
from db.duties.turns import Candidate, candidates, change_turn, decline_turn, give_turn
from db.members import members_on, representatives_on
from db.people import people
from desktop.duties.giving import standing_words
from desktop.duties.words import turn_when
from desktop.naming.duties import duty_name
from desktop.naming.turns import history_words, in_sentence
from desktop.operations import Operations
from desktop.texts import _
from desktop.widgets.buttons import Button, IconButton
from desktop.widgets.fields import Choice, FormRows
from desktop.widgets.labels import Label
from desktop.widgets.layouts import column, row
from desktop.widgets.record_dialogs import RecordDialog

NOBODY = "nobody"


class DeclineDialog(RecordDialog):
    """Somebody does not take their turn: why, and who could take it next."""

    def __init__(self, operations: Operations, turn: TurnRow, today: dt.date, parent: QWidget | None = None) -> None:
        who = turn.person or turn.member
        lead = f"{duty_name(turn.duty)}  ·  {turn_when(turn)}"
        super().__init__(operations, _("{name} does not take it").format(name=who), parent, width=520, lead=lead)
        self._turn, self._today = turn, today
        self._next: Candidate | None = None
        self.note = QLineEdit()
        form = FormRows(above=True)
        form.add(_("Why, if they said"), self.note)
        self.next_label = Label("", 14, 400, "text2", wrap=True)
        self.give_box = QCheckBox("")
        self.give_box.hide()
        plan = Label(_("Planning asks somebody else and does not come back to them for this turn."), 13, 400, "text3",
                     wrap=True)  # fmt: skip
        self.add(form, self.next_label, self.give_box, plan)
        self.set_primary(_("Note the answer"), self._decline)
        operations.read(candidates, turn.id, today=today, done=self._show)

    def _show(self, found: Sequence[Candidate]) -> None:
        free = [one for one in found if one.hindered is None and one.member_id != self._turn.member_id]
        self._next = free[0] if free else None
        if self._next is None:
            self.next_label.setText(_("Nobody else who may do it can come then."))
        else:
            words = _("Next would be {name}: {standing} ({history}).")
            self.next_label.setText(
                words.format(
                    name=self._next.member,
                    standing=standing_words(self._next),
                    history=history_words(self._next, self._today),
                )
            )
            self.give_box.setText(_("Give it to them right away").replace("&", "&&"))
            self.give_box.show()
        if self.isVisible():
            self.fit()

    def _decline(self) -> None:
        to = self._next.member_id if self._next is not None and self.give_box.isChecked() else None
        self.save(decline_and_give, self._turn.id, to, today=self._today, note=self.note.text())


def decline_and_give(
    session: Session, turn_id: uuid.UUID, to: uuid.UUID | None, *, today: dt.date, note: str
) -> Changes:  # fmt: skip
    """Note that a turn was declined, and give it to another member at once if one is named."""
    with history.step(session, "decline_turn") as step:
        decline_turn(session, turn_id, today=today, note=note)
        if to is not None:
            give_turn(session, turn_id, to, today=today)
    return step.changes


class PersonDialog(RecordDialog):
    """Through whom a member does its turn, who stands by, and a note."""

    def __init__(
        self,
        operations: Operations,
        turn: TurnRow,
        names: Sequence[tuple[uuid.UUID, str]],
        alternate: uuid.UUID | None,
        parent: QWidget | None = None,
    ) -> None:
        lead = "  ·  ".join(filter(None, (turn.member, duty_name(turn.duty), turn_when(turn))))
        super().__init__(operations, _("Person and note"), parent, width=520, lead=lead)
        self._turn_id = turn.id
        nobody: list[tuple[object, str]] = [(NOBODY, _("Not said"))]
        self.person = Choice([*nobody, *names], name=_("Person"))
        self.person.set_value(turn.person_id or NOBODY)
        self.alternate = Choice([*nobody, *names], name=_("Stands by"))
        self.alternate.set_value(alternate or NOBODY)
        self.note = QLineEdit(turn.note)
        form = FormRows()
        form.add(_("Person"), self.person)
        form.add(_("Stands by"), self.alternate, hint=_("Steps in when the person cannot."))
        form.add(_("Note"), self.note)
        self.add(form)
        self.set_primary(_("Keep this"), self._keep)

    def _keep(self) -> None:
        person, alternate = self.person.value(), self.alternate.value()
        if person == alternate and person != NOBODY:
            self.say(_("Whoever stands by must be somebody else."))
            self.alternate.setFocus()
            return
        self.save(
            change_turn, self._turn_id, note=self.note.text(),
            person_id=person if isinstance(person, uuid.UUID) else None,
            alternate_id=alternate if isinstance(alternate, uuid.UUID) else None,
        )  # fmt: skip


def load_people(
    session: Session, member_id: uuid.UUID | None, turn_id: uuid.UUID, day: dt.date
) -> tuple[list[tuple[uuid.UUID, str]], uuid.UUID | None]:
    """Return who speaks for a member on a day, and who stands by for a turn now."""
    turn = get_turn(session, turn_id)
    own = [(key, name) for key, name, _role in representatives_on(session, day).get(member_id, ())] if member_id else []
    known = {row.id: row.name for row in people(session)}
    for key in (turn.person_id, turn.alternate_id):
        if key is not None and key not in dict(own):
            own.append((key, known.get(key, "")))
    return own, turn.alternate_id


@dataclass(frozen=True, slots=True)
class Able:
    """A member and one of its people, who may have done a turn."""

    member_id: uuid.UUID
    person_id: uuid.UUID | None
    words: str


def load_able(session: Session, day: dt.date) -> tuple[Able, ...]:
    """Return every member on a day with each of its people, by name."""
    speakers = representatives_on(session, day)
    found = []
    for one in members_on(session, day):
        own = speakers.get(one.id, [])
        found += [Able(one.id, key, f"{name}  ·  {one.name}" if name != one.name else name) for key, name, _r in own]
        if not own:
            found.append(Able(one.id, None, one.name))
    return tuple(found)


class DoneDialog(RecordDialog):
    """Who really did a turn: one or several, or nobody."""

    def __init__(
        self, operations: Operations, turn: TurnRow, able: Sequence[Able], today: dt.date, parent: QWidget | None = None
    ) -> None:
        lead = f"{duty_name(turn.duty)}  ·  {turn_when(turn)}"
        title = _("Who did {duty}?").format(duty=in_sentence(duty_name(turn.duty)))
        super().__init__(operations, title, parent, width=560, lead=lead)
        self._turn, self._today = turn, today
        self._choices: list[tuple[object, str]] = [((one.member_id, one.person_id), one.words) for one in able]
        self._lines: list[tuple[Choice, QWidget]] = []
        self._column = column(spacing=8)
        self.more_button = Button(_("Somebody did it with them"), "small", "plus", clicked=self.add_doer)
        self.add(self._column, row(self.more_button, None))
        hint = Label(_("Several who did it together share the turn. Whoever did it is credited with it."), 13, 400,
                     "text3", wrap=True)  # fmt: skip
        self.add(hint)
        self.add_doer()
        planned = (turn.member_id, turn.person_id)
        match = [key for key, _words in self._choices if key == planned]
        match = match or [key for key, _words in self._choices if isinstance(key, tuple) and key[0] == turn.member_id]
        if match:
            self._lines[0][0].set_value(match[0])
        self.missed_button = self.add_button(_("Nobody: it was missed"), self._missed)
        self.set_primary(_("Note who did it"), self._done)

    def add_doer(self) -> None:
        """Ask for one more who did it."""
        choice = Choice(self._choices, name=_("Who did it"), placeholder=_("Choose a person"))
        choice.set_value(None)
        line = QWidget()
        remove = IconButton("x", _("Take away"), clicked=lambda: self._remove(line))
        line.setLayout(row(choice, remove))
        line.layout().setStretch(0, 1)  # type: ignore[union-attr]
        after = self._lines[-1][1] if self._lines else None
        self._lines.append((choice, line))
        self._column.addWidget(line)
        if after is not None:
            self.setTabOrder(after, choice)
        self.setTabOrder(choice, remove)
        self.setTabOrder(remove, self.more_button)
        if self.isVisible():
            self.fit()
        choice.setFocus()

    def _remove(self, line: QWidget) -> None:
        if len(self._lines) > 1:
            self._lines = [pair for pair in self._lines if pair[1] is not line]
            line.hide()
            line.deleteLater()
            self.fit()

    def doers(self) -> list[Doer]:
        """Return who is chosen, each once."""
        chosen = dict.fromkeys(choice.value() for choice, _line in self._lines)
        return [Doer(*key) for key in chosen if isinstance(key, tuple)]

    def _done(self) -> None:
        doers = self.doers()
        if not doers:
            self.say(_("Choose who did it, or say that nobody did."))
            self._lines[0][0].setFocus()
            return
        self.save(close_anew, self._turn.id, doers, today=self._today)

    def _missed(self) -> None:
        self.save(close_anew, self._turn.id, [], today=self._today)


def close_anew(session: Session, turn_id: uuid.UUID, doers: Sequence[Doer], *, today: dt.date) -> Changes:
    """Say who really did a turn, in place of what was said before."""
    with history.step(session, "close_term_turn") as step:
        if get_turn(session, turn_id).state not in OPEN:
            reopen_turn(session, turn_id)
            session.flush()
        close_term_turn(session, turn_id, doers=doers, today=today)
    return step.changes
