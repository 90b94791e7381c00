"""What duties, turns and the reasons for them are called, on screen and on paper. No Qt.

Today needs these words at once, so nothing of the planner is loaded for them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Protocol

from db.turn_units import TURN
from db.vocabulary import OPEN, DutyRhythm, PassedOverWhy, TurnState
from desktop import texts
from desktop.texts import N_, _, ngettext, pgettext

if TYPE_CHECKING:
    from db.duties.drafting import PassedOver
    from db.duties.keeping import DutyRow
    from db.duties.rota import TurnRow, Why

    _Passed = tuple[PassedOver, str, str]


_MOST_REASONS: Final = 4
"""More reasons than these are told without their days."""


class Duty(Protocol):
    """What has a duty's key and the alliance's own name for it."""

    @property
    def key(self) -> str:
        """The stable word of a duty that Ronda knows."""

    @property
    def name(self) -> str:
        """The alliance's own name; may be empty."""


_DUTIES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "minutes": (N_("Minutes"), N_("Writes decisions and actions down and sends them out")),
        "chairing": (N_("Chairing"), N_("Keeps time and lets everyone speak")),
        "calling": (N_("Calling"), N_("Sends the call before the meeting")),
        "records": (N_("Records"), N_("Keeps the attendance list, papers and register")),
        "statements": (N_("Statements"), N_("Drafts what the alliance says in public")),
        "hosting": (N_("Hosting"), N_("Gives the room and receives everyone")),
    }
)
_STATES: Mapping[TurnState, str] = MappingProxyType(
    {
        TurnState.PLANNED: N_("Planned"),
        TurnState.ASKED: N_("No answer yet"),
        TurnState.ACCEPTED: N_("Accepted"),
        TurnState.DECLINED: N_("Declined"),
        TurnState.DONE: N_("Done"),
        TurnState.MISSED: N_("Missed"),
        TurnState.DONE_BY_OTHER: N_("Done by somebody else"),
    }
)
_PASSED_OVER: Mapping[PassedOverWhy, tuple[str, str]] = MappingProxyType(
    {
        PassedOverWhy.AWAY: (
            N_("{name} is further behind, but cannot come."),
            N_("{names} are further behind, but cannot come."),
        ),
        PassedOverWhy.DECLINED: (
            N_("{name} is further behind, but declined."),
            N_("{names} are further behind, but declined."),
        ),
        PassedOverWhy.BUSY: (
            N_("{name} is further behind, but has another turn at the same time."),
            N_("{names} are further behind, but have another turn at the same time."),
        ),
        PassedOverWhy.SERVED: (
            N_("{name} is further behind, but had a turn just before."),
            N_("{names} are further behind, but had a turn just before."),
        ),
        PassedOverWhy.AHEAD_IN_ALL: (
            N_("{name} is further behind here, but ahead in all duties together."),
            N_("{names} are further behind here, but ahead in all duties together."),
        ),
        PassedOverWhy.PROMISED: (
            N_("{name} is further behind, but this turn was promised to {member} already."),
            N_("{names} are further behind, but this turn was promised to {member} already."),
        ),
        PassedOverWhy.NEEDED: (
            N_("{name} is further behind, but is needed for a later turn."),
            N_("{names} are further behind, but are needed for later turns."),
        ),
    }
)


def duty_name(duty: Duty) -> str:
    """Return the alliance's own name for a duty, else the usual one: "Minutes"."""
    return duty.name or usual_name(duty.key)


def command_word(duty: Duty) -> str:
    """Return what commands call a duty: its key, or the name of one’s own, whose key nobody could write."""
    return duty.key if duty.key in _DUTIES else duty_name(duty)


def duty_task(duty: DutyRow) -> str:
    """Return in a line what has to be done; nothing where nobody said."""
    return duty.description or usual_task(duty.key)


def usual_name(key: str) -> str:
    """Return what a duty Ronda knows is usually called; nothing for the alliance's own."""
    return _(_DUTIES[key][0]) if key in _DUTIES else ""


def usual_task(key: str) -> str:
    """Return in a line what a duty Ronda knows usually is; nothing for the alliance's own."""
    return _(_DUTIES[key][1]) if key in _DUTIES else ""


