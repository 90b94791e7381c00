"""Bringing in a list of members: each row compared with the record, then written in one step.

`plan_members` says what would happen; `import_members` does it and says the same. A row never empties a field and
never deletes. Its address and number are those of the person it names, so several rows may stand for one member's
people. A name is told again whatever its case, accents and dots. A row whose name is much like a member's on record
waits for a choice, and is left out until there is one; two alike names within one sheet are both taken.
"""

import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.changes import Changes
from db.history import history
from db.ids import new_id
from db.incoming.imports import Progress
from db.incoming.roster_drafts import Draft, FieldsDraft, drafts_on_record
from db.incoming.roster_rows import (
    Add,
    Choice,
    LikelyMember,
    MemberEntry,
    MembersReport,
    PlannedMember,
    RowDoubt,
    RowRemark,
    RowVerdict,
    SameAs,
    SameRow,
)
from db.members import names
from db.members.written_names import name_key
from db.schema import MemberKind, Person

_CHUNK = 50
_MOST_LIKELY = 4


def plan_members(
    session: Session, entries: Sequence[MemberEntry], *, today: dt.date, choices: Mapping[int, Choice] | None = None
) -> MembersReport:
    """Return what `import_members` would do with the same `choices` (row → choice), without doing it."""
    return _Plan(session, entries, today, choices or {}).report()


def import_members(
    session: Session,
    entries: Sequence[MemberEntry],
    *,
    today: dt.date,
    choices: Mapping[int, Choice] | None = None,
    progress: Progress | None = None,
) -> tuple[MembersReport, Changes]:
    """Bring the members in as one step; return the report and what changed.

    `progress` counts members; what it raises passes through, and the caller's transaction then undoes everything.
    """
    plan = _Plan(session, entries, today, choices or {})
    touched = [draft for draft in plan.drafts if draft.touched]
    codes = names.codes([draft.name for draft in touched if draft.is_new], taken=plan.codes)
    new_codes = iter(codes)
    with history.step(session, "import_members") as step:
        plan.people.write(session)
        for start in range(0, len(touched), _CHUNK):
            if progress is not None:
                progress(start, len(touched))
            for draft in touched[start : start + _CHUNK]:
                draft.write(session, code=next(new_codes) if draft.is_new else "")
            session.flush()
        if progress is not None:
            progress(len(touched), len(touched))
    return plan.report(), step.changes


class _People:
    """Everybody on record by name, and those the sheet names besides; how they are reached then."""

    def __init__(self, session: Session) -> None:
        self.by_name: dict[str, uuid.UUID] = {}
        self._contacts: dict[uuid.UUID, FieldsDraft] = {}
        self._new: dict[uuid.UUID, str] = {}
        everybody = select(Person.id, Person.name, Person.email, Person.phone).order_by(Person.id.desc())
        for key, name, email, phone in session.execute(everybody):
            self.by_name[name_key(name)] = key
            self._contacts[key] = FieldsDraft({"email": email, "phone": phone})

    def named(self, name: str) -> uuid.UUID:
        """Return the person of this name, new if nobody has it."""
        key = name_key(name)
        if key not in self.by_name:
            self.by_name[key] = new_id()
            self._new[self.by_name[key]] = name
            self._contacts[self.by_name[key]] = FieldsDraft()
        return self.by_name[key]

    def contact(self, person_id: uuid.UUID) -> FieldsDraft:
        """Return how a person is reached."""
        return self._contacts[person_id]

    def new(self) -> int:
        """Return how many people nobody knew."""
        return len(self._new)

    def write(self, session: Session) -> None:
        """Write who is new, and how people are reached now."""
        for key, contact in self._contacts.items():
            if key in self._new:
                session.add(Person(id=key, name=self._new[key], **contact.changed))
            elif contact.changed:
                row = session.get_one(Person, key)
                for name, value in contact.changed.items():
                    setattr(row, name, value)


