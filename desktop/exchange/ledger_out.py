"""The ledger of a duty as a table for spreadsheets: turns, fair share and balance of each member."""

import csv
import io

from db.duties.ledger import Ledger
from db.turn_units import TURN
from desktop.exchange.tables import harmless
from desktop.texts import _

_PLACES = 9
"""Decimals: finer than any difference that rounding units could make."""


def ledger_table(of: Ledger) -> bytes:
    """Return the table as CSV, headings in the language spoken now, numbers as spreadsheets read them.

    Names are made harmless as in every table; the numbers are ours, and stay numbers where they are below zero.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([_("Member"), _("Turns done"), _("Fair share"), _("Balance"), _("Last done")])
    for row in of.rows:
        last = row.last_done.isoformat() if row.last_done else ""
        writer.writerow([harmless(row.member), *map(_turns, (row.done, row.share, row.balance)), last])
    return out.getvalue().encode("utf-8-sig", "replace")


def _turns(units: int) -> str:
    whole, rest = divmod(abs(units), TURN)
    decimals = (rest * 10**_PLACES * 2 + TURN) // (2 * TURN)
    carried, decimals = divmod(decimals, 10**_PLACES)
    text = f"{whole + carried}.{decimals:0{_PLACES}}".rstrip("0").rstrip(".")
    return f"-{text}" if units < 0 and text != "0" else text
