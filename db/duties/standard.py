"""The duties every alliance knows."""

from collections.abc import Mapping
from types import MappingProxyType

from db.vocabulary import MeetingRole

KNOWN_DUTIES = ("minutes", "chairing", "calling", "records", "statements", "hosting")
"""Stable keys of the duties Ronda has words for, in the order of its lists."""

AT_FIRST = KNOWN_DUTIES[:4]
"""Those a new alliance starts with."""

FOUND_BY: Mapping[str, str] = MappingProxyType(
    {
        "minutes": "minutes minute-taking acta actas",
        "chairing": "chairing chair moderación moderar presidencia",
        "calling": "calling call convocatoria convocar",
        "records": "records registro archivo",
        "statements": "statements declaraciones pronunciamientos",
        "hosting": "hosting host anfitrión sede",
    }
)
"""Words a known duty is found by in a search, in the languages Ronda speaks; they are never shown."""

FROM_HOME = frozenset({"calling", "statements"})
"""Those that can be done without being at the meeting."""

ROLE_OF: Mapping[str, MeetingRole] = MappingProxyType({"minutes": MeetingRole.MINUTES, "chairing": MeetingRole.CHAIR})
"""The duties that a meeting's own record names who did."""
