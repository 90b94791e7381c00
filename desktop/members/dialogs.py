"""Dialogs about one member: adding it, what it is and since when, who speaks for it, what it offers."""

import datetime as dt
import uuid
from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from db.alliance import KindRow
from db.members.groups import GroupRow, add_group_member
from db.members.member_record import MemberDetail, OfferRow
from db.members.members import add_member, add_offer, change_offer
from db.members.memberships import leave, rejoin, set_spells, set_status
from db.members.people import PersonRow
from db.members.representatives import RepresentativeRow, add_representative, change_representative
from db.spells import day_after, last_day
from db.vocabulary import MemberStatus, RepresentativeRole
from desktop.clock import Clock
from desktop.members.consent import ConsentTicks
from desktop.naming.members import kind_word, role_word, status_word
from desktop.operations import Operations
from desktop.texts import _
from desktop.widgets.buttons import Button, IconButton, Segmented
from desktop.widgets.days import day_reader
from desktop.widgets.fields import Choice, DateField, FormRows
from desktop.widgets.labels import Label
from desktop.widgets.layouts import column, row
from desktop.widgets.people import PersonField
from desktop.widgets.record_dialogs import DayDialog, RecordDialog

STATUSES = (MemberStatus.CANDIDATE, MemberStatus.INVITED, MemberStatus.MEMBER, MemberStatus.OBSERVER)


def status_choice(value: MemberStatus = MemberStatus.MEMBER) -> Choice:
    """Return a choice of what somebody is to the alliance."""
    choice = Choice([(status, status_word(status)) for status in STATUSES], name=_("Status"))
    choice.set_value(value)
    return choice


class AddMemberDialog(RecordDialog):
    """Adds an organisation or an individual; `result_value` is (key, changes)."""

    def __init__(
        self, operations: Operations, clock: Clock, kinds: Sequence[KindRow], parent: QWidget | None = None
    ) -> None:
        super().__init__(operations, _("Add a member"), parent)
        self.what = Segmented([(False, _("Organisation")), (True, _("Individual"))], name=_("What it is"))
        self.name = QLineEdit()
        self.kind = Choice([(kind.id, kind_word(kind)) for kind in kinds], name=_("Kind"), placeholder=_("No kind yet"))
        self.kind.set_value(None)
        self.grassroots = QCheckBox(_("A grassroots organisation"))
        self.status = status_choice()
        self.since = DateField(name=_("Since"), read=day_reader(clock), value=clock.today())
        self.sector, self.place = QLineEdit(), QLineEdit()
        rows = FormRows()
        rows.add(_("What it is"), self.what)
        rows.add(_("Name"), self.name)
        rows.add(_("Kind"), self.kind)
        rows.add(_("Grassroots"), self.grassroots)
        rows.add(_("Status"), self.status)
        rows.add(_("Since"), self.since, hint=_("Leave it empty if nobody knows any more."))
        rows.add(_("Sector"), self.sector)
        rows.add(_("Place"), self.place)
        self.add(rows)
        self.set_primary(_("Add member"), self._save)
        self.name.setFocus()

    def _save(self) -> None:
        if self.dates_read(self.since):
            self.save(
                add_member, name=self.name.text(), individual=bool(self.what.value()), kind_id=self.kind.value(),
                grassroots=self.grassroots.isChecked(), status=self.status.value(), from_date=self.since.value(),
                sector=self.sector.text(), place=self.place.text(),
            )  # fmt: skip


class LeaveDialog(DayDialog):
    """Notes that a member leaves."""

    def __init__(
        self, operations: Operations, clock: Clock, member: MemberDetail, parent: QWidget | None = None
    ) -> None:
        self._member_id = member.row.id
        lead = _("From this day on it is no longer a member. What it did stays in the record.")
        title = _("“{name}” leaves").format(name=member.row.name)
        super().__init__(operations, clock, title, lead=lead, parent=parent)
        self.set_primary(_("Note that it leaves"), self._save)

    def _save(self) -> None:
        day = self.chosen_day(self.day)
        if day is not None:
            self.save(leave, self._member_id, day)


