"""What an import says about rows and cells, in the reader's language."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from db.incoming.calendar_events import EventVerdict
from db.incoming.past_meetings import Doubt, Remark, Verdict
from db.incoming.roster_rows import RowDoubt, RowRemark, RowVerdict
from db.vocabulary import MemberStatus
from desktop import texts
from desktop.exchange.cells import read_date, unsettled_date
from desktop.exchange.tables import Headings, Table, column_letters
from desktop.naming.members import status_word
from desktop.texts import _, ngettext, pgettext


def place_of_list(table: Table) -> list[str]:
    """Return where in its file a list and its headings were found, in sentences; nothing where they begin it."""
    said = []
    if table.sheet:
        said.append(_("The list was read from the sheet “{name}”.").format(name=table.sheet))
    if table.below:
        words = _("The headings are in row {n}; what stands above them is left out.")
        said.append(words.format(n=texts.number(table.below)))
    if table.headings is Headings.NONE:
        words = _("The list has no headings: row {n} is one of it, and its cells tell what each column holds.")
        said.append(words.format(n=texts.number(table.row)))
    if table.headings is Headings.UNKNOWN:
        words = _(
            "Row {n} was taken for the headings, though none of them is known. If it is a row of the list, write "
            "headings above it."
        )
        said.append(words.format(n=texts.number(table.row)))
    return said


def cells_left_out(table: Table, columns: Mapping[str, int]) -> str:
    """Return how many cells stand under no heading, where others have one, and are not read; nothing where none do."""
    if table.headings is Headings.NONE:
        return ""
    filled = {
        column_letters(place + 1): len(table.column(place))
        for place, title in enumerate(table.header)
        if not title and place not in columns.values()
    }
    count = sum(filled.values())
    if not count:
        return ""
    words = ngettext(
        "{n} cell stands under no heading and is left out: in {columns}.",
        "{n} cells stand under no heading and are left out: in {columns}.",
        count,
    )
    named = texts.list_of([letters for letters, cells in filled.items() if cells])
    return words.format(n=texts.number(count), columns=named)


def dates_as_read(table: Table, columns: Mapping[str, int]) -> str:
    """Return how dates are read whose order nothing in the table settles; nothing where there are none."""
    said = [cell for field in ("date", "joined", "left") if field in columns for cell in table.column(columns[field])]
    text = unsettled_date(said)
    day = read_date(text)
    if day is None:
        return ""
    words = _(
        "“{text}” and dates like it are read with the day first, as {day}: nothing in the list settles it. If that is "
        "wrong, write them as 2026-10-22."
    )
    return words.format(text=text, day=texts.date_long(day))


def meeting_fields() -> list[tuple[str, str]]:
    """Return (key, word) of what a column of a list of past meetings may hold."""
    return [
        ("date", _("Date")),
        ("group", _("Group")),
        ("title", _("Title")),
        ("number", _("Number")),
        ("present", _("Present")),
        ("apologies", _("Apologies")),
        ("chair", _("Chair")),
        ("minutes_by", _("Minutes taken by")),
        ("agenda", _("Agenda")),
        ("decisions", _("Decisions")),
        ("actions", _("Actions")),
        ("file", _("File of the minutes")),
    ]


def column_word(column: str) -> str:
    """Return what a column of past meetings is called."""
    return dict(meeting_fields()).get(column, column)


def meeting_verdict(verdict: Verdict) -> str:
    """Return "new", "same", or what is said of a meeting on record that differs or lacks its text."""
    words = {
        Verdict.NEW: pgettext("row of an import", "new"),
        Verdict.SAME: pgettext("row of an import", "same"),
        Verdict.DIFFERS: pgettext("row of an import", "on record with other contents, left as it is"),
        Verdict.TEXT: pgettext("row of an import", "on record without its minutes, whose text comes now"),
    }
    return words[verdict]


def meeting_doubt(remark: Remark) -> str:
    """Return what is doubtful about a cell of a sheet of meetings."""
    words = {
        Doubt.NOT_A_NAME: _("“{text}” does not read as a name; it stays as written."),
        Doubt.SEVERAL_KNOWN: _("“{text}” is the name of several on record; it stays as written."),
        Doubt.MAY_BE_SEVERAL: _("“{text}” may be several people; it stays as written: part them by “;” if they are."),
        Doubt.LISTED_TWICE: _("“{text}” is listed twice; it is kept once."),
        Doubt.TWO_STATUSES: _("“{text}” takes a seat that is taken already; the name is kept without the seat."),
        Doubt.SAYS_NOTHING: _("“{text}” says that there is nothing to list; it was left out."),
        Doubt.FROM_A_PROGRAM: _("“{text}” was written by a program, not by a person; it was left out."),
        Doubt.ROW_REPEATED: _("A row above says the same in every cell; this one was left out."),
        Doubt.DATE_UNREADABLE: _("“{text}” does not read as a date; the row was left out."),
        Doubt.DATE_TO_COME: _("“{text}” is after today; the meeting comes in as one that was held: look at its date."),
        Doubt.TEXT_MISSING: _("There is no file “{text}”; the meeting comes without its text."),
        Doubt.TEXT_OUTSIDE: _("“{text}” is outside the folder of minutes and was not read."),
        Doubt.TEXT_TOO_LARGE: _("“{text}” is too large or cannot be read; the meeting comes without its text."),
        Doubt.TEXT_NOT_UTF8: _("“{text}” is not UTF-8 and was read as Windows-1252; look at its accents."),
    }
    return words[remark.doubt].format(text=remark.text)


def event_verdict(verdict: EventVerdict) -> str:
    """Return what becomes of an event of a calendar: "New", "On record", "Day is taken", "Cancelled"."""
    words = {
        EventVerdict.NEW: pgettext("event of a calendar", "New"),
        EventVerdict.SAME: pgettext("event of a calendar", "On record"),
        EventVerdict.DAY_TAKEN: pgettext("event of a calendar", "Day is taken"),
        EventVerdict.CALLED_OFF: pgettext("event of a calendar", "Cancelled"),
    }
    return words[verdict]


def member_columns() -> list[tuple[str, str]]:
    """Return (key, word) of what a column of a list of members may hold; parts of a name after what they make."""
    name, *others = member_fields()
    parts = [
        ("first_name", _("First name")),
        ("second_name", _("Second name")),
        ("last_name", _("Last name")),
        ("second_last_name", _("Second last name")),
    ]
    return [name, *parts, *others]


def member_fields() -> list[tuple[str, str]]:
    """Return (key, word) of what a row of a list of members may say."""
    return [
        ("name", _("Name")),
        ("short_name", _("Short name")),
        ("kind", _("Kind")),
        ("grassroots", _("Grassroots")),
        ("sector", _("Sector")),
        ("status", _("Status")),
        ("joined", _("Joined")),
        ("left", pgettext("day a member left", "Left")),
        ("representative", _("Representative")),
        ("alternate", _("Alternate")),
        ("email", _("E-mail")),
        ("phone", _("Phone")),
        ("place", _("Place")),
        ("website", _("Website")),
        ("note", _("Note")),
        ("duty_share", _("Duty share")),
        ("offers", _("Offers")),
    ]


def field_word(field: str) -> str:
    """Return what a field of the record is called."""
    key = {"kind_id": "kind"}.get(field, field)
    return dict(member_fields()).get(key, _("Person"))


def value_word(value: object) -> str:
    """Return what a field holds, in words."""
    words = "" if value is None else str(value)
    match value:
        case bool():
            words = _("yes") if value else _("no")
        case MemberStatus():
            words = status_word(value)
        case dt.date():
            words = texts.date_short_year(value)
        case Decimal():
            words = f"{value.normalize():f}"
        case tuple():
            words = "; ".join(map(str, value))
    return words


def member_verdict(verdict: RowVerdict) -> str:
    """Return "new", "changed", "same", "repeated", "to look at", "doubtful" or "left out"."""
    words = {
        RowVerdict.NEW: pgettext("row of an import", "new"),
        RowVerdict.CHANGED: pgettext("row of an import", "changed"),
        RowVerdict.SAME: pgettext("row of an import", "same"),
        RowVerdict.REPEATED: pgettext("row of an import", "repeated"),
        RowVerdict.LOOK: pgettext("row of an import", "to look at"),
        RowVerdict.DOUBTFUL: pgettext("row of an import", "doubtful"),
        RowVerdict.REFUSED: pgettext("row of an import", "left out"),
    }
    return words[verdict]


def member_doubt(remark: RowRemark) -> str:
    """Return what is doubtful about a row of a list of members."""
    words = {
        RowDoubt.TAKEN_APART: _("“{text}” was taken apart."),
        RowDoubt.FROM_A_PROGRAM: _("“{text}” was written by a program, not by a person; it was left out."),
        RowDoubt.MARKUP: _("“{text}” holds marks of a web page; it is kept as written."),
        RowDoubt.SEVERAL_LINES: _("“{text}” stood in several lines, which were joined."),
        RowDoubt.SEVERAL_PEOPLE: (
            _("“{text}” are several people: each becomes an alternate.")
            if remark.field == "alternate"
            else _("“{text}” are several people: the first becomes the representative, the others alternates.")
        ),
        RowDoubt.MAY_BE_SEVERAL: _("“{text}” may be several people and is kept as one: part them by “;” if they are."),
        RowDoubt.ALONE: _("No organisation stands beside “{text}”: this is taken for an individual."),
        RowDoubt.MAY_BE_DOUBLE: _("May be the same as “{text}”."),
        RowDoubt.WRITTEN_DIFFERENTLY: _("On record as “{text}”."),
        RowDoubt.SEVERAL_KNOWN: _("Several members on record are called “{text}”."),
        RowDoubt.REPRESENTS: _("On record as representative of {text}."),
        RowDoubt.OTHER_REPRESENTATIVE: _("Somebody else is the representative; “{text}” becomes an alternate."),
        RowDoubt.CONTRADICTS_ROW_ABOVE: _("“{text}” contradicts what is said elsewhere; that stays."),
        RowDoubt.KIND_UNKNOWN: _("There is no kind of member “{text}”; the kind stays empty."),
        RowDoubt.STATUS_UNKNOWN: _("“{text}” does not read as a status."),
        RowDoubt.DATE_UNREADABLE: _("“{text}” does not read as a date and is left out: write it as 2026-10-22."),
        RowDoubt.YEAR_ALONE: (
            _("“{text}” is only a year: its last day is kept.")
            if remark.field == "left"
            else _("“{text}” is only a year: its first day is kept.")
        ),
        RowDoubt.NUMBER_UNREADABLE: _("“{text}” does not read as a share of duties."),
        RowDoubt.YES_OR_NO_UNREADABLE: _("“{text}” reads neither as yes nor as no."),
        RowDoubt.NOT_AN_ADDRESS: _("“{text}” cannot be an e-mail address; it is kept as written."),
        RowDoubt.NOT_A_NUMBER: _("“{text}” cannot be a phone number; it is kept as written."),
        RowDoubt.LEFT_WITHOUT_DATE: _("Left, but nobody says when: today is kept as the day."),
        RowDoubt.LEFT_BEFORE_JOINED: _("The day of joining is after that of leaving, and is left out."),
        RowDoubt.DATES_CONTRADICT: _("The dates do not fit; those on record stay."),
        RowDoubt.NAME_MISSING: _("A name is missing; the row was left out."),
    }
    return words[remark.doubt].format(text=remark.text)


def no_group_members() -> str:
    """Return why new groups have no members yet."""
    return _("Who came to a group’s meetings need not belong to it: say on the page Groups who is a member.")
