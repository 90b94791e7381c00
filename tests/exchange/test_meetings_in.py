"""Past meetings: what is read from a sheet, what is written, and that the real folders come in whole."""

import csv
import datetime as dt
import os
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.engine import AllianceFile
from db.errors.incoming import DateColumnMissing
from db.history import history
from db.incoming.imports import import_meetings, plan_meetings
from db.incoming.past_meetings import Doubt, MeetingsReport, PastMeeting, Verdict
from db.schema import (
    Action,
    AgendaItem,
    Alliance,
    Attendance,
    Decision,
    Group,
    Meeting,
    MeetingOfficer,
    Member,
    Membership,
    Person,
    Representative,
    Step,
)
from db.search.search import find
from db.vocabulary import AttendanceStatus, MeetingRole, MeetingStatus, MinutesState, RepresentativeRole, Seat
from desktop.exchange.import_words import meeting_doubt
from desktop.exchange.meetings_in import inside, look_at_meetings, read_meetings

FOLDERS = {"kanthaus": 193, "w3c_json_ld_wg": 89, "openjs_cpc": 211}
DAY = dt.date(2019, 5, 6)


def bring_in(file: AllianceFile, meetings: Sequence[PastMeeting]) -> MeetingsReport:
    with file.writing(who="Ana") as session:
        return import_meetings(session, meetings)[0]


def attended(session: Session, status: AttendanceStatus) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    rows = session.scalars(select(Attendance).where(Attendance.status == status).order_by(Attendance.position))
    for row in rows:
        found[row.meeting_id].append(row.name)
    return found


def officers(session: Session, role: MeetingRole) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    for row in session.scalars(select(MeetingOfficer).where(MeetingOfficer.role == role).order_by("position")):
        found[row.meeting_id].append(row.as_written)
    return found


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_cell_of_the_real_sheets_is_on_record(file: AllianceFile, shared: Path, folder: str) -> None:
    source = shared / "meetings" / folder
    sheet = read_meetings(source / "meetings.csv")
    assert sheet.refused == ()
    report = bring_in(file, sheet.meetings)
    assert report.count(Verdict.NEW) == FOLDERS[folder]
    with (source / "meetings.csv").open(encoding="utf-8-sig", newline="") as opened:
        written = list(csv.DictReader(opened))
    with file.reading() as session:
        groups = dict(session.execute(select(Group.id, Group.name)).all())
        by_id = {row.id: row for row in session.scalars(select(Meeting))}
        present, apologies = (attended(session, s) for s in (AttendanceStatus.PRESENT, AttendanceStatus.APOLOGIES))
        chairs, scribes = officers(session, MeetingRole.CHAIR), officers(session, MeetingRole.MINUTES)
        lists: dict[str, dict[UUID | None, list[str]]] = {
            n: defaultdict(list) for n in ("Agenda", "Decisions", "Actions")
        }
        for item in session.scalars(select(AgendaItem).order_by(AgendaItem.position)):
            lists["Agenda"][item.meeting_id].append(item.title)
        for decision in session.scalars(select(Decision).order_by(Decision.sequence)):
            lists["Decisions"][decision.meeting_id].append(decision.text)
        for action in session.scalars(select(Action).order_by(Action.sequence)):
            lists["Actions"][action.meeting_id].append(action.text)
        assert len(by_id) == len(written) == FOLDERS[folder]
        for planned, cells in zip(report.meetings, written, strict=True):
            meeting = by_id[planned.meeting_id]
            assert groups.get(meeting.group_id, "") == cells["Group"]
            assert (meeting.date.isoformat(), meeting.title) == (cells["Date"], cells["Meeting"])
            assert "; ".join(present[meeting.id]) == cells["Present"]
            assert "; ".join(apologies[meeting.id]) == cells["Apologies"]
            assert "; ".join(chairs[meeting.id]) == cells["Chair"]
            assert "; ".join(scribes[meeting.id]) == cells["Minutes taken by"]
            for heading, found in lists.items():
                assert " | ".join(found[meeting.id]) == cells[heading]
            assert meeting.original_text.encode() == (source / cells["File"]).read_bytes()
            assert meeting.original_name == Path(cells["File"]).name
            assert (meeting.status, meeting.minutes_state) == (MeetingStatus.CLOSED, MinutesState.IMPORTED)


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_second_import_of_the_real_sheets_changes_nothing(file: AllianceFile, shared: Path, folder: str) -> None:
    meetings = read_meetings(shared / "meetings" / folder / "meetings.csv").meetings
    bring_in(file, meetings)
    with file.writing() as session:
        report, changes = import_meetings(session, meetings)
        assert not changes
        assert report.count(Verdict.SAME) == len(meetings)
        assert (report.people, report.groups, report.remarks, report.counts) == ((), (), (), {})
        assert session.scalar(select(func.count()).select_from(Step).where(Step.name == "import_meetings")) == 1