def rhythm_words(duty: DutyRow) -> str:
    """Return how often a duty falls due: "Every meeting"."""
    match duty.rhythm:
        case DutyRhythm.MEETINGS:
            text = ngettext("For {n} meeting", "For {n} meetings", duty.every)
            return text.format(n=texts.number(duty.every))
        case DutyRhythm.MONTH:
            return _("Every month")
        case DutyRhythm.QUARTER:
            return _("Every quarter")
        case DutyRhythm.DATES:
            return _("On set dates")
        case _:
            return _("Every meeting")


def state_word(turn: TurnRow) -> str:
    """Return how far a turn is: "Planned", "Swapped with Green Step Foundation"."""
    if turn.swapped_with and turn.state in (TurnState.ACCEPTED, TurnState.DONE):
        return _("Swapped with {name}").format(name=turn.swapped_with)
    if turn.member_id is None and turn.state in OPEN:
        return _("Nobody can")
    return _(_STATES[turn.state])


def amount(units: int) -> str:
    """Return units of turns in turns, with one decimal: "4.2"."""
    return texts.number(units / TURN, decimals=1)


def signed_amount(units: int) -> str:
    """Return a balance in turns with its sign: "−1.8"."""
    return texts.signed(round(units / TURN, 1) + 0.0, decimals=1)


def nobody_in_ledger() -> str:
    """Return what is said in place of a ledger that has no lines."""
    return _("Nobody can be asked for this duty yet, so its ledger is empty.")


def why_sentences(why: Why, member: str) -> list[str]:
    """Return why a turn went to a member, in the ledger's numbers, and why others did not get it.

    The numbers are those of the day of the turn: turns planned before it count.
    """
    behind = why.fair_share - why.turns_done
    numbers = {"member": member, "share": amount(why.fair_share), "done": amount(why.turns_done)}
    could = [
        one for one, _name, _left in why.passed_over if one.why not in (PassedOverWhy.AWAY, PassedOverWhy.DECLINED)
    ]
    if behind <= 0:
        first = _("{member}: fair share {share} by then, turns {done}. Nobody who can come is further behind.")
        if could:
            first = _("{member}: fair share {share} by then, turns {done}.")
    elif could:
        first = _("{member}: fair share {share} by then, turns {done}, so {behind} behind.")
    else:
        first = _(
            "Of all who can come, {member} is furthest behind: fair share {share} by then, turns {done}, "
            "so {behind} behind."
        )
    sentences = [first.format(behind=amount(behind), **numbers)]
    sentences += [
        _passed_over(*same[0], [name for _one, name, _left in same], member) for same in _alike(why.passed_over)
    ]
    if why.runner_up:
        following = pgettext("runner-up", "{name} would come next.")
        if could:  # what keeps them from this turn may fall away with who has it
            following = pgettext("runner-up", "Of the others, {name} would come next.")
        sentences.append(following.format(name=why.runner_up))
    return sentences


def _alike(passed_over: Sequence[_Passed]) -> list[list[_Passed]]:
    """Return those passed over by why they were; where that is many, their days are left out for one sentence each."""
    exactly: dict[object, list[_Passed]] = {}
    roughly: dict[object, list[_Passed]] = {}
    for one, name, left in passed_over:
        exactly.setdefault((one.why, one.away_until, one.because_on, left), []).append((one, name, left))
        plain = replace(one, away_until=None, because_member_id=None, because_on=None)
        roughly.setdefault(one.why, []).append((plain, name, ""))
    return list((exactly if len(exactly) <= _MOST_REASONS else roughly).values())


def _passed_over(one: PassedOver, name: str, left: str, names: Sequence[str], member: str) -> str:
    """Return why somebody did not get a turn that `member` has, or several (`names`, `name` the first)."""
    several, alone = texts.list_of(names), len(names) == 1
    if one.why is PassedOverWhy.AWAY and one.away_until is not None:
        sentence = _("{names} are further behind, but away until {day}.")
        if alone:
            sentence = _("{name} is further behind, but away until {day}.")
        return sentence.format(name=name, names=several, day=texts.date_long(one.away_until))
    if one.why is PassedOverWhy.NEEDED and left and one.because_on is not None:
        sentence = _("{names} are further behind, but then {other} would be left without their due turn by {day}.")
        if alone:
            sentence = _("{name} is further behind, but then {other} would be left without their due turn by {day}.")
        return sentence.format(name=name, names=several, other=left, day=texts.date_long(one.because_on))
    single, plural = _PASSED_OVER[one.why]
    return _(single if alone else plural).format(name=name, names=several, member=member)
