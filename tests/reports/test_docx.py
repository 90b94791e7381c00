"""Word documents say what the PDFs say, with real headings, lists and tables, and take what people typed as text."""

import datetime as dt
import re
import shutil
import subprocess
import zipfile
from base64 import b64encode
from collections import Counter
from dataclasses import replace
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from docx.table import Table
from PIL import Image
from pypdf import PdfReader
from sqlalchemy import update

from db.alliance import alliance, change_alliance
from db.charter.notes import notes
from db.engine import open_file
from db.measures.period import Period
from db.meetings.meetings import last_written_meeting
from db.schema import Alliance
from db.vocabulary import ItemPurpose, NoteKind, PaperSize
from desktop.reports import bidi
from desktop.reports.agenda import lay_out_agenda
from desktop.reports.brief_from_record import brief_maker
from desktop.reports.evaluation_from_record import evaluation_maker
from desktop.reports.from_record import agenda_maker, minutes_maker
from desktop.reports.letter_sheets import NotePart, NoteSheet
from desktop.reports.letters_from_record import note_maker
from desktop.reports.making import build
from desktop.reports.note import lay_out_note
from desktop.reports.sheets import AgendaItem, AgendaSheet, MeetingFacts
from desktop.reports.style import style
from desktop.reports.text import para
from desktop.texts import FROM_LEFT, in_order
from tests.new_file import new_file
from tests.reports.reading import printed
from tests.reports.samples import AGENDA

TODAY = dt.date(2026, 11, 5)
KINDS = ("agenda", "minutes", "note", "brief", "evaluation")
CHARTED = ("brief", "evaluation")


CONTINUED = {"Who", "was", "here", "continued", "Quiénes", "estuvieron", "continuación"}


@pytest.fixture(scope="module", params=["en", "es"])
def made(request, sample_file):
    """Every document of the sample, as PDF and as Word has it."""
    found = {}
    with open_file(sample_file(request.param), read_only=True) as file, file.reading() as session:
        makers = {
            "agenda": agenda_maker(last_written_meeting(session).id, today=TODAY),
            "minutes": minutes_maker(last_written_meeting(session).id, today=TODAY),
            "note": note_maker(notes(session)[0].id, today=TODAY),
            "brief": brief_maker(today=TODAY),
            "evaluation": evaluation_maker(Period(dt.date(2026, 1, 1), dt.date(2026, 10, 31)), today=TODAY),
        }
        for kind, make in makers.items():
            pdf = BytesIO()
            make(session, pdf, None)
            found[kind] = PdfReader(pdf), docx.Document(word_file(session, make))
    return request.param, found


def word_file(session, make, paper=None):
    out = BytesIO()
    make(session, out, paper, word=True)
    return out


def texts_of(document):
    """Yield the text of every paragraph, those in tables too."""
    for paragraph in document.element.body.iter(qn("w:p")):
        yield "".join(each.text or "\n" for each in paragraph.iter(qn("w:t"), qn("w:br")))


def words(text):
    return Counter(re.findall(r"\w+", text))


def running_words(page, document):
    """The words at the top and the foot of a page of the PDF."""
    section = document.sections[0]
    return words(" ".join((section.header.paragraphs[0].text, section.footer.paragraphs[0].text))) + words(str(page))


@pytest.mark.parametrize("kind", ["agenda", "minutes", "note"])
def test_every_word_is_the_same(made, kind):
    _language, found = made
    pdf, document = found[kind]
    said = words("\n".join(texts_of(document)))
    printed = words("\n".join(page.extract_text() for page in pdf.pages))
    assert not said - printed
    more = printed - said
    for number, _page in enumerate(pdf.pages, 1):
        more -= running_words(number, document) + words(str(len(pdf.pages)))
    repeated = Counter()
    for table in document.tables:
        if heads(table):
            repeated += words(" ".join(cell.text for cell in table.rows[0].cells))
    assert set(more) - CONTINUED <= set(repeated)  # heads stand again on each page, and nothing else is missing


@pytest.mark.parametrize("kind", CHARTED)
def test_what_has_charts_says_the_same_around_them(made, kind):
    _language, found = made
    pdf, document = found[kind]
    printed = words("\n".join(page.extract_text() for page in pdf.pages))
    for text in texts_of(document):
        if kind == "evaluation":
            known = set(printed)
            assert {word for word in words(text) if not word.isdigit()} <= known, text
    pictures = list(document.element.body.iter(qn("wp:docPr")))
    assert pictures
    assert all(len(each.get("descr")) > 40 for each in pictures)


