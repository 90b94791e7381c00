import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.minutes.line_identity import OldMark, match_lines
from db.minutes.marks import Mark, MarkedLine

D, A, P = Mark.DECISION, Mark.ACTION, Mark.POINT

lines = st.tuples(
    st.sampled_from(list(Mark)),
    st.one_of(st.text(max_size=30), st.sampled_from(["", "a", "b", "Ask the district", "Ask the districts"])),
)


def old(*some):
    return [OldMark(number, mark, text) for number, (mark, text) in enumerate(some)]


def new(*some):
    return [MarkedLine(number, mark, text, (0, 2)) for number, (mark, text) in enumerate(some)]


@given(st.lists(lines, max_size=12))
def test_the_same_text_keeps_every_key(some):
    assert match_lines(old(*some), new(*some)) == list(range(len(some)))


@given(st.lists(lines, max_size=12), lines, st.data())
def test_an_inserted_line_changes_nobodys_key(some, inserted, data):
    at = data.draw(st.integers(0, len(some)))
    found = match_lines(old(*some), new(*some[:at], inserted, *some[at:]))
    assert [key for key in found if key is not None] == list(range(len(some)))


@given(st.lists(lines, min_size=1, max_size=12), st.data())
def test_a_removed_line_changes_nobodys_key(some, data):
    at = data.draw(st.integers(0, len(some) - 1))
    left = some[:at] + some[at + 1 :]
    found = match_lines(old(*some), new(*left))
    assert None not in found
    assert found == sorted(found)
    assert [some[key] for key in found] == left


@given(st.lists(lines, min_size=1, max_size=12), st.characters(), st.data())
def test_one_character_typed_changes_nobodys_key(some, character, data):
    at = data.draw(st.integers(0, len(some) - 1))
    mark, text = some[at]
    place = data.draw(st.integers(0, len(text)))
    cut = data.draw(st.integers(0, 1))
    edited = text[:place] + character + text[place + cut :]
    after = [*some[:at], (mark, edited), *some[at + 1 :]]
    assert match_lines(old(*some), new(*after)) == list(range(len(some)))


@given(st.lists(lines, max_size=10), st.lists(lines, max_size=10))
def test_no_key_is_given_twice_nor_to_another_mark(before, after):
    found = match_lines(old(*before), new(*after))
    keys = [key for key in found if key is not None]
    assert len(found) == len(after)
    assert len(keys) == len(set(keys))
    assert all(before[key][0] is after[at][0] for at, key in enumerate(found) if key is not None)


@given(st.lists(lines, max_size=8, unique=True), st.randoms(use_true_random=False))
def test_moved_lines_keep_their_keys(some, chance):
    order = list(range(len(some)))
    chance.shuffle(order)
    assert match_lines(old(*some), new(*(some[at] for at in order))) == order


@pytest.mark.parametrize(
    ("before", "after", "keys"),
    [
        # an edited line and a new one before it
        ([(D, "Send the letter")], [(D, "Thank the hosts"), (D, "Send the letter to the Ministry")], [None, 0]),
        # a moved and edited line
        (
            [(A, "Ask the district for the map"), (A, "Buy pens"), (A, "Print it")],
            [(A, "Buy pens"), (A, "Print it"), (A, "Ask the district for maps")],
            [1, 2, 0],
        ),
        # the more alike wins, not the first
        ([(A, "Write to the Ministry")], [(A, "Write to the members"), (A, "Write to the Ministry now")], [None, 0]),
        # rewritten altogether between two lines that stayed
        ([(D, "One"), (A, "Ask"), (D, "Two")], [(D, "One"), (A, "Go by bus"), (D, "Two")], [0, 1, 2]),
        # rewritten, with a point typed beside it: still the only action there
        ([(D, "One"), (A, "Ask")], [(D, "One"), (P, "Hm"), (A, "Go by bus")], [0, None, 1]),
        # two removed and one typed: nobody can tell which it was
        ([(A, "xxxx"), (A, "yyyy")], [(A, "Go by bus")], [None]),
        # another mark is another thing
        ([(D, "Send the letter")], [(A, "Send the letter")], [None]),
        # a line repeated above: the one that stayed with its neighbours keeps its key
        ([(P, "One"), (A, "Ask"), (P, "Two")], [(A, "Ask"), (P, "One"), (A, "Ask"), (P, "Two")], [None, 0, 1, 2]),
        # a line split in two by Enter
        (
            [(A, "Ask the district for the canal map")],
            [(A, "Ask the district"), (A, "for the canal map of the lowlands")],
            [0, None],
        ),
        ([], [(A, "Ask")], [None]),
        ([(A, "Ask")], [], []),
    ],
)
def test_which_line_is_which(before, after, keys):
    assert match_lines(old(*before), new(*after)) == keys


def test_lines_moved_far_are_still_known_by_their_words():
    some = [(A, f"Ask district {number}") for number in range(120)]
    assert match_lines(old(*some), new(*reversed(some))) == list(reversed(range(120)))


def test_hundreds_of_lines_all_rewritten_are_matched_by_their_likeness():
    before = [(A, f"Ask district {number} for the map of canal {number * 7919}") for number in range(150)]
    after = [(A, f"Ask district {number} again for the map of canal {number * 7919}") for number in range(150)]
    assert match_lines(old(*before), new(*after)) == list(range(150))
