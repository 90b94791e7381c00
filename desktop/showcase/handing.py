"""Scenes of a handover: the giver's page and questions, then the file given away, the pack, and the receiver's page."""

from pathlib import Path

from PySide6.QtWidgets import QDialog
from sqlalchemy.orm import Session

from db.changes import Changes
from db.engine import open_file
from db.handover.desk import add_key, desk, hold_desk, keys, pass_key, write_worries
from db.handover.handover import Holder
from db.members.people import people
from desktop.exchange.giving import give_desk
from desktop.handover.page import HandoverPage
from desktop.reports.handover_sheet import handover_note_maker
from desktop.showcase.scenes import Scene, shown
from desktop.showcase.stage import MORNING, Stage
from desktop.texts import _
from desktop.wiring import Wiring

_PACK = "handover.ronda-pack"


def handover(stage: Stage) -> HandoverPage:
    """Show the page with a list of keys and something that worries; written once."""
    page = stage.show("handover")
    assert isinstance(page, HandoverPage)
    if page.facts is not None and not page.facts.keys:
        stage.operations.write(_fill, stage.settings.value.who)
        stage.settle()
    return page


def _fill(session: Session, who: str) -> Changes:
    """Write who has the desk, what worries them and which keys they keep."""
    hold_desk(session, name=who, since=MORNING.date().replace(month=4, day=1))
    add_key(session, name=_("Password of the mailbox"), kept_where=_("Sealed envelope in the safe"))
    key_id, _changes = add_key(
        session, name=_("Key of the cupboard"), kept_where=_("On the ring with the green tag")
    )  # fmt: skip
    pass_key(session, key_id, handover=1)
    hall = _("The hall for November is not confirmed; ring before the 20th.")
    members = _("Two members have not answered since June: go and see them rather than write.")
    return write_worries(session, worries=f"{hall}\n\n{members}") | Changes(
        kinds=frozenset({"desk", "desk_key"}), ids=frozenset({key_id})
    )


def give(stage: Stage) -> QDialog:
    """Ask to whom the desk goes."""
    dialog = handover(stage).give()
    assert dialog is not None
    dialog.to_field.setText(_taker(stage).name)
    dialog.set_place(Path("/home/office/Documents/Handover.ronda-pack"))
    return stage.dialog()


def key(stage: Stage) -> QDialog:
    """Ask about a key."""
    handover(stage).start_new()
    return stage.dialog()


def holder(stage: Stage) -> QDialog:
    """Ask who has the desk."""
    handover(stage).ask_holder()
    return stage.dialog()


def _taker(stage: Stage) -> Holder:
    row = stage.read(people)[4]
    return Holder(row.name, "", row.id)


def given(stage: Stage) -> None:
    """Give the desk of a file, and look at it."""
    path = stage.sample
    stage.program.show_start()
    who, day = stage.settings.value.who, MORNING.date()
    with open_file(path, who=who) as file:
        if file.given is None:
            with file.writing(who=who) as session:
                if not keys(session):
                    _fill(session, who)
                row = people(session)[4]
            give_desk(
                file, stage.folder / _PACK, taker=Holder(row.name, "", row.id), who=who, at=MORNING,
                note=handover_note_maker(today=day),
            )  # fmt: skip
    stage.program.show_file(open_file(path))
    stage.settle()


def take_back(stage: Stage) -> QDialog:
    """Ask why the desk is taken back."""
    wiring = stage.window.findChild(Wiring)
    assert wiring is not None
    wiring.take_back()
    return stage.dialog()


def pack(stage: Stage) -> QDialog:
    """Show what is in a pack."""
    stage.program.show_start().open_path(stage.folder / _PACK)
    stage.settle()
    stage.program._jobs.wait(60)
    return stage.dialog()


def _held_by(place: Path) -> str:
    with open_file(place, read_only=True) as file, file.reading() as session:
        return desk(session).name


def first_minutes(stage: Stage) -> None:
    """Receive a pack."""
    from desktop.exchange.pack import open_pack

    place = stage.folder / "received.ronda"
    if not place.exists():
        with open_pack(stage.folder / _PACK) as opened:
            opened.keep(place)
    stage.settings.change(who=_held_by(place))
    stage.program.show_file(open_file(place))
    stage.settle()


HANDING: tuple[Scene, ...] = (
    Scene("handover", shown(handover)),
    Scene("handover-give", give, page=False),
    Scene("handover-key", key, page=False),
    Scene("handover-holder", holder, page=False),
)
AT_END: tuple[Scene, ...] = (
    Scene("start-given", given),
    Scene("start-take-back", take_back, page=False),
    Scene("start-pack", pack),
    Scene("start-first-minutes", first_minutes),
)
"""Played when all others are over: the desk has left the file then."""
