"""What a person gives with a step."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Given:
    """What a person gives with a step. ``people``: names; ``photos``: how many; ``agreed``: how many of the people agreed."""

    note: str = ""
    photos: int = 0
    due: date | None = None
    number: str = ""
    department: str = ""
    people: tuple[str, ...] = ()
    agreed: int | None = None
    result: str = ""
    earlier: str = ""
    until: date | None = None
