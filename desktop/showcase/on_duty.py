"""Scenes of who is on duty away from the page Duties: at a meeting, of a member, of a term that is over."""

import datetime as dt

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QDialog, QWidget

from db.duties.absences import report_absence
from db.duties.rota import meeting_turns
from db.meetings.meetings import meetings
from db.members.members import members_on
from db.vocabulary import MemberStatus
from desktop.meetings.page import MeetingsPage
from desktop.meetings.preparation_tab import PreparationTab
from desktop.members.page import MembersPage
from desktop.showcase.scenes import Play, Scene
from desktop.showcase.stage import Stage
from desktop.today.page import TodayPage
from desktop.widgets.meeting_tab import OpenMeeting
from desktop.widgets.meeting_turns import TurnsDialog
from desktop.widgets.targets import CloseTurn, OpenMember


def _meeting(stage: Stage, number: int, tab: str = "agenda") -> MeetingsPage:
    row = next(row for row in stage.read(meetings, bodies=[None]) if row.number == number)
    stage.window.open(OpenMeeting(row.id, tab))
    stage.settle()
    page = stage.window.current_page()
    assert isinstance(page, MeetingsPage)
    return page


def _list(number: int) -> Play:
    """Return a scene of who is on duty at a general meeting."""

    def play(stage: Stage) -> QDialog:
        _meeting(stage, number).frame.on_duty.open_list()
        return stage.dialog()

    return play


def _of_turn(word: int) -> Play:
    """Return a scene of what the menu of the last turn of the next meeting asks, by its place in the menu."""

    def play(stage: Stage) -> QDialog:
        dialog = _list(41)(stage)
        assert isinstance(dialog, TurnsDialog)
        dialog.turns.lines[-1].menu.menu_of_choices().actions()[word].trigger()
        return stage.dialog()

    return play


def _menu(stage: Stage) -> QWidget:
    dialog = _list(41)(stage)
    assert isinstance(dialog, TurnsDialog)
    menu = dialog.turns.lines[-1].menu.menu_of_choices()
    menu.popup(dialog.mapToGlobal(QPoint(120, 120)))
    stage.settle()
    return menu


def _at_the_meeting(stage: Stage) -> None:
    """Show the turns under a meeting's purpose."""
    tab = _meeting(stage, 41, "papers").frame.tab()
    assert isinstance(tab, PreparationTab)
    tab.left.ensureWidgetVisible(tab.turns_card)
    stage.settle()


def _names(stage: Stage) -> QWidget:
    """Show the names offered for the chair, each with its history."""
    tab = _meeting(stage, 41, "papers").frame.tab()
    assert isinstance(tab, PreparationTab)
    field = tab.chair_field
    field.setFocus()
    field.completer().setCompletionPrefix("")
    field.completer().complete()
    stage.settle()
    popup = field.completer().popup()
    assert popup is not None
    return popup


def _put_right(stage: Stage) -> QDialog:
    """Ask who really did a turn that is over."""
    page = stage.show("today")
    assert isinstance(page, TodayPage)
    row = next(row for row in stage.read(meetings, bodies=[None]) if row.number == 40)
    turn = stage.read(meeting_turns, row.id)[0]
    page.signals.open_requested.emit(CloseTurn(turn.id))
    return stage.dialog()


def _away(stage: Stage) -> None:
    """Show a member that is away."""
    rows = stage.read(members_on)
    row = next(row for row in rows if row.status is MemberStatus.MEMBER)
    first, end = dt.date(2026, 10, 1), dt.date(2026, 12, 1)
    stage.operations.write(report_absence, member_id=row.id, from_date=first, to_date=end, today=dt.date(2026, 10, 7))
    page = stage.show("members")
    assert isinstance(page, MembersPage)
    stage.window.open(OpenMember(row.id))
    stage.settle()


ON_DUTY: tuple[Scene, ...] = (
    Scene("meetings-turns", _list(41)),
    Scene("meetings-turns-done", _list(40), page=False),
    Scene("meetings-turns-menu", _menu, page=False),
    Scene("meetings-turns-decline", _of_turn(1), page=False),
    Scene("meetings-turns-give", _of_turn(2), page=False),
    Scene("meetings-turns-note", _of_turn(3), page=False),
    Scene("meetings-papers-turns", _at_the_meeting),
    Scene("meetings-names", _names, page=False),
    Scene("today-who-did-it", _put_right, page=False),
    Scene("members-away", _away, page=False),
)
