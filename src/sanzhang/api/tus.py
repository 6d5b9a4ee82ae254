"""tus 1.0.0 (https://tus.io/protocols/resumable-upload): photos arrive in as many pieces as the connection breaks them into.

Extensions: creation, creation with upload, expiration, termination. Only headers and statuses are here; what an upload is, ``photos.receiving`` knows.
"""

import re
from base64 import b64decode
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date
from django.views.decorators.csrf import csrf_exempt

from sanzhang.api.arriving import pass_over_rest_of, pieces_of
from sanzhang.api.caller import caller_of
from sanzhang.api.problems import Refused, answer
from sanzhang.photos import receiving
from sanzhang.photos.parts import Elsewhere
from sanzhang.photos.pictures import LARGEST
from sanzhang.photos.receiving import Upload
from sanzhang.rules.problems import Problem, gettext_noop as _

VERSION = "1.0.0"
BYTES = "application/offset+octet-stream"
ABOUT = {"Tus-Version": VERSION, "Tus-Extension": "creation,creation-with-upload,expiration,termination", "Tus-Max-Size": str(LARGEST)}
STATUSES = {
    "upload_unknown": 404,
    "upload_dropped": 410,
    "photo_size": 413,
    "photo_longer": 413,
    "uploads_many": 429,
    "photo_hash": 460,
    "disk_full": 507,
}
LONGEST_METADATA = 2000


@csrf_exempt
def tus_view(request: HttpRequest, upload_id: str | None = None) -> HttpResponse:
    """Everything that is sent to ``photos/`` (without ``upload_id``) and to an upload's own address."""
    method = request.headers.get("X-HTTP-Method-Override", request.method or "").upper()
    try:
        response = HttpResponse(status=204, headers=ABOUT) if method == "OPTIONS" else _answer(request, method, upload_id)
    except Refused as error:
        response = answer(error.status, error.problem)
        if error.status == 412:
            response["Tus-Version"] = VERSION
    except Elsewhere as error:
        pass_over_rest_of(request)
        problem = Problem("upload_offset", _("这次上传已到第 {offset} 字节。"), _("应用会从那里接着传。"), offset=error.offset)
        response = answer(409, problem)
    except Problem as problem:
        pass_over_rest_of(request)
        response = answer(STATUSES.get(problem.code, 422), problem)
    response["Tus-Resumable"] = VERSION
    response["Cache-Control"] = "no-store"
    return response


def _answer(request: HttpRequest, method: str, name: str | None) -> HttpResponse:
    if request.headers.get("Tus-Resumable") != VERSION:
        raise Refused(412, Problem("tus_version", _("上传协议的版本不符。"), _("更新应用后再上传。")))
    owner = str(caller_of(request).account.pk)
    if name is None:
        if method != "POST":
            return HttpResponse(status=405, headers={"Allow": "OPTIONS, POST"})
        return _create(request, owner)
    match method:
        case "HEAD":
            return _told(receiving.progress(owner, name), 200)
        case "PATCH":
            return _taken(request, receiving.take(owner, name, _number(request, "Upload-Offset"), _body(request)), 204)
        case "DELETE":
            receiving.cancel(owner, name)
            return HttpResponse(status=204)
    return HttpResponse(status=405, headers={"Allow": "OPTIONS, HEAD, PATCH, DELETE"})


def _create(request: HttpRequest, owner: str) -> HttpResponse:
    metadata = request.headers.get("Upload-Metadata", "")
    pieces = pieces_of(request) if request.content_type == BYTES else ()
    upload = receiving.begin(owner, _announced_hash(metadata), _number(request, "Upload-Length"), metadata, pieces)
    response = _taken(request, upload, 201)
    response["Location"] = f"{request.path.rstrip('/')}/{upload.id}"
    return response


def _taken(request: HttpRequest, upload: Upload, status: int) -> HttpResponse:
    if upload.expires_at is None:  # it may have been here before
        pass_over_rest_of(request)
    return _told(upload, status)


def _told(upload: Upload, status: int) -> HttpResponse:
    response = HttpResponse(status=status)
    response["Upload-Offset"] = str(upload.offset)
    if status == 200:
        response["Upload-Length"] = str(upload.length)
        if upload.metadata:
            response["Upload-Metadata"] = upload.metadata
    if upload.expires_at is not None:
        response["Upload-Expires"] = http_date(upload.expires_at)
    return response


def _body(request: HttpRequest) -> Iterator[bytes]:
    if request.content_type != BYTES:
        raise Refused(415, Problem("upload_type", _("上传内容的类型不符。"), _("更新应用后再上传。")))
    return pieces_of(request)


def _number(request: HttpRequest, header: str) -> int:
    value = request.headers.get(header, "")
    if not re.fullmatch(r"[0-9]{1,15}", value):
        raise _unreadable(header)
    return int(value)


def _announced_hash(metadata: str) -> str:
    """The SHA-256 among the metadata: comma-separated pairs of a name and a value in Base64."""
    pairs = {name: value for name, _space, value in (pair.strip().partition(" ") for pair in metadata.split(","))}
    try:
        sha256 = b64decode(pairs.get("sha256", ""), validate=True).decode("ascii")
    except ValueError:
        sha256 = ""
    if len(metadata) > LONGEST_METADATA or not re.fullmatch(r"[0-9a-f]{64}", sha256):
        raise _unreadable("Upload-Metadata")
    return sha256


def _unreadable(header: str) -> Refused:
    return Refused(400, Problem("upload_header", _("请求缺少或写错了“{header}”。"), _("更新应用后再上传。"), header=header))
