"""A Word document before anything stands in it: styles, paper, running head and foot, language, who made it and when.

It names the alliance alone: no computer, no user, no program that guesses one.
"""

import datetime as dt
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from desktop.reports.page import Running, sign_content, sign_of, sign_size
from desktop.reports.style import GREY, HAIR, INK, RULE, TEXT, Paper
from desktop.reports.text import in_brief, one_line
from desktop.texts import _

TABLE: Final = "Ronda Table"
LEAD, SMALL, NUMBER = "Lead", "Small Text", "Key Figure"
CELL, STRONG, HEAD = "Table Text", "Table Strong", "Table Heading"
_FONT, _OTHER_FONT = "Calibri", "Arial"
_MOST_LETTERS = 255  # of a property
_EPOCH = (1980, 1, 1, 0, 0, 0)
_LANGUAGES: Final = {"en": "en-GB", "es": "es-PE"}
_OWN: Final = (
    (LEAD, 11.5, False, TEXT, 8),
    (SMALL, 9, False, GREY, 4),
    (NUMBER, 22, True, INK, 0),
    (CELL, 9.5, False, TEXT, 0),
    (STRONG, 9.5, True, INK, 0),
    (HEAD, 9, True, GREY, 0),
)
_CHANGED: Final = (
    ("Title", 26, True, INK, 0, 2),
    ("Subtitle", 12, False, GREY, 0, 8),
    ("Heading 1", 14.5, True, INK, 13, 4),
    ("Heading 2", 12.5, True, INK, 10, 3),
    ("Heading 3", 11, True, INK, 10, 3),
    ("Heading 4", 10.5, True, GREY, 8, 2),
    ("Header", 9, False, GREY, 0, 0),
    ("Footer", 9, False, GREY, 0, 0),
)
_APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>Ronda</Application></Properties>"
)


def new_document(running: Running, paper: Paper) -> Document:
    """Return a document without content, on `paper`."""
    document = docx.Document()
    _set_language(document, running.language)
    _set_styles(document)
    _set_page(document, paper)
    _set_running(document, running, paper)
    _set_properties(document, running)
    return document


def saved(document: Document) -> bytes:
    """Return the file; the same document gives the same bytes, for no clock of a computer is in it."""
    package = document.part.package
    for key in [key for key, each in package.rels.items() if each.reltype.endswith("/thumbnail")]:
        del package.rels[key]
    made, out = BytesIO(), BytesIO()
    document.save(made)
    with ZipFile(made) as source, ZipFile(out, "w") as target:
        for name in source.namelist():
            entry = ZipInfo(name, _EPOCH)
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, _APP if name == "docProps/app.xml" else source.read(name))
    return out.getvalue()


# Language and styles


def _set_language(document: Document, language: str) -> None:
    tag = _LANGUAGES.get(language, language)
    for lang in document.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), tag)
        lang.set(qn("w:eastAsia"), tag)
    for theme in document.settings.element.iter(qn("w:themeFontLang")):
        theme.set(qn("w:val"), tag)
        theme.attrib.pop(qn("w:eastAsia"), None)
    for shown in list(document.settings.element.iter(qn("w:savePreviewPicture"))):
        shown.getparent().remove(shown)


def _set_styles(document: Document) -> None:
    styles = document.styles
    for fonts in styles.element.iter(qn("w:rFonts")):
        _set_fonts(fonts)
    normal = _paragraph_style(document, "Normal")
    _look(normal, 10.5, TEXT, bold=False, before=0, after=6)
    normal.paragraph_format.line_spacing = 1.12
    for name, size, bold, color, before, after in _CHANGED:
        changed = _paragraph_style(document, name)
        _look(changed, size, color, bold=bold, before=before, after=after)
        changed.font.italic = False
        for border in list(changed.element.iter(qn("w:pBdr"))):
            border.getparent().remove(border)
    for name, size, bold, color, after in _OWN:
        own = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        own.base_style = normal
        own.quick_style = True
        _look(own, size, color, bold=bold, before=0, after=after)
    _paragraph_style(document, HEAD).paragraph_format.keep_with_next = True
    _set_table_style(document)


def _set_fonts(fonts: Any) -> None:
    """Name fonts that offices have, in place of the theme's."""
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("w:ascii", "w:hAnsi", "w:eastAsia"):
        fonts.set(qn(name), _FONT)
    fonts.set(qn("w:cs"), _OTHER_FONT)


