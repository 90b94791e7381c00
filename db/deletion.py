"""Deleting a row with what hangs on it, through the session, so that history sees every row and can bring it back."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.errors import StillNeeded
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


def _mentions(session: Session, obj: Any) -> Iterator[tuple[str, str, str | None, Any]]:
    """Yield (table name, field, rule on deletion, row) for every row that refers to `obj`."""
    for mapper in Base.registry.mappers:
        for column in mapper.columns:
            for reference in column.foreign_keys:
                if reference.column.table.name == obj.__tablename__ and column.primary_key is False:
                    field = mapper.get_property_by_column(column).key
                    for row in session.scalars(select(mapper.class_).where(column == obj.id)):
                        yield mapper.class_.__tablename__, field, reference.ondelete, row
