"""What must hold of the terms of a plan and of its places before it is kept. Each check yields every problem that it finds, in words."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.conf import settings

from sanzhang.areas.models import Area
from sanzhang.journal.actors import Actor
from sanzhang.journal.versions import present
from sanzhang.packs import checklists, pack_for, premises_kinds
from sanzhang.plans.checks import outside_sector
from sanzhang.plans.choices import PlanKind
from sanzhang.premises.checks import sees
from sanzhang.premises.models import Premises
from sanzhang.rules.areas import covers
from sanzhang.rules.draw import count_problems
from sanzhang.rules.problems import Problem, gettext_noop as _
from sanzhang.rules.workdays import add_workdays

if TYPE_CHECKING:
    from sanzhang.plans.entries.make_plan import PlanMade

MOST_PLACES = 5000
LONGEST = timedelta(days=366)
MOST_WORKDAYS, MOST_RECENT_DAYS = 250, 3650


def check_period(made: "PlanMade", day: date) -> Iterator[Problem]:
    """Forwards, a year at most, and not over before it was planned."""
    if made.last < made.first:
        yield Problem(
            "plan_period", _("计划的最后一天 {last} 早于第一天 {first}。"), _("改正日期。"), first=str(made.first), last=str(made.last)
        )
    elif made.last - made.first >= LONGEST:
        yield Problem(
            "plan_period",
            _("计划从 {first} 到 {last}，超过一年。"),
            _("缩短期间，或分成几个计划。"),
            first=str(made.first),
            last=str(made.last),
        )
    if made.last < day:
        yield Problem("plan_past", _("计划的最后一天 {last} 已经过去。"), _("改到今天以后。"), last=str(made.last))


def check_words(made: "PlanMade", county: str, area: str, actor: Actor, day: date) -> Iterator[Problem]:
    """A title, a registered area, and only words that registers and notice know; a department plans in its own sector."""
    if not made.title.strip():
        yield Problem("plan_title", _("计划没有名称。"), _("填写名称，如“冬春季小餐饮专项检查”。"))
    if present(Area, area) is None:
        yield Problem("area_unknown", _("区划 {code} 没有登记。"), _("检查代码。"), code=area)
    sectors = {sector.id for sector in pack_for(county, settings.DEFAULT_PACK).sectors}
    yield from _strange([made.sector] if made.sector else [], sectors, "sector_unknown", _("没有“{name}”这个行业。"), _("从行业里选。"))
    if not sees(actor, area, made.sector):
        yield outside_sector()
    yield from _strange(made.departments, sectors, "sector_unknown", _("没有“{name}”这个行业。"), _("从行业里选。"))
    known = premises_kinds()
    yield from _strange(made.kinds, {kind.id for kind in known.kinds}, "premises_kind", _("没有“{name}”这种场所。"), _("从场所类型里选。"))
    yield from _strange(made.marks, {mark.id for mark in known.marks}, "premises_marks", _("没有“{name}”这种标记。"), _("从标记里选。"))
    used = [made.checklist] if made.checklist else []
    yield from _strange(used, set(checklists(day)), "checklist_unknown", _("没有检查表“{name}”。"), _("从检查表里选。"))


def check_places(made: "PlanMade", county: str, area: str) -> Iterator[Problem]:
    """Some, not too many, each once, registered in the plan's area and sector."""
    keys = [place.key for place in made.places]
    if not keys:
        yield Problem("plan_places", _("没有要查的场所。"), _("放宽区域、类型或标记，或在清单里勾选场所。"))
    if len(keys) > MOST_PLACES:
        yield Problem(
            "plan_places_most",
            _("有 {n} 处场所，一个计划最多 {most} 处。"),
            _("缩小区域或类型，分成几个计划。"),
            n=len(keys),
            most=MOST_PLACES,
        )
        return
    if len(set(keys)) < len(keys):
        yield Problem("plan_places_twice", _("有 {n} 处场所重复。"), _("每处只列一次。"), n=len(keys) - len(set(keys)))
    rows = Premises.objects.filter(key__in=keys, county=county, superseded_at__isnull=True).values_list("key", "area", "sector")
    known = {key: (there, sector) for key, there, sector in rows}
    missing = set(keys) - set(known)
    elsewhere = [key for key, (there, _sector) in known.items() if not covers(area, there)]
    foreign = [key for key, (there, sector) in known.items() if covers(area, there) and made.sector not in ("", sector)]
    if missing:
        yield Problem("premises_unknown", _("有 {n} 处场所没有登记，或登记已撤回。"), _("重新查找后再保存。"), n=len(missing))
    if elsewhere:
        yield Problem(
            "plan_elsewhere", _("有 {n} 处场所不在计划的区域 {area} 内。"), _("改选区域，或去掉这些场所。"), n=len(elsewhere), area=area
        )
    if foreign:
        yield Problem("plan_sector", _("有 {n} 处场所不属于计划的行业。"), _("改选行业，或去掉这些场所。"), n=len(foreign))


def check_kind(made: "PlanMade") -> Iterator[Problem]:
    """What only a draw or only a revisit has."""
    if made.kind is PlanKind.DRAW:
        yield from count_problems(made.count, made.per_place)
        if not 0 <= made.recent_days <= MOST_RECENT_DAYS:
            yield Problem(
                "plan_recent",
                _("近期天数 {n} 不在 0 到 {most} 之间。"),
                _("改正天数；0 是不排除。"),
                n=made.recent_days,
                most=MOST_RECENT_DAYS,
            )
        if made.places:
            yield Problem("plan_hand_picked", _("抽查的场所由抽取产生，不能先选定。"), _("改作专项行动，或去掉场所清单。"))
    if made.kind is PlanKind.REVISIT:
        yield from _check_days(made)
    elif made.workdays is not None or any(place.after or place.due for place in made.places):
        yield Problem("plan_days", _("只有复查计划逐处算日子。"), _("改作复查，或去掉起算日和复查日。"))


def _check_days(made: "PlanMade") -> Iterator[Problem]:
    if made.workdays is None or not 0 <= made.workdays <= MOST_WORKDAYS:
        yield Problem("plan_workdays", _("复查的工作日数没有填，或不在 0 到 {most} 之间。"), _("填写工作日数。"), most=MOST_WORKDAYS)
        return
    wrong = [place for place in made.places if place.after is None or place.due != add_workdays(place.after, made.workdays)]
    if wrong:
        yield Problem(
            "plan_due", _("有 {n} 处的复查日不是起算日后第 {days} 个工作日。"), _("刷新后重新计算。"), n=len(wrong), days=made.workdays
        )
    beyond = [place.due for place in made.places if place.due and place.due > made.last]
    if beyond:
        yield Problem(
            "plan_due_beyond", _("有 {n} 处的复查日晚于计划的最后一天，最晚的是 {day}。"), _("把最后一天改到 {day} 或以后。"),
            n=len(beyond), day=str(max(beyond)),
        )  # fmt: skip


def _strange(names: Iterable[str], known: set[str], code: str, message: str, hint: str) -> Iterator[Problem]:
    for name in dict.fromkeys(names):
        if name not in known:
            yield Problem(code, message, hint, name=name)
