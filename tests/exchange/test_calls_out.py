"""Calendar files, drafts and messages hold what the meeting is, and come back as they were through the libraries."""

import datetime as dt
import getpass
import socket
from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from db.ids import new_id
from db.meetings.calls import record_told
from db.meetings.cycle import cancel_meeting
from db.meetings.meetings import change_meeting
from db.vocabulary import Channel, ItemPurpose, What
from desktop import texts
from desktop.exchange.calendar_out import calendar_file
from desktop.exchange.invitation import Invitation, InvitationItem, file_name, invitation, usual_answer_day
from desktop.exchange.mail_out import (
    Addressee,
    Attachment,
    MailText,
    call_mail,
    draft,
    message_text,
    minutes_mail,
)
from tests.db.call_kit import DAY, NOON, called_alliance
from tests.new_file import new_file

DECIDE = ItemPurpose.DECIDE


@pytest.fixture
def session(tmp_path):
    with new_file(tmp_path / "a.ronda", name="Lake Valley") as file, file.writing(who="Ana") as opened:
        yield opened


@pytest.fixture
def kit(session):
    return called_alliance(session)


def event_of(data):
    [event] = Calendar.from_ical(data).walk("VEVENT")
    return event


def told(of=None, **fields):
    """Return an invitation that says little, with what is given in place of it."""
    made = {
        "meeting_id": new_id(), "sequence": 0, "what": What.CALL, "alliance": "A", "email": "", "phone": "",
        "name": "General meeting 1", "day": DAY, "start": dt.time(10), "planned_minutes": 60, "place": "",
        "purpose": "", "reason": "", "items": (),
    }  # fmt: skip
    return Invitation(**{**made, **fields})


def test_a_calendar_file_holds_the_meeting_at_its_local_time(session, kit):
    data = calendar_file(invitation(session, kit.meeting), now=NOON)
    calendar = Calendar.from_ical(data)
    event = event_of(data)
    assert calendar["method"] == "PUBLISH"
    assert (event["uid"], event["sequence"], event["status"]) == (f"{kit.meeting}@ronda", 0, "CONFIRMED")
    assert event["dtstart"].dt == dt.datetime(2026, 10, 22, 10)
    assert event["dtend"].dt == dt.datetime(2026, 10, 22, 12, 30)
    assert b"DTSTART:20261022T100000\r\n" in data
    assert event["dtstamp"].dt == NOON
    assert event["summary"] == "Kolkha Agriculture: General meeting 41"
    assert event["location"] == "Kolkha Agrarian University, Hall 2"
    assert "To settle the water-user fee." in event["description"]
    assert "2. Water-user fee: joint position (decide)" in event["description"]
    assert str(event["organizer"]) == "mailto:desk@kolkha.example"


def test_a_change_replaces_the_entry_and_a_cancellation_takes_it_out(session, kit):
    record_told(session, kit.meeting, kit.seats, channel=Channel.EMAIL, at=NOON)
    before = event_of(calendar_file(invitation(session, kit.meeting), now=NOON))
    change_meeting(session, kit.meeting, date=DAY + dt.timedelta(days=1))
    after = event_of(calendar_file(invitation(session, kit.meeting), now=NOON))
    assert (after["uid"], after["sequence"]) == (before["uid"], before["sequence"] + 1)
    assert after["dtstart"].dt.date() == DAY + dt.timedelta(days=1)
    cancel_meeting(session, kit.meeting, reason="The hall is flooded")
    data = calendar_file(invitation(session, kit.meeting), now=NOON)
    gone = event_of(data)
    assert (Calendar.from_ical(data)["method"], gone["status"], gone["sequence"]) == ("CANCEL", "CANCELLED", 2)
    assert gone["uid"] == before["uid"]
    assert gone["description"] == "Cancelled: The hall is flooded"


def test_a_meeting_without_a_time_takes_the_day():
    event = event_of(calendar_file(told(start=None), now=NOON))
    assert event["dtstart"].dt == DAY
    assert "dtend" not in event


@given(name=st.text(max_size=200), place=st.text(max_size=200), purpose=st.text(max_size=400))
def test_nothing_people_write_breaks_a_calendar_file(name, place, purpose):
    data = calendar_file(told(name=name, place=place, purpose=purpose), now=NOON)
    calendar = Calendar.from_ical(data)
    assert [part.name for part in calendar.walk()] == ["VCALENDAR", "VEVENT"]
    assert calendar["method"] == "PUBLISH"
    assert not any(line.startswith((b"ATTENDEE", b"X-")) for line in data.split(b"\r\n"))


def read_mail(data):
    return message_from_bytes(data, policy=default)


