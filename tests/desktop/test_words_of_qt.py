"""Key caps, Qt's own dialogs and calendars speak the reader's language."""

import datetime as dt

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QFileDialog, QLabel, QTreeView

from desktop import texts
from desktop.key_names import key_names
from desktop.qt_words import use_qt_words
from desktop.widgets.fields import CalendarPopup


@pytest.fixture
def spanish(qapp):
    use_qt_words(qapp, "es")
    with texts.speaking("es"):
        yield
    use_qt_words(qapp, "en")


def test_caps_of_keys_in_english_and_spanish():
    assert key_names("Ctrl Shift Z") == ["Ctrl", "Shift", "Z"]
    with texts.speaking("es"):
        assert key_names("Ctrl Shift Enter F6 ↑") == ["Ctrl", "Mayús", "Enter", "F6", "↑"]


def test_dialogs_of_qt_speak_spanish_and_english_again(spanish, qapp):
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancelar"
    assert QLocale().language() is QLocale.Language.Spanish
    use_qt_words(qapp, "en")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"


def test_the_dialogs_that_save_and_print_have_no_english_left(spanish, qtbot, tmp_path):
    (tmp_path / "minutes").mkdir()
    dialog = QFileDialog(None, "Guardar", str(tmp_path), "Alianza (*.ronda)")
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    labels = {label.text() for label in dialog.findChildren(QLabel)}
    assert {"&Buscar en:", "&Tipo de archivos:"} <= labels
    tree = dialog.findChild(QTreeView)
    qtbot.waitUntil(lambda: tree.model().rowCount(tree.rootIndex()) > 0)
    assert tree.model().index(0, 2, tree.rootIndex()).data() == "Carpeta"
    for english in ("Double Sided Printing", "Long side binding", "Short side binding", "Off", "Page &Set:"):
        assert QCoreApplication.translate("QPrintSettingsOutput", english) != english
    assert QCoreApplication.translate("QPrintSettingsOutput", "Unheard of") == "Unheard of"


def test_a_file_is_called_by_one_word(spanish, qtbot, tmp_path):
    dialog = QFileDialog(None, "Guardar", str(tmp_path))
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    assert "&Nombre de archivo:" in {label.text() for label in dialog.findChildren(QLabel)}
    for written in ("All files (*)", "All Files (*)", "Too many open files", "File not found.", "Find"):
        said = QCoreApplication.translate("QFileDialog", written)
        assert "ichero" not in said
    assert QCoreApplication.translate("QFileDialog", "All Files (*)") == "Todos los archivos (*)"


def test_calendars_begin_on_monday_and_name_days_in_spanish(spanish, qtbot):
    popup = CalendarPopup(dt.date(2026, 10, 7))
    qtbot.addWidget(popup)
    assert popup.calendar.locale().language() is QLocale.Language.Spanish
    assert popup.calendar.firstDayOfWeek().value == 1
