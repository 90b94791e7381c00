"""From which day on the record knows of members whose joining date nobody gave.

Their seat reaches back for ever (`db.spells`), so meetings that were held before anybody wrote them down would all be
meetings they missed. What says who stayed away asks here first.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping

from db.look import Look, date_or_none, key


def first_known(look: Look, key: Callable[[str], uuid.UUID] = key) -> Mapping[uuid.UUID, dt.date]:
    """Return, of each member with a spell of unknown start, from which day on the record knows of it.

    That is when it was written down, was first on an attendance list, or came back on a day that was given: the
    earliest of these. Of a spell with dates nothing is in doubt, though the one before has none. Who is left out is
    known since its spells begin, or since nobody can tell when. `key` makes keys of what is kept.
    """
    found = look.rows("""
        SELECT spell.member_id,
            (SELECT min(step.at) FROM change JOIN step ON step.id = change.step_id
                WHERE change.row_id = spell.member_id AND change.table_name = 'member'),
            (SELECT min(meeting.date) FROM attendance JOIN meeting ON meeting.id = attendance.meeting_id
                WHERE attendance.member_id = spell.member_id),
            (SELECT min(later.from_date) FROM membership AS later
                WHERE later.member_id = spell.member_id AND later.status = 'member')
        FROM membership AS spell WHERE spell.from_date IS NULL AND spell.status = 'member'
    """)
    return {
        key(member): min([_day(written), *(day for day in map(date_or_none, known) if day is not None)])
        for member, written, *known in found
        if written is not None
    }


def _day(at: str) -> dt.date:
    """Return the day here of a moment as it is kept."""
    return dt.datetime.fromisoformat(at).replace(tzinfo=dt.UTC).astimezone().date()
