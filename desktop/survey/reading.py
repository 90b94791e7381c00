"""Reading returned forms: files and folders are looked at first, then what can be taken in is, in one go."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from db.backups.backups import Why
from db.changes import Changes
from db.errors import FileError, KnownError
from db.surveys.answers import TakenForms, forms_read, take_forms
from desktop import texts, theme
from desktop.exchange.survey_in import ReadForms, read_forms
from desktop.naming.surveys import alike_words
from desktop.operations import Operations, Task
from desktop.sentences import sentence
from desktop.survey.form import Form
from desktop.texts import _, ngettext
from desktop.widgets.buttons import Button
from desktop.widgets.delegates import TwoLines, WrappedLinesDelegate
from desktop.widgets.dialogs import Dialog
from desktop.widgets.labels import Label
from desktop.widgets.layouts import row
from desktop.widgets.looking import writes
from desktop.widgets.messages import Busy
from desktop.widgets.rows import Column, RowsModel, RowsTable


def _ask_files(parent: QWidget, folder: Path) -> Sequence[Path]:
    kinds = _("PDF document (*.pdf)") + ";;" + _("All files") + " (*)"
    chosen, _kind = QFileDialog.getOpenFileNames(parent, _("Choose returned forms"), str(folder), kinds)
    return [Path(each) for each in chosen]


def _ask_folder(parent: QWidget, folder: Path) -> Sequence[Path]:
    chosen = QFileDialog.getExistingDirectory(parent, _("Choose a folder"), str(folder))
    return [Path(chosen)] if chosen else []


@dataclass(frozen=True, slots=True)
class Choosers:
    """How files are asked for; replaced in tests, where the system's own dialogs cannot be driven."""

    files: Callable[[QWidget, Path], Sequence[Path]] = _ask_files
    folder: Callable[[QWidget, Path], Sequence[Path]] = _ask_folder


