"""What is typed and found, in words: filters in the reader's language, kinds, titles, places. No widgets."""

import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from db.folding import fold
from db.search.search import OF_EVALUATIONS, Hit, read_query
from desktop.naming.filters import filter_words
from desktop.naming.hits import is_known_duty, kind_of, title_of, where
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


def is_of_title(hit: Hit) -> bool:
    """Return whether the passage only repeats the title."""
    if is_known_duty(hit):
        return True  # its passage is words it is found by
    plain = "".join(piece.text for piece in passage_pieces(hit.passage)).strip("… ")
    return not plain or plain in hit.title


def spoken(hit: Hit) -> str:
    """Return a result as it is read aloud."""
    passage = "" if is_of_title(hit) else "".join(piece.text for piece in passage_pieces(hit.passage))
    return ", ".join(filter(None, (kind_of(hit), title_of(hit), passage, state_word(hit.state), where(hit))))


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
