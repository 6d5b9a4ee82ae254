"""What every statement of a pack is made of: names, texts, grades."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$")]
ClauseNumber = Annotated[str, StringConstraints(min_length=1, max_length=30)]


class Statement(BaseModel):
    """Frozen, and strict about names: an unknown key is an error, never ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Statement):
    """One text in the languages of the product. Chinese is the source; a missing language falls back to it."""

    zh: str
    en: str
    mn: str = ""


class Grade(StrEnum):
    """How well a statement is verified, best first (see ``facts/README.md`` of the research)."""

    FULL_TEXT = "A"
    EXCERPT = "B"
    COPY = "B-"
    RECALLED = "R"
    NOT_FOUND = "X"

    @property
    def verified(self) -> bool:
        """Whether a rule of this grade may decide; otherwise it only informs and is shown as 待核."""
        return self in (Grade.FULL_TEXT, Grade.EXCERPT)
