"""Forgetting a person for good: who, what the file knows of them, what stays, and which backups still hold them."""

import uuid
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QCheckBox, QWidget

from db.backups.backups import backups_of
from db.engine import AllianceFile
from db.errors import KnownError
from db.members.forgettable import Forgettable
from db.members.forgetting import (
    Holding,
    Known,
    Rewritten,
    copies_with,
    forget_in_copies,
    forget_person,
    known_of,
)
from db.rescue.aside import damaged_beside
from desktop import texts, theme
from desktop.forgotten_copies import name_removed
from desktop.naming.backups import held_words, left_as_they_are_words, not_rewritten_words
from desktop.naming.counting import counted_all
from desktop.operations import Operations
from desktop.sentences import sentence
from desktop.texts import _, ngettext
from desktop.widgets.fields import Choice, FormRows
from desktop.widgets.labels import Label
from desktop.widgets.layouts import clear, column
from desktop.widgets.messages import Busy, InlineMessage
from desktop.widgets.record_dialogs import RecordDialog

SHOWN: Final = 4
"""So many passages are quoted; the rest are counted."""


class ForgetDialog(RecordDialog):
    """Asks whom to forget, shows what that means, and does it: in the file, then in its backups."""

    scrolling_height = 576

    def __init__(
        self, operations: Operations, people: Sequence[Forgettable], said: Callable[[str], object],
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        lead = _(
            "Their name, address and number leave this file, its history and its search for good. What they did still "
            "counts, without the name."
        )
        super().__init__(operations, _("Forget a person"), parent, width=620, scrolls=True, lead=lead)
        self._said = said
        self._known: Known | None = None
        self.person = Choice(
            [(row.id, _called(row)) for row in people], name=_("Person"), placeholder=_("Choose a person")
        )
        self._form = FormRows(above=True)
        self._form.add(_("Person"), self.person)
        self._facts = column(spacing=8)
        self.backups_box = QCheckBox("")
        self.held_label = Label("", 13, 400, "text2", wrap=True)
        self.held_label.setContentsMargins(theme.px(28), 0, 0, 0)
        self._holding: Holding | None = None
        self.place_label = Label("", 13, 400, "text2", wrap=True)
        self.place_label.setContentsMargins(theme.px(28), 0, 0, 0)
        self.sure_box = QCheckBox(_("I know that this cannot be undone"))
        self.busy = Busy()
        self.busy.button.hide()
        self.add(self._form, self._facts, self.backups_box, self.held_label, self.place_label, self.sure_box, self.busy)
        self.body.addStretch(1)
        verb = self.set_primary(_("Forget this person"), self._forget, kind="danger")
        verb.setEnabled(False)
        self.person.currentIndexChanged.connect(self._look)
        self.sure_box.toggled.connect(self._update)
        self._file = operations.file if isinstance(operations.file, AllianceFile) else None
        self._backups = [each.path for each in backups_of(self._file.path)] if self._file is not None else []
        elsewhere = operations.elsewhere
        self._place, there = elsewhere.second_place() if elsewhere is not None else ("", False)
        self.place_label.setText(_place_words(self._place, there=there))
        self.backups_box.toggled.connect(self.place_label.setEnabled)
        for part in (self.backups_box, self.held_label, self.place_label, self.sure_box, self.busy):
            part.hide()

    def chosen(self) -> uuid.UUID | None:
        """Return the key of the person chosen."""
        value = self.person.value()
        return value if isinstance(value, uuid.UUID) else None

    def _look(self) -> None:
        self._known = self._holding = None
        self.held_label.hide()
        self.sure_box.setChecked(False)
        self._update()
        if (key := self.chosen()) is not None:
            self.operations.read(known_of, key, done=self._show, failed=self._on_refused, key="forget")

    def _show(self, known: Known) -> None:
        self._known = known
        clear(self._facts)
        for line, role in _lines(known):
            self._facts.addWidget(Label(line, 14, 400, role, wrap=True))
        count = len(self._backups)
        self.backups_box.setText(
            ngettext(
                "Also in the {n} backup on this computer", "Also in the {n} backups on this computer", count
            ).format(n=texts.number(count))
            if count
            else _("Also in the copies in the second place")
        )
        self.backups_box.setChecked(True)
        self.backups_box.setVisible(bool(count or self._place))
        self.place_label.setVisible(bool(self._place))
        self.sure_box.show()
        self._update()
        self.fit()
        key = self.chosen()
        if self._file is not None and self._backups and key is not None:
            look = partial(copies_with, self._backups, key, passphrase=self._file.passphrase)
            self.operations.job(look, done=partial(self._show_held, key))

    def _show_held(self, key: uuid.UUID, holding: Holding) -> None:
        """Say which backups still hold them, where nobody else was chosen meanwhile."""
        if self._known is None or key != self.chosen():
            return
        self._holding = holding
        self.held_label.setText(held_words(holding.knowing, holding.unread))
        self.held_label.show()
        self.fit()

    def _update(self) -> None:
        if self.primary is not None:
            self.primary.setEnabled(self._known is not None and self.sure_box.isChecked())

    def _forget(self) -> None:
        key = self.chosen()
        if key is None or self._known is None:
            return
        self.say("")
        self.busy.start(_("Forgetting…"))
        if self.primary is not None:
            self.primary.setEnabled(False)
        gone = partial(self._clean_up, key)
        self.operations.write(forget_person, key, placeholder=name_removed(), done=gone, failed=self._refused)

    def _clean_up(self, key: uuid.UUID, _changes: object) -> None:
        """What is forgotten may still stand in free pages, and in backups."""
        copies = self._backups if self.backups_box.isChecked() else []
        if self._file is not None:
            self.operations.job(
                _clean, self._file, copies, key, name_removed(), done=self.finish, failed=self._not_clean
            )

    def finish(self, found: Rewritten) -> None:
        """Say what was done, here where some copies could not be rewritten; have it done in the second place, too."""
        key, elsewhere = self.chosen(), self.operations.elsewhere
        if key is not None and elsewhere is not None and self._place and self.backups_box.isChecked():
            elsewhere.forget_there(key)
        words = _("{name} is forgotten here. Copies elsewhere know nothing of it.")
        said = words.format(name=self._known.name if self._known is not None else "")
        kept = self._kept()
        beside = damaged_beside(self._file.path) if self._file is not None else []
        left = [*found.left, *beside]
        if not left and not kept:
            self._said(said)
            self.accept()
            return
        self._known = None  # there is nothing more to do here than to read which
        self.busy.hide()
        clear(self._facts)
        for part in (self._form, self.backups_box, self.held_label, self.place_label, self.sure_box, self.primary):
            if part is not None:
                part.hide()
        self._facts.addWidget(Label(said, 14, 400, wrap=True))
        told = [not_rewritten_words([path.name for path in left])] if left else []
        told += [left_as_they_are_words([path.name for path in kept])] if kept else []
        for words in told:
            self._facts.addWidget(InlineMessage(words, "warn", parent=self._facts.parentWidget()))  # seen at once
        self.scrolling_height = 360
        self.set_close(_("Close"))
        self.close_button.setFocus()
        self.fit()

    def _kept(self) -> tuple[Path, ...]:
        """Return the backups that hold them, or may, where they were left as they are."""
        if self.backups_box.isChecked() or self._holding is None:
            return ()
        return (*self._holding.knowing, *self._holding.unread)

    def _refused(self, error: KnownError) -> None:
        self.busy.hide()
        self._on_refused(error)

    def _not_clean(self, error: KnownError) -> None:
        self.busy.hide()
        words = _("The person is forgotten, but free pages of the file may still hold them. Make a copy of the file.")
        self.say(f"{words} {sentence(error)}")


def _called(row: Forgettable) -> str:
    """Return the name, and when they were deleted, if they were."""
    if row.deleted_at is None:
        return row.name
    day = texts.date_long(row.deleted_at.astimezone().date())
    return _("{name}, deleted on {date}").format(name=row.name, date=day)


def _place_words(place: str, *, there: bool) -> str:
    """Return what becomes of the copies in the second place."""
    if there:
        return _("And in the copies on “{place}”, which is connected.").format(place=place)
    words = _("“{place}” is not connected: its copies still hold them, and are rewritten once it is connected again.")
    return words.format(place=place)


def _clean(file: AllianceFile, copies: Sequence[Path], key: uuid.UUID, placeholder: str) -> Rewritten:
    file.compact()
    return forget_in_copies(copies, key, passphrase=file.passphrase, placeholder=placeholder)


def _lines(known: Known) -> list[tuple[str, str]]:
    """Return what the file knows, a line each, with the role of its colour."""
    found: list[tuple[str, str]] = []
    if known.uses:
        stays = _("What stays, without the name: {uses}.").format(uses=counted_all(known.uses))
        found.append((stays, "text"))
    else:
        found.append((_("No record of work speaks of this person; nothing of them stays."), "text"))
    if known.passages:
        count = len(known.passages)
        taken = ngettext(
            "{n} text by others is changed, for it names them:", "{n} texts by others are changed, for they name them:",
            count,
        )  # fmt: skip
        found.append((taken.format(n=texts.number(count)), "text"))
        found += [(_("“{words}”").format(words=passage.words), "text2") for passage in known.passages[:SHOWN]]
        if count > SHOWN:
            found.append((_("… and {n} more").format(n=texts.number(count - SHOWN)), "text2"))
    if known.ambiguous:
        said = _("In what others wrote the name stays: it is a single word, or somebody else is called the same.")
        found.append((said, "warn"))
    if known.papers:
        said = ngettext("{n} paper is kept as it came; look into it yourself.",
                        "{n} papers are kept as they came; look into them yourself.", known.papers)  # fmt: skip
        found.append((said.format(n=texts.number(known.papers)), "text2"))
    return found
