"""What the tabs of the page Purpose read from the record at once."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.charter.challenges import ChallengeRow, challenges
from db.charter.charter import VersionRow, versions
from db.charter.endorsements import SubjectKind, Tally, tallies
from db.charter.indicators import IndicatorRow, indicators
from db.charter.notes import NoteRow, notes
from db.minutes.decisions import decisions
from db.vocabulary import CharterKind
from desktop.naming.outcomes import shortened


@dataclass(frozen=True, slots=True)
class CharterState:
    """The versions of one kind, the newest first; of each indicator followed whether it has a dated target."""

    versions: tuple[VersionRow, ...]
    targets: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class NotesState:
    """Notes and statements, and how many stand behind each."""

    notes: tuple[NoteRow, ...]
    tallies: dict[uuid.UUID, Tally]


def load_charter(session: Session, kind: CharterKind) -> CharterState:
    """Return the versions of a kind."""
    targets = [row.has_target for row in indicators(session)] if kind is CharterKind.PURPOSE else []
    return CharterState(tuple(versions(session, kind)), tuple(targets))


def load_indicators(session: Session) -> tuple[IndicatorRow, ...]:
    """Return the indicators, those dropped last."""
    return tuple(indicators(session, dropped=True))


def load_notes(session: Session) -> NotesState:
    """Return the notes and statements."""
    return NotesState(tuple(notes(session)), tallies(session, SubjectKind.NOTE))


def load_challenges(session: Session) -> tuple[ChallengeRow, ...]:
    """Return the challenges."""
    return tuple(challenges(session))


def load_decisions(session: Session, until: dt.date) -> list[tuple[object, str]]:
    """Return the decisions taken by a day to choose from, the newest first: (key, "41.2  Words")."""
    rows = [row for row in decisions(session) if row.meeting_date <= until]
    return [(row.id, f"{row.label}  {shortened(row.text, 80)}") for row in rows]
