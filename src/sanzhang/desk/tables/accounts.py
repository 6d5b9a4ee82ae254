"""Accounts as a list."""

from collections import defaultdict
from datetime import date
from typing import Any

import django_filters
import django_tables2 as tables
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _

from sanzhang.accounts.models import Account
from sanzhang.accounts.queries import without_post
from sanzhang.desk.access import DeskRequest
from sanzhang.desk.places import place_names
from sanzhang.desk.registers import ActionsColumn, post_titles, sector_titles
from sanzhang.desk.tables.columns import STACK, WIDE, MomentColumn
from sanzhang.desk.tables.people import post_words
from sanzhang.desk.words import listed
from sanzhang.people.queries import appointments_visible_to, names_of, on, people_known

STATES = [("", _("在用")), ("closed", _("已停用")), ("left", _("在用但今天没有任职")), ("all", _("全部"))]


class AccountTable(tables.Table):  # type: ignore[misc]
    """One account a row."""

    username = tables.Column(verbose_name=_("账号"), order_by="username")
    name = tables.Column(verbose_name=_("姓名"), orderable=False)
    posts = tables.Column(verbose_name=_("今天的任职"), orderable=False, attrs=WIDE)
    state = tables.Column(verbose_name=_("状态"), order_by=("is_active", "must_change_password"))
    seen = MomentColumn(verbose_name=_("最近登录"), order_by="last_login", attrs={"td": {"class": "date"}})
    actions = ActionsColumn()

    class Meta:
        attrs = STACK
        order_by = ("username",)
        empty_text = _("没有这样的账号。")


class AccountFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Which accounts are shown."""

    name = django_filters.CharFilter(method="named", label=_("账号或姓名"))
    state = django_filters.ChoiceFilter(method="ignore", label=_("状态"), empty_label=None, choices=STATES)

    class Meta:
        model = Account
        fields = ("name", "state")

    def __init__(self, request: DeskRequest, queryset: QuerySet[Account], today: date) -> None:
        super().__init__(request.GET, queryset)
        self.scope, self.today = request.scope, today

    @property
    def qs(self) -> QuerySet[Account]:
        """The accounts; those in use unless others are asked for."""
        found: QuerySet[Account] = super().qs
        match self.form.cleaned_data.get("state"):
            case "closed":
                return found.filter(is_active=False)
            case "left":
                return without_post(found.filter(is_active=True), self.today)
            case "all":
                return found
        return found.filter(is_active=True)

    def named(self, rows: QuerySet[Account], name: str, value: str) -> QuerySet[Account]:
        """By a part of the account's or the person's name."""
        people = people_known(self.scope).filter(name__icontains=value.strip()).values("key")
        return rows.filter(Q(username__icontains=value.strip()) | Q(person__in=people))

    def ignore(self, rows: QuerySet[Account], name: str, value: str) -> QuerySet[Account]:
        """Applied by ``qs``, since it has a default."""
        return rows


def account_rows(request: DeskRequest, accounts: list[Account]) -> list[dict[str, Any]]:
    """One page of accounts as rows."""
    people = [account.person for account in accounts]
    names, posts = names_of(people), _posts(request, people)
    failed = AccessAttempt.objects.filter(
        username__in=[account.username for account in accounts], failures_since_start__gte=settings.AXES_FAILURE_LIMIT
    )
    locked = set(failed.values_list("username", flat=True))
    return [
        {
            "username": account.username,
            "name": names.get(account.person, "—"),
            "posts": posts.get(account.person),
            "state": _state(account, account.username in locked),
            "seen": account.last_login,
            "actions": _actions(account, request.user.pk == account.pk),
        }
        for account in accounts
    ]


def _posts(request: DeskRequest, people: list[str]) -> dict[str, str]:
    """Today's posts in words, several villages of one post as a number."""
    held: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    rows = list(appointments_visible_to(request.scope).filter(on(timezone.localdate()), person__in=people))
    titles, sectors, areas = post_titles(request.county), sector_titles(request.county), place_names([row.area for row in rows])
    for row in rows:
        held[row.person][post_words(row, titles, sectors)].append(areas.get(row.area, row.area))
    return {
        person: listed(
            f"{places[0]} {title}" if len(places) == 1 else gettext("%(title)s（%(n)s 处）") % {"title": title, "n": len(places)}
            for title, places in posts.items()
        )
        for person, posts in held.items()
    }


def _state(account: Account, locked: bool) -> str:
    if not account.is_active:
        return gettext("已停用")
    if locked:
        return gettext("已锁定")
    return gettext("在用，首次登录须改口令") if account.must_change_password else gettext("在用")


def _actions(account: Account, own: bool) -> list[dict[str, str]]:
    if not account.is_active:
        return [{"title": gettext("重新启用"), "url": f"{reverse('desk:account_new')}?person={account.person}"}]
    if own:
        return []
    reset = {"title": gettext("重置口令"), "url": reverse("desk:account_reset", args=[account.pk])}
    return [reset, {"title": gettext("停用"), "url": reverse("desk:account_close", args=[account.pk])}]
