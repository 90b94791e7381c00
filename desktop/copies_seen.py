"""What this computer has seen of each alliance's file, so that an older copy can be told from the newest. No Qt.

A copy cannot know that there is a newer one. But a computer that had both open can: it remembers, per alliance, how
often the desk had changed hands, which change of hands was the last, how many steps there were and which was the last.
When a file is opened, that is compared:

- it has the last step seen: it is the newest, or newer, and is remembered from now on;
- its own last step was seen before: it is an older copy, and lacks exactly so many steps;
- else it was changed elsewhere while the other was, too: both have something the other lacks, which is said;
- the desk had changed hands more often elsewhere, or as often but to somebody else: two files claim the desk, or this
  one is what a giver, a backup, a USB stick kept;
- it was kept from a pack of which another copy was kept before: both are the same still, and only one may go on.

It only says so: which copy is right, people decide (`go_on_with`). Nothing of the record is kept but the alliance's and
the holder's name, of a protected file not even the holder's, counts and random keys; a lost or damaged file only means
that nothing is remembered.
"""

import datetime as dt
import json
import os
import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any, Final

from db.handover.standing import CopyStanding
from desktop.texts import _

KEPT: Final = 300
"""So many last steps are remembered of each alliance."""


class Copy(Enum):
    """What an opened file is, against what was seen."""

    OLDER = "older"
    """Everything in it was seen, and more."""
    APART = "apart"
    """It was changed apart from the one seen."""
    BEFORE_HANDOVER = "before_handover"
    """The desk changed hands since."""
    TWO_DESKS = "two_desks"
    """The desk changed hands as often, but to somebody else."""
    SECOND = "second"
    """It was kept from a pack of which another copy goes on; `at` and `path` are those of that one's keeping."""


@dataclass(frozen=True, slots=True)
class Found:
    """An opened file is not the newest that this computer has seen. `lacks` counts steps where it can be known."""

    copy: Copy
    lacks: int | None
    handovers: int
    """How many more changes of hands were seen."""
    holder: str
    """Who had the desk in the one seen."""
    at: dt.datetime | None
    """When the one seen was changed last."""
    path: str
    """Where the one seen was."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Of which change of hands a pack was kept on this computer, where, and when (a moment in ISO form)."""

    handover: str
    path: str
    at: str


@dataclass(frozen=True, slots=True)
class _Seen:
    alliance: str
    count: int
    handover: str
    holder: str
    steps: int
    last: str
    at: str
    path: str
    tips: tuple[str, ...] = ()
    received: tuple[Receipt, ...] = ()
    """Files kept from packs; of several from one, that which goes on comes first."""


