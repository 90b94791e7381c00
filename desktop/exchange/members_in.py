"""Members from somebody's spreadsheet, taken apart for `db.incoming.roster`; nothing is written here.

sheet = read_members(path)                                  columns guessed; sheet.columns shows them
sheet = read_members(path, columns={...})                   columns chosen
plan_members(session, sheet.entries, today=…)               each row's verdict: new, changed, same …
import_members(session, sheet.entries, today=…, choices=…)  do it
"""

import datetime as dt
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

from db.errors.incoming import NameColumnMissing, SheetOfMeetings
from db.folding import words
from db.incoming.roster_rows import MemberEntry, RowDoubt, RowRemark
from db.members.written_names import is_name, name_key
from db.spells import day_after
from db.vocabulary import MemberStatus
from desktop.exchange import cells
from desktop.exchange.columns import guess_columns, mostly, told_by_cells
from desktop.exchange.meetings_in import meetings_headed, reads_as_meetings
from desktop.exchange.name_parts import NAME_PARTS, joined_name, name_parts
from desktop.exchange.reachable import mail_address, may_be_number
from desktop.exchange.tables import Headings, Table, TableRow, read_table
from desktop.exchange.unheaded import with_its_first_row

HEADINGS: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "name": ("name", "member", "organisation", "organization", "nombre", "miembro", "organizacion", "institucion",
                 "entidad", "entry as written", "member name", "nombre de la organizacion", "community", "comunidad",
                 "entry", "group", "grupo", "company", "empresa", "nombres y apellidos", "apellidos y nombres",
                 "nombres", "razon social", "denominacion", "member organisation", "member organization",
                 "=full name", "=names", "=members", "=organisations", "=organizations", "=institution",
                 "=institutions", "=association", "=participant", "=participants", "=person", "=partner",
                 "=nombre completo", "=nombre y apellido", "=nombre y apellidos", "=apellidos nombres", "=miembros",
                 "=organizaciones", "=instituciones", "=entidades", "=asociacion", "=socio", "=socia", "=socios",
                 "=asociado", "=asociada", "=asociados", "=afiliado", "=afiliada", "=afiliados", "=integrante",
                 "=integrantes", "=participante", "=participantes", "=persona", "=colectivo", "=cooperativa"),
        "short_name": ("short name", "abbreviation", "acronym", "nombre corto", "siglas", "sigla", "abreviatura",
                       "acronimo", "=abbr", "=abrev", "=nombre abreviado", "=initials", "=iniciales"),
        "kind": ("kind", "kind of member", "type", "tipo", "tipo de miembro", "clase", "category", "categoria",
                 "=type of member", "=member type", "=type of organisation", "=type of organization",
                 "=organisation type", "=organization type", "=type of institution", "=tipo de organizacion",
                 "=tipo de institucion", "=tipo de entidad", "=tipo de socio", "=clase de miembro",
                 "=categoria de miembro"),
        "grassroots": ("grassroots", "grass roots", "de base", "base", "organizacion de base"),
        "sector": ("sector", "field", "area", "topic", "rubro", "ambito", "=sectors", "=sectores", "=field of work",
                   "=area of work", "=theme", "=themes", "=tema", "=temas", "=area tematica", "=area de trabajo",
                   "=eje tematico", "=especialidad", "=giro"),
        "status": ("status", "estado", "membership", "situacion", "condicion", "section", "seccion", "estatus"),
        "joined": ("joined", "member since", "since", "start", "date joined", "join date", "ingreso", "desde",
                   "fecha de ingreso", "miembro desde", "inicio", "=joining date", "=date of joining", "=entry date",
                   "=admission date", "=date of admission", "=member from", "=alta", "=fecha de alta",
                   "=fecha de afiliacion", "=incorporacion", "=fecha de incorporacion", "=fecha de inscripcion",
                   "=admision", "=fecha de admision"),
        "left": ("left", "until", "end", "date left", "salida", "hasta", "fecha de salida", "fin", "baja",
                 "=leaving date", "=date of leaving", "=exit date", "=resigned", "=retiro", "=fecha de retiro",
                 "=egreso", "=fecha de egreso"),
        "email": ("email", "e mail", "mail", "correo", "correo electronico", "=emails", "=e mails", "=correos",
                  "=correo e", "=direccion electronica"),
        "phone": ("phone", "telephone", "mobile", "cell", "telefono", "celular", "movil", "tel", "telef", "telf",
                  "tlf", "tfno", "fono", "cellphone", "whatsapp", "=phones", "=telephones", "=mobiles", "=landline",
                  "=contact number", "=telefonos", "=celulares", "=moviles", "=cel", "=fijo",
                  "=numero de telefono", "=nro de telefono", "=n de telefono", "=no de telefono",
                  "=numero de celular", "=numero de contacto"),
        "representative": ("representative", "primary representative", "contact", "contact person", "delegate",
                           "representante", "titular", "contacto", "persona de contacto", "delegado", "delegada",
                           "=rep", "=representatives", "=contacts", "=contact name", "=name of contact",
                           "=name of representative", "=focal point", "=spokesperson", "=person in charge",
                           "=represented by", "=representantes", "=representante legal", "=representante titular",
                           "=contactos", "=nombre del contacto", "=nombre de contacto", "=nombre del representante",
                           "=punto focal", "=vocero", "=vocera", "=responsable", "=persona responsable",
                           "=encargado", "=encargada", "=representado por", "=representada por"),
        "alternate": ("alternate", "deputy", "substitute", "second representative", "suplente", "alterno", "alterna",
                      "=alternates", "=second contact", "=alternate representative", "=deputy representative",
                      "=suplentes", "=alternos", "=representante suplente", "=representante alterno",
                      "=representante alterna", "=segundo representante", "=segundo contacto",
                      "=contacto alterno"),
        "place": ("place", "town", "city", "location", "address", "lugar", "ciudad", "direccion", "localidad",
                  "=village", "=municipality", "=district", "=region", "=province", "=country", "=domicilio",
                  "=ubicacion", "=sede", "=municipio", "=distrito", "=provincia", "=departamento", "=pais"),
        "website": ("website", "web", "url", "homepage", "site", "sitio web", "pagina web", "web address", "webpage",
                    "=direccion web", "=pagina", "=sitio", "=sitio de internet", "=pagina de internet"),
        "note": ("note", "notes", "remarks", "comments", "nota", "notas", "observaciones", "comentarios", "=remark",
                 "=comment", "=observations", "=obs", "=observacion", "=comentario", "=anotaciones"),
        "duty_share": ("duty share", "share", "weight", "parte de funciones", "parte", "peso", "carga"),
        "offers": ("offers", "offer", "what they offer", "ofrece", "ofertas", "ofrecimientos", "aportes", "=aporte",
                   "=oferta", "=contribution", "=contributions"),
    }
)  # fmt: skip
"""Each field's usual headings, folded, in English and Spanish; what "=" says: see `guess_columns`.

An address comes before whose it is: "Contact e-mail".
"""

