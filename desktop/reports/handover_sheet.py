"""What goes onto a handover note, as plain values in the reader's words; `desktop.reports.handover` lays it out."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from db.handover.situation import Situation, situation
from db.spells import last_day
from desktop import texts
from desktop.naming.duties import duty_name, state_word
from desktop.naming.handover import checks, role_word
from desktop.naming.meetings import meeting_name, status_word
from desktop.naming.outcomes import owner_words
from desktop.reports.making import Maker, Printed

if TYPE_CHECKING:
    from desktop.reports.page import Laid, PaperName


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that had better be settled before: whether it is, in a sentence."""

    settled: bool
    words: str


@dataclass(frozen=True, slots=True)
class Date:
    """A meeting to come."""

    day: dt.date
    name: str
    where: str
    state: str


@dataclass(frozen=True, slots=True)
class Duty:
    """A turn ahead; without a name nobody has it."""

    day: dt.date
    until: dt.date | None
    duty: str
    occasion: str
    who: str
    state: str


@dataclass(frozen=True, slots=True)
class OpenAction:
    """An action not done yet. `days_late` counts from its day; the owner is empty where there is none."""

    label: str
    text: str
    owner: str
    due: dt.date | None
    days_late: int
    meeting: str
    agreed: bool = True


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody to call."""

    name: str
    role: str
    office: str
    reach: Sequence[str]


@dataclass(frozen=True, slots=True)
class Key:
    """Something to ask for."""

    name: str
    kept_where: str
    passed_on: bool


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision taken lately."""

    number: str
    text: str
    day: dt.date


@dataclass(frozen=True, slots=True)
class HandoverSheet:
    """A handover note: from whom to whom, and where things stand that day."""

    alliance: str
    day: dt.date
    count: int
    giver: tuple[str, str]
    """Name and office."""
    taker: tuple[str, str]
    worries: str
    checks: Sequence[Check]
    dates: Sequence[Date]
    duties: Sequence[Duty]
    actions: Sequence[OpenAction]
    known: Sequence[Known]
    keys: Sequence[Key]
    decided: Sequence[Decided]


def handover_note_maker(*, today: dt.date) -> Maker:
    """Return what makes the handover note of a record."""

    def lay_out(session: Session, paper: "PaperName") -> "Laid":
        from desktop.reports.handover import lay_out_handover

        return lay_out_handover(note_sheet(situation(session, today=today)), paper)

    return Printed(lay_out)


def note_sheet(now: Situation) -> HandoverSheet:
    """Return the note of where things stand, in the language spoken now."""
    last = now.handover
    return HandoverSheet(
        alliance=now.alliance,
        day=now.day,
        count=now.desk.count,
        giver=(last.from_name, last.from_office) if last else ("", ""),
        taker=(now.desk.name, now.desk.office),
        worries=last.worries if last else now.desk.worries,
        checks=[Check(not count, words) for _key, count, words in checks(now.checklist)],
        dates=[
            Date(
                row.label.date, meeting_name(row.label),
                ", ".join(filter(None, (texts.time_of_day(row.start_time) if row.start_time else "", row.place))),
                status_word(row.status),
            )
            for row in now.meetings
        ],
        duties=_duties(now),
        actions=_actions(now),
        known=[
            Known(one.name, role_word(one.role), one.office, tuple(filter(None, (one.phone, one.email))))
            for one in now.contacts
        ],
        keys=[Key(row.name, row.kept_where, row.passed_in == now.desk.count) for row in now.keys],
        decided=[Decided(row.label, row.text, row.meeting_date) for row in now.decisions],
    )  # fmt: skip


def _duties(now: Situation) -> list[Duty]:
    return [
        Duty(
            row.first,
            last_day(row.end),
            duty_name(row.duty),
            meeting_name(row.meeting) if row.meeting else "",
            ", ".join(filter(None, (row.member, row.person if row.person != row.member else ""))),
            state_word(row),
        )
        for row in now.turns
    ]


def _actions(now: Situation) -> list[OpenAction]:
    rows = []
    for row in now.open_actions:
        late = (now.day - row.due_date).days if row.due_date and row.due_date < now.day else 0
        number = f"{row.meeting_number}.{row.label}" if row.meeting_number is not None else row.label
        both = row.owner_member and row.owner_person and row.owner_member != row.owner_person
        owner = f"{row.owner_member} ({row.owner_person})" if both else owner_words(row)
        rows.append(OpenAction(number, row.text, owner, row.due_date, late, row.group, row.agreed))
    return rows
