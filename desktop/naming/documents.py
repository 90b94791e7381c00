"""Every kind of document there is: its name, when it is wanted, and what `ronda export` calls it. No Qt, nothing heavy.

The print room shows them all (`documents.py` says how each stands), the command line tells them in its help, and a test
holds that neither has one more than the other.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from desktop.texts import _

OCCASIONS: Final[Mapping[str, Callable[[], str]]] = MappingProxyType(
    {
        "before": lambda: _("For the next meeting"),
        "after": lambda: _("After the last meeting"),
        "alliance": lambda: _("The alliance as a whole"),
        "letters": lambda: _("Letters and statements"),
        "duties": lambda: _("Duties"),
        "registers": lambda: _("Registers"),
    }
)
"""When documents are wanted, in the order they are shown in."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of document. `name` is called when it is shown, in the reader's language."""

    key: str
    occasion: str
    """A key of `OCCASIONS`."""
    name: Callable[[], str]
    export: tuple[str, ...] = ()
    """What `ronda export` is told for it; empty: its key."""

    @property
    def asked(self) -> tuple[str, ...]:
        """Return what `ronda export` is told for it."""
        return self.export or (self.key,)


def _list(of: str, name: Callable[[], str]) -> Kind:
    return Kind(f"list-{of}", "registers", name, ("register", "--of", of))


KINDS: Final[tuple[Kind, ...]] = (
    Kind("agenda", "before", lambda: _("Agenda")),
    Kind("agenda-chair", "before", lambda: _("Chair’s copy of the agenda"), ("agenda", "--chair")),
    Kind("agenda-public", "before", lambda: _("Public agenda"), ("agenda", "--public")),
    Kind("pack", "before", lambda: _("Meeting pack")),
    Kind("signin", "before", lambda: _("Attendance sheet")),
    Kind("minutes-form", "before", lambda: _("Form for minutes by hand")),
    Kind("minutes", "after", lambda: _("Minutes")),
    Kind("minutes-public", "after", lambda: _("Public minutes"), ("minutes", "--public")),
    Kind("minutes-item", "after", lambda: _("Extract of one item"), ("minutes", "--item", "1")),
    Kind("brief", "alliance", lambda: _("The alliance in brief")),
    Kind("evaluation", "alliance", lambda: _("Evaluation report")),
    Kind("survey", "alliance", lambda: _("Form of the survey")),
    Kind("note", "letters", lambda: _("Note or statement")),
    Kind("terms", "letters", lambda: _("Terms of reference")),
    Kind("invitation", "letters", lambda: _("Letter of invitation")),
    Kind("handover", "letters", lambda: _("Handover note")),
    Kind("envelope", "letters", lambda: _("Sheet for the sealed envelope")),
    Kind("rota", "duties", lambda: _("Duty rota")),
    Kind("ledger", "duties", lambda: _("Fairness ledger")),
    Kind("slip", "duties", lambda: _("One person’s turns"), ("turns",)),
    Kind("directory", "registers", lambda: _("Directory")),
    Kind("owners", "registers", lambda: _("Open actions by owner"), ("actions",)),
    Kind("actions", "registers", lambda: _("Register of actions"), ("actions", "--whole")),
    Kind("decisions", "registers", lambda: _("Register of decisions")),
    _list("members", lambda: _("List of members")),
    _list("meetings", lambda: _("List of meetings")),
    _list("actions", lambda: _("List of open actions")),
    _list("decisions", lambda: _("List of decisions in force")),
    _list("groups", lambda: _("List of groups")),
    _list("papers", lambda: _("List of papers")),
)
"""In the order they are shown in."""

LISTS: Final = tuple(kind.asked[-1] for kind in KINDS if kind.asked[0] == "register")
"""The lists of pages, as `ronda export register --of` knows them."""
