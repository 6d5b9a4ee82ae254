"""The pages of the field app: one, whatever its address, and the plate that leads to it. Its other files are static."""

from pathlib import Path

from csp.decorators import csp_update
from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from sanzhang.desk.access import public
from sanzhang.rules.plates import read_plate

BUILT = Path(settings.WHITENOISE_ROOT) / "field"


@public
@never_cache
@csp_update({"img-src": ["blob:"], "worker-src": ["'self'"], "connect-src": ["'self'"], "manifest-src": ["'self'"]})
def app(request: HttpRequest, path: str = "") -> HttpResponseBase:
    """The app's only page. It holds nothing of anybody: what it shows it asks the API for, with its phone's token."""
    index = BUILT / "index.html"
    if not index.exists():
        return HttpResponse(_("手机应用还没有构建。运行 make setup。"), status=503, content_type="text/plain; charset=utf-8")
    return FileResponse(index.open("rb"), content_type="text/html; charset=utf-8")


@public
def plate(request: HttpRequest, code: str) -> HttpResponse:
    """What a plate's address opens in a browser: the app, at that place. The address says nothing about it."""
    return redirect(f"/field/#/q/{read_plate(code) or 'unknown'}")
