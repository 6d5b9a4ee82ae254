"""Life cycles as phones and programs are told of them: what each state means, and the steps that somebody's posts may take."""

from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone

from sanzhang.cycles.models import Moving
from sanzhang.cycles.tables import life_cycle, power_of
from sanzhang.cycles.words import Words
from sanzhang.hazards.entries.move_hazard import OF_THEIR_OWN
from sanzhang.hazards.states import CYCLE, Event
from sanzhang.journal.kinds import kind_named
from sanzhang.packs import pack_for
from sanzhang.packs.words import say
from sanzhang.rules.lifecycle import SAME, LifeCycle, Step
from sanzhang.rules.pack.model import Pack, Text

MOVED = "hazard.moved"


def words_for(county: str, cycle: str = CYCLE) -> Words:
    """The words of one life cycle in that county."""
    departments = {sector.id: say(sector.department) for sector in _pack(county).sectors}
    today = timezone.localdate()
    return Words(life_cycle(county, cycle, today), departments, today)


def standing_told(words: Words, row: Moving, department: str) -> dict[str, str]:
    """How ``row`` stands in words: the state, who owes the next step (a department that has it in hand by its name), and what that step is."""
    awaited = words.next(row, department)
    return {"state_title": words.state(row.state), "owner": awaited.owner, "next_step": awaited.step}


def states_told(county: str, day: date) -> list[dict[str, Any]]:
    """Every state of a hazard."""
    table = life_cycle(county, CYCLE, day)
    return [
        {
            "id": state.id, "title": say(state.title), "owner": say(state.owner), "next": state.next or "",
            "next_step": say(_next(table, state.id)), "by_department": _departments_turn(table, state.id), "ended": state.ended,
        }
        for state in table.states
    ]  # fmt: skip


def steps_told(county: str, day: date) -> list[dict[str, Any]]:
    """Every step about a hazard, with the power that it takes. What another person saw corrected too is offered to nobody."""
    pack, table = _pack(county), life_cycle(county, CYCLE, day)
    steps = [step for step in table.steps if step.of and not (step.event == Event.CORRECTED and step.to == SAME)]
    return [_told(step, pack) for step in steps]


def _told(step: Step, pack: Pack) -> dict[str, Any]:
    power, kind = power_of(step, pack), OF_THEIR_OWN.get(step.event, MOVED)
    return {
        "event": step.event, "title": say(step.title), "of": list(step.of), "to": step.to, "kind": kind, "power": power,
        "by_department": step.in_hand, "deadline": _deadline(step), "document": say(step.document),
        "takes_photos": "photos" in kind_named(kind).payload.model_fields,
        "needs": [
            {
                "field": need.field, "title": say(need.title), "optional": need.optional, "at_least": need.at_least,
                "at_most_days": need.at_most_days, "choices": [{"id": id, "title": say(title)} for id, title in need.choices.items()],
            }
            for need in step.needs
        ],
    }  # fmt: skip


def _deadline(step: Step) -> str:
    """Where the next deadline comes from: ``kept`` as it is, the day ``due`` or ``until`` that is given, ``none``, or ``counted`` by the server."""
    if step.deadline is None:
        return "kept"
    return "none" if step.deadline.none else step.deadline.asked or "counted"


def _next(table: LifeCycle, state: str) -> Text | None:
    """The title of the step that is expected in ``state``."""
    step = table.expected(state)
    return step.title if step else None


def _departments_turn(table: LifeCycle, state: str) -> bool:
    """Whether the next step is that of the department which has it in hand."""
    step = table.expected(state)
    return step is not None and step.in_hand


def _pack(county: str) -> Pack:
    return pack_for(county, settings.DEFAULT_PACK)
