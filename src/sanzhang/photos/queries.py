"""Reads of photos. Who sees an entry's place sees its photos: nothing is shown that no entry inside the scope uses."""

from collections.abc import Iterable

from django.db.models import QuerySet

from sanzhang.journal.actors import Scope
from sanzhang.photos.contents import stored
from sanzhang.photos.models import PhotoUse


def visible_to(scope: Scope) -> QuerySet[PhotoUse]:
    """Uses of photos inside the scope, the newest first."""
    return PhotoUse.objects.filter(scope.filter("area", "sector")).order_by("-recorded_at", "-id")


def missing(sha256s: Iterable[str]) -> list[str]:
    """Those of the photos that are not here yet, each once, in the order asked."""
    return [sha256 for sha256 in dict.fromkeys(sha256s) if not stored(sha256)]
