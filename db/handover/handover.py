"""Handing the desk over: what is still open, the copy that goes to the next holder, giving the desk and taking it back.

The desk is in one file at a time. Giving it writes the same change of hands into the copy that goes out and, once
that copy stands complete in its pack, into the giver's own file, which from then on can only be looked at. Taking it
back is one more change of hands, with a reason; where the other file is at hand it is written there too. Two files
that were each changed meanwhile then have the same count with different changes of hands: whoever meets both is told
(`desktop.copies_seen`), because no file alone can know.
"""

import datetime as dt
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.engine import AllianceFile, open_file
from db.errors.files import FileDamaged
from db.errors.handover import AlreadyHolder, DeskGiven, DeskNotGiven, OtherAlliance
from db.errors.minutes import ReasonMissing
from db.files.checks import check_record, only_search
from db.files.copies import change_passphrase, copy_file
from db.folding import words
from db.handover.desk import desk, handovers, standing
from db.history import history
from db.ids import new_id
from db.members.names import required
from db.members.people import find_person, members_spoken_for
from db.schema import Action, Decision, Desk, Handover, Meeting, Member, Paper, Person, Step, Turn
from db.vocabulary import HandoverWay, MinutesState


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who has the desk, or will: a person, and for whom they keep it."""

    name: str
    office: str = ""
    person_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A change of hands that is being made, the same in both files."""

    id: uuid.UUID
    count: int
    way: HandoverWay
    at: dt.datetime
    day: dt.date
    giver: Holder
    taker: Holder
    worries: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """The copy for the next holder, closed and checked: the change of hands in it, and what is in it, by kind."""

    change: Change
    alliance_id: uuid.UUID
    alliance: str
    counts: dict[str, int]


COUNTED = ("members", "people", "meetings", "minutes", "decisions", "actions", "papers", "turns", "steps")


def record_counts(session: Session) -> dict[str, int]:
    """Return how much is on record, by kind."""
    counted: dict[str, Any] = {
        "members": select(func.count()).select_from(Member),
        "people": select(func.count()).select_from(Person),
        "meetings": select(func.count()).select_from(Meeting),
        "minutes": select(func.count()).where(Meeting.minutes_state != MinutesState.DRAFT),
        "decisions": select(func.count()).select_from(Decision),
        "actions": select(func.count()).select_from(Action),
        "papers": select(func.count()).select_from(Paper),
        "turns": select(func.count()).select_from(Turn),
        "steps": select(func.count()).select_from(Step),
    }
    return {kind: session.scalar(counted[kind]) or 0 for kind in COUNTED}


def find_holder(session: Session, wanted: str, *, today: dt.date, office: str = "") -> Holder:
    """Return the person of a name, or of enough of it, with the member they speak for as their office.

    Raises:
        PersonNotFound, SeveralFit: As `find_person` does.
    """
    person = find_person(session, wanted)
    return Holder(person.name, office.strip() or offices(session, today=today).get(person.id, ""), person.id)


def offices(session: Session, *, today: dt.date) -> dict[uuid.UUID, str]:
    """Return, by person, the name of the member they speak for; who is a member, or speaks for none, is not there."""
    members = {key: (name, own) for key, name, own in session.execute(select(Member.id, Member.name, Member.person_id))}
    spoken = {person_id: members[key] for person_id, key in members_spoken_for(session, today).items()}
    return {person_id: name for person_id, (name, own) in spoken.items() if own != person_id}


def prepare_copy(
    file: AllianceFile, copy: Path, *, taker: Holder, who: str, at: dt.datetime, passphrase: str | None = None
) -> Prepared:
    """Write the next holder's file: a checked copy in which the desk is theirs. The giver's is not changed.

    A protected file stays so, under `passphrase` where one is given. In the copy nothing done before the handover can
    be undone with a key any more; it can be looked up and deleted things brought back.

    Raises:
        DeskGiven: If the desk is not here any more.
        AlreadyHolder: If it would go to the one who has it.
        FileExists, PlaceFull, PlaceReadOnly, PlaceUnreachable: About the copy; nothing is left of it.
        FileDamaged: If the file is not whole; nothing is left of the copy.
    """
    if file.given is not None:
        raise DeskGiven(file.path, file.given.name, file.given.office, file.given.since)
    own = file.passphrase
    copy_file(file.engine, file.path, copy)
    try:
        with open_file(copy, passphrase=own, who=who) as made, made.writing(who=who, at=at) as session:
            change = _planned(session, taker, at)
            _write(session, change)
            history.keep_all(session)
        if own is not None and passphrase is not None and passphrase != own:
            with open_file(copy, passphrase=own, who=who) as made:
                change_passphrase(made, old=own, new=passphrase, who=who).close()
        with open_file(copy, passphrase=passphrase or own, read_only=True) as made, made.reading() as session:
            if not only_search(check_record(session)):
                raise FileDamaged(file.path)
            stands = standing(session)
            return Prepared(change, stands.alliance_id, stands.alliance, record_counts(session))
    except BaseException:
        copy.unlink(missing_ok=True)
        raise


