"""What a handover pack is, from whom, since when, before anything of it is kept."""

from PySide6.QtWidgets import QGridLayout, QWidget

from desktop import texts, theme
from desktop.copies_seen import Receipt
from desktop.exchange.pack import OpenedPack
from desktop.naming.desk import holder_words
from desktop.naming.handover import claim_words, counts_words, moment_words, received_words
from desktop.texts import _, pgettext
from desktop.widgets.dialogs import Dialog, ask
from desktop.widgets.labels import Label, hline
from desktop.widgets.layouts import column, row
from desktop.widgets.messages import Busy, InlineMessage


class PackDialog(Dialog):
    """A pack found whole: whose desk it brings, and how much is in it; then where to keep the file."""

    def __init__(
        self, pack: OpenedPack, claimed_by: str, received: Receipt | None, parent: QWidget | None = None
    ) -> None:
        lead = _("It is whole: every part of it was checked.")
        super().__init__(_("The desk of {alliance}").format(alliance=pack.manifest.alliance), parent, lead=lead)
        self.pack = pack
        self._received = received
        said = pack.manifest
        facts = QGridLayout()
        facts.setHorizontalSpacing(16)
        facts.setVerticalSpacing(8)
        facts.setColumnMinimumWidth(0, theme.px(96))
        facts.setColumnStretch(1, 1)
        for line, (word, fact) in enumerate(
            (
                (pgettext("handover", "From"), holder_words(said.from_name, said.from_office)),
                (pgettext("handover", "To"), holder_words(said.to_name, said.to_office)),
                (_("Since"), moment_words(said.at)),
                (_("Handover"), texts.number(said.count)),
            )
        ):
            facts.addWidget(Label(word, 13, 500, "text2"), line, 0)
            facts.addWidget(Label(fact, 14, 500 if line < 2 else 400, wrap=True), line, 1)
        counts = row(spacing=8)
        for word, count in counts_words(said.counts):
            counts.addLayout(column(Label(texts.number(count), 16, 600), Label(word, 12, 400, "text2"), spacing=0))
        warnings = (claim_words(claimed_by) if claimed_by else "", received_words(received) if received else "")
        self.warning = InlineMessage(" ".join(filter(None, warnings)), "warn")
        self.busy = Busy()
        self.busy.button.hide()
        self.busy.hide()
        self.add(facts, hline(), counts, self.warning, self.busy)
        self.keep_button = self.set_primary(_("Keep the file…"), changes=False)

    def is_wanted(self) -> bool:
        """Ask about a pack that was received before, whether to keep a second copy of its file."""
        if self._received is None:
            return True
        sentence = _("Two files will then claim the same desk, and what is written in one is missing in the other.")
        return ask(self, _("Keep a second copy?"), sentence, _("Keep a second copy…"), changes=False)

    def set_working(self, working: bool) -> None:
        """Show that the file is being written, or that it no longer is."""
        self.keep_button.setEnabled(not working)
        self.close_button.setEnabled(not working)
        if working:
            self.busy.start(_("Writing the file and checking it…"))
            self.busy.button.hide()
        self.busy.setVisible(working)
        self.fit()

    def reject(self) -> None:
        if self.keep_button.isEnabled():
            super().reject()
