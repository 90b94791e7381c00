"""Whether a stretch of days covers a day is asked in SQL in two ways, and of rows: all three say the same."""

import datetime as dt
import itertools

from sqlalchemy import select

from db import conditions
from db.engine import AllianceFile
from db.history import history
from db.look import looking, on_day
from db.members.members import add_member
from db.schema import Absence
from db.spells import covers

DAY = dt.date(2026, 10, 15)
NEAR = (None, DAY - dt.timedelta(days=1), DAY, DAY + dt.timedelta(days=1))


def test_rows_mapped_classes_and_plain_sql_agree_on_a_day(file: AllianceFile) -> None:
    with file.writing() as session:
        member, _changes = add_member(session, name="Apiary", from_date=dt.date(2020, 1, 1))
        with history.step(session, "report_absence"):
            for first, end in itertools.product(NEAR, NEAR):
                if first is None or end is None or first < end:
                    session.add(Absence(member_id=member, from_date=first, to_date=end, reported_on=DAY))
        rows = session.scalars(select(Absence)).all()
        told = {row.id.hex for row in rows if covers(row, DAY)}
        mapped = {row.id.hex for row in session.scalars(select(Absence).where(conditions.on_day(Absence, DAY)))}
        plain = looking(session).rows(f"SELECT id FROM absence WHERE {on_day('absence')}", DAY, DAY)
        assert told == mapped == {row["id"] for row in plain}
        assert 0 < len(told) < len(rows)
