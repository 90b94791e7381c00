from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from db.ids import new_id
from db.minutes.marks import Mark, parse_line, read_marks, set_mark, toggle_mark, typed_owner, with_due, with_owner
from db.minutes.owners import Candidate, OwnerKind, owner_names

NAMES = owner_names(
    Candidate(new_id(), name, short, OwnerKind.MEMBER)
    for name, short in (
        ("Gia Lobio", ""), ("José Ñúñez", ""), ("Union", ""), ("Union of Dairies", "UD"), ("Growers' Co-op Ltd.", ""),
    )
)  # fmt: skip

D, A, P = Mark.DECISION, Mark.ACTION, Mark.POINT

plain = st.text(
    alphabet=st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="@>"), max_size=60
)
sentences = plain.map(lambda text: " ".join(text.split())).filter(lambda text: text and not text.startswith(":"))
marks = st.sampled_from(list(Mark))


def parse(line, language="es"):
    return parse_line(line, language=language)


@pytest.mark.parametrize(
    ("line", "mark", "text"),
    [
        ("d: Send the letter", D, "Send the letter"),
        ("D: Send the letter", D, "Send the letter"),
        ("  a: Ask the district", A, "Ask the district"),
        ("\tp: The fee follows the water", P, "The fee follows the water"),
        ("a:", A, ""),
        ("a:b", A, "b"),
        ("a:Ask", A, "Ask"),
        ("a:@Ana", A, ""),
        ("p:¿Por qué?", P, "¿Por qué?"),
        ("a: 30 chairs", A, "30 chairs"),
        ("a:1 map", A, "1 map"),
        ("A:30 of them", A, "30 of them"),
        ("d:50 euros", D, "50 euros"),
        ("p:3 came", P, "3 came"),
        ("d:€50", D, "€50"),
        ("p:…", P, "…"),
        ("p::x", P, ":x"),
        ("Decision: yes", D, "yes"),
        ("ACTION: go", A, "go"),
        ("Point : one", P, "one"),
        ("Action:2 people", A, "2 people"),
        ("Acuerdo: sí", D, "sí"),
        ("Decisión: sí", D, "sí"),
        ("decisio\u0301n: sí", D, "sí"),
        ("Tarea: ir", A, "ir"),
        ("acción: ir", A, "ir"),
        ("Apunte: agua", P, "agua"),
        ("Punto: agua", P, "agua"),
        ("d: a: x", D, "a: x"),
    ],
)
def test_a_prefix_marks_a_line(line, mark, text):
    found = parse(line)
    assert (found.mark, found.text) == (mark, text)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "   ",
        "A member said so",
        "A las diez: la lista",
        "A las diez…",
        "a : b",
        "a：wide colon",
        "x: y",
        "ad: y",
        "Agua: y",
        "D:\\maps\\canal.pdf",
        "d:/maps",
        "action://open",
        "- d: in a list",
        "1. a: numbered",
        "and then a: b",
        "Actions: none",
        ": a",
        "@Ana >5 Nov",
    ],
)
def test_ordinary_text_stays_ordinary(line):
    assert parse(line) is None


def test_spanish_words_mark_nothing_in_an_english_alliance():
    assert parse("Acuerdo: sí", "en") is None
    assert parse("Decision: yes", "ka").mark is D


