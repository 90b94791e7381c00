"""Rota, ledger and slip as printed say what the record says."""

import datetime as dt
import uuid
from decimal import Decimal
from fractions import Fraction
from io import BytesIO

import pytest

from db.alliance import change_alliance
from db.duties.absences import report_absence
from db.duties.audit import audit
from db.duties.closing import Doer, close_meeting_turns
from db.duties.keeping import add_duty
from db.duties.ledger import ledger
from db.duties.planning import plan_ahead, publish_plan
from db.duties.rota import meeting_turns, rota, turn_rows
from db.duties.turns import accept_turn, ask_turn, change_turn, decline_turn
from db.duties.written import furthest_ever, written_turns
from db.errors.records import NotFound
from db.meetings.meetings import change_meeting
from db.members.members import change_member
from db.members.people import change_person, people
from db.turn_units import TURN
from db.vocabulary import Channel, DutyRhythm
from desktop import texts
from desktop.reports.duties_from_record import (
    ledger_maker,
    ledger_sheet,
    rota_maker,
    rota_sheet,
    slip_maker,
    slip_sheet,
)
from desktop.reports.duty_sheets import TurnMark
from tests.db.duties.duty_kit import TODAY, account_entries, alliance_in_turn, as_planned, duty_by_key, hold
from tests.reports.reading import missing_glyphs, pages

LATER = dt.date(2026, 5, 1)


@pytest.fixture
def kit(session):
    """Eight meetings, three of them held with other people there each time; a share of a half, and planned turns."""
    made = alliance_in_turn(session)
    change_alliance(session, phone="555 01 10 00")
    change_member(session, made.members[5], duty_share=Decimal("0.5"))
    plan_ahead(session, today=TODAY)
    for number, away in enumerate(((), (0, 1), (2,))):
        here = [key for place, key in enumerate(made.members) if place not in away]
        hold(session, made.meetings[number], here)
        planned = as_planned(session, made.meetings[number])
        done = {key: doers if doers[0].member_id in here else (Doer(here[0]),) for key, doers in planned.items()}
        close_meeting_turns(session, made.meetings[number], done=done, today=LATER)
    plan_ahead(session, today=LATER)
    return made


def text_of(session, make):
    out = BytesIO()
    make(session, out)
    assert missing_glyphs(out.getvalue()) == 0
    return " ".join(pages(out.getvalue()))


# The rota


def test_the_poster_has_every_turn_to_come_and_none_that_is_over(session, kit):
    sheet = rota_sheet(session, today=LATER)
    found = rota(session, today=LATER, past=0)
    [section] = sheet.sections
    assert [duty.name for duty in section.duties] == ["Minutes", "Chairing", "Calling", "Records"]
    assert [row.first for row in section.rows] == [row.first for row in found.rows]
    assert all(row.first >= LATER for row in section.rows)
    shown = [[turn.name for turn in row.turns] for row in section.rows]
    assert shown == [[turn.person for turn in row.turns] for row in found.rows]
    assert (sheet.contact, sheet.printed_on, sheet.settled) == ("555 01 10 00", LATER, False)
    assert section.name == "General meetings"


def test_published_asked_and_declined_are_told_apart(session, kit):
    publish_plan(session, today=LATER)
    first, second, third, *_others = meeting_turns(session, kit.meetings[4])
    accept_turn(session, first.id)
    ask_turn(session, second.id, how=Channel.EMAIL, at=dt.datetime(2026, 5, 1, tzinfo=dt.UTC))
    decline_turn(session, third.id, today=LATER)
    sheet = rota_sheet(session, today=LATER)
    row = next(row for row in sheet.sections[0].rows if row.first == first.first)
    assert [turn.standing for turn in row.turns] == [
        TurnMark.ACCEPTED, TurnMark.ASKED, TurnMark.NOBODY, TurnMark.PLANNED,
    ]  # fmt: skip
    assert row.turns[2].name == ""
    assert sheet.published_on == LATER
    assert sheet.settled


