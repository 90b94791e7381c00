"""The minutes' text and the decisions and actions that follow its marked lines."""

import datetime as dt
import uuid

import pytest
from sqlalchemy import or_, select

from db.changes import Changes
from db.conditions import names_a_guest
from db.engine import AllianceFile
from db.errors.meetings import WrongStage
from db.errors.minutes import (
    DependedOn,
    MinutesApproved,
    MinutesNotApproved,
    ReasonMissing,
    SupersedesItself,
    VotesNegative,
)
from db.errors.records import DatesOutOfOrder
from db.history import history
from db.look import looking
from db.measures.measuring import measures_alone
from db.measures.period import Period
from db.meetings.agenda import add_item
from db.meetings.attendance import add_attendee
from db.meetings.coming_back import set_heard
from db.meetings.cycle import call_meeting, cancel_meeting, reinstate_meeting
from db.meetings.meetings import change_meeting, delete_meeting, meetings, plan_meeting
from db.meetings.running import finish_meeting, minutes_sheet
from db.meetings.seats import seats
from db.members.people import add_person, change_person
from db.minutes import guests
from db.minutes.actions import (
    Missing,
    action,
    actions,
    actions_as_approved,
    close_action,
    date_changes,
    drop_action,
    reopen_action,
    set_due_date,
    set_owner,
)
from db.minutes.decisions import (
    NOT_IN_TEXT,
    DecisionCounts,
    count_decisions,
    decisions,
    newest_decisions,
    record_consensus,
    record_votes,
    supersede,
)
from db.minutes.minutes import approve_minutes, circulate_minutes, correct_minutes, corrections, save_item_text
from db.schema import Action, AgendaItem, Attendance, Meeting
from db.today.today import today
from db.today.today_focus import focus_of
from db.vocabulary import ActionState, AttendanceStatus, ItemOrigin, ItemPurpose, MeetingStatus, MinutesState, Seat
from tests.db.meeting_kit import DAY, Kit, small_alliance
from tests.new_file import fill_once

FEE = "d: Send the joint position to the Ministry"
FIGURES = "a: Add 2025 delivery figures @Institute of Soil Science >29 Oct"
MAP = "a: Ask the district for the canal map >12 Nov"


@pytest.fixture
def kit(file: AllianceFile) -> Kit:
    return fill_once(file, small_alliance)


def write(file: AllianceFile, kit: Kit, *lines: str, item: int = 1, **more: object) -> Changes:
    with file.writing(who="Ana") as session:
        return save_item_text(session, kit.items[item], text="\n".join(lines), today=DAY, **more)  # type: ignore[arg-type]


def labels(file: AllianceFile, kit: Kit) -> list[tuple[str, str]]:
    with file.reading() as session:
        found = decisions(session, meeting=kit.meeting)
        return [(row.label, row.text) for row in found] + [
            (row.label, row.text) for row in actions(session, meeting=kit.meeting)
        ]


def test_marked_lines_become_decisions_and_actions(file: AllianceFile, kit: Kit) -> None:
    write(file, kit, "Gia showed the note.", "p: The fee follows the water.", FEE, FIGURES, MAP)
    with file.reading() as session:
        (fee,) = decisions(session, meeting=kit.meeting)
        figures, canal = actions(session, meeting=kit.meeting)
    assert (fee.label, fee.text, fee.line) == ("41.1", "Send the joint position to the Ministry", 2)
    assert (figures.owner, figures.owner_person, figures.due_date) == (
        "Institute of Soil Science", "", dt.date(2026, 10, 29),
    )  # fmt: skip
    assert (figures.agreed, canal.agreed, canal.missing) == (True, False, (Missing.OWNER,))


def test_editing_a_line_edits_its_decision(file: AllianceFile, kit: Kit) -> None:
    write(file, kit, FEE, FIGURES)
    with file.reading() as session:
        before = decisions(session, meeting=kit.meeting)[0].id
    write(file, kit, "New first line", FEE + " and the press", FIGURES)
    with file.reading() as session:
        (after,) = decisions(session, meeting=kit.meeting)
    assert (after.id, after.line, after.text) == (before, 1, "Send the joint position to the Ministry and the press")


