"""Words and signs of the page Duties: states, when a turn is, who has it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from db.duties.rota import RotaRow, TurnRow
from db.meetings.labels import MeetingLabel
from db.spells import last_day
from db.vocabulary import OPEN, TurnState
from desktop import texts
from desktop.naming.duties import duty_name, state_word
from desktop.naming.meetings import meeting_name
from desktop.naming.turns import in_sentence
from desktop.texts import _, ngettext, pgettext
from desktop.widgets.recipients import channel_word

NOBODY: Final = "nobody"
SWAPPED: Final = "swapped"
Sign = TurnState | str
"""What a state's sign stands for: a state, or one of the two words above."""

_SIGNS: Mapping[Sign, tuple[str, str]] = MappingProxyType(
    {
        TurnState.DONE: ("check", "ok"),
        TurnState.MISSED: ("x", "danger"),
        SWAPPED: ("arrows-left-right", "accent_text"),
        TurnState.DONE_BY_OTHER: ("user-check", "accent_text"),
        TurnState.ACCEPTED: ("check-circle", "ok"),
        TurnState.ASKED: ("question", "warn_line"),
        TurnState.DECLINED: ("prohibit", "danger"),
        TurnState.PLANNED: ("circle-dashed", "text2"),
        NOBODY: ("warning", "warn_line"),
    }
)
SIGNS: Final = tuple(_SIGNS)


def sign_of(turn: TurnRow) -> Sign:
    """Return what a turn's sign stands for."""
    if turn.swapped_with and turn.state in (TurnState.ACCEPTED, TurnState.DONE):
        return SWAPPED
    return NOBODY if turn.member_id is None and turn.state in OPEN else turn.state


def drawing(sign: Sign) -> tuple[str, str]:
    """Return the icon of a sign, and the role of its colour."""
    return _SIGNS[sign]


def sign_word(sign: Sign) -> str:
    """Return what the legend says of a sign."""
    words: dict[Sign, str] = {
        TurnState.DONE: pgettext("state of a turn", "Done"),
        TurnState.MISSED: pgettext("state of a turn", "Missed"),
        SWAPPED: pgettext("state of a turn", "Swapped"),
        TurnState.DONE_BY_OTHER: pgettext("state of a turn", "By another"),
        TurnState.ACCEPTED: pgettext("state of a turn", "Accepted"),
        TurnState.ASKED: _("No answer yet"),
        TurnState.DECLINED: pgettext("state of a turn", "Declined"),
        TurnState.PLANNED: pgettext("state of a turn", "Planned"),
        NOBODY: _("Nobody can"),
    }
    return words[sign]


def row_when(row: RotaRow, today: dt.date) -> str:
    """Return when a row of the rota is: "22 Oct", "1 Oct – 31 Oct"."""
    if row.end is None or row.meeting is not None:
        return texts.date_in(row.first, today.year)
    last = last_day(row.end)
    if row.first.day == 1 and row.end.day == 1 and (row.end - row.first).days <= 31:
        return texts.month_year(row.first)
    return f"{texts.date_short(row.first)} – {texts.date_in(last, today.year)}"


def row_what(meeting: MeetingLabel | None) -> str:
    """Return which meeting a row of the rota is, in short: "Meeting 38", else its group or title; "Term"."""
    if meeting is None:
        return pgettext("a span of days in which one has a duty", "Term")
    if meeting.number is not None and not meeting.group and not meeting.title:
        return _("Meeting {number}").format(number=meeting.number)
    return meeting_name(meeting)


def who_words(turn: TurnRow) -> tuple[str, str]:
    """Return the two lines of a cell: the person over the member, or who did it instead."""
    if turn.state is TurnState.DONE_BY_OTHER and turn.done_by:
        did = texts.list_of([one.person or one.member for one in turn.done_by])
        return did, _("Instead of {name}").format(name=turn.person or turn.member) if turn.member else ""
    if turn.state is TurnState.DONE and turn.done_by:
        people = texts.list_of([one.person or one.member for one in turn.done_by])
        members = list(dict.fromkeys(one.member for one in turn.done_by))
        if members == [turn.member]:
            members = [turn.short_name or turn.member]
        return people, texts.list_of(members) if any(one.person for one in turn.done_by) else ""
    if turn.member_id is None:
        return _("Nobody yet"), ""
    member = turn.short_name or turn.member
    return (turn.person, member) if turn.person and turn.person != turn.member else (turn.member, "")


def second_line(turn: TurnRow) -> tuple[str, str]:
    """Return the second line of a cell and the role of its colour: the member, unless the state says more."""
    member = who_words(turn)[1]
    sign = sign_of(turn)
    if sign is TurnState.MISSED or sign is TurnState.DECLINED:
        return sign_word(sign), "danger"
    if sign == SWAPPED:
        return pgettext("in a swap", "with {name}").format(name=turn.swapped_with), "accent_text"
    if sign == NOBODY:
        return _("Nobody can"), "warn"
    return member, "text2"


def spoken(turn: TurnRow) -> str:
    """Return all a cell shows, for a screen reader and the tool tip: one fact a line."""
    first, second = who_words(turn)
    state = state_word(turn)
    if turn.state is TurnState.ASKED and turn.asked_at is not None:
        state = asked_words(turn)
    parts = [first, second if second != first else "", state]
    if turn.alternate:
        parts.append(_("Stands by: {name}").format(name=turn.alternate))
    if turn.beside:
        parts.append(_("Beside, the first time: {name}").format(name=turn.beside))
    if turn.frozen and turn.state in OPEN:
        parts.append(_("Stays here when planning"))
    if turn.changed and turn.state in OPEN:
        parts.append(_("Changed since the plan was published"))
    if turn.note:
        parts.append(turn.note)
    return "\n".join(filter(None, parts))


def asked_words(turn: TurnRow) -> str:
    """Return when and how somebody was asked: "Asked 12 Oct, e-mail"."""
    if turn.asked_at is None:
        return _("No answer yet")
    day = texts.date_short(turn.asked_at.astimezone().date())
    if turn.asked_how is None:
        return _("Asked {day}").format(day=day)
    return _("Asked {day}, {how}").format(day=day, how=channel_word(turn.asked_how))


def why_title(turn: TurnRow, *, is_next: bool) -> str:
    """Return the title of the card that says why: "Why Salome Suneli is next for minutes"."""
    name, of = turn.person or turn.member, in_sentence(duty_name(turn.duty))
    if turn.state is TurnState.DONE_BY_OTHER:
        name = who_words(turn)[0]
    if not name:
        return _("Nobody has {duty} yet").format(duty=of)
    if turn.state is TurnState.DECLINED:
        return _("{name} declined {duty}").format(name=name, duty=of)
    if turn.state not in OPEN:
        return _("{name} and {duty}").format(name=name, duty=of)
    words = _("Why {name} is next for {duty}") if is_next else _("Why {name} has {duty}")
    return words.format(name=name, duty=of)


def is_held_on_to(turn: TurnRow) -> bool:
    """Return whether somebody said that planning leaves a turn; after a swap that goes without saying."""
    return turn.frozen and turn.state in OPEN and not turn.swapped_with


def turns_counted(rows: Sequence[object]) -> str:
    """Return "1 turn", "12 turns"."""
    return ngettext("{n} turn", "{n} turns", len(rows)).format(n=texts.number(len(rows)))
