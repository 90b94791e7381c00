import random
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.folding import fold
from db.members.names import LIKELY, codes, likely_doubles, similar_names

names = st.text(
    alphabet=st.sampled_from("abcAB éñ.,-'19 ქეთ محم"),
    max_size=14,
)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Hazelnut Growers' Union", "HG"),
        ("Women Farmers of the Lowlands", "WF"),
        ("Institute of Soil Science", "IS"),
        ("Seed & Soil Network", "SS"),
        ("AgroFinance Association", "AF"),
        ("Nana Ghomi", "NG"),
        ("Ñandú", "ÑA"),
        ("FAO", "FA"),
        ("Asociación de Productoras de Cacao", "AP"),
        ("ქეთი აჯიკა", "ქა"),
        ("አማርኛ ማህበር", "አማ"),
        ("The", "TH"),
        ("A", "A2"),
        ("…", "X2"),
        ("", "X2"),
    ],
)
def test_a_code_is_made_of_the_words_that_say_something(name, code):
    assert codes([name]) == (code,)


def test_equal_beginnings_get_codes_of_their_own():
    given_codes = codes(["Rural Bridges", "Rural Bees", "Rural Banks", "Rural Bridges"])
    assert given_codes[:3] == ("RB", "RU", "RR")
    assert len(set(given_codes)) == 4


def test_codes_already_taken_are_left_alone():
    assert codes(["Hazelnut Growers' Union"], taken=["hg"]) == ("HU",)


@given(st.lists(names, max_size=40))
def test_codes_are_unique_and_two_characters(all_names):
    given_codes = codes(all_names)
    assert len({fold(code) for code in given_codes}) == len(all_names)
    if len(all_names) < 9:
        assert all(len(code) == 2 for code in given_codes)


@given(st.lists(names, max_size=20), names)
def test_a_later_member_changes_nobodys_code(all_names, later):
    assert codes([*all_names, later])[:-1] == codes(all_names)


def test_hundreds_of_equal_names_still_get_codes():
    assert len(set(codes(["Union"] * 500))) == 500


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Smith, John", "John Smith"),
        ("J. Smith", "John Smith"),
        ("SMITH John", "Jöhn Smith"),
        ("Jon Smyth", "John Smith"),
        ("María Pérez", "Maria Perez García"),
        ("Kolkha Agrarian Univ.", "Kolkha Agrarian University"),
        ("Agro Finance Association", "AgroFinance Association"),
        ("Hazelnut Growers Union", "Hazelnut Growers' Union (HGU)"),
        ("Union of Hazelnut Growers", "Hazelnut Growers Union"),
        ("Minstry of Rural Affairs", "Ministry of Rural Affairs"),
        ("ქეთი აჯიკა", "ქეტი აჯიკა"),
        ("Federación Departamental de Campesinos de Lorina", "Fed. Dptal. Campesinos Lorina"),
        ("Asociación de Productores de Cacao de Tavolay", "TAVOLAY, ASOC. PRODUCTORES DE CACAO"),
        ("Asociación de Productores de Cacao de Tavolay", "Asociación de Productores de Cacao de Tabolay"),
        ("Junta de Usuarios del Río Alto", "Junta de Usuarios del Rio Alto S.A."),
        ("Tierra Morena", "ONG Tierra Morena"),
        ("Comp. Hnos. Lorina del Centro", "Compañía Hermanos Lorina del Centro"),
        ("Instituto de Desarrollo Rural Sostenible de Lorina", "Instituto de Desarrollo Rural de Lorina"),
        ("Confederación Agraria de Lorina y Tavolay (CALT)", "Confederación Agraria de Lorina y Tavolay"),
    ],
)
def test_spellings_of_one_name_are_likely_doubles(a, b):
    assert similar_names(a, b) >= LIKELY
    assert len(likely_doubles([a, "Rural Bridges", b])) == 1


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Jane Smith", "John Smith"),
        ("Northern Cooperation Fund", "Southern Cooperation Fund"),
        ("Rural Youth House", "Rural College Network"),
        ("Committee 1", "Committee 2"),
        ("District Union 12", "District Union"),
        ("John", "John Smith"),
        ("Federación Departamental de Campesinos de Lorina", "Federación Departamental de Campesinos del Tavo"),
        ("Cooperativa Agraria Cafetalera San Fermín", "Cooperativa Agraria Cafetalera San Tavo"),
        ("Junta de Usuarios del Río Alto", "Junta de Usuarios del Río Bajo"),
        ("Asociación de Productores de Cacao", "Asociación de Procesadores de Cacao"),
        ("Ana Pérez", "Adriana Pérez"),
        ("Universidad Nacional de Lorina", "Universidad Nacional de Tavo"),
        ("Junta de Usuarios de los Andes de Lorina", "Junta de Usuarios de Limones de Lorina"),
        ("Hazelnut Growers' Cooperation Union of Upper Lorina", "Hazelnut Growers' Cooperation Union of Tavo Lorina"),
        ("", ""),
        ("…", "John Smith"),
    ],
)
def test_different_names_are_not_likely_doubles(a, b):
    assert similar_names(a, b) < LIKELY


