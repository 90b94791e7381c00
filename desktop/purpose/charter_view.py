"""The tabs Purpose, Principles and Ways of working: the words of a version at the left, its versions at the right."""

import uuid
from collections.abc import Callable, Iterator, Sequence

from PySide6.QtWidgets import QWidget

from db.charter.charter import VersionRow, begin_version, delete_version, missing_in_purpose
from db.vocabulary import CharterKind
from desktop import texts
from desktop.clock import Clock
from desktop.naming.charter import missing, question, question_name
from desktop.operations import Operations
from desktop.purpose.charter_dialogs import AdoptDialog, CirculateDialog, Decisions, ReviewDateDialog, ReviewDialog
from desktop.purpose.drafting import Draft, PurposeDraft, SectionsDraft
from desktop.purpose.loading import CharterState, load_charter, load_decisions
from desktop.purpose.version_card import VersionCard
from desktop.purpose.view import View
from desktop.texts import _
from desktop.widgets.badges import KeyHint
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from desktop.widgets.lanes import CurrentStack, Lane, Lanes
from desktop.widgets.layouts import WhileShown, column
from desktop.widgets.looking import writes
from desktop.widgets.messages import EmptyState, InlineMessage
from desktop.widgets.page import PAGE_MARGINS
from desktop.widgets.reading import ReadingPiece, ReadingText
from desktop.widgets.shortcuts import on_key
from desktop.widgets.targets import OpenDecision

SIDE = 328

AskWith = Callable[[VersionRow, Decisions], object]
"""What opens a dialog about a version, with the decisions to choose from."""


