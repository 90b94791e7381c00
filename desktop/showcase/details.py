"""More scenes: the smaller dialogs, pop-ups, imports half-way, and what is seen when something is amiss."""

import datetime as dt
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QDialog, QToolTip, QWidget

from db.engine import create_file, open_file
from db.errors.files import WrongPassphrase
from db.files.lock import Holder
from db.members.forgettable import forgettable
from db.members.forgetting import Rewritten
from desktop import texts
from desktop.actions.page import ActionsPage
from desktop.alliance.file_view import open_file_of
from desktop.alliance.passphrase import Deed, PassphraseChange
from desktop.alliance.settings import AllianceSettings
from desktop.decisions.page import DecisionsPage
from desktop.faults import fault_sentence
from desktop.groups.page import GroupsPage
from desktop.members.forgetting import ForgetDialog
from desktop.members.page import MembersPage
from desktop.sentences import looking, sentence
from desktop.showcase import open_elsewhere
from desktop.showcase.bringing_in import BRINGING_IN
from desktop.showcase.scenes import Play, Scene
from desktop.showcase.stage import Stage
from desktop.start.dialogs import NewAllianceDialog, PassphraseDialog
from desktop.texts import _
from desktop.widgets.fields import CalendarPopup, Choice
from desktop.widgets.page import Page
from desktop.wiring import Wiring

P = TypeVar("P", bound=Page)
_BESIDE = Path("/home/office/Documents/Alliance.ronda")
_SINCE = dt.datetime(2026, 10, 7, 9, 12).astimezone()


def _page(stage: Stage, key: str, kind: type[P]) -> P:
    page = stage.show(key)
    assert isinstance(page, kind)
    return page


def _asks(key: str, kind: type[P], ask: Callable[[P], object]) -> Play:
    """Return a scene that asks something of a page, and pictures the dialog that comes."""

    def play(stage: Stage) -> QDialog:
        ask(_page(stage, key, kind))
        return stage.dialog()

    return play


def _of_member(number: int, words: str) -> Scene:
    """Return a scene of what a member's menu asks, by its place in the menu."""

    def ask(page: MembersPage) -> None:
        assert page.card.detail is not None
        page.deeds.member_choices(page.card.detail)[number][2]()

    return Scene(f"members-{words}", _asks("members", MembersPage, ask), page=False)


def _of_members(number: int, words: str) -> Scene:
    return Scene(
        f"members-{words}", _asks("members", MembersPage, lambda page: page.deeds.page_choices()[number][2]()),
        page=False,
    )  # fmt: skip


def _forgetting(stage: Stage) -> QDialog:
    """Ask to forget somebody of whom others wrote."""
    page = _page(stage, "members", MembersPage)
    page.deeds.page_choices()[3][2]()
    dialog = stage.dialog()
    assert isinstance(dialog, ForgetDialog)
    dialog.person.setCurrentIndex(1)
    stage.settle()
    return dialog


class _Stick:
    """A second place that is not connected."""

    def second_place(self) -> tuple[str, bool]:
        return "STICK", False

    def forget_there(self, person_id: uuid.UUID) -> None:
        """Nothing is forgotten in a picture."""


def _forgetting_away(stage: Stage) -> QDialog:
    """The same where copies lie on a stick that is away."""
    known = stage.read(forgettable)
    before, stage.operations.elsewhere = stage.operations.elsewhere, _Stick()
    dialog = ForgetDialog(stage.operations, known, stage.window.say, stage.window)
    stage.operations.elsewhere = before
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    dialog.person.setCurrentIndex(1)
    stage.settle()
    return dialog


def _not_all_forgotten(stage: Stage) -> QDialog:
    """What is said where some copies could not be rewritten."""
    dialog = _forgetting(stage)
    assert isinstance(dialog, ForgetDialog)
    names = ("Alliance 2026-09-30 17.42.10+0200 closing.ronda", "Alliance 2026-08-31 16.05.51+0200 work.ronda")
    dialog.finish(Rewritten((), tuple(_BESIDE.with_name(name) for name in names)))
    stage.settle()
    return dialog


def _editing(stage: Stage) -> None:
    _page(stage, "members", MembersPage).toggle_editing()
    stage.settle()


def _group(stage: Stage) -> GroupsPage:
    """Show the first working group."""
    page = _page(stage, "groups", GroupsPage)
    page.list.setCurrentIndex(page.model.index(1, 0))
    stage.settle()
    return page