@pytest.mark.parametrize(
    ("line", "text", "owner", "due"),
    [
        ("a: Add figures @Institute of Soil Science >29 Oct", "Add figures", "Institute of Soil Science", "29 Oct"),
        ("a: Ask for the map >12 Nov", "Ask for the map", None, "12 Nov"),
        ("a: Ask for the map @", "Ask for the map", None, None),
        ("a: Ask for the map @ >", "Ask for the map", None, None),
        ("a: Ask for the map > @Terra Partners", "Ask for the map", "Terra Partners", None),
        ("a: Ask for the map @ >12 Nov", "Ask for the map", None, "12 Nov"),
        ("a: Pay a >> b, c->", "Pay a >> b, c->", None, None),
        ("a: @", "", None, None),
        ("a: Ask for the map >12 Nov.", "Ask for the map.", None, "12 Nov"),
        ("a: Ask >12 Nov the district", "Ask the district", None, "12 Nov"),
        ("a: Ask > 12 Nov", "Ask", None, "12 Nov"),
        ("a: Ask >5 Nov @Terra Partners", "Ask", "Terra Partners", "5 Nov"),
        ("a: @Terra Partners >5 Nov Ask", "Ask", "Terra Partners", "5 Nov"),
        ("a: Find farmers @Hi", "Find farmers", "Hi", None),
        ("a: Ask @Ana Simindi @Beka Matsoni >5 Nov", "Ask @Beka Matsoni", "Ana Simindi", "5 Nov"),
        ("a: Write to ana@example.org", "Write to ana@example.org", None, None),
        ("a: Write to ana@example.org @Ana", "Write to ana@example.org", "Ana", None),
        ("a: Meet @ the hall", "Meet @ the hall", None, None),
        ("a: Find > 5 people", "Find > 5 people", None, None),
        ("a: Find > 5 people @Ana >5 Nov", "Find > 5 people", "Ana", "5 Nov"),
        ("a: Ask @Ana > 5 people", "Ask > 5 people", "Ana", None),
        ("a: Ask @Ana>5 Nov", "Ask", "Ana", "5 Nov"),
        ("a: See page 3->today", "See page 3->today", None, None),
        ("a: See @Ana p.3->today", "See", "Ana p.3->today", None),
        ("a: x>5 Nov", "x>5 Nov", None, None),
        ("a: Ask >5 Nov >6 Nov", "Ask >6 Nov", None, "5 Nov"),
        ("a: Ask >next meeting", "Ask", None, "next meeting"),
        ("a: Preguntar @José Ñúñez >en dos semanas", "Preguntar", "José Ñúñez", "en dos semanas"),
        ("a: Preguntar >mañana a todos", "Preguntar a todos", None, "mañana"),
        ("a:>5 Nov", "", None, "5 Nov"),
        ("a: Ask @Ana  ", "Ask", "Ana", None),
        ("a: @ > x", "@ > x", None, None),
        ("a: Ask, responsable:@Ana", "Ask, responsable:", "Ana", None),
    ],
)
def test_an_action_names_owner_and_due_date(line, text, owner, due):
    found = parse(line)
    assert (found.text, found.owner, found.due) == (text, owner, due)
    if owner:
        assert line[slice(*found.owner_span)] == f"@{owner}"
    if due:
        shown = line[slice(*found.due_span)]
        assert shown.startswith(">")
        assert shown[1:].strip() == due


@pytest.mark.parametrize(
    ("line", "text", "owner"),
    [
        ("a: @Gia Lobio fixes the pump >29 Oct", "fixes the pump", "Gia Lobio"),
        ("a: @gia  LOBIO fixes the pump", "fixes the pump", "gia  LOBIO"),
        ("a: @UD fixes the pump", "fixes the pump", "UD"),
        ("a: @Gia Lobio: fixes the pump", "fixes the pump", "Gia Lobio"),
        ("a: @Gia Lobio - fix the pump", "fix the pump", "Gia Lobio"),
        ("a: @Gia Lobio – fix the pump", "fix the pump", "Gia Lobio"),
        ("a: @Gia Lobio. Fix the pump.", "Fix the pump.", "Gia Lobio"),
        ("a: @Gia Lobio, fix the pump", "fix the pump", "Gia Lobio"),
        ("a: >29 Oct @Gia Lobio fixes the pump", "fixes the pump", "Gia Lobio"),
        ("a: @Gia Lobio >29 Oct fixes the pump", "fixes the pump", "Gia Lobio"),
        ("a: @Jose\u0301 nunez repara la bomba", "repara la bomba", "Jose\u0301 nunez"),
        ("a: @Union of Dairies fixes it", "fixes it", "Union of Dairies"),
        ("a: @Union of carpenters fixes it", "of carpenters fixes it", "Union"),
        ("a: @Growers Co-op Ltd. fixes it", "fixes it", "Growers Co-op Ltd."),
        ("a: Fix the pump, @Gia Lobio >29 Oct", "Fix the pump", "Gia Lobio"),
        ("a: Fix the pump: @Gia Lobio.", "Fix the pump.", "Gia Lobio"),
        ("a: Fix the pump @Gia Lobio @UD >29 Oct", "Fix the pump @UD", "Gia Lobio"),
        ("a: Ask @Gia Lobio to mend the canal >29 Oct", "Ask Gia Lobio to mend the canal", "Gia Lobio"),
        ("a: Ask >29 Oct @Gia Lobio to mend the canal", "Ask Gia Lobio to mend the canal", "Gia Lobio"),
        ("a: mend @Gia Lobio by Friday", "mend Gia Lobio by Friday", "Gia Lobio"),
        ("a: Mend it, @Gia Lobio, by Friday", "Mend it, Gia Lobio, by Friday", "Gia Lobio"),
        ("a: Ask @Gia Lobio's sister", "Ask", "Gia Lobio's sister"),
        ("a: Ask @Gia Lobiodze to mend it", "Ask", "Gia Lobiodze to mend it"),
        ("a: Ask @Gia to mend it", "Ask", "Gia to mend it"),
    ],
)
def test_a_known_owner_ends_where_the_name_ends(line, text, owner):
    found = parse_line(line, language="en", names=NAMES)
    assert (found.text, found.owner) == (text, owner)
    assert line[slice(*found.owner_span)] == f"@{owner}"
    assert (found.due == "29 Oct") is (">29 Oct" in line)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("a: @Gia Lobio", "Gia Lobio"),
        ("a: @Somebody fixes the pump >29 Oct", "Somebody fixes the pump"),
        ("a: >29 Oct", "29 Oct"),
        ("a: @", ""),
        ("a:", ""),
    ],
)
def test_an_action_that_is_all_owner_or_date_says_what_was_written(line, said):
    assert parse_line(line, language="en", names=NAMES).said == said


