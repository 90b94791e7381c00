"""What the charter, indicators, endorsements, notes and challenges are called, on screen and on paper. No Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING

from db.spells import last_day
from db.vocabulary import ChallengeStanding, CharterKind, NoteKind, ReviewOutcome, Stance
from desktop import texts
from desktop.texts import N_, _, ngettext, pgettext

if TYPE_CHECKING:
    import datetime as dt

    from db.charter.challenges import ChallengeRow
    from db.charter.charter import PurposeGap, VersionRow
    from db.charter.endorsements import EndorsementSheet, Tally
    from db.charter.indicators import IndicatorRow

QUESTIONS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "specific": (N_("Specific"), N_("What exactly is to change, where and for whom?")),
        "measurable": (N_("Measurable"), N_("By what will we see that it changed?")),
        "achievable": (N_("Achievable"), N_("Who has to act, and can we move them?")),
        "realistic": (N_("Realistic"), N_("Do we have the people, time and money?")),
        "time_bound": (N_("Time-bound"), N_("By when is it to be reached?")),
    }
)
"""By field: what the question is called, and the question in words."""

NOTE_PARTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "issue": (N_("The issue"), N_("What is wrong, and for whom?")),
        "why_now": (N_("Why now"), N_("What happens if nobody acts this year?")),
        "evidence": (N_("Evidence"), N_("What do we know, and from where?")),
        "positions": (N_("Positions"), N_("Who wants what, inside and outside the alliance?")),
        "asks": (N_("What we ask"), N_("What do we ask, and of whom?")),
    }
)
"""By field: the heading of a part of a briefing note, and what it answers."""

_GAPS: Mapping[str, str] = MappingProxyType(
    {
        "words": N_("what the alliance is for"),
        "specific": N_("what exactly is to change"),
        "measurable": N_("by what we will see it"),
        "achievable": N_("who has to act"),
        "realistic": N_("what we have for it"),
        "time_bound": N_("by when"),
        "indicator": N_("an indicator"),
        "target": N_("a target with its date"),
        "review_date": N_("the day it is reviewed"),
    }
)
_CHALLENGES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "unrealistic_expectations": (
            N_("Unrealistic expectations"),
            N_("Members expect more, or sooner, than the alliance can bring about."),
        ),
        "overshadowed_by_large": (
            N_("Overshadowed by large organisations"),
            N_("What the large ones want becomes what the alliance does."),
        ),
        "missing_grassroots": (
            N_("Grassroots are missing"),
            N_("Those whom it is about are not in the room, or do not speak."),
        ),
        "one_sided_politics": (
            N_("Politically one-sided"),
            N_("The alliance is seen as close to one party or one office."),
        ),
        "members_without_means": (
            N_("Members without means"),
            N_("Some would take part but cannot pay for travel, time or telephone."),
        ),
        "few_dominate": (N_("A few dominate"), N_("The same few speak, propose and decide.")),
        "minutes_or_duties_undone": (
            N_("Minutes or duties left undone"),
            N_("Nobody writes, calls or keeps the records, or it is always the same person."),
        ),
        "purpose_spent": (N_("The purpose is spent"), N_("It is reached, or nobody believes in it any more.")),
    }
)
_STANCES: Mapping[Stance, str] = MappingProxyType(
    {Stance.ENDORSES: N_("Endorses"), Stance.SILENT: N_("Silent"), Stance.OBJECTS: N_("Objects")}
)
_STANDINGS: Mapping[ChallengeStanding, str] = MappingProxyType(
    {
        ChallengeStanding.NOT_SEEN: N_("Not seen here"),
        ChallengeStanding.WATCH: N_("To be watched"),
        ChallengeStanding.PRESENT: N_("It is here"),
    }
)
_KINDS: Mapping[CharterKind, str] = MappingProxyType(
    {
        CharterKind.PURPOSE: N_("Purpose"),
        CharterKind.PRINCIPLES: N_("Principles"),
        CharterKind.WAYS_OF_WORKING: N_("Ways of working"),
    }
)


def charter_kind(kind: CharterKind) -> str:
    """Return "Purpose", "Principles", "Ways of working"."""
    return _(_KINDS[kind])


def version_name(kind: CharterKind, number: int | str) -> str:
    """Return "Purpose, version 2"."""
    return _("{what}, version {number}").format(what=charter_kind(kind), number=number)


def version_standing(row: VersionRow, today: dt.date) -> str:
    """Return how a version stands: "In force since 12 March 2024", "Draft"…"""
    if row.in_force_from is None:
        return _("Draft")
    since = texts.date_long(row.in_force_from)
    if row.in_force_on(today):
        return _("In force since {date}").format(date=since)
    if row.in_force_from > today:
        return _("In force from {date}").format(date=since)
    last = max(last_day(row.until), row.in_force_from) if row.until else None  # another may begin on the same day
    until = texts.date_short_year(last) if last else ""
    since = texts.date_short_year(row.in_force_from)
    return _("In force from {start} to {end}").format(start=since, end=until)


def question_name(field: str) -> str:
    """Return what one of the five questions is called: "Specific"."""
    return _(QUESTIONS[field][0])


def question(field: str) -> str:
    """Return one of the five questions in words."""
    return _(QUESTIONS[field][1])


def missing(gaps: Sequence[PurposeGap]) -> str:
    """Return "Still missing: by when, an indicator and the day it is reviewed."; nothing where nothing is."""
    if not gaps:
        return ""
    return _("Still missing: {what}.").format(what=texts.list_of([_(_GAPS[gap.value]) for gap in gaps]))


def outcome(word: ReviewOutcome) -> str:
    """Return "Continue", "Change", "End"."""
    words = {
        ReviewOutcome.CONTINUE: pgettext("outcome of a review", "Continue"),
        ReviewOutcome.CHANGE: pgettext("outcome of a review", "Change"),
        ReviewOutcome.END: pgettext("outcome of a review", "End"),
    }
    return words[word]


def outcome_sentence(word: ReviewOutcome, day: dt.date) -> str:
    """Return "Reviewed on 12 March 2026: the alliance goes on."."""
    sentences = {
        ReviewOutcome.CONTINUE: _("Reviewed on {date}: it holds, and the alliance goes on."),
        ReviewOutcome.CHANGE: _("Reviewed on {date}: it is to be changed."),
        ReviewOutcome.END: _("Reviewed on {date}: it has run its course, and the alliance ends."),
    }
    return sentences[word].format(date=texts.date_long(day))


def stance_word(word: Stance) -> str:
    """Return "Endorses", "Silent", "Objects"."""
    return _(_STANCES[word])


def tally_words(tally: Tally) -> str:
    """Return "28 endorse, 2 silent, 1 objects"; nothing where nothing is known."""
    parts = []
    if tally.endorse or tally.said:
        endorse = ngettext("{n} endorses", "{n} endorse", tally.endorse)
        parts.append(endorse.format(n=texts.number(tally.endorse)))
    if tally.silent:
        parts.append(ngettext("{n} silent", "{n} silent", tally.silent).format(n=texts.number(tally.silent)))
    if tally.object:
        parts.append(ngettext("{n} objects", "{n} object", tally.object).format(n=texts.number(tally.object)))
    return ", ".join(parts)


def unasked_words(tally: Tally) -> str:
    """Return "3 not asked yet"; nothing where all were."""
    if not tally.unasked:
        return ""
    return ngettext("{n} not asked yet", "{n} not asked yet", tally.unasked).format(n=texts.number(tally.unasked))


def subject_name(sheet: EndorsementSheet) -> str:
    """Return what members are asked to stand behind: "Decision 41.2", "Purpose, version 2", a note's title."""
    if sheet.charter_kind is not None:
        return version_name(sheet.charter_kind, sheet.number)
    if sheet.note_kind is not None:
        return sheet.title
    return _("Decision {label}").format(label=sheet.number)


