"""Still more scenes: what is asked deep inside a page about one line of it, and the menus of such lines."""

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QDialog, QWidget

from db.errors.minutes import DependedOn, Dependent
from db.ids import new_id
from db.meetings.meeting_series import all_series
from db.meetings.meetings import meetings
from desktop import texts
from desktop.call.tab import CallTab
from desktop.followup.tab import FollowUpTab
from desktop.meetings.agenda_model import Part
from desktop.meetings.agenda_tab import AgendaTab
from desktop.meetings.page import MeetingsPage
from desktop.meetings.preparation_tab import PreparationTab
from desktop.meetings.series_dialog import SeriesDialog
from desktop.members.page import MembersPage
from desktop.minutes.keeping import TextKeeper
from desktop.minutes.page import MinutesTab
from desktop.minutes.turns import open_dialog
from desktop.minutes.unsaved_dialog import UnsavedDialog
from desktop.papers.page import KEPT, PapersPage
from desktop.showcase.scenes import Play, Scene, show_series
from desktop.showcase.stage import Stage
from desktop.widgets.meeting_tab import MeetingTab, OpenMeeting

T = TypeVar("T", bound=MeetingTab)
_HERE = QPoint(400, 300)


def _on(tab: str, kind: type[T], number: int, ask: Callable[[T], object]) -> Play:
    """Return a scene that asks something of a tab of a general meeting, and pictures the dialog or menu that comes."""

    def play(stage: Stage) -> QWidget:
        row = next(row for row in stage.read(meetings, bodies=[None]) if row.number == number)
        shown = _opened(stage, OpenMeeting(row.id, tab), kind)
        return stage.popup(lambda: ask(shown))

    return play


def _opened(stage: Stage, target: OpenMeeting, kind: type[T]) -> T:
    stage.window.open(target)
    stage.settle()
    page = stage.window.current_page()
    assert isinstance(page, MeetingsPage)
    shown = page.frame.tab()
    assert isinstance(shown, kind)
    return shown


def _item_details(tab: AgendaTab) -> None:
    tab.show_details(tab.model.rows[1])


def _item_menu(tab: AgendaTab) -> None:
    tab.table.menu_requested.emit(tab.model.rows[1], _HERE)


def _purposes(tab: AgendaTab) -> None:
    tab.table.clicked.emit(tab.model.index(1, Part.PURPOSE))


def _series_question(ask: Callable[[SeriesDialog], Any]) -> Play:
    """Return a scene that asks something of the series, of which the sample itself has none."""

    def play(stage: Stage) -> QDialog:
        dialog = show_series(stage)
        assert isinstance(dialog, SeriesDialog)
        ask(dialog)
        return stage.dialog()

    return play


def _of_series(stage: Stage) -> QDialog:
    """Picture changing all meetings of a series from one of them on."""
    if not stage.read(all_series):
        show_series(stage).close()
    row = next(row for row in stage.read(meetings) if row.series_id is not None)
    tab = _opened(stage, OpenMeeting(row.id, "papers"), PreparationTab)
    tab.series_message.button.click()
    return stage.dialog()


def _of_paper(ask: Callable[[PreparationTab], object]) -> Callable[[PreparationTab], None]:
    def asked(tab: PreparationTab) -> None:
        tab.papers_card.table.selectRow(0)
        ask(tab)

    return asked


def _of_action(signal: str) -> Callable[[FollowUpTab], None]:
    def asked(tab: FollowUpTab) -> None:
        card = tab.actions_card
        getattr(card, signal).emit(card.model.rows[0])

    return asked


def _how_taken(tab: MinutesTab) -> None:
    while not tab.results.decision_cards():
        tab.step_item(1)
    tab.results.how_requested.emit(tab.results.decision_cards()[0].decision)


def _repair(tab: MinutesTab) -> None:
    while not tab.results.action_cards():
        tab.step_item(1)
    tab.results.repair_requested.emit("both", tab.results.action_cards()[0].action)


def _removed_line(tab: MinutesTab) -> None:
    """Ask as when a line goes although something rests on its action."""
    while not tab.results.action_cards():
        tab.step_item(1)
    label, _space, words = tab.results.action_cards()[0].accessibleName().partition(" ")
    tab.keeper.asked.emit(tab.item_id, DependedOn((Dependent("action", new_id(), label, words, "carried"),)))


