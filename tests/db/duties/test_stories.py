"""Any story of an alliance: whatever happens in whatever order, the ledger adds up and every step can be undone."""

import datetime as dt
import random
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.duties.absences import report_absence
from db.duties.closing import Doer, close_meeting_turns, turns_to_close
from db.duties.drafting import Board, drafts
from db.duties.keeping import duties
from db.duties.ledger import accounts, ledger
from db.duties.planning import plan_ahead, publish_plan
from db.duties.rota import turn_rows, why
from db.duties.swapping import swap_partners, swap_turns
from db.duties.turns import accept_turn, candidates, decline_turn, give_turn
from db.engine import AllianceFile, create_file
from db.errors import KnownError
from db.history import history
from db.meetings.cycle import cancel_meeting
from db.members.members import add_member, change_member
from db.members.memberships import leave
from db.rotation import share_out
from db.schema import Absence, LedgerEntry, Meeting, Turn, TurnCredit, TurnPassedOver, TurnRefusal
from db.turn_units import TURN
from db.vocabulary import MeetingStatus, MemberStatus, TurnState
from tests.cases import CASES
from tests.db.duties.duty_kit import TODAY, Kit, alliance_in_turn, hold

TABLES = (Turn, TurnCredit, LedgerEntry, TurnPassedOver, TurnRefusal, Absence)


class EnoughError(Exception):
    """Ends a story; nothing of it is kept."""


class Story:
    """An alliance, and what may happen to it. Chance decides the details."""

    def __init__(self, session: Session, chance: random.Random) -> None:
        self.session, self.chance = session, chance
        self.kit: Kit = alliance_in_turn(session, members=7, meetings=6)
        self.today = TODAY

    def plan(self) -> None:
        plan_ahead(self.session, today=self.today)
        check_plan(self.session, self.today)

    def publish(self) -> None:
        publish_plan(self.session, today=self.today)

    def absence(self) -> None:
        first = self.today + dt.timedelta(days=self.chance.randrange(80))
        last = first + dt.timedelta(days=self.chance.randrange(1, 60))
        report_absence(self.session, member_id=self.member(), from_date=first, to_date=last, today=self.today)

    def weight(self) -> None:
        change_member(self.session, self.member(), duty_share=self.chance.choice([Decimal("0.5"), Decimal(1), 0, 2]))

    def rename(self) -> None:
        before = drafts(Board(self.session, today=self.today))
        change_member(self.session, self.member(), name=self.chance.choice(["Aaa", "Zzz", "Ñandú"]))
        assert drafts(Board(self.session, today=self.today)) == before, "a name changed changes nothing"

    def join(self) -> None:
        key, _changes = add_member(self.session, name="Late", individual=True, from_date=self.today)
        assert all(key not in accounts(self.session, of) for of in duties(self.session))
        self.kit.members.append(key)

    def leave(self) -> None:
        board = Board(self.session, today=self.today)
        own = self.member()
        if board.asked.seats.status(own, self.today) is MemberStatus.MEMBER:
            leave(self.session, own, self.today)

    def accept(self) -> None:
        self.answer(accept_turn)

    def decline(self) -> None:
        self.answer(lambda session, key: decline_turn(session, key, today=self.today))

    def give(self) -> None:
        def to_somebody(session: Session, key: uuid.UUID) -> None:
            rows = candidates(session, key, today=self.today)
            if rows:
                give_turn(session, key, self.chance.choice(rows).member_id, today=self.today)

        self.answer(to_somebody)

    def swap(self) -> None:
        def with_somebody(session: Session, key: uuid.UUID) -> None:
            before = Counter(row.member_id for row in turn_rows(session))
            partners = swap_partners(session, key, today=self.today)
            if partners:
                swap_turns(session, key, self.chance.choice(partners).turn_id, today=self.today)
            assert Counter(row.member_id for row in turn_rows(session)) == before

        self.answer(with_somebody)

    def cancel(self) -> None:
        if meeting := self.next_meeting():
            cancel_meeting(self.session, meeting.id, reason="Flood")

    def meet(self) -> None:
        meeting = self.next_meeting()
        if meeting is None:
            return
        self.today = meeting.date
        holders = sorted(Board(self.session, today=self.today).asked.seats.holders(None, meeting.date))
        here = [key for key in holders if self.chance.random() < 0.8]
        hold(self.session, meeting.id, here)
        done: dict[uuid.UUID, list[Doer]] = {}
        for row in turns_to_close(self.session, meeting.id):
            if self.chance.random() < 0.3:
                doers = [Doer(key) for key in self.chance.sample(here, min(len(here), self.chance.randrange(4)))]
                done[row.duty.id] = doers
            else:
                done[row.duty.id] = list(row.suggested)
        close_meeting_turns(self.session, meeting.id, done=done, today=self.today)

    def member(self) -> uuid.UUID:
        return self.chance.choice(self.kit.members)

    def next_meeting(self) -> Meeting | None:
        ahead = select(Meeting).where(Meeting.status == MeetingStatus.PREPARING).order_by(Meeting.date)
        return self.session.scalars(ahead).first()

    def answer(self, how: Callable[[Session, uuid.UUID], object]) -> None:
        rows = [row for row in turn_rows(self.session) if row.state is TurnState.PLANNED and row.member_id]
        if rows:
            with suppress(KnownError):
                how(self.session, self.chance.choice(rows).id)


