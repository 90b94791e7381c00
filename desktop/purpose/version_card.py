"""The card at the right of a charter tab: its versions, and what became of the one chosen."""

import datetime as dt

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from db.charter.charter import VersionRow
from db.charter.endorsements import Subject, SubjectKind
from db.vocabulary import CharterKind
from desktop import texts, theme
from desktop.clock import Clock
from desktop.naming.charter import outcome_sentence, version_name, version_standing
from desktop.operations import Operations
from desktop.texts import _
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from desktop.widgets.delegates import TwoLineDelegate, TwoLines
from desktop.widgets.endorsing import EndorsementSection
from desktop.widgets.labels import Label, hline
from desktop.widgets.layouts import ScrollArea, column, row
from desktop.widgets.looking import writes
from desktop.widgets.rows import Column, RowsModel, RowsTable
from desktop.widgets.sections import Section


class VersionCard(Card):
    """The versions of one kind, newest first; each signal asks for one thing about the chosen one."""

    chosen = Signal(object)
    """The `VersionRow` now chosen, or None."""
    adopt_requested = Signal()
    circulate_requested = Signal()
    review_date_requested = Signal()
    review_requested = Signal()
    delete_requested = Signal()
    decision_requested = Signal(object)
    """The key of a decision to show."""

    def __init__(self, operations: Operations, clock: Clock, kind: CharterKind, parent: QWidget | None = None) -> None:
        super().__init__(margins=(0, 0, 0, 0), spacing=0, parent=parent)
        self.setAccessibleName(_("Versions"))
        self._clock = clock
        self._purpose = kind is CharterKind.PURPOSE
        columns = (Column[VersionRow](lambda: _("Version"), _name, spoken=self._spoken),)
        self.model: RowsModel[VersionRow] = RowsModel(columns, key=lambda version: version.id, parent=self)
        self.table = RowsTable(self.model, name=_("Versions"), row_height=48)
        self.table.horizontalHeader().hide()
        self.table.set_widths(0)
        self.table.setItemDelegate(TwoLineDelegate(self._two_lines, self.table, past=self._is_past))
        self.table.selected.connect(self._on_selected)
        self._make_sections(operations)
        title = Label(_("Versions"), 16, 600)
        rest = column(*self._parts(), None, spacing=12, margins=(16, 12, 16, 16))
        self.rest = ScrollArea(rest)
        self.body.addLayout(column(title, margins=(16, 12, 16, 4)))
        self.body.addLayout(row(self.table, margins=(8, 0, 8, 0)))
        self.add(hline(), self.rest)
        self.body.setStretch(self.body.count() - 1, 1)

    def _make_sections(self, operations: Operations) -> None:
        self.adopt_button = _small(_("Adopt…"), _("Adopt this version"), self.adopt_requested)
        self.adopted_label = Label("", 14, 400, wrap=True)
        self.decision_button = Button("", "small", "arrow-right", clicked=lambda: self._go("decision_id"))
        self.circulate_button = _small(_("Note…"), _("Note when it was sent round"), self.circulate_requested)
        self.circulated_label = Label("", 14, 400, wrap=True)
        self.date_button = _small(_("Set a day…"), _("Set the day of the review"), self.review_date_requested)
        self.review_button = _small(_("Note the review…"), _("Note what the review decided"), self.review_requested)
        self.review_label = Label("", 14, 400, wrap=True)
        self.outcome_label = Label("", 14, 600, wrap=True)
        self.review_decision_button = Button("", "small", "arrow-right", clicked=lambda: self._go("review_decision_id"))
        self.endorsements = EndorsementSection(operations, self._clock)
        self.delete_button = _small(_("Delete this draft"), _("Delete this draft"), self.delete_requested)

    def _parts(self) -> list[QWidget]:
        adopted = Section(_("Adopted"), self.adopt_button, spacing=4)
        adopted.add(self.adopted_label)
        adopted.lines.addLayout(row(self.decision_button, None))
        sent = Section(_("Sent to all members"), self.circulate_button, spacing=0)
        sent.add(self.circulated_label)
        self.review = Section(_("Review"), self.date_button, spacing=4)
        self.review.add(self.outcome_label, self.review_label)
        self.review.lines.addLayout(row(self.review_button, self.review_decision_button, None))
        self.review_line = hline()
        deleting = QWidget()
        deleting.setLayout(row(self.delete_button, None))
        return [adopted, hline(), sent, hline(), self.review, self.review_line, self.endorsements, deleting]

    def show_versions(self, versions: tuple[VersionRow, ...], wanted: object) -> None:
        """Show the versions; `wanted` is the key of the one to choose, None keeps the choice."""
        self.model.set_rows(versions)
        height = theme.px(48) * min(max(len(versions), 1), 3) + 2
        self.table.setFixedHeight(height)
        if (wanted is None or not self.table.select_key(wanted)) and not self.table.currentIndex().isValid():
            held = next((row for row in versions if row.in_force_on(self._clock.today())), None)
            first = next((row for row in versions if row.draft), held or (versions[0] if versions else None))
            if first is not None:
                self.table.select_key(first.id)
        self._on_selected(self.current())

    def current(self) -> VersionRow | None:
        """Return the version chosen."""
        found: VersionRow | None = self.table.current_row()
        return found

    def _on_selected(self, version: VersionRow | None) -> None:
        self.rest.setVisible(version is not None)
        if version is not None:
            self._fill(version)
        self.chosen.emit(version)

    def _fill(self, version: VersionRow) -> None:
        self.adopt_button.setText(_("Adopt…") if version.draft else _("Correct…"))
        self.adopted_label.setText(
            _("Not yet. Its words can be changed until it is adopted.")
            if version.draft
            else version_standing(version, self._clock.today())
        )
        _name_decision(self.decision_button, version.decision)
        on = version.circulated_on
        self.circulated_label.setText(texts.date_long(on) if on else _("Not yet"))
        self.review.setVisible(self._purpose)
        self.review_line.setVisible(self._purpose)
        self.outcome_label.setText(
            outcome_sentence(version.outcome, version.reviewed_on) if version.outcome and version.reviewed_on else ""
        )
        self.outcome_label.setVisible(bool(self.outcome_label.text()))
        self._fill_review_date(version.review_date)
        _name_decision(self.review_decision_button, version.review_decision)
        self.review_button.setVisible(not version.draft)
        self.delete_button.setVisible(version.draft)
        self.endorsements.show_subject(Subject(SubjectKind.VERSION, version.id))

    def _fill_review_date(self, day: dt.date | None) -> None:
        if day is None:
            words, role = _("No day is set for the review."), "text2"
        elif day <= self._clock.today():
            words, role = _("The review was due on {date}.").format(date=texts.date_long(day)), "warn"
        else:
            words, role = _("To be reviewed on {date}").format(date=texts.date_long(day)), "text"
        self.review_label.setText(words)
        self.review_label.set_role(role)

    def _go(self, field: str) -> None:
        if (version := self.current()) is not None:
            self.decision_requested.emit(getattr(version, field))

    def _is_past(self, version: VersionRow) -> bool:
        return version.until is not None and version.until <= self._clock.today()

    def _two_lines(self, version: VersionRow) -> TwoLines:
        badge = (_("Draft"), "warnsolid", None) if version.draft else None
        second = _("Can still be changed") if version.draft else version_standing(version, self._clock.today())
        return TwoLines(_name(version), second, badge=badge)

    def _spoken(self, version: VersionRow) -> str:
        return f"{version_name(version.kind, version.version)}, {version_standing(version, self._clock.today())}"


def _name(version: VersionRow) -> str:
    return _("Version {number}").format(number=version.version)


def _small(word: str, meaning: str, request: SignalInstance) -> Button:
    button = Button(word, "small", clicked=request.emit)
    button.setAccessibleName(meaning)
    writes(button)
    return button


def _name_decision(button: Button, label: str) -> None:
    button.setVisible(bool(label))
    button.setText(_("Decision {label}").format(label=label))