def _a_group(stage: Stage) -> None:
    _group(stage)


def _of_group(ask: Callable[[GroupsPage], object]) -> Play:
    def play(stage: Stage) -> QDialog:
        ask(_group(stage))
        return stage.dialog()

    return play


def _who_changed(stage: Stage) -> QDialog:
    _page(stage, "actions", ActionsPage).show_changes()
    return stage.dialog()


def _popup_of(field: Callable[[Stage], Choice]) -> Play:
    """Return a scene that opens a choice and pictures its list."""

    def play(stage: Stage) -> QWidget:
        chosen = field(stage)
        return stage.popup(chosen.showPopup)

    return play


def _calendar(stage: Stage) -> QWidget:
    popup = CalendarPopup(_SINCE.date(), parent=stage.window)
    popup.show()
    stage.settle()
    return popup


def _menu(open_menu: Callable[[Stage], object]) -> Play:
    def play(stage: Stage) -> QWidget:
        return stage.popup(lambda: open_menu(stage))

    return play


def _tip(stage: Stage) -> QWidget | None:
    window = stage.window
    button = _page(stage, "members", MembersPage).more_button
    QToolTip.showText(window.mapToGlobal(QPoint(400, 300)), button.toolTip(), button)
    stage.settle()
    return next((each for each in QApplication.topLevelWidgets() if each.inherits("QTipLabel")), None)


def _toast(stage: Stage) -> None:
    stage.quiet()
    _page(stage, "members", MembersPage).said_with_undo.emit(_("The offer is deleted."))
    stage.settle()


def _fault(stage: Stage) -> None:
    stage.quiet()
    stage.show("decisions")
    stage.window.say(fault_sentence(_BESIDE.with_name("fault-20261007-103500.txt")))
    stage.settle()


def _read_only(stage: Stage) -> None:
    """Open the alliance's file to look at, as whoever does whom somebody else keeps from writing in it."""
    operations = stage.program.operations
    passphrase = None if operations is None else open_file_of(operations).passphrase
    stage.program.show_start()  # lets the file go: else it is held by this very window
    stage.program.show_file(open_file(stage.sample, passphrase=passphrase, read_only=True))
    stage.show("decisions")
    stage.window.set_banner(looking(_BESIDE, Holder("Nora Tamm", "OFFICE-2", 1, _SINCE, "")))
    stage.settle()


def _wrong_passphrase(stage: Stage) -> QDialog:
    dialog = PassphraseDialog(_BESIDE, stage.window)
    dialog.field.setText("something")
    dialog.say_wrong(sentence(WrongPassphrase(_BESIDE)))
    dialog.open()
    stage.settle()
    return dialog


def _protect(deed: Deed) -> Play:
    def play(stage: Stage) -> QDialog:
        dialog = PassphraseChange(stage.operations, deed, known=["navresi"], parent=stage.window)
        dialog.open()
        stage.settle()
        dialog.new_field.setText("seven cold rooms")
        stage.settle()
        return dialog

    return play


def _is_protected(stage: Stage) -> QDialog:
    """Picture what is said once the passphrase is set; the file itself stays open to all, for the scenes to come."""
    stage.window.passphrase_requested.emit()
    dialog = stage.dialog()
    assert isinstance(dialog, AllianceSettings)
    file = open_file_of(stage.operations)
    before, file.passphrase = file.passphrase, "in the picture alone"
    dialog.file_view.refresh()
    file.passphrase = before
    dialog.file_view.say_done(Deed.SET)
    stage.settle()
    return dialog


def _made_protected(stage: Stage) -> None:
    stage.quiet()
    stage.show("today")
    wiring = stage.window.findChild(Wiring)
    assert wiring is not None
    wiring.offer_envelope()
    stage.settle()


def _new_protected(stage: Stage) -> QDialog:
    dialog = NewAllianceDialog(_BESIDE.parent, parent=stage.window)
    dialog.name_field.setText("Navresi Agriculture Alliance")
    dialog.protection.box.setChecked(True)
    dialog.open()
    stage.settle()
    dialog.protection.field.setText("seven cold rooms")
    stage.settle()
    return dialog


def _first_run(stage: Stage) -> None:
    page = stage.program.show_start()
    stage.settings.change(recent=())
    page.show_recent()
    stage.settle()


