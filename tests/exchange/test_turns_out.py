"""One's own turns as a calendar file: read back, changed, taken away."""

import datetime as dt
from typing import Any

import pytest
from icalendar import Calendar

from db.alliance import change_alliance
from db.duties.absences import report_absence
from db.duties.keeping import add_duty
from db.duties.planning import plan_ahead, publish_plan
from db.duties.rota import TurnRow, meeting_turns, turn_rows
from db.duties.swapping import swap_partners, swap_turns
from db.duties.turns import accept_turn, candidates, change_turn, decline_turn, give_turn
from db.engine import create_file
from db.errors.records import NotFound
from db.history.history import undo
from db.ids import new_id
from db.meetings.cycle import cancel_meeting, reinstate_meeting
from db.meetings.meetings import change_meeting
from db.vocabulary import DutyRhythm
from desktop import texts
from desktop.exchange.turns_out import turns_calendar, turns_file
from tests.db.duties.duty_kit import TODAY, alliance_in_turn

NOW = dt.datetime(2026, 1, 1, 9, 30, tzinfo=dt.UTC)


@pytest.fixture
def session(tmp_path):
    with create_file(tmp_path / "a.ronda", name="Lake & Valley") as file, file.writing(who="Ana") as opened:
        yield opened


@pytest.fixture
def kit(session):
    made = alliance_in_turn(session, members=8)
    plan_ahead(session, today=TODAY)
    publish_plan(session, today=TODAY)
    return made


def calendar_of(session: Any, person_id: Any) -> Any:
    data = turns_file(turns_calendar(session, person_id, today=TODAY), now=NOW)
    assert data.count(b"\r\n") == data.count(b"\n")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    return Calendar.from_ical(data)


def events(session: Any, person_id: Any) -> dict[str, Any]:
    return {str(event["uid"]): event for event in calendar_of(session, person_id).walk("VEVENT")}


def of(turn: TurnRow, found: dict[str, Any]) -> Any:
    [uid] = [uid for uid in found if uid.startswith(str(turn.id))]
    return found[uid]


def first(session: Any, kit: Any) -> TurnRow:
    return meeting_turns(session, kit.meetings[2])[0]


def test_every_turn_to_come_is_there_at_floating_times(session, kit):
    change_meeting(session, kit.meetings[2], start_time=dt.time(10), planned_minutes=150, place="Hall 2; east, left")
    mine = first(session, kit)
    accept_turn(session, mine.id)
    own = [turn for turn in turn_rows(session) if turn.person_id == mine.person_id]
    calendar = calendar_of(session, mine.person_id)
    assert calendar["method"] == "PUBLISH"
    found = events(session, mine.person_id)
    assert len(found) == len(own)
    event = of(mine, found)
    assert event.decoded("dtstart") == dt.datetime(2026, 4, 2, 10)
    assert event.decoded("dtend") == dt.datetime(2026, 4, 2, 12, 30)
    assert "TZID" not in event["dtstart"].params
    assert str(event["location"]) == "Hall 2; east, left"
    assert str(event["summary"]) == "Minutes: General meeting 3"
    assert event["status"] == "CONFIRMED"
    assert f"For {mine.member} in Lake & Valley." in str(event["description"])
    others = [event for uid, event in found.items() if not uid.startswith(str(mine.id))]
    assert {str(event["status"]) for event in others} <= {"TENTATIVE"}


def test_a_meeting_without_hours_and_a_term_are_whole_days(session, kit):
    add_duty(session, key="statements", rhythm=DutyRhythm.QUARTER)
    plan_ahead(session, today=TODAY)
    term = next(turn for turn in turn_rows(session) if turn.end is not None)
    found = events(session, term.person_id)
    event = of(term, found)
    assert event.decoded("dtstart") == dt.date(2026, 1, 1)
    assert event.decoded("dtend") == dt.date(2026, 4, 1)
    assert event["transp"] == "TRANSPARENT"
    mine = first(session, kit)
    assert of(mine, events(session, mine.person_id)).decoded("dtstart") == dt.date(2026, 4, 2)


def test_nothing_new_changes_nothing_but_the_stamp(session, kit):
    mine = first(session, kit)
    before = turns_file(turns_calendar(session, mine.person_id, today=TODAY), now=NOW)
    plan_ahead(session, today=TODAY)
    assert turns_file(turns_calendar(session, mine.person_id, today=TODAY), now=NOW) == before


def test_the_number_rises_with_every_change_and_the_uid_stays(session, kit):
    mine = first(session, kit)
    uids, numbers = [], []

    def look() -> None:
        event = of(mine, events(session, mine.person_id))
        uids.append(str(event["uid"]))
        numbers.append(int(event["sequence"]))

    look()
    for change in (
        {"date": dt.date(2026, 4, 3)}, {"start_time": dt.time(9)}, {"place": "Hall 3"}, {"place": "Hall 4"},
        {"planned_minutes": 90}, {"planned_minutes": 100},
    ):  # fmt: skip
        change_meeting(session, kit.meetings[2], **change)
        look()
    accept_turn(session, mine.id)
    look()
    change_turn(session, mine.id, note="Bring the keys")
    look()
    undo(session)
    look()
    assert len(set(uids)) == 1
    assert numbers == sorted(set(numbers))