class CopiesSeen:
    """What was seen, kept in a file of the user's own."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or default_path()

    def look(
        self, stands: CopyStanding, *, has_last: bool, given: bool = False, path: Path | None = None
    ) -> Found | None:
        """Return how a file differs from the newest seen; None if it is that, or none was seen.

        `has_last` says whether the file has the step that `last_seen` named. One whose desk was `given` says so
        itself, and is only looked at for later changes of hands.
        """
        seen = self._read().get(str(stands.alliance_id))
        if seen is None:
            return None
        known = str(stands.last_step_id or "") in seen.tips
        lacks = seen.steps - stands.steps if known else None
        at = dt.datetime.fromisoformat(seen.at) if seen.at else None
        more = seen.count - stands.count
        if more > 0:
            return Found(Copy.BEFORE_HANDOVER, lacks, more, _holder(seen), at, seen.path)
        if more == 0 and seen.handover != str(stands.handover_id or ""):
            return Found(Copy.TWO_DESKS, None, 0, _holder(seen), at, seen.path)
        if given or more < 0 or has_last or not seen.last or seen.last == str(stands.last_step_id or ""):
            return None if given else _second_copy(seen, str(stands.handover_id or ""), str(path))
        kind = Copy.OLDER if known and lacks else Copy.APART
        return Found(kind, lacks if kind is Copy.OLDER else None, 0, _holder(seen), at, seen.path)

    def last_seen(self, alliance_id: uuid.UUID) -> uuid.UUID | None:
        """Return the last step seen of an alliance."""
        seen = self._read().get(str(alliance_id))
        with suppress(ValueError, AttributeError):
            return uuid.UUID(seen.last) if seen is not None else None
        return None

    def steps_at(self, path: Path) -> int | None:
        """Return how many steps the file at a place had when it was last seen, if it was the last one seen there."""
        return next((one.steps for one in self._read().values() if one.path == str(path)), None)

    def claims(self, alliance_id: str, count: int, handover_id: str) -> str:
        """Return who has the desk as far as this computer knows, if a pack says otherwise of as late a handover."""
        seen = self._read().get(alliance_id)
        clash = seen is not None and (seen.count > count or (seen.count == count and seen.handover != handover_id))
        return _holder(seen) if seen is not None and clash else ""

    def received(self, alliance_id: str, handover_id: str) -> Receipt | None:
        """Return where and when the pack of a change of hands was kept on this computer, if it was."""
        seen = self._read().get(alliance_id)
        return next((one for one in seen.received if one.handover == handover_id), None) if seen is not None else None

    def note_received(self, stands: CopyStanding, path: Path, at: dt.datetime) -> None:
        """Remember that a file was kept from a pack; one kept of the same pack before stays the one that goes on."""
        handover = str(stands.handover_id or "")
        if self.received(str(stands.alliance_id), handover) is None:
            self.note(stands, path)
        found = self._read()
        before = found.get(str(stands.alliance_id))
        if before is not None:
            others = (one for one in before.received if one.path != str(path))
            received = (*others, Receipt(handover, str(path), at.isoformat()))
            self._write(found | {str(stands.alliance_id): replace(before, received=received)})

    def note(self, stands: CopyStanding, path: Path, *, given: bool = False) -> None:
        """Remember a file as the newest of its alliance.

        Of one whose desk was given the handover counts, but not its last step: the next holder's file never has that.
        """
        found = self._read()
        key = str(stands.alliance_id)
        before = found.get(key)
        if given and before is not None and before.count >= stands.count:
            return
        tips = before.tips if before is not None else ()
        received = before.received if before is not None else ()
        tip = str(stands.last_step_id or "")
        tips = (*(one for one in tips if one != tip), tip)[-KEPT:]
        fresh = _Seen(
            stands.alliance, stands.count, str(stands.handover_id or ""), stands.holder, stands.steps,
            "" if given else tip, stands.last_at.isoformat() if stands.last_at else "", str(path), tips,
            tuple(sorted(received, key=lambda one: one.path != str(path))),
        )  # fmt: skip
        self._write(found | {key: fresh})

    def _read(self) -> dict[str, _Seen]:
        try:
            raw = json.loads(self._path.read_text(encoding="utf-8"))
            return {str(key): _Seen(**_typed(one)) for key, one in raw.items()}
        except (OSError, ValueError, TypeError, AttributeError, KeyError):
            return {}

    def _write(self, seen: Mapping[str, _Seen]) -> None:
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            fresh = self._path.with_suffix(".new")
            text = json.dumps({key: asdict(one) for key, one in seen.items()}, ensure_ascii=False, indent=1)
            fresh.write_text(text, encoding="utf-8")
            os.replace(fresh, self._path)


def default_path() -> Path:
    """Return where this computer's user keeps what was seen."""
    from platformdirs import user_data_path

    return user_data_path("ronda", appauthor=False) / "copies-seen.json"


def _holder(seen: _Seen) -> str:
    return seen.holder or _("somebody else")


def _second_copy(seen: _Seen, handover: str, path: str) -> Found | None:
    """Return that a file is not the one that goes on of those kept from one pack, while that one is there."""
    kept = [one for one in seen.received if one.handover == handover]
    with suppress(OSError):
        if path in [one.path for one in kept[1:]] and Path(kept[0].path).exists():
            at = dt.datetime.fromisoformat(kept[0].at)
            return Found(Copy.SECOND, None, 0, _holder(seen), at, kept[0].path)
    return None


def _typed(raw: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(raw)
    found["tips"] = tuple(map(str, found.get("tips", ())))
    for name in ("count", "steps"):
        found[name] = int(found[name])
    found["received"] = tuple(Receipt(**one) for one in found.get("received", ()))
    for one in found["received"]:
        dt.datetime.fromisoformat(one.at)
    if found.get("at"):
        dt.datetime.fromisoformat(found["at"])
    return found
