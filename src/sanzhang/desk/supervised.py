"""Hazards and cases on the first page: what waits for this user, and how far the grave ones are."""

from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sanzhang.cases.queries import LISTING, visible_to as cases_visible_to
from sanzhang.cycles.lateness import is_late
from sanzhang.desk.access import DeskRequest
from sanzhang.desk.checked import hazard_word
from sanzhang.desk.steps import table_today
from sanzhang.desk.tables.cases import mine as my_cases
from sanzhang.desk.tables.hazards import mine as my_hazards
from sanzhang.desk.words import say
from sanzhang.hazards.queries import referred, visible_to as hazards_visible_to
from sanzhang.hazards.states import State

Figure = dict[str, Any]
CYCLES = (LISTING, "sealing", "penalty", "report")


def supervised(request: DeskRequest) -> dict[str, list[Figure]]:
    """``figures`` that lead to what they count, and ``waiting``: cases whose next step is the user's. Nothing of which there is none. Three queries."""
    listing, waiting = _cases(request)
    figures = [listing, _referrals(request), _mine(request)]
    return {"figures": [one for one in figures if one["value"]], "waiting": [one for one in waiting if one["value"]]}


def _mine(request: DeskRequest) -> Figure:
    waiting = hazards_visible_to(request.scope).filter(my_hazards(request)).order_by()
    found = waiting.aggregate(all=Count("pk"), late=Count("pk", filter=is_late(timezone.now())))
    label = _("我可办的%(word)s") % {"word": hazard_word(request)}
    return _figure(label, found["all"], found["late"], f"{reverse('desk:hazards')}?mine=on")


def _referrals(request: DeskRequest) -> Figure:
    waiting = referred(request.scope).filter(state=State.REFERRED).order_by()
    found = waiting.aggregate(all=Count("pk"), late=Count("pk", filter=is_late(timezone.now())))
    return _figure(_("待签收的抄告"), found["all"], found["late"], f"{reverse('desk:referrals')}?state={State.REFERRED}")


def _cases(request: DeskRequest) -> tuple[Figure, list[Figure]]:
    """Major hazards that go on; and of each kind of case those whose next step is the user's."""
    tables = {cycle: table_today(request.county, cycle) for cycle in CYCLES}
    wanted = {"all": Count("pk", filter=Q(cycle=LISTING)), "late": Count("pk", filter=Q(is_late(timezone.now()), cycle=LISTING))}
    for cycle, table in tables.items():
        waits = my_cases(request, table) & Q(cycle=cycle)
        wanted |= {cycle: Count("pk", filter=waits), f"{cycle}_late": Count("pk", filter=waits & is_late(timezone.now()))}
    going: Any = cases_visible_to(request.scope).filter(ended=False).order_by()
    found = going.aggregate(**wanted)
    address = {cycle: reverse("desk:cases", args=[cycle]) for cycle in CYCLES}
    waiting = [
        _figure(say(table.title), found[cycle], found[f"{cycle}_late"], f"{address[cycle]}?mine=on") for cycle, table in tables.items()
    ]
    return _figure(say(tables[LISTING].title), found["all"], found["late"], f"{address[LISTING]}?state=going"), waiting


def _figure(label: str, value: int, late: int, url: str) -> Figure:
    note = _("其中逾期 %(n)s") % {"n": late} if late else ""
    return {"label": label, "value": value, "note": note, "url": url, "state": "overdue" if late else ""}
