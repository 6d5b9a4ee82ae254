"""Premises that are out of business while a major hazard there is going on: what the register says, and the step that stops the clock."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from sanzhang.cases.models import Case
from sanzhang.cases.queries import LISTING, of_place
from sanzhang.cases.states import PAUSED
from sanzhang.desk.access import DeskRequest
from sanzhang.desk.case_places import PREMISES
from sanzhang.desk.steps import table_today
from sanzhang.desk.tables.steps import state_title
from sanzhang.desk.words import say
from sanzhang.premises.queries import by_keys


@dataclass(frozen=True, slots=True)
class Running:
    """A major hazard that is going on. ``step``: what is recorded when the premises are out of business; empty where that can't be done now."""

    state: str
    step: str
    url: str

    @property
    def closed_words(self) -> str:
        """What whoever meets it at closed premises has to know."""
        if not self.step:
            return _("这里登记为停业，重大火灾隐患还在办理（%(state)s）；这一步不能暂停，照常办理。") % {"state": self.state}
        return _("这里登记为停业，但重大火灾隐患还在办理（%(state)s），期限照常计算。由大队到现场核实后办理“%(step)s”，期限才停止。") % {
            "state": self.state, "step": self.step,
        }  # fmt: skip

    @property
    def closing_words(self) -> str:
        """What whoever is about to close the place in the register has to know."""
        if not self.step:
            return _("这里有重大火灾隐患正在办理（%(state)s），名册里停业不会结束它。") % {"state": self.state}
        return _("这里有重大火灾隐患正在办理（%(state)s）。名册里停业不会停止期限，还要由大队办理“%(step)s”。") % {
            "state": self.state, "step": self.step,
        }  # fmt: skip


def running_at(request: DeskRequest, key: str) -> Running | None:
    """The major hazard that is going on at a place, unless its clock is stopped already; as far as the user sees it."""
    case = of_place(request.scope, key).filter(place_type=PREMISES, cycle=LISTING, ended=False, stopped_on=None).first()
    return _running(case) if case else None


def closed_under(request: DeskRequest, case: Case) -> Running | None:
    """The same for the page of a case whose place is registered as out of business."""
    if case.cycle != LISTING or case.ended or case.stopped_on or case.place_type != PREMISES:
        return None
    place = by_keys(request.scope, [case.place_key]).get(case.place_key)
    return _running(case) if place and place.closed else None


def _running(case: Case) -> Running:
    table = table_today(case.county, case.cycle)
    step = table.step(PAUSED, case.state)
    url = reverse("desk:case", args=[case.id]) + (f"#step-{PAUSED}" if step else "")
    return Running(state_title(table, case.state), say(step.title) if step else "", url)
