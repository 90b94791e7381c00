"""Fills directories and registers from the record, and prints them. No Qt."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from db.alliance import AllianceRow, alliance, member_kinds
from db.charter.endorsements import SubjectKind, tallies
from db.folding import fold
from db.members.co_chairs import co_chairs_on
from db.members.directory import DirectoryRow, ListedSpeaker, directory
from db.minutes import actions as record_actions
from db.minutes import decisions as record_decisions
from db.minutes.actions import ActionRow
from db.minutes.decisions import DecisionRow
from db.vocabulary import ActionState, MemberStatus, RepresentativeRole
from desktop.naming.charter import tally_words
from desktop.naming.members import kind_words, role_word, status_word
from desktop.naming.outcomes import action_origin, counted_actions, dated_meeting, decision_meeting
from desktop.reports.from_record import action_of, decision_of
from desktop.reports.making import Maker, Printed
from desktop.reports.register_sheets import (
    ActionsSheet,
    DecisionsSheet,
    DirectoryKind,
    DirectoryMember,
    DirectoryPerson,
    DirectorySheet,
    OwnerActions,
    OwnersSheet,
    Part,
    RegisterAction,
    RegisterDecision,
)
from desktop.texts import _, pgettext

if TYPE_CHECKING:
    from desktop.reports.page import Laid, PaperName


# Printing


def directory_maker(*, today: dt.date) -> Maker:
    """Return what makes the directory as of today."""

    def lay_out(session: Session, paper: "PaperName") -> "Laid":
        from desktop.reports.directory import lay_out_directory

        return lay_out_directory(directory_sheet(session, today=today), paper)

    return Printed(lay_out)


def owners_maker(*, today: dt.date, owner: uuid.UUID | None = None) -> Maker:
    """Return what makes a page of open actions for each owner, or for one (a member or a person)."""

    def lay_out(session: Session, paper: "PaperName") -> "Laid":
        from desktop.reports.actions import lay_out_owners

        return lay_out_owners(owners_sheet(session, today=today, owner=owner), paper)

    return Printed(lay_out)


def actions_maker(*, today: dt.date) -> Maker:
    """Return what makes the whole register of actions."""

    def lay_out(session: Session, paper: "PaperName") -> "Laid":
        from desktop.reports.actions import lay_out_actions

        return lay_out_actions(actions_sheet(session, today=today), paper)

    return Printed(lay_out)


def decisions_maker(*, today: dt.date) -> Maker:
    """Return what makes the register of decisions."""

    def lay_out(session: Session, paper: "PaperName") -> "Laid":
        from desktop.reports.decisions import lay_out_decisions

        return lay_out_decisions(decisions_sheet(session, today=today), paper)

    return Printed(lay_out)


# The directory


def directory_sheet(session: Session, *, today: dt.date) -> DirectorySheet:
    """Return the directory as of a day, in the language spoken now."""
    own, found = alliance(session), directory(session, today)
    by_kind: dict[object, list[DirectoryMember]] = defaultdict(list)
    for row in found.rows:
        individual = row.member.kind_id is None and row.member.person_id is not None
        by_kind["individuals" if individual else row.member.kind_id].append(_listed(row))
    titles: list[tuple[object, str]] = [(kind.id, kind_words(kind)) for kind in member_kinds(session)]
    titles += [(None, _("No kind yet")), ("individuals", _("Individuals"))]
    standings = [row.member.status for row in found.rows]
    return DirectorySheet(
        alliance=own.name,
        as_of=today,
        members=standings.count(MemberStatus.MEMBER),
        others=[status for status in standings if status not in (MemberStatus.MEMBER, None)],
        kinds=[DirectoryKind(title, by_kind[key]) for key, title in titles if by_kind[key]],
        to_ask=found.to_ask,
        co_chairs=[chair.name for chair in co_chairs_on(session, today)],
        place=own.place,
        email=own.email,
        phone=own.phone,
        printed_on=today,
    )


def _listed(row: DirectoryRow) -> DirectoryMember:
    member = row.member
    return DirectoryMember(
        name=member.name,
        short_name=member.short_name,
        status="" if member.status is MemberStatus.MEMBER else status_word(member.status),
        place=member.place,
        email=row.email,
        phone=row.phone,
        website=row.website,
        people=[_person(speaker, alone=len(row.speakers) == 1) for speaker in row.speakers],
    )


def _person(speaker: ListedSpeaker, *, alone: bool) -> DirectoryPerson:
    usual = alone and speaker.role is RepresentativeRole.PRIMARY
    return DirectoryPerson(speaker.name, "" if usual else role_word(speaker.role), speaker.email, speaker.phone)


# Actions


def owners_sheet(session: Session, *, today: dt.date, owner: uuid.UUID | None = None) -> OwnersSheet:
    """Return what each owner (or one of them) still has to do, what nobody has taken on last."""
    rows = record_actions.actions(session, state=ActionState.OPEN, owner=owner)
    by_owner: dict[str, list[ActionRow]] = defaultdict(list)
    for row in rows:
        by_owner[row.owner if row.owner_on_record else ""].append(row)
    names = sorted(by_owner, key=lambda name: (not name, fold(name)))
    own = alliance(session)
    return OwnersSheet(
        alliance=own.name,
        owners=[OwnerActions(name, [_registered(row, today) for row in by_owner[name]]) for name in names],
        as_of=today,
        contact=_contact(own),
        printed_on=today,
    )


def actions_sheet(session: Session, *, today: dt.date) -> ActionsSheet:
    """Return the whole register: what is open, what is not agreed yet, what is done, what was dropped."""
    rows = record_actions.actions(session)
    still = [row for row in rows if row.state is ActionState.OPEN]
    done, dropped = ([row for row in rows if row.state is s] for s in (ActionState.DONE, ActionState.DROPPED))
    for closed in (done, dropped):
        closed.sort(key=lambda row: row.closed_on or dt.date.min, reverse=True)
    parts = (
        (pgettext("actions to show", "Open"), [row for row in still if row.agreed]),
        (_("Not agreed yet"), [row for row in still if not row.agreed]),
        (pgettext("actions to show", "Done"), done),
        (pgettext("actions to show", "Dropped"), dropped),
    )
    return ActionsSheet(
        alliance=alliance(session).name,
        as_of=today,
        fact=counted_actions(still, today),
        parts=[Part(title, len(own), _all_registered(own, today)) for title, own in parts],
        printed_on=today,
    )


def _all_registered(rows: Sequence[ActionRow], today: dt.date) -> Iterator[RegisterAction]:
    return (_registered(row, today) for row in rows)


def _registered(row: ActionRow, today: dt.date) -> RegisterAction:
    late = (today - row.due_date).days if row.due_date and row.overdue(today) else 0
    return RegisterAction(action_of(row), action_origin(row), late, row.closed_on)


def _contact(own: AllianceRow) -> str:
    return ", ".join(filter(None, (own.phone.replace(" ", "\u00a0"), own.email)))


# Decisions


def decisions_sheet(session: Session, *, today: dt.date) -> DecisionsSheet:
    """Return the register of decisions, what is in force first, each part the newest first."""
    rows = record_decisions.decisions(session)
    asked = tallies(session, SubjectKind.DECISION)
    current, gone = [row for row in rows if row.current], [row for row in rows if not row.current]

    def listed(some: Sequence[DecisionRow]) -> Iterator[RegisterDecision]:
        for row in some:
            said = tally_words(asked[row.id]) if row.id in asked else ""
            yield RegisterDecision(decision_of(row), dated_meeting(decision_meeting(row)), row.meeting_date, said)

    return DecisionsSheet(
        alliance=alliance(session).name,
        as_of=today,
        current=listed(current),
        current_count=len(current),
        superseded=listed(gone),
        superseded_count=len(gone),
        printed_on=today,
    )
