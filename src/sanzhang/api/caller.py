"""Who calls: the phone by its token, its person, the posts he holds today, and what he may see."""

import time
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from sanzhang.accounts.devices import device_with, note_contact
from sanzhang.accounts.models import Account, Device
from sanzhang.api.problems import Refused
from sanzhang.journal.actors import Actor, Scope
from sanzhang.people.queries import actors_of, scope_of
from sanzhang.rules.problems import Problem, gettext_noop as _

LARGEST_BODY = 1_500_000
# Of a refused body so much is read and forgotten, so that whoever sends it hears the answer; a server that answers and hangs up while he still
# sends looks to him like a broken network. Nobody reads fifty megabytes.
MOST_READ_AWAY = 8 * LARGEST_BODY
READ_AT_ONCE = 65_536


@dataclass(frozen=True)
class Caller:
    """A phone and whoever signed in on it."""

    device: Device
    account: Account

    @property
    def person(self) -> str:
        """His key."""
        return self.account.person

    @property
    def county(self) -> str:
        """The county his account belongs to."""
        return self.account.county

    @cached_property
    def actors(self) -> list[Actor]:
        """His posts today."""
        return actors_of(self.person, timezone.localdate())

    @cached_property
    def scope(self) -> Scope:
        """What he may see today."""
        return scope_of(self.actors)

    def actors_on(self, day: date) -> list[Actor]:
        """His posts on another day: what was done in a post counts for it, also when it arrives after he left."""
        return self.actors if day == timezone.localdate() else actors_of(self.person, day)


class ApiRequest(HttpRequest):
    """A request with its caller."""

    caller: Caller


class DeviceToken(HttpBearer):
    """The phone shows its token. Says in words what is wrong with it, and refuses a body that is too large before reading it."""

    openapi_scheme = "bearer"

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        """The caller. Raises ``Refused``."""
        caller = caller_with(token)
        if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
            _read_away(request)
            raise Refused(413, Problem("body_size", _("一次发送的内容太大。"), _("应用会分批重发；如果仍不行，请更新应用。")))
        request.caller = caller  # type: ignore[attr-defined]
        return caller

    def __call__(self, request: HttpRequest) -> Caller:
        """As the library does, but a missing token is answered in words too."""
        found = super().__call__(request)
        if found is None:
            raise Refused(401, _unknown())
        return found  # type: ignore[no-any-return]


def _read_away(request: HttpRequest) -> None:
    left = MOST_READ_AWAY
    while left > 0 and (part := request.read(READ_AT_ONCE)):
        left -= len(part)


def caller_of(request: HttpRequest) -> Caller:
    """The caller of a view that is not the library's. Raises ``Refused``."""
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Refused(401, _unknown())
    return caller_with(token)


_kept: dict[str, tuple[float, Caller]] = {}
MOST_KEPT = 10_000


def caller_with(token: str) -> Caller:
    """The phone with that token. Raises ``Refused`` for one that is unknown, lost, signed out or whose account is closed.

    A phone that sends makes many calls one after another; who it is is looked up once in ``CALLER_KEPT_SECONDS``, and so long a phone that
    was just reported lost may still be let in.
    """
    now = time.monotonic()
    kept = _kept.get(token)
    if kept and now - kept[0] < settings.CALLER_KEPT_SECONDS:
        return kept[1]
    caller = _look_up(token)
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    _kept[token] = (now, caller)
    return caller


def _look_up(token: str) -> Caller:
    device = device_with(token)
    if device is None:
        raise Refused(401, _unknown())
    # First of all: whoever reports a phone lost also has its password reset, which signs it out; it must be told to delete all the same.
    if device.lost_at:
        raise Refused(
            401, Problem("device_lost", _("这部手机已报失，手机里的数据将被清除。"), _("如果是误报，请联系安全管理员后重新登录。"))
        )
    if not device.account.is_active:
        raise Refused(401, Problem("account_closed", _("这个账号已停用。"), _("请联系安全管理员。")))
    if device.signed_out_at:
        raise Refused(401, _unknown())
    note_contact(device)
    return Caller(device, device.account)


def _unknown() -> Problem:
    return Problem("token", _("登录已失效。"), _("请重新登录；手机里没发完的记录都在。"))
