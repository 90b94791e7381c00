"""What the record says of a member: attendance strips, items brought, open actions."""

import datetime as dt
import time

from db.history import history
from db.members.attendance_strips import always_there, attendance_strips, missed_last
from db.members.groups import add_group
from db.members.member_record import ItemResult, member_changes, member_detail
from db.members.members import add_member, add_offer, change_member, delete_offer
from db.members.memberships import leave, rejoin
from db.schema import Action, AgendaItem, Attendance, Decision, Meeting
from db.vocabulary import AttendanceStatus, ItemPurpose, MeetingStatus

FIRST = dt.date(2024, 1, 1)
TODAY = dt.date(2026, 10, 15)


def day(number: int) -> dt.date:
    return FIRST + dt.timedelta(days=7 * number)


def marks(strip) -> str:
    letters = {AttendanceStatus.PRESENT: "c", AttendanceStatus.APOLOGIES: "a", AttendanceStatus.ABSENT: "-"}
    return "".join(letters[mark.status] for mark in strip)


def test_a_strip_holds_the_last_meetings_one_could_have_attended(file, add_meeting):
    with file.writing() as session:
        old, _ = add_member(session, name="Old", from_date=FIRST)
        new, _ = add_member(session, name="New", from_date=day(5))
        with history.step(session, "test"):
            for n in range(1, 9):
                add_meeting(session, n, day(n), present=[(old, None)] * (n % 2), apologies=[new] if n == 8 else [])
            add_meeting(session, 9, day(9), status=MeetingStatus.CALLED)
            add_meeting(session, 10, day(9), status=MeetingStatus.CANCELLED)
    with file.reading() as session:
        strips = attendance_strips(session, TODAY)
        assert [mark.number for mark in strips[old]] == [3, 4, 5, 6, 7, 8]
        assert marks(strips[old]) == "c-c-c-"
        assert [mark.number for mark in strips[new]] == [5, 6, 7, 8]
        assert marks(strips[new]) == "---a"
        assert marks(attendance_strips(session, day(4))[old]) == "c-c-"
        assert not missed_last(strips[new])
        assert missed_last(strips[new][:3])
        assert not missed_last(strips[new][:2])
        assert always_there(strips[old][:1])
        assert not always_there(())


def test_who_came_back_and_who_came_without_a_seat(file, add_meeting):
    with file.writing() as session:
        back, _ = add_member(session, name="Back", from_date=FIRST)
        leave(session, back, day(2))
        rejoin(session, back, on=day(4))
        guest, _ = add_member(session, name="Early guest", from_date=day(4))
        with history.step(session, "test"):
            for n in range(1, 6):
                meeting = add_meeting(session, n, day(n), present=[(guest, None)] if n == 1 else [])
            for how in (AttendanceStatus.ABSENT, AttendanceStatus.PRESENT, AttendanceStatus.APOLOGIES):
                session.add(Attendance(meeting_id=meeting, member_id=back, status=how))
    with file.reading() as session:
        strips = attendance_strips(session, TODAY)
        assert [mark.number for mark in strips[back]] == [1, 4, 5]
        assert marks(strips[back]) == "--c"  # present through anybody is present
        assert [mark.number for mark in strips[guest]] == [1, 4, 5]


def test_the_page_of_a_member(file, add_meeting):
    with file.writing() as session:
        dairy, _ = add_member(session, name="Dairy", from_date=FIRST)
        group, _ = add_group(session, name="Cooperatives", coordinator_member_id=dairy)
        with history.step(session, "test"):
            held = add_meeting(session, 1, day(1))
            called = add_meeting(session, 2, day(60), status=MeetingStatus.CALLED)

            def item(title, meeting, purpose, *, done=True):
                row = AgendaItem(
                    title=title, meeting_id=meeting, purpose=purpose, done=done, brought_by_member_id=dairy
                )
                session.add(row)
                session.flush()
                return row.id

            decided = item("Milk points", held, ItemPurpose.DECIDE)
            session.add(Decision(meeting_id=held, item_id=decided, sequence=1, text="Yes"))
            item("Machines", held, ItemPurpose.DISCUSS)
            item("News", held, ItemPurpose.INFORM)
            item("No time", held, ItemPurpose.DISCUSS, done=False)
            item("Roads", called, ItemPurpose.DECIDE, done=False)
            item("Pool", None, ItemPurpose.DECIDE, done=False)
            for n, due in enumerate((None, day(3), dt.date(2026, 12, 1)), 1):
                session.add(Action(meeting_id=held, sequence=n, text=f"A{n}", owner_member_id=dairy, due_date=due))
    with file.reading() as session:
        found = member_detail(session, dairy, TODAY)
        assert {row.label.title: row.result for row in found.brought} == {
            "Pool": ItemResult.WAITING,
            "Roads": ItemResult.AHEAD,
            "Milk points": ItemResult.DECIDED,
            "Machines": ItemResult.DISCUSSED,
            "News": ItemResult.INFORMED,
            "No time": ItemResult.LEFT_OVER,
        }
        assert [row.number for row in found.brought] == [None, 2, 1, 1, 1, 1]
        assert found.brought_in_all == 6
        assert [(row.text, row.overdue) for row in found.actions] == [("A2", True), ("A3", False), ("A1", False)]
        assert [(row.group_id, row.coordinates, row.current) for row in found.groups] == [(group, True, True)]
        assert marks(found.attendance) == "-"


