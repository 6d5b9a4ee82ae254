"""A second person holds a loaded table of elements against the standard, and says whether it is right."""

from uuid import UUID

from sanzhang.determination.models import ElementTable
from sanzhang.journal.actors import Actor
from sanzhang.journal.kinds import Kind, Name, Payload, Written
from sanzhang.rules.problems import NotYet, Problem, gettext_noop as _


class ElementsChecked(Payload):
    """Which table, whether it is right, and what is wrong with it where it is not."""

    table: UUID
    right: bool
    note: Name = ""


def check(written: Written[ElementsChecked], actor: Actor) -> None:
    """Nobody confirms his own table, nor one that was checked already. Whoever finds it wrong says what."""
    payload = written.payload
    found = ElementTable.objects.filter(id=payload.table, county=written.county).first()
    if found is None:
        raise NotYet("elements_unknown", _("还没有收到这张要素表。"), _("送达后会自动重发，不用重填。"))
    if found.right is not None:
        raise Problem("elements_settled", _("这张要素表已经复核过。"), _("刷新后查看结果；要改，重新装载一张。"))
    if payload.right and found.person == written.person:
        raise Problem("elements_own", _("装载的人不能复核自己录入的要素表。"), _("由另一位有判定权限的人对照标准原文复核。"))
    if not payload.right and not payload.note.strip():
        raise Problem("elements_reason", _("没有写哪里不对。"), _("写明条号和错处，便于改正后重新装载。"))


def apply(written: Written[ElementsChecked]) -> None:
    """It is used from now on, or never."""
    payload = written.payload
    ElementTable.objects.filter(id=payload.table).update(
        right=payload.right, checked_by=written.person, checked_at=written.recorded_at, note=payload.note
    )


KIND = Kind("elements.checked", ElementsChecked, "determine.major", apply, check)
