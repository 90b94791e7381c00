"""A document as it will be printed: look through it, choose the paper, save it as PDF, or print it.

    make = agenda_maker(meeting_id, today=clock.today())
    preview(self, self.operations, _("Agenda"), make, file_name="Agenda 41.pdf")

A document that comes in several layouts gives one `make` for each, the usual one first, and may name its own papers:

    layouts = (Layout("poster", _("Poster"), rota_maker(today=today)), Layout("list", _("List"), …))
    preview(self, self.operations, _("Duty rota"), layouts, papers=POSTER_PAPERS)

`make` (a `Maker`) lays the document out off the window's thread, on one of the papers offered or the alliance's
own. With `word` it can be saved for Word too, made of the same sheet. The PDF stays in memory until it is saved:
nothing of an alliance is left behind in a folder for passing files.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget
from sqlalchemy.orm import Session

from db.errors import KnownError
from desktop import texts, theme
from desktop.operations import Operations, Progress, Task
from desktop.reports.making import DOCX, Maker
from desktop.reports.preview import Preview
from desktop.sentences import sentence
from desktop.texts import _, ngettext, pgettext
from desktop.widgets.buttons import Button, IconButton, Segmented
from desktop.widgets.dialogs import Dialog
from desktop.widgets.labels import Label
from desktop.widgets.layouts import column, row
from desktop.widgets.messages import Busy
from desktop.widgets.page_view import PagesView
from desktop.widgets.saving import ask_where, show_folder, write_file

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from desktop.reports.page import PaperName

Made = tuple[bytes, "PaperName", list[tuple[float, float]]]


USUAL_PAPERS = ("a4", "letter")
POSTER_PAPERS = ("a4", "a3", "letter", "tabloid")


@dataclass(frozen=True, slots=True)
class Layout:
    """One of several ways to lay a document out."""

    key: str
    word: str
    make: Maker


def preview(
    parent: QWidget,
    operations: Operations,
    title: str,
    make: Maker | Sequence[Layout],
    *,
    file_name: str = "",
    papers: Sequence[str] = USUAL_PAPERS,
    word: bool = False,
) -> "PrintPreview":
    """Show a document as it will be printed; return the window, which is opened next, closes and goes by itself."""
    name = file_name or f"{title}.pdf"
    dialog = PrintPreview(operations, title, make, file_name=name, papers=papers, word=word, parent=parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    operations.soon(dialog.open)
    return dialog


class PrintPreview(Dialog):
    """See this module's own text."""

    put_out = Signal()
    """The document was saved, or sent to a printer."""

    def __init__(
        self,
        operations: Operations,
        title: str,
        make: Maker | Sequence[Layout],
        *,
        file_name: str,
        papers: Sequence[str] = USUAL_PAPERS,
        word: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, parent, width=980)
        self._operations = operations
        self._layouts = make if isinstance(make, Sequence) else ()
        self._make = make[0].make if isinstance(make, Sequence) else make
        self._papers = papers
        self._file_name = file_name
        self._pdf = b""
        self._sizes: list[tuple[float, float]] = []
        self._task: Task | None = None
        self._read_once = False
        self.pages = PagesView(operations)
        self.busy = Busy()
        self.busy.stop_requested.connect(self._stop)
        self.add(self._make_bar(), self.pages, self.busy)
        self.body.setStretch(1, 1)
        self.set_close(_("Close"))
        self.save_button = self.add_button(_("Save as PDF…"), self._save)
        self.save_button.set_icon("download-simple")
        self.word_button = self.add_button(_("Save as Word…"), self._save_as_word) if word else None
        if self.word_button is not None:
            self.word_button.set_icon("file-text")
        self.print_button = self.set_primary(_("Print…"), self._choose_printer, changes=False)
        self.print_button.set_icon("printer")
        self.pages.page_changed.connect(self._on_page)
        self.pages.zoom_changed.connect(self._on_zoom)
        operations.crashed.connect(self._on_crashed)
        self._lay_out(None)

    def _make_bar(self) -> QWidget:
        words = {"a4": "A4", "a3": "A3", "letter": pgettext("paper size", "Letter"), "tabloid": _("Tabloid")}
        self.paper = Segmented([(key, words[key]) for key in self._papers], name=pgettext("size of a sheet", "Paper"))
        self.paper.chosen.connect(self._lay_out)
        self.before_button = IconButton("caret-left", _("Page before"), clicked=lambda: self._turn(-1))
        self.after_button = IconButton("caret-right", _("Next page"), clicked=lambda: self._turn(1))
        self.page_label = Label("", 13, 500, "text2")
        self.smaller_button = IconButton("minus", _("Smaller"), clicked=lambda: self.pages.zoom(-1))
        self.larger_button = IconButton("plus", _("Larger"), clicked=lambda: self.pages.zoom(1))
        self.zoom_label = Label("", 13, 500, "text2")
        self.zoom_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.zoom_label.setMinimumWidth(theme.px(48))
        self.fit_button = Button(_("Fit width"), "small", clicked=lambda: self.pages.set_percent(None))
        choices: list[QWidget] = [Label(pgettext("size of a sheet", "Paper"), 13, 500, "text2"), self.paper]
        leafing: list[QWidget | None] = [
            self.before_button, self.page_label, self.after_button, None,
            self.smaller_button, self.zoom_label, self.larger_button, self.fit_button,
        ]  # fmt: skip
        bar = QWidget()
        if self._layouts:
            self.layouts = Segmented([(one.key, one.word) for one in self._layouts], name=_("Layout"))
            self.layouts.chosen.connect(self._choose_layout)
            first = row(Label(_("Layout"), 13, 500, "text2"), self.layouts, None, *choices)
            bar.setLayout(column(first, row(*leafing)))
        else:
            bar.setLayout(row(*choices, None, *leafing))
        return bar

    def _choose_layout(self, key: object) -> None:
        self._make = next(one.make for one in self._layouts if one.key == key)
        self._lay_out(self.paper.value())

    def fit(self) -> None:
        """Take most of the screen: there is a page to read."""
        room = self.screen().availableGeometry()
        self.resize(QSize(theme.px(980), theme.px(900)).boundedTo(room.size() - QSize(32, 48)))

    # Laying out

    def _lay_out(self, paper: object) -> None:
        self.say("")
        self._begin(_("Laying out the pages…"))
        self._task = self._operations.read(
            laid_out, self._make, paper, done=self._on_laid_out, failed=self._on_failed,
            stopped=self._on_layout_stopped, progress=self.busy.progress, key=(id(self), "lay out"),
        )  # fmt: skip

    def _on_layout_stopped(self) -> None:
        """Nothing was made: what was shown before stays, or else there is nothing to look at."""
        if self._pdf:
            self._end()
        else:
            self.reject()

    def _on_laid_out(self, made: Made) -> None:
        self._pdf, paper, self._sizes = made
        self.paper.set_value(paper)
        self._end()
        self.pages.set_document(Preview(self._pdf), self._sizes)
        if not self._read_once:
            self._read_once = True
            self.pages.setFocus()

    # Looking

    def _turn(self, step: int) -> None:
        self.pages.show_page(self.pages.page + step)

    def _on_page(self, page: int) -> None:
        self.page_label.setText(_("Page {page} of {pages}").format(page=page + 1, pages=len(self._sizes)))
        self.before_button.setEnabled(page > 0)
        self.after_button.setEnabled(page < len(self._sizes) - 1)

    def _on_zoom(self, percent: int) -> None:
        self.zoom_label.setText(texts.percent(percent / 100))

    # Saving and printing

    def _save(self) -> None:
        path = ask_where(self, _("Save as PDF"), self._file_name, _("PDF document (*.pdf)"))
        if path is not None:
            self.save_to(path)

    def save_to(self, path: Path) -> None:
        """Save the PDF at `path`."""
        self._begin(_("Saving…"))
        self._operations.job(write_file, path, self._pdf, done=self._on_saved, failed=self._on_failed)

    def _save_as_word(self) -> None:
        name = Path(self._file_name).stem + DOCX
        path = ask_where(self, _("Save as Word"), name, _("Word document (*.docx)"))
        if path is not None:
            self.save_as_word_to(path)

    def save_as_word_to(self, path: Path) -> None:
        """Save the same document for Word at `path`, to be edited before it is sent."""
        self._begin(_("Saving…"))
        self._task = self._operations.read(
            for_word, self._make, self.paper.value(),
            done=lambda made: self._operations.job(
                write_file, path, made, done=self._on_saved, failed=self._on_failed
            ),
            failed=self._on_failed, stopped=self._end, key=(id(self), "word"),
        )  # fmt: skip

    def _on_saved(self, path: Path) -> None:
        self._end()
        words = _("Saved as {name} in {folder}.").format(name=path.name, folder=path.parent)
        self.message.say(words, "ok", _("Open folder"), partial(show_folder, path))
        self.put_out.emit()

    def _choose_printer(self) -> None:
        from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog

        from desktop.widgets.printing import new_printer

        printer = new_printer(Path(self._file_name).stem, self._sizes[0])
        dialog = QPrintDialog(printer, self)
        dialog.setWindowTitle(_("Print"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setOptions(
            QAbstractPrintDialog.PrintDialogOption.PrintToFile
            | QAbstractPrintDialog.PrintDialogOption.PrintPageRange
            | QAbstractPrintDialog.PrintDialogOption.PrintCollateCopies
            | QAbstractPrintDialog.PrintDialogOption.PrintCurrentPage
        )
        dialog.setMinMax(1, len(self._sizes))
        dialog.accepted.connect(lambda: self.print_on(printer))
        QDialog.open(dialog)  # its own asks for a slot

    def print_on(self, printer: "QPrinter") -> None:
        """Print on a printer that was set up."""
        from desktop.widgets.printing import print_pages

        self._begin(_("Printing…"))
        self._task = self._operations.job(
            print_pages, self._pdf, printer, current=self.pages.page, done=self._on_printed, failed=self._on_failed,
            stopped=self._on_stopped, progress=self.busy.progress,
        )  # fmt: skip

    def _on_printed(self, sheets: int) -> None:
        self._end()
        words = ngettext("{n} page was sent to the printer.", "{n} pages were sent to the printer.", sheets)
        self.message.say(words.format(n=texts.number(sheets)), "ok")
        self.put_out.emit()

    # Under way, and what goes wrong

    def _begin(self, words: str) -> None:
        self.busy.start(words)
        for control in self._controls():
            control.setEnabled(False)

    def _end(self) -> None:
        self.busy.hide()
        self._task = None
        for control in self._controls():
            control.setEnabled(
                bool(self._pdf) or control not in (self.save_button, self.word_button, self.print_button)
            )

    def _controls(self) -> list[QWidget]:
        word = [self.word_button] if self.word_button is not None else []
        layouts = [self.layouts] if self._layouts else []
        return [self.save_button, *word, self.print_button, self.paper, *layouts]

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _on_stopped(self) -> None:
        self._end()
        self.say(_("Printing was stopped. Some pages may have been printed."), kind="info")

    def _on_failed(self, error: KnownError) -> None:
        self._end()
        self.say(_refusal(error))

    def _on_crashed(self, _error: object) -> None:
        if not self.busy.isHidden():
            self._end()
            self.say(_("This document could not be made. Nothing was changed."))

    def done(self, result: int) -> None:
        if self._task is not None:
            self._task.cancel()
        self.pages.close_document()
        super().done(result)


def laid_out(session: Session, make: Maker, paper: "PaperName | None", *, progress: Progress) -> Made:
    """Maker a document off the window's thread; `progress` may stop it between two parts."""
    out = BytesIO()
    used = make(session, out, paper, progress=progress)
    pdf = out.getvalue()
    with Preview(pdf) as document:
        return pdf, used, [document.size_points(page) for page in range(document.page_count)]


def for_word(session: Session, make: Maker, paper: "PaperName | None") -> bytes:
    """Return the same document as Word has it."""
    out = BytesIO()
    make(session, out, paper, word=True)
    return out.getvalue()


def _refusal(error: KnownError) -> str:
    from desktop.widgets.printing import PrinterRefused

    if isinstance(error, PrinterRefused):
        return _("{printer} did not take the pages. Check that it is on and has paper, then print again.").format(
            printer=error.name or _("The printer")
        )
    return sentence(error)
