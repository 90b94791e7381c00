"""Values of fields as JSON holds them: every type of column comes back as it was."""

import datetime as dt
import json
import uuid
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Column

from db.history.values import decode, encode
from db.schema import Meeting, Member, Paper
from db.vocabulary import MeetingStatus


@pytest.mark.parametrize(
    ("column", "value"),
    [
        (Member.__table__.c.duty_share, Decimal("0.50")),
        (Member.__table__.c.grassroots, True),
        (Member.__table__.c.id, uuid.UUID(int=7)),
        (Meeting.__table__.c.date, dt.date(2026, 10, 22)),
        (Meeting.__table__.c.start_time, dt.time(9, 30)),
        (Meeting.__table__.c.status, MeetingStatus.CLOSED),
        (Meeting.__table__.c.number, 41),
        (Paper.__table__.c.added_at, dt.datetime(2026, 10, 22, 9, 30, tzinfo=dt.UTC)),
    ],
)
def test_values_come_back(column: Column[Any], value: object) -> None:
    back = decode(json.loads(json.dumps(encode(value))), column)
    assert (back, type(back)) == (value, type(value))
