"""Past meetings from a spreadsheet and a folder of minutes, taken apart for `db.incoming`; nothing is written here.

sheet = read_meetings(path)                     columns guessed; sheet.columns shows them
sheet = read_meetings(path, columns={...})      columns chosen
plan_meetings(session, sheet.meetings)          what would happen
import_meetings(session, sheet.meetings)        do it
"""

import datetime as dt
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from db.errors import KnownError
from db.errors.incoming import DateColumnMissing, MinutesFolderMissing
from db.incoming.past_meetings import Doubt, PastMeeting, Remark
from db.members.written_names import is_name, says_nothing
from desktop.apart import Apart, Tick
from desktop.exchange import cells
from desktop.exchange.columns import guess_columns, mostly, told_by_cells
from desktop.exchange.documents_in import document_text
from desktop.exchange.listed_people import ListedPeople
from desktop.exchange.tables import Headings, Table, TableRow, check_lines, decode, read_bytes, read_table
from desktop.exchange.unheaded import with_its_first_row

LARGEST_TEXT_BYTES = 8_000_000
LARGEST_DOCUMENT_BYTES = 32_000_000
_SECONDS = 20
"""Of reading one document."""

HEADINGS: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "date": ("date", "fecha", "day", "dia", "when", "cuando", "=dates", "=fechas", "=held on"),
        "present": ("present", "attendance", "attendees", "participants", "presentes", "asistentes", "asistencia",
                    "participantes", "=attended", "=attended by", "=members present", "=miembros presentes",
                    "=asistente", "=asistieron", "=concurrentes"),
        "apologies": ("apologies", "regrets", "excused", "excusas", "excusados", "disculpas", "justificados",
                      "=excused absences", "=disculpados", "=ausencias justificadas", "=inasistencias justificadas",
                      "=se excusaron"),
        "chair": ("chair", "chaired by", "chairperson", "facilitator", "facilitated by", "moderator", "preside",
                  "presidencia", "preside la reunion", "presidente", "facilita", "facilitador", "modera",
                  "chairman", "chairwoman", "facilitation", "moderation", "moderated by", "moderador", "moderadora",
                  "moderacion", "facilitadora", "facilitacion", "presidenta", "=chairs", "=co chairs", "=led by",
                  "=presiding", "=facilitators", "=moderators", "=moderadores", "=facilitadores", "=conduce",
                  "=conduccion", "=conductor", "=conductora", "=dirige", "=dirigida por", "=dirigido por",
                  "=presidida por", "=presidido por", "=moderada por", "=moderado por", "=facilitada por",
                  "=facilitado por", "=presidio", "=modero", "=facilito", "=condujo"),
        "minutes_by": ("minutes taken by", "minutes by", "minute taker", "scribe", "notary", "note taker", "notes by",
                       "secretary", "acta por", "toma de acta", "acta tomada por", "acta a cargo de", "redacta",
                       "secretario", "secretaria", "rapporteur", "notetaker", "redactor", "redactora", "relator",
                       "relatora", "relatoria", "=minutes taken", "=minute taking", "=note taking",
                       "=notes taken by", "=recorder", "=recorded by", "=scribes", "=toma el acta", "=toma acta",
                       "=tomo el acta", "=levanta el acta", "=elabora el acta", "=redaccion del acta",
                       "=responsable del acta", "=encargado del acta", "=encargada del acta", "=redactado por",
                       "=redactada por", "=elaborado por", "=elaborada por", "=redacto", "=elaboro"),
        "agenda": ("agenda", "agenda items", "topics", "items", "orden del dia", "puntos", "puntos de agenda",
                   "temas", "temario", "=topic", "=points", "=tema", "=asuntos", "=asuntos tratados"),
        "decisions": ("decisions", "resolutions", "acuerdos", "decisiones", "resoluciones", "=decision",
                      "=resolution", "=agreed", "=agreements", "=acuerdo", "=resolucion"),
        "actions": ("actions", "action items", "tasks", "to do", "tareas", "acciones", "compromisos", "=action",
                    "=action points", "=task", "=next steps", "=accion", "=tarea", "=compromiso",
                    "=proximos pasos", "=pendientes"),
        "file": ("file", "minutes file", "document", "archivo", "archivo del acta", "documento", "fichero",
                 "filename"),
        "number": ("number", "meeting number", "numero", "nro", "=no", "=n", "=num", "=nr", "=meeting no",
                   "=meeting nr", "=number of meeting", "=number of the meeting", "=minutes no", "=minutes number",
                   "=numero de reunion", "=nro de reunion", "=no de reunion", "=n de reunion", "=reunion no",
                   "=reunion n", "=reunion nro", "=numero de acta", "=nro de acta", "=no de acta", "=n de acta",
                   "=acta no", "=acta n", "=acta nro", "=numero de sesion", "=nro de sesion", "=no de sesion",
                   "=n de sesion", "=sesion no", "=sesion n"),
        "group": ("group", "working group", "grupo", "grupo de trabajo", "committee", "comite", "comision", "body",
                  "=groups", "=commission", "=team", "=task force", "=subgroup", "=subcommittee", "=grupos",
                  "=equipo", "=mesa", "=mesa de trabajo", "=subgrupo", "=subcomite", "=organo", "=instancia"),
        "title": ("meeting", "title", "name of meeting", "reunion", "titulo", "sesion", "=name", "=subject",
                  "=session", "=nombre", "=asunto", "=encuentro"),
    }
)  # fmt: skip
"""Each field's usual headings, folded, in English and Spanish; what "=" says: see `guess_columns`.

The body and the meeting come last, for others name them: "Who chaired the meeting", "Decisions of the group".
"""

