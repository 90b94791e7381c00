"""A search index that keeps up with the record, and is made anew from it when it is found damaged.

The index says nothing the record does not say: damage to it never stands in the way of a save.
"""

import uuid
from collections.abc import Iterable

import sqlcipher3
from sqlalchemy.orm import Session

from db.errors.files import SearchRenewed
from db.files.driver import driver
from db.search import search

_DAMAGE = (sqlcipher3.dbapi2.DatabaseError, MemoryError)
"""What a damaged index shows as: no memory would be enough for some of the sizes that garbage tells."""


def keep_up(session: Session, rows: Iterable[tuple[str, uuid.UUID]]) -> None:
    """Bring the entries of these rows (table name, key) up to date; a damaged index is made anew instead.

    Raises:
        SearchRenewed: If SQLite gave up the whole save for the damage. The index is whole now, the save is not done.
    """
    if search.is_known_damaged(session):
        renew(session)
        return
    connection = driver(session)
    connection.execute("SAVEPOINT search")
    try:
        search.refresh(session, rows)
        connection.execute(
            "SAVEPOINT written"
        )  # has the index write what it held back: damage shows here at the latest
        connection.execute("RELEASE search")
    except _DAMAGE as error:
        if connection.in_transaction:
            connection.execute("ROLLBACK TO search")
            connection.execute("RELEASE search")
            renew(session)
        elif isinstance(error, MemoryError):
            connection.execute("BEGIN IMMEDIATE")
            renew(session)
            connection.execute("COMMIT")
            raise SearchRenewed from error
        else:
            raise


def renew(session: Session) -> int:
    """Make the index anew, however damaged it is; return the number of entries."""
    connection = driver(session)
    connection.execute("INSERT OR REPLACE INTO search_text_config VALUES ('version', 4)")  # without it nothing opens
    connection.execute("DELETE FROM search_text_content")
    connection.execute("INSERT INTO search_text (search_text) VALUES ('rebuild')")
    count = search.rebuild(session)
    search.know_damaged(session, damaged=False)
    return count
