"""The first page of who receives the desk: what is due this week, who is who, what was decided, what to ask for."""

import uuid
from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from db.changes import Changes
from db.errors import KnownError
from db.folding import words as same_words
from db.handover.desk import put_first_page_away
from db.handover.situation import ComingMeeting, Situation, situation
from db.minutes.actions import ActionRow
from desktop import texts
from desktop.clock import Clock
from desktop.handover.parts import KeysCard, LinesCard, fact_line
from desktop.naming.desk import held_words, holder_words
from desktop.naming.duties import duty_name
from desktop.naming.handover import role_word
from desktop.naming.meetings import meeting_name, status_word
from desktop.naming.outcomes import owner_words
from desktop.operations import Operations
from desktop.sentences import sentence
from desktop.texts import _, ngettext
from desktop.widgets.badges import KeyHint
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from desktop.widgets.labels import Label
from desktop.widgets.lanes import Lane, Lanes
from desktop.widgets.layouts import ScrollArea, column
from desktop.widgets.looking import writes
from desktop.widgets.page import Page
from desktop.widgets.targets import OpenActions, OpenFirstMinutes, OpenMeetings

MOST_DUE, MOST_LATE = 8, 4
"""How many actions are named; the page is read in ten minutes, and the page Actions has them all."""
WEEK_DAYS = 7