def mark_given(file: AllianceFile, change: Change, *, who: str, pack: Path, digest: str) -> None:
    """Write into the giver's file that the desk is given, with the pack's SHA-256; nothing is written there after it.

    Raises:
        DeskGiven, PlaceFull, PlaceReadOnly, SaveFailed: Nothing was changed, the desk is still here.
    """
    with file.writing(who=who, at=change.at) as session, history.step(session, "hand_over", undoable=False):
        row = _write(session, change)
        row.pack_name, row.pack_digest = str(pack), digest
        session.scalars(select(Desk)).one().given_at = change.at
    file.look_whose()


def take_back(
    file: AllianceFile, *, reason: str, who: str, at: dt.datetime, day: dt.date, taker: Holder | None = None,
    other: AllianceFile | None = None,
) -> Change:  # fmt: skip
    """Take the desk back into the file it was given from; by default to the one who gave it.

    `other`, the file that has the desk now, is told first: it becomes one to look at, with the same change of hands.
    Should this file then refuse to be written, the desk is in neither and can be taken back again; never in both.

    Raises:
        ReasonMissing: If it is not said why.
        DeskNotGiven: If the desk is here.
        OtherAlliance: If `other` is not the file that has the desk given from here. Nothing was changed.
        PlaceFull, PlaceReadOnly, SaveFailed: If one of the two cannot be written.
    """
    if not reason.strip():
        raise ReasonMissing
    if file.given is None:
        raise DeskNotGiven
    with file.reading() as session:
        ours, held = standing(session), desk(session)
        last = next(row for row in handovers(session) if row.count == ours.count)
    if other is not None:
        with other.reading() as session:
            theirs = standing(session)
        if (theirs.alliance_id, theirs.handover_id) != (ours.alliance_id, ours.handover_id) or other.given:
            raise OtherAlliance(other.path)
    change = Change(
        new_id(), ours.count + 1, HandoverWay.TAKEN_BACK, at, day, Holder(held.name, held.office, held.person_id),
        taker or Holder(last.from_name, last.from_office), reason=reason.strip(),
    )  # fmt: skip
    if other is not None:
        with other.writing(who=who, at=at) as session, history.step(session, "take_back", undoable=False):
            _write(session, change)
            session.scalars(select(Desk)).one().given_at = at
        other.look_whose()
    with file.writing(who=who, at=at, taking_back=True) as session:
        _write(session, change)
    file.look_whose()
    return change


def steps_lacking(file: AllianceFile, other: AllianceFile) -> int:
    """Return how many steps another copy of an alliance's file has that this one lacks, but for changes of hands.

    Raises:
        OtherAlliance: If they are of two alliances.
    """
    with file.reading() as here, other.reading() as there:
        if standing(here).alliance_id != standing(there).alliance_id:
            raise OtherAlliance(other.path)
        return len(_step_ids(there) - _step_ids(here))


def _step_ids(session: Session) -> set[uuid.UUID]:
    return set(session.scalars(select(Step.id).where(Step.name.not_in(("hand_over", "take_back")))))


def _planned(session: Session, taker: Holder, at: dt.datetime) -> Change:
    held = session.scalars(select(Desk)).one()
    name = required(taker.name, "person")
    if words(name) == words(held.name):
        raise AlreadyHolder(name)
    return Change(
        new_id(), held.count + 1, HandoverWay.GIVEN, at, at.astimezone().date(),
        Holder(held.name or str(session.info.get("who", "")), held.office, held.person_id), taker, worries=held.worries,
    )  # fmt: skip


def _write(session: Session, change: Change) -> Handover:
    """Write a change of hands: the desk is its taker's."""
    with history.step(session, "hand_over" if change.way is HandoverWay.GIVEN else "take_back", undoable=False):
        row = Handover(
            id=change.id, count=change.count, way=change.way, at=change.at, from_name=change.giver.name,
            from_office=change.giver.office, to_name=change.taker.name, to_office=change.taker.office,
            worries=change.worries, reason=change.reason,
        )  # fmt: skip
        session.add(row)
        held = session.scalars(select(Desk)).one()
        held.name, held.office, held.since = change.taker.name, change.taker.office, change.day
        known = change.taker.person_id
        held.person_id = known if known is not None and session.get(Person, known) is not None else None
        held.count, held.given_at, held.read_on = change.count, None, None
        held.worries = ""
    return row