def test_a_person_as_owner_stands_for_the_member_they_represent(file: AllianceFile, kit: Kit) -> None:
    write(file, kit, "a: Call the mayor @vazha guda >next meeting")
    with file.reading() as session:
        (row,) = actions(session, meeting=kit.meeting)
    assert (row.owner_member_id, row.owner_person) == (kit.members[2], "Vazha Guda")
    assert row.due_date == DAY + dt.timedelta(days=35)


def test_the_next_meeting_moves_with_the_meetings_until_the_minutes_are_approved(file: AllianceFile, kit: Kit) -> None:
    def due() -> list[dt.date | None]:
        with file.reading() as session:
            return [row.due_date for row in actions(session, meeting=kit.meeting)]

    def undo() -> None:
        with file.writing() as session:
            history.undo(session)

    day, fixed = DAY + dt.timedelta(days=35), dt.date(2026, 10, 29)
    write(file, kit, "a: Call the mayor @vazha guda >next meeting", FIGURES, "a: Call again >next meeting")
    with file.writing() as session:
        later = session.scalars(select(Meeting.id).where(Meeting.number == 42)).one()
        change_meeting(session, later, date=DAY + dt.timedelta(days=28))
    assert due() == [DAY + dt.timedelta(days=28), fixed, DAY + dt.timedelta(days=28)]
    undo()
    assert due() == [day, fixed, day]
    with file.writing() as session:
        sooner, _changes = plan_meeting(session, date=DAY + dt.timedelta(days=14))
    assert due() == [DAY + dt.timedelta(days=14), fixed, DAY + dt.timedelta(days=14)]
    with file.writing() as session:
        delete_meeting(session, sooner)
    assert due() == [day, fixed, day]
    with file.writing() as session:
        cancel_meeting(session, later, reason="Rain")
    assert due() == [None, fixed, None]
    with file.writing() as session:
        reinstate_meeting(session, later)
    assert due() == [day, fixed, day]
    with file.writing() as session:
        finish_meeting(session, kit.meeting, at=dt.time(12))
        circulate_minutes(session, kit.meeting, on=DAY)
        set_due_date(session, actions(session)[-1].id, due_date=dt.date(2026, 12, 24))
        delete_meeting(session, later)
    assert due() == [None, fixed, dt.date(2026, 12, 24)]
    with file.writing() as session:
        approve_minutes(session, kit.meeting, on=DAY)
        plan_meeting(session, date=day)
    assert due() == [None, fixed, dt.date(2026, 12, 24)]


def test_an_owner_nobody_knows_is_no_owner(file: AllianceFile, kit: Kit) -> None:
    write(file, kit, "a: Call the mayor @Somebody Else >5 Nov", "a: Call again @Hi >5 Nov")
    with file.reading() as session:
        rows = actions(session, meeting=kit.meeting)
    assert [(row.agreed, row.owner_as_written) for row in rows] == [(False, "Somebody Else"), (False, "Hi")]


def test_a_guest_owns_an_action_by_name(file: AllianceFile, kit: Kit) -> None:
    with file.writing() as session:
        add_attendee(session, kit.meeting, name="Rusa Toreli")
        add_attendee(session, kit.meeting, name="gia lobio")  # a person of that name is known: no second one
    write(file, kit, "a: Ask @rusa toreli for the map >29 Oct", "a: Go @Gia Lobio >29 Oct", "a: Come >29 Oct")
    with file.writing() as session:
        rows = actions(session, meeting=kit.meeting)
        assert [(row.owner, row.agreed) for row in rows] == [
            ("Rusa Toreli", True), ("Institute of Soil Science", True), ("", False),
        ]  # fmt: skip
        (mine,) = (row for row in meetings(session) if row.id == kit.meeting)
        assert (mine.actions, mine.actions_not_agreed) == (2, 1)
        set_owner(session, rows[2].id, guest="Rusa Toreli")
        finish_meeting(session, kit.meeting, at=dt.time(12))
        approve_minutes(session, kit.meeting, on=DAY)
        set_owner(session, rows[0].id, person_id=kit.people[1])
    with file.reading() as session:
        then = actions_as_approved(session, kit.meeting)
        assert [(row.owner, row.agreed) for row in then][::2] == [("Rusa Toreli", True), ("Rusa Toreli", True)]
        assert minutes_sheet(session, kit.meeting).items[1].text.endswith("a: Come @Rusa Toreli >29 Oct")
        assert today(looking(session), DAY).not_agreed == 0
        assert focus_of(looking(session), kit.meeting, seats(looking(session))).not_agreed == 0
        year = Period(dt.date(DAY.year, 1, 1), dt.date(DAY.year + 1, 1, 1))
        counted = measures_alone(session, year, today=DAY).now.facts.actions
        assert [row.owned for row in counted] == [True] * 3


