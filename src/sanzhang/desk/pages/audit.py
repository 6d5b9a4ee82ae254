"""Audit: the journal entry by entry, its seals, and who signed in."""

import json
import time
from functools import partial
from typing import Any
from uuid import UUID

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST

from sanzhang.accounts.queries import visible_to as accounts_visible_to
from sanzhang.desk.access import DeskRequest, needs
from sanzhang.desk.registers import moment, show_register
from sanzhang.desk.rows import Rows
from sanzhang.desk.tables.audit import EntryFilter, EntryTable, SignInTable, entry_rows, sign_in_rows
from sanzhang.desk.words import noted, tell
from sanzhang.journal.queries import checkpoints_visible_to, neighbours, visible_to
from sanzhang.journal.verify import verify

SHOWN = 200


@needs("view.audit")
def audit(request: DeskRequest) -> HttpResponseBase:
    """The journal, newest first."""
    chosen = EntryFilter(request, visible_to(request.scope).filter(county=request.county))
    context = {
        "title": _("审计"),
        "form": chosen.form,
        "unsealed": visible_to(request.scope).filter(county=request.county, seq__isnull=True).count(),
        "checkpoints": [{"row": row, "made": moment(row.made_at)} for row in checkpoints_visible_to(request.scope)[:10]],
    }
    return show_register(request, EntryTable(Rows(chosen.qs, partial(entry_rows, request))), context, "desk/registers/audit.html")


@needs("view.audit")
def audit_entry(request: DeskRequest, entry_id: UUID) -> HttpResponse:
    """One entry: its place in the chain and exactly what was submitted. What is encrypted in it stays so."""
    entry = visible_to(request.scope).filter(id=entry_id).first()
    if entry is None:
        raise Http404
    row = entry_rows(request, [entry])[0]
    before, after = neighbours(request.scope, entry)
    facts = [
        {"label": _("序号"), "value": row["seq"]},
        {"label": _("记录时间"), "value": moment(entry.recorded_at)},
        {"label": _("发生时间"), "value": moment(entry.occurred_at)},
        {"label": _("人员"), "value": row["person"]},
        {"label": _("岗位"), "value": row["post"]},
        {"label": _("区划"), "value": noted(row["area"], entry.area)},
    ]
    hashes = [
        {"label": _("编号"), "value": str(entry.id)},
        {"label": _("批次"), "value": entry.batch},
        {"label": _("内容印记"), "value": entry.content_hash},
        {"label": _("前一条印记"), "value": entry.prev_hash or (_("（第一条）") if entry.seq == 1 else "")},
        {"label": _("本条印记"), "value": entry.hash},
    ]
    body = json.dumps(json.loads(entry.body), ensure_ascii=False, indent=2)
    context = {"entry": entry, "row": row, "facts": facts, "hashes": hashes, "body": body, "before": before, "after": after}
    return render(request, "desk/registers/audit_entry.html", context)


@require_POST
@needs("view.audit")
def audit_verify(request: DeskRequest) -> HttpResponse:
    """Walk the whole chain now, and say what was found."""
    if not request.scope.covers(request.county):
        raise Http404
    started = time.monotonic()
    result = verify(request.county)
    facts = [
        {"label": _("已封存的记录"), "value": result.entries},
        {"label": _("未封存的记录"), "value": str(result.unsealed), "note": _("封存在写入后一两秒内完成。")},
        {"label": _("签名检查点"), "value": str(result.checkpoints)},
        {"label": _("用时"), "value": _("%(seconds)s 秒") % {"seconds": f"{time.monotonic() - started:.2f}"}},
    ]
    context = {"facts": facts, "count": len(result.problems), "problems": [tell(problem) for problem in result.problems[:SHOWN]]}
    return render(request, "desk/registers/audit_verify.html", context)


class SignInFilter(forms.Form):
    """Which sign-ins are shown."""

    result = forms.ChoiceField(
        label=gettext_lazy("结果"), required=False, choices=[("", gettext_lazy("成功")), ("failed", gettext_lazy("失败"))]
    )
    username = forms.CharField(label=gettext_lazy("账号"), required=False)


@needs("view.audit")
def audit_sign_ins(request: DeskRequest) -> HttpResponseBase:
    """Who signed in, from where; and the failures."""
    people = dict(accounts_visible_to(request.scope).values_list("username", "person"))
    form = SignInFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    query, result = _failures() if chosen.get("result") else _successes(list(people))
    if chosen.get("username"):
        query = query.filter(username__in=[name for name in people if chosen["username"].strip().lower() in name.lower()])
    context = {
        "title": _("登录日志"),
        "lede": _("不是账号名的输入不显示：可能是误填的口令。"),
        "form": form,
        "links": [{"title": _("返回审计"), "url": reverse("desk:audit")}],
    }
    return show_register(request, SignInTable(Rows(query, partial(sign_in_rows, people, result))), context)


def _successes(usernames: list[str]) -> tuple[QuerySet[Any], Any]:
    return AccessLog.objects.filter(username__in=usernames), lambda row: _("成功")


def _failures() -> tuple[QuerySet[Any], Any]:
    """Every failure where they are logged; else those since the last success, which is all there is."""
    if getattr(settings, "AXES_ENABLE_ACCESS_FAILURE_LOG", False):
        return AccessFailureLog.objects.all(), lambda row: _("失败，已锁定") if row.locked_out else _("失败")
    return AccessAttempt.objects.all(), lambda row: _("失败 %(n)s 次") % {"n": row.failures_since_start}
