"""Who stands behind a decision, a version or a note: a line that counts, and the dialog where it is noted."""

import datetime as dt
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from db.changes import Changes
from db.charter.endorsements import (
    EndorsementSheet,
    StanceRow,
    Subject,
    endorsement_sheet,
    record_endorsement,
    record_rest,
)
from db.errors import KnownError
from db.vocabulary import NoteKind, Stance
from desktop import texts, theme
from desktop.clock import Clock
from desktop.naming.charter import stance_word, statement_goes_out, subject_name, tally_words, unasked_words
from desktop.naming.outcomes import shortened
from desktop.operations import Operations
from desktop.sentences import sentence
from desktop.texts import _, pgettext
from desktop.widgets.badges import KeyHint, KeyHints
from desktop.widgets.buttons import Button
from desktop.widgets.days import day_reader
from desktop.widgets.delegates import TwoLineDelegate, TwoLines
from desktop.widgets.dialogs import Dialog
from desktop.widgets.fields import Choice, DateField
from desktop.widgets.labels import Label
from desktop.widgets.layouts import row
from desktop.widgets.looking import writes
from desktop.widgets.rows import Column, RowsModel, RowsTable
from desktop.widgets.sections import Section

KINDS: Final = frozenset({"endorsement", "member", "membership", "representative", "person"})
"""Tables whose changes concern what a sheet shows."""
_BADGES: Final = {
    Stance.ENDORSES: ("ok", "check"),
    Stance.SILENT: ("outline", None),
    Stance.OBJECTS: ("danger", "x"),
}


def stance_keys() -> dict[str, Stance]:
    """Return what each letter notes, in the reader's language and in English."""
    own = {
        pgettext("key that notes: endorses", "E"): Stance.ENDORSES,
        pgettext("key that notes: silent", "S"): Stance.SILENT,
        pgettext("key that notes: objects", "O"): Stance.OBJECTS,
    }
    return {"E": Stance.ENDORSES, "S": Stance.SILENT, "O": Stance.OBJECTS} | own


class StanceTable(RowsTable):
    """The members; a letter notes what the chosen one said."""

    typed = Signal(object)
    """The stance whose letter was pressed; None to take back what was noted."""

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme.px(310))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        known = stance_keys()
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        if plain and event.text().upper() in known:
            self.typed.emit(known[event.text().upper()])
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.typed.emit(None)
        else:
            super().keyPressEvent(event)


