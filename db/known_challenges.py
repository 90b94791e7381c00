"""The challenges of multi-stakeholder alliances."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

FOUND_BY: Final[Mapping[str, str]] = MappingProxyType(
    {
        "unrealistic_expectations": "unrealistic expectations expectativas irreales",
        "overshadowed_by_large": "overshadowed large organisations eclipsados grandes organizaciones",
        "missing_grassroots": "grassroots missing bases ausentes comunidades",
        "one_sided_politics": "politically one-sided politics party política partido sesgo",
        "members_without_means": "members without means miembros sin medios recursos",
        "few_dominate": "few dominate unos pocos dominan",
        "minutes_or_duties_undone": "minutes duties undone actas funciones sin hacer",
        "purpose_spent": "purpose spent propósito agotado",
    }
)
"""Words a known challenge is found by in a search, in the languages Ronda speaks; they are never shown."""

KNOWN: Final = tuple(FOUND_BY)
"""Their stable keys, in the order they are asked about."""