def test_numbers_count_each_body_by_date(file: AllianceFile, shared: Path) -> None:
    bring_in(file, read_meetings(shared / "meetings" / "kanthaus" / "meetings.csv").meetings)
    with file.reading() as session:
        for (group_id,) in session.execute(select(Group.id)):
            rows = session.scalars(select(Meeting).where(Meeting.group_id == group_id).order_by(Meeting.number)).all()
            assert [row.number for row in rows] == list(range(1, len(rows) + 1))
            assert [row.date for row in rows] == sorted(row.date for row in rows)


def test_the_text_of_real_minutes_is_found(file: AllianceFile, shared: Path) -> None:
    bring_in(file, read_meetings(shared / "meetings" / "kanthaus" / "meetings.csv").meetings)
    with file.reading() as session:
        assert any(hit.kind == "minutes" for hit in find(session, "sharing circle "))


def test_unknown_names_become_individual_members_from_their_first_meeting(file: AllianceFile) -> None:
    report = bring_in(
        file,
        [
            PastMeeting(2, dt.date(2020, 3, 1), present=("rosa quispe",)),
            PastMeeting(3, DAY, present=("Rosa Quispe",), minutes_by=("Ivo",)),
        ],
    )
    assert [(new.name, new.since) for new in report.people] == [("Rosa Quispe", DAY), ("Ivo", DAY)]
    with file.reading() as session:
        rosa = session.scalars(select(Member).where(Member.name == "Rosa Quispe")).one()
        assert session.get_one(Person, rosa.person_id).name == "Rosa Quispe"
        assert rosa.kind_id is None
        assert rosa.code
        [spell] = session.scalars(select(Membership).where(Membership.member_id == rosa.id))
        assert (spell.from_date, spell.to_date) == (DAY, None)
        written = session.scalars(select(Attendance).where(Attendance.member_id == rosa.id)).all()
        assert {row.name for row in written} == {"Rosa Quispe", "rosa quispe"}


@pytest.mark.parametrize(
    "cell", ["teamwork", "one per topic", "?", "Rosa with support", "tbd", "Ana/Luis", "uno por tema", "-", "everyone"]
)
def test_what_is_no_name_stays_as_written(file: AllianceFile, cell: str) -> None:
    report = bring_in(file, [PastMeeting(2, DAY, present=("Rosa", cell), chair=(cell,), minutes_by=("Rosa",))])
    assert [(r.row, r.column, r.text, r.doubt) for r in report.remarks] == [
        (2, "present", cell, Doubt.NOT_A_NAME),
        (2, "chair", cell, Doubt.NOT_A_NAME),
    ]
    with file.reading() as session:
        assert [member.name for member in session.scalars(select(Member))] == ["Rosa"]
        [chair] = session.scalars(select(MeetingOfficer).where(MeetingOfficer.role == MeetingRole.CHAIR))
        assert (chair.as_written, chair.doubtful, chair.member_id) == (cell, True, None)
        [scribe] = session.scalars(select(MeetingOfficer).where(MeetingOfficer.role == MeetingRole.MINUTES))
        assert (scribe.as_written, scribe.doubtful) == ("Rosa", False)
        assert scribe.member_id is not None


@pytest.mark.parametrize(
    "name", ["Q", "Daniel O", "Chris de Almeida", "Ortega y Gasset", "M.Sharaf Hijjeh", "ნინო", "TT"]
)
def test_short_and_long_names_are_names(file: AllianceFile, name: str) -> None:
    assert [new.name for new in bring_in(file, [PastMeeting(2, DAY, present=(name,))]).people] == [name]


