"""The tables of a county's life cycles, with the numbers that its committee decided and the powers that its posts carry."""

from datetime import date
from uuid import UUID

from django.conf import settings

from sanzhang.committee.queries import decision_facts
from sanzhang.packs import life_cycle as table_of, pack_for
from sanzhang.rules.lifecycle import LifeCycle, Numbers, Standing, Step, power_of as power_of
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
    """The parameter that the deadline of ``step`` names, as it is on ``day``: number and unit. No query where it names none."""
    if step is None or step.deadline is None or step.deadline.parameter is None:
        return {}
    name, pack = step.deadline.parameter.parameter, _pack(county)
    current = Parameters(pack, decision_facts(county, None)).current(name, day)
    unit = next(parameter.unit for parameter in pack.parameters if parameter.id == name)
    return {name: (int(current.value), unit)}


def power_here(county: str, cycle: str, event: str, state: str, day: date) -> str:
    """The power that ``event`` takes in ``state``. Where the table has no such row, whoever may look there is told by the walk what is allowed."""
    table = life_cycle(county, cycle, day)
    step = table.step(event, state) if state else table.beginning(event)
    return power_of(step, _pack(county)) if step else LOOK


def check_seen(seen: UUID | None, last: UUID) -> None:
    """Nobody else took a step since the person looked. Raises ``Problem``."""
    if seen is not None and seen != last:
        raise Problem("step_meanwhile", _("您看的时候，别人已经办理了一步。"), _("刷新，看清现在的情况后再办。"))


def check_order(since: date | None, day: date, changes: bool) -> None:
    """A step that changes how something stands isn't older than the step before. Raises ``Problem``."""
    if changes and since is not None and day < since:
        raise Problem(
            "step_order", _("日期 {day} 早于上一步的 {since}。"), _("改成之后的日期。"), day=day.isoformat(), since=since.isoformat()
        )


def standing_of(row: object) -> Standing:
    """How a row of a subject's table stands: its state, the one before, deadline and clock."""
    return Standing(*(getattr(row, name) for name in ("state", "before", "next_due", "stopped_on", "since")))


def standing_columns(table: LifeCycle, after: Standing) -> dict[str, object]:
    """``after`` as the columns of such a row."""
    return {
        "state": after.state, "before": after.before, "next_due": after.due, "stopped_on": after.stopped_on, "since": after.since,
        "ended": table.state(after.state).ended,
    }  # fmt: skip


def _pack(county: str) -> Pack:
    return pack_for(county, settings.DEFAULT_PACK)
