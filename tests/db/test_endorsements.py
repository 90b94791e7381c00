"""Who stands behind what: those with a seat are asked, each says one thing, and what went out stays as it was."""

import datetime as dt

import pytest

from db.charter.charter import adopt_version, begin_version, change_version
from db.charter.endorsements import (
    Answer,
    Subject,
    SubjectKind,
    Tally,
    endorsed_of_last,
    endorsement_sheet,
    endorsers,
    record_endorsement,
    record_endorsements,
    record_rest,
    tallies,
)
from db.charter.notes import add_note, send_note, take_note_back
from db.errors.charter import NotAsked, NoteGoneOut
from db.errors.minutes import DependedOn
from db.errors.records import NotFound, StillNeeded
from db.history import history
from db.ids import new_id
from db.members.doubles import join_doubles
from db.members.member_record import member_detail
from db.members.members import add_member, delete_member
from db.members.memberships import leave
from db.members.people import delete_person
from db.minutes.minutes import save_item_text
from db.schema import Decision
from db.vocabulary import CharterKind, NoteKind, Stance
from tests.db.meeting_kit import DAY, NAMES, small_alliance
from tests.new_file import fill_once

YES, SILENT, NO = Stance.ENDORSES, Stance.SILENT, Stance.OBJECTS
TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def kit(file):
    return fill_once(file, small_alliance)


def decision(session, kit):
    with history.step(session, "set_up"):
        row = Decision(meeting_id=kit.meeting, sequence=2, text="A fee by volume")
        session.add(row)
    return Subject(SubjectKind.DECISION, row.id)


def statement(session):
    key, _ = add_note(session, kind=NoteKind.STATEMENT, title="On the dam", written_on=TODAY, issue="We say no.")
    return Subject(SubjectKind.NOTE, key)


def test_everybody_with_a_seat_that_day_is_asked(file, kit):
    with file.writing() as session:
        subject = decision(session, kit)
        add_member(session, name="Came Later", from_date=TODAY)
        leave(session, kit.members[0], on=TODAY)
        sheet = endorsement_sheet(session, subject, today=TODAY)
        assert [row.name for row in sheet.rows] == sorted(NAMES, key=str.casefold)
        assert (sheet.number, sheet.title, sheet.day) == ("41.2", "A fee by volume", DAY)
        assert sheet.tally == Tally(0, 0, 0, 5)
        assert sheet.rows[0].speakers[0][1] == "Lia Hazel"


def test_each_member_says_one_thing_and_may_say_another_later(file, kit):
    with file.writing() as session:
        subject = decision(session, kit)
        one, two, three, *_ = kit.members
        record_endorsement(session, subject, one, stance=YES, on=TODAY, person_id=kit.people[0])
        record_endorsement(session, subject, two, stance=SILENT, on=TODAY)
        record_endorsement(session, subject, three, stance=NO, on=TODAY, remark=" Too dear for us ")
        assert tallies(session, SubjectKind.DECISION) == {subject.id: Tally(1, 1, 1)}
        said = {row.member_id: row for row in endorsement_sheet(session, subject, today=TODAY).rows}
        assert (said[one].person, said[one].on_date) == ("Lia Hazel", TODAY)
        assert said[three].remark == "Too dear for us"
        record_endorsement(session, subject, three, stance=YES, on=TODAY)
        record_endorsement(session, subject, two, stance=None, on=TODAY)
        assert tallies(session, SubjectKind.DECISION, [subject.id]) == {subject.id: Tally(2, 0, 0)}
        assert endorsers(session, subject) == tuple(sorted((NAMES[0], NAMES[2]), key=str.casefold))


def test_several_answers_are_one_step(file, kit):
    with file.writing() as session:
        subject = decision(session, kit)
        late, _ = add_member(session, name="Came Later", from_date=TODAY)
        answers = [Answer(kit.members[0], YES, kit.people[0]), Answer(kit.members[1], NO, remark="Too dear")]
        record_endorsements(session, subject, answers, on=TODAY)
        record_endorsements(session, subject, [Answer(kit.members[1], SILENT)], on=TODAY)
        assert endorsement_sheet(session, subject, today=TODAY).tally == Tally(1, 1, 0, 3)
        with pytest.raises(NotAsked):
            record_endorsements(session, subject, [Answer(late, YES)], on=TODAY)
        history.undo(session)
        assert endorsement_sheet(session, subject, today=TODAY).tally == Tally(1, 0, 1, 3)


def test_the_rest_is_noted_at_once_and_leaves_who_spoke(file, kit):
    with file.writing() as session:
        subject = decision(session, kit)
        record_endorsement(session, subject, kit.members[0], stance=NO, on=TODAY)
        record_rest(session, subject, stance=YES, on=TODAY)
        sheet = endorsement_sheet(session, subject, today=TODAY)
        assert sheet.tally == Tally(4, 0, 1)
        assert all(row.person for row in sheet.rows if row.stance is YES)
        history.undo(session)
        assert endorsement_sheet(session, subject, today=TODAY).tally == Tally(0, 0, 1, 4)


