"""A chief asked about inspections, or saw that there is nothing to ask, and says what came of it. The inspections stay as they are."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from sanzhang.inspections.models import Inspection
from sanzhang.journal.actors import SYSTEM, Actor
from sanzhang.journal.kinds import Kind, Long, Payload, Short, Written
from sanzhang.journal.rows import insert
from sanzhang.questions.chiefs import ASK, chiefs_of, in_post
from sanzhang.questions.models import SettledQuestion
from sanzhang.rules.areas import covers
from sanzhang.rules.plausibility import question_key
from sanzhang.rules.problems import NotYet, Problem, gettext_noop as _

MOST = 5000


class QuestionSettled(Payload):
    """Which question, about which inspections, and what came of it."""

    question: Short
    asks: Literal["same_photo", "far", "many"]
    inspections: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=MOST)]
    outcome: Literal["fine", "corrected", "asked"]
    note: Long


def check(written: Written[QuestionSettled], actor: Actor) -> None:
    """A question about one person's inspections, settled once, with a note, and by the chief directly above him."""
    payload = written.payload
    if payload.question != question_key(payload.asks, map(str, payload.inspections)):
        raise Problem("question_key", _("疑问和检查对不上。"), _("刷新后重试。"))
    if SettledQuestion.objects.filter(key=payload.question).exists():
        raise Problem("question_settled", _("这个疑问已经有人了结。"), _("刷新后就不再显示。"))
    if not payload.note.strip():
        raise Problem("reason_missing", _("没有写明情况。"), _("写明怎么核实的、结果怎样。"))
    found = list(Inspection.objects.filter(id__in=payload.inspections, county=written.county))
    if len(found) < len(set(payload.inspections)):
        raise NotYet("inspection_unknown", _("没有这次检查。"), _("等它送达后重试。"))
    if len({inspection.person for inspection in found}) > 1 or not all(covers(written.area, inspection.area) for inspection in found):
        raise Problem("question_key", _("疑问和检查对不上。"), _("刷新后重试。"))
    if actor.post != SYSTEM and actor.person not in chiefs_of(written.county, [in_post(inspection) for inspection in found]):
        raise Problem("not_chief", _("这个疑问由记录人的直接上级了结。"), _("不必处理；情况有变请刷新。"))


def apply(written: Written[QuestionSettled]) -> None:
    """Keep it."""
    payload = written.payload
    row = {
        "id": written.id, "key": payload.question, "asks": payload.asks, "county": written.county, "area": written.area,
        "sector": written.sector, "inspections": sorted(str(id) for id in payload.inspections), "outcome": payload.outcome,
        "note": payload.note, "person": written.person, "post": written.post, "recorded_at": written.recorded_at,
    }  # fmt: skip
    insert(SettledQuestion, [row])


KIND = Kind("question.settled", QuestionSettled, ASK, apply, check)
