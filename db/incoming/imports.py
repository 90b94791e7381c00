"""Bringing in meetings of the past: each name, decision and action as it was written, in one step.

`plan_meetings` says what would happen; `import_meetings` does it and says the same. Nothing on record is changed or
deleted. A meeting is told again by its day, group and title as written, so a second import changes nothing: it only
brings the texts of minutes that were not found the first time.

Names are matched with members and people on record whatever their case and accents; a name nobody has becomes an
individual member who joined at the first meeting it stands in. What reads as no name ("teamwork") stays as written.
A group called "Plenary", or like the alliance, is the plenary, unless a group on record has that name.
A group that is new has no members: a list of who came does not say who belongs (of 136 people who came to one group's
meetings half came once), and its quorum would be counted from them all.
A member has one seat at a meeting: the first mention takes it, further mentions keep their words as guests'.
Who chaired and who took minutes is entered as turns that were done.
"""

import datetime as dt
import hashlib
import re
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from db.changes import Changes
from db.duties.past import enter_past_turns
from db.history import history
from db.ids import new_id
from db.incoming.past_meetings import (
    Double,
    Doubt,
    MeetingsReport,
    NewName,
    PastMeeting,
    PlannedMeeting,
    Remark,
    Verdict,
)
from db.members import names
from db.members.known_names import KnownNames, Who
from db.members.written_names import is_name, is_plenary, name_key, parted_at_and, without_remark
from db.schema import (
    Action,
    AgendaItem,
    Alliance,
    Attendance,
    Decision,
    Group,
    Meeting,
    MeetingOfficer,
    Member,
    Membership,
    Person,
)
from db.vocabulary import (
    ActionState,
    AttendanceStatus,
    MeetingRole,
    MeetingStatus,
    MemberStatus,
    MinutesState,
    Seat,
)

Progress = Callable[[int, int], None]
"""Called with how much is done of how much; an exception it raises stops the work and undoes all of it."""

_CHUNK = 20
_COLUMNS_OF_PEOPLE = ("present", "apologies", "chair", "minutes_by")
_ACTION_OWNER = re.compile(r":?\s*(?P<name>[^:]{2,60}?)\s*(?::\s|\bto\b)")


def plan_meetings(session: Session, meetings: Sequence[PastMeeting]) -> MeetingsReport:
    """Return what `import_meetings` would do, without doing it."""
    return _Plan(session, meetings).report()


def import_meetings(
    session: Session, meetings: Sequence[PastMeeting], *, progress: Progress | None = None
) -> tuple[MeetingsReport, Changes]:
    """Bring in the meetings, and the texts of meetings, that are not on record yet, as one step.

    Return the report and what changed.

    `progress` counts meetings; what it raises passes through, and the caller's transaction then undoes everything.
    """
    plan = _Plan(session, meetings)
    coming = [*plan.new, *plan.texts]
    total = len(coming)
    with history.step(session, "import_meetings" if plan.new else "import_texts") as step:
        session.add_all(plan.founding_rows())
        for start in range(0, total, _CHUNK):
            if progress is not None:
                progress(start, total)
            for planned, past in coming[start : start + _CHUNK]:
                if planned.verdict is Verdict.TEXT:
                    plan.bring_text(session.get_one(Meeting, planned.meeting_id), past)
                else:
                    session.add_all(plan.rows_of(planned, past))
            session.flush()
        enter_past_turns(session, [planned.meeting_id for planned, _past in plan.new])
        if progress is not None:
            progress(total, total)
    return plan.report(), step.changes