def test_a_statement_goes_out_in_the_name_of_those_who_endorse_and_then_stays(file, kit):
    with file.writing() as session:
        subject = statement(session)
        record_endorsement(session, subject, kit.members[0], stance=YES, on=TODAY)
        send_note(session, subject.id, on=TODAY)
        for refused in (
            lambda: record_endorsement(session, subject, kit.members[1], stance=YES, on=TODAY),
            lambda: record_rest(session, subject, stance=SILENT, on=TODAY),
        ):
            with pytest.raises(NoteGoneOut):
                refused()
        assert endorsers(session, subject) == (NAMES[0],)
        take_note_back(session, subject.id)
        record_rest(session, subject, stance=SILENT, on=TODAY)
        assert endorsement_sheet(session, subject, today=TODAY).tally == Tally(1, 4, 0)


def test_a_version_is_endorsed_too(file, kit):
    with file.writing() as session:
        key, _ = begin_version(session, CharterKind.PURPOSE)
        change_version(session, key, text="Water")
        adopt_version(session, key, on=dt.date(2026, 1, 1))
        subject = Subject(SubjectKind.VERSION, key)
        record_rest(session, subject, stance=YES, on=TODAY)
        sheet = endorsement_sheet(session, subject, today=TODAY)
        assert (sheet.charter_kind, sheet.number, sheet.tally.endorse) == (CharterKind.PURPOSE, "1", 5)


def test_who_held_no_seat_is_not_asked(file, kit):
    with file.writing() as session:
        subject = decision(session, kit)
        late, _ = add_member(session, name="Came Later", from_date=TODAY)
        with pytest.raises(NotAsked):
            record_endorsement(session, subject, late, stance=YES, on=TODAY)
        with pytest.raises(NotFound):
            record_endorsement(session, subject, new_id(), stance=YES, on=TODAY)
        with pytest.raises(NotFound):
            endorsement_sheet(session, Subject(SubjectKind.NOTE, new_id()), today=TODAY)


def test_a_members_last_answers_are_counted(file, kit):
    with file.writing() as session:
        subject = decision(session, kit)
        member = kit.members[0]
        assert member_detail(session, member, TODAY).endorsed == (0, 0)
        record_endorsement(session, subject, member, stance=YES, on=TODAY)
        with history.step(session, "set_up"):
            later = Decision(meeting_id=kit.meeting, sequence=3, text="A second fee")
            session.add(later)
        record_endorsement(session, Subject(SubjectKind.DECISION, later.id), member, stance=NO, on=TODAY)
        record_endorsement(session, statement(session), member, stance=YES, on=TODAY)
        assert member_detail(session, member, TODAY).endorsed == (1, 2)
        assert endorsed_of_last(session, member, TODAY, last=1) == (0, 1)
        assert endorsed_of_last(session, member, DAY - dt.timedelta(days=1)) == (0, 0)


def test_whoever_spoke_stays_on_record(file, kit):
    with file.writing() as session:
        subject = decision(session, kit)
        record_endorsement(session, subject, kit.members[0], stance=YES, on=TODAY, person_id=kit.people[0])
        for refused in (
            lambda: delete_member(session, kit.members[0]),
            lambda: delete_person(session, kit.people[0]),
        ):
            with pytest.raises(StillNeeded) as needed:
                refused()
            assert needed.value.uses == {"endorsement": 1}


def test_joined_doubles_say_what_the_one_kept_said(file, kit):
    with file.writing() as session:
        subject, other = decision(session, kit), statement(session)
        keep, drop = kit.members[:2]
        record_endorsement(session, subject, keep, stance=YES, on=TODAY)
        record_endorsement(session, subject, drop, stance=NO, on=TODAY)
        record_endorsement(session, other, drop, stance=SILENT, on=TODAY)
        join_doubles(session, keep, drop)
        assert tallies(session, SubjectKind.DECISION) == {subject.id: Tally(1)}
        assert tallies(session, SubjectKind.NOTE) == {other.id: Tally(0, 1)}


def test_an_endorsed_decision_does_not_vanish_with_its_line(file, kit):
    with file.writing() as session:
        item = kit.items[1]
        save_item_text(session, item, text="d: A fee by volume", today=DAY)
        key = session.query(Decision).one().id
        subject = Subject(SubjectKind.DECISION, key)
        record_rest(session, subject, stance=YES, on=TODAY)
        with pytest.raises(DependedOn) as found:
            save_item_text(session, item, text="", today=DAY)
        assert [dependent.why for dependent in found.value.dependents] == ["endorsed"]