OF_ONE = ("chair", "minutes_by")
"""A column names one person to a meeting as a rule."""
PEOPLE = ("present", "apologies", *OF_ONE)
TELLING = ("present", "apologies", "minutes_by", "agenda", "decisions", "actions")
"""A list of members has no such columns."""
LISTS = ("agenda", "decisions", "actions")


@dataclass(frozen=True, slots=True)
class MeetingsSheet:
    """A sheet of past meetings as read.

    `columns` gives each field's column; rows that are `refused` have no date, or repeat one above.
    """

    table: Table
    columns: Mapping[str, int]
    meetings: tuple[PastMeeting, ...]
    refused: tuple[Remark, ...]
    remarks: tuple[Remark, ...]


def read_meetings(
    path: Path,
    *,
    minutes_folder: Path | None = None,
    columns: Mapping[str, int] | None = None,
    today: dt.date | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> MeetingsSheet:
    """Read a sheet of past meetings and the minutes its rows name, as plain text or Word documents (DOCX).

    Minutes are looked for in `minutes_folder`, or in the sheet's own folder, and never outside of it.
    Days after `today` are remarked on, where it is given. `progress(done, total)` counts rows, and may raise to stop.

    Raises:
        MinutesFolderMissing: If `minutes_folder` is no folder that can be read: all would come without their texts.
        DateColumnMissing: If no column holds the dates; and what `read_table` raises.
    """
    if minutes_folder is not None and not _can_be_looked_into(minutes_folder):
        raise MinutesFolderMissing(minutes_folder)
    table, guessed = look_at_meetings(path)
    found = dict(columns) if columns is not None else guessed
    if "date" not in found:
        raise DateColumnMissing(path)
    with Apart() as apart:
        return _Reader(table, found, minutes_folder or path.parent, apart, today=today, progress=progress).sheet()


def look_at_meetings(path: Path) -> tuple[Table, dict[str, int]]:
    """Return the table at `path` and its columns as guessed.

    Raises:
        KnownError: What `read_table` raises.
    """
    table = with_its_first_row(read_table(path, headed=meetings_headed), HEADINGS, meetings_headed)
    if table.headings is Headings.NONE:
        found = told_by_cells(table, {}, ("date", "file"))
        listed = (place for place in range(len(table.header)) if mostly(_lists_people, table.column(place)))
        present = next(listed, None)
        return table, found if present is None else found | {"present": present}
    found = guess_columns(table.header, HEADINGS)
    return table, found | told_by_cells(table, found, ("file",))


def meetings_headed(cells: Sequence[str]) -> int:
    """Return how many headings of a list of past meetings a row holds; 0 without one of the dates."""
    dated = "date" in guess_columns(cells, HEADINGS)
    return len(guess_columns(cells, HEADINGS, loosely=False)) if dated else 0


def reads_as_meetings(header: Sequence[str]) -> bool:
    """Return whether the headings are a date's and at least two more that only meetings have."""
    found = guess_columns(header, HEADINGS)
    return "date" in found and sum(field in found for field in TELLING) > 1


def _lists_people(cell: str) -> bool:
    """Return whether a cell holds several names."""
    named = [part for part in re.split(r"[,;|\r\n]", cell) if part.strip()]
    return len(named) > 1 and all(map(is_name, named))


def _can_be_looked_into(folder: Path) -> bool:
    """Return whether there is such a folder, under a name that the disk can have, and it may be read."""
    try:
        with os.scandir(folder):
            return True
    except (OSError, ValueError):
        return False


class _Reader:
    def __init__(
        self,
        table: Table,
        columns: Mapping[str, int],
        folder: Path,
        apart: Apart,
        *,
        today: dt.date | None,
        progress: Callable[[int, int], None] | None,
    ) -> None:
        self._apart = apart
        self._tick: Tick = lambda: None
        self._today = today
        self._progress = progress
        self._table = table
        self._columns = columns
        self._folder = folder
        self._remarks: list[Remark] = []
        self._month_first = cells.month_comes_first(table.column(columns["date"]))
        people = {field: table.column(columns[field]) for field in PEOPLE if field in columns}
        self._people = ListedPeople(people, of_one=OF_ONE)
        self._list_separators = {
            field: cells.list_separator(table.column(columns[field])) for field in LISTS if field in columns
        }

    def sheet(self) -> MeetingsSheet:
        meetings: list[PastMeeting] = []
        refused: list[Remark] = []
        above: set[tuple[str, ...]] = set()
        for done, written in enumerate(self._table.rows):
            if self._progress is not None:
                self._tick = partial(self._progress, done, len(self._table.rows))
                self._tick()
            row = self._by_people(written)
            date = cells.read_date(self._cell(row, "date"), month_first=self._month_first)
            if date is None:
                refused.append(Remark(row.number, "date", self._cell(row, "date"), Doubt.DATE_UNREADABLE))
                continue
            said = tuple(map(str.strip, written.cells))
            if said in above:
                refused.append(Remark(row.number, "date", self._cell(row, "date").strip(), Doubt.ROW_REPEATED))
                continue
            above.add(said)
            if self._today is not None and date > self._today:
                self._remarks.append(Remark(row.number, "date", self._cell(row, "date").strip(), Doubt.DATE_TO_COME))
            text, name = self._text(row)
            number = self._cell(row, "number").strip()
            people = {field: self._people.split_people(field, self._cell(row, field)) for field in PEOPLE}
            doubtful = [name for field in PEOPLE for name in self._people.doubtful(field, self._cell(row, field))]
            parted = [name for field in PEOPLE for name in self._people.parted(field, self._cell(row, field))]
            lists = {field: self._list(row, field) for field in LISTS}
            meetings.append(
                PastMeeting(
                    row=row.number,
                    date=date,
                    group=self._cell(row, "group").strip(),
                    title=self._cell(row, "title").strip(),
                    text=text,
                    text_name=name,
                    number=int(number) if number.isdecimal() and 0 < len(number) < 7 else None,
                    doubtful=frozenset(doubtful),
                    parted=frozenset(parted),
                    **people,
                    **lists,
                )
            )
        return MeetingsSheet(self._table, self._columns, tuple(meetings), tuple(refused), tuple(self._remarks))

    def _cell(self, row: TableRow, field: str) -> str:
        column = self._columns.get(field)
        return "" if column is None or column >= len(row.cells) else row.cells[column]

    def _by_people(self, row: TableRow) -> TableRow:
        """Return the row without what no person wrote, but for its date, whose row is refused."""
        found = dict(enumerate(row.cells))
        for field, column in self._columns.items():
            if field != "date" and cells.from_a_program(found.get(column, "")):
                self._remarks.append(Remark(row.number, field, found[column].strip(), Doubt.FROM_A_PROGRAM))
                found[column] = ""
        return TableRow(row.number, tuple(found.values()))

    def _list(self, row: TableRow, field: str) -> tuple[str, ...]:
        cell = self._cell(row, field)
        if not says_nothing(cell):
            return cells.split_list(cell, self._list_separators.get(field, "\n"))
        if written := cell.strip():
            self._remarks.append(Remark(row.number, field, written, Doubt.SAYS_NOTHING))
        return ()

    def _text(self, row: TableRow) -> tuple[str, str]:
        """Return the minutes that a row names, to the letter, and the name of their file."""
        written = self._cell(row, "file").strip()
        if not written:
            return "", ""
        path = inside(self._folder, written)
        doubt = None
        text = ""
        if path is None:
            doubt = Doubt.TEXT_OUTSIDE if outside(written) else Doubt.TEXT_MISSING
        else:
            try:
                text, sure = self._words_of(path)
                doubt = None if sure else Doubt.TEXT_NOT_UTF8
            except KnownError:
                doubt = Doubt.TEXT_TOO_LARGE
        if doubt is not None:
            self._remarks.append(Remark(row.number, "file", written, doubt))
        return text, PurePosixPath(written.replace("\\", "/")).name if text else ""

    def _words_of(self, path: Path) -> tuple[str, bool]:
        """Return the text of minutes, and whether its letters are sure."""
        if path.suffix.lower() == ".docx":
            content = read_bytes(path, LARGEST_DOCUMENT_BYTES)
            return self._apart.ask(document_text, content, path, shape=str, seconds=_SECONDS, tick=self._tick), True
        text, sure = decode(read_bytes(path, LARGEST_TEXT_BYTES))
        check_lines(text, path)
        return text, sure


def outside(written: str) -> bool:
    """Return whether a path as written in a sheet leads out of the folder it is looked for in."""
    parts = PurePosixPath(written.replace("\\", "/"))
    return parts.is_absolute() or ".." in parts.parts or ":" in parts.parts[0]


def inside(folder: Path, written: str) -> Path | None:
    """Return the file that a sheet names, if it is in `folder`: as written, or directly in it by its last name.

    Links are followed before it is decided; what lies outside, whatever way it is written, is not found.
    """
    if outside(written) or "\0" in written:
        return None
    parts = PurePosixPath(written.replace("\\", "/"))
    try:
        root = folder.resolve(strict=True)
        for candidate in (root.joinpath(*parts.parts), root / parts.name):
            if candidate.is_file() and candidate.resolve().is_relative_to(root):
                return candidate.resolve()
    except (OSError, ValueError):
        return None
    return None