def test_only_an_action_has_owner_and_due_date():
    found = parse("d: Thank @Ana >5 Nov")
    assert (found.text, found.owner, found.due) == ("Thank @Ana >5 Nov", None, None)


def test_the_prefix_span_leaves_out_the_indentation():
    line = "  Acuerdo: sí"
    assert line[slice(*parse(line).prefix_span)] == "Acuerdo:"


def test_lines_are_numbered_as_the_editor_numbers_them():
    text = "Gia showed the note.\n\nd: Send it\nA member said no\n a: Ask @Ana"
    assert [(line.number, line.mark) for line in read_marks(text, language="en")] == [(2, D), (4, A)]


@given(st.text(max_size=80))
def test_any_line_is_read_without_complaint(line):
    found = parse(line)
    if found is not None:
        spans = [span for span in (found.prefix_span, found.owner_span, found.due_span) if span]
        assert all(0 <= start < end <= len(line) for start, end in spans)
        ordered = sorted(spans)
        assert all(left[1] <= right[0] for left, right in pairwise(ordered))


noisy = st.lists(st.sampled_from(["a:", "@", ">", "@Ana", ">5 Nov", ">today", "x", ".", "5", "@Ñ b", " ", ">>", "->"]))


@given(noisy.map(" ".join))
def test_nothing_written_is_lost_but_a_lone_sign_at_the_end(rest):
    line = f"a: {rest}"
    found = parse(line)
    kept = found.text + (found.owner or "") + (found.due or "")
    kept += "@" * (found.owner is not None) + ">" * (found.due is not None)
    lost = Counter(rest.replace(" ", "")) - Counter(kept.replace(" ", ""))
    assert not Counter(kept.replace(" ", "")) - Counter(rest.replace(" ", ""))
    assert set(lost) <= {"@", ">"}  # those left alone at the end
    assert found.text.split(" ")[-1] not in ("@", ">")


@given(sentences, marks, marks)
def test_a_mark_is_added_changed_and_removed_and_the_text_stays(text, first, second):
    assume(parse(text) is None)
    marked = set_mark(text, first, language="es")
    assert (parse(marked).mark, parse(marked).text) == (first, text)
    changed = set_mark(marked, second, language="es")
    assert (parse(changed).mark, parse(changed).text) == (second, text)
    assert set_mark(changed, second, language="es") == changed
    assert set_mark(changed, None, language="es") == text
    assert toggle_mark(toggle_mark(text, first, language="es"), first, language="es") == text


@pytest.mark.parametrize(
    ("line", "mark", "after"),
    [
        ("Send it", D, "d: Send it"),
        ("  Send it", D, "  d: Send it"),
        ("", A, "a: "),
        ("Acuerdo: sí", A, "a: sí"),
        ("Acuerdo: sí", D, "Acuerdo: sí"),
        ("Acuerdo: sí", None, "sí"),
        ("a: Ask @Ana >5 Nov", P, "p: Ask @Ana >5 Nov"),
        ("A member said", None, "A member said"),
    ],
)
def test_marking_a_line(line, mark, after):
    assert set_mark(line, mark, language="es") == after


@pytest.mark.parametrize(
    ("line", "name", "after"),
    [
        ("a: Ask the district", "Ana", "a: Ask the district @Ana"),
        ("a: Ask the district >5 Nov", "Ana", "a: Ask the district @Ana >5 Nov"),
        ("a: Ask >5 Nov the district", "Ana", "a: Ask @Ana >5 Nov the district"),
        ("a: Ask @Hi", "Hill Beekeepers", "a: Ask @Hill Beekeepers"),
        ("a: Ask @", "Hill Beekeepers", "a: Ask @Hill Beekeepers"),
        ("a: Ask @Hi >5 Nov", "", "a: Ask >5 Nov"),
        ("a: Ask", "", "a: Ask"),
        ("d: Ask", "Ana", "d: Ask"),
        ("Ask", "Ana", "Ask"),
    ],
)
def test_an_owner_is_put_into_the_line(line, name, after):
    assert with_owner(line, name, language="en") == after


