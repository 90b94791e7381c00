"""What every mapped class shares: keys, the types of columns, and the naming of constraints."""

import datetime as dt
import enum
import uuid
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import DateTime, Dialect, Enum, LargeBinary, MetaData, String, TypeDecorator, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from db.ids import new_id


class UtcDateTime(TypeDecorator[dt.datetime]):
    """A moment; aware and in UTC in Python, stored without its zone. Naive moments are refused."""

    impl = DateTime
    cache_ok = True

    @property
    def python_type(self) -> type[dt.datetime]:
        return dt.datetime

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(dt.UTC).replace(tzinfo=None)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        return None if value is None else value.replace(tzinfo=dt.UTC)


class ExactDecimal(TypeDecorator[Decimal]):
    """A decimal number kept digit by digit; SQLite has no such type, and a float would drift."""

    impl = String
    cache_ok = True

    @property
    def python_type(self) -> type[Decimal]:
        return Decimal

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


def words(kind: type[enum.StrEnum]) -> Enum:
    """Return the column type for the words of `kind`, stored by value; the schema lists what is allowed."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        values_callable=lambda members: [word.value for word in members],
        name=kind.__name__.lower(),
    )


NAMING: Mapping[str, str] = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The mapped classes of the alliance file."""

    metadata = MetaData(naming_convention=dict(NAMING))
    type_annotation_map: Mapping[Any, Any] = {
        uuid.UUID: Uuid(),
        dt.datetime: UtcDateTime(),
        Decimal: ExactDecimal(),
        bytes: LargeBinary(),
    }


class Keyed:
    """A row with a key that two offices can never both hand out (UUID version 7, RFC 9562)."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
