"""Exempt an area from a duty for one period."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sanzhang.desk.access import DeskRequest, actor_for, needs
from sanzhang.desk.seen import board_holding
from sanzhang.desk.words import tell_all
from sanzhang.journal.append import append, draft
from sanzhang.records.entries.grant_exemption import ExemptionGranted
from sanzhang.rules.problems import Problem


@require_POST
@needs("grant.exemptions")
def exempt(request: DeskRequest, key: str) -> HttpResponse:
    """Record the decision, with its reason."""
    standing = board_holding(request, key).by_key.get(key)
    if standing is None or not request.scope.covers(standing.obligation.area, standing.obligation.sector):
        raise Http404
    obligation = standing.obligation
    payload = ExemptionGranted(duty=obligation.duty.id, period=obligation.window.key, reason=request.POST.get("reason", ""))
    try:
        append(draft("exemption.granted", obligation.area, payload), actor_for(request, "grant.exemptions", obligation.area))
        messages.success(request, _("已决定免予履行。"))
    except Problem as problem:
        messages.error(request, " ".join(tell_all(problem)[0].values()))
    return redirect("desk:obligation", key)
