"""Returned forms: filled by several programs in several ways, read back whole; what is no form says why."""

import hashlib
import shutil
import subprocess
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)
from reportlab.pdfgen.canvas import Canvas

from db.engine import AllianceFile
from db.errors.files import FileMissing, NotARegularFile
from db.errors.survey import (
    FormAnswersUnclear,
    FormBlank,
    FormFlattened,
    FormProtected,
    FormReadAlready,
    FormTooLarge,
    FormUnreadable,
    NotASurveyForm,
    OtherSurveysForm,
)
from db.surveys.forms import field_name
from db.surveys.surveys import OwnQuestion, QuestionRow, add_question, make_survey, questions
from db.vocabulary import QuestionKind
from desktop.apart import Apart
from desktop.exchange import survey_in
from desktop.exchange.survey_in import files_in, read_form, read_forms
from desktop.reports.survey_from_record import survey_form_maker
from desktop.sentences import sentence
from tests.db.test_surveys import DAY

HOSTILE = 'Ñandú ქართული עברית 你好 (a) \\b\\ <b>no</b> & "q" /Off %PDF {x} \u202eback'


@dataclass
class Given:
    """A survey's fillable form as it is given out, and its questions."""

    survey_id: uuid.UUID
    asked: list[QuestionRow]
    blank: Path
    printed: Path
    apart: Apart

    def name(self, place: int) -> str:
        return field_name(self.survey_id, self.asked[place].id)

    def places(self, *kinds: QuestionKind) -> list[int]:
        return [n for n, row in enumerate(self.asked) if row.kind in kinds]

    def whole(self) -> dict[int, str]:
        """An answer to every question."""
        chosen = {n: str(n % row.options + 1) for n, row in enumerate(self.asked) if row.options}
        return chosen | {n: f"{HOSTILE}\nline {n}" for n in self.places(QuestionKind.TEXT)}

    def keyed(self, answers: dict[int, str]) -> dict[uuid.UUID, str]:
        return {self.asked[n].id: value for n, value in answers.items()}

    def read(self, path: Path) -> dict[uuid.UUID, str]:
        return dict(read_form(path, self.survey_id, self.asked, apart=self.apart).answers)


@pytest.fixture(scope="module")
def apart() -> Iterator[Apart]:
    """One process to read all forms in."""
    with Apart() as started:
        yield started


@pytest.fixture(params=["a4", "letter"])
def given(request: pytest.FixtureRequest, file: AllianceFile, tmp_path: Path, apart: Apart) -> Given:
    with file.writing() as session:
        key, _changes = make_survey(session, title="Survey", language="en", opened_on=DAY)
        add_question(session, key, OwnQuestion("Which day?", QuestionKind.CHOICE, choices=tuple("ABCDEFGHI")))
        add_question(session, key, OwnQuestion("<i>How</i> & why?", QuestionKind.TEXT))
        asked = questions(session, key)
        blank, printed = tmp_path / "blank.pdf", tmp_path / "printed.pdf"
        survey_form_maker(key, fillable=True)(session, blank, request.param)
        survey_form_maker(key)(session, printed, request.param)
    return Given(key, asked, blank, printed, apart)


def saved(writer: pypdf.PdfWriter, path: Path) -> Path:
    with path.open("wb") as out:
        writer.write(out)
    return path


def by_pypdf(given: Given, answers: dict[int, str], path: Path, *, looks: bool = True) -> Path:
    writer = pypdf.PdfWriter(clone_from=given.blank)
    values = {given.name(n): f"/{value}" if given.asked[n].options else value for n, value in answers.items()}
    for page in writer.pages:
        writer.update_page_form_field_values(page, values, auto_regenerate=not looks)
    return saved(writer, path)


def fields_of(writer: pypdf.PdfWriter) -> dict[str, Any]:
    """Return the fields of a form by name, to be changed by hand."""
    listed = writer.root_object["/AcroForm"]["/Fields"]
    return {each.get_object()["/T"]: each.get_object() for each in listed}


def changed(given: Given, change: Callable[[Given, dict[str, Any], pypdf.PdfWriter], None], path: Path) -> Path:
    """Return a form filled in as one program or another would leave it."""
    writer = pypdf.PdfWriter(clone_from=given.blank)
    change(given, fields_of(writer), writer)
    return saved(writer, path)


def kids(field: Any) -> list[Any]:
    return [each.get_object() for each in field["/Kids"]]


# Other programs, for real


