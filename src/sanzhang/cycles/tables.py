"""The tables of a county's life cycles, with the numbers that its committee decided and the powers that its posts carry."""

from datetime import date

from django.conf import settings

from sanzhang.committee.queries import decision_facts
from sanzhang.packs import life_cycle as table_of, pack_for
from sanzhang.rules.lifecycle import LifeCycle, Numbers, Step, power_of as power_of
from sanzhang.rules.pack.model import Pack
from sanzhang.rules.parameters import Parameters
from sanzhang.rules.problems import Problem, gettext_noop as _

LOOK = "view.area"


def life_cycle(county: str, name: str, day: date) -> LifeCycle:
    """The table called ``name`` for steps on ``day`` in that county. Raises ``Problem`` when there is none."""
    found = table_of(_pack(county).id, name, day)
    if found is None:
        raise Problem("cycle_unknown", _("没有叫“{name}”的办理流程。"), _("联网更新应用后重发。"), name=name)
    return found


def numbers(county: str, day: date, step: Step | None) -> Numbers:
    """The parameters that the deadlines of ``step`` name, as they are on ``day``: number and unit. No query where they name none."""
    deadlines = [step.deadline, *step.beside] if step else []
    names = {deadline.parameter.parameter for deadline in deadlines if deadline and deadline.parameter}
    if not names:
        return {}
    pack = _pack(county)
    known = Parameters(pack, decision_facts(county, None))
    units = {parameter.id: parameter.unit for parameter in pack.parameters}
    return {name: (int(known.current(name, day).value), units[name]) for name in names}


def power_here(county: str, cycle: str, event: str, state: str, day: date) -> str:
    """The power that ``event`` takes in ``state``. Where the table has no such row, whoever may look there is told by the walk what is allowed."""
    table = life_cycle(county, cycle, day)
    step = table.step(event, state) if state else table.beginning(event)
    return power_of(step, _pack(county)) if step else LOOK


def _pack(county: str) -> Pack:
    return pack_for(county, settings.DEFAULT_PACK)
