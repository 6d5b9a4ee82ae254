"""An area is exempted from a duty for one period."""

from django.conf import settings

from sanzhang.journal.actors import Actor
from sanzhang.journal.kinds import Kind, Long, Payload, Short, Written
from sanzhang.packs import pack_for
from sanzhang.records.models import Exemption
from sanzhang.rules.problems import Problem, gettext_noop as _


class ExemptionGranted(Payload):
    """Which duty, in which period (or for which triggering record), and why. The area is the entry's."""

    duty: Short
    period: Short
    reason: Long


def check(written: Written[ExemptionGranted], actor: Actor) -> None:
    """A duty of the pack, and a reason. Nobody exempts himself: it takes a post around the area."""
    payload = written.payload
    if payload.duty not in {duty.id for duty in pack_for(written.county, settings.DEFAULT_PACK).duties}:
        raise Problem("duty_unknown", _("策略包里没有事项“{duty}”。"), _("从台账里选。"), duty=payload.duty)
    if not payload.reason.strip():
        raise Problem("reason_missing", _("没有写明豁免原因。"), _("填写原因。"))


def apply(written: Written[ExemptionGranted]) -> None:
    """The exemption stands."""
    payload = written.payload
    Exemption.objects.create(
        id=written.id, county=written.county, duty=payload.duty, area=written.area, period=payload.period, reason=payload.reason,
        person=written.person, recorded_at=written.recorded_at,
    )  # fmt: skip


KIND = Kind("exemption.granted", ExemptionGranted, "grant.exemptions", apply, check)
