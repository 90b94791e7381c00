"""The papers about duties, shown in the preview, and one's own turns kept as a calendar file."""

import datetime as dt
import uuid
from collections.abc import Callable

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from db.duties.keeping import duty
from db.members.people import person
from desktop.exchange.invitation import file_name
from desktop.exchange.turns_out import turns_calendar, turns_file
from desktop.naming.duties import duty_name
from desktop.operations import Operations
from desktop.reports.duties_from_record import ledger_maker, rota_maker, slip_maker
from desktop.texts import _
from desktop.widgets.print_preview import POSTER_PAPERS, Layout, preview
from desktop.widgets.saving import ask_where, write_file


def print_rota(parent: QWidget, operations: Operations, *, today: dt.date) -> None:
    """Show the rota in the preview: as a poster, as a list, or as a list with how to reach people."""
    layouts = (
        Layout("poster", _("Poster"), rota_maker(today=today)),
        Layout("list", _("List"), rota_maker(today=today, layout="list")),
        Layout("contacts", _("List with contacts"), rota_maker(today=today, layout="list", contacts=True)),
    )
    preview(parent, operations, _("Duty rota"), layouts, papers=POSTER_PAPERS)


def print_ledger(
    parent: QWidget, operations: Operations, duty_id: uuid.UUID, *, today: dt.date, member_id: uuid.UUID | None = None
) -> None:
    """Show the ledger of a duty in the preview, with one member's account written out."""

    def show(name: str) -> None:
        words = _("Fairness ledger – {duty}").format(duty=name)
        make = ledger_maker(duty_id, today=today, member_id=member_id)
        preview(parent, operations, words, make, file_name=file_name(words, ".pdf"))

    operations.read(_duty_name, duty_id, done=show)


def print_slip(parent: QWidget, operations: Operations, person_id: uuid.UUID, *, today: dt.date) -> None:
    """Show a person's own turns in the preview, on small pages to hand to them."""

    def show(name: str) -> None:
        words = _turns_of(name)
        make = slip_maker(person_id, today=today)
        preview(parent, operations, words, make, file_name=file_name(words, ".pdf"))

    operations.read(_person_name, person_id, done=show)


def save_turns(
    parent: QWidget,
    operations: Operations,
    person_id: uuid.UUID,
    *,
    today: dt.date,
    now: dt.datetime,
    said: Callable[[str], object],
) -> None:
    """Ask where to keep a person's own turns as a calendar file, and write it there; `said` is told when it is done."""

    def keep(made: tuple[str, bytes]) -> None:
        name, data = made
        path = ask_where(parent, _("Save"), file_name(_turns_of(name), ".ics"), _("Calendar file (*.ics)"))
        if path is not None:
            words = _("“{file}” is written.").format(file=path.name)
            operations.job(write_file, path, data, done=lambda _path: said(words))

    operations.read(_calendar, person_id, today, now, done=keep)


def _calendar(session: Session, person_id: uuid.UUID, today: dt.date, now: dt.datetime) -> tuple[str, bytes]:
    calendar = turns_calendar(session, person_id, today=today)
    return calendar.person, turns_file(calendar, now=now)


def _turns_of(name: str) -> str:
    return _("Turns of {person}").format(person=name)


def _duty_name(session: Session, duty_id: uuid.UUID) -> str:
    return duty_name(duty(session, duty_id))


def _person_name(session: Session, person_id: uuid.UUID) -> str:
    return person(session, person_id).name