def test_a_form_filled_by_pypdf_is_read_back_whole(given: Given, tmp_path: Path) -> None:
    answers = given.whole()
    for looks in (True, False):
        path = by_pypdf(given, answers, tmp_path / f"{looks}.pdf", looks=looks)
        found = given.read(path)
        assert found == given.keyed(answers)
    assert read_form(path, given.survey_id, given.asked).digest == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_form_filled_with_mouse_and_keys_in_pdfium_is_read_back_whole(given: Given, tmp_path: Path) -> None:
    answers = given.whole()
    path = by_pdfium(given, answers, tmp_path / "filled.pdf")
    found = given.read(path)
    expected = given.keyed(answers)
    for n in given.places(QuestionKind.TEXT):
        key = given.asked[n].id
        assert "".join(found.pop(key).split()) == "".join(expected.pop(key).split())
    assert found == expected


def by_pdfium(given: Given, answers: dict[int, str], path: Path) -> Path:
    """Fill the form as somebody would in a program built on pdfium: click the circle, click the frame and type."""
    raw = pypdfium2.raw
    document = pypdfium2.PdfDocument(given.blank)
    document.init_forms()
    places = list(widgets(given.blank))
    for number, page in enumerate(list(document)):
        form = document.formenv.raw
        for name, state, on_page, (x, y) in places:
            n = next(n for n in range(len(given.asked)) if given.name(n) == name)
            if on_page != number or n not in answers or (state and state != answers[n]):
                continue
            raw.FORM_OnLButtonDown(form, page.raw, 0, x, y)
            raw.FORM_OnLButtonUp(form, page.raw, 0, x, y)
            if not state:
                for letter in answers[n]:
                    raw.FORM_OnChar(form, page.raw, 13 if letter == "\n" else ord(letter), 0)
            raw.FORM_ForceToKillFocus(form)
        page.close()
    document.save(path)
    document.close()
    return path


def widgets(path: Path) -> Iterator[tuple[str, str, int, tuple[float, float]]]:
    """Yield name, the state a circle stands for, page and middle of every field."""
    for number, page in enumerate(pypdf.PdfReader(path).pages):
        for each in page.get("/Annots", ()):
            widget = each.get_object()
            state = next((s for s in widget["/AP"]["/N"] if s != "/Off"), "") if "/Parent" in widget else ""
            owner = widget.get("/Parent", widget).get_object()
            left, bottom, right, top = map(float, widget["/Rect"])
            yield owner["/T"], state.removeprefix("/"), number, ((left + right) / 2, (bottom + top) / 2)


POPPLER = """
import gi, json, sys
gi.require_version("Poppler", "0.18")
from gi.repository import Poppler
document = Poppler.Document.new_from_file("file://" + sys.argv[1], None)
wanted = json.load(sys.stdin)
for n in range(document.get_n_pages()):
    mappings = document.get_page(n).get_form_field_mapping()
    for mapping in sorted(mappings, key=lambda one: (-round(one.area.y1), one.area.x1)):
        field = mapping.field
        name = field.get_name()
        if name not in wanted:
            continue
        if field.get_field_type() == Poppler.FormFieldType.TEXT:
            field.text_set_text(wanted[name])
        elif field.get_field_type() == Poppler.FormFieldType.BUTTON:
            seen = wanted.setdefault("seen " + name, 0) + 1
            wanted["seen " + name] = seen
            if str(seen) == wanted[name]:
                field.button_set_state(True)
document.save("file://" + sys.argv[2])
"""


def test_a_form_filled_by_poppler_is_read_back_whole(given: Given, tmp_path: Path) -> None:
    import json

    python = "/usr/bin/python3"
    known = subprocess.run(
        [python, "-c", 'import gi; gi.require_version("Poppler", "0.18")'], capture_output=True, check=False
    ) if Path(python).exists() else None  # fmt: skip
    if known is None or known.returncode:
        pytest.skip("poppler for Python (gir1.2-poppler-0.18) is not installed")
    answers, path = given.whole(), tmp_path / "filled.pdf"
    wanted = json.dumps({given.name(n): value for n, value in answers.items()})
    subprocess.run([python, "-c", POPPLER, str(given.blank), str(path)], input=wanted, text=True, check=True)
    assert given.read(path) == given.keyed(answers)


