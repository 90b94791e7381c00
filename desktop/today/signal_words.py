"""What is worth attention in words: the finding, and what to do about it. No widgets here."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from db.duties.desk import DeskTurn
from db.today.signals import Signal, SignalKind
from db.vocabulary import TurnState
from desktop import texts
from desktop.naming.duties import amount, duty_name
from desktop.naming.meetings import meeting_name
from desktop.naming.turns import duties_listed, in_sentence, turn_day, turn_where
from desktop.texts import _, ngettext
from desktop.widgets.meeting_tab import OpenMeeting
from desktop.widgets.targets import (
    CloseTurn,
    OpenActions,
    OpenDuties,
    OpenGroup,
    OpenMember,
    OpenMembers,
    OpenPurpose,
    PlanMeeting,
)

MOST_WAITING: Final = 3
"""So many minutes that wait to be approved are told one by one, each with its next step."""


@dataclass(frozen=True, slots=True)
class SignalWords:
    """A finding as it is shown: icon and role of its colour, the sentence, the names behind it, the link and target."""

    icon: str
    role: str
    sentence: str
    names: str
    link: str
    target: object


def all_words(signals: Sequence[Signal], today: dt.date) -> Iterator[SignalWords]:
    """Return findings in words, one by one; minutes that wait to be approved all in one, where they are many."""
    waiting = [signal for signal in signals if signal.kind is SignalKind.TO_APPROVE]
    if len(waiting) <= MOST_WAITING:
        waiting = []
    for signal in signals:
        if signal not in waiting:
            yield signal_words(signal, today)
        elif signal is waiting[0]:
            yield _many_to_approve(waiting)


def signal_words(signal: Signal, today: dt.date) -> SignalWords:
    """Return a finding in words."""
    return _WORDS[signal.kind](signal, today)


def _missed(signal: Signal, _today: dt.date) -> SignalWords:
    if signal.count == 1:
        sentence = _("{name} missed the last three meetings.").format(name=signal.names[0])
        target: object = OpenMember(signal.ids[0])
        return SignalWords("user-minus", "danger", sentence, "", _("See how to reach them"), target)
    sentence = _("{n} members missed the last three meetings.").format(n=texts.number(signal.count))
    names = texts.list_of(signal.names)
    return SignalWords("user-minus", "danger", sentence, names, _("See who to ring"), OpenMembers("missed"))


def _no_quorum(signal: Signal, _today: dt.date) -> SignalWords:
    assert signal.meeting is not None
    if signal.time is None:
        words = _("{meeting} had no quorum: {n} came, {needed} were needed.")
    else:
        words = _("{meeting} lost its quorum at {time}: {n} stayed, {needed} were needed.")
    sentence = words.format(
        meeting=meeting_name(signal.meeting), n=signal.count, needed=signal.of,
        time=texts.time_of_day(signal.time) if signal.time else "",
    )  # fmt: skip
    target = OpenMeeting(signal.meeting.id, "minutes")
    return SignalWords("users", "danger", sentence, "", _("See what was decided"), target)


def _minutes_late(signal: Signal, today: dt.date) -> SignalWords:
    assert signal.meeting is not None
    assert signal.date is not None
    late = texts.days_late((today - signal.date).days)
    if signal.count == 1:
        sentence = _("The minutes are not out: {meeting}, {late}.").format(
            meeting=meeting_name(signal.meeting), late=late
        )
    else:
        sentence = _("{n} minutes are not out; the oldest are {late}.").format(n=signal.count, late=late)
    target = OpenMeeting(signal.meeting.id, "minutes")
    return SignalWords("file-text", "danger", sentence, "", _("Finish the minutes"), target)


def _approval_late(signal: Signal, _today: dt.date) -> SignalWords:
    assert signal.meeting is not None
    if signal.count == 1:
        sentence = _("The minutes of {meeting} are not approved, though its members met again.")
        sentence = sentence.format(meeting=meeting_name(signal.meeting))
    else:
        sentence = _("{n} meetings have minutes not approved, though their members met again.")
        sentence = sentence.format(n=texts.number(signal.count))
    target = OpenMeeting(signal.meeting.id, "minutes")
    return SignalWords("seal-check", "warn", sentence, "", _("Look at the minutes"), target)


def _to_approve(signal: Signal, today: dt.date) -> SignalWords:
    assert signal.meeting is not None
    look = _("Look at the minutes"), OpenMeeting(signal.meeting.id, "minutes")
    plan = _("Plan the next meeting"), PlanMeeting(signal.ids[0] if signal.ids else None)
    way = look if signal.of or _takes_comments(signal, today) else plan
    return SignalWords("seal-check", "text2", waiting_words(signal, today), "", *way)


def _many_to_approve(waiting: Sequence[Signal]) -> SignalWords:
    """Return how many minutes wait, and which are the oldest: the first to look at."""
    meetings = [signal.meeting for signal in waiting if signal.meeting is not None]
    names = [meeting_name(of) for of in meetings]
    sentence = _("The minutes of {n} meetings are out and not approved yet. The oldest: {meeting}.")
    sentence = sentence.format(n=texts.number(len(meetings)), meeting=names[0])
    target = OpenMeeting(meetings[0].id, "minutes")
    return SignalWords("seal-check", "text2", sentence, "\n".join(names), _("Look at the oldest"), target)


def _takes_comments(signal: Signal, today: dt.date) -> bool:
    """Return whether members may still comment on minutes that wait to be approved."""
    return signal.date is not None and signal.date >= today


def waiting_words(signal: Signal, today: dt.date) -> str:
    """Return what the minutes of a meeting wait for: comments until a day, or the next meeting."""
    assert signal.meeting is not None
    if signal.date is not None and _takes_comments(signal, today):
        words = _("The minutes of {meeting} are out for comments until {day}. The next meeting approves them.")
        return words.format(meeting=meeting_name(signal.meeting), day=texts.date_long(signal.date))
    words = _("The minutes of {meeting} wait for the next meeting to approve them.")
    if not signal.of:
        words = _("The minutes of {meeting} wait for the next meeting to approve them; it is not planned yet.")
    return words.format(meeting=meeting_name(signal.meeting))


def _not_agreed(signal: Signal, _today: dt.date) -> SignalWords:
    words = ngettext("{n} action has no owner or no date.", "{n} actions have no owner or no date.", signal.count)
    target = OpenActions("not_agreed")
    return SignalWords("warning", "warn", words.format(n=signal.count), "", _("Name an owner and a date"), target)


def _no_grassroots(signal: Signal, _today: dt.date) -> SignalWords:
    words = ngettext(
        "The only co-chair is not from a grassroots member.", "No grassroots member is among the {n} co-chairs.",
        signal.count,
    )  # fmt: skip
    return SignalWords("scales", "warn", words.format(n=signal.count), "", _("Look at the balance"), OpenGroup(None))


def _same_organisation(signal: Signal, _today: dt.date) -> SignalWords:
    member, *people = signal.names
    sentence = _("{people} co-chair for one member: {member}.").format(people=texts.list_of(people), member=member)
    return SignalWords("scales", "warn", sentence, "", _("Look at the balance"), OpenGroup(None))


def _no_co_chair(signal: Signal, _today: dt.date) -> SignalWords:
    day = texts.date_long(signal.date) if signal.date else ""
    sentence = _("Nobody co-chairs since {day}.").format(day=day)
    return SignalWords("identification-badge", "warn", sentence, "", _("Name a co-chair"), OpenGroup(None))


def _term_ends(signal: Signal, _today: dt.date) -> SignalWords:
    day = texts.date_long(signal.date) if signal.date else ""
    sentence = _("{name} co-chairs until {day}.").format(name=signal.names[0], day=day)
    return SignalWords("identification-badge", "text2", sentence, "", _("See who follows"), OpenGroup(None))


def _falling(signal: Signal, _today: dt.date) -> SignalWords:
    sentence = _("Attendance fell from {then} to {now} within six meetings.").format(
        then=texts.percent(signal.of / 100), now=texts.percent(signal.count / 100)
    )
    return SignalWords("chart-bar", "warn", sentence, "", _("See who stays away"), OpenMembers("missed"))


def _quiet(signal: Signal, _today: dt.date) -> SignalWords:
    month = texts.month_year(signal.date) if signal.date else ""
    pattern = _("The group {group} has not met since {month}.") if signal.count else _("{group} has never met.")
    sentence = pattern.format(group=signal.names[0], month=month)
    return SignalWords("chat-circle-dots", "text2", sentence, "", _("Ask the group"), OpenGroup(signal.ids[0]))


def _review(signal: Signal, _today: dt.date) -> SignalWords:
    month = texts.month_year(signal.date) if signal.date else ""
    sentence = _("The review of the group {group} was due in {month}.").format(group=signal.names[0], month=month)
    return SignalWords("calendar-check", "warn", sentence, "", _("Look at its purpose"), OpenGroup(signal.ids[0]))


def _purpose_review(signal: Signal, _today: dt.date) -> SignalWords:
    day = texts.date_long(signal.date) if signal.date else ""
    sentence = _("The review of the purpose was due on {date}.").format(date=day)
    return SignalWords("flag", "warn", sentence, "", _("Look at the purpose"), OpenPurpose())


def _overrun(signal: Signal, _today: dt.date) -> SignalWords:
    assert signal.meeting is not None
    words = ngettext(
        "Items without a purpose take {n} minute longer than planned.",
        "Items without a purpose take {n} minutes longer than planned.",
        signal.of,
    )
    target = OpenMeeting(signal.meeting.id, "agenda")
    return SignalWords("clock-countdown", "text2", words.format(n=signal.of), "", _("Look at the agenda"), target)


def _proposals(signal: Signal, _today: dt.date) -> SignalWords:
    assert signal.meeting is not None
    words = ngettext("{n} proposed item waits for a meeting.", "{n} proposed items wait for a meeting.", signal.count)
    target = OpenMeeting(signal.meeting.id, "agenda")
    return SignalWords("hand", "text2", words.format(n=signal.count), "", _("See the proposals"), target)


def _unrepresented(signal: Signal, _today: dt.date) -> SignalWords:
    if signal.count == 1:
        sentence = _("{name} has no representative.").format(name=signal.names[0])
        return SignalWords("user", "text2", sentence, "", _("Name one"), OpenMember(signal.ids[0]))
    sentence = _("{n} members have no representative: nobody to call.").format(n=texts.number(signal.count))
    return SignalWords("user", "text2", sentence, texts.list_of(signal.names), _("See the members"), OpenMembers())


def _to_turn(turn: DeskTurn) -> object:
    return OpenDuties(turn.id)


def _who(turn: DeskTurn) -> str:
    return turn.person or turn.member


def _duty(turn: DeskTurn) -> str:
    return in_sentence(duty_name(turn))


def _nobody_on_duty(signal: Signal, _today: dt.date) -> SignalWords:
    first = signal.turns[0]
    mine = [turn for turn in signal.turns if turn.meeting == first.meeting]
    sentence = _("{meeting}: nobody yet for {duties}.").format(
        meeting=turn_where(first), duties=duties_listed([duty_name(turn) for turn in mine])
    )
    return SignalWords("user-minus", "danger", sentence, "", _("Find somebody"), _to_turn(first))


def _turn_declined(signal: Signal, _today: dt.date) -> SignalWords:
    first = signal.turns[0]
    if signal.count > 1:
        sentence = _("{n} turns ahead have nobody yet.").format(n=texts.number(signal.count))
        names = "\n".join(f"{duty_name(turn)}, {turn_day(turn)}" for turn in signal.turns)
    elif first.state is TurnState.DECLINED:
        sentence = _("{name} declined {duty} on {day}; nobody has it yet.")
        sentence, names = sentence.format(name=_who(first), duty=_duty(first), day=turn_day(first)), ""
    else:
        sentence = _("Nobody can do {duty} on {day}.").format(duty=_duty(first), day=turn_day(first))
        names = ""
    return SignalWords("user-minus", "warn", sentence, names, _("Find somebody"), _to_turn(first))


def _turn_unanswered(signal: Signal, _today: dt.date) -> SignalWords:
    first = signal.turns[0]
    if signal.count > 1:
        sentence = _("{n} turns begin within a week and are not accepted yet.").format(n=texts.number(signal.count))
        names = "\n".join(f"{duty_name(turn)}: {_who(turn)}" for turn in signal.turns)
        return SignalWords("question", "warn", sentence, names, _("See the turns"), _to_turn(first))
    if first.state is TurnState.ASKED:
        sentence = _("{name} has not answered yet: {duty} on {day}.")
    else:
        sentence = _("{name} has not been asked yet: {duty} on {day}.")
    sentence = sentence.format(name=_who(first), duty=_duty(first), day=turn_day(first))
    return SignalWords("question", "warn", sentence, "", _("Go to the turn"), _to_turn(first))


def _turn_not_closed(signal: Signal, _today: dt.date) -> SignalWords:
    first = signal.turns[0]
    assert first.id is not None
    if signal.count > 1:
        sentence = _("Of {n} turns that are over nobody said who did them.").format(n=texts.number(signal.count))
        names = "\n".join(f"{duty_name(turn)}, {turn_where(turn)}" for turn in signal.turns)
    else:
        sentence = _("Nobody said who really did this: {duty}, {when}.")
        sentence, names = sentence.format(duty=_duty(first), when=turn_where(first)), ""
    return SignalWords("clock-countdown", "warn", sentence, names, _("Say who did it"), CloseTurn(first.id))


def _behind(signal: Signal, _today: dt.date) -> SignalWords:
    turn = signal.turns[0]
    sentence = _("{name} is {n} turns behind with {duty} and was passed over.").format(
        name=signal.names[0], n=amount(signal.units), duty=_duty(turn)
    )
    return SignalWords("scales", "warn", sentence, "", _("See why"), _to_turn(turn))


def _not_published(signal: Signal, _today: dt.date) -> SignalWords:
    words = ngettext(
        "{n} planned turn is not in the published rota.", "{n} planned turns are not in the published rota.",
        signal.count,
    )  # fmt: skip
    return SignalWords(
        "arrows-clockwise", "text2", words.format(n=texts.number(signal.count)), "", _("Look at the plan"),
        OpenDuties(),
    )  # fmt: skip


_WORDS: Mapping[SignalKind, Callable[[Signal, dt.date], SignalWords]] = MappingProxyType(
    {
        SignalKind.NO_QUORUM: _no_quorum,
        SignalKind.MINUTES_LATE: _minutes_late,
        SignalKind.NOBODY_ON_DUTY: _nobody_on_duty,
        SignalKind.TURN_DECLINED: _turn_declined,
        SignalKind.TURN_UNANSWERED: _turn_unanswered,
        SignalKind.MISSED: _missed,
        SignalKind.NOT_AGREED: _not_agreed,
        SignalKind.TURN_NOT_CLOSED: _turn_not_closed,
        SignalKind.BEHIND: _behind,
        SignalKind.NO_GRASSROOTS: _no_grassroots,
        SignalKind.SAME_ORGANISATION: _same_organisation,
        SignalKind.NO_CO_CHAIR: _no_co_chair,
        SignalKind.APPROVAL_LATE: _approval_late,
        SignalKind.TO_APPROVE: _to_approve,
        SignalKind.FALLING: _falling,
        SignalKind.QUIET: _quiet,
        SignalKind.PURPOSE_REVIEW: _purpose_review,
        SignalKind.REVIEW: _review,
        SignalKind.OVERRUN: _overrun,
        SignalKind.TERM_ENDS: _term_ends,
        SignalKind.ROTA_NOT_PUBLISHED: _not_published,
        SignalKind.PROPOSALS: _proposals,
        SignalKind.UNREPRESENTED: _unrepresented,
    }
)
