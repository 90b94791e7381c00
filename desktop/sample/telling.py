"""Writes who was told of the last meetings, and who was sent their minutes; earlier ones kept no log."""

import datetime as dt
import uuid

from db.history import history
from db.meetings.calls import record_told
from db.vocabulary import Channel, What
from desktop.sample.desk import Desk
from desktop.sample.plan import chance
from desktop.sample.sitting import Sitting

_LOGGED = dt.timedelta(days=100)
_BY_PHONE = frozenset({"sheep", "elder"})
_BY_MESSAGE = 0.2
_NOT_SENT_YET = 0.1


def tell(desk: Desk, meeting_id: uuid.UUID, sitting: Sitting, day: dt.date, what: What) -> None:
    """Note that the members with a seat were told on a day, each in its way; of new minutes some have yet to be."""
    if desk.plan.today - sitting.day > _LOGGED:
        return
    ways: dict[Channel, list[uuid.UUID]] = {}
    for key in sitting.seats(desk.plan):
        if what is What.MINUTES and chance("sent", sitting.text.number, key) < _NOT_SENT_YET:
            continue
        ways.setdefault(_way(key), []).append(desk.members[key])
    with history.step(desk.session, "record_told"):
        for place, (channel, members) in enumerate(ways.items()):
            at = dt.datetime.combine(day, dt.time(16, 5 + 10 * place)).astimezone()
            record_told(desk.session, meeting_id, members, channel=channel, at=at, what=what)


def _way(key: str) -> Channel:
    if key in _BY_PHONE:
        return Channel.PHONE
    return Channel.MESSAGE if chance("way", key) < _BY_MESSAGE else Channel.EMAIL
