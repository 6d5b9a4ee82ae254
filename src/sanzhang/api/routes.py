"""Every address of the API, version 1. Each asks for a phone's token unless it says otherwise; a test looks at all of them."""

from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path
from ninja import NinjaAPI
from ninja.errors import Throttled, ValidationError

from sanzhang.api.caller import DeviceToken
from sanzhang.api.problems import Refused, answer
from sanzhang.api.tus import tus_view
from sanzhang.api.v1 import cases, hazards, photos, pull, push, register_device, sign_out_device, today
from sanzhang.rules.problems import Problem, gettext_noop as _

# No page of documentation: the library's loads its scripts from outside. `sanzhang api schema` prints what it would show.
# The version grows with every change of docs/api/v1.json, and docs/api/README.md says what is new in it.
api = NinjaAPI(
    title="三长", version="1.3", description="How to use it, and how photos are sent (tus 1.0.0, not described here): docs/api/README.md",
    urls_namespace="api", auth=DeviceToken(), docs_url=None, openapi_url=None,
)  # fmt: skip
for part in (register_device, sign_out_device, pull, push, today, hazards, cases, photos):
    api.add_router("", part.router)


@api.exception_handler(Refused)
def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """The whole request is refused."""
    return answer(error.status, error.problem)


@api.exception_handler(Problem)
def problem(request: HttpRequest, error: Problem) -> HttpResponse:
    """Something the caller can mend."""
    return answer(422, error)


@api.exception_handler(ValidationError)
def unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """The request itself could not be read."""
    field = str(error.errors[0]["loc"][-1]) if error.errors else ""
    return answer(422, Problem("request", _("请求缺少或写错了“{field}”。"), _("请更新应用后重试。"), field=field))


@api.exception_handler(Throttled)
def throttled(request: HttpRequest, error: Throttled) -> HttpResponse:
    """Too many at once."""
    response = answer(429, Problem("throttled", _("请求太频繁。"), _("稍等一会儿再试。")))
    if error.wait:
        response["Retry-After"] = str(int(error.wait) + 1)
    return response


# Uploads speak a protocol of their own, which the library doesn't know; they ask for the token themselves.
_uploads = [
    path("photos/", tus_view, name="uploads"),
    re_path(r"^photos/(?P<upload_id>[0-9a-f]{32}\.[0-9a-f]{64})$", tus_view, name="upload"),
]
_patterns, _app_name, _namespace = api.urls
urls = ([*_uploads, *_patterns], _app_name, _namespace)
