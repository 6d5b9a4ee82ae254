"""What must hold for the state of a place before it is kept."""

from django.conf import settings
from django.db.models import Q

from sanzhang.areas.models import Area
from sanzhang.areas.queries import name_of
from sanzhang.journal.actors import SYSTEM, Actor
from sanzhang.journal.versions import present
from sanzhang.packs import pack_for, premises_kinds
from sanzhang.premises.models import PRESENT, Premises
from sanzhang.rules.areas import LEVELS, Level, covers
from sanzhang.rules.credit_code import is_credit_code
from sanzhang.rules.problems import Problem, gettext_noop as _

NUMBERS = {
    "storeys": (1, 200, _("层数 {number} 不在 {least} 到 {most} 之间。")),
    "floor_area": (1, 1_000_000, _("建筑面积 {number} 平方米不在 {least} 到 {most} 之间。")),
    "occupancy": (0, 100_000, _("人数 {number} 不在 {least} 到 {most} 之间。")),
}


def sees(actor: Actor, area: str, sector: str) -> bool:
    """Whether a place there, of that sector, is the actor's business: a department's post deals with its own sector only."""
    bound = actor.sector and "view.all_sectors" not in actor.powers and actor.post != SYSTEM
    return covers(actor.area, area) and (not bound or actor.sector == sector)


def check_reach(now: Premises | None, actor: Actor, sector: str | None = None) -> None:
    """Raises ``Problem`` when the place as it is ``now``, or the ``sector`` it is put into, is not the actor's."""
    if now and not covers(actor.area, now.area):
        raise Problem("outside_area", _("{area} 不在您任职的区域内。"), _("请由该区域的责任人记录，或改选您辖区内的区域。"), area=now.area)
    for other in (now.sector if now else None, sector):
        if other is not None and not sees(actor, actor.area, other):
            raise Problem("outside_sector", _("这个场所不属于您的行业。"), _("请由该行业的部门或属地办理。"))


def check_known(key: str, actor: Actor) -> None:
    """Raises ``Problem`` when there is no such place now, or it is not the actor's."""
    now = present(Premises, key)
    check_reach(now, actor)
    if now is None:
        raise Problem("premises_unknown", _("没有登记这个场所，或它已撤回。"), _("刷新后重选。"))


def check_area(area: str) -> None:
    """A place lies in a village or a grid that is registered."""
    if LEVELS.get(len(area)) not in (Level.VILLAGE, Level.GRID):
        raise Problem("premises_area", _("场所须登记在嘎查村、社区或网格，{area} 不是。"), _("改选嘎查村、社区或网格。"), area=area)
    if not Area.objects.filter(key=area, superseded_at__isnull=True).exists():
        raise Problem("area_unknown", _("区划 {code} 没有登记。"), _("检查代码。"), code=area)


def check_words(county: str, kind: str, marks: tuple[str, ...], sector: str) -> None:
    """Kind, marks and sector must be known."""
    known = premises_kinds()
    if kind not in {known_kind.id for known_kind in known.kinds}:
        raise Problem("premises_kind", _("没有“{kind}”这种场所。"), _("从场所类型里选。"), kind=kind)
    strange = set(marks) - {mark.id for mark in known.marks}
    if strange:
        raise Problem("premises_marks", _("没有“{mark}”这种标记。"), _("从标记里选。"), mark=min(strange))
    if sector and sector not in {found.id for found in pack_for(county, settings.DEFAULT_PACK).sectors}:
        raise Problem("sector_unknown", _("没有“{sector}”这个行业。"), _("从行业里选。"), sector=sector)


def check_numbers(**numbers: int | None) -> None:
    """Numbers that cannot be are typing errors."""
    for name, number in numbers.items():
        least, most, message = NUMBERS[name]
        if number is not None and not least <= number <= most:
            raise Problem(f"premises_{name}", message, _("改正数字；不清楚就留空。"), number=number, least=least, most=most)


def check_code(code: str) -> None:
    """A credit code must agree with its check character: a wrong one would name somebody else."""
    if code and not is_credit_code(code):
        raise Problem(
            "premises_code",
            _("“{code}”不是统一社会信用代码：位数或校验码不对。"),
            _("对照营业执照，填 18 位；没有就留空。"),
            code=code,
        )


def now_and_same(key: str, county: str, area: str, name: str, code: str) -> tuple[Premises | None, Premises | None]:
    """The place as it is now, and another that is the same as what it is to be; each None where there is none. One look for both."""
    # Each by an index of its own, which SQLite only sees when "present" is said every time.
    same = PRESENT & Q(key=key) | PRESENT & Q(area=area, name=name) | (PRESENT & Q(county=county, code=code) if code else Q())
    found = list(Premises.objects.filter(same))
    return next((place for place in found if place.key == key), None), next((place for place in found if place.key != key), None)


def check_alone(other: Premises | None, actor: Actor) -> None:
    """Raises ``Problem`` naming the place that is the same. One that is not the actor's is not named."""
    if other is None:
        return
    if not sees(actor, other.area, other.sector):
        raise Problem(
            "premises_twice",
            _("统一社会信用代码 {code} 已由另一个场所使用，它不在您的辖区或行业。"),
            _("核对代码；确属同一场所的，请由上级办理。"),
            code=other.code,
        )
    raise Problem(
        "premises_twice",
        _("{area}已经登记了这个场所：“{name}”。"),
        _("打开已登记的那个来更改；确是另一家的，写全名称以示区别，并核对信用代码。"),
        name=other.name,
        area=name_of(other.area),
    )
