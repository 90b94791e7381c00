import pytest

from db.minutes.owners import Candidate, OwnerKind, complete_owner, resolve_owner

MEMBER, PERSON = OwnerKind.MEMBER, OwnerKind.PERSON

HILL = Candidate(1, "Hill Beekeepers' Association", "Hill Beekeepers", MEMBER, present=True)
HIGHLAND = Candidate(2, "Highland Shepherds' Association", "Shepherds", MEMBER, present=True)
HAZELNUT = Candidate(3, "Hazelnut Growers’ Union", "HGU", MEMBER)
JOSE = Candidate(4, "José Ñúñez", "", PERSON)
JOSEFA = Candidate(5, "Josefa Núñez", "", PERSON, present=True)
GEORGIAN = Candidate(6, "ქეთი აჯიკა", "", PERSON)
ALL = [HILL, HIGHLAND, HAZELNUT, JOSE, JOSEFA, GEORGIAN]


@pytest.mark.parametrize(
    ("as_written", "meant"),
    [
        ("Hill Beekeepers' Association", HILL),
        ("hill beekeepers association", HILL),
        ("Hill Beekeepers.", HILL),
        ("hgu", HAZELNUT),
        ("Hazelnut Growers' Union", HAZELNUT),
        ("Haz", HAZELNUT),
        ("JOSE NUNEZ", JOSE),
        ("Josef", JOSEFA),
        ("ქეთი", GEORGIAN),
        ("Jos", (JOSE, JOSEFA)),
        ("Hi", None),
        ("Ha", None),
        ("Beekeepers", None),
        ("Terra Partners", None),
        ("Hill Beekeepers' Association by mail", None),
        ("", None),
        ("…", None),
    ],
)
def test_whom_a_written_name_means(as_written, meant):
    assert resolve_owner(as_written, ALL) == meant


def test_a_whole_name_comes_before_the_beginning_of_a_longer_one():
    short, long = Candidate(1, "Terra", "", MEMBER), Candidate(2, "Terra Partners", "", MEMBER)
    assert resolve_owner("terra", [short, long]) == short


def test_two_of_the_same_name_stay_open():
    one, other = Candidate(1, "Ana Simindi", "", PERSON), Candidate(2, "Ana Simindi", "", PERSON)
    assert resolve_owner("Ana Simindi", [one, other]) == (one, other)


def test_one_candidate_listed_twice_is_one():
    assert resolve_owner("Terra", [Candidate(1, "Terra", "Terra", MEMBER)] * 2) == Candidate(
        1, "Terra", "Terra", MEMBER
    )


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("Hi", [HIGHLAND, HILL]),
        ("hill b", [HILL]),
        ("nun", [JOSEFA, JOSE]),
        ("bee", [HILL]),
        ("association", [HIGHLAND, HILL]),
        ("growers u", [HAZELNUT]),
        ("zz", []),
        ("", [HIGHLAND, HILL, JOSEFA, HAZELNUT, JOSE, GEORGIAN]),
    ],
)
def test_who_is_offered_while_typing(typed, offered):
    assert complete_owner(typed, ALL) == offered


def test_a_name_that_begins_so_comes_before_a_later_word():
    first, later = Candidate(1, "Union of Women", "", MEMBER), Candidate(2, "Credit Union", "", MEMBER)
    assert complete_owner("uni", [later, first]) == [first, later]
