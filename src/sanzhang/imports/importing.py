"""Check a file, and commit it: all of its rows or none."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from sanzhang.imports.known import Known
from sanzhang.imports.planning import Plan, make_plan
from sanzhang.imports.reading import read_sheet
from sanzhang.imports.report import Report, report_rows
from sanzhang.imports.table import IMPORT, Change, Fault, Row, Table
from sanzhang.journal import projecting
from sanzhang.journal.actors import SYSTEM, Actor
from sanzhang.journal.append import append_all, wait_for_county
from sanzhang.journal.kinds import Draft, Written, apply, kind_named
from sanzhang.rules.areas import county_of
from sanzhang.rules.problems import Problem, Problems, gettext_noop as _


class Refused(Exception):
    """A commit that did not take place; ``report`` says why."""

    def __init__(self, report: Report) -> None:
        super().__init__(report.name)
        self.report = report


def may_import(table: Table, actor: Actor) -> bool:
    """Whether the post may import this table."""
    return actor.post == SYSTEM or {IMPORT, table.power} <= actor.powers


def check_file(table: Table, content: bytes, name: str, county: str, actor: Actor) -> Report:
    """Every fault of the file, and what would become of every row. Writes nothing."""
    try:
        sheet = read_sheet(content, name)
    except Problem as problem:
        return Report(table.name, county, name, "", 0, [Fault(0, "", problem)], [])
    plan = make_plan(table, sheet, Known(county, actor))
    if not plan.faults:
        _try_out(plan)
    return _report(plan, name, sheet.encoding)


def commit_file(table: Table, content: bytes, name: str, county: str, actor: Actor) -> tuple[UUID, Report]:
    """Make every change of the file, as one batch. Everything is checked again, since the registers may have changed since. Raises ``Refused``."""
    batch = uuid4()
    sheet = read_sheet(content, name)
    with transaction.atomic():
        wait_for_county(county)
        plan = make_plan(table, sheet, Known(county, actor))
        if not plan.is_sound:
            raise Refused(_report(plan, name, sheet.encoding))
        steps = plan.steps()
        try:
            append_all([replace(table.draft(change), batch=str(batch)) for _row, change in steps], actor)
        except Problems as error:
            _blame(plan, steps, error)
            raise Refused(_report(plan, name, sheet.encoding)) from None
    return batch, _report(plan, name, sheet.encoding)


def _try_out(plan: Plan) -> None:
    """The journal's own checks, each row seeing those before it; then everything is undone."""
    with transaction.atomic():
        wait_for_county(plan.known.county)
        for row, change in plan.steps():
            try:
                _rehearse(plan.table.draft(change), plan.known.actor)
            except Problem as problem:
                _note(plan.table, row, problem)
        transaction.set_rollback(True)


def _rehearse(item: Draft, actor: Actor) -> None:
    """Check a draft and let it change the tables, as appending does, but without the entry itself: it would be hashed and stored for nothing."""
    kind = kind_named(item.kind)
    payload = kind.payload.model_validate(kind.protect(item.payload, item.id) if kind.protect else item.payload)
    poster = (actor.person, actor.post, actor.area, actor.sector)
    written = Written(item.id, item.kind, county_of(item.area), item.area, *poster, item.occurred_at, timezone.now(), item.batch, payload)
    if not actor.may(kind.power_for(written), item.area):
        raise Problem("outside_area", _("{area} 不在您任职的区域内。"), _("请由该区域的责任人导入。"), area=item.area)
    kind.check(written, actor)
    with projecting.allowed():
        apply(written)


def _blame(plan: Plan, steps: Sequence[tuple[Row, Change]], error: Problems) -> None:
    for problem in error.problems:
        row, _change = steps[int(problem.where.lstrip("#")) - 1]
        _note(plan.table, row, problem)


def _note(table: Table, row: Row, problem: Problem) -> None:
    row.fault(table.column(table.blamed.get(problem.code, "")), problem)


def _report(plan: Plan, name: str, encoding: str) -> Report:
    return report_rows(plan.table, plan.known, plan.rows, plan.faults, name=name, encoding=encoding)
