"""Who was not seen lately: one rule for what *Today* says and what is counted of a period. Pure."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence, Set
from typing import Final, Protocol

MISSED_MEETINGS: Final = 3
"""Who was not seen at so many meetings in a row is worth a call."""


class Sat(Protocol):
    """A meeting whose seats are known: its day, who held one, who came, who sent apologies."""

    @property
    def day(self) -> dt.date: ...
    @property
    def seats(self) -> Set[uuid.UUID]: ...
    @property
    def present(self) -> Set[uuid.UUID]: ...
    @property
    def excused(self) -> Set[uuid.UUID]: ...


def not_seen(
    last: Sequence[Sat], holders: Set[uuid.UUID], known: Mapping[uuid.UUID, dt.date]
) -> set[uuid.UUID]:  # fmt: skip
    """Return who of those with a seat now had one at each of the last meetings, and neither came nor sent apologies.

    last: the last `MISSED_MEETINGS` meetings; of fewer nobody is told. known: from which day on the record knows of
    members without a joining date (`first_known`); none of them missed what was held before.
    """
    if len(last) < MISSED_MEETINGS:
        return set()
    first = min(meeting.day for meeting in last)
    gone = {one for one in holders if known.get(one, first) <= first}
    for meeting in last:
        gone &= meeting.seats - meeting.present - meeting.excused
    return gone
