"""Lists as tables on paper: those a page shows, as it shows them, and whole ones from the record. No Qt."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeVar, overload

from sqlalchemy.orm import Session

from db.alliance import alliance, member_kinds
from db.charter.endorsements import SubjectKind, tallies
from db.meetings.labels import UPCOMING
from db.meetings.meetings import count_meetings, meetings
from db.meetings.papers import all_papers, count_papers
from db.members.attendance_strips import Mark, attendance_strips
from db.members.groups import groups_on
from db.members.members import MemberRow, members_on
from db.minutes.actions import actions, count_actions
from db.minutes.decisions import decision_totals, decisions
from db.vocabulary import ActionState
from desktop import texts
from desktop.naming import lists
from desktop.naming.lists import ListColumn
from desktop.naming.members import kind_words
from desktop.reports.asking import once
from desktop.reports.making import Maker, Printed
from desktop.reports.register_sheets import TableBand, TableCell, TableColumn, TableSheet
from desktop.texts import _, pgettext

if TYPE_CHECKING:
    from desktop.reports.page import Laid, PaperName

Row = TypeVar("Row")


class _Cells(Sequence[Sequence[TableCell] | TableBand]):
    """Rows whose cells are put into words only when they are printed: a register may have 20,000."""

    def __init__(self, columns: Sequence[ListColumn[Row]], rows: Sequence[Row | TableBand]) -> None:
        self._columns, self._rows = columns, rows

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> Sequence[TableCell] | TableBand: ...
    @overload
    def __getitem__(self, place: slice) -> "_Cells": ...
    def __getitem__(self, place: int | slice) -> "Sequence[TableCell] | TableBand | _Cells":
        if isinstance(place, slice):
            return _Cells(self._columns, self._rows[place])
        row = self._rows[place]
        return row if isinstance(row, TableBand) else [column.cell(row) for column in self._columns]


def listed(
    title: str, columns: Sequence[ListColumn[Row]], rows: Sequence[Row | TableBand], told: Sequence[str] = ()
) -> TableSheet:
    """Return rows, in their order and with titles between them, as a table to print; `told` says what they are of."""
    return TableSheet(
        alliance="",
        title=title,
        columns=[TableColumn(column.label, column.right) for column in columns],
        rows=_Cells(columns, rows),
        count=sum(not isinstance(row, TableBand) for row in rows),
        told=tuple(filter(None, told)),
    )


def list_maker(sheet: TableSheet, *, today: dt.date) -> Maker:
    """Return what makes a list, in the language it is worded in."""
    return Printed(lambda session, paper: _lay_out(session, sheet, today, paper), lambda _session: texts.language())


def whole_list_maker(of: str, *, today: dt.date) -> Maker:
    """Return what prints one of `LISTS` as its page shows it at first; it is read when it is printed."""
    return Printed(lambda session, paper: _lay_out(session, whole_list(session, of, today=today), today, paper))


def _lay_out(session: Session, sheet: TableSheet, today: dt.date, paper: "PaperName") -> "Laid":
    from desktop.reports.table import lay_out_table

    return lay_out_table(replace(sheet, alliance=alliance(session).name, printed_on=today), paper)


def rows_listed(session: Session, of: str, today: dt.date) -> int:
    """Return how many rows one of `LISTS` has as its page shows it at first."""
    counts: dict[str, Callable[[], int]] = {
        "members": lambda: len(once(members_on, session, today)),
        "meetings": lambda: count_meetings(session),
        "actions": lambda: count_actions(session, today=today).open,
        "decisions": lambda: _in_force(session),
        "groups": lambda: len(groups_on(session, today)),
        "papers": lambda: count_papers(session),
    }
    return counts[of]()


def _in_force(session: Session) -> int:
    total, superseded = once(decision_totals, session)
    return total - superseded


def whole_list(session: Session, of: str, *, today: dt.date) -> TableSheet:
    """Return one of `LISTS` as its page shows it at first, in the language spoken now."""
    return LISTS[of](session, today)


def _actions(session: Session, today: dt.date) -> TableSheet:
    rows = actions(session, state=ActionState.OPEN)
    return listed(_("Actions"), lists.action_columns(today), rows, [pgettext("actions to show", "Open")])


def _decisions(session: Session, today: dt.date) -> TableSheet:
    tallied = tallies(session, SubjectKind.DECISION)
    rows = decisions(session, current=True)
    return listed(
        _("Decisions"), lists.decision_columns(tallied.get), rows, [pgettext("decisions to show", "In force")]
    )


def _meetings(session: Session, today: dt.date) -> TableSheet:
    rows = meetings(session)
    coming = [row for row in rows if row.status in UPCOMING]
    past = [row for row in rows if row.status not in UPCOMING]
    return listed(_("Meetings"), lists.meeting_columns(), [*coming[::-1], *past])


def _members(session: Session, today: dt.date) -> TableSheet:
    strips = attendance_strips(session, today)
    members = members_on(session, today)
    titles: list[tuple[object, str]] = [(kind.id, kind_words(kind)) for kind in member_kinds(session)]
    found: list[TableBand | tuple[MemberRow, Sequence[Mark]]] = []
    for key, title in [*titles, (None, _("No kind yet")), ("individuals", _("Individuals"))]:
        of_kind = [row for row in members if _heading(row) == key]
        if of_kind:
            found += [TableBand(title, texts.number(len(of_kind))), *((row, strips.get(row.id, ())) for row in of_kind)]
    return listed(_("Members"), lists.member_columns(), found, [_("as of {date}").format(date=texts.date_long(today))])


def _heading(row: MemberRow) -> object:
    return "individuals" if row.kind_id is None and row.person_id is not None else row.kind_id


def _groups(session: Session, today: dt.date) -> TableSheet:
    return listed(_("Groups"), lists.group_columns(), groups_on(session, today))


def _papers(session: Session, _today: dt.date) -> TableSheet:
    return listed(_("Papers"), lists.paper_columns(), all_papers(session))


LISTS: Final[Mapping[str, Callable[[Session, dt.date], TableSheet]]] = MappingProxyType(
    {
        "members": _members, "meetings": _meetings, "actions": _actions, "decisions": _decisions, "groups": _groups,
        "papers": _papers,
    }
)  # fmt: skip
