"""What goes out of the house, put together from the record: drafts with their attachments, calendar files, messages.

Everything here speaks the alliance's language, whatever the window speaks. No Qt.
"""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from io import BytesIO

from sqlalchemy.orm import Session

from db.alliance import alliance
from db.duties.rota import turn_rows
from db.errors.meetings import DraftToNobody
from db.errors.records import NotFound
from db.meetings.calls import Recipient, call_sheet, circulation_sheet, members_to_reach
from db.schema import Member, Person, Turn
from db.spells import last_day
from db.surveys.surveys import survey
from db.vocabulary import What
from desktop import texts
from desktop.exchange.calendar_out import calendar_file, method
from desktop.exchange.invitation import Invitation, file_name, invitation
from desktop.exchange.mail_out import (
    Addressee,
    Attachment,
    MailText,
    call_mail,
    draft,
    message_text,
    minutes_mail,
)
from desktop.exchange.survey_mail import survey_mail
from desktop.exchange.turn_mail import TurnAsked, turn_mail, turn_message
from desktop.naming.duties import duty_name, duty_task
from desktop.naming.meetings import meeting_name
from desktop.reports.from_record import agenda_maker, minutes_maker
from desktop.reports.survey_from_record import survey_form_maker
from desktop.texts import _


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A file to save. `unusable` are those whose address cannot be written to, `without` names those who have none."""

    name: str
    data: bytes
    addressed: int = 0
    unusable: tuple[Addressee, ...] = ()
    without: tuple[str, ...] = ()


def call_draft(
    session: Session,
    meeting_id: uuid.UUID,
    *,
    member_ids: Collection[uuid.UUID],
    now: dt.datetime,
    answer_by: dt.date | None,
    show_addresses: bool = False,
) -> Outgoing:
    """Return the mail that calls a meeting (or tells of its change or cancellation), agenda and calendar attached.

    Raises:
        DraftToNobody: If no member is given; without addresses on record, they are written into the draft by hand.
        NotFound: If there is no such meeting.
    """
    with _speaking(session):
        of = invitation(session, meeting_id, answer_by=answer_by)
        attachments = [
            Attachment(_calendar_name(of), calendar_file(of, now=now), f"text/calendar; method={method(of)}")
        ]
        if of.what is not What.CANCELLATION:
            pdf = BytesIO()
            agenda_maker(meeting_id, today=now.date())(session, pdf)
            name = file_name(_("Agenda – {meeting}").format(meeting=of.name), ".pdf")
            attachments.insert(0, Attachment(name, pdf.getvalue()))
        chosen = [row for row in call_sheet(session, meeting_id).recipients if row.member_id in member_ids]
        name = file_name(_("Call – {meeting}").format(meeting=of.name), ".eml")
        return _draft(of, name, call_mail(of), chosen, attachments, show_addresses=show_addresses)


def minutes_draft(
    session: Session,
    meeting_id: uuid.UUID,
    *,
    member_ids: Collection[uuid.UUID],
    now: dt.datetime,
    comments_by: dt.date | None,
    show_addresses: bool = False,
) -> Outgoing:
    """Return the mail the minutes go out with, the minutes attached.

    Raises:
        DraftToNobody: If none of the members has an address that can be written to, or none is given.
        NotFound: If there is no such meeting.
    """
    with _speaking(session):
        of = invitation(session, meeting_id)
        pdf = BytesIO()
        minutes_maker(meeting_id, today=now.date())(session, pdf)
        word = _("Minutes – {meeting}").format(meeting=of.name)
        attachments = (Attachment(file_name(word, ".pdf"), pdf.getvalue()),)
        chosen = [row for row in circulation_sheet(session, meeting_id).recipients if row.member_id in member_ids]
        mail = minutes_mail(of, comments_by=comments_by)
        return _draft(
            of, file_name(word, ".eml"), mail, chosen, attachments, show_addresses=show_addresses, to_reach=True
        )


def call_calendar(
    session: Session, meeting_id: uuid.UUID, *, now: dt.datetime, answer_by: dt.date | None
) -> Outgoing:  # fmt: skip
    """Return the calendar file of a meeting.

    Raises:
        NotFound: If there is no such meeting.
    """
    with _speaking(session):
        of = invitation(session, meeting_id, answer_by=answer_by)
        return Outgoing(_calendar_name(of), calendar_file(of, now=now))


def call_message(session: Session, meeting_id: uuid.UUID, *, answer_by: dt.date | None) -> str:
    """Return the short text for a phone message.

    Raises:
        NotFound: If there is no such meeting.
    """
    with _speaking(session):
        return message_text(invitation(session, meeting_id, answer_by=answer_by))


@dataclass(frozen=True, slots=True)
class TurnRequest:
    """What somebody is asked about a turn, to be read once more: a mail and a message; and how they are reached."""

    mail: MailText
    message: str
    person: str
    email: str
    phone: str
    answers_to: Addressee | None


def turn_request(session: Session, turn_id: uuid.UUID) -> TurnRequest:
    """Return the words that ask whoever has a turn whether they take it, in the alliance's language.

    Raises:
        NotFound: If there is no such turn.
    """
    found = turn_rows(session, Turn.id == turn_id)
    if not found:
        raise NotFound("duty_turn", turn_id)
    turn, own = found[0], alliance(session)
    with _speaking(session):
        day = texts.date_with_weekday(turn.first)
        if turn.end is not None:
            last = texts.date_long(last_day(turn.end))
            day = _("{first} to {last}").format(first=texts.date_long(turn.first), last=last)
        when = ", ".join(filter(None, (meeting_name(turn.meeting) if turn.meeting else "", day)))
        asked = TurnAsked(
            own.name, duty_name(turn.duty), duty_task(turn.duty), when, turn.place, turn.member, turn.person,
            email=own.email, phone=own.phone,
        )  # fmt: skip
        mail, message = turn_mail(asked), turn_message(asked)
    member = session.get(Member, turn.member_id) if turn.member_id else None
    who = session.get(Person, turn.person_id) if turn.person_id else None
    email = (who.email if who else "") or (member.email if member else "")
    phone = (who.phone if who else "") or (member.phone if member else "")
    answers_to = Addressee(own.name, own.email) if own.email else None
    return TurnRequest(mail, message, turn.person or turn.member, email, phone, answers_to)


def request_draft(request: TurnRequest, mail: MailText) -> Outgoing:
    """Return the mail about a turn, as it reads after a person has been over it, to who is asked."""
    to = [Addressee(request.person, request.email)] if request.email else []
    made = draft(mail, to, answers_to=request.answers_to, show_addresses=True)
    without = () if to else (request.person,)
    return Outgoing(
        file_name(mail.subject, ".eml"), made.data, len(to) - len(made.unusable), made.unusable, without
    )  # fmt: skip


def survey_draft(session: Session, survey_id: uuid.UUID, *, today: dt.date) -> Outgoing:
    """Return the mail a survey's fillable form goes out with, to every member; in the survey's language.

    Raises:
        NotFound: If there is no such survey.
        SurveyWithoutQuestions: If nothing is asked yet.
    """
    row, own = survey(session, survey_id), alliance(session)
    pdf = BytesIO()
    survey_form_maker(survey_id, fillable=True)(session, pdf)
    with texts.speaking(texts.closest(row.language)):
        mail = survey_mail(
            alliance=own.name, title=row.title, answers_by=row.answers_by, email=own.email, phone=own.phone
        )  # fmt: skip
        everybody = members_to_reach(session, today)
        to = [Addressee(one.addressee, one.email) for one in everybody if one.email]
        made = draft(
            mail, to, attachments=(Attachment(file_name(row.title, ".pdf"), pdf.getvalue()),),
            answers_to=Addressee(own.name, own.email) if own.email else None,
        )  # fmt: skip
    return Outgoing(
        file_name(row.title, ".eml"), made.data, len(to) - len(made.unusable),
        made.unusable, tuple(one.name for one in everybody if not one.email),
    )  # fmt: skip


def _draft(
    of: Invitation,
    name: str,
    mail: MailText,
    chosen: Sequence[Recipient],
    attachments: Sequence[Attachment],
    *,
    show_addresses: bool,
    to_reach: bool = False,
) -> Outgoing:
    to = [Addressee(row.addressee, row.email) for row in chosen if row.email]
    made = draft(
        mail, to, attachments=attachments, answers_to=Addressee(of.alliance, of.email) if of.email else None,
        show_addresses=show_addresses,
    )  # fmt: skip
    if not chosen or (to_reach and len(to) == len(made.unusable)):
        raise DraftToNobody(tuple(row.name for row in chosen))
    return Outgoing(
        name,
        made.data,
        len(to) - len(made.unusable),
        made.unusable,
        tuple(row.name for row in chosen if not row.email),
    )


def _calendar_name(of: Invitation) -> str:
    return file_name(of.name, ".ics")


def _speaking(session: Session) -> AbstractContextManager[None]:
    return texts.speaking(texts.closest(alliance(session).language))
