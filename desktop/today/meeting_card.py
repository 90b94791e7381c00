"""The card of the meeting in hand: what it is, when, its five steps; and what stands there when there is none."""

import datetime as dt

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from db.today.signals import SignalKind
from db.today.today import Today
from db.today.today_focus import Focus
from db.vocabulary import MeetingStatus
from desktop import texts
from desktop.naming.meetings import meeting_name
from desktop.texts import _
from desktop.today.board import CycleBoard
from desktop.today.next_step import NextStep, next_step
from desktop.today.signal_words import waiting_words
from desktop.today.steps import step_now, steps
from desktop.widgets.badges import Badge
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from desktop.widgets.labels import Label
from desktop.widgets.layouts import column, row
from desktop.widgets.looking import writes
from desktop.widgets.meeting_tab import OpenMeeting
from desktop.widgets.targets import PlanMeeting


class MeetingCard(Card):
    """The meeting in hand."""

    open_requested = Signal(object)
    """Please show this target."""

    def __init__(self, *, read_only: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(margins=(16, 12, 16, 16), spacing=8, parent=parent)
        self._read_only = read_only
        self._next: NextStep | None = None
        self._targets: tuple[object, object] = (None, None)
        self.title_label_widget = Label("", 18, 600, elide=True)
        self.fact_label = Label("", 14, 400, "text2", elide=True)
        self.badge = Badge("", "neutral", "clock")
        self.second_button = Button("", clicked=lambda: self.open_requested.emit(self._targets[0]))
        self.first_button = Button("", "primary", clicked=lambda: self.open_requested.emit(self._targets[1]))
        self.board = CycleBoard()
        self.board.strip.button.clicked.connect(self._go_next)
        self.board.strip.button.setVisible(not read_only)  # it offers to do what is next
        head = row(
            column(self.title_label_widget, self.fact_label, spacing=0), self.badge, 8, self.second_button,
            self.first_button,
        )  # fmt: skip
        head.setStretch(0, 1)
        self.body.addLayout(head)
        self.add(4, self.board)

    def show_today(self, facts: Today, focus: Focus) -> None:
        """Show the meeting in hand."""
        name = meeting_name(focus.label)
        self.title_label_widget.setText(name)
        self.setAccessibleName(name)
        self.fact_label.setText(_fact(focus))
        self._show_badge(focus, facts.day)
        self._show_buttons(focus, facts.day)
        self._next = next_step(facts, focus)
        self.board.show_steps(steps(facts, focus), step_now(facts, focus), self._next)

    def _show_badge(self, focus: Focus, day: dt.date) -> None:
        if focus.status is MeetingStatus.RUNNING:
            since = texts.time_of_day(focus.started_at) if focus.started_at else ""
            words = _("running since {time}").format(time=since) if since else _("running")
            self.badge.show_as(words, "ok", "play")
            return
        days = (focus.label.date - day).days
        self.badge.show_as(texts.in_days(days), "soft" if days == 0 else "neutral", "clock")

    def _show_buttons(self, focus: Focus, day: dt.date) -> None:
        key = focus.label.id
        agenda = (_("Open agenda"), OpenMeeting(key, "agenda"))
        minutes = (_("Open minutes"), OpenMeeting(key, "minutes"))
        call = (_("See the call") if self._read_only else _("Write the call"), OpenMeeting(key, "call"))
        if focus.status is MeetingStatus.PREPARING and focus.label.date > day:
            second, first = call, agenda
        elif focus.status is MeetingStatus.CALLED and focus.label.date > day:
            second, first = (_("See who was told"), call[1]), agenda
        else:
            second, first = agenda, minutes
        self.second_button.setText(second[0])
        self.first_button.setText(first[0])
        self._targets = (second[1], first[1])

    def _go_next(self) -> None:
        if self._next is not None:
            self.open_requested.emit(self._next.target)


class NoMeetingCard(Card):
    """Where there is no meeting in hand: the last one, and planning the next."""

    open_requested = Signal(object)
    """Please show this target."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("No meeting is planned"), margins=(16, 12, 16, 16), spacing=4, parent=parent)
        self._last: OpenMeeting | None = None
        self.sentence_label = Label("", 14, 400, "text2", wrap=True)
        self.plan_button = Button(
            _("Plan the next meeting"), "primary", "calendar-plus",
            clicked=lambda: self.open_requested.emit(PlanMeeting()),
        )  # fmt: skip
        writes(self.plan_button)
        self.last_button = Button(_("Open the last meeting"), clicked=self._open_last)
        self.add(self.sentence_label, 8, row(self.plan_button, self.last_button, None))

    def show_today(self, facts: Today) -> None:
        """Say which meeting was the last, and what its minutes wait for."""
        last = facts.last
        self._last = OpenMeeting(last.id) if last else None
        self.last_button.setVisible(last is not None)
        if last is None:
            self.sentence_label.setText(_("No meeting has been held yet."))
            return
        ago = texts.in_days((last.date - facts.day).days)
        words = _("The last one was {meeting}, {ago}. Open actions wait for the next agenda.")
        said = [words.format(meeting=meeting_name(last), ago=ago)]
        said += [
            waiting_words(signal, facts.day)
            for signal in facts.signals
            if signal.kind is SignalKind.TO_APPROVE and signal.meeting == last
        ]
        self.sentence_label.setText(" ".join(said))

    def _open_last(self) -> None:
        if self._last is not None:
            self.open_requested.emit(self._last)


class FirstStepsCard(Card):
    """A new alliance: what to do first."""

    open_requested = Signal(object)
    """Please show this target."""
    members_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margins=(16, 12, 16, 12), spacing=8, parent=parent)
        self.members_label = Label("", 14, 400, "text2", wrap=True)
        self.members_button = Button(_("Add members"), "primary", "users-three", clicked=self.members_requested.emit)
        self.plan_button = Button(
            _("Plan a meeting"), icon="calendar-plus", clicked=lambda: self.open_requested.emit(PlanMeeting())
        )
        writes(self.members_button, self.plan_button)
        steps = column(
            Label(_("Welcome. Three steps, and the desk is ready."), 20, 600, wrap=True),
            8,
            _numbered("1", _("Who belongs?"), self.members_label, self.members_button),
            _numbered(
                "2", _("When do you meet?"),
                Label(_("A date and a purpose are enough to begin. The agenda follows."), 14, 400, "text2", wrap=True),
                self.plan_button,
            ),
            _numbered(
                "3", _("What was agreed?"),
                Label(
                    _(
                        "Write the minutes here while you meet. "
                        "Decisions and actions are kept, and come back by themselves."
                    ),
                    14, 400, "text2", wrap=True,
                ),
            ),
            spacing=16,
            margins=(24, 24, 24, 24),
        )  # fmt: skip
        centre = QWidget()
        centre.setLayout(steps)
        centre.setMaximumWidth(720)
        self.body.addStretch(1)
        middle = row(spacing=0)
        middle.addStretch(1)
        middle.addWidget(centre, 100)
        middle.addStretch(1)
        self.body.addLayout(middle)
        self.body.addStretch(2)

    def show_today(self, facts: Today) -> None:
        """Say how far it is; the primary button is that of the step to take now."""
        self.members_button.set_kind("normal" if facts.members else "primary")
        self.plan_button.set_kind("primary" if facts.members else "normal")
        if facts.members:
            words = _("{n} are on record.").format(n=texts.number(facts.members))
            self.members_label.setText(words)
        else:
            self.members_label.setText(_("Add them one by one, or bring in a list from a spreadsheet."))


def _numbered(number: str, title: str, text: Label, button: Button | None = None) -> QWidget:
    part = QWidget()
    words = column(Label(title, 16, 600), text, spacing=2)
    line = row(spacing=16)
    line.addWidget(Badge(number, "soft"), 0, Qt.AlignmentFlag.AlignTop)
    line.addLayout(words, 1)
    if button is not None:
        line.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
    part.setLayout(line)
    return part


def _fact(focus: Focus) -> str:
    """Return "Thu 22 October 2026, 10:00–12:30  ·  Hall 2"."""
    when = texts.as_beginning(texts.weekday_date_short(focus.label.date))
    if focus.start_time is not None:
        start = dt.datetime.combine(focus.label.date, focus.start_time)
        end = start + dt.timedelta(minutes=focus.planned_minutes)
        when = f"{when}, {texts.time_span(start, end) if focus.planned_minutes else texts.time_of_day(start)}"
    return "  ·  ".join(filter(None, (when, focus.place)))
