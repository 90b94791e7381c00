"""The scenes: what to bring into sight, one entry for each page and dialog, in the order of the pictures."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from db.meetings.meetings import meetings
from desktop import texts
from desktop.alliance.settings import ABOUT, COMPUTER, FILE, KINDS, MEETINGS, AllianceSettings
from desktop.find.palette import FindPalette
from desktop.groups.page import GroupsPage
from desktop.meetings.new_meeting import NewMeetingDialog
from desktop.meetings.page import MeetingsPage
from desktop.members.page import MembersPage
from desktop.minutes.page import MinutesTab
from desktop.settings import RecentFile
from desktop.showcase.stage import MEETING, MORNING, Stage
from desktop.start.page import StartPage
from desktop.widgets.meeting_tab import OpenMeeting
from desktop.window import Window
from desktop.wiring import Wiring

Play = Callable[[Stage], QWidget | None]
_DATED = ">5 "
"""Begins a date in the item of the sample that is being written."""
"""Brings something into sight; returns the dialog to picture, or nothing for the whole window."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture. `at` is what the clock shows; a `page` is among those pictured without `--all`."""

    name: str
    play: Play
    at: dt.datetime = MORNING
    page: bool = True


def _without_file(stage: Stage) -> StartPage:
    """Show the start page with files opened before, at places that are the same on every computer."""
    page = stage.program.show_start()
    folder = PurePosixPath("/home/office/Documents")
    names = [file.name for file in stage.settings.value.recent[:1]]
    stage.settings.change(recent=tuple(RecentFile(str(folder / f"{name}.ronda"), name) for name in names))
    page.show_recent()
    stage.settle()
    return page


def _start(stage: Stage) -> None:
    _without_file(stage)


def _new_alliance(stage: Stage) -> QDialog:
    _without_file(stage).new_alliance()
    return stage.dialog()


def _from_window(ask: Callable[[Window], object]) -> Play:
    """Return a scene that asks something of the window, and pictures the dialog that comes."""

    def asked(stage: Stage) -> QDialog:
        ask(stage.window)
        return stage.dialog()

    return asked


def _settings_tab(key: str) -> Play:
    def play(stage: Stage) -> QDialog:
        stage.window.settings_requested.emit()
        dialog = stage.dialog()
        assert isinstance(dialog, AllianceSettings)
        dialog.show_tab(key)
        stage.settle()
        return dialog

    return play


def _find(stage: Stage) -> QDialog:
    stage.window.find_requested.emit()
    palette = stage.dialog()
    assert isinstance(palette, FindPalette)
    palette.field.setText({"en": "water", "es": "agua"}[texts.language()])
    return stage.dialog()


def _what_was_done(stage: Stage) -> QDialog:
    wiring = stage.window.findChild(Wiring)
    assert wiring is not None
    wiring.show_what_was_done()
    return stage.dialog()


def _meetings(stage: Stage) -> MeetingsPage:
    page = stage.show("meetings")
    assert isinstance(page, MeetingsPage)
    return page


def _new_meeting(stage: Stage) -> QDialog:
    _meetings(stage).start_new()
    return stage.dialog()


def _comes_again(stage: Stage) -> QDialog:
    """Picture a meeting that comes again."""
    dialog = _new_meeting(stage)
    assert isinstance(dialog, NewMeetingDialog)
    dialog.date_field.set_value(dt.date(2027, 1, 28))
    dialog.date_field.changed.emit(dialog.date_field.value())
    dialog.again_box.setChecked(True)
    stage.settle()
    return dialog


def _cancel(stage: Stage) -> QDialog:
    page = _meetings(stage)
    page.show_list()
    stage.settle()
    row = next(row for row in stage.read(meetings, bodies=[None]) if row.number == 41)
    page.list.table.select_key(row.id)
    page.list.cancel()
    return stage.dialog()


def show_series(stage: Stage) -> QDialog:
    """Show the series of meetings."""
    page = _meetings(stage)
    page.show_list()
    page.list.show_series()
    return stage.dialog()


def _tab(tab: str, number: int = 41) -> Play:
    """Return a scene that opens a general meeting on one of its tabs."""

    def play(stage: Stage) -> None:
        rows = stage.read(meetings, bodies=[None])
        row = next(row for row in rows if row.number == number)
        stage.window.open(OpenMeeting(row.id, tab))
        stage.settle()

    return play


def _asked(play: Play, ask: Callable[[MeetingsPage], object]) -> Play:
    """Return a scene that asks something of a meeting's page, and pictures the dialog that comes."""

    def asked(stage: Stage) -> QDialog:
        play(stage)
        page = stage.window.current_page()
        assert isinstance(page, MeetingsPage)
        ask(page)
        return stage.dialog()

    return asked


def _on_minutes(ask: Callable[[MinutesTab], object]) -> Callable[[MeetingsPage], object]:
    def asked(page: MeetingsPage) -> None:
        tab = page.frame.tab()
        assert isinstance(tab, MinutesTab)
        ask(tab)

    return asked


def _minutes(stage: Stage) -> MinutesTab:
    _tab("minutes")(stage)
    page = stage.window.current_page()
    assert isinstance(page, MeetingsPage)
    tab = page.frame.tab()
    assert isinstance(tab, MinutesTab)
    return tab


