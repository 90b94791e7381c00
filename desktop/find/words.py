"""What is typed and found, in words: filters in the reader's language, kinds, titles, places. No widgets."""

import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from db.charter.known_challenges import KNOWN
from db.duties.standard import FOUND_BY
from db.folding import fold
from db.meetings.labels import MeetingLabel
from db.search.search import OF_EVALUATIONS, Hit, read_query
from desktop import texts
from desktop.naming.charter import known_challenge
from desktop.naming.duties import duty_name
from desktop.naming.filters import filter_words
from desktop.naming.measures import period_words
from desktop.naming.meetings import meeting_name
from desktop.texts import _, pgettext
from desktop.widgets.meeting_tab import OpenMeeting
from desktop.widgets.targets import (
    OpenAction,
    OpenDecision,
    OpenDuties,
    OpenEvaluation,
    OpenGroup,
    OpenMember,
    OpenPaper,
    OpenPurpose,
)

BEGIN, END = "\ue000", "\ue001"
ICONS: Mapping[str, str] = MappingProxyType(
    {
        "member": "users-three",
        "person": "user",
        "group": "tree-structure",
        "meeting": "calendar-blank",
        "item": "list-numbers",
        "minutes": "file-text",
        "decision": "seal-check",
        "action": "check-square",
        "paper": "paperclip",
        "duty": "arrows-clockwise",
        "purpose": "flag",
        "principle": "flag",
        "section": "flag",
        "indicator": "chart-bar",
        "note": "note",
        "challenge": "flag",
        "finding": "chart-bar",
        "interview": "chats-circle",
        "recommendation": "chart-bar",
    }
)


ON_PURPOSE = frozenset(("purpose", "principle", "section", "indicator", "note", "challenge"))
"""What the page Purpose shows."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; `found` where it is what was looked for."""

    text: str
    found: bool = False


def kind_word(kind: str) -> str:
    """Return what a kind of result is called."""
    words = {
        "member": pgettext("kind of result", "Member"),
        "person": pgettext("kind of result", "Person"),
        "group": pgettext("kind of result", "Group"),
        "meeting": pgettext("kind of result", "Meeting"),
        "item": pgettext("kind of result", "Agenda item"),
        "minutes": pgettext("kind of result", "Minutes"),
        "decision": pgettext("kind of result", "Decision"),
        "action": pgettext("kind of result", "Action"),
        "paper": pgettext("kind of result", "Paper"),
        "duty": pgettext("kind of result", "Duty"),
        "purpose": pgettext("kind of result", "Purpose"),
        "principle": pgettext("kind of result", "Principle"),
        "section": pgettext("kind of result", "Ways of working"),
        "indicator": pgettext("kind of result", "Indicator"),
        "note": pgettext("kind of result", "Note"),
        "challenge": pgettext("kind of result", "Challenge"),
        "finding": pgettext("kind of result", "Finding"),
        "interview": pgettext("kind of result", "Interview"),
        "recommendation": pgettext("kind of result", "Recommendation"),
    }
    return words[kind]


def state_word(state: str) -> str:
    """Return how a result stands; nothing where that goes without saying."""
    words = {
        "open": pgettext("state of a result", "open"),
        "done": pgettext("state of a result", "done"),
        "dropped": pgettext("state of a result", "dropped"),
        "superseded": pgettext("state of a result", "superseded"),
    }
    return words.get(state, "")


def hints(year: int) -> list[tuple[str, str]]:
    """Return filters to offer: (what to type, what it does)."""
    own = filter_words()
    return [
        (f"{own['decision']}:", _("decisions only")),
        (f"{own['action']}: {own['open']}", _("open actions")),
        (f"{own['member']}:", _("members only")),
        (f"{own['paper']}:", _("papers only")),
        (f"{own['from']}:{year - 1}", _("since {year}").format(year=year - 1)),
    ]


def passage_pieces(passage: str) -> list[Piece]:
    """Return a passage taken apart at its marks."""
    pieces = []
    for n, part in enumerate(re.sub(r"\s+", " ", passage).split(BEGIN)):
        found, end, rest = part.partition(END)
        if n == 0 or not end:
            pieces.append(Piece(part))
        else:
            pieces += [Piece(found, found=True), Piece(rest)]
    return [piece for piece in pieces if piece.text]


