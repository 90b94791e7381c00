"""Builds everything once and passes it on: look, language, settings, the open file's operations, window and pages.

Nothing here is global: `Program` holds what runs, and each part gets what it needs through its constructor.
"""

import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final

import shiboken6
from PySide6.QtCore import QByteArray, QLocale, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QMainWindow

from db.changes import Changes
from db.engine import AllianceFile
from db.errors import KnownError
from db.errors.files import FileDamaged
from db.files.lock import holder
from db.handover.standing import DeskRow, desk_row
from db.look import Look
from db.meetings.seats import seats
from db.vocabulary import MemberStatus
from desktop import texts
from desktop.alliance_files import AllianceFiles, name_and_language, sample_place
from desktop.clock import Clock
from desktop.conflicts import find_conflicts, tell_conflicts
from desktop.copies_seen import CopiesSeen, Copy
from desktop.faults import Told, fault_sentence, write_report
from desktop.lost_file import LostFile
from desktop.naming.desk import copy_words, desk_words, given_words
from desktop.opened_copies import go_on_with, look_at_copy
from desktop.operations import Operations
from desktop.own_files import OwnFiles
from desktop.pack_names import looks_like_pack
from desktop.qt_words import use_qt_words
from desktop.sentences import looking, sentence
from desktop.settings import SettingsFile
from desktop.texts import _, ngettext
from desktop.theme import Appearance
from desktop.widgets.badges import draw_mark
from desktop.widgets.focus import KeyboardInSight
from desktop.widgets.looking import OnlyLooking
from desktop.widgets.saving import save_beside
from desktop.window import Window, first_size
from desktop.wiring import Wiring, page_entries

if TYPE_CHECKING:
    from desktop.backups.keeper import BackupKeeper
    from desktop.built_anew import GoingAlong
    from desktop.preferences import PreferencesForm
    from desktop.start.page import Choosers, StartPage

SYSTEM: Final = "system"
_PATIENCE_MS: Final = 300
"""So long a file may take to open before the start page says that it is being opened."""
_CHECK_AFTER_MS: Final = 1500
"""The content of a file is looked over, and then backed up, once the first page stands, and likely the one gone to."""
_CHECK_WHOLE_AFTER_MS: Final = 20_000
"""So long after that what takes longer is looked over."""


def window_icon() -> QIcon:
    """Return the mark of Ronda as the system shows it beside the window's title."""
    drawn = QPixmap(64, 64)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    draw_mark(painter, QRectF(drawn.rect()))
    painter.end()
    return QIcon(drawn)


class StartWindow(QMainWindow):
    """The window while no file is open."""

    def __init__(self, page: "StartPage") -> None:
        super().__init__()
        self.page = page
        self.setWindowTitle("Ronda")
        self.setCentralWidget(page)
        self.resize(first_size(self))

    def say(self, words: str) -> None:
        """Say what went wrong."""
        self.page.message.say(words, "danger")

    def keep_typed(self) -> None:
        """Nothing is typed into a file here."""