def test_a_guest_nobody_named_owns_nothing(file: AllianceFile, kit: Kit) -> None:
    write(file, kit, "a: Call the mayor >5 Nov")
    with file.writing() as session, history.step(session, "test"):
        session.add(Attendance(meeting_id=kit.meeting, seat=Seat.GUEST, status=AttendanceStatus.PRESENT))
    with file.reading() as session:
        named = session.scalars(select(Action.text).where(or_(names_a_guest(), names_a_guest("")))).all()
        plain = looking(session).rows(f"SELECT 1 FROM action WHERE {guests.names_a_guest('action')}")
    assert (named, plain) == ([], [])


def test_words_after_the_owner_belong_to_the_action(file: AllianceFile, kit: Kit) -> None:
    write(
        file, kit, "a: @Gia Lobio fixes the pump >29 Oct", "a: Ask @gia lobio to mend the canal >29 Oct",
        "a: @Somebody paints it >29 Oct", "a: @Vazha Guda",
    )  # fmt: skip
    with file.reading() as session:
        rows = actions(session, meeting=kit.meeting)
    assert [(row.text, row.owner_person or row.owner_as_written, row.agreed) for row in rows] == [
        ("fixes the pump", "Gia Lobio", True),
        ("Ask gia lobio to mend the canal", "Gia Lobio", True),
        ("Somebody paints it", "Somebody paints it", False),
        ("Vazha Guda", "Vazha Guda", False),
    ]


def test_an_action_typed_owner_first_is_one_action_all_along(file: AllianceFile, kit: Kit) -> None:
    line = "a: @Gia Lobio fixes the pump >29 Oct"
    keys = set()
    for length in range(5, len(line) + 1):
        write(file, kit, "Before", line[:length])
        with file.reading() as session:
            keys |= {row.id for row in actions(session, meeting=kit.meeting)}
    assert len(keys) == 1
    assert labels(file, kit) == [("A1", "fixes the pump")]


def test_naming_the_owner_of_a_line_that_is_all_owner_keeps_its_words(file: AllianceFile, kit: Kit) -> None:
    write(file, kit, "a: @Gia fixes the pump >29 Oct")
    with file.writing() as session:
        (row,) = actions(session)
        set_owner(session, row.id, person_id=kit.people[1])
    with file.writing() as session:
        assert minutes_sheet(session, kit.meeting).items[1].text == "a: @Gia Lobio fixes the pump >29 Oct"
        assert [(row.text, row.agreed) for row in actions(session)] == [("fixes the pump", True)]


def test_an_untouched_line_is_read_anew_only_to_find_its_owner(file: AllianceFile, kit: Kit) -> None:
    lines = ("a: Ask @Rusa Toreli to come >29 Oct", "a: Ask @Gia Lobio to go >29 Oct")
    write(file, kit, *lines)
    with file.writing() as session:
        add_person(session, name="Rusa Toreli")
        change_person(session, kit.people[1], name="Gia Lobiani")
    write(file, kit, *lines, "More was said.")
    with file.reading() as session:
        rows = actions(session, meeting=kit.meeting)
    assert [(row.text, row.owner_person) for row in rows] == [
        ("Ask Rusa Toreli to come", "Rusa Toreli"), ("Ask Gia Lobio to go", "Gia Lobiani"),
    ]  # fmt: skip


def test_approved_minutes_read_no_other_line_anew(file: AllianceFile, kit: Kit) -> None:
    lines = ("a: Ask @Rusa Toreli to come >29 Oct", "A member said 30 of them")
    write(file, kit, *lines)
    with file.writing() as session:
        finish_meeting(session, kit.meeting, at=dt.time(12))
        approve_minutes(session, kit.meeting, on=DAY)
        add_person(session, name="Rusa Toreli")
        correct_minutes(session, kit.items[1], text="\n".join((*lines, "d: Go on")), reason="Forgotten", who="Ana")
    with file.reading() as session:
        rows = actions(session, meeting=kit.meeting)
    assert [(row.text, row.owner_as_written, row.agreed) for row in rows] == [("Ask", "Rusa Toreli to come", False)]