ORGANISATIONS = frozenset(
    ("organisation", "organization", "institution", "company", "association", "ngo", "organizacion", "institucion",
     "entidad", "empresa", "asociacion", "ong")
)  # fmt: skip
"""How the heading of a column of organisations begins, behind words such as "name of"."""

PEOPLE = frozenset(
    ("full", "name", "names", "first", "last", "surname", "surnames", "family", "person", "participant", "member",
     "nombre", "nombres", "completo", "completos", "apellido", "apellidos", "persona", "participante", "miembro", "and",
     "of", "the", "y", "de", "del", "la")
)  # fmt: skip
"""The words that the heading of a column of people is made of, beside a column of organisations."""

SECTIONS = (("section",), ("seccion",))
"""Headings of a column that parts the list: some parts tell of a status ("Emeriti"), others of an office ("Chair")."""

PLAIN = ("short_name", "sector", "representative", "alternate", "email", "phone", "place", "website", "note")

_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "local ngo": "local_ngo", "ong local": "local_ngo", "ngo": "local_ngo", "ong": "local_ngo",
        "international ngo": "international_ngo", "ingo": "international_ngo", "ong internacional": "international_ngo",
        "member based organisation": "member_based", "member based organization": "member_based",
        "member based": "member_based", "organizacion de miembros": "member_based", "asociacion": "member_based",
        "organizacion asociativa": "member_based", "organizaciones asociativas": "member_based",
        "organizacion de membresia": "member_based", "organizacion de asociados": "member_based",
        "womens rights organisation": "womens_rights", "womens rights organization": "womens_rights",
        "womens rights": "womens_rights", "organizacion de derechos de las mujeres": "womens_rights",
        "donor": "donor", "donante": "donor", "cooperante": "donor",
        "academic": "academic", "academic or research body": "academic", "university": "academic",
        "academia": "academic", "universidad": "academic", "entidad academica o de investigacion": "academic",
        "private sector": "private_sector", "company": "private_sector", "sector privado": "private_sector",
        "empresa": "private_sector", "government": "government", "gobierno": "government",
        "faith based": "faith_based", "faith based organisation": "faith_based",
        "faith based organization": "faith_based", "organizacion religiosa": "faith_based",
        "basada en la fe": "faith_based", "organizacion basada en la fe": "faith_based",
        "other": "other", "otro": "other", "otra": "other",
    }
)  # fmt: skip
_INDIVIDUALS = frozenset(("individual", "person", "persona", "persona natural", "individuo", "individual member"))
_STATUSES: Mapping[str, MemberStatus] = MappingProxyType(
    {
        **dict.fromkeys(("member", "members", "miembro", "miembros", "full", "active", "activo", "activa", "socio",
                         "socia", "pleno", "plena"), MemberStatus.MEMBER),
        **dict.fromkeys(("candidate", "candidates", "applicant", "candidato", "candidata", "postulante"),
                        MemberStatus.CANDIDATE),
        **dict.fromkeys(("invited", "invitado", "invitada"), MemberStatus.INVITED),
        **dict.fromkeys(("observer", "observers", "observador", "observadora"), MemberStatus.OBSERVER),
        **dict.fromkeys(("left", "former", "emeritus", "emeriti", "emerita", "ex", "inactive", "retired", "withdrawn",
                         "salio", "retirado", "retirada", "inactivo", "inactiva", "antiguo", "antigua", "baja"),
                        MemberStatus.LEFT),
    }
)  # fmt: skip

