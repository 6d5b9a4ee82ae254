"""The committee decides a number that the notice leaves open."""

from datetime import date

from django.conf import settings

from sanzhang.committee.models import ParameterDecision
from sanzhang.journal.actors import Actor
from sanzhang.journal.kinds import Kind, Long, Payload, Short, Written
from sanzhang.packs import pack_for
from sanzhang.rules.pack.model import OpenParameter
from sanzhang.rules.parameters import check_value
from sanzhang.rules.periods import Cadence
from sanzhang.rules.problems import Problem, gettext_noop as _


class ParameterDecided(Payload):
    """``value`` holds from ``valid_from`` on; ``basis`` names the meeting or the minutes."""

    parameter: Short
    value: int | Cadence
    valid_from: date
    basis: Long


def check(written: Written[ParameterDecided], actor: Actor) -> None:
    """A parameter of the pack, a value of its unit and within its bounds, and a basis."""
    payload = written.payload
    parameter = _parameter(written.county, payload.parameter)
    if not check_value(parameter, payload.value):
        raise Problem(
            "parameter_value", _("“{title}”不能取 {value}。"), _("取 {low} 到 {high} 之间的整数；周期参数从列出的周期里选。"),
            title=parameter.title.zh, value=payload.value, low=parameter.minimum, high=parameter.maximum,
        )  # fmt: skip
    if not payload.basis.strip():
        raise Problem("parameter_basis", _("没有写明决定依据。"), _("填写会议名称、日期或纪要文号。"))


def apply(written: Written[ParameterDecided]) -> None:
    """The decision stands beside the earlier ones; which one holds on a day follows from their dates."""
    payload = written.payload
    ParameterDecision.objects.create(
        id=written.id, county=written.county, parameter=payload.parameter, value=str(payload.value),
        valid_from=payload.valid_from, basis=payload.basis, person=written.person, recorded_at=written.recorded_at,
    )  # fmt: skip


def _parameter(county: str, name: str) -> OpenParameter:
    found = next((parameter for parameter in pack_for(county, settings.DEFAULT_PACK).parameters if parameter.id == name), None)
    if found is None:
        raise Problem("parameter_unknown", _("策略包里没有待定参数“{name}”。"), _("从待定参数表里选。"), name=name)
    return found


KIND = Kind("parameter.decided", ParameterDecided, "decide.parameters", apply, check)
