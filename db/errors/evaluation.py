"""What can go wrong with evaluations, their findings and recommendations; see `db.errors`."""

import datetime as dt
from dataclasses import dataclass

from db.errors import KnownError


class TextMissing(KnownError):
    """Something was to be written down, and nothing was written."""


@dataclass(eq=False)
class EvaluationThere(KnownError):
    """There is an evaluation of the same days, from the first to the last."""

    first: dt.date
    last: dt.date


@dataclass(eq=False)
class ActionMade(KnownError):
    """An action was made of this recommendation before."""

    number: int
