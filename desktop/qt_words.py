"""Qt's own words (its file and print dialogs, menus of fields, names of days in calendars) in the reader's language."""

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from desktop import texts

_NAME = "words of Qt"


def use_qt_words(app: QApplication, language: str) -> None:
    """Have Qt speak `language`, in place of the one before; in English where Qt has no words for it."""
    QLocale.setDefault(QLocale(texts.REGIONS.get(language, language)))
    for before in app.findChildren(QTranslator, _NAME):
        app.removeTranslator(before)
        before.deleteLater()
    translator = QTranslator(app)
    translator.setObjectName(_NAME)
    if translator.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