def _hearing(stage: Stage) -> None:
    """Picture the minutes where the open actions are heard; one of them is done already."""
    tab = _minutes(stage)
    while tab.results.heard is None:
        before = tab.item_id
        tab.step_item(-1)
        stage.settle()
        assert tab.item_id != before, "the sample's meeting hears of what is open"
    button = tab.results.heard.cards()[0].done_button
    if button is not None:
        button.click()
    stage.settle()


def _written(stage: Stage) -> MinutesTab:
    """Return the minutes at the item that is written, whatever another scene showed."""
    tab = _minutes(stage)
    for step in (-1, 1):
        before = None
        while _DATED not in tab.editor.text() and tab.item_id != before:
            before = tab.item_id
            tab.step_item(step)
            stage.settle()
    tab.editor.setFocus()
    return tab


def _typing(stage: Stage) -> None:
    """Picture the minutes as an owner is typed."""
    tab = _written(stage)
    tab.editor.moveCursor(QTextCursor.MoveOperation.End)
    QApplication.sendEvent(tab.editor, _key(Qt.Key.Key_A, "A"))
    stage.settle()


def _hinted(stage: Stage) -> None:
    """Picture the minutes as the date of an action is understood, above other lines."""
    tab = _written(stage)
    cursor = tab.editor.document().find(_DATED)
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
    tab.editor.setTextCursor(cursor)
    stage.settle()


def _key(key: Qt.Key, text: str) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text)


def _meeting_list(stage: Stage) -> None:
    _meetings(stage).show_list()
    stage.settle()


def _members(stage: Stage) -> MembersPage:
    page = stage.show("members")
    assert isinstance(page, MembersPage)
    if page.card.editing():
        page.toggle_editing()
        stage.settle()
    return page


def _add_member(stage: Stage) -> QDialog:
    _members(stage).start_new()
    return stage.dialog()


def _groups(stage: Stage) -> None:
    """Show the plenary, whichever group was looked at before."""
    page = stage.show("groups")
    assert isinstance(page, GroupsPage)
    page.list.setCurrentIndex(page.model.index(0, 0))
    stage.settle()


def _add_group(stage: Stage) -> QDialog:
    stage.show("groups").start_new()
    return stage.dialog()


def shown(play: Callable[[Stage], object]) -> Play:
    """Return a scene that pictures the whole window."""

    def played(stage: Stage) -> None:
        play(stage)

    return played


SCENES: tuple[Scene, ...] = (
    Scene("today", shown(lambda stage: stage.show("today"))),
    Scene("today-meeting", shown(lambda stage: stage.show("today")), at=MEETING),
    Scene("find", _find, page=False),
    Scene("actions", shown(lambda stage: stage.show("actions"))),
    Scene("decisions", shown(lambda stage: stage.show("decisions"))),
    Scene("imports-members", _from_window(lambda window: window.import_members_requested.emit()), page=False),
    Scene("imports-meetings", _from_window(lambda window: window.import_meetings_requested.emit()), page=False),
    Scene("export-tables", _from_window(lambda window: window.export_tables_requested.emit()), page=False),
    Scene("meetings", _meeting_list),
    Scene("meetings-new", _new_meeting, page=False),
    Scene("meetings-new-again", _comes_again, page=False),
    Scene("meetings-cancel", _cancel, page=False),
    Scene("meetings-papers", _tab("papers")),
    Scene("meetings-agenda", _tab("agenda")),
    Scene("meetings-call", _tab("call")),
    Scene("meetings-minutes", _tab("minutes"), at=MEETING),
    Scene("meetings-minutes-hint", _hinted, at=MEETING),
    Scene("meetings-minutes-typing", _typing, at=MEETING),
    Scene("meetings-minutes-hearing", _hearing, at=MEETING),
    Scene("meetings-attendance", _asked(_tab("minutes"), _on_minutes(MinutesTab.mark_attendance)), MEETING, page=False),
    Scene("meetings-finish", _asked(_tab("minutes"), _on_minutes(lambda tab: tab.turns.finish())), MEETING, page=False),
    Scene("meetings-minutes-written", _tab("minutes", 40)),
    Scene("meetings-minutes-approved", _tab("minutes", 31), page=False),
    Scene(
        "meetings-circulate", _asked(_tab("minutes", 40), _on_minutes(lambda tab: tab.turns.circulate())), page=False
    ),
    Scene("meetings-correct", _asked(_tab("minutes", 31), _on_minutes(lambda tab: tab.turns.correct())), page=False),
    Scene("meetings-follow-up", _tab("follow_up", 40)),
    Scene("preview", _asked(_tab("agenda"), MeetingsPage.print_out), page=False),
    Scene("groups", _groups),
    Scene("groups-add", _add_group, page=False),
    Scene("members", shown(_members)),
    Scene("members-add", _add_member, page=False),
    Scene("meetings-series", show_series, page=False),
    *(Scene(f"settings-{key}", _settings_tab(key), page=False) for key in (ABOUT, MEETINGS, KINDS, FILE, COMPUTER)),
    Scene("history", _what_was_done, page=False),
    Scene("shortcuts", _from_window(lambda window: window.show_shortcuts()), page=False),
)

STARTING: tuple[Scene, ...] = (Scene("start-new", _new_alliance, page=False), Scene("start", _start))
"""Played after all that need the file: it is closed for them."""
