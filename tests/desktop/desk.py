"""A small alliance in the middle of things, for the tests of Today, the registers and finding."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.alliance import change_alliance
from db.meetings.agenda import BroughtBy, add_item
from db.meetings.attendance import record_all_present
from db.meetings.cycle import approve_agenda
from db.meetings.meetings import plan_meeting
from db.meetings.proposals import propose_item
from db.meetings.running import finish_meeting, set_item_done, start_meeting
from db.minutes.actions import actions
from db.minutes.decisions import decisions, record_consensus
from db.minutes.minutes import circulate_minutes, save_item_text
from db.vocabulary import ItemPurpose, QuorumKind
from tests.desktop.record import fill

DAY = dt.date(2026, 10, 15)
HELD = dt.date(2026, 10, 1)
TEXT = """We spoke about the canal.
d: The fee is 12 a year <b>for all</b>.
d: The canal opens on Mondays.
a: Print the survey @Upper Phasis Dairy >10 Oct
a: Ring the owners @Upper Phasis Dairy >20 Oct
a: Ask for a map @Consumers' Watch >8 Oct
a: Find a hall
"""


@dataclass(frozen=True)
class Desk:
    """Keys of what stands in the file: the meeting that was held (5), the one to come (6), its items, by name."""

    names: dict[str, uuid.UUID]
    held: uuid.UUID
    ahead: uuid.UUID
    items: tuple[uuid.UUID, ...]
    actions: dict[str, uuid.UUID]
    decisions: tuple[uuid.UUID, ...]


def busy_desk(session: Session) -> Desk:
    """Write a meeting held two weeks ago with decisions and actions, and one to come in two weeks."""
    names = fill(session)
    change_alliance(session, quorum_kind=QuorumKind.MORE_THAN)
    held, _ = plan_meeting(session, date=HELD, start_time=dt.time(10), place="Hall 2", purpose="Agree the fee")
    item, _ = add_item(session, held, title="Water fee", purpose=ItemPurpose.DECIDE)
    start_meeting(session, held, at=dt.time(10))
    present = ("Upper Phasis Dairy", "Consumers' Watch", "ქართული კავშირი", "Nana Gomi")
    record_all_present(session, held, [names[name] for name in present])
    save_item_text(session, item, text=TEXT, today=HELD)
    set_item_done(session, item, dealt_with=True)
    finish_meeting(session, held, at=dt.time(12), on=HELD)
    circulate_minutes(session, held, on=HELD + dt.timedelta(days=3), comments_by=HELD + dt.timedelta(days=8))
    ahead, _ = plan_meeting(
        session, date=dt.date(2026, 10, 29), start_time=dt.time(10), planned_minutes=60, place="Hall 2",
        purpose="Choose the trainers",
    )  # fmt: skip
    dairy = BroughtBy(member_id=names["Upper Phasis Dairy"])
    first, _ = add_item(session, ahead, title="Trainers", purpose=ItemPurpose.DECIDE, brought_by=dairy)
    second, _ = add_item(session, ahead, title="Cold storage")
    propose_item(session, title="Seed prices", proposed_on=DAY)
    approve_agenda(session, ahead, on=None)
    taken = tuple(row.id for row in decisions(session, meeting=held))
    record_consensus(session, taken[0])
    return Desk(
        names, held, ahead, (first, second), {row.text: row.id for row in actions(session, meeting=held)}, taken
    )