class FirstMinutesPage(Page):
    """Everything a new holder needs in ten minutes. It stays until it is put away, and can be had again."""

    put_away = Signal()
    """The holder needs it no more: please show Today."""

    def __init__(
        self, operations: Operations, clock: Clock, who: Callable[[], str], parent: QWidget | None = None
    ) -> None:  # fmt: skip
        super().__init__(operations, parent)
        self._clock = clock
        self._who = who
        self.facts: Situation | None = None
        self.away_button = Button(_("I know my way now"), "primary", "check", clicked=self._put_away)
        writes(self.away_button)
        self.week = LinesCard(
            _("Due this week"), _("Nothing is due this week."), link=_("All actions"),
            clicked=lambda: self.open_requested.emit(OpenActions("open")),
        )  # fmt: skip
        self.decided = LinesCard(_("What was decided last"), _("No decision is on record."))
        self.duties = LinesCard(_("On duty next"), _("No turn is planned."))
        self.worries_card = Card("")
        self.worries_label = Label("", 14, 400, wrap=True)
        self.worries_title = Label("", 16, 600, wrap=True)
        self.worries_card.add(self.worries_title, self.worries_label)
        self.known = LinesCard(
            _("Who is who"), _("No co-chair and no coordinator is on record."), link=_("All meetings"),
            clicked=lambda: self.open_requested.emit(OpenMeetings()),
        )  # fmt: skip
        self.keys = KeysCard(
            _("Passwords and keys to ask for"), _("Tick what you have been given."), editable=False
        )  # fmt: skip
        self.keys.ticked.connect(self._on_ticked)
        left, right = QWidget(), QWidget()
        left.setLayout(column(self.worries_card, self.week, self.duties, self.decided, None, spacing=16))
        right.setLayout(column(self.keys, self.known, None, spacing=16))
        lanes = Lanes([Lane(left, 480, 400, share=3), Lane(right, 380, 320, share=2)], margins=(24, 16, 12, 16))
        self.setLayout(column(ScrollArea(column(lanes, None), bar_room=12)))

    def title(self) -> str:
        return _("Your first ten minutes")

    def fact(self) -> str:
        last = self.facts.handover if self.facts is not None else None
        if self.facts is None or last is None:
            return ""
        holder = same_words(self.facts.desk.name)
        if holder != same_words(last.to_name):
            return held_words(self.facts.desk)  # somebody said since that another one has it
        if holder == same_words(self._who()):
            fact = _("The desk has been yours since {day}, from {giver}")
        else:
            fact = _("{holder} has had the desk since {day}; it came from {giver}")
        return fact.format(
            day=texts.date_long(last.at.astimezone()), giver=holder_words(last.from_name, last.from_office),
            holder=holder_words(last.to_name, last.to_office),
        )  # fmt: skip

    def header_actions(self) -> Sequence[QWidget]:
        return (self.away_button,)

    def key_hints(self) -> Sequence[KeyHint]:
        return (KeyHint("Ctrl 1", _("to Today")), KeyHint("Ctrl K", _("find anything")), KeyHint("F1", _("help")))

    def panels(self) -> Sequence[QWidget]:
        return (self.week, self.keys)

    def open(self, target: object) -> bool:
        return isinstance(target, OpenFirstMinutes)

    def refresh(self, changes: Changes | None) -> None:
        self.operations.read(situation, today=self._clock.today(), done=self._show, key=self)

    def _show(self, facts: Situation) -> None:
        if facts == self.facts:
            return
        self.facts = facts
        self._show_worries(facts)
        self.week.set_lines(self._week(facts))
        self.duties.set_lines(
            [
                fact_line(
                    texts.date_short(row.first),
                    f"{duty_name(row.duty)}: " + (row.member or _("nobody yet")),
                    ", ".join(filter(None, (row.person, meeting_name(row.meeting) if row.meeting else ""))),
                )
                for row in facts.turns[:WEEK_DAYS]
            ]
        )
        self.decided.set_lines(
            [fact_line(row.label, row.text, texts.date_long(row.meeting_date)) for row in facts.decisions]
        )  # fmt: skip
        self.known.set_lines(
            [
                fact_line(
                    role_word(one.role), one.name,
                    "\n".join(filter(None, (one.office, "  ".join(filter(None, (one.phone, one.email)))))),
                )
                for one in facts.contacts
            ]
        )  # fmt: skip
        self.keys.show_keys(facts.keys, handover=facts.desk.count)
        self.away_button.setVisible(facts.desk.read_on is None and facts.desk.count > 0)
        self.header_changed.emit()

    def _show_worries(self, facts: Situation) -> None:
        words = facts.handover.worries if facts.handover is not None else ""
        giver = facts.handover.from_name if facts.handover is not None else ""
        self.worries_card.setVisible(bool(words))
        self.worries_title.setText(_("What worries {giver}").format(giver=giver) if giver else _("What worries us"))
        self.worries_label.setText(words)

    def _week(self, facts: Situation) -> list[QWidget]:
        lines = [self._meeting(row) for row in facts.meetings_this_week]
        due = facts.due_this_week
        lines += [self._action(row, facts) for row in due[:MOST_DUE]]
        if (more := len(due) - MOST_DUE) > 0:
            words = ngettext("{n} more is due this week", "{n} more are due this week", more)
            lines.append(fact_line("", words.format(n=texts.number(more))))
        late = sorted(facts.late, key=lambda row: row.due_date or facts.day)
        lines += [self._action(row, facts) for row in late[:MOST_LATE]]
        if (more := len(late) - MOST_LATE) > 0:
            words = ngettext("{n} more is late", "{n} more are late", more).format(n=texts.number(more))
            lines.append(fact_line("", words))
        return lines

    def _meeting(self, row: ComingMeeting) -> QWidget:
        time = texts.time_of_day(row.start_time) if row.start_time else ""
        more = "  ·  ".join(filter(None, (", ".join(filter(None, (time, row.place))), status_word(row.status))))
        return fact_line(texts.as_beginning(texts.weekday_date(row.label.date)), meeting_name(row.label), more)

    def _action(self, row: ActionRow, facts: Situation) -> QWidget:
        day = row.due_date or facts.day
        late = (facts.day - day).days
        first = texts.days_late(late) if late > 0 else texts.as_beginning(texts.weekday_date(day))
        return fact_line(first, row.text, owner_words(row) or _("nobody yet"), role="danger" if late > 0 else "text")

    def _on_ticked(self, key_id: uuid.UUID, passed: bool) -> None:
        if self.facts is not None:
            handover = self.facts.desk.count if passed else None
            self.keys.record(self.operations, key_id, handover=handover, refused=self._on_tick_refused)

    def _on_tick_refused(self, error: KnownError) -> None:
        self.said.emit(sentence(error))
        self.refresh(None)

    def _put_away(self) -> None:
        self.operations.write(
            put_first_page_away, on=self._clock.today(), done=lambda _changes: self.put_away.emit()
        )  # fmt: skip
