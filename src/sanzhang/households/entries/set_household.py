"""A household is registered or changed, at the desk or in the field."""

from datetime import date, timedelta
from typing import Annotated

from pydantic import StringConstraints

from sanzhang.areas.models import Area
from sanzhang.households.models import Household
from sanzhang.households.personal import check_personal, protect
from sanzhang.journal.actors import Actor, inside
from sanzhang.journal.kinds import Kind, Name, Payload, Short, Written
from sanzhang.journal.versions import check_inside, present, set_version
from sanzhang.rules.areas import LENGTHS, LEVELS, Level
from sanzhang.rules.days import day_of
from sanzhang.rules.plates import plate_code
from sanzhang.rules.problems import Problem, gettext_noop as _

LONGEST_KEPT = timedelta(days=3653)


class HouseholdSet(Payload):
    """The whole state of a household; its area is the entry's. ``sealed`` is all that is personal, encrypted; it is sent as ``personal``.

    ``base`` is the entry of the state that was changed; empty for a new household.
    """

    key: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    number: Annotated[str, StringConstraints(max_length=30, strip_whitespace=True)]
    vulnerable: bool = False
    purpose: Name
    keep_until: date
    sealed: dict[str, str]
    base: Short = ""


def check(written: Written[HouseholdSet], actor: Actor) -> None:
    """A number of its own in a known village, a purpose, a last day, and personal data that can be read."""
    payload = written.payload
    check_inside(Household, payload.key, actor)
    if present(Household, payload.key) is None and Household.objects.filter(key=payload.key).exists():
        raise Problem("household_gone", _("这一户已删除或撤回，不能再改。"), _("确需登记的，另建一户。"))
    if LEVELS.get(len(written.area)) not in (Level.VILLAGE, Level.GRID) or present(Area, written.area) is None:
        raise Problem("household_area", _("{area} 不是已登记的嘎查村、社区或网格。"), _("改选嘎查村、社区或网格。"), area=written.area)
    if not payload.number:
        raise Problem("household_number", _("没有写户编号。"), _("用村里的顺序号，不要用身份证号或姓名。"))
    village = Household.objects.filter(inside("area", written.area[: LENGTHS[Level.VILLAGE]]), superseded_at__isnull=True)
    if village.filter(number=payload.number).exclude(key=payload.key).exists():
        raise Problem("household_number", _("户编号 {number} 在本村已有。"), _("换一个编号，或更改那一户。"), number=payload.number)
    if not payload.purpose.strip():
        raise Problem("household_purpose", _("没有写处理个人信息的目的。"), _("写明为什么登记，如“入户走访和应急疏散”。"))
    day = day_of(written.occurred_at)
    if not day <= payload.keep_until <= day + LONGEST_KEPT:
        raise Problem(
            "household_keep_until", _("保存期限 {day} 不能用。"), _("填今天以后、十年以内的日期，以够用为限。"), day=payload.keep_until
        )
    check_personal(payload.key, payload.sealed)


def apply(written: Written[HouseholdSet]) -> None:
    """The state becomes the present one; it is marked when it was made from another than the present one."""
    payload, now = written.payload, present(Household, written.payload.key)
    set_version(
        Household, written, payload.key, area=written.area, **payload.model_dump(exclude={"key", "base"}),
        plate=plate_code("household", payload.key), conflict=payload.base != (str(now.entry) if now else ""),
    )  # fmt: skip


KIND = Kind("household.set", HouseholdSet, "manage.households", apply, check, protect=protect)
