"""One hazard in words: what, where, by whom, and every step that was taken."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sanzhang.desk.access import DeskRequest
from sanzhang.desk.checked import checklist_title, place_name, place_urls, speaks_of_suspicion
from sanzhang.desk.photos import Shown
from sanzhang.desk.registers import moment
from sanzhang.desk.tables.hazards import action_title, age_of, event_title
from sanzhang.desk.words import say
from sanzhang.hazards.models import Hazard, HazardEvent
from sanzhang.hazards.states import SEVERITY_TITLES
from sanzhang.packs import every_checklist
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
        {"label": _("发现人"), "value": _who(board, row.found_by, row.found_post)},
        {"label": _("发现日期"), "value": row.found_on.isoformat()},
        {"label": _("整改日期"), "value": day_of(row.corrected_at).isoformat() if row.corrected_at else ""},
        {"label": _("检查项"), **_item(row)},
        {"label": _("可能涉及的要素"), "value": row.element, "note": _("重大火灾隐患判定标准的条号，供大队参考，不作认定。") if row.element else ""},
    ]  # fmt: skip
    if row.inspection:
        facts.append({"label": _("来源"), "value": _("检查记录"), "url": reverse("desk:inspection", args=[row.inspection])})
    else:
        facts.append({"label": _("来源"), "value": _("检查之外发现")})
    return [fact for fact in facts if fact["value"]]


def _item(row: Hazard) -> dict[str, Any]:
    """The item of the checklist that it was found by, with the reason why it is asked."""
    versions = [found for found in every_checklist().versions if found.id == row.checklist]
    item = next((item for found in reversed(versions) for item in found.items if item.id == row.item), None)
    if item is None:
        return {"value": ""}
    title = checklist_title(row.checklist, versions[-1].version)
    basis = _("依据：%(text)s（%(source)s）") % {"text": item.basis.text, "source": item.basis.source}
    return {"value": f"{title}：{say(item.text)}", "note": basis, "grade": item.basis.grade.value}


def history_of(board: Board, steps: list[HazardEvent], photos: dict[str, Shown]) -> list[dict[str, Any]]:
    """Every step, the newest first: what, who, when it was done and when it arrived."""
    return [
        {
            "what": event_title(step.county, step.event),
            "who": _who(board, step.person, step.post),
            "when": moment(step.occurred_at),
            "recorded": moment(step.recorded_at),
            "note": step.note,
            "photos": [photos[name] for name in step.photos if name in photos],
            "withdrawn": step.withdrawn_at is not None,
        }
        for step in reversed(steps)
    ]


def _who(board: Board, person: str, post: str) -> str:
    title = say(board.posts[post].title) if post in board.posts else post
    return _("%(name)s（%(post)s）") % {"name": board.people.get(person, "—"), "post": title}
