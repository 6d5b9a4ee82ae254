"""A standing as a row of plain values: the one form in which the command line, the API and exports give it out."""

from collections.abc import Iterable, Mapping
from typing import Any

from sanzhang.rules.holders import Gap
from sanzhang.rules.pack.model import Text
from sanzhang.rules.standing import Standing, State

STATES = {
    State.MET: Text(zh="已履行", en="Done"),
    State.MET_LATE: Text(zh="逾期后履行", en="Done late"),
    State.OPEN: Text(zh="待履行", en="To do"),
    State.OVERDUE: Text(zh="已逾期", en="Overdue"),
    State.MISSED: Text(zh="未履行", en="Not done"),
    State.EXEMPT: Text(zh="免予履行", en="Exempt"),
}
REASON_TITLES = {
    "area_created": Text(zh="本期中途设立", en="the area began during the period"),
    "lifted": Text(zh="事由已另行了结", en="what began it ended otherwise"),
    "area_ended": Text(zh="本期中途撤并", en="the area ended during the period"),
}
FIELDS = (
    "duty", "clause", "area", "area_name", "sector", "period", "state", "counted", "at_least", "due", "owner", "owner_post", "records", "reason",
)  # fmt: skip


def row_of(standing: Standing, area_names: Mapping[str, str]) -> dict[str, Any]:
    """``standing`` as a row of ``FIELDS``, ready for JSON. ``owner`` is a person's key, empty where nobody is responsible."""
    obligation, owner = standing.obligation, standing.owner
    return {
        "duty": obligation.duty.id,
        "clause": obligation.duty.clause,
        "area": obligation.area,
        "area_name": area_names.get(obligation.area, obligation.area),
        "sector": obligation.sector,
        "period": obligation.window.key,
        "state": str(standing.state),
        "counted": standing.counted,
        "at_least": obligation.window.at_least,
        "due": obligation.window.due.isoformat(),
        "owner": owner.person if owner else "",
        "owner_post": owner.post if owner else "",
        "records": list(standing.records),
        "reason": standing.reason,
    }


def gap_of(gap: Gap, area_names: Mapping[str, str]) -> dict[str, str]:
    """A post that the notice requires and nobody holds, as a row."""
    return {"post": gap.post, "area": gap.area, "area_name": area_names.get(gap.area, gap.area), "sector": gap.sector}


def count_states(standings: Iterable[Standing]) -> dict[State, int]:
    """How many obligations are in each state; every state is given."""
    counts = dict.fromkeys(State, 0)
    for standing in standings:
        counts[standing.state] += 1
    return counts
