"""Fills the papers about duties from the record, and prints them: rota, ledger, one's own turns. No Qt.

As agenda and minutes they speak the alliance's language and come in its paper size unless another is asked for.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from db.alliance import AllianceRow, alliance
from db.duties.calendar import Hours, hours_of, published_since
from db.duties.ledger import LedgerRow, ledger
from db.duties.rota import RotaRow as RecordRow
from db.duties.rota import TurnRow, next_turns, rota, turns_at
from db.duties.written import WrittenTurn, furthest_ever, written_turns
from db.folding import fold
from db.members.members import members_on
from db.members.people import people, person
from db.turn_units import TURN
from db.vocabulary import TurnState
from desktop import texts
from desktop.naming.duties import duty_name, duty_task
from desktop.naming.meetings import meeting_name
from desktop.reports.duty_sheets import (
    Furthest,
    LedgerLine,
    LedgerSheet,
    MemberSum,
    RotaDuty,
    RotaRow,
    RotaSection,
    RotaSheet,
    RotaTurn,
    SlipSheet,
    SlipTurn,
    SumLine,
    TurnMark,
)
from desktop.reports.making import Maker, Printed
from desktop.texts import _

if TYPE_CHECKING:
    from desktop.reports.page import Laid, PaperName
    from desktop.reports.rota import RotaLayout

_SLIP_PAPER: Mapping["PaperName", "PaperName"] = {"a4": "a4", "a3": "a4", "letter": "letter", "tabloid": "letter"}
_STANDINGS: Mapping[TurnState, TurnMark] = {
    TurnState.PLANNED: TurnMark.PLANNED,
    TurnState.ASKED: TurnMark.ASKED,
    TurnState.ACCEPTED: TurnMark.ACCEPTED,
    TurnState.DECLINED: TurnMark.NOBODY,
    TurnState.DONE: TurnMark.DONE,
    TurnState.DONE_BY_OTHER: TurnMark.DONE,
    TurnState.MISSED: TurnMark.MISSED,
}


# Printing


def rota_maker(*, today: dt.date, layout: "RotaLayout" = "poster", contacts: bool = False) -> Maker:
    """Return what makes the rota from today on; `contacts`: with how to reach whoever has a turn, in the list."""

    def lay_out(session: Session, paper: "PaperName") -> "Laid":
        from desktop.reports.rota import lay_out_rota, lay_out_rota_list

        sheet = rota_sheet(session, today=today, contacts=contacts and layout == "list")
        return (lay_out_rota_list if layout == "list" else lay_out_rota)(sheet, paper)

    return Printed(lay_out)


def ledger_maker(duty_id: uuid.UUID, *, today: dt.date, member_id: uuid.UUID | None = None) -> Maker:
    """Return what makes the ledger of a duty, with an account written out: this member's, or the furthest behind's."""

    def lay_out(session: Session, paper: "PaperName") -> "Laid":
        from desktop.reports.ledger import lay_out_ledger

        return lay_out_ledger(ledger_sheet(session, duty_id, today=today, member_id=member_id), paper)

    return Printed(lay_out)


def slip_maker(person_id: uuid.UUID, *, today: dt.date) -> Maker:
    """Return what makes a person's own turns on small pages, a quarter of the paper."""

    def lay_out(session: Session, paper: "PaperName") -> "Laid":
        from desktop.reports.slip import lay_out_slip

        return lay_out_slip(slip_sheet(session, person_id, today=today), paper)

    return Printed(lay_out, papers=_SLIP_PAPER)


def _contact(own: AllianceRow) -> str:
    return own.phone or own.email


# The rota


