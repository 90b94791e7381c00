"""What the public version of a paper says of itself."""

from collections.abc import Sequence

from desktop.reports.sheets import LeftOut, MinutesSheet
from desktop.texts import _, list_of, ngettext


def numbers_of(left_out: Sequence[LeftOut]) -> str:
    """Return "3" or "3, 5 and 6"."""
    return list_of([str(one.number) for one in left_out])


def left_out_of_agenda(left_out: Sequence[LeftOut]) -> str:
    """Return the line of a public agenda that says what is not in it."""
    if not left_out:
        return _("No item was left out.")
    return ngettext(
        "Item {numbers} is internal and left out. The other items keep their numbers.",
        "Items {numbers} are internal and left out. The other items keep their numbers.",
        len(left_out),
    ).format(numbers=numbers_of(left_out))


def left_out_of_minutes(sheet: MinutesSheet) -> str:
    """Return the line of public minutes that says what is not in them."""
    said = []
    if sheet.left_out:
        words = ngettext(
            "Item {numbers} is internal and left out, with its decisions and actions; the rest keeps its numbers.",
            "Items {numbers} are internal and left out, with their decisions and actions; the rest keeps its numbers.",
            len(sheet.left_out),
        )
        said.append(words.format(numbers=numbers_of(sheet.left_out)))
    elif sheet.extract_of is None:
        said.append(_("No item was left out."))
    if sheet.original_left_out:
        said.append(_("The text kept from the past is left out too, for it holds what is internal."))
    said.append(_("Members are named, the people who came for them are not."))
    return " ".join(said)
