"""The page Evaluation, the numbers behind its charts, and its dialogs."""

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QWidget

from db.measures.found import Key
from db.measures.period import PLENARY, group
from desktop.evaluation.details import CHALLENGES, FINDINGS, INTERVIEWS, METHOD, DetailsDialog
from desktop.evaluation.loading import Span
from desktop.evaluation.page import EvaluationPage
from desktop.showcase.scenes import Play, Scene, shown
from desktop.showcase.stage import Stage


def _page(stage: Stage) -> EvaluationPage:
    page = stage.show("evaluation")
    assert isinstance(page, EvaluationPage)
    if page.view is None or page.view.scope != PLENARY:
        page.choose_scope(PLENARY)
        stage.settle()
    assert page.view is not None
    newest = next(iter(page.view.stored), None)
    if newest is not None and page.view.evaluation != newest:  # whichever was looked at before
        page.choose(newest.id)
        stage.settle()
    return page


def _last_year(stage: Stage) -> None:
    page = _page(stage)
    page.choose(Span.LAST_YEAR)
    stage.settle()


def _of_group(stage: Stage) -> None:
    """Look at the group that met, then back at the general meetings."""
    page = _page(stage)
    assert page.view is not None
    for key, _name in page.view.groups:
        page.choose_scope(group(key))
        stage.settle()
        if page.view.own.attendance.sittings:
            return


def _chart(stage: Stage) -> QWidget:
    """Picture what can be done with a chart."""
    view = _page(stage).cards[Key.KINDS].view
    return stage.popup(lambda: view.menu().popup(view.mapToGlobal(view.rect().center())))


def _asked(ask: Callable[[EvaluationPage], object]) -> Play:
    def play(stage: Stage) -> QDialog:
        ask(_page(stage))
        return stage.dialog()

    return play


def _details(tab: str, ask: Callable[[DetailsDialog], object] | None = None) -> Play:
    def play(stage: Stage) -> QDialog:
        _page(stage).deeds.show_details()
        dialog = stage.dialog()
        assert isinstance(dialog, DetailsDialog)
        dialog.tabs.set_key(tab)
        stage.settle()
        if ask is not None:
            ask(dialog)
        return stage.dialog()

    return play


def _numbers(key: Key) -> Play:
    return _asked(lambda page: page.cards[key].view.click())


EVALUATION: tuple[Scene, ...] = (
    Scene("evaluation", shown(_page)),
    Scene("evaluation-group", _of_group),
    Scene("evaluation-chart", _chart, page=False),
    *(
        Scene(f"evaluation-numbers-{key.value}", _numbers(key), page=False)
        for key in (Key.ATTENDANCE, Key.ACTIONS, Key.ENDORSEMENTS, Key.KINDS, Key.BALANCES)
    ),
    Scene("evaluation-add", _asked(lambda page: page.deeds.add()), page=False),
    Scene("evaluation-change", _asked(lambda page: page.deeds.change(page.recommendations.model.rows[0])), page=False),
    Scene("evaluation-became", _asked(lambda page: page.deeds.show_became()), page=False),
    Scene("evaluation-days", _asked(lambda page: page.deeds.ask_days()), page=False),
    Scene("evaluation-findings", _details(FINDINGS), page=False),
    Scene("evaluation-words", _details(FINDINGS, lambda dialog: dialog.findings.edit()), page=False),
    Scene("evaluation-interviews", _details(INTERVIEWS), page=False),
    Scene("evaluation-interview", _details(INTERVIEWS, lambda dialog: dialog.interviews.add()), page=False),
    Scene("evaluation-challenges", _details(CHALLENGES), page=False),
    Scene("evaluation-method", _details(METHOD), page=False),
    Scene("evaluation-last-year", _last_year, page=False),
)
