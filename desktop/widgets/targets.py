"""What pages ask the window to show: one small class a thing, so that features need not know each other."""

import uuid
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OpenMember:
    """Please show this member."""

    member_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class OpenGroup:
    """Please show this group; without a key the plenary."""

    group_id: uuid.UUID | None
