"""Who was not seen lately: one rule for what *Today* says and what is counted of a period. Pure."""

import uuid
from collections.abc import Sequence, Set
from typing import Final, Protocol

MISSED_MEETINGS: Final = 3
"""Who was not seen at so many meetings in a row is worth a call."""


class Sat(Protocol):
    """A meeting whose seats are known: who held one, who came, who sent apologies."""

    @property
    def seats(self) -> Set[uuid.UUID]: ...
    @property
    def present(self) -> Set[uuid.UUID]: ...
    @property
    def excused(self) -> Set[uuid.UUID]: ...


def not_seen(last: Sequence[Sat], holders: Set[uuid.UUID]) -> set[uuid.UUID]:
    """Return who of those with a seat now had one at each of the last meetings, and neither came nor sent apologies.

    last: the last `MISSED_MEETINGS` meetings; of fewer nobody is told.
    """
    if len(last) < MISSED_MEETINGS:
        return set()
    gone = set(holders)
    for meeting in last:
        gone &= meeting.seats - meeting.present - meeting.excused
    return gone