def rota_sheet(session: Session, *, today: dt.date, contacts: bool = False) -> RotaSheet:
    """Return the rota from today on as it is printed, in the language spoken now.

    Each body's meetings stand by themselves, the plenary's first; then the terms.
    """
    own, found = alliance(session), rota(session, today=today, past=0)
    by_body: dict[tuple[bool, str], list[RecordRow]] = defaultdict(list)
    for row in _briefly_beside(session, found.rows, today):
        if any(row.turns):
            by_body[row.meeting is None, row.meeting.group if row.meeting else ""].append(row)
    hours = hours_of(session, [row.meeting.id for row in found.rows if row.meeting])
    reach = _reach(session) if contacts else {}
    ahead = [turn for row in found.rows for turn in row.turns if turn and turn.member_id]
    return RotaSheet(
        own.name,
        [
            _section(_body_words(*body), by_body[body], hours, reach)
            for body in sorted(by_body, key=lambda body: (body[0], fold(body[1])))
        ],
        contact=_contact(own),
        published_on=published_since(session),
        settled=all(turn.published and not turn.changed for turn in ahead),
        printed_on=today,
    )


def _briefly_beside(session: Session, rows: Sequence[RecordRow], today: dt.date) -> list[RecordRow]:
    """Return rows that call who stands beside somebody by a short name: on the poster it has one line."""
    brief = {row.name: row.short_name or row.name for row in members_on(session, today, everyone=True)}
    return [
        replace(
            row, turns=tuple(turn and replace(turn, beside=brief.get(turn.beside, turn.beside)) for turn in row.turns)
        )
        for row in rows
    ]


def _body_words(terms: bool, group: str) -> str:
    if terms:
        return _("Duties for a term")
    return _("Group: {group}").format(group=group) if group else _("General meetings")


def _section(
    name: str, rows: Sequence[RecordRow], hours: Mapping[uuid.UUID, Hours], reach: Mapping[uuid.UUID, str]
) -> RotaSection:
    used = [n for n in range(len(rows[0].turns)) if any(row.turns[n] for row in rows)]
    duties = [next(turn.duty for row in rows if (turn := row.turns[n])) for n in used]
    return RotaSection(
        name,
        [RotaDuty(duty_name(duty), duty_task(duty)) for duty in duties],
        [_rota_row(row, used, hours, reach) for row in rows],
    )


def _rota_row(
    row: RecordRow, used: Sequence[int], hours: Mapping[uuid.UUID, Hours], reach: Mapping[uuid.UUID, str]
) -> RotaRow:
    start, until = hours.get(row.meeting.id, Hours()).times if row.meeting else (None, None)
    return RotaRow(
        row.first, [_rota_turn(turn, reach) if (turn := row.turns[n]) else None for n in used], row.end,
        row.meeting.title if row.meeting else "", start, until, row.place,
    )  # fmt: skip


def _rota_turn(turn: TurnRow, reach: Mapping[uuid.UUID, str]) -> RotaTurn:
    standing = _standing(turn)
    if standing is TurnMark.NOBODY:
        return RotaTurn("", "", standing)
    person_name, member = turn.person, turn.member
    if standing is TurnMark.DONE and turn.done_by:
        person_name = texts.list_of([one.person or one.member for one in turn.done_by])
        member = texts.list_of(list(dict.fromkeys(one.member for one in turn.done_by)))
    return RotaTurn(
        person_name, member, standing, turn.alternate, turn.beside,
        turn.swapped_with if standing in (TurnMark.ACCEPTED, TurnMark.DONE, TurnMark.PLANNED) else "",
        reach.get(turn.person_id, "") if turn.person_id else "",
    )  # fmt: skip


def _standing(turn: TurnRow) -> TurnMark:
    return TurnMark.NOBODY if turn.member_id is None else _STANDINGS[turn.state]


def _reach(session: Session) -> dict[uuid.UUID, str]:
    return {one.id: ", ".join(filter(None, (one.phone, one.email))) for one in people(session)}


# The ledger


def ledger_sheet(
    session: Session, duty_id: uuid.UUID, *, today: dt.date, member_id: uuid.UUID | None = None
) -> LedgerSheet:
    """Return the ledger of a duty as it is printed, in the language spoken now.

    member_id: whose account is written out; the furthest behind's unless named.

    Raises:
        NotFound: If there is no such duty.
    """
    found, turns = ledger(session, duty_id, today=today), written_turns(session, duty_id)
    names = {row.member_id: row.member for row in found.rows}
    far = furthest_ever(turns)
    brief = {row.id: row.short_name or row.name for row in members_on(session, today, everyone=True)}
    whose = member_id or next((row.member_id for row in found.rows), None)
    return LedgerSheet(
        alliance(session).name,
        duty_name(found.duty),
        duty_task(found.duty),
        [_line(row, brief.get(row.member_id, "")) for row in found.rows],
        turns=sum(not turn.closing for turn in turns),
        since=found.since,
        left=found.left,
        furthest=Furthest(names.get(far.member_id, ""), far.balance, far.day) if far else None,
        written_out=_member_sum(whose, names, brief, turns) if whose and turns else None,
        printed_on=today,
    )


