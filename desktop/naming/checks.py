"""What a check of the file found, in words. No Qt."""

from db.files.checks import Check, Finding
from desktop.texts import _


def finding_sentence(finding: Finding) -> str:
    """Return what a check found, in one sentence."""
    sentences = {
        Check.PAGES: _("Damage in the file’s pages: {detail}."),
        Check.REFERENCES: _("Rows speak of others that are not there: {detail}."),
        Check.SCHEMA: _("A table or index is not as it should be: {detail}."),
        Check.SEARCH_INDEX: _("The search index is damaged: {detail}."),
        Check.SEARCH: _("The search does not know the record as it is; entries that differ: {detail}."),
    }
    return sentences[finding.check].format(detail=finding.detail)
