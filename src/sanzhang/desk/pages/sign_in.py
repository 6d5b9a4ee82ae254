"""Sign in, sign out, change one's password, choose a language."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.i18n import set_language
from ninja.throttling import AnonRateThrottle

from sanzhang.accounts.devices import sign_out_all
from sanzhang.desk.access import DeskRequest, public, signed_in


class SignInThrottle(AnonRateThrottle):
    """Tries from one address, at whatever names: what the lock of a name (axes) doesn't see."""

    scope = "desk_sign_in"


class SignInForm(AuthenticationForm):
    """Name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("账号")
        self.fields["password"].label = _("口令")
        self.error_messages = {
            "invalid_login": _("账号或口令不对。请再试；多次失败会锁定一段时间。"),
            "inactive": _("这个账号已停用。请联系安全管理员。"),
        }


@public
def sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page."""
    if request.user.is_authenticated:
        return redirect("desk:home")
    throttle = SignInThrottle(settings.SIGN_IN_RATE)
    if request.method == "POST" and not throttle.allow_request(request):
        return _refused(
            request, _("这个网络地址试得太频繁。等一分钟再登录。"), retry_after=int(throttle.wait() or throttle.duration or 0) + 1
        )
    form = SignInForm(request, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        login(request, form.get_user())
        return redirect(_next(request))
    return render(request, "desk/sign_in.html", {"form": form, "next": request.GET.get("next", ""), "sign_in_links": _outside_links()})


def locked_out(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """What somebody meets after too many failures."""
    minutes = round(settings.AXES_COOLOFF_TIME * 60)
    told = _("失败次数太多，账号已锁定 %(minutes)s 分钟。稍后再试，或请安全管理员重置口令。") % {"minutes": minutes}
    if request.path.startswith("/api/"):
        return JsonResponse({"code": "locked_out", "message": told, "hint": ""}, status=429)
    return _refused(request, told)


def _refused(request: HttpRequest, told: str, retry_after: int = 0) -> HttpResponse:
    """The sign-in page, and why nobody signs in now."""
    messages.error(request, told)
    response = render(request, "desk/sign_in.html", {"form": SignInForm(request), "sign_in_links": _outside_links()}, status=429)
    if retry_after:
        response["Retry-After"] = str(retry_after)
    return response


@require_POST
@signed_in
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out."""
    logout(request)
    return redirect("desk:sign_in")


@signed_in
def password(request: DeskRequest) -> HttpResponse:
    """Choose a new password. Whoever knew the old one is out: other sessions end, and phones must sign in anew."""
    knows_none = request.user.must_change_password or not request.user.has_usable_password()
    form = (SetPasswordForm if knows_none else PasswordChangeForm)(request.user, data=request.POST or None)
    if not knows_none:
        form.fields["old_password"].label = _("现在的口令")
    form.fields["new_password1"].label = _("新口令")
    form.fields["new_password2"].label = _("再输一次新口令")
    form.fields["new_password1"].help_text = _("至少 10 个字符，大写字母、小写字母、数字、符号至少三种；不能与账号相近，也不能是常见口令。")
    form.fields["new_password2"].help_text = ""
    if request.method == "POST" and form.is_valid():
        account = form.save(commit=False)
        account.must_change_password = False
        account.save()
        update_session_auth_hash(request, account)
        sign_out_all(account)
        messages.success(request, _("口令已更换。用这个账号的手机要重新登录，没发完的记录都在。"))
        return redirect("desk:home")
    lede = _("换好后，别处的登录都失效；手机要用新口令重新登录，没发完的记录都在。")
    return render(request, "desk/form_page.html", {"form": form, "title": _("更换口令"), "lede": lede, "submit": _("更换")})


language = public(require_POST(set_language))


def _outside_links() -> list[dict[str, str]]:
    """Identity providers that the settings name."""
    providers: list[Any] = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    return [{"title": provider["name"], "url": reverse("openid_connect_login", args=[provider["provider_id"]])} for provider in providers]


def _next(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if safe else settings.LOGIN_REDIRECT_URL
