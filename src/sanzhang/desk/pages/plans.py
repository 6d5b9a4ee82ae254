"""Plans of inspections: what is to be looked at by when, and how far that is."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sanzhang.desk.access import DeskRequest, actor_for, needs
from sanzhang.desk.checked import hazard_word
from sanzhang.desk.forms.people import ReasonForm
from sanzhang.desk.forms.plans import PlacesForm, PlanForm
from sanzhang.desk.plan_facts import facts_of, where_it_stands, who_came
from sanzhang.desk.plan_findings import ReferForm, findings_by_department, refer_all
from sanzhang.desk.planning import LISTED, labels_of, made_of, places_found, places_ticked, preview_of_draw, preview_of_places
from sanzhang.desk.registers import attempt, department_titles, show_register
from sanzhang.desk.seen import board_for
from sanzhang.desk.tables.plan_places import places_table
from sanzhang.desk.tables.plans import PlanFilter, PlanTable, plans_shown
from sanzhang.desk.words import listed
from sanzhang.journal.append import append, draft, new_id
from sanzhang.plans.checks import POWER
from sanzhang.plans.choices import KIND_TITLES, STATE_TITLES, PlanKind
from sanzhang.plans.entries.end_plan import PlanEnded
from sanzhang.plans.entries.make_plan import PlannedPlace
from sanzhang.plans.entries.withdraw_plan import PlanWithdrawn
from sanzhang.plans.models import Plan
from sanzhang.plans.queries import invited_to, standings_of, visible_to
from sanzhang.premises.checks import sees
from sanzhang.premises.queries import by_keys
from sanzhang.rules.areas import smallest_around
from sanzhang.rules.plans import PlaceState, progress


@needs("view.area")
def plans(request: DeskRequest) -> HttpResponseBase:
    """Plans inside the user's scope, those that end last first."""
    chosen = PlanFilter(request, visible_to(request.scope))
    context: dict[str, Any] = {
        "title": _("检查计划"),
        "lede": _("联合检查、专项行动、双随机抽查和复查。照常检查，到了计划里的场所就自动计入，不用再填。"),
        "form": chosen.form,
        "links": [{"title": _("该去哪里查"), "url": reverse("desk:visits")}],
        "kinds": new_links() if any(POWER in actor.powers for actor in request.actors) else [],
    }
    return show_register(request, PlanTable(plans_shown(request, chosen.qs)), context, "desk/plans.html")


def new_links() -> list[dict[str, str]]:
    """Where each kind of plan is made."""
    return [{"title": _(title), "url": reverse("desk:plan_new", args=[kind.value])} for kind, title in KIND_TITLES.items()]


@needs(POWER)
def plan_new(request: DeskRequest, plan_kind: str) -> HttpResponse:
    """Make a plan: first look what fits, then tick and keep. ``begin``: places were chosen elsewhere."""
    if plan_kind not in set(PlanKind):
        raise Http404
    kind, keys = PlanKind(plan_kind), request.POST.getlist("places")
    ticked = labels_of(request, [PlannedPlace(key=key) for key in keys])
    if request.method != "POST" or "begin" in request.POST:
        area = smallest_around([place.area for place in by_keys(request.scope, keys).values()]) if ticked else ""
        return _form(request, kind, PlanForm(request, kind, ticked, initial={"places": keys, "area": area}))
    form = PlanForm(request, kind, ticked, request.POST)
    if not form.is_valid():
        return _form(request, kind, form)
    return _keep(request, kind, form) if "keep" in request.POST else _look(request, kind, form)


def _look(request: DeskRequest, kind: PlanKind, form: PlanForm, problems: list[dict[str, str]] | None = None) -> HttpResponse:
    """The form again with what it leads to."""
    if kind is PlanKind.DRAW:
        return _form(request, kind, form, draw=preview_of_draw(request, form), problems=problems)
    found = places_found(request, kind, form)
    shown = found if len(found) <= LISTED else []
    data = request.POST.copy()
    data.setlist("places", [place.key for place in shown])
    form = PlanForm(request, kind, labels_of(request, shown), data)
    return _form(request, kind, form, found=preview_of_places(found), problems=problems)


def _keep(request: DeskRequest, kind: PlanKind, form: PlanForm) -> HttpResponse:
    area, id = form.cleaned_data["area"], new_id()
    payload = made_of(kind, form, places_ticked(request, kind, form))
    problems = attempt(lambda: append(draft("plan.made", area, payload, id=id), actor_for(request, POWER, area)))
    if problems:
        return _form(request, kind, form, problems=problems, draw=preview_of_draw(request, form) if kind is PlanKind.DRAW else None)
    messages.success(request, _("计划已保存。") if kind is not PlanKind.DRAW else _("抽查条件已保存，现在可以抽取。"))
    return redirect("desk:plan_draw" if kind is PlanKind.DRAW else "desk:plan", id)


