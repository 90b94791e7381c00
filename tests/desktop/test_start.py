"""The start page opens, makes and samples, asks for a passphrase, and says in place what is wrong."""

import datetime as dt
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel

from db.errors.files import FileExists, FileInUse, FileMissing, NotARondaFile, PassphraseNeeded, WrongPassphrase
from db.files import lock
from db.files.lock import Holder
from desktop.operations import Operations
from desktop.preferences import Preferences
from desktop.settings import SettingsFile
from desktop.start.dialogs import InUseDialog, NewAllianceDialog, PassphraseDialog, TakeOverDialog, file_name
from desktop.start.page import Choosers, StartPage

LEFT = Qt.MouseButton.LeftButton


class FakeWork:
    """Opens whatever it is asked to, unless told what to raise."""

    def __init__(self):
        self.asked = []
        self.trouble = None
        self.secret = None

    def open_file(self, path, *, passphrase, read_only, ours=False, over=None, keep_mine=None):
        self.asked.append(("open", path, passphrase, read_only) if over is None else ("take over", path, over))
        if self.trouble is not None and not read_only and over is None:
            raise self.trouble
        if self.secret is not None and passphrase != self.secret:
            raise (WrongPassphrase if passphrase else PassphraseNeeded)(path)
        return path

    def create_file(self, path, *, name, language, passphrase):
        self.asked.append(("create", path, name, language, passphrase))
        if self.trouble is not None:
            raise self.trouble
        return path

    def make_sample(self, path, *, language):
        self.asked.append(("sample", path, language))
        return path

    def copy_file(self, path, copy, *, passphrase):
        self.asked.append(("copy", path, copy, passphrase))
        return copy

    def fresh_sample(self, *, language):
        self.asked.append(("fresh sample", language))
        return Path("Sample.ronda")


@pytest.fixture
def jobs(qapp):
    jobs = Operations()
    yield jobs
    jobs.close()


@pytest.fixture
def settings(tmp_path):
    return SettingsFile(tmp_path / "settings.json")


@pytest.fixture
def work():
    return FakeWork()


@pytest.fixture
def start(qtbot, work, settings, jobs, tmp_path):
    settings.remember(tmp_path / "Kolkha.ronda", "Kolkha Agriculture")
    choosers = Choosers(
        lambda _parent, folder: folder / "Chosen.ronda",
        lambda _parent, folder: folder / "Sample.ronda",
        lambda _parent, path: path.with_name("Copy.ronda"),
        lambda _parent, folder: folder / "elsewhere",
    )
    page = StartPage(work, settings, jobs, choosers=choosers)
    page.came = []
    page.opened.connect(page.came.append)
    qtbot.addWidget(page)
    page.resize(1024, 640)
    page.show()
    return page


def test_a_file_is_chosen_and_opened(start, work, jobs, qtbot, tmp_path):
    qtbot.mouseClick(start.open_button, LEFT)
    jobs.wait()
    assert start.came == [tmp_path / "Chosen.ronda"]
    assert work.asked == [("open", tmp_path / "Chosen.ronda", None, False)]


def test_a_recent_file_is_opened_with_enter(start, jobs, qtbot, tmp_path):
    qtbot.keyClick(start.recent, Qt.Key.Key_Return)
    jobs.wait()
    assert start.came == [tmp_path / "Kolkha.ronda"]


def test_a_sample_is_made(start, work, jobs, qtbot, tmp_path):
    qtbot.mouseClick(start.sample_button, LEFT)
    jobs.wait()
    assert work.asked == [("sample", tmp_path / "Sample.ronda", "en")]
    assert start.came


def test_a_protected_file_asks_until_the_passphrase_is_right(start, work, jobs, qtbot):
    work.secret = "open sesame"
    qtbot.mouseClick(start.open_button, LEFT)
    jobs.wait()
    dialog = start.findChild(PassphraseDialog)
    assert not dialog.open_button.isEnabled()
    qtbot.keyClicks(dialog.field, "wrong")
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    jobs.wait()
    assert dialog.message.isVisible()
    assert start.came == []
    dialog.field.clear()
    qtbot.keyClicks(dialog.field, "open sesame")
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    jobs.wait()
    assert len(start.came) == 1
    assert not shiboken6.isValid(dialog) or not dialog.isVisible()


