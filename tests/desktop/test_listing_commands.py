"""What commands list and find is called as the window calls it."""

import datetime as dt
import json
from pathlib import Path

from sqlalchemy import select

from db.engine import open_file
from db.history.history import step
from db.members.members import add_member
from db.members.memberships import leave
from db.schema import AgendaItem, Meeting
from db.vocabulary import ItemOrigin
from tests.desktop.conftest import Ronda
from tests.new_file import new_file

APPROVAL = "Approval of the minutes of meeting 2"


def test_what_ronda_put_on_an_agenda_is_called_as_in_the_window(ronda: Ronda, with_past: Path, tmp_path: Path) -> None:
    """Tried: no title in lists, a hole in the table, and no item where that was brought in elsewhere."""
    with open_file(with_past) as file, file.writing() as session, step(session, "item_added"):
        first, about, held = session.scalars(select(Meeting).order_by(Meeting.date)).all()[:3]
        session.add(AgendaItem(meeting_id=first.id, title="Canal map", position=1))
        session.add(
            AgendaItem(
                meeting_id=held.id, title="", origin=ItemOrigin.APPROVAL, about_meeting_id=about.id, text="No remarks."
            )
        )
    listed = json.loads(ronda("list", "meetings", with_past, "--json")[1])
    assert listed[2]["agenda"] == [APPROVAL]
    assert listed[2]["text"] == f"{APPROVAL}\nNo remarks."
    found = json.loads(ronda("search", with_past, "remarks", "--json")[1])
    assert [one["title"] for one in found] == ["General meeting 3"]
    found = json.loads(ronda("search", with_past, "meeting:", "--json")[1])
    assert [one["title"] for one in found] == [f"General meeting {number}" for number in (4, 3, 2, 1)]
    assert f"Minutes · General meeting 3 · {listed[2]['date'][8:]} Oct 2026" in ronda("search", with_past, "remarks")[1]
    other_place = tmp_path / "b.ronda"
    new_file(other_place, name="Hill Alliance").close()
    assert ronda("export", "csv", with_past, "-o", tmp_path / "out")[0] == 0
    assert ronda("import", "meetings", other_place, tmp_path / "out" / "meetings.csv")[0] == 0
    again = json.loads(ronda("list", "meetings", other_place, "--json")[1])
    assert [one["agenda"] for one in again] == [["Canal map"], [], [APPROVAL], []]
    assert [one["text"] for one in again] == [one["text"] for one in listed]


def test_who_left_is_listed_with_the_day_of_leaving(ronda: Ronda, with_past: Path) -> None:
    with open_file(with_past) as file, file.writing() as session:
        key, _changes = add_member(session, name="Stone Mill", from_date=dt.date(2023, 10, 19))
        leave(session, key, dt.date(2025, 8, 1))
    line = next(line for line in ronda("list", "members", with_past)[1].splitlines() if line.startswith("Stone Mill"))
    assert line.split()[2:] == ["Left", "1", "Aug", "2025"]
