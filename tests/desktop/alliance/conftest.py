"""The settings over an alliance of 31 members."""

import datetime as dt

import pytest

from db.alliance import alliance, member_kinds
from db.members.members import add_member
from desktop.alliance.settings import AllianceSettings
from desktop.clock import stopped_at
from desktop.operations import Operations
from desktop.settings import SettingsFile
from tests.new_file import fill_once, new_file


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "Lake.ronda"
    with new_file(path, name="Lake Valley", who="Keti") as file:
        fill_once(file, write_members, who="Keti")
    return path


def write_members(session):
    kind = member_kinds(session)[0].id
    for number in range(31):
        add_member(session, name=f"Member {number}", kind_id=kind, from_date=dt.date(2020, 1, 1))


@pytest.fixture
def settings(tmp_path, path):
    settings = SettingsFile(tmp_path / "settings.json")
    settings.remember(path.absolute(), "Lake Valley")
    return settings


@pytest.fixture
def opened(qapp):
    """Makes operations over a file, and closes both afterwards."""
    made = []

    def over(file):
        made.append(Operations(file, who="Keti"))
        return made[-1]

    yield over
    for operations in made:
        operations.close()
        operations.file.close()


@pytest.fixture
def show(qtbot, settings, appearance, tmp_path):
    """Shows the settings over operations."""

    def shown(operations):
        clock = stopped_at(dt.datetime(2026, 10, 8, 10, 0))
        dialog = AllianceSettings(
            operations,
            settings,
            appearance,
            clock,
            choose_copy=lambda _parent, name: tmp_path / name,
            choose_logo=lambda _parent: tmp_path / "logo.png",
        )
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        operations.wait()
        return dialog

    return shown


@pytest.fixture
def row():
    """Reads the alliance's row."""

    def read(operations):
        with operations.file.reading() as session:
            return alliance(session)

    return read