def test_a_turn_given_to_somebody_else_is_cancelled_here_and_new_there(session, kit):
    mine = first(session, kit)
    before = of(mine, events(session, mine.person_id))
    other = next(one for one in candidates(session, mine.id, today=TODAY)
                 if one.hindered is None and one.member_id != mine.member_id)  # fmt: skip
    give_turn(session, mine.id, other.member_id, today=TODAY)
    now = first(session, kit)
    assert now.person_id != mine.person_id
    taken = of(mine, events(session, mine.person_id))
    assert (taken["status"], str(taken["uid"])) == ("CANCELLED", str(before["uid"]))
    assert int(taken["sequence"]) > int(before["sequence"])
    assert "not yours any more" in str(taken["description"])
    new = of(mine, events(session, now.person_id))
    assert new["status"] == "TENTATIVE"
    assert str(new["uid"]) != str(before["uid"])


def test_a_swap_cancels_one_and_adds_one_on_both_sides(session, kit):
    mine, partner = next(
        (turn, partners[0]) for turn in turn_rows(session) if (partners := swap_partners(session, turn.id, today=TODAY))
    )
    swap_turns(session, mine.id, partner.turn_id, today=TODAY)
    found = events(session, mine.person_id)
    assert of(mine, found)["status"] == "CANCELLED"
    theirs = next(turn for turn in turn_rows(session) if turn.id == partner.turn_id)
    assert theirs.person_id == mine.person_id
    assert of(theirs, found)["status"] in ("TENTATIVE", "CONFIRMED")


def test_a_turn_that_comes_back_is_the_same_entry_again(session, kit):
    mine = first(session, kit)
    before = of(mine, events(session, mine.person_id))
    other = next(one for one in candidates(session, mine.id, today=TODAY)
                 if one.hindered is None and one.member_id != mine.member_id)  # fmt: skip
    give_turn(session, mine.id, other.member_id, today=TODAY)
    taken = of(mine, events(session, mine.person_id))
    undo(session)
    back = of(mine, events(session, mine.person_id))
    assert back["status"] == before["status"]
    assert str(back["uid"]) == str(before["uid"])
    assert int(before["sequence"]) < int(taken["sequence"]) < int(back["sequence"])


def test_a_cancelled_meeting_cancels_its_turns_until_it_is_held_after_all(session, kit):
    mine = first(session, kit)
    before = of(mine, events(session, mine.person_id))
    cancel_meeting(session, kit.meetings[2], reason="Flood")
    gone = of(mine, events(session, mine.person_id))
    assert gone["status"] == "CANCELLED"
    assert gone.decoded("dtstart") == before.decoded("dtstart")
    reinstate_meeting(session, kit.meetings[2])
    back = of(mine, events(session, mine.person_id))
    assert back["status"] == "TENTATIVE"
    assert int(before["sequence"]) < int(gone["sequence"]) < int(back["sequence"])


def test_a_declined_turn_and_one_lost_to_an_absence_are_cancelled(session, kit):
    mine = first(session, kit)
    decline_turn(session, mine.id, today=TODAY)
    assert of(mine, events(session, mine.person_id))["status"] == "CANCELLED"
    other = meeting_turns(session, kit.meetings[4])[0]
    report_absence(session, member_id=other.member_id, from_date=TODAY, to_date=dt.date(2027, 1, 1), today=TODAY)
    plan_ahead(session, today=TODAY)
    calendar = calendar_of(session, other.person_id)
    assert {str(event["status"]) for event in calendar.walk("VEVENT")} == {"CANCELLED"}
    assert calendar["method"] == "CANCEL"


def test_what_is_over_is_left_out_and_nobody_has_an_empty_file(session, kit):
    late = turns_calendar(session, first(session, kit).person_id, today=dt.date(2027, 1, 1))
    assert (late.turns, late.held) == ([], 0)
    assert Calendar.from_ical(turns_file(late, now=NOW))["method"] == "PUBLISH"
    with pytest.raises(NotFound):
        turns_calendar(session, new_id(), today=TODAY)


def test_words_of_people_stay_words(session, kit):
    change_alliance(session, name="Smith <Ltd> & Sons\r\nBEGIN:VALARM\x00")
    mine = first(session, kit)
    change_turn(session, mine.id, note="x" * 5000 + "\nEND:VEVENT\x1b \u2028 “ñ” 😀")
    change_meeting(session, kit.meetings[2], place="Here;\nEND:VCALENDAR")
    calendar = calendar_of(session, mine.person_id)
    assert not calendar.walk("VALARM")
    event = of(mine, events(session, mine.person_id))
    assert str(event["location"]) == "Here; END:VCALENDAR"
    assert "x" * 5000 in str(event["description"])
    assert "😀" in str(event["description"])


def test_in_spanish(session, kit):
    with texts.speaking("es"):
        event = of(first(session, kit), events(session, first(session, kit).person_id))
    assert str(event["summary"]) == "Acta: Reunión general 3"
