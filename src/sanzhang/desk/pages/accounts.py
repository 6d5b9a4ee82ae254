"""Accounts: opened and closed by the security administrator, who sees nothing of what they are used for."""

from functools import partial
from typing import Any

from axes.utils import reset
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sanzhang.accounts.entries import AccountNoted
from sanzhang.accounts.models import Account
from sanzhang.accounts.opening import close, end_sessions, fresh_password, give_password
from sanzhang.accounts.queries import visible_to
from sanzhang.desk.access import DeskRequest, actor_for, needs
from sanzhang.desk.forms.accounts import AccountForm
from sanzhang.desk.forms.people import line_of
from sanzhang.desk.registers import attempt, form_page, show_register
from sanzhang.desk.rows import Rows
from sanzhang.desk.tables.accounts import AccountFilter, AccountTable, account_rows
from sanzhang.journal.append import append, draft
from sanzhang.people.queries import names_of, people_known


@needs("manage.accounts")
def accounts(request: DeskRequest) -> HttpResponseBase:
    """Accounts of the county; those in use unless others are asked for."""
    chosen = AccountFilter(request, visible_to(request.scope), timezone.localdate())
    context = {
        "title": _("账号"),
        "lede": _("一人一号。账号能做什么由任职决定；人走了要停号。"),
        "form": chosen.form,
        "action": {"title": _("开通账号"), "url": reverse("desk:account_new")},
        "links": [{"title": _("手机"), "url": reverse("desk:devices_all")}],
    }
    return show_register(request, AccountTable(Rows(chosen.qs, partial(account_rows, request))), context)


@needs("manage.accounts")
def account_new(request: DeskRequest) -> HttpResponse:
    """Open an account for somebody without one, or open his closed one again. The password is shown on this answer and never again."""
    people = people_known(request.scope)
    chosen = people.filter(key=request.GET.get("person", "")).first()
    form = AccountForm(people, request.POST or None, initial={"person": line_of(chosen)} if chosen else {})
    problems: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        person, username, password = form.cleaned_data["person"], form.cleaned_data["username"], fresh_password()

        def change() -> None:
            _note(request, "account.opened", username, person.key)
            if form.closed:
                give_password(form.closed, password)
            else:
                Account.objects.open(username, person.key, request.county, password, must_change_password=True)

        problems = attempt(change)
        if not problems:
            reset(username=username)
            return _once(request, _("账号已开通"), username, person.name, password)
    lede = _("系统给出一个初始口令，只显示一次；本人第一次登录时必须更换。")
    return form_page(request, form, _("开通账号"), reverse("desk:accounts"), problems=problems, lede=lede, submit=_("开通"))


@needs("manage.accounts")
def account_close(request: DeskRequest, account_id: int) -> HttpResponse:
    """Close an account and end its sessions."""
    account = _found(request, account_id)
    name = names_of([account.person]).get(account.person, "—")
    problems: list[dict[str, str]] = []
    if request.method == "POST":

        def change() -> None:
            _note(request, "account.closed", account.username, account.person)
            close(account)

        problems = attempt(change)
        if not problems:
            messages.success(request, _("账号 %(username)s 已停用，正在使用的会话已结束。") % {"username": account.username})
            return redirect("desk:accounts")
    title = _("停用 %(name)s 的账号") % {"name": name}
    lede = _("停用后立即不能登录，正在使用的会话结束，手机也要重新登录。他做过的记录不受影响；以后可以重新启用。")
    return _confirm(request, account, title=title, lede=lede, submit=_("停用账号"), grave=True, problems=problems)


@needs("manage.accounts")
def account_reset(request: DeskRequest, account_id: int) -> HttpResponse:
    """Give an account a new password, shown on this answer and never again; lift its lock."""
    account = _found(request, account_id)
    name = names_of([account.person]).get(account.person, "—")
    problems: list[dict[str, str]] = []
    if request.method == "POST":
        password = fresh_password()

        def change() -> None:
            _note(request, "account.password_reset", account.username, account.person)
            give_password(account, password)
            end_sessions(account)

        problems = attempt(change)
        if not problems:
            reset(username=account.username)
            return _once(request, _("口令已重置"), account.username, name, password)
    title = _("重置 %(name)s 的口令") % {"name": name}
    lede = _("先核实是本人。原口令立即作废，手机也要重新登录，锁定解除；新口令只显示一次，本人下次登录时必须更换。")
    return _confirm(request, account, title=title, lede=lede, submit=_("重置口令"), problems=problems)


def _found(request: DeskRequest, account_id: int) -> Account:
    """An account in use; never the user's own, whose password he changes as everybody does."""
    account = visible_to(request.scope).filter(pk=account_id, is_active=True).exclude(username=request.user.get_username()).first()
    if account is None:
        raise Http404
    return account


def _confirm(request: DeskRequest, account: Account, **context: Any) -> HttpResponse:
    row = account_rows(request, [account])[0]
    facts = [
        {"label": label, "value": row[name]}
        for name, label in (
            ("username", _("账号")),
            ("name", _("姓名")),
            ("posts", _("今天的任职")),
            ("state", _("状态")),
            ("seen", _("最近登录")),
        )
    ]
    return render(request, "desk/registers/confirm.html", {"facts": facts, "cancel_url": reverse("desk:accounts"), **context})


def _note(request: DeskRequest, kind: str, username: str, person: str) -> None:
    append(
        draft(kind, request.county, AccountNoted(username=username, person=person)), actor_for(request, "manage.accounts", request.county)
    )


def _once(request: DeskRequest, title: str, username: str, name: str, password: str) -> HttpResponse:
    response = render(
        request, "desk/registers/password_once.html", {"title": title, "username": username, "name": name, "password": password}
    )
    response["Cache-Control"] = "no-store"
    return response
