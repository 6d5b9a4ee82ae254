"""Hazards that were referred: what a department has to sign for and to answer, and for everybody else how far it is."""

from typing import Any

from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sanzhang.cycles.lateness import is_late
from sanzhang.desk.access import DeskRequest, needs
from sanzhang.desk.registers import show_register
from sanzhang.desk.steps import table_today
from sanzhang.desk.tables.referrals import ReferralFilter, ReferralTable, referrals_shown
from sanzhang.desk.tables.steps import state_title
from sanzhang.hazards.queries import referred
from sanzhang.hazards.states import CYCLE, State

IN_HAND = (State.REFERRED, State.ACCEPTED)


@needs("view.area")
def referrals(request: DeskRequest) -> HttpResponseBase:
    """Referred hazards inside the user's scope; a department sees its own."""
    table, rows = table_today(request.county, CYCLE), referred(request.scope)
    titles = {state: state_title(table, state) for state in (*IN_HAND, State.RECTIFIED, State.CORRECTED)}
    chosen = ReferralFilter(request, rows, {str(state): title for state, title in titles.items()})
    context: dict[str, Any] = {
        "title": _("隐患抄告"),
        "lede": _("大队、消安委办抄告给部门的隐患：签收、办理、答复，再由大队复查。"),
        "form": chosen.form,
        "figures": _figures(request, titles),
    }
    return show_register(request, ReferralTable(referrals_shown(request, chosen.qs)), context, "desk/cases.html")


def _figures(request: DeskRequest, titles: dict[State, str]) -> list[dict[str, Any]]:
    """How many wait for a receipt, how many are being dealt with, how many are late."""
    address, rows = reverse("desk:referrals"), referred(request.scope).filter(ended=False)
    states = list(rows.order_by().values_list("state", flat=True))
    if not states:
        return []
    late = rows.filter(is_late(timezone.now())).count()
    figures = [{"label": _("逾期"), "value": late, "url": f"{address}?late=on", "state": "overdue" if late else ""}]
    figures += [
        {"label": titles[state], "value": states.count(state), "url": f"{address}?state={state}"} for state in (*IN_HAND, State.RECTIFIED)
    ]
    return figures
