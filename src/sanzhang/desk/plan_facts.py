"""A plan in words: its terms, where it stands, who came, what was found under it."""

from collections import Counter
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from sanzhang.desk.access import DeskRequest
from sanzhang.desk.checked import Who
from sanzhang.desk.places import kind_titles, mark_titles, place_names
from sanzhang.desk.registers import department_titles, moment, sector_titles
from sanzhang.desk.words import listed, say
from sanzhang.packs import checklists
from sanzhang.plans.choices import COUNTS, KIND_TITLES, PlanKind
from sanzhang.plans.models import Plan
from sanzhang.rules.plans import Inspected, Progress
from sanzhang.standing.board import Board


def kind_title(plan: Plan) -> str:
    """What such a plan is called."""
    return _(KIND_TITLES[PlanKind(plan.plan_kind)])


def period(plan: Plan) -> str:
    """From when to when."""
    return _("%(first)s 至 %(last)s") % {"first": plan.first, "last": plan.last}


def where_it_stands(plan: Plan, progress: Progress, today: date) -> str:
    """In one word: going on, done, over, ended, withdrawn, still to be drawn."""
    if plan.withdrawn_at:
        return _("已撤回")
    if plan.ended_at:
        return _("已结束")
    if not progress.total:
        return _("待抽取")
    if progress.done == progress.total:
        return _("已完成")
    if plan.last < today:
        return _("期满未完成")
    return _("未开始") if today < plan.first else _("进行中")


def facts_of(request: DeskRequest, plan: Plan) -> list[dict[str, Any]]:
    """The terms of a plan."""
    kinds, marks, sectors = kind_titles(), mark_titles(), sector_titles(plan.county)
    used = checklists().get(plan.checklist)
    counts = _(COUNTS[PlanKind(plan.plan_kind)])
    facts = [
        {"label": _("种类"), "value": kind_title(plan)},
        {"label": _("期间"), "value": period(plan)},
        {"label": _("区域"), "value": place_names([plan.area])[plan.area]},
        {"label": _("主管部门（行业）"), "value": sectors.get(plan.sector, plan.sector) if plan.sector else _("各行业")},
        {"label": _("场所类型"), "value": listed(kinds.get(kind, kind) for kind in plan.kinds)},
        {"label": _("标记"), "value": listed(marks.get(mark, mark) for mark in plan.marks)},
        {"label": _("复查日"), "value": _("起算日后第 %(n)s 个工作日") % {"n": plan.workdays} if plan.workdays is not None else ""},
        {"label": _("检查表"), "value": (say(used.title) if used else plan.checklist) if plan.checklist else ""},
        {"label": _("邀请的部门"), "value": listed(department_titles(plan.county).get(sector, sector) for sector in plan.departments)},
        {"label": _("怎样计入"), "value": counts, "note": _("照常检查就会计入，不用另外登记。")},
        {"label": _("要求和说明"), "value": plan.note},
        {"label": _("制定人"), "value": Who(plan.county, [plan.person])(plan.person, plan.post)},
        {"label": _("制定时间"), "value": moment(plan.recorded_at)},
    ]
    return [fact for fact in facts if fact["value"]]


def who_came(board: Board, plan: Plan, counted: list[Inspected]) -> list[dict[str, Any]]:
    """At how many inspections of a joint plan each department was that was invited, and then each that came without."""
    came = Counter(sector for one in counted for sector in set(one.departments))
    titles = {sector.id: say(sector.department) for sector in board.pack.sectors}
    sectors = [*plan.departments, *(sector for sector in titles if sector in came and sector not in plan.departments)]
    return [
        {"name": titles.get(sector, sector), "invited": sector in plan.departments, "came": came[sector], "of": len(counted)}
        for sector in sectors
    ]
