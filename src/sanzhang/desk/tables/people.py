"""People as a list."""

from collections import defaultdict
from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sanzhang.desk.access import DeskRequest
from sanzhang.desk.places import place_names
from sanzhang.desk.registers import post_titles, sector_titles
from sanzhang.desk.tables.columns import STACK, WIDE, LinkColumn
from sanzhang.desk.words import listed, noted
from sanzhang.journal.actors import inside
from sanzhang.people.models import Appointment, Person
from sanzhang.people.queries import appointments_visible_to, on


class PersonTable(tables.Table):  # type: ignore[misc]
    """One person a row. Never the telephone."""

    name = LinkColumn(verbose_name=_("姓名"), order_by="name")
    number = tables.Column(verbose_name=_("编号"), order_by="number")
    organisation = tables.Column(verbose_name=_("单位"), order_by="organisation")
    area = tables.Column(verbose_name=_("登记在"), order_by="area")
    posts = tables.Column(verbose_name=_("今天的任职"), orderable=False, attrs=WIDE)

    class Meta:
        attrs = STACK
        order_by = ("area", "number")
        empty_text = _("没有这样的人员。")


class PersonFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Which people are shown."""

    name = django_filters.CharFilter(method="named", label=_("姓名或编号"))
    organisation = django_filters.CharFilter("organisation", "icontains", label=_("单位含"))
    area = django_filters.ChoiceFilter(method="registered_in", label=_("登记在"), empty_label=_("全部"))

    class Meta:
        model = Person
        fields = ("name", "organisation", "area")

    def __init__(self, data: Any, queryset: QuerySet[Person], areas: list[tuple[str, str]]) -> None:
        super().__init__(data, queryset)
        self.filters["area"].extra["choices"] = areas

    def named(self, rows: QuerySet[Person], name: str, value: str) -> QuerySet[Person]:
        """By a part of the name, or the beginning of the number."""
        return rows.filter(Q(name__icontains=value.strip()) | Q(number__startswith=value.strip()))

    def registered_in(self, rows: QuerySet[Person], name: str, value: str) -> QuerySet[Person]:
        """In an area or below it."""
        return rows.filter(inside("area", value))


def person_rows(request: DeskRequest, people: list[Person]) -> list[dict[str, Any]]:
    """One page of people as rows, with the posts that they hold today inside the user's scope."""
    held: dict[str, list[Appointment]] = defaultdict(list)
    for appointment in appointments_visible_to(request.scope).filter(
        on(timezone.localdate()), person__in=[person.key for person in people]
    ):
        held[appointment.person].append(appointment)
    names = place_names([person.area for person in people] + [appointment.area for rows in held.values() for appointment in rows])
    posts, sectors = post_titles(request.county), sector_titles(request.county)
    return [
        {
            "name": person.name,
            "number": person.number,
            "organisation": person.organisation,
            "area": names.get(person.area, person.area),
            "posts": _posts([f"{names.get(row.area, row.area)} {post_words(row, posts, sectors)}" for row in held[person.key]]),
            "url": reverse("desk:person", args=[person.key]),
        }
        for person in people
    ]


def _posts(held: list[str]) -> str:
    """The first posts in words; an officer may have dozens of villages."""
    return listed(held[:3]) + (noted(" …", len(held)) if len(held) > 3 else "")


def post_words(held: Appointment, posts: dict[str, str], sectors: dict[str, str]) -> str:
    """A post, with its sector where it has one."""
    return noted(posts.get(held.post, held.post), sectors.get(held.sector, held.sector))
