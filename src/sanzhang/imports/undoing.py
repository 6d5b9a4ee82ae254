"""Take an import back: for every entry of its batch one that puts the state before it back. The journal keeps both."""

from collections.abc import Iterable
from dataclasses import replace

from django.db import transaction

from sanzhang.imports.batches import Step, steps_of, undo_of
from sanzhang.imports.registers import AREAS, BY_KIND, REGISTERS
from sanzhang.journal.actors import Actor
from sanzhang.journal.append import append_all, draft, wait_for_county
from sanzhang.journal.kinds import Draft, Payload
from sanzhang.journal.models import Entry, Version
from sanzhang.rules.areas import LEVELS, covers
from sanzhang.rules.problems import Problem, Problems, gettext_noop as _

REASON = "撤销导入"


def undo_batch(batch: str, county: str, actor: Actor) -> str:
    """Take ``batch`` back, as a whole; returns the batch that does so. Raises ``Problems`` with everything that stands in the way."""
    with transaction.atomic():
        wait_for_county(county)
        entries = list(Entry.objects.filter(batch=batch, county=county, kind__in=BY_KIND).order_by("-recorded_at", "-id"))
        undo = undo_of(batch)
        if not entries:
            raise Problems([Problem("batch_unknown", _("没有这一批导入。"), _("刷新页面后重选。"))])
        if Entry.objects.filter(batch=undo).exists():
            raise Problems([Problem("batch_undone", _("这一批已经撤销过。"), _("不必再撤销。"))])
        if not all(_within_reach(entry, actor) for entry in entries):
            raise Problems([Problem("outside_area", _("这一批有您辖区或行业以外的内容。"), _("请由导入的人或上级撤销。"))])
        steps = steps_of(entries)
        hindrances = [*_changed_since(steps), *_used_since(steps, county)]
        if hindrances:
            raise Problems(hindrances)
        try:
            append_all([replace(_compensating(step), batch=undo) for step in steps], actor)
        except Problems as error:
            raise Problems([_placed(problem, steps) for problem in error.problems]) from None
    return undo


def _within_reach(entry: Entry, actor: Actor) -> bool:
    """Whether the entry lies in the actor's area; a post that is bound to a sector takes back only what its holder imported himself."""
    bound = bool(actor.sector) and "view.all_sectors" not in actor.powers
    return covers(actor.area, entry.area) and (not bound or entry.person == actor.person)


def _compensating(step: Step) -> Draft:
    """The entry that leads from the state after a step back to the one before it."""
    register = step.register
    if step.before is not None:
        return draft(register.set_kind, register.area_of(step.before), _from_present(register.restored(step.before), step))
    return draft(register.removed_kind, register.area_of(step.after), register.removed(step.after, REASON))


def _from_present(payload: Payload, step: Step) -> Payload:
    """Where an entry says from which state it was made: from the present one. A state that two people's changes left marked is marked again."""
    if "base" not in type(payload).model_fields:
        return payload
    marked = getattr(step.before, "conflict", False)
    return payload.model_copy(update={"base": str(step.after.entry) if step.after and not marked else ""})


def _changed_since(steps: list[Step]) -> list[Problem]:
    """Rows whose present state is no longer the one that the batch left."""
    latest = {(step.register, step.key): step for step in reversed(steps)}
    present: dict[tuple[object, str], Version] = {}
    for register in {step.register for step in steps}:
        county = next(row.county for step in steps if step.register is register and (row := step.after or step.before))
        present |= {(register, row.key): row for row in register.model._default_manager.filter(county=county, superseded_at__isnull=True)}
    return [_stands_in_the_way(step) for place, step in latest.items() if not _still_holds(step, present.get(place))]


def _still_holds(step: Step, now: Version | None) -> bool:
    if step.after is None:
        return now is None
    return now is not None and now.entry == step.entry


def _used_since(steps: list[Step], county: str) -> list[Problem]:
    """New areas in which something is registered or recorded by now: taking them away would leave it nowhere."""
    fresh = {step.key: step for step in steps if step.register is AREAS and step.before is None}
    if not fresh:
        return []
    since = min(step.recorded_at for step in steps)
    recorded = Entry.objects.filter(county=county, recorded_at__gte=since).exclude(kind__in=BY_KIND)
    used = set(recorded.values_list("area", flat=True).distinct())
    for register in REGISTERS:
        if register is not AREAS:
            rows = register.model._default_manager.filter(county=county, superseded_at__isnull=True)
            used |= {register.area_of(row) for row in rows}
    occupied = {area[:length] for area in used for length in LEVELS}
    return [
        Problem("batch_used", _("此后已在这个区划登记了别的内容。"), _("先处理那些内容；确已撤并的，填撤销日期。"), where=_title(step))
        for code, step in fresh.items()
        if code in occupied
    ]


def _stands_in_the_way(step: Step) -> Problem:
    return Problem("batch_changed", _("导入之后又有改动。"), _("这一条请手工更正；其余的也不会撤销。"), where=_title(step))


def _placed(problem: Problem, steps: Iterable[Step]) -> Problem:
    number = problem.where.lstrip("#")
    problem.where = _title(list(steps)[int(number) - 1]) if number.isdigit() else problem.where
    return problem


def _title(step: Step) -> str:
    row = step.after or step.before
    return step.register.name_of(row) if row else step.key
