"""Members as an import sees them: what stands on record, and what the rows of a sheet add to it."""

import datetime as dt
import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.ids import new_id
from db.incoming.roster_rows import FieldDifference, MemberEntry, RowDoubt, RowRemark
from db.members.written_names import name_key
from db.schema import Member, Membership, Offer, Person, Representative
from db.vocabulary import MemberStatus, RepresentativeRole

CONTACT_FIELDS = ("email", "phone")
TEXT_FIELDS = ("short_name", "sector", *CONTACT_FIELDS, "place", "website", "note")


@dataclass(slots=True)
class FieldsDraft:
    """What stands in the fields of one row of the record, then what the sheet says; what differs is to be written."""

    stand: dict[str, Any] = field(default_factory=dict)
    changed: dict[str, Any] = field(default_factory=dict)
    said: set[str] = field(default_factory=set)

    def take(self, name: str, value: Any, changes: list[FieldDifference], doubts: list[RowRemark]) -> None:
        """Let the field hold `value`, unless an earlier row of the sheet said something else."""
        old = self.stand.get(name)
        if old == value or (isinstance(old, str) and old.strip() == value):
            self.said.add(name)
        elif name in self.said:
            doubts.append(RowRemark(RowDoubt.CONTRADICTS_ROW_ABOVE, name, str(value)))
        else:
            self.said.add(name)
            self.stand[name] = self.changed[name] = value
            changes.append(FieldDifference(name, old, value))


class People(Protocol):
    """The people of the record and of the sheet, whichever member they speak for."""

    def named(self, name: str) -> uuid.UUID:
        """Return the person of this name, new if nobody has it."""
        ...

    def contact(self, person_id: uuid.UUID) -> FieldsDraft:
        """Return how that person is reached."""
        ...


@dataclass(slots=True)
class SpellDraft:
    """A stretch of membership, `[start, end)`."""

    id: uuid.UUID
    status: MemberStatus
    start: dt.date | None
    end: dt.date | None
    is_new: bool = False


