"""The frame of the program: sidebar, pages with their headers, footer, and the keys that work everywhere.

Which pages there are is told by `wiring`, as a list of `PageEntry`; a page is built when it is first shown.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from db.changes import Changes
from db.errors import KnownError
from db.look import Look
from desktop import icons, texts, theme
from desktop.operations import Operations
from desktop.sentences import sentence
from desktop.sentences.unsaved import unsaved_words
from desktop.texts import _, ngettext
from desktop.widgets.badges import KeyHint, working_keys
from desktop.widgets.banner import Banner
from desktop.widgets.focus import focus_into, step_panel
from desktop.widgets.footer import Footer
from desktop.widgets.headers import PageHeader
from desktop.widgets.layouts import Place, column
from desktop.widgets.navigation import NavigationItem, Sidebar
from desktop.widgets.page import Page
from desktop.widgets.targets import OpenPassphrase, OpenSurveys

if TYPE_CHECKING:
    from db.history.steps_told import ToldStep

MINIMUM_SIZE = QSize(1024, 600)
NORMAL_SIZE = QSize(1366, 768)
_FRAME = QSize(2, 36)
_PATIENCE_MS = 80
"""So long a page that is on its way may take to be read before it is painted without what it shows."""
_NARROW = 1100
"""Pixels at 100 % text; a window with fewer shows its pages by their icons only."""


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page the window offers.

    `title` is called when shown, in the reader's language. `icon` also exists as `icon-fill`. `badge` counts what is
    late there, looking at the record; it is asked again when a table of `badge_kinds` changes (any, when empty).
    """

    key: str
    title: Callable[[], str]
    icon: str
    factory: Callable[[], Page]
    badge: Callable[[Look], int] | None = None
    badge_kinds: frozenset[str] = field(default_factory=frozenset)
    listed: bool = True
    """Whether the sidebar names it; those that are not come last, and are reached from a menu."""


class _Place:
    """Where a page stands in the stack, once it is built: below its head, which stays where the page is scrolled.

    It is put there empty and the page into it last: whatever goes into another widget is dressed anew, all of it.
    """

    def __init__(self, page: Page, title: str, stack: QStackedWidget) -> None:
        self.page = page
        self.new = True
        """Whether the page was never in sight."""
        self.area = Place()
        self.widget = QWidget()
        whole = column(spacing=0)
        whole.addWidget(self.area, 1)
        self.widget.setLayout(whole)
        self.widget.resize(0, 0)  # else Qt draws the page in sight once more, where this one would lie on it
        stack.addWidget(self.widget)
        self.focus: QWidget | None = None
        own = page.header_widget()
        self.header = None if own is not None else PageHeader(page.title() or title, page.fact(), page.header_actions())
        header = self.header if own is None else own
        if header is not None:
            whole.insertWidget(0, header)
        self.area.hold(page)
        self._dressed = False

    def dress_beforehand(self) -> bool:
        """Have the style reach every part before the page is shown; return whether it had not."""
        if self._dressed or self.widget.isVisible():
            return False
        self._dressed = True
        for part in (self.widget, *self.widget.findChildren(QWidget)):
            part.ensurePolished()
        return True


