"""What the parts of the writer share: the open record, the plan, the words, and the keys of what is written."""

import datetime as dt
import uuid
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from db.history import history
from db.meetings.agenda import BroughtBy
from desktop.sample.content import Content
from desktop.sample.plan import Plan


@dataclass(frozen=True, slots=True)
class Desk:
    """The sample being written. The dictionaries hold keys of rows by the sample's own words."""

    session: Session
    plan: Plan
    content: Content
    members: dict[str, uuid.UUID] = field(default_factory=dict)
    primary: dict[str, uuid.UUID] = field(default_factory=dict)
    """The person who speaks for a member first."""
    alternate: dict[str, uuid.UUID] = field(default_factory=dict)
    groups: dict[str, uuid.UUID] = field(default_factory=dict)
    decisions: dict[str, uuid.UUID] = field(default_factory=dict)
    """Decisions of the plenary by number: "21.2"."""
    plenary: dict[int, uuid.UUID] = field(default_factory=dict)
    """Meetings of the plenary by number."""

    def date_steps(self, day: dt.date, at: dt.time = dt.time(16)) -> None:
        """Let history say that what follows was done on this day."""
        history.date_steps(self.session, dt.datetime.combine(day, at).astimezone())

    def brought_by(self, by: str) -> BroughtBy:
        """Return whom a word means that says who brings an item."""
        if by in self.members:
            return BroughtBy(member_id=self.members[by])
        if by.startswith("group:"):
            return BroughtBy(group_id=self.groups[by.removeprefix("group:")])
        return BroughtBy(text=by)
