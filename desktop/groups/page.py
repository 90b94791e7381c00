"""The groups' page: the plenary and the working groups at the left, one of them beside them."""

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from db.changes import Changes
from db.errors import KnownError
from db.history.history import FieldChange
from db.members.co_chairs import CoChairRow, delete_co_chair, end_co_chair
from db.members.groups import GroupDetail, GroupMemberRow, delete_group, end_group_member, group_changes
from desktop import texts
from desktop.clock import Clock
from desktop.groups.bodies import PLENARY, Bodies, BodyLine, Plenary, load_bodies, load_group, load_plenary
from desktop.groups.changes import GroupWords
from desktop.groups.detail import BodyCard
from desktop.groups.dialogs import CoChairDialog, GroupDialog, GroupMemberDialog
from desktop.naming.lists import group_columns
from desktop.naming.members import counted_groups
from desktop.operations import Operations
from desktop.reports.lists import listed
from desktop.sentences import sentence
from desktop.texts import _
from desktop.widgets.as_of_day import AsOfDayDialog
from desktop.widgets.badges import KeyHint
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from desktop.widgets.changes import ChangesDialog, DeletedDialog, change_lines
from desktop.widgets.delegates import TwoLineDelegate, TwoLines
from desktop.widgets.dialogs import Dialog
from desktop.widgets.lanes import Lane, Lanes
from desktop.widgets.layouts import column
from desktop.widgets.looking import writes
from desktop.widgets.meeting_tab import OpenMeeting
from desktop.widgets.messages import InlineMessage
from desktop.widgets.page import PAGE_MARGINS, Page
from desktop.widgets.printed_list import PrintList, print_button
from desktop.widgets.record_dialogs import EndDialog
from desktop.widgets.rows import Column, RowsModel, RowsTable
from desktop.widgets.shortcuts import on_key
from desktop.widgets.targets import AsItStood, OpenGroup, OpenMember

LIST_WIDTH = 360
DELETABLE = frozenset({"working_group", "group_membership", "co_chair_term"})


def shown(line: BodyLine) -> TwoLines:
    """Return how a line of the list reads."""
    badge = (_("Review due"), "warnsolid", None) if line.review_due else None
    icon = "users-three" if line.group is None else "tree-structure"
    return TwoLines(line.name, line.second, first_role="text2" if line.ended else "text", icon=icon, badge=badge)