PEOPLE = (
    Addressee("Lia Hazel", "lia@hazelnut.example"),
    Addressee('Ñusta «Quispe», "Q"', "nusta@ejemplo.example"),
    Addressee("Lia again", "LIA@hazelnut.example"),
    Addressee("Nobody", "not an address"),
    Addressee("Empty", ""),
    Addressee("Far", "far@müller.example"),
)
DESK = Addressee("Kolkha Agriculture", "desk@kolkha.example")


def test_a_draft_hides_the_members_addresses_from_each_other():
    made = draft(MailText("Call", "Come.\n"), PEOPLE, answers_to=DESK)
    mail = read_mail(made.data)
    assert mail["X-Unsent"] == "1"
    assert [one.addr_spec for one in mail["Bcc"].addresses] == [
        "lia@hazelnut.example", "nusta@ejemplo.example", "far@xn--mller-kva.example",
    ]  # fmt: skip
    assert mail["Bcc"].addresses[1].display_name == 'Ñusta «Quispe», "Q"'
    assert [one.addr_spec for one in mail["To"].addresses] == ["desk@kolkha.example"]
    assert mail["Reply-To"].addresses[0].addr_spec == "desk@kolkha.example"
    assert [one.name for one in made.unusable] == ["Nobody", "Empty"]
    shown = read_mail(draft(MailText("Call", "Come.\n"), PEOPLE, show_addresses=True).data)
    assert len(shown["To"].addresses) == 3
    assert shown["Bcc"] is None


def test_a_draft_names_neither_person_nor_computer(session, kit):
    made = draft(call_mail(invitation(session, kit.meeting)), PEOPLE, answers_to=DESK)
    mail = read_mail(made.data)
    assert {"From", "Sender", "Date", "Message-ID", "Received", "User-Agent"}.isdisjoint(mail.keys())
    assert socket.gethostname().encode() not in made.data or len(socket.gethostname()) < 4
    assert getpass.getuser().encode() not in made.data or getpass.getuser() in ("root",)


def test_the_call_goes_out_with_agenda_and_calendar(session, kit):
    of = invitation(session, kit.meeting, answer_by=DAY - dt.timedelta(days=3))
    files = [
        Attachment("Agenda – General meeting 41.pdf", b"%PDF-1.7 agenda"),
        Attachment("meeting.ics", calendar_file(of, now=NOON), "text/calendar; method=PUBLISH; charset=utf-8"),
    ]
    mail = read_mail(draft(call_mail(of), PEOPLE, attachments=files, answers_to=DESK).data)
    assert mail["Subject"] == "General meeting 41, 22 October 2026"
    body = mail.get_body(("plain",)).get_content()
    assert "When: Thursday 22 October 2026, 10:00–12:30" in body
    assert "Where: Kolkha Agrarian University, Hall 2" in body
    assert "Please tell us by Monday 19 October 2026 who will come." in body
    assert "desk@kolkha.example" in body
    pdf, ics = mail.iter_attachments()
    assert (pdf.get_filename(), pdf.get_content_type(), pdf.get_content()) == (
        "Agenda – General meeting 41.pdf", "application/pdf", b"%PDF-1.7 agenda",
    )  # fmt: skip
    assert (ics.get_content_type(), ics.get_param("method")) == ("text/calendar", "PUBLISH")
    content = ics.get_content()
    assert event_of(content if isinstance(content, bytes) else content.encode())["uid"] == f"{kit.meeting}@ronda"


EVIL = "Fee\r\nBcc: everybody@evil.example\r\n\r\n<script>"


def test_no_header_can_be_slipped_in():
    made = draft(
        MailText(EVIL, "Body\r\n.\r\nX: y"),
        [Addressee(EVIL, "ana@a.example"), Addressee("x", "ana@a.example\r\nBcc: b@evil.example"),
         Addressee("y", "a@b.example, c@evil.example")],
        attachments=[Attachment(EVIL + ".pdf", b"x", "application/pdf")],
        answers_to=Addressee(EVIL, "desk@a.example"),
    )  # fmt: skip
    mail = read_mail(made.data)
    assert sorted(set(mail.keys())) == [
        "Bcc", "Content-Type", "MIME-Version", "Reply-To", "Subject", "To", "X-Unsent",
    ]  # fmt: skip
    assert [one.addr_spec for one in mail["Bcc"].addresses] == ["ana@a.example"]
    assert mail["Subject"].startswith("Fee Bcc: everybody@evil.example")
    [attachment] = mail.iter_attachments()
    assert "\n" not in attachment.get_filename()