class Program(QObject):
    """What runs: one window at a time, over one open file or none."""

    strayed = Signal(object)
    """An exception that nobody caught, on whichever thread."""

    def __init__(
        self,
        app: QApplication,
        appearance: Appearance,
        settings: SettingsFile,
        *,
        clock: Clock | None = None,
        language: str | None = None,
        choosers: "Choosers | None" = None,
        report_folder: Path | None = None,
        copies: CopiesSeen | None = None,
        own: OwnFiles | None = None,
    ) -> None:
        super().__init__(app)
        self._app = app
        self._appearance = appearance
        self._settings = settings
        self._clock = clock or Clock()
        self._language = language
        self._choosers = choosers
        self._report_folder = report_folder
        self._told = Told()
        self.strayed.connect(self.report, Qt.ConnectionType.QueuedConnection)
        self._copies = copies or CopiesSeen()
        self._files = AllianceFiles(settings, self._clock, self._copies, own)
        self._jobs = Operations(parent=self)
        self._jobs.crashed.connect(self.report)
        self.operations: Operations | None = None
        self._closed = False
        self._keepers: dict[Operations, BackupKeeper] = {}
        self._leaving: list[Window] = []
        """Windows that are closed and not taken down yet."""
        self.window: Window | StartWindow | None = None
        self._built_percent = appearance.text_percent
        """For which size of text the window in sight was built."""
        self._waits_to_build = False
        """Whether it was to be built anew, and stayed for what was not on the disk."""
        app.setApplicationName("Ronda")
        app.setWindowIcon(window_icon())
        app.aboutToQuit.connect(self.close)
        KeyboardInSight(app, self)

    def run(self) -> int:
        """Work until the last window is closed; return the exit code."""
        return self._app.exec()

    # Windows

    def open_path(self, path: Path) -> None:
        """Open the file the program was started with; the start page comes where that takes long or goes wrong."""
        if looks_like_pack(path):
            self.show_start().open_path(path)
            return
        self._jobs.job(
            self._files.open_file, path, passphrase=None, read_only=False,
            done=self.show_file, failed=partial(self._say_not_opened, path),
        )  # fmt: skip
        QTimer.singleShot(_PATIENCE_MS, self, partial(self._say_opening, path))

    def _say_opening(self, path: Path) -> None:
        if self.window is None and not self._jobs.idle and not self._closed:
            self.show_start().say_opening(path)

    def _say_not_opened(self, path: Path, error: KnownError, passphrase: str | None = None) -> None:
        if self._closed:  # what was under way comes back while the program closes
            return
        if isinstance(self.window, Window) and not self._may_leave():
            self.window.say(sentence(error))
            return
        page = self.window.page if isinstance(self.window, StartWindow) else self.show_start()
        page.say_not_opened(path, error, passphrase)

    def show_start(self) -> "StartPage":
        """Show the start page in place of the open file, if any."""
        before = self._put_aside_file()
        self._speak(None)
        page = self._start_page()
        page.opened.connect(self.show_file)
        page.made_protected.connect(self._show_protected)
        page.settings_requested.connect(self._show_settings)
        self._replace_window(StartWindow(page), before)
        self._jobs.job(import_module, "desktop.today.page")  # beside the window's thread: what comes next
        return page

    def close_file(self) -> None:
        """Show the start page, unless the window stays with what is not on the disk yet."""
        if self._may_leave():
            self.show_start()

    def _start_page(self) -> "StartPage":
        from desktop.start.page import StartPage

        place = sample_place().parent
        return StartPage(self._files, self._settings, self._jobs, choosers=self._choosers, out_of_sight=place)

    def show_file(self, file: AllianceFile) -> Window:
        """Show the window over an open file, unless the one in sight stays with what is not on the disk yet."""
        name, language = name_and_language(file)
        self._settings.remember(file.home.absolute(), name)
        if isinstance(self.window, Window) and not self._may_leave():
            file.close()
            return self.window
        before = self._put_aside_file()
        self._speak(language)
        self.operations = Operations(file, who=self._settings.value.who, clock=self._clock, parent=self)
        self.operations.crashed.connect(self.report)
        self.operations.changed.connect(self._on_changed)
        self.operations.day_began.connect(self._name_alliance)
        window = self._build_window(self.operations, file, before)
        QTimer.singleShot(_CHECK_AFTER_MS, self, partial(self._check_more, self.operations))
        return window

    def _check_more(self, operations: Operations, more: bool = True) -> None:
        """Look the open file over, a table at a time so that what is asked meanwhile comes in between."""
        file = self._file()
        if operations is not self.operations or file is None:
            return
        if more:
            again = partial(self._check_more, operations)
            operations.job(file.check_more, done=again, failed=partial(self._say_damaged, file))
        else:
            self._keeper_of(operations).begin()
            QTimer.singleShot(_CHECK_WHOLE_AFTER_MS, self, partial(self._check_whole, operations))

    def _check_whole(self, operations: Operations) -> None:
        """Look over what takes longer, once the person works: indexes, references, the search."""
        from desktop.background_check import BackgroundCheck

        file = self._file()
        if operations is self.operations and file is not None:
            check = BackgroundCheck(operations, parent=self)
            check.damaged.connect(partial(self._say_damaged, file, FileDamaged(file.path)))
            check.whole.connect(partial(self._note_whole, file))
            check.start()

    def _note_whole(self, file: AllianceFile) -> None:
        self._settings.note_checked(file.home.absolute(), self._clock.now().isoformat(timespec="minutes"))

    def _say_damaged(self, file: AllianceFile, error: KnownError) -> None:
        self._say_not_opened(file.home, error, file.passphrase)

    def _keeper_of(self, operations: Operations) -> "BackupKeeper":
        """Return who keeps the backups of an open file; none are of the sample, which is made anew each time."""
        if operations not in self._keepers:
            from desktop.backups.keeper import BackupKeeper

            file = operations.file
            ours = isinstance(file, AllianceFile) and file.path.absolute().parent != sample_place().parent
            keeper = BackupKeeper(
                operations, self._jobs, self._settings, self._clock, automatic=ours, parent=operations
            )
            keeper.told.connect(self._tell_backups)
            self._keepers[operations] = keeper
        return self._keepers[operations]

    def _tell_backups(self) -> None:
        keeper = self._keepers.get(self.operations) if self.operations is not None else None
        if keeper is not None and isinstance(self.window, Window):
            self.window.footer.set_copy(*keeper.words())

    def _build_window(
        self, operations: Operations, file: AllianceFile, before: Operations | None = None,
        *, along: "GoingAlong | None" = None,
    ) -> Window:  # fmt: skip
        entries = page_entries(operations, self._clock, lambda: self._settings.value.who)
        window = Window(operations, entries)
        keeper = partial(self._keeper_of, operations)
        wiring = Wiring(window, operations, self._clock, self._settings, self._appearance, keeper=keeper)
        wiring.who_changed.connect(self._on_who)
        wiring.language_changed.connect(self._on_language)
        wiring.settings_closed.connect(self._on_settings_closed)
        wiring.desk_changed.connect(self._on_desk)
        wiring.file_chosen.connect(self._open_instead)
        window.open_file_requested.connect(self._open_another)
        window.new_file_requested.connect(self._make_new)
        window.close_file_requested.connect(self.close_file)
        window.closed.connect(partial(self._remember_place, window))
        window.set_person(self._settings.value.who, "")
        if file.given is not None:
            window.footer.set_state(_("Handed over: only to look at"), icon="handshake", role="warn")
            window.set_banner(given_words(file.given), _("Take the desk back…"), wiring.take_back)
            OnlyLooking(window)
        elif file.read_only:
            from desktop.naming.backups import looked_at_words

            window.footer.set_state(_("Only to look at: nothing can be changed"), icon="eye", role="warn")
            window.set_banner(looked_at_words(file.path) or looking(file.path, holder(file.path)))
            OnlyLooking(window)
        lost = LostFile(window, operations, self._files, self._settings)
        lost.rescued.connect(partial(self._check_more, operations))
        if along is None:
            self._see_to_place(window, operations, file)
        if along is None or along.conflicts:
            self._jobs.job(find_conflicts, file.home, done=partial(tell_conflicts, window, file.home))
        with suppress(ValueError):
            window.restoreGeometry(QByteArray.fromBase64(QByteArray(self._settings.value.window.encode("ascii"))))
        self._replace_window(window, before)
        page = along.key if along is not None else self._first_page(file)
        operations.soon(window.show_first, page or entries[0].key)
        self._tell_copy(window, file, wiring)
        self._name_alliance()
        self._tell_backups()
        return window

    def _see_to_place(self, window: Window, operations: Operations, file: AllianceFile) -> None:
        """Have what is saved go beside the file, and a copy that is worked on back to its place."""
        if file.home.absolute().parent != sample_place().parent:  # a folder of the program's, where nobody looks
            save_beside(window, file.home.absolute().parent)
        if file.working_copy is not None:
            from desktop.publishing import Publishing

            Publishing(window, operations, self._jobs, self._settings, self._clock)

    def _first_page(self, file: AllianceFile) -> str:
        """Return the page a new holder begins with, until it is put away."""
        with file.looking() as look:
            row = desk_row(look)
        return "first_minutes" if row.count and row.read_on is None and not file.read_only else ""

    def _tell_copy(self, window: Window, file: AllianceFile, wiring: Wiring) -> None:
        """Say if this computer has seen a newer copy of the file; else remember this one."""
        found = look_at_copy(file, self._copies)
        if found is None:
            return
        if file.given is not None:  # the desk went on since: whom it was given to is not who has it now
            holder_now = found.holder if found.copy is Copy.BEFORE_HANDOVER else ""
            window.set_banner(copy_words(found), window.banner.button.text(), partial(wiring.take_back, holder_now))
        elif file.read_only:
            window.set_banner(f"{window.banner.label.text()} {copy_words(found)}")
        else:

            def go_on() -> None:
                go_on_with(file, self._copies)
                window.set_banner("")

            window.set_banner(copy_words(found), _("Go on with this one"), go_on)

    def _replace_window(self, window: Window | StartWindow, before: Operations | None) -> None:
        """Show a window in place of the one in sight, and let go the work `before`; unless that one does not close."""
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        old, self.window = self.window, window
        self._built_percent, self._waits_to_build = self._appearance.text_percent, False
        self._appearance.dress(window)
        window.show()
        if old is None or self._put_away(old):
            gone = before
        else:
            self.window = old
            window.close()
            gone, self.operations = self.operations, before
        if gone is not self.operations:
            self._let_go(gone)

    def _put_away(self, window: Window | StartWindow) -> bool:
        """Close a window; return whether it went. Its pages go one by one: together they would keep keys waiting."""
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, not isinstance(window, Window))
        if not window.close():
            window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            return False
        if isinstance(window, Window):
            self._leaving.append(window)
            self._take_down()
        return True

    def _take_down(self) -> None:
        if self._leaving and not self._leaving[0].drop_page():
            self._leaving.pop(0).deleteLater()
        if self._leaving:
            QTimer.singleShot(1, self, self._take_down)

    def _remember_place(self, window: Window) -> None:
        place = bytes(window.saveGeometry().toBase64().data()).decode("ascii")
        self._settings.change(window=place)
        if window is self.window:
            self.window = None

    # What the window asks for

    def _open_another(self) -> None:
        if self.window is None:
            return
        asking = self._start_page()
        chosen = asking.ask_file(self.window)  # the open file stays until there is another
        asking.deleteLater()
        if chosen is not None and self._may_leave():
            self.show_start().open_path(chosen)

    def _open_instead(self, path: Path) -> None:
        if self._may_leave():
            QTimer.singleShot(0, self, lambda: self.show_start().open_path(path))  # the dialog that asked goes first

    def _make_new(self) -> None:
        if self.window is None:
            return
        asking = self._start_page()  # the open file stays until the new one is made
        asking.setParent(self.window)
        asking.opened.connect(self.show_file)
        asking.made_protected.connect(self._show_protected)
        asking.ask_new(self.window).finished.connect(asking.deleteLater)

    def _show_protected(self, file: AllianceFile) -> None:
        """Show the window over a file just made with a passphrase, and offer the sheet for the sealed envelope."""
        self.show_file(file)
        wiring = self._wiring()
        if wiring is not None and self._file() is file:
            wiring.offer_envelope()

    def _may_leave(self) -> bool:
        """Have the window keep what is typed; return False if it stays with what would be lost."""
        return not isinstance(self.window, Window) or self.window.may_close()

    def _show_settings(self) -> "PreferencesForm":
        """Show the settings of this computer, where no file is open; return their fields."""
        from desktop.preferences import Preferences

        dialog = Preferences(self._settings, self._appearance, self.window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.form.language_changed.connect(self._on_language)
        dialog.finished.connect(self._on_settings_closed)
        dialog.open()
        return dialog.form

    def _file(self) -> AllianceFile | None:
        """Return the open file; after a change of passphrase it is another one than was opened."""
        file = self.operations.file if self.operations is not None else None
        return file if isinstance(file, AllianceFile) else None

    def _on_who(self, who: str) -> None:
        if self.operations is not None:
            self.operations.set_who(who)
        if isinstance(self.window, Window):
            self.window.set_person(who, "")
            self._name_alliance()

    def _on_language(self, _language: str) -> None:
        self._language = None
        QTimer.singleShot(0, self, self._speak_anew)  # the dialog that asked belongs to the window that goes

    def _speak_anew(self) -> None:
        """Build the window in the language chosen, with the settings open where they were."""
        self._build_anew(then=self._show_language)

    def _show_language(self) -> None:
        wiring = self._wiring()
        if wiring is not None:
            wiring.show_language()
        else:
            self._show_settings().language_field.setFocus()

    def _wiring(self) -> Wiring | None:
        return None if self.window is None else self.window.findChild(Wiring)

    def _on_settings_closed(self) -> None:
        QTimer.singleShot(0, self, self._fit_letters)  # as above

    def _fit_letters(self) -> None:
        """Build the window for letters of another size: heights of rows, widths of columns are measured by them."""
        if self._waits_to_build or self._appearance.text_percent != self._built_percent:
            self._build_anew()  # not so once it spoke another language

    def _on_desk(self) -> None:
        QTimer.singleShot(0, self, self._build_anew)  # as above

    def _build_anew(self, then: Callable[[], object] | None = None) -> None:
        """Build the window anew, and call `then`; not before what was typed is on the disk: only this one shows it."""
        file = self._file()
        if file is None or self.operations is None or not isinstance(self.window, Window):
            self.close_file()
            if then is not None:
                then()
            return
        try:
            _name, language = name_and_language(file)
        except KnownError:
            return  # the file is lost: the window that says so stays
        self.window.keep_typed()
        if self.operations.writing:  # then look again
            self.operations.job(lambda: None, done=lambda _none: self._build_anew(then))
        elif not self.operations.all_saved:
            self._waits_to_build = True
            self.window.say(
                _(
                    "Some of what you typed is not on the disk yet, so this window stays as it is. Open the settings "
                    "once more when it is saved."
                )
            )
        else:
            self._build_over(self.window, file, language)
            if then is not None:
                then()

    def _build_over(self, before: Window, file: AllianceFile, language: str) -> None:
        """Put a new window over the same file in place of the one `before`."""
        from desktop.built_anew import GoingAlong

        assert self.operations is not None
        along = GoingAlong(before)
        self._speak(language)
        along.go_into(self._build_window(self.operations, file, self.operations, along=along), self.operations)

    # The alliance's name in the sidebar

    def _on_changed(self, changes: Changes) -> None:
        if changes.kinds & {"alliance", "member", "membership", "desk"}:
            self._name_alliance()

    def _name_alliance(self) -> None:
        if self.operations is not None:
            self.operations.look(alliance_fact, self._clock, done=self._show_alliance, key="alliance")

    def _show_alliance(self, fact: tuple[str, int, DeskRow]) -> None:
        if isinstance(self.window, Window):
            name, count, held = fact
            members = ngettext("{count} member", "{count} members", count).format(count=texts.number(count))
            self.window.set_alliance(name, members)
            who = self._settings.value.who
            self.window.set_person(who, desk_words(held, who))

    # Language, faults, the end

    def _speak(self, of_alliance: str | None) -> None:
        """Have Ronda and Qt speak the language that holds."""
        language = self._spoken(of_alliance)
        texts.use(language)
        use_qt_words(self._app, language)

    def _spoken(self, of_alliance: str | None) -> str:
        """Return the language to speak: asked for, chosen in the settings, the alliance's, or the computer's."""
        chosen = self._settings.value.language
        if self._language is not None:
            return texts.closest(self._language)
        return texts.closest(chosen if chosen != SYSTEM else of_alliance or _system_language())

    def catch(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Take what nobody caught; to be `sys.excepthook`."""
        if issubclass(kind, KeyboardInterrupt):
            self.end()
            return
        self.report(error.with_traceback(trace))

    def report(self, error: BaseException) -> None:
        """Write a report of a fault of the program, keep what is typed, and say so; the same fault once only."""
        if not self._told.is_news(error):
            return
        words = fault_sentence(write_report(error, self._report_folder))
        with suppress(OSError, ValueError, AttributeError):  # no terminal
            sys.stderr.write(words + "\n")
        if self.window is not None and shiboken6.isValid(self.window):
            self.window.say(words)
            QTimer.singleShot(0, self.window, self.window.keep_typed)

    def _put_aside_file(self) -> Operations | None:
        """Return the work on what is open, to be let go once its window has kept what was half typed and is gone."""
        before, self.operations = self.operations, None
        return before

    def end(self) -> None:
        """End as the system asks: what is typed is kept, and nothing asked."""
        if self.operations is not None:
            self.operations.ending = True
        self._app.quit()

    def close(self) -> None:
        """Finish what is under way and close the file."""
        self._closed = True
        if self.operations is not None:
            self.operations.ending = True
        window, self.window = self.window, None
        if window is not None and shiboken6.isValid(window):
            window.close()
        while self._leaving:
            self._leaving.pop().deleteLater()
        self._let_go(self._put_aside_file())
        self._jobs.close()

    def _let_go(self, operations: Operations | None) -> None:
        if operations is None:
            return
        operations.close()
        if isinstance(operations.file, AllianceFile):
            self._keeper_of(operations).close()
            del self._keepers[operations]
            with suppress(KnownError):
                look_at_copy(operations.file, self._copies)
            operations.file.close()


def alliance_fact(look: Look, clock: Clock) -> tuple[str, int, DeskRow]:
    """Return what the alliance is called, how many hold a seat in it, and who has its desk."""
    row = look.row("SELECT name, short_name FROM alliance")
    count = len(seats(look).with_status(MemberStatus.MEMBER, clock.today()))
    return row["short_name"] or row["name"], count, desk_row(look)


def _system_language() -> str:
    return QLocale.system().name()
