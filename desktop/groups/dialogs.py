"""Dialogs of the groups' page: a group, who works in it, who co-chairs the alliance."""

import uuid
from collections.abc import Sequence

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from db.meetings.quorum import QuorumRule
from db.members.co_chairs import CoChairRow, add_co_chair, change_co_chair
from db.members.groups import GroupMemberRow, GroupRow, add_group, add_group_member, change_group, change_group_member
from db.members.members import MemberRow
from db.members.people import PersonRow
from db.spells import day_after, last_day
from db.vocabulary import QuorumKind
from desktop.clock import Clock
from desktop.operations import Operations
from desktop.texts import _
from desktop.widgets.days import day_reader
from desktop.widgets.fields import Choice, DateField, FormRows
from desktop.widgets.labels import Label
from desktop.widgets.people import PersonField
from desktop.widgets.quorum_field import QuorumField, UsualRule
from desktop.widgets.record_dialogs import RecordDialog


def member_choices(members: Sequence[MemberRow]) -> list[tuple[object, str]]:
    """Return the members as choices."""
    return [(member.id, member.name) for member in members]


class GroupDialog(RecordDialog):
    """Founds a group, or changes one; `result_value` of a new one is (key, changes)."""

    def __init__(
        self, operations: Operations, clock: Clock, members: Sequence[MemberRow], *, group: GroupRow | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(operations, _("Add a working group") if group is None else _("Change the group"), parent)
        self._group = group
        read = day_reader(clock)
        self.name = QLineEdit(group.name if group else "")
        self.purpose = QPlainTextEdit(group.purpose if group else "")
        self.purpose.setTabChangesFocus(True)
        self.purpose.setFixedHeight(84)
        self.coordinator = Choice([(None, _("Nobody yet")), *member_choices(members)], name=_("Coordinated by"))
        self.coordinator.set_value(group.coordinator_member_id if group else None)
        self.start = DateField(name=_("Start"), read=read, value=group.start_date if group else clock.today())
        self.review = DateField(name=_("Review"), read=read, value=group.review_date if group else None)
        self.end = DateField(name=_("End"), read=read, value=last_day(group.end_date) if group else None)
        rows = FormRows()
        rows.add(_("Name"), self.name)
        rows.add(_("Purpose"), self.purpose)
        rows.add(_("Coordinated by"), self.coordinator)
        rows.add(_("Start"), self.start)
        rows.add(_("Review"), self.review, hint=_("When to ask whether it goes on, changes or ends."))
        rows.add(_("End"), self.end, hint=_("The last day; empty while it goes on. Its meetings stay in the record."))
        self.quorum = _quorum_field(group)
        rows.add(_("Quorum"), self.quorum)
        self.quorum.changed.connect(lambda _rule: self.fit())
        self.add(rows)
        self.set_primary(_("Add group") if group is None else _("Keep the changes"), self._save)

    def _save(self) -> None:
        if not (self.dates_read(self.start, self.review, self.end) and self.days_in_order(self.start, self.end)):
            return
        fields = {
            "name": self.name.text(), "purpose": self.purpose.toPlainText(),
            "coordinator_member_id": self.coordinator.value(), "start_date": self.start.value(),
            "review_date": self.review.value(), "end_date": day_after(self.end.value()),
        }  # fmt: skip
        rule = self.quorum.rule()
        fields |= {
            "quorum_kind": rule.kind, "quorum_numerator": rule.numerator, "quorum_denominator": rule.denominator
        }  # fmt: skip
        if self._group is None:
            self.save(add_group, **fields)
        else:
            self.save(change_group, self._group.id, **fields)


def _quorum_field(group: GroupRow | None) -> QuorumField:
    """Return the field of a group's quorum; of a new group's, nobody is a member yet."""
    follows = UsualRule(QuorumRule(QuorumKind.AS_ALLIANCE), _("The same rule as the alliance"))
    field = QuorumField(follows=follows, meaning=_("What the alliance has set holds for its members."))
    if group is not None:
        rule = QuorumRule(group.quorum_kind, group.quorum_numerator, group.quorum_denominator)
        field.show_rule(rule, group.member_count)
    return field


class GroupMemberDialog(RecordDialog):
    """Adds a member to a group, or puts its dates right."""

    def __init__(
        self, operations: Operations, clock: Clock, group: GroupRow, members: Sequence[MemberRow], *,
        row: GroupMemberRow | None = None, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        words = _("Add a member to “{name}”") if row is None else _("Dates in “{name}”")
        super().__init__(operations, words.format(name=group.name), parent)
        self._group, self._row = group, row
        read = day_reader(clock)
        free = [member for member in members if group.id not in member.group_ids]
        self.member = Choice(member_choices(free), name=_("Member"), placeholder=_("Choose a member"))
        self.since = DateField(name=_("Since"), read=read, value=row.from_date if row else clock.today())
        self.until = DateField(name=_("Until"), read=read, value=last_day(row.to_date) if row else None)
        rows = FormRows(above=True)
        rows.add(_("Member"), self.member if row is None else Label(row.name, 14, 600, wrap=True))
        rows.add(_("Since"), self.since)
        rows.add(_("Until"), self.until, hint=_("The last day; empty while it goes on."))
        self.add(rows)
        primary = self.set_primary(_("Add to the group") if row is None else _("Keep the change"), self._save)
        if row is None:
            primary.setEnabled(False)
            self.member.currentIndexChanged.connect(lambda index: primary.setEnabled(index >= 0))
        if row is None and not free:
            self.say(_("Every member is in this group already."), kind="info")

    def _save(self) -> None:
        if not (self.dates_read(self.since, self.until) and self.days_in_order(self.since, self.until)):
            return
        dates = {"from_date": self.since.value(), "to_date": day_after(self.until.value())}
        if self._row is None:
            self.save(add_group_member, self._group.id, self.member.value(), **dates)
        else:
            self.save(change_group_member, self._row.id, **dates)


class CoChairDialog(RecordDialog):
    """Gives somebody a term as co-chair, or puts one right."""

    def __init__(
        self, operations: Operations, clock: Clock, people: Sequence[PersonRow], members: Sequence[MemberRow], *,
        term: CoChairRow | None = None, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        title = _("Add a co-chair") if term is None else _("Change the term of “{name}”").format(name=term.name)
        super().__init__(operations, title, parent)
        self._term, self._members = term, tuple(members)
        read = day_reader(clock)
        self.person = PersonField(people, name=_("Person"))
        self.member = Choice([(None, _("Nobody")), *member_choices(members)], name=_("Speaks for"))
        self.member.set_value(term.member_id if term else None)
        self.since = DateField(name=_("Since"), read=read, value=term.from_date if term else clock.today())
        self.until = DateField(name=_("Until"), read=read, value=last_day(term.to_date) if term else None)
        rows = FormRows(above=True)
        if term is None:
            rows.add(_("Person"), self.person, hint=_("Somebody already known, or a new name."))
            self.person.settled.connect(self._guess_member)
        rows.add(_("Speaks for"), self.member)
        rows.add(_("Since"), self.since)
        rows.add(_("Until"), self.until, hint=_("The last day; empty while it goes on."))
        self.add(rows)
        self.set_primary(_("Add co-chair") if term is None else _("Keep the change"), self._save)

    def _guess_member(self) -> None:
        known = self.person.person_id()
        found = [member.id for member in self._members if known is not None and known == member.primary_id]
        if found:
            self.member.set_value(found[0])

    def _save(self) -> None:
        if not (self.dates_read(self.since, self.until) and self.days_in_order(self.since, self.until)):
            return
        about = {
            "member_id": self.member.value(),
            "from_date": self.since.value(),
            "to_date": day_after(self.until.value()),
        }
        known: uuid.UUID | None = self.person.person_id()
        if self._term is not None:
            self.save(change_co_chair, self._term.id, **about)
        else:
            self.save(add_co_chair, person_id=known, name="" if known else self.person.text(), **about)