_LAST_DAY = frozenset(("until", "end", "hasta", "fin"))
"""Words in the heading of the column for who left that tell of the last day; others tell of the first day after it."""
_LINK = re.compile(r"\[([^\]]*)\]\(([^)\s]*)\)")
_BOLD = re.compile(r"^\s*(\*\*|__)(.+?)\1\s*$")
_BRACKETS = re.compile(r"^(?P<name>[^()]+?)\s*\((?P<inside>[^()]*)\)\s*$")


@dataclass(frozen=True, slots=True)
class MembersSheet:
    """A list of members as read. `columns` gives each field's column."""

    table: Table
    columns: Mapping[str, int]
    entries: tuple[MemberEntry, ...]


@dataclass(frozen=True, slots=True)
class TakenApart:
    """What one cell says of a member: its name, and who speaks for it."""

    name: str
    representative: str = ""
    website: str = ""
    individual: bool = False
    doubtful: bool = False


def read_members(path: Path, *, columns: Mapping[str, int] | None = None) -> MembersSheet:
    """Read a list of members; what cannot be understood is noted on its row.

    Raises:
        NameColumnMissing: If no column holds names.
        SheetOfMeetings: If no columns are given and the headings are those of past meetings.
        KnownError: What `read_table` raises.
    """
    if columns is not None:
        table, found = _read(path), dict(columns)
    else:
        table, found = look_at_members(path)
    if not {"name", *NAME_PARTS} & found.keys():
        raise NameColumnMissing(path)
    return MembersSheet(table, found, tuple(_entries(table, found)))


