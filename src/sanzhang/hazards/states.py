"""States of a hazard, and steps about it, of which the program itself knows something; the whole table is ``standards/lifecycles/hazard.yaml``."""

from enum import StrEnum

from sanzhang.rules.problems import gettext_noop as _

CYCLE = "hazard"


class State(StrEnum):
    """Where a hazard stands."""

    OPEN = "open"
    EXTENSION_ASKED = "extension_asked"
    TO_CHECK = "to_check"
    REPORTED = "reported"
    TAKEN = "taken"
    REFERRED = "referred"
    ACCEPTED = "accepted"
    RECTIFIED = "rectified"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


class Event(StrEnum):
    """What was done about it, and counts somewhere else too."""

    FOUND = "found"
    CORRECTED = "corrected"
    REPORTED = "reported"
    REFERRED = "referred"
    RECEIPT = "receipt"
    ANSWERED = "answered"
    REINSPECTED = "reinspected"
    REMAINS = "remains"
    NOT_CORRECTED = "not_corrected"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"


# What it answers to the question of the record as which it counts.
RESULTS = {
    str(Event.CORRECTED): {"result": "corrected"},
    str(Event.REINSPECTED): {"result": "corrected"},
    str(Event.REMAINS): {"result": "remains"},
    str(Event.NOT_CORRECTED): {"result": "remains"},
}
SETTLED_TITLE = _("已核对")
SEVERITY_TITLES = {"general": _("一般"), "serious": _("严重")}
ACTION_TITLES = {"on_the_spot": _("当场改好"), "by_date": _("限期整改"), "cannot": _("无法整改，上报大队")}