def test_known_names_are_found_through_members_people_and_representatives(file: AllianceFile) -> None:
    with file.writing() as session, history.step(session, "set_up"):
        bank = Member(name="Delta Bank", short_name="DB")
        person = Person(name="Nino Ómez")
        session.add_all([bank, person])
        session.flush()
        session.add(Representative(member_id=bank.id, person_id=person.id, role=RepresentativeRole.PRIMARY))
        bank_id, person_id = bank.id, person.id
    report = bring_in(
        file,
        [
            PastMeeting(
                2, DAY, present=("nino omez", "Delta Bank"), actions=("Nino Ómez: call", "[Nino] to", ": DB to pay")
            )
        ],
    )
    assert report.people == ()
    assert [remark.doubt for remark in report.remarks] == [Doubt.TWO_STATUSES]
    with file.reading() as session:
        first, second = session.scalars(select(Attendance).order_by(Attendance.position))
        assert (first.member_id, first.person_id, first.seat, first.name) == (
            bank_id,
            person_id,
            Seat.MEMBER,
            "nino omez",
        )
        assert (second.member_id, second.seat, second.name) == (None, Seat.GUEST, "Delta Bank")
        owners = [(a.text, a.owner_member_id) for a in session.scalars(select(Action).order_by(Action.sequence))]
        assert owners == [("Nino Ómez: call", bank_id), ("[Nino] to", None), (": DB to pay", bank_id)]


def test_a_name_of_two_members_is_nobodys(file: AllianceFile) -> None:
    with file.writing() as session, history.step(session, "set_up"):
        session.add_all([Member(name="Ana"), Member(name="ANA")])
    report = bring_in(file, [PastMeeting(2, DAY, present=("Ana",))])
    assert [remark.doubt for remark in report.remarks] == [Doubt.SEVERAL_KNOWN]
    assert report.people == ()


def test_present_and_apologies_take_one_seat_and_both_stay_written(file: AllianceFile) -> None:
    report = bring_in(file, [PastMeeting(2, DAY, present=("Ivan", "Ivan"), apologies=("Ivan",))])
    assert [remark.doubt for remark in report.remarks] == [Doubt.LISTED_TWICE, Doubt.TWO_STATUSES]
    with file.reading() as session:
        rows = session.scalars(select(Attendance).order_by(Attendance.position)).all()
        assert [(row.name, row.status.value, row.member_id is None) for row in rows] == [
            ("Ivan", "present", False),
            ("Ivan", "apologies", True),
        ]


def test_a_remark_in_brackets_is_no_other_person(file: AllianceFile) -> None:
    report = bring_in(
        file, [PastMeeting(2, DAY, present=("Nick (late)",)), PastMeeting(3, DAY, "G", present=("Nick",))]
    )
    assert [new.name for new in report.people] == ["Nick"]


def test_a_plan_writes_nothing_and_says_the_same(file: AllianceFile) -> None:
    meetings = [PastMeeting(2, DAY, "Water", "First", ("Rosa", "Rossa"), decisions=("Yes",)), PastMeeting(3, DAY)]
    with file.reading() as session:
        plan = plan_meetings(session, meetings)
        assert session.scalar(select(func.count()).select_from(Meeting)) == 0
    report = bring_in(file, meetings)
    for one in ("groups", "people", "doubles", "remarks", "counts"):
        assert getattr(plan, one) == getattr(report, one)
    assert [(m.row, m.verdict, m.number) for m in plan.meetings] == [
        (m.row, m.verdict, m.number) for m in report.meetings
    ]
    assert [(double.name, double.other) for double in plan.doubles] == [("Rosa", "Rossa")]


def test_stopping_undoes_everything(file: AllianceFile) -> None:
    class StopError(Exception):
        pass

    def progress(done: int, total: int) -> None:
        assert total == 50
        if done:
            raise StopError

    meetings = [PastMeeting(n, DAY + dt.timedelta(n), "Water", present=(f"Ana {n}",)) for n in range(2, 52)]
    with pytest.raises(StopError), file.writing() as session:
        import_meetings(session, meetings, progress=progress)
    with file.reading() as session:
        for model in (Meeting, Group, Member, Person, Attendance):
            assert session.scalar(select(func.count()).select_from(model)) == 0