def test_numbers_are_never_given_twice(file: AllianceFile, kit: Kit) -> None:
    write(file, kit, "d: First thing", "d: Second thing")
    write(file, kit, "d: First thing")
    write(file, kit, "d: Another matter entirely", item=2)
    assert [label for label, _text in labels(file, kit)] == ["41.1", "41.3"]


def test_a_line_cut_and_put_back_keeps_its_number(file: AllianceFile, kit: Kit) -> None:
    write(file, kit, "d: First thing", FIGURES)
    with file.writing() as session:
        record_consensus(session, decisions(session)[0].id)
    write(file, kit, "")
    assert labels(file, kit) == []
    write(file, kit, FIGURES, "d: First thing", item=2)
    assert labels(file, kit) == [("41.1", "First thing"), ("A1", "Add 2025 delivery figures")]
    with file.reading() as session:
        assert decisions(session, item=kit.items[2])[0].consensus is True


def test_removing_a_line_others_depend_on_asks(file: AllianceFile, kit: Kit) -> None:
    write(file, kit, FEE, FIGURES, MAP)
    write(file, kit, "d: Send another position", item=2)
    with file.writing() as session:
        newer, older = decisions(session)[1].id, decisions(session)[0].id
        supersede(session, newer, supersedes_id=older)
        close_action(session, actions(session, meeting=kit.meeting)[0].id, on=DAY)
    with pytest.raises(DependedOn) as caught:
        write(file, kit, "nothing")
    assert [(found.label, found.why, found.other) for found in caught.value.dependents] == [
        ("41.1", "superseded", "41.2"), ("A1", "done", ""),
    ]  # fmt: skip
    assert len(labels(file, kit)) == 4
    write(file, kit, "nothing", removed="keep")
    with file.reading() as session:
        assert [row.line for row in decisions(session, item=kit.items[1])] == [NOT_IN_TEXT]
        assert [(row.label, row.line) for row in actions(session)] == [("A1", NOT_IN_TEXT)]
    with file.writing() as session:
        history.undo(session)
    write(file, kit, "nothing", removed="delete")
    assert labels(file, kit) == [("41.2", "Send another position")]
    with file.writing() as session:
        history.undo(session)
        assert decisions(session)[1].supersedes_id == older
    assert len(labels(file, kit)) == 4


def test_removing_an_action_the_next_call_went_out_with_asks(file: AllianceFile, kit: Kit) -> None:
    def put(*lines: str) -> None:
        write(file, kit, *lines)

    def call_next() -> uuid.UUID:
        with file.writing() as session:
            later = session.scalars(select(Meeting.id).where(Meeting.number == 42)).one()
            add_item(session, later, title="Canal", purpose=ItemPurpose.DECIDE)
            change_meeting(session, later, purpose="Settle the fee")
            call_meeting(session, later, on=DAY)
        return later

    put(MAP, FIGURES)
    put(FIGURES)  # the next meeting is being prepared: nobody was told of it
    later = call_next()
    put(FIGURES, "a: Paint the hall >12 Nov")
    put(FIGURES)  # written after the call: it stood on no agenda that went out
    with pytest.raises(DependedOn) as caught:
        put("")
    assert [(one.label, one.why) for one in caught.value.dependents] == [("A2", "carried")]
    with file.writing() as session:
        set_heard(session, later, caught.value.dependents[0].id, heard=False)
    put("")
    assert labels(file, kit) == []


def test_a_date_moved_in_the_register_survives_a_corrected_spelling(file: AllianceFile, kit: Kit) -> None:
    write(file, kit, "a: Ad figures @Gia Lobio >29 Oct")
    with file.writing() as session:
        finish_meeting(session, kit.meeting, at=dt.time(12))
        circulate_minutes(session, kit.meeting, on=DAY, comments_by=DAY + dt.timedelta(days=5))
        (row,) = actions(session)
        set_due_date(session, row.id, due_date=dt.date(2026, 12, 1))
        assert minutes_sheet(session, kit.meeting).items[1].text.endswith(">29 Oct")
    write(file, kit, "a: Add figures @Gia Lobio >29 Oct")
    with file.reading() as session:
        after = action(session, row.id)
        assert (after.text, after.due_date) == ("Add figures", dt.date(2026, 12, 1))
        assert [(change.old, change.new) for change in date_changes(session, row.id)] == [
            (dt.date(2026, 10, 29), dt.date(2026, 12, 1))
        ]
    with pytest.raises(DependedOn) as caught:
        write(file, kit, "")
    assert caught.value.dependents[0].why == "moved"


