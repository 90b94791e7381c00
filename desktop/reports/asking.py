"""What several documents ask of the record, asked once. No Qt."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar

from sqlalchemy.orm import Session

Found = TypeVar("Found")
_ANSWERS: Final = "answers kept while documents are looked over"


@contextmanager
def each_once(session: Session) -> Iterator[None]:
    """Inside the `with` block, in which nothing may be changed, `once` keeps what it was answered."""
    session.info[_ANSWERS] = {}
    try:
        yield
    finally:
        del session.info[_ANSWERS]


def once(function: Callable[..., Found], session: Session, *args: Any) -> Found:
    """Return `function(session, *args)`, asked only if it was not yet."""
    answers: dict[object, Found] = session.info.get(_ANSWERS, {})
    asked = (function, *args)
    if asked not in answers:
        answers[asked] = function(session, *args)
    return answers[asked]