@pytest.mark.parametrize(
    ("line", "name", "after"),
    [
        ("a: @Gia Lobio fixes the pump >29 Oct", "UD", "a: @UD fixes the pump >29 Oct"),
        ("a: @Gia Lobio: fix the pump", "", "a: fix the pump"),
        ("a: Ask @Gia Lobio to mend it", "UD", "a: Ask @UD to mend it"),
        ("a: Ask @Gia Lobio to mend it", "", "a: Ask Gia Lobio to mend it"),
        ("a: Ask @Gia to mend it >29 Oct", "Gia Lobio", "a: Ask @Gia Lobio to mend it >29 Oct"),
        ("a: @Gia fixes the pump >29 Oct", "Gia Lobio", "a: @Gia Lobio fixes the pump >29 Oct"),
        ("a: @Our friend fixes the pump >29 Oct", "Gia Lobio", "a: Our friend fixes the pump @Gia Lobio >29 Oct"),
        ("a: @Our friend fixes the pump", "", "a: Our friend fixes the pump"),
        ("a: @UD of Dairies fixes it", "Union", "a: UD of Dairies fixes it @Union"),
        ("a: @UD fixes it >29 Oct", "Strangers", "a: UD fixes it @Strangers >29 Oct"),
    ],
)
def test_another_owner_loses_no_word_of_the_action(line, name, after):
    assert with_owner(line, name, language="en", names=NAMES) == after


@pytest.mark.parametrize(
    ("line", "due", "after"),
    [
        ("a: Ask the district", "5 Nov", "a: Ask the district >5 Nov"),
        ("a: Ask @Ana", "5 Nov", "a: Ask @Ana >5 Nov"),
        ("a: Ask @Ana >29 Oct", "5 Nov", "a: Ask @Ana >5 Nov"),
        ("a: Ask >29 Oct.", "5 Nov", "a: Ask >5 Nov."),
        ("a: Ask >29 Oct", "", "a: Ask"),
        ("a:", "5 Nov", "a: >5 Nov"),
        ("p: Ask", "5 Nov", "p: Ask"),
    ],
)
def test_a_due_date_is_put_into_the_line(line, due, after):
    assert with_due(line, due, language="en") == after


@given(sentences, st.sampled_from(["Ana", "Hill Beekeepers' Association", "Ñ. 3"]), st.sampled_from(["5 Nov", "today"]))
def test_owner_and_date_put_in_are_read_back_in_either_order(text, name, due):
    line = f"a: {text}"
    one = with_due(with_owner(line, name, language="en"), due, language="en")
    other = with_owner(with_due(line, due, language="en"), name, language="en")
    for built in (one, other):
        found = parse_line(built, language="en")
        assert (found.text, found.owner, found.due) == (text, name, due)
    bare = with_due(with_owner(one, "", language="en"), "", language="en")
    assert parse_line(bare, language="en").text == text


@pytest.mark.parametrize(
    ("line", "typed"),
    [
        ("a: Find farmers @Hi|", (17, "Hi")),
        ("a: Find farmers @|", (17, "")),
        ("a:@|", (3, "")),
        ("a: Find farmers @Hill B|", (17, "Hill B")),
        ("a: Find farmers @Hill |", (17, "Hill ")),
        ("a: Find @Hi| >5 Nov", (9, "Hi")),
        ("a: Find @Hi >5 Nov|", None),
        ("a: Find farmers|", None),
        ("a: mail x@|", None),
        ("d: Find @Hi|", None),
        ("Find @Hi|", None),
        ("|a: Find @Hi", None),
    ],
)
def test_the_owner_being_typed_is_known(line, typed):
    cursor = line.index("|")
    assert typed_owner(line.replace("|", ""), cursor, language="en") == typed


def test_an_ordinary_line_costs_no_look_at_dates_or_accents(monkeypatch):
    monkeypatch.setattr("db.minutes.marks.when_length", None)
    monkeypatch.setattr("db.minutes.marks.fold", None)
    assert parse("Gia Lobio showed the draft note @Ana >5 Nov (paper 2a) and the users of the canal") is None


@pytest.mark.parametrize("filler", [" ", "@", ">", " >", " @", "a:", "@x >"])
def test_a_huge_line_is_read_without_stalling(filler):
    line = "a: " + filler * (20_000 // len(filler))
    assert parse(line).mark is A