def test_naming_owner_and_date_writes_them_into_a_drafts_line(file: AllianceFile, kit: Kit) -> None:
    write(file, kit, "a: Find three farmers @Hi")
    with file.writing() as session:
        (row,) = actions(session)
        set_owner(session, row.id, member_id=kit.members[2])
        set_due_date(session, row.id, due_date=dt.date(2026, 11, 5), written="5 Nov")
    with file.writing() as session:
        text = minutes_sheet(session, kit.meeting).items[1].text
        assert text == "a: Find three farmers @Highland Shepherds' Association >5 Nov"
        assert actions(session)[0].agreed
        save_item_text(session, kit.items[1], text=text + ".", today=DAY)
        assert actions(session)[0].agreed
        set_due_date(session, row.id, due_date=dt.date(2027, 11, 5), written="5 Nov")
        assert minutes_sheet(session, kit.meeting).items[1].text.endswith(">2027-11-05.")


def test_typing_is_one_step_of_history_and_removal_stands_alone(file: AllianceFile, kit: Kit) -> None:
    for text in ("d: On", "d: One thing", "d: One thing\nd: Two"):
        write(file, kit, text)
    write(file, kit, "d: One thing")
    with file.writing() as session:
        history.undo(session)
    assert [text for _label, text in labels(file, kit)] == ["One thing", "Two"]
    with file.writing() as session:
        history.undo(session)
    assert labels(file, kit) == []


def test_votes_and_superseding(file: AllianceFile, kit: Kit) -> None:
    write(file, kit, "d: Fee by volume", "d: Fee by hectare")
    with file.writing() as session:
        first, second = decisions(session)
        record_votes(session, first.id, votes_for=18, abstentions=1)
        supersede(session, second.id, supersedes_id=first.id)
        with pytest.raises(SupersedesItself):
            supersede(session, first.id, supersedes_id=second.id)
        with pytest.raises(VotesNegative):
            record_votes(session, first.id, votes_for=-1)
    with file.reading() as session:
        first, second = decisions(session)
        assert (first.consensus, first.votes_for, first.abstentions) == (False, 18, 1)
        assert first.superseded_by == ((second.id, "41.2"),)
        assert second.supersedes == "41.1"
        assert [row.label for row in decisions(session, current=True)] == ["41.2"]
        assert [row.label for row in decisions(session, current=False)] == ["41.1"]


def test_closing_dropping_and_reopening(file: AllianceFile, kit: Kit) -> None:
    write(file, kit, FIGURES, MAP)
    with file.writing() as session:
        figures, canal = actions(session, meeting=kit.meeting)
        with pytest.raises(ReasonMissing):
            drop_action(session, canal.id, on=DAY, reason=" ")
        drop_action(session, canal.id, on=DAY, reason="The district is gone")
        close_action(session, figures.id, on=DAY)
        assert actions(session, state=ActionState.OPEN) == []
        reopen_action(session, figures.id)
        assert [row.label for row in actions(session, overdue_on=dt.date(2026, 11, 1))] == ["A1"]
        assert [row.label for row in actions(session, owner=kit.members[1])] == ["A1"]


def test_from_draft_over_circulated_to_approved(file: AllianceFile, kit: Kit) -> None:
    write(file, kit, FIGURES)
    with file.writing() as session:
        with pytest.raises(WrongStage):
            circulate_minutes(session, kit.meeting, on=DAY)
        finish_meeting(session, kit.meeting, at=dt.time(12))
        with pytest.raises(DatesOutOfOrder):
            circulate_minutes(session, kit.meeting, on=DAY, comments_by=DAY - dt.timedelta(days=1))
        circulate_minutes(session, kit.meeting, on=DAY, comments_by=DAY + dt.timedelta(days=5))
        with pytest.raises(MinutesNotApproved):
            correct_minutes(session, kit.items[1], text="", reason="wrong", who="Ana")
        with history.step(session, "add_item"):
            later = next(m for m in session.query(Meeting) if m.number == 42)
            asking = AgendaItem(
                meeting_id=later.id, title="Minutes 41", origin=ItemOrigin.APPROVAL, about_meeting_id=kit.meeting
            )
            session.add(asking)
        approve_minutes(session, kit.meeting, at_meeting_id=later.id, on=later.date)
        assert asking.done
        sheet = minutes_sheet(session, kit.meeting)
        assert (sheet.minutes_state, sheet.status) == (MinutesState.APPROVED, MeetingStatus.FOLLOWING_UP)
        assert (sheet.approved_at, sheet.fixed) == ("42", True)
        close_action(session, actions(session)[0].id, on=later.date)
        assert minutes_sheet(session, kit.meeting).status is MeetingStatus.CLOSED
    with pytest.raises(MinutesApproved):
        write(file, kit, "something else")


