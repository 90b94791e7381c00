"""What is asked around a handover: to whom and where to, a key, who holds the desk, why it is taken back."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from db.engine import AllianceFile
from db.errors import KnownError
from db.handover.desk import KeyRow, add_key, change_key, delete_key, hold_desk
from db.handover.handover import Change, Holder, take_back
from db.members.people import PersonRow
from desktop import texts
from desktop.clock import Clock
from desktop.exchange.giving import TOTAL, GivenPack, give_desk
from desktop.naming.desk import holder_words
from desktop.operations import Operations, Task
from desktop.pack_names import SUFFIX
from desktop.reports.handover_sheet import handover_note_maker
from desktop.sentences import sentence
from desktop.texts import _
from desktop.widgets.buttons import Button
from desktop.widgets.dialogs import Dialog
from desktop.widgets.fields import FormRows, PathField
from desktop.widgets.labels import Label
from desktop.widgets.layouts import row
from desktop.widgets.messages import Busy, InlineMessage
from desktop.widgets.people import PersonField
from desktop.widgets.protection import Protection
from desktop.widgets.saving import ask_where, show_folder

PackChooser = Callable[[QWidget, str], Path | None]
"""Is given the parent and a name to suggest; returns where the pack goes, or None."""
Offices = Mapping[uuid.UUID, str]
"""By a person's key, whom they speak for."""


def ask_pack_place(parent: QWidget, name: str) -> Path | None:
    """Ask where a pack goes."""
    return ask_where(parent, _("Where to write the pack"), name, _("Handover packs") + f" (*{SUFFIX})")


