"""How each document stands: about what it would be if it were printed now, and what it lacks. No Qt."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from sqlalchemy.orm import Session

from db.charter.charter import draft, in_force
from db.duties.keeping import duties
from db.duties.ledger import accounts, ledger
from db.duties.rota import next_on_duty, planned_until
from db.errors.charter import NothingToPrint
from db.files.driver import driver
from db.handover.situation import checklist
from db.look import looking
from db.meetings.agenda import agenda
from db.meetings.cycle import missing_for_call
from db.meetings.meetings import MeetingRow, last_written_meeting, meeting_to_come
from db.meetings.officers import officers
from db.meetings.seats import seats
from db.members.members import members_on
from db.minutes.actions import count_actions
from db.minutes.decisions import decision_totals, decisions
from db.surveys.surveys import questions, surveys
from db.vocabulary import CharterKind, ItemKind, MeetingRole, MissingFact
from desktop import texts
from desktop.naming.charter import note_kind, note_part
from desktop.naming.duties import duty_name, nobody_in_ledger
from desktop.naming.handover import checks
from desktop.naming.measures import period_words
from desktop.naming.meetings import item_title, meeting_name, missing_sentence
from desktop.reports.asking import once
from desktop.reports.brief_from_record import brief_maker
from desktop.reports.catalogue import Look, Mend, Standing, meeting_paper
from desktop.reports.duties_from_record import ledger_maker, rota_maker, slip_maker
from desktop.reports.evaluation_from_record import evaluation_maker, this_year
from desktop.reports.handover_sheet import handover_note_maker
from desktop.reports.letters_from_record import (
    envelope_maker,
    invitation_maker,
    latest_note,
    note_maker,
    only_candidate,
    terms_maker,
)
from desktop.reports.lists import rows_listed, whole_list_maker
from desktop.reports.making import Maker
from desktop.reports.registers_from_record import actions_maker, decisions_maker, directory_maker, owners_maker
from desktop.reports.survey_from_record import survey_form_maker
from desktop.texts import _, ngettext

_MENDED_AT = {MissingFact.ITEMS: Mend.AGENDA, MissingFact.ITEM_PURPOSE: Mend.AGENDA}
Lacks = Callable[[Session, MeetingRow], Sequence[tuple[str, Mend]]]
"""Returns what a paper of a meeting lacks, each with where it is put right."""


# Of the next meeting


def of_next_meeting(what: str, lacks: Lacks) -> Look:
    """Return how a paper of the next meeting stands."""

    def look(session: Session, today: dt.date) -> Standing:
        row = once(meeting_to_come, session, today)
        if row is None:
            return Standing(missing=(_("No meeting to come."),), mend=Mend.PLAN_MEETING)
        found = lacks(session, row)
        return Standing(
            about=_dated(row),
            make=meeting_paper(what, row.id, today=today),
            ref=row.id,
            missing=tuple(words for words, _mend in found),
            mend=found[0][1] if found else None,
        )

    return look


def of_the_call(session: Session, row: MeetingRow) -> Sequence[tuple[str, Mend]]:
    """Return what the meeting lacks before it can be called."""
    return [
        (missing_sentence(one), _MENDED_AT.get(one.fact, Mend.PREPARATION))
        for one in once(missing_for_call, session, row.id)
    ]  # fmt: skip


def of_the_chair(session: Session, row: MeetingRow) -> Sequence[tuple[str, Mend]]:
    """Return the same, and that nobody is named to chair."""
    nobody = all(one.role is not MeetingRole.CHAIR for one in officers(session, row.id))
    first = [(_("Nobody is named to chair it."), Mend.PREPARATION)] if nobody else []
    return [*first, *of_the_call(session, row)]


def of_the_items(session: Session, row: MeetingRow) -> Sequence[tuple[str, Mend]]:
    """Return that there is nothing on the agenda."""
    found = once(missing_for_call, session, row.id)
    return [(missing_sentence(one), Mend.AGENDA) for one in found if one.fact is MissingFact.ITEMS]


def of_the_seats(session: Session, row: MeetingRow) -> Sequence[tuple[str, Mend]]:
    """Return that nobody has a seat there."""
    nobody = not seats(looking(session)).holders(row.group_id, row.date)
    return [(_("Nobody has a seat at this meeting yet."), Mend.MEMBERS)] if nobody else []


# Of the last meeting


def of_last_meeting(what: str) -> Look:
    """Return how a paper of the latest meeting with minutes stands."""

    def look(session: Session, today: dt.date) -> Standing:
        row = once(last_written_meeting, session)
        if row is None:
            return Standing(missing=(_("No minutes are written yet."),), mend=Mend.MEETINGS)
        return Standing(_dated(row), meeting_paper(what, row.id, today=today), row.id)

    return look


def of_an_item(session: Session, today: dt.date) -> Standing:
    """Return how the extract of one item stands: of the first one with a decision, else with any words."""
    row = once(last_written_meeting, session)
    if row is None:
        return Standing(missing=(_("No minutes are written yet."),), mend=Mend.MEETINGS)
    decided = {one.item_id for one in decisions(session, meeting=row.id)}
    items = [one for one in agenda(session, row.id) if one.kind is ItemKind.ITEM and one.number is not None]
    # what was decided is worth more than what was only said, and either more than that old minutes were approved
    items.sort(key=lambda one: (one.about is not None, one.id not in decided, not one.text.strip()))
    item = next(iter(items), None)
    if item is None:
        missing = _("These minutes are not divided into items.")
        return Standing(_dated(row), None, row.id, missing=(missing,), mend=Mend.MINUTES)
    about = _("Item {number}, {title}").format(number=item.number, title=item_title(item))
    make = meeting_paper("minutes-item", row.id, today=today, item=item.number)
    return Standing(f"{about} – {meeting_name(row)}", make, row.id, item.number)


def _dated(row: MeetingRow) -> str:
    return f"{meeting_name(row)}, {texts.date_long(row.date)}"


# Of duties


def of_rota(session: Session, today: dt.date) -> Standing:
    """Return how the rota stands."""
    if not once(duties, session):
        return Standing(missing=(_("No duty is set up yet."),), mend=Mend.DUTIES)
    last = planned_until(session, today=today)
    if last is None:
        make = rota_maker(today=today)
        return Standing("", make, missing=(_("No turn is planned from today on."),), mend=Mend.DUTIES)
    about = _("Until {day}").format(day=texts.date_long(last))
    return Standing(about, rota_maker(today=today))


def of_ledger(session: Session, today: dt.date) -> Standing:
    """Return how the ledger of the first duty stands."""
    own = once(duties, session)
    if not own:
        return Standing(missing=(_("No duty is set up yet."),), mend=Mend.DUTIES)
    first = own[0]
    nobody = not accounts(session, first) and not ledger(session, first.id, today=today).rows
    missing = (nobody_in_ledger(),) if nobody else ()
    make = ledger_maker(first.id, today=today)
    return Standing(duty_name(first), make, first.id, missing=missing, mend=Mend.DUTIES if missing else None)


def of_slip(session: Session, today: dt.date) -> Standing:
    """Return how the slip of whoever is on duty next stands."""
    turn = next((one for one in next_on_duty(session, today=today) if one.person_id is not None), None)
    if turn is None or turn.person_id is None:
        return Standing(missing=(_("Nobody has a turn to come."),), mend=Mend.DUTIES)
    about = _("{person}: {duty}").format(person=turn.person, duty=duty_name(turn.duty))
    return Standing(about, slip_maker(turn.person_id, today=today), turn.person_id)


# Registers


def of_directory(session: Session, today: dt.date) -> Standing:
    """Return how the directory stands."""
    count = len(once(members_on, session, today))
    if not count:
        return Standing(missing=(_("There is no member yet."),), mend=Mend.MEMBERS)
    about = ngettext("{n} member", "{n} members", count).format(n=texts.number(count))
    return Standing(about, directory_maker(today=today))


def of_owners(session: Session, today: dt.date) -> Standing:
    """Return how the pages of open actions stand, one for each owner."""
    found = count_actions(session, today=today)
    if not found.open:
        return Standing(missing=(_("No action is open."),))
    return Standing(_actions_words(found.open, found.late), owners_maker(today=today))


def of_actions(session: Session, today: dt.date) -> Standing:
    """Return how the register of actions stands."""
    found = count_actions(session, today=today)
    if not found.total:
        return Standing(missing=(_("No action is agreed yet."),))
    return Standing(_actions_words(found.total, found.late), actions_maker(today=today))


def _actions_words(count: int, late: int) -> str:
    about = [ngettext("{n} action", "{n} actions", count).format(n=texts.number(count))]
    if late:
        about.append(ngettext("{n} late", "{n} late", late).format(n=texts.number(late)))
    return ", ".join(about)


def of_decisions(session: Session, today: dt.date) -> Standing:
    """Return how the register of decisions stands."""
    count = once(decision_totals, session)[0]
    if not count:
        return Standing(missing=(_("No decision is taken yet."),))
    about = ngettext("{n} decision", "{n} decisions", count).format(n=texts.number(count))
    return Standing(about, decisions_maker(today=today))


_NO_ROWS: Final[Mapping[str, tuple[Callable[[], str], Mend | None]]] = MappingProxyType(
    {
        "members": (lambda: _("There is no member yet."), Mend.MEMBERS),
        "meetings": (lambda: _("No meeting is on record yet."), Mend.MEETINGS),
        "actions": (lambda: _("No action is open."), None),
        "decisions": (lambda: _("No decision is taken yet."), None),
        "groups": (lambda: _("There is no group yet."), None),
        "papers": (lambda: _("No paper is kept yet."), None),
    }
)
"""What is said where a list has no rows, and where that is put right."""
_COUNTED: Final[Mapping[str, Callable[[int], str]]] = MappingProxyType(
    {
        "members": lambda count: ngettext("{n} member or other", "{n} members and others", count),
        "meetings": lambda count: ngettext("{n} meeting", "{n} meetings", count),
        "actions": lambda count: ngettext("{n} action", "{n} actions", count),
        "decisions": lambda count: ngettext("{n} decision", "{n} decisions", count),
        "groups": lambda count: ngettext("{n} working group", "{n} working groups", count),
        "papers": lambda count: ngettext("{n} paper", "{n} papers", count),
    }
)
"""How many rows a list has, in the words for what they are."""


def of_list(of: str) -> Look:
    """Return how a list stands, as its page shows it at first."""

    def look(session: Session, today: dt.date) -> Standing:
        count = once(rows_listed, session, of, today)
        if not count:
            words, mend = _NO_ROWS[of]
            return Standing(missing=(words(),), mend=mend)
        about = _COUNTED[of](count).format(n=texts.number(count))
        return Standing(about, whole_list_maker(of, today=today))

    return look


# Letters and statements


def of_note(session: Session, today: dt.date) -> Standing:
    """Return how the latest note stands."""
    try:
        row = latest_note(session)
    except NothingToPrint:
        return Standing(missing=(_("No note and no statement is written yet."),), mend=Mend.NOTES)
    empty = [note_part(name, row.kind) for name, text in row.parts() if not text.strip()]
    missing = (_("Not written yet: {parts}.").format(parts=texts.list_of(empty)),) if empty else ()
    about = f"{note_kind(row.kind)} – {row.title}"
    make = note_maker(row.id, today=today)
    return Standing(about, make, row.id, missing=missing, mend=Mend.NOTES if missing else None)


def of_terms(session: Session, today: dt.date) -> Standing:
    """Return how the terms of reference stand."""
    kinds = (CharterKind.PRINCIPLES, CharterKind.WAYS_OF_WORKING)
    adopted = [once(in_force, session, kind, today) for kind in kinds]
    if not any(adopted):
        drafts = [row for row in (draft(session, kind) for kind in kinds) if row is not None]
        if not any(row.text.strip() or row.sections for row in drafts):
            words = _("Neither principles nor ways of working are written yet.")
            return Standing(missing=(words,), mend=Mend.TERMS)
        missing = (_("They are a draft, not adopted yet."),)
        return Standing("", terms_maker(today=today), missing=missing, mend=Mend.TERMS)
    since = max(row.in_force_from for row in adopted if row is not None and row.in_force_from is not None)
    about = _("As adopted on {day}").format(day=texts.date_long(since))
    no_purpose = _without_purpose(session, today)
    return Standing(about, terms_maker(today=today), missing=no_purpose, mend=Mend.PURPOSE if no_purpose else None)


def of_invitation(session: Session, today: dt.date) -> Standing:
    """Return how the letter to the candidate stands."""
    try:
        row = only_candidate(session, today=today)
    except NothingToPrint:
        return Standing(missing=(_("No member is a candidate or invited."),), mend=Mend.MEMBERS)
    missing = _without_purpose(session, today)
    make = invitation_maker(row.id, today=today)
    return Standing(row.name, make, row.id, missing=missing, mend=Mend.PURPOSE if missing else None)


def of_brief(session: Session, today: dt.date) -> Standing:
    """Return how the alliance in two pages stands."""
    missing = _without_purpose(session, today)
    about = _("As things stand on {day}").format(day=texts.date_long(today))
    return Standing(about, brief_maker(today=today), missing=missing, mend=Mend.PURPOSE if missing else None)


def of_evaluation(session: Session, today: dt.date) -> Standing:
    """Return how the evaluation report of this year stands."""
    period = this_year(session, today)
    return Standing(period_words(period), evaluation_maker(period, today=today))


def of_survey(session: Session, today: dt.date) -> Standing:
    """Return how the form of the newest survey that takes answers stands."""
    row = next((row for row in surveys(session) if row.closed_on is None), None)
    if row is None:
        return Standing(missing=(_("No survey is open."),), mend=Mend.SURVEYS)
    if not questions(session, row.id):
        return Standing(row.title, None, row.id, missing=(_("It asks nothing yet."),), mend=Mend.SURVEYS)
    return Standing(row.title, survey_form_maker(row.id), row.id)


def _without_purpose(session: Session, today: dt.date) -> tuple[str, ...]:
    found = once(in_force, session, CharterKind.PURPOSE, today)
    return () if found is not None and found.text.strip() else (_("No purpose is written and adopted yet."),)


def of_handover(session: Session, today: dt.date) -> Standing:
    """Return how the handover note stands."""
    unsettled = tuple(f"{words}." for _key, count, words in checks(checklist(session, today=today)) if count)
    about = _("As things stand on {day}").format(day=texts.date_long(today))
    make: Maker = handover_note_maker(today=today)
    return Standing(about, make, missing=unsettled, mend=Mend.HANDOVER if unsettled else None)


def of_envelope(session: Session, today: dt.date) -> Standing:
    """Return how the sheet for the sealed envelope stands: it can be printed before there is a passphrase."""
    protected = driver(session).execute("PRAGMA cipher_salt").fetchone() is not None
    missing = () if protected else (_("The file has no passphrase yet."),)
    about = _("To write the passphrase on by hand")
    return Standing(about, envelope_maker(today=today), missing=missing, mend=Mend.PROTECTION if missing else None)
