"""The shape of a table of sentences."""

from collections.abc import Callable, Mapping
from typing import Any

from db.errors import KnownError

Said = str | Callable[[Any], str]
"""Plain, with placeholders for the error's fields, or a function where a sentence must be built."""
Sentences = Mapping[type[KnownError], Said]
