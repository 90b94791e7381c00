"""Years of an alliance, meeting by meeting: whatever happens, the ledger adds up and nobody is far off.

One year in `make test`, three in `make properties`."""

import datetime as dt
import random
import uuid

from sqlalchemy.orm import Session

from db.duties.absences import report_absence
from db.duties.closing import Doer, close_meeting_turns, turns_to_close
from db.duties.drafting import Board
from db.duties.keeping import duties
from db.duties.ledger import ledger
from db.duties.planning import plan_ahead, publish_plan
from db.duties.rota import TurnRow, meeting_turns, turn_rows
from db.duties.swapping import swap_partners, swap_turns
from db.duties.turns import accept_turn, ask_turn, candidates, decline_turn
from db.history import history
from db.meetings.cycle import cancel_meeting
from db.members.members import add_member, change_member
from db.members.memberships import leave
from db.turn_units import TURN
from db.vocabulary import Channel, TurnState
from tests.cases import LONG
from tests.db.duties.duty_kit import TODAY, Kit, alliance_in_turn, hold
from tests.db.duties.test_stories import check_ledger, check_plan, check_undone, entries, everything, steps_done

YEARS = 3 if LONG else 1
MEETINGS = 13 * YEARS
"""Every four weeks."""

JOINS, WEIGHS, CANCELLED, LEAVES = 3 * YEARS, 5 * YEARS - 1, 6 * YEARS + 1, 8 * YEARS
NO_SHOWS = (2 * YEARS, 5 * YEARS + 1, 10 * YEARS - 1)
AHEAD = 5 * dt.timedelta(weeks=4)
MOST = TURN * 7 // 4
"""How far off anybody may ever be here: swaps, refusals, and who does not come without a word are no choice of the
rule's. What it keeps to where it can is measured in `tests/db/rotation` and by `make bench`."""


class Years:
    """An alliance of eight, and its days."""

    def __init__(self, session: Session) -> None:
        self.session, self.chance = session, random.Random(3)
        self.kit: Kit = alliance_in_turn(session, members=8, meetings=MEETINGS)
        self.today = TODAY
        self.swapped = self.declined = self.missing = 0

    def before(self, number: int) -> None:
        """What happens between two meetings."""
        session, chance = self.session, self.chance
        if number == JOINS:
            self.kit.members.append(add_member(session, name="Late", individual=True, from_date=self.today)[0])
        if number == WEIGHS:
            change_member(session, self.kit.members[2], duty_share=2)
        if number == LEAVES:
            leave(session, self.kit.members[4], self.today)
        if number % 3 == 1:  # known ahead
            first = self.today + dt.timedelta(days=chance.randrange(10, 60))
            last = first + dt.timedelta(days=chance.randrange(5, 50))
            member_id = chance.choice(self.kit.members)
            report_absence(session, member_id=member_id, from_date=first, to_date=last, today=self.today)
        plan_ahead(session, today=self.today, until=self.today + AHEAD)
        publish_plan(session, today=self.today)
        turns = [row for row in meeting_turns(session, self.kit.meetings[number]) if row.member_id]
        for turn in turns:
            if turn.state is TurnState.PLANNED:
                at = dt.datetime.combine(self.today, dt.time(9)).astimezone()
                ask_turn(session, turn.id, how=Channel.EMAIL, at=at)
                self.answer(number, turn)
        self.plan()

    def answer(self, number: int, turn: TurnRow) -> None:
        session = self.session
        partners = swap_partners(session, turn.id, today=self.today) if number % 4 == 2 else []
        if partners and turn.duty.key == "minutes":
            mildest = min(partners, key=lambda one: max(one.own.furthest_after, one.other.furthest_after))
            swap_turns(session, turn.id, mildest.turn_id, today=self.today)
            self.swapped += 1
        elif number % 5 == 3 and turn.duty.key == "calling":
            decline_turn(session, turn.id, today=self.today, note="Harvest")
            self.declined += 1
        else:
            accept_turn(session, turn.id)

    def plan(self) -> None:
        plan_ahead(self.session, today=self.today, until=self.today + AHEAD)
        check_plan_until(self.session, self.today)
        made, steps = everything(self.session), steps_done(self.session)
        plan_ahead(self.session, today=self.today, until=self.today + AHEAD)
        assert everything(self.session) == made, "planning again with nothing new changes nothing"
        assert steps_done(self.session) == steps

    def meet(self, number: int) -> None:
        """The meeting: most are there; who is not is stood in for; now and then nobody does it."""
        session, chance, meeting_id = self.session, self.chance, self.kit.meetings[number]
        self.today = TODAY + dt.timedelta(days=35) + dt.timedelta(weeks=4) * number
        if number == CANCELLED:
            cancel_meeting(session, meeting_id, reason="Flood")
            return
        board = Board(session, today=self.today)
        holders = sorted(board.asked.seats.holders(None, self.today))
        turns = {row.duty.id: row for row in meeting_turns(session, meeting_id)}
        here = [key for key in holders if chance.random() < 0.85 or key in {row.member_id for row in turns.values()}]
        if number in NO_SHOWS:
            gone = next(row.member_id for row in turns.values() if row.duty.key == "records")
            here = [key for key in here if key != gone]
            self.missing += 1
        stand_ins: dict[uuid.UUID, list[Doer]] = {}
        busy = {row.member_id for row in turns.values()}
        for key, row in turns.items():
            able = [one.member_id for one in candidates(session, row.id, today=self.today)
                    if one.member_id in here and one.member_id not in busy]  # fmt: skip
            stand_ins[key] = [Doer(able[0])] if able else []
        hold(session, meeting_id, here)
        done = {row.duty.id: list(row.suggested) or stand_ins.get(row.duty.id, [])
                for row in turns_to_close(session, meeting_id)}  # fmt: skip
        past, before, steps = entries(session), everything(session), steps_done(session)
        close_meeting_turns(session, meeting_id, done=done, today=self.today)
        assert entries(session).items() >= past.items(), "what stands in the ledger is never rewritten"
        check_undone(session, before, steps)

    def check(self) -> None:
        check_ledger(self.session, self.today)
        for of in duties(self.session):
            rows = ledger(self.session, of.id, today=self.today).rows
            assert max(abs(row.balance) for row in rows) <= MOST, (self.today, of.key)


def check_plan_until(session: Session, today: dt.date) -> None:
    """See the plan through as far as it goes."""
    ahead = {(row.duty.id, row.meeting.id) for row in turn_rows(session) if row.meeting and row.first >= today}
    assert ahead
    check_plan(session, today, until=today + AHEAD)


def test_years(session: Session) -> None:
    story = Years(session)
    for number in range(MEETINGS):
        story.before(number)
        story.meet(number)
        session.flush()
        story.check()
    assert min(story.swapped, story.declined, story.missing) >= min(YEARS + 1, 3)
    states = {row.state for row in turn_rows(session)}
    assert {TurnState.DONE, TurnState.DONE_BY_OTHER} <= states
    gone = story.kit.members[4]
    turns = 0
    for of in duties(session):
        whole = ledger(session, of.id, today=story.today)
        assert next(row.balance for row in whole.rows if row.member_id == gone) == 0
        turns += next(row.turns for row in whole.rows if row.member_id == story.kit.members[-1])
    assert turns > 2 * YEARS, "who joined late has its turns too"
    steps = 6
    before = everything(session)
    for _step in range(steps):
        history.undo(session)
    check_ledger(session, story.today)
    for _step in range(steps):
        history.redo(session)
    assert everything(session) == before
