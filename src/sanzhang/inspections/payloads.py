"""What an inspection says, as the phone and the desk send it."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from sanzhang.journal.kinds import Long, Name, Payload, Short
from sanzhang.photos.uses import Moment, NoPosition, PhotoRef, Position, Sha256

PlaceType = Literal["premises", "household", "area"]
Action = Literal["on_the_spot", "by_date", "cannot"]
Severity = Literal["general", "serious"]
# Why there is no photo: the camera doesn't work, somebody there does not want it, or it would be dangerous.
NoPhoto = Literal["", "camera", "refused", "unsafe"]


class PlaceSeen(Payload):
    """What was inspected, and how it stood in the register of whoever inspected it. Of a household: its number, nothing personal."""

    type: PlaceType
    key: Short
    snapshot: dict[str, Any] = {}


class Present(Payload):
    """Somebody who took part, by name."""

    name: Name
    organisation: Name = ""


class Finding(Payload):
    """One suspected hazard. ``id`` is the hazard's for ever; ``item`` the checklist's, empty for one beyond it; ``no_photo``: why it has no photo."""

    id: UUID
    item: Short = ""
    text: Annotated[str, Field(min_length=1, max_length=500)]
    element: Short = ""
    severity: Severity = "general"
    action: Action
    due: date | None = None
    photos: tuple[PhotoRef, ...] = ()
    no_photo: NoPhoto = ""
    after: tuple[PhotoRef, ...] = ()


class Signature(Payload):
    """Whether the person in charge on site signed. ``sha256``: the drawn signature."""

    state: Literal["signed", "refused", "absent"] = "absent"
    name: Name = ""
    sha256: Sha256 | Literal[""] = ""


class InspectionMade(Payload):
    """What was looked at, how, with whom, and what was found."""

    checklist: Short
    checklist_version: int
    evidence: Short
    place: PlaceSeen
    parties: tuple[Short, ...] = ()
    departments: tuple[Short, ...] = ()
    present: Annotated[tuple[Present, ...], Field(max_length=50)] = ()
    answers: dict[str, Literal["fine", "problem", "none"]] = {}
    findings: Annotated[tuple[Finding, ...], Field(max_length=60)] = ()
    photos: Annotated[tuple[PhotoRef, ...], Field(max_length=60)] = ()
    signature: Signature = Signature()
    position: Position | None = None
    no_position: NoPosition = ""
    note: Long = ""
    started_at: Moment
