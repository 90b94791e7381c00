"""Is the file whole: what SQLite says of it, whether its schema is ours, whether the search finds what is on record."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import sqlcipher3
from sqlalchemy import StaticPool, create_engine, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from db.search import search

_MOST_FINDINGS = 20
_SEARCH_TEXT = "search_text"


class Check(StrEnum):
    """What is checked, in this order."""

    PAGES = "pages"
    """Every page of the file and every index can be read and agree."""
    REFERENCES = "references"
    """Every row that another speaks of exists."""
    SCHEMA = "schema"
    """Tables and indexes are those of this format."""
    SEARCH_INDEX = "search_index"
    """The search index can be read whole."""
    SEARCH = "search"
    """The search finds exactly what is on record."""


SEARCH = frozenset({Check.SEARCH_INDEX, Check.SEARCH})


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong; `detail` is for who mends it: SQLite's words, a table's name, a number of entries."""

    check: Check
    detail: str


def check_record(session: Session) -> list[Finding]:
    """Return what is wrong with the file; nothing if it is whole. Reads all of it and changes nothing.

    A search index found wrong is made anew by the next save in this file, as it stands open.
    """
    found = [*_pages(session), *_references(session), *_schema(session)]
    index = [finding for finding in found if finding.check is Check.SEARCH_INDEX]
    found = [finding for finding in found if finding not in index] + (index[:1] or [*_search(session)])
    if any(finding.check in SEARCH for finding in found):
        search.know_damaged(session)
    return found


def tables_to_check(session: Session) -> list[str]:
    """Return the tables that `check_table` is for."""
    names = text("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
    return [str(name) for name in session.execute(names).scalars()]


def check_table(session: Session, name: str) -> list[Finding]:
    """Return what is wrong with one table: its pages, its indexes, the rows it speaks of. One of ours, by name."""
    broken = session.execute(text(f'PRAGMA foreign_key_check("{name}")')).all()
    found = [*_said(session, f'PRAGMA integrity_check("{name}")')]
    return found + ([Finding(Check.REFERENCES, f"{name}: {len(broken)}")] if broken else [])


def check_search(session: Session) -> list[Finding]:
    """Return whether the search finds what is on record; an index found wrong is made anew by the next save."""
    found = [*_search(session)]
    if found:
        search.know_damaged(session)
    return found


def only_search(findings: Sequence[Finding]) -> bool:
    """Return whether nothing is wrong but the search, which can be made anew from the record."""
    return all(finding.check in SEARCH for finding in findings)


def _pages(session: Session) -> Iterator[Finding]:
    try:
        yield from _said(session, f"PRAGMA integrity_check({_MOST_FINDINGS})")
    except (DatabaseError, MemoryError) as error:
        of_search = "fts5" in str(error) or "vtable constructor" in str(error)
        if not of_search and not isinstance(error, MemoryError):
            raise
        yield Finding(Check.SEARCH_INDEX, _SEARCH_TEXT)
        names = text("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
        for name in session.execute(names).scalars().all():
            yield from _said(session, f'PRAGMA integrity_check("{name}")')


def _said(session: Session, pragma: str) -> Iterator[Finding]:
    for (said,) in session.execute(text(pragma)).all():
        if said != "ok":
            yield Finding(Check.SEARCH_INDEX if _SEARCH_TEXT in str(said) else Check.PAGES, str(said))


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
    try:
        missing = search.disagreements(session)
    except (sqlcipher3.dbapi2.DatabaseError, MemoryError):
        yield Finding(Check.SEARCH_INDEX, _SEARCH_TEXT)
        return
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
