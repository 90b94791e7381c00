import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.folding import fold, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ñandú  CAFÉ\n", "nandu cafe"),
        ("n\u0303andu\u0301", "nandu"),
        ("Straße", "strasse"),
        ("Łódź, Øresund, İzmir", "lodz, oresund, izmir"),
        ("Growers’ Union", "growers' union"),
        ("Growers` Union", "growers' union"),
        ("Qhichwa simi: ch’aki", "qhichwa simi: ch'aki"),
        ("2019–2021", "2019-2021"),
        ("zero\u200bwidth\u00a0space", "zerowidth space"),
        ("ქეთი აჯიკა", "ქეთი აჯიკა"),
        ("ᲥᲔᲗᲘ", "ქეთი"),
        ("Հայաստան", "հայաստան"),
        ("مُحَمَّد", "محمد"),
        ("محـــمد", "محمد"),
        ("አማርኛ", "አማርኛ"),
        ("हिन्दी", "हिन्दी"),
        ("Ещё", "еще"),
        ("", ""),
    ],
)
def test_case_accents_and_spacing_go_letters_stay(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.characters(codec="ascii")))
def test_the_short_way_for_ascii_agrees_with_the_long_one(text):
    assert fold(text + "\u0301") == fold(text + "")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hazelnut Growers' Union", ("hazelnut", "growers", "union")),
        ("Smith, John (Ltd.)", ("smith", "john", "ltd")),
        ("Seed & Soil", ("seed", "soil")),
        ("हिन्दी संघ", ("हिन्दी", "संघ")),
        ("გლეხთა კავშირი", ("გლეხთა", "კავშირი")),
        ("…", ()),
    ],
)
def test_words_are_letters_and_digits(text, found):
    assert words(text) == found
