"""What a use case changed, for whoever shows it."""

import uuid
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Changes:
    """What a use case changed, so that open pages know what to refresh.

    `kinds` are table names, `ids` keys of rows. Falsy when nothing changed.
    """

    step_id: uuid.UUID | None = None
    kinds: frozenset[str] = frozenset()
    ids: frozenset[uuid.UUID] = frozenset()

    def __or__(self, other: "Changes") -> "Changes":
        return Changes(other.step_id or self.step_id, self.kinds | other.kinds, self.ids | other.ids)

    def __bool__(self) -> bool:
        return bool(self.ids)
