"""Posts of the county's pack: which there are, and who is in one."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from sanzhang.journal.actors import SYSTEM, Actor
from sanzhang.packs import pack_for
from sanzhang.people.models import Appointment, Person
from sanzhang.rules.areas import LENGTHS, level_of
from sanzhang.rules.pack.model import Post
from sanzhang.rules.problems import Problem, gettext_noop as _

# Duties of administrators are kept apart (GB/T 22239-2019); packs/standards/administrators.yaml declares the posts.
ADMINISTRATORS = frozenset({"system_admin", "security_admin", "audit_admin"})


@dataclass(frozen=True, slots=True)
class Held:
    """Who is in a post already, and since when."""

    name: str
    start: date


def posts_of(county: str) -> dict[str, Post]:
    """The posts of the county's pack by id."""
    return {post.id: post for post in pack_for(county, settings.DEFAULT_PACK).posts}


def slice_post_of(county: str) -> str:
    """The post by which the county's villages are dealt out; empty where its notice knows no slices."""
    post = pack_for(county, settings.DEFAULT_PACK).slice_post
    return post.id if post else ""


def check_post(county: str, post_id: str, area: str, sector: str) -> Post:
    """The post, if it exists in the pack and is held at the level of ``area``. Raises ``Problem`` otherwise."""
    posts = posts_of(county)
    if post_id not in posts:
        raise Problem("post_unknown", _("策略包里没有“{post}”这个岗位。"), _("从岗位表里选。"), post=post_id)
    post = posts[post_id]
    # A post above the county (the detachment chief) is entered at the county, which is where its work is seen.
    if len(area) != max(LENGTHS[post.level], LENGTHS[level_of(county)]):
        raise Problem("post_level", _("“{post}”不在 {area} 这一级任职。"), _("改选与岗位同级的区划。"), post=post.title.zh, area=area)
    if post.per_sector != bool(sector):
        raise Problem("post_sector", _("“{post}”的行业不对。"), _("部门岗位须选行业，其他岗位不选。"), post=post.title.zh)
    return post


def check_appointer(county: str, actor: Actor, person: str, post_id: str, sector: str) -> None:
    """Raises ``Problem`` when the actor may not put ``person`` into the post: himself into one with powers he lacks, somebody of another
    sector, or one person into a second administrator's post.
    """
    if actor.post == SYSTEM:
        return
    if person == actor.person and posts_of(county)[post_id].powers - actor.powers:
        raise Problem("appoint_self", _("不能给自己安排权限更大的岗位。"), _("请由上级办理。"))
    if actor.sector and actor.sector != sector:
        raise Problem("appoint_sector", _("您只能办理本行业部门的任职。"), _("请由旗级有权限的岗位办理。"))
    today = timezone.localdate()
    others = Appointment.objects.filter(Q(end__isnull=True) | Q(end__gte=today), person=person, county=county, superseded_at__isnull=True)
    others = others.exclude(post=post_id)
    if others.exists() if post_id in ADMINISTRATORS else others.filter(post__in=ADMINISTRATORS).exists():
        raise Problem(
            "administrators_apart", _("系统、安全、审计管理员不能互相兼任，也不能兼任业务岗位。"), _("另选一人，或先结束原任职。")
        )


def others_in(post: str, area: str, sector: str, start: date, end: date | None, *, but: str) -> Held | None:
    """Somebody else who holds the post on any of those days."""
    rows = Appointment.objects.filter(
        Q(end__isnull=True) | Q(end__gte=start), post=post, area=area, sector=sector, superseded_at__isnull=True
    )
    if end:
        rows = rows.filter(start__lte=end)
    row = rows.exclude(key=but).order_by("start").first()
    if row is None:
        return None
    name = Person.objects.filter(key=row.person, superseded_at__isnull=True).values_list("name", flat=True).first()
    return Held(name or row.person, row.start)
