"""The rota: the page, and what is asked about one of its turns."""

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from db.duties.planning import plan_ahead
from db.duties.rota import TurnRow
from db.duties.turns import decline_turn
from db.vocabulary import TurnState
from desktop.duties.page import DutiesPage
from desktop.showcase.scenes import Play, Scene
from desktop.showcase.stage import MORNING, Stage

_HERE = QPoint(400, 300)


def _page(stage: Stage) -> DutiesPage:
    page = stage.show("duties")
    assert isinstance(page, DutiesPage)
    stage.settle()
    return page


def _duties(stage: Stage) -> None:
    """Show the rota, at a turn somebody was asked for and has not answered, where there is one."""
    page = _page(stage)
    asked = [turn for row in page.model.rota.rows for turn in row.turns if turn and turn.state is TurnState.ASKED]
    if asked:
        page.table.go_to(asked[-1].id)
    page.table.setFocus()
    stage.settle()


def _all_duties(stage: Stage) -> None:
    """Show the ledger of all duties together."""
    page = _page(stage)
    choice = page.ledger_card.choice
    choice.setCurrentIndex(choice.count() - 1)
    choice.activated.emit(choice.count() - 1)
    stage.settle()


def _asked(ask: Callable[[DutiesPage, TurnRow], object]) -> Play:
    """Return a scene that asks something about the first turn of the next meeting but one."""

    def play(stage: Stage) -> QWidget:
        page = _page(stage)
        rota = page.model.rota
        ahead = [turn for row in rota.rows[(rota.next or 0) + 1 :] for turn in row.turns if turn and turn.member_id]
        page.table.go_to(ahead[0].id)
        stage.settle()
        return stage.popup(lambda: ask(page, ahead[0]))

    return play


def _decline_and_plan(page: DutiesPage, turn: TurnRow) -> None:
    """Plan after somebody declined; before that, nothing would change."""
    page.operations.write(decline_turn, turn.id, today=MORNING.date(), done=lambda _changes: page.plan())


def _plan_and_publish(page: DutiesPage, _turn: TurnRow) -> None:
    page.operations.write(plan_ahead, today=MORNING.date(), done=lambda _changes: page.deeds.publish())


ROTA: tuple[Scene, ...] = (
    Scene("duties", _duties),
    Scene("duties-all", _all_duties, page=False),
    Scene("duties-menu", _asked(lambda page, _turn: page.table.menu_requested.emit(_HERE)), page=False),
    Scene("duties-ask", _asked(lambda page, turn: page.deeds.ask(turn)), page=False),
    Scene("duties-decline", _asked(lambda page, turn: page.deeds.decline(turn)), page=False),
    Scene("duties-give", _asked(lambda page, turn: page.deeds.give(turn)), page=False),
    Scene("duties-swap", _asked(lambda page, turn: page.deeds.swap(turn)), page=False),
    Scene("duties-person", _asked(lambda page, turn: page.deeds.change(turn)), page=False),
    Scene("duties-done", _asked(lambda page, turn: page.deeds.done(turn)), page=False),
    Scene("duties-plan", _asked(_decline_and_plan), page=False),
    Scene("duties-publish", _asked(_plan_and_publish), page=False),
)
"""The page Duties and its dialogs; what sets duties up is in `duty_dialogs`."""
