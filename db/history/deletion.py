"""Deleting a row with what hangs on it, through the session, so that history sees every row and can bring it back."""

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from db.errors.records import StillNeeded
from db.schema import Base


def delete_row(session: Session, obj: Any, *, name: str = "") -> None:
    """Delete `obj`, the rows that belong to it, and mentions of it elsewhere.

    What the schema says of each reference decides: `CASCADE` rows go too, `SET NULL` fields are emptied, and any other
    reference keeps the row.

    Raises:
        StillNeeded: If another record cannot do without it; carries `name` and the uses by table.
    """
    needed = Counter(table for table, _field, rule, _row in _mentions(session, obj) if rule is None)
    if needed:
        raise StillNeeded(name, dict(needed))
    for _table, field, rule, row in list(_mentions(session, obj)):
        if rule == "CASCADE":
            delete_row(session, row, name=name)
        else:
            setattr(row, field, None)
    session.flush()
    session.delete(obj)
    session.flush()


def uses_of(session: Session, row_id: uuid.UUID, places: Iterable[InstrumentedAttribute[Any]]) -> dict[str, int]:
    """Return how many rows of each table mention a key in one of the columns `places`, if any do."""
    uses: Counter[str] = Counter()
    for column in places:
        uses[column.class_.__tablename__] += session.scalar(select(func.count()).where(column == row_id)) or 0
    return dict(+uses)


def move_mentions(session: Session, old: Any, new: Any) -> None:
    """Let every row that refers to `old` refer to `new`, a row of the same table, instead."""
    for _table, field, _rule, row in list(_mentions(session, old)):
        setattr(row, field, new.id)
    session.flush()


def _mentions(session: Session, obj: Any) -> Iterator[tuple[str, str, str | None, Any]]:
    """Yield (table name, field, rule on deletion, row) for every row that refers to `obj`."""
    for mapper in Base.registry.mappers:
        for column in mapper.columns:
            for reference in column.foreign_keys:
                if reference.column.table.name == obj.__tablename__ and column.primary_key is False:
                    field = mapper.get_property_by_column(column).key
                    for row in session.scalars(select(mapper.class_).where(column == obj.id)):
                        yield mapper.class_.__tablename__, field, reference.ondelete, row