def _paragraph_style(document: Document, name: str) -> ParagraphStyle:
    found = document.styles[name]
    assert isinstance(found, ParagraphStyle)
    return found


def _look(style: ParagraphStyle, size: float, color: Any, *, bold: bool, before: float, after: float) -> None:
    style.font.size, style.font.bold = Pt(size), bold
    style.font.color.rgb = RGBColor.from_string(_hex(color))
    for spacing in list(style.element.iter(qn("w:spacing"))):
        if spacing.getparent().tag == qn("w:rPr"):
            spacing.getparent().remove(spacing)  # letters set apart, as the template has it in titles
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)


def _hex(color: Any) -> str:
    return str(color.hexval())[2:].upper()


def _set_table_style(document: Document) -> None:
    style = document.styles.add_style(TABLE, WD_STYLE_TYPE.TABLE)
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{_hex(color)}"/>'
        for side, size, color in (("top", 8, RULE), ("bottom", 6, RULE), ("insideH", 4, HAIR))
    )
    margins = (("top", 50), ("left", 0), ("bottom", 50), ("right", 140))
    room = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in margins)
    style.element.append(
        parse_xml(
            f"<w:tblPr {nsdecls('w')}><w:tblBorders>{lines}</w:tblBorders><w:tblCellMar>{room}</w:tblCellMar></w:tblPr>"
        )
    )


# The page


def _set_page(document: Document, paper: Paper) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Pt(paper.width), Pt(paper.height)
    section.orientation = WD_ORIENT.LANDSCAPE if paper.width > paper.height else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = Pt(paper.side)
    section.top_margin, section.bottom_margin = Pt(paper.top), Pt(paper.bottom + 8)
    section.header_distance = section.footer_distance = Pt(28)


def _set_running(document: Document, running: Running, paper: Paper) -> None:
    section = document.sections[0]
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    for paragraph in (head, foot):
        for tabs in list(_paragraph_style(document, paragraph.style.name or "").element.iter(qn("w:tabs"))):
            tabs.getparent().remove(tabs)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Pt(paper.text_width), WD_TAB_ALIGNMENT.RIGHT)
    _add_sign(head, running)
    head.add_run(one_line(running.alliance)).bold = True
    head.add_run("\t" + one_line(running.document))
    foot.add_run(one_line(running.foot))
    if running.numbered:
        foot.add_run("\t")
        for words in _page_of_pages():
            if words in _FIELDS:
                _add_field(foot, _FIELDS[words])
            elif words:
                foot.add_run(words)


def _add_sign(head: Paragraph, running: Running) -> None:
    """Put the alliance's sign before its name; one that Word's pictures cannot be made of is left out, as on paper."""
    sign = sign_of(running.logo)
    if sign is None:
        return
    wide, high = sign_size(sign)
    drawn = head.add_run().add_picture(BytesIO(sign_content(running.logo)), Pt(wide), Pt(high))
    for side in ("distT", "distB", "distL", "distR"):
        drawn._inline.set(side, "0")  # else other programs set it apart from the margin
    for named in drawn._inline.iter(qn("wp:docPr")):
        named.set("descr", _("Logo of {alliance}").format(alliance=one_line(running.alliance)))
    head.add_run("\u2002")


_FIELDS: Final = {"{page}": "PAGE", "{pages}": "NUMPAGES"}


def _page_of_pages() -> Iterator[str]:
    yield from re.split(r"(\{pages?\})", _("Page {page} of {pages}"))


def _add_field(paragraph: Paragraph, name: str) -> None:
    field = parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>')
    paragraph._p.append(field)


def _set_properties(document: Document, running: Running) -> None:
    properties = document.core_properties
    alliance = one_line(running.alliance)[:_MOST_LETTERS]
    properties.title = f"{in_brief(running.document)} · {in_brief(running.alliance)}"
    properties.author = properties.last_modified_by = alliance
    properties.subject = one_line(running.foot)[:_MOST_LETTERS]
    properties.language = _LANGUAGES.get(running.language, running.language)
    properties.comments = properties.keywords = properties.category = ""
    properties.revision = 1
    if running.made_on is not None:
        made = dt.datetime.combine(running.made_on, dt.time())
        properties.created = properties.modified = made
        return
    core = properties._element
    for day in [each for each in core if each.tag in (qn("dcterms:created"), qn("dcterms:modified"))]:
        core.remove(day)
