"""The short way of calls of the API: they bring a token instead of a session, and need nothing of what pages need."""

from collections.abc import Callable
from typing import cast

from axes.middleware import AxesMiddleware
from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.common import CommonMiddleware
from django.middleware.locale import LocaleMiddleware
from django.urls import Resolver404, ResolverMatch, resolve

Way = Callable[[HttpRequest], HttpResponseBase]
PREFIX = "/api/v1/"


def middleware(get_response: Way) -> Way:
    """Everything behind this one is passed by: sessions, messages, forms' tokens, pages' powers. What is no address of the API goes on."""
    inner = LocaleMiddleware(CommonMiddleware(AxesMiddleware(convert_exception_to_response(_answer))))
    short = cast(Way, convert_exception_to_response(inner))

    def respond(request: HttpRequest) -> HttpResponseBase:
        request.resolver_match = _found(request)
        return short(request) if request.resolver_match else get_response(request)

    return respond


def _found(request: HttpRequest) -> ResolverMatch | None:
    if not request.path_info.startswith(PREFIX):
        return None
    try:
        return resolve(request.path_info)
    except Resolver404:
        return None


def _answer(request: HttpRequest) -> HttpResponseBase:
    view, args, kwargs = request.resolver_match  # type: ignore[misc]
    response: HttpResponseBase = view(request, *args, **kwargs)
    return response