def note_kind(kind: NoteKind) -> str:
    """Return "Briefing note" or "Statement"."""
    return _("Statement") if kind is NoteKind.STATEMENT else _("Briefing note")


def note_part(field: str, kind: NoteKind = NoteKind.BRIEFING) -> str:
    """Return the heading of a part: "Why now". A statement's only part is its text."""
    return _("The statement") if kind is NoteKind.STATEMENT else _(NOTE_PARTS[field][0])


def note_question(field: str, kind: NoteKind = NoteKind.BRIEFING) -> str:
    """Return what a part answers."""
    return _("What does the alliance say?") if kind is NoteKind.STATEMENT else _(NOTE_PARTS[field][1])


def challenge_name(row: ChallengeRow) -> str:
    """Return what a challenge is called."""
    return row.name or (known_challenge(row.key) if row.key in _CHALLENGES else row.key)


def known_challenge(key: str) -> str:
    """Return what a known challenge is called."""
    return _(_CHALLENGES[key][0])


def challenge_meaning(row: ChallengeRow) -> str:
    """Return what a known challenge is in a sentence; nothing for the alliance's own."""
    return _(_CHALLENGES[row.key][1]) if row.key in _CHALLENGES else ""


def challenge_standing(word: ChallengeStanding | None) -> str:
    """Return how a challenge is judged: "To be watched"; "Not judged yet"."""
    return _("Not judged yet") if word is None else _(_STANDINGS[word])


