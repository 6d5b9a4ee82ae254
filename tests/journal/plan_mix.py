"""An entry of every kind about plans."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone
from tests import county

from sanzhang.journal.actors import system_actor
from sanzhang.journal.append import append, draft
from sanzhang.plans.drawing import drawn_by
from sanzhang.plans.models import Plan


def write_plans(area: str, inspectors: list[str]) -> None:
    """A plan that is ended, one that is withdrawn, and one that is drawn. ``inspectors``: two people in post over ``area`` today."""
    today, shop = timezone.localdate(), county.place(county.VILLAGE, "抽查的店", key=str(uuid4()))
    said = {"title": "某计划", "first": str(today), "last": str(today + timedelta(days=9))}
    whole = said | {"kind": "campaign", "places": [{"key": shop}]}
    for kind in ("plan.ended", "plan.withdrawn"):
        id = append(draft("plan.made", area, whole), system_actor()).id
        append(draft(kind, area, {"plan": str(id), "reason": "试"}), system_actor())
    id = append(draft("plan.made", area, said | {"kind": "draw", "count": 1}), system_actor()).id
    append(draft("plan.drawn", area, drawn_by(Plan.objects.get(id=id), "7", "given", inspectors, today)), system_actor())