def title_pieces(title: str, typed: str) -> list[Piece]:
    """Return a title with the words looked for set apart; the last one may be only begun."""
    query = read_query(typed)
    whole = {fold(word) for word in query.words}
    begun = fold(query.words[-1]) if query.words and not query.last_is_whole else ""
    pieces: list[Piece] = []
    word = ""
    for letter in f"{title} ":
        if letter.isalnum() or letter in "'’":
            word += letter
            continue
        if word:
            folded = fold(word)
            pieces.append(Piece(word, found=folded in whole or (bool(begun) and folded.startswith(begun))))
            word = ""
        pieces.append(Piece(letter))
    return pieces[:-1]


@dataclass(frozen=True, slots=True)
class DutyOf:
    """A duty's key and own name, for `duty_name`."""

    key: str
    name: str


def is_known_duty(hit: Hit) -> bool:
    """Return whether the result is a duty Ronda knows; its state is its key then."""
    return hit.kind == "duty" and hit.state in FOUND_BY


def is_known_challenge(hit: Hit) -> bool:
    """Return whether the result is a challenge Ronda knows; its state is its key then."""
    return hit.kind == "challenge" and hit.state in KNOWN


def is_of_title(hit: Hit) -> bool:
    """Return whether the passage only repeats the title."""
    if is_known_duty(hit):
        return True  # its passage is words it is found by
    plain = "".join(piece.text for piece in passage_pieces(hit.passage)).strip("… ")
    return not plain or plain in hit.title


def title_of(hit: Hit) -> str:
    """Return the result's title; a meeting without one is called as usual."""
    if hit.kind in ("meeting", "minutes") and (label := _label(hit)) is not None and hit.title in ("", hit.group):
        return meeting_name(label)
    if is_known_duty(hit) and not hit.title:
        return duty_name(DutyOf(hit.state, ""))
    if is_known_challenge(hit):  # its title is words it is found by
        return known_challenge(hit.state)
    return " ".join(hit.title.split()) or kind_word(hit.kind)


def where(hit: Hit) -> str:
    """Return where and when: "General meeting 41, 22 Oct 2026"."""
    if hit.period is not None:
        return _("Evaluation of {period}").format(period=period_words(hit.period))
    label = _label(hit)
    if label is None:
        return _("waits for a meeting") if hit.kind == "item" else ""
    day = texts.date_short_year(label.date)
    if hit.kind in ("meeting", "minutes") and hit.title in ("", hit.group):
        return day
    return _("{meeting}, {day}").format(meeting=meeting_name(label), day=day) if label.number is not None else day


def spoken(hit: Hit) -> str:
    """Return a result as it is read aloud."""
    passage = "" if is_of_title(hit) else "".join(piece.text for piece in passage_pieces(hit.passage))
    return ", ".join(filter(None, (kind_word(hit.kind), title_of(hit), passage, state_word(hit.state), where(hit))))


_TARGETS: Mapping[str, Callable[[uuid.UUID], object]] = MappingProxyType(
    {
        "member": OpenMember,
        "group": OpenGroup,
        "decision": OpenDecision,
        "action": OpenAction,
        "paper": OpenPaper,
        "meeting": OpenMeeting,
    }
)


def target(hit: Hit) -> object:
    """Return what to ask the window to show; None for a person, and for an item that waits for a meeting."""
    if (make := _TARGETS.get(hit.kind)) is not None:
        return make(hit.ref)
    if hit.kind == "duty":
        return OpenDuties(hit.ref) if hit.state in ("open", "done") else OpenDuties()
    if hit.kind in ON_PURPOSE:
        return OpenPurpose(hit.kind, hit.ref)
    if hit.kind in OF_EVALUATIONS:
        return OpenEvaluation(hit.kind, hit.ref)
    if hit.kind == "person" or hit.meeting_id is None:
        return None
    tab = "minutes" if hit.kind == "minutes" else "agenda"
    return OpenMeeting(hit.meeting_id, tab, None if hit.ref == hit.meeting_id else hit.ref)


def _label(hit: Hit) -> MeetingLabel | None:
    if hit.meeting_id is None or hit.date is None:
        return None
    number = int(hit.meeting) if hit.meeting.isdigit() else None
    return MeetingLabel(hit.meeting_id, hit.group, number, "", hit.date)
