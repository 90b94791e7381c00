"""What an import of past meetings left to look at, saved as a table or as plain text."""

from collections.abc import Sequence
from pathlib import Path

from db.files.places import refused
from db.incoming.past_meetings import Remark
from desktop import texts
from desktop.exchange.import_words import column_word, meeting_doubt
from desktop.exchange.tables import write_csv
from desktop.texts import _


def write_remarks(path: Path, remarks: Sequence[Remark]) -> Path:
    """Write the list as CSV, or as text where the name ends in .txt; return the path.

    Raises:
        PlaceFull, PlaceReadOnly, PlaceUnreachable: It cannot be written there.
    """
    try:
        if path.suffix.lower() == ".txt":
            path.write_text("".join(f"{_line(remark)}\n" for remark in remarks), encoding="utf-8")
        else:
            header = (_("Row"), _("Column"), _("As written"), _("Why"))
            rows = ((str(one.row), column_word(one.column), one.text, meeting_doubt(one)) for one in remarks)
            write_csv(path, header, rows)
    except OSError as error:
        raise refused(error, path) from None
    return path


def _line(remark: Remark) -> str:
    place = _("Row {n}").format(n=texts.number(remark.row))
    return f"{place}, {column_word(remark.column)}: {' '.join(meeting_doubt(remark).split())}"