def test_hours_and_places_are_those_of_the_meeting(session, kit):
    change_meeting(session, kit.meetings[4], start_time=dt.time(10), planned_minutes=150, place="Hall 2")
    row = rota_sheet(session, today=LATER).sections[0].rows[0]
    assert (row.start, row.until, row.place) == (dt.time(10), dt.time(12, 30), "Hall 2")


def test_terms_stand_by_themselves(session, kit):
    add_duty(session, key="statements", rhythm=DutyRhythm.QUARTER)
    plan_ahead(session, today=LATER)
    sheet = rota_sheet(session, today=LATER)
    assert [section.name for section in sheet.sections] == ["General meetings", "Duties for a term"]
    terms = sheet.sections[1]
    assert [duty.name for duty in terms.duties] == ["Statements"]
    assert (terms.rows[0].first, terms.rows[0].end) == (dt.date(2026, 4, 1), dt.date(2026, 7, 1))
    assert "April to June 2026" in text_of(session, rota_maker(today=LATER))


def test_contacts_are_printed_only_where_they_are_asked_for(session, kit):
    [one, *_others] = people(session)
    change_person(session, one.id, phone="555 77")
    for turn in turn_rows(session):
        if turn.first >= LATER:
            change_turn(session, turn.id, person_id=one.id)
    assert "555 77" in text_of(session, rota_maker(today=LATER, layout="list", contacts=True))
    assert "555 77" not in text_of(session, rota_maker(today=LATER, layout="list"))
    assert "555 77" not in text_of(session, rota_maker(today=LATER, contacts=True))


def test_papers_speak_the_alliances_language_and_come_in_its_size(session, kit):
    change_alliance(session, language="es")
    who = next(turn.person_id for turn in turn_rows(session) if turn.first >= LATER)
    with texts.speaking("en"):
        assert "Quién hace qué" in text_of(session, rota_maker(today=LATER))
        assert "Cómo se calcula" in text_of(session, ledger_maker(duty_by_key(session, "minutes").id, today=LATER))
        assert "Sus turnos" in text_of(session, slip_maker(who, today=LATER))
    out = BytesIO()
    assert rota_maker(today=LATER)(session, out, None) == "a4"
    assert rota_maker(today=LATER)(session, out, "a3") == "a3"
    assert ledger_maker(duty_by_key(session, "minutes").id, today=LATER)(session, out, "letter") == "letter"
    assert slip_maker(who, today=LATER)(session, out, "tabloid") == "letter"


# The ledger


def test_the_printed_ledger_has_the_ledgers_own_numbers(session, kit):
    for key in ("minutes", "chairing", "calling", "records"):
        of = duty_by_key(session, key)
        found = ledger(session, of.id, today=LATER)
        sheet = ledger_sheet(session, of.id, today=LATER)
        assert [(line.member, line.done, line.share, line.balance) for line in sheet.lines] == [
            (row.member, row.done, row.share, row.balance) for row in found.rows
        ]
        assert sheet.turns == 3
        text = text_of(session, ledger_maker(of.id, today=LATER))
        for row in found.rows:
            balance = texts.signed(round(row.balance / TURN, 2) + 0.0, decimals=2)
            assert f"{row.member} {row.done / TURN:.2f} {row.share / TURN:.2f} {balance}" in text


def test_one_account_is_written_out_so_that_it_can_be_added_up(session, kit):
    of = duty_by_key(session, "minutes")
    for row in ledger(session, of.id, today=LATER).rows:
        account = ledger_sheet(session, of.id, today=LATER, member_id=row.member_id).written_out
        assert account is not None
        assert account.member == row.member
        by_hand = Fraction(0)
        for line in account.lines:
            if line.part is not None and line.whole is not None:
                share = Fraction(line.part) / Fraction(line.whole)
                assert abs(share - Fraction(line.share, TURN)) < Fraction(1, 10**12)
                by_hand += Fraction(line.done, TURN) - share
            else:
                by_hand += Fraction(line.done - line.share, TURN)
        assert abs(by_hand - Fraction(row.balance, TURN)) < Fraction(1, 10**12)
        entries = account_entries(session, of.id, row.member_id)
        assert [(line.day, line.share, line.done) for line in account.lines] == [
            (entry.day, entry.share, entry.done) for entry in entries
        ]