def amount(value: Decimal, unit: str) -> str:
    """Return a value with its unit, as many decimals as it has: "29.5 %"."""
    text = texts.decimal(value)
    return f"{text}\N{NO-BREAK SPACE}{unit}" if unit else text


def line_amount(value: Decimal, unit: str) -> str:
    """Return where a line stands, one decimal at most: "27 %"."""
    return amount(value.quantize(Decimal("0.1")).normalize() + 0, unit)


def way_of(row: IndicatorRow) -> str:
    """Return "From 29.5 % in March 2006 to 24.5 % by December 2011", as far as it is known."""
    start = None if row.baseline_value is None else amount(row.baseline_value, row.unit)
    end = None if row.target_value is None else amount(row.target_value, row.unit)
    if start and row.baseline_date:
        start = _("{value} in {month}").format(value=start, month=texts.month_year(row.baseline_date))
    if end and row.target_date:
        end = _("{value} by {month}").format(value=end, month=texts.month_year(row.target_date))
    if start and end:
        return _("From {start} to {end}").format(start=start, end=end)
    if end:
        return _("To {end}").format(end=end)
    return _("From {start}; no target yet").format(start=start) if start else _("No baseline and no target yet")


def against_the_line(row: IndicatorRow) -> str:
    """Return how the newest observation stands to the line from baseline to target; nothing without one of them."""
    latest = row.latest
    if latest is None:
        return ""
    line, good = row.line_on(latest.on_date), row.on_the_line(latest.value, latest.on_date)
    if line is None or good is None:
        return ""
    if latest.value == row.target_value or (good and _reached(row, latest.value)):
        return _("The target is reached.")
    expected = line_amount(line, row.unit)
    if latest.value == line:
        return _("On the line to the target, which stood at {value} then.").format(value=expected)
    if good:
        return _("Ahead of the line to the target, which stood at {value} then.").format(value=expected)
    return _("Behind the line to the target, which stood at {value} then.").format(value=expected)


def _reached(row: IndicatorRow, value: Decimal) -> bool:
    if row.target_value is None:
        return False
    return value <= row.target_value if row.is_to_fall else value >= row.target_value


def statement_goes_out(names: Sequence[str], *, shown: int = 6) -> str:
    """Return in whose name a statement goes out, so many of the names written out."""
    if not names:
        return _("Nobody endorses it yet, so it goes out in nobody’s name.")
    count = ngettext("Goes out in the name of {n} member: {names}.", "Goes out in the name of {n} members: {names}.",
                     len(names))  # fmt: skip
    listed = list(names)
    if len(listed) > shown + 1:
        more = len(listed) - shown
        listed = [*listed[:shown], ngettext("{n} more", "{n} more", more).format(n=texts.number(more))]
    return count.format(n=texts.number(len(names)), names=texts.list_of(listed))


def indicator_state(row: IndicatorRow) -> str:
    """Return "dropped" for an indicator that is not followed any more."""
    return pgettext("state of an indicator", "dropped") if row.dropped_on else ""