def test_a_form_filled_by_pdftk_is_read_back_whole(given: Given, tmp_path: Path) -> None:
    if not shutil.which("pdftk"):
        pytest.skip("pdftk is not installed")
    answers, path = given.whole(), tmp_path / "filled.pdf"
    fields = "".join(
        f"<field name='{given.name(n)}'><value>{value.replace('&', '&amp;').replace('<', '&lt;')}</value></field>"
        for n, value in answers.items()
    )
    xfdf = f"<?xml version='1.0' encoding='UTF-8'?><xfdf xmlns='http://ns.adobe.com/xfdf/'><fields>{fields}</fields></xfdf>"
    (tmp_path / "a.xfdf").write_text(xfdf, "utf-8")
    subprocess.run(
        ["pdftk", str(given.blank), "fill_form", str(tmp_path / "a.xfdf"), "output", str(path)], check=True
    )  # fmt: skip
    assert given.read(path) == given.keyed(answers)


# The ways programs keep an answer


def only_the_value(given: Given, fields: dict[str, Any], writer: pypdf.PdfWriter) -> None:
    fields[given.name(0)][NameObject("/V")] = NameObject("/4")
    writer.root_object["/AcroForm"][NameObject("/NeedAppearances")] = BooleanObject(True)


def only_the_look(given: Given, fields: dict[str, Any], writer: pypdf.PdfWriter) -> None:
    kids(fields[given.name(0)])[3][NameObject("/AS")] = NameObject("/4")


def the_value_as_text(given: Given, fields: dict[str, Any], writer: pypdf.PdfWriter) -> None:
    fields[given.name(0)][NameObject("/V")] = TextStringObject("4")


def the_value_at_the_circle(given: Given, fields: dict[str, Any], writer: pypdf.PdfWriter) -> None:
    kids(fields[given.name(0)])[3][NameObject("/V")] = NameObject("/4")


def counted_from_nought(given: Given, fields: dict[str, Any], writer: pypdf.PdfWriter) -> None:
    field = fields[given.name(0)]
    for n, circle in enumerate(kids(field)):
        looks = circle["/AP"]["/N"]
        circle[NameObject("/AP")] = DictionaryObject(
            {NameObject("/N"): DictionaryObject({NameObject(f"/{n}"): looks[f"/{n + 1}"]})}
        )
    field[NameObject("/Opt")] = ArrayObject(TextStringObject(str(n)) for n in range(1, 6))
    field[NameObject("/V")] = NameObject("/3")
    kids(field)[3][NameObject("/AS")] = NameObject("/3")


def with_names_of_its_own(given: Given, fields: dict[str, Any], writer: pypdf.PdfWriter) -> None:
    field = fields[given.name(0)]
    for n, circle in enumerate(kids(field)):
        looks = circle["/AP"]["/N"]
        circle[NameObject("/AP")] = DictionaryObject(
            {NameObject("/N"): DictionaryObject({NameObject(f"/Choice{n}"): looks[f"/{n + 1}"]})}
        )
    field[NameObject("/Kids")] = ArrayObject(reversed(field["/Kids"]))  # the order on the page is what counts
    field[NameObject("/V")] = NameObject("/Choice3")


def under_another_name(given: Given, fields: dict[str, Any], writer: pypdf.PdfWriter) -> None:
    field = fields[given.name(0)]
    field[NameObject("/T")] = TextStringObject(f"form1[0].{field['/T']}[0]")
    field[NameObject("/V")] = NameObject("/4")


def not_listed(given: Given, fields: dict[str, Any], writer: pypdf.PdfWriter) -> None:
    fields[given.name(0)][NameObject("/V")] = NameObject("/4")
    del writer.root_object[NameObject("/AcroForm")]


@pytest.mark.parametrize(
    "change",
    [
        only_the_value, only_the_look, the_value_as_text, the_value_at_the_circle, counted_from_nought,
        with_names_of_its_own, under_another_name, not_listed,
    ],
)  # fmt: skip
def test_every_way_to_keep_an_answer_is_read(given: Given, tmp_path: Path, change: Any) -> None:
    assert given.read(changed(given, change, tmp_path / "a.pdf")) == given.keyed({0: "4"})


def test_a_choice_kept_by_its_words_and_a_text_kept_as_a_stream(given: Given, tmp_path: Path) -> None:
    choice, words = given.places(QuestionKind.CHOICE)[0], given.places(QuestionKind.TEXT)[0]

    def change(given: Given, fields: dict[str, Any], writer: pypdf.PdfWriter) -> None:
        fields[given.name(choice)][NameObject("/V")] = TextStringObject("Come to an end")
        stream = StreamObject()
        stream.set_data(HOSTILE.encode("utf-16"))
        fields[given.name(words)][NameObject("/V")] = writer._add_object(stream)

    assert given.read(changed(given, change, tmp_path / "a.pdf")) == given.keyed({choice: "3", words: HOSTILE})