class GroupsPage(Page):
    """The bodies that meet: the plenary first, then groups at work, then those that ended."""

    kinds = frozenset(
        {"working_group", "group_membership", "co_chair_term", "member", "membership", "representative", "person",
         "meeting"}
    )  # fmt: skip

    def __init__(self, operations: Operations, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(operations, parent)
        self._clock = clock
        self._day: dt.date | None = None
        self._bodies = Bodies((), (), ())
        self._wanted: object = None
        self._detail: GroupDetail | None = None
        self.dialog: Dialog | None = None
        """The dialog open now, or opened last."""
        self.add_button = Button(_("Add group"), "primary", "plus", clicked=self.start_new)
        writes(self.add_button)
        self.print_button = print_button(self.print_out)
        names: Column[BodyLine] = Column(
            lambda: _("Group"), lambda line: line.name, tip=lambda line: line.name, spoken=_spoken
        )
        self.model = RowsModel([names], key=lambda line: line.key)
        self.day_button = Button("", icon="calendar-blank", clicked=self.choose_day)
        self.day_message = InlineMessage()
        self.list = RowsTable(self.model, name=_("Groups"), row_height=48)
        self.list.horizontalHeader().hide()
        self.list.set_widths(0)
        self.list.setItemDelegate(TwoLineDelegate(shown, self.list, past=lambda line: line.ended))
        self.model.setParent(self.list)
        frame = Card(margins=(8, 8, 8, 8), spacing=0)
        self._said = QWidget()
        self._said.setLayout(column(self.day_message, margins=(12, 4, 12, 8)))
        frame.add(self._said, self.list)
        self.card = BodyCard()
        lanes = (Lane(frame, LIST_WIDTH, 264, chooses=True), Lane(self.card, 520, 400, share=1, height=400))
        self.setLayout(column(Lanes(lanes, margins=PAGE_MARGINS)))
        self._connect()
        self._say_day()

    def _connect(self) -> None:
        self.list.selected.connect(self._on_selected)
        self.list.opened.connect(lambda _line: self.edit())
        card = self.card
        card.edit_requested.connect(self.edit)
        card.member_requested.connect(lambda key: self.open_requested.emit(OpenMember(key)))
        card.meeting_requested.connect(lambda key: self.open_requested.emit(OpenMeeting(key)))
        card.add_member_requested.connect(lambda: self._ask_member(None))
        card.change_member_requested.connect(self._ask_member)
        card.end_member_requested.connect(self._end_member)
        card.add_co_chair_requested.connect(lambda: self._ask_co_chair(None))
        card.change_co_chair_requested.connect(self._ask_co_chair)
        card.end_co_chair_requested.connect(self._end_co_chair)
        card.delete_co_chair_requested.connect(self._delete_co_chair)
        on_key(self, "F2", self.edit)

    def title(self) -> str:
        return _("Groups")

    def fact(self) -> str:
        at_work = [line for line in self._bodies.lines if line.group is not None and not line.ended]
        return counted_groups(len(at_work))

    def header_actions(self) -> Sequence[QWidget]:
        return (self.print_button, self.day_button, self.add_button)

    def print_out(self) -> bool:
        groups = [line.group for line in self._bodies.lines if line.group is not None]
        told = [] if self.is_today() else [_("as of {date}").format(date=texts.date_long(self.day()))]
        self.print_list_requested.emit(PrintList("groups", listed(self.title(), group_columns(), groups, told)))
        return True

    def key_hints(self) -> Sequence[KeyHint]:
        return (
            KeyHint("↑ ↓", _("next group")),
            KeyHint("F2", _("edit"), changes=True),
            KeyHint(_("Ctrl N"), _("add group"), changes=True),
            KeyHint("F6", _("next panel")),
        )

    def panels(self) -> Sequence[QWidget]:
        return (self.list, self.card)

    def refresh(self, changes: Changes | None) -> None:
        self.operations.read(load_bodies, self.day(), done=self._show, key=(self, "list"))

    def open(self, target: object) -> bool:
        if isinstance(target, AsItStood) and isinstance(target.filters, dt.date):
            self._wanted = target.key
            self._look_at(target.filters)
            return True
        if not isinstance(target, OpenGroup):
            return False
        self._wanted = target.group_id or PLENARY
        self._choose()
        return True

    def shown(self) -> object:
        line = self.list.current_row()
        if self._day is not None:
            return AsItStood(self._day, line.key if line is not None else None)
        return OpenGroup(line.group.id if line.group is not None else None) if line is not None else None

    def start_new(self) -> bool:
        dialog = GroupDialog(self.operations, self._clock, self._bodies.members, parent=self)
        dialog.accepted.connect(lambda: self._want(dialog.result_value[0]))
        self._ask(dialog)
        return True

    def edit(self) -> None:
        """Open the fields of the group chosen; the plenary has none."""
        if self._detail is not None and self.is_today():
            group = self._detail.group
            self._ask(GroupDialog(self.operations, self._clock, self._bodies.members, group=group, parent=self))

    def day(self) -> dt.date:
        """Return the day the page looks at."""
        return self._day or self._clock.today()

    def is_today(self) -> bool:
        """Return whether the page looks at today."""
        return self._day is None

    def choose_day(self) -> None:
        """Ask as of which day to look at the groups."""
        dialog = AsOfDayDialog(self._clock, _("Groups as of a day"), self._day, parent=self)
        dialog.accepted.connect(lambda: self._look_at(dialog.day()))
        self._ask(dialog)

    def _look_at(self, day: dt.date | None) -> None:
        self._day = day
        self._say_day()
        self.refresh(None)

    def _say_day(self) -> None:
        today = self.is_today()
        self.day_button.setText(_("As of today") if today else texts.date_short_year(self.day()))
        words = "" if today else _("Groups as of {date}.").format(date=texts.date_long(self.day()))
        self.day_message.say(words, "info", _("Back to today"), lambda: self._look_at(None))
        self._said.setVisible(not today)

    def _offer(self) -> None:
        """Fill the menu of the card."""
        choices: list[tuple[str, str, Callable[[], object]]] = [("clock", _("Who changed this…"), self._who_changed)]
        if self.is_today():
            choices.append(("arrow-counter-clockwise", _("Bring back what was deleted…"), self._bring_back))
            if self._detail is not None:
                choices.append(("trash", _("Delete"), self._delete))
        self.card.set_choices(choices)

    def _who_changed(self) -> None:
        detail = self._detail
        group_id = detail.group.id if detail is not None else None
        name = detail.group.name if detail is not None else _("Plenary")
        members = {member.id: member.name for member in self._bodies.members}
        people = {person.id: person.name for person in self._bodies.people}

        def show(changes: Sequence[FieldChange]) -> None:
            words = GroupWords(changes, {**members, **people})
            title = _("Who changed “{name}”").format(name=name)
            self._ask(ChangesDialog(title, change_lines(changes, words.field, words.value), self))

        self.operations.read(group_changes, group_id, done=show)

    def _want(self, key: uuid.UUID) -> None:
        self._wanted = key
        self._choose()

    def _show(self, bodies: Bodies) -> None:
        self._bodies = bodies
        line = self.list.current_row()
        if self._wanted is None and line is not None:
            self._wanted = line.key
        self.model.set_rows(bodies.lines)
        self._choose()
        self.header_changed.emit()

    def _choose(self) -> None:
        wanted, line = self._wanted, self.list.current_row()
        if wanted is not None and (line is None or line.key != wanted) and self.list.select_key(wanted):
            self._wanted = None
        elif line is not None:
            self._wanted = None if line.key == wanted else wanted
            self._read_detail()
        else:
            self.list.select_key(PLENARY)

    def _on_selected(self, line: BodyLine | None) -> None:
        if line is not None:
            self.card.refusal.say("")
            self._read_detail()

    def _read_detail(self) -> None:
        line = self.list.current_row()
        if line is None:
            return
        day, key = self.day(), (self, "detail")
        if line.group is None:
            self.operations.read(load_plenary, day, done=self._show_plenary, key=key)
        else:
            self.operations.read(
                load_group, line.group.id, day, done=self._show_group, failed=lambda _error: None, key=key
            )

    def _show_plenary(self, plenary: Plenary) -> None:
        self._detail = None
        self.card.show_plenary(plenary, may_change=self.is_today())
        self._offer()

    def _show_group(self, detail: GroupDetail) -> None:
        self._detail = detail
        self.card.show_group(detail, may_change=self.is_today())
        self._offer()

    def _ask(self, dialog: Dialog) -> None:
        self.dialog = dialog
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _ask_member(self, member: GroupMemberRow | None) -> None:
        if self._detail is not None:
            group, members = self._detail.group, self._bodies.members
            self._ask(GroupMemberDialog(self.operations, self._clock, group, members, row=member, parent=self))

    def _end_member(self, member: GroupMemberRow) -> None:
        title = _("“{name}” leaves the group").format(name=member.name)
        ask = partial(EndDialog, self.operations, self._clock, title)
        self._ask(ask(use_case=end_group_member, key=member.id, parent=self))

    def _ask_co_chair(self, term: CoChairRow | None) -> None:
        people, members = self._bodies.people, self._bodies.members
        self._ask(CoChairDialog(self.operations, self._clock, people, members, term=term, parent=self))

    def _end_co_chair(self, term: CoChairRow) -> None:
        title = _("The term of “{name}” ends").format(name=term.name)
        self._ask(EndDialog(self.operations, self._clock, title, use_case=end_co_chair, key=term.id, parent=self))

    def _delete_co_chair(self, term: CoChairRow) -> None:
        self._write(_("The term is taken out of the record."), delete_co_chair, term.id)

    def _delete(self) -> None:
        if self._detail is not None:
            group = self._detail.group
            self._write(_("“{name}” is deleted.").format(name=group.name), delete_group, group.id)

    def _bring_back(self) -> None:
        self._ask(DeletedDialog(self.operations, DELETABLE, self))

    def _write(self, said: str, use_case: Any, *args: Any) -> None:
        self.operations.write(
            use_case, *args, done=lambda _result: self.said_with_undo.emit(said), failed=self._refused
        )

    def _refused(self, error: KnownError) -> None:
        self.card.refusal.say(sentence(error), "danger")


def _spoken(line: BodyLine) -> str:
    due = _("review due") if line.review_due else ""
    return ", ".join(filter(None, (line.name, line.second, due)))