class CharterView(View):
    """One kind of the charter, in its versions."""

    kinds = frozenset({"charter_version", "charter_section", "indicator", "decision", "meeting"})

    def __init__(self, operations: Operations, clock: Clock, kind: CharterKind, parent: QWidget | None = None) -> None:
        super().__init__(operations, clock, parent)
        self.kind = kind
        self._state = CharterState((), ())
        self._wanted: uuid.UUID | None = None
        self._begun = False
        self.begin_button = Button(_("Begin a new version"), "primary", "plus", clicked=self.start_new)
        writes(self.begin_button)
        self.card = VersionCard(operations, clock, kind)
        self.message = InlineMessage()
        self.reading = ReadingText(name=_("What it says"))
        self.draft: Draft
        if kind is CharterKind.PURPOSE:
            self.draft = PurposeDraft(operations, self.write)
        else:
            self.draft = SectionsDraft(operations, self.write, kind)
        self.empty = EmptyState(_empty_words(kind), _("Write it down"), icon="flag", clicked=self.start_new)
        if self.empty.button is not None:
            writes(self.empty.button)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        read = QWidget()
        read.setLayout(column(self.reading, margins=(12, 8, 6, 8)))
        self._stack = CurrentStack()
        for part in (self.empty, read, self.draft):
            self._stack.addWidget(part)
        left = Card(margins=(0, 0, 0, 0), spacing=0)
        left.add(WhileShown(self.message, margins=(16, 12, 16, 4)))
        left.body.addWidget(self._stack, 1)
        lanes = (Lane(left, 480, 400, share=1, height=400), Lane(self.card, SIDE, 288, height=360))
        self.setLayout(column(Lanes(lanes, margins=PAGE_MARGINS)))

    def _connect(self) -> None:
        card = self.card
        card.chosen.connect(self._on_chosen)
        card.adopt_requested.connect(self.adopt)
        card.circulate_requested.connect(self.circulate)
        card.review_date_requested.connect(self.set_review_date)
        card.review_requested.connect(self.note_review)
        card.delete_requested.connect(self.delete_draft)
        card.decision_requested.connect(lambda key: self.open_requested.emit(OpenDecision(key)))
        on_key(card.table, "F2", self.adopt)
        on_key(card.table, "Del", self.delete_draft)

    # What the page asks

    def fact(self) -> str:
        held = self._held()
        if held is None or held.in_force_from is None:
            return ""
        since = _("in force since {date}").format(date=texts.date_long(held.in_force_from))
        if held.review_date is None:
            return since
        due = held.review_date <= self.clock.today()
        words = _("review was due on {date}") if due else _("to be reviewed on {date}")
        return f"{since}  ·  {words.format(date=texts.date_long(held.review_date))}"

    def verbs(self) -> Sequence[QWidget]:
        return (self.begin_button,)

    def key_hints(self) -> Sequence[KeyHint]:
        version = self.card.current()
        if version is not None and version.draft and self.kind is not CharterKind.PURPOSE:
            return (
                KeyHint("Ctrl N", _("add"), changes=True),
                KeyHint("Alt ↑ ↓", _("move"), changes=True),
                KeyHint("Del", _("delete"), changes=True),
                KeyHint("F6", _("next panel")),
            )
        return (
            KeyHint("Ctrl N", _("new version"), changes=True),
            KeyHint("F6", _("next panel")),
            KeyHint("Ctrl PgDn", _("next tab")),
        )

    def panels(self) -> Sequence[QWidget]:
        return (self._stack.currentWidget() or self, self.card.table, self.card.rest)

    def refresh(self) -> None:
        self.operations.read(load_charter, self.kind, done=self._show, key=(self, "charter"))

    def show_ref(self, ref: uuid.UUID | None) -> None:
        self._wanted = ref
        self.refresh()

    def current(self) -> VersionRow | None:
        return self.card.current()

    def start_new(self) -> None:
        """Go on with the draft, or begin one."""
        drafted = next((version for version in self._state.versions if version.draft), None)
        if drafted is None:
            self.write(begin_version, self.kind, then=lambda made: self._begin(made[0]))
        elif self.card.current() == drafted:
            self.draft.add()
        else:
            self._begin(drafted.id)
            self.refresh()

    def _begin(self, version_id: uuid.UUID) -> None:
        self._wanted, self._begun = version_id, True

    def flush(self) -> None:
        self.draft.flush()

    # What can be done with the version chosen

    def adopt(self) -> None:
        """Ask from which day it is in force, and by which decision."""
        self.flush()
        self._with_decisions(
            lambda version, decisions: self.ask(
                AdoptDialog(self.operations, self.clock, version, decisions, self), _("Noted when it was adopted.")
            )
        )

    def circulate(self) -> None:
        """Ask when it was sent round."""
        if (version := self.card.current()) is not None:
            self.ask(CirculateDialog(self.operations, self.clock, version, self), _("Noted when it was sent round."))

    def set_review_date(self) -> None:
        """Ask when the purpose is to be reviewed."""
        if (version := self.card.current()) is not None:
            self.ask(ReviewDateDialog(self.operations, self.clock, version, self), _("The day of the review is set."))

    def note_review(self) -> None:
        """Ask what a review decided."""
        self._with_decisions(
            lambda version, decisions: self.ask(
                ReviewDialog(self.operations, self.clock, version, decisions, self), _("The review is noted.")
            )
        )

    def delete_draft(self) -> None:
        """Delete the draft chosen."""
        version = self.card.current()
        if version is not None and version.draft:
            self.write(delete_version, version.id, said=_("The draft is deleted."))

    def _with_decisions(self, go_on: AskWith) -> None:
        version = self.card.current()
        if version is not None:
            until = self.clock.today()
            self.operations.read(load_decisions, until, done=lambda decisions: go_on(version, decisions))

    # What is shown

    def _held(self) -> VersionRow | None:
        today = self.clock.today()
        return next((version for version in self._state.versions if version.in_force_on(today)), None)

    def _show(self, state: CharterState) -> None:
        self._state = state
        drafted = any(version.draft for version in state.versions)
        self.begin_button.setText(_("Go on with the draft") if drafted else _("Begin a new version"))
        self.begin_button.set_icon("pencil-simple" if drafted else "plus")
        self.card.setVisible(bool(state.versions))
        wanted, self._wanted = self._wanted, None
        self.card.show_versions(state.versions, self._version_of(wanted))
        if self._begun and (version := self.card.current()) is not None and version.draft:
            self._begun = False
            self.draft.begin()
        self.header_changed.emit()

    def _version_of(self, ref: uuid.UUID | None) -> uuid.UUID | None:
        """Return the version that `ref` names, itself or by one of its sections."""
        for version in self._state.versions:
            if ref == version.id or any(section.id == ref for section in version.sections):
                return version.id
        return None

    def _on_chosen(self, version: VersionRow | None) -> None:
        self._say_missing(version)
        if version is None:
            self._stack.setCurrentIndex(0)
        elif version.draft:
            self.draft.show_version(version)
            self._stack.setCurrentIndex(2)
        else:
            self.draft.flush()
            self.reading.show_pieces(list(_pieces(version)))
            self._stack.setCurrentIndex(1)
        self.header_changed.emit()

    def _say_missing(self, version: VersionRow | None) -> None:
        over = version is not None and version.until is not None and version.until <= self.clock.today()
        if version is None or over or self.kind is not CharterKind.PURPOSE:
            self.message.say("")
        else:
            self.message.say(missing(missing_in_purpose(version, targets=self._state.targets)), "warn")


def _pieces(version: VersionRow) -> Iterator[ReadingPiece]:
    if version.text:
        yield ReadingPiece("lead", version.text)
    if version.kind is CharterKind.PURPOSE:
        for name, answer in version.answers():
            yield ReadingPiece("heading", question_name(name))
            yield ReadingPiece("caption", question(name))
            yield ReadingPiece("text", answer) if answer else ReadingPiece("missing", _("Not answered"))
    for section in version.sections:
        if section.heading:
            yield ReadingPiece("heading", section.heading)
        if section.non_negotiable:
            yield ReadingPiece("mark", _("Non-negotiable"))
        if section.text:
            yield ReadingPiece("text", section.text)


def _empty_words(kind: CharterKind) -> str:
    sentences = {
        CharterKind.PURPOSE: _("No purpose yet. Say what is to change, for whom, by when."),
        CharterKind.PRINCIPLES: _("No principles yet. Write what nobody may give away."),
        CharterKind.WAYS_OF_WORKING: _("No terms of reference yet. Write how members work together."),
    }
    return sentences[kind]
