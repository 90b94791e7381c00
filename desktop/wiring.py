"""Which pages and tabs there are, and what one feature asks for and another one does.

A feature is loaded and its page built when it is first needed, or when nothing else is to be done: the first page must
not wait for the others, nor whoever goes to one of them if the program had time before.
"""

import datetime as dt
import gc
import uuid
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from db.engine import AllianceFile
from db.files.checked_copies import clear_passing
from db.today.today import late_actions
from desktop import texts
from desktop.clock import Clock
from desktop.launch import load_charts, load_record, load_to_stay
from desktop.new_day import NewDay
from desktop.operations import Operations
from desktop.settings import SettingsFile
from desktop.texts import _
from desktop.theme import Appearance
from desktop.widgets.meeting_tab import MeetingTab, PrintMeeting, TabEntry
from desktop.widgets.page import Page
from desktop.widgets.targets import PlanMeeting
from desktop.window import PageEntry, Window

if TYPE_CHECKING:
    from db.measures.period import Period, Scope
    from desktop.alliance.settings import AllianceSettings
    from desktop.backups.keeper import BackupKeeper
    from desktop.find.palette import FindPalette
    from desktop.preferences import PreferencesForm
    from desktop.widgets.printed_list import PrintList
    from desktop.widgets.room_requests import PrintDocument

_FEATURES: Final = (
    "desktop.backups.keeper", "desktop.meetings.page", "desktop.minutes.page", "desktop.actions.page",
    "desktop.members.page", "desktop.find.palette", "desktop.call.tab", "desktop.followup.tab",
    "desktop.decisions.page", "desktop.duties.page", "desktop.groups.page", "desktop.papers.page",
    "desktop.purpose.page", "desktop.evaluation.page", "desktop.alliance.settings", "desktop.preview.documents",
    "desktop.preview.registers", "desktop.history.dialog", "desktop.handover.page", "desktop.imports.members",
    "desktop.imports.meetings",
)  # fmt: skip
"""What is likely wanted next first."""
ENVELOPE: Final = "envelope"
"""What the window says of the sheet for the passphrase is about this."""
_REST_MS: Final = 150
_BETWEEN_MS: Final = 30
_QUIET_MS: Final = 700
"""So long nobody has touched the window before a page is made ready that nobody asked for."""
_AWAY_MS: Final = 60_000
"""So long nobody has touched the window before all memory is looked through for what is no longer used."""
_BUSY_MS: Final = 100
"""So long is waited for what is under way, most often what the page before has to read."""
_TOUCHES: Final = frozenset(
    (
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    )
)


def later() -> list[Callable[[], object]]:
    """Return what to call one by one, once the first page stands and nobody is at work: each loads something."""
    numbers = partial(texts.number, 1000)  # loads what the language says of large ones
    loads: list[Callable[[], object]] = [
        load_record,
        numbers,
        *(partial(import_module, name) for name in _FEATURES),
        load_charts,
    ]
    return [partial(load_to_stay, load) for load in loads]


def page_entries(operations: Operations, clock: Clock, who: Callable[[], str]) -> list[PageEntry]:
    """Return the pages the window offers, in the order of the sidebar."""
    open_actions = PageEntry(
        "actions", lambda: _("Actions"), "check-square", partial(_actions, operations, clock),
        badge=lambda look: late_actions(look, clock.today()), badge_kinds=frozenset({"action"}),
    )  # fmt: skip
    handover = PageEntry(
        "handover", lambda: _("Hand over the desk"), "handshake", partial(_handover, operations, clock, who),
        listed=False,
    )  # fmt: skip
    first_minutes = PageEntry(
        "first_minutes", lambda: _("Your first ten minutes"), "sparkle",
        partial(_first_minutes, operations, clock, who), listed=False,
    )  # fmt: skip
    return [
        PageEntry("today", lambda: _("Today"), "house", partial(_today, operations, clock)),
        PageEntry("meetings", lambda: _("Meetings"), "calendar-blank", partial(_meetings, operations, clock, who)),
        open_actions,
        PageEntry("decisions", lambda: _("Decisions"), "seal-check", partial(_decisions, operations, clock)),
        PageEntry("duties", lambda: _("Duties"), "arrows-clockwise", partial(_duties, operations, clock)),
        PageEntry("members", lambda: _("Members"), "users-three", partial(_members, operations, clock)),
        PageEntry("groups", lambda: _("Groups"), "tree-structure", partial(_groups, operations, clock)),
        PageEntry("papers", lambda: _("Papers"), "file-text", partial(_papers, operations, clock)),
        PageEntry("purpose", lambda: _("Purpose"), "flag", partial(_purpose, operations, clock)),
        PageEntry("evaluation", lambda: _("Evaluation"), "chart-bar", partial(_evaluation, operations, clock)),
        handover,
        first_minutes,
    ]


