"""Who is to be told of a meeting, and who was."""

import datetime as dt

import pytest

from db.errors.meetings import NobodyChosen, NotReadyForCall, WrongStage
from db.errors.records import NotFound
from db.history import history
from db.ids import new_id
from db.meetings.agenda import agenda, change_item, set_purpose
from db.meetings.calls import (
    agenda_changed_after_call,
    announce_change,
    call_sheet,
    circulation_sheet,
    forget_told,
    record_told,
    send_minutes,
)
from db.meetings.cycle import call_meeting, cancel_meeting, reinstate_meeting
from db.meetings.meetings import change_meeting, meeting
from db.meetings.papers import add_paper
from db.meetings.running import finish_meeting, start_meeting
from db.members.representatives import add_representative
from db.vocabulary import Channel, MeetingStatus, MinutesState, MissingFact, RepresentativeRole, Seat, What
from tests.db.call_kit import DAY, LONG_AGO, NOON, TODAY, called_alliance

LATER = NOON + dt.timedelta(hours=2)


@pytest.fixture
def session(file):
    with file.writing(who="Ana") as opened:
        yield opened


@pytest.fixture
def kit(session):
    return called_alliance(session)


def test_seats_and_observers_are_to_be_told_through_whoever_can_be_reached(session, kit):
    sheet = call_sheet(session, kit.meeting)
    assert [(row.name, row.seat, row.person, row.email, row.phone) for row in sheet.recipients] == [
        ("Hazelnut Growers' Union", Seat.MEMBER, "Lia Hazel", "lia@hazelnut.example", "+995 555 010"),
        ("Union of Dairies", Seat.MEMBER, "Nana Ghomi", "", "+995 555 020"),
        ("Village Law Clinic", Seat.MEMBER, "", "law@clinic.example", ""),
        ("Green Fund", Seat.OBSERVER, "", "", ""),
    ]
    assert [contact.name for contact in sheet.recipients[0].contacts] == ["Lia Hazel", "Gia Lobio"]
    assert (sheet.what, sheet.told, sheet.ready) == (What.CALL, 0, True)
    assert len(sheet.not_told) == 4


def test_an_address_goes_with_the_name_of_whose_it_is(session, kit):
    add_representative(
        session, kit.dairies, role=RepresentativeRole.ALTERNATE, name="Bea Lund", email="bea@dairies.example",
        from_date=LONG_AGO,
    )  # fmt: skip
    dairies, clinic = call_sheet(session, kit.meeting).recipients[1:3]
    assert (dairies.person, dairies.addressee, dairies.email) == ("Nana Ghomi", "Bea Lund", "bea@dairies.example")
    assert (clinic.addressee, clinic.email) == ("Village Law Clinic", "law@clinic.example")
    for channel, person in ((Channel.EMAIL, "Bea Lund"), (Channel.PHONE, "Nana Ghomi"), (Channel.PAPER, "Nana Ghomi")):
        record_told(session, kit.meeting, [kit.dairies], channel=channel, at=NOON)
        assert person in [told.person for told in call_sheet(session, kit.meeting).log if told.channel is channel]


def test_telling_the_first_calls_the_meeting(session, kit):
    record_told(
        session, kit.meeting, [kit.hazelnut, kit.dairies], channel=Channel.PHONE, at=NOON, note="both will come"
    )
    sheet = call_sheet(session, kit.meeting)
    assert (sheet.status, sheet.told) == (MeetingStatus.CALLED, 2)
    assert meeting(session, kit.meeting).called_on == TODAY
    told = sheet.recipients[0].told
    assert (told.channel, told.told_at, told.person, told.note) == (Channel.PHONE, NOON, "Lia Hazel", "both will come")
    assert {row.name for row in sheet.not_told} == {"Village Law Clinic", "Green Fund"}
    history.undo(session)
    assert call_sheet(session, kit.meeting).status is MeetingStatus.PREPARING


def test_what_is_missing_stops_the_call(session, kit):
    change_meeting(session, kit.meeting, purpose=" ")
    set_purpose(session, agenda(session, kit.meeting)[1].id, None)
    with pytest.raises(NotReadyForCall) as refused:
        record_told(session, kit.meeting, [kit.hazelnut], channel=Channel.EMAIL, at=NOON)
    assert [missing.fact for missing in refused.value.missing] == [MissingFact.PURPOSE, MissingFact.ITEM_PURPOSE]
    assert not call_sheet(session, kit.meeting).ready
    assert call_sheet(session, kit.meeting).log == ()


def test_a_change_after_the_call_is_news_to_everybody(session, kit):
    record_told(session, kit.meeting, kit.seats, channel=Channel.EMAIL, at=NOON)
    change_meeting(session, kit.meeting, place="Hall 3")
    sheet = call_sheet(session, kit.meeting)
    assert (sheet.what, sheet.sequence, sheet.told) == (What.CHANGE, 1, 0)
    assert [row.told_before for row in sheet.recipients] == [True, True, True, False]
    record_told(session, kit.meeting, [kit.clinic], channel=Channel.MESSAGE, at=LATER)
    sheet = call_sheet(session, kit.meeting)
    assert [row.told is not None for row in sheet.recipients] == [False, False, True, False]
    assert [(entry.what, entry.sequence) for entry in sheet.log] == [(What.CHANGE, 1), *[(What.CALL, 0)] * 3]
    history.undo(session)
    history.undo(session)
    assert call_sheet(session, kit.meeting).told == 3