def test_approved_minutes_change_by_a_recorded_correction(file: AllianceFile, kit: Kit) -> None:
    write(file, kit, FEE)
    with file.writing() as session:
        finish_meeting(session, kit.meeting, at=dt.time(12))
        approve_minutes(session, kit.meeting, on=DAY)
        with pytest.raises(ReasonMissing):
            correct_minutes(session, kit.items[1], text="", reason="", who="Ana")
        correct_minutes(session, kit.items[1], text=FEE + "!", reason="A mark was lost", who="Ana")
        (row,) = corrections(session, kit.meeting)
        assert (row.before, row.after, row.reason, row.who) == (FEE, FEE + "!", "A mark was lost", "Ana")
        assert decisions(session)[0].text.endswith("!")


def test_approved_minutes_keep_what_was_agreed_whatever_becomes_of_the_action(file: AllianceFile, kit: Kit) -> None:
    write(file, kit, FIGURES)
    with file.writing() as session:
        finish_meeting(session, kit.meeting, at=dt.time(12))
        approve_minutes(session, kit.meeting, on=DAY)
        (agreed,) = actions(session)
        set_due_date(session, agreed.id, due_date=DAY + dt.timedelta(days=90))
        set_owner(session, agreed.id, member_id=kit.members[2])
        close_action(session, agreed.id, on=DAY + dt.timedelta(days=60))
        assert actions_as_approved(session, kit.meeting) == [agreed]
        correct_minutes(session, kit.items[1], text=FIGURES.replace("29 Oct", "5 Nov"), reason="Misheard")
        (corrected,) = actions_as_approved(session, kit.meeting)
        assert (corrected.due_date, corrected.owner) == (dt.date(2026, 11, 5), agreed.owner)


def test_an_action_that_a_correction_adds_opens_the_meeting_again(file: AllianceFile, kit: Kit) -> None:
    write(file, kit, FEE)
    with file.writing() as session:
        finish_meeting(session, kit.meeting, at=dt.time(12))
        approve_minutes(session, kit.meeting, on=DAY)
    with file.writing() as session:
        assert session.get_one(Meeting, kit.meeting).status is MeetingStatus.CLOSED
        correct_minutes(session, kit.items[1], text=f"{FEE}\n{FIGURES}", reason="Left out")
        assert session.get_one(Meeting, kit.meeting).status is MeetingStatus.FOLLOWING_UP


def test_a_line_that_reappears_no_longer_supersedes_what_is_gone(file: AllianceFile, kit: Kit) -> None:
    write(file, kit, FEE, item=0)
    write(file, kit, "d: A fee by volume")
    with file.writing() as session:
        newer, older = decisions(session, item=kit.items[1])[0], decisions(session, item=kit.items[0])[0]
        supersede(session, newer.id, supersedes_id=older.id)
    write(file, kit, "", removed="delete")
    write(file, kit, "", item=0)
    write(file, kit, "d: A fee by volume")
    with file.reading() as session:
        (row,) = decisions(session, meeting=kit.meeting)
    assert (row.id, row.label, row.supersedes_id) == (newer.id, "41.2", None)


def test_the_newest_decisions_in_force(file: AllianceFile, kit: Kit) -> None:
    write(file, kit, "d: One", "d: Two", "d: Three")
    with file.writing() as session:
        one, two, three = decisions(session, meeting=kit.meeting)
        supersede(session, two.id, supersedes_id=one.id)
        assert [row.id for row in decisions(session, current=True)] == [two.id, three.id]
        assert [row.id for row in newest_decisions(session, 2)] == [three.id, two.id]
        assert count_decisions(session) == DecisionCounts(3, 1, (2026,))