def look_at_members(path: Path) -> tuple[Table, dict[str, int]]:
    """Return the table at `path` and its columns as guessed.

    Raises:
        SheetOfMeetings: If its headings are those of past meetings; and what `read_table` raises.
    """
    table = _read(path)
    if reads_as_meetings(table.header):
        raise SheetOfMeetings(path)
    return table, guess_member_columns(table)


def _read(path: Path) -> Table:
    return with_its_first_row(read_table(path, headed=_headed), HEADINGS, _headed)


def _headed(cells: Sequence[str]) -> int:
    """Return how many headings of a list of members a row holds, or of meetings: such a list is told by them."""
    if reads_as_meetings(cells):
        return meetings_headed(cells)
    parts = name_parts(cells)
    if not parts and "name" not in guess_columns(cells, HEADINGS):
        return 0
    return len(parts | guess_columns(cells, HEADINGS, loosely=False))


def guess_member_columns(table: Table) -> dict[str, int]:
    """Return field → column, by the headings, else by what the cells hold."""
    if table.headings is Headings.NONE:
        told = told_by_cells(table, {}, ("website", "email", "phone"))
        named = _of_most_names(table, told.values())
        return told if named is None else {"name": named} | told
    parts = name_parts(table.header)
    # A part is no member's name, nor anything else.
    others = replace(
        table, header=tuple("" if n in parts.values() else title for n, title in enumerate(table.header))
    )  # fmt: skip
    found = guess_columns(others.header, HEADINGS)
    if "status" in found and _parts_the_list(table, found) and not any(map(read_status, table.column(found["status"]))):
        del found["status"]  # no part of the list tells of a status
    found = _with_people(others, found)
    if not {"name", "representative"} <= found.keys():
        found |= parts
    found |= told_by_cells(table, found, ("website", "email"))
    if "name" not in found and len(table.header) == 1:
        found["name"] = 0
    return found


def _of_most_names(table: Table, taken: Collection[int]) -> int | None:
    """Return the column of names by its cells; of several that with the most different ones, the first of these."""
    free = (column for column in range(len(table.header)) if column not in taken)
    named = [column for column in free if mostly(is_name, table.column(column))]
    return max(named, key=lambda column: len({*map(name_key, table.column(column))}), default=None)


def _with_people(table: Table, found: Mapping[str, int]) -> dict[str, int]:
    """Return the columns, with people who stand beside their organisations as those who speak for them."""
    organisations, people = _of_organisations(table), _of_people(table)
    if "representative" in found or organisations is None or people is None:
        return dict(found)
    others = {field: column for field, column in found.items() if column not in (organisations, people)}
    return {field: column for field, column in others.items() if field != "name"} | {
        "name": organisations,
        "representative": people,
    }


def _of_organisations(table: Table) -> int | None:
    """Return the column of organisations by its heading: "Name of the organisation", not "Type of organisation".

    One that says of people whether they are of an "NGO", or how large a "Company" is, holds none.
    """
    about = {
        word
        for field, usual in HEADINGS.items()
        if field != "name"
        for heading in usual
        for word in heading.removeprefix("=").split()
    }
    about -= ORGANISATIONS | PEOPLE
    for column, title in enumerate(table.header):
        behind = [word for word in words(title) if word not in PEOPLE]
        if behind and behind[0] in ORGANISATIONS and not about & set(behind) and _holds_names(table.column(column)):
            return column
    return None


def _holds_names(filled: Sequence[str]) -> bool:
    told = [cell for cell in filled if any(map(str.isalpha, cell)) and cells.read_yes(cell) is None]
    return not filled or len(told) * 2 > len(filled)


