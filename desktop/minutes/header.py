"""The buttons at the right of the tabs, by where the meeting and its minutes stand."""

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from db.vocabulary import MeetingStatus, MinutesState
from desktop import texts, theme
from desktop.minutes import words
from desktop.minutes.view import MinutesView
from desktop.texts import _
from desktop.widgets.badges import Badge
from desktop.widgets.buttons import Button
from desktop.widgets.looking import writes


class HeaderActions:
    """All the buttons there can be; `for_view` tells which of them now."""

    def __init__(self) -> None:
        self.state = StateBadge("")
        self.print_draft = Button(_("Print draft"), icon="printer")
        self.start = Button(_("Start meeting"), "primary", "play")
        self.finish = Button(_("Finish meeting"), "primary", "check")
        self.circulate = Button(_("Circulate"), "primary", "paper-plane-tilt")
        self.approve = Button(_("Approve"), icon="check")
        self.correct = Button(_("Record a correction"), icon="note-pencil")
        writes(self.start, self.finish, self.circulate, self.approve, self.correct)

    def for_view(self, view: MinutesView | None) -> Sequence[QWidget]:
        """Return what to show, the primary button last."""
        if view is None or view.sheet.status is MeetingStatus.CANCELLED:
            return ()
        match view.sheet.minutes_state:
            case MinutesState.APPROVED | MinutesState.IMPORTED:
                correctable = (self.correct,) if view.items and not view.sheet.original_text else ()
                return (self.state, self.print_draft, *correctable)
            case MinutesState.CIRCULATED:
                return (self.state, self.print_draft, self.approve)
        match view.sheet.status:
            case MeetingStatus.PREPARING | MeetingStatus.CALLED:
                return (self.start,)
            case MeetingStatus.RUNNING:
                return (self.state, self.print_draft, self.finish)
        return (self.state, self.print_draft, self.circulate)

    def show_view(self, view: MinutesView, now: dt.datetime) -> None:
        """Say how things stand `now`."""
        if view.running:
            running = _("Running, {time}").format(time=texts.time_of_day(now))
            self.state.show_as(running, "ok", "record-fill")
        else:
            self.state.show_as(*words.minutes_state(view.sheet))
        fixed = view.sheet.minutes_state in (MinutesState.APPROVED, MinutesState.IMPORTED)
        self.print_draft.setText(_("Print minutes") if fixed else _("Print draft"))


class StateBadge(Badge):
    """A badge a little higher, as beside buttons."""

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme.px(20))
