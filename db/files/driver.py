"""The driver below a session, for what history and search add to every save.

Around a statement that touches one row, SQLAlchemy takes several times longer than the statement does, and a saved
edit is felt. Here values come and go as they are stored: a key is its 32 hexadecimal digits, a word of a vocabulary
is its text. Whoever has pending changes in the session flushes them first.
"""

from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session


def driver(session: Session) -> Any:
    """Return the driver's connection, in the transaction of the session."""
    bound = session.bind
    begun = bound if isinstance(bound, Connection) and bound.in_transaction() else session.connection()
    return begun.connection.driver_connection