class EndorsingDialog(Dialog):
    """Every member asked, and what it says: arrows choose, a letter notes it and goes on. All is kept at once."""

    def __init__(self, operations: Operations, clock: Clock, subject: Subject, parent: QWidget | None = None) -> None:
        super().__init__(_("Who stands behind it"), parent, width=720)
        self._operations = operations
        self._clock = clock
        self._subject = subject
        self._sheet: EndorsementSheet | None = None
        self._on_the_way: dict[uuid.UUID, Stance | None] = {}
        """What was noted and not yet read back: the next key may come before the record's answer."""
        self._said: dict[uuid.UUID, tuple[uuid.UUID | None, str]] = {}
        """Through whom, and in which words, where that is not on record yet."""
        self.lead_label = Label("", 14, 400, "text2", wrap=True)
        self.name_label = Label("", 14, 500, "text2", wrap=True)
        self.state_label = Label("", 14, 600, elide=True)
        self.day_field = DateField(name=_("Said on"), read=day_reader(clock), value=clock.today())
        self.day_field.setFixedWidth(theme.px(152))
        columns = (Column[StanceRow](lambda: _("Member"), lambda seat: seat.name, spoken=self._spoken),)
        self.model: RowsModel[StanceRow] = RowsModel(columns, key=lambda seat: seat.member_id, parent=self)
        self.table = StanceTable(self.model, name=_("Members"), row_height=44)
        self.table.setItemDelegate(TwoLineDelegate(self._two_lines, self.table, height=44))
        self.table.horizontalHeader().hide()
        self.table.set_widths(0)
        self.table.setMinimumHeight(theme.px(132))
        self._make_fields()
        self._lay_out()
        self._connect()
        self.reload()

    def _make_fields(self) -> None:
        self.buttons = {
            stance: Button(stance_word(stance), "small", clicked=partial(self.note, stance)) for stance in Stance
        }
        self.who = Choice(name=_("Through"), placeholder=_("Through…"), searchable=False)
        self.who.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.who.setMinimumContentsLength(16)
        self.remark = QLineEdit()
        self.remark.setPlaceholderText(_("Why it objects, in its own words"))
        self.remark.setAccessibleName(_("Note"))
        self.rest_endorse = Button(_("The rest endorse"), clicked=partial(self.note_rest, Stance.ENDORSES))
        self.rest_silent = Button(_("The rest are silent"), clicked=partial(self.note_rest, Stance.SILENT))
        self.clear_button = Button(_("Not asked"), "small", clicked=partial(self.note, None))
        writes(
            *self.buttons.values(), self.who, self.remark, self.rest_endorse, self.rest_silent, self.clear_button
        )  # fmt: skip

    def _lay_out(self) -> None:
        said_on = Label(_("Said on"), 13, 500, "text2")
        said_on.setBuddy(self.day_field)
        self.add(self.lead_label, row(self.state_label, None, said_on, self.day_field), self.table)
        line = row(self.name_label, *self.buttons.values(), self.clear_button)
        line.setStretch(0, 1)
        through = row(self.who, self.remark)
        through.setStretch(1, 1)
        keys = {stance: key for key, stance in stance_keys().items()}
        hints = [KeyHint(keys[stance], stance_word(stance).lower()) for stance in Stance]
        self.add(line, through, row(KeyHints([*hints, KeyHint("↑ ↓", _("next member"))]), None))
        for button in (self.rest_endorse, self.rest_silent):
            self._left.addWidget(button)
        self.set_close(_("Close"))

    def _connect(self) -> None:
        self.table.typed.connect(self.note)
        self.table.selected.connect(lambda _row: self._show_choice())
        self.table.opened.connect(lambda _row: self.remark.setFocus())
        self.who.chosen.connect(lambda _key: self._keep_details())
        self.remark.editingFinished.connect(self._keep_details)
        self.remark.returnPressed.connect(self._on_remark_done)
        self._operations.changed.connect(self._on_changed)

    # What is shown

    def reload(self) -> None:
        """Look at the record again."""
        self._operations.read(
            endorsement_sheet, self._subject, today=self._clock.today(), done=self._show, failed=self._on_gone,
            key=(self, "sheet"),
        )  # fmt: skip

    def _on_changed(self, changes: Changes) -> None:
        if changes.kinds & KINDS:
            self.reload()

    def _on_gone(self, _error: KnownError) -> None:
        self.reject()

    def _show(self, sheet: EndorsementSheet) -> None:
        first = self._sheet is None
        self._sheet = sheet
        for seat in sheet.rows:
            if self._on_the_way.get(seat.member_id, "nothing") == seat.stance:
                del self._on_the_way[seat.member_id]
        self.title_label.setText(_("Who stands behind “{what}”").format(what=subject_name(sheet)))
        self.lead_label.setText(self._lead(sheet))
        self.lead_label.setVisible(bool(self.lead_label.text()))
        self.state_label.setText(", ".join(filter(None, (tally_words(sheet.tally), unasked_words(sheet.tally)))))
        self.model.set_rows(sheet.rows)
        self.table.viewport().update()
        for button in (self.rest_endorse, self.rest_silent):
            button.setEnabled(bool(sheet.tally.unasked) and sheet.gone_out_on is None)
        if first and sheet.rows:
            unasked = [seat.member_id for seat in sheet.rows if seat.stance is None]
            self.table.select_key((unasked or [sheet.rows[0].member_id])[0])
            self.table.setFocus()
            self.fit()
        self._show_choice()

    def _lead(self, sheet: EndorsementSheet) -> str:
        if sheet.gone_out_on is not None:
            day = texts.date_long(sheet.gone_out_on)
            return _("It went out on {day}, and what was said stays.").format(day=day)
        if sheet.note_kind is NoteKind.STATEMENT:
            names = [seat.name for seat in sheet.rows if seat.stance is Stance.ENDORSES]
            return statement_goes_out(names)
        return shortened(sheet.title, 200) if sheet.number and sheet.charter_kind is None else ""

    def current(self) -> StanceRow | None:
        """Return the member chosen."""
        found: StanceRow | None = self.table.current_row()
        return found

    def _stance(self, seat: StanceRow) -> Stance | None:
        found: Stance | None = self._on_the_way.get(seat.member_id, self._waiting(seat).get("stance", seat.stance))
        return found

    def _words(self, seat: StanceRow) -> tuple[uuid.UUID | None, str]:
        """Return through whom a member spoke, and its words: as typed here, where that is not on record yet."""
        waiting = self._waiting(seat)
        kept = waiting.get("person_id", seat.person_id), waiting.get("remark", seat.remark)
        return self._said.get(seat.member_id, kept)

    def _waiting(self, seat: StanceRow) -> dict[str, Any]:
        """Return what waits for the disk since this was open before."""
        return self._operations.kept_writes.waiting(record_endorsement, self._subject, seat.member_id)

    def _show_choice(self) -> None:
        seat = self.current()
        self.name_label.setText(seat.name if seat else "")
        open_ = self._sheet is not None and self._sheet.gone_out_on is None
        stance = self._stance(seat) if seat else None
        people = dict(seat.speakers) if seat else {}
        if seat is not None and seat.person_id is not None:
            people.setdefault(seat.person_id, seat.person)
        person, remark = self._words(seat) if seat else (None, "")
        self.who.set_choices(list(people.items()))
        self.who.set_value(person)
        if not self.remark.hasFocus():
            self.remark.setText(remark)
        for field in (self.who, self.remark):
            field.setEnabled(open_ and stance is not None)
        for button in (*self.buttons.values(), self.clear_button):
            button.setEnabled(open_ and seat is not None)
        self.clear_button.setEnabled(open_ and stance is not None)
        self.day_field.setEnabled(open_)

    def _two_lines(self, seat: StanceRow) -> TwoLines:
        stance = self._stance(seat)
        if stance is None:
            speaker = seat.speakers[0][1] if seat.speakers else ""
            return TwoLines(seat.name, speaker, initials=seat.code, badge=(_("Not asked"), "dash", None))
        day = texts.date_short_year(seat.on_date) if seat.on_date else ""
        second = "  ·  ".join(filter(None, (seat.person, day, self._words(seat)[1])))
        kind, icon = _BADGES[stance]
        return TwoLines(seat.name, second, initials=seat.code, badge=(stance_word(stance), kind, icon))

    def _spoken(self, seat: StanceRow) -> str:
        lines = self._two_lines(seat)
        return f"{lines.first}, {lines.badge[0] if lines.badge else ''}, {lines.second}"

    # What is done

    def note(self, stance: Stance | None) -> None:
        """Note what the chosen member says, and go on to the next; with an objection, to its words."""
        seat = self.current()
        if seat is None or self._sheet is None or self._sheet.gone_out_on is not None:
            return
        if not self._day():
            return
        before, self._on_the_way[seat.member_id] = self._stance(seat), stance
        said_by, said = self._words(seat)
        person = said_by or (seat.speakers[0][0] if seat.speakers else None)
        speaks = stance in (Stance.ENDORSES, Stance.OBJECTS)
        remark = said if stance is before else ""
        self._record(seat, stance=stance, person_id=person if speaks else None, remark=remark)
        self.table.viewport().update()
        if stance is Stance.OBJECTS:
            self._show_choice()
            self.remark.setFocus()
            self.remark.selectAll()
        elif stance is not None:
            self._go_on()

    def note_rest(self, stance: Stance) -> None:
        """Note the same of everybody who has said nothing."""
        if (day := self._day()) is not None:
            self._write(record_rest, self._subject, stance=stance, on=day)
            self.table.setFocus()

    def _go_on(self) -> None:
        place = self.table.currentIndex().row() + 1
        if place < self.model.rowCount():
            self.table.select_key(self.model.rows[place].member_id)
        self.table.setFocus()

    def _on_remark_done(self) -> None:
        self._keep_details()
        self._go_on()

    def _keep_details(self) -> None:
        """Keep through whom the chosen member spoke, and its words."""
        seat = self.current()
        if seat is None or (stance := self._stance(seat)) is None or not self.remark.isEnabled():
            return
        value, remark = self.who.value(), self.remark.text().strip()
        person = value if isinstance(value, uuid.UUID) else None
        if (person, remark) != self._words(seat):
            self._record(seat, stance=stance, person_id=person or seat.person_id, remark=remark)

    def _day(self) -> dt.date | None:
        self.day_field.settle()
        day = self.day_field.value()
        self.say("" if day else _("A day is needed. Write it as 22 Oct 2026."))
        if day is None:
            self.day_field.line.setFocus()
        return day

    def _record(self, seat: StanceRow, **values: Any) -> None:
        day = self.day_field.value() or self._clock.today()
        said = self._said[seat.member_id] = values["person_id"], values["remark"]
        done = partial(self._on_recorded, seat.member_id, said)
        self._write(record_endorsement, self._subject, seat.member_id, on=day, done=done, **values)

    def _on_recorded(self, member_id: uuid.UUID, said: tuple[uuid.UUID | None, str], _changes: Changes) -> None:
        if self._said.get(member_id) == said:
            del self._said[member_id]

    def _write(self, function: Callable[..., Any], *arguments: Any, **values: Any) -> None:
        self._operations.keep(function, *arguments, fields=(self.table, self.remark), failed=self._on_refused, **values)

    def _on_refused(self, error: KnownError) -> None:
        self._on_the_way.clear()
        self._said.clear()
        self.say(sentence(error))
        self.reload()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.remark.hasFocus():
            return  # the field's own: it keeps the words and goes on
        super().keyPressEvent(event)


