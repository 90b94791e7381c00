"""Looking through a document, saving it and printing it, through keyboard and mouse."""

from contextlib import closing
from io import BytesIO

import docx
import pypdf
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QDesktopServices, QImage, QPageRanges
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from reportlab.pdfgen.canvas import Canvas

from db.errors.records import NotFound
from desktop.operations import Operations
from desktop.reports.page import Laid, Running, paper_named, write
from desktop.reports.preview import Preview
from desktop.reports.style import style
from desktop.reports.text import para
from desktop.widgets.print_preview import preview
from desktop.widgets.printing import new_printer, page_size, print_pages, wanted_pages
from tests.new_file import new_file

PAPERS = {"a4": (595.28, 841.89), "letter": (612.0, 792.0)}
A4 = PAPERS["a4"]


@pytest.fixture
def operations(tmp_path, qapp):
    """The work on a file; a fault of the program is among what is tried here."""
    with new_file(tmp_path / "a.ronda", name="Lake Valley") as file, closing(Operations(file)) as made:
        yield made


def document(session, out, paper, *, progress=None, pages=3, color=(0.8, 0.1, 0.1)):
    """Lay out pages with a number and a coloured square, as a report does."""
    paper = paper or "a4"
    canvas = Canvas(out, pagesize=PAPERS[paper])
    for page in range(pages):
        canvas.setFont("Helvetica", 40)
        canvas.drawString(100, 500, f"Page {page + 1}")
        canvas.setFillColorRGB(*color)
        canvas.rect(100, 560, 200, 200, fill=1)
        canvas.showPage()
    canvas.save()
    return paper


def pdf_of(paper="a4", **how):
    out = BytesIO()
    document(None, out, paper, **how)
    return out.getvalue()


@pytest.fixture
def shown(home, operations, qtbot):
    dialog = preview(home, operations, "Agenda", document, file_name="Agenda – General meeting 41.pdf")
    qtbot.waitUntil(lambda: dialog.print_button.isEnabled() and dialog.pages.drawn)
    yield dialog
    dialog.close()
    operations.wait()


def open_dialog(kind):
    found = [one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]
    return found[0] if found else None


def test_pages_are_drawn_and_leafed_through(shown, operations, qtbot):
    assert shown.page_label.text() == "Page 1 of 3"
    assert not shown.before_button.isEnabled()
    qtbot.mouseClick(shown.after_button, Qt.MouseButton.LeftButton)
    assert shown.page_label.text() == "Page 2 of 3"
    shown.pages.setFocus()
    qtbot.keyClick(shown.pages, Qt.Key.Key_End)
    assert shown.page_label.text() == "Page 3 of 3"
    assert not shown.after_button.isEnabled()
    qtbot.keyClick(shown.pages, Qt.Key.Key_Home)
    assert shown.page_label.text() == "Page 1 of 3"
    qtbot.waitUntil(lambda: shown.pages.drawn)
    drawn = shown.pages.grab().toImage()
    reds = [QColor(drawn.pixel(x, y)) for x in range(0, drawn.width(), 9) for y in range(0, drawn.height(), 9)]
    assert any(color.red() > 150 and color.green() < 80 for color in reds)