@dataclass(slots=True)
class Draft:
    """A member, with what is to be written about it in `fields` and the new rows that belong to it."""

    member_id: uuid.UUID
    name: str
    short_name: str = ""
    code: str = ""
    is_new: bool = False
    touched: bool = False
    fields: FieldsDraft = field(default_factory=FieldsDraft)
    spells: list[SpellDraft] = field(default_factory=list)
    offers: list[str] = field(default_factory=list)
    people: dict[uuid.UUID, RepresentativeRole] = field(default_factory=dict)
    """Who speaks for the member now or ever did."""
    by_name: dict[str, uuid.UUID] = field(default_factory=dict)
    """The same by name: two people may have one name, and then the member's own is meant."""
    _new_offers: list[str] = field(default_factory=list)
    _new_people: dict[uuid.UUID, RepresentativeRole] = field(default_factory=dict)
    _changed_spells: set[uuid.UUID] = field(default_factory=set)

    def speaks(self, person_id: uuid.UUID | None) -> bool:
        """Return whether this person speaks for the member."""
        return person_id in self.people

    def take(
        self, entry: MemberEntry, *, kind_id: uuid.UUID | None, today: dt.date, people: People
    ) -> tuple[list[FieldDifference], list[RowRemark]]:
        """Note what a row says; return what that changes, and what of it is doubtful."""
        started = (self.is_new and not self.touched, len(self._new_people), len(self._new_offers))
        changes: list[FieldDifference] = []
        doubts: list[RowRemark] = []
        wanted: dict[str, Any] = {name: getattr(entry, name) for name in TEXT_FIELDS if name not in CONTACT_FIELDS}
        wanted |= {"grassroots": entry.grassroots, "duty_share": entry.duty_share, "kind_id": kind_id}
        if entry.kind and kind_id is None:
            doubts.append(RowRemark(RowDoubt.KIND_UNKNOWN, "kind", entry.kind))
        if entry.individual and not self.people and self.fields.stand.get("person_id") is None:
            wanted["person_id"] = people.named(entry.name)
        for name, value in wanted.items():
            if value is not None and value != "":
                self.fields.take(name, value, changes, doubts)
        self._take_people(entry, people, changes, doubts)
        self._take_contact(entry, people, changes, doubts)
        for offer in entry.offers:
            if name_key(offer) not in map(name_key, self.offers):
                self.offers.append(offer)
                self._new_offers.append(offer)
                changes.append(FieldDifference("offers", "", offer))
        self._take_spell(entry, today, changes, doubts)
        if changes or started[0]:
            self.touched = True
        return changes, doubts

    def new_rows(self) -> Counter[str]:
        """Return how many rows this adds, by table."""
        return Counter(
            {
                "member": int(self.is_new),
                "membership": sum(spell.is_new for spell in self.spells),
                "representative": len(self._new_people),
                "offer": len(self._new_offers),
            }
        )

    def write(self, session: Session, *, code: str) -> None:
        """Write what is new; `code` is for a new member."""
        if self.is_new:
            session.add(Member(id=self.member_id, name=self.name, code=code, **self.fields.changed))
        elif self.fields.changed:
            row = session.get_one(Member, self.member_id)
            for name, value in self.fields.changed.items():
                setattr(row, name, value)
        for spell in self.spells:
            if spell.is_new:
                session.add(
                    Membership(
                        id=spell.id,
                        member_id=self.member_id,
                        status=spell.status,
                        from_date=spell.start,
                        to_date=spell.end,
                    )
                )
            elif spell.id in self._changed_spells:
                kept = session.get_one(Membership, spell.id)
                kept.status, kept.from_date, kept.to_date = spell.status, spell.start, spell.end
        for person_id, role in self._new_people.items():
            session.add(Representative(member_id=self.member_id, person_id=person_id, role=role))
        session.add_all(Offer(member_id=self.member_id, text=text) for text in self._new_offers)

    def _take_people(
        self, entry: MemberEntry, people: People, changes: list[FieldDifference], doubts: list[RowRemark]
    ) -> None:
        alternates = ((RepresentativeRole.ALTERNATE, name) for name in (entry.alternate, *entry.more_alternates))
        for role, name in ((RepresentativeRole.PRIMARY, entry.representative), *alternates):
            if not name_key(name) or name_key(name) in self.by_name:
                continue
            person_id = self.by_name[name_key(name)] = people.named(name)
            if person_id in self.people:
                continue
            given = role
            if role is RepresentativeRole.PRIMARY and RepresentativeRole.PRIMARY in self.people.values():
                given = RepresentativeRole.ALTERNATE
                doubts.append(RowRemark(RowDoubt.OTHER_REPRESENTATIVE, "representative", name))
            self.people[person_id] = self._new_people[person_id] = given
            changes.append(FieldDifference("representative" if given is role else "alternate", "", name))

    def _take_contact(
        self, entry: MemberEntry, people: People, changes: list[FieldDifference], doubts: list[RowRemark]
    ) -> None:
        """Note how the row's person is reached, or the member where the row names nobody; both, of an individual.

        What stands as the member's own stays so: a list that Ronda wrote names a representative beside it.
        """
        speaker = self.by_name.get(name_key(entry.speaker))
        own = self.fields.stand.get("person_id")
        for name in CONTACT_FIELDS:
            value = getattr(entry, name)
            if not value or (speaker is not None and self.fields.stand.get(name) == value):
                continue
            if speaker is not None:
                people.contact(speaker).take(name, value, changes, doubts)
                continue
            before = len(changes)
            self.fields.take(name, value, changes, doubts)
            if own is not None:  # told once, though it stands in two places
                people.contact(own).take(name, value, changes if len(changes) == before else [], [])

    def _take_spell(
        self, entry: MemberEntry, today: dt.date, changes: list[FieldDifference], doubts: list[RowRemark]
    ) -> None:
        if not self.spells:
            self._first_spell(entry, today, changes, doubts)
            return
        spell = self.spells[-1]
        if spell.end is not None and entry.joined is not None and entry.joined >= spell.end:
            changes.append(FieldDifference("joined", spell.end, entry.joined))
            self._add_spell(entry.status, entry.joined, entry.left)
            return
        if any(entry.joined == one.start and entry.left in (None, one.end) for one in self.spells[:-1]):
            return
        left = entry.left
        if entry.status is MemberStatus.LEFT and spell.end is None and left is None:
            left = today
            doubts.append(RowRemark(RowDoubt.LEFT_WITHOUT_DATE, "left", entry.name))
        start, end = entry.joined or spell.start, left or spell.end
        status = spell.status if entry.status in (None, MemberStatus.LEFT) else entry.status or spell.status
        if spell.end is not None and entry.status not in (None, MemberStatus.LEFT, spell.status):
            status = spell.status
        if not self._fits(start, end):
            doubt = RowDoubt.CONTRADICTS_ROW_ABOVE if spell.is_new else RowDoubt.DATES_CONTRADICT
            doubts.append(RowRemark(doubt, "joined", str(entry.left or entry.joined)))
            return
        wanted = (("joined", spell.start, start), ("left", spell.end, end), ("status", spell.status, status))
        for name, old, new in wanted:
            if old == new:
                continue
            if f"spell {name}" in self.fields.said or (name != "status" and old is not None and len(self.spells) > 1):
                doubts.append(RowRemark(RowDoubt.CONTRADICTS_ROW_ABOVE, name, str(new)))
                continue
            setattr(spell, {"joined": "start", "left": "end", "status": "status"}[name], new)
            self._changed_spells.add(spell.id)
            changes.append(FieldDifference(name, old, new))
        self._note_said(entry)

    def _first_spell(
        self, entry: MemberEntry, today: dt.date, changes: list[FieldDifference], doubts: list[RowRemark]
    ) -> None:
        """Give a member without any membership its first; one on record waits until the sheet says something."""
        if not self.is_new and entry.status is None and entry.joined is None and entry.left is None:
            return
        left = entry.left
        if entry.status is MemberStatus.LEFT and left is None:
            left = today
            doubts.append(RowRemark(RowDoubt.LEFT_WITHOUT_DATE, "left", entry.name))
        joined = entry.joined
        if joined is not None and left is not None and joined > left:
            doubts.append(RowRemark(RowDoubt.LEFT_BEFORE_JOINED, "joined", str(joined)))
            joined = None
        self._add_spell(entry.status, joined, left)
        changes.append(FieldDifference("status", "", self.spells[-1].status))
        self._note_said(entry)

    def _add_spell(self, status: MemberStatus | None, start: dt.date | None, end: dt.date | None) -> None:
        given = MemberStatus.MEMBER if status in (None, MemberStatus.LEFT) else status or MemberStatus.MEMBER
        self.spells.append(SpellDraft(new_id(), given, start, end, is_new=True))

    def _note_said(self, entry: MemberEntry) -> None:
        for name in ("joined", "left", "status"):
            if getattr(entry, name) is not None:
                self.fields.said.add(f"spell {name}")

    def _fits(self, start: dt.date | None, end: dt.date | None) -> bool:
        if start is not None and end is not None and start > end:
            return False
        before = self.spells[-2].end if len(self.spells) > 1 else None
        return before is None or start is None or start >= before


