"""POST /devices: sign in once on a phone."""

from base64 import b64encode
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from ninja.throttling import AnonRateThrottle
from pydantic import field_validator

from sanzhang.accounts.devices import data_key, key_expires_at, register_device
from sanzhang.accounts.models import Account
from sanzhang.api.problems import Refused
from sanzhang.api.v1.shapes import Person
from sanzhang.journal.append import append, draft
from sanzhang.people.queries import actors_of, names_of
from sanzhang.rules.problems import Problem, gettext_noop as _

router = Router()


class SignIn(Schema):
    """Name and password; ``device`` is the phone's id where it was registered before."""

    username: str
    password: str
    label: str = ""
    app: str = ""
    device: UUID | None = None

    @field_validator("device", mode="before")
    @classmethod
    def _an_id(cls, value: Any) -> Any:
        """Raises ``Problem`` for what is no phone's id: whoever signs in reads it."""
        try:
            return value if value is None else UUID(str(value))
        except ValueError:
            raise Problem("device_id", _("这部手机里存的编号不对。"), _("刷新页面后重新登录；没发完的记录都在。")) from None


class SignedIn(Schema):
    """What the phone keeps: its id, its token, and the key to what it stores."""

    device: UUID
    token: str
    data_key: str
    key_expires_at: datetime
    server_time: datetime
    person: Person
    county: str


@router.post("/devices", auth=None, response={201: SignedIn}, operation_id="signIn", throttle=[AnonRateThrottle(settings.SIGN_IN_RATE)])
def register(request: HttpRequest, body: SignIn) -> Status[dict[str, Any]]:
    """Check name and password (five failures lock the account for a while) and register the phone."""
    account = authenticate(request, username=body.username, password=body.password)
    if not isinstance(account, Account):
        raise Refused(401, Problem("password", _("账号或口令不对。"), _("请再试；多次失败会锁定一段时间。")))
    if account.must_change_password:
        raise Refused(403, Problem("must_change", _("初始口令还没有更换。"), _("先在浏览器里登录一次，换好口令再来。")))
    device, token = register_device(account, body.label[:100], body.app[:20], body.device)
    for actor in actors_of(account.person, timezone.localdate())[:1]:
        payload = {"device": str(device.id), "label": device.label, "person": account.person}
        append(draft("device.registered", actor.area, payload), actor)
    return Status(201, {
        "device": device.id, "token": token, "data_key": b64encode(data_key(device)).decode(), "key_expires_at": key_expires_at(),
        "server_time": timezone.now(), "county": account.county,
        "person": {"key": account.person, "name": names_of([account.person]).get(account.person, account.username)},
    })  # fmt: skip