def test_the_zoom_goes_in_steps_and_back_to_the_width(shown, qtbot):
    fitting = shown.zoom_label.text()
    qtbot.mouseClick(shown.smaller_button, Qt.MouseButton.LeftButton)
    smaller = shown.pages.percent
    assert smaller in (50, 75, 100, 125, 150)
    shown.pages.setFocus()
    qtbot.keyClick(shown.pages, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert shown.pages.percent > smaller
    qtbot.mouseClick(shown.fit_button, Qt.MouseButton.LeftButton)
    assert shown.zoom_label.text() == fitting
    qtbot.keyClick(shown.pages, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(shown.pages, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert shown.zoom_label.text() == fitting
    qtbot.waitUntil(lambda: shown.pages.drawn)


def test_another_paper_lays_it_out_again(shown, qtbot):
    assert shown.paper.value() == "a4"
    qtbot.mouseClick(shown.paper.button("letter"), Qt.MouseButton.LeftButton)
    assert not shown.print_button.isEnabled()
    qtbot.waitUntil(shown.print_button.isEnabled)
    assert shown.paper.value() == "letter"
    assert [round(side) for side in shown.pages._sheets[0].points] == [612, 792]


def word_or_pdf(session, out, paper, *, word=False, progress=None):
    """Lay out a report of one sentence, whichever way it is wanted."""
    paper = paper or "a4"
    running = Running("Lake Valley", "Agenda", "", "en")
    write(out, Laid([para("{words}", style("body"), words="What we decided")], running, paper_named(paper)), word=word)
    return paper


def test_what_an_office_edits_is_saved_for_word(home, operations, qtbot, tmp_path):
    dialog = preview(home, operations, "Agenda", word_or_pdf, file_name="Agenda 41.pdf", word=True)
    qtbot.waitUntil(lambda: dialog.print_button.isEnabled() and dialog.pages.drawn)
    target = tmp_path / "agenda"

    def answer():
        asked = open_dialog(QFileDialog)
        assert asked.findChild(QLineEdit, "fileNameEdit").text().startswith("Agenda 41")
        asked.findChild(QLineEdit, "fileNameEdit").setText(str(target))
        qtbot.keyClick(asked, Qt.Key.Key_Return)

    QTimer.singleShot(200, answer)
    qtbot.mouseClick(dialog.word_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "agenda.docx" in dialog.message.label.text())
    assert "What we decided" in [one.text for one in docx.Document(target.with_suffix(".docx")).paragraphs]
    assert dialog.word_button.isEnabled()
    dialog.close()
    operations.wait()


def test_what_cannot_be_saved_for_word_is_said(home, operations, qtbot, tmp_path):
    dialog = preview(home, operations, "Agenda", word_or_pdf, word=True)
    qtbot.waitUntil(lambda: dialog.print_button.isEnabled() and dialog.pages.drawn)
    dialog.save_as_word_to(tmp_path / "none" / "a.docx")
    qtbot.waitUntil(dialog.word_button.isEnabled)
    assert dialog.message.label.text()
    dialog.close()
    operations.wait()


def test_a_form_is_not_offered_for_word(shown):
    assert shown.word_button is None


def test_it_is_saved_where_the_person_says(shown, qtbot, tmp_path, monkeypatch, operations):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    target = tmp_path / "out" / "agenda"
    target.parent.mkdir()

    def answer():
        dialog = open_dialog(QFileDialog)
        assert dialog.findChild(QLineEdit, "fileNameEdit").text().startswith("Agenda – General meeting 41")
        dialog.findChild(QLineEdit, "fileNameEdit").setText(str(target))
        qtbot.keyClick(dialog, Qt.Key.Key_Return)

    QTimer.singleShot(200, answer)
    qtbot.mouseClick(shown.save_button, Qt.MouseButton.LeftButton)
    operations.wait()
    assert len(pypdf.PdfReader(target.with_name("agenda.pdf")).pages) == 3
    assert shown.message.label.text() == f"Saved as agenda.pdf in {target.parent}."
    qtbot.mouseClick(shown.message.button, Qt.MouseButton.LeftButton)
    assert opened[0].toLocalFile() == str(target.parent)


def test_a_place_that_cannot_be_written_is_told(shown, tmp_path, operations):
    shown.save_to(tmp_path / "no such folder" / "agenda.pdf")
    operations.wait()
    assert "cannot be reached" in shown.message.label.text()
    assert shown.print_button.isEnabled()


def test_escape_closes_it_and_lets_go_of_the_document(home, operations, qtbot):
    dialog = preview(home, operations, "Agenda", document)
    qtbot.waitUntil(dialog.print_button.isEnabled)
    with qtbot.waitSignal(dialog.destroyed):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    operations.wait()


def test_what_cannot_be_made_is_told_in_a_sentence(home, operations, qtbot):
    def gone(session, out, paper, **how):
        raise NotFound("meeting")

    dialog = preview(home, operations, "Agenda", gone)
    qtbot.waitUntil(lambda: bool(dialog.message.label.text()))
    assert "not there any more" in dialog.message.label.text()
    assert not dialog.print_button.isEnabled()
    dialog.close()

    def broken(session, out, paper, **how):
        raise ZeroDivisionError

    dialog = preview(home, operations, "Agenda", broken)
    qtbot.waitUntil(lambda: bool(dialog.message.label.text()))
    assert dialog.message.label.text() == "This document could not be made. Nothing was changed."
    dialog.close()


# Printing


def to_file(path, count=3, **how):
    """Return a printer that prints to a PDF file, as the dialog leaves it."""
    printer = new_printer("Agenda", A4)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setResolution(150)
    for name, value in how.items():
        getattr(printer, name)(*(value if isinstance(value, tuple) else (value,)))
    return printer


def sizes(path):
    return [[round(float(side)) for side in page.mediabox[2:]] for page in pypdf.PdfReader(path).pages]


def test_every_page_is_printed_in_its_size(qapp, tmp_path):
    path = tmp_path / "out.pdf"
    steps = []
    assert print_pages(pdf_of(), to_file(path), progress=lambda done, total: steps.append((done, total))) == 3
    assert sizes(path) == [[595, 842]] * 3
    assert steps == [(0, 3), (1, 3), (2, 3), (3, 3)]
    with Preview(path) as printed, Preview(pdf_of()) as original:
        for page in range(3):
            a, b = printed.image(page, dots_per_inch=30), original.image(page, dots_per_inch=30)
            assert abs(a.width - b.width) <= 1
            for one, other in zip(red_square(a), red_square(b), strict=True):
                assert abs(one - other) <= 1


def red_square(page):
    """Return left, top, right and bottom of what is red on a page."""
    picture = QImage(page.rgb, page.width, page.height, page.stride, QImage.Format.Format_RGB888)
    every = [(x, y, QColor(picture.pixel(x, y))) for x in range(page.width) for y in range(page.height)]
    red = [(x, y) for x, y, color in every if color.red() > 150 and color.green() < 100]
    return (
        min(x for x, _y in red), min(y for _x, y in red), max(x for x, _y in red), max(y for _x, y in red),
    )  # fmt: skip


def test_letter_lying_pages_and_smaller_paper_fit(qapp, tmp_path):
    letter = tmp_path / "letter.pdf"
    printer = new_printer("Agenda", PAPERS["letter"])
    printer.setOutputFileName(str(letter))
    printer.setResolution(100)
    print_pages(pdf_of("letter", pages=1), printer)
    assert sizes(letter) == [[612, 792]]
    lying = tmp_path / "lying.pdf"
    out = BytesIO()
    canvas = Canvas(out, pagesize=(A4[1], A4[0]))
    canvas.drawString(50, 50, "x")
    canvas.showPage()
    canvas.save()
    print_pages(out.getvalue(), to_file(lying))
    assert sizes(lying) == [[842, 595]]
    small = tmp_path / "small.pdf"
    print_pages(pdf_of("letter", pages=1), to_file(small))
    assert sizes(small) == [[595, 842]]


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ({}, [0, 1, 2, 3]),
        ({"setPrintRange": QPrinter.PrintRange.PageRange, "setFromTo": (2, 3)}, [1, 2]),
        ({"setPrintRange": QPrinter.PrintRange.PageRange, "setPageRanges": QPageRanges.fromString("1,3-4")}, [0, 2, 3]),
        ({"setPrintRange": QPrinter.PrintRange.CurrentPage}, [2]),
        ({"setPageOrder": QPrinter.PageOrder.LastPageFirst}, [3, 2, 1, 0]),
    ],
)
def test_the_pages_asked_for_come_out(qapp, tmp_path, how, expected):
    printer = to_file(tmp_path / "x.pdf", **how)
    assert wanted_pages(printer, 4, current=2) == expected


def test_copies_are_made_where_the_printer_does_not(qapp, tmp_path):
    printer = to_file(tmp_path / "x.pdf", setCopyCount=2)
    if printer.supportsMultipleCopies():
        assert wanted_pages(printer, 2) == [0, 1]
        return
    printer.setCollateCopies(True)
    assert wanted_pages(printer, 2) == [0, 1, 0, 1]
    printer.setCollateCopies(False)
    assert wanted_pages(printer, 2) == [0, 0, 1, 1]


def test_grey_is_grey(qapp, tmp_path):
    path = tmp_path / "grey.pdf"
    print_pages(pdf_of(pages=1), to_file(path, setColorMode=QPrinter.ColorMode.GrayScale))
    with Preview(path) as printed:
        page = printed.image(0, dots_per_inch=30)
    picture = QImage(page.rgb, page.width, page.height, page.stride, QImage.Format.Format_RGB888)
    colors = [QColor(picture.pixel(x, y)) for x in range(picture.width()) for y in range(picture.height())]
    assert max(color.saturation() for color in colors) < 12


def test_printing_goes_through_the_systems_dialog(shown, qtbot, tmp_path, operations):
    path = tmp_path / "printed.pdf"

    def answer():
        dialog = open_dialog(QPrintDialog)
        dialog.findChild(QLineEdit, "filename").setText(str(path))
        dialog.accept()

    QTimer.singleShot(300, answer)
    qtbot.keyClick(shown, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "sent to the printer" in shown.message.label.text(), timeout=15000)
    assert shown.message.label.text() == "3 pages were sent to the printer."
    assert len(sizes(path)) == 3


@pytest.mark.qt_log_ignore(r"QPainter::begin\(\): Returned false")  # Qt says so, too
def test_a_printer_that_does_not_take_it_is_told(shown, qtbot, tmp_path):
    printer = to_file(tmp_path / "no such folder" / "x.pdf")
    shown.print_on(printer)
    qtbot.waitUntil(lambda: "did not take the pages" in shown.message.label.text())


def test_printing_can_be_stopped(shown, qtbot, tmp_path, operations):
    shown.print_on(to_file(tmp_path / "x.pdf"))
    qtbot.mouseClick(shown.busy.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "stopped" in shown.message.label.text(), timeout=10000)
    assert shown.print_button.isEnabled()


def test_sizes_of_paper_are_known_by_name():
    assert [page_size(size).name().split()[0] for size in (A4, (841.89, 595.28), PAPERS["letter"])] == [
        "A4", "A4", "Letter",
    ]  # fmt: skip
    assert page_size((200, 300)).sizePoints().width() == 200