def _empty(key: str) -> Play:
    """Return a scene of a page of an alliance that was only just founded; the first of them founds it."""

    def play(stage: Stage) -> None:
        name = "Alliance of the Upper Irva"
        path = stage.folder / "Empty.ronda"
        if not path.exists():
            stage.program.show_file(create_file(path, name=name, language=texts.language()))
        stage.show(key)
        stage.settle()

    return play


_FOR_MEMBER = ((0, "status"), (1, "leaves"), (2, "absence"), (3, "dates"), (4, "double"), (5, "who-changed"))

DETAILS: tuple[Scene, ...] = (
    Scene("members-edit", _editing, page=False),
    *(_of_member(number, words) for number, words in _FOR_MEMBER),
    *(_of_members(number, words) for number, words in ((0, "kinds"), (1, "alike"), (2, "deleted"))),
    Scene("members-forget", _forgetting, page=False),
    Scene("members-forget-away", _forgetting_away, page=False),
    Scene("members-forget-left", _not_all_forgotten, page=False),
    Scene("members-day", _asks("members", MembersPage, lambda page: page.deeds.choose_day()), page=False),
    Scene(
        "members-representative",
        _asks("members", MembersPage, lambda page: page.card.add_representative_requested.emit()),
        page=False,
    ),
    Scene(
        "members-join-group",
        _asks("members", MembersPage, lambda page: page.card.add_group_requested.emit()),
        page=False,
    ),
    Scene(
        "members-offer", _asks("members", MembersPage, lambda page: page.card.add_offer_requested.emit()), page=False
    ),
    Scene("groups-one", _a_group),
    Scene("groups-edit", _of_group(GroupsPage.edit), page=False),
    Scene("groups-member", _of_group(lambda page: page.card.add_member_requested.emit()), page=False),
    Scene("groups-co-chair", _of_group(lambda page: page.card.add_co_chair_requested.emit()), page=False),
    Scene("actions-date", _asks("actions", ActionsPage, ActionsPage.change_date), page=False),
    Scene("actions-owner", _asks("actions", ActionsPage, ActionsPage.change_owner), page=False),
    Scene("actions-drop", _asks("actions", ActionsPage, ActionsPage.drop), page=False),
    Scene("actions-add", _asks("actions", ActionsPage, ActionsPage.start_new), page=False),
    Scene("actions-who-changed", _who_changed, page=False),
    Scene("decisions-applies", _asks("decisions", DecisionsPage, DecisionsPage.change_applies), page=False),
    Scene("decisions-replaces", _asks("decisions", DecisionsPage, DecisionsPage.change_superseded), page=False),
    *BRINGING_IN,
    Scene("popup-kinds", _popup_of(lambda stage: _page(stage, "members", MembersPage).kind_filter), page=False),
    Scene("popup-owners", _popup_of(lambda stage: _page(stage, "actions", ActionsPage).owner_choice), page=False),
    Scene("popup-calendar", _calendar, page=False),
    Scene(
        "popup-menu", _menu(lambda stage: _page(stage, "members", MembersPage).card.more_button.open_menu()), page=False
    ),
    Scene("popup-file-menu", _menu(lambda stage: stage.window.sidebar.alliance.showMenu()), page=False),
    Scene("popup-tip", _tip, page=False),
    Scene("passphrase-asked", _wrong_passphrase, page=False),
    Scene("passphrase-set", _protect(Deed.SET), page=False),
    Scene("passphrase-is-set", _is_protected, page=False),
    Scene("passphrase-removed", _protect(Deed.REMOVE), page=False),
    Scene("new-protected", _new_protected, page=False),
    *open_elsewhere.SCENES,
)
"""Played before the scenes of the pages, over the same file."""

LAST: tuple[Scene, ...] = (
    Scene("read-only", _read_only, page=False),
    *(
        Scene(f"empty-{key}", _empty(key))
        for key in ("today", "meetings", "actions", "decisions", "members", "groups", "papers")
    ),
    Scene("start-first", _first_run),
)
"""Played at the end: they open another file, or none."""

SAID: tuple[Scene, ...] = (
    Scene("toast", _toast, page=False),
    Scene("fault", _fault, page=False),
    Scene("made-protected", _made_protected, page=False),
    *open_elsewhere.SAID,
)
"""Played after the scenes of the pages: what they say stays in the window."""