class _Plan:
    """What is to be done, worked out before anything is written."""

    def __init__(self, session: Session, meetings: Sequence[PastMeeting]) -> None:
        self._known = KnownNames.of(session)
        self._groups = {name_key(name): key for key, name in session.execute(select(Group.id, Group.name))}
        own = session.execute(select(Alliance.name, Alliance.short_name)).first() or ()
        self._own_names = {name_key(name) for name in own}
        self._remarks: list[Remark] = []
        self._counts: Counter[str] = Counter()
        self._keys: dict[uuid.UUID, str] = {}
        self.new_groups: dict[uuid.UUID, tuple[str, dt.date]] = {}
        self.people: dict[str, tuple[Who, NewName]] = {}
        for past in meetings:
            self._note_group(past)
        self.planned = self._compare(session, meetings)
        pairs = list(zip(self.planned, map(self._with_names_on_record, meetings), strict=True))
        self.new = [pair for pair in pairs if pair[0].verdict is Verdict.NEW]
        self.texts = [pair for pair in pairs if pair[0].verdict is Verdict.TEXT]
        known_before = self._known.names()
        self._note_names()
        self._doubles = _doubles([new.name for _who, new in self.people.values()], known_before)
        for _planned, past in self.new:
            self._count(past)

    def report(self) -> MeetingsReport:
        return MeetingsReport(
            meetings=tuple(self.planned),
            groups=tuple(name for name, _since in self.new_groups.values()),
            people=tuple(new for _who, new in self.people.values()),
            doubles=self._doubles,
            remarks=tuple(self._remarks),
            counts=dict(self._counts),
        )

    def founding_rows(self) -> Iterator[Any]:
        """Yield the new groups, people and members."""
        for key, (name, since) in self.new_groups.items():
            yield Group(id=key, name=name, start_date=since)
        codes = names.codes([new.name for _who, new in self.people.values()], taken=self._known.codes)
        for (who, new), code in zip(self.people.values(), codes, strict=True):
            yield Person(id=who.person_id, name=new.name)
            yield Member(id=who.member_id, name=new.name, code=code, person_id=who.person_id)
            yield Membership(member_id=who.member_id, status=MemberStatus.MEMBER, from_date=new.since)

    def rows_of(self, planned: PlannedMeeting, past: PastMeeting) -> Iterator[Any]:
        """Yield the rows of one new meeting."""
        yield Meeting(
            id=planned.meeting_id,
            group_id=self._group_id(past),
            number=planned.number,
            title=past.title,
            date=past.date,
            planned_minutes=0,
            status=MeetingStatus.CLOSED,
            minutes_state=MinutesState.IMPORTED,
            decisions_numbered=len(past.decisions),
            actions_numbered=len(past.actions),
            original_text=past.text,
            original_name=past.text_name,
            import_key=self._keys[planned.meeting_id],
        )
        yield from self._attendance(planned.meeting_id, past)
        yield from self._officers(planned.meeting_id, MeetingRole.CHAIR, past.chair)
        yield from self._officers(planned.meeting_id, MeetingRole.MINUTES, past.minutes_by)
        for position, title in enumerate(past.agenda):
            yield AgendaItem(
                meeting_id=planned.meeting_id, position=position, title=title, planned_minutes=0, done=True
            )
        for sequence, text in enumerate(past.decisions, 1):
            yield Decision(meeting_id=planned.meeting_id, sequence=sequence, text=text)
        for sequence, text in enumerate(past.actions, 1):
            yield self._action(planned.meeting_id, sequence, text)

    def bring_text(self, meeting: Meeting, past: PastMeeting) -> None:
        """Give a meeting on record the text of its minutes."""
        meeting.original_text = past.text
        meeting.original_name = past.text_name
        meeting.import_key = self._keys[meeting.id]

    def _with_names_on_record(self, past: PastMeeting) -> PastMeeting:
        """Return the meeting with what was parted as one name again, where it is one on record: "Ortega y Gasset"."""
        known = [whole for whole in past.parted if self._known.find(whole) or self._known.is_several(whole)]
        for whole in known:
            listed: dict[str, Any] = {column: _joined(getattr(past, column), whole) for column in _COLUMNS_OF_PEOPLE}
            past = replace(past, **listed)
        return past

    def _note_group(self, past: PastMeeting) -> None:
        key = self._group_key(past)
        if not key:
            return
        if key not in self._groups:
            self._groups[key] = new_id()
            self.new_groups[self._groups[key]] = (past.group, past.date)
        elif new := self.new_groups.get(self._groups[key]):
            self.new_groups[self._groups[key]] = (new[0], min(new[1], past.date))

    def _group_id(self, past: PastMeeting) -> uuid.UUID | None:
        return self._groups.get(self._group_key(past))

    def _group_key(self, past: PastMeeting) -> str:
        """Return what tells the group of a row; empty for the plenary, by whatever name, unless a group has that."""
        key = name_key(past.group)
        return "" if key not in self._groups and (key in self._own_names or is_plenary(past.group)) else key

    def _compare(self, session: Session, meetings: Sequence[PastMeeting]) -> list[PlannedMeeting]:
        """Tell the meetings that are on record from new ones, and number the new ones."""
        typed = select(AgendaItem.id).where(AgendaItem.meeting_id == Meeting.id, AgendaItem.text != "").exists()
        no_text = and_(Meeting.original_text == "", Meeting.minutes_state == MinutesState.IMPORTED, ~typed)
        said = Meeting.date, Meeting.title, Meeting.import_key
        rows = session.execute(
            select(Meeting.id, Meeting.group_id, Meeting.number, *said, no_text.label("no_text"))
        ).all()
        by_key = {row.import_key.partition("-")[0]: row for row in rows if row.import_key}
        seen: Counter[str] = Counter()
        keys = [(_identity(past, seen), _digest(_said(past))) for past in meetings]
        alike: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
        taken = {by_key[identity].id for identity, _contents in keys if identity in by_key}
        for row in rows:
            if row.id not in taken:
                alike[row.group_id, row.date, name_key(row.title)].append(row)
        found: list[PlannedMeeting] = []
        for past, (identity, contents) in zip(meetings, keys, strict=True):
            key = f"{identity}-{contents}"
            old = by_key.get(identity)
            if old is None and (same := alike[self._group_id(past), past.date, name_key(past.title)]):
                old = same.pop(0)
            verdict = Verdict.NEW
            if old is not None and old.import_key in (None, key):
                verdict = Verdict.SAME
            elif old is not None:
                without_text = f"{identity}-{_digest(_said(replace(past, text='')))}"
                verdict = Verdict.TEXT if old.no_text and old.import_key == without_text else Verdict.DIFFERS
            meeting_id, number = (new_id(), None) if old is None else (old.id, old.number)
            self._keys[meeting_id] = key
            group = past.group if self._group_key(past) else ""
            found.append(PlannedMeeting(past.row, past.date, group, past.title, verdict, meeting_id, number))
        on_record = [(row.group_id, row.number, row.date) for row in rows if row.number is not None]
        return self._numbered(found, meetings, on_record)

    def _numbered(
        self,
        found: list[PlannedMeeting],
        meetings: Sequence[PastMeeting],
        on_record: Sequence[tuple[uuid.UUID | None, int, dt.date]],
    ) -> list[PlannedMeeting]:
        bodies: dict[uuid.UUID | None, list[int]] = defaultdict(list)
        for place, (row, past) in enumerate(zip(found, meetings, strict=True)):
            if row.verdict is Verdict.NEW:
                bodies[self._group_id(past)].append(place)
        for body, places in bodies.items():
            places.sort(key=lambda place: (found[place].date, place))
            taken = {number: date for group, number, date in on_record if group == body}
            numbers = _numbers([meetings[place] for place in places], taken)
            for place, number in zip(places, numbers, strict=True):
                found[place] = replace(found[place], number=number)
        self._keep_new_groups({body for body in bodies if body is not None})
        return found

    def _keep_new_groups(self, used: set[uuid.UUID]) -> None:
        self.new_groups = {key: new for key, new in self.new_groups.items() if key in used}

    def _note_names(self) -> None:
        """Make a member of each new name, the earliest spelling first, and remark on what is no name."""
        in_order = sorted(self.new, key=lambda pair: (pair[1].date, pair[1].row))
        everyone = {name_key(name) for _planned, past in in_order for _column, name in _names(past)}
        for _planned, past in in_order:
            for column, name in _names(past):
                doubt = self._meet(name, past, everyone)
                if doubt is not None:
                    self._remarks.append(Remark(past.row, column, name, doubt))
            self._remark_on_repeats(past)
        self._remarks.sort(key=lambda remark: remark.row)

    def _meet(self, name: str, past: PastMeeting, everyone: set[str]) -> Doubt | None:
        """See that `name` is known from now on, unless it is doubtful."""
        if self._known.is_several(name):
            return Doubt.SEVERAL_KNOWN
        if self._known.find(name) is not None:
            return None
        if name in past.doubtful:
            return Doubt.MAY_BE_SEVERAL
        bare = without_remark(name)
        if bare != name and name_key(bare) in everyone and is_name(bare):
            return self._meet(bare, past, set())
        if not is_name(name):
            return Doubt.NOT_A_NAME
        who = Who(new_id(), new_id())
        self._known.add(name, who)
        self.people[name_key(name)] = (who, NewName(name, past.date))
        return None

    def _who(self, name: str) -> Who | None:
        return self._known.find(name) or self._known.find(without_remark(name))

    def _remark_on_repeats(self, past: PastMeeting) -> None:
        for column, listed in (("present", past.present), ("apologies", past.apologies)):
            repeated = (name for name, times in Counter(listed).items() if times > 1)
            self._remarks += [Remark(past.row, column, name, Doubt.LISTED_TWICE) for name in repeated]
        seated: set[uuid.UUID] = set()
        for status, name in _listed(past):
            who = self._who(name)
            if who is None or who.member_id is None:
                continue
            if who.member_id in seated:
                self._remarks.append(Remark(past.row, status.value, name, Doubt.TWO_STATUSES))
            seated.add(who.member_id)

    def _attendance(self, meeting_id: uuid.UUID, past: PastMeeting) -> Iterator[Attendance]:
        seated: set[uuid.UUID] = set()
        for position, (status, name) in enumerate(_listed(past)):
            who = self._who(name) or Who(None, None)
            seat_id = who.member_id if who.member_id not in seated else None
            if seat_id is not None:
                seated.add(seat_id)
            yield Attendance(
                meeting_id=meeting_id,
                seat=Seat.GUEST if seat_id is None else Seat.MEMBER,
                member_id=seat_id,
                person_id=who.person_id,
                name=name,
                status=status,
                position=position,
            )

    def _officers(self, meeting_id: uuid.UUID, role: MeetingRole, listed: Iterable[str]) -> Iterator[MeetingOfficer]:
        for position, name in enumerate(listed):
            who = self._who(name)
            yield MeetingOfficer(
                meeting_id=meeting_id,
                role=role,
                position=position,
                member_id=who.member_id if who else None,
                person_id=who.person_id if who else None,
                as_written=name,
                doubtful=who is None,
            )

    def _action(self, meeting_id: uuid.UUID, sequence: int, text: str) -> Action:
        """Return the action; its owner only where the text begins with a name: "Rosa Quispe: …", "Rosa Quispe to …"."""
        found = _ACTION_OWNER.match(text)
        name = found["name"] if found else ""
        who = self._known.find(name) if name else None
        return Action(
            meeting_id=meeting_id,
            sequence=sequence,
            text=text,
            state=ActionState.OPEN,
            owner_member_id=who.member_id if who else None,
            owner_person_id=who.person_id if who else None,
            owner_as_written=name if who else "",
        )

    def _count(self, past: PastMeeting) -> None:
        self._counts["meeting"] += 1
        self._counts["attendance"] += sum(1 for _listing in _listed(past))
        self._counts["agenda_item"] += len(past.agenda)
        self._counts["decision"] += len(past.decisions)
        self._counts["action"] += len(past.actions)
        self._counts["text"] += bool(past.text)


