"""Kinds of plan, why places stay out of a draw, and what each choice is called; the values are stored."""

from enum import StrEnum

from sanzhang.rules.plans import PlaceState
from sanzhang.rules.problems import gettext_noop as _


class PlanKind(StrEnum):
    """What is planned."""

    JOINT = "joint"
    CAMPAIGN = "campaign"
    DRAW = "draw"
    REVISIT = "revisit"


class Excluded(StrEnum):
    """Why a place stays out of the pool of a draw."""

    CLOSED = "closed"
    RECENT = "recent"


KIND_TITLES = {
    PlanKind.JOINT: _("联合检查"),
    PlanKind.CAMPAIGN: _("专项行动"),
    PlanKind.DRAW: _("双随机抽查"),
    PlanKind.REVISIT: _("复查"),
}
# Which inspections at a planned place, inside the period, count.
COUNTS = {
    PlanKind.JOINT: _("期内在计划场所做的联合检查"),
    PlanKind.CAMPAIGN: _("期内在计划场所做的任何检查"),
    PlanKind.DRAW: _("抽取之后、期内由抽中的检查人在抽中的场所做的检查"),
    PlanKind.REVISIT: _("起算日之后、期内在计划场所做的任何检查"),
}
STATE_TITLES = {
    PlaceState.LATE: _("逾期未查"),
    PlaceState.OPEN: _("待查"),
    PlaceState.DONE_LATE: _("逾期后查"),
    PlaceState.DONE: _("已查"),
    PlaceState.LEFT: _("计划结束时未查"),
}
EXCLUDED_TITLES = {Excluded.CLOSED: _("停业"), Excluded.RECENT: _("近期已检查")}
SEED_TITLES = {"given": _("人工填写"), "made": _("系统生成")}