class StatusDialog(DayDialog):
    """Changes what a member is from a day on, or takes back one that left."""

    def __init__(
        self, operations: Operations, clock: Clock, member: MemberDetail, parent: QWidget | None = None
    ) -> None:
        self._member_id = member.row.id
        self._back = member.row.status in (MemberStatus.LEFT, None)
        name = member.row.name
        title = _("“{name}” comes back") if self._back else _("Change the status of “{name}”")
        verb = _("Take back") if self._back else _("Change status")
        super().__init__(operations, clock, title.format(name=name), parent=parent)
        now = member.row.status if member.row.status in STATUSES else None
        self.status = status_choice(now or MemberStatus.MEMBER)
        self.rows.add(_("Status"), self.status)
        self.set_primary(verb, self._save)

    def _save(self) -> None:
        day, status = self.chosen_day(self.day), self.status.value()
        if day is None:
            return
        if self._back:
            self.save(rejoin, self._member_id, on=day, status=status)
        else:
            self.save(set_status, self._member_id, status, day)


class SpellsDialog(RecordDialog):
    """Puts right since when and until when a member was what: all its spells, one below the other."""

    def __init__(
        self, operations: Operations, clock: Clock, member: MemberDetail, parent: QWidget | None = None
    ) -> None:
        lead = _("“From” is the first day, “until” the last; empty means not known, or still going on.")
        super().__init__(operations, _("Dates of “{name}”").format(name=member.row.name), parent, width=640, lead=lead)
        self._clock = clock
        self._member_id = member.row.id
        self.lines: list[tuple[Choice, DateField, DateField, QWidget]] = []
        self._column = column(spacing=8)
        self.body.addLayout(self._column)
        for spell in member.spells:
            self.add_line(spell.status, spell.from_date, spell.to_date)
        if not member.spells:
            self.add_line(MemberStatus.MEMBER, None, None)
        more = Button(_("Add a period"), icon="plus", clicked=lambda: self.add_line(MemberStatus.MEMBER, None, None))
        self.add(row(more, None))
        self.set_primary(_("Keep these dates"), self._save)

    def add_line(self, status: MemberStatus, from_date: dt.date | None, to_date: dt.date | None) -> None:
        """Add the fields of one spell."""
        read = day_reader(self._clock)
        choice = status_choice(status)
        first = DateField(name=_("From"), read=read, value=from_date)
        end = DateField(name=_("Until"), read=read, value=last_day(to_date))
        gone = IconButton("trash", _("Take this time out"))
        holder = QWidget()
        line = row(choice, Label(_("from"), 13, 400, "text2"), first, Label(_("until"), 13, 400, "text2"), end, gone)
        holder.setLayout(line)
        entry = (choice, first, end, holder)
        gone.clicked.connect(lambda: self._remove(entry))
        self.lines.append(entry)
        self._column.addWidget(holder)
        if self.isVisible():
            self.fit()
            choice.setFocus()

    def _remove(self, entry: tuple[Choice, DateField, DateField, QWidget]) -> None:
        self.lines.remove(entry)
        entry[3].hide()
        entry[3].deleteLater()

    def _save(self) -> None:
        stretches = [(first, end) for _choice, first, end, _holder in self.lines]
        read = self.dates_read(*(field for stretch in stretches for field in stretch))
        if read and all(self.days_in_order(*stretch) for stretch in stretches):
            spells = [(choice.value(), first.value(), day_after(end.value())) for choice, first, end, _ in self.lines]
            self.save(set_spells, self._member_id, spells)