DEEDS = (
    "plan",
    "publish",
    "absence",
    "weight",
    "rename",
    "join",
    "leave",
    "accept",
    "decline",
    "give",
    "swap",
    "cancel",
    "meet",
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AllianceFile]:
    with create_file(tmp_path_factory.mktemp("desk") / "alliance.ronda", name="Lake Valley Alliance") as opened:
        yield opened


@given(st.lists(st.sampled_from(DEEDS), min_size=3, max_size=12), st.integers(0, 10**9))
@settings(max_examples=max(10, CASES // 20), phases=[Phase.generate])  # a story is short enough to read as it is
def test_any_story_adds_up_and_can_be_undone(desk: AllianceFile, deeds: list[str], seed: int) -> None:
    with suppress(EnoughError), desk.writing() as session:
        story = Story(session, random.Random(seed))
        story.plan()
        for deed in (*deeds, "meet", "plan"):
            before, past = everything(session), entries(session)
            steps = steps_done(session)
            getattr(story, deed)()
            session.flush()
            check_ledger(session, story.today)
            assert entries(session).items() >= past.items(), "what stands in the ledger is never rewritten"
            check_undone(session, before, steps)
        raise EnoughError


def check_undone(session: Session, before: dict[str, Any], steps: int) -> None:
    """Undo what was done since, see that all is as before, and do it again."""
    after, count = everything(session), steps_done(session) - steps
    for _step in range(count):
        history.undo(session)
    assert everything(session) == before
    for _step in range(count):
        history.redo(session)
    assert everything(session) == after


def check_ledger(session: Session, today: dt.date) -> None:
    """See that shares of a turn are one turn, its parts too, and balances nothing."""
    shares: dict[uuid.UUID | None, int] = defaultdict(int)
    credits: dict[uuid.UUID | None, int] = defaultdict(int)
    for entry in session.scalars(select(LedgerEntry).where(LedgerEntry.turn_id.is_not(None))):
        shares[entry.turn_id] += entry.share
    for credit in session.scalars(select(TurnCredit)):
        credits[credit.turn_id] += credit.units
    assert set(shares.values()) <= {TURN}
    assert credits == shares
    done = (TurnState.DONE, TurnState.DONE_BY_OTHER)
    assert {row.id for row in session.scalars(select(Turn)) if row.state in done} == credits.keys()
    for of in duties(session):
        found = ledger(session, of.id, today=today)
        assert sum(row.balance for row in found.rows) + found.left == 0


def check_plan(session: Session, today: dt.date, until: dt.date | None = None) -> None:
    """See that only who may and can has a turn, nobody two at one meeting, and that the reasons are the ledger's."""
    board = Board(session, today=today, until=until)
    for number, slot in enumerate(board.slots):
        if slot.over:
            continue
        turns = [turn for of in slot.duties if (turn := board.turn(of, slot.days)) is not None]
        members = [turn.member_id for turn in turns if turn.member_id]
        assert len(set(members)) == len(members)
        pools = [board.able(of, slot.days) for of in slot.duties]
        shares = share_out([{board.numbers[key]: w for key, w in pool.items()} for pool in pools])
        for of, pool, share, turn in zip(slot.duties, pools, shares, turns, strict=True):
            assert turn.member_id in pool or (turn.member_id is None and len(pool) < len(slot.duties))
            explained = why(session, turn.id)
            if number == 0 and explained and turn.member_id:
                own = ledger(session, of.id, today=today)
                row = next(row for row in own.rows if row.member_id == turn.member_id)
                assert explained.turns_done == row.done
                assert explained.fair_share == row.share + share[board.numbers[turn.member_id]]


def everything(session: Session) -> dict[str, Any]:
    """Return every row of the duties' tables."""
    session.flush()
    found = {}
    for model in TABLES:
        rows = session.execute(select(model.__table__)).mappings()
        found[model.__tablename__] = {row["id"]: dict(row) for row in rows}
    return found


def entries(session: Session) -> dict[uuid.UUID, tuple[object, ...]]:
    return {row.id: (row.member_id, row.share, row.weight) for row in session.scalars(select(LedgerEntry))}


def steps_done(session: Session) -> int:
    from db.schema import Step

    return len(session.scalars(select(Step.id).where(Step.state == "done")).all())