def _today(operations: Operations, clock: Clock) -> Page:
    from desktop.today.page import TodayPage

    return TodayPage(operations, clock=clock)


def _meetings(operations: Operations, clock: Clock, who: Callable[[], str]) -> Page:
    from desktop.meetings.page import MeetingsPage

    return MeetingsPage(operations, meeting_tabs(operations, clock, who), clock=clock)


def _actions(operations: Operations, clock: Clock) -> Page:
    from desktop.actions.page import ActionsPage

    return ActionsPage(operations, clock=clock)


def _decisions(operations: Operations, clock: Clock) -> Page:
    from desktop.decisions.page import DecisionsPage

    return DecisionsPage(operations, clock=clock)


def _duties(operations: Operations, clock: Clock) -> Page:
    from desktop.duties.page import DutiesPage

    return DutiesPage(operations, clock=clock)


def _members(operations: Operations, clock: Clock) -> Page:
    from desktop.members.page import MembersPage

    return MembersPage(operations, clock)


def _groups(operations: Operations, clock: Clock) -> Page:
    from desktop.groups.page import GroupsPage

    return GroupsPage(operations, clock)


def _papers(operations: Operations, clock: Clock) -> Page:
    from desktop.papers.page import PapersPage

    return PapersPage(operations, clock)


def _purpose(operations: Operations, clock: Clock) -> Page:
    from desktop.purpose.page import PurposePage

    return PurposePage(operations, clock=clock)


def _evaluation(operations: Operations, clock: Clock) -> Page:
    from desktop.evaluation.page import EvaluationPage

    return EvaluationPage(operations, clock=clock)


def _handover(operations: Operations, clock: Clock, who: Callable[[], str]) -> Page:
    from desktop.handover.page import HandoverPage

    return HandoverPage(operations, clock, who)


def _first_minutes(operations: Operations, clock: Clock, who: Callable[[], str]) -> Page:
    from desktop.handover.first_minutes import FirstMinutesPage

    return FirstMinutesPage(operations, clock, who)


def meeting_tabs(operations: Operations, clock: Clock, who: Callable[[], str]) -> list[TabEntry]:
    """Return the tabs of a meeting after its preparation and agenda, in their order."""

    def call() -> MeetingTab:
        from desktop.call.tab import CallTab

        return CallTab(operations, clock=clock)

    def minutes() -> MeetingTab:
        from desktop.minutes.page import MinutesTab

        return MinutesTab(operations, clock=clock, who=who)

    def follow_up() -> MeetingTab:
        from desktop.followup.tab import FollowUpTab

        return FollowUpTab(operations, clock=clock)

    return [
        TabEntry("call", lambda: _("Call"), call, "desktop.call.tab"),
        TabEntry("minutes", lambda: _("Minutes"), minutes, "desktop.minutes.page"),
        TabEntry("follow_up", lambda: _("Follow-up"), follow_up, "desktop.followup.tab"),
    ]


