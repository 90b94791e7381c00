"""The settings: of the alliance and its file, and of the person at this computer. Everything is kept as it is typed."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget
from sqlalchemy.orm import Session

from db.alliance import AllianceRow, alliance, change_alliance
from db.changes import Changes
from db.errors import KnownError
from db.errors.records import NameMissing, NothingToUndo
from db.history import history
from db.members.members import seats_on
from desktop import theme
from desktop.alliance.about import AboutForm
from desktop.alliance.file_view import CopyChooser, FileView, ask_copy_place, open_file_of
from desktop.alliance.logo import ask_logo, read_logo
from desktop.alliance.rules import RulesForm
from desktop.clock import Clock
from desktop.kept_writes import waits
from desktop.operations import Operations
from desktop.preferences import PreferencesForm
from desktop.sentences import sentence
from desktop.settings import SettingsFile
from desktop.texts import _, pgettext
from desktop.theme import Appearance
from desktop.widgets.dialogs import Dialog
from desktop.widgets.fields import NumberField
from desktop.widgets.headers import TabStrip
from desktop.widgets.kinds import KindsList
from desktop.widgets.labels import Label, hline
from desktop.widgets.layouts import ScrollArea, column
from desktop.widgets.messages import InlineMessage
from desktop.widgets.shortcuts import on_key
from desktop.widgets.way_back import WayBack

ABOUT, MEETINGS, KINDS, FILE, COMPUTER = "about", "meetings", "kinds", "file", "computer"
"""Keys of the tabs."""
WIDTH, HEIGHT = 760, 632


class AllianceSettings(Dialog):
    """Five tabs; `show_tab` begins with another one than the alliance's own.

    `what_was_done` opens the list of changes, where there is one.
    """

    who_changed = Signal(str)
    """The name written beside changes is another one now; `operations` knows it already."""
    language_changed = Signal(str)
    """The window is to be built anew in this language ("system": the computer's)."""

    envelope_requested = Signal(object)
    """Please print the sheet for the sealed envelope; the day on which the passphrase was set."""

    def __init__(
        self,
        operations: Operations,
        settings: SettingsFile,
        appearance: Appearance,
        clock: Clock,
        *,
        choose_copy: CopyChooser = ask_copy_place,
        choose_logo: Callable[[QWidget], Path | None] = ask_logo,
        what_was_done: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("Settings"), parent, width=WIDTH)
        self.operations = operations
        self._clock = clock
        self._choose_logo = choose_logo
        self._begun_with: int | None = None
        """The newest step there was to undo before anything was done here."""
        self.about = AboutForm(operations)
        self.rules = RulesForm()
        self.kinds = KindsList(operations)
        self.file_view = FileView(operations, settings, clock, choose_copy=choose_copy)
        self.preferences = PreferencesForm(settings, appearance)
        self.looking_message = InlineMessage()
        self._make_pages()
        self.undo_button = self.add_button(_("Undo last change"), self.undo)
        self.undo_button.setEnabled(False)
        if what_was_done is not None:
            self.add_button(_("What was done"), what_was_done, kind="link")
        self.set_close(_("Close"))
        self._connect()
        self.refresh()

    def _make_pages(self) -> None:
        self.tabs = TabStrip(
            [
                (ABOUT, _("Alliance")),
                (MEETINGS, _("Meetings")),
                (KINDS, _("Kinds of member")),
                (FILE, pgettext("settings", "File")),
                (COMPUTER, _("This computer")),
            ],
            name=_("Settings"),
        )
        self.pages = QStackedWidget()
        for page, lead in (
            (self.about, ""),
            (self.rules, ""),
            (self.kinds, _("Members are listed by these kinds. A kind that members have cannot be deleted.")),
            (self.file_view, _("The alliance is one file. It can be copied, carried and handed over whole.")),
            (self.preferences, _("These are yours alone and stay on this computer; the file has only your name.")),
        ):
            body = column(spacing=12, margins=(24, 16, 24, 16))
            if lead:
                body.addWidget(Label(lead, 14, 400, "text2", wrap=True))
            body.addWidget(page)
            body.addStretch(1)
            self.pages.addWidget(ScrollArea(body))
        first = self.pages.widget(0)
        assert isinstance(first, ScrollArea)
        self._first = first
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.body.addLayout(column(self.looking_message, self.tabs, spacing=8, margins=(20, 0, 24, 0)))
        self.body.addWidget(hline())
        self.body.addWidget(self.pages, 1)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self.pages.setCurrentIndex)
        self.about.changed.connect(self._keep_about)
        self.about.lines["name"].missing.connect(lambda: self.say(sentence(NameMissing("alliance"))))
        self.about.logo_wanted.connect(self._on_logo_wanted)
        self.rules.changed.connect(lambda fields: self._keep(self.rules, fields))
        self.preferences.who_changed.connect(self._on_who)
        self.preferences.language_changed.connect(self.language_changed)
        self.file_view.envelope_requested.connect(self.envelope_requested)
        self.operations.changed.connect(self._on_changed)
        for number in self.rules.findChildren(NumberField):  # each is kept at once, and goes back as a whole
            WayBack(number.lineEdit(), keys=number).follow(self.operations)
        for keys, act in (("Ctrl+Z", self.undo), ("Ctrl+Shift+Z", self.redo), ("Ctrl+Y", self.redo)):
            on_key(self, keys, act)

    def show_tab(self, key: str) -> None:
        """Bring the tab of `key` into sight."""
        self.tabs.set_key(key)

    def refresh(self) -> None:
        """Show what stands on record."""
        self.operations.read(_read, self._clock.today(), done=self._show, key=(self, "settings"))

    def undo(self) -> None:
        """Undo the newest change made here."""
        if self._begun_with is not None:
            self.undo_button.setEnabled(False)
            self.operations.write(_undo_since, self._begun_with, failed=self._on_refused)

    def redo(self) -> None:
        """Do what was undone last again."""
        self.operations.write(_redo, failed=self._on_refused)

    def _show(self, found: tuple[AllianceRow, int, int]) -> None:
        recorded, seats, newest = found
        stands = replace(recorded, **self.operations.kept_writes.waiting(change_alliance))
        self._begun_with = newest if self._begun_with is None else self._begun_with
        self.undo_button.setEnabled(newest > self._begun_with)
        if not waits(self.about):
            self.about.show_row(stands)
        if not waits(self.rules):
            self.rules.show_row(stands, seats)
        self.file_view.known_names = (stands.name, stands.short_name, stands.place)
        looking = open_file_of(self.operations).read_only
        for page in (self.about, self.rules, self.kinds):
            page.setEnabled(not looking)
        words = _("This file is opened to look at: what is the alliance’s cannot be changed.")
        self.looking_message.say(words if looking else "")

    def _keep_about(self, key: str, value: object) -> None:
        self._keep(self.about, {key: value}, *filter(None, (self.about.lines.get(key),)))

    def _keep(self, page: QWidget, fields: dict[str, Any], *typed: QWidget) -> None:
        self.say("")
        self.operations.keep(change_alliance, fields=(page, *typed), failed=self._on_refused, **fields)

    def _on_logo_wanted(self) -> None:
        chosen = self._choose_logo(self)
        if chosen is not None:
            self.operations.job(read_logo, chosen, done=self._on_logo_read, failed=self._on_refused)

    def _on_logo_read(self, logo: str) -> None:
        self._keep(self.about, {"logo": logo})

    def _on_refused(self, error: KnownError) -> None:
        self.say(sentence(error))
        self.refresh()

    def _on_changed(self, changes: Changes) -> None:
        if changes.kinds & {"alliance", "member", "membership", "member_kind"}:
            self.refresh()
        if "member_kind" in changes.kinds:
            self.kinds.refresh()

    def _on_who(self, who: str) -> None:
        self.operations.set_who(who)
        self.who_changed.emit(who)

    def done(self, result: int) -> None:
        self.about.keep_all()
        self.preferences.keep_who()
        super().done(result)

    def fit(self) -> None:
        """Keep one size for every tab: as high as the first asks for, where the screen has room."""
        room = self.screen().availableGeometry()
        width = min(theme.px(WIDTH), room.width())
        inner = self._first.widget()
        assert inner is not None
        around = self.sizeHint().height() - self.pages.sizeHint().height()
        inside = inner.sizeHint().height()
        height = min(max(theme.px(HEIGHT), around + inside), room.height() - 48)
        self.setMinimumSize(min(width, 560), min(height, 420))
        self.resize(width, height)


def _read(session: Session, today: dt.date) -> tuple[AllianceRow, int, int]:
    return alliance(session), len(seats_on(session, None, today)), history.newest_standing(session)


def _undo_since(session: Session, begun_with: int) -> Changes:
    """Undo the newest step if it was made after that of the number `begun_with`.

    Raises:
        NothingToUndo: If it was not.
    """
    if history.newest_standing(session) <= begun_with:
        raise NothingToUndo
    return history.undo(session)[1]


def _redo(session: Session) -> Changes:
    return history.redo(session)[1]
