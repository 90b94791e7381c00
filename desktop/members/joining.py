"""One member recorded twice: choosing which of two to keep, and attaching an individual to an organisation."""

import uuid
from collections.abc import Sequence

from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget
from sqlalchemy.orm import Session

from db.backups.backups import Why
from db.members.doubles import (
    DoubleRow,
    attach_individual_to_organisation,
    join_doubles,
    likely_doubles,
    note_different,
)
from db.members.member_record import MemberDetail, member_detail
from db.members.members import MemberRow
from db.members.people import PersonRow, person
from desktop import texts
from desktop.naming.members import attendance_summary, days, status_word
from desktop.operations import Operations
from desktop.texts import _
from desktop.widgets.cards import Card
from desktop.widgets.fields import Choice, FormRows
from desktop.widgets.labels import Label
from desktop.widgets.layouts import clear, row
from desktop.widgets.record_dialogs import RecordDialog

Side = MemberDetail | PersonRow


def load_pair(session: Session, pair: DoubleRow) -> tuple[Side, Side]:
    """Return both rows of a likely double."""
    if pair.table == "member":
        return member_detail(session, pair.first_id), member_detail(session, pair.second_id)
    return person(session, pair.first_id), person(session, pair.second_id)


def load_doubles(session: Session) -> list[tuple[DoubleRow, Side, Side]]:
    """Return the likely doubles with what is known of both sides."""
    return [(pair, *load_pair(session, pair)) for pair in likely_doubles(session)]


def facts(side: Side) -> list[str]:
    """Return what is known of one side, a line each."""
    if isinstance(side, PersonRow):
        return list(filter(None, (side.phone, side.email, side.note)))
    row = side.row
    found = [status_word(row.status), *(days(spell.from_date, spell.to_date) for spell in side.spells)]
    found += [_("Individual") if row.person_id else _("Organisation"), row.sector, row.place, side.phone, side.email]
    found.append(_("Attendance: {summary}").format(summary=attendance_summary(side.attendance)))
    if side.brought_in_all:
        found.append(_("Items brought: {n}").format(n=texts.number(side.brought_in_all)))
    if side.actions:
        found.append(_("Open actions: {n}").format(n=texts.number(len(side.actions))))
    if side.representatives:
        names = texts.list_of([speaker.name for speaker in side.representatives])
        found.append(_("Representatives: {names}").format(names=names))
    return list(filter(None, [*found, side.note]))


def side_name(side: Side) -> str:
    """Return the name of one side."""
    return side.name if isinstance(side, PersonRow) else side.row.name


def side_id(side: Side) -> uuid.UUID:
    """Return the key of one side."""
    return side.id if isinstance(side, PersonRow) else side.row.id


class DoublesDialog(RecordDialog):
    """Two records side by side; the person says which one is kept. Goes through a list of likely doubles."""

    def __init__(
        self, operations: Operations, pairs: Sequence[tuple[Side, Side]], parent: QWidget | None = None
    ) -> None:
        lead = _("Everything the other one did moves to the one you keep. Nothing is lost, and it can be undone.")
        super().__init__(operations, _("Two records of the same?"), parent, width=760, lead=lead)
        self._pairs = list(pairs)
        self._place = 0
        self.keep: list[QRadioButton] = []
        self.count_label = Label("", 13, 400, "text2")
        self._cards = row(spacing=16)
        self.add(self.count_label)
        self.body.addLayout(self._cards)
        self.set_close(_("Close"))
        self.skip_button = self.add_button(_("These are different"), self._note_different)
        self.later_button = self.add_button(_("Decide later"), self._next, kind="quiet")
        self.set_primary(_("Join them"), self._join)
        self._show_pair()

    def _show_pair(self) -> None:
        clear(self._cards)
        self.keep = []
        self._choice = QButtonGroup(self)  # one of the two, though each stands in a card of its own
        over = self._place >= len(self._pairs)
        if over:
            self._cards.addWidget(Label(_("No more records look alike."), 14, 400, "text2"))
        else:
            for side in self._pairs[self._place]:
                self._cards.addWidget(self._card(side), 1)
            self.keep[0].setChecked(True)
            self.keep[0].setFocus()
        alone = len(self._pairs) < 2
        counted = _("{n} of {count}").format(n=self._place + 1, count=len(self._pairs))
        self.count_label.setText("" if over or alone else counted)
        self.count_label.setVisible(not over and not alone)
        self.skip_button.setVisible(not over)
        self.later_button.setVisible(not over and not alone)
        if self.primary is not None:
            self.primary.setVisible(not over)

    def _card(self, side: Side) -> QWidget:
        button = QRadioButton(_("Keep this one"))
        button.setAccessibleName(_("Keep “{name}”").format(name=side_name(side)))
        self.keep.append(button)
        self._choice.addButton(button)
        card = Card()
        card.add(Label(side_name(side), 16, 600, wrap=True))
        for fact in facts(side):
            card.add(Label(fact, 13, 400, "text2", wrap=True))
        card.body.addStretch(1)
        card.add(button)
        return card

    def _next(self) -> None:
        self._place += 1
        self.say("")
        self._show_pair()

    def _note_different(self) -> None:
        first, second = self._pairs[self._place]
        self.say("")
        self.operations.write(
            note_different, side_id(first), side_id(second), done=lambda _changes: self._next(), failed=self._on_refused
        )

    def _join(self) -> None:
        sides = self._pairs[self._place]
        kept = 0 if self.keep[0].isChecked() else 1
        self.save(join_doubles, side_id(sides[kept]), side_id(sides[1 - kept]), backup=Why.MERGE)

    def _on_saved(self, result: object) -> None:
        self.result_value = result
        sides = self._pairs.pop(self._place)
        joined = {side_id(side) for side in sides}
        self._pairs = [pair for pair in self._pairs if not joined & {side_id(side) for side in pair}]
        if self._place >= len(self._pairs):
            self.accept()
            return
        self._show_pair()


class ChooseMemberDialog(RecordDialog):
    """Asks for another member: the double of this one, or the organisation an individual speaks for."""

    def __init__(
        self, operations: Operations, member: MemberDetail, others: Sequence[MemberRow], *, attach: bool,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        name = member.row.name
        title = _("Attach “{name}” to an organisation") if attach else _("Join “{name}” with its double")
        lead = (
            _("{name} becomes a representative of it, and what {name} did counts for it.").format(name=name)
            if attach
            else _("You will see both side by side before anything is changed.")
        )
        super().__init__(operations, title.format(name=name), parent, lead=lead)
        self._member_id, self._attach = member.row.id, attach
        rows = [other for other in others if other.id != member.row.id and not (attach and other.person_id)]
        word = _("Organisation") if attach else _("Member")
        self.other = Choice([(other.id, other.name) for other in rows], name=word, placeholder=_("Choose a member"))
        form = FormRows(above=True)
        form.add(word, self.other)
        self.add(form)
        verb = self.set_primary(_("Attach") if attach else _("Compare them"), self._choose, changes=attach)
        verb.setEnabled(False)
        self.other.currentIndexChanged.connect(lambda index: verb.setEnabled(index >= 0))

    def chosen(self) -> uuid.UUID | None:
        """Return the key of the member chosen."""
        value = self.other.value()
        return value if isinstance(value, uuid.UUID) else None

    def _choose(self) -> None:
        if self._attach:
            self.save(attach_individual_to_organisation, self._member_id, self.chosen(), backup=Why.MERGE)
        else:
            self.accept()
