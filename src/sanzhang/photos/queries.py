"""Reads of photos. Who sees an entry's place sees its photos: nothing is shown that no entry inside the scope uses."""

from collections.abc import Iterable

from django.db.models import QuerySet

from sanzhang.journal.actors import Scope, inside
from sanzhang.photos.contents import stored
from sanzhang.photos.models import Photo, PhotoUse
from sanzhang.photos.pictures import distance

SAME = 4


def visible_to(scope: Scope) -> QuerySet[PhotoUse]:
    """Uses of photos inside the scope, the newest first."""
    return PhotoUse.objects.filter(scope.filter("area", "sector")).order_by("-recorded_at", "-id")


def may_see(scope: Scope, sha256: str) -> bool:
    """Whether an entry inside the scope uses that photo."""
    return PhotoUse.objects.filter(scope.filter("area", "sector"), sha256=sha256).exists()


def missing(sha256s: Iterable[str]) -> list[str]:
    """Those of the photos that are not here yet, each once, in the order asked."""
    return [sha256 for sha256 in dict.fromkeys(sha256s) if not stored(sha256)]


def same_content(scope: Scope, area: str, sha256: str) -> list[PhotoUse]:
    """Uses in ``area`` (and inside the scope) of the same picture, or of one that looks the same, by entries: a hint for people, no verdict.

    Signatures are left out: lines on white all look alike. Those most alike come first.
    """
    known = Photo.objects.filter(sha256=sha256).values_list("dhash", flat=True).first()
    uses = visible_to(scope).filter(inside("area", area)).exclude(role="signature")
    others = dict(Photo.objects.filter(sha256__in=uses.values("sha256").distinct()).values_list("sha256", "dhash")) if known else {}
    far = {other: distance(known, dhash) for other, dhash in others.items()} if known else {}
    alike = {other for other, bits in far.items() if bits <= SAME} | {sha256}
    found = uses.filter(sha256__in=alike)
    return sorted(found, key=lambda use: 0 if use.sha256 == sha256 else 1 + far[use.sha256])
