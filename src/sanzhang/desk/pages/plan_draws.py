"""The draw of a plan: drawn once, in front of everybody, and done again by whoever doubts it."""

import secrets
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_noop

from sanzhang.desk.access import DeskRequest, actor_for, needs
from sanzhang.desk.checked import Who
from sanzhang.desk.forms.plans import DrawForm
from sanzhang.desk.pages.plans import found_plan, manages_plan
from sanzhang.desk.planning import pool_shown
from sanzhang.desk.registers import attempt, moment, show_register
from sanzhang.desk.tables.plan_places import pool_table
from sanzhang.desk.words import listed, tell_all
from sanzhang.journal.append import append, draft
from sanzhang.people.queries import names_of
from sanzhang.plans.checks import POWER
from sanzhang.plans.choices import EXCLUDED_TITLES, SEED_TITLES, Excluded
from sanzhang.plans.drawing import drawn_by
from sanzhang.plans.models import Plan, PlanDraw
from sanzhang.plans.recount import recount
from sanzhang.rules.problems import Problem, Problems

SEED_BYTES = 8
DIFFERS = {
    "pool": gettext_noop("抽查池的指纹与记录不一致"),
    "result": gettext_noop("用种子和抽查池重算，结果与记录不一致"),
    "plan": gettext_noop("页面上的计划与抽取记录不一致"),
}


@needs("view.area")
def plan_draw(request: DeskRequest, plan_id: UUID) -> HttpResponseBase:
    """The draw once more, compared with what is on record; before it was held, the pool and the form that holds it."""
    plan = found_plan(request, plan_id)
    drawing = PlanDraw.objects.filter(plan=plan.id).first()
    return _record(request, plan, drawing) if drawing else _hold(request, plan)


def _hold(request: DeskRequest, plan: Plan) -> HttpResponse:
    able = manages_plan(request, plan)
    context: dict[str, Any] = {"plan": plan, "able": able}
    if able:
        shown = pool_shown(request, plan)
        form = DrawForm(shown["people"], request.POST or None)
        context |= {"draw": shown, "form": form}
        if request.method == "POST" and form.is_valid():
            problems = _draw(request, plan, form.cleaned_data["seed"].strip(), form.cleaned_data["inspectors"])
            if not problems:
                messages.success(request, _("抽取完成，种子、抽查池和结果都已存档。"))
                return redirect("desk:plan", plan.id)
            context["problems"] = problems
    return render(request, "desk/plan_draw.html", context)


def _draw(request: DeskRequest, plan: Plan, seed: str, inspectors: list[str]) -> list[dict[str, str]]:
    try:
        made = seed or secrets.token_hex(SEED_BYTES)
        payload = drawn_by(plan, made, "given" if seed else "made", inspectors, timezone.localdate())
    except (Problem, Problems) as error:
        return tell_all(error)
    return attempt(lambda: append(draft("plan.drawn", plan.area, payload), actor_for(request, POWER, plan.area)))


def _record(request: DeskRequest, plan: Plan, drawing: PlanDraw) -> HttpResponseBase:
    again = recount(plan, drawing)
    names = names_of([drawing.person, *again.drawn.inspectors])
    by_hand = again.drawn.result[0].place if again.drawn.result else ""
    context = {
        "title": _("%(title)s · 抽查池") % {"title": plan.title},
        "plan": plan,
        "drawing": drawing,
        "again": again,
        "differs": listed(_(DIFFERS[name]) for name in again.differs),
        "facts": facts_of(plan, drawing),
        "people": [{"name": names.get(person, "—"), "code": person} for person in sorted(again.drawn.inspectors)],
        "example": f"{drawing.seed}|{by_hand}",
    }
    return show_register(request, pool_table(request, again.drawn), context, "desk/plan_draw.html")


def facts_of(plan: Plan, drawing: PlanDraw) -> list[dict[str, Any]]:
    """The record of a draw."""
    left = [_("%(title)s %(n)s 处") % {"title": _(EXCLUDED_TITLES[Excluded(reason)]), "n": n} for reason, n in drawing.excluded.items()]
    return [
        {"label": _("种子"), "value": drawing.seed, "note": _(SEED_TITLES[drawing.seed_from])},
        {"label": _("抽查池"), "value": _("%(n)s 处场所") % {"n": drawing.pool_places}},
        {"label": _("不参加抽取"), "value": listed(left) or _("没有")},
        {"label": _("检查人"), "value": _("%(n)s 名") % {"n": drawing.pool_inspectors}},
        {"label": _("抽取"), "value": _("%(count)s 处，每处 %(people)s 人") % {"count": plan.count, "people": plan.per_place}},
        {"label": _("抽查池指纹"), "value": drawing.pool_hash},
        {"label": _("抽取人"), "value": Who(plan.county, [drawing.person])(drawing.person, drawing.post)},
        {"label": _("抽取时间"), "value": moment(drawing.occurred_at)},
    ]
