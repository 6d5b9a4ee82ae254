"""Every step that was taken about a hazard or in a case, in words: who, when, how it stood afterwards, and what was given with it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from sanzhang.cases.models import Case, CaseStep
from sanzhang.cycles.words import Awaited, Words
from sanzhang.desk.photos import Shown
from sanzhang.desk.registers import department_titles, moment
from sanzhang.desk.steps import countdown, deadline_words
from sanzhang.desk.tables.steps import event_title, state_title
from sanzhang.desk.words import listed, say
from sanzhang.hazards.models import Hazard, HazardEvent
from sanzhang.rules.lifecycle import LifeCycle, Step
from sanzhang.rules.lifecycle.model import Need
from sanzhang.standing.board import Board

Taken = HazardEvent | CaseStep
# Names of what was given, where the table no longer has the row by which it was.
FIELDS = {
    "number": gettext_lazy("文书编号"),
    "due": gettext_lazy("期限"),
    "until": gettext_lazy("到"),
    "department": gettext_lazy("部门"),
    "people": gettext_lazy("人员"),
    "agreed": gettext_lazy("同意的人数"),
    "result": gettext_lazy("结果"),
    "no_photo": gettext_lazy("没有照片"),
}
NO_PHOTO = {"camera": gettext_lazy("相机用不了"), "refused": gettext_lazy("对方不让拍"), "unsafe": gettext_lazy("现场拍照有危险")}


def history_of(board: Board, table: LifeCycle, steps: Sequence[Taken], photos: Mapping[str, Shown]) -> list[dict[str, Any]]:
    """Every step, the newest first."""
    departments = department_titles(board.facts.county)
    rows = rows_of(table, steps)
    return [
        {
            "what": event_title(table, step.event),
            "state": _state(table, step),
            "who": who(board, step.person, step.post),
            "when": moment(step.occurred_at),
            "recorded": moment(step.recorded_at),
            "note": step.note,
            "document": say(row.document) if row and row.document else "",
            "given": _given(row, step.data, departments),
            "photos": [photos[name] for name in step.photos if name in photos],
            "withdrawn": getattr(step, "withdrawn_at", None) is not None,
        }
        for step, row in reversed(list(zip(steps, rows, strict=True)))
    ]


def _state(table: LifeCycle, step: Taken) -> str:
    """How it stood afterwards, where the step's own title does not say so."""
    title = state_title(table, step.state)
    return "" if title == event_title(table, step.event) else title


def rows_of(table: LifeCycle, steps: Sequence[Taken]) -> list[Step | None]:
    """For each step the row of the table by which it was taken; None where the table has no such row now."""
    found: list[Step | None] = []
    state = ""
    for step in steps:
        found.append(table.step(step.event, state) or table.beginning(step.event))
        state = step.state or state
    return found


def now_of(words: Words, row: Hazard | Case, department: str, steps: Sequence[Taken], now: datetime) -> dict[str, Any]:
    """How ``row`` stands now: all that it waits for, what is due first at the front, and on what the deadline rests: the ground of the last step
    that set one, with its grade.
    """
    first, *others = words.awaits(row, department) or [Awaited()]
    told = {"owner": first.owner, "next": first.step, "over": first.over, "by": first.by, "others": others} | countdown(row, now)
    setter = next((step for step in reversed(rows_of(words.table, steps)) if step and step.deadline), None)
    return told if row.ended or first.over or setter is None else told | _ground(row.county, setter)


def _ground(county: str, setter: Step) -> dict[str, Any]:
    return {name: value for name, value in deadline_words(county, setter).items() if name != "by"}


def _given(row: Step | None, data: Mapping[str, Any], departments: Mapping[str, str]) -> list[dict[str, str]]:
    needs: dict[str, Need] = {need.field: need for need in row.needs} if row else {}
    told = []
    for name, value in data.items():
        if name not in FIELDS:
            continue
        need = needs.get(name)
        told.append({"label": say(need.title) if need else str(FIELDS[name]), "value": _said(name, value, need, departments)})
    return told


def _said(name: str, value: Any, need: Need | None, departments: Mapping[str, str]) -> str:
    if name == "people":
        return _("%(names)s（%(n)s 人）") % {"names": listed(value), "n": len(value)}
    if name == "no_photo":
        return str(NO_PHOTO.get(value, value))
    if name == "department":
        return departments.get(value, value)
    if need and value in need.choices:
        return say(need.choices[value])
    return str(value)


def who(board: Board, person: str, post: str) -> str:
    """Name and post."""
    title = say(board.posts[post].title) if post in board.posts else post
    return _("%(name)s（%(post)s）") % {"name": board.people.get(person, "—"), "post": title}
