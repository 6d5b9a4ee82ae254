"""Open parameters (待定参数): numbers that the notice leaves open, their values, who decided them, and when."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from sanzhang.committee.entries.decide_parameter import ParameterDecided
from sanzhang.committee.queries import decisions
from sanzhang.desk.access import DeskRequest, actor_for, needs
from sanzhang.desk.forms.day import DayInput
from sanzhang.desk.seen import board_for
from sanzhang.desk.words import CADENCES, UNITS, say, tell_all
from sanzhang.journal.append import append, draft
from sanzhang.rules.pack.model import OpenParameter
from sanzhang.rules.parameters import Value
from sanzhang.rules.periods import Cadence
from sanzhang.rules.problems import Problem


class ParameterForm(forms.Form):
    """A value, from which day on, and on what ground."""

    valid_from = forms.DateField(label=gettext_lazy("自何日起"), widget=DayInput())
    basis = forms.CharField(label=gettext_lazy("决定依据"), max_length=300, help_text=gettext_lazy("会议名称和日期，或纪要文号。"))

    def __init__(self, parameter: OpenParameter, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if parameter.unit == "cadence":
            choices = [(cadence.value, _(CADENCES[cadence])) for cadence in Cadence if cadence is not Cadence.ONCE]
            self.fields["value"] = forms.ChoiceField(label=_("值"), choices=choices)
        else:
            unit = _(UNITS[parameter.unit]) if UNITS[parameter.unit] else ""
            self.fields["value"] = forms.IntegerField(
                label=_("值（%(unit)s）") % {"unit": unit}, min_value=parameter.minimum, max_value=parameter.maximum
            )
        self.order_fields(["value", "valid_from", "basis"])


def words(value: Value) -> str:
    """A value in words."""
    return _(CADENCES[value]) if isinstance(value, Cadence) else str(value)


@needs("view.area")
def parameters(request: DeskRequest) -> HttpResponse:
    """All open parameters."""
    board = board_for(request)
    rows = []
    for parameter in board.pack.parameters:
        current = board.parameters.current(parameter.id, board.as_of)
        rows.append(
            {
                "id": parameter.id,
                "title": say(parameter.title),
                "clause": parameter.clause,
                "value": words(current.value),
                "unit": _(UNITS[parameter.unit]) if UNITS[parameter.unit] else "",
                "basis": say(parameter.basis),
                "grade": parameter.grade,
                "decided_by": current.decided_by,
                "valid_from": current.valid_from,
                "url": reverse("desk:parameter_decide", args=[parameter.id]),
            }
        )
    titles = {parameter.id: say(parameter.title) for parameter in board.pack.parameters}
    history = [
        {
            "when": decision.valid_from.isoformat(),
            "who": board.people.get(decision.person, "—"),
            "what": f"{titles.get(decision.parameter, decision.parameter)} → {_(CADENCES[decision.value]) if decision.value in CADENCES else decision.value}",
            "detail": decision.basis,
        }
        for decision in decisions(request.county)
    ]
    may_decide = any("decide.parameters" in actor.powers for actor in request.actors)
    return render(request, "desk/parameters.html", {"rows": rows, "history": history, "may_decide": may_decide, "board": board})


@needs("decide.parameters")
def parameter_decide(request: DeskRequest, parameter_id: str) -> HttpResponse:
    """Record the committee's decision on one parameter."""
    board = board_for(request)
    parameter = next((parameter for parameter in board.pack.parameters if parameter.id == parameter_id), None)
    if parameter is None:
        raise Http404
    form = ParameterForm(parameter, request.POST or None, initial={"valid_from": board.as_of})
    problems: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        value = form.cleaned_data["value"]
        payload = ParameterDecided(
            parameter=parameter.id, value=Cadence(value) if parameter.unit == "cadence" else value,
            valid_from=form.cleaned_data["valid_from"], basis=form.cleaned_data["basis"],
        )  # fmt: skip
        try:
            append(draft("parameter.decided", request.county, payload), actor_for(request, "decide.parameters", request.county))
        except Problem as problem:
            problems = tell_all(problem)
        else:
            messages.success(request, _("决定已记录。今后各期按新值计算，以前的不变。"))
            return redirect("desk:parameters")
    context = {
        "form": form,
        "title": say(parameter.title),
        "lede": say(parameter.basis),
        "problems": problems,
        "cancel_url": reverse("desk:parameters"),
    }
    return render(request, "desk/form_page.html", context)
