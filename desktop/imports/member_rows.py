"""The rows of a list of members as they would come in: what is read for them, their model, how they are painted."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QObject
from sqlalchemy.orm import Session

from db.alliance import KindRow, member_kinds
from db.incoming.roster import plan_members
from db.incoming.roster_drafts import CONTACT_FIELDS
from db.incoming.roster_rows import Add, Choice, MemberEntry, MembersReport, PlannedMember, RowVerdict
from db.listing import ListedMember, ListedPerson, listed_members, listed_people
from db.members.written_names import name_key
from desktop import texts
from desktop.imports.marks import Mark
from desktop.imports.words import MARKS, mark_word, row_words
from desktop.texts import _, pgettext
from desktop.widgets.rows import Column, RowsModel


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A row with the mark it is shown under and one line about it."""

    planned: PlannedMember
    mark: RowVerdict
    words: str
    decided: bool

    @property
    def row(self) -> int:
        """The row's number as a spreadsheet counts."""
        return self.planned.entry.row


@dataclass(frozen=True, slots=True)
class MembersPreview:
    """What would happen, with what is needed to show it beside the record."""

    report: MembersReport = field(default_factory=MembersReport)
    kinds: tuple[KindRow, ...] = ()
    on_record: Mapping[uuid.UUID, ListedMember] = field(default_factory=dict)
    people: tuple[ListedPerson, ...] = ()

    def contact(self, entry: MemberEntry, member: ListedMember) -> dict[str, str]:
        """Return how the person whom the row tells how to reach is reached now; nothing of what is the member's own."""
        named = [one for one in self.people if entry.speaker and name_key(one.name) == name_key(entry.speaker)]
        person = next((one for one in named if member.name in one.members), next(iter(named), None))
        return {
            name: getattr(person, name, "")
            for name in CONTACT_FIELDS
            if entry.speaker and getattr(entry, name) != getattr(member, name)
        }

    def lines(self, choices: Mapping[int, Choice]) -> list[MemberLine]:
        """Return the rows as they are shown; a doubtful one that was decided shows what was decided."""
        return [self._line(row, row.entry.row in choices) for row in self.report.rows]

    def _line(self, row: PlannedMember, decided: bool) -> MemberLine:
        mark = row.outcome if decided and row.choice is Add.SKIP else row.verdict
        return MemberLine(row, mark, row_words(row, self.kinds, decided=decided), decided)


def preview_members(
    session: Session, entries: Sequence[MemberEntry], *, today: dt.date, choices: Mapping[int, Choice]
) -> MembersPreview:
    """Return what bringing these rows in would do."""
    report = plan_members(session, entries, today=today, choices=choices)
    listed = {member.id: member for member in listed_members(session, today)}
    return MembersPreview(report, tuple(member_kinds(session)), listed, tuple(listed_people(session)))


def member_line_model(parent: QObject) -> RowsModel[MemberLine]:
    """Return the model of the preview's table."""
    columns: Sequence[Column[MemberLine]] = (
        Column(lambda: pgettext("row of an import", "Mark"), lambda line: mark_word(line.mark)),
        Column(lambda: _("Row"), lambda line: texts.number(line.row), right=True),
        Column(
            lambda: _("Member"), lambda line: line.planned.entry.name or "–", tip=lambda one: one.planned.entry.name
        ),
        Column(lambda: _("What happens"), lambda line: line.words, tip=lambda line: line.words),
    )
    return RowsModel(columns, key=lambda line: line.row, parent=parent)


def member_mark(line: MemberLine) -> Mark:
    """Return the badge of a row."""
    return (*MARKS[line.mark], mark_word(line.mark))
