"""Sign-in through an outside identity provider (OIDC): it proves who somebody is; it never makes an account."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from sanzhang.accounts.models import Account


class NoSignUp(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody opens an account for himself."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False


class KnownAccountsOnly(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Connects an outside identity with the account of the same name, and with nothing else."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find the account by the provider's ``preferred_username``; send strangers back with a reason."""
        if sociallogin.is_existing:
            return
        name = sociallogin.account.extra_data.get("preferred_username") or sociallogin.account.uid
        account = Account.objects.filter(username=name, is_active=True).first()
        if account is None:
            messages.error(request, _("统一身份认证里的“%(name)s”在本系统没有账号。请联系安全管理员开通。") % {"name": name})
            raise ImmediateHttpResponse(redirect("desk:sign_in"))
        sociallogin.connect(request, account)