def _of_people(table: Table) -> int | None:
    """Return the one column of people by its heading; none where first and last names stand apart."""
    named = [n for n, title in enumerate(table.header) if words(title) and set(words(title)) <= PEOPLE]
    whole = [n for n in named if {"full", "completo", "completos", "and", "y"} & set(words(table.header[n]))]
    return next(iter(whole or named), None) if len(whole or named) == 1 else None


def _entries(table: Table, columns: Mapping[str, int]) -> list[MemberEntry]:
    dates = [table.column(columns[field]) for field in ("joined", "left") if field in columns]
    month_first = cells.month_comes_first(cell for column in dates for cell in column)
    sections = _parts_the_list(table, columns)
    read = [_entry(row, columns, month_first=month_first, sections=sections) for row in table.rows]
    if "left" in columns and _LAST_DAY & set(words(table.header[columns["left"]])):
        return [replace(entry, left=day_after(entry.left)) for entry in read]
    return read


def _parts_the_list(table: Table, columns: Mapping[str, int]) -> bool:
    """Return whether the column of the status is headed as one that only parts the list."""
    return "status" in columns and tuple(words(table.header[columns["status"]])) in SECTIONS


def _entry(row: TableRow, columns: Mapping[str, int], *, month_first: bool, sections: bool) -> MemberEntry:
    written = {field: row.cells[column].strip() for field, column in columns.items() if column < len(row.cells)}
    by_program = {field: text for field, text in written.items() if cells.from_a_program(text)}
    remarks = [RowRemark(RowDoubt.FROM_A_PROGRAM, field, text) for field, text in by_program.items()]

    def cell(field: str) -> str:
        return "" if field in by_program else written.get(field, "")

    def read(field: str, reader: Any, doubt: RowDoubt) -> Any:
        said = cell(field)
        value = reader(said) if said else None
        if said and value is None:
            remarks.append(RowRemark(doubt, field, said))
        return value

    def day(field: str) -> Any:
        year = cells.read_year(cell(field))
        if year is None:
            return read(field, lambda text: cells.read_date(text, month_first=month_first), RowDoubt.DATE_UNREADABLE)
        remarks.append(RowRemark(RowDoubt.YEAR_ALONE, field, cell(field)))
        return dt.date(year, 12, 31) if field == "left" else dt.date(year, 1, 1)

    apart = take_apart(cell("name"))
    if apart.doubtful:
        remarks.append(RowRemark(RowDoubt.TAKEN_APART, "name", cell("name")))
    kind, individual = read_kind(cell("kind"))
    plain: dict[str, Any] = {field: cell(field) for field in PLAIN}
    plain["representative"] = plain["representative"] or apart.representative
    plain["website"] = plain["website"] or apart.website
    name, individual = apart.name, individual or apart.individual
    joined = joined_name({part: cell(part) for part in NAME_PARTS})
    if joined and ("name" not in columns or sorted(words(joined)) == sorted(words(name))):
        name, individual = joined, individual or not kind
    elif joined:
        plain["representative"] = plain["representative"] or joined
    if not name and plain["representative"] and "name" not in by_program:
        name, plain["representative"], individual = plain["representative"], "", True
        remarks.append(RowRemark(RowDoubt.ALONE, "name", name))
    name = _as_name(name, "name", remarks)
    if individual and cells.may_be_several_people(name):
        remarks.append(RowRemark(RowDoubt.MAY_BE_SEVERAL, "name", name))
    first, *others = _people(plain["representative"], "representative", remarks)
    plain["representative"] = first
    others += _people(plain["alternate"], "alternate", remarks)
    plain["alternate"], *more = list(filter(None, others)) or [""]
    if plain["email"] and mail_address(plain["email"]) is None:
        remarks.append(RowRemark(RowDoubt.NOT_AN_ADDRESS, "email", plain["email"]))
    if plain["phone"] and not may_be_number(plain["phone"]):
        remarks.append(RowRemark(RowDoubt.NOT_A_NUMBER, "phone", plain["phone"]))
    status = None
    if sections and read_status(cell("status")) is None:
        # "CPC Chair" says which part of the list a member stands in, not that its membership is in doubt: kept as told.
        plain["note"] = plain["note"] or cell("status")
    else:
        status = read("status", read_status, RowDoubt.STATUS_UNKNOWN)
    offers = cell("offers")
    separator = ";" if ";" in offers else "\n"
    return MemberEntry(
        row=row.number,
        name=name,
        kind=kind,
        individual=individual,
        grassroots=read("grassroots", cells.read_yes, RowDoubt.YES_OR_NO_UNREADABLE),
        status=status,
        joined=day("joined"),
        left=day("left"),
        duty_share=read("duty_share", read_share, RowDoubt.NUMBER_UNREADABLE),
        offers=cells.split_names(offers, separator),
        more_alternates=tuple(more),
        remarks=tuple(remarks),
        **plain,
    )