class Window(QMainWindow):
    """The main window over one open alliance file."""

    find_requested = Signal()
    """Ctrl+K: please open the palette that finds anything."""
    new_requested = Signal()
    """Ctrl+N where the page has nothing of its own to begin."""
    open_file_requested = Signal()
    new_file_requested = Signal()
    close_file_requested = Signal()
    settings_requested = Signal()
    passphrase_requested = Signal()
    """Please open the settings where the file's passphrase is set."""
    who_requested = Signal()
    """Please let the one who works here say so."""
    import_members_requested = Signal()
    import_meetings_requested = Signal()
    import_calendar_requested = Signal()
    export_tables_requested = Signal()
    surveys_requested = Signal()
    handover_requested = Signal()
    first_minutes_requested = Signal()
    backups_requested = Signal()
    page_built = Signal(str, object)
    """A page's key and the page, when it is first built: for wiring."""
    closed = Signal()

    def __init__(self, operations: Operations, entries: Sequence[PageEntry], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._operations = operations
        self._entries = tuple(entries)
        self._built: dict[str, Page] = {}
        """Pages that are built and have no place in the window yet."""
        self._places: dict[str, _Place] = {}
        self._current = ""
        self._saved_at: dt.datetime | None = None
        self.farewell: Callable[[], bool] | None = None
        """Called once every page has kept what was half typed, before the window closes; false: it stays."""
        self.gives_way = False
        """Whether it closes without a question: another over the same file goes on with all there is."""
        self._listed = tuple(entry for entry in self._entries if entry.listed)
        self.sidebar = Sidebar([(entry.title(), entry.icon) for entry in self._listed])
        self.footer = Footer()
        self._banner = Banner()
        self.banner = self._banner.message
        self._stack = QStackedWidget()
        self._stack.addWidget(QWidget())  # in sight until the first page comes: one is never built in sight
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._banner)
        right.addWidget(self._stack, 1)
        right.addWidget(self.footer)
        body = QWidget()
        body.setObjectName("page")
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addLayout(right, 1)
        self.setCentralWidget(body)
        self.toast = self.footer.toast
        self.setMinimumSize(MINIMUM_SIZE)
        self.resize(first_size(self))
        self.set_alliance("", "")
        self.set_person("", "")
        self._make_menu()
        self._make_shortcuts()
        self._connect()
        self._count_badges(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit_sidebar()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._fit_sidebar()
        super().changeEvent(event)

    def _fit_sidebar(self) -> None:
        if hasattr(self, "sidebar"):  # Qt asks while the window is still being made
            self.sidebar.set_brief(self.width() < theme.px(_NARROW))

    def _connect(self) -> None:
        self.sidebar.chosen.connect(lambda index: self.show_page(self._listed[index].key))
        self.sidebar.settings_requested.connect(self.settings_requested)
        self.sidebar.who_requested.connect(self.who_requested)
        self._patience.timeout.connect(self._let_paint)
        self._operations.busy_changed.connect(self._let_paint)
        self._operations.changed.connect(self._count_badges)
        self._operations.day_began.connect(self._on_day)
        self._operations.saved.connect(self._on_saved)
        self._operations.unsaved.connect(self._on_unsaved)
        self._operations.failed.connect(self._on_failed)
        if (why := self._operations.kept_writes.why()) is not None:  # since a window before this one
            self._on_unsaved(why)

    def _make_menu(self) -> None:
        menu = self.sidebar.alliance.menu()
        for icon, word, signal in (
            ("folder-open", _("Open another file…"), self.open_file_requested),
            ("plus", _("New alliance…"), self.new_file_requested),
            ("", "", None),
            ("users-three", _("Bring in members…"), self.import_members_requested),
            ("calendar-blank", _("Bring in past meetings…"), self.import_meetings_requested),
            ("calendar-plus", _("Plan meetings from a calendar…"), self.import_calendar_requested),
            ("table", _("Save tables as CSV…"), self.export_tables_requested),
            ("", "", None),
            ("chats-circle", _("Survey of members…"), self.surveys_requested),
            ("handshake", _("Hand over the desk…"), self.handover_requested),
            ("sparkle", _("Your first ten minutes"), self.first_minutes_requested),
            ("", "", None),
            ("archive", _("Backups…"), self.backups_requested),
            ("gear-six", _("Settings…"), self.settings_requested),
            ("x", _("Close this file"), self.close_file_requested),
        ):
            if signal is None:
                menu.addSeparator()
            else:
                menu.addAction(icons.icon(icon), word).triggered.connect(signal)

    def _make_shortcuts(self) -> None:
        for place, entry in enumerate(self._listed[:10], start=1):
            self._on_key(f"Ctrl+{place % 10}", partial(self._go_to_page, entry.key))
        for keys, act in (
            ("Ctrl+K", self.find_requested.emit),
            ("Ctrl+F", self._search),
            ("Ctrl+N", self._start_new),
            ("Ctrl+P", self._print_out),
            ("Ctrl+Z", self.undo),
            ("Ctrl+Shift+Z", self.redo),
            ("Ctrl+Y", self.redo),
            ("F1", self.show_shortcuts),
            ("F6", self._next_panel),
            ("Shift+F6", self._panel_before),
            ("Ctrl+O", self.open_file_requested.emit),
            ("Ctrl+W", self.close_file_requested.emit),
            ("Ctrl+Q", self.close),
        ):
            self._on_key(keys, act)

    def _on_key(self, keys: str, act: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setAutoRepeat(keys in ("Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+Y"))
        shortcut.activated.connect(act)

    def set_alliance(self, name: str, fact: str) -> None:
        """Name the alliance whose file is open, with one fact about it."""
        self.sidebar.alliance.set_alliance(name, fact)
        self.setWindowTitle(f"{name} – Ronda" if name else "Ronda")

    def set_banner(
        self, sentence: str, button: str = "", clicked: Callable[[], object] | None = None,
        *, about: str = "", stays: bool = True,
    ) -> None:  # fmt: skip
        """Say above every page what holds for all of them, such as that the file is opened to look at.

        It takes the place of what was said `about` the same; an empty sentence takes that away. What need not stay can
        be put away by the person.
        """
        self._banner.say(about, sentence, button, clicked, stays=stays)

    def has_banner(self, about: str) -> bool:
        """Return whether something is said there about this, be it in sight or below what was said later."""
        return self._banner.says(about)

    def set_person(self, name: str, duty: str) -> None:
        """Name the person who works here and the duty they are on."""
        self.sidebar.set_person(name, duty)

    def current_page(self) -> Page | None:
        """Return the page in sight, or the one that is about to be."""
        return self.page(self._current) if self._current else None

    def current_key(self) -> str:
        """Return the key of the page in sight."""
        return self._current

    def panes(self) -> tuple[QWidget, QWidget]:
        """Return the sidebar, and the pages beside it."""
        return self.sidebar, self._stack

    def page(self, key: str) -> Page:
        """Return the page of `key`, building it if it was never shown."""
        if key not in self._places:
            entry = next(entry for entry in self._entries if entry.key == key)
            page = self._build(key)
            del self._built[key]
            self._places[key] = _Place(page, entry.title(), self._stack)
            page.open_requested.connect(self.open)
            page.header_changed.connect(lambda: self._on_header_changed(key))
            page.said.connect(self.toast.say)
            page.said_with_undo.connect(self.say_with_undo)
            self.page_built.emit(key, page)
        return self._places[key].page

    def _build(self, key: str) -> Page:
        """Return the page of `key` before it has a place, building it if it was never built."""
        if key not in self._built:
            self._built[key] = next(entry for entry in self._entries if entry.key == key).factory()
        return self._built[key]

    def prepare_next_page(self) -> bool:
        """Do one step more to have the pages ready that were never shown; return whether there may be more.

        A page is built, put into its place, filled, then dressed: short steps instead of a long one. Its further parts
        come last.
        """
        for entry in self._entries:
            if entry.key not in self._places:
                if entry.key in self._built:
                    self.page(entry.key)
                else:
                    self._build(entry.key)
                return True
            place = self._places[entry.key]
            if place.page.fill_beforehand() or place.dress_beforehand():
                return True
        return any(place.page.build_beforehand() for place in self._places.values())

    def show_first(self, key: str) -> None:
        """Bring the page that the window begins with into sight, unless another was gone to already."""
        if not self._current:
            self.show_page(key)

    def show_page(self, key: str, *, keyboard: bool = False) -> bool:
        """Bring the page of `key` into sight; return False if the page in sight will not be left.

        One never shown is built, put into its place and brought into sight in a turn each. With `keyboard`, the page
        is given the keyboard also from the sidebar, which else keeps it.
        """
        place = self._places.get(self._current)
        before = None if place is None else place.page  # one that is not there yet has nothing to keep
        if key != self._current and before is not None and not before.leave():
            self._mark_current()
            return False
        changed = key != self._current
        focus = self.focusWidget()
        if before is not None and changed and focus is not None and before.window() is self:
            self._places[self._current].focus = focus if before.isAncestorOf(focus) else None
        self._current = key
        self._mark_current()
        if key not in self._places and self.isVisible():
            self._build(key)
            self._operations.soon(self._place, key, changed, keyboard)
        else:
            self._place(key, changed, keyboard)
        return True

    def _place(self, key: str, changed: bool, keyboard: bool) -> None:
        """Give a page that is gone to its place, unless another was gone to since."""
        if key != self._current:
            return
        self.page(key)
        if self._places[key].new and self.isVisible():
            self._operations.soon(self._arrive, key, changed, keyboard)
        else:
            self._arrive(key, changed, keyboard)

    def _arrive(self, key: str, changed: bool, keyboard: bool) -> None:
        """Bring a page that is gone to into sight, and the keyboard into it, unless another was gone to since."""
        if key != self._current:
            return
        focus = self.focusWidget()
        self._places[key].new = False
        self._bring_up(self._places[key])
        aside = focus is not None and self.sidebar.isAncestorOf(focus)
        if aside and changed and not keyboard:
            self.sidebar.focus_current()
        elif changed or (aside and keyboard):
            self._focus_page(self._places[key])
        self._on_header_changed(key)

    def _bring_up(self, place: _Place) -> None:
        """Bring a page into sight with what it shows: what was in sight stays while that is read, for a moment."""
        if self._stack.currentWidget() is place.widget:
            return
        before = self._operations.under_way
        self._stack.setUpdatesEnabled(False)
        self._stack.setCurrentWidget(place.widget)
        if self._operations.under_way == before:
            self._let_paint()
        elif not self._patience.isActive():  # who goes on and on to other pages sees one now and then
            self._patience.start(_PATIENCE_MS)

    def _let_paint(self, busy: bool = False) -> None:
        if not busy:
            self._patience.stop()
            self._stack.setUpdatesEnabled(True)

    def _go_to_page(self, key: str) -> None:
        """Bring a page into sight by its key, and the keyboard into the page: in the sidebar, arrows leave it."""
        self.show_page(key, keyboard=True)

    def open(self, target: object) -> bool:
        """Show `target` on the page it belongs to; return whether one took it."""
        if isinstance(target, OpenSurveys):
            self.surveys_requested.emit()
            return True
        if isinstance(target, OpenPassphrase):
            self.passphrase_requested.emit()
            return True
        order = sorted(self._entries, key=lambda entry: (entry.key != self._current, entry.key not in self._places))
        for entry in order:
            if self.page(entry.key).open(target):
                return self.show_page(entry.key)
        return False

    def say(self, words: str) -> None:
        """Say what was just done, at the foot of the window."""
        self.toast.say(words)

    def say_with_undo(self, words: str) -> None:
        """Say the same, with a button that undoes it."""
        self.toast.say(words, _("Undo"), self.undo)

    def said_with_undo(self) -> str:
        """Return what is said now beside a button that undoes it; empty where there is none."""
        return self.toast.offering(self.undo)

    def undo(self) -> None:
        """Undo the newest step."""
        self._operations.undo(done=self._on_undone)

    def redo(self) -> None:
        """Do what was undone last again."""
        self._operations.redo(done=self._on_redone)

    def _on_undone(self, result: tuple["ToldStep", Changes]) -> None:
        from desktop.history.told import undone_words

        self.toast.say(_("Undone: {what}").format(what=undone_words(result[0])), _("Redo"), self.redo)

    def _on_redone(self, result: tuple["ToldStep", Changes]) -> None:
        from desktop.history.told import undone_words

        self.say_with_undo(_("Done again: {what}").format(what=undone_words(result[0])))

    def show_shortcuts(self) -> None:
        """Show all keys."""
        from desktop.shortcuts import ShortcutSheet

        page = self.current_page()
        sheet = ShortcutSheet(
            page.title() if page else "", page.all_keys() if page else (), self, read_only=self._operations.read_only
        )  # fmt: skip
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.open()

    def _focus_page(self, place: _Place) -> None:
        """Give the keyboard back to where it was on this page, else to its first panel, else to the sidebar."""
        held = place.focus
        if held is not None and shiboken6.isValid(held) and held.isVisible() and held.isEnabled():
            held.setFocus()
        elif not any(focus_into(panel) for panel in place.page.panels()):
            self.sidebar.focus_current()

    def _mark_current(self) -> None:
        keys = [entry.key for entry in self._listed]
        self.sidebar.set_current(keys.index(self._current) if self._current in keys else None)

    def _on_header_changed(self, key: str) -> None:
        place = self._places[key]
        if place.header is not None:
            entry = next(entry for entry in self._entries if entry.key == key)
            place.header.set_title(place.page.title() or entry.title(), place.page.fact())
        if key == self._current:
            hints = working_keys(place.page.key_hints(), read_only=self._operations.read_only)
            self.footer.hints.set_hints(hints or _plain_hints())

    def _search(self) -> None:
        page = self.current_page()
        if page is None or not page.search():
            self.find_requested.emit()

    def _start_new(self) -> None:
        page = self.current_page()
        if page is None or not page.start_new():
            self.new_requested.emit()

    def _print_out(self) -> None:
        page = self.current_page()
        if page is None or not page.print_out():
            self.say(_("There is nothing to print on this page."))

    def _next_panel(self) -> None:
        self._step_panel(1)

    def _panel_before(self) -> None:
        self._step_panel(-1)

    def _step_panel(self, step: int) -> None:
        page = self.current_page()
        side = self.sidebar.current_item()
        panels = [*([side] if side else []), *(page.panels() if page else ())]
        step_panel(panels, step)

    def _on_day(self) -> None:
        self._count_badges(None)
        for view in self.findChildren(QAbstractItemView):
            view.viewport().update()  # the rows may be the same, and what is said of them another

    def _count_badges(self, changes: Changes | None) -> None:
        for entry, item in zip(self._listed, self.sidebar.items, strict=True):
            concerned = changes is None or not entry.badge_kinds or bool(entry.badge_kinds & changes.kinds)
            if entry.badge is not None and concerned:
                self._operations.look(entry.badge, done=partial(_show_late, item), key=("badge", entry.key))

    def _on_saved(self, moment: dt.datetime) -> None:
        self._saved_at = moment
        if not self._operations.all_saved:
            return
        words = _("Saved {time} on this computer").format(time=texts.time_to_the_second(moment))
        self.footer.set_state(words, icon="check-circle-fill")

    def _on_unsaved(self, why: Exception | None) -> None:
        if why is not None:
            self.footer.set_state(unsaved_words(why), icon="warning-circle-fill", role="danger")
        elif self._saved_at is not None:
            self._on_saved(self._saved_at)
        else:
            self.footer.set_state(_("Everything is saved on this computer"))

    def _on_failed(self, error: KnownError) -> None:
        self.say(sentence(error))

    def keep_typed(self) -> None:
        """Have every page keep what is half typed: something went wrong, or another window takes this one's place."""
        for place in self._places.values():
            with suppress(Exception):  # whatever is wrong with one page, the others are heard
                place.page.leave()

    def may_close(self) -> bool:
        """Have every page keep what is half typed; return False if one has what would be lost, and stays."""
        kept = all(place.page.let_go() for place in self._places.values()) and self._may_lose()
        return kept and (self.farewell is None or self.farewell())

    def _may_lose(self) -> bool:
        """Ask before what the disk still refuses is lost, where somebody is there to answer."""
        why = self._operations.kept_writes.why()
        if why is None or self._operations.ending:
            return True
        from desktop.widgets.dialogs import ask

        told = [sentence(why)] if isinstance(why, KnownError) else []
        words = " ".join((*told, _("If Ronda closes now, the last of what you typed is lost.")))
        title = _("Some of what you typed is not on the disk yet")
        return ask(self, title, words, _("Close and lose it"), keep=_("Stay in Ronda"), changes=False)

    def drop_page(self) -> bool:
        """Delete one more page of the closed window; return whether there was one."""
        last = self._stack.widget(self._stack.count() - 1)
        if last is not None:
            self._stack.removeWidget(last)
            last.deleteLater()
        return last is not None

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.gives_way and not self.may_close():
            event.ignore()
            return
        super().closeEvent(event)
        self.closed.emit()


def first_size(window: QWidget) -> QSize:
    """Return the size of a window never seen before: as large as the screen holds together with its frame."""
    return NORMAL_SIZE.boundedTo(window.screen().availableSize() - _FRAME)


def _show_late(item: NavigationItem, count: int) -> None:
    item.set_count(count, ngettext("{count} is late", "{count} are late", count).format(count=texts.number(count)))


def _plain_hints() -> list[KeyHint]:
    return [
        KeyHint("Ctrl 1…9", _("go to a page")),
        KeyHint("Ctrl K", _("find anything")),
        KeyHint("F6", _("next panel")),
        KeyHint("F1", _("help")),
    ]
