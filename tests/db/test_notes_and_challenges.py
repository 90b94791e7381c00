"""Notes and statements until they go out; challenges as people judge them."""

import datetime as dt

import pytest

from db.charter.challenges import (
    add_challenge,
    challenge,
    challenges,
    delete_challenge,
    judge_challenge,
    rename_challenge,
)
from db.charter.known_challenges import KNOWN
from db.charter.notes import PARTS, add_note, change_note, delete_note, note, notes, send_note, take_note_back
from db.errors.charter import ChallengeKnown, NoteEmpty, NoteGoneOut
from db.errors.records import NameMissing, NotFound
from db.vocabulary import ChallengeStanding, NoteKind

TODAY = dt.date(2026, 11, 22)


def test_a_note_is_written_part_by_part_until_it_goes_out(file):
    with file.writing() as session:
        key, _ = add_note(session, kind=NoteKind.BRIEFING, title=" Water fee ", written_on=TODAY)
        with pytest.raises(NoteEmpty):
            send_note(session, key, on=TODAY)
        change_note(session, key, issue="Users pay **twice**.", asks="One fee.")
        row = note(session, key)
        assert row.title == "Water fee"
        assert [name for name, _words in row.parts()] == list(PARTS)
        send_note(session, key, on=TODAY)
        for refused in (
            lambda: change_note(session, key, issue="Something else"),
            lambda: delete_note(session, key),
            lambda: send_note(session, key, on=TODAY),
        ):
            with pytest.raises(NoteGoneOut):
                refused()
        take_note_back(session, key)
        delete_note(session, key)
        assert notes(session) == []


def test_notes_come_newest_first_and_by_kind(file):
    with file.writing() as session:
        old, _ = add_note(session, kind=NoteKind.STATEMENT, title="Old", written_on=dt.date(2025, 1, 1), issue="No.")
        new, _ = add_note(session, kind=NoteKind.BRIEFING, title="New", written_on=TODAY)
        assert [row.id for row in notes(session)] == [new, old]
        assert [row.id for row in notes(session, kind=NoteKind.STATEMENT)] == [old]
        assert note(session, old).parts() == (("issue", "No."),)
        with pytest.raises(NameMissing):
            change_note(session, new, title=" ")
        with pytest.raises(NameMissing):
            add_note(session, kind=NoteKind.STATEMENT, title="", written_on=TODAY)


def test_known_challenges_are_all_there_before_anybody_judged(file):
    with file.writing() as session:
        assert [row.key for row in challenges(session)] == list(KNOWN)
        assert all(row.standing is None for row in challenges(session))
        judge_challenge(
            session, "few_dominate", standing=ChallengeStanding.WATCH, judgement="Three speak.", doing="A round first.",
            on=TODAY,
        )  # fmt: skip
        assert [row.key for row in challenges(session)] == list(KNOWN)
        row = challenge(session, "few_dominate")
        assert (row.standing, row.doing, row.judged_on) == (ChallengeStanding.WATCH, "A round first.", TODAY)
        judge_challenge(session, "few_dominate", standing=None, judgement="", doing="", on=TODAY)
        assert challenge(session, "few_dominate").judged_on is None


def test_the_alliance_adds_its_own(file):
    with file.writing() as session:
        key, _ = add_challenge(session, name="Roads closed by rain")
        second, _ = add_challenge(session, name="Elections")
        rename_challenge(session, key, name="Roads closed")
        assert [row.name for row in challenges(session)[len(KNOWN) :]] == ["Roads closed", "Elections"]
        judge_challenge(
            session, second, standing=ChallengeStanding.PRESENT, judgement="Every four years", doing="", on=TODAY
        )
        delete_challenge(session, key)
        assert [row.key for row in challenges(session)] == [*KNOWN, second]
        for refused in (
            lambda: rename_challenge(session, KNOWN[0], name="Mine"),
            lambda: delete_challenge(session, KNOWN[0]),
        ):
            with pytest.raises(ChallengeKnown):
                refused()
        with pytest.raises(NotFound):
            judge_challenge(session, "unheard_of", standing=None, judgement="", doing="", on=None)