@given(st.text(max_size=120), st.text(max_size=60), st.text(max_size=60))
def test_nothing_people_write_breaks_a_draft(words, name, email):
    made = draft(MailText(words, words), [Addressee(name, email), Addressee(name, "a@b.example")])
    mail = read_mail(made.data)
    assert mail["Bcc"].addresses[-1].addr_spec == "a@b.example"
    assert {key.lower() for key in mail} <= {
        "x-unsent", "subject", "bcc", "content-type", "content-transfer-encoding", "mime-version",
    }  # fmt: skip


def test_drafts_speak_the_language_spoken(session, kit):
    with texts.speaking("es"):
        of = invitation(session, kit.meeting)
        mail = call_mail(of)
        assert mail.subject == "Reunión general 41, 22 de octubre de 2026"
        assert "Cuándo: jueves 22 de octubre de 2026, 10:00–12:30" in mail.body


def test_changes_cancellations_and_minutes_say_so(session, kit):
    record_told(session, kit.meeting, kit.seats, channel=Channel.EMAIL, at=NOON)
    change_meeting(session, kit.meeting, place="Hall 3")
    changed = call_mail(invitation(session, kit.meeting))
    assert changed.subject == "Changed: General meeting 41, 22 October 2026"
    assert "Hall 3" in changed.body
    minutes = minutes_mail(invitation(session, kit.meeting), comments_by=DAY + dt.timedelta(days=12))
    assert minutes.subject == "Minutes of General meeting 41, 22 October 2026"
    assert "comments by Tuesday 3 November 2026" in minutes.body
    cancel_meeting(session, kit.meeting, reason="The hall is flooded")
    gone = call_mail(invitation(session, kit.meeting))
    assert gone.subject == "Cancelled: General meeting 41, 22 October 2026"
    assert "Why: The hall is flooded" in gone.body
    assert message_text(invitation(session, kit.meeting)) == (
        "Cancelled: General meeting 41\nThursday 22 October 2026, 10:00–12:30\nThe hall is flooded"
    )


def test_a_message_fits_a_phone(session, kit):
    of = invitation(session, kit.meeting, answer_by=DAY - dt.timedelta(days=3))
    assert message_text(of) == (
        "General meeting 41\n"
        "Thursday 22 October 2026, 10:00–12:30\n"
        "Kolkha Agrarian University, Hall 2\n"
        "To decide:\n"
        "– Water-user fee: joint position\n"
        "Please answer by Mon 19 October 2026."
    )


def item(number, title):
    return InvitationItem(number, title, DECIDE, "Decide", None)


@given(
    name=st.text(max_size=300), place=st.text(max_size=300), reason=st.text(max_size=900),
    titles=st.lists(st.text(min_size=1, max_size=200), max_size=20), what=st.sampled_from(list(What)),
)  # fmt: skip
def test_a_message_is_never_longer_than_a_phone_takes(name, place, reason, titles, what):
    items = tuple(item(number, title) for number, title in enumerate(titles, 1))
    of = told(name=name, place=place, reason=reason, items=items, what=what, answer_by=DAY - dt.timedelta(days=3))
    assert len(message_text(of)) <= 500


def test_items_that_find_no_room_are_counted():
    items = tuple(item(number, f"A rather long title of an item to decide, number {number}") for number in range(1, 12))
    text = message_text(told(items=items))
    assert len(text) <= 500
    assert text.endswith("4 more items")
    assert text.count("– A rather") == 7


@pytest.mark.parametrize(
    ("days_ahead", "expected"),
    [(15, DAY - dt.timedelta(days=3)), (3, DAY - dt.timedelta(days=2)), (1, None), (0, None)],
)
def test_answers_are_asked_for_in_time(days_ahead, expected):
    assert usual_answer_day(DAY, today=DAY - dt.timedelta(days=days_ahead)) == expected


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Agenda – General meeting 41", "Agenda – General meeting 41.pdf"),
        ("../etc/passwd", "-etc-passwd.pdf"),
        ("a:b\\c|d\n", "a-b-c-d.pdf"),
        ("...", "Ronda.pdf"),
        ("x" * 200, "x" * 80 + ".pdf"),
    ],
)
def test_file_names_are_taken_by_every_system(words, name):
    assert file_name(words, ".pdf") == name


def test_long_names_in_any_script_stay_whole_in_the_mail() -> None:
    names = [
        "Österreichischer Imkerbund, Landesgruppe Tirol und Vorarlberg",
        "ქართული კავშირი " * 5,
        "جمعية مستخدمي المياه",
    ]
    to = [Addressee(name.strip(), f"office{number}@x.example") for number, name in enumerate(names * 8)]
    made = draft(MailText("Call", "Please come"), to).data
    read = message_from_bytes(made, policy=default)
    assert [address.display_name for address in read["Bcc"].addresses] == [one.name for one in to]
    assert max(map(len, made.split(b"\r\n"))) <= 998
