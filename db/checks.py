"""Is the file whole: what SQLite says of it, whether its schema is ours, whether the search finds what is on record."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import sqlcipher3
from sqlalchemy import StaticPool, create_engine, text
from sqlalchemy.orm import Session

from db import search

_MOST_FINDINGS = 20


class Check(StrEnum):
    """What is checked, in this order."""

    PAGES = "pages"
    """Every page of the file and every index can be read and agree."""
    REFERENCES = "references"
    """Every row that another speaks of exists."""
    SCHEMA = "schema"
    """Tables and indexes are those of this format."""
    SEARCH = "search"
    """The search finds exactly what is on record."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong; `detail` is for who mends it: SQLite's words, a table's name, a number of entries."""

    check: Check
    detail: str


def check_record(session: Session) -> list[Finding]:
    """Return what is wrong with the file; nothing if it is whole. Reads all of it and changes nothing."""
    return [*_pages(session), *_references(session), *_schema(session), *_search(session)]


def _pages(session: Session) -> Iterator[Finding]:
    for (said,) in session.execute(text(f"PRAGMA integrity_check({_MOST_FINDINGS})")):
        if said != "ok":
            yield Finding(Check.PAGES, str(said))


def _references(session: Session) -> Iterator[Finding]:
    broken = session.execute(text("PRAGMA foreign_key_check")).all()
    for table in sorted({str(row[0]) for row in broken}):
        count = sum(row[0] == table for row in broken)
        yield Finding(Check.REFERENCES, f"{table}: {count}")


def _schema(session: Session) -> Iterator[Finding]:
    found, wanted = _definitions(session), _fresh_definitions()
    for name in sorted(found.keys() | wanted.keys()):
        if found.get(name) != wanted.get(name):
            yield Finding(Check.SCHEMA, name)


def _search(session: Session) -> Iterator[Finding]:
    missing = search.disagreements(session)
    if missing:
        yield Finding(Check.SEARCH, str(missing))


def _definitions(session: Session) -> dict[str, str]:
    rows = session.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
    return {str(name): " ".join(str(sql).split()) for name, sql in rows}


@cache
def _fresh_definitions() -> dict[str, str]:
    """Return the schema that a new file gets."""
    from db.migrations import upgrade

    engine = create_engine("sqlite://", module=sqlcipher3, poolclass=StaticPool)
    try:
        with engine.connect() as connection:
            upgrade(connection)
            with Session(connection) as session:
                return _definitions(session)
    finally:
        engine.dispose()