class GiveDialog(Dialog):
    """To whom, where to, under which passphrase; then the pack is made, checked, and the desk is theirs."""

    given = Signal()
    """The desk left this file: nothing can be written in it any more."""

    def __init__(
        self,
        operations: Operations,
        clock: Clock,
        people: Sequence[PersonRow],
        offices: Offices,
        *,
        who: str,
        program: str,
        choose_place: PackChooser = ask_pack_place,
        parent: QWidget | None = None,
    ) -> None:
        lead = _("The pack is all they need: the alliance’s file with its papers, and the handover note.")
        super().__init__(_("Hand over the desk"), parent, width=560, scrolls=True, lead=lead)
        self.operations = operations
        self._clock = clock
        self._offices = offices
        self._names: dict[object, str] = {row.id: row.name for row in people}
        self._who = who
        self._program = program
        self._choose_place = choose_place
        self._place: Path | None = None
        self._task: Task | None = None
        self._made: GivenPack | None = None
        self._make_fields(people)
        self.result_message = InlineMessage()
        self.busy = Busy()
        self.busy.hide()
        self.busy.stop_requested.connect(self._stop)
        self.add(self.form, self.result_message, self.busy)
        self.result_message.say(
            _("Afterwards this file can be looked at, printed and searched, and nothing can be changed in it."), "info"
        )
        self.give_button = self.set_primary(_("Hand over"), self._give)
        self.to_field.settled.connect(self._on_person)
        self._refresh()

    def _make_fields(self, people: Sequence[PersonRow]) -> None:
        self.to_field = PersonField(people, name=_("Who comes next"))
        self.office_field = QLineEdit()
        self.place_field = PathField(name=_("Pack"))
        self.place_button = Button(_("Choose…"), clicked=self._on_place)
        self.protection = Protection(_("Protect the pack with a passphrase"), self._refresh)
        self.form = FormRows(above=True)
        self.form.add(_("Who comes next"), self.to_field)
        self.form.add(_("For whom"), self.office_field, hint=_("The member or office they keep the desk for."))
        place = QWidget()
        layout = row(spacing=8)
        layout.addWidget(self.place_field, 1)
        layout.addWidget(self.place_button)
        place.setLayout(layout)
        self.form.add(_("Pack"), place)
        if self._file().protected:
            self.protection.box.setText(_("Another passphrase than the file’s"))
            self.form.add_wide(
                Label(
                    _("The file’s own passphrase opens the pack, too. Tell it by voice."), 13, 400, "text2", wrap=True
                )
            )
        self.protection.add_to(self.form, hint=_("Tell it by voice, never beside the pack."))

    def problem(self) -> str:
        """Return what keeps the desk from being handed over, or an empty text."""
        if not self.to_field.text().strip():
            return _("Say who comes next.")
        if self._place is None:
            return _("Choose where to write the pack.")
        return self.protection.problem()

    def set_place(self, place: Path) -> None:
        """Write the pack there."""
        self._place = place
        self.place_field.setText(str(place))
        self._refresh()

    def _on_place(self) -> None:
        file = self._file()
        name = f"{file.path.stem} {self._clock.today().isoformat()}{SUFFIX}"
        place = self._choose_place(self, name)
        if place is not None:
            self.set_place(place)

    def _on_person(self) -> None:
        key = self.to_field.person_id()
        if key is not None:
            self.office_field.setText(self._offices.get(key, ""))
        self._refresh()

    def _refresh(self) -> None:
        self.protection.show_fields(self.form)
        problem = self.problem()
        self.give_button.setEnabled(not problem and self._task is None)
        if self._place is None or not self.protection.box.isChecked():
            self.say("")
        else:
            named = bool(self.to_field.text().strip())
            self.say(self.protection.complaint() if named else problem, kind="info")
        if self.isVisible():
            self.fit()

    def _give(self) -> None:
        if self.problem() or self._place is None or self._task is not None:
            return
        now = self._clock.now()
        key = self.to_field.person_id()
        name = self._names.get(key, self.to_field.text().strip())  # as on record, however it was typed
        taker = Holder(name, self.office_field.text().strip(), key)
        self.say("")
        self._set_working(True)
        self._task = self.operations.job(
            give_desk, self._file(), self._place, taker=taker, who=self._who, at=now,
            note=handover_note_maker(today=now.date()), program=self._program,
            passphrase=self.protection.passphrase(),
            done=self._on_given, failed=self._on_refused, stopped=self._on_stopped, progress=self._on_progress,
        )  # fmt: skip

    def _on_progress(self, done: int, total: int) -> None:
        self.busy.progress(done, total)
        if done >= TOTAL:  # what follows is one moment, and cannot be stopped
            self.busy.button.setEnabled(False)

    def _on_given(self, made: GivenPack) -> None:
        self._made = made
        self._task = None
        self.busy.hide()
        self.form.hide()
        self.give_button.hide()
        self.set_close(_("Close"))
        self.close_button.setEnabled(True)
        taker = made.prepared.change.taker
        self.result_message.say(
            _("The desk is with {holder} now. Bring them “{pack}” ({size}).").format(
                holder=holder_words(taker.name, taker.office), pack=made.path.name,
                size=texts.size_bytes(made.size_bytes),
            ),
            "ok", _("Show folder"), partial(show_folder, made.path),
        )  # fmt: skip
        self.close_button.setFocus()
        self.fit()

    def _on_refused(self, error: KnownError) -> None:
        self._set_working(False)
        if self._file().given is not None:
            self._made = None
            self.form.hide()
            self.give_button.hide()
            self.finished.connect(lambda _result: self.given.emit())
        self.say(sentence(error))

    def _on_stopped(self) -> None:
        self._set_working(False)
        self.say(_("Stopped. The desk is still here, and no pack was written."), kind="info")

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _set_working(self, working: bool) -> None:
        self.form.setEnabled(not working)
        self.close_button.setEnabled(not working)
        if working:
            self.busy.start(_("Making the pack and checking it…"))
        else:
            self._task = None
        self.busy.setVisible(working)
        self.give_button.setEnabled(not working and not self.problem())
        self.fit()

    def _file(self) -> AllianceFile:
        return file_of(self.operations)

    def done(self, result: int) -> None:
        if self._task is not None:
            return
        super().done(result)
        if self._made is not None:
            self.given.emit()


class TakeBackDialog(Dialog):
    """Asks why the desk is taken back, and to tick that one knows what that means.

    `holder`: who has it now, where this computer has seen it go on since the file was given.
    """

    taken = Signal()
    """The desk is here again."""

    def __init__(
        self, operations: Operations, clock: Clock, *, who: str, holder: str = "", parent: QWidget | None = None
    ) -> None:
        given = file_of(operations).given
        if given is not None and not holder:
            holder = holder_words(given.name, given.office)
        lead = _("{holder} has the desk. Take it back only if their file is lost, or you both agreed.").format(
            holder=holder
        )
        super().__init__(_("Take the desk back"), parent, width=520, lead=lead)
        self.operations = operations
        self._clock = clock
        self._who = who
        self.reason_field = QLineEdit()
        self.sure_box = QCheckBox(_("I know that what they wrote since is not in this file"))
        form = FormRows(above=True)
        form.add(_("Why"), self.reason_field, hint=_("It is kept in the record, with your name and the day."))
        form.add_wide(self.sure_box)
        self.add(form)
        words = _("If they have gone on working, ask them for a pack instead: then nothing is lost.")
        self.add(InlineMessage(words, "warn"))
        self.take_button = self.set_primary(_("Take the desk back"), self._take, kind="danger", changes=False)
        self.reason_field.textChanged.connect(self._refresh)
        self.sure_box.toggled.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        self.take_button.setEnabled(bool(self.reason_field.text().strip()) and self.sure_box.isChecked())

    def _take(self) -> None:
        if not self.take_button.isEnabled():
            return
        self.take_button.setEnabled(False)
        now = self._clock.now()
        self.operations.job(
            take_back, file_of(self.operations), reason=self.reason_field.text(), who=self._who, at=now,
            day=now.date(), taker=Holder(self._who) if self._who else None,
            done=self._on_taken, failed=self._on_refused,
        )  # fmt: skip

    def _on_taken(self, _change: Change) -> None:
        self.accept()
        self.taken.emit()

    def _on_refused(self, error: KnownError) -> None:
        self._refresh()
        self.say(sentence(error))


