"""Photos of what somebody has in hand: whoever sees a hazard or a case sees the photos that its steps name, also those that others took."""

from collections.abc import Collection
from uuid import UUID

from sanzhang.cases.models import Case, CaseStep
from sanzhang.cases.queries import visible_to as cases_visible_to
from sanzhang.hazards.models import Hazard, HazardEvent
from sanzhang.hazards.queries import visible_to as hazards_visible_to
from sanzhang.journal.actors import Scope
from sanzhang.photos.models import PhotoUse
from sanzhang.photos.queries import visible_to


def use_seen(scope: Scope, sha256: str) -> PhotoUse | None:
    """A use of the photo that the scope may see; None when there is none. Only a scope of one sector sees more through hazards and cases."""
    own = visible_to(scope).filter(sha256=sha256).first()
    if own or not any(place.sector for place in scope.places):
        return own
    uses = list(PhotoUse.objects.filter(sha256=sha256).order_by("-recorded_at", "-id"))
    return next((use for use in uses if shown_with(scope, use)), None)


def shown_with(scope: Scope, use: PhotoUse) -> Hazard | Case | None:
    """The hazard or the case inside the scope of which a step names the photo in that entry."""
    hazards = _naming(HazardEvent.objects.filter(entry=use.entry).values_list("hazard", "photos"), use.sha256)
    hazard = hazards_visible_to(scope).filter(id__in=hazards).first() if hazards else None
    if hazard:
        return hazard
    cases = _naming(CaseStep.objects.filter(id=use.entry).values_list("case", "photos"), use.sha256)
    return cases_visible_to(scope).filter(id__in=cases).first() if cases else None


def _naming(steps: "Collection[tuple[UUID, list[str]]]", sha256: str) -> list[UUID]:
    return [about for about, photos in steps if sha256 in photos]
