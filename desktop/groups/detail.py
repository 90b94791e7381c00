"""The card of one body: a working group, or the plenary with its co-chairs."""

import datetime as dt
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from db.members.co_chairs import CoChairRow, SameOrganisation
from db.members.groups import BodyMeetingRow, GroupDetail, GroupMemberRow, GroupRow
from desktop import texts
from desktop.groups.bodies import Plenary, end_of_group
from desktop.naming.meetings import status_word
from desktop.naming.members import counted_members, days
from desktop.texts import _, ngettext
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from desktop.widgets.labels import Label, hline
from desktop.widgets.lanes import Lane, Lanes
from desktop.widgets.layouts import ScrollArea, WhileShown, clear, column, divided, row
from desktop.widgets.looking import writes
from desktop.widgets.messages import InlineMessage
from desktop.widgets.sections import Choices, Line, Link, MenuButton, PersonLine, Section, hugging

SHOWN = 12
"""Meetings shown before it says "3 more"."""


class BodyCard(Card):
    """Shows a `GroupDetail` or a `Plenary`; each signal asks the page for one thing about it."""

    edit_requested = Signal()
    member_requested = Signal(object)
    """The key of a member to show."""
    meeting_requested = Signal(object)
    """The key of a meeting to show."""
    add_member_requested = Signal()
    change_member_requested = Signal(object)
    """The `GroupMemberRow` to put right."""
    end_member_requested = Signal(object)
    add_co_chair_requested = Signal()
    change_co_chair_requested = Signal(object)
    """The `CoChairRow` to put right."""
    end_co_chair_requested = Signal(object)
    delete_co_chair_requested = Signal(object)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(margins=(0, 0, 0, 0), spacing=0, parent=parent)
        self.name_label = Label("", 20, 600, elide=True)
        self.fact_label = Label("", 14, 400, "text2", elide=True)
        self.edit_button = Button(_("Edit"), icon="pencil-simple", clicked=self.edit_requested.emit)
        writes(self.edit_button)
        self.more_button = MenuButton(_("More to do with this group"), ())
        head = row(column(self.name_label, self.fact_label, spacing=4), self.more_button, self.edit_button, spacing=12,
                   margins=(24, 16, 16, 16))  # fmt: skip
        head.setStretch(0, 1)
        self._may_change = True
        self._filled: object = None
        """What the two columns show."""
        self.message = InlineMessage()
        self.refusal = InlineMessage()
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        self.add(head, hline())
        self.body.addWidget(self._make_body(), 1)

    def show_group(self, detail: GroupDetail, *, may_change: bool = True) -> None:
        """Show a working group; as of another day it is only looked at."""
        group = detail.group
        self._may_change = may_change
        self.edit_button.show()
        self.edit_button.setEnabled(may_change)
        self.edit_button.setToolTip("" if may_change else _("Go back to today to change anything."))
        self._title(group.name, "  ·  ".join(filter(None, (counted_members(group.member_count), _dates(group)))))
        self._warn_of_review(group)
        if self._is_new(detail):
            self._fill(self._left, [self._purpose(group), self._coordinator(group), *self._members(detail)])
            self._fill(self._right, [self._meetings(detail.meetings)])

    def show_plenary(self, plenary: Plenary, *, may_change: bool = True) -> None:
        """Show the plenary."""
        self._may_change = may_change
        self.edit_button.hide()
        seats = ngettext("{n} seat", "{n} seats", plenary.seats).format(n=texts.number(plenary.seats))
        self._title(_("Plenary"), _("All members together  ·  {seats}").format(seats=seats))
        self.message.say(" ".join(map(_one_organisation, plenary.warnings)), "warn")
        if self._is_new(plenary):
            self._fill(self._left, [self._co_chairs(plenary), *self._earlier_terms(plenary)])
            self._fill(self._right, [self._meetings(plenary.meetings)])

    def set_choices(self, choices: Choices) -> None:
        """Offer what else can be done with the group."""
        self.more_button.set_choices(choices)

    def _make_body(self) -> QWidget:
        sides = []
        for side, margins in ((self._left, (24, 16, 24, 16)), (self._right, (24, 16, 24, 16))):
            side.setContentsMargins(*margins)
            side.setSpacing(16)
            holder = QWidget()
            holder.setLayout(side)
            holder.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            sides.append(holder)
        lanes = (Lane(sides[0], 370, 370, share=4, height=0), Lane(sides[1], 280, 280, share=3, height=0))
        both = Lanes(lanes, spacing=0, divided=True)
        inside = column(WhileShown(self.message, self.refusal, margins=(24, 16, 24, 0)), spacing=0)
        inside.addWidget(both, 1)
        return ScrollArea(inside)

    def _is_new(self, detail: GroupDetail | Plenary) -> bool:
        """Return whether the columns show something else than `detail`, and note that they show it now."""
        before, self._filled = self._filled, (detail, self._may_change)
        return before != self._filled

    def _title(self, name: str, fact: str) -> None:
        self.name_label.setText(name)
        self.fact_label.setText(fact)
        self.setAccessibleName(name)

    def _fill(self, side: QVBoxLayout, sections: Sequence[Section]) -> None:
        focus = self.window().focusWidget()
        held = focus.accessibleName() if focus is not None and self.isAncestorOf(focus) else ""
        clear(side)
        side.addWidget(divided(sections, spacing=side.spacing()))
        side.addStretch(1)
        if held and focus is not None and not focus.isVisible():
            found = [widget for widget in self.findChildren(QWidget) if widget.accessibleName() == held]
            if found and found[-1].focusPolicy() & Qt.FocusPolicy.TabFocus:
                found[-1].setFocus()

    def _warn_of_review(self, group: GroupRow) -> None:
        words = ""
        if group.review_due and group.review_date:
            words = _("Its review was due on {date}: does it go on, change or end?")
            words = words.format(date=texts.date_long(group.review_date))
        self.message.say(words, "warn", _("Set another date") if words else "", self.edit_requested.emit)

    def _add_button(self, meaning: str, asked: SignalInstance) -> tuple[QWidget, ...]:
        if not self._may_change:
            return ()
        button = Button(_("Add"), "link", "plus", clicked=asked.emit)
        button.setAccessibleName(meaning)
        writes(button)
        return (button,)

    def _menu(self, name: str, choices: Choices) -> tuple[QWidget, ...]:
        if not self._may_change:
            return ()
        button = MenuButton(_("What to do with {name}").format(name=name), choices, small=True)
        writes(button)  # whatever it offers
        return (button,)

    def _purpose(self, group: GroupRow) -> Section:
        section = Section(_("Purpose"))
        words = group.purpose or _("No purpose written yet.")
        section.add(Label(words, 14, 400, "text" if group.purpose else "text2", wrap=True))
        return section

    def _coordinator(self, group: GroupRow) -> Section:
        section = Section(_("Coordinated by"))
        names = (group.coordinator_person, group.coordinator_member)
        word = "  ·  ".join(filter(None, names))
        section.add(Label(word or _("Nobody yet."), 14, 400, "text" if word else "warn", wrap=True))
        if group.coordinator_left:
            gone = _("{member} left the alliance: who coordinates the group now?")
            section.add(Label(gone.format(member=group.coordinator_member), 13, 400, "warn", wrap=True))
        return section

    def _members(self, detail: GroupDetail) -> list[Section]:
        add = self._add_button(_("Add a member to the group"), self.add_member_requested)
        now = [member for member in detail.members if member.current]
        section = Section(_("Members of the group"), *add)
        for member in now:
            section.add(self._member(member))
        if not now:
            section.add(Label(_("No members yet."), 14, 400, "text2"))
        others = [member for member in detail.members if not member.current]
        if not others:
            return [section]
        earlier = Section(_("Earlier or later members"))
        for member in others:
            earlier.add(self._member(member))
        return [section, earlier]

    def _member(self, member: GroupMemberRow) -> QWidget:
        link = Link(member.name, clicked=lambda: self.member_requested.emit(member.member_id))
        choices: list[tuple[str, str, Callable[[], object]]] = [
            ("pencil-simple", _("Put the dates right…"), lambda: self.change_member_requested.emit(member))
        ]
        if member.current:
            choices.append(("calendar-x", _("Leaves the group…"), lambda: self.end_member_requested.emit(member)))
        menu = self._menu(member.name, choices)
        leads = member.coordinates and member.current
        word = _("coordinates") if leads else days(member.from_date, member.to_date, brief=True)
        if member.has_left and member.to_date is None:
            word = _("left the alliance")
        return Line("user", "", "", Label(word, 13, 400, "text2"), *menu, lead=link)

    def _co_chairs(self, plenary: Plenary) -> Section:
        section = Section(_("Co-chairs"), *self._add_button(_("Add a co-chair"), self.add_co_chair_requested))
        for term in plenary.co_chairs:
            section.add(self._term(term, ended=False))
        if not plenary.co_chairs:
            section.add(Label(_("Nobody co-chairs yet."), 14, 400, "text2"))
        return section

    def _earlier_terms(self, plenary: Plenary) -> list[Section]:
        if not plenary.earlier:
            return []
        section = Section(_("Earlier or later terms"))
        for term in plenary.earlier:
            section.add(self._term(term, ended=True))
        return [section]

    def _term(self, term: CoChairRow, *, ended: bool) -> QWidget:
        choices: list[tuple[str, str, Callable[[], object]]] = [
            ("pencil-simple", _("Change the term…"), lambda: self.change_co_chair_requested.emit(term)),
            ("trash", _("Take out of the record"), lambda: self.delete_co_chair_requested.emit(term)),
        ]
        if not ended:
            end = lambda: self.end_co_chair_requested.emit(term)  # noqa: E731
            choices.insert(1, ("calendar-x", _("End the term…"), end))
        menu = self._menu(term.name, choices)
        since = days(term.from_date, term.to_date)
        member = term.member_name or _("Speaks for nobody in particular")
        # Dates take too much room beside a name.
        return PersonLine(texts.initials(term.name), term.name, "", f"{since}  ·  {member}", *menu)

    def _meetings(self, meetings: Sequence[BodyMeetingRow]) -> Section:
        count = Label(texts.number(len(meetings)) if meetings else "", 13, 400, "text2")
        section = Section(_("Meetings"), count)
        for meeting in meetings[:SHOWN]:
            section.add(self._meeting(meeting))
        if len(meetings) > SHOWN:
            more = len(meetings) - SHOWN
            section.add(hugging(ngettext("{n} more", "{n} more", more).format(n=texts.number(more)), 13, 400, "text2"))
        if not meetings:
            section.add(Label(_("No meetings yet."), 14, 400, "text2"))
        return section

    def _meeting(self, meeting: BodyMeetingRow) -> QWidget:
        name = meeting.title or (
            _("Meeting {number}").format(number=meeting.number) if meeting.number else _("Meeting")
        )
        link = Link(name, clicked=lambda: self.meeting_requested.emit(meeting.id))
        link.setAccessibleName(_("Open {name}").format(name=name))
        status = hugging(status_word(meeting.status), 13, 400, "text2")
        return Line("calendar-blank", "", texts.date_short_year(meeting.date), status, lead=link)


def _dates(group: GroupRow) -> str:
    parts = [days(group.start_date, group.end_date)]
    if group.review_date and end_of_group(group) == dt.date.max and not group.review_due:
        parts.append(_("review on {date}").format(date=texts.date_short_year(group.review_date)))
    return "  ·  ".join(filter(None, parts))


def _one_organisation(warning: SameOrganisation) -> str:
    sentence = _("{names} both speak for {member}: co-chairs usually come from different organisations.")
    return sentence.format(names=texts.list_of(list(warning.names)), member=warning.member_name)
