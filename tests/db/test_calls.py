"""Who is to be told of a meeting, and who was."""

import datetime as dt

import pytest
from sqlalchemy import select

from db import history
from db.agenda import add_item, change_item, set_purpose
from db.calls import (
    What,
    agenda_changed_after_call,
    announce_change,
    call_sheet,
    circulation_sheet,
    forget_told,
    record_told,
)
from db.errors import NobodyChosen, NotReadyForCall, WrongStage
from db.meeting_cycle import MissingFact, cancel_meeting
from db.meetings import change_meeting, meeting, plan_meeting
from db.members import add_member
from db.people import add_person
from db.representatives import add_representative
from db.schema import Step
from db.vocabulary import Channel, ItemPurpose, MeetingStatus, MemberStatus, RepresentativeRole, Seat

DAY = dt.date(2026, 10, 22)
TODAY = dt.date(2026, 10, 7)
NOON = dt.datetime(2026, 10, 7, 12, tzinfo=dt.UTC)


@pytest.fixture
def session(file):
    with file.writing() as opened:
        yield opened


def join(session, name, *, person="", email="", phone="", status=MemberStatus.MEMBER, **fields):
    key, _changes = add_member(session, name=name, **fields)
    from db.memberships import add_spell

    if not status_known(session, key):
        add_spell(session, key, status=status, from_date=dt.date(2020, 1, 1), to_date=None)
    if person:
        who, _changes = add_person(session, name=person, email=email, phone=phone)
        add_representative(
            session, key, who, role=RepresentativeRole.PRIMARY, from_date=dt.date(2020, 1, 1)
        )
    return key


def status_known(session, key):
    from db.memberships import spells

    return bool(spells(session, key))


@pytest.fixture
def members(session):
    return [
        join(session, "Hazelnut Growers", person="Lia Hazel", email="lia@example.org", phone="+995 1"),
        join(session, "Union of Dairies", person="Nana Ghomi", phone="+995 2"),
        join(session, "Village Law Clinic"),
    ]


@pytest.fixture
def planned(session):
    key, _changes = plan_meeting(
        session, date=DAY, start_time=dt.time(10), planned_minutes=150, place="Hall 2", purpose="To settle the fee",
        number=41,
    )  # fmt: skip
    add_item(session, key, title="Water-user fee", purpose=ItemPurpose.DECIDE)
    return key
