"""Sign-in through an outside identity provider (OIDC): it proves who somebody is; it never makes an account."""

import logging
from typing import Any, NoReturn

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from requests import RequestException, Response, Session

from sanzhang.accounts.models import Account

SECONDS = 10
KEPT = ("sub", "preferred_username")
log = logging.getLogger(__name__)


class NoSignUp(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody opens an account for himself."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The library's own remarks ("signed in as …") are left out: signing in with a password makes none either."""


class KnownAccountsOnly(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Connects one outside identity with the account of the same name, once, and with nothing else."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never."""
        return False

    def can_authenticate_by_email(self, login: Any, email: str) -> bool:
        """Never: the address belongs to whoever the provider says, the account to a person."""
        return False

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: Any) -> Any:
        """Of what the provider tells, only what is compared is kept; not the telephone, the address or whatever else it sends along."""
        told = sociallogin.account.extra_data
        sociallogin.account.extra_data = {
            part: {claim: told[part][claim] for claim in KEPT if claim in told[part]} for part in ("id_token", "userinfo") if told.get(part)
        }
        return sociallogin.user

    def get_requests_session(self) -> Session:
        """How the provider is asked."""
        return _Asking(self.request)

    def on_authentication_error(self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, **kwargs: Any) -> None:
        """Back to the sign-in page, whatever went wrong; the operator finds the cause in the log."""
        log.warning("Outside sign-in failed: %s %s", error, exception or "")
        _refuse(request, _unfinished())

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Let in the identity that is connected with the account it names; connect it the first time; send everybody else back with a reason.

        Both must agree, every time: the subject, which the provider never gives to anybody else, and the name. So nobody comes in
        by taking a name that somebody had, nor does a subject of one provider open what the same subject of a former provider did.
        """
        sociallogin.state["process"] = "login"  # the library could also connect an identity with whoever is signed in, whatever its name
        name = _name_of(request, sociallogin.account.extra_data)
        with transaction.atomic():
            account = Account.objects.select_for_update().filter(username=name).first()
            if account is None:
                _refuse(request, _("统一身份认证里的“%(name)s”在本系统没有账号。请联系安全管理员开通。") % {"name": name[:60]})
            if not account.is_active:
                _refuse(request, _("这个账号已停用。请联系安全管理员。"))
            known = sociallogin.user.pk if sociallogin.is_existing else None
            if known != account.pk and (known or SocialAccount.objects.filter(user=account).exists()):
                _refuse(request, _("统一身份认证里的“%(name)s”与本系统绑定的不是同一身份。请联系安全管理员核对。") % {"name": name[:60]})
            if known is None:
                sociallogin.connect(request, account)


class _Asking(Session):
    """Asks the provider; one that does not answer, or not in its language, sends the user back to the sign-in page."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__()
        self.asked_for = request

    def request(self, method: Any, url: Any, *args: Any, **kwargs: Any) -> Response:
        """One question. Descriptions, keys and claims are asked with GET and must be JSON; the answer for a token is the library's to judge."""
        kwargs.setdefault("timeout", SECONDS)
        try:
            answer = super().request(method, url, *args, **kwargs)
            if method.upper() == "GET":
                answer.raise_for_status()
                answer.json()
        except RequestException as error:
            log.warning("The identity provider cannot be asked: %s", error)
            _refuse(self.asked_for, _unfinished())
        return answer


def _name_of(request: HttpRequest, told: dict[str, Any]) -> str:
    """The name that the provider gives; refused unless it comes with an ID token, and both answers are about the same subject."""
    token, claims = told.get("id_token") or {}, told.get("userinfo") or {}
    name = claims.get("preferred_username") or token.get("preferred_username")
    if not name or not token or claims.get("sub", token.get("sub")) != token.get("sub"):
        log.warning("The identity provider gives no preferred_username or no ID token, or its answers are about different subjects.")
        _refuse(request, _unfinished())
    return str(name)


def _unfinished() -> str:
    return _("统一身份认证没有完成登录。请重试；仍不行，改用账号和口令登录，并告诉系统管理员。")


def _refuse(request: HttpRequest, reason: str) -> NoReturn:
    messages.error(request, reason)
    raise ImmediateHttpResponse(redirect("desk:sign_in"))
