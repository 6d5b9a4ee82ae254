"""What was found under a plan, by the department that oversees the place; and referring several findings to a department in one go."""

from collections import Counter, defaultdict
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _, gettext_lazy

from sanzhang.cycles.lateness import is_late
from sanzhang.desk.access import DeskRequest, actor_for
from sanzhang.desk.checked import speaks_of_suspicion
from sanzhang.desk.registers import attempt, department_titles, sector_titles
from sanzhang.desk.steps import row_for, table_today, taker
from sanzhang.desk.tables.hazards import standing_of
from sanzhang.hazards.entries.move_hazard import HazardMoved
from sanzhang.hazards.models import Hazard
from sanzhang.hazards.queries import visible_to
from sanzhang.hazards.states import CYCLE, Event
from sanzhang.journal.append import append, draft
from sanzhang.plans.models import Plan, PlanPlace
from sanzhang.premises.queries import visible_to as premises_visible_to
from sanzhang.rules.lifecycle import Step
from sanzhang.rules.plans import Inspected

SHOWN = 50  # findings of one department; the list of hazards has them all
CHOSEN, STROKE, REFER = "chosen", "/", "refer.hazards"
Findings = list[dict[str, Any]]


class ReferForm(forms.Form):
    """To which department, and what is asked of it. ``group``: the sector under which the findings are listed."""

    group = forms.CharField(required=False, widget=forms.HiddenInput)
    department = forms.ChoiceField(label=gettext_lazy("抄告的部门"))
    note = forms.CharField(label=gettext_lazy("抄告事由"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, county: str, sector: str, data: Any = None) -> None:
        super().__init__(data, initial={"group": sector, "department": sector}, auto_id=f"id_{sector or 'none'}_%s")
        self.fields["department"].choices = [("", "—"), *department_titles(county).items()]  # type: ignore[attr-defined]


def findings_by_department(
    request: DeskRequest, plan: Plan, counted: list[Inspected], today: date, tried: ReferForm | None = None
) -> Findings:
    """Hazards that the user sees, found by inspections that count, by the department that oversees the place. Four queries.

    ``tried``: a form that could not be taken, shown again as it was filled in.
    """
    keys = PlanPlace.objects.filter(plan=plan.id).values("place")
    sector_of = dict(premises_visible_to(request.scope).filter(key__in=keys).order_by().values_list("key", "sector"))
    rows = visible_to(request.scope).filter(place_key__in=keys, found_on__gte=plan.first, found_on__lte=plan.last).order_by()
    late = set(rows.filter(is_late(timezone.now())).values_list("id", flat=True))
    ids, open_, overdue = {one.id for one in counted}, Counter[str](), Counter[str]()
    found: dict[str, list[tuple[bool, UUID]]] = defaultdict(list)
    for id, inspection, key, ended in rows.values_list("id", "inspection", "place_key", "ended"):
        if str(inspection) in ids:
            sector = sector_of.get(key, "")
            found[sector].append((ended, id))
            open_[sector] += not ended
            overdue[sector] += id in late
    lines = _lines(request, {sector: [id for _ended, id in sorted(all_of_it)[:SHOWN]] for sector, all_of_it in found.items()})
    titles = sector_titles(plan.county)
    return [
        {
            "sector": sector,
            "name": titles.get(sector, sector) or _("没有主管部门"),
            "found": len(found[sector]),
            "open": open_[sector],
            "late": overdue[sector],
            "url": f"{reverse('desk:hazards')}?{urlencode({'plan': str(plan.id), 'overseen': sector or '-'})}",
            "lines": lines[sector],
            "more": max(len(found[sector]) - SHOWN, 0),
            "form": _form(plan.county, sector, tried) if any(line["value"] for line in lines[sector]) else None,
            "tried": bool(tried and tried.data.get("group") == sector),
        }
        for sector in sorted(found, key=lambda sector: -len(found[sector]))
    ]


def _form(county: str, sector: str, tried: ReferForm | None) -> ReferForm:
    return tried if tried and tried.data.get("group") == sector else ReferForm(county, sector)


def _lines(request: DeskRequest, wanted: dict[str, list[UUID]]) -> dict[str, Findings]:
    """The findings as they are listed; ``value`` names one that the user may refer, as it stands now."""
    rows = {row.id: row for row in visible_to(request.scope).filter(id__in=[id for ids in wanted.values() for id in ids])}
    suspected = speaks_of_suspicion(request)
    return {
        sector: [
            {
                "id": str(id),
                "text": rows[id].text,
                "place": rows[id].place_name,
                "found": rows[id].found_on,
                "state": standing_of(rows[id], timezone.now(), suspected),
                "url": reverse("desk:hazard", args=[id]),
                "value": f"{id}{STROKE}{rows[id].entry}" if _referring(request, rows[id]) else "",
            }
            for id in ids
        ]
        for sector, ids in wanted.items()
    }


def _referring(request: DeskRequest, row: Hazard) -> Step | None:
    """The row of the table by which the user may refer it now."""
    step = table_today(row.county, CYCLE).step(Event.REFERRED, row.state)
    return step if step and taker(request, row, step) else None


def refer_all(request: DeskRequest) -> dict[str, Any]:
    """Refer what was ticked; for the page: what became of each, or what the form misses."""
    form = ReferForm(request.county, request.POST.get("group", ""), request.POST)
    chosen = dict(value.split(STROKE, 1) for value in request.POST.getlist(CHOSEN) if STROKE in value)
    missing = [] if chosen else [{"where": "", "message": _("没有勾选要抄告的隐患。"), "hint": _("在列表里勾上再抄告。")}]
    if not form.is_valid() or missing:
        return {"problems": missing, "ticked": list(chosen), "tried": form}
    rows = visible_to(request.scope).filter(id__in=[id for id in chosen if _is_id(id)])
    department, note = form.cleaned_data["department"], form.cleaned_data["note"]
    results = [_refer(request, row, chosen[str(row.id)], department, note) for row in rows]
    name = department_titles(request.county).get(department, department)
    return {"referred": {"department": name, "done": sum(not one["problem"] for one in results), "results": results}}


def _refer(request: DeskRequest, row: Hazard, seen: str, department: str, note: str) -> dict[str, Any]:
    """Refer one; ``problem`` says what stood in the way."""
    step = row_for(table_today(row.county, CYCLE), Event.REFERRED, row.state)
    payload = HazardMoved(hazard=row.id, event=Event.REFERRED, seen=UUID(seen) if _is_id(seen) else None, department=department, note=note)
    actor = (taker(request, row, step) if step else None) or actor_for(request, REFER, row.area)
    moment = timezone.now()
    problems = attempt(lambda: append(draft("hazard.moved", row.area, payload, occurred_at=moment), actor))
    return {
        "text": row.text,
        "place": row.place_name,
        "url": reverse("desk:hazard", args=[row.id]),
        "problem": "".join(f"{one['message']}{one['hint']}" for one in problems),
    }


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