def _form(request: DeskRequest, kind: PlanKind, form: PlanForm, **context: Any) -> HttpResponse:
    shown = {"form": form, "kind": kind.value, "title": _("新计划 · %(kind)s") % {"kind": _(KIND_TITLES[kind])}, "listed": LISTED}
    return render(request, "desk/plan_new.html", shown | context)


@needs("view.area")
def plan(request: DeskRequest, plan_id: UUID) -> HttpResponseBase:
    """One plan: its terms, each place, who came, what was found."""
    return _show(request, found_plan(request, plan_id))


@require_POST
@needs("view.area")
def plan_refer(request: DeskRequest, plan_id: UUID) -> HttpResponseBase:
    """Refer findings of the plan to a department, each by a step of its own; the page then says what became of each."""
    found = found_plan(request, plan_id)
    return _show(request, found, **refer_all(request))


@require_POST
@needs(POWER)
def plan_end(request: DeskRequest, plan_id: UUID) -> HttpResponseBase:
    """End a plan: what is left is not asked for any more."""
    return _over(request, found_plan(request, plan_id), "plan.ended", PlanEnded, _("计划已结束。"))


@require_POST
@needs(POWER)
def plan_withdraw(request: DeskRequest, plan_id: UUID) -> HttpResponseBase:
    """Withdraw a plan that was made wrongly."""
    return _over(request, found_plan(request, plan_id), "plan.withdrawn", PlanWithdrawn, _("计划已撤回，仍可查看。"))


def found_plan(request: DeskRequest, plan_id: UUID) -> Plan:
    """The plan, if it lies inside the user's scope."""
    found = visible_to(request.scope).filter(id=plan_id).first()
    if found is None:
        raise Http404
    return found


def manages_plan(request: DeskRequest, plan: Plan) -> bool:
    """Whether the user draws, ends or withdraws it: in his area, and not only invited to it; nobody does once it is over."""
    able = (actor for actor in request.actors if actor.may(POWER, plan.area))
    return not plan.is_over and any(sees(actor, plan.area, plan.sector) for actor in able)


def _over(request: DeskRequest, found: Plan, kind: str, payload: type[PlanEnded | PlanWithdrawn], done: str) -> HttpResponseBase:
    form = ReasonForm(request.POST, prefix=kind.partition(".")[2])
    if not form.is_valid():
        return _show(request, found, None, **{form.prefix or "": form})
    said = payload(plan=found.id, reason=form.cleaned_data["reason"])
    problems = attempt(lambda: append(draft(kind, found.area, said), actor_for(request, POWER, found.area)))
    if problems:
        return _show(request, found, problems=problems)
    messages.success(request, done)
    return redirect("desk:plan", found.id)


def _show(request: DeskRequest, found: Plan, tried: ReferForm | None = None, **context: Any) -> HttpResponseBase:
    today, board = timezone.localdate(), board_for(request)
    standings = standings_of(found, today)
    counted = [one for standing in standings for one in standing.counted]
    states = {standing.state for standing in standings}
    form = PlacesForm([(state.value, _(STATE_TITLES[state])) for state in PlaceState if state in states], request.GET)
    wanted = form.cleaned_data["state"] if form.is_valid() else ""
    far = progress(standings)
    findings = findings_by_department(request, found, counted, today, tried)
    manages = manages_plan(request, found)
    departments = department_titles(found.county)
    shown = {
        "title": found.title,
        "plan": found,
        "progress": far,
        "stands": where_it_stands(found, far, today),
        "facts": facts_of(request, found),
        "form": form if len(states) > 1 else None,
        "came": who_came(board, found, counted) if found.plan_kind == PlanKind.JOINT else None,
        "invited": listed(departments.get(sector, sector) for sector in invited_to(request.scope, found)),
        "hazards": findings,
        "hazards_found": sum(row["found"] for row in findings),
        "hazard_word": hazard_word(request),
        "drawing": getattr(found, "draw", None),
        "is_draw": found.plan_kind == PlanKind.DRAW,
        "may_manage": manages,
        "may_withdraw": manages
        and any(actor.may_take_back(found.person, found.post_area) for actor in request.actors if actor.may(POWER, found.area)),
        "ended": ReasonForm(prefix="ended"),
        "withdrawn": ReasonForm(prefix="withdrawn"),
        "board": board,
        **context,
    }
    table = places_table(request, found, [standing for standing in standings if wanted in ("", standing.state)])
    return show_register(request, table, shown, "desk/plan.html")
