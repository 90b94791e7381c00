"""How turns stand where they are shown in passing: signs, badges, when they are, histories beside names. No Qt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from db.meetings.labels import MeetingLabel
from db.spells import last_day
from db.turn_units import TURN
from db.vocabulary import OPEN, PassedOverWhy, TurnState
from desktop import texts
from desktop.naming.duties import amount, duty_name
from desktop.naming.meetings import meeting_name
from desktop.texts import _, ngettext, pgettext

if TYPE_CHECKING:
    from db.duties.rota import TurnRow
    from db.duties.turns import Candidate

_DUTY_ICONS: Mapping[str, str] = MappingProxyType(
    {
        "minutes": "pencil-line",
        "chairing": "microphone",
        "calling": "megaphone",
        "records": "archive",
        "statements": "note",
        "hosting": "coffee",
    }
)


class HasTurn(Protocol):
    """What is known of a turn wherever it is shown."""

    @property
    def state(self) -> TurnState:
        """How far it is."""

    @property
    def member_id(self) -> object:
        """Whose it is; empty: nobody's."""

    @property
    def first(self) -> dt.date:
        """Its first day."""

    @property
    def end(self) -> dt.date | None:
        """The day after a term's last."""

    @property
    def meeting(self) -> MeetingLabel | None:
        """The meeting it is at."""


class HasStanding(Protocol):
    """A member's history with a duty, `done` and `share` in units."""

    @property
    def last_done(self) -> dt.date | None:
        """When it was done last."""

    @property
    def done(self) -> int:
        """Turns done."""

    @property
    def share(self) -> int:
        """The fair share."""


def duty_icon(key: str) -> str:
    """Return the icon of a duty."""
    return _DUTY_ICONS.get(key, "arrows-clockwise")


def turn_badge(turn: HasTurn) -> tuple[str, str, str | None]:
    """Return how a turn stands as a badge: word, kind, icon."""
    if turn.member_id is None and turn.state in OPEN:
        return _("Nobody yet"), "danger", None
    badges: dict[TurnState, tuple[str, str, str | None]] = {
        TurnState.PLANNED: (pgettext("state of a turn", "Planned"), "outline", None),
        TurnState.ASKED: (_("No answer yet"), "warnsolid", None),
        TurnState.ACCEPTED: (pgettext("state of a turn", "Accepted"), "ok", "check"),
        TurnState.DECLINED: (pgettext("state of a turn", "Declined"), "danger", None),
        TurnState.DONE: (pgettext("state of a turn", "Done"), "neutral", None),
        TurnState.MISSED: (pgettext("state of a turn", "Missed"), "danger", None),
        TurnState.DONE_BY_OTHER: (_("Done by another"), "neutral", None),
    }
    return badges[turn.state]


def turn_day(turn: HasTurn) -> str:
    """Return when a turn is, in short: "22 October 2026", "October 2026", "1 Oct to 31 Dec 2026"."""
    if turn.meeting is not None or turn.end is None:
        return texts.date_long(turn.first)
    if turn.first.day == 1 and turn.end.day == 1 and (turn.end - turn.first).days <= 31:
        return texts.month_year(turn.first)
    last = texts.date_short_year(last_day(turn.end))
    return _("{first} to {last}").format(first=texts.date_short(turn.first), last=last)


def turn_where(turn: HasTurn) -> str:
    """Return where a turn belongs: its meeting by name, or the days of its term."""
    return meeting_name(turn.meeting) if turn.meeting is not None else turn_day(turn)


def turn_when(turn: HasTurn) -> str:
    """Return when a turn is, in full: "26 November 2026, General meeting 42"."""
    if turn.meeting is not None:
        return f"{texts.date_long(turn.first)}, {meeting_name(turn.meeting)}"
    if turn.end is None:
        return texts.date_long(turn.first)
    last = texts.date_long(last_day(turn.end))
    return _("{first} to {last}").format(first=texts.date_long(turn.first), last=last)


def turn_title(turn: TurnRow) -> str:
    """Return which turn a dialog is about: "Minutes  ·  26 November 2026, General meeting 42"."""
    return f"{duty_name(turn.duty)}  ·  {turn_when(turn)}"


def in_sentence(words: str) -> str:
    """Return words as they stand inside a sentence: "minutes", but "VIP care"."""
    return words[:1].lower() + words[1:] if words[1:2].islower() else words


def history_words(standing: HasStanding | None, today: dt.date, planned: int = 0) -> str:
    """Return what stands beside a name: "last in March, 3 turns, share 3.6, 1 planned"."""
    done, share = (0, 0) if standing is None else (standing.done, standing.share)
    parts = [turns_words(done), _("share {share}").format(share=amount(share))]
    if planned:
        parts.append(ngettext("{n} planned", "{n} planned", planned).format(n=texts.number(planned)))
    last = None if standing is None else standing.last_done
    if last is None:
        return ", ".join((_("no turn yet"), *parts[1:]))
    near = last.year == today.year or (today - last).days < 150
    month = texts.month_name(last) if near else texts.month_year(last)
    return ", ".join((_("last in {month}").format(month=month), *parts))


def standing_words(one: Candidate) -> str:
    """Return how far a member is behind or ahead: "1.8 behind"."""
    if abs(one.balance) < TURN / 20:  # which would read as "0.0 ahead"
        return _("just even")
    words = _("{n} behind") if one.balance < 0 else _("{n} ahead")
    return words.format(n=amount(abs(one.balance)))


def hindered_words(one: Candidate) -> str:
    """Return why a member cannot take a turn."""
    if one.hindered is PassedOverWhy.AWAY:
        if one.away_until is not None:
            return _("away until {day}").format(day=texts.date_short_year(one.away_until))
        return pgettext("a member that cannot come", "away")
    if one.hindered is PassedOverWhy.DECLINED:
        return _("declined this turn")
    return _("has another turn there")


def turns_words(units: int) -> str:
    """Return "3 turns", "2.5 turns"."""
    whole, rest = divmod(units, TURN)
    if rest:
        return _("{n} turns").format(n=amount(units))
    return ngettext("{n} turn", "{n} turns", whole).format(n=texts.number(whole))


def duties_listed(names: Sequence[str]) -> str:
    """Return duties as a sentence lists them: "minutes and records"."""
    return texts.list_of([in_sentence(name) for name in names])
