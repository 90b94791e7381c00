"""Command that writes a document of the print room as it stands there, where it asks for nothing more."""

import argparse

from desktop.commands.console import Console
from desktop.commands.papers import Asked, write_paper


def handover(options: argparse.Namespace, console: Console) -> int:
    """Write the handover note as PDF."""
    from desktop.reports.handover_sheet import handover_note_maker

    return write_paper(options, console, lambda _session, today: Asked(handover_note_maker(today=today)))