def test_the_pool_of_each_turn_is_named(session, kit):
    of = duty_by_key(session, "calling")
    account = ledger_sheet(session, of.id, today=LATER, member_id=kit.members[4]).written_out
    assert account is not None
    first = account.lines[0]
    assert first.pool == ["Apiary", "Bakers", "Canal users", "Dairies", "Elders", "Foresters"]
    assert list(first.parts) == [(Decimal("0.5"), ["Foresters"])]
    text = text_of(session, ledger_maker(of.id, today=LATER, member_id=kit.members[4]))
    assert "6 members: all above" in text
    assert "With a part of 0.5: Foresters" in text
    assert "1/5.5 0.1818" in text
    minutes = duty_by_key(session, "minutes")
    text = text_of(session, ledger_maker(minutes.id, today=LATER, member_id=kit.members[4]))
    assert "4 members: all above but Apiary, Bakers" in text


def test_running_balances_are_printed_to_the_last(session, kit):
    of = duty_by_key(session, "chairing")
    for row in ledger(session, of.id, today=LATER).rows:
        text = text_of(session, ledger_maker(of.id, today=LATER, member_id=row.member_id))
        share = done = 0
        for entry in account_entries(session, of.id, row.member_id):
            share, done = share + entry.share, done + entry.done
            assert texts.signed(round((done - share) / TURN, 4) + 0.0, decimals=4) in text
        assert f"Together {share / TURN:.4f} {done // TURN}" in text


def test_the_largest_imbalance_is_the_audits(session, kit):
    for key in ("minutes", "chairing"):
        of = duty_by_key(session, key)
        far = furthest_ever(written_turns(session, of.id))
        assert far is not None
        assert abs(far.balance) == audit(session, of.id).happened.largest
        text = text_of(session, ledger_maker(of.id, today=LATER))
        assert (
            f"{kit.name(far.member_id)}, {abs(far.balance) / TURN:.2f} {'behind' if far.balance < 0 else 'ahead'}"
            in text
        )


def test_an_empty_ledger_and_a_missing_one(session):
    alliance_in_turn(session, members=2, meetings=0)
    of = duty_by_key(session, "minutes")
    assert "No turn of this duty was done yet." in text_of(session, ledger_maker(of.id, today=LATER))
    with pytest.raises(NotFound):
        ledger_sheet(session, uuid.uuid4(), today=LATER)


# One's own turns


def test_the_slip_says_what_when_where_with_whom(session, kit):
    change_meeting(session, kit.meetings[4], start_time=dt.time(10), planned_minutes=150, place="Hall 2")
    mine, other, *_others = meeting_turns(session, kit.meetings[4])
    change_turn(session, mine.id, note="Bring the laptop")
    sheet = slip_sheet(session, mine.person_id, today=LATER)
    assert sheet.person == mine.person
    turn = next(turn for turn in sheet.turns if turn.first == mine.first)
    assert (turn.duty, turn.member, turn.place, turn.start) == ("Minutes", mine.member, "Hall 2", dt.time(10))
    assert ("Chairing", other.person) in turn.others
    text = text_of(session, slip_maker(mine.person_id, today=LATER))
    for words in (
        mine.person,
        "Thursday 28 May 2026, 10:00 to 12:30",
        "Hall 2",
        "General meeting 5",
        "Bring the laptop",
        f"{other.person} (chairing)",
        "Planned",
        "555 01 10 00",
    ):
        assert words in text


def test_a_declined_turn_is_not_on_the_slip(session, kit):
    mine = meeting_turns(session, kit.meetings[4])[0]
    decline_turn(session, mine.id, today=LATER)
    assert mine.first not in [turn.first for turn in slip_sheet(session, mine.person_id, today=LATER).turns]


def test_who_has_no_turns_reads_that(session, kit):
    report_absence(session, member_id=kit.members[0], from_date=LATER, to_date=dt.date(2030, 1, 1), today=LATER)
    plan_ahead(session, today=LATER)
    free = next(one for one in people(session) if one.name == "Apiary")
    assert "No turns are planned for you at the moment." in text_of(session, slip_maker(free.id, today=LATER))
