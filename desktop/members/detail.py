"""The card of one member: what the record says of it, with what can be done beside each thing."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from itertools import chain

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from db.alliance import KindRow
from db.duties.member import MemberDuties
from db.members.member_record import MemberDetail, MemberGroupRow, OfferRow
from db.members.representatives import RepresentativeRow
from db.spells import covers
from db.vocabulary import MemberStatus
from desktop import texts
from desktop.members.duties import away_words, duties_section
from desktop.members.edit import EditForm
from desktop.members.member_list import SQUARES
from desktop.naming.meetings import item_title
from desktop.naming.members import (
    attendance_summary,
    brought_where,
    days,
    kind_word,
    mark_words,
    result_word,
    role_word,
    status_since,
    status_word,
)
from desktop.texts import _, ngettext, pgettext
from desktop.widgets.badges import Avatar, Badge
from desktop.widgets.bars import Bar
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from desktop.widgets.labels import IconLabel, Label, hline
from desktop.widgets.lanes import Lane, Lanes
from desktop.widgets.layouts import FlowLayout, ScrollArea, clear, column, divided, row
from desktop.widgets.looking import writes
from desktop.widgets.messages import EmptyState, InlineMessage
from desktop.widgets.sections import Choices, Line, Link, MenuButton, PersonLine, Section, hugging
from desktop.widgets.strips import NumberedStrip

SHOWN = 5
"""Lines of a section before it says "3 more"."""


class MemberCard(Card):
    """Shows a `MemberDetail`. Each signal asks the page for one thing, about the member shown."""

    edit_requested = Signal()
    group_requested = Signal(object)
    """The key of a group to show."""
    actions_requested = Signal()
    """Its open actions in the register."""
    add_representative_requested = Signal()
    change_representative_requested = Signal(object)
    """The `RepresentativeRow` to change."""
    end_representative_requested = Signal(object)
    delete_representative_requested = Signal(object)
    add_group_requested = Signal()
    end_group_requested = Signal(object)
    """The `MemberGroupRow` to end."""
    add_offer_requested = Signal()
    change_offer_requested = Signal(object)
    """The `OfferRow` to change."""
    delete_offer_requested = Signal(object)
    turn_requested = Signal(object)
    """The key of a turn to show in the rota."""

    def __init__(self, make_form: Callable[[], EditForm], *, parent: QWidget | None = None) -> None:
        super().__init__(margins=(0, 0, 0, 0), spacing=0, parent=parent)
        self._make_form = make_form
        self._form: EditForm | None = None
        self.detail: MemberDetail | None = None
        self._kinds: tuple[KindRow, ...] = ()
        self._day = dt.date.min
        self._may_change = True
        self._filled: object = None
        """What the two columns show."""
        self._rest: Callable[[], object] = _nothing
        """Fills the right one, where only the left one is filled yet."""
        self.message = InlineMessage()
        self._inside = QStackedWidget()
        self._pages: dict[str, QWidget] = {
            "empty": EmptyState(_("Choose a member in the list."), icon="users-three"), "shown": self._make_shown(),
        }  # fmt: skip
        for page in self._pages.values():
            self._inside.addWidget(page)
        self._said = QWidget()
        self._said.setLayout(column(self.message, margins=(16, 8, 16, 8)))
        self._said.hide()
        self.add(self._make_head(), self._said)
        self.body.addWidget(self._inside, 1)
        self.body.addWidget(self._make_note())
        self._head_visible(False)

    @property
    def form(self) -> EditForm:
        """The fields: many, and built when one first edits, or when nobody is at the keys."""
        return self._form or self._build_form()

    def _build_form(self) -> EditForm:
        made = self._form = self._make_form()
        self._pages["edited"] = ScrollArea(made, bar_room=12)
        self._inside.addWidget(self._pages["edited"])
        if self.detail is not None:
            made.set_detail(self.detail, self._kinds)
        return made

    def build_form(self) -> bool:
        """Build the fields; return whether they were not yet."""
        if self._form is not None:
            return False
        self._build_form()
        return True

    def show_detail(
        self,
        detail: MemberDetail,
        kinds: tuple[KindRow, ...],
        day: dt.date,
        *,
        may_change: bool,
        duties: MemberDuties | None = None,
    ) -> None:
        """Show a member as of a day; it comes into sight with `show_rest`.

        That is to be called in a turn of its own: all in one keeps the person waiting who walks through the list.
        """
        held = self._focused_name()
        self.detail, self._kinds, self._day, self._may_change = detail, kinds, day, may_change
        if self._form is not None:
            self._form.set_detail(detail, kinds)
        self._show_head(detail, kinds, duties)
        if (shown := (detail, day, may_change, duties)) != self._filled:
            self._filled = shown
            self.setUpdatesEnabled(False)
            self._fill_left(detail)
            self._rest = partial(self._fill_right, detail, duties)
        self._show_note(detail)
        self._inside.setCurrentWidget(self._pages["edited" if self.editing() else "shown"])
        self._head_visible(True)
        if held:  # the next key is meant for what stands here
            self.show_rest()
            self._focus_named(held)

    def show_rest(self) -> None:
        """Show the right side of the member that was shown last, and all of it at once."""
        rest, self._rest = self._rest, _nothing
        try:
            rest()
        finally:
            self.setUpdatesEnabled(True)

    def show_nothing(self, sentence: str) -> None:
        """Say why no member is shown."""
        self.detail = None
        self.stop_editing()
        empty = self._pages["empty"]
        if isinstance(empty, EmptyState):
            empty.set_sentence(sentence)
        self._inside.setCurrentWidget(empty)
        self._head_visible(False)

    def say(self, sentence: str) -> None:
        """Say what was refused above what is shown; an empty sentence takes it away."""
        self.message.say(sentence, "danger")
        self._said.setVisible(bool(sentence))

    def editing(self) -> bool:
        """Return whether the fields are open for editing."""
        return self._form is not None and self._inside.currentWidget() is self._pages["edited"]

    def start_editing(self) -> None:
        """Open the fields where the member stands."""
        if self.detail is not None and self._may_change:
            field = self.form.first_field()
            self._inside.setCurrentWidget(self._pages["edited"])
            self.edit_button.setText(pgettext("ends editing", "Done"))
            self.edit_button.set_icon("check")
            self._note.hide()
            field.setFocus()

    def stop_editing(self) -> None:
        """Close the fields again; what was typed is kept."""
        if self.editing():
            self._inside.setCurrentWidget(self._pages["shown"])
            self.edit_button.setText(_("Edit"))
            self.edit_button.set_icon("pencil-simple")
            self.edit_button.setFocus()
            if self.detail is not None:
                self._show_note(self.detail)

    def set_choices(self, choices: Choices) -> None:
        """Offer what else can be done with the member."""
        self.more_button.set_choices(choices)

    def _make_head(self) -> QWidget:
        self._avatar = Avatar("", size=48, kind="accent")
        self.name_label = Label("", 20, 600, elide=True)
        self._kind_badge = Badge("", "soft")
        self._grassroots_badge = Badge(_("Grassroots"), "outline")
        self._status_badge = Badge("", "warnsolid")
        self._away_badge = Badge("", "warnsolid", "calendar-x")
        self.fact_label = Label("", 14, 400, "text2", elide=True)
        self.edit_button = Button(_("Edit"), icon="pencil-simple", clicked=self.edit_requested.emit)
        writes(self.edit_button)
        self.more_button = MenuButton(_("More to do with this member"), ())
        facts = FlowLayout(spacing=8, line_spacing=4)
        for part in (
            self._kind_badge,
            self._grassroots_badge,
            self._status_badge,
            self._away_badge,
            self.fact_label,
        ):
            facts.addWidget(part)
        self._head = QWidget()
        line = row(self._avatar, column(self.name_label, facts, spacing=4), self.more_button, self.edit_button,
                   spacing=12, margins=(24, 16, 16, 16))  # fmt: skip
        line.setStretch(1, 1)
        self._head.setLayout(column(line, hline(), spacing=0))
        return self._head

    def _make_shown(self) -> QWidget:
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        self._left.setContentsMargins(24, 16, 24, 16)
        self._right.setContentsMargins(24, 16, 24, 16)
        sides = []
        for side in (self._left, self._right):
            side.setSpacing(16)
            holder = QWidget()
            holder.setLayout(side)
            holder.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            sides.append(holder)
        lanes = (Lane(sides[0], 272, 272, share=1, height=0), Lane(sides[1], 272, 272, share=1, height=0))
        both = Lanes(lanes, spacing=0, divided=True)
        return ScrollArea(column(both, spacing=0))

    def _make_note(self) -> QWidget:
        self._note = QWidget()
        self.note_label = Label("", 14, 400, wrap=True)
        self._noted_label = Label("", 13, 400, "text2")
        icon = IconLabel("note", "text3", 18)
        inside = row(icon, self.note_label, self._noted_label, margins=(24, 12, 24, 12))
        inside.setStretch(1, 1)
        for part in (icon, self._noted_label):
            inside.setAlignment(part, Qt.AlignmentFlag.AlignTop)
        self._note.setLayout(column(hline(), inside, spacing=0))
        return self._note

    def _head_visible(self, visible: bool) -> None:
        self._head.setVisible(visible)
        self._note.setVisible(visible and not self.editing() and bool(self.detail and self.detail.note))

    def _show_head(self, detail: MemberDetail, kinds: tuple[KindRow, ...], duties: MemberDuties | None) -> None:
        member = detail.row
        away = away_words(duties, self._day) if duties is not None else ""
        self._away_badge.show_as(away, "warnsolid", "calendar-x")
        self._away_badge.setToolTip(away)
        self._away_badge.setVisible(bool(away))
        self._avatar.show_as(member.code, name=member.name)
        self.name_label.setText(member.name)
        kind = next((kind_word(kind) for kind in kinds if kind.id == member.kind_id), "")
        self._kind_badge.show_as(kind or (_("Individual") if member.person_id else ""), "soft")
        self._kind_badge.setVisible(bool(self._kind_badge.text()))
        self._grassroots_badge.setVisible(member.grassroots)
        self._status_badge.show_as(status_word(member.status), "warnsolid")
        self._status_badge.setVisible(member.status is not MemberStatus.MEMBER)
        since = member.since
        if member.status is MemberStatus.LEFT:
            since = max((spell.to_date for spell in detail.spells if spell.to_date), default=None)
        facts = (status_since(member.status, since), member.sector)
        self.fact_label.setText("  ·  ".join(filter(None, facts)))
        self.edit_button.setEnabled(self._may_change)
        self.edit_button.setToolTip("" if self._may_change else _("Go back to today to change anything."))

    def _fill_left(self, detail: MemberDetail) -> None:
        clear(self._left)
        sections = (*self._representatives(detail), self._groups(detail), self._offers(detail))
        self._left.addWidget(divided(sections, spacing=self._left.spacing()))
        self._left.addStretch(1)

    def _fill_right(self, detail: MemberDetail, duties: MemberDuties | None) -> None:
        clear(self._right)
        strip = NumberedStrip()
        strip.set_squares(
            [(SQUARES[mark.status], "" if mark.number is None else str(mark.number)) for mark in detail.attendance],
            summary=attendance_summary(detail.attendance),
            tips=[mark_words(mark) for mark in detail.attendance],
        )
        attendance = Section(_("Attendance"), hugging(attendance_summary(detail.attendance), 13, 400, "text2"))
        if detail.attendance:
            attendance.add(strip)
        turns = None
        if duties is not None and self._may_change:  # turns and balances are of today, not of the day looked at
            turns = duties_section(
                duties, self._day, shown=SHOWN, clicked=lambda turn: self.turn_requested.emit(turn.id)
            )
        said = _endorsed(detail)
        sections = [attendance, turns, self._actions(detail), said, self._brought(detail), self._reach(detail)]
        shown = (section for section in sections if section is not None)
        self._right.addWidget(divided(shown, spacing=self._right.spacing()))
        self._right.addStretch(1)

    def _show_note(self, detail: MemberDetail) -> None:
        self.note_label.setText(detail.note)
        noted = _("Note of {date}").format(date=texts.date_long(detail.noted_on)) if detail.noted_on else ""
        self._noted_label.setText(noted)
        self._note.setVisible(bool(detail.note) and not self.editing())

    def _add_button(self, word: str, meaning: str, asked: SignalInstance) -> tuple[QWidget, ...]:
        if not self._may_change:
            return ()
        button = Button(word, "link", "plus", clicked=asked.emit)
        button.setAccessibleName(meaning)
        writes(button)
        return (button,)

    def _menu(self, meaning: str, choices: Choices) -> tuple[QWidget, ...]:
        if not self._may_change:
            return ()
        button = MenuButton(meaning, choices, small=True)
        writes(button)  # whatever it offers
        return (button,)

    def _representatives(self, detail: MemberDetail) -> list[Section]:
        add = self._add_button(_("Add"), _("Add a representative"), self.add_representative_requested)
        section = Section(_("Representatives"), *add)
        now = [speaker for speaker in detail.representatives if covers(speaker, self._day)]
        for speaker in now:
            section.add(self._representative(speaker))
        if not now and detail.row.person_id is None:
            section.add(Label(_("Nobody speaks for it yet."), 14, 400, "text2", wrap=True))
        elif not now:
            section.add(Label(_("Speaks for itself."), 14, 400, "text2", wrap=True))
        others = [speaker for speaker in detail.representatives if speaker not in now]
        if not others:
            return [section]
        earlier = Section(_("Earlier or later representatives"))
        for speaker in others:
            word = Label(days(speaker.from_date, speaker.to_date), 13, 400, "text2")
            earlier.add(Line("user", speaker.name, "", word, *self._menu_of(speaker, now=False)))
        return [section, earlier]

    def _menu_of(self, speaker: RepresentativeRow, *, now: bool) -> tuple[QWidget, ...]:
        choices: list[tuple[str, str, Callable[[], object]]] = [
            ("pencil-simple", _("Change…"), lambda: self.change_representative_requested.emit(speaker)),
            ("trash", _("Take out of the record"), lambda: self.delete_representative_requested.emit(speaker)),
        ]
        if now:
            end = lambda: self.end_representative_requested.emit(speaker)  # noqa: E731 - one line, used once
            choices.insert(1, ("calendar-x", _("No longer speaks for it…"), end))
        name = speaker.name if now else f"{speaker.name}, {days(speaker.from_date, speaker.to_date)}"
        return self._menu(_("What to do with {name}").format(name=name), choices)

    def _representative(self, speaker: RepresentativeRow) -> QWidget:
        menu = self._menu_of(speaker, now=True)
        reach = "  ·  ".join(filter(None, (speaker.phone, speaker.email)))
        return PersonLine(texts.initials(speaker.name), speaker.name, role_word(speaker.role), reach, *menu)

    def _groups(self, detail: MemberDetail) -> Section:
        add = self._add_button(_("Add"), _("Add to a working group"), self.add_group_requested)
        section = Section(_("Working groups"), *add)
        left = detail.row.status is MemberStatus.LEFT
        for group in (found for found in detail.groups if found.current and not left):
            section.add(self._group(group))
        if section.lines.count() == 0:
            section.add(Label(_("In no working group."), 14, 400, "text2"))
        return section

    def _group(self, group: MemberGroupRow) -> QWidget:
        link = Link(group.name, clicked=lambda: self.group_requested.emit(group.group_id))
        word = _("coordinates") if group.coordinates else pgettext("in a group", "member")
        menu = self._menu(
            _("What to do with {name}").format(name=group.name),
            (("calendar-x", _("Leaves the group…"), lambda: self.end_group_requested.emit(group)),),
        )
        return Line("users", "", "", hugging(word, 13, 400, "text2"), *menu, lead=link)

    def _offers(self, detail: MemberDetail) -> Section:
        add = self._add_button(_("Add"), _("Add an offer"), self.add_offer_requested)
        section = Section(_("Offers to the alliance"), *add)
        for offer in detail.offers:
            section.add(self._offer(offer))
        if not detail.offers:
            section.add(Label(_("Nothing noted yet: a room, a van, half a day?"), 14, 400, "text2", wrap=True))
        return section

    def _offer(self, offer: OfferRow) -> QWidget:
        choices = (
            ("pencil-simple", _("Change…"), lambda: self.change_offer_requested.emit(offer)),
            ("trash", _("Delete"), lambda: self.delete_offer_requested.emit(offer)),
        )
        menu = self._menu(_("What to do with {name}").format(name=offer.text), choices)
        return Line("handshake", offer.text, "", *menu)

    def _brought(self, detail: MemberDetail) -> Section:
        section = Section(_("Brought to meetings"))
        for item in detail.brought[:SHOWN]:
            result = Label(result_word(item.result), 13, 400, "text2")
            section.add(Line("list-numbers", item_title(item.label), brought_where(item), result))
        _more(section, detail.brought_in_all)
        if not detail.brought:
            section.add(Label(_("No agenda items yet."), 14, 400, "text2"))
        return section

    def _actions(self, detail: MemberDetail) -> Section:
        count = len(detail.actions)
        section = Section(_("Open actions"), *([self._all_actions(count)] if count else []))
        for action in detail.actions[:SHOWN]:
            due = _("no date")
            if action.due_date is not None:
                due = _("due {date}").format(date=texts.date_in(action.due_date, self._day.year))
            role = "danger" if action.overdue else "warn" if action.due_date is None else "text2"
            section.add(Line("square", action.text, "", Label(due, 13, 500 if action.overdue else 400, role)))
        _more(section, count)
        if not count:
            section.add(Label(_("Nothing open."), 14, 400, "text2"))
        return section

    def _all_actions(self, count: int) -> Button:
        link = Button(_("All {n}").format(n=texts.number(count)), "link", clicked=self.actions_requested.emit)
        link.setAccessibleName(_("All open actions in the register"))
        return link

    def _reach(self, detail: MemberDetail) -> Section | None:
        member = detail.row
        found = [(icon, text) for icon, text in (("phone", detail.phone), ("envelope", detail.email),
                 ("globe", detail.website), ("map-pin", member.place)) if text]  # fmt: skip
        if not found:
            return None
        section = Section(_("How to reach it"))
        for icon, text in found:
            section.add(Line(icon, text))
        return section

    def _focused_name(self) -> str:
        focus = self.window().focusWidget() if self.window() else None
        inside = focus is not None and self._pages["shown"].isAncestorOf(focus)
        return focus.accessibleName() or "" if inside and focus is not None else ""

    def _focus_named(self, name: str) -> None:
        # What stood in the columns before is still about, and goes.
        columns = [item.widget() for side in (self._left, self._right) if (item := side.itemAt(0)) is not None]
        for widget in chain.from_iterable(each.findChildren(QWidget) for each in columns if each is not None):
            if widget.accessibleName() == name and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                widget.setFocus()
                return


def _nothing() -> None:
    """Nothing is left to be filled."""


def _more(section: Section, count: int) -> None:
    if count > SHOWN:
        words = ngettext("{n} more", "{n} more", count - SHOWN).format(n=texts.number(count - SHOWN))
        section.add(hugging(words, 13, 400, "text2"))


def _endorsed(detail: MemberDetail) -> Section | None:
    """Return how many of the last decisions the member stands behind; nothing where it was never asked."""
    endorsed, asked = detail.endorsed
    if not asked:
        return None
    words = _("{n} of the last {all}").format(n=texts.number(endorsed), all=texts.number(asked))
    bar = Bar(outlined=True)
    bar.set_value(endorsed, asked, words=words)
    return Section(_("Endorses decisions"), hugging(words, 13, 400, "text2")).add(bar)