class Wiring(QObject):
    """Answers what the window over one file, and its pages, ask for. Belongs to the window and goes with it."""

    who_changed = Signal(str)
    """The name written beside changes is another one."""
    language_changed = Signal(str)
    """The window is to be built anew in this language ("system": the computer's)."""
    settings_closed = Signal()
    """The letters may be of another size than those the window was built for."""
    desk_changed = Signal()
    """The desk left this file or came back: the window is to be built anew."""

    file_chosen = Signal(object)
    """The path of a file that a person wants to go on with in place of this one."""

    def __init__(
        self, window: Window, operations: Operations, clock: Clock, settings: SettingsFile, appearance: Appearance,
        *, keeper: "Callable[[], BackupKeeper]",
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._window = window
        self._operations = operations
        self._clock = clock
        self._settings = settings
        self._appearance = appearance
        self._keeper = keeper
        self._palette: FindPalette | None = None
        self._later = [*later(), clear_passing]
        self._loading = self._preparing = self._prepared = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._load_next)
        operations.busy_changed.connect(self._on_busy)
        NewDay(operations, clock, self)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.timeout.connect(self._prepare_next)
        window.closed.connect(self._quiet.stop)
        window.closed.connect(self._rest.stop)
        window.page_built.connect(self._on_page_built)
        window.find_requested.connect(self.find)
        window.new_requested.connect(self.plan_meeting)
        window.settings_requested.connect(self.show_settings)
        window.passphrase_requested.connect(self.show_passphrase)
        window.who_requested.connect(self.ask_who)
        window.import_members_requested.connect(self.import_members)
        window.import_meetings_requested.connect(self.import_meetings)
        window.import_calendar_requested.connect(self.import_calendar)
        window.export_tables_requested.connect(self.export_tables)
        window.surveys_requested.connect(self.show_surveys)
        window.backups_requested.connect(self.show_backups)
        window.handover_requested.connect(lambda: window.show_page("handover"))
        window.first_minutes_requested.connect(lambda: window.show_page("first_minutes"))

    def find(self, typed: str = "") -> None:
        """Open the palette that finds anything."""
        if self._palette is None:
            from desktop.find.palette import FindPalette

            self._palette = FindPalette(self._operations, clock=self._clock, parent=self._window)
            self._palette.open_requested.connect(self._window.open)
        self._palette.look_for(typed)

    def plan_meeting(self) -> None:
        """Begin a new meeting, from whichever page."""
        self._window.open(PlanMeeting())

    def show_settings(self) -> "AllianceSettings":
        """Open the alliance's settings, and those of this computer; return the dialog."""
        from desktop.alliance.settings import AllianceSettings

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
        dialog.envelope_requested.connect(partial(self.print_envelope, over=dialog))
        dialog.finished.connect(self.settings_closed)
        self._open(dialog)
        return dialog

    def show_passphrase(self) -> None:
        """Open the settings where the file's passphrase is set."""
        from desktop.alliance.settings import FILE

        self.show_settings().show_tab(FILE)

    def ask_who(self) -> None:
        """Open the settings where one says who one is."""
        self._show_preferences().who_field.setFocus()

    def show_language(self) -> None:
        """Open the settings where the language is chosen."""
        self._show_preferences().language_field.setFocus()

    def _show_preferences(self) -> "PreferencesForm":
        from desktop.alliance.settings import COMPUTER

        dialog = self.show_settings()
        dialog.show_tab(COMPUTER)
        return dialog.preferences

    def show_what_was_done(self) -> None:
        """Open the list of what was done lately."""
        from desktop.history.dialog import WhatWasDone

        self._open(WhatWasDone(self._operations, self._window))

    def take_back(self, holder: str = "") -> None:
        """Ask why the desk is taken back into this file, and do it; `holder` has it, if not whom it was given to."""
        from desktop.handover.dialogs import TakeBackDialog

        dialog = TakeBackDialog(
            self._operations, self._clock, who=self._settings.value.who, holder=holder, parent=self._window
        )  # fmt: skip
        dialog.taken.connect(self.desk_changed)
        self._open(dialog)

    def import_members(self) -> None:
        """Open the import of members."""
        from desktop.imports.members import MembersImport

        self._open(MembersImport(self._operations, self._clock, folder=self._folder(), parent=self._window))

    def import_meetings(self) -> None:
        """Open the import of past meetings."""
        from desktop.imports.meetings import MeetingsImport

        self._open(MeetingsImport(self._operations, self._clock, folder=self._folder(), parent=self._window))

    def import_calendar(self) -> None:
        """Open the planning of meetings from a calendar."""
        from desktop.imports.calendar import CalendarImport

        self._open(CalendarImport(self._operations, self._clock, folder=self._folder(), parent=self._window))

    def report_absence(self, member_id: uuid.UUID) -> None:
        """Open the absences to report one of a member."""
        from desktop.duties.absences import AbsencesDialog

        self._open(AbsencesDialog(self._operations, self._clock, self._window, member_id))

    def export_tables(self) -> None:
        """Open the export of every table."""
        from desktop.imports.export import TablesExport

        self._open(TablesExport(self._operations, self._clock, folder=self._folder(), parent=self._window))

    def print_list(self, request: "PrintList") -> None:
        """Show a page's list as it will be printed."""
        from desktop.preview.registers import print_list

        print_list(self._window, self._operations, request, today=self._clock.today())

    def print_document(self, request: "PrintDocument") -> None:
        """Show a document of the print room as it will be printed."""
        from desktop.preview.room import print_document

        if request.key == "envelope":
            self.print_envelope()  # which the banner asks for
        else:
            print_document(self._window, self._operations, request, today=self._clock.today())

    def print_handover_note(self) -> None:
        """Show the handover note as it will be printed."""
        from desktop.preview.letters import print_handover_note

        print_handover_note(self._window, self._operations, today=self._clock.today())

    def print_invitation(self, member_id: uuid.UUID) -> None:
        """Show the letter that asks a candidate to join as it will be printed."""
        from desktop.preview.letters import print_invitation

        print_invitation(self._window, self._operations, member_id, today=self._clock.today())

    def print_note(self, note_id: uuid.UUID) -> None:
        """Show a note or statement as it will be printed."""
        from desktop.preview.letters import print_note

        print_note(self._window, self._operations, note_id, today=self._clock.today())

    def print_terms(self) -> None:
        """Show the terms of reference as they will be printed."""
        from desktop.preview.letters import print_terms

        print_terms(self._window, self._operations, today=self._clock.today())

    def print_envelope(self, set_on: dt.date | None = None, *, over: QWidget | None = None) -> None:
        """Show the sheet on which the passphrase is written for the sealed envelope as it will be printed."""
        from desktop.preview.letters import print_envelope

        shown = print_envelope(over or self._window, self._operations, today=self._clock.today(), set_on=set_on)
        shown.put_out.connect(self._put_offer_away)

    @property
    def offers_envelope(self) -> bool:
        """Whether that sheet is offered, and was neither put out nor put away yet."""
        return self._window.has_banner(ENVELOPE)

    def offer_envelope(self) -> None:
        """Offer that sheet for the file, which was just made with a passphrase, until it is put out or put away."""
        words = _(
            "This file is protected. Write its passphrase down for a sealed envelope: nobody can recover a lost one."
        )
        ask = partial(self.print_envelope, self._clock.today())
        self._window.set_banner(words, _("Print the sheet…"), ask, about=ENVELOPE, stays=False)

    def _put_offer_away(self) -> None:
        self._window.set_banner("", about=ENVELOPE)

    def show_surveys(self) -> None:
        """Open the surveys of members."""
        from desktop.survey.dialog import SurveysDialog

        self._open(SurveysDialog(self._operations, self._clock, self._window, folder=self._folder()))

    def show_backups(self) -> None:
        """Open the list of backups."""
        from desktop.backups.dialog import BackupsDialog

        dialog = BackupsDialog(self._operations, self._keeper(), self._clock, self._window)
        dialog.open_requested.connect(self.file_chosen)
        self._open(dialog)

    def print_rota(self) -> None:
        """Show the rota as it will be printed."""
        from desktop.preview.duties import print_rota

        print_rota(self._window, self._operations, today=self._clock.today())

    def print_ledger(self, duty_id: uuid.UUID, member_id: uuid.UUID | None = None) -> None:
        """Show the ledger of a duty as it will be printed, one member's account written out."""
        from desktop.preview.duties import print_ledger

        print_ledger(self._window, self._operations, duty_id, today=self._clock.today(), member_id=member_id)

    def print_slip(self, person_id: uuid.UUID) -> None:
        """Show a person's own turns as they will be printed."""
        from desktop.preview.duties import print_slip

        print_slip(self._window, self._operations, person_id, today=self._clock.today())

    def print_evaluation(self, period: "Period", scope: "Scope") -> None:
        """Show the evaluation report of a period as it will be printed."""
        from desktop.preview.reports import print_evaluation

        print_evaluation(self._window, self._operations, period, scope, today=self._clock.today())

    def save_turns(self, person_id: uuid.UUID) -> None:
        """Keep a person's own turns as a calendar file."""
        from desktop.preview.duties import save_turns

        save_turns(
            self._window, self._operations, person_id, today=self._clock.today(), now=self._clock.now(),
            said=self._window.say,
        )  # fmt: skip

    def _on_page_built(self, key: str, page: Any) -> None:
        page.print_list_requested.connect(self.print_list)
        if key == "today":
            page.find_requested.connect(self.find)
        elif key == "meetings":
            page.print_requested.connect(self._print)
            page.import_requested.connect(self.import_meetings)
        elif key == "duties":
            page.print_rota.connect(self.print_rota)
            page.print_ledger.connect(self.print_ledger)
            page.print_slip.connect(self.print_slip)
            page.save_turns.connect(self.save_turns)
        elif key == "members":
            page.import_requested.connect(self.import_members)
            page.absence_requested.connect(self.report_absence)
            page.invitation_requested.connect(self.print_invitation)
        elif key == "papers":
            page.print_document_requested.connect(self.print_document)
        elif key == "purpose":
            page.print_note_requested.connect(self.print_note)
            page.print_terms_requested.connect(self.print_terms)
        elif key == "evaluation":
            page.print_requested.connect(self.print_evaluation)
        elif key == "handover":
            page.given.connect(self.desk_changed)
            page.print_requested.connect(self.print_handover_note)
        elif key == "first_minutes":
            page.put_away.connect(lambda: self._window.show_page("today"))

    def _print(self, request: PrintMeeting) -> None:
        from desktop.preview.documents import print_meeting

        print_meeting(self._window, self._operations, request, today=self._clock.today())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES and (self._prepared or self._quiet.isActive()):
            self._quiet.start(_AWAY_MS if self._prepared else _QUIET_MS)
        return super().eventFilter(watched, event)

    def _on_busy(self, busy: bool) -> None:
        """Load more when nothing has been under way for a little while; then, with nobody at the keys, prepare."""
        if busy:
            self._rest.stop()
        elif self._later:
            self._rest.start(_BETWEEN_MS if self._loading else _REST_MS)
        elif not self._preparing and (handle := self._window.windowHandle()) is not None:
            self._preparing = True
            handle.installEventFilter(self)
            self._quiet.start(_QUIET_MS)

    def _load_next(self) -> None:
        """Load one more feature beside the window's thread."""
        self._loading = True
        self._operations.job(self._later.pop(0))

    def _prepare_next(self) -> None:
        """Have one more page ready, unless something is under way or asked; once all are, tidy while nobody is here."""
        if self._prepared:
            gc.collect()
        elif QApplication.activeModalWidget() is not None:
            self._quiet.start(_QUIET_MS)
        elif not self._operations.idle:
            self._quiet.start(_BUSY_MS)
        elif self._window.prepare_next_page():
            self._quiet.start(_BETWEEN_MS)
        else:
            self._prepared = True
            self._quiet.start(_AWAY_MS)

    def _folder(self) -> Path:
        """Return where files to bring in are likely to be: beside the alliance's own."""
        file = self._operations.file
        return file.home.parent if isinstance(file, AllianceFile) else Path.home()

    def _open(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