def test_a_taken_back_answer_is_none(given: Given, tmp_path: Path) -> None:
    def change(given: Given, fields: dict[str, Any], writer: pypdf.PdfWriter) -> None:
        fields[given.name(0)][NameObject("/V")] = NameObject("/Off")
        fields[given.name(1)][NameObject("/V")] = NameObject("/2")

    assert given.read(changed(given, change, tmp_path / "a.pdf")) == given.keyed({1: "2"})


def test_a_file_saved_bit_by_bit_counts_as_it_stands_last(given: Given, tmp_path: Path) -> None:
    first = by_pypdf(given, {0: "4", 1: "1"}, tmp_path / "first.pdf")
    writer = pypdf.PdfWriter(first, incremental=True)
    for page in writer.pages:
        writer.update_page_form_field_values(page, {given.name(0): "/2"}, auto_regenerate=False)
    assert given.read(saved(writer, tmp_path / "second.pdf")) == given.keyed({0: "2", 1: "1"})


# What is not taken


def two_answers(given: Given, fields: dict[str, Any], writer: pypdf.PdfWriter) -> None:
    fields[given.name(0)][NameObject("/V")] = NameObject("/4")
    kids(fields[given.name(0)])[0][NameObject("/AS")] = NameObject("/1")
    fields[given.name(2)][NameObject("/V")] = NumberObject(17)
    fields[given.name(3)][NameObject("/V")] = NameObject("/9")


def test_what_contradicts_itself_is_left_to_a_person(given: Given, tmp_path: Path) -> None:
    with pytest.raises(FormAnswersUnclear) as refused:
        given.read(changed(given, two_answers, tmp_path / "a.pdf"))
    assert refused.value.numbers == (1, 4)
    assert "questions 1 and 4" in sentence(refused.value)


def test_a_blank_form_and_a_printed_one(given: Given) -> None:
    with pytest.raises(FormBlank):
        given.read(given.blank)
    with pytest.raises(FormFlattened):
        given.read(given.printed)


def test_a_flattened_form_is_refused(given: Given, tmp_path: Path) -> None:
    filled = by_pypdf(given, given.whole(), tmp_path / "filled.pdf")
    document = pypdfium2.PdfDocument(filled)
    document.init_forms()
    for page in document:
        assert pypdfium2.raw.FPDFPage_Flatten(page.raw, 0) == 1
        page.close()
    document.save(tmp_path / "flat.pdf")
    document.close()
    with pytest.raises(FormFlattened) as refused:
        given.read(tmp_path / "flat.pdf")
    assert "its fields are gone" in sentence(refused.value)


def test_a_form_printed_to_a_file_by_poppler_is_refused(given: Given, tmp_path: Path) -> None:
    if not shutil.which("pdftocairo"):
        pytest.skip("pdftocairo (poppler-utils) is not installed")
    filled = by_pypdf(given, given.whole(), tmp_path / "filled.pdf")
    subprocess.run(["pdftocairo", "-pdf", str(filled), str(tmp_path / "flat.pdf")], check=True)
    with pytest.raises(FormFlattened):
        given.read(tmp_path / "flat.pdf")


def test_the_form_of_another_survey_is_refused(given: Given, file: AllianceFile, tmp_path: Path) -> None:
    with file.writing() as session:
        other, _changes = make_survey(session, title="Other", language="en", opened_on=DAY)
        asked = questions(session, other)
    filled = by_pypdf(given, given.whole(), tmp_path / "filled.pdf")
    with pytest.raises(OtherSurveysForm):
        read_form(filled, other, asked)
    with pytest.raises(NotASurveyForm):
        read_form(given.printed, other, asked)


def test_a_form_under_a_password(given: Given, tmp_path: Path) -> None:
    for user, readable in (("", True), ("secret", False)):
        writer = pypdf.PdfWriter(clone_from=by_pypdf(given, {0: "4"}, tmp_path / "a.pdf"))
        writer.encrypt(user, "owner", algorithm="RC4-128")
        path = saved(writer, tmp_path / f"{user}.pdf")
        if readable:
            assert given.read(path) == given.keyed({0: "4"})
        else:
            with pytest.raises(FormProtected):
                given.read(path)


