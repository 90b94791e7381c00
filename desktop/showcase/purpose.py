"""Scenes of what the alliance is for: the tabs of the page Purpose, its dialogs, and who stands behind a decision."""

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QWidget

from desktop.decisions.page import DecisionsPage
from desktop.purpose.challenges_view import ChallengesView
from desktop.purpose.charter_view import CharterView
from desktop.purpose.indicators_view import IndicatorsView
from desktop.purpose.notes_view import NotesView
from desktop.purpose.page import CHALLENGES, INDICATORS, NOTES, PRINCIPLES, PURPOSE, WAYS, PurposePage
from desktop.purpose.view import View
from desktop.showcase.scenes import Play, Scene
from desktop.showcase.stage import Stage


def _view(stage: Stage, tab: str) -> View:
    page = stage.show("purpose")
    assert isinstance(page, PurposePage)
    page.show_tab(tab)
    stage.settle()
    return page.view()


def _charter(stage: Stage, tab: str = PURPOSE) -> CharterView:
    view = _view(stage, tab)
    assert isinstance(view, CharterView)
    return view


def _indicators(stage: Stage) -> IndicatorsView:
    view = _view(stage, INDICATORS)
    assert isinstance(view, IndicatorsView)
    view.table.select_key(view.model.rows[0].id)
    return view


def _notes(stage: Stage, title_place: int) -> NotesView:
    view = _view(stage, NOTES)
    assert isinstance(view, NotesView)
    view.table.select_key(view.model.rows[title_place].id)
    stage.settle()
    return view


def _challenges(stage: Stage) -> ChallengesView:
    view = _view(stage, CHALLENGES)
    assert isinstance(view, ChallengesView)
    view.table.select_key("members_without_means")
    return view


def _held(stage: Stage) -> None:
    """Show the principles in force beside their draft."""
    view = _charter(stage, PRINCIPLES)
    view.card.table.select_key(view.card.model.rows[-1].id)
    stage.settle()


def _drafted(stage: Stage) -> None:
    """Show a new purpose as it is written; the record is left as it was."""
    view = _charter(stage)
    view.start_new()
    stage.settle()


def _draft_gone(stage: Stage) -> None:
    view = _charter(stage)
    view.delete_draft()
    stage.settle()


def _asked(ask: Callable[[Stage], object]) -> Play:
    """Return a scene that asks something, and pictures the dialog that comes."""

    def play(stage: Stage) -> QDialog:
        ask(stage)
        return stage.dialog()

    return play


def _menu(stage: Stage) -> QWidget:
    view = _indicators(stage)
    return stage.popup(view.menu_button.open_menu)


def _shown(tab: str) -> Play:
    def play(stage: Stage) -> None:
        _view(stage, tab)

    return play


def _note(place: int) -> Play:
    def play(stage: Stage) -> None:
        _notes(stage, place)

    return play


def _behind_decision(stage: Stage) -> None:
    page = stage.show("decisions")
    assert isinstance(page, DecisionsPage)
    page.table.select_key(page.model.rows[1].id)
    stage.settle()
    page.note_endorsements()


def _all_challenges(stage: Stage) -> None:
    _challenges(stage)


def _challenge_chosen(key: str) -> Play:
    def play(stage: Stage) -> None:
        _challenges(stage).table.select_key(key)
        stage.settle()

    return play


def _records(stage: Stage) -> None:
    """Show the records a signal was counted from."""
    view = _challenges(stage)
    view.table.select_key("few_dominate")
    stage.settle()
    view.signal.show_records()


PURPOSES: tuple[Scene, ...] = (
    Scene("purpose", _shown(PURPOSE)),
    Scene("purpose-adopted", _asked(lambda stage: _charter(stage).adopt()), page=False),
    Scene("purpose-sent-round", _asked(lambda stage: _charter(stage).circulate()), page=False),
    Scene("purpose-review-day", _asked(lambda stage: _charter(stage).set_review_date()), page=False),
    Scene("purpose-review", _asked(lambda stage: _charter(stage).note_review()), page=False),
    Scene("purpose-endorsing", _asked(lambda stage: _charter(stage).card.endorsements.ask()), page=False),
    Scene("purpose-indicators", _shown(INDICATORS)),
    Scene("purpose-indicator", _asked(lambda stage: _indicators(stage).edit()), page=False),
    Scene("purpose-value", _asked(lambda stage: _indicators(stage).add_value()), page=False),
    Scene("purpose-indicator-menu", _menu, page=False),
    Scene("purpose-principles-draft", _shown(PRINCIPLES)),
    Scene("purpose-principles", _held),
    Scene("purpose-ways", _shown(WAYS)),
    Scene("purpose-note", _note(1)),
    Scene("purpose-statement", _note(2)),
    Scene("purpose-new-note", _asked(lambda stage: _notes(stage, 1).start_new()), page=False),
    Scene("purpose-note-sent", _asked(lambda stage: _notes(stage, 1).send()), page=False),
    Scene("purpose-challenges", _all_challenges),
    Scene("purpose-challenges-one-sided", _challenge_chosen("one_sided_politics")),
    Scene("purpose-challenges-records", _asked(_records), page=False),
    Scene("purpose-judging", _asked(lambda stage: _challenges(stage).judge()), page=False),
    Scene("purpose-challenge", _asked(lambda stage: _challenges(stage).start_new()), page=False),
    Scene("decisions-endorsing", _asked(_behind_decision)),
    Scene("purpose-draft", _drafted),
    Scene("purpose-draft-deleted", _draft_gone, page=False),
)