def test_of_what_a_member_brought_the_newest_are_told_and_all_are_counted(file, add_meeting):
    with file.writing() as session:
        dairy, _ = add_member(session, name="Dairy", from_date=FIRST)
        with history.step(session, "test"):
            for n in range(1, 13):
                meeting = add_meeting(session, n, day(n))
                session.add(AgendaItem(title=f"Item {n}", meeting_id=meeting, brought_by_member_id=dairy))
            cancelled = add_meeting(session, 13, day(13), status=MeetingStatus.CANCELLED)
            session.add(AgendaItem(title="Never", meeting_id=cancelled, brought_by_member_id=dairy))
            session.add(AgendaItem(title="Later", meeting_id=meeting, brought_by_member_id=dairy, withdrawn=True))
    with file.reading() as session:
        found = member_detail(session, dairy, TODAY)
        assert [row.label.title for row in found.brought] == [f"Item {n}" for n in range(12, 2, -1)]
        assert found.brought_in_all == 12
        assert member_detail(session, dairy, day(4)).brought_in_all == 4


def test_strips_are_two_queries_and_quick_for_sixty_members_and_a_thousand_meetings(file):
    with file.writing() as session:
        members = [add_member(session, name=f"Member {n}", from_date=FIRST)[0] for n in range(60)]
        with history.step(session, "test", undoable=False):
            meetings = [
                Meeting(number=n, date=day(0) + dt.timedelta(days=n), status=MeetingStatus.CLOSED)
                for n in range(1, 1001)
            ]
            session.add_all(meetings)
            session.flush()
            session.add_all(
                Attendance(meeting_id=meeting.id, member_id=member, status=AttendanceStatus.PRESENT)
                for meeting in meetings[-100:]
                for member in members[::2]
            )
    asked: list[str] = []
    with file.reading() as session:
        driver = session.connection().connection.driver_connection
        driver.set_trace_callback(asked.append)
        start = time.perf_counter()
        strips = attendance_strips(session, FIRST + dt.timedelta(days=2000))
        seconds = time.perf_counter() - start
        driver.set_trace_callback(None)
    assert [words.split()[0] for words in asked] == ["SELECT", "SELECT"]
    assert {marks(strips[member]) for member in members[::2]} == {"cccccc"}
    assert {marks(strips[member]) for member in members[1::2]} == {"------"}
    assert seconds < 5  # a bell, not a measurement: a scan of all meetings for each pair takes longer


def test_who_changed_what_of_a_member_and_all_that_is_its_own(file):
    with file.writing(who="Ana") as session:
        dairy, _ = add_member(session, name="Dairy", from_date=FIRST)
        offer, _ = add_offer(session, dairy, text="A van")
        delete_offer(session, offer)
        other, _ = add_member(session, name="Other", from_date=FIRST)
        add_offer(session, other, text="A room")
    with file.writing(who="Keti") as session:
        change_member(session, dairy, sector="Milk")
    with file.reading() as session:
        changes = member_changes(session, dairy)
        assert (changes[0].who, changes[0].field, changes[0].new) == ("Keti", "sector", "Milk")
        assert {change.table for change in changes} == {"member", "membership", "offer"}
        assert ("A van", None) in [(change.old, change.new) for change in changes if change.field == "text"]
        assert "A room" not in [change.new for change in changes]