def _names(past: PastMeeting) -> Iterator[tuple[str, str]]:
    """Yield (column, name) for each name of a row."""
    for column in _COLUMNS_OF_PEOPLE:
        for name in dict.fromkeys(getattr(past, column)):
            yield column, name


def _listed(past: PastMeeting) -> Iterator[tuple[AttendanceStatus, str]]:
    """Yield each name once per status, in the order written."""
    for name in dict.fromkeys(past.present):
        yield AttendanceStatus.PRESENT, name
    for name in dict.fromkeys(past.apologies):
        yield AttendanceStatus.APOLOGIES, name


def _joined(listed: Sequence[str], whole: str) -> tuple[str, ...]:
    """Return the names with `whole` in place of its two parts, one behind the other."""
    for place in range(len(listed) - 1):
        if tuple(listed[place : place + 2]) == parted_at_and(whole):
            return (*listed[:place], whole, *listed[place + 2 :])
    return tuple(listed)


def _identity(past: PastMeeting, seen: Counter[str]) -> str:
    """Return what tells the meeting again, whatever folder it came from; a second equal one counts as such."""
    same = _digest((past.date, name_key(past.group), name_key(past.title)))
    seen[same] += 1
    return same if seen[same] == 1 else _digest((same, seen[same]))


def _said(past: PastMeeting) -> tuple[object, ...]:
    """Return what a row says of its meeting, wherever it stands and whatever its file is called."""
    people = past.present, past.apologies, past.chair, past.minutes_by
    return *people, past.agenda, past.decisions, past.actions, past.text


def _digest(value: object) -> str:
    return hashlib.sha256(repr(value).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _numbers(meetings: Sequence[PastMeeting], taken: Mapping[int, dt.date]) -> list[int]:
    """Return numbers for one body's new meetings, in order of date: those given where free, else the next.

    Meetings that all lie before the first one on record count up to it, if there is room.
    """
    used = set(taken)
    count = len(meetings)
    first = min(taken, default=1)
    before = bool(taken) and meetings[-1].date < min(taken.values()) and count < first
    following = first - count if before else max(taken, default=0) + 1
    given = {past.number for past in meetings if past.number is not None} - used
    found: list[int] = []
    for past in meetings:
        if past.number in given:
            given.discard(past.number)
            number = past.number
        else:
            while following in used or following in given:
                following += 1
            number = following
        assert number is not None
        used.add(number)
        found.append(number)
    return found


def _doubles(new: Sequence[str], known: Sequence[str]) -> tuple[Double, ...]:
    """Return the pairs of likely doubles with at least one new name in them."""
    if not new:
        return ()
    every = [*new, *known]
    pairs = names.likely_doubles(every)
    return tuple(Double(every[p.first], every[p.second], p.likeness) for p in pairs if p.first < len(new))
