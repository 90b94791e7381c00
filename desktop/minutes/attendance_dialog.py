"""Marking who is here, by keyboard: two letters find a seat, Space goes round its states.

The keyboard stays in the search field all the time: letters narrow the list, arrows choose, Space marks (after a
whole word with which a name goes on it is a space; Enter always marks), Alt+L and Alt+E stamp the time for somebody
late or leaving, Alt+W chooses through whom a member is here. Whoever was found by their own name is who is here.
"""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget

from db.changes import Changes
from db.errors import KnownError
from db.folding import fold
from db.meetings.attendance import (
    AttendanceRow,
    AttendanceSheet,
    Speaker,
    add_attendee,
    attendance,
    change_attendee,
    record_all_present,
    record_attendance,
    remove_attendee,
)
from db.meetings.time_of_day import before
from db.vocabulary import AttendanceStatus, Seat
from desktop import texts, theme
from desktop.clock import Clock
from desktop.minutes import words
from desktop.minutes.time_field import TimeField
from desktop.naming.members import seat_code
from desktop.operations import Operations
from desktop.sentences import sentence
from desktop.texts import _, pgettext
from desktop.widgets.badges import KeyHint, KeyHints
from desktop.widgets.buttons import Button
from desktop.widgets.delegates import TwoLineDelegate, TwoLines
from desktop.widgets.dialogs import Dialog
from desktop.widgets.fields import Choice
from desktop.widgets.labels import Label
from desktop.widgets.layouts import row
from desktop.widgets.rows import Column, RowsModel, RowsTable
from desktop.widgets.search_field import give_cross

_NEXT = {
    AttendanceStatus.ABSENT: AttendanceStatus.PRESENT,
    AttendanceStatus.PRESENT: AttendanceStatus.APOLOGIES,
    AttendanceStatus.APOLOGIES: AttendanceStatus.ABSENT,
}
_BY_PERSON = 3
_NOT_AT_ALL = 9
_BADGES = {
    AttendanceStatus.PRESENT: ("soft", "check-bold"),
    AttendanceStatus.APOLOGIES: ("outline", "envelope"),
    AttendanceStatus.ABSENT: ("dash", None),
}


