"""What about inspections is worth asking: seen by the chief directly above whoever made them, by nobody else, and not exported."""

from collections import Counter, defaultdict
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sanzhang.desk.access import DeskRequest, actor_for, needs
from sanzhang.desk.checked import Who, place_name, point_words, position_words
from sanzhang.desk.forms.questions import SettleForm
from sanzhang.desk.photos import Shown, shown_by
from sanzhang.desk.places import place_names
from sanzhang.desk.registers import attempt, moment
from sanzhang.desk.tables.inspections import name_then
from sanzhang.desk.words import listed
from sanzhang.inspections.models import Inspection
from sanzhang.journal.append import append, draft
from sanzhang.premises.models import Premises
from sanzhang.premises.queries import by_keys
from sanzhang.questions.chiefs import ASK
from sanzhang.questions.entries.settle_question import QuestionSettled
from sanzhang.questions.queries import LOOKED_BACK, MOST, Asked, open_questions
from sanzhang.rules.plausibility import Asks, Question

SHOWN, WITH_PHOTOS = 100, 12


@needs(ASK)
def questions(request: DeskRequest) -> HttpResponse:
    """What the user may ask about inspections of the last weeks, the newest first."""
    found = open_questions(request.actors, _since())
    shown = found[:SHOWN]
    first = [inspection for asked in shown for inspection in asked.inspections[:2]]
    who, areas = Who(request.county, [asked.person for asked in shown]), place_names([inspection.area for inspection in first])
    rows = [
        {
            "sentence": _words(asked.question),
            "url": reverse("desk:question", args=[asked.question.key]),
            "who": who(asked.person, asked.inspections[-1].post),
            "when": moment(asked.inspections[-1].occurred_at),
            "places": listed(_place(inspection, areas) for inspection in asked.inspections[:2]),
            "more": len(asked.inspections) > 2,
        }
        for asked in shown
    ]
    context = {"rows": rows, "more": len(found) > SHOWN, "days": LOOKED_BACK.days, "most": MOST}
    return render(request, "desk/questions.html", context)


@needs(ASK)
def question(request: DeskRequest, question_key: str) -> HttpResponse:
    """One question with the inspections it is about; settled here, with a note."""
    asked = next((asked for asked in open_questions(request.actors, _since()) if asked.question.key == question_key), None)
    if asked is None:
        raise Http404
    form = SettleForm(request.POST or None)
    problems: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        payload = QuestionSettled(
            question=question_key, asks=asked.question.asks.value, inspections=tuple(row.id for row in asked.inspections),
            outcome=form.cleaned_data["outcome"], note=form.cleaned_data["note"],
        )  # fmt: skip
        actor = actor_for(request, ASK, asked.area)
        problems = attempt(lambda: append(draft("question.settled", asked.area, payload), actor))
        if not problems:
            messages.success(request, _("已了结，不再显示。"))
            return redirect("desk:questions")
    context = {"sentence": _words(asked.question), "rows": _inspections(request, asked), "form": form, "problems": problems}
    return render(request, "desk/question.html", context)


def _since() -> date:
    return timezone.localdate() - LOOKED_BACK


def _words(question: Question) -> str:
    return _(question.message).format(**question.params)


def _place(row: Inspection, areas: dict[str, str]) -> str:
    return place_name(row.place_type, name_then(row), areas[row.area])


def _inspections(request: DeskRequest, asked: Asked) -> list[dict[str, Any]]:
    """The inspections in the order in which they were made; with photos where those are what is asked about."""
    who, areas = Who(request.county, [asked.person]), place_names([row.area for row in asked.inspections])
    photos, wheres = _photos(request, asked), _wheres(request, asked)
    return [
        {
            "when": moment(row.occurred_at),
            "place": _place(row, areas),
            "area": areas[row.area],
            "who": who(row.person, row.post),
            "where": wheres.get(str(row.id), []),
            "url": reverse("desk:inspection", args=[row.id]),
            "photos": photos.get(str(row.id), []),
        }
        for row in asked.inspections
    ]


def _wheres(request: DeskRequest, asked: Asked) -> dict[str, list[str]]:
    """Of a question about distance, for each inspection: where the record was made, where the place is on record, how far that is apart."""
    if asked.question.asks is not Asks.FAR:
        return {}
    places = by_keys(request.scope, [row.place_key for row in asked.inspections])
    return {str(row.id): _where(row, places.get(row.place_key), asked.question.params["km"]) for row in asked.inspections}


def _where(row: Inspection, place: Premises | None, km: int) -> list[str]:
    words = [_("记录时的定位：%(where)s") % {"where": position_words(row)}]
    if place and place.lat is not None and place.lon is not None:
        words.append(_("登记的位置：%(where)s") % {"where": point_words(place.lat, place.lon, place.accuracy or 0)})
    return [*words, _("相距约 %(km)s 公里") % {"km": km}]


def _photos(request: DeskRequest, asked: Asked) -> dict[str, list[Any]]:
    """The photos of each inspection that several of them share; all of them where they only look alike."""
    if asked.question.asks is not Asks.SAME_PHOTO:
        return {}
    entries = [row.id for row in asked.inspections[:WITH_PHOTOS]]
    found: dict[str, dict[str, Shown]] = defaultdict(dict)
    for photo in shown_by(request.scope, entries, places=False):
        if photo.role != "signature":
            found[str(photo.entry)][photo.sha256] = photo
    used = Counter(sha256 for photos in found.values() for sha256 in photos)
    return {
        entry: [photo for sha256, photo in photos.items() if used[sha256] > 1] or list(photos.values()) for entry, photos in found.items()
    }
