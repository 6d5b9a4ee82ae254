"""Where something is, as a device or a person says it."""

from pydantic import BaseModel, ConfigDict

from sanzhang.rules.problems import Problem, gettext_noop as _

ROUGH = 1000  # metres: from here on a position says in which part of the village, not at which house


class Position(BaseModel):
    """A point in WGS 84. ``accuracy`` in metres, as the device judged it; 0 when a person put the point there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    lat: float
    lon: float
    accuracy: float = 0


def check_position(position: Position | None) -> None:
    """Raises ``Problem`` for a point that is nowhere on earth."""
    if position and not (-90 <= position.lat <= 90 and -180 <= position.lon <= 180 and 0 <= position.accuracy < float("inf")):
        raise Problem("position", _("位置（{lat}，{lon}）不在地球上。"), _("重新定位，或改正经纬度。"), lat=position.lat, lon=position.lon)


def is_rough(accuracy: float | None) -> bool:
    """Whether a position is too uncertain to go by."""
    return accuracy is not None and accuracy > ROUGH