def test_an_import_is_undone_in_one_step(file: AllianceFile) -> None:
    bring_in(file, [PastMeeting(2, DAY, "Water", "One", ("Ana",), decisions=("Yes",), text="Whole text")])
    with file.writing() as session:
        name, _changes = history.undo(session)
        assert name == "import_meetings"
        assert session.scalar(select(func.count()).select_from(Meeting)) == 0
        assert find(session, "whole") == []


@pytest.mark.parametrize(
    "group",
    [
        "Plenary",
        "PLENARIA",
        "General meeting",
        "Reunión general",
        "Asamblea general",
        "lake valley alliance",
        "LVA",
        "-",
    ],
)
def test_the_plenary_by_any_name_is_no_group(file: AllianceFile, group: str) -> None:
    with file.writing() as session, history.step(session, "set_up"):
        session.scalars(select(Alliance)).one().short_name = "LVA"
    meetings = [PastMeeting(2, DAY, group, "One"), PastMeeting(3, DAY, "", "Two"), PastMeeting(4, DAY, "Water")]
    report = bring_in(file, meetings)
    assert (report.groups, [meeting.group for meeting in report.meetings]) == (("Water",), ["", "", "Water"])
    assert [meeting.number for meeting in report.meetings] == [1, 2, 1]
    with file.reading() as session:
        assert session.scalars(select(Meeting).where(Meeting.title == "One")).one().group_id is None
    assert {meeting.verdict for meeting in bring_in(file, meetings).meetings} == {Verdict.SAME}


def test_a_group_on_record_keeps_the_name_of_a_plenary(file: AllianceFile) -> None:
    with file.writing() as session, history.step(session, "set_up"):
        session.add(Group(name="Asamblea general"))
    report = bring_in(file, [PastMeeting(2, DAY, "ASAMBLEA GENERAL", "One")])
    assert (report.groups, report.meetings[0].group) == ((), "ASAMBLEA GENERAL")
    with file.reading() as session:
        assert session.scalars(select(Meeting)).one().group_id is not None


def test_changed_rows_are_told_and_left(file: AllianceFile) -> None:
    bring_in(file, [PastMeeting(2, DAY, "Water", "One", ("Ana",)), PastMeeting(3, DAY, "Water", "One", ("Eva",))])
    report = bring_in(
        file,
        [
            PastMeeting(9, DAY, "WATER", "One", ("Ana", "Eva")),
            PastMeeting(10, DAY, "Water", "One", ("Eva",)),
            PastMeeting(11, DAY, "Water", "One", ("Zoe",)),
        ],
    )
    assert [meeting.verdict for meeting in report.meetings] == [Verdict.DIFFERS, Verdict.SAME, Verdict.NEW]
    assert report.meetings[2].number == 3


def test_a_text_that_was_missing_is_brought_later_and_undone(file: AllianceFile) -> None:
    bare = PastMeeting(2, DAY, "Water", "One", ("Ana",), decisions=("Yes",))
    whole = replace(bare, text="A canal", text_name="one.md")
    bring_in(file, [bare])
    report = bring_in(file, [whole])
    assert [meeting.verdict for meeting in report.meetings] == [Verdict.TEXT]
    assert (report.people, report.counts) == ((), {})
    with file.reading() as session:
        [meeting] = session.scalars(select(Meeting))
        assert (meeting.original_text, meeting.original_name) == ("A canal", "one.md")
        assert [hit.kind for hit in find(session, "canal")] == ["minutes"]
    assert [meeting.verdict for meeting in bring_in(file, [whole]).meetings] == [Verdict.SAME]
    with file.writing() as session:
        assert history.undo(session)[0] == "import_texts"
        assert find(session, "canal") == []
        assert plan_meetings(session, [whole]).meetings[0].verdict is Verdict.TEXT


@pytest.mark.parametrize("other", ["contents", "text", "typed"])
def test_a_text_never_comes_to_a_meeting_that_differs(file: AllianceFile, other: str) -> None:
    bare = PastMeeting(2, DAY, "Water", "One", ("Ana",), agenda=("Fees",), text="Else" if other == "text" else "")
    bring_in(file, [bare])
    if other == "typed":
        with file.writing() as session, history.step(session, "set_up"):
            session.scalars(select(AgendaItem)).one().text = "Typed since"
    present = ("Ana", "Eva") if other == "contents" else bare.present
    report = bring_in(file, [replace(bare, present=present, text="A canal", text_name="one.md")])
    assert [meeting.verdict for meeting in report.meetings] == [Verdict.DIFFERS]
    with file.reading() as session:
        assert session.scalars(select(Meeting)).one().original_text == bare.text


