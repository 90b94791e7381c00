"""Which pages and tabs there are, and what one feature asks for and another one does."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog
from sqlalchemy.orm import Session

from db.actions import actions
from db.engine import AllianceFile
from desktop.actions.page import ActionsPage
from desktop.alliance.settings import COMPUTER, AllianceSettings
from desktop.call.tab import CallTab
from desktop.clock import Clock
from desktop.decisions.page import DecisionsPage
from desktop.find.palette import FindPalette
from desktop.followup.tab import FollowUpTab
from desktop.groups.page import GroupsPage
from desktop.history.dialog import WhatWasDone
from desktop.imports.export import TablesExport
from desktop.imports.meetings import MeetingsImport
from desktop.imports.members import MembersImport
from desktop.meetings.page import MeetingsPage
from desktop.members.page import MembersPage
from desktop.minutes.page import MinutesTab
from desktop.operations import Operations
from desktop.papers.page import PapersPage
from desktop.preview.documents import print_meeting
from desktop.settings import SettingsFile
from desktop.texts import _
from desktop.theme import Appearance
from desktop.today.page import TodayPage
from desktop.widgets.meeting_tab import TabEntry
from desktop.widgets.targets import PlanMeeting
from desktop.window import PageEntry, Window


def page_entries(operations: Operations, clock: Clock, who: Callable[[], str]) -> list[PageEntry]:
    """Return the pages the window offers, in the order of the sidebar."""
    tabs = meeting_tabs(operations, clock, who)
    return [
        PageEntry("today", lambda: _("Today"), "house", lambda: TodayPage(operations, clock=clock)),
        PageEntry(
            "meetings", lambda: _("Meetings"), "calendar-blank", lambda: MeetingsPage(operations, tabs, clock=clock)
        ),
        PageEntry(
            "actions",
            lambda: _("Actions"),
            "check-square",
            lambda: ActionsPage(operations, clock=clock),
            badge=lambda session: overdue_count(session, clock),
            badge_kinds=frozenset({"action"}),
        ),
        PageEntry("decisions", lambda: _("Decisions"), "seal-check", lambda: DecisionsPage(operations, clock=clock)),
        PageEntry("members", lambda: _("Members"), "users-three", lambda: MembersPage(operations, clock)),
        PageEntry("groups", lambda: _("Groups"), "tree-structure", lambda: GroupsPage(operations, clock)),
        PageEntry("papers", lambda: _("Papers"), "file-text", lambda: PapersPage(operations)),
    ]


def meeting_tabs(operations: Operations, clock: Clock, who: Callable[[], str]) -> list[TabEntry]:
    """Return the tabs of a meeting after its preparation and agenda, in their order."""
    return [
        TabEntry("call", lambda: _("Call"), lambda: CallTab(operations, clock=clock)),
        TabEntry("minutes", lambda: _("Minutes"), lambda: MinutesTab(operations, clock=clock, who=who)),
        TabEntry("follow_up", lambda: _("Follow-up"), lambda: FollowUpTab(operations, clock=clock)),
    ]


def overdue_count(session: Session, clock: Clock) -> int:
    """Return how many open actions are past their day."""
    return len(actions(session, overdue_on=clock.today()))


class Wiring(QObject):
    """Answers what the window over one file, and its pages, ask for. Belongs to the window and goes with it."""

    who_changed = Signal(str)
    """The name written beside changes is another one."""
    language_changed = Signal(str)
    """The window is to be built anew in this language ("system": the computer's)."""

    def __init__(
        self, window: Window, operations: Operations, clock: Clock, settings: SettingsFile, appearance: Appearance
    ) -> None:
        super().__init__(window)
        self._window = window
        self._operations = operations
        self._clock = clock
        self._settings = settings
        self._appearance = appearance
        self._palette: FindPalette | None = None
        window.page_built.connect(self._on_page_built)
        window.find_requested.connect(self.find)
        window.new_requested.connect(self.plan_meeting)
        window.settings_requested.connect(self.show_settings)
        window.who_requested.connect(self.ask_who)
        window.import_members_requested.connect(self.import_members)
        window.import_meetings_requested.connect(self.import_meetings)
        window.export_tables_requested.connect(self.export_tables)

    def find(self, typed: str = "") -> None:
        """Open the palette that finds anything."""
        if self._palette is None:
            self._palette = FindPalette(self._operations, clock=self._clock, parent=self._window)
            self._palette.open_requested.connect(self._window.open)
        self._palette.look_for(typed)

    def plan_meeting(self) -> None:
        """Begin a new meeting, from whichever page."""
        self._window.open(PlanMeeting())

    def show_settings(self) -> AllianceSettings:
        """Open the alliance's settings, and those of this computer; return the dialog."""
        dialog = AllianceSettings(
            self._operations,
            self._settings,
            self._appearance,
            self._clock,
            what_was_done=self.show_what_was_done,
            parent=self._window,
        )
        dialog.who_changed.connect(self.who_changed)
        dialog.language_changed.connect(self.language_changed)
        self._open(dialog)
        return dialog

    def ask_who(self) -> None:
        """Open the settings where one says who one is."""
        dialog = self.show_settings()
        dialog.show_tab(COMPUTER)
        dialog.preferences.who_field.setFocus()

    def show_what_was_done(self) -> None:
        """Open the list of what was done lately."""
        self._open(WhatWasDone(self._operations, self._window))

    def import_members(self) -> None:
        """Open the import of members."""
        self._open(MembersImport(self._operations, self._clock, folder=self._folder(), parent=self._window))

    def import_meetings(self) -> None:
        """Open the import of past meetings."""
        self._open(MeetingsImport(self._operations, folder=self._folder(), parent=self._window))

    def export_tables(self) -> None:
        """Open the export of every table."""
        self._open(TablesExport(self._operations, self._clock, folder=self._folder(), parent=self._window))

    def _on_page_built(self, _key: str, page: object) -> None:
        if isinstance(page, TodayPage):
            page.find_requested.connect(self.find)
        if isinstance(page, MeetingsPage):
            page.print_requested.connect(
                lambda request: print_meeting(self._window, self._operations, request, today=self._clock.today())
            )
            page.import_requested.connect(self.import_meetings)
        if isinstance(page, MembersPage):
            page.import_requested.connect(self.import_members)

    def _folder(self) -> Path:
        """Return where files to bring in are likely to be: beside the alliance's own."""
        file = self._operations.file
        return file.path.parent if isinstance(file, AllianceFile) else Path.home()

    def _open(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
