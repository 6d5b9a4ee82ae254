"""A person decides on a proposed measure: adopted or declined, with the reason. The system only proposes."""

from typing import Literal

from django.conf import settings

from sanzhang.journal.actors import SYSTEM, Actor
from sanzhang.journal.kinds import Kind, Long, Name, Payload, Short, Written
from sanzhang.measures.models import Decision
from sanzhang.packs import pack_for
from sanzhang.rules.days import day_of
from sanzhang.rules.problems import Problem, gettext_noop as _


class MeasureDecided(Payload):
    """``because``: the obligations or records that the proposal named. The area is the entry's."""

    proposal: Name
    measure: Short
    outcome: Literal["adopted", "declined"]
    aimed_at: Short = ""
    aimed_post: Short = ""
    reason: Long
    because: tuple[str, ...] = ()


def check(written: Written[MeasureDecided], actor: Actor) -> None:
    """A measure of the pack, by a post that the pack lets decide it, not on oneself, once."""
    payload = written.payload
    measures = {measure.id: measure for measure in pack_for(written.county, settings.DEFAULT_PACK).measures}
    if payload.measure not in measures:
        raise Problem("measure_unknown", _("策略包里没有措施“{measure}”。"), _("从建议表里选。"), measure=payload.measure)
    if actor.post not in measures[payload.measure].decided_by and actor.post != SYSTEM:
        raise Problem(
            "no_power", _("您的岗位不能决定“{measure}”。"), _("请由有权限的岗位办理。"), measure=measures[payload.measure].title.zh
        )
    if payload.aimed_at and payload.aimed_at == actor.person:
        raise Problem("own_case", _("不能决定针对自己的措施。"), _("请由上级决定。"))
    if not payload.reason.strip():
        raise Problem("reason_missing", _("没有写明理由。"), _("写明采纳或不采纳的理由。"))
    if Decision.objects.filter(county=written.county, proposal=payload.proposal).exists():
        raise Problem("decided_already", _("这条建议已有人决定。"), _("刷新页面查看决定。"))


def apply(written: Written[MeasureDecided]) -> None:
    """The decision stands."""
    payload = written.payload
    Decision.objects.create(
        id=written.id, county=written.county, proposal=payload.proposal, measure=payload.measure, outcome=payload.outcome,
        aimed_at=payload.aimed_at, aimed_post=payload.aimed_post, area=written.area, reason=payload.reason, because=list(payload.because),
        person=written.person, post=written.post, decided_on=day_of(written.occurred_at),
        recorded_at=written.recorded_at,
    )  # fmt: skip


KIND = Kind("measure.decided", MeasureDecided, "decide.measures", apply, check)