class EndorsementSection(Section):
    """How many stand behind one thing, who objects and why, and the button that opens the dialog."""

    sheet_read = Signal(object)
    """The `EndorsementSheet` now shown."""

    def __init__(self, operations: Operations, clock: Clock, parent: QWidget | None = None) -> None:
        self.button = Button(_("See answers…") if operations.read_only else _("Note answers…"), "small")
        self.button.setAccessibleName(
            _("Who stands behind it") if operations.read_only else _("Note who stands behind it")
        )
        super().__init__(_("Who stands behind it"), self.button, spacing=2, parent=parent)
        self._operations = operations
        self._clock = clock
        self._subject: Subject | None = None
        self.dialog: EndorsingDialog | None = None
        """The dialog open now, or opened last."""
        self.tally_label = Label("", 14, 600, wrap=True)
        self.rest_label = Label("", 13, 400, "text2", wrap=True)
        self.add(self.tally_label, self.rest_label)
        self.button.clicked.connect(lambda _checked: self.ask())
        operations.changed.connect(self._on_changed)

    def show_subject(self, subject: Subject | None) -> None:
        """Count what was said to `subject`."""
        if subject != self._subject:
            self._say("", "")
        self._subject = subject
        self.button.setEnabled(subject is not None)
        if subject is not None:
            self._operations.read(
                endorsement_sheet, subject, today=self._clock.today(), done=self._show, failed=lambda _error: None,
                key=(self, "sheet"),
            )  # fmt: skip

    def ask(self) -> None:
        """Open the dialog on what is shown."""
        if self._subject is not None:
            self.dialog = EndorsingDialog(self._operations, self._clock, self._subject, self.window())
            self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self.dialog.open()

    def _on_changed(self, changes: Changes) -> None:
        if changes.kinds & KINDS and self.isVisible():
            self.show_subject(self._subject)

    def _show(self, sheet: EndorsementSheet) -> None:
        if sheet.subject == self._subject:
            against = [seat for seat in sheet.rows if seat.stance is Stance.OBJECTS]
            objecting = [_objection(seat) for seat in against]
            unasked = unasked_words(sheet.tally) if sheet.tally.said else ""
            self._say(
                tally_words(sheet.tally) or _("Nobody was asked yet"), "\n".join(filter(None, (*objecting, unasked)))
            )
            fixed = sheet.gone_out_on is not None or self._operations.read_only
            self.button.setText(_("See answers…") if fixed else _("Note answers…"))
            self.tally_label.set_role("text" if sheet.tally.said else "text2")
            self.tally_label.set_weight(600 if sheet.tally.said else 400)
            self.sheet_read.emit(sheet)

    def _say(self, tally: str, rest: str) -> None:
        self.tally_label.setText(tally)
        self.rest_label.setText(rest)
        self.rest_label.setVisible(bool(rest))


def _objection(seat: StanceRow) -> str:
    if not seat.remark:
        return _("{name} objects").format(name=seat.name)
    return _("{name} objects: {why}").format(name=seat.name, why=seat.remark)