@pytest.mark.parametrize("kind", KINDS)
def test_headings_are_headings_and_heads_of_tables_are_repeated(made, kind):
    language, found = made
    document = found[kind][1]
    styles = [paragraph.style.name for paragraph in document.paragraphs]
    assert styles[0] == "Title"
    assert styles.count("Title") == 1
    levels = [int(name[-1]) for name in styles if name.startswith("Heading")]
    assert all(after - before <= 1 for before, after in zip([0, *levels], levels, strict=False))
    assert levels or kind == "agenda"
    headed = [table for table in document.tables if heads(table)]
    assert bool(headed) == (kind in ("agenda", "minutes", "evaluation"))
    tags = {each.get(qn("w:val")) for each in document.styles.element.iter(qn("w:lang"))}
    assert tags == {{"en": "en-GB", "es": "es-PE"}[language]}


def heads(table: Table) -> bool:
    return bool(table._tbl.xpath("./w:tr[1]/w:trPr/w:tblHeader"))


def test_lists_are_lists(made):
    styles = {paragraph.style.name for paragraph in made[1]["minutes"][1].paragraphs}
    assert {"Heading 1", "Heading 2", "List Bullet"} <= styles


def test_the_running_foot_counts_pages_by_itself(made):
    language, found = made
    section = found["minutes"][1].sections[0]
    foot = section.footer.paragraphs[0]._p
    assert [each.get(qn("w:instr")).strip() for each in foot.iter(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]
    assert ("Page 1 of 1" if language == "en" else "Página 1 de 1") in "".join(
        each.text for each in foot.iter(qn("w:t"))
    )
    assert {"en": "Navresi", "es": "Sumaqpampa"}[language] in section.header.paragraphs[0].text


# Hostile text, paper, who made it

HOSTILE = '=1+1 <b>bold</b> & </w:t> { PAGE } "MERGEFIELD x" \x00\x07 [a](b) ￾ ليلى <script>'
SHOWN = '=1+1 <b>bold</b> & </w:t> { PAGE } "MERGEFIELD x" □□ [a](b) □ ليلى <script>'


def hostile_agenda():
    meeting = MeetingFacts(HOSTILE, HOSTILE, dt.date(2026, 11, 12), dt.time(10), dt.time(12), place=HOSTILE)
    item = AgendaItem(1, HOSTILE, dt.time(10), 20, HOSTILE, (), ItemPurpose.DECIDE)
    return AgendaSheet(meeting, [item], HOSTILE, printed_on=TODAY)


def word_of(layout, sheet, **how):
    out = BytesIO()
    build(layout, sheet, out, word=True, **how)
    return out.getvalue()


def test_what_people_typed_stays_as_it_was_typed():
    document = docx.Document(BytesIO(word_of(lay_out_agenda, hostile_agenda())))
    said = "\n".join(texts_of(document))
    assert said.count(SHOWN) == 5  # name, why, place, title, who brings it
    assert not list(document.element.body.iter(qn("w:fldSimple"), qn("w:instrText"), qn("w:hyperlink")))
    bold = [run.text for paragraph in document.paragraphs for run in paragraph.runs if run.bold]
    assert bold == ["Why we meet."]
    assert SHOWN in document.sections[0].header.paragraphs[0].text


def test_a_number_after_an_arabic_name_is_seen_after_it():
    title = "Fee of جمعية المزارعين, 12 people"
    item = AgendaItem(1, title, dt.time(10), 20, "", (), ItemPurpose.DECIDE)
    sheet = AgendaSheet(hostile_agenda().meeting, [item], "", printed_on=TODAY)
    document = docx.Document(BytesIO(word_of(lay_out_agenda, sheet)))
    [said] = {text for text in texts_of(document) if "Fee of" in text}
    seen = "".join(said[place] for place in bidi.visual_order(bidi.levels(said)))
    assert in_order(title) in said
    assert seen.replace(FROM_LEFT, "").endswith("ةيعمج, 12 people")


def test_what_somebody_wrote_in_arabic_runs_from_the_right_though_it_names_others_in_latin():
    said = "قالت مريم إن UNICEF ستدفع 200 GEL"
    sheet = NoteSheet(
        alliance="A", kind=NoteKind.BRIEFING, title="T", parts=(NotePart("Issue", said),), addressed_to="",
        written_on=TODAY, gone_out_on=None, endorsers=(), contact="", printed_on=TODAY,
    )  # fmt: skip
    document = docx.Document(BytesIO(word_of(lay_out_note, sheet)))
    [paragraph] = (each for each in document.paragraphs if each.text == said)
    assert paragraph._p.pPr.find(qn("w:bidi")) is not None
    assert para("{words}", style("said"), words=said).right_to_left


def test_a_long_title_leaves_room_for_the_alliance_in_what_the_file_is_called():
    sheet = replace(AGENDA, meeting=replace(AGENDA.meeting, name="The assembly of the lower valley " * 150))
    called = docx.Document(BytesIO(word_of(lay_out_agenda, sheet))).core_properties.title
    assert called == f"Agenda · {'The assembly of the lower valley ' * 3}The… · {AGENDA.meeting.alliance}"
    assert PdfReader(BytesIO(printed(sheet))).metadata.title == called


def test_the_file_names_the_alliance_alone_and_the_same_sheet_gives_the_same_bytes():
    data = word_of(lay_out_agenda, hostile_agenda(), paper=PaperSize.LETTER, language="es")
    assert data == word_of(lay_out_agenda, hostile_agenda(), paper=PaperSize.LETTER, language="es")
    document = docx.Document(BytesIO(data))
    properties, section = document.core_properties, document.sections[0]
    assert properties.author == properties.last_modified_by == SHOWN
    assert properties.title.startswith("Agenda · ")
    assert properties.created == properties.modified == dt.datetime(2026, 11, 5, tzinfo=dt.UTC)
    assert (round(section.page_width.inches, 2), round(section.page_height.inches, 2)) == (8.5, 11)
    with zipfile.ZipFile(BytesIO(data)) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        everything = b"".join(file.read(name) for name in file.namelist() if not name.endswith(".jpeg"))
        assert not any("thumbnail" in name for name in file.namelist())
    assert not re.search(rb"python-docx|Macintosh", everything)


def test_markdown_becomes_lists_tables_and_headings():
    text = "# One\n\nwords **bold** and *slanted*\n\n- a\n  - b\n\n3. c\n4. d\n\nthen\n\n1. e\n\n|A|B|\n|-|-:|\n|1|2|\n"
    part = NotePart("Issue", text)
    sheet = NoteSheet(
        alliance="A", kind=NoteKind.BRIEFING, title="T", parts=(part,), addressed_to="", written_on=TODAY,
        gone_out_on=None, endorsers=(), contact="", printed_on=TODAY,
    )  # fmt: skip
    document = docx.Document(BytesIO(word_of(lay_out_note, sheet)))
    styles = {paragraph.text: paragraph.style.name for paragraph in document.paragraphs}
    assert styles["Issue"] == "Heading 1"
    assert styles["One"] == "Heading 2"
    assert [styles[each] for each in "abcde"] == ["List Bullet", "List Bullet 2", *["List Number"] * 3]
    runs = next(each for each in document.paragraphs if "slanted" in each.text).runs
    assert [run.text for run in runs if run.bold] == ["bold"]
    assert [run.text for run in runs if run.italic] == ["slanted"]
    lists = {each.text: each._p.pPr.numPr.numId.val for each in document.paragraphs if each.text in ("c", "d", "e")}
    assert lists["c"] == lists["d"] != lists["e"]
    starts = {
        num.numId: num.lvlOverride_lst[0].startOverride.val
        for num in document.part.numbering_part.element.num_lst
        if num.numId in lists.values()
    }
    assert starts == {lists["c"]: 3, lists["e"]: 1}
    assert heads(document.tables[-1])
    assert [cell.text for cell in document.tables[-1].rows[1].cells] == ["1", "2"]


def test_the_paper_is_the_alliances(tmp_path):
    with new_file(tmp_path / "a.ronda", name="Lake Valley") as file, file.writing(who="Ana") as session:
        change_alliance(session, paper_size=PaperSize.LETTER)
        document = docx.Document(word_file(session, brief_maker(today=TODAY)))
        assert round(document.sections[0].page_width.inches, 2) == 8.5
        document = docx.Document(word_file(session, brief_maker(today=TODAY), "a4"))
        assert round(document.sections[0].page_width.mm) == 210


def pictures_at_the_head(data):
    """Return the pictures in the running head with what is said of each, and their height in millimetres."""
    head = docx.Document(data).sections[0].header
    return [
        (head.part.related_parts[drawn._inline.graphic.graphicData.pic.blipFill.blip.embed].blob,
         drawn._inline.docPr.get("descr"), round(drawn.height.mm, 1))
        for drawn in (docx.shape.InlineShape(found) for found in head._element.iter(qn("wp:inline")))
    ]  # fmt: skip


def test_the_alliances_logo_stands_at_the_head(sample_file, tmp_path):
    """Without one nothing does; what is no picture is left out, as on paper. Leave `_add_sign` out, and this fails."""
    png = BytesIO()
    Image.new("RGB", (600, 300), "navy").save(png, "PNG")
    path = shutil.copy(sample_file("en"), tmp_path / "a.ronda")
    with open_file(path) as file, file.writing() as session:
        meeting = last_written_meeting(session).id
        makers = (
            agenda_maker(meeting, today=TODAY), minutes_maker(meeting, today=TODAY),
            note_maker(notes(session)[0].id, today=TODAY),
        )  # fmt: skip
        assert pictures_at_the_head(word_file(session, makers[0])) == []
        change_alliance(session, logo=b64encode(png.getvalue()).decode())
        found = [pictures_at_the_head(word_file(session, make)) for make in makers]
        name = alliance(session).name
        assert found == [[(png.getvalue(), f"Logo of {name}", 9.5)]] * len(makers)
        assert word_file(session, makers[0]).getvalue() == word_file(session, makers[0]).getvalue()
        session.execute(update(Alliance).values(logo=b64encode(b"\x89PNG\r\n no").decode()))
        session.expire_all()
        assert pictures_at_the_head(word_file(session, makers[0])) == []


# Other programs

IN_ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs bidi spacing ind "
           "contextualSpacing jc outlineLvl rPr",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike color spacing w kern position sz szCs u shd vertAlign rtl "
           "cs lang",
    "tblPr": "tblStyle tblStyleRowBandSize tblStyleColBandSize tblW jc tblInd tblBorders shd tblLayout tblCellMar "
             "tblLook",
    "tcPr": "cnfStyle tcW gridSpan vMerge tcBorders shd noWrap tcMar vAlign",
    "sectPr": "headerReference footerReference type pgSz pgMar pgNumType cols titlePg docGrid",
}  # fmt: skip
"""What Word asks to stand in this order (ISO 29500, wml.xsd), of all that these documents have."""


