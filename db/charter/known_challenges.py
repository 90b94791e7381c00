"""The challenges of multi-stakeholder alliances."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

FOUND_BY: Final[Mapping[str, str]] = MappingProxyType(
    {
        "unrealistic_expectations": "unrealistic expectations expectativas poco realistas",
        "overshadowed_by_large": "overshadowed by large organisations a la sombra de las organizaciones grandes",
        "missing_grassroots": "grassroots are missing faltan las organizaciones de base",
        "one_sided_politics": "politically one-sided inclinada hacia un lado político party partido",
        "members_without_means": "members without means miembros sin recursos",
        "few_dominate": "a few dominate unos pocos dominan",
        "minutes_or_duties_undone": "minutes or duties left undone actas o funciones sin hacer",
        "purpose_spent": "the purpose is spent el propósito se agotó",
    }
)
"""Words a known challenge is found by in a search, in the languages Ronda speaks; they are never shown."""

KNOWN: Final = tuple(FOUND_BY)
"""Their stable keys, in the order they are asked about."""
