"""What the keys of a keyboard are called on their caps, in the reader's language. No Qt."""

from collections.abc import Mapping
from types import MappingProxyType

from desktop.texts import N_, _

_NAMES: Mapping[str, str] = MappingProxyType(
    {name: name for name in (N_("Ctrl"), N_("Shift"), N_("Alt"), N_("Enter"), N_("Esc"), N_("Del"), N_("Space"),
                             N_("Tab"), N_("PgUp"), N_("PgDn"), N_("Home"), N_("End"))}
)  # fmt: skip


def key_names(keys: str) -> list[str]:
    """Return the caps of keys parted by spaces: "Ctrl Shift Z" is "Ctrl", "Mayús", "Z" in Spanish."""
    return [_(_NAMES[key]) if key in _NAMES else key for key in keys.split()]
