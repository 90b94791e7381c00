"""The survey of members: what is asked, and what came back with nothing that tells from whom."""

import datetime as dt
import uuid

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.schema.base import Base, Keyed, words
from db.vocabulary import QuestionKind, SurveyDomain


class Survey(Keyed, Base):
    """One round of asking the members."""

    __tablename__ = "survey"

    title: Mapped[str]
    language: Mapped[str] = mapped_column(default="en")
    """Code of the language its form is printed in."""
    introduction: Mapped[str] = mapped_column(default="")
    opened_on: Mapped[dt.date]
    answers_by: Mapped[dt.date | None]
    given_out: Mapped[int | None]
    """How many forms were given out."""
    closed_on: Mapped[dt.date | None]


class SurveyQuestion(Keyed, Base):
    """A question, in the form's order."""

    __tablename__ = "survey_question"

    survey_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    key: Mapped[str]
    """The same word year after year, so that years compare (`leadership_1`); a random one for one's own."""
    domain: Mapped[SurveyDomain] = mapped_column(words(SurveyDomain))
    kind: Mapped[QuestionKind] = mapped_column(words(QuestionKind))
    text: Mapped[str] = mapped_column(default="")
    """One's own words; empty means the translated question of `key`."""
    choices: Mapped[str] = mapped_column(default="")
    """For a choice: one possible answer a line."""


class SurveyAnswer(Base):
    """One answer of one sheet. Not in history, and keyed at random without row numbers: nothing tells who or when.

    The keys are random (UUID version 4), never the dated ones of other tables, and the table is kept in their order.
    """

    __tablename__ = "survey_answer"
    __table_args__ = ({"sqlite_with_rowid": False},)

    sheet: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    """Holds one person's answers together; random."""
    question_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("survey_question.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    value: Mapped[str]
    """1 to 5 for a scale, the number of the choice counted from 1, or the words."""


class SurveyFormRead(Base):
    """A returned file that was read already, so that it does not count twice. Says nothing of what it held."""

    __tablename__ = "survey_form_read"
    __table_args__ = ({"sqlite_with_rowid": False},)

    survey_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), primary_key=True)
    digest: Mapped[str] = mapped_column(primary_key=True)
    """SHA-256 of the file, hexadecimal."""
