"""Photos: published copies only, and only to those who see an entry that uses them."""

from uuid import UUID

from django.http import Http404, HttpResponse

from sanzhang.desk.access import DeskRequest, needs
from sanzhang.desk.checked import HOUSEHOLD, place_name
from sanzhang.desk.places import place_names
from sanzhang.desk.registers import post_titles
from sanzhang.desk.tables.inspections import name_then
from sanzhang.desk.words import tell
from sanzhang.hazards.queries import steps_visible_to, visible_to as hazards_visible_to
from sanzhang.inspections.queries import visible_to as inspections_visible_to
from sanzhang.journal.actors import Scope
from sanzhang.journal.queries import visible_to as entries_visible_to
from sanzhang.people.queries import names_of
from sanzhang.photos.bands import lines_of
from sanzhang.photos.copies import Size, published, watermarked
from sanzhang.photos.queries import may_see, visible_to
from sanzhang.rules.problems import Problem

MARK = "mark"


@needs("view.area")
def photo(request: DeskRequest, sha256: str) -> HttpResponse:
    """A copy of the picture and nothing else; ``size``: thumb, copy, or mark for paper, with a band that says what it shows."""
    if not may_see(request.scope, sha256):
        raise Http404
    # A page asks for many at once, and the page itself has told the session that somebody is at work; pictures need not write it again.
    del request.session
    size = request.GET.get("size", Size.COPY)
    try:
        if size == MARK:
            content = _marked(request, sha256)
        else:
            content = published(sha256, Size.THUMB if size == Size.THUMB else Size.COPY).read_bytes()
    except Problem as problem:  # not arrived, no picture, no font for the band
        told = tell(problem)
        return HttpResponse(f"{told['message']}{told['hint']}", status=404, content_type="text/plain; charset=utf-8")
    return HttpResponse(content, content_type="image/jpeg")


def _marked(request: DeskRequest, sha256: str) -> bytes:
    use = visible_to(request.scope).filter(sha256=sha256)[0]
    entry = entries_visible_to(request.scope).filter(id=use.entry).first()
    by = ""
    if entry is not None:
        by = f"{post_titles(request.county).get(entry.post, entry.post)} {names_of([entry.person]).get(entry.person, '')}"
    area = place_names([use.area])[use.area]
    type, name = _place(request.scope, use.entry)
    if type == HOUSEHOLD:
        use.lat = use.lon = None  # paper goes from hand to hand, and the point would say who lives there
    return watermarked(sha256, lines_of(use, area=area, post=by.strip(), place=place_name(type, name, "")))


def _place(scope: Scope, entry: UUID) -> tuple[str, str]:
    """At what the photo was taken: type and name, as the entry that uses it says."""
    made = inspections_visible_to(scope).filter(id=entry).first()
    if made is not None:
        return made.place_type, name_then(made)
    step = steps_visible_to(scope).filter(entry=entry).first()
    about = hazards_visible_to(scope).filter(id=step.hazard).first() if step else None
    return (about.place_type, about.place_name) if about else ("", "")