@pytest.fixture
def in_use(start, work, jobs, qtbot, tmp_path):
    """The question asked when somebody has the file open."""
    since = dt.datetime(2026, 10, 22, 9, 0).astimezone()
    holder = Holder("Nana", "desk", 1, since, "abc", office="Kolkha")
    work.trouble = FileInUse(tmp_path / "Chosen.ronda", "Nana", "desk", since, "Kolkha", holder)
    qtbot.mouseClick(start.open_button, LEFT)
    jobs.wait()
    dialog = start.findChild(InUseDialog)
    assert any("Nana" in label.text() for label in dialog.findChildren(QLabel))
    return dialog


def test_a_file_that_is_in_use_may_be_looked_at(start, work, jobs, qtbot, tmp_path, in_use):
    qtbot.mouseClick(in_use.look_button, LEFT)
    jobs.wait()
    path = tmp_path / "Chosen.ronda"
    assert work.asked[-1] == ("open", path, None, True)
    assert start.came == [path]


def test_a_file_that_is_in_use_may_be_copied(start, work, jobs, qtbot, tmp_path, in_use):
    qtbot.mouseClick(in_use.copy_button, LEFT)
    jobs.wait()
    copy = tmp_path / "Copy.ronda"
    assert work.asked[-1] == ("copy", tmp_path / "Chosen.ronda", copy, None)
    assert start.came == [copy]


def answer_taking_over(take, seen):
    """Answer the question that comes when a file is to be taken over; note what it says."""

    def answer():
        (dialog,) = (one for one in QApplication.topLevelWidgets() if isinstance(one, TakeOverDialog))
        seen.extend(label.text() for label in dialog.findChildren(QLabel))
        assert dialog.focusWidget() is dialog.close_button  # Enter takes nothing from anybody
        (dialog.take_button if take else dialog.close_button).click()

    QTimer.singleShot(50, answer)


def test_a_file_that_is_in_use_is_taken_over_from_whom_the_question_named(start, work, jobs, qtbot, tmp_path, in_use):
    seen = []
    answer_taking_over(True, seen)
    qtbot.mouseClick(in_use.take_over_button, LEFT)
    jobs.wait()
    said = " ".join(seen)
    assert "Nana (Kolkha) on the computer desk opened it on 22 October 2026, 09:00." in said
    assert "nothing more is saved there" in said
    assert work.asked[-1] == ("take over", tmp_path / "Chosen.ronda", work.trouble.holder)
    assert start.came == [tmp_path / "Chosen.ronda"]


def test_a_file_that_is_in_use_may_be_left_to_whoever_has_it(start, work, jobs, qtbot, in_use):
    asked = list(work.asked)
    answer_taking_over(False, [])
    qtbot.mouseClick(in_use.take_over_button, LEFT)
    jobs.wait()
    assert work.asked == asked
    in_use.reject()


def test_a_file_of_this_very_window_cannot_be_taken_over(start, tmp_path):
    ours = lock.take(tmp_path / "A.ronda", who="Ana")
    dialog = InUseDialog(
        tmp_path / "A.ronda", FileInUse(tmp_path / "A.ronda", "Ana", ours.computer, ours.since, "", ours), start
    )
    assert dialog.take_over_button.isHidden()


def test_a_fresh_sample_is_made_without_a_question(start, work, jobs):
    start.open_fresh_sample()
    jobs.wait()
    assert work.asked == [("fresh sample", "en")]
    assert start.came == [Path("Sample.ronda")]


def test_a_missing_recent_file_can_be_taken_off_the_list(start, work, jobs, settings, qtbot, tmp_path):
    work.trouble = FileMissing(tmp_path / "Kolkha.ronda")
    qtbot.keyClick(start.recent, Qt.Key.Key_Return)
    jobs.wait()
    qtbot.mouseClick(start.message.button, LEFT)
    assert settings.value.recent == ()
    assert not start.recent.isVisible()


def test_other_trouble_is_said_in_place(start, work, jobs, qtbot, tmp_path):
    work.trouble = NotARondaFile(tmp_path / "Chosen.ronda")
    qtbot.mouseClick(start.open_button, LEFT)
    jobs.wait()
    assert "Chosen.ronda" in start.message.label.text()
    assert start.open_button.isEnabled()