@pytest.mark.parametrize("kind", KINDS)
def test_the_parts_stand_in_the_order_that_word_asks_for(made, kind):
    _language, found = made
    for root in (found[kind][1].element, found[kind][1].styles.element):
        for name, wanted in IN_ORDER.items():
            order = [qn(f"w:{each}") for each in wanted.split()]
            for properties in root.iter(qn(f"w:{name}")):
                places = [order.index(child.tag) for child in properties]
                assert places == sorted(places), [child.tag for child in properties]
    assert all(cell[-1].tag == qn("w:p") for cell in found[kind][1].element.iter(qn("w:tc")))


def test_libreoffice_reads_them_and_the_brief_has_two_pages(made, tmp_path):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    language, found = made
    for kind in KINDS:
        found[kind][1].save(str(tmp_path / f"{kind}.docx"))
    home = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    files = [tmp_path / f"{kind}.docx" for kind in KINDS]
    subprocess.run(
        [office, home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, *files],
        capture_output=True, check=True, timeout=240,
    )  # fmt: skip
    read = {kind: PdfReader(tmp_path / f"{kind}.pdf") for kind in KINDS}
    for kind, pdf in read.items():
        said = words(" ".join(page.extract_text() for page in pdf.pages))
        typed = words(" ".join(texts_of(found[kind][1])))
        assert sum((typed - said).values()) < sum(typed.values()) * 0.02, kind  # scripts come out in other letters
        last = f"{len(pdf.pages)} of {len(pdf.pages)}" if language == "en" else f"{len(pdf.pages)} de {len(pdf.pages)}"
        assert last in pdf.pages[-1].extract_text()
    fonts = {str(font["/BaseFont"]) for font in read["brief"].pages[0]["/Resources"]["/Font"].values()}
    if any("Carlito" in name or "Calibri" in name for name in fonts):  # others are wider
        assert len(read["brief"].pages) == 2