class RepresentativeDialog(RecordDialog):
    """Adds or changes somebody who speaks for a member."""

    def __init__(
        self,
        operations: Operations,
        clock: Clock,
        member: MemberDetail,
        people: Sequence[PersonRow],
        *,
        speaker: RepresentativeRow | None = None,
        parent: QWidget | None = None,
    ) -> None:
        words = _("Who speaks for “{name}”") if speaker is None else _("Change who speaks for “{name}”")
        super().__init__(operations, words.format(name=member.row.name), parent)
        self._member_id, self._speaker, self._people = member.row.id, speaker, people
        read = day_reader(clock)
        self.person = PersonField(people, name=_("Person"))
        self.phone, self.email = QLineEdit(), QLineEdit()
        roles = [(role, role_word(role).capitalize()) for role in RepresentativeRole]
        self.role = Segmented(roles, name=_("Role"))
        self.consent = ConsentTicks()
        self._known: PersonRow | None = None
        self.since = DateField(name=_("Since"), read=read, value=speaker.from_date if speaker else clock.today())
        self.until = DateField(name=_("Until"), read=read, value=last_day(speaker.to_date) if speaker else None)
        self._rows = FormRows()
        if speaker is None:
            self._rows.add(_("Person"), self.person, hint=_("Somebody already known, or a new name."))
            self.person.settled.connect(self._on_person)
            if any(one.role is RepresentativeRole.PRIMARY and one.to_date is None for one in member.representatives):
                self.role.set_value(RepresentativeRole.ALTERNATE)
        else:
            self._rows.add(_("Person"), Label(speaker.name, 14, 600, wrap=True))
            self.role.set_value(speaker.role)
            self.phone.setText(speaker.phone)
            self.email.setText(speaker.email)
            self.consent.set_values(phone=speaker.share_phone, email=speaker.share_email)
        self._rows.add(_("Phone"), self.phone)
        self._rows.add(_("E-mail"), self.email)
        self._rows.add(_("In the directory"), self.consent, hint=_("Press until it says what the person answered."))
        self._rows.add(_("Role"), self.role)
        self._rows.add(_("Since"), self.since)
        self._rows.add(_("Until"), self.until, hint=_("The last day; empty while it goes on."))
        self.add(self._rows)
        self.set_primary(_("Add representative") if speaker is None else _("Keep the change"), self._save)

    def _on_person(self) -> None:
        """Show how somebody known is reached; that is changed where they are on record already."""
        person_id = self.person.person_id()
        was, self._known = self._known, next((one for one in self._people if one.id == person_id), None)
        known = self._known
        for field in (self.phone, self.email, self.consent):
            field.setEnabled(known is None)
        if known is not None:
            self.phone.setText(known.phone)
            self.email.setText(known.email)
            self.consent.set_values(phone=known.share_phone, email=known.share_email)
        elif was is not None:  # a new name must not take over what is somebody else's
            self.phone.clear()
            self.email.clear()
            self.consent.set_values(phone=None, email=None)

    def _save(self) -> None:
        if not (self.dates_read(self.since, self.until) and self.days_in_order(self.since, self.until)):
            return
        dates = {"from_date": self.since.value(), "to_date": day_after(self.until.value()), "role": self.role.value()}
        ways = {"phone": self.phone.text(), "email": self.email.text(), **self.consent.values()}
        if self._speaker is not None:
            self.save(change_representative, self._speaker.id, **dates, **ways)
            return
        known = self.person.person_id()
        new = {} if known else {"name": self.person.text(), **ways}
        self.save(add_representative, self._member_id, person_id=known, **new, **dates)


class OfferDialog(RecordDialog):
    """Adds something a member offers, or puts it in other words."""

    def __init__(
        self, operations: Operations, member_id: uuid.UUID, offer: OfferRow | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        title = _("Add an offer") if offer is None else _("Change an offer")
        super().__init__(operations, title, parent, lead=_("Something the alliance may ask for: a room, a van, a day."))
        self._member_id, self._offer = member_id, offer
        self.text = QLineEdit(offer.text if offer else "")
        rows = FormRows(above=True)
        rows.add(_("What"), self.text)
        self.add(rows)
        self.set_primary(_("Add offer") if offer is None else _("Keep the change"), self._save)

    def _save(self) -> None:
        if self._offer is None:
            self.save(add_offer, self._member_id, text=self.text.text())
        else:
            self.save(change_offer, self._offer.id, text=self.text.text())


class JoinGroupDialog(RecordDialog):
    """Lets a member work in a group."""

    def __init__(
        self, operations: Operations, clock: Clock, member: MemberDetail, groups: Sequence[GroupRow],
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        title = _("Add “{name}” to a working group").format(name=member.row.name)
        super().__init__(operations, title, parent)
        self._member_id = member.row.id
        taken = {group.group_id for group in member.groups if group.current}
        free = [(group.id, group.name) for group in groups if group.id not in taken]
        self.group = Choice(free, name=_("Working group"))
        self.since = DateField(name=_("Since"), read=day_reader(clock), value=clock.today())
        rows = FormRows(above=True)
        rows.add(_("Working group"), self.group)
        rows.add(_("Since"), self.since)
        self.add(rows)
        self.set_primary(_("Add to the group"), self._save).setEnabled(bool(free))
        if not free:
            self.say(_("There is no other working group. Add one on the page “Groups” first."), kind="info")

    def _save(self) -> None:
        if self.dates_read(self.since):
            self.save(add_group_member, self.group.value(), self._member_id, from_date=self.since.value())
