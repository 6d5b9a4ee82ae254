"""States of a hazard and steps about it; the values are stored."""

from enum import StrEnum

from sanzhang.rules.problems import gettext_noop as _


class State(StrEnum):
    """Where a hazard stands."""

    OPEN = "open"
    REPORTED = "reported"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


class Event(StrEnum):
    """What was done about it."""

    FOUND = "found"
    CORRECTED = "corrected"
    REPORTED = "reported"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"


STATE_TITLES = {
    State.OPEN: _("待整改"),
    State.REPORTED: _("已上报大队"),
    State.CORRECTED: _("已整改"),
    State.WITHDRAWN: _("已撤回"),
}
EVENT_TITLES = {
    Event.FOUND: _("发现"),
    Event.CORRECTED: _("整改完成"),
    Event.REPORTED: _("上报大队"),
    Event.SETTLED: _("已核对"),
    Event.WITHDRAWN: _("撤回"),
}
SEVERITY_TITLES = {"general": _("一般"), "serious": _("严重")}
ACTION_TITLES = {"on_the_spot": _("当场改好"), "by_date": _("限期整改"), "cannot": _("无法整改，上报大队")}
UNSETTLED = (State.OPEN, State.REPORTED)
