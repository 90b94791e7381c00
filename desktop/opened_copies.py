"""Comparing an opened alliance file with what this computer has seen of it, and remembering it. No Qt."""

import datetime as dt
from dataclasses import replace

from db.engine import AllianceFile
from db.handover.standing import CopyStanding, has_step, standing_of
from desktop.copies_seen import CopiesSeen, Found


def look_at_copy(file: AllianceFile, seen: CopiesSeen | None = None) -> Found | None:
    """Return how an opened file differs from the newest copy this computer has seen; else remember it as that."""
    seen = seen or CopiesSeen()
    with file.looking() as look:
        stands = _tellable(file, standing_of(look))
        last = seen.last_seen(stands.alliance_id)
        has_last = last is not None and has_step(look, last)
    found = seen.look(stands, has_last=has_last, given=file.given is not None, path=file.home.absolute())
    if found is None:
        seen.note(stands, file.home.absolute(), given=file.given is not None)
    return found


def keep_receipt(file: AllianceFile, at: dt.datetime, seen: CopiesSeen | None = None) -> None:
    """Remember a file as just kept from a pack: as the newest of its alliance, unless the pack was kept before."""
    with file.looking() as look:
        stands = _tellable(file, standing_of(look))
    (seen or CopiesSeen()).note_received(stands, file.home.absolute(), at)


def go_on_with(file: AllianceFile, seen: CopiesSeen | None = None) -> None:
    """Remember a file as the newest of its alliance, whatever was seen before: a person said that it is the one."""
    with file.looking() as look:
        stands = _tellable(file, standing_of(look))
    (seen or CopiesSeen()).note(stands, file.home.absolute(), given=file.given is not None)


def _tellable(file: AllianceFile, stands: CopyStanding) -> CopyStanding:
    """Leave out of what is remembered whom a protected file names: outside of it nothing protects the name."""
    return replace(stands, holder="") if file.protected else stands