class KeyDialog(Dialog):
    """A password or key: what it is, where it is kept."""

    def __init__(self, operations: Operations, key: KeyRow | None = None, parent: QWidget | None = None) -> None:
        title = _("Add a password or key") if key is None else _("Change a password or key")
        super().__init__(title, parent, width=480, lead=_("Never write the password itself here."))
        self.operations = operations
        self._key = key
        self.name_field = QLineEdit(key.name if key else "")
        self.where_field = QLineEdit(key.kept_where if key else "")
        form = FormRows(above=True)
        form.add(_("What it is"), self.name_field, hint=_("Such as: password of the secretariat’s mailbox"))
        form.add(_("Where it is kept"), self.where_field, hint=_("Such as: sealed envelope in the safe"))
        self.add(form)
        if key is not None:
            self.delete_button = self.add_button(_("Take off the list"), self._delete, kind="quiet")
        self.keep_button = self.set_primary(_("Add") if key is None else _("Keep"), self._keep)
        self.name_field.textChanged.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        self.keep_button.setEnabled(bool(self.name_field.text().strip()))

    def _keep(self) -> None:
        name, where = self.name_field.text(), self.where_field.text()
        if self._key is None:
            self.operations.write(add_key, name=name, kept_where=where, done=self._on_done, failed=self._on_refused)
        else:
            self.operations.write(
                change_key, self._key.id, name=name, kept_where=where, done=self._on_done, failed=self._on_refused
            )  # fmt: skip

    def _delete(self) -> None:
        if self._key is not None:
            self.operations.write(delete_key, self._key.id, done=self._on_done, failed=self._on_refused)

    def _on_done(self, _result: object) -> None:
        self.accept()

    def _on_refused(self, error: KnownError) -> None:
        self.say(sentence(error))


class HolderDialog(Dialog):
    """Says who has the desk, where that was never said or is written wrongly."""

    def __init__(
        self, operations: Operations, clock: Clock, people: Sequence[PersonRow], offices: Offices, *,
        name: str, office: str, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        lead = _("To give the desk to somebody else, hand it over instead.")
        super().__init__(_("Who has the desk"), parent, width=480, lead=lead)
        self.operations = operations
        self._clock = clock
        self._offices = offices
        self.name_field = PersonField(people, name=_("Name"))
        self.office_field = QLineEdit(office)
        self.name_field.setText(name)
        form = FormRows(above=True)
        form.add(_("Name"), self.name_field)
        form.add(_("For whom"), self.office_field, hint=_("The member or office they keep the desk for."))
        self.add(form)
        self.keep_button = self.set_primary(_("Keep"), self._keep)
        self.name_field.settled.connect(self._refresh)

    def _refresh(self) -> None:
        key = self.name_field.person_id()
        if key is not None and (office := self._offices.get(key, "")):
            self.office_field.setText(office)
        self.keep_button.setEnabled(bool(self.name_field.text().strip()))

    def _keep(self) -> None:
        self.operations.write(
            hold_desk, name=self.name_field.text(), office=self.office_field.text(),
            person_id=self.name_field.person_id(), since=self._clock.today(),
            done=lambda _result: self.accept(), failed=lambda error: self.say(sentence(error)),
        )  # fmt: skip


def file_of(operations: Operations) -> AllianceFile:
    """Return the alliance file that is open."""
    file = operations.file
    if not isinstance(file, AllianceFile):
        message = "no alliance file is open"
        raise TypeError(message)
    return file
