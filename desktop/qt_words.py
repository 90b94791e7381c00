"""Qt's own words (its file and print dialogs, menus of fields, names of days in calendars) in the reader's language."""

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from desktop import texts
from desktop.texts import N_, _

_NAME = "words of Qt"
_LACKING = frozenset(
    {
        # in the dialogs that open and save
        N_("&Look in:"), N_("Files of &type:"), N_("Folder"), N_("Drive"), N_("Unknown"),
        # in the dialog that prints
        N_("Double Sided Printing"), N_("Off"), N_("Long side binding"), N_("Short side binding"), N_("Pages"),
        N_("Page &Set:"),
    }
)  # fmt: skip
"""What Qt shows and has in English only, in languages whose other words it knows."""


_OURS = {"es": (("fichero", "archivo"), ("Fichero", "Archivo"))}
"""By language, the words that Qt has for what Ronda calls otherwise; each is replaced, also in the plural."""


class _Own(QTranslator):
    """Qt's own words, but where Ronda has another one for the same."""

    def __init__(self, app: QApplication, language: str) -> None:
        super().__init__(app)
        self._ours = _OURS.get(language, ())

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        said = super().translate(context, source, disambiguation, n) or ""
        for theirs, ours in self._ours:
            said = said.replace(theirs, ours)
        return said or None


class _Lacking(QTranslator):
    """Is asked where Qt's own words end; None leaves a word as it is."""

    def translate(self, _context: str, source: str, _disambiguation: str | None = None, _n: int = -1) -> str | None:
        return _(source) if source in _LACKING else None


def use_qt_words(app: QApplication, language: str) -> None:
    """Have Qt speak `language`, in place of the one before; in English where Qt has no words for it."""
    QLocale.setDefault(QLocale(texts.REGIONS.get(language, language)))
    for before in app.findChildren(QTranslator, _NAME):
        app.removeTranslator(before)
        before.deleteLater()
    lacking, own = _Lacking(app), _Own(app, language)
    lacking.setObjectName(_NAME)
    own.setObjectName(_NAME)
    if own.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(lacking)
        app.installTranslator(own)  # asked first, because it came last