def _line(row: LedgerRow, short_name: str) -> LedgerLine:
    note = _("away") if row.away else "" if row.may else _("not asked now")
    return LedgerLine(
        row.member, row.done, row.share, row.last_done, note, "" if short_name in row.member else short_name
    )


def _member_sum(
    member_id: uuid.UUID,
    names: Mapping[uuid.UUID, str],
    brief: Mapping[uuid.UUID, str],
    turns: Iterable[WrittenTurn],
) -> MemberSum:
    lines = [_sum_line(turn, member_id, names.keys(), brief) for turn in turns if member_id in turn.moved]
    return MemberSum(names.get(member_id) or brief.get(member_id, ""), lines)


def _sum_line(
    turn: WrittenTurn, member_id: uuid.UUID, everyone: Collection[uuid.UUID], brief: Mapping[uuid.UUID, str]
) -> SumLine:
    def named(keys: Iterable[uuid.UUID]) -> list[str]:
        return sorted((brief.get(key, "") for key in keys), key=fold)

    parts: dict[Decimal, list[uuid.UUID]] = defaultdict(list)
    for key, weight in turn.weights.items():
        parts[weight].append(key)
    share, whole = turn.shares.get(member_id, 0), sum(turn.weights.values(), Decimal(0))
    part = turn.weights.get(member_id)
    if part is not None and abs(share - TURN * Fraction(part) / Fraction(whole)) > len(turn.weights):
        part = None
    return SumLine(
        turn.day,
        meeting_name(turn.meeting) if turn.meeting else "",
        pool=named(turn.weights),
        but=named(set(everyone) - turn.weights.keys()),
        share=share,
        done=turn.done.get(member_id, 0),
        parts=[(weight, named(keys)) for weight, keys in sorted(parts.items()) if weight != 1],
        part=part,
        whole=whole if part is not None else None,
        in_pool=member_id in turn.weights,
        closing=turn.closing,
    )


# One's own turns


def slip_sheet(session: Session, person_id: uuid.UUID, *, today: dt.date) -> SlipSheet:
    """Return a person's turns from today on as they are printed, in the language spoken now.

    Raises:
        NotFound: If there is no such person.
    """
    own, who = alliance(session), person(session, person_id)
    turns = [turn for turn in next_turns(session, person_id, today=today) if turn.state is not TurnState.DECLINED]
    hours = hours_of(session, [turn.meeting.id for turn in turns if turn.meeting])
    beside: dict[uuid.UUID, list[TurnRow]] = defaultdict(list)
    for other in turns_at(session, hours):
        if other.meeting is not None:
            beside[other.meeting.id].append(other)
    return SlipSheet(own.name, who.name, [_slip_turn(turn, hours, beside) for turn in turns], _contact(own), today)


def _slip_turn(
    turn: TurnRow, hours: Mapping[uuid.UUID, Hours], beside: Mapping[uuid.UUID, Sequence[TurnRow]]
) -> SlipTurn:
    start, until = hours.get(turn.meeting.id, Hours()).times if turn.meeting else (None, None)
    others = beside.get(turn.meeting.id, ()) if turn.meeting else ()
    return SlipTurn(
        duty_name(turn.duty), duty_task(turn.duty), turn.member, turn.first, turn.end,
        meeting_name(turn.meeting) if turn.meeting else "", start, until, turn.place, _standing(turn), turn.alternate,
        turn.beside, turn.swapped_with,
        [(duty_name(other.duty), other.person or other.member) for other in others
         if other.id != turn.id and other.member_id is not None and other.state is not TurnState.DECLINED],
        turn.note,
    )  # fmt: skip
