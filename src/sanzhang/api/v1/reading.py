"""Reading page by page: how many at once, where the next page begins, and what may be asked for."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.db.models import Q
from ninja import Schema
from pydantic import AwareDatetime, Field

from sanzhang.api.problems import Refused
from sanzhang.journal.actors import inside
from sanzhang.rules.areas import is_code
from sanzhang.rules.lifecycle import LifeCycle
from sanzhang.rules.problems import Problem, gettext_noop as _

MOST, USUAL = 200, 50


class Paged(Schema):
    """What any list may be asked for. ``area``: that one and everything below it."""

    area: str = ""
    limit: Annotated[int, Field(ge=1, le=MOST)] = USUAL
    cursor: str = ""

    def in_area(self) -> Q:
        """The condition that a row lies in the area. Raises ``Refused`` for one that cannot be."""
        return inside("area", _area(self.area)) if self.area else Q()

    def after(self, day_field: str) -> Q:
        """The condition that a row comes after the cursor, by its day and id, the newest first. Raises ``Refused`` for no cursor of ours."""
        if not self.cursor:
            return Q()
        day, _dot, id = self.cursor.partition(".")
        try:
            last, key = date.fromisoformat(day), UUID(id)
        except ValueError:
            raise Refused(
                422, Problem("cursor", _("“{cursor}”不是这里给出的位置。"), _("从第一页重新读。"), cursor=self.cursor[:60])
            ) from None
        # The first condition alone lets an index begin at the day.
        return Q(**{f"{day_field}__lte": last}) & (Q(**{f"{day_field}__lt": last}) | Q(id__lt=key))


class Wanted(Paged):
    """What a list of hazards or cases may be asked for. ``late``: of today; ``changed_since``: recorded at or after it."""

    state: str = ""
    late: bool | None = None
    changed_since: AwareDatetime | None = None

    def condition(self, table: LifeCycle | None, is_late: Q) -> Q:
        """As a condition on the rows. Raises ``Refused`` for an area or a state that cannot be."""
        found = self.in_area()
        if self.state:
            found &= Q(state=self.state if table is None else _state(table, self.state))
        if self.late is not None:
            found &= is_late if self.late else ~is_late
        if self.changed_since is not None:
            found &= Q(changed_at__gte=self.changed_since)
        return found


def page(rows: list[Any], limit: int, day_field: str) -> tuple[list[Any], str]:
    """Of ``limit`` + 1 rows, or fewer, those of this page, and where the next begins; empty at the end."""
    if len(rows) <= limit:
        return rows, ""
    last = rows[limit - 1]
    return rows[:limit], f"{getattr(last, day_field)}.{last.id}"


def _area(code: str) -> str:
    if not is_code(code):
        problem = Problem("area_code", _("“{value}”不是区划代码。"), _("写 6、9、12 或 15 位数字的代码。"), value=code[:40])
        raise Refused(422, problem)
    return code


def _state(table: LifeCycle, state: str) -> str:
    if state not in table.by_state:
        known = "、".join(table.by_state)
        raise Refused(422, Problem("state_unknown", _("没有状态“{state}”。"), _("从这些里选：{known}。"), state=state[:40], known=known))
    return state