def another_pdf(path: Path) -> Path:
    canvas = Canvas(str(path))
    canvas.drawString(72, 700, "A letter")
    canvas.acroForm.textfield(name="name", value="Somebody")
    canvas.save()
    return path


def test_files_that_are_no_forms(given: Given, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "words.pdf").write_text("not a PDF at all")
    (tmp_path / "empty.pdf").write_bytes(b"")
    whole = by_pypdf(given, given.whole(), tmp_path / "filled.pdf").read_bytes()
    (tmp_path / "cut.pdf").write_bytes(whole[: len(whole) // 3])
    (tmp_path / "noise.pdf").write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 40)
    another_pdf(tmp_path / "letter.pdf")
    for name, expected in (
        ("words.pdf", NotASurveyForm), ("empty.pdf", NotASurveyForm), ("letter.pdf", NotASurveyForm),
        ("noise.pdf", FormUnreadable), ("none.pdf", FileMissing), (".", NotARegularFile),
    ):  # fmt: skip
        with pytest.raises(expected):
            given.read(tmp_path / name)
    with pytest.raises((FormUnreadable, NotASurveyForm, FormFlattened)):
        given.read(tmp_path / "cut.pdf")
    monkeypatch.setattr(survey_in, "LARGEST_BYTES", 100)
    with pytest.raises(FormTooLarge) as refused:
        given.read(tmp_path / "filled.pdf")
    assert "100\u00a0B" in sentence(refused.value)


def test_a_tree_of_fields_without_end_is_left(given: Given, tmp_path: Path) -> None:
    def change(given: Given, fields: dict[str, Any], writer: pypdf.PdfWriter) -> None:
        field = fields[given.name(0)]
        field[NameObject("/Kids")] = ArrayObject([field.indirect_reference])
        field[NameObject("/V")] = NameObject("/4")
        fields[given.name(1)][NameObject("/V")] = NameObject("/2")

    assert given.read(changed(given, change, tmp_path / "a.pdf")) == given.keyed({0: "4", 1: "2"})


@pytest.mark.parametrize("step", range(0, 3))
def test_no_damage_makes_reading_fail_otherwise(given: Given, tmp_path: Path, step: int) -> None:
    whole = bytearray(by_pypdf(given, given.whole(), tmp_path / "filled.pdf").read_bytes())
    places = range(500 + step, len(whole), len(whole) // 12)
    for place in places:
        broken = bytearray(whole)
        broken[place : place + 24] = b"<<[(/Kids 0 0 R>>]endobj"
        (tmp_path / f"broken{place}.pdf").write_bytes(broken)
    files = [tmp_path / f"broken{place}.pdf" for place in places]
    found = read_forms(files, given.survey_id, given.asked)
    assert len(found.forms) + len(found.problems) == len(files)


# Several at once


def test_several_files_and_folders_at_once(given: Given, tmp_path: Path) -> None:
    folder = tmp_path / "back" / "deeper"
    folder.mkdir(parents=True)
    one = by_pypdf(given, {0: "1"}, tmp_path / "back" / "ONE.PDF")
    two = by_pypdf(given, {0: "2"}, folder / "two.pdf")
    twice = Path(shutil.copy(two, folder / "two again.pdf"))
    (folder / "notes.txt").write_text("not looked at")
    letter = another_pdf(folder / "letter.pdf")
    assert set(files_in([tmp_path / "back", one])) == {one, two, twice, letter}
    told: list[tuple[int, int]] = []
    found = read_forms(
        [tmp_path / "back", one], given.survey_id, given.asked, progress=lambda done, total: told.append((done, total))
    )
    assert [dict(each.form.answers) for each in found.forms] == [given.keyed({0: "1"}), given.keyed({0: "2"})]
    assert {type(problem) for problem in found.problems} == {NotASurveyForm, FormReadAlready}
    assert told[-1] == (4, 4)
    known = frozenset(each.form.digest for each in found.forms)
    again = read_forms([one, two], given.survey_id, given.asked, known=known)
    assert again.forms == ()
    assert [type(problem) for problem in again.problems] == [FormReadAlready, FormReadAlready]


def test_every_copy_of_a_form_is_the_same_file(given: Given, file: AllianceFile) -> None:
    out = BytesIO()
    with file.reading() as session:
        paper = "a4" if pypdf.PdfReader(given.blank).pages[0].mediabox.height > 800 else "letter"
        survey_form_maker(given.survey_id, fillable=True)(session, out, paper)  # type: ignore[arg-type]
    assert out.getvalue() == given.blank.read_bytes()