@pytest.fixture
def new(start, qtbot):
    qtbot.mouseClick(start.new_button, LEFT)
    return start.findChild(NewAllianceDialog)


def test_a_new_alliance_is_named_and_made(start, new, work, jobs, qtbot, tmp_path):
    assert not new.make_button.isEnabled()
    qtbot.keyClicks(new.name_field, "Kolkha / Valley")
    qtbot.mouseClick(new.place_button, LEFT)
    qtbot.keyClick(new.name_field, Qt.Key.Key_Return)
    jobs.wait()
    path = tmp_path / "elsewhere" / "Kolkha Valley.ronda"
    assert work.asked == [("create", path, "Kolkha / Valley", "en", None)]
    assert start.came == [path]


def test_a_passphrase_is_typed_twice_and_long_enough(new, work, jobs, qtbot):
    qtbot.keyClicks(new.name_field, "Kolkha")
    assert not new.protection.field.isVisible()
    new.protection.box.setChecked(True)
    assert new.protection.field.isVisible()
    qtbot.keyClicks(new.protection.field, "short")
    assert "8" in new.problem()
    qtbot.keyClicks(new.protection.field, " but longer now")
    assert "same" in new.problem()
    qtbot.keyClicks(new.protection.again, "short but longer now")
    assert new.problem() == ""
    qtbot.mouseClick(new.make_button, LEFT)
    jobs.wait()
    assert work.asked[0][-1] == "short but longer now"


def test_trouble_with_a_new_file_is_said_in_the_dialog(new, work, jobs, qtbot, tmp_path):
    work.trouble = FileExists(tmp_path / "Kolkha.ronda")
    qtbot.keyClicks(new.name_field, "Kolkha")
    qtbot.mouseClick(new.make_button, LEFT)
    jobs.wait()
    assert new.isVisible()
    assert "Kolkha.ronda" in new.message.label.text()
    assert new.make_button.isEnabled()
    new.reject()


@pytest.mark.parametrize(
    ("name", "expected"),
    [("A/B: C?", "A B C"), ("  ", "Alliance"), ("Ñandú ქართული", "Ñandú ქართული"), ("..", "Alliance")],
)
def test_any_name_gives_a_file_name(name, expected):
    assert file_name(name) == expected
    assert Path(file_name(name)).name == file_name(name)


def test_preferences_are_kept_and_show_at_once(qtbot, settings, appearance):
    dialog = Preferences(settings, appearance)
    qtbot.addWidget(dialog)
    dialog.show()
    form = dialog.form
    qtbot.mouseClick(form.theme_field.button("dark"), LEFT)
    qtbot.mouseClick(form.size_field.button(115), LEFT)
    form.who_field.setText(" Keti Adjika ")
    form.who_field.editingFinished.emit()
    qtbot.keyClick(form.language_field, Qt.Key.Key_Down)
    assert settings.value.language == "system", "a key on the closed list only opens it"
    popup = form.language_field.view()
    with qtbot.waitSignal(form.language_changed):
        qtbot.keyClick(popup, Qt.Key.Key_End)
        qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert (appearance.choice, appearance.text_percent) == ("dark", 115)
    kept = settings.value
    assert (kept.theme, kept.text_percent, kept.who, kept.language) == ("dark", 115, "Keti Adjika", "es")


def test_new_files_are_not_put_beside_the_sample(qtbot, work, settings, jobs, tmp_path):
    hidden, seen = tmp_path / "share", tmp_path / "Papers"
    settings.remember(seen / "Kolkha.ronda", "Kolkha Agriculture")
    settings.remember(hidden / "Sample alliance.ronda", "Navresi")
    asked = []
    choosers = Choosers(lambda _over, folder: asked.append(folder), lambda *_: None, lambda *_: None)
    page = StartPage(work, settings, jobs, choosers=choosers, out_of_sight=hidden)
    qtbot.addWidget(page)
    qtbot.mouseClick(page.open_button, LEFT)
    assert asked == [seen]


def test_the_keyboard_begins_at_the_files_of_before(start):
    assert start.window().focusWidget() is start.recent