class _Plan:
    """What is to be done, worked out before anything is written."""

    def __init__(
        self, session: Session, entries: Sequence[MemberEntry], today: dt.date, choices: Mapping[int, Choice]
    ) -> None:
        self._today = today
        self._choices = choices
        self.drafts = drafts_on_record(session)
        self.codes = frozenset(draft.code for draft in self.drafts if draft.code)
        self._on_record = {draft.member_id: draft for draft in self.drafts}
        self._by_name: dict[str, list[Draft]] = defaultdict(list)
        for draft in self.drafts:
            for name in filter(None, dict.fromkeys((draft.name, draft.short_name))):
                self._by_name[name_key(name)].append(draft)
        self._kinds = _kinds(session)
        self.people = _People(session)
        self._by_row: dict[int, Draft] = {}
        self._alike = self._likely_doubles(entries)
        self.rows = [self._place(entry) for entry in entries]

    def report(self) -> MembersReport:
        counts = Counter({"person": self.people.new()})
        for draft in self.drafts:
            if draft.touched:
                counts.update(draft.new_rows())
        return MembersReport(tuple(self.rows), {table: n for table, n in counts.items() if n})

    def _place(self, entry: MemberEntry) -> PlannedMember:
        """Find whom the row is about, and note on that member's draft what the row says."""
        if not name_key(entry.name):
            told = (remark for remark in entry.remarks if remark.field == "name")
            refused = (*told, RowRemark(RowDoubt.NAME_MISSING, "name"))
            return PlannedMember(entry, RowVerdict.REFUSED, RowVerdict.REFUSED, Add.SKIP, refused)
        found, remarks, likely = self._find(entry)
        suggested = self._suggestion(found, remarks, likely)
        choice = self._choices.get(entry.row, suggested)
        remarks = [*entry.remarks, *remarks]
        if choice is Add.SKIP:
            return PlannedMember(
                entry, RowVerdict.DOUBTFUL, RowVerdict.REFUSED, choice, tuple(remarks), (), tuple(likely)
            )  # fmt: skip
        draft = self._by_row[entry.row] = self._draft(entry, choice)
        known = not draft.is_new or draft.touched
        differences, doubts = draft.take(entry, kind_id=self._kind(entry.kind), today=self._today, people=self.people)
        remarks += doubts
        same = RowVerdict.REPEATED if draft.is_new else RowVerdict.SAME
        outcome = RowVerdict.CHANGED if known and differences else same if known else RowVerdict.NEW
        decided = entry.row in self._choices
        verdict = RowVerdict.LOOK if (remarks or likely) and not decided else outcome
        return PlannedMember(
            entry, verdict, outcome, choice, tuple(remarks), tuple(differences) if known else (), tuple(likely)
        )  # fmt: skip

    def _find(self, entry: MemberEntry) -> tuple[Draft | None, list[RowRemark], list[LikelyMember]]:
        """Return the member the row is about, what is doubtful about that, and whom else it may be about."""
        same = self._by_name.get(name_key(entry.name), [])
        exact = [draft for draft in same if draft.name == entry.name] or same
        if len(exact) > 1:
            return None, [RowRemark(RowDoubt.SEVERAL_KNOWN, "name", entry.name)], _shown(exact, entry.name)
        if exact:
            differently = exact[0].name != entry.name and name_key(exact[0].name) == name_key(entry.name)
            doubt = [RowRemark(RowDoubt.WRITTEN_DIFFERENTLY, "name", exact[0].name)] if differently else []
            return exact[0], doubt, []
        speaks_for = self._represented_by(entry.name)
        if speaks_for:
            text = ", ".join(draft.name for draft in speaks_for)
            return None, [RowRemark(RowDoubt.REPRESENTS, "name", text)], _shown(speaks_for, entry.name)
        likely = self._alike.get(entry.row, [])
        doubts = [RowRemark(RowDoubt.MAY_BE_DOUBLE, "name", likely[0].name)] if likely else []
        return None, doubts, likely

    def _suggestion(
        self, found: Draft | None, remarks: Iterable[RowRemark], likely: Sequence[LikelyMember]
    ) -> Choice:  # fmt: skip
        """Return what is done without a choice: nothing is added beside a member on record that it may be."""
        if found is not None:
            first = next((row for row, draft in self._by_row.items() if draft is found), None)
            return SameAs(found.member_id) if first is None or not found.is_new else SameRow(first)
        if any(remark.doubt in (RowDoubt.SEVERAL_KNOWN, RowDoubt.REPRESENTS) for remark in remarks):
            return Add.SKIP
        return Add.SKIP if any(one.member_id is not None for one in likely) else Add.NEW

    def _draft(self, entry: MemberEntry, choice: Choice) -> Draft:
        known: Draft | None = None
        if isinstance(choice, SameAs):
            known = self._on_record.get(choice.member_id)
        elif isinstance(choice, SameRow):
            known = self._by_row.get(choice.row)
        if known is not None:
            return known
        draft = Draft(new_id(), name=entry.name, is_new=True)
        self.drafts.append(draft)
        self._by_name[name_key(entry.name)].append(draft)
        return draft

    def _represented_by(self, name: str) -> list[Draft]:
        person_id = self.people.by_name.get(name_key(name))
        return [draft for draft in self.drafts if draft.speaks(person_id)] if person_id else []

    def _kind(self, kind: str) -> uuid.UUID | None:
        return self._kinds.get(name_key(kind)) if kind else None

    def _likely_doubles(self, entries: Sequence[MemberEntry]) -> dict[int, list[LikelyMember]]:
        """Return for each row of a name not on record the members, and rows above, with a name much like it."""
        new: dict[str, MemberEntry] = {}
        for entry in entries:
            if name_key(entry.name) not in self._by_name:
                new.setdefault(name_key(entry.name), entry)
        if not new:
            return {}
        known = list(self.drafts)
        every = [draft.name for draft in known] + [entry.name for entry in new.values()]
        rows = list(new.values())
        found: dict[int, list[LikelyMember]] = defaultdict(list)
        for pair in names.likely_doubles(every):
            if pair.second < len(known):
                continue
            entry = rows[pair.second - len(known)]
            if pair.first < len(known):
                like = LikelyMember(every[pair.first], pair.likeness, member_id=known[pair.first].member_id)
            else:
                other = rows[pair.first - len(known)]
                like = LikelyMember(other.name, pair.likeness, row=other.row)
            if len(found[entry.row]) < _MOST_LIKELY:
                found[entry.row].append(like)
        return found


def _shown(drafts: Iterable[Draft], name: str) -> list[LikelyMember]:
    return [
        LikelyMember(draft.name, names.similar_names(draft.name, name), None if draft.is_new else draft.member_id)
        for draft in drafts
    ]


def _kinds(session: Session) -> dict[str, uuid.UUID]:
    """Return the kinds of member by their keys and by the alliance's own names for them."""
    found: dict[str, uuid.UUID] = {}
    for row in session.scalars(select(MemberKind)):
        found[name_key(row.key)] = row.id
        if row.name:
            found[name_key(row.name)] = row.id
    return found
