"""The whole record as CSV files, one a table, for spreadsheets and to be read back (`csv_in`).

`members.csv` and `meetings.csv` begin with the columns that the imports of members and past meetings read, so either
can also be brought into another alliance; after them, and in the other files, stand the record's own columns. Minutes
are text files in `minutes/`, papers stand in `papers/`.
"""

import datetime as dt
import re
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from sqlalchemy.orm import Session

from db.errors.files import FileExists
from db.errors.incoming import FolderNotEmpty
from db.files.places import refused
from db.listing import ListedMeeting, ListedMember, listed_meetings, listed_members
from db.rescue.whole_tables import WholeTable, paper_contents, whole_tables
from db.vocabulary import MeetingStatus
from desktop.exchange.tables import write_csv
from desktop.naming.meetings import item_title, minutes_text
from desktop.texts import N_, _, ngettext, number

FILES: Mapping[str, str] = MappingProxyType(
    {
        "agenda_item": "agenda",
        "call_log": "calls",
        "co_chair_term": "co-chairs",
        "group_membership": "group-members",
        "item_skip": "skipped-items",
        "meeting_officer": "officers",
        "meeting_series": "series",
        "member_kind": "kinds",
        "membership": "memberships",
        "person": "people",
        "working_group": "groups",
        "attendance": "attendance",
        "alliance": "alliance",
        "different": "different",
        "duty": "duties",
        "duty_pool": "duty-pools",
        "duty_exemption": "duty-exemptions",
        "duty_pair": "duty-pairs",
        "duty_term": "duty-terms",
        "duty_turn": "turns",
        "turn_passed_over": "turns-passed-over",
        "turn_refusal": "turns-refused",
        "turn_credit": "turns-done",
        "ledger_entry": "ledger",
        "charter_version": "charter-versions",
        "charter_section": "charter-sections",
        "survey_question": "survey-questions",
        "survey_answer": "survey-answers",
        "survey_form_read": "survey-forms-read",
    }
)
"""Names of files that are not just the table's name with an s."""

MEMBER_HEADINGS = (
    ("name", N_("Name")),
    ("short_name", N_("Short name")),
    ("", N_("Kind")),
    ("grassroots", N_("Grassroots")),
    ("sector", N_("Sector")),
    ("", N_("Status")),
    ("", N_("Date joined")),
    ("", N_("Date left")),
    ("", N_("Representative")),
    ("", N_("Alternate")),
    ("email", N_("E-mail")),
    ("phone", N_("Phone")),
    ("place", N_("Place")),
    ("website", N_("Website")),
    ("note", N_("Note")),
    ("duty_share", N_("Duty share")),
    ("", N_("Offers")),
)
"""(field of the record or nothing where the column is put together, heading)."""

MEETING_HEADINGS = (
    ("date", N_("Date")),
    ("", N_("Group")),
    ("title", N_("Meeting")),
    ("", N_("Present")),
    ("", N_("Apologies")),
    ("", N_("Chair")),
    ("", N_("Minutes taken by")),
    ("", N_("Agenda")),
    ("", N_("Decisions")),
    ("", N_("Actions")),
    ("", N_("File")),
    ("number", N_("Number")),
)

_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')
_LONGEST_NAME = 100
_PRIVATE = "chair_note"
"""The column of agenda items that only the chair is to read."""


@dataclass(frozen=True, slots=True)
class Written:
    """What an export wrote: rows by file name without its ending, and how many texts and papers."""

    rows: Mapping[str, int]
    texts: int
    papers: int
    notes_left_out: int = 0
    """How many of the chair's private notes were not written."""


def notes_told(written: Written) -> str:
    """Return that private notes of the chair were left out; nothing where there were none."""
    if not written.notes_left_out:
        return ""
    words = ngettext(
        "{n} private note of the chair is left out.", "{n} private notes of the chair are left out.",
        written.notes_left_out,
    )  # fmt: skip
    return words.format(n=number(written.notes_left_out))


def file_name(table: str) -> str:
    """Return the name of a table's file: "members.csv"."""
    return f"{FILES.get(table, f'{table}s')}.csv"


def export_csv(session: Session, folder: Path, *, today: dt.date, chair_notes: bool = False) -> Written:
    """Write the whole record into a new or empty folder; headings in the language spoken now.

    chair_notes: also what only the chair is to read; else these cells are empty, and come back empty.

    Raises:
        FileExists, FolderNotEmpty, PlaceFull, PlaceReadOnly, PlaceUnreachable: Nothing was written.
    """
    if folder.exists() and not folder.is_dir():
        raise FileExists(folder)
    try:
        new = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise FolderNotEmpty(folder)
        try:
            return _write_whole(session, folder, today, chair_notes)
        except BaseException:
            if new:
                with suppress(OSError):
                    folder.rmdir()
            raise
    except OSError as error:
        raise refused(error, folder) from None


def _write_whole(session: Session, folder: Path, today: dt.date, chair_notes: bool) -> Written:
    """Write all the files, or none if something is in the way or somebody stops it."""
    unfinished = folder / ".unfinished"
    unfinished.mkdir()
    try:
        written = _write(session, unfinished, today, chair_notes)
        named: list[Path] = []
        try:
            for place in sorted(unfinished.iterdir()):
                named.append(place.rename(folder / place.name))
        except BaseException:
            for place in named:
                _take_away(place)
            raise
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return written