def test_another_agenda_after_the_call_is_noticed_and_can_be_announced(session, kit):
    assert not agenda_changed_after_call(session, kit.meeting)
    call_meeting(session, kit.meeting, on=TODAY)
    assert not agenda_changed_after_call(session, kit.meeting)
    record_told(session, kit.meeting, kit.seats, channel=Channel.EMAIL, at=NOON)
    assert not agenda_changed_after_call(session, kit.meeting)
    change_item(session, agenda(session, kit.meeting)[1].id, title="Water-user fee: two positions")
    assert agenda_changed_after_call(session, kit.meeting)
    announce_change(session, kit.meeting)
    assert not agenda_changed_after_call(session, kit.meeting)
    sheet = call_sheet(session, kit.meeting)
    assert (sheet.what, sheet.told) == (What.CHANGE, 0)
    record_told(session, kit.meeting, kit.seats, channel=Channel.EMAIL, at=LATER)
    add_paper(session, kit.meeting, name="fee.pdf", data=b"a fee", now=LATER)
    assert agenda_changed_after_call(session, kit.meeting)


def test_only_those_who_were_told_hear_that_it_is_cancelled(session, kit):
    record_told(session, kit.meeting, [kit.hazelnut, kit.donor], channel=Channel.EMAIL, at=NOON)
    cancel_meeting(session, kit.meeting, reason="The hall is flooded")
    sheet = call_sheet(session, kit.meeting)
    assert (sheet.what, sheet.sequence, [row.member_id for row in sheet.recipients]) == (
        What.CANCELLATION, 1, [kit.hazelnut, kit.donor],
    )  # fmt: skip
    record_told(session, kit.meeting, [kit.hazelnut], channel=Channel.PHONE, at=LATER)
    assert [row.member_id for row in call_sheet(session, kit.meeting).not_told] == [kit.donor]
    reinstate_meeting(session, kit.meeting)
    assert (call_sheet(session, kit.meeting).what, call_sheet(session, kit.meeting).told) == (What.CHANGE, 0)
    cancel_meeting(session, kit.next_meeting, reason="Nobody can come")
    assert call_sheet(session, kit.next_meeting).recipients == ()


def test_a_meeting_that_began_is_called_no_more(session, kit):
    start_meeting(session, kit.meeting, at=dt.time(10))
    with pytest.raises(WrongStage):
        record_told(session, kit.meeting, kit.seats, channel=Channel.EMAIL, at=NOON)
    with pytest.raises(WrongStage):
        announce_change(session, kit.meeting)


def test_minutes_are_sent_once_they_are_written(session, kit):
    with pytest.raises(WrongStage):
        record_told(session, kit.meeting, kit.seats, channel=Channel.EMAIL, at=NOON, what=What.MINUTES)
    record_told(session, kit.meeting, kit.seats, channel=Channel.EMAIL, at=NOON)
    finish_meeting(session, kit.meeting, at=dt.time(12), on=DAY)
    assert circulation_sheet(session, kit.meeting).told == 0
    record_told(session, kit.meeting, [kit.clinic], channel=Channel.PAPER, at=LATER, what=What.MINUTES)
    sheet = circulation_sheet(session, kit.meeting)
    assert (sheet.told, len(sheet.log), sheet.recipients[2].told.channel) == (1, 1, Channel.PAPER)
    assert len(call_sheet(session, kit.meeting).log) == 3


def test_sending_the_minutes_circulates_them(session, kit):
    finish_meeting(session, kit.meeting, at=dt.time(12), on=DAY)
    until = DAY + dt.timedelta(days=5)
    sent = dt.datetime.combine(DAY, dt.time(18), tzinfo=dt.UTC)
    send_minutes(session, kit.meeting, [kit.clinic], channel=Channel.EMAIL, at=sent, comments_by=until)
    stands = meeting(session, kit.meeting)
    assert (stands.row.minutes_state, stands.circulated_on, stands.comments_by) == (MinutesState.CIRCULATED, DAY, until)
    send_minutes(session, kit.meeting, [kit.dairies], channel=Channel.PAPER, at=sent + dt.timedelta(days=1))
    assert meeting(session, kit.meeting).circulated_on == DAY
    assert circulation_sheet(session, kit.meeting).told == 2
    history.undo(session)
    history.undo(session)
    assert meeting(session, kit.meeting).row.minutes_state is MinutesState.DRAFT


def test_a_mistaken_entry_goes(session, kit):
    record_told(session, kit.meeting, kit.seats, channel=Channel.EMAIL, at=NOON)
    entry = call_sheet(session, kit.meeting).log[0]
    forget_told(session, [entry.id])
    assert call_sheet(session, kit.meeting).told == 2
    with pytest.raises(NotFound):
        forget_told(session, [entry.id])


def test_nobody_and_strangers_are_refused(session, kit):
    with pytest.raises(NobodyChosen):
        record_told(session, kit.meeting, [], channel=Channel.EMAIL, at=NOON)
    with pytest.raises(NotFound):
        record_told(session, kit.meeting, [new_id()], channel=Channel.EMAIL, at=NOON)
    with pytest.raises(NotFound):
        call_sheet(session, new_id())
