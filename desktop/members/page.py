"""The members' page: a list to find a member in, and its card beside it."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget
from sqlalchemy.orm import Session

from db.changes import Changes
from db.duties.member import MemberDuties, member_duties
from db.errors import KnownError
from db.members.member_record import MemberDetail, member_detail
from db.members.members import MemberRow, change_member
from db.members.people import change_person
from db.vocabulary import MemberStatus
from desktop import texts
from desktop.clock import Clock
from desktop.members.deeds import MemberDeeds
from desktop.members.detail import MemberCard
from desktop.members.directory import (
    ALWAYS,
    ANY,
    INDIVIDUALS,
    MISSED,
    Directory,
    Filters,
    HeadingLine,
    MemberLine,
    lines,
    load,
)
from desktop.members.edit import EditForm
from desktop.members.member_list import SQUARES, MemberList, MemberModel
from desktop.naming.lists import member_columns
from desktop.naming.members import attendance_word, counted_groups, counted_members, counted_others, kind_words
from desktop.operations import Operations
from desktop.reports.lists import listed
from desktop.reports.register_sheets import TableBand
from desktop.sentences import sentence
from desktop.texts import _
from desktop.widgets.badges import KeyHint
from desktop.widgets.bars import AttendanceStrip
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from desktop.widgets.fields import Choice
from desktop.widgets.labels import Label, hline
from desktop.widgets.lanes import Lane, Lanes
from desktop.widgets.layouts import column, row
from desktop.widgets.looking import writes
from desktop.widgets.messages import EmptyState, InlineMessage
from desktop.widgets.page import PAGE_MARGINS, Page
from desktop.widgets.printed_list import PrintList, print_button
from desktop.widgets.search_field import SearchField
from desktop.widgets.sections import MenuButton
from desktop.widgets.shortcuts import on_key
from desktop.widgets.targets import AsItStood, OpenActions, OpenDuties, OpenGroup, OpenMember, OpenMembers

LIST_WIDTH = 410
_Shown = tuple[MemberDetail, MemberDuties]
"""What the card shows of a member."""


@dataclass(frozen=True, slots=True)
class _Looked:
    """What is looked at: the members as of a day (nothing: today), with those who had left by then or without."""

    at: Filters
    day: dt.date | None
    everyone: bool


class MembersPage(Page):
    """Members as of a day, today unless another was chosen."""

    import_requested = Signal()
    """Please let a list of members be brought in."""
    absence_requested = Signal(object)
    """Please let an absence of the member of this key be reported."""

    invitation_requested = Signal(object)
    """Please show the letter that asks the member of this key to join."""

    kinds = frozenset(
        {
            "member", "membership", "representative", "person", "offer", "member_kind", "working_group",
            "group_membership", "attendance", "meeting", "action", "agenda_item", "decision",
            "duty", "duty_turn", "turn_credit", "absence", "endorsement",
        }
    )  # fmt: skip

    def __init__(self, operations: Operations, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(operations, parent)
        self._clock = clock
        self._directory = Directory((), {}, (), ())
        self._wanted: uuid.UUID | None = None
        self._ahead: _Shown | None = None
        """Who the card is about to show, read with the list."""
        self.deeds = MemberDeeds(self, clock)
        self.add_button = Button(_("Add member"), "primary", "plus", clicked=self.start_new)
        writes(self.add_button)
        self.print_button = print_button(self.print_out)
        self.day_button = Button("", icon="calendar-blank", clicked=self.deeds.choose_day)
        self.more_button = MenuButton(_("More to do with members"), self.deeds.page_choices())
        self.card = MemberCard(self._make_form)
        lanes = (Lane(self._make_list(), LIST_WIDTH, 304, chooses=True), Lane(self.card, 480, 360, share=1, height=400))
        self.setLayout(column(Lanes(lanes, margins=PAGE_MARGINS)))
        self._connect()
        self._say_day()

    def _make_list(self) -> Card:
        self.search_field = SearchField(_("Name, person or place"), key=_("Ctrl F"), name=_("Search members"))
        self.kind_filter = Choice(name=_("Kind"), kind="filter", searchable=False)
        self.group_filter = Choice(name=_("Working group"), kind="filter", searchable=False)
        self.attendance_filter = Choice(
            [(ANY, _("Any attendance")), (MISSED, _("Missed last 3")), (ALWAYS, _("Always there"))],
            name=_("Attendance"),
            kind="filter",
        )
        for choice in (self.kind_filter, self.group_filter, self.attendance_filter):
            choice.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        kind, group, attendance = (
            Lane(choice, width, width, share=width, height=0)
            for choice, width in ((self.kind_filter, 96), (self.group_filter, 108), (self.attendance_filter, 128))
        )
        first = Lane(Lanes((kind, group), spacing=8), 212, 212, share=212, height=0)
        filters = Lanes((first, attendance), spacing=8)
        self.day_message = InlineMessage()
        self.model = MemberModel()
        self.list = MemberList(self.model)
        self.model.setParent(self.list)
        self.empty = EmptyState("", _("Show all"), icon="users-three", clicked=self._show_all)
        self.first_button = self.empty.add_button(_("Add member"), self.start_new)
        self.import_button = self.empty.add_button(_("Bring in members…"), self.import_requested.emit)
        card = Card(margins=(0, 0, 0, 0), spacing=0)
        top = column(self.search_field, filters, self.day_message, spacing=8, margins=(16, 12, 16, 12))
        card.add(top, hline())
        card.body.addWidget(self.list, 1)
        card.body.addWidget(self.empty, 1)
        self.count_label = Label("", 13, 400, "text2")
        legend = QWidget()
        legend.setLayout(row(*_legend(), None, spacing=8))
        foot = (Lane(self.count_label, 112, 96, share=1, height=0), Lane(legend, 216, 216, height=0))
        self.foot = QWidget()
        self.foot.setLayout(column(hline(), Lanes(foot, spacing=8, margins=(16, 8, 16, 8)), spacing=0))
        card.add(self.foot)
        return card

    def _connect(self) -> None:
        self.search_field.textChanged.connect(lambda _text: self._show_lines())
        self.search_field.down_pressed.connect(self._into_list)
        self.search_field.returnPressed.connect(self._into_list)
        for choice in (self.kind_filter, self.group_filter, self.attendance_filter):
            choice.chosen.connect(lambda _key: self._show_lines())
        self.list.selected.connect(self._on_selected)
        self.list.entered_member.connect(self.card.edit_button.setFocus)
        self.card.edit_requested.connect(self.toggle_editing)
        self.card.group_requested.connect(lambda key: self.open_requested.emit(OpenGroup(key)))
        self.card.actions_requested.connect(self._open_actions)
        self.card.turn_requested.connect(lambda key: self.open_requested.emit(OpenDuties(key)))
        self.deeds.connect_card(self.card)
        on_key(self, "F2", self.toggle_editing)
        on_key(self.card, "Esc", self._on_escape)

    def _make_form(self) -> EditForm:
        form = EditForm(self.operations)
        form.changed.connect(self._keep_field)
        form.consent_changed.connect(self._keep_consent)
        return form

    @property
    def form(self) -> EditForm:
        """The fields of the member shown."""
        return self.card.form

    def build_beforehand(self) -> bool:
        return self.card.build_form()

    def title(self) -> str:
        return _("Members")

    def fact(self) -> str:
        here = [row.status for row in self._directory.rows if row.status not in (MemberStatus.LEFT, None)]
        seats = counted_members(here.count(MemberStatus.MEMBER))
        return ", ".join([seats, *counted_others(here), counted_groups(len(self._directory.groups))])

    def header_actions(self) -> Sequence[QWidget]:
        return (self.more_button, self.print_button, self.day_button, self.add_button)

    def print_out(self) -> bool:
        lines = [
            TableBand(line.word, texts.number(line.count)) if isinstance(line, HeadingLine) else (line.row, line.marks)
            for line in self.model.rows
        ]
        told = [_("as of {date}").format(date=texts.date_long(self.deeds.day()))]
        for choice, everything in ((self.kind_filter, None), (self.group_filter, None), (self.attendance_filter, ANY)):
            told += [choice.currentText()] if choice.value() != everything else []
        typed = self.search_field.text().strip()
        told += [_("“{words}”").format(words=typed)] if typed else []
        self.print_list_requested.emit(PrintList("members", listed(self.title(), member_columns(), lines, told)))
        return True

    def key_hints(self) -> Sequence[KeyHint]:
        return (
            KeyHint("↑ ↓", _("next member")),
            KeyHint(_("Ctrl F"), _("search")),
            *([KeyHint("F2", _("edit"), changes=True)] if self.deeds.is_today() else []),
            KeyHint(_("Ctrl N"), _("add member"), changes=True),
        )

    def panels(self) -> Sequence[QWidget]:
        return (self.list, self.card)

    def refresh(self, changes: Changes | None) -> None:
        held = self.list.current_line()
        wanted = self._wanted or (held.key if held is not None else None)
        self.operations.read(
            _read, self.deeds.day(), self.deeds.everyone, self._filters(), wanted, done=self._show_read,
            key=(self, "list"),
        )  # fmt: skip

    def open(self, target: object) -> bool:
        if isinstance(target, OpenMembers):
            self._narrow(Filters(attendance=MISSED if target.attendance == MISSED else ANY))
            self.refresh(None)
            return True
        if isinstance(target, AsItStood) and isinstance(target.filters, _Looked):
            self._narrow(target.filters.at)
            self._wanted = target.key if isinstance(target.key, uuid.UUID) else None
            self.deeds.look_at(target.filters.day, everyone=target.filters.everyone)
            return True
        if not isinstance(target, OpenMember):
            return False
        self._wanted = target.member_id
        if self._directory.row(target.member_id) is None:
            self.deeds.everyone = True
        self._show_all()
        self.refresh(None)
        return True

    def shown(self) -> object:
        line = self.list.current_line()
        looked = _Looked(self._filters(), self.deeds.chosen_day, self.deeds.everyone)
        return AsItStood(looked, line.key if line is not None else None)

    def start_new(self) -> bool:
        self.deeds.add_member(self._directory.kinds)
        return True

    def search(self) -> bool:
        self.search_field.setFocus()
        self.search_field.selectAll()
        return True

    def leave(self) -> bool:
        if self.card.editing():
            self.form.settle_all()
        return True

    def directory(self) -> Directory:
        """Return the list as it was read last."""
        return self._directory

    def show_member(self, member_id: uuid.UUID) -> None:
        """Choose a member as soon as the list has it."""
        self._wanted = member_id
        self._choose()

    def day_changed(self) -> None:
        """Look at the record as of the day now chosen."""
        self.card.stop_editing()
        self._say_day()
        self.refresh(None)

    def toggle_editing(self) -> None:
        """Open the member's fields, or close them."""
        if self.card.editing():
            self.form.settle_all()
            self.card.stop_editing()
        else:
            self.card.start_editing()

    def say_refused(self, error: KnownError) -> None:
        """Say beside the member what was refused, and show it as it stands in the record."""
        self.card.say(sentence(error))
        self._read_detail()

    def _on_escape(self) -> None:
        if self.card.editing():
            self.toggle_editing()
        else:
            self.list.setFocus()

    def _say_day(self) -> None:
        today, day = self.deeds.is_today(), self.deeds.day()
        self.day_button.setText(_("As of today") if today else texts.date_short_year(day))
        words = "" if today else _("Members as of {date}.").format(date=texts.date_long(day))
        self.day_message.say(words, "info", _("Back to today"), self.deeds.back_to_today)

    def _filters(self) -> Filters:
        return Filters(
            self.search_field.text(),
            self.kind_filter.value(),
            self.group_filter.value(),
            str(self.attendance_filter.value()),
        )

    def _show_read(self, found: tuple[Directory, _Shown | None]) -> None:
        directory, self._ahead = found
        try:
            self._show_directory(directory)
        finally:
            self._ahead = None

    def _show_directory(self, directory: Directory) -> None:
        self._directory = directory
        kinds: list[tuple[object, str]] = [(kind.id, kind_words(kind)) for kind in directory.kinds]
        self.kind_filter.set_choices([(None, _("All kinds")), *kinds, (INDIVIDUALS, _("Individuals"))])
        groups: list[tuple[object, str]] = [(group.id, group.name) for group in directory.groups]
        self.group_filter.set_choices([(None, _("All groups")), *groups])
        self._show_lines()
        self._wanted = None  # whoever is not in the list by now is not to be shown
        self.header_changed.emit()

    def _show_lines(self) -> None:
        shown = lines(self._directory, self._filters())
        held = self.list.current_line()
        if held is not None and self._wanted is None:
            self._wanted = held.key
        self.model.set_rows(shown)
        count = sum(isinstance(line, MemberLine) for line in shown)
        total = len(self._directory.rows)
        self.count_label.setVisible(bool(total))
        self.count_label.setText(_("{n} of {count} shown").format(n=texts.number(count), count=texts.number(total)))
        self.list.setVisible(bool(shown))
        self.empty.setVisible(not shown)
        none = _("No members yet. Add them one by one, or bring in a list.")
        self.empty.set_sentence(_("No member matches this search.") if total else none)
        if self.empty.button is not None:
            self.empty.button.setVisible(bool(total))
        for button in (self.first_button, self.import_button):
            button.setVisible(not total)
        for part in (self.card, self.foot):
            part.setVisible(bool(total))
        self._choose()

    def _choose(self) -> None:
        wanted, line = self._wanted, self.list.current_line()
        if wanted is not None and (line is None or line.key != wanted) and self.list.select_member(wanted):
            self._wanted = None
            return
        if line is not None and line.key == wanted:
            self._wanted = None
        if line is None and not self.list.select_first():
            self.card.show_nothing(_("Choose a member in the list.") if self._directory.rows else "")
        elif line is not None:
            self._read_detail()

    def _narrow(self, filters: Filters) -> None:
        self.search_field.setText(filters.words)
        self.kind_filter.expect(filters.kind)
        self.group_filter.expect(filters.group_id)
        self.attendance_filter.set_value(filters.attendance)
        self._show_lines()

    def _show_all(self) -> None:
        self._narrow(Filters())

    def _into_list(self) -> None:
        if self.list.isVisible():
            self.list.setFocus()

    def _on_selected(self, line: MemberLine | None) -> None:
        if self.card.editing():
            self.form.settle_all()
        if line is not None:
            self.card.say("")
            self._read_detail()

    def _read_detail(self) -> None:
        line = self.list.current_line()
        if line is not None and self._ahead is not None and self._ahead[0].row.id == line.key:
            self._show_detail(self._ahead)
        elif line is not None:
            self.operations.read(
                _member, line.key, self.deeds.day(), done=self._show_detail, failed=lambda _error: None,
                key=(self, "detail"),
            )  # fmt: skip

    def _show_detail(self, found: _Shown) -> None:
        detail, duties = found
        line = self.list.current_line()
        if line is None or line.key != detail.row.id:  # another was chosen while this one was read
            return
        kinds = self._directory.kinds
        self.operations.soon(self.card.show_rest)
        self.card.show_detail(detail, kinds, self.deeds.day(), may_change=self.deeds.is_today(), duties=duties)
        self.card.set_choices(self.deeds.member_choices(detail))

    def _open_actions(self) -> None:
        if self.card.detail is not None:
            self.open_requested.emit(OpenActions(owner_id=self.card.detail.row.id))

    def _keep_field(self, name: str, value: Any) -> None:
        if self.card.detail is not None:
            self.card.say("")
            self.operations.keep(
                change_member, self.card.detail.row.id, fields=(self.form,), failed=self.say_refused,
                **{name: value},
            )  # fmt: skip

    def _keep_consent(self, name: str, agrees: bool | None) -> None:
        if self.card.detail is not None and (person := self.card.detail.person) is not None:
            agreed: dict[str, Any] = {name: agrees}
            self.operations.keep(change_person, person.id, fields=(self.form,), failed=self.say_refused, **agreed)


def _read(
    session: Session, day: dt.date, everyone: bool, filters: Filters, wanted: uuid.UUID | None
) -> tuple[Directory, _Shown | None]:
    """Return the list, and of who is wanted in it, else of the first, what the card shows."""
    directory = load(session, day, everyone)
    shown = {line.key: line.row for line in lines(directory, filters) if isinstance(line, MemberLine)}
    row = (wanted and shown.get(wanted)) or next(iter(shown.values()), None)
    return directory, None if row is None else _member(session, row.id, day, row)


def _member(session: Session, member_id: uuid.UUID, day: dt.date, row: MemberRow | None = None) -> _Shown:
    return member_detail(session, member_id, day, row=row), member_duties(session, member_id, day=day)


def _legend() -> list[QWidget]:
    parts: list[QWidget] = []
    for status, square in SQUARES.items():
        strip = AttendanceStrip()
        strip.set_states([square], summary=attendance_word(status))
        word = Label(attendance_word(status), 13, 400, "text2")
        holder = QWidget()
        holder.setLayout(row(strip, word, spacing=4))
        holder.layout().setAlignment(strip, Qt.AlignmentFlag.AlignVCenter)  # type: ignore[union-attr]
        parts.append(holder)
    return parts
