"""Who is above somebody: the nearest, and nobody else."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sanzhang.rules.areas import covers
from sanzhang.rules.pack.model import Post

SEES_ALL_SECTORS = "view.all_sectors"


@dataclass(frozen=True, slots=True)
class InPost:
    """Somebody in a post."""

    person: str
    post: str
    area: str
    sector: str = ""


def nearest_above(
    acted: Collection[InPost], held: Iterable[InPost], able: Mapping[str, Iterable[InPost]], posts: Mapping[str, Post], power: str
) -> frozenset[str]:
    """The people directly above somebody who ``acted`` in these posts: of those in ``able`` (by area; each with ``power``), the nearest.

    He also holds other posts: a brigade officer who works in a village has nobody there above him. The deputy's chief comes first, then
    whoever else has the power in the same area if he himself lacks it, then the next area up. Peers, and he himself, never.
    """
    sectors = {own.sector for own in acted}
    wider = {post for post in held if post.sector in sectors and any(covers(post.area, own.area) for own in acted)}
    own = {*acted, *wider}
    ranked: dict[int, set[str]] = {}
    shortest = min((post.area for post in own), key=len)
    for length in range(len(shortest) + 1):
        for other in able.get(shortest[:length], ()):
            if _may_be_asked(other, own, sectors, posts):
                rank = _rank(other, own, posts, power)
                if rank is not None:
                    ranked.setdefault(rank, set()).add(other.person)
    return frozenset(ranked[min(ranked)]) if ranked else frozenset()


def _may_be_asked(other: InPost, own: Collection[InPost], sectors: Collection[str], posts: Mapping[str, Post]) -> bool:
    """Whether his area and sector are wide enough, and he is somebody else."""
    if any(post.person == other.person or not covers(other.area, post.area) for post in own):
        return False
    title = posts.get(other.post)
    everything = not other.sector or (title is not None and SEES_ALL_SECTORS in title.powers)
    return everything or set(sectors) == {other.sector}


def _rank(other: InPost, own: Collection[InPost], posts: Mapping[str, Post], power: str) -> int | None:
    """How far above: 0 the chief of a deputy, 1 the same area, then by areas upwards. None: a peer."""
    beside = [post for post in own if post.area == other.area]
    if not beside:
        return 2 + 15 - len(other.area)
    titles = [posts[post.post] for post in beside if post.post in posts]
    if any(title.deputy_of == other.post for title in titles):
        return 0
    return None if any(power in title.powers for title in titles) else 1