@given(names, names)
def test_likeness_is_the_same_both_ways_and_between_none_and_all(a, b):
    likeness = similar_names(a, b)
    assert likeness == similar_names(b, a)
    assert 0 <= likeness <= 1


def test_a_name_is_like_itself():
    assert similar_names("Ñandú Ltd.", "NANDU ltd") == 1


def _mangled(name, chance):
    """Return `name` as a hurried hand might type it."""
    parts = name.split()
    match chance.randrange(5):
        case 0:
            return f"{parts[-1]}, {' '.join(parts[:-1])}"
        case 1:
            return name.upper()
        case 2:
            return f"{parts[0][0]}. {' '.join(parts[1:])}"
        case 3:
            place = chance.randrange(1, len(name))
            return name[:place] + name[place + 1 :]
        case _:
            place = chance.randrange(2, len(name) - 1)
            return name[:place] + name[place - 1] + name[place:]


def _crowd(count, chance):
    syllables = ["ka", "ri", "mon", "te", "sol", "ver", "du", "lan", "pe", "zu", "bor", "gi", "na", "ques"]
    return [
        " ".join("".join(chance.choices(syllables, k=chance.randint(2, 3))).title() for _ in range(2))
        for _ in range(count)
    ]


def _generic(count, chance):
    """Return names most of which is the same: only the last words tell one from the other."""
    kinds = ["Asociación de Productores de", "Federación Departamental de Campesinos de", "Junta de Usuarios del Río"]
    return [f"{chance.choice(kinds)} {name}" for name in _crowd(count, chance)]


@pytest.mark.parametrize("make", [_crowd, _generic])
def test_the_quick_search_finds_every_pair_that_comparing_all_would(make):
    chance = random.Random(41)
    crowd = make(60, chance)
    crowd += [_mangled(name, chance) for name in crowd]
    crowd += [
        "La Paz",
        "Lapaz",
        "De los y las",
        "De los y la",
        "…",
        "J. R.",
        "Committee 1",
        "Committee 12",
        "Elena",
        "Helena",
    ]
    all_pairs = {(i, j) for (i, a), (j, b) in combinations(enumerate(crowd), 2) if similar_names(a, b) >= LIKELY}
    found = likely_doubles(crowd)
    assert {(pair.first, pair.second) for pair in found} == all_pairs
    assert len(all_pairs) >= 50
    assert [pair.likeness for pair in found] == sorted((pair.likeness for pair in found), reverse=True)


def test_five_hundred_names_are_compared():
    chance = random.Random(7)
    crowd = _crowd(499, chance)
    crowd.append(crowd[0].upper())
    assert (0, 499) in {(pair.first, pair.second) for pair in likely_doubles(crowd)}