def _unsaved(stage: Stage) -> QDialog:
    """Picture the window being closed over words that the disk would not take."""
    row = next(row for row in stage.read(meetings, bodies=[None]) if row.number == 40)
    tab = _opened(stage, OpenMeeting(row.id, "minutes"), MinutesTab)
    keeper = TextKeeper(tab.operations)
    words = {"en": "The fee is paid by volume from the first of January on.",
             "es": "La tarifa se paga por volumen desde el primero de enero."}[texts.language()]  # fmt: skip
    keeper.typed(row.id, lambda: f"d: {words}")
    dialog = UnsavedDialog(keeper, stage.window)
    keeper.setParent(dialog)
    keeper.give_up()
    open_dialog(dialog)
    return dialog


def _representative_ends(stage: Stage) -> QDialog:
    page = stage.show("members")
    assert isinstance(page, MembersPage)
    detail = page.card.detail
    assert detail is not None
    page.card.end_representative_requested.emit(detail.representatives[0])
    return stage.dialog()


def _meeting_menu(stage: Stage) -> QWidget:
    page = stage.show("meetings")
    assert isinstance(page, MeetingsPage)
    page.show_list()
    stage.settle()
    page.list.table.selectRow(0)
    return stage.popup(lambda: page.list.table.menu_requested.emit(_HERE))


def _paper_menu(stage: Stage) -> QWidget:
    page = stage.show("papers")
    assert isinstance(page, PapersPage)
    page.show_tab(KEPT)
    stage.settle()
    page.kept.table.selectRow(0)
    return stage.popup(lambda: page.kept.table.menu_requested.emit(_HERE))


def _preferences(stage: Stage) -> QDialog:
    stage.program.show_start().settings_requested.emit()
    return stage.dialog()


QUESTIONS: tuple[Scene, ...] = (
    Scene("meetings-item", _on("agenda", AgendaTab, 41, _item_details), page=False),
    Scene("meetings-proposal", _on("agenda", AgendaTab, 41, lambda tab: tab.strip.note_requested.emit()), page=False),
    Scene("meetings-call-off", _on("call", CallTab, 41, lambda tab: tab.standing.cancel_button.click()), page=False),
    Scene("meetings-how-taken", _on("minutes", MinutesTab, 40, _how_taken), page=False),
    Scene("meetings-repair", _on("minutes", MinutesTab, 40, _repair), page=False),
    Scene("meetings-removed-line", _on("minutes", MinutesTab, 40, _removed_line), page=False),
    Scene("meetings-unsaved", _unsaved, page=False),
    Scene("meetings-action-date", _on("follow_up", FollowUpTab, 40, _of_action("date_requested")), page=False),
    Scene("meetings-action-drop", _on("follow_up", FollowUpTab, 40, _of_action("drop_requested")), page=False),
    Scene("meetings-of-series", _of_series, page=False),
    Scene("meetings-series-day", _series_question(lambda dialog: dialog.move_button.click()), page=False),
    Scene("meetings-series-change", _series_question(lambda dialog: dialog.change_button.click()), page=False),
    Scene("meetings-series-end", _series_question(lambda dialog: dialog.end_button.click()), page=False),
    Scene(
        "papers-rename",
        _on("papers", PreparationTab, 41, _of_paper(lambda tab: tab.papers_card.table.rename_requested.emit())),
        page=False,
    ),
    Scene("members-representative-ends", _representative_ends, page=False),
    Scene("popup-item", _on("agenda", AgendaTab, 41, _item_menu), page=False),
    Scene("popup-purposes", _on("agenda", AgendaTab, 41, _purposes), page=False),
    Scene("popup-meeting", _meeting_menu, page=False),
    Scene("popup-paper", _paper_menu, page=False),
    Scene(
        "popup-paper-of-meeting",
        _on("papers", PreparationTab, 41, _of_paper(lambda tab: tab.papers_card.table.menu_requested.emit(_HERE))),
        page=False,
    ),
    Scene(
        "popup-paper-to",
        _on("papers", PreparationTab, 41, _of_paper(lambda tab: tab.papers_card.move_button.click())),
        page=False,
    ),
)
"""Played before the scenes of the pages, over the same file."""

AT_START: tuple[Scene, ...] = (Scene("start-preferences", _preferences, page=False),)
"""Played at the end: no file is open then."""