def _as_name(written: str, field: str, remarks: list[RowRemark]) -> str:
    """Return a name in one line, and remark on what names do not hold."""
    name = " ".join(written.split()) if len(written.splitlines()) > 1 else written
    if name != written:
        remarks.append(RowRemark(RowDoubt.SEVERAL_LINES, field, name))
    if cells.has_markup(name):
        remarks.append(RowRemark(RowDoubt.MARKUP, field, name))
    return name


def _people(written: str, field: str, remarks: list[RowRemark]) -> tuple[str, ...]:
    """Return whom a cell for one person names, at least an empty name, and remark where that may be several."""
    found = cells.several_people(written)
    if found:
        remarks.append(RowRemark(RowDoubt.SEVERAL_PEOPLE, field, "; ".join(found)))
        return found
    name = _as_name(written, field, remarks)
    if cells.may_be_several_people(name):
        remarks.append(RowRemark(RowDoubt.MAY_BE_SEVERAL, field, name))
    return (name,)


def read_kind(cell: str) -> tuple[str, bool]:
    """Return the kind a cell names, as its key where Ronda knows it, and whether it says "a person"."""
    said = " ".join(words(cell))
    if said in _INDIVIDUALS:
        return "", True
    return _KINDS.get(said, _KINDS.get(said.removesuffix("s"), cell)), False


def read_share(cell: str) -> Decimal | None:
    """Return the share of duties that a cell says, if there is one such."""
    share = cells.read_decimal(cell)
    return share if share is not None and 0 <= share <= 100 else None


def read_status(cell: str) -> MemberStatus | None:
    """Return the status that a cell's words tell of; leaving counts more than membership ("former member")."""
    said = [_STATUSES[word] for word in words(cell) if word in _STATUSES]
    return next((status for status in said if status is not MemberStatus.MEMBER), said[0] if said else None)


def take_apart(cell: str) -> TakenApart:
    """Return what a name cell says where people put more than a name into it.

    "Rosa Quispe ([@rosa](https://…), Delta Bank)" is Delta Bank, represented by Rosa Quispe; without the bank it is
    Rosa Quispe herself. "**Node.js**" is Node.js. A plain name, also with an abbreviation in brackets, stays whole.
    """
    bold = _BOLD.match(cell)
    if bold:
        return TakenApart(bold[2].strip(), doubtful=True)
    links = _LINK.findall(cell)
    if not links:
        return TakenApart(cell)
    handle = any(text.lstrip().startswith("@") for text, _address in links)
    bare = _LINK.sub(lambda link: "" if link[1].lstrip().startswith("@") else link[1], cell)
    brackets = _BRACKETS.match(bare)
    name = brackets["name"].strip() if brackets else bare.strip(" ,;")
    others = [part.strip() for part in brackets["inside"].split(",") if part.strip()] if brackets else []
    if not name or not is_name(name):
        return TakenApart(cell, doubtful=True)
    address = links[0][1]
    if handle and others:
        return TakenApart(", ".join(others), representative=name, doubtful=True)
    return TakenApart(name, website=address, individual=handle)
