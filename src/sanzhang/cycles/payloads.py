"""A step along a life cycle, as an entry says it."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field, StrictInt

from sanzhang.journal.kinds import Long, Name, Payload, Short
from sanzhang.photos.uses import PhotoRef
from sanzhang.rules.lifecycle import Given


class StepTaken(Payload):
    """What is given with a step. ``seen``: the entry that was the last one when the person decided, so that two offices can't decide at once."""

    event: Short
    seen: UUID | None = None
    note: Long = ""
    photos: Annotated[tuple[PhotoRef, ...], Field(max_length=60)] = ()
    due: date | None = None
    number: Name = ""
    department: Short = ""
    people: Annotated[tuple[Name, ...], Field(max_length=50)] = ()
    agreed: StrictInt | None = None
    result: Short = ""
    earlier: UUID | None = None
    until: date | None = None

    def given(self) -> Given:
        """As the rules take it."""
        return Given(
            note=self.note.strip(), photos=len(self.photos), due=self.due, number=self.number.strip(), department=self.department,
            people=self.people, agreed=self.agreed, result=self.result, earlier=str(self.earlier or ""), until=self.until,
        )  # fmt: skip

    def told(self) -> dict[str, object]:
        """What the step's row keeps beside its note and photos: only what was given."""
        wanted = {"due", "number", "department", "people", "agreed", "result", "earlier", "until"}
        return self.model_dump(mode="json", include=wanted, exclude_defaults=True)