class SeatSearch(QLineEdit):
    """The field that finds seats; arrows and Enter belong to the list below it, and Space but inside a name."""

    def __init__(
        self, *, mark: Callable[[], object], step: Callable[[int], object], goes_on: Callable[[str], bool]
    ) -> None:
        super().__init__()
        self._goes_on = goes_on
        self._mark = mark
        self._step = step
        self.setProperty("kind", "search")
        self.setPlaceholderText(_("Two letters find a seat"))
        self.setAccessibleName(_("Find a seat"))
        give_cross(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            if event.key() == Qt.Key.Key_Space and not self.hasSelectedText() and self._goes_on(self.text() + " "):
                super().keyPressEvent(event)
            else:
                self._mark()
        elif event.key() in steps:
            self._step(steps[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


@dataclass(slots=True)
class _Mark:
    """Fields of a seat as they were marked; once `kept` the next reading has them."""

    values: dict[str, Any]
    kept: bool = False


class AttendanceDialog(Dialog):
    """Mark seats, latecomers, those who leave, observers and guests; every mark is kept at once."""

    marked = Signal()
    """Something was marked and is about to be kept."""

    def __init__(
        self, operations: Operations, clock: Clock, meeting_id: uuid.UUID, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Who is here"), parent, width=640)
        self._operations = operations
        self._clock = clock
        self._meeting_id = meeting_id
        self._sheet: AttendanceSheet | None = None
        self._wanted: object = None
        self._numbers: dict[object, int] = {}
        """By seat, its number on the sheet to sign: the place in the whole list."""
        self._marks: dict[object, _Mark] = {}
        """By seat, what was marked and not yet read back: the next key may come before the record's answer, and that
        only when a full disk has room again."""
        self.search = SeatSearch(mark=self.mark, step=self._step, goes_on=self._goes_on)
        self.search.textChanged.connect(self._narrow)
        self.model: RowsModel[AttendanceRow] = RowsModel(
            (Column(lambda: _("Seat"), lambda seat: seat.name, spoken=self._spoken),), key=_key, parent=self
        )
        self.table = RowsTable(self.model, name=_("Seats"), row_height=44)
        self.table.setItemDelegate(TwoLineDelegate(self._two_lines, self.table, height=44))
        self.table.horizontalHeader().hide()
        self.table.set_widths(0)
        self.table.setMinimumHeight(theme.px(264))
        self.table.opened.connect(lambda _row: self.mark())
        self.table.clicked.connect(lambda _index: self._show_choice())
        self.table.selected.connect(lambda _row: self._show_choice())
        self.table.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.state_label = Label("", 14, 500, "text2", elide=True)
        self.all_button = Button(_("Everyone is here"), "small", clicked=self.mark_all)
        self.nothing_label = Label("", 14, 400, "text2", wrap=True)
        self.nothing_label.hide()
        self.add(row(self.search, self.state_label, self.all_button, spacing=12), self.nothing_label, self.table)
        self._add_details()
        self._add_guest_row()
        hints = [
            KeyHint("Space", _("here, apologies, not here")),
            KeyHint("Alt L", _("late, now")),
            KeyHint("Alt E", _("left, now")),
        ]
        self.add(row(KeyHints(hints), None))
        self.set_close(_("Close"))
        self._operations.changed.connect(self._on_changed)
        self.reload()

    def _add_details(self) -> None:
        self.who = Choice(name=_("Here through"), placeholder=_("Here through…"))
        self.who.chosen.connect(self._on_who)
        self.late_button = Button(_("Late, now"), "small", "clock", clicked=self.late_now)
        self.left_button = Button(_("Left, now"), "small", "sign-out", clicked=self.left_now)
        self.arrived, self.left_at = TimeField(_("Arrived at")), TimeField(_("Left at"))
        self.arrived.changed.connect(partial(self._set_time, "arrived_at"))
        self.left_at.changed.connect(partial(self._set_time, "left_at"))
        self.remove_button = Button(_("Take off the list"), "small", "x", clicked=self._remove)
        self.add(
            row(
                self.who, None, Label(_("Arrived"), 13, 400, "text2"), self.arrived, self.late_button,
                Label(_("Left"), 13, 400, "text2"), self.left_at, self.left_button, self.remove_button,
            )
        )  # fmt: skip
        for keys, act in (("Alt+L", self.late_now), ("Alt+E", self.left_now), ("Alt+W", self.who.setFocus)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(act)

    def _add_guest_row(self) -> None:
        self.guest = QLineEdit()
        self.guest.setPlaceholderText(_("Guest or observer"))
        self.guest.setAccessibleName(_("Name of a guest or observer"))
        self.organisation = QLineEdit()
        self.organisation.setPlaceholderText(_("Organisation"))
        self.organisation.setAccessibleName(_("Organisation of the guest or observer"))
        self.capacity = Choice([(Seat.GUEST, _("Guest")), (Seat.OBSERVER, _("Observer"))], name=_("In which capacity"))
        self.guest_button = Button(_("Add"), "small", "plus", clicked=self._add_guest)
        self.guest_button.setAccessibleName(_("Add a guest or observer"))
        self.add(row(self.guest, self.organisation, self.capacity, self.guest_button))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.focusWidget() in (
            self.guest, self.organisation,
        ):  # fmt: skip
            self._add_guest()
            return
        super().keyPressEvent(event)

    # What is shown

    def reload(self) -> None:
        """Look the attendance up again."""
        self._operations.read(attendance, self._meeting_id, done=self._show, key=(self, "attendance"))

    def open_at(self, seat: AttendanceRow | None) -> None:
        """Open with `seat` chosen."""
        self._wanted = _key(seat) if seat is not None else None
        self.open()
        self.search.setFocus()

    def current(self) -> AttendanceRow | None:
        """Return the seat chosen."""
        found: AttendanceRow | None = self.table.current_row()
        return found

    def _on_changed(self, changes: Changes) -> None:
        if changes.kinds & {"attendance", "meeting", "member", "membership", "representative"}:
            self.reload()

    def _show(self, sheet: AttendanceSheet) -> None:
        self._sheet = sheet
        self._numbers = {_key(seat): number for number, seat in enumerate(sheet.listed, 1)}
        self._marks = {key: mark for key, mark in self._marks.items() if not mark.kept}
        text, _icon, _role = words.quorum_state(sheet)
        counted = _("{here} of {seats} here").format(here=sheet.here, seats=len(sheet.seats))
        self.state_label.setText(f"{counted} · {text}")
        self._narrow()

    def _narrow(self) -> None:
        if self._sheet is None:
            return
        held = self._wanted or (_key(seat) if (seat := self.current()) else None)
        self._wanted = None
        wanted = fold(self.search.text().strip())
        listed = [self._as_marked(seat) for seat in self._sheet.listed]
        rows = [seat for seat in listed if not wanted or self._rank(seat, wanted) < _NOT_AT_ALL]
        if wanted:
            rows.sort(key=lambda seat: self._rank(seat, wanted))
        self.model.set_rows(rows)
        self.table.viewport().update()  # who was found by name is said beside the seat
        nothing = _("No seat and nobody on the list fits “{words}”.").format(words=self.search.text().strip())
        self.nothing_label.setText(nothing if wanted and not rows else "")
        self.nothing_label.setVisible(bool(wanted) and not rows)
        typed = self.search.hasFocus() and bool(wanted) and not self.search.hasSelectedText()
        if rows and (typed or held is None or not self.table.select_key(held)):
            self.table.select_key(_key(rows[0]))
        self._show_choice()

    def _as_marked(self, seat: AttendanceRow) -> AttendanceRow:
        mark = self._marks.get(_key(seat))
        return seat if mark is None else replace(seat, **mark.values)

    def _rank(self, seat: AttendanceRow, wanted: str) -> int:
        """Return how well a seat fits what was typed: its number on the sheet to sign, or its code and its names."""
        if wanted.isdecimal() and int(wanted) == self._numbers.get(_key(seat)):
            return 0
        return _rank(seat, wanted)

    def _two_lines(self, seat: AttendanceRow) -> TwoLines:
        lines, person = _two_lines(seat), self._found(seat)
        found = person.name if person is not None and person.person_id != seat.person_id else ""
        number = texts.number(self._numbers.get(_key(seat), 0))
        return replace(lines, second=" · ".join(filter(None, (number, lines.second, found))))

    def _spoken(self, seat: AttendanceRow) -> str:
        lines = self._two_lines(seat)
        return f"{lines.first}, {lines.badge[0] if lines.badge else ''}, {lines.second}"

    def _goes_on(self, typed: str) -> bool:
        """Return whether a name of those shown goes on after `typed`, which ends with a space."""
        wanted = f" {fold(typed.strip())} "
        names = [name for seat in self.model.rows for name in (seat.name, *(one.name for one in seat.speakers))]
        return bool(wanted.strip()) and not typed.endswith("  ") and any(wanted in f" {fold(name)}" for name in names)

    def _step(self, step: int) -> None:
        place = max(0, min(self.model.rowCount() - 1, self.table.currentIndex().row() + step))
        if self.model.rowCount():
            self.table.select_key(_key(self.model.rows[place]))

    def _show_choice(self) -> None:
        seat = self.current()
        present = seat is not None and seat.status is AttendanceStatus.PRESENT
        member = seat is not None and seat.seat is Seat.MEMBER
        people = [(speaker.person_id, speaker.name) for speaker in seat.speakers] if seat else []
        if seat is not None and seat.person_id and seat.person_id not in dict(people):
            people.append((seat.person_id, seat.person))
        self.who.set_choices(people)
        self.who.set_value(seat.person_id if seat else None)
        self.who.setEnabled(present and member and bool(people))
        for field, value in ((self.arrived, seat and seat.arrived_at), (self.left_at, seat and seat.left_at)):
            field.set_value(value or None)
            field.setEnabled(present)
        for button in (self.late_button, self.left_button):
            button.setEnabled(seat is not None)
        self.remove_button.setVisible(seat is not None and not member)

    # What is done

    def mark(self) -> None:
        """Take the chosen seat round: here, apologies, not here."""
        seat = self.current()
        if seat is None:
            return
        if seat.seat is Seat.MEMBER:
            # Who was found is here, but for who just sent apologies: the next key takes that back, as without a search.
            person = self._found(seat) if seat.status is not AttendanceStatus.APOLOGIES else None
            if person is not None and seat.person_id != person.person_id:
                self._record(seat, status=AttendanceStatus.PRESENT, person_id=person.person_id)
            else:
                self._record(seat, status=_NEXT[seat.status])
        self.search.selectAll()

    def _found(self, seat: AttendanceRow) -> Speaker | None:
        """Return the person by whose name alone `seat` was found."""
        wanted = fold(self.search.text().strip())
        if not wanted or self._rank(seat, wanted) != _BY_PERSON:
            return None
        return next(speaker for speaker in seat.speakers if _is_called(speaker, wanted))

    def mark_all(self) -> None:
        """Mark everyone whose seat was not marked yet as here."""
        if self._sheet is None:
            return
        unmarked = [seat.member_id for seat in self._sheet.seats if seat.id is None and seat.member_id]
        self._write(record_all_present, self._meeting_id, unmarked)
        self.search.setFocus()

    def late_now(self) -> None:
        """Note that the chosen one is here since this minute."""
        self._stamp("arrived_at")

    def left_now(self) -> None:
        """Note that the chosen one left this minute."""
        self._stamp("left_at")

    def _stamp(self, what: str) -> None:
        self._set_time(what, self._clock.time())
        self.search.setFocus()
        self.search.selectAll()

    def _set_time(self, what: str, value: dt.time | None) -> None:
        seat = self.current()
        if seat is None:
            return
        if seat.seat is Seat.MEMBER:
            changed: dict[str, Any] = {what: value}
            if what == "arrived_at" and self._is_back(seat, value):
                changed["left_at"] = None
            if seat.status is not AttendanceStatus.PRESENT and (person := self._found(seat)) is not None:
                changed["person_id"] = person.person_id
            self._record(seat, status=AttendanceStatus.PRESENT, **changed)
        elif seat.id is not None:
            self._write(change_attendee, seat.id, **{what: value})

    def _is_back(self, seat: AttendanceRow, arrived: dt.time | None) -> bool:
        """Return whether somebody who had left comes again at `arrived`."""
        if arrived is None or seat.left_at is None or self._sheet is None:
            return False
        return arrived == seat.left_at or before(seat.left_at, arrived, self._sheet.start)

    def _on_who(self, person_id: object) -> None:
        seat = self.current()
        if seat is not None and seat.seat is Seat.MEMBER:
            self._record(seat, status=AttendanceStatus.PRESENT, person_id=person_id)
        self.search.setFocus()

    def _add_guest(self) -> None:
        if not self.guest.text().strip():
            self.guest.setFocus()
            return
        typed = self.guest.text(), self.organisation.text()
        self._keep(
            add_attendee, self._meeting_id, seat=self.capacity.value(), name=typed[0], organisation=typed[1],
            done=self._on_kept, failed=partial(self._on_guest_refused, typed),
        )  # fmt: skip
        self.guest.clear()
        self.organisation.clear()
        self.guest.setFocus()

    def _remove(self) -> None:
        seat = self.current()
        if seat is not None and seat.id is not None and seat.seat is not Seat.MEMBER:
            self._write(remove_attendee, seat.id)

    def _record(self, seat: AttendanceRow, **values: Any) -> None:
        """Record what was marked of a member's seat; what is newer of the same takes its place while it waits."""
        before = self._marks.get(_key(seat))
        mark = _Mark(values if before is None or len(values) == 1 else before.values | values)
        self._marks[_key(seat)] = mark
        self._keep(
            record_attendance, self._meeting_id, seat.member_id, subject=(self._meeting_id, seat.member_id, *values),
            done=partial(self._on_marked, mark), failed=self._on_refused, **values,
        )  # fmt: skip
        self._narrow()

    def _on_marked(self, mark: "_Mark", _result: object) -> None:
        mark.kept = True
        self.say("")

    def _write(self, function: Callable[..., Any], *arguments: Any, **values: Any) -> None:
        self._keep(function, *arguments, done=self._on_kept, failed=self._on_refused, **values)

    def _keep(self, function: Callable[..., Any], *arguments: Any, **values: Any) -> None:
        self.marked.emit()
        self._operations.keep(function, *arguments, **values)

    def _on_kept(self, _result: object) -> None:
        self.say("")

    def _on_guest_refused(self, typed: tuple[str, str], error: KnownError) -> None:
        """Have the words in their fields again, unless others stand there by now."""
        if not self.guest.text() and not self.organisation.text():
            self.guest.setText(typed[0])
            self.organisation.setText(typed[1])
        self._on_refused(error)

    def _on_refused(self, error: KnownError) -> None:
        self._marks.clear()
        self.say(sentence(error))
        self.reload()


def _key(seat: AttendanceRow) -> object:
    return (seat.seat, seat.member_id or seat.id)


def _rank(seat: AttendanceRow, wanted: str) -> int:
    """Return how well a seat fits what was typed: its code, its name, a word of it, its people; or not at all."""
    name, code = fold(seat.name), fold(seat_code(seat))
    if code.startswith(wanted):
        return 0
    if name.startswith(wanted):
        return 1
    if f" {wanted}" in name:
        return 2
    if any(_is_called(speaker, wanted) for speaker in seat.speakers):
        return _BY_PERSON
    return 4 if wanted in name and len(wanted) > 2 else _NOT_AT_ALL


def _is_called(speaker: Speaker, wanted: str) -> bool:
    return f" {wanted}" in f" {fold(speaker.name)}"


def _two_lines(seat: AttendanceRow) -> TwoLines:
    if seat.seat is Seat.GUEST:
        role = _("Guest")
    elif seat.seat is Seat.OBSERVER:
        role = _("Observer")
    else:
        role = ""
    kind, icon = _BADGES[seat.status]
    if seat.status is AttendanceStatus.PRESENT:
        word = _("Left") if seat.left_at else _("Late") if seat.late else pgettext("one seat", "Here")
    else:
        word = _("Apologies") if seat.status is AttendanceStatus.APOLOGIES else pgettext("one seat", "Not here")
    detail = ", ".join(filter(None, (role, seat.organisation, words.seat_state(seat))))
    return TwoLines(seat.name, detail, initials=seat_code(seat), badge=(word, kind, icon))