class ReadFormsDialog(Dialog):
    """Choose or drop files; see how many can be taken in, and why the others cannot; take them in."""

    def __init__(
        self,
        operations: Operations,
        form: Form,
        *,
        choosers: Choosers | None = None,
        folder: Path | None = None,
        parent: QWidget | None = None,
    ) -> None:
        lead = _(
            "Choose the filled PDF forms of “{title}”, several at once or a whole folder, or drop them here. Nothing "
            "is taken in before you say so; a file never counts twice."
        ).format(title=form.survey.title)
        super().__init__(_("Read returned forms"), parent, width=960, lead=lead)
        self.setAcceptDrops(True)
        self._operations, self._form = operations, form
        self._choosers, self._folder = choosers or Choosers(), folder or Path.home()
        self._found = ReadForms((), ())
        self._task: Task | None = None
        self.files_button = Button(_("Choose files…"), icon="file-pdf", clicked=self._choose_files)
        self.folder_button = Button(_("Choose a folder…"), icon="folder-open", clicked=self._choose_folder)
        self.busy = Busy()
        self.busy.stop_requested.connect(self._stop)
        self.busy.hide()
        self.found_label = Label("", 16, 600, wrap=True)
        self.found_label.hide()
        self.add(row(self.files_button, self.folder_button, None), self.busy, self.found_label, self._make_list())
        self.set_close(_("Close"))
        self.take_button = self.set_primary("", self._take)
        self.take_button.hide()
        writes(self.files_button, self.folder_button)

    def _make_list(self) -> QWidget:
        self.model: RowsModel[FileError] = RowsModel(
            [Column(lambda: _("File"), _name, spoken=sentence, tip=sentence)],
            key=id, parent=self,
        )  # fmt: skip
        self.table = RowsTable(self.model, name=_("Files that cannot be taken in"), row_height=48)
        self.table.horizontalHeader().hide()
        self.table.set_widths(0)
        self.table.setItemDelegate(WrappedLinesDelegate(_lines, self.table))
        self.table.setMinimumHeight(theme.px(200))
        self.table.selected.connect(self._on_selected)
        self.table.hide()
        return self.table

    # Choosing

    def _choose_files(self) -> None:
        self.look_at(self._choosers.files(self, self._folder))

    def _choose_folder(self) -> None:
        self.look_at(self._choosers.folder(self, self._folder))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._task is None and _dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.look_at(_dropped(event))

    def look_at(self, paths: Sequence[Path]) -> None:
        """Read files and folders, and show what can be taken in."""
        if not paths or self._task is not None:
            return
        self._folder = paths[0] if paths[0].is_dir() else paths[0].parent
        self.say("")
        self._set_busy(_("Reading the forms…"))
        self._operations.read(
            forms_read, self._form.survey.id, done=lambda known: self._read(list(paths), known), failed=self._refuse
        )

    def _read(self, paths: list[Path], known: frozenset[str]) -> None:
        self._task = self._operations.job(
            read_forms, paths, self._form.survey.id, self._form.questions, known=known, done=self._show,
            failed=self._refuse, stopped=self._on_stopped, progress=self.busy.progress,
        )  # fmt: skip

    def _set_busy(self, words: str) -> None:
        for part in (self.found_label, self.table, self.take_button):
            part.hide()
        for button in (self.files_button, self.folder_button):
            button.setEnabled(not words)
        self.busy.setVisible(bool(words))
        if words:
            self.busy.start(words)
        self.fit()

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _on_stopped(self) -> None:
        self._task = None
        self._set_busy("")
        self.say(_("Stopped. Nothing was taken in."), kind="info")

    # What was found

    def _show(self, found: ReadForms) -> None:
        self._task, self._found = None, found
        self._set_busy("")
        self.found_label.setText(_found_words(found))
        self.found_label.show()
        self.model.set_rows(found.problems)
        self.table.setVisible(bool(found.problems))
        count = len(found.forms)
        self.take_button.setText(
            ngettext("Take in {n} form", "Take in {n} forms", count).format(n=texts.number(count))
        )  # fmt: skip
        self.take_button.setVisible(count > 0)
        if count:
            self.take_button.setFocus()
        elif found.problems:
            self.table.select_key(id(found.problems[0]))
            self.table.setFocus()
        self.fit()

    def _on_selected(self, problem: FileError | None) -> None:
        """Say the whole of what is wrong with a file: in the list it may be shortened."""
        if problem is not None:
            self.say(sentence(problem), kind="warn")

    def _take(self) -> None:
        self.take_button.setEnabled(False)
        self._operations.write(
            take_forms, self._form.survey.id, [each.form for each in self._found.forms], done=self._taken,
            failed=self._refuse, backup=Why.IMPORT,
        )  # fmt: skip

    def _taken(self, result: tuple[TakenForms, Changes]) -> None:
        self.take_button.setEnabled(True)
        self.take_button.hide()
        self.found_label.hide()
        self._found = ReadForms((), self._found.problems)
        count = result[0].taken
        words = ngettext("{n} form is taken in.", "{n} forms are taken in.", count).format(n=texts.number(count))
        again = len(result[0].already)
        known = ngettext("{n} had been taken in before.", "{n} had been taken in before.", again)
        told = (words, known.format(n=texts.number(again)) if again else "", alike_words(result[0].alike))
        self.message.say(" ".join(filter(None, told)), "warn" if result[0].alike else "ok")
        self.close_button.setFocus()
        self.fit()

    def _refuse(self, error: KnownError) -> None:
        self._task = None
        self._set_busy("")
        self.take_button.setEnabled(True)
        self.take_button.setVisible(bool(self._found.forms))
        self.say(sentence(error))

    def reject(self) -> None:
        if self._task is not None:
            self._task.cancel()
        super().reject()


def _dropped(event: QDragEnterEvent | QDropEvent) -> list[Path]:
    """Return the files and folders of this computer that are being dropped."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]


def _name(problem: FileError) -> str:
    return problem.path.name


def _lines(problem: FileError) -> TwoLines:
    return TwoLines(problem.path.name, sentence(problem), icon="warning-fill", icon_role="warn_line")


def _found_words(found: ReadForms) -> str:
    forms, others = len(found.forms), len(found.problems)
    if not forms and not others:
        return _("There is no PDF in there.")
    good = ngettext("{n} form can be taken in", "{n} forms can be taken in", forms).format(n=texts.number(forms))
    if not others:
        return good + "."
    bad = ngettext("{n} file cannot", "{n} files cannot", others).format(n=texts.number(others))
    return f"{good}; {bad}:" if forms else _("Nothing can be taken in.")
