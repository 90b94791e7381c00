"""What goes onto notes, letters, terms of reference and the sheet for the envelope, as plain values.

A `markdown` is simple Markdown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from db.vocabulary import NoteKind


@dataclass(frozen=True, slots=True)
class NotePart:
    """A part of a note under its heading; a statement's only part has none."""

    heading: str
    markdown: str


@dataclass(frozen=True, slots=True)
class NoteSheet:
    """A briefing note or a statement. `endorsers` are the members that stand behind it, and no others."""

    alliance: str
    kind: NoteKind
    title: str
    written_on: date
    parts: Sequence[NotePart] = ()
    addressed_to: str = ""
    gone_out_on: date | None = None
    endorsers: Sequence[str] = ()
    place: str = ""
    contact: str = ""
    printed_on: date | None = None


@dataclass(frozen=True, slots=True)
class TermsSection:
    """A section, or a principle."""

    heading: str
    markdown: str = ""
    non_negotiable: bool = False


@dataclass(frozen=True, slots=True)
class TermsPart:
    """One of the texts the terms are made of: its title, how it stands ("In force since…"), its text and sections."""

    title: str
    standing: str = ""
    markdown: str = ""
    sections: Sequence[TermsSection] = ()
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class TermsSheet:
    """Terms of reference. A draft says that it is one."""

    alliance: str
    parts: Sequence[TermsPart] = ()
    draft: bool = False
    contact: str = ""
    printed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs, and for whom they speak."""

    name: str
    member: str = ""


@dataclass(frozen=True, slots=True)
class NextMeeting:
    """The meeting a candidate may come and see."""

    name: str
    day: date
    start: time | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class InvitationSheet:
    """A letter that asks an organisation or a person to join. `kinds` count members ("7 local NGOs")."""

    alliance: str
    to: str
    written_on: date
    person: str = ""
    individual: bool = False
    to_place: str = ""
    place: str = ""
    members: int = 0
    kinds: Sequence[str] = ()
    purpose: str = ""
    duties: Sequence[str] = ()
    principles: Sequence[str] = ()
    has_terms: bool = False
    meeting: NextMeeting | None = None
    answer_by: date | None = None
    contact: str = ""
    signers: Sequence[Signer] = ()


@dataclass(frozen=True, slots=True)
class EnvelopeSheet:
    """The sheet for the sealed envelope. It has no place for the passphrase itself: that is written on it by hand."""

    alliance: str
    set_on: date | None = None
    """Since when the passphrase is in use; to be filled in where the program was not told."""
    printed_on: date | None = None
    letters: int = 0
    """How many the passphrase has, for there to be a box for each; nothing where there is none yet."""