def test_meetings_before_those_on_record_count_up_to_them(file: AllianceFile) -> None:
    with file.writing() as session, history.step(session, "set_up"):
        session.add(Meeting(number=41, date=dt.date(2026, 10, 22), title="Plenary"))
    days = [dt.date(2020, 1, 1), dt.date(2019, 1, 1), dt.date(2018, 1, 1)]
    report = bring_in(file, [PastMeeting(n, day) for n, day in enumerate(days, 2)])
    assert [meeting.number for meeting in report.meetings] == [40, 39, 38]
    later = bring_in(file, [PastMeeting(2, dt.date(2027, 1, 1)), PastMeeting(3, dt.date(2026, 10, 22), "", "Plenary")])
    assert [(meeting.verdict, meeting.number) for meeting in later.meetings] == [(Verdict.NEW, 42), (Verdict.SAME, 41)]
    given = bring_in(
        file, [PastMeeting(2, dt.date(2030, 1, 1), number=7), PastMeeting(3, dt.date(2031, 1, 1), number=41)]
    )
    assert [meeting.number for meeting in given.meetings] == [7, 43]


def sheet(folder: Path, text: str, name: str = "past.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def test_spanish_headings_semicolons_and_latin_1(tmp_path: Path) -> None:
    path = sheet(
        tmp_path,
        "Fecha;Grupo de trabajo;Reunión;Presentes;Excusas;Preside;Acta por;Puntos de agenda;Acuerdos;Tareas\r\n"
        '22/10/2018;Agua;Sesión 1;"Rosa Ñ, Luis";Ana;Luis;Rosa Ñ;Uno | Dos;"Sí | No";"Llamar"\r\n',
        encoding="latin-1",
    )
    [meeting] = read_meetings(path).meetings
    assert meeting == PastMeeting(
        2, dt.date(2018, 10, 22), "Agua", "Sesión 1", ("Rosa Ñ", "Luis"), ("Ana",), ("Luis",), ("Rosa Ñ",),
        ("Uno", "Dos"), ("Sí", "No"), ("Llamar",),
    )  # fmt: skip


@pytest.mark.parametrize(
    "cell",
    ["-", " – ", "none", "Ninguno", "ninguna", "n/a", "N/A.", "nada", "Nothing", "No", "0", "Nil.", "None taken",
     "No decision", "No decisions", "No actions were agreed", "There were no action items", "S/N", "s/d",
     "Sin novedad.", "SIN ACUERDOS", "sin decisiones", "No hubo", "No hubo acuerdos", "Ningún acuerdo",
     "No se tomaron acuerdos.", "No se tomó ninguna decisión", "No se adoptaron resoluciones"],
)  # fmt: skip
def test_a_cell_that_says_there_is_nothing_gives_no_entry(tmp_path: Path, cell: str) -> None:
    path = sheet(tmp_path, f"Date,Agenda,Decisions,Actions\n2018-10-22,{cell},{cell},{cell}\n2018-10-23,Fees,Go,Call")
    read = read_meetings(path)
    first, second = read.meetings
    assert (first.agenda, first.decisions, first.actions) == ((), (), ())
    assert (second.agenda, second.decisions, second.actions) == (("Fees",), ("Go",), ("Call",))
    assert [(one.row, one.column, one.text, one.doubt) for one in read.remarks] == [
        (2, column, cell.strip(), Doubt.SAYS_NOTHING) for column in ("agenda", "decisions", "actions")
    ]


@pytest.mark.parametrize("cell", ["#REF!", "#¡REF!", "#NAME?", "Err:504", "</html>"])
def test_what_no_person_wrote_is_left_out_and_told(tmp_path: Path, cell: str) -> None:
    rows = f"Date,Group,Meeting,Present,Decisions\n2018-10-22,{cell},{cell},{cell},{cell}\n{cell},,,,\n"
    read = read_meetings(sheet(tmp_path, rows))
    assert read.meetings == (PastMeeting(2, dt.date(2018, 10, 22)),)
    assert {(one.row, one.column, one.text, one.doubt) for one in read.remarks} == {
        (2, column, cell, Doubt.FROM_A_PROGRAM) for column in ("group", "title", "present", "decisions")
    }
    assert [(one.row, one.text, one.doubt) for one in read.refused] == [(3, cell, Doubt.DATE_UNREADABLE)]


@pytest.mark.parametrize(
    "cell",
    ["Others", "Varios", "Staff", "Same as above", "None | We wait", "Yes", "x", "Nadie vota", "No agreement", "SN",
     "Sin acuerdo", "No action", "Sin cambios", "No hubo acuerdos sobre el agua", "No decisions without a quorum"],
)  # fmt: skip
def test_a_cell_that_says_something_is_kept(tmp_path: Path, cell: str) -> None:
    [meeting] = read_meetings(sheet(tmp_path, f"Date,Agenda,Decisions\n2018-10-22,{cell},{cell}\n")).meetings
    assert " | ".join(meeting.agenda) == " | ".join(meeting.decisions) == cell


def test_nada_is_a_name(file: AllianceFile) -> None:
    listed = ("Nada", "none", "S.D.", "S/D", "Sin novedad", "x", "0")
    assert [new.name for new in bring_in(file, [PastMeeting(2, DAY, present=listed)]).people] == ["Nada", "S.D."]


def test_rows_without_a_day_are_refused_and_the_rest_comes(tmp_path: Path) -> None:
    read = read_meetings(sheet(tmp_path, "Date,Meeting\nsoon,One\n\n2018-10-22,Two\n"))
    assert [(row.row, row.text, row.doubt) for row in read.refused] == [(2, "soon", Doubt.DATE_UNREADABLE)]
    assert [(row.row, row.title) for row in read.meetings] == [(4, "Two")]
    with pytest.raises(DateColumnMissing):
        read_meetings(sheet(tmp_path, "A,B\n1,2\n"))
    assert read_meetings(sheet(tmp_path, "A,B\n2018-10-22,2\n"), columns={"date": 0}).meetings[0].date.year == 2018


@pytest.mark.parametrize(
    ("field", "headings"),
    [
        ("chair", "Moderador|Moderadora|Moderador/a|MODERADOR(A)|Moderadores|Moderator(s)|Facilitador / a|Presidenta"),
        ("chair", "Moderado por|Modera|Moderación|Presidida por|Chairwoman|Co-chairs|Presidió|Moderador de la reunión"),
        ("minutes_by", "Secretario/a|Relatora|Redactado por|Redactó|Toma el acta|Note-taker|Secretaria(o)"),
        ("present", "Asistente(s)|Asistentes a la reunión|Members present|Attended by|Participantes"),
        ("apologies", "Disculpas|Disculpados|Se excusaron|Apologies."),
        ("agenda", "Tema|Temas tratados|Orden del día|Agenda-items|Puntos de agenda de la reunión"),
        ("decisions", "Acuerdo(s)|Acuerdos de la reunión|Acuerdos del grupo|Resolución|Decision(s)"),
        ("actions", "Compromisos|Próximos pasos|Next steps|Action points|To-do"),
        ("title", "Nombre de la reunión|Asunto|Sesión|Título"),
        ("number", "N°|Nº|Nro.|No.|N.º de acta|Sesión N°|Meeting No.|Número de reunión"),
        ("group", "Comité|Mesa de trabajo|Grupo(s)|Working-group"),
    ],
)
def test_headings_of_meetings_are_known_however_they_are_written(tmp_path: Path, field: str, headings: str) -> None:
    for heading in headings.split("|"):
        found = look_at_meetings(sheet(tmp_path, f"Fecha;{heading}\n2018-10-22;x\n"))[1]
        assert found == {"date": 0, field: 1}, heading


@pytest.mark.parametrize(
    "heading", ["N° de asistentes", "Número de participantes", "Nro. de acuerdos", "Number present"]
)
def test_what_counts_people_names_none(tmp_path: Path, heading: str) -> None:
    assert look_at_meetings(sheet(tmp_path, f"Fecha;{heading}\n2018-10-22;12\n"))[1] == {"date": 0}


@pytest.mark.parametrize("above", ["Actas 2018\n", "Fecha de impresión: 2025-01-03\n\n", "Fecha;2025-01-03;\n"])
def test_headings_of_meetings_are_found_below_a_title(tmp_path: Path, above: str) -> None:
    read = read_meetings(sheet(tmp_path, f"{above}Fecha de la reunión;Reunión;Acuerdos\n2018-10-22;Dos;Sí\nsoon;;\n"))
    below = above.count("\n") + 1
    assert [(one.row, one.title, one.decisions) for one in read.meetings] == [(below + 1, "Dos", ("Sí",))]
    assert [row.row for row in read.refused] == [below + 2]


def test_a_row_that_repeats_another_stays_out(file: AllianceFile, tmp_path: Path) -> None:
    rows = "Date,Meeting,Present,Room\n2018-10-22,One,Ana,Hall\n2018-10-22,One,Ana,Yard\n2018-10-22,One,Ana,Hall \n"
    read = read_meetings(sheet(tmp_path, rows))
    assert [meeting.row for meeting in read.meetings] == [2, 3]
    assert [(one.row, one.column, one.text, one.doubt) for one in read.refused] == [
        (4, "date", "2018-10-22", Doubt.ROW_REPEATED)
    ]
    assert meeting_doubt(read.refused[0]) == "A row above says the same in every cell; this one was left out."
    assert bring_in(file, read.meetings).count(Verdict.NEW) == 2
    assert bring_in(file, read.meetings).count(Verdict.SAME) == 2


def test_minutes_are_kept_to_the_letter(tmp_path: Path) -> None:
    (tmp_path / "minutes").mkdir()
    (tmp_path / "minutes" / "a.md").write_bytes(b"One\r\n\r\n\tTwo  \rThree \xc3\xb1\n\n")
    (tmp_path / "minutes" / "b.md").write_bytes(b"Se\xf1or")
    read = read_meetings(
        sheet(tmp_path, "Date,File\n2018-10-22,minutes/a.md\n2018-10-23,minutes\\b.md\n2018-10-24,minutes/c.md\n")
    )
    assert [(m.text, m.text_name) for m in read.meetings] == [
        ("One\r\n\r\n\tTwo  \rThree ñ\n\n", "a.md"),
        ("Señor", "b.md"),
        ("", ""),
    ]
    assert [(r.row, r.doubt) for r in read.remarks] == [(3, Doubt.TEXT_NOT_UTF8), (4, Doubt.TEXT_MISSING)]
    other = tmp_path / "elsewhere"
    other.mkdir()
    moved = sheet(other, "Date,File\n2018-10-22,minutes/a.md\n")
    assert read_meetings(moved, minutes_folder=tmp_path / "minutes").meetings[0].text.startswith("One")


@pytest.mark.parametrize(
    "written",
    ["../secret.md", "minutes/../../secret.md", "/etc/hostname", "C:\\secret.md", "link.md", "..", "pipe", "minutes"],
)
def test_minutes_outside_the_folder_are_never_read(tmp_path: Path, written: str) -> None:
    folder = tmp_path / "in"
    (folder / "minutes").mkdir(parents=True)
    (tmp_path / "secret.md").write_text("secret")
    (folder / "link.md").symlink_to(tmp_path / "secret.md")
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "pipe")
    assert inside(folder, written) is None
    read = read_meetings(sheet(folder, f"Date,File\n2018-10-22,{written}\n"))
    assert read.meetings[0].text == ""
    assert len(read.remarks) == 1


@pytest.mark.parametrize("heading", ["Minutes", "Acta", "Enlace"])
def test_a_column_of_documents_is_that_of_the_minutes_whatever_it_is_called(tmp_path: Path, heading: str) -> None:
    (tmp_path / "march.txt").write_text("A van.", "utf-8")
    sheet = tmp_path / "past.csv"
    sheet.write_text(f"Date,{heading},Place\n2023-03-14,march.txt,Telora\n2023-06-20,june 20.docx,Khvami\n", "utf-8")
    read = read_meetings(sheet)
    assert read.columns == {"date": 0, "file": 1}
    assert read.meetings[0].text == "A van."


def test_a_column_of_words_is_none_of_documents(tmp_path: Path) -> None:
    sheet = tmp_path / "past.csv"
    sheet.write_text("Date,Minutes\n2023-03-14,A van. See march.txt for more.\n2023-06-20,Done\n", "utf-8")
    assert read_meetings(sheet).columns == {"date": 0}
