"""Directory and registers as printed say what the record says."""

from io import BytesIO

import pytest

from db.history.history import step
from db.members.people import change_person, people
from db.minutes.actions import close_action, drop_action
from db.minutes.decisions import decision_labels, supersede
from db.schema import Endorsement
from db.vocabulary import Stance
from desktop import texts
from desktop.reports.lists import LISTS, list_maker, whole_list
from desktop.reports.registers_from_record import (
    actions_sheet,
    decisions_sheet,
    directory_maker,
    directory_sheet,
    owners_sheet,
)
from tests.desktop.desk import DAY, busy_desk
from tests.reports.reading import pages


@pytest.fixture
def desk(session):
    return busy_desk(session)


def test_the_directory_goes_by_kind_and_keeps_back_what_was_not_agreed(session, desk):
    sheet = directory_sheet(session, today=DAY)
    assert (sheet.members, len(sheet.to_ask)) == (6, 5)
    assert [kind.kind for kind in sheet.kinds][-1] == "Individuals"
    growers = next(member for kind in sheet.kinds for member in kind.members if member.name.startswith("Hazelnut"))
    assert [(one.name, one.phone) for one in growers.people] == [("Gia Lobio", "")]
    gia = next(one for one in people(session) if one.name == "Gia Lobio")
    change_person(session, gia.id, share_phone=True)
    out = BytesIO()
    directory_maker(today=DAY)(session, out, language="es")
    text = " ".join(pages(out.getvalue()))
    assert "Directorio" in text
    assert text.count("555 01") == 1
    assert "Gone Society" not in text


def test_each_owner_has_what_is_still_open_and_the_late_are_counted_in_days(session, desk):
    close_action(session, desk.actions["Ring the owners"], on=DAY)
    sheet = owners_sheet(session, today=DAY)
    assert [owner.owner for owner in sheet.owners] == ["Consumers' Watch", "Upper Phasis Dairy", ""]
    found = {each.action.text: each.late_days for owner in sheet.owners for each in owner.actions}
    assert found == {"Ask for a map": 7, "Print the survey": 5, "Price survey": 0, "Find a hall": 0}
    [alone] = owners_sheet(session, today=DAY, owner=desk.names["Consumers' Watch"]).owners
    assert alone.owner == "Consumers' Watch"


def test_the_register_of_actions_has_every_action_once(session, desk):
    close_action(session, desk.actions["Ring the owners"], on=DAY)
    drop_action(session, desk.actions["Find a hall"], on=DAY, reason="We have one")
    sheet = actions_sheet(session, today=DAY)
    parts = {part.title: [each.action.text for each in part.rows] for part in sheet.parts}
    assert parts == {
        "Open": ["Ask for a map", "Print the survey"],
        "Not agreed yet": ["Price survey"],
        "Done": ["Ring the owners"],
        "Dropped": ["Find a hall"],
    }
    assert sheet.count == 5


def test_the_register_of_decisions_tells_the_superseded_apart_and_counts_stances(session, desk):
    older, newer = desk.decisions
    supersede(session, newer, supersedes_id=older)
    with step(session, "endorse"):
        for name, stance in (("Upper Phasis Dairy", Stance.ENDORSES), ("Finance", None), ("Nana Gomi", Stance.OBJECTS)):
            if stance:
                session.add(
                    Endorsement(decision_id=newer, member_id=desk.names[name], stance=stance, on_date=DAY)
                )  # fmt: skip
        session.flush()
    sheet = decisions_sheet(session, today=DAY)
    labels = decision_labels(session, desk.decisions)
    [current], [gone] = list(sheet.current), list(sheet.superseded)
    assert (current.decision.number, current.decision.supersedes) == (labels[newer], labels[older])
    assert current.stances == "1 endorses, 1 objects"
    assert (gone.decision.superseded_by, gone.stances) == (labels[newer], "")


@pytest.mark.parametrize("of", sorted(LISTS))
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_list_can_be_printed(session, desk, of, language):
    out = BytesIO()
    with texts.speaking(language):
        sheet = whole_list(session, of, today=DAY)
        list_maker(sheet, today=DAY)(session, out)
    found = " ".join(pages(out.getvalue()))
    assert sheet.title in found
    assert sheet.count > 0 or of == "papers"
    assert ("filas" in found or "fila" in found) == (language == "es")
