"""The font of what people type into a form: inside the file, as every other, for the letters of a Western keyboard.

ReportLab names Helvetica there, which the reader of the form need not have. A program that shows the form writes with
this font by its letters' names, so the subset keeps its table of letters; other letters it takes from elsewhere.
"""

from functools import cache

import uharfbuzz as hb
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.acroform import AcroForm
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream
from reportlab.pdfgen.canvas import Canvas

from desktop.reports import fonts
from resources import resource

_NAME = "Form"
_FIRST, _LAST = 32, 255
_TAG = "RONDAF"
_PLAIN_TEXT = 32  # flag of the descriptor: its letters are those of a standard encoding


class FormWithFont(AcroForm):  # type: ignore[misc]
    """The fields of a document, their text in a font that is in the file."""

    def makeFont(self, fontName: str | None) -> tuple[str, str]:  # noqa: N803 - as ReportLab names it
        if _NAME not in self.fonts:
            self.fonts[_NAME] = self.getRefStr(_font(self))
        return self.fonts[_NAME], _NAME

    def textfield(self, **how: object) -> None:
        self._refMap.clear()  # else fields of one size share what they look like, and show what was typed last
        super().textfield(**how)


def form_of(canvas: Canvas) -> AcroForm:
    """Return the fields of a canvas, with their own font."""
    if not hasattr(canvas, "AcroForm"):
        canvas._doc._catalog.AcroForm = canvas.AcroForm = FormWithFont(canvas)
    return canvas.AcroForm


def _font(form: AcroForm) -> PDFDictionary:
    face = pdfmetrics.getFont(fonts.SANS).face
    name = PDFName(f"{_TAG}+{face.name.decode() if isinstance(face.name, bytes) else face.name}")
    widths = [round(face.getCharWidth(ord(letter))) if letter else 0 for letter in _letters()]
    content = PDFStream(PDFDictionary({"Length1": len(_subset())}), _subset())
    about = PDFDictionary({
        "Type": PDFName("FontDescriptor"), "FontName": name, "Flags": _PLAIN_TEXT,
        "FontBBox": PDFArray(face.bbox), "ItalicAngle": face.italicAngle, "Ascent": face.ascent,
        "Descent": face.descent, "CapHeight": face.capHeight, "StemV": face.stemV, "FontFile2": form.getRef(content),
    })  # fmt: skip
    return PDFDictionary({
        "Type": PDFName("Font"), "Subtype": PDFName("TrueType"), "BaseFont": name,
        "Encoding": PDFName("WinAnsiEncoding"), "FirstChar": _FIRST, "LastChar": _LAST, "Widths": PDFArray(widths),
        "FontDescriptor": form.getRef(about),
    })  # fmt: skip


def _letters() -> list[str]:
    """Return the letters of the encoding, in its order; "" where it has none."""
    return [bytes([code]).decode("cp1252", "ignore") for code in range(_FIRST, _LAST + 1)]


@cache
def _subset() -> bytes:
    """Return the font with these letters alone."""
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(ord(letter) for letter in _letters() if letter)
    wanted.drop_table_tag_set.update(int.from_bytes(table, "big") for table in (b"GSUB", b"GPOS", b"GDEF"))
    made = hb.subset(hb.Face(resource("fonts", "SourceSans3-Regular.ttf").read_bytes()), wanted)
    return bytes(made.blob.data)
