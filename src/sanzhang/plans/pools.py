"""Out of what is chosen: the places that fit a plan, the pool of a draw, and the people who may be drawn to inspect."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet

from sanzhang.inspections.queries import last_inspected
from sanzhang.journal.actors import Actor, Place, Scope, inside
from sanzhang.packs import pack_for
from sanzhang.people.models import Appointment
from sanzhang.people.queries import on
from sanzhang.plans.choices import Excluded
from sanzhang.plans.models import Plan
from sanzhang.premises.checks import sees
from sanzhang.premises.models import Premises
from sanzhang.rules.areas import LEVELS, covers
from sanzhang.rules.pack.model import Pack


@dataclass(frozen=True, slots=True)
class Pool:
    """Places that may be drawn, and those that stay out with the reason; both by key, in the order of the keys."""

    places: tuple[str, ...]
    excluded: tuple[tuple[str, Excluded], ...]


def fitting(area: str, sector: str, kinds: Collection[str], marks: Collection[str]) -> QuerySet[Premises]:
    """Present places in ``area`` and ``sector`` (empty: all) of one of ``kinds`` and with one of ``marks`` (none: any), also those out of business."""
    rows = Premises.objects.filter(inside("area", area), superseded_at__isnull=True)
    if sector:
        rows = rows.filter(sector=sector)
    if kinds:
        rows = rows.filter(kind__in=list(kinds))
    if marks:
        carrying = [key for key, carried in rows.values_list("key", "marks") if set(marks).intersection(carried)]
        rows = rows.filter(key__in=carrying)
    return rows.order_by("area", "initials", "key")


def pool_of(plan: Plan, day: date) -> Pool:
    """The pool of a plan to draw, as registers and inspections stand now. Recently: inspected within ``recent_days`` before ``day``."""
    rows = list(fitting(plan.area, plan.sector, plan.kinds, plan.marks).order_by("key").values_list("key", "closed"))
    since = day - timedelta(days=plan.recent_days)
    last = last_inspected(Scope((Place(plan.area),)), [key for key, _closed in rows]) if plan.recent_days else {}
    reasons = {key: Excluded.CLOSED if closed else Excluded.RECENT for key, closed in rows if closed or last.get(key, since) > since}
    return Pool(tuple(key for key, _closed in rows if key not in reasons), tuple(reasons.items()))


def may_be_drawn(actor: Actor, plan: Plan, day: date) -> QuerySet[Appointment]:
    """Appointments in which somebody may inspect everywhere in the plan's area on ``day``, as far as they are the actor's to plan for."""
    posts = inspecting_posts(pack_for(plan.county, settings.DEFAULT_PACK))
    above = [plan.area[:length] for length in LEVELS if len(plan.county) <= length <= len(plan.area)]
    held = Appointment.objects.filter(on(day), superseded_at__isnull=True, post__in=posts, area__in=above)
    if plan.sector:
        held = held.filter(Q(sector="") | Q(sector=plan.sector))
    mine = [one.pk for one in held if covers(actor.area, one.area) and sees(actor, one.area, one.sector)]
    return held.filter(pk__in=mine).order_by("area", "post", "sector", "start")


def inspecting_posts(pack: Pack) -> list[str]:
    """The posts of the pack that may record an inspection of some sort."""
    kinds = [kind.id for kind in pack.evidence if any(origin.startswith("inspection.") for origin in kind.comes_from)]
    return [post.id for post in pack.posts if any(f"record.{kind}" in post.powers for kind in kinds)]
