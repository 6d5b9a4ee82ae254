"""A calendar feed of one's own duties."""

import secrets
from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from sanzhang.accounts.models import Account
from sanzhang.desk.access import DeskRequest, needs, public
from sanzhang.desk.words import noted, period_words, say
from sanzhang.people.queries import actors_of, scope_of
from sanzhang.rules.standing import State
from sanzhang.standing.board import board


@needs("view.area")
def calendar(request: DeskRequest) -> HttpResponse:
    """The address of one's own feed; a new one makes the old one useless."""
    if request.method == "POST":
        request.user.calendar_token = secrets.token_urlsafe(32)
        request.user.save(update_fields=["calendar_token"])
        return redirect("desk:calendar")
    token = request.user.calendar_token
    address = request.build_absolute_uri(reverse("desk:feed", args=[token])) if token else ""
    return render(request, "desk/calendar.html", {"address": address})


@public
def feed(request: DeskRequest, token: str) -> HttpResponse:
    """Open and overdue duties of the account whose secret address this is. Titles and areas only; nobody else's duties."""
    account = Account.objects.filter(calendar_token=token, is_active=True).first()
    if account is None:
        raise Http404
    county = board(account.county)
    scope = scope_of(actors_of(account.person, county.as_of))
    found = Calendar()
    found.add("prodid", "-//sanzhang//duties//")
    found.add("version", "2.0")
    found.add("x-wr-calname", _("三长履职"))
    for standing in county.standings:
        obligation = standing.obligation
        mine = standing.owner and standing.owner.person == account.person and scope.covers(obligation.area, obligation.sector)
        if mine and standing.state in (State.OPEN, State.OVERDUE):
            event = Event()
            event.add("uid", f"{obligation.key}@sanzhang")
            event.add("summary", noted(say(obligation.duty.title), county.area_name(obligation.area)))
            event.add("description", f"{obligation.duty.clause} · {period_words(obligation.window.key)}")
            event.add("dtstart", obligation.window.due)
            event.add("dtend", obligation.window.due + timedelta(days=1))
            event.add("dtstamp", timezone.now())
            found.add_component(event)
    return HttpResponse(found.to_ical(), content_type="text/calendar; charset=utf-8")
