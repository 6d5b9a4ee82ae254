"""Photos inside the payloads of entries, and the rows that follow from them."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal
from uuid import uuid5

from pydantic import AwareDatetime, Field, StrictInt, StringConstraints, model_validator

from sanzhang.journal.kinds import Payload, Written
from sanzhang.journal.rows import insert
from sanzhang.photos.models import PhotoUse
from sanzhang.photos.pictures import LARGEST, MOST_PIXELS
from sanzhang.rules.position import Position, check_position

__all__ = ["NoPosition", "PhotoRef", "Position", "Sha256", "keep_uses"]

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
NoPosition = Literal["", "denied", "unavailable", "timeout", "gallery", "private"]
Side = Annotated[StrictInt, Field(ge=1, le=MOST_PIXELS)]
# A phone whose battery died begins again at 1970; what lies outside means nothing, and some databases can't keep it.
Moment = Annotated[AwareDatetime, Field(ge=datetime(1970, 1, 1, tzinfo=UTC), lt=datetime(2200, 1, 1, tzinfo=UTC))]


class PhotoRef(Payload):
    """A photo as an entry names it: by its content, so it can't be swapped afterwards. The file may arrive before or after the entry."""

    sha256: Sha256
    name: Annotated[str, StringConstraints(max_length=120)] = ""
    size: Annotated[StrictInt, Field(ge=1, le=LARGEST)]
    width: Side
    height: Side
    role: Literal["before", "after", "scene", "signature", "attachment"]
    source: Literal["camera", "gallery", "drawn"]
    taken_at: Moment
    position: Position | None = None
    no_position: NoPosition = ""

    @model_validator(mode="after")
    def _agrees(self) -> "PhotoRef":
        """Raises ``Problem`` for a position nowhere on earth, as the forms do; the rest only a faulty program sends."""
        check_position(self.position)
        if self.width * self.height > MOST_PIXELS:
            raise ValueError("more pixels than a photo may have")
        if self.position is not None and self.no_position:
            raise ValueError("a position, or the reason why there is none, not both")
        if self.position is None and not self.no_position and self.source != "drawn":
            raise ValueError("neither a position nor the reason why there is none")
        return self


def keep_uses(written: Written[Any], refs: Iterable[PhotoRef], signature: str = "") -> None:
    """Keep where an entry uses photos; called by the entry's own ``apply``. One statement, however many photos.

    ``signature``: the SHA-256 of a signature drawn for this entry, if there is one.
    """
    rows = [_row(written, ref) for ref in refs]
    if signature:
        rows.append(_base(written, signature, "signature") | {"source": "drawn", "taken_at": written.occurred_at})
    # The same photo twice in the same role, say under two hazards of one inspection, is one use.
    insert(PhotoUse, list({row["id"]: row for row in rows}.values()))


def _row(written: Written[Any], ref: PhotoRef) -> dict[str, Any]:
    # What this device's clock said at the shutter is off by as much as what it said of the entry; a picture from the gallery may be anybody's.
    offset = timedelta(seconds=written.clock_offset if ref.source != "gallery" else 0)
    position = ref.position
    return _base(written, ref.sha256, ref.role) | {
        "source": ref.source,
        "taken_at": ref.taken_at + offset,
        "lat": position and position.lat,
        "lon": position and position.lon,
        "accuracy": position and position.accuracy,
        "place_reason": ref.no_position,
    }


def _base(written: Written[Any], sha256: str, role: str) -> dict[str, Any]:
    return {
        "id": uuid5(written.id, sha256 + role),
        "sha256": sha256,
        "entry": written.id,
        "county": written.county,
        "area": written.area,
        "sector": written.sector,
        "role": role,
        "recorded_at": written.recorded_at,
    }
