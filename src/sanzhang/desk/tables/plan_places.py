"""The places of a plan, and the pool of a draw, as lists."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy as _

from sanzhang.desk.access import DeskRequest
from sanzhang.desk.checked import Who
from sanzhang.desk.places import kind_titles, place_names
from sanzhang.desk.registers import sector_titles
from sanzhang.desk.rows import Rows, addresses
from sanzhang.desk.tables.columns import NUMBER, STACK, WIDE, DayColumn
from sanzhang.desk.tables.inspections import DATE, PlaceColumn
from sanzhang.desk.words import listed
from sanzhang.inspections.queries import visible_to as inspections_visible_to
from sanzhang.people.queries import names_of
from sanzhang.plans.choices import EXCLUDED_TITLES, STATE_TITLES, PlanKind
from sanzhang.plans.entries.draw_plan import PlanDrawn
from sanzhang.plans.models import Plan
from sanzhang.plans.queries import invited_to
from sanzhang.premises.queries import by_keys, planned
from sanzhang.rules.draw import in_order, number
from sanzhang.rules.plans import PlaceStanding, PlaceState

MONO = {"td": {"class": "mono small"}}


class PlaceStateColumn(tables.Column):  # type: ignore[misc]
    """Where a planned place stands, as a pill; in words in exports."""

    def render(self, value: PlaceState) -> str:
        """The pill."""
        return render_to_string("desk/parts/plan_state.html", {"state": value.value, "word": gettext(STATE_TITLES[value])})

    def value(self, value: PlaceState) -> str:
        """The words."""
        return gettext(STATE_TITLES[value])


class DoneColumn(tables.Column):  # type: ignore[misc]
    """When somebody was there, leading to the inspection where the user sees it."""

    def render(self, value: Any, record: Any) -> str:
        """The day, as a link where there is somewhere to go."""
        return format_html('<a href="{}">{}</a>', record["inspection_url"], value) if record["inspection_url"] else str(value)

    def value(self, value: Any) -> Any:
        """The day."""
        return value


class PlanPlaceTable(tables.Table):  # type: ignore[misc]
    """One planned place a row. ``inspectors`` is a draw's, ``came`` a joint plan's; the address is in exports, and for those who are invited."""

    number = tables.Column(verbose_name=_("序号"), attrs=NUMBER)
    place = PlaceColumn(verbose_name=_("场所"), orderable=False, attrs=WIDE)
    kind = tables.Column(verbose_name=_("类型"), orderable=False)
    area = tables.Column(verbose_name=_("区域"), orderable=False)
    address = tables.Column(verbose_name=_("地址"), orderable=False, visible=False)
    inspectors = tables.Column(verbose_name=_("抽中的检查人"), orderable=False)
    due = DayColumn(verbose_name=_("应查日期"), attrs=DATE)
    state = PlaceStateColumn(verbose_name=_("情况"))
    done = DoneColumn(verbose_name=_("检查日期"), attrs=DATE)
    who = tables.Column(verbose_name=_("检查人"), orderable=False, attrs={"td": {"class": "name"}})
    came = tables.Column(verbose_name=_("到场部门"), orderable=False)

    class Meta:
        attrs = STACK
        order_by = ("number",)
        empty_text = _("没有这样的场所。")


def places_table(request: DeskRequest, plan: Plan, standings: list[PlaceStanding]) -> PlanPlaceTable:
    """The planned places; of those that were done, by whom."""
    numbered = list(enumerate(standings, start=1))
    rows = Rows(numbered, partial(_place_rows, request, plan), _in_order)
    left = {"inspectors": PlanKind.DRAW, "came": PlanKind.JOINT}
    table = PlanPlaceTable(rows, exclude=[name for name, kind in left.items() if plan.plan_kind != kind])
    if invited_to(request.scope, plan):  # whoever has no page for the place finds the way by its address
        table.columns.show("address")
    return table


Numbered = tuple[int, PlaceStanding]
STATES = list(PlaceState)
ORDERS = {
    "number": lambda item: item[0],
    "due": lambda item: item[1].planned.due,
    "state": lambda item: STATES.index(item[1].state),
    "done": lambda item: item[1].counted[0].day.toordinal() if item[1].counted else 10**9,
}


def _in_order(items: list[Numbered], names: Sequence[str]) -> list[Numbered]:
    for name in reversed(names):
        items = sorted(items, key=ORDERS[name.lstrip("-")], reverse=name.startswith("-"))
    return items


def _place_rows(request: DeskRequest, plan: Plan, items: list[Numbered]) -> list[dict[str, Any]]:
    known = planned(plan.area, [standing.planned.place for _n, standing in items])
    areas, kinds, sectors = place_names([place.area for place in known.values()]), kind_titles(), sector_titles(request.county)
    people = names_of(list({person for _n, standing in items for person in standing.planned.inspectors}))
    first = [standing.counted[0].id for _n, standing in items if standing.counted]
    made = {str(row.id): row for row in inspections_visible_to(request.scope).filter(id__in=first)}
    who, rows = Who(request.county, [row.person for row in made.values()]), []
    place_at, inspection_at = addresses("desk:premises_one"), addresses("desk:inspection")
    for n, standing in items:
        place, done = known.get(standing.planned.place), standing.counted[0] if standing.counted else None
        seen = made.get(done.id) if done else None
        rows.append(
            {
                "number": n,
                "place": place.name if place else gettext("已不在名册"),
                "kind": kinds.get(place.kind, place.kind) if place else "",
                "area": areas[place.area] if place else "",
                "inspectors": listed(people.get(person, "—") for person in standing.planned.inspectors),
                "due": standing.planned.due,
                "state": standing.state,
                "done": done.day if done else None,
                "who": who(seen.person, seen.post) if seen else "",
                "came": listed(sectors.get(sector, sector) for sector in seen.departments) if seen else "",
                "address": place.address if place else "",
                "place_url": place_at(place.key) if place and request.scope.covers(place.area, place.sector) else "",
                "inspection_url": inspection_at(seen.id) if seen else "",
            }
        )
    return rows


class HashColumn(tables.Column):  # type: ignore[misc]
    """A SHA-256: on the page as much of it as one compares by eye."""

    def render(self, value: str) -> str:
        """Its beginning."""
        return f"{value[:16]}…"

    def value(self, value: str) -> str:
        """All of it."""
        return value


class PoolTable(tables.Table):  # type: ignore[misc]
    """One place of the pool a row, in the order of its number; then those that were left out. The code that is hashed is in exports only."""

    order = tables.Column(verbose_name=_("序号"), orderable=False, attrs=NUMBER)
    place = PlaceColumn(verbose_name=_("场所"), orderable=False, attrs=WIDE)
    area = tables.Column(verbose_name=_("区域"), orderable=False)
    result = tables.Column(verbose_name=_("结果"), orderable=False)
    code = tables.Column(verbose_name=_("场所代码"), orderable=False, visible=False)
    hash = HashColumn(verbose_name=_("SHA-256（种子|场所代码）"), orderable=False, attrs=MONO)

    class Meta:
        attrs = STACK
        order_by = ()
        empty_text = _("抽查池是空的。")


def pool_table(request: DeskRequest, drawn: PlanDrawn) -> PoolTable:
    """The pool of a draw as it was."""
    results = {one.place: n for n, one in enumerate(drawn.result, start=1)}
    items = [(n, key, results.get(key), "") for n, key in enumerate(in_order(drawn.seed, drawn.places), start=1)]
    items += [(0, left.place, None, EXCLUDED_TITLES[left.reason]) for left in drawn.excluded]
    return PoolTable(Rows(items, partial(_pool_rows, request, drawn.seed), lambda rows, names: rows))


def _pool_rows(request: DeskRequest, seed: str, items: list[tuple[int, str, int | None, str]]) -> list[dict[str, Any]]:
    known = by_keys(request.scope, [key for _n, key, _result, _reason in items])
    areas, own = place_names([place.area for place in known.values()]), addresses("desk:premises_one")
    return [
        {
            "order": n or None,
            "place": known[key].name if key in known else gettext("已不在名册"),
            "place_url": own(key) if key in known else "",
            "area": areas[known[key].area] if key in known else "",
            "result": gettext("抽中")
            if result
            else gettext("不参加：%(reason)s") % {"reason": gettext(reason)}
            if reason
            else gettext("未抽中"),
            "code": key,
            "hash": number(seed, key) if n else None,
        }
        for n, key, result, reason in items
    ]