def _take_away(place: Path) -> None:
    if place.is_dir():
        shutil.rmtree(place, ignore_errors=True)
    else:
        with suppress(OSError):
            place.unlink()


def _write(session: Session, folder: Path, today: dt.date, chair_notes: bool) -> Written:
    meetings = listed_meetings(session)
    texts = _write_texts(meetings, folder / "minutes")
    members = listed_members(session, today)
    counts: dict[str, int] = {}
    papers: dict[str, str] = {}
    left_out = 0
    for whole in whole_tables(session):
        table = whole
        if table.name == "agenda_item" and not chair_notes:
            left_out = sum(bool(row[_PRIVATE]) for row in table.rows)
            table = replace(table, rows=tuple({**row, _PRIVATE: ""} for row in table.rows))
        columns, rows = _plain(table)
        if table.name == "member":
            by_member = {str(row.id.hex): row for row in members}
            columns, rows = _led_by(table, MEMBER_HEADINGS, {key: _member(row) for key, row in by_member.items()})
        elif table.name == "meeting":
            led = {str(row.id.hex): _meeting(row, texts) for row in meetings}
            columns, rows = _led_by(table, MEETING_HEADINGS, led)
        elif table.name == "paper":
            papers = {row["digest"]: _paper_name(row) for row in table.rows}
            columns = [*columns, _("File")]
            rows = [[*cells, papers[row["digest"]]] for cells, row in zip(rows, table.rows, strict=True)]
        write_csv(folder / file_name(table.name), columns, rows)
        counts[file_name(table.name)] = len(rows)
    written = 0
    for digest, data in paper_contents(session):
        if digest in papers:
            (folder / "papers").mkdir(exist_ok=True)
            (folder / papers[digest]).write_bytes(data)
            written += 1
    return Written(counts, len(texts), written, left_out)


def _plain(table: WholeTable) -> tuple[list[str], list[list[str]]]:
    return list(table.columns), [[row[column] for column in table.columns] for row in table.rows]


def _led_by(
    table: WholeTable, headings: Sequence[tuple[str, str]], cells: Mapping[str, Mapping[str, str]]
) -> tuple[list[str], list[list[str]]]:
    """Return the table with the import's columns first; fields they hold already are not repeated.

    The whole text of minutes stands in its file; the column `original_text` only says that it does.
    """
    held = {field for field, _heading in headings if field}
    rest = [column for column in table.columns if column not in held]
    rows = []
    for row in table.rows:
        led = cells[row["id"]]
        first = [row[field] if field else led[heading] for field, heading in headings]
        rows.append([*first, *(_said(column, row[column]) for column in rest)])
    return [*(_(heading) for _field, heading in headings), *rest], rows


def _said(column: str, cell: str) -> str:
    return ("yes" if cell else "") if column == "original_text" else cell


def _member(row: ListedMember) -> dict[str, str]:
    return {
        "Kind": row.kind or ("individual" if row.individual else ""),
        "Status": row.status.value if row.status else "",
        "Date joined": row.joined.isoformat() if row.joined else "",
        "Date left": row.left.isoformat() if row.left else "",
        "Representative": "; ".join(row.representative[:1]),
        "Alternate": "; ".join(row.alternate[:1]),
        "Offers": "; ".join(row.offers),
    }


def _meeting(row: ListedMeeting, texts: Mapping[str, str]) -> dict[str, str]:
    return {
        "Group": row.group,
        "Present": "; ".join(row.present),
        "Apologies": "; ".join(row.apologies),
        "Chair": "; ".join(row.chair),
        "Minutes taken by": "; ".join(row.minutes_by),
        "Agenda": " | ".join(map(item_title, row.items)),
        "Decisions": " | ".join(decision.text for decision in row.decisions),
        "Actions": " | ".join(action.text for action in row.actions),
        "File": texts.get(row.id.hex, ""),
    }


def _write_texts(meetings: Sequence[ListedMeeting], folder: Path) -> dict[str, str]:
    """Write the minutes' texts; return key of the meeting → path in the export."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for row in meetings:
        text = minutes_text(row)
        if not text or row.status is MeetingStatus.CANCELLED:
            continue
        folder.mkdir(exist_ok=True)
        name = safe_name(row.text_name or f"{row.date.isoformat()} {row.title or row.group}".strip() + ".txt")
        stem, dot, ending = name.rpartition(".")
        count = 1
        while name.casefold() in taken:
            count += 1
            name = f"{stem or ending} ({count}){dot}{ending if dot else ''}"
        taken.add(name.casefold())
        (folder / name).write_bytes(text.encode("utf-8", "surrogatepass"))
        found[row.id.hex] = f"minutes/{name}"
    return found


def _paper_name(row: Mapping[str, str]) -> str:
    return f"papers/{row['digest'][:12]}-{safe_name(row['name'])}"


def safe_name(name: str) -> str:
    """Return a file name that every system takes, as like `name` as can be."""
    safe = _UNSAFE.sub("_", name).strip(" .")
    stem, dot, ending = safe.rpartition(".")
    with suppress(ValueError):
        if len(safe) > _LONGEST_NAME:
            safe = (
                f"{stem[: _LONGEST_NAME - len(ending) - 1]}{dot}{ending}"
                if dot and len(ending) < 8
                else safe[:_LONGEST_NAME]
            )
    return safe or "_"