def drafts_on_record(session: Session) -> list[Draft]:
    """Return every member of the record."""
    drafts: dict[uuid.UUID, Draft] = {}
    for row in session.scalars(select(Member).order_by(Member.id)):
        values: dict[str, Any] = {name: getattr(row, name) for name in TEXT_FIELDS}
        values |= {"grassroots": row.grassroots, "duty_share": row.duty_share, "kind_id": row.kind_id}
        values["person_id"] = row.person_id
        drafts[row.id] = Draft(row.id, row.name, row.short_name, row.code, fields=FieldsDraft(values))
    spells: dict[uuid.UUID, list[Membership]] = defaultdict(list)
    for spell in session.scalars(select(Membership)):
        spells[spell.member_id].append(spell)
    for member_id, found in spells.items():
        found.sort(
            key=lambda one: (one.from_date is not None, one.from_date or dt.date.min, one.to_date or dt.date.max)
        )
        drafts[member_id].spells = [SpellDraft(one.id, one.status, one.from_date, one.to_date) for one in found]
    for offer in session.scalars(select(Offer)):
        drafts[offer.member_id].offers.append(offer.text)
    named = dict(session.execute(select(Person.id, Person.name)).all())
    for speaker in session.scalars(select(Representative).order_by(Representative.id)):
        drafts[speaker.member_id].by_name.setdefault(name_key(named[speaker.person_id]), speaker.person_id)
        people = drafts[speaker.member_id].people
        ended = speaker.to_date is not None
        if speaker.person_id not in people or not ended:
            people[speaker.person_id] = RepresentativeRole.ALTERNATE if ended else speaker.role
    return list(drafts.values())
