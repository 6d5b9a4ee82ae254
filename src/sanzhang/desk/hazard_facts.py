"""One hazard in words: what, where, by whom."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sanzhang.desk.access import DeskRequest
from sanzhang.desk.checked import place_name, place_urls, speaks_of_suspicion
from sanzhang.desk.registers import department_titles
from sanzhang.desk.step_history import who
from sanzhang.desk.tables.hazards import action_title, age_of
from sanzhang.desk.words import labelled, say
from sanzhang.hazards.models import Hazard
from sanzhang.hazards.states import SEVERITY_TITLES
from sanzhang.inspections.models import Inspection
from sanzhang.packs import checklist, checklists
from sanzhang.rules.days import day_of
from sanzhang.standing.board import Board


def facts_of(request: DeskRequest, board: Board, row: Hazard) -> list[dict[str, Any]]:
    """What was found, where, by whom, and what was asked for."""
    suspected, area = speaks_of_suspicion(request), board.area_name(row.area)
    where = (row.place_type, row.place_key)
    age = age_of(row, timezone.localdate())
    facts: list[dict[str, Any]] = [
        {"label": _("对象"), "value": place_name(row.place_type, row.place_name, area), "url": place_urls(request.scope, [where]).get(where)},
        {"label": _("区域"), "value": area},
        {"label": _("程度"), "value": _(SEVERITY_TITLES.get(row.severity, row.severity))},
        {"label": _("处置"), "value": action_title(row.action, suspected)},
        {"label": _("建议整改期限") if suspected else _("整改期限"), "value": row.due.isoformat() if row.due else ""},
        {"label": _("历时"), "value": _("%(n)s 天") % {"n": age} if age is not None else ""},
        {"label": _("发现人"), "value": who(board, row.found_by, row.found_post)},
        {"label": _("发现日期"), "value": row.found_on.isoformat()},
        {"label": _("整改日期"), "value": day_of(row.corrected_at).isoformat() if row.corrected_at else ""},
        {"label": _("抄告部门"), "value": department_titles(row.county).get(row.referred_to, row.referred_to)},
        {"label": _("检查项"), **_item(row)},
        {"label": _("可能涉及的要素"), "value": row.element, "note": _("重大火灾隐患判定标准的条号，供大队参考，不作认定。") if row.element else ""},
    ]  # fmt: skip
    facts.append(_source(request, row))
    return [fact for fact in facts if fact["value"]]


def _source(request: DeskRequest, row: Hazard) -> dict[str, Any]:
    """The inspection that found it; a department to which it was referred sees no other's inspections."""
    if row.inspection is None:
        return {"label": _("来源"), "value": _("检查之外发现")}
    own = request.scope.covers(row.area, row.sector)
    return {"label": _("来源"), "value": _("检查记录"), "url": reverse("desk:inspection", args=[row.inspection]) if own else ""}


def _item(row: Hazard) -> dict[str, Any]:
    """The item of the checklist that it was found by, in the version that was used (outside an inspection, that of the day), with the reason why
    it is asked.
    """
    found = Inspection.objects.filter(pk=row.inspection).first() if row.inspection else None
    used = checklist(found.checklist, found.checklist_version) if found else checklists(row.found_on).get(row.checklist)
    item = next((item for item in used.items if item.id == row.item), None) if used else None
    if used is None or item is None:
        return {"value": ""}
    basis = _("依据：%(text)s（%(source)s）") % {"text": item.basis.text, "source": item.basis.source}
    return {"value": labelled(say(used.title), say(item.text)), "note": basis, "grade": item.basis.grade.value}
