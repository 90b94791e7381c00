"""Contacts (vCard of every version), minutes as Word documents, and pictures, as they come in."""

import io
from pathlib import Path

import pytest
from docx import Document
from PIL import Image

from db.incoming.past_meetings import Doubt
from desktop.exchange.meetings_in import read_meetings
from desktop.exchange.members_in import look_at_members, read_members
from desktop.exchange.pictures_in import MOST_DOTS, SIDE, read_picture

CARDS = """BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Qu=C3=ADspe;Rosa;;;
ORG;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Asociaci=C3=B3n de =
Mujeres;Area
TEL;CELL:999 111
EMAIL;INTERNET:rosa@example.org
NOTE;ENCODING=QUOTED-PRINTABLE:first=0D=0Asecond
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Delta Bank
ORG:Delta Bank
X-ABShowAs:COMPANY
item1.EMAIL;type=INTERNET:old@delta.example
item1.EMAIL;type=INTERNET;type=pref:new@delta.example
item2.ADR;type=WORK:;;Av. Sol 12\\, piso 2;Cusco;;;Peru
URL:https://delta.example
PHOTO;ENCODING=b;TYPE=JPEG:AAAA
 BBBB
END:VCARD
begin:vcard
version:4.0
kind:individual
fn:Ana Paz
tel;value=uri;pref=1:tel:+51-1-234
email;pref=2:second@example.org
email;pref=1:first@example.org
note:long words that are fol
 ded\\nand a new line
end:vcard
"""


def contacts(tmp_path: Path, text: str = CARDS) -> Path:
    path = tmp_path / "contacts.vcf"
    path.write_bytes(text.replace("\n", "\r\n").encode())
    return path


def test_contacts_of_every_version_are_rows_of_a_list_of_members(tmp_path: Path) -> None:
    path = contacts(tmp_path)
    _table, columns = look_at_members(path)
    assert set(columns) == {
        "name", "short_name", "kind", "representative", "email", "phone", "place", "website", "note",
    }  # fmt: skip
    rosa, bank, ana = read_members(path).entries
    assert (rosa.name, rosa.representative) == ("Asociación de Mujeres", "Rosa Quíspe")
    assert (rosa.phone, rosa.email, rosa.note) == ("999 111", "rosa@example.org", "first\r\nsecond")
    assert (bank.name, bank.representative, bank.email) == ("Delta Bank", "", "new@delta.example")
    assert not bank.individual
    assert (bank.place, bank.website) == ("Av. Sol 12, piso 2, Cusco, Peru", "https://delta.example")
    assert (ana.name, ana.individual, ana.phone, ana.email) == ("Ana Paz", True, "+51-1-234", "first@example.org")
    assert ana.note == "long words that are folded\nand a new line"


def test_minutes_kept_as_word_documents_come_with_their_headings_and_lists(tmp_path: Path) -> None:
    made = Document()
    made.add_heading("Agreed", 1)
    made.add_paragraph("We meet again.")
    made.add_paragraph("Buy seed", style="List Bullet")
    table = made.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Rosa", "by May"
    made.save(str(tmp_path / "one.docx"))
    (tmp_path / "two.docx").write_bytes(b"PK\x03\x04 nothing")
    (tmp_path / "past.csv").write_text("Date,File\n2020-01-02,one.docx\n2020-02-03,two.docx\n")
    seen: list[tuple[int, int]] = []
    sheet = read_meetings(tmp_path / "past.csv", progress=lambda done, total: seen.append((done, total)))
    assert [past.text for past in sheet.meetings] == ["Agreed\n\nWe meet again.\n- Buy seed\nRosa | by May\n", ""]
    assert [remark.doubt for remark in sheet.remarks] == [Doubt.TEXT_TOO_LARGE]
    assert {(0, 2), (1, 2)} <= set(seen)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_comes_small_and_without_what_it_tells_of_its_maker(tmp_path: Path, kind: str) -> None:
    picture = Image.new("RGB", (2000, 1000), "red")
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Maker of the camera", 6
    path = tmp_path / "logo"
    picture.save(path, kind, exif=exif, comment=b"who made it")
    made = read_picture(path)
    assert b"Maker" not in made
    assert b"who made it" not in made
    assert b"eXIf" not in made
    with Image.open(io.BytesIO(made)) as held:
        assert held.format == "PNG"
        assert held.size == (SIDE // 2, SIDE)  # upright, as the camera says
        assert held.size[0] * held.size[1] < MOST_DOTS
