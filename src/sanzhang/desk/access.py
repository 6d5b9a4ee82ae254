"""Who may call a page. Every page says so itself; one that says nothing is refused, to everybody."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.dateparse import parse_datetime

from sanzhang.accounts.models import Account
from sanzhang.journal.actors import Actor, Scope, narrowest
from sanzhang.people.queries import actors_of, scope_of

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
PUBLIC, SIGNED_IN = "public", "signed in"


class DeskRequest(HttpRequest):
    """A request with what the middleware adds to it."""

    user: Account  # pages that are not public never see anybody else
    actors: list[Actor]
    scope: Scope
    county: str
    power: str
    cycle: str  # of the case that the page shows, for the navigation


def public(view: View) -> View:
    """Anybody may call this page, without signing in."""
    view.access = PUBLIC  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Everybody who is signed in may call this page; it shows only what is his own."""
    view.access = SIGNED_IN  # type: ignore[attr-defined]
    return view


def needs(*powers: str) -> Callable[[View], View]:
    """Only those whose post carries one of ``powers``; ``request.scope`` is then where they carry it."""

    def mark(view: View) -> View:
        view.access = powers  # type: ignore[attr-defined]
        return view

    return mark


def outside(view: Callable[..., Any]) -> Callable[..., Any]:
    """A page of a library (outside sign-in) that is open to everybody."""

    @wraps(view)
    def open_view(*args: Any, **kwargs: Any) -> Any:
        return view(*args, **kwargs)

    return public(open_view)


class AccessMiddleware:
    """Works out in which posts the account acts, and lets a page be called only by those it names."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: DeskRequest) -> HttpResponse:
        """Attach the posts of whoever is signed in."""
        request.actors, request.scope, request.county, request.power = [], Scope(), "", ""
        if request.user.is_authenticated:
            if _is_over(request):
                logout(request)
            else:
                request.county = request.user.county
                request.actors = actors_of(request.user.person, timezone.localdate())
        response = self.get_response(request)
        if request.user.is_authenticated:
            patch_cache_control(response, private=True, no_store=True)  # a lent computer must not keep what was shown on it
        return response

    def process_view(self, request: DeskRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> HttpResponse | None:
        """Refuse, send to the sign-in page, or narrow the scope to where the page's power holds. The API asks for its tokens itself."""
        if request.resolver_match and request.resolver_match.namespaces == ["api"]:
            return None
        access = getattr(view, "access", None)
        if access is None:
            raise PermissionDenied
        if access == PUBLIC:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("desk:sign_in"))
        if request.user.must_change_password and request.resolver_match and request.resolver_match.url_name not in ("password", "sign_out"):
            return redirect("desk:password")
        if access == SIGNED_IN:
            request.scope = scope_of(request.actors)
            return None
        _narrow(request, access)
        return None


def _narrow(request: DeskRequest, powers: tuple[str, ...]) -> None:
    held = {power for actor in request.actors for power in actor.powers}
    power = next((power for power in powers if power in held), None)
    if power is None:
        raise PermissionDenied
    request.power = power
    places = [place for name in powers for place in scope_of(request.actors, name).places]
    request.scope = Scope(tuple(dict.fromkeys(places)))


def actor_for(request: DeskRequest, power: str, area: str) -> Actor:
    """The post in which the user does something that takes ``power`` over ``area``; the narrowest that carries it.

    Without one, the first post: the journal then refuses, and says why.
    """
    able = next((actor for actor in narrowest(request.actors, area) if actor.may(power, area)), None)
    if able:
        return able
    if not request.actors:
        raise PermissionDenied
    holding = [actor for actor in request.actors if power in actor.powers]
    return (holding or request.actors)[0]


def _is_over(request: DeskRequest) -> bool:
    """Whether the session has lasted longer than a working day, whatever was done in it."""
    started = parse_datetime(request.session.get("started", ""))
    if started is None:
        request.session["started"] = timezone.now().isoformat()
        return False
    return timezone.now() - started > timedelta(hours=settings.SESSION_LONGEST_HOURS)
