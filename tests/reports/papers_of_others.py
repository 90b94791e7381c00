"""Papers as others make them: of any size, turned, protected, broken, or meant to do harm."""

from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas


def paper(*texts: str, size: tuple[float, float] = A4, place: tuple[float, float] = (60, 60)) -> bytes:
    """Return a PDF of a page for each text."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=size)
    for text in texts:
        canvas.setFont("Helvetica", 12)
        canvas.drawString(*place, text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def turned(content: bytes, degrees: int) -> bytes:
    """Return a PDF whose pages are shown turned."""
    writer = PdfWriter()
    for page in PdfReader(BytesIO(content)).pages:
        page[NameObject("/Rotate")] = NumberObject(degrees)
        writer.add_page(page)
    return _written(writer)


def cropped(content: bytes, box: tuple[float, float, float, float]) -> bytes:
    """Return a PDF of which only a part is seen."""
    writer = PdfWriter()
    for page in PdfReader(BytesIO(content)).pages:
        page[NameObject("/CropBox")] = ArrayObject([FloatObject(side) for side in box])
        writer.add_page(page)
    return _written(writer)


def protected(content: bytes, *, password: str) -> bytes:
    """Return a PDF that a password opens; an empty one opens to everybody and forbids changes."""
    writer = PdfWriter()
    writer.append(BytesIO(content))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    return _written(writer)


def disorderly(text: str) -> bytes:
    """Return a page that leaves its drawing scaled, turned and half clipped."""
    writer = PdfWriter()
    writer.append(BytesIO(paper(text)))
    drawing = DecodedStreamObject()
    drawing.set_data(
        b"q q 3 0 0 3 100 100 cm 0 0 10 10 re W n BT /F1 12 Tf 1 0 0 1 2 2 Tm (" + text.encode("ascii") + b") Tj"
    )
    writer.pages[0][NameObject("/Contents")] = writer._add_object(drawing)
    return _written(writer)


def filled_form(answer: str) -> bytes:
    """Return a page with a field that somebody filled in."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.drawString(60, 700, "Question")
    canvas.acroForm.textfield(name="answer", value=answer, x=60, y=640, width=300, height=24)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def layered(seen: str, hidden: str) -> bytes:
    """Return a page with two layers, of which one is off."""
    writer = PdfWriter()
    writer.append(BytesIO(paper(seen)))
    layers = [
        writer._add_object(
            DictionaryObject({NameObject("/Type"): NameObject("/OCG"), NameObject("/Name"): TextStringObject(name)})
        )
        for name in ("on", "off")
    ]
    page = writer.pages[0]
    page[NameObject("/Resources")].get_object()[NameObject("/Properties")] = DictionaryObject(
        {NameObject("/L0"): layers[0], NameObject("/L1"): layers[1]}
    )
    drawing = DecodedStreamObject()
    drawing.set_data(
        b"/OC /L0 BDC BT /F1 12 Tf 60 500 Td (" + seen.encode("ascii") + b") Tj ET EMC "
        b"/OC /L1 BDC 0 0 0 rg 0 0 600 400 re f EMC % " + hidden.encode("ascii")
    )
    page[NameObject("/Contents")] = writer._add_object(drawing)
    state = DictionaryObject({NameObject("/OFF"): ArrayObject([layers[1]])})
    writer.root_object[NameObject("/OCProperties")] = DictionaryObject(
        {NameObject("/OCGs"): ArrayObject(layers), NameObject("/D"): state}
    )
    return _written(writer)


def hostile(text: str) -> bytes:
    """Return a page that carries scripts, links, an attached file, and actions in every place that may hold one."""
    writer = PdfWriter()
    writer.append(BytesIO(paper(text)))
    writer.add_attachment("HARM.exe", b"HARM-ATTACHED")
    page = writer.pages[0]

    def script(words: str) -> DictionaryObject:
        return DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Action"),
                NameObject("/S"): NameObject("/JavaScript"),
                NameObject("/JS"): TextStringObject(words),
            }
        )

    writer.root_object[NameObject("/OpenAction")] = script("HARM-ON-OPENING")
    page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): writer._add_object(script("HARM-ON-PAGE"))})
    link = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Link"),
            NameObject("/Rect"): ArrayObject([NumberObject(n) for n in (0, 0, 500, 500)]),
            NameObject("/A"): DictionaryObject(
                {NameObject("/S"): NameObject("/URI"), NameObject("/URI"): TextStringObject("https://HARM.example")}
            ),
        }
    )
    page[NameObject("/Annots")] = ArrayObject([writer._add_object(link)])
    attached = DecodedStreamObject()
    attached.set_data(b"HARM-IN-A-FONT")
    attached[NameObject("/Type")] = NameObject("/EmbeddedFile")
    file = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Filespec"),
            NameObject("/F"): TextStringObject("HARM-FILE"),
            NameObject("/EF"): DictionaryObject({NameObject("/F"): writer._add_object(attached)}),
        }
    )
    fonts = page["/Resources"]["/Font"]
    font = next(iter(fonts.values())).get_object()
    font[NameObject("/AF")] = ArrayObject([writer._add_object(file)])
    font[NameObject("/Next")] = script("HARM-IN-A-FONT-TOO")
    return _written(writer)


def _written(writer: PdfWriter) -> bytes:
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
