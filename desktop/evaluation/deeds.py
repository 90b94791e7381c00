"""What one does on the page Evaluation: each opens a dialog or changes the record, and says so."""

import uuid
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QMenu

from db.changes import Changes
from db.evaluation.recommendations import (
    RecommendationRow,
    delete_recommendation,
    move_recommendation,
    turn_all_into_actions,
    turn_into_action,
)
from db.measures.found import Key
from db.measures.measuring import Compared
from desktop.evaluation.loading import View
from desktop.evaluation.numbers import NumbersTable, numbers_of
from desktop.evaluation.numbers_dialog import NumbersDialog
from desktop.evaluation.period_dialog import DaysDialog
from desktop.evaluation.recommendation_dialogs import BecameDialog, RecommendationDialog
from desktop.texts import _, ngettext
from desktop.widgets.counted import Names, load_names
from desktop.widgets.owners import OwnerChoices, owner_choices
from desktop.widgets.targets import OpenAction

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desktop.evaluation.page import EvaluationPage


def behind(session: "Session", key: Key, compared: Compared) -> tuple[NumbersTable, Names]:
    """Return the table behind a chart, with the names of its records."""
    return numbers_of(key, compared), load_names(session, compared.now)


class Deeds(QObject):
    """Answers the buttons, menus and keys of the page."""

    def __init__(self, page: "EvaluationPage") -> None:
        super().__init__(page)
        self._page = page
        self._added: uuid.UUID | None = None

    @property
    def _view(self) -> View | None:
        return self._page.view

    def take_added(self) -> uuid.UUID | None:
        """Return the recommendation just added, once."""
        added, self._added = self._added, None
        return added

    # Looking

    def show_numbers(self, key: Key) -> None:
        """Show the table behind a chart."""
        if (view := self._view) is not None:
            self._page.operations.read(behind, key, view.compared, done=self._open_numbers, key=(self, "numbers"))

    def _open_numbers(self, found: tuple[NumbersTable, Names]) -> None:
        dialog = NumbersDialog(*found, self._page)
        dialog.open_requested.connect(self._page.open_requested)
        self._open(dialog)

    def show_details(self, kind: str = "finding", key: object = None) -> None:
        """Show findings, interviews, challenges and method: first the "finding" or "interview" of this key."""
        from desktop.evaluation.details import DetailsDialog

        if (view := self._view) is not None:
            dialog = DetailsDialog(self._page.operations, self._page.clock, view, self._page)
            dialog.began.connect(self._page.choose)
            dialog.show_at(kind, key)
            self._open(dialog)

    def show_became(self) -> None:
        """Show what became of what was recommended before, and let it be said."""
        view = self._view
        if view is not None and view.before is not None:
            self._open(BecameDialog(self._page.operations, view.before, view.became, self._page))

    def ask_days(self) -> None:
        """Ask for other days to look at."""
        if (view := self._view) is not None:
            dialog = DaysDialog(self._page.clock, view.period, self._page)
            dialog.days_chosen.connect(self._page.choose)
            self._open(dialog)

    # Recommendations

    def add(self) -> None:
        """Recommend something more."""
        self._with_choices(lambda choices: self._ask(None, choices))

    def change(self, row: RecommendationRow) -> None:
        """Change a recommendation."""
        self._with_choices(lambda choices: self._ask(row, choices))

    def _with_choices(self, done: Any) -> None:
        if self._view is not None:
            self._page.operations.read(owner_choices, self._page.clock.today(), done=done, key=(self, "owners"))

    def _ask(self, row: RecommendationRow | None, choices: OwnerChoices) -> None:
        view = self._view
        if view is None:
            return
        dialog = RecommendationDialog(
            self._page.operations, self._page.clock, choices, period=view.period, evaluation=view.evaluation, row=row,
            parent=self._page,
        )  # fmt: skip
        dialog.accepted.connect(lambda: self._kept(dialog, row))
        self._open(dialog)

    def _kept(self, dialog: RecommendationDialog, row: RecommendationRow | None) -> None:
        if row is None and isinstance(dialog.result_value, tuple):
            self._added = dialog.result_value[0]
        said = _("The recommendation was changed.") if row else _("The recommendation was added.")
        self._page.said_with_undo.emit(said)

    def delete(self, row: RecommendationRow) -> None:
        """Recommend this no more."""
        said = _("The recommendation was deleted.")
        self._page.operations.write(
            delete_recommendation, row.id, done=lambda _changes: self._page.said_with_undo.emit(said)
        )

    def move(self, row: RecommendationRow, by: int) -> None:
        """Move a recommendation up or down."""
        self._page.operations.write(move_recommendation, row.id, by=by)

    def make_action(self, row: RecommendationRow) -> None:
        """Make an action of a recommendation."""
        said = _("It stands among the actions now.")
        self._page.operations.write(turn_into_action, row.id, done=lambda _made: self._page.said_with_undo.emit(said))

    def make_all_actions(self) -> None:
        """Make actions of all recommendations that are agreed."""
        view = self._view
        if view is not None and view.evaluation is not None:
            self._page.operations.write(turn_all_into_actions, view.evaluation.id, done=self._say_made)

    def _say_made(self, changes: Changes) -> None:
        view = self._view
        rows = view.recommended if view is not None else ()
        made = sum(row.id in changes.ids for row in rows)
        words = ngettext("{n} recommendation is an action now.", "{n} recommendations are actions now.", made)
        self._page.said_with_undo.emit(words.format(n=made))

    def fill_menu(self, menu: QMenu, row: RecommendationRow) -> None:
        """Offer what can be done with a recommendation."""
        menu.addAction(_("Change…"), lambda: self.change(row))
        if row.action_id is not None:
            action_id = row.action_id
            menu.addAction(_("Open its action"), lambda: self._page.open_requested.emit(OpenAction(action_id)))
        else:
            menu.addAction(_("Turn into an action"), lambda: self.make_action(row))
        menu.addSeparator()
        menu.addAction(_("Move up"), lambda: self.move(row, -1))
        menu.addAction(_("Move down"), lambda: self.move(row, 1))
        menu.addSeparator()
        menu.addAction(_("Delete"), lambda: self.delete(row))

    def _open(self, dialog: QDialog) -> None:
        from PySide6.QtCore import Qt

        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
