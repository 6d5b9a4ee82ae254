"""Photos: published copies only, and only to those who see an entry that uses them."""

from django.http import Http404, HttpResponse

from sanzhang.cases.photos import shown_with, use_seen
from sanzhang.desk.access import DeskRequest, needs
from sanzhang.desk.checked import HOUSEHOLD, place_name
from sanzhang.desk.photos import sent_before
from sanzhang.desk.places import place_names
from sanzhang.desk.registers import post_titles
from sanzhang.desk.tables.inspections import name_then
from sanzhang.desk.words import tell
from sanzhang.inspections.queries import visible_to as inspections_visible_to
from sanzhang.journal.actors import Scope
from sanzhang.journal.queries import visible_to as entries_visible_to
from sanzhang.people.queries import names_of
from sanzhang.photos.bands import lines_of
from sanzhang.photos.copies import Size, published, watermarked
from sanzhang.photos.models import PhotoUse
from sanzhang.rules.problems import Problem

MARK = "mark"


@needs("view.area")
def photo(request: DeskRequest, sha256: str) -> HttpResponse:
    """A copy of the picture and nothing else; ``size``: thumb, copy, or mark for paper, with a band that says what it shows.

    What no entry uses yet is shown to whoever sent it, in the session in which he did.
    """
    use = use_seen(request.scope, sha256)
    if use is None and not sent_before(request, [sha256]):
        raise Http404
    # A page asks for many at once, and the page itself has told the session that somebody is at work; pictures need not write it again.
    del request.session
    size = request.GET.get("size", Size.COPY)
    try:
        content = _marked(request, use) if size == MARK and use else _copy(sha256, size)
    except Problem as problem:  # not arrived, no picture, no font for the band
        told = tell(problem)
        return HttpResponse(f"{told['message']}{told['hint']}", status=404, content_type="text/plain; charset=utf-8")
    return HttpResponse(content, content_type="image/jpeg")


def _copy(sha256: str, size: str) -> bytes:
    return published(sha256, Size.THUMB if size == Size.THUMB else Size.COPY).read_bytes()


def _marked(request: DeskRequest, use: PhotoUse) -> bytes:
    entry = entries_visible_to(request.scope).filter(id=use.entry).first()
    by = ""
    if entry is not None:
        by = f"{post_titles(request.county).get(entry.post, entry.post)} {names_of([entry.person]).get(entry.person, '')}"
    area = place_names([use.area])[use.area]
    type, name = _place(request.scope, use)
    if type == HOUSEHOLD:
        use.lat = use.lon = None  # paper goes from hand to hand, and the point would say who lives there
    return watermarked(use.sha256, lines_of(use, area=area, post=by.strip(), place=place_name(type, name, "")))


def _place(scope: Scope, use: PhotoUse) -> tuple[str, str]:
    """At what the photo was taken: type and name, as the entry that uses it says."""
    made = inspections_visible_to(scope).filter(id=use.entry).first()
    if made is not None:
        return made.place_type, name_then(made)
    about = shown_with(scope, use)
    return (about.place_type, about.place_name) if about else ("", "")
