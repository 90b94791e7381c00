"""What the command line understands of directories, registers, letters and notes."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from desktop.naming.documents import LISTS
from desktop.texts import _


def add_register_commands(kinds: Any, command: Callable[..., Any]) -> None:
    """Add the kinds of paper to `export`; `command` adds one."""
    directory = command(
        kinds, "directory", _("Write the directory of members and who speaks for them as PDF."),
        "exporting_registers:directory",
        more=_("Of people’s addresses and numbers it holds only what they agreed to have listed."),
    )  # fmt: skip
    actions = command(
        kinds, "actions", _("Write what is open, a page for each owner, as PDF."), "exporting_registers:actions"
    )
    which = actions.add_mutually_exclusive_group()
    which.add_argument("--owner", metavar=_("NAME"), help=_("only the page of this member or person"))
    which.add_argument("--whole", action="store_true", help=_("the whole register in place of pages for owners"))
    decisions = command(
        kinds, "decisions", _("Write the register of decisions as PDF."), "exporting_registers:decisions"
    )
    register = command(
        kinds, "register", _("Write a list as its page shows it, as PDF."), "exporting_registers:register"
    )
    register.add_argument("--of", required=True, choices=LISTS, help=_("which list"))
    note = command(kinds, "note", _("Write a briefing note or a statement as PDF or DOCX."), "exporting_letters:note")
    note.add_argument("--title", metavar=_("WORDS"), help=_("its title, or enough of it; the latest if not given"))
    terms = command(kinds, "terms", _("Write the terms of reference as PDF."), "exporting_letters:terms")
    invitation = command(
        kinds,
        "invitation",
        _("Write a letter that invites a candidate, as PDF."),
        "exporting_letters:invitation",
    )
    invitation.add_argument("--to", metavar=_("NAME"), help=_("whom to invite; the first candidate if not given"))
    envelope = command(
        kinds, "envelope", _("Write the sheet for the sealed envelope as PDF."), "exporting_letters:envelope",
        more=_("The passphrase is written on it by hand; it is never printed."),
    )  # fmt: skip
    handover = command(kinds, "handover", _("Write the handover note as PDF."), "exporting_listed:handover")
    for kind in (directory, actions, decisions, register, terms, invitation, envelope, handover):
        add_paper_options(kind)
    add_paper_options(note, "OUT.pdf|.docx")


def add_paper_options(kind: Any, out: str = "OUT.pdf") -> None:
    """Add where a paper goes, and on what it is printed."""
    kind.add_argument("-o", "--output", required=True, metavar=out, type=Path, help=_("where to write it"))
    add_paper_size(kind)


def add_paper_size(command: Any, sizes: Sequence[str] = ("a4", "letter")) -> None:
    """Add the size of the paper, which people write with a capital as often as not."""
    command.add_argument(
        "--paper", type=str.lower, choices=sizes, help=_("paper size (the alliance’s if not given)")
    )  # fmt: skip
