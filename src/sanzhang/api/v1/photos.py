"""Which photos are still to be sent, and copies to look at. The sending itself is in ``api/tus.py``."""

from typing import Annotated

from django.http import HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from ninja import Router, Schema
from pydantic import Field

from sanzhang.api.caller import ApiRequest
from sanzhang.api.problems import Refused
from sanzhang.cases.photos import use_seen
from sanzhang.photos.copies import Size, published
from sanzhang.photos.queries import missing
from sanzhang.photos.uses import Sha256
from sanzhang.rules.problems import NotYet, Problem, gettext_noop as _

router = Router()
A_YEAR = 31_536_000
JPEG = {"description": "The copy.", "content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}}}


class Asked(Schema):
    """Photos by content."""

    sha256: Annotated[list[Sha256], Field(max_length=500)]


class Missing(Schema):
    """Those of them that the server hasn't got whole."""

    missing: list[str]


@router.post("/photos/missing", response=Missing, operation_id="missingPhotos")
def which_are_missing(request: ApiRequest, body: Asked) -> Missing:
    """What is still to be sent. The phone keeps its own copy of a photo until it is not among these."""
    return Missing(missing=missing(body.sha256))


@router.get("/photos/{sha256}", operation_id="photo", openapi_extra={"responses": {200: JPEG}})
def copy_of_photo(request: ApiRequest, sha256: str, size: Size = Size.COPY) -> HttpResponse:
    """A copy without anything that the camera wrote into it, of a photo that the caller's scope sees."""
    if use_seen(request.caller.scope, sha256) is None:
        raise Refused(404, Problem("photo_unknown", _("没有这张照片，或不在您的辖区内。"), _("刷新后再看。")))
    tag = f'"{sha256}-{size}"'
    response = get_conditional_response(request, etag=tag)
    if response is None:
        try:
            content = published(sha256, size).read_bytes()
        except NotYet as problem:
            raise Refused(404, problem) from None
        response = HttpResponse(content, content_type="image/jpeg")
    response["ETag"] = tag
    patch_cache_control(response, private=True, immutable=True, max_age=A_YEAR)
    return response
