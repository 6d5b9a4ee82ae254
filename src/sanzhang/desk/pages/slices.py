"""Assigned slices (分片包干): every village has an officer of the brigade who answers for it."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sanzhang.areas.models import Area
from sanzhang.areas.queries import existing_on, names_for, visible_to
from sanzhang.desk.access import DeskRequest, actor_for, needs
from sanzhang.desk.forms.appointments import SliceForm
from sanzhang.desk.pages.appointments import open_duties
from sanzhang.desk.registers import form_page, holder
from sanzhang.desk.words import listed, noted, tell_all
from sanzhang.journal.actors import Scope
from sanzhang.journal.append import append_all, draft, new_id
from sanzhang.journal.kinds import Draft
from sanzhang.people.entries.appoint import Appointed
from sanzhang.people.entries.hand_over import HandedOver
from sanzhang.people.models import Appointment
from sanzhang.people.posts import posts_of, slice_post_of
from sanzhang.people.queries import appointments_visible_to, on
from sanzhang.rules.areas import LENGTHS, Level, covers, parent
from sanzhang.rules.problems import Problem, Problems
from sanzhang.standing.board import board


@needs("view.area", "manage.people")
def slices(request: DeskRequest) -> HttpResponse:
    """One card an officer, with his villages by town; villages that nobody has come first."""
    if not slice_post_of(request.county):
        return render(request, "desk/registers/slices.html", {"none": True})
    villages = _villages(request.scope)
    towns = names_for(sorted({parent(village.key) for village in villages}))
    held = list(appointments_visible_to(request.scope).filter(on(timezone.localdate()), post=slice_post_of(request.county)))
    by_area = {village.key: village for village in villages}
    taken = {row.area for row in held}
    cards: dict[str, dict[str, Any]] = {}
    for row in held:
        if row.area in by_area:
            card = cards.setdefault(row.person, {"name": holder(row), "url": reverse("desk:person", args=[row.person]), "villages": []})
            card["villages"].append(by_area[row.area])
    for card in cards.values():
        card["towns"] = _by_town(card["villages"], towns)
    context = {
        "cards": sorted(cards.values(), key=lambda card: (-len(card["villages"]), card["name"])),
        "without": _by_town([village for village in villages if village.key not in taken], towns),
        "without_count": sum(village.key not in taken for village in villages),
        "count": len(villages),
        "idle": [name for key, name in _officers(request) if key not in cards],
        "may_manage": any("manage.people" in actor.powers for actor in request.actors),
    }
    return render(request, "desk/registers/slices.html", context)


def _villages(scope: Scope) -> list[Area]:
    return [area for area in visible_to(scope).filter(existing_on(timezone.localdate())) if len(area.key) == LENGTHS[Level.VILLAGE]]


def _by_town(villages: list[Area], towns: dict[str, str]) -> list[dict[str, Any]]:
    found: dict[str, list[Area]] = defaultdict(list)
    for village in sorted(villages, key=lambda village: village.key):
        found[parent(village.key)].append(village)
    return [{"name": towns.get(code, code), "villages": rows} for code, rows in found.items()]


def _officers(request: DeskRequest) -> list[tuple[str, str]]:
    """Those who may be given villages: holders of the posts that take slices, and whoever has some now."""
    takers = [post.id for post in posts_of(request.county).values() if post.takes_slices or post.slice]
    rows = appointments_visible_to(request.scope).filter(on(timezone.localdate()), post__in=takers).order_by("person")
    return sorted({row.person: holder(row) for row in rows}.items(), key=lambda officer: officer[1])


@needs("manage.people")
def slice_assign(request: DeskRequest) -> HttpResponse:
    """Give several villages to one officer, all at once or none."""
    if not slice_post_of(request.county):
        raise Http404
    today = timezone.localdate()
    villages = _villages(request.scope)
    names = {village.key: village.name for village in villages}
    held = _held(request, list(names), today)
    towns = names_for(sorted({parent(code) for code in names}))
    choices = [
        (town["name"], [(village.key, _choice(village, held.get(village.key, []))) for village in town["villages"]])
        for town in _by_town(villages, towns)
    ]
    form = SliceForm(_officers(request), choices, today, request.POST or None, initial={"villages": request.GET.getlist("village")})
    problems: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        drafts = _drafts(request, data["officer"], data["villages"], data["from_day"])
        problems = _append(request, drafts, names)
        if not problems:
            messages.success(request, _("已分派 %(n)s 个嘎查村社区。") % {"n": len(drafts)})
            return redirect("desk:slices")
    lede = _("一次选好一位监督员的村。已有监督员的村会在这天交接，未完成的职责一并移交。")
    return form_page(request, form, _("分派片区"), reverse("desk:slices"), problems=problems, lede=lede, submit=_("分派"))


def _held(request: DeskRequest, villages: list[str], day: date) -> dict[str, list[Appointment]]:
    """Slices of ``villages`` that are held on ``day`` or later."""
    found: dict[str, list[Appointment]] = defaultdict(list)
    lasting = Q(end__isnull=True) | Q(end__gte=day)
    for row in appointments_visible_to(request.scope).filter(lasting, post=slice_post_of(request.county), area__in=villages):
        found[row.area].append(row)
    return found


def _choice(village: Area, held: list[Appointment]) -> str:
    return noted(village.name, listed(holder(row) for row in held))


def _drafts(request: DeskRequest, officer: str, villages: list[str], day: date) -> list[Draft]:
    """What has to be recorded so that ``officer`` has ``villages`` from ``day`` on. One that is his already stays as it is."""
    held, batch, now = _held(request, villages, day), str(new_id()), board(request.county)
    drafts = []
    for village in villages:
        others = [row for row in held[village] if row.person != officer]
        is_his = len(others) < len(held[village])
        for row in others:
            if is_his or row is not others[0]:
                drafts.append(draft("appointment.set", village, _state(row, row.person, row.start, day - timedelta(days=1)), batch=batch))
            elif row.start >= max(day, timezone.localdate()):
                # It has not been held for a day yet: nothing to hand over, the appointment itself is put right.
                drafts.append(draft("appointment.set", village, _state(row, officer, day, row.end), batch=batch))
            else:
                duties = tuple(standing.obligation.key for standing in open_duties(now, row.key))
                drafts.append(
                    draft(
                        "post.handed_over",
                        village,
                        HandedOver(appointment=row.key, successor=officer, from_day=day, open_duties=duties),
                        batch=batch,
                    )
                )
        if not held[village]:
            drafts.append(
                draft(
                    "appointment.set",
                    village,
                    Appointed(key=str(new_id()), person=officer, post=slice_post_of(request.county), start=day),
                    batch=batch,
                )
            )
    return drafts


def _state(row: Appointment, person: str, start: date, end: date | None) -> Appointed:
    return Appointed(key=row.key, person=person, post=row.post, sector=row.sector, start=start, end=end)


def _append(request: DeskRequest, drafts: list[Draft], names: dict[str, str]) -> list[dict[str, str]]:
    """Append all or none; each refusal names its village."""
    try:
        append_all(drafts, actor_for(request, "manage.people", _common([item.area for item in drafts] or [request.county])))
    except Problem as refusal:
        return tell_all(refusal)
    except Problems as error:
        told = tell_all(error)
        for one in told:
            number = one["where"].removeprefix("#")
            one["where"] = names.get(drafts[int(number) - 1].area, "") if number.isdigit() else one["where"]
        return told
    return []


def _common(areas: list[str]) -> str:
    """The narrowest area that holds all of ``areas``, which lie in one county."""
    code = areas[0]
    return next(code[:length] for length in sorted(LENGTHS.values(), reverse=True) if all(covers(code[:length], area) for area in areas))
